"""Which records are alike to a designation's rules, so that one audit answers for all of them.

A rule reads a record leaf by leaf, and each leaf looks at the entries from a few sources only. So
a record is cut into such parts; parts that get the same answer from their leaves are of one class,
whatever their days; and records with the same classes are alike.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from pydantic import BaseModel

from tauliah.core.audit.auditing import Person
from tauliah.core.audit.seen import FAILED, Seen, Source
from tauliah.core.audit.standing import standing_of
from tauliah.core.audit.versions import versions_for
from tauliah.core.kernel import Entry, EntryKind, LocalText
from tauliah.core.programme import (
    ClassAttended,
    CourseCompleted,
    Designation,
    DesignationHeld,
    EthicsAccepted,
    ExamPassed,
    ExperienceGained,
    Leaf,
    Programme,
    leaves,
    named,
)

Entries = Callable[[], Sequence[tuple[Entry, Seen | None]]]
"""The corrected entries of a record and what is seen of each, made only when they are needed."""
Place = tuple[int, int]
"""Of a leaf's answer in a record: the number of the part, and of the question in it."""

LeafKey = tuple[str, int, int, date, tuple[str, str]]
"""A leaf: its designation, the programme and the version by their numbers, the day, kind and code."""

_CONFERRAL = (EntryKind.CONFERRED, EntryKind.REVOKED, EntryKind.REINSTATED)
_CREDIT = (EntryKind.EXAM_RESULT, EntryKind.CREDIT_GRANTED)
MOST_KNOWN = 100_000
"""Parts of records remembered of each kind: past this many they are forgotten, to bound memory."""

# how much of an entry a part looks at
_KIND, _FACTS, _ALL = 0, 1, 2

_READ_BY_LEAVES: Mapping[str, frozenset[str]] = {
    "ProgrammeFile": frozenset(
        {
            "code", "title", "body", "timezone", "languages", "currency", "fees", "roles",
            "exam_policy", "windows", "ethics", "exam_counts_for_at_most", "other_courses",
            "equivalences",
        }
    ),
    "Designation": frozenset(
        {
            "code", "letters", "title", "level", "typical_duration_months",
            "continuing_education", "grandfathering", "versions", "sharing", "equivalences",
            "attempts",
        }
    ),
    "Course": frozenset(
        {
            "code", "title", "status", "retired_on", "study_hours", "classroom", "outcomes",
            "blueprint", "outline", "fee", "prerequisites", "forms",
        }
    ),
    "RuleVersion": frozenset({"from_date", "source", "applies_to", "requires"}),
}  # fmt: skip
"""Keys that play no role in audits, or only one that leaf by leaf is exact.

A lapse looks at a record as a whole, and a key that is not known here is taken to do so, too.
"""


class Unmet(NamedTuple):
    """A leaf that is not met: whether it can be met no more, and why it is not."""

    is_blocked: bool
    sentence: LocalText


@dataclass(slots=True)
class Part:
    """Entries from a few sources, the questions asked of them, and the answers known so far."""

    sources: frozenset[Source]
    ask: Callable[[tuple[Entry, ...]], tuple[Hashable, ...]]
    classes: dict[tuple[object, ...], int] = field(default_factory=dict)
    answers: list[tuple[Hashable, ...]] = field(default_factory=list)
    numbers: dict[tuple[Hashable, ...], int] = field(default_factory=dict)

    def class_of(self, contents: tuple[object, ...], entries: Entries) -> int:
        """The number of the class of what a record holds of this part."""
        found = self.classes.get(contents)
        if found is not None:
            return found
        answers = self.ask(
            tuple(entry for entry, seen in entries() if seen and seen[0] in self.sources)
        )
        number = self.numbers.setdefault(answers, len(self.answers))
        if number == len(self.answers):
            self.answers.append(answers)
        if len(self.classes) > MOST_KNOWN:
            self.classes.clear()
        self.classes[contents] = number
        return number


def looks_at_whole_records(programmes: Iterable[Programme], code: str) -> bool:
    """Whether rules of that designation see more in a record than leaf by leaf."""
    sides = tuple(programmes)
    return any(
        name not in _READ_BY_LEAVES[type(one).__name__] and getattr(one, name) != key.default
        for programme in sides
        for one in _texts(programme, code)
        for name, key in type(one).model_fields.items()
    ) or any(_asks_for_good_standing(programme, code) for programme in sides)


def _asks_for_good_standing(programme: Programme, code: str) -> bool:
    """Whether holding a designation is asked for that lapses without continuing education."""
    lapsing = {one.code for one in programme.designations if one.continuing_education != "none"}
    return any(
        isinstance(leaf, DesignationHeld) and leaf.designation in lapsing
        for one in programme.designations
        if one.code == code
        for version in one.versions
        for leaf in leaves(version.requires)
    )


