"""What may be seen of the bank without reading an item: its list, one item's facts, what it stands beside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet

from tauliah.apps.itembank.life import (
    duties_of,
    life_of,
    may_read_text,
    newest_versions,
    state_of,
)
from tauliah.apps.itembank.models import FormItem, Item, ItemEnemy, ItemStep, ItemVersion
from tauliah.apps.itembank.queries import pooled_item
from tauliah.apps.people.queries import User, names_of
from tauliah.core.exam.item_life import (
    ITEM_STATES,
    ItemAct,
    ItemState,
    acts_open_to,
    writing_refusal,
)
from tauliah.core.kernel import Refused
from tauliah.core.programme import PooledItem

ROWS_PER_PAGE = 25
MOST_COURSES_KEPT = 32
"""Courses whose items are at hand to be compared with while one of them is written."""
_NAMES_THE_KEY = frozenset({"options", "suspicion"})


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which items a list shows; what is empty asks for nothing."""

    search: str = ""
    state: str = ""
    course: str = ""
    pool: str = ""
    level: str = ""
    outcome: str = ""


@dataclass(frozen=True, slots=True)
class ItemLine:
    """An item in a list: all but what it says."""

    code: str
    course: str
    pool: str
    topic: str
    outcome: str
    level: str
    type: str
    state: ItemState
    number: int
    forms: int
    figures: Mapping[str, Any]
    is_in_text: bool


@dataclass(frozen=True, slots=True)
class VersionLine:
    """A version in an item's history, with the forms that have it and what responses say of it.

    `parameters` is (a, b, c) where it was calibrated, as `source` says.
    """

    number: int
    digest: str
    release: int
    writer: str
    written_at: datetime | None
    sources: tuple[str, ...]
    forms: int
    figures: Mapping[str, Any]
    counted_at: datetime | None
    parameters: tuple[float, float, float] | None
    source: str
    is_live: bool


@dataclass(frozen=True, slots=True)
class StepLine:
    """Something that was done with an item or said about it; `name` is empty for a release.

    `to_name` is whose the item became, too.
    """

    act: str
    state: str
    to: str
    name: str
    to_name: str
    number: int
    comment: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ItemFile:
    """Everything about one item but what it says, and what this person may do with it now.

    Who may not read the item finds no comments in it, which quote the item, and no figures of its
    options, which name the key.
    """

    line: ItemLine
    versions: tuple[VersionLine, ...]
    steps: tuple[StepLine, ...]
    enemies: tuple[tuple[str, str], ...]
    acts: tuple[ItemAct, ...]
    may_read: bool
    may_write: bool


def page_of_items(wanted: Wanted, *, number: int | str = 1) -> Page[ItemLine]:
    """One page of the items that are wanted, by code; the nearest page where there is no such one.

    A search looks at ids, topics, outcomes and lessons, never at what items say.
    """
    found = newest_versions()
    for field, value in (
        ("item__state", wanted.state),
        ("item__course", wanted.course),
        ("item__pool", wanted.pool),
        ("content__level", wanted.level),
        ("content__outcome", wanted.outcome),
    ):
        if value:
            found = found.filter(**{field: value})
    for word in wanted.search.split():
        found = found.filter(
            Q(item__code__icontains=word)
            | Q(topic__icontains=word)
            | Q(content__outcome__icontains=word)
            | Q(content__lesson__icontains=word)
        )
    paginator: Paginator[Any] = Paginator(found.order_by("item__code"), ROWS_PER_PAGE)
    page = paginator.get_page(number)
    return Page(list(lines_of(page.object_list)), page.number, paginator)


def counts_by_state() -> dict[ItemState, int]:
    """How many items there are in each state, in the order of their life."""
    counted = dict(Item.objects.values_list("state").annotate(Count("pk")).order_by())
    return {state: counted.get(state, 0) for state in ITEM_STATES}


def courses_with_items() -> tuple[str, ...]:
    """The codes of the courses of which the bank has items."""
    return tuple(Item.objects.order_by("course").values_list("course", flat=True).distinct())


