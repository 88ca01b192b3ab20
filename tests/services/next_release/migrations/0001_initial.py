"""A column beside those of an attempt, and an index: what a release may change while exams run."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("sittings", "0003_leases_incidents_receipts")]
    operations = [
        migrations.RunSQL(
            "ALTER TABLE sittings_attempt ADD COLUMN next_release integer NOT NULL DEFAULT 0",
            "ALTER TABLE sittings_attempt DROP COLUMN next_release",
        ),
        migrations.RunSQL(
            "CREATE INDEX next_release_of_attempts ON sittings_attempt (next_release)",
            "DROP INDEX next_release_of_attempts",
        ),
    ]
