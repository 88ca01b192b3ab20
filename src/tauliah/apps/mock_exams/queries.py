"""What may be read of mock exams: the one that runs, its items, and how those that ended came out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

from tauliah.apps.itembank.queries import BankItem, versions
from tauliah.apps.mock_exams.models import MockExam, MockItem
from tauliah.apps.people.queries import User
from tauliah.core.exam import ErrorBand, Score, ScoredItem, error_band, score, shuffled
from tauliah.core.exam.answers import ItemScore, item_score, names_of
from tauliah.core.programme.items import ExtendedResponse

__all__ = ["EndedMock", "MockExam", "MockResult", "MockSeat"]


@dataclass(frozen=True, slots=True)
class MockSeat:
    """One item of a mock exam as it is asked: its place, its options in their order, what was answered."""

    position: int
    item: BankItem
    options: tuple[str, ...]
    value: Any
    is_flagged: bool
    was_met: bool

    @property
    def is_answered(self) -> bool:
        """Whether there is an answer."""
        return self.value is not None

    @property
    def counts(self) -> bool:
        """Whether it has a score: what people mark in an exam has none here."""
        return not isinstance(self.item.text, ExtendedResponse)

    @property
    def score(self) -> ItemScore:
        """What the answer is worth."""
        return item_score(self.item.text, self.value)


@dataclass(frozen=True, slots=True)
class EndedMock:
    """A mock exam that has ended, with its score and the band in which the true one likely lies."""

    mock: MockExam
    points: Decimal
    of: int
    band: ErrorBand

    @property
    def percent(self) -> int:
        """Points in a hundred, rounded down."""
        return int(self.points * 100 // self.of) if self.of else 0

    @property
    def pass_mark(self) -> Decimal:
        """The points that the exam's percentage asks for, of these."""
        return Decimal(self.of * self.mock.pass_mark_percent) / 100

    @property
    def verdict(self) -> Literal["above", "below", "across"]:
        """Where the band lies beside the pass mark."""
        return self.band.beside(self.pass_mark)


@dataclass(frozen=True, slots=True)
class MockResult:
    """How a mock exam came out: its score, also by topic, and of items met before and new ones.

    `met` and `new` are how many of such items are right, and of how many that count.
    """

    ended: EndedMock
    score: Score
    seats: tuple[MockSeat, ...]
    met: tuple[int, int]
    new: tuple[int, int]

    @property
    def uncounted(self) -> int:
        """How many items have no score, because people would mark them."""
        return len(self.seats) - self.score.items


def running_mock(person: User, course: str) -> MockExam | None:
    """The mock exam of a course that a person has started and not ended, in time or not."""
    return MockExam.objects.filter(person=person, course=course, ended_at=None).first()


def mock_of(person: User, course: str, id: UUID) -> MockExam | None:
    """One mock exam, if it is that person's and of that course."""
    return MockExam.objects.filter(person=person, course=course, pk=id).first()


def ended_mocks(person: User, course: str) -> tuple[EndedMock, ...]:
    """The mock exams of a course that have ended, the oldest first."""
    found = MockExam.objects.filter(person=person, course=course, ended_at__isnull=False)
    return tuple(ended(mock) for mock in found.order_by("started_at", "id"))


def seconds_left(mock: MockExam, *, at: datetime) -> int:
    """Whole seconds until its time ends, never negative; 0 once it has ended."""
    if mock.ended_at is not None:
        return 0
    return max(0, int((mock.deadline - at).total_seconds()))


def seats_of(mock: MockExam) -> tuple[MockSeat, ...]:
    """The items of a mock exam in its order, with the answers so far, whatever has been retired since."""
    rows = list(MockItem.objects.filter(mock=mock).order_by("position"))
    texts = versions(row.version for row in rows)
    return tuple(
        MockSeat(
            position=row.position,
            item=texts[row.version],
            options=shuffled(
                names_of(texts[row.version].text), seed=f"{mock.seed}/{row.item}"
            ),
            value=row.value,
            is_flagged=row.is_flagged,
            was_met=row.was_met,
        )
        for row in rows
    )  # fmt: skip


def asked_item(mock: MockExam, code: str) -> BankItem | None:
    """One item of a mock exam by its code in any case; None where it does not ask it."""
    row = MockItem.objects.filter(mock=mock, item__iexact=code).first()
    return versions([row.version])[row.version] if row else None


def result_of(mock: MockExam) -> MockResult:
    """How a mock exam that has ended came out."""
    seats = seats_of(mock)
    counted = [seat for seat in seats if seat.counts]

    def right(seats: Iterable[MockSeat]) -> tuple[int, int]:
        found = [seat.score.is_right for seat in seats]
        return sum(found), len(found)

    return MockResult(
        ended=ended(mock),
        score=score_of(mock, seats),
        seats=seats,
        met=right(seat for seat in counted if seat.was_met),
        new=right(seat for seat in counted if not seat.was_met),
    )


def score_of(mock: MockExam, seats: Iterable[MockSeat]) -> Score:
    """The score of the answers as they stand, by the rules of the exam."""
    counted = [seat for seat in seats if seat.counts]
    answers: Mapping[str, object] = {seat.item.code: seat.value for seat in counted}
    return score(
        [ScoredItem(seat.item.code, seat.item.topic, seat.item.text) for seat in counted],
        answers,
        pass_mark_percent=mock.pass_mark_percent,
    )


def ended(mock: MockExam) -> EndedMock:
    """A mock exam that has ended, with what was kept of its score."""
    if mock.points is None or mock.of is None or mock.counted is None:
        raise ValueError("this mock exam has not ended")
    band = error_band(mock.points, mock.of, items=mock.counted)
    return EndedMock(mock, mock.points, mock.of, band)
