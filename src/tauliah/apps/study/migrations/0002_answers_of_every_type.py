"""Answers to practice items of every type."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [("study", "0001_initial")]

    operations: ClassVar[list[migrations.operations.base.Operation]] = [
        # the default of the database lets a server of the release before go on writing
        migrations.AlterField(
            "practiceanswer", "option", models.CharField(blank=True, db_default="", max_length=1)
        ),
        migrations.AddField("practiceanswer", "value", models.JSONField(null=True)),
    ]
