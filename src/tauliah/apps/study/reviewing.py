"""The only writers of reviews, and of what they come to."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise
from uuid import UUID

from django.db import transaction
from uuid6 import uuid7

from tauliah.apps.catalogue.queries import local_day, programme, zone
from tauliah.apps.itembank.queries import BankItem
from tauliah.apps.people.actions import wait_for_others, write_audit_entry
from tauliah.apps.people.permissions import Permission, require
from tauliah.apps.people.queries import User
from tauliah.apps.study.decks import ITEM_SECONDS, PersonalDeck, deck_of
from tauliah.apps.study.models import PracticeBudget, Review, UnitMemory
from tauliah.apps.study.practising import reviews_today
from tauliah.core.exam.answers import ItemScore
from tauliah.core.kernel import LANGUAGES, LocalText, Refused
from tauliah.core.practice import (
    AGAIN,
    GOOD,
    HARD,
    MemoryStates,
    first_states,
    next_states,
    topic_recall,
)
from tauliah.core.practice.review_table import LONGEST_SECONDS

RATINGS = (1, 2, 3, 4)
LEAST_MINUTES, MOST_MINUTES = 5, 120


@transaction.atomic
def review_card(
    person: User,
    course: str,
    code: str,
    *,
    rating: int,
    seconds: float,
    language: str,
    at: datetime,
) -> Refused | None:
    """Remember how well a card was known: 1 not, 2 hardly, 3 well, 4 at once."""
    require(person, Permission.PRACTISE)
    wait_for_others(person)
    found = programme().course_by_code.get(course)
    own = deck_of(person, found, at=at) if found else None
    is_known = own is not None and own.unit("card", code) is not None
    if own is None or not is_known or rating not in RATINGS or language not in LANGUAGES:
        return Refused(
            "no-such-card",
            LocalText(
                en="There is no such card or rating. Nothing was changed.",
                ms="Tiada kad atau penilaian sedemikian. Tiada apa-apa diubah.",
            ),
        )
    _remember(person, own, "card", code, rating=rating, seconds=seconds, language=language, at=at)
    details = {"card": code, "rating": rating}
    write_audit_entry(person, "card.reviewed", subject=str(person.pk), at=at, details=details)
    return None


def remember_item(
    person: User,
    course: str,
    item: BankItem,
    score: ItemScore,
    *,
    seconds: float | None,
    language: str,
    at: datetime,
) -> None:
    """Keep an answer to a practice item as a review.

    Called within the transaction and with the audit entry of the answer.
    """
    found = programme().course_by_code.get(course)
    if found is None:
        return  # a course on ethics has no exam to aim at
    rating, took = rating_of(score), ITEM_SECONDS if seconds is None else seconds
    own = deck_of(person, found, at=at)
    _remember(person, own, "item", item.code, rating=rating, seconds=took, language=language, at=at)


def rating_of(score: ItemScore) -> int:
    """The rating that an answer to an item counts as: right is well known, partly right is hardly."""
    return GOOD if score.is_right else HARD if score.points else AGAIN


@transaction.atomic
def undo_review(person: User, course: str, *, at: datetime) -> Refused | None:
    """Take back today's last rating of a card. The row stays, and another says that it is undone.

    An answer to an item cannot be taken back: what is right was shown.
    """
    require(person, Permission.PRACTISE)
    wait_for_others(person)
    done = reviews_today(person, course, at=at)
    if not done or done[-1].kind != "card":
        return Refused(
            "nothing-to-undo",
            LocalText(
                en="There is no rating to take back: only the last card of today can be rated anew.",
                ms="Tiada penilaian untuk ditarik balik: hanya kad terakhir hari ini boleh dinilai "
                "semula.",
            ),
        )
    last = done[-1]
    keep_undoing(last, at=at)
    details = {"card": last.unit, "rating": last.rating}
    write_audit_entry(person, "review.undone", subject=str(person.pk), at=at, details=details)
    return None


@transaction.atomic
def choose_minutes(person: User, course: str, minutes: int, *, at: datetime) -> Refused | None:
    """Set how many minutes a day a person gives to a course."""
    require(person, Permission.PRACTISE)
    if course not in programme().course_by_code or not LEAST_MINUTES <= minutes <= MOST_MINUTES:
        return Refused(
            "no-such-budget",
            LocalText(
                en=f"Choose between {LEAST_MINUTES} and {MOST_MINUTES} minutes a day.",
                ms=f"Pilih antara {LEAST_MINUTES} hingga {MOST_MINUTES} minit sehari.",
            ),
        )
    PracticeBudget.objects.update_or_create(
        person=person, course=course, defaults={"minutes": minutes}
    )
    details = {"course": course, "minutes": minutes}
    write_audit_entry(
        person, "practice.minutes-chosen", subject=str(person.pk), at=at, details=details
    )
    return None


def keep_review(
    person: User,
    course: str,
    kind: str,
    code: str,
    *,
    rating: int,
    seconds: float | None,
    language: str,
    known: float,
    held: UnitMemory | None,
    at: datetime,
    id: UUID | None = None,
) -> UnitMemory | None:
    """Keep one review and work out what the reviews of its unit come to now.

    `held` is the memory of the unit before, `known` the mean recall of its topic then. Without
    `seconds` it takes no time of practice, as in a mock exam, which has its own. Called within
    the transaction and with the audit entry of an action; a review that was made before others that
    are kept already is put in its place among them.
    """
    Review.objects.create(
        id=id or uuid7(),
        person=person,
        course=course,
        kind=kind,
        unit=code,
        rating=rating,
        seconds=0 if seconds is None else min(max(seconds, 1.0), LONGEST_SECONDS),
        language=language,
        days=None if held is None else float((local_day(at) - local_day(held.last_at)).days),
        stability=None if held is None else held.stability,
        known=known,
        reviewed_at=at,
    )
    return _recount(person, course, code)


def keep_undoing(undone: Review, *, at: datetime, id: UUID | None = None) -> UnitMemory | None:
    """Keep that a review is taken back, and work out what is left of its unit; called likewise."""
    Review.objects.create(
        id=id or uuid7(),
        person_id=undone.person_id,
        course=undone.course,
        kind=undone.kind,
        unit=undone.unit,
        rating=0,
        language=undone.language,
        undoes=undone,
        reviewed_at=at,
    )
    return _recount(undone.person_id, undone.course, undone.unit)


def _remember(
    person: User,
    own: PersonalDeck,
    kind: str,
    code: str,
    *,
    rating: int,
    seconds: float,
    language: str,
    at: datetime,
) -> None:
    topic = next(one.topic for one in own.units if (one.kind, one.code) == (kind, code))
    recall = topic_recall(own.deck, 0, len(own.course.blueprint), own.curve)
    keep_review(
        person,
        own.course.code,
        kind,
        code,
        rating=rating,
        seconds=seconds,
        language=language,
        known=float(recall[topic]),
        held=own.memories.get(code),
        at=at,
    )


def _recount(person: User | UUID, course: str, code: str) -> UnitMemory | None:
    """Work out anew what the reviews of one unit come to, from all of them that stand."""
    rows = list(
        Review.objects.filter(
            person=person, course=course, unit=code, rating__gt=0, undone=None
        ).order_by("reviewed_at", "id")
    )
    kept = UnitMemory.objects.filter(person=person, course=course, unit=code)
    if not rows:
        kept.delete()
        return None
    states = _states(rows)
    memory, _ = UnitMemory.objects.update_or_create(
        person_id=rows[0].person_id,
        course=course,
        unit=code,
        defaults={
            "kind": rows[0].kind,
            "stability": float(states.stability[0]),
            "difficulty": float(states.difficulty[0]),
            "reviews": len(rows),
            # the first answer can forget nothing
            "lapses": sum(row.rating == AGAIN for row in rows[1:]),
            "last_rating": rows[-1].rating,
            "first_at": rows[0].reviewed_at,
            "last_at": rows[-1].reviewed_at,
        },
    )
    return memory


def _states(rows: Sequence[Review]) -> MemoryStates:
    """The state after some reviews of one unit, at least one.

    Where one came in late, or one between others was taken back, what stood before each changes.
    """
    _stood_before(rows[0], None, None)
    states = first_states([rows[0].rating])
    there = zone()
    days = [row.reviewed_at.astimezone(there).date() for row in rows]
    for (before, day), row in zip(pairwise(days), rows[1:], strict=True):
        passed = (day - before).days
        _stood_before(row, float(passed), float(states.stability[0]))
        states = next_states(states, days=[passed], ratings=[row.rating])
    return states


def _stood_before(row: Review, days: float | None, stability: float | None) -> None:
    is_same = (row.stability is None) == (stability is None) and (
        stability is None or math.isclose(row.stability or 0.0, stability)
    )
    if row.days != days or not is_same:
        row.days, row.stability = days, stability
        row.save(update_fields=["days", "stability"])
