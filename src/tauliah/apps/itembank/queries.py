"""What may be read of items and forms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, cast
from uuid import UUID

from django.db.models import F, QuerySet

from tauliah.apps.itembank.models import Form, FormItem, Item, ItemEnemy, ItemVersion
from tauliah.core.exam import PoolItem
from tauliah.core.exam.answers import Asked
from tauliah.core.exam.reported_scores import form_digest
from tauliah.core.programme import PooledItem
from tauliah.core.programme.items import AttachedPicture, CaseSet, ItemType, Pool, item_from

MOST_FORMS_KEPT = 2_048
"""Forms at hand for saves: more than candidates who sit at once, each of whom has an own form."""
MOST_ITEMS_KEPT = 4_096
FORMS_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class BankItem:
    """An item version as others use it: which it is, its topic, its text and key.

    `case` is the scenario that it shares with others, `place` its place among them from 1. One that
    `is_pilot` in its form is not scored.
    """

    version: UUID
    topic: str
    text: ItemType
    case: CaseSet | None = None
    place: int = 0
    picture: AttachedPicture | None = None
    is_pilot: bool = False

    @property
    def code(self) -> str:
        """The item's code."""
        return self.text.id


def current_items(course: str, pool: str) -> tuple[BankItem, ...]:
    """The version in use of every item that is scored or practised, by code."""
    used = _in_use().filter(item__course=course, item__pool=pool)
    return _bank_items(used.exclude(item__state="pilot").order_by("item__code"))


def pilot_items(course: str) -> tuple[BankItem, ...]:
    """The version on pilot of every item of a course that is on pilot, by code."""
    on_pilot = _in_use().filter(item__course=course, item__state="pilot")
    return _bank_items(on_pilot.order_by("item__code"))


def pooled_items() -> tuple[PooledItem, ...]:
    """The version in use of every item that is scored or practised, of all courses, by code."""
    return _pooled(_in_use().exclude(item__state="pilot"))


def exam_items_of(course: str) -> tuple[PooledItem, ...]:
    """The version in use of every exam item of a course that is scored, by code."""
    used = _in_use().filter(item__course=course, item__pool="secure")
    return _pooled(used.exclude(item__state="pilot"))


def items_of_the_text() -> tuple[PooledItem, ...]:
    """The items of the newest release, of all courses and pools, by code."""
    return _pooled(_in_use().filter(item__is_in_text=True))


def enemies_in(course: str) -> tuple[tuple[str, str], ...]:
    """The pairs of a course's items, by code, that must not stand in one form."""
    pairs = ItemEnemy.objects.filter(one__course=course).order_by("one__code", "other__code")
    return tuple(pairs.values_list("one__code", "other__code"))


def pooled_item(row: ItemVersion) -> PooledItem:
    """A version, whatever its state, as the programme's text would have it; needs its item at hand."""
    found = _bank_item(row)
    return PooledItem(
        course=row.item.course,
        pool=cast("Pool", row.item.pool),
        topic=row.topic,
        item=found.text,
        case=found.case,
        place=found.place,
        picture=found.picture,
    )


def _in_use() -> QuerySet[ItemVersion]:
    return ItemVersion.objects.filter(item__live=F("pk")).select_related("item")


def _pooled(rows: QuerySet[ItemVersion]) -> tuple[PooledItem, ...]:
    return tuple(pooled_item(row) for row in rows.order_by("item__code"))


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
    return PoolItem(
        item.code, item.topic, item.case.id if item.case else "", item.place, item.text.level
    )


def versions(ids: Iterable[UUID]) -> dict[UUID, BankItem]:
    """Item versions by id."""
    found = _bank_items(ItemVersion.objects.filter(pk__in=list(ids)))
    return {item.version: item for item in found}


def form_items(form: UUID) -> tuple[BankItem, ...]:
    """The items of a form in its own order, whatever has been retired since."""
    places = FormItem.objects.filter(form=form).select_related("version").order_by("position")
    return tuple(
        replace(_bank_item(place.version), is_pilot=True)
        if place.is_pilot
        else _bank_item(place.version)
        for place in places
    )


def form_course(form: UUID) -> str | None:
    """The course of a form; None where there is no such form."""
    return Form.objects.filter(pk=form).values_list("course", flat=True).first()


def places_in_forms(forms: Iterable[UUID]) -> dict[UUID, tuple[UUID, ...]]:
    """The versions of which each form is made, in its order."""
    places: dict[UUID, list[UUID]] = {form: [] for form in forms}
    known = list(places)
    for start in range(0, len(known), FORMS_AT_ONCE):
        found = FormItem.objects.filter(form__in=known[start : start + FORMS_AT_ONCE])
        for form, version in found.order_by("position").values_list("form", "version"):
            places[form].append(version)
    return {form: tuple(versions) for form, versions in places.items()}


def pilots_in_forms(forms: Iterable[UUID]) -> dict[UUID, frozenset[UUID]]:
    """The versions that are on pilot in each form which has any."""
    pilots: dict[UUID, set[UUID]] = {}
    known = list(forms)
    for start in range(0, len(known), FORMS_AT_ONCE):
        some = known[start : start + FORMS_AT_ONCE]
        found = FormItem.objects.filter(form__in=some, is_pilot=True)
        for form, version in found.values_list("form", "version"):
            pilots.setdefault(form, set()).add(version)
    return {form: frozenset(versions) for form, versions in pilots.items()}


def version_numbers(ids: Iterable[UUID]) -> dict[UUID, tuple[str, int]]:
    """The code and the number of each version."""
    found = ItemVersion.objects.filter(pk__in=list(ids))
    return {
        pk: (code, number) for pk, code, number in found.values_list("pk", "item__code", "number")
    }


def scored_in_forms(forms: Iterable[UUID]) -> dict[UUID, tuple[UUID, ...]]:
    """The versions that each form scores, in its order: without those on pilot."""
    places: dict[UUID, list[UUID]] = {form: [] for form in forms}
    known = list(places)
    for start in range(0, len(known), FORMS_AT_ONCE):
        found = FormItem.objects.filter(form__in=known[start : start + FORMS_AT_ONCE])
        scored = found.exclude(is_pilot=True).order_by("position")
        for form, version in scored.values_list("form", "version"):
            places[form].append(version)
    return {form: tuple(versions) for form, versions in places.items()}


def names_of_forms(forms: Iterable[UUID]) -> dict[UUID, str]:
    """The name of what each form scores, as `form_digest` gives it: a row for a form, not for a place.

    Only forms that are older than this name are read place by place.
    """
    names: dict[UUID, str] = {}
    known = list(forms)
    for start in range(0, len(known), FORMS_AT_ONCE):
        found = Form.objects.filter(pk__in=known[start : start + FORMS_AT_ONCE])
        names |= {form: name for form, name in found.values_list("pk", "scores") if name}
    older = scored_in_forms(form for form in known if form not in names)
    return names | {form: form_digest(map(str, scored)) for form, scored in older.items()}


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
    used = Item.objects.exclude(live=None).exclude(state="pilot")
    for course, pool in used.values_list("course", "pool"):
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
