"""What was rated without a network is kept once, in its order, under the moment at which it was made."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core.exceptions import PermissionDenied

from tauliah.apps.catalogue.queries import programme
from tauliah.apps.itembank.queries import exam_items_of
from tauliah.apps.people.queries import User, audit_trail
from tauliah.apps.study.actions import mark_lesson_read
from tauliah.apps.study.models import PracticeAnswer, Review, UnitMemory
from tauliah.apps.study.offline_reviews import (
    CardRated,
    ItemAnswered,
    KeptReview,
    Made,
    RatingTakenBack,
    keep_made_offline,
)
from tauliah.apps.study.practising import today_of
from tauliah.apps.study.queries import practice_items
from tauliah.apps.study.reviewing import review_card
from tauliah.core.exam.answers import right_answer
from tauliah.core.kernel import Refused
from tests.services import examhall
from tests.services.every_type import code_of, publish_every_type
from tests.web.programme import open_account

DAY = timedelta(days=1)
KEPT, AGAIN = KeptReview(is_new=True), KeptReview(is_new=False)


@pytest.fixture
def cards(aisyah: User, moment: datetime) -> tuple[str, ...]:
    """The cards of the first lesson, which Aisyah has read."""
    first = programme().lessons_of("PUM")[0].slug
    mark_lesson_read(aisyah, "PUM", first, at=moment - 20 * DAY)
    return tuple(card.id for card in programme().cards_of("PUM", first))


def rated(card: str, rating: int, at: datetime, id: UUID | None = None, **more: Any) -> CardRated:
    given = {"course": "PUM", "seconds": 8.0, "language": "ms", **more}
    return CardRated(id=id or uuid4(), card=card, rating=rating, at=at, **given)


def answered(item: str, value: Any, at: datetime, id: UUID | None = None) -> ItemAnswered:
    return ItemAnswered(id or uuid4(), "PUM", item, value, 30.0, "en", at)


def undone(review: CardRated, at: datetime) -> RatingTakenBack:
    return RatingTakenBack(uuid4(), "PUM", review.id, at)


def keep(person: User, *made: Made, at: datetime) -> list[str]:
    """What each came to: kept, again, or the code of the refusal."""
    found = keep_made_offline(person, made, at=at)
    return [one.code if isinstance(one, Refused) else "kept" if one.is_new else "again" for one in found]  # fmt: skip


def memory(card: str) -> tuple[float, float, int, int]:
    row = UnitMemory.objects.get(unit=card)
    return row.stability, row.difficulty, row.reviews, row.lapses


def test_a_batch_sent_twice_is_kept_once(
    aisyah: User, cards: tuple[str, ...], moment: datetime
) -> None:
    item = next(one for one in practice_items("PUM") if one.text.type == "single-choice")
    first = rated(cards[0], 3, moment - 3 * DAY)
    batch = (
        first,
        rated(cards[1], 1, moment - 2 * DAY),
        answered(item.code, right_answer(item.text), moment - DAY),
        undone(first, moment - 3 * DAY + timedelta(seconds=4)),
    )

    assert keep(aisyah, *batch, at=moment) == ["kept"] * 4
    assert keep(aisyah, *batch, at=moment + DAY) == ["again"] * 4

    assert Review.objects.count() == 4
    assert PracticeAnswer.objects.count() == 1
    assert {row.pk for row in Review.objects.all()} == {one.id for one in batch}
    events = [row.event for row in audit_trail() if "made_offline_at" in row.details]
    assert sorted(events) == ["card.reviewed", "card.reviewed", "practice.answered", "review.undone"]  # fmt: skip


def test_the_same_id_twice_in_one_batch_is_kept_once(
    aisyah: User, cards: tuple[str, ...], moment: datetime
) -> None:
    one = rated(cards[0], 3, moment)

    assert keep(aisyah, one, one, at=moment) == ["kept", "again"]
    assert Review.objects.count() == 1


def test_a_review_counts_for_the_day_on_which_it_was_made(
    aisyah: User, cards: tuple[str, ...], moment: datetime
) -> None:
    made = moment - 2 * DAY
    keep(aisyah, rated(cards[0], 3, made), at=moment)

    row = Review.objects.get()
    assert (row.reviewed_at, row.seconds, row.language) == (made, 8.0, "ms")
    course = programme().course("PUM")
    assert today_of(aisyah, course, at=moment).reviews == 0
    assert today_of(aisyah, course, at=made).reviews == 1


def test_two_devices_come_to_the_same_memory_in_whatever_order_they_send(
    aisyah: User, cards: tuple[str, ...], moment: datetime
) -> None:
    farid = open_account("Farid Candidate", role="candidate")
    mark_lesson_read(farid, "PUM", programme().lessons_of("PUM")[0].slug, at=moment - 20 * DAY)
    days = [(9, 3), (6, 1), (5, 2), (1, 4)]
    made = [rated(cards[0], rating, moment - day * DAY) for day, rating in days]
    late = [rated(cards[0], rating, moment - day * DAY) for day, rating in days]

    keep(aisyah, *made, at=moment)
    keep(farid, late[1], late[3], at=moment)
    keep(farid, late[0], late[2], at=moment)

    one, other = UnitMemory.objects.filter(person=aisyah), UnitMemory.objects.filter(person=farid)
    told = ("stability", "difficulty", "reviews", "lapses", "last_rating", "first_at", "last_at")
    assert one.values_list(*told).get() == other.values_list(*told).get()
    stood = ("rating", "days", "stability", "reviewed_at")
    rows = Review.objects.order_by("reviewed_at")
    assert list(rows.filter(person=aisyah).values_list(*stood)) == list(
        rows.filter(person=farid).values_list(*stood)
    )


def test_a_late_row_stands_before_what_was_rated_online_since(
    aisyah: User, cards: tuple[str, ...], moment: datetime
) -> None:
    review_card(aisyah, "PUM", cards[0], rating=3, seconds=9, language="en", at=moment - DAY)
    assert Review.objects.get().days is None

    keep(aisyah, rated(cards[0], 2, moment - 4 * DAY), at=moment)

    assert list(Review.objects.order_by("reviewed_at").values_list("rating", "days")) == [
        (2, None),
        (3, 3.0),
    ]
    assert memory(cards[0])[2] == 2
    assert UnitMemory.objects.get().last_rating == 3


def test_a_rating_is_taken_back_also_when_another_came_after_it(
    aisyah: User, cards: tuple[str, ...], moment: datetime
) -> None:
    wrong, right = rated(cards[0], 1, moment - DAY), rated(cards[0], 3, moment)
    keep(aisyah, right, at=moment)
    alone = memory(cards[0])

    assert keep(aisyah, wrong, undone(wrong, moment - DAY), at=moment) == ["kept", "kept"]

    assert memory(cards[0]) == alone
    assert keep(aisyah, undone(wrong, moment - DAY), at=moment) == ["nothing-to-undo"]
    assert keep(aisyah, undone(right, moment - DAY), at=moment) == ["nothing-to-undo"]


def test_moments_are_bounded_and_a_clock_a_little_ahead_is_set_back(
    aisyah: User, cards: tuple[str, ...], moment: datetime
) -> None:
    soon = moment + timedelta(minutes=9)
    batch = (
        rated(cards[0], 3, moment + timedelta(hours=1)),
        rated(cards[1], 3, moment - 31 * DAY),
        rated(cards[2], 3, soon),
    )

    assert keep(aisyah, *batch, at=moment) == ["in-the-future", "too-old", "kept"]
    assert Review.objects.get().reviewed_at == moment


def test_what_is_refused_holds_up_nothing_else(
    aisyah: User, cards: tuple[str, ...], moment: datetime
) -> None:
    secure = exam_items_of("PUM")[0].item.id
    item = next(one for one in practice_items("PUM") if one.text.type == "single-choice")
    batch = (
        rated("PUM-C-NO-99", 3, moment),
        answered(secure, "A", moment),
        answered(item.code, None, moment),
        answered(item.code, {"A": True}, moment),
        rated(cards[0], 5, moment),
        rated(cards[0], 3, moment, language="xx"),
        rated(cards[0], 3, moment, course="NIX"),
        rated(item.code, 3, moment),
        rated(cards[0], 3, moment),
    )

    assert keep(aisyah, *batch, at=moment) == [
        "no-such-unit",
        "no-such-unit",
        "no-such-rating",
        "no-such-rating",
        "no-such-rating",
        "no-such-rating",
        "no-such-unit",
        "no-such-unit",
        "kept",
    ]
    assert Review.objects.count() == 1
    assert not PracticeAnswer.objects.exists()


def test_nobody_can_change_or_take_back_what_is_another_persons(
    aisyah: User, cards: tuple[str, ...], moment: datetime
) -> None:
    hers = rated(cards[0], 3, moment)
    keep(aisyah, hers, at=moment)
    nurul = open_account("Nurul", role="candidate")

    forged = rated(cards[0], 1, moment, id=hers.id)
    assert keep(nurul, forged, undone(hers, moment), at=moment) == ["id-taken", "nothing-to-undo"]
    assert keep(aisyah, forged, at=moment) == ["id-taken"]

    row = Review.objects.get()
    assert (row.person, row.rating) == (aisyah, 3)


def test_who_may_not_practise_keeps_nothing(cards: tuple[str, ...], moment: datetime) -> None:
    registrar = open_account("Farid", role="registrar")

    with pytest.raises(PermissionDenied):
        keep_made_offline(registrar, [rated(cards[0], 3, moment)], at=moment)


def test_written_answers_are_kept_once_and_say_nothing_of_memory(
    db: None, moment: datetime
) -> None:
    publish_every_type()
    person = examhall.candidate("Aisyah")
    code = code_of("X-10-RESPONSE", "practice")
    made = answered(code, "Words", moment)

    assert keep(person, made, made, at=moment) == ["kept", "again"]
    assert PracticeAnswer.objects.get().pk == made.id
    assert not Review.objects.exists()