def item_file(user: User, code: str) -> ItemFile | None:
    """Everything about one item but what it says; None where there is none."""
    item = Item.objects.filter(code=code).first()
    if item is None:
        return None
    rows = list(item.versions.select_related("item", "figures", "parameters").order_by("-number"))
    steps = list(item.steps.select_related("version").order_by("at", "id"))
    names = names_of(
        {str(row.written_by) for row in rows if row.written_by}
        | {str(one) for step in steps for one in (step.by_id, step.to_person) if one}
    )
    forms = _forms(rows)
    life = life_of(item)
    own, duties = str(user.pk), duties_of(user)
    found = ItemFile(
        line=next(iter(lines_of(rows[:1]))),
        versions=tuple(_version(row, item, names, forms) for row in rows),
        steps=tuple(_step(step, names) for step in steps),
        enemies=_enemies(item),
        acts=acts_open_to(life, by=own, duties=duties),
        may_read=may_read_text(user, item),
        may_write="author" in duties and not isinstance(writing_refusal(life, by=own), Refused),
    )
    return found if found.may_read else _without_what_it_says(found)


def others_in_course(course: str) -> tuple[PooledItem, ...]:
    """The newest version of every item of a course that is not retired, to be compared with."""
    found = newest_versions().filter(item__course=course).exclude(item__state="retired")
    return _pooled(tuple(found.order_by("item__code").values_list("pk", flat=True)))


@lru_cache(maxsize=MOST_COURSES_KEPT)
def _pooled(versions: tuple[UUID, ...]) -> tuple[PooledItem, ...]:
    """Versions by code, read once: they never change, and each pause of an author asks for them."""
    rows = ItemVersion.objects.filter(pk__in=versions).select_related("item")
    return tuple(pooled_item(row) for row in rows.order_by("item__code"))


def lines_of(rows: Any) -> tuple[ItemLine, ...]:
    """Versions, with their items at hand, as a list shows them."""
    known = list(rows)
    forms = _forms(known)
    ids = [row.pk for row in known]
    counted = dict(ItemVersion.objects.filter(pk__in=ids).values_list("pk", "figures__figures"))
    return tuple(
        ItemLine(
            code=row.item.code,
            course=row.item.course,
            pool=row.item.pool,
            topic=row.topic,
            outcome=row.content["outcome"],
            level=row.content["level"],
            type=row.content.get("type", "single-choice"),
            state=state_of(row.item),
            number=row.number,
            forms=forms.get(row.pk, 0),
            figures=counted.get(row.pk) or {},
            is_in_text=row.item.is_in_text,
        )
        for row in known
    )


def _forms(rows: list[ItemVersion]) -> dict[Any, int]:
    """In how many forms each version stands."""
    places: QuerySet[FormItem] = FormItem.objects.filter(version__in=[row.pk for row in rows])
    return dict(places.values_list("version").annotate(Count("pk")).order_by())


def _version(
    row: ItemVersion, item: Item, names: Mapping[str, str], forms: Mapping[Any, int]
) -> VersionLine:
    figures, calibrated = getattr(row, "figures", None), getattr(row, "parameters", None)
    return VersionLine(
        number=row.number,
        digest=row.digest,
        release=row.release,
        writer=names.get(str(row.written_by), ""),
        written_at=row.written_at,
        sources=tuple(row.sources or ()),
        forms=forms.get(row.pk, 0),
        figures=figures.figures if figures else {},
        counted_at=figures.counted_at if figures else None,
        parameters=(calibrated.discrimination, calibrated.difficulty, calibrated.floor)
        if calibrated
        else None,
        source=calibrated.source if calibrated else "",
        is_live=row.pk == item.live_id,
    )


def _step(step: ItemStep, names: Mapping[str, str]) -> StepLine:
    return StepLine(
        act=step.act,
        state=step.state,
        to=step.to,
        name=names.get(str(step.by_id), ""),
        to_name=names.get(str(step.to_person), ""),
        number=step.version.number,
        comment=step.comment,
        at=step.at,
    )


def _without_what_it_says(found: ItemFile) -> ItemFile:
    told = [
        {name: figure for name, figure in one.figures.items() if name not in _NAMES_THE_KEY}
        for one in found.versions
    ]
    return replace(
        found,
        versions=tuple(
            replace(one, figures=figures) for one, figures in zip(found.versions, told, strict=True)
        ),
        # of a release, the comment is its number
        steps=tuple(
            one if one.act == "publish" else replace(one, comment="") for one in found.steps
        ),
    )


def _enemies(item: Item) -> tuple[tuple[str, str], ...]:
    """The codes of an item's enemies, each with the reason."""
    pairs = ItemEnemy.objects.filter(Q(one=item) | Q(other=item)).select_related("one", "other")
    return tuple(
        sorted(
            (pair.other.code if pair.one_id == item.pk else pair.one.code, pair.reason)
            for pair in pairs
        )
    )