class Lens:
    """Records as the rules of some designations in some programmes see them on some days.

    `withholding` is for audits that let an exam count for one designation and not for another.
    """

    def __init__(
        self,
        programmes: Sequence[Programme],
        codes: Sequence[str],
        days: Sequence[date],
        *,
        withholding: bool = False,
    ) -> None:
        self.programmes, self.days, self.withholding = programmes, days, withholding
        self.places: dict[LeafKey, Place] = {}
        self.parts: list[Part] = []
        self._routes: dict[Source, list[tuple[int, int]]] = {}
        self.tells_leaves_apart = True
        for code in codes:
            self._look_for(code)
        if withholding:
            self._look_at_order(codes)
        self._blank = [part.class_of((), tuple) for part in self.parts]

    def classes(self, record: Iterable[Seen], entries: Entries) -> tuple[int, ...]:
        """The class of each part of a record; equal for records that are alike."""
        contents: dict[int, list[object]] = {}
        for seen in record:
            for number, looks_at in self._routes.get(seen[0], ()):
                what = seen if looks_at == _ALL else seen[0] if looks_at == _KIND else seen[::2]
                if number in contents:
                    contents[number].append(what)
                else:
                    contents[number] = [what]
        classes = self._blank.copy()
        for number, held in contents.items():
            classes[number] = self.parts[number].class_of(tuple(held), entries)
        return tuple(classes)

    def shape(self, classes: Sequence[int]) -> tuple[object, ...]:
        """What decides of an audit all but the words of why a leaf is not met.

        Where one version of the rules asks for the same thing twice, with other conditions, the
        words cannot be told apart, and it is the classes themselves.
        """
        if self.withholding or not self.tells_leaves_apart:
            return tuple(classes)
        return tuple(
            tuple(
                answer.is_blocked if isinstance(answer, Unmet) else answer
                for answer in part.answers[number]
            )
            for part, number in zip(self.parts, classes, strict=True)
        )

    def sentence(self, place: Place, classes: Sequence[int]) -> LocalText:
        """The sentence on a leaf that is not met in a record of these classes."""
        part, question = place
        found = self.parts[part].answers[classes[part]][question]
        if not isinstance(found, Unmet):
            raise TypeError(found)
        return found.sentence

    def _look_for(self, code: str) -> None:
        rules = [
            _Rules(side, programme, one)
            for side, programme in enumerate(self.programmes)
            for one in _designations(programme, code)
        ]
        plain = all(one.designation.grandfathering == "none" for one in rules)
        self._add(
            [(EntryKind.MATRICULATED.value, code)],
            lambda entries: _versions(rules, self.days, entries),
            looks_at=_KIND if plain else _ALL,
        )
        self._add(
            [(kind.value, code) for kind in _CONFERRAL],
            lambda entries: _is_conferred(code, entries),
            looks_at=_KIND,
        )
        asked: dict[frozenset[Source], list[_Question]] = {}
        for question in self._questions(rules):
            asked.setdefault(question.sources, []).append(question)
        for sources, questions in asked.items():
            number = len(self.parts)
            for place, question in enumerate(questions):
                self.places[question.key] = number, place
            self._add(
                sources,
                lambda entries, questions=tuple(questions): tuple(  # type: ignore[misc]
                    answer for each in questions for answer in each.answers(entries)
                ),
                looks_at=_ALL if any(one.looks_at_days for one in questions) else _KIND,
            )

    def _questions(self, rules: Sequence[_Rules]) -> Iterator[_Question]:
        for one in rules:
            for number, version in enumerate(one.designation.versions):
                asked = tuple(dict.fromkeys(leaves(version.requires)))
                if len(set(map(named, asked))) < len(asked):
                    self.tells_leaves_apart = False
                for leaf in asked:
                    for day in self.days:
                        yield _Question(one, number, leaf, day, withholding=self.withholding)

    def _look_at_order(self, codes: Sequence[str]) -> None:
        """What was conferred first comes first where exams cannot count for everything."""
        self._add(
            [(kind.value, code) for code in codes for kind in _CONFERRAL],
            _in_order_of_conferral,
            looks_at=_ALL,
        )

    def _add(
        self,
        sources: Iterable[Source],
        ask: Callable[[tuple[Entry, ...]], tuple[Hashable, ...]],
        *,
        looks_at: int,
    ) -> None:
        part = Part(frozenset(sources), ask)
        for source in part.sources:
            least = _LEAST.get(source[0], _KIND)
            self._routes.setdefault(source, []).append((len(self.parts), max(looks_at, least)))
        self.parts.append(part)


