"""Blueprints that somebody proposed, what was said about them, and how they ended."""

from typing import Any, ClassVar

import django.db.models.deletion
import uuid6
from django.conf import settings
from django.db import migrations, models

from tauliah.apps.append_only import append_only

PROTECT = django.db.models.deletion.PROTECT


def _person() -> Any:
    return models.ForeignKey(on_delete=PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)


def _id() -> Any:
    return models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)


class Migration(migrations.Migration):
    dependencies: ClassVar[list[Any]] = [
        ("itembank", "0006_assembled_forms"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations: ClassVar[list[Any]] = [
        migrations.CreateModel(
            "BlueprintProposal",
            [
                ("id", _id()),
                ("course", models.CharField(max_length=10)),
                ("release", models.PositiveIntegerField()),
                ("before", models.JSONField()),
                ("asked", models.JSONField()),
                ("reason", models.CharField(max_length=1000)),
                ("proposed_by", _person()),
                ("proposed_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            "BlueprintComment",
            [
                ("id", _id()),
                (
                    "proposal",
                    models.ForeignKey(
                        on_delete=PROTECT,
                        related_name="comments",
                        to="itembank.blueprintproposal",
                    ),
                ),
                ("comment", models.CharField(max_length=1000)),
                ("said_by", _person()),
                ("said_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            "BlueprintEnd",
            [
                (
                    "proposal",
                    models.OneToOneField(
                        on_delete=PROTECT,
                        primary_key=True,
                        related_name="end",
                        serialize=False,
                        to="itembank.blueprintproposal",
                    ),
                ),
                (
                    "is_declined",
                    models.BooleanField(help_text="false where it was taken back"),
                ),
                ("reason", models.CharField(max_length=1000)),
                ("ended_by", _person()),
                ("ended_at", models.DateTimeField()),
            ],
        ),
        append_only("itembank_blueprintproposal"),
        append_only("itembank_blueprintcomment"),
        append_only("itembank_blueprintend"),
    ]
