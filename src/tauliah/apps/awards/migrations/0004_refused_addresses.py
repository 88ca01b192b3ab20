"""Letters to addresses that are refused are tried less and less often, and have an end."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("awards", "0003_keys_suspension_register")]

    operations = [
        migrations.AddField(
            model_name="notice",
            name="refusals",
            field=models.PositiveSmallIntegerField(
                default=0, help_text="how often the mail server refused the address"
            ),
        ),
        migrations.AddField(
            model_name="notice",
            name="next_try_at",
            field=models.DateTimeField(help_text="not before, after a refusal", null=True),
        ),
        migrations.AddField(
            model_name="notice",
            name="given_up_at",
            field=models.DateTimeField(
                help_text="when it was refused for the last time", null=True
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(("sent_at", None), ("given_up_at", None), _connector="OR"),
                name="a_notice_is_sent_or_given_up",
            ),
        ),
    ]
