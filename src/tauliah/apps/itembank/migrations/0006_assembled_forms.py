"""Forms assembled to a request: requests, approved forms, withdrawals, and calibrated parameters."""

from typing import Any, ClassVar

import django.db.models.deletion
import uuid6
from django.conf import settings
from django.db import migrations, models

from tauliah.apps.append_only import append_only

PROTECT = django.db.models.deletion.PROTECT
STATES = ["under-way", "assembled", "impossible", "undecided", "cancelled", "failed"]


def _person() -> Any:
    return models.ForeignKey(on_delete=PROTECT, related_name="+", to=settings.AUTH_USER_MODEL)


class Migration(migrations.Migration):
    dependencies: ClassVar[list[Any]] = [
        ("itembank", "0005_items_of_the_text"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations: ClassVar[list[Any]] = [
        migrations.CreateModel(
            "VersionParameters",
            [
                (
                    "version",
                    models.OneToOneField(
                        on_delete=PROTECT,
                        primary_key=True,
                        related_name="parameters",
                        serialize=False,
                        to="itembank.itemversion",
                    ),
                ),
                ("discrimination", models.FloatField()),
                ("difficulty", models.FloatField()),
                ("floor", models.FloatField(default=0.0)),
                ("source", models.CharField(max_length=200)),
                ("kept_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(floor__gte=0, floor__lt=1), name="floor_is_a_chance"
                    )
                ]
            },
        ),
        migrations.CreateModel(
            "Assembly",
            [
                (
                    "id",
                    models.UUIDField(
                        default=uuid6.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("course", models.CharField(max_length=10)),
                ("release", models.PositiveIntegerField()),
                ("asked", models.JSONField()),
                ("asked_by", _person()),
                ("asked_at", models.DateTimeField()),
                ("state", models.CharField(default="under-way", max_length=12)),
                ("progress", models.JSONField(default=dict)),
                ("told_at", models.DateTimeField()),
                ("answer", models.JSONField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(state__in=STATES), name="assembly_state_is_known"
                    )
                ],
                "indexes": [
                    models.Index(fields=["course", "asked_at"], name="assembly_of_course")
                ],
            },
        ),
        migrations.CreateModel(
            "ApprovedForm",
            [
                (
                    "form",
                    models.OneToOneField(
                        on_delete=PROTECT,
                        primary_key=True,
                        related_name="approval",
                        serialize=False,
                        to="itembank.form",
                    ),
                ),
                (
                    "assembly",
                    models.ForeignKey(
                        on_delete=PROTECT, related_name="approved", to="itembank.assembly"
                    ),
                ),
                ("course", models.CharField(max_length=10)),
                ("number", models.PositiveIntegerField()),
                ("cells", models.JSONField()),
                ("digest", models.CharField(max_length=71)),
                ("approved_by", _person()),
                ("approved_at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=["course", "number"], name="approved_forms_are_numbered"
                    )
                ]
            },
        ),
        migrations.CreateModel(
            "FormWithdrawal",
            [
                (
                    "form",
                    models.OneToOneField(
                        on_delete=PROTECT,
                        primary_key=True,
                        related_name="withdrawal",
                        serialize=False,
                        to="itembank.approvedform",
                    ),
                ),
                ("reason", models.CharField(max_length=400)),
                ("withdrawn_by", _person()),
                ("withdrawn_at", models.DateTimeField()),
            ],
        ),
        # null for forms before there were any: SQLite adds it in place, and the triggers stay
        migrations.AddField(
            "form",
            "approved",
            models.ForeignKey(
                null=True, on_delete=PROTECT, related_name="taken", to="itembank.approvedform"
            ),
        ),
        append_only("itembank_approvedform"),
        append_only("itembank_formwithdrawal"),
    ]
