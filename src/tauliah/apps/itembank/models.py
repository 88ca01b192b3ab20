"""Items, their frozen versions, what was done with them, and forms."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from uuid6 import uuid7

from tauliah.core.exam.item_life import ITEM_STATES


class Item(models.Model):
    """An item of the bank. Its pool never changes: a secure item is never practised.

    `state` is that of the newest version. `live` is the version that forms and practice take, on
    pilot where the state says so; a version in the making leaves it as it is. What `is_in_text`
    stands in the newest release, which alone decides about it.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.CharField(max_length=40, unique=True)
    course = models.CharField(max_length=10)
    pool = models.CharField(max_length=10)
    retired_in = models.PositiveIntegerField(null=True, help_text="release that no longer has it")
    # the defaults of the database let a server of the release before go on publishing
    state = models.CharField(max_length=16, default="operational", db_default="operational")
    is_in_text = models.BooleanField(default=False, db_default=False)
    live = models.ForeignKey(
        "ItemVersion", null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(pool__in=["secure", "practice"]), name="item_is_in_one_pool"
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=list(ITEM_STATES)), name="item_state_is_known"
            ),
            models.CheckConstraint(
                condition=~models.Q(state="retired") | models.Q(live=None),
                name="what_is_retired_is_not_used",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="pilot") | models.Q(pool="secure"),
                name="practice_is_not_piloted",
            ),
        ]
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["course", "pool"]),
            models.Index(fields=["state"], name="item_by_state"),
        ]

    def __str__(self) -> str:
        return self.code


class ItemVersion(models.Model):
    """The text, options and key of an item from a release on. Append-only.

    `attached` is what goes with the item and is not its own text: its case and place in it, its
    picture; null where there is none. A version that was written in the bank has the release 0, who
    wrote it and when, and the sources that its author named, a line each.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    release = models.PositiveIntegerField()
    topic = models.CharField(max_length=60)
    digest = models.CharField(max_length=71)
    content = models.JSONField()
    attached = models.JSONField(null=True)
    written_by = models.UUIDField(null=True)
    written_at = models.DateTimeField(null=True)
    sources = models.JSONField(null=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["item", "number"], name="item_versions_are_numbered"),
        ]


class ItemStep(models.Model):
    """What somebody did with an item or said about it, in which state and to which. Append-only.

    Nobody is named where a release took the item over; `to_person` is whom an item was entrusted to.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="steps")
    version = models.ForeignKey(ItemVersion, on_delete=models.PROTECT, related_name="+")
    act = models.CharField(max_length=10)
    state = models.CharField(max_length=16)
    to = models.CharField(max_length=16)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    to_person = models.UUIDField(null=True)
    comment = models.TextField(blank=True)
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index(fields=["item", "at"], name="step_of_item"),
        ]


class ItemEnemy(models.Model):
    """Two items that must not stand in one form, the one with the lesser code first, and why."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    one = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    other = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(max_length=400)
    declared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    declared_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["one", "other"], name="enemies_once"),
            models.CheckConstraint(
                condition=~models.Q(one=models.F("other")), name="nobody_is_an_own_enemy"
            ),
        ]


class VersionFigures(models.Model):
    """What responses say of one version, as counted last: `figures` as results give them."""

    version = models.OneToOneField(
        ItemVersion, primary_key=True, on_delete=models.PROTECT, related_name="figures"
    )
    figures = models.JSONField()
    counted_at = models.DateTimeField()


class Form(models.Model):
    """An exam's items as one candidate sees them, drawn before the sitting. Append-only."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    course = models.CharField(max_length=10)
    release = models.PositiveIntegerField()
    seed = models.CharField(max_length=80)
    assembled_at = models.DateTimeField()


class FormItem(models.Model):
    """One place of a form. Append-only. A pilot item is answered and kept, and never scored."""

    form = models.ForeignKey(Form, on_delete=models.PROTECT, related_name="places")
    position = models.PositiveSmallIntegerField()
    version = models.ForeignKey(ItemVersion, on_delete=models.PROTECT)
    is_pilot = models.BooleanField(null=True, help_text="null is not; forms before there were any")

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["form", "position"], name="one_item_per_place"),
            models.UniqueConstraint(fields=["form", "version"], name="an_item_once_per_form"),
        ]
