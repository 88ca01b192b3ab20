"""What an item's life is made of here: who may act in it, who may read it, and how it stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from tauliah.apps.itembank.models import Item, ItemStep, ItemVersion
from tauliah.apps.people.permissions import Permission, permissions_of
from tauliah.apps.people.queries import User
from tauliah.core.exam.item_life import (
    REVIEWS,
    Duty,
    ItemLife,
    ItemState,
    reviews_passed,
)
from tauliah.core.exam.item_life import ItemStep as Step

PERMISSION_FOR: Mapping[Duty, Permission] = MappingProxyType(
    {
        "author": Permission.ITEM_WRITE,
        "content-review": Permission.ITEM_REVIEW_CONTENT,
        "language-review": Permission.ITEM_REVIEW_LANGUAGE,
        "fairness-review": Permission.ITEM_REVIEW_FAIRNESS,
        "officer": Permission.BANK_MANAGE,
    }
)


def duties_of(user: User) -> tuple[Duty, ...]:
    """What a person does in the bank, by their roles."""
    held = permissions_of(user)
    return tuple(duty for duty, permission in PERMISSION_FOR.items() if permission in held)


def life_of(item: Item) -> ItemLife:
    """How the life of an item stands, by its row, its versions and its steps."""
    return lives_of([item])[item.pk]


def lives_of(items: Iterable[Item]) -> dict[UUID, ItemLife]:
    """How the lives of items stand, by their ids, however many there are in two reads.

    To whom an item was entrusted counts as its writer, and so reviews nothing of it.
    """
    known = {item.pk: item for item in items}
    writers: dict[UUID, set[str]] = defaultdict(set)
    wrote = ItemVersion.objects.filter(item__in=known).exclude(written_by=None)
    for item, by in wrote.values_list("item", "written_by"):
        writers[item].add(str(by))
    steps: dict[UUID, list[Step]] = defaultdict(list)
    done = ItemStep.objects.filter(item__in=known).order_by("at", "id")
    for item, act, by, state, to in done.values_list("item", "act", "by", "state", "to_person"):
        steps[item].append(Step(act, str(by), state))
        if to:
            writers[item].add(str(to))
    return {
        id: ItemLife(
            state=state_of(item),
            pool=item.pool,
            writers=frozenset(writers[id]),
            passed=reviews_passed(steps[id]),
            is_in_text=item.is_in_text,
        )
        for id, item in known.items()
    }


def state_of(item: Item) -> ItemState:
    """The state of an item; the database knows no other."""
    state: ItemState = item.state  # type: ignore[assignment]
    return state


def subject_of(item: Item) -> str:
    """How the audit trail names an item."""
    return f"item:{item.code}"


def newest_versions() -> QuerySet[ItemVersion]:
    """The newest version of every item, with the item at hand."""
    newer = ItemVersion.objects.filter(item=OuterRef("item"), number__gt=OuterRef("number"))
    return ItemVersion.objects.filter(~Exists(newer)).select_related("item")


def may_read_text(user: User, item: Item) -> bool:
    """Whether a person may read what an item says.

    Practice items can be read by all who work in the bank. Exam items are read by officers, by those
    who wrote them, and while they are under a review by those who do that review or did one before.
    """
    held = permissions_of(user)
    if Permission.ITEM_TEXT_READ not in held:
        return False
    if item.pool == "practice" or Permission.BANK_MANAGE in held:
        return True
    life = life_of(item)
    if str(user.pk) in life.writers:
        return Permission.ITEM_WRITE in held
    return item.state in REVIEWS and (
        item.state in duties_of(user) or str(user.pk) in life.passed.values()
    )
