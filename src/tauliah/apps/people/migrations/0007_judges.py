"""The role of those who judge items in standard-setting studies."""

from typing import ClassVar

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies: ClassVar[list[tuple[str, str]]] = [("people", "0006_roles_of_the_bank")]

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
                    ("judge", "Judge"),
                ],
                max_length=20,
            ),
        ),
    ]
