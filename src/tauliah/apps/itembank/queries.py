"""What may be read of items and forms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery

from tauliah.apps.itembank.models import Form, FormItem, Item, ItemVersion
from tauliah.core.programme import Item as ItemText
from tauliah.core.programme import PooledItem


@dataclass(frozen=True, slots=True)
class BankItem:
    """An item version as others use it: which it is, its topic, and its text and key."""

    version: UUID
    topic: str
    text: ItemText

    @property
    def code(self) -> str:
        """The item's code."""
        return self.text.id


def current_items(course: str, pool: str) -> tuple[BankItem, ...]:
    """The newest version of every item in use, by code."""
    newest = ItemVersion.objects.filter(item=OuterRef("pk")).order_by("-number").values("pk")[:1]
    items = Item.objects.filter(course=course, pool=pool, retired_in=None)
    ids = items.annotate(newest=Subquery(newest)).values("newest")
    return _bank_items(ItemVersion.objects.filter(pk__in=ids).order_by("item__code"))


def pooled_items() -> tuple[PooledItem, ...]:
    """The newest version of every item in use, of all courses and pools, by code."""
    newest = ItemVersion.objects.filter(item=OuterRef("pk")).order_by("-number").values("pk")[:1]
    items = Item.objects.filter(retired_in=None)
    ids = items.annotate(newest=Subquery(newest)).values("newest")
    rows = ItemVersion.objects.filter(pk__in=ids).select_related("item").order_by("item__code")
    return tuple(
        PooledItem.model_validate(
            {
                "course": row.item.course,
                "pool": row.item.pool,
                "topic": row.topic,
                "item": ItemText.model_validate(row.content),
            }
        )
        for row in rows
    )


def versions(ids: Iterable[UUID]) -> dict[UUID, BankItem]:
    """Item versions by id."""
    found = _bank_items(ItemVersion.objects.filter(pk__in=list(ids)))
    return {item.version: item for item in found}


def form_items(form: UUID) -> tuple[BankItem, ...]:
    """The items of a form in its own order, whatever has been retired since."""
    places = FormItem.objects.filter(form=form).select_related("version").order_by("position")
    return tuple(_bank_item(place.version) for place in places)


@lru_cache(maxsize=1024)
def form_options(form: UUID) -> Mapping[str, frozenset[str]]:
    """The options of each item of a form. Kept, because every save asks and a form never changes."""
    return {item.code: frozenset(item.text.options) for item in form_items(form)}


def form_release(form: UUID) -> int:
    """The number of the release from which a form was drawn."""
    return Form.objects.values_list("release", flat=True).get(pk=form)


def pool_sizes() -> dict[tuple[str, str], int]:
    """How many items in use each course has in each pool."""
    sizes: dict[tuple[str, str], int] = {}
    for course, pool in Item.objects.filter(retired_in=None).values_list("course", "pool"):
        sizes[course, pool] = sizes.get((course, pool), 0) + 1
    return sizes


def _bank_items(rows: QuerySet[ItemVersion]) -> tuple[BankItem, ...]:
    return tuple(_bank_item(row) for row in rows)


def _bank_item(row: ItemVersion) -> BankItem:
    return BankItem(row.pk, row.topic, ItemText.model_validate(row.content))
