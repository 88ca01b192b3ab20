"""What may be read of items and forms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery

from tauliah.apps.itembank.models import Form, FormItem, Item, ItemVersion
from tauliah.core.exam import PoolItem
from tauliah.core.exam.answers import Asked
from tauliah.core.programme import PooledItem
from tauliah.core.programme.items import AttachedPicture, CaseSet, ItemType, Pool, item_from

MOST_FORMS_KEPT = 2_048
"""Forms at hand for saves: more than candidates who sit at once, each of whom has an own form."""
MOST_ITEMS_KEPT = 4_096


@dataclass(frozen=True, slots=True)
class BankItem:
    """An item version as others use it: which it is, its topic, its text and key.

    `case` is the scenario that it shares with others, `place` its place among them from 1.
    """

    version: UUID
    topic: str
    text: ItemType
    case: CaseSet | None = None
    place: int = 0
    picture: AttachedPicture | None = None

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
        PooledItem(
            course=row.item.course,
            pool=cast("Pool", row.item.pool),
            topic=row.topic,
            item=found.text,
            case=found.case,
            place=found.place,
            picture=found.picture,
        )
        for row, found in ((row, _bank_item(row)) for row in rows)
    )


def attached_to(pooled: PooledItem) -> dict[str, Any] | None:
    """What goes with an item and is not its own text, as plain values; None where nothing does."""
    attached: dict[str, Any] = {}
    if pooled.case:
        attached |= {"case": pooled.case.model_dump(mode="json"), "place": pooled.place}
    if pooled.picture:
        attached["picture"] = pooled.picture.model_dump(mode="json")
    return attached or None


def pool_item(item: BankItem) -> PoolItem:
    """An item as a form is drawn and arranged by it."""
    return PoolItem(item.code, item.topic, item.case.id if item.case else "", item.place)


def versions(ids: Iterable[UUID]) -> dict[UUID, BankItem]:
    """Item versions by id."""
    found = _bank_items(ItemVersion.objects.filter(pk__in=list(ids)))
    return {item.version: item for item in found}


def form_items(form: UUID) -> tuple[BankItem, ...]:
    """The items of a form in its own order, whatever has been retired since."""
    places = FormItem.objects.filter(form=form).select_related("version").order_by("position")
    return tuple(_bank_item(place.version) for place in places)


@lru_cache(maxsize=MOST_FORMS_KEPT)
def form_asked(form: UUID) -> Mapping[str, Asked]:
    """What each item of a form takes as its answer.

    Kept, because every save asks and a form never changes.
    """
    return {item.code: Asked(item.text) for item in form_items(form)}


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


@lru_cache(maxsize=MOST_ITEMS_KEPT)
def _bank_item(row: ItemVersion) -> BankItem:
    """The item of a row, read once: a version never changes, and a thousand forms share it."""
    attached = row.attached or {}
    case, picture = attached.get("case"), attached.get("picture")
    return BankItem(
        row.pk,
        row.topic,
        item_from(row.content),
        case=CaseSet.model_validate(case) if case else None,
        place=attached.get("place", 0),
        picture=AttachedPicture.model_validate(picture) if picture else None,
    )
