"""What a form scores, named once when it is made; null for forms before there was any name."""

from typing import Any, ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar[list[Any]] = [("itembank", "0007_proposed_blueprints")]

    # null: SQLite adds it in place, and the triggers stay
    operations: ClassVar[list[Any]] = [
        migrations.AddField("form", "scores", models.CharField(max_length=71, null=True))
    ]
