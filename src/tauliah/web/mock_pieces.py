"""Mock exams as pages show them: questions in their places, what a page sent back, a picture of all."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import QueryDict

from tauliah.apps.mock_exams.actions import Sheet
from tauliah.apps.mock_exams.queries import EndedMock, MockSeat
from tauliah.core.kernel import canonical_json
from tauliah.core.programme import Lesson
from tauliah.web.items import AskedItem, JudgedItem, asked_item, judged_item, value_sent

PER_PAGE = 10
"""Questions on one page: few enough for a thumb, and few enough to lose should a page not be sent."""
MOST_DRAWN = 12

WIDTH, LEFT, RIGHT = 360, 48, 12
TOP, TALL = 12, 132
FEWEST_PLACES = 5
"""A single mock exam does not stand in the middle, but where the first of several would."""

_FLAGGED = "-flagged"


@dataclass(frozen=True, slots=True)
class MockPlace:
    """A question on the page where it is answered; `shown` says what stood in it when it was sent."""

    position: int
    item: AskedItem
    is_flagged: bool
    shown: str


@dataclass(frozen=True, slots=True)
class JudgedPlace:
    """A question on the page of the result, with the lesson that teaches it."""

    position: int
    item: AskedItem
    judged: JudgedItem
    is_answered: bool
    was_met: bool
    lesson: Lesson | None


@dataclass(frozen=True, slots=True)
class MockInPicture:
    """One mock exam in the picture: its score as a dot, its band as a line."""

    x: int
    y: int
    top: int
    bottom: int
    number: int
    is_this: bool


@dataclass(frozen=True, slots=True)
class MockPicture:
    """The scores of several mock exams side by side, in a hundred, with the pass mark as a line."""

    width: int
    height: int
    left: int
    bottom: int
    levels: tuple[tuple[int, int], ...]
    mark: int | None
    mocks: tuple[MockInPicture, ...]


def page_of(position: int) -> int:
    """The page on which a question stands, from 1."""
    return (position - 1) // PER_PAGE + 1


def on_page(seats: Sequence[MockSeat], page: int) -> Sequence[MockSeat]:
    """The questions of one page."""
    return seats[(page - 1) * PER_PAGE : page * PER_PAGE]


def asked_place(seat: MockSeat, picture_url: Callable[[str], str]) -> MockPlace:
    """A question with its controls."""
    asked = asked_item(
        seat.item,
        value=seat.value,
        order=seat.options,
        field=_field(seat.position),
        picture_url=picture_url(seat.item.code),
    )
    return MockPlace(seat.position, asked, seat.is_flagged, shown(seat))


def judged_place(
    seat: MockSeat, lessons: Iterable[Lesson], picture_url: Callable[[str], str]
) -> JudgedPlace:
    """A question with what was answered, what is right, and why."""
    asked = asked_item(
        seat.item,
        value=seat.value,
        order=seat.options,
        field=_field(seat.position),
        picture_url=picture_url(seat.item.code),
    )
    judged = judged_item(seat.item, seat.value, order=seat.options)
    lesson = next((one for one in lessons if one.slug == seat.item.text.lesson), None)
    return JudgedPlace(
        seat.position, asked, judged, seat.is_answered, seat.was_met, lesson
    )  # fmt: skip


def shown(seat: MockSeat) -> str:
    """A sign of what stands in a question, by which a page that is sent back tells what it changed."""
    return _sign(seat.value) + (_FLAGGED if seat.is_flagged else "")


def sheet_sent(seats: Iterable[MockSeat], posted: QueryDict, *, language: str) -> Sheet:
    """What a page changed of its questions since it was shown; what it left alone is left out.

    So a page that has lain open does not put its old answers over newer ones.
    """
    values: dict[int, Any] = {}
    flags: dict[int, bool] = {}
    for seat in seats:
        stood = posted.get(f"shown-{seat.position}")
        if stood is None:
            continue
        value = value_sent(
            seat.item.text, posted, field=_field(seat.position), language=language
        )  # fmt: skip
        flagged = f"flag-{seat.position}" in posted
        if _sign(value) != stood.removesuffix(_FLAGGED):
            values[seat.position] = value
        if flagged != stood.endswith(_FLAGGED):
            flags[seat.position] = flagged
    return Sheet(values, flags)


def picture_of_mocks(
    mocks: Sequence[EndedMock], *, this: EndedMock | None = None, mark: int | None = None
) -> MockPicture:
    """The newest mock exams from left to right in the order in which they were sat."""
    drawn = mocks[-MOST_DRAWN:]
    before = len(mocks) - len(drawn)
    step = (WIDTH - LEFT - RIGHT) / max(len(drawn), FEWEST_PLACES)

    def height(share: float) -> int:
        return round(TOP + TALL * (1 - share))

    return MockPicture(
        width=WIDTH,
        height=TOP + TALL + 30,
        left=LEFT,
        bottom=TOP + TALL,
        levels=tuple((percent, height(percent / 100)) for percent in (0, 25, 50, 75, 100)),
        mark=None if mark is None else height(mark / 100),
        mocks=tuple(
            MockInPicture(
                x=round(LEFT + step * (place + 0.5)),
                y=height(float(one.points) / one.of if one.of else 0),
                top=height(one.band.high / one.of if one.of else 0),
                bottom=height(one.band.low / one.of if one.of else 0),
                number=before + place + 1,
                is_this=this is not None and this.mock.pk == one.mock.pk,
            )
            for place, one in enumerate(drawn)
        ),
    )


def minutes_taken(mock: EndedMock) -> int:
    """Whole minutes between start and end, at least one."""
    started: datetime = mock.mock.started_at
    ended: datetime = mock.mock.ended_at or started
    return max(1, round((ended - started).total_seconds() / 60))


def _field(position: int) -> str:
    return f"a{position}"


def _sign(value: Any) -> str:
    """A digest of a value; of a number without its language, which is that of the page it is sent from."""
    if isinstance(value, dict) and "language" in value:
        value = {name: one for name, one in value.items() if name != "language"}
    return hashlib.sha256(canonical_json(value)).hexdigest()[:16]
