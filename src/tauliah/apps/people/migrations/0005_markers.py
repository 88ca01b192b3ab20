"""The role of those who mark responses."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [("people", "0004_accommodations")]

    operations: ClassVar[list[migrations.operations.base.Operation]] = [
        migrations.AlterField(
            "roleassignment",
            "role",
            models.CharField(
                choices=[
                    ("candidate", "Candidate"),
                    ("registrar", "Registrar"),
                    ("invigilator", "Invigilator"),
                    ("marker", "Marker"),
                ],
                max_length=20,
            ),
        ),
    ]
