"""A way to designations as it is found: steps on days, milestones, totals; or why there is none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from tauliah.core.audit.pathfinder.wishes import Objective, Wishes
from tauliah.core.kernel import Entry, LocalText

StepKind = Literal["join", "matriculate", "exam", "course", "classroom", "ethics"]


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do, on a day.

    `code` is the exam, course, designation or code of ethics; of a membership it is empty. For
    exams and courses `study_from` and `study_until` are the first and last day of study (both None
    where no hours are left), and `study_hours` the hours between. `window` and `window_title` name
    the exam window; `starts` and `ends` are the time of a fixed paper, such as 09:00. `fee` is in
    minor units. `for_designations` are the designations that it serves and `why` says so;
    `sentence` is the whole step as one would write it in a letter. `is_booked` is true of an exam
    that was booked and paid before.
    """

    kind: StepKind
    code: str
    title: LocalText
    day: date
    sentence: LocalText
    why: LocalText
    for_designations: tuple[str, ...]
    fee: int = 0
    study_from: date | None = None
    study_until: date | None = None
    study_hours: int = 0
    window: str = ""
    window_title: LocalText | None = None
    starts: str = ""
    ends: str = ""
    is_booked: bool = False


@dataclass(frozen=True, slots=True)
class Milestone:
    """The day on which all that a designation asks for is met.

    `is_target` is false of a designation that only another one asks for. `pathways` are the named
    pathways that are completed, by their titles.
    """

    designation: str
    letters: str
    title: LocalText
    day: date
    is_target: bool
    pathways: tuple[LocalText, ...]
    sentence: LocalText


@dataclass(frozen=True, slots=True)
class Condition:
    """What the plan takes for granted because no step of it brings it about, such as experience."""

    designation: str
    by: date
    sentence: LocalText


@dataclass(frozen=True, slots=True)
class Totals:
    """What a plan amounts to: money in minor units, exams to sit, hours of study, the last day."""

    money: int
    exams: int
    study_hours: int
    last_day: date


@dataclass(frozen=True, slots=True)
class Plan:
    """The best way that was found.

    `steps` are in the order of their days; `milestones` too. `objective` is what was asked for and
    `value` its three figures in the order of the objective (money in minor units, days from `on`
    to the last day, exams); `bound` is what no plan can be better than, figure by figure, and
    `proven` whether the two are the same. `confirmed` is whether the audit of the record, with the
    steps taken, says on the day of each milestone that all is met. `record` is that record, made
    up and not sealed. `already_held` are targets that are conferred already.
    """

    wishes: Wishes
    on: date
    currency: str
    objective: Objective
    steps: tuple[Step, ...]
    milestones: tuple[Milestone, ...]
    conditions: tuple[Condition, ...]
    totals: Totals
    value: tuple[int, int, int]
    bound: tuple[int, int, int]
    proven: bool
    confirmed: bool
    already_held: tuple[str, ...]
    record: tuple[Entry, ...]
    summary: LocalText
    """Exams, money, hours and last day in a sentence; and where it is not proven, that too."""

    @property
    def exams(self) -> tuple[Step, ...]:
        """The steps that are exams."""
        return tuple(step for step in self.steps if step.kind == "exam")


@dataclass(frozen=True, slots=True)
class Conflict:
    """One of the conditions that cannot all be kept.

    `code` is stable, for programs: deadline, budget, hours, holidays, window-limit, pathway,
    in-preparation, retired, prerequisites, retakes, clashes, attempts, lapse, time-limits, sharing,
    booked, experience, classroom, revoked or horizon; `about` is the course or designation that it
    is about, or empty.
    `relaxed` says what would be enough, where that is known: another day, more hours, more money.
    """

    code: str
    about: str
    sentence: LocalText
    relaxed: LocalText | None = None


@dataclass(frozen=True, slots=True)
class NoPlan:
    """Why there is no way: the smallest set of conditions found of which each one is in the way.

    `proven` is false where the time ran out before it was clear that there is none; then there are
    no conflicts.
    """

    wishes: Wishes
    on: date
    currency: str
    objective: Objective
    conflicts: tuple[Conflict, ...]
    proven: bool
    summary: LocalText
