"""Cases and pictures that go with an item."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    # the column may be null and has no default: SQLite adds it in place, and the triggers stay
    dependencies: ClassVar[list[tuple[str, str]]] = [("itembank", "0002_append_only")]

    operations: ClassVar[list[migrations.operations.base.Operation]] = [
        migrations.AddField("itemversion", "attached", models.JSONField(null=True)),
    ]
