"""What a person wishes of a way to one or several designations, and what may be supposed of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

Objective = Literal["cheapest", "fastest", "fewest-exams"]
"""What a plan is best at first. What is equal in it is decided so:

cheapest: money, last day, exams; fastest: last day, money, exams; fewest-exams: exams, last day,
money.
"""
OBJECTIVES: tuple[Objective, ...] = ("cheapest", "fastest", "fewest-exams")
Membership = Literal["none", "member", "may-join"]
"""Whether members' prices are paid: no, yes, or only where to join is worth its yearly fee."""


@dataclass(frozen=True, slots=True, order=True)
class Holiday:
    """Days without study; the first and the last are among them. Exams may still be sat."""

    first: date
    last: date


@dataclass(frozen=True, slots=True, order=True)
class BookedExam:
    """An exam that is booked and paid already, and the day on which it will be sat."""

    exam: str
    day: date


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a person wishes of a plan.

    `targets` are designations, in no order. `hours_a_week` are hours of study, shared by all
    courses, from `start` on (without it, from today). `done_by` is the last day that is early
    enough; `budget` is in minor units of the currency. `pathways` says which pathway is wanted, by
    designation. `exams_in_a_window` is how many exams one wants to sit in one window at most.

    `works_hours_a_week` says what is worked from the start on, for experience that is asked for: 0
    for nothing; None for not said, and then experience that is missing becomes a condition of the
    plan. `studied` are hours done already, by course; a course that is completed needs none.
    """

    targets: tuple[str, ...]
    hours_a_week: int
    start: date | None = None
    done_by: date | None = None
    budget: int | None = None
    holidays: tuple[Holiday, ...] = ()
    pathways: Mapping[str, str] = field(default_factory=dict)
    membership: Membership = "none"
    booked: tuple[BookedExam, ...] = ()
    exams_in_a_window: int | None = None
    works_hours_a_week: int | None = None
    studied: Mapping[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.targets:
            raise ValueError("a way leads to one designation at least")
        if self.hours_a_week < 1:
            raise ValueError("a plan needs one hour of study a week at least")


@dataclass(frozen=True, slots=True)
class ExamSupposed:
    """Suppose that an exam is passed, or failed, on a day, be it past or to come."""

    exam: str
    day: date
    passed: bool = True


@dataclass(frozen=True, slots=True)
class CreditSupposed:
    """Suppose that the registrar grants credit for an exam on a day."""

    exam: str
    day: date


@dataclass(frozen=True, slots=True)
class CourseOpenSupposed:
    """Suppose that a course in preparation is open, and its exam held, from a day on."""

    course: str
    day: date


@dataclass(frozen=True, slots=True)
class PathwaySupposed:
    """Suppose a pathway of a designation is wanted; none for whichever is best."""

    designation: str
    pathway: str | None


@dataclass(frozen=True, slots=True)
class TargetSupposed:
    """Suppose that a designation is wanted too, or no longer."""

    designation: str
    wanted: bool = True


@dataclass(frozen=True, slots=True)
class HoursSupposed:
    """Suppose other hours of study a week."""

    hours_a_week: int


@dataclass(frozen=True, slots=True)
class MembershipSupposed:
    """Suppose that one is, may become or is not a member."""

    membership: Membership


Supposing = (
    ExamSupposed
    | CreditSupposed
    | CourseOpenSupposed
    | PathwaySupposed
    | TargetSupposed
    | HoursSupposed
    | MembershipSupposed
)


def wishes_supposing(wishes: Wishes, supposed: Iterable[Supposing]) -> Wishes:
    """The wishes with all that is supposed of them; what is supposed of the record stays out."""
    for one in supposed:
        match one:
            case PathwaySupposed(designation=code, pathway=pathway):
                others = {of: slug for of, slug in wishes.pathways.items() if of != code}
                wishes = replace(
                    wishes, pathways=others if pathway is None else {**others, code: pathway}
                )
            case TargetSupposed(designation=code, wanted=wanted):
                targets = tuple(each for each in wishes.targets if each != code)
                wishes = replace(wishes, targets=(*targets, code) if wanted else targets)
            case HoursSupposed(hours_a_week=hours):
                wishes = replace(wishes, hours_a_week=hours)
            case MembershipSupposed(membership=membership):
                wishes = replace(wishes, membership=membership)
            case _:
                pass
    return wishes
