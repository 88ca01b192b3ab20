"""What is to be decided: which exam counts for which designation, and under which rules.

Only exams over a limit make a choice. To let an exam count for one designation less never leaves
less to do, so all others count wherever they are asked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from tauliah.core.audit.auditing import Audit, Person
from tauliah.core.audit.finding import Finding
from tauliah.core.audit.requirements import credit_points
from tauliah.core.audit.sharing.limits import Limit, Limits
from tauliah.core.audit.ways import DONE, Step, Way, WayFinder, Ways, repeated_steps
from tauliah.core.programme import (
    AnyOf,
    AtLeast,
    Credits,
    OnePathwayOf,
    Pathway,
    Requirement,
    leaves,
    named,
    parts,
)

NEVER = 10_000
"""The weight of a requirement that can be met no more: more than any that are left to do."""

Pair = tuple[str, str]
"""A designation and an exam that may or may not count for it."""
Price = tuple[int, ...]
"""What is left for each rank of designations, what is left in all, and the cost of the exams:
the less the better, from the left."""


@dataclass(frozen=True, slots=True)
class Worth:
    """What is left to do for one designation, what can be done no more weighed in, and its cost."""

    left: int
    cost: int


@dataclass
class RuleOption:
    """One version of a designation's rules that may be chosen for a person.

    `age` is 0 for the newest of them; `audit` is the one in which every exam counts.
    """

    audit: Audit
    age: int
    fees: Mapping[str, int]
    _known: dict[frozenset[str], Worth] = field(default_factory=dict)

    @property
    def code(self) -> str:
        """The designation's code."""
        return self.audit.designation.code

    @cached_property
    def counted(self) -> frozenset[str]:
        """The exams and courses that count unless they are withheld."""
        return exams_counted(self.audit)

    @cached_property
    def steps(self) -> tuple[Step, ...]:
        """The leaves of the rule."""
        return tuple(named(leaf) for leaf in leaves(self.audit.rules.requires))

    @cached_property
    def repeated(self) -> Way:
        """The steps that stand in several places of the rule."""
        return repeated_steps(self.steps)

    @cached_property
    def blocked(self) -> Way:
        """The steps that can be done no more even when nothing is withheld."""
        found = self.audit.finding.all_findings()
        return frozenset((one.kind, one.code) for one in found if one.blocked)

    def worth(self, withheld: frozenset[str]) -> Worth:
        """What is left when these exams count elsewhere."""
        gone = withheld & self.counted
        if gone not in self._known:
            finder = WayFinder(
                self.repeated,
                self.blocked | {(kind, code) for kind in ("exam", "course") for code in gone},
                self.fees,
            )
            rule, finding = self.audit.rules.requires, self.audit.finding
            way = finder.shortest(_ways(finder, rule, finding, gone))
            self._known[gone] = Worth(
                len(way) + NEVER * len(way & finder.blocked),
                sum(self.fees[code] for kind, code in way if kind == "exam"),
            )
        return self._known[gone]


def _ways(
    finder: WayFinder, rule: Requirement | Pathway, finding: Finding, gone: frozenset[str]
) -> Ways:
    """The ways through a rule by what its audit found of each leaf, less the exams that are gone."""
    if not finding.parts:
        if finding.met and not (finding.kind in ("exam", "course") and finding.code in gone):
            return DONE
        return finder.step((finding.kind, finding.code))
    inside = [
        _ways(finder, part, found, gone)
        for part, found in zip(parts(rule), finding.parts, strict=True)
    ]
    match rule:
        case AnyOf() | OnePathwayOf():
            return finder.through_some(inside, 1)
        case AtLeast(at_least=choice):
            return finder.through_some(inside, choice.n)
        case Credits(credits=asked):
            worth, enough = credit_points(asked)
            return finder.through_points(tuple(zip(inside, worth, strict=True)), enough=enough)
        case _:
            return finder.through_all(inside)


@dataclass(frozen=True)
class Question:
    """The designations that limits are about, in order of rank, with their limits.

    `options` are each designation's versions of rules, the newest first; `ranks` the designations
    that weigh the same, the heaviest first.
    """

    options: Mapping[str, tuple[RuleOption, ...]]
    ranks: tuple[tuple[str, ...], ...]
    limits: Limits

    @cached_property
    def codes(self) -> tuple[str, ...]:
        """The designations, those of a higher rank first."""
        return tuple(code for rank in self.ranks for code in rank)

    @cached_property
    def pairs(self) -> tuple[Pair, ...]:
        """The exams that may have to be withheld from a designation.

        In the order in which they count when all else is equal: the first designation keeps what
        it can, then the second; of exams the first code.
        """
        counted = {
            code: frozenset().union(*(one.counted for one in options))
            for code, options in self.options.items()
        }
        found: set[Pair] = set()
        for limit in (*self.limits.pairs, *self.limits.unique):
            for exam in counted[limit.of] & counted[limit.other]:
                found |= {(limit.of, exam), (limit.other, exam)}
        most = self.limits.of_exam
        if most is not None:
            for exam in frozenset().union(*counted.values()):
                asking = [code for code in self.codes if exam in counted[code]]
                if len(asking) > most:
                    found.update((code, exam) for code in asking)
        place = {code: number for number, code in enumerate(self.codes)}
        return tuple(sorted(found, key=lambda pair: (place[pair[0]], pair[1])))

    def unique_of(self, code: str) -> Iterable[Limit]:
        """The limits by which a designation must have exams of its own."""
        return (limit for limit in self.limits.unique if limit.of == code)


def question_of(
    person: Person, alone: Mapping[str, Audit], ranks: Sequence[Sequence[str]], limits: Limits
) -> Question:
    """What is to be decided for a person about the designations that limits are about.

    `alone` are the audits in which every exam counts.
    """
    touched = {code for rank in ranks for code in rank}
    if limits.of_exam is None:
        touched = {code for one in (*limits.pairs, *limits.unique) for code in (one.of, one.other)}
    kept = tuple(tuple(code for code in rank if code in touched) for rank in ranks)
    options = {code: tuple(_options(person, alone[code])) for rank in kept for code in rank}
    return Question(options, kept, limits)


def _options(person: Person, alone: Audit) -> Iterator[RuleOption]:
    """The versions of a designation's rules that may be chosen, the newest first."""
    code, fees = alone.designation.code, person.programme.exam_fees
    for age, version in enumerate(reversed(person.versions(code))):
        found = alone if version is alone.rules else person.audit(code, under=version)
        if found is not None:
            yield RuleOption(found, age, fees)


def exams_counted(found: Audit) -> frozenset[str]:
    """The exams and courses that count in an audit."""
    return frozenset(
        one.code for one in found.finding.all_findings()
        if one.met_by is not None and one.kind in ("exam", "course")
    )  # fmt: skip
