"""The account of every credit of a person: for which designation it counts, or why it does not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tauliah.core.audit.auditing import Audit
from tauliah.core.audit.earning import Earned, Earnings, chosen
from tauliah.core.audit.earning_sentences import fault_sentence
from tauliah.core.audit.finding import Finding
from tauliah.core.audit.sharing.joint import JointAudit
from tauliah.core.audit.sharing_sentences import (
    counts_already,
    counts_for,
    counts_for_nothing,
    counts_not_for,
    credit_named,
    limit_of_exam,
    limit_of_own,
    limit_of_pair,
    limit_reached,
    only_with,
)
from tauliah.core.kernel import Entry, EntryKind, LocalText, spoken_day
from tauliah.core.programme import (
    ClassAttended,
    CourseCompleted,
    ExamPassed,
    OnePathwayOf,
    Pathway,
    Requirement,
    named,
    parts,
)

_LEAVES: dict[EntryKind, tuple[type, ...]] = {
    EntryKind.EXAM_RESULT: (ExamPassed, CourseCompleted),
    EntryKind.CREDIT_GRANTED: (ExamPassed, CourseCompleted),
    EntryKind.EXEMPTION_GRANTED: (ExamPassed,),
    EntryKind.COURSE_COMPLETED: (CourseCompleted,),
    EntryKind.CLASS_ATTENDED: (ClassAttended,),
}
"""The kinds of entries that are credits, and the leaves that they can meet."""

_Asked = ExamPassed | CourseCompleted | ClassAttended


Leaf = tuple[str, str]
"""The kind of a requirement without parts, and the code that it names."""


@dataclass(frozen=True, slots=True)
class CreditAnswer:
    """What a designation whose rules ask for a credit answers to it: that it counts, or why not.

    `letters` are the designation's; `leaf` is the requirement that is left for that reason, where
    one is.
    """

    designation: str
    letters: str
    counts: bool
    sentence: LocalText
    leaf: Leaf | None = None


@dataclass(frozen=True, slots=True)
class CreditAccount:
    """One credit: its entry, its name, and the answer of each designation whose rules ask for it.

    `title` is what it is of, `name` the beginning of a sentence about it.
    """

    entry: Entry
    title: LocalText
    name: LocalText
    answers: tuple[CreditAnswer, ...]

    @property
    def counts_for(self) -> tuple[str, ...]:
        """The codes of the designations for which it counts."""
        return tuple(one.designation for one in self.answers if one.counts)

    @property
    def sentences(self) -> tuple[LocalText, ...]:
        """A sentence for each designation whose rules ask for it, or one that none do."""
        return tuple(one.sentence for one in self.answers) or (counts_for_nothing(self.name),)

    def answer_of(self, designation: str) -> CreditAnswer | None:
        """What one designation answers; None where its rules do not ask for it."""
        return next((one for one in self.answers if one.designation == designation), None)


@dataclass(frozen=True, slots=True)
class _Place:
    """A leaf of a rule, the title that it stands under, and the pathway that is shorter, if any."""

    leaf: _Asked
    code: str
    through: LocalText | None
    shorter: LocalText | None


@dataclass(frozen=True, slots=True)
class _Reason:
    """Why a credit does not count, and the requirement that is left for it, where one is."""

    sentence: LocalText
    leaf: Leaf | None = None


def credit_accounts(joint: JointAudit) -> tuple[CreditAccount, ...]:
    """Every exam passed, credit, exemption, course and class of a person, in the order of entries."""
    credit = [
        entry
        for (kind, _), entries in joint.person.standing.records.items()
        for entry in entries
        if kind in _LEAVES
    ]
    asking = [_Asking(joint, one) for one in joint.audits]
    return tuple(_account(joint, entry, asking) for entry in sorted(credit, key=_number))


def _number(entry: Entry) -> int:
    return entry.number


def _account(joint: JointAudit, entry: Entry, asking: list[_Asking]) -> CreditAccount:
    code = _code(entry)
    title = joint.person.programme.title_of(code)
    name = credit_named(title, code, entry)
    answers = (one.answer_to(entry, name) for one in asking)
    return CreditAccount(
        entry, _with_code(title, code), name, tuple(one for one in answers if one is not None)
    )


def _code(entry: Entry) -> str:
    return str(entry.facts["exam"] if "exam" in entry.facts else entry.facts["course"])


def _with_code(title: LocalText, code: str) -> LocalText:
    return LocalText(en=f"{title.en} ({code})", ms=f"{title.ms} ({code})")


class _Asking:
    """One designation, asked about one credit after another."""

    def __init__(self, joint: JointAudit, audit: Audit) -> None:
        self.joint, self.audit = joint, audit
        code = audit.designation.code
        withheld = frozenset(exam for of, exam in joint.withheld if of == code)
        self.earnings: Earnings = joint.person.earnings(audit.designation, audit.rules, withheld)
        places = _places(audit.rules.requires, audit.finding, None, None)
        # where a credit stands in several places, one on the shortest way is told
        self.places = sorted(places, key=lambda place: place.shorter is not None)

    def answer_to(self, entry: Entry, name: LocalText) -> CreditAnswer | None:
        """Whether an entry counts, and the sentence for it; None where the rules do not ask for it."""
        code, letters = self.audit.designation.code, self.audit.designation.letters
        reasons: list[_Reason] = []
        for place in self.places:
            if not isinstance(place.leaf, _LEAVES[entry.kind]):
                continue
            if self._stands_for(_code(entry), place.code) is None:
                continue
            found = self._weighed(entry, place)
            if isinstance(found, _Reason):
                reasons.append(found)
                continue
            another = self._name(place.code) if place.code != _code(entry) else None
            sentence = counts_for(
                name, letters,
                standing_for=another, through=place.through, shorter=place.shorter,
                until=spoken_day(found.until) if found.until else None,
            )  # fmt: skip
            return CreditAnswer(code, letters, counts=True, sentence=sentence)
        if not reasons:
            return None
        first = reasons[0]
        sentence = counts_not_for(name, letters, first.sentence)
        return CreditAnswer(code, letters, counts=False, sentence=sentence, leaf=first.leaf)

    def _stands_for(self, code: str, asked: str) -> frozenset[str] | None:
        """The codes through which a code leads to the one asked for; None where it does not."""
        seen, here = {asked}, [asked]
        while here:
            to = here.pop()
            for one in self.earnings.equivalences:
                if one.to == to and one.is_valid_on(self.earnings.on):
                    here.extend(set(one.from_codes) - seen)
                    seen.update(one.from_codes)
        return frozenset(seen) if code in seen else None

    def _weighed(self, entry: Entry, place: _Place) -> Earned | _Reason:
        """As what an entry counts in a place, or why it does not."""
        earned = self._earned(place)
        own = [one for one in earned if self._is_by(one, entry)]
        if not own:
            return _Reason(self._incomplete(_code(entry), place))
        choice = chosen(place.leaf, earned, on=self.earnings.on)
        if choice.counts is not None:
            if self._is_by(choice.counts, entry):
                return choice.counts
            if any(chosen(place.leaf, [one], on=self.earnings.on).counts for one in own):
                return _Reason(counts_already(spoken_day(choice.counts.day)))
        first = own[0]
        fault = chosen(place.leaf, [first], on=self.earnings.on).fault
        if fault == "withheld" or fault is None:
            return _Reason(self._limit(place.code), named(place.leaf))
        sentence = fault_sentence(first, fault, leaf=place.leaf)
        return _Reason(sentence, named(place.leaf))

    def _earned(self, place: _Place) -> tuple[Earned, ...]:
        match place.leaf:
            case ExamPassed():
                return self.earnings.exam(place.code)
            case CourseCompleted():
                return self.earnings.course(place.code)
            case ClassAttended():
                return self.earnings.classroom(place.code)

    def _is_by(self, earned: Earned, entry: Entry) -> bool:
        """Whether something was earned by an entry, be it as one of several that count together."""
        if earned.entry.number == entry.number:
            return True
        if earned.way != "equivalence" or entry.happened_at > earned.entry.happened_at:
            return False
        return any(self._stands_for(_code(entry), part) is not None for part in earned.parts)

    def _incomplete(self, code: str, place: _Place) -> LocalText:
        """Why a code does not yet stand for the one asked for: what it counts together with."""
        others = sorted(
            {
                other
                for one in self.earnings.equivalences
                if one.is_valid_on(self.earnings.on)
                and one.to == place.code
                and any(self._stands_for(code, part) is not None for part in one.from_codes)
                for other in one.from_codes
                if self._stands_for(code, other) is None
            }
        )
        names = [self._name(other) for other in others or [place.code]]
        listed = LocalText(
            en=" and ".join(name.en for name in names), ms=" dan ".join(name.ms for name in names)
        )
        return only_with(self._name(place.code), listed)

    def _limit(self, exam: str) -> LocalText:
        """Why an exam is withheld from this designation: the limit, and what it counts for."""
        joint, code = self.joint, self.audit.designation.code
        using = [one for one, exams in joint.counted.items() if exam in exams]
        letters = {one.designation.code: one.designation.letters for one in joint.audits}
        for limit in joint.limits.pairs:
            pair = (limit.of, limit.other)
            shared = len(joint.counted[limit.of] & joint.counted[limit.other])
            instead = limit.other if code == limit.of else limit.of
            if code in pair and instead in using and shared >= (limit.at_most or 0):
                return limit_of_pair(
                    letters[limit.of], letters[limit.other],
                    at_most=limit.at_most or 0, instead=letters[instead],
                )  # fmt: skip
        most = joint.limits.of_exam
        if most is not None and len(using) >= most:
            return limit_of_exam(most, instead=[letters[one] for one in using])
        for limit in joint.limits.unique:
            if limit.other == code and limit.of in using:
                asked = limit.unique_at_least or 0
                return limit_of_own(letters[limit.of], letters[limit.other], unique_at_least=asked)
        return limit_reached([letters[one] for one in using])

    def _name(self, code: str) -> LocalText:
        return _with_code(self.joint.person.programme.title_of(code), code)


def _places(
    rule: Requirement | Pathway,
    finding: Finding,
    through: LocalText | None,
    shorter: LocalText | None,
) -> Iterator[_Place]:
    """The exams, courses and classes that a rule asks for, by what its audit found."""
    if isinstance(rule, _Asked):
        yield _Place(rule, finding.code, through, shorter)
    inside = zip(parts(rule), finding.parts, strict=True)
    if isinstance(rule, OnePathwayOf):
        best = min(finding.parts, key=lambda part: part.left)
        for part, found in inside:
            is_longer = found.left > best.left
            yield from _places(part, found, found.title, best.title if is_longer else shorter)
        return
    title = getattr(rule, "title", None) if not isinstance(rule, Pathway) else None
    for part, found in inside:
        yield from _places(part, found, title or through, shorter)
