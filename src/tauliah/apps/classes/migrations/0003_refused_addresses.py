"""Letters to addresses that are refused are tried less and less often, and have an end."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("classes", "0002_append_only")]

    operations = [
        migrations.AddField(
            model_name="classnotice",
            name="refusals",
            field=models.PositiveSmallIntegerField(
                default=0, help_text="how often the mail server refused the address"
            ),
        ),
        migrations.AddField(
            model_name="classnotice",
            name="next_try_at",
            field=models.DateTimeField(help_text="not before, after a refusal", null=True),
        ),
        migrations.AddField(
            model_name="classnotice",
            name="given_up_at",
            field=models.DateTimeField(
                help_text="when it was refused for the last time", null=True
            ),
        ),
        migrations.AddConstraint(
            model_name="classnotice",
            constraint=models.CheckConstraint(
                condition=models.Q(("sent_at", None), ("given_up_at", None), _connector="OR"),
                name="a_class_notice_is_sent_or_given_up",
            ),
        ),
    ]
