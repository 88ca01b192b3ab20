"""Items, their frozen versions, and forms."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from uuid6 import uuid7


class Item(models.Model):
    """An item of the bank. Its pool never changes: a secure item is never practised."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    code = models.CharField(max_length=40, unique=True)
    course = models.CharField(max_length=10)
    pool = models.CharField(max_length=10)
    retired_in = models.PositiveIntegerField(null=True, help_text="release that no longer has it")

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                condition=models.Q(pool__in=["secure", "practice"]), name="item_is_in_one_pool"
            ),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["course", "pool"])]

    def __str__(self) -> str:
        return self.code


class ItemVersion(models.Model):
    """The text, options and key of an item from a release on. Append-only.

    `attached` is what goes with the item and is not its own text: its case and place in it, its
    picture; null where there is none.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    release = models.PositiveIntegerField()
    topic = models.CharField(max_length=60)
    digest = models.CharField(max_length=71)
    content = models.JSONField()
    attached = models.JSONField(null=True)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["item", "number"], name="item_versions_are_numbered"),
        ]


class Form(models.Model):
    """An exam's items as one candidate sees them, drawn before the sitting. Append-only."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    course = models.CharField(max_length=10)
    release = models.PositiveIntegerField()
    seed = models.CharField(max_length=80)
    assembled_at = models.DateTimeField()


class FormItem(models.Model):
    """One place of a form. Append-only."""

    form = models.ForeignKey(Form, on_delete=models.PROTECT, related_name="places")
    position = models.PositiveSmallIntegerField()
    version = models.ForeignKey(ItemVersion, on_delete=models.PROTECT)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["form", "position"], name="one_item_per_place"),
            models.UniqueConstraint(fields=["form", "version"], name="an_item_once_per_form"),
        ]
