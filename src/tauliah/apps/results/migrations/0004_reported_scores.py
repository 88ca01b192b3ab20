"""How an adopted standard led to a result."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    # the column may be null and has no default: SQLite adds it in place, and the triggers stay
    dependencies: ClassVar[list[tuple[str, str]]] = [("results", "0003_points")]

    operations: ClassVar[list[migrations.operations.base.Operation]] = [
        migrations.AddField("scoringrun", "reported", models.JSONField(null=True)),
    ]
