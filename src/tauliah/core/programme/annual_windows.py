"""The windows of a year in which exams are sat, and the fixed papers of their timetables."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import AfterValidator, Field

from tauliah.core.kernel import LocalText
from tauliah.core.programme.written import Code, Count, Strict, flaw, written_as


def _on_the_calendar(month_day: str) -> str:
    try:
        date.fromisoformat(f"2024-{month_day}")  # a leap year: 29 February may be written
    except ValueError:
        raise flaw(
            en="expected a day that some year has",
            ms="dijangka hari yang ada dalam sesuatu tahun",
        ) from None
    return month_day


MonthDay = Annotated[
    str,
    written_as(
        "[0-9]{2}-[0-9]{2}",
        "a day of the year as MM-DD, such as 03-26",
        "hari dalam setahun sebagai MM-DD, seperti 03-26",
    ),
    AfterValidator(_on_the_calendar),
]
TimeOfDay = Annotated[
    str,
    written_as(
        "([01][0-9]|2[0-3]):[0-5][0-9]",
        "a time of the day as HH:MM, such as 09:00",
        "waktu dalam sehari sebagai HH:MM, seperti 09:00",
    ),
]


class Paper(Strict):
    """A fixed time at which exams of a window are sat, each year: day, first and last minute.

    Times are those of the programme's time zone; as HH:MM they sort as they follow one another.
    """

    exams: Annotated[tuple[Code, ...], Field(min_length=1)]
    on: MonthDay
    starts: TimeOfDay
    ends: TimeOfDay

    @property
    def minutes(self) -> int:
        """How long it lasts; not above 0 where it ends before it starts."""
        starts, ends = (int(time[:2]) * 60 + int(time[3:]) for time in (self.starts, self.ends))
        return ends - starts

    def overlaps(self, other: Paper) -> bool:
        """Whether nobody can sit both; one may start when the other ends."""
        return self.on == other.on and self.starts < other.ends and other.starts < self.ends


class AnnualWindow(Strict):
    """A span of days, the same each year, in which exams can be sat; first and last day as MM-DD.

    With a timetable, an exam can be sat only at its paper's time, and one without a paper not at
    all.
    """

    number: Count
    title: LocalText
    opens: MonthDay
    closes: MonthDay
    timetable: tuple[Paper, ...] = ()

    def paper_of(self, exam: str) -> Paper | None:
        """The fixed paper of an exam in this window; None where there is none."""
        return next((paper for paper in self.timetable if exam in paper.exams), None)

    def holds(self, exam: str) -> bool:
        """Whether the exam can be sat in this window at all."""
        return not self.timetable or self.paper_of(exam) is not None
