"""A question to the pathfinder, made ready: the record with what is supposed, exams, days, prices."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from functools import cached_property
from zoneinfo import ZoneInfo

from tauliah.core.audit.pathfinder.days import (
    HORIZON_MONTHS,
    SEVENTHS,
    DatedWindow,
    Days,
    StudyTime,
    dated_windows,
)
from tauliah.core.audit.pathfinder.wishes import (
    CourseOpenSupposed,
    CreditSupposed,
    ExamSupposed,
    Supposing,
    Wishes,
    wishes_supposing,
)
from tauliah.core.audit.standing import Standing, effective
from tauliah.core.kernel import Entry, EntryKind, LocalText
from tauliah.core.programme import (
    ClassAttended,
    Course,
    CourseCompleted,
    Designation,
    DesignationHeld,
    Equivalence,
    ExamPassed,
    ExperienceAsked,
    ExperienceGained,
    Programme,
    RuleVersion,
    leaves,
    named,
    pathways,
)

Group = tuple[str, str]
"""A named condition that can be left out to see whether it is in the way: a code, what it is about."""

_NOON = time(12)
_LONGER = 3
"""How many times as far a plan may reach when the horizon is left out."""


@dataclass(frozen=True)
class Quest:
    """One person's question: all that the model, the sentences and the conflicts read.

    `entries` are the record with what is supposed of it; `without` are conditions left out.
    """

    programme: Programme
    entries: tuple[Entry, ...]
    wishes: Wishes
    on: date
    opened: Mapping[str, date]
    without: frozenset[Group] = frozenset()

    @staticmethod
    def of(
        programme: Programme,
        entries: Iterable[Entry],
        wishes: Wishes,
        *,
        on: date,
        supposing: Iterable[Supposing] = (),
    ) -> Quest:
        """The question with everything that is supposed; KeyError for an unknown name."""
        supposed = tuple(supposing)
        wanted = wishes_supposing(wishes, supposed)
        zone = ZoneInfo(programme.about.timezone)
        record = [replace(one, happened_at=one.happened_at.astimezone(zone)) for one in entries]
        number = max((one.number for one in record), default=0)
        for one in supposed:
            if isinstance(one, ExamSupposed | CreditSupposed):
                number += 1
                record.append(_supposed_entry(programme, one, number))
        opened = {one.course: one.day for one in supposed if isinstance(one, CourseOpenSupposed)}
        quest = Quest(programme, tuple(record), wanted, on, opened)
        quest._check_names()
        return quest

    def leaving_out(self, groups: Iterable[Group]) -> Quest:
        """The same question without these conditions, and with no others left out."""
        return replace(self, without=frozenset(groups))

    def keeps(self, code: str, about: str = "") -> bool:
        """Whether a condition is asked for."""
        return (code, about) not in self.without

    @cached_property
    def zone(self) -> ZoneInfo:
        """The programme's calendar."""
        return ZoneInfo(self.programme.about.timezone)

    @cached_property
    def effective(self) -> tuple[Entry, ...]:
        """The entries as corrected."""
        return effective(self.entries)

    @cached_property
    def standing(self) -> Standing:
        """What the record amounts to, with what is supposed."""
        return Standing.of_entries(self.effective)

    @cached_property
    def days(self) -> Days:
        """The days that a plan may take."""
        wishes = self.wishes
        months = HORIZON_MONTHS if self.keeps("horizon") else HORIZON_MONTHS * _LONGER
        until = wishes.done_by if self.keeps("deadline") else None
        return Days.of(self.on, start=wishes.start, months=months, until=until)

    @cached_property
    def windows(self) -> tuple[DatedWindow, ...]:
        """The exam windows of these days."""
        return dated_windows(self.programme.about.windows, self.days)

    @cached_property
    def study(self) -> StudyTime:
        """The hours that can be studied."""
        holidays = self.wishes.holidays if self.keeps("holidays") else ()
        return StudyTime.of(self.days, self.wishes.hours_a_week, holidays)

    @cached_property
    def courses(self) -> Mapping[str, Course]:
        """The programme's courses by code."""
        return {one.code: one for one in self.programme.courses}

    @cached_property
    def targets(self) -> tuple[str, ...]:
        """The designations to plan for: those wished for that are not held, each once."""
        return tuple(sorted({one for one in self.wishes.targets if one not in self.standing.held}))

    @cached_property
    def planned(self) -> tuple[str, ...]:
        """The targets, and all that they ask for that is not held, in the order of the codes."""
        found: set[str] = set()
        waiting = list(self.targets)
        while waiting:
            code = waiting.pop()
            if code in found or code in self.standing.held:
                continue
            found.add(code)
            waiting += [
                leaf.designation
                for version in self.versions_of(code)
                for leaf in leaves(version.requires)
                if isinstance(leaf, DesignationHeld)
            ]
        return tuple(sorted(found))

    def versions_of(self, code: str) -> tuple[RuleVersion, ...]:
        """Every version of a designation's rules that may apply on a day of the plan."""
        last = self.days.day(self.days.last)
        versions = self.programme.designation(code).versions
        return tuple(one for one in versions if one.from_date <= last)

    @cached_property
    def exams(self) -> tuple[str, ...]:
        """The exams of ours that the plan may need, in the order of their codes."""
        asked = self._asked_for
        found = {code for kind, code in asked if kind in ("exam", "course")}
        parts: dict[str, set[str]] = {}
        for one in self.equivalences:
            parts.setdefault(one.to, set()).update(one.from_codes)
        waiting = [*found, *(one.exam for one in self.wishes.booked)]
        found = set()
        while waiting:
            code = waiting.pop()
            if code in found:
                continue
            found.add(code)
            waiting += parts.get(code, ())
            if code in self.courses:
                waiting += self.courses[code].prerequisites
        return tuple(sorted(code for code in found if code in self.courses))

    @cached_property
    def lessons(self) -> tuple[str, ...]:
        """The courses that may be completed without their exam."""
        return tuple(sorted(code for kind, code in self._asked_for if kind == "course"))

    @cached_property
    def classes(self) -> tuple[str, ...]:
        """The courses whose classes may be attended."""
        return tuple(sorted(code for kind, code in self._asked_for if kind == "classroom"))

    @cached_property
    def _asked_for(self) -> frozenset[tuple[str, str]]:
        kinds = ExamPassed | CourseCompleted | ClassAttended
        return frozenset(
            named(leaf)
            for code in self.planned
            for version in self.versions_of(code)
            for leaf in leaves(version.requires)
            if isinstance(leaf, kinds)
        )

    @cached_property
    def equivalences(self) -> tuple[Equivalence, ...]:
        """What counts as what, for the designations of the plan."""
        own = (one for code in self.planned for one in self.designation(code).equivalences)
        return (*self.programme.about.equivalences, *own)

    def experience_named(self, code: str, name: str) -> ExperienceAsked:
        """The experience that a designation asks for under the name of its leaf."""
        asked = (leaf for version in self.versions_of(code) for leaf in leaves(version.requires))
        return next(one.experience for one in asked
                    if isinstance(one, ExperienceGained) and named(one)[1] == name)  # fmt: skip

    @cached_property
    def singular(self) -> frozenset[str]:
        """Exams that something other than rules is about: bookings, prerequisites, equivalences."""
        found = {one.exam for one in self.wishes.booked}
        for course in self.programme.courses:
            found.update(course.prerequisites)
        for one in self.equivalences:
            found.update((one.to, *one.from_codes))
        return frozenset(found)

    def moment(self, day: date) -> datetime:
        """Noon of a day on the programme's calendar."""
        return datetime.combine(day, _NOON, self.zone)

    def designation(self, code: str) -> Designation:
        """A designation of the programme."""
        return self.programme.designation(code)

    def hours_left(self, code: str) -> int:
        """Hours of study left of a course; none once it is completed."""
        if self.standing.of(EntryKind.COURSE_COMPLETED, code):
            return 0
        return max(0, self.courses[code].study_hours - self.wishes.studied.get(code, 0))

    def sevenths_left(self, code: str) -> int:
        """The same in sevenths."""
        return SEVENTHS * self.hours_left(code)

    def day_when_studied(self, hours: int) -> date | None:
        """The day on which so many hours are studied, be it after the deadline; None for too late."""
        freed = self.leaving_out({("deadline", "")})
        number = freed.study.day_when_done(SEVENTHS * hours)
        return None if number > freed.days.last else freed.days.day(number)

    def pathway_title(self, code: str) -> LocalText:
        """The title of the pathway that is wished for."""
        slug, versions = self.wishes.pathways[code], self.designation(code).versions
        found = (one for version in reversed(versions) for one in pathways(version.requires))
        return next(one.title for one in found if one.pathway == slug)

    def results_of(self, code: str) -> list[Entry]:
        """All sittings of an exam on the record, passed or failed, by their day."""
        found = [
            one
            for one in self.effective
            if one.kind is EntryKind.EXAM_RESULT and one.facts["exam"] == code
        ]
        return sorted(found, key=lambda one: one.happened_at)

    def _check_names(self) -> None:
        for code in (*self.wishes.targets, *self.wishes.pathways):
            self.programme.designation(code)
        for code, slug in self.wishes.pathways.items():
            versions = self.programme.designation(code).versions
            if not any(one.pathway == slug for v in versions for one in pathways(v.requires)):
                raise KeyError(slug)
        for code in (*(one.exam for one in self.wishes.booked), *self.opened):
            self.programme.course(code)


def _supposed_entry(programme: Programme, one: ExamSupposed | CreditSupposed, number: int) -> Entry:
    zone = ZoneInfo(programme.about.timezone)
    facts: dict[str, object] = {"exam": one.exam}
    kind = EntryKind.CREDIT_GRANTED
    if isinstance(one, ExamSupposed):
        kind = EntryKind.EXAM_RESULT
        facts["passed"] = one.passed
    return made_up(datetime.combine(one.day, _NOON, zone), number, kind, facts)


def made_up(moment: datetime, number: int, kind: EntryKind, facts: Mapping[str, object]) -> Entry:
    """An entry of a record that does not exist: it is not sealed and belongs to nobody."""
    return Entry("", number, kind, facts, moment, "", "", "", "", "")
