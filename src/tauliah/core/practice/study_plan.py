"""A plan of study as it is found: what to do on which day, and how each exam comes out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Kind = Literal["lesson", "practice", "mock"]


@dataclass(frozen=True, slots=True)
class Piece:
    """Something to do on a day: `name` is the lesson, or the number of the mock exam.

    `is_last` says whether it ends the lesson.
    """

    exam: str
    kind: Kind
    minutes: int
    name: str = ""
    is_last: bool = False


@dataclass(frozen=True, slots=True)
class PlannedDay:
    """What is to be done on a day, and how many minutes it has."""

    day: date
    room: int
    pieces: tuple[Piece, ...]

    @property
    def minutes(self) -> int:
        """What is planned of its minutes."""
        return sum(one.minutes for one in self.pieces)


@dataclass(frozen=True, slots=True)
class ExamPace:
    """How the work for one exam comes out.

    `spare` are the minutes until the exam that nothing needs, less than 0 where they are too few;
    `lacks` are the minutes of its work for which there is no room; `read_on` is the day on which
    its last lesson is done, None where none is left or they do not fit. `in_parts` are the mock
    exams for which no day is long enough: their minutes stand with practice.
    """

    exam: str
    day: date
    spare: int
    lacks: int
    read_on: date | None
    in_parts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Paced:
    """A plan of study: every day from today to the last exam, and how each exam comes out."""

    days: tuple[PlannedDay, ...]
    exams: tuple[ExamPace, ...]

    @property
    def fits(self) -> bool:
        """Whether there is room for all the work."""
        return not any(one.lacks for one in self.exams)

    def finish_of(self, exam: str, kind: Kind, name: str) -> date | None:
        """The day on which a lesson is done or a mock exam sat; None where it is on none."""
        wanted = (exam, kind, name)
        for one in self.days:
            for piece in one.pieces:
                if (piece.exam, piece.kind, piece.name) == wanted and (
                    piece.is_last or kind == "mock"
                ):
                    return one.day
        return None
