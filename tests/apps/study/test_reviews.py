"""Reviews are kept one after another, come to a memory, and choose what is practised today."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError

from tauliah.apps.catalogue.queries import programme
from tauliah.apps.people.queries import User, audit_trail
from tauliah.apps.study.actions import answer_practice_item, mark_lesson_read
from tauliah.apps.study.decks import deck_of
from tauliah.apps.study.models import Review, UnitMemory
from tauliah.apps.study.practising import Today, aim_of, minutes_of, today_of
from tauliah.apps.study.queries import practice_items
from tauliah.apps.study.reviewing import choose_minutes, review_card, undo_review
from tauliah.core.kernel import Refused
from tauliah.core.practice import GOOD, first_states, next_states
from tauliah.core.programme import Course
from tests.web.programme import open_account

MONTH = timedelta(days=30)


@pytest.fixture
def course(published: Any) -> Course:
    return programme().course("PUM")


@pytest.fixture
def lesson(aisyah: User, course: Course, moment: datetime) -> str:
    """The first lesson of the course, which Aisyah has read."""
    first = programme().lessons_of(course.code)[0].slug
    mark_lesson_read(aisyah, course.code, first, at=moment)
    return first


def card_of(course: Course, lesson: str, place: int = 0) -> str:
    return programme().cards_of(course.code, lesson)[place].id


def review(person: User, card: str, *, rating: int = 3, at: datetime) -> Refused | None:
    return review_card(person, "PUM", card, rating=rating, seconds=12, language="en", at=at)


def codes(today: Today) -> list[str]:
    return [one.code for one in today.ahead]


def test_cards_and_items_come_in_when_their_lesson_was_read(
    aisyah: User, course: Course, moment: datetime
) -> None:
    assert today_of(aisyah, course, at=moment).next is None

    slug = programme().lessons_of(course.code)[0].slug
    mark_lesson_read(aisyah, course.code, slug, at=moment)
    today = today_of(aisyah, course, at=moment)

    assert today.ahead
    assert {one.lesson for one in today.ahead} == {slug}
    assert today.waiting > 0


def test_reviews_come_to_the_states_of_the_memory_model(
    aisyah: User, course: Course, lesson: str, moment: datetime
) -> None:
    card = card_of(course, lesson)
    for days, rating in ((0, 3), (4, 1), (4, 3), (13, 2)):
        assert review(aisyah, card, rating=rating, at=moment + timedelta(days=days)) is None

    states = first_states([3])
    for days, rating in ((4, 1), (0, 3), (9, 2)):
        states = next_states(states, days=[days], ratings=[rating])
    kept = UnitMemory.objects.get(person=aisyah, unit=card)
    assert (kept.stability, kept.difficulty) == pytest.approx(
        (states.stability[0], states.difficulty[0])
    )
    assert (kept.reviews, kept.lapses, kept.last_rating) == (4, 1, 2)


def test_what_was_known_today_does_not_come_again_today_and_what_was_not_does(
    aisyah: User, course: Course, lesson: str, moment: datetime
) -> None:
    known, unknown = card_of(course, lesson), card_of(course, lesson, 1)
    review(aisyah, unknown, rating=1, at=moment)
    review(aisyah, known, at=moment)

    today = today_of(aisyah, course, at=moment)

    assert known not in codes(today)
    assert unknown in codes(today)
    assert today.seconds == 24


def test_a_rating_can_be_taken_back_and_its_row_stays(
    aisyah: User, course: Course, lesson: str, moment: datetime
) -> None:
    card = card_of(course, lesson)
    review(aisyah, card, at=moment)
    before = UnitMemory.objects.get(unit=card).stability
    later = moment + timedelta(days=3)
    review(aisyah, card, rating=1, at=later)

    assert undo_review(aisyah, "PUM", at=later) is None

    kept = UnitMemory.objects.get(unit=card)
    assert (kept.stability, kept.reviews, kept.last_at) == (before, 1, moment)
    assert Review.objects.filter(unit=card).count() == 3
    assert today_of(aisyah, course, at=later).seconds == 0
    assert audit_trail()[0].event == "review.undone"


def test_taking_back_the_only_rating_makes_the_card_new_again(
    aisyah: User, course: Course, lesson: str, moment: datetime
) -> None:
    card = card_of(course, lesson)
    review(aisyah, card, at=moment)
    undo_review(aisyah, "PUM", at=moment)

    assert not UnitMemory.objects.exists()
    again = undo_review(aisyah, "PUM", at=moment)
    assert isinstance(again, Refused)
    assert again.code == "nothing-to-undo"


def test_a_review_is_taken_back_once_only(
    aisyah: User, course: Course, lesson: str, moment: datetime
) -> None:
    review(aisyah, card_of(course, lesson), at=moment)
    first = Review.objects.get()
    row = {"person": aisyah, "course": "PUM", "kind": "card", "unit": first.unit, "rating": 0}
    Review.objects.create(**row, undoes=first, language="en", reviewed_at=moment)

    with pytest.raises(IntegrityError):
        Review.objects.create(**row, undoes=first, language="en", reviewed_at=moment)


def test_an_answer_to_an_item_is_a_review_that_cannot_be_taken_back(
    aisyah: User, course: Course, lesson: str, moment: datetime
) -> None:
    item = next(one for one in practice_items("PUM") if one.text.type == "single-choice")
    right = item.text.key
    answer_practice_item(aisyah, "PUM", item.code, value=right, seconds=40, at=moment)

    row = Review.objects.get()
    assert (row.kind, row.unit, row.rating, row.seconds) == ("item", item.code, GOOD, 40)
    assert row.known == 0
    assert isinstance(undo_review(aisyah, "PUM", at=moment), Refused)
    assert item.code not in codes(today_of(aisyah, course, at=moment))


@pytest.mark.parametrize(("card", "rating"), [("PUM-C-NO-99", 3), ("", 3), (None, 0), (None, 5)])
def test_what_there_is_not_cannot_be_reviewed(
    aisyah: User, course: Course, lesson: str, moment: datetime, card: str | None, rating: int
) -> None:
    wanted = card_of(course, lesson) if card is None else card

    refused = review(aisyah, wanted, rating=rating, at=moment)

    assert isinstance(refused, Refused)
    assert not Review.objects.exists()


def test_who_may_not_practise_reviews_nothing(
    course: Course, lesson: str, moment: datetime
) -> None:
    registrar = open_account("Farid", role="registrar")

    with pytest.raises(PermissionDenied):
        review(registrar, card_of(course, lesson), at=moment)


def test_more_minutes_hold_more_and_used_minutes_end_the_day(
    aisyah: User, course: Course, lesson: str, moment: datetime
) -> None:
    assert minutes_of(aisyah, "PUM") == 15
    choose_minutes(aisyah, "PUM", 5, at=moment)
    few = len(today_of(aisyah, course, at=moment).ahead)
    choose_minutes(aisyah, "PUM", 60, at=moment)
    assert few < len(today_of(aisyah, course, at=moment).ahead)

    choose_minutes(aisyah, "PUM", 5, at=moment)
    cards = programme().cards_of("PUM", lesson)
    for card in cards[:2]:
        review_card(
            aisyah, "PUM", card.id, rating=3, seconds=900, language="en", at=moment
        )  # counted as 300 seconds at most

    today = today_of(aisyah, course, at=moment)
    assert (today.minutes_done, today.ahead, today.more) == (10, (), True)
    assert today_of(aisyah, course, at=moment + timedelta(days=1)).ahead
    assert isinstance(choose_minutes(aisyah, "PUM", 0, at=moment), Refused)


def test_topics_are_mixed_where_several_lessons_were_read(
    aisyah: User, course: Course, moment: datetime
) -> None:
    for one in programme().lessons_of("PUM"):
        mark_lesson_read(aisyah, "PUM", one.slug, at=moment)
    choose_minutes(aisyah, "PUM", 30, at=moment)

    topics = [one.topic for one in today_of(aisyah, course, at=moment).ahead]

    assert len(set(topics)) > 1
    repeated = sum(one == two for one, two in pairwise(topics))
    most = max(topics.count(one) for one in topics)
    assert repeated <= max(0, 2 * most - len(topics))


def test_without_a_booking_practice_aims_at_a_window_that_leaves_time(
    aisyah: User, course: Course, moment: datetime
) -> None:
    aim = aim_of(aisyah, course, at=moment)

    assert aim.why == "window"
    assert aim.days is not None
    assert aim.days >= 28


def test_a_card_forgotten_again_and_again_waits_for_a_week_and_is_then_explained(
    aisyah: User, course: Course, lesson: str, moment: datetime
) -> None:
    card = card_of(course, lesson)
    for day in range(8):
        review(aisyah, card, rating=1, at=moment + timedelta(days=day))
    end = moment + timedelta(days=7)

    soon = today_of(aisyah, course, at=end + timedelta(days=3))
    assert card not in codes(soon)
    own = deck_of(aisyah, course, at=end + timedelta(days=8))
    kept = own.memories[card]
    assert (kept.reviews, kept.lapses) == (8, 7)
