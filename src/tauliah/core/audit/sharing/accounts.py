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


@dataclass(frozen=True, slots=True)
class CreditAccount:
    """One credit: its entry, the designations for which it counts, and sentences that say so.

    There is a sentence for each designation whose rules ask for it, or one that none do.
    """

    entry: Entry
    counts_for: tuple[str, ...]
    sentences: tuple[LocalText, ...]


@dataclass(frozen=True, slots=True)
class _Place:
    """A leaf of a rule, the title that it stands under, and the pathway that is shorter, if any."""

    leaf: _Asked
    code: str
    through: LocalText | None
    shorter: LocalText | None


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
    named = credit_named(joint.person.programme.title_of(code), code, entry)
    counts: list[str] = []
    sentences: list[LocalText] = []
    for one in asking:
        said = one.said_of(entry, named)
        if said is not None:
            sentences.append(said[1])
            if said[0]:
                counts.append(one.audit.designation.code)
    return CreditAccount(entry, tuple(counts), tuple(sentences or [counts_for_nothing(named)]))


def _code(entry: Entry) -> str:
    return str(entry.facts["exam"] if "exam" in entry.facts else entry.facts["course"])


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

    def said_of(self, entry: Entry, named: LocalText) -> tuple[bool, LocalText] | None:
        """Whether an entry counts, and the sentence for it; None where the rules do not ask for it."""
        letters = self.audit.designation.letters
        reasons: list[LocalText] = []
        for place in self.places:
            if not isinstance(place.leaf, _LEAVES[entry.kind]):
                continue
            stands_for = self._stands_for(_code(entry), place.code)
            if stands_for is None:
                continue
            reason = self._reason(entry, place)
            if reason is None:
                another = self._name(place.code) if place.code != _code(entry) else None
                return True, counts_for(
                    named, letters,
                    standing_for=another, through=place.through, shorter=place.shorter,
                )  # fmt: skip
            reasons.append(reason)
        return (False, counts_not_for(named, letters, reasons[0])) if reasons else None

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

    def _reason(self, entry: Entry, place: _Place) -> LocalText | None:
        """Why an entry does not count in a place; None where it does."""
        earned = self._earned(place)
        own = [one for one in earned if self._is_by(one, entry)]
        if not own:
            return self._incomplete(_code(entry), place)
        choice = chosen(place.leaf, earned, on=self.earnings.on)
        if choice.counts is not None:
            if self._is_by(choice.counts, entry):
                return None
            if all(chosen(place.leaf, [one], on=self.earnings.on).counts for one in own):
                return counts_already(spoken_day(choice.counts.day))
        first = own[0]
        fault = chosen(place.leaf, [first], on=self.earnings.on).fault
        if fault == "withheld":
            return self._limit(place.code)
        return fault_sentence(first, fault, leaf=place.leaf) if fault is not None else None

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
        title = self.joint.person.programme.title_of(code)
        return LocalText(en=f"{title.en} ({code})", ms=f"{title.ms} ({code})")


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