_LEAST = {
    EntryKind.EXEMPTION_GRANTED.value: _FACTS,
    EntryKind.ETHICS_ACCEPTED.value: _FACTS,
    EntryKind.EXPERIENCE_RECORDED.value: _FACTS,
}
"""Kinds of which every leaf looks at more than that there is one."""


@dataclass(frozen=True, slots=True)
class _Rules:
    """A designation in one of the programmes, which `side` numbers."""

    side: int
    programme: Programme
    designation: Designation


@dataclass(frozen=True, slots=True)
class _Question:
    """One leaf of one version of the rules, asked about on one day."""

    rules: _Rules
    number: int
    leaf: Leaf
    day: date
    withholding: bool

    @property
    def key(self) -> LeafKey:
        code = self.rules.designation.code
        return code, self.rules.side, self.number, self.day, named(self.leaf)

    @property
    def sources(self) -> frozenset[Source]:
        """Where the entries come from that can meet the leaf."""
        kind, code = named(self.leaf)
        match self.leaf:
            case ExamPassed():
                return self._credits | {(EntryKind.EXEMPTION_GRANTED.value, code)}
            case CourseCompleted():
                return self._credits | {(EntryKind.COURSE_COMPLETED.value, code)}
            case ClassAttended():
                return frozenset({(EntryKind.CLASS_ATTENDED.value, code)})
            case DesignationHeld():
                return frozenset((each.value, code) for each in _CONFERRAL)
            case EthicsAccepted():
                return frozenset({(EntryKind.ETHICS_ACCEPTED.value, code)})
            case ExperienceGained():
                return frozenset({(EntryKind.EXPERIENCE_RECORDED.value, "")})
            case _:
                raise NotImplementedError(kind)

    @property
    def _codes(self) -> frozenset[str]:
        """The exams that can count as that of the leaf, one for another."""
        codes = {named(self.leaf)[1]}
        edges = (
            *self.rules.programme.about.equivalences,
            *self.rules.designation.equivalences,
        )
        while more := {code for one in edges if one.to in codes for code in one.from_codes} - codes:
            codes |= more
        return frozenset(codes)

    @property
    def _credits(self) -> frozenset[Source]:
        kinds = [kind.value for kind in _CREDIT]
        if self.rules.designation.attempts is not None:
            kinds.append(FAILED)
        return frozenset((kind, code) for kind in kinds for code in self._codes)

    @property
    def looks_at_days(self) -> bool:
        """Whether the answer may depend on the day of an entry."""
        return (
            len(self.leaf.model_dump(exclude_none=True)) > 1
            or self.rules.designation.attempts is not None
            or any(
                course.retired_on is not None
                for course in self.rules.programme.courses
                if course.code in self._codes
            )
        )

    def answers(self, entries: tuple[Entry, ...]) -> tuple[Hashable, ...]:
        """None where the leaf is met, else why it is not; the same with its exam withheld."""
        withheld = [(), (named(self.leaf)[1],)] if self.withholding else [()]
        person = Person.of(self.rules.programme, entries, on=self.day)
        designation = self.rules.designation
        alone = designation.versions[self.number].model_copy(update={"requires": self.leaf})
        found = [person.audit(designation.code, under=alone, withheld=each) for each in withheld]
        return tuple(
            None if one is None or one.met else Unmet(one.finding.blocked, one.finding.sentence)
            for one in found
        )


def _versions(
    rules: Sequence[_Rules], days: Sequence[date], entries: tuple[Entry, ...]
) -> tuple[Hashable, ...]:
    """The versions of the rules that are for a person, in each programme on each day."""
    if not entries:
        return ("not matriculated",)
    found: list[Hashable] = []
    for one in rules:
        matriculated = Person.of(one.programme, entries, on=days[0]).standing.matriculated
        since = matriculated[one.designation.code].happened_at.date()
        for day in days:
            versions = versions_for(one.designation, matriculated_on=since, on=day)
            found.append(tuple(version.from_date for version in versions))
    return tuple(found)


def _is_conferred(code: str, entries: tuple[Entry, ...]) -> tuple[Hashable, ...]:
    standing = standing_of(entries)
    return code in standing.held, code in standing.revoked


def _in_order_of_conferral(entries: tuple[Entry, ...]) -> tuple[Hashable, ...]:
    held = standing_of(entries).held
    return tuple(sorted(held, key=lambda code: (held[code].happened_at, code)))


def _designations(programme: Programme, code: str) -> list[Designation]:
    return [one for one in programme.designations if one.code == code]


def _texts(programme: Programme, code: str) -> Iterator[BaseModel]:
    """What the audits against a designation read of a programme, piece by piece."""
    yield programme.about
    yield from programme.courses
    for designation in _designations(programme, code):
        yield designation
        yield from designation.versions
