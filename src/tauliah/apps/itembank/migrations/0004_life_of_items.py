"""The life of items: states, steps, enemies, figures, and places of a form that are not scored."""

from typing import Any, ClassVar

import django.db.models.deletion
import uuid6
from django.conf import settings
from django.db import migrations, models

from tauliah.apps.append_only import append_only

PROTECT = django.db.models.deletion.PROTECT
STATES = ["draft", "content-review", "language-review", "fairness-review", "approved", "pilot",
          "operational", "retired"]  # fmt: skip


class Migration(migrations.Migration):
    dependencies: ClassVar[list[Any]] = [
        ("itembank", "0003_attached"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations: ClassVar[list[Any]] = [
        # what is append-only gets columns that may be null: SQLite adds them in place, and the
        # triggers stay
        migrations.AddField(
            "formitem",
            "is_pilot",
            models.BooleanField(help_text="null is not; forms before there were any", null=True),
        ),
        migrations.AddField("itemversion", "sources", models.JSONField(null=True)),
        migrations.AddField("itemversion", "written_at", models.DateTimeField(null=True)),
        migrations.AddField("itemversion", "written_by", models.UUIDField(null=True)),
        migrations.AddField(
            "item",
            "state",
            models.CharField(default="operational", db_default="operational", max_length=16),
        ),
        migrations.AddField(
            "item", "is_in_text", models.BooleanField(default=False, db_default=False)
        ),
        migrations.AddField(
            "item",
            "live",
            models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=PROTECT,
                related_name="+",
                to="itembank.itemversion",
            ),
        ),
        migrations.AddIndex("item", models.Index(fields=["state"], name="item_by_state")),
        migrations.AddConstraint(
            "item",
            models.CheckConstraint(
                condition=models.Q(state__in=STATES), name="item_state_is_known"
            ),
        ),
        migrations.AddConstraint(
            "item",
            models.CheckConstraint(
                condition=~models.Q(state="retired") | models.Q(live=None),
                name="what_is_retired_is_not_used",
            ),
        ),
        migrations.AddConstraint(
            "item",
            models.CheckConstraint(
                condition=~models.Q(state="pilot") | models.Q(pool="secure"),
                name="practice_is_not_piloted",
            ),
        ),
        migrations.CreateModel(
            "ItemStep",
            [
                (
                    "id",
                    models.UUIDField(
                        default=uuid6.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("act", models.CharField(max_length=10)),
                ("state", models.CharField(max_length=16)),
                ("to", models.CharField(max_length=16)),
                ("to_person", models.UUIDField(null=True)),
                ("comment", models.TextField(blank=True)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=PROTECT, related_name="steps", to="itembank.item"
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=PROTECT, related_name="+", to="itembank.itemversion"
                    ),
                ),
            ],
            options={"indexes": [models.Index(fields=["item", "at"], name="step_of_item")]},
        ),
        migrations.CreateModel(
            "ItemEnemy",
            [
                (
                    "id",
                    models.UUIDField(
                        default=uuid6.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("reason", models.CharField(max_length=400)),
                ("declared_at", models.DateTimeField()),
                (
                    "declared_by",
                    models.ForeignKey(
                        on_delete=PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "one",
                    models.ForeignKey(on_delete=PROTECT, related_name="+", to="itembank.item"),
                ),
                (
                    "other",
                    models.ForeignKey(on_delete=PROTECT, related_name="+", to="itembank.item"),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=["one", "other"], name="enemies_once"),
                    models.CheckConstraint(
                        condition=~models.Q(one=models.F("other")), name="nobody_is_an_own_enemy"
                    ),
                ]
            },
        ),
        migrations.CreateModel(
            "VersionFigures",
            [
                (
                    "version",
                    models.OneToOneField(
                        on_delete=PROTECT,
                        primary_key=True,
                        related_name="figures",
                        serialize=False,
                        to="itembank.itemversion",
                    ),
                ),
                ("figures", models.JSONField()),
                ("counted_at", models.DateTimeField()),
            ],
        ),
        append_only("itembank_itemstep"),
    ]
