"""Points, for forms whose items are worth more than one or a part of one."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    # the columns may be null and have no default: SQLite adds them in place, and the triggers stay
    dependencies: ClassVar[list[tuple[str, str]]] = [("results", "0002_append_only")]

    operations: ClassVar[list[migrations.operations.base.Operation]] = [
        migrations.AddField(
            "scoringrun", "points", models.DecimalField(decimal_places=2, max_digits=8, null=True)
        ),
        migrations.AddField("scoringrun", "points_of", models.PositiveSmallIntegerField(null=True)),
        migrations.AddField(
            "scoringrun",
            "pass_points",
            models.DecimalField(decimal_places=2, max_digits=8, null=True),
        ),
        migrations.AlterField(
            "scoringrun",
            "topics",
            models.JSONField(
                help_text="[topic, correct, items] in the order of the form, with points where they count"
            ),
        ),
    ]
