"""How exams, courses and classes were earned: by themselves, by others that count, by exemption."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from tauliah.core.audit.continuing import continuing_of
from tauliah.core.audit.standing import Standing
from tauliah.core.kernel import Entry, EntryKind, add_months
from tauliah.core.programme import Equivalence, Programme, Timed

Way = Literal["itself", "equivalence", "exemption"]
Fault = Literal["too-early", "not-within", "expired", "retired", "forfeited", "withheld",
                "not-approved", "exemption-expired", "too-many-attempts",
                "lapsed"]  # fmt: skip
"""Why something that was earned does not count."""


@dataclass(frozen=True, slots=True)
class Earned:
    """The day on which something was earned, the entry that says so, and how it came about.

    `parts` are the codes that together count as it; `until` is the last day on which it counts,
    where it has one; `fault` says why it counts for nobody and nothing; `failures` is how often the
    exam had been failed before.
    """

    day: date
    entry: Entry
    way: Way = "itself"
    parts: tuple[str, ...] = ()
    until: date | None = None
    fault: Fault | None = None
    failures: int = 0


@dataclass(frozen=True, slots=True)
class Chosen:
    """What counts for a leaf, or else the last that was earned and why it does not count."""

    earned: Earned | None
    fault: Fault | None = None

    @property
    def counts(self) -> Earned | None:
        """What was earned, if it counts."""
        return self.earned if self.fault is None else None


@dataclass(frozen=True, slots=True)
class Earnings:
    """What one person earned, as far as one designation's audit on one day looks at it.

    `withheld` are exams that count for other designations instead; `forfeited` are the numbers of
    entries whose credit has lapsed; `attempts` is how often an exam may be failed and still count.
    """

    programme: Programme
    standing: Standing
    on: date
    equivalences: tuple[Equivalence, ...] = ()
    withheld: frozenset[str] = frozenset()
    forfeited: frozenset[int] = frozenset()
    attempts: int | None = None

    def exam(self, code: str) -> tuple[Earned, ...]:
        """Each way in which an exam was earned, those by an exemption last."""
        return self._here(code, (*self._credits(code), *self._exemptions(code)))

    def course(self, code: str) -> tuple[Earned, ...]:
        """Each way in which a course was completed, by its exam or otherwise, the first first."""
        completed = (
            self._own(code, entry) for entry in self.standing.of(EntryKind.COURSE_COMPLETED, code)
        )
        return self._here(code, _in_order([*self._credits(code), *completed]))

    def classroom(self, code: str) -> tuple[Earned, ...]:
        """Each time that the classes of a course were attended."""
        entries = self.standing.of(EntryKind.CLASS_ATTENDED, code)
        return tuple(Earned(entry.happened_at.date(), entry) for entry in entries)

    def designation(self, code: str) -> tuple[Earned, ...]:
        """The conferral by which another designation is held; a retired holder holds it, too.

        While it has lapsed for want of continuing education it counts for nothing.
        """
        entry = self.standing.held.get(code)
        if entry is None:
            return ()
        other = self.programme.designation(code)
        has_lapsed = continuing_of(other, self.standing, on=self.on).state == "lapsed"
        fault: Fault | None = "lapsed" if has_lapsed else None
        return (Earned(entry.happened_at.date(), entry, fault=fault),)

    def is_used_up(self, code: str) -> bool:
        """Whether an exam was failed so often that a later pass counts no more."""
        failures = len(self.standing.failed.get(code, ()))
        return self.attempts is not None and failures >= self.attempts

    def _here(self, code: str, earned: tuple[Earned, ...]) -> tuple[Earned, ...]:
        """What was earned, as far as it is not withheld from this designation."""
        if code not in self.withheld:
            return earned
        return tuple(replace(one, fault=one.fault or "withheld") for one in earned)

    def _credits(self, code: str, *, under: frozenset[str] = frozenset()) -> tuple[Earned, ...]:
        entries = (
            *self.standing.of(EntryKind.EXAM_RESULT, code),
            *self.standing.of(EntryKind.CREDIT_GRANTED, code),
        )
        found = [self._own(code, entry) for entry in entries]
        for one in self.equivalences:
            # a circle is a mistake of the programme, which an audit must survive
            if one.to == code and one.is_valid_on(self.on) and code not in under:
                found.extend(self._combined(one, under=under | {code}))
        return _in_order(found)

    def _combined(self, one: Equivalence, *, under: frozenset[str]) -> Iterator[Earned]:
        """The earliest and the latest way in which all that counts as one was earned."""
        each = [
            [part for part in self._credits(code, under=under) if part.fault is None]
            for code in one.from_codes
        ]
        if not all(each):
            return
        for place in (0, -1):
            last = max((parts[place] for parts in each), key=_order)
            yield Earned(last.day, last.entry, "equivalence", one.from_codes)

    def _own(self, code: str, entry: Entry) -> Earned:
        day = entry.happened_at.date()
        fault: Fault | None = None
        course = self.programme.course_by_code.get(code)
        if entry.number in self.forfeited:
            fault = "forfeited"
        elif course is not None and not course.counts_when_earned_on(day):
            fault = "retired"
        # credit for what was passed elsewhere is no attempt, and no pass after attempts
        failures = (
            self.standing.failures_before(entry) if entry.kind is EntryKind.EXAM_RESULT else 0
        )
        if fault is None and self.attempts is not None and failures >= self.attempts:
            fault = "too-many-attempts"
        return Earned(day, entry, fault=fault, failures=failures)

    def _exemptions(self, code: str) -> Iterator[Earned]:
        for entry in self.standing.of(EntryKind.EXEMPTION_GRANTED, code):
            approved_by, expires = entry.facts.get("approved_by"), entry.facts.get("expires")
            until = date.fromisoformat(expires) if expires else None
            fault: Fault | None = None
            if not approved_by or approved_by == entry.recorded_by:
                fault = "not-approved"
            elif until is not None and until < self.on:
                fault = "exemption-expired"
            yield Earned(entry.happened_at.date(), entry, "exemption", until=until, fault=fault)


def chosen(leaf: Timed, earned: Sequence[Earned], *, on: date) -> Chosen:
    """The first of what was earned that counts for a leaf, else the last and why it does not."""
    faults = [(one, one.fault or _untimely(leaf, one.day, on)) for one in earned]
    fitting = [one for one, fault in faults if fault is None]
    if fitting:
        return Chosen(fitting[0])
    return Chosen(*faults[-1]) if faults else Chosen(None)


def _untimely(leaf: Timed, day: date, on: date) -> Fault | None:
    if leaf.not_before is not None and day < leaf.not_before:
        return "too-early"
    if leaf.expires_after_months is not None and on > add_months(day, leaf.expires_after_months):
        return "expired"
    if leaf.within_months is not None and day < add_months(on, -leaf.within_months):
        return "not-within"
    return None


def _in_order(found: Iterable[Earned]) -> tuple[Earned, ...]:
    return tuple(sorted(found, key=_order))


def _order(earned: Earned) -> tuple[date, int]:
    return earned.day, earned.entry.number
