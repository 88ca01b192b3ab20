"""The roles of those who write, review and look after items."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [("people", "0005_markers")]

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
                    ("item-author", "Item Author"),
                    ("content-reviewer", "Content Reviewer"),
                    ("language-reviewer", "Language Reviewer"),
                    ("fairness-reviewer", "Fairness Reviewer"),
                    ("bank-officer", "Bank Officer"),
                ],
                max_length=20,
            ),
        ),
    ]
