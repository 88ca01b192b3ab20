"""What an item's life is made of here: who may act in it, who may read it, and how it stands."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from django.db.models import Exists, OuterRef, QuerySet

from tauliah.apps.itembank.models import Item, ItemVersion
from tauliah.apps.people.permissions import Permission, permissions_of
from tauliah.apps.people.queries import User
from tauliah.core.exam.item_life import (
    REVIEWS,
    Duty,
    ItemLife,
    ItemState,
    ItemStep,
    reviews_passed,
)

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
    """How the life of an item stands, by its row, its versions and its steps.

    To whom it was entrusted counts as its writer, and so reviews nothing of it.
    """
    wrote = item.versions.exclude(written_by=None).values_list("written_by", flat=True)
    entrusted = item.steps.exclude(to_person=None).values_list("to_person", flat=True)
    steps = item.steps.order_by("at", "id").values_list("act", "by", "state")
    return ItemLife(
        state=state_of(item),
        pool=item.pool,
        writers=frozenset(str(one) for one in (*wrote, *entrusted)),
        passed=reviews_passed(ItemStep(act, str(by), state) for act, by, state in steps),
        is_in_text=item.is_in_text,
    )


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
