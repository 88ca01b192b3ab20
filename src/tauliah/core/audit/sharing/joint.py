"""The audit against several designations at once: which exam counts for which of them.

Without limits on sharing every exam counts wherever it is asked for. A limit makes choices of it.
Of all assignments that keep the limits the best is taken, in this order:

1. conferred designations: the fewest requirements left, those conferred first before the others;
2. designations matriculated for: the fewest requirements left, all added up;
3. the other designations: the fewest requirements left, all added up;
4. the fewest requirements left by the rules, without exams that a designation must have for itself;
5. the least cost: the exams still to be sat, all added up, at the price for those not members.

A requirement that can be met no more weighs more than all that can. Where a person may be audited by
several versions of a designation's rules, the version is chosen together with the assignment. What
is equal in all of this is decided by the newest versions, then by the order of the designations and
of the exams' codes: the first designation keeps what it can, then the second. So the answer is
always the same, and no exam is kept from a designation for which it could count as well.

The answer is exact. A search finds it at once where few exams are over a limit; where there are
many, a solver does, to the same answer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from tauliah.core.audit.auditing import Audit, Person
from tauliah.core.audit.sharing.limits import Limits, limits_of
from tauliah.core.audit.sharing.question import (
    NEVER,
    Pair,
    Price,
    exams_counted,
    question_of,
)
from tauliah.core.audit.sharing.search import Assignment, searched
from tauliah.core.audit.sharing.solver import solved
from tauliah.core.audit.sharing_sentences import (
    counted_sentence,
    unasked_sentence,
    unique_sentence,
)
from tauliah.core.kernel import Entry, LocalText
from tauliah.core.programme import Programme, leaves, named

_LOOKED_AT = 100
"""So many partial assignments are looked at before the solver takes over."""


@dataclass(frozen=True, slots=True)
class CreditUse:
    """An exam that was earned, the designations that it counts for, and why not for others."""

    exam: str
    counts_for: tuple[str, ...]
    withheld_from: tuple[str, ...]
    sentence: LocalText


@dataclass(frozen=True, slots=True)
class UniqueShortage:
    """A designation that lacks exams which count for it and not for the other one."""

    designation: str
    other: str
    short: int
    sentence: LocalText


@dataclass(frozen=True)
class JointAudit:
    """The audits of one person against all designations, with one use of each exam.

    `withheld` are the exams that do not count for a designation because of a limit; `ranks` the
    designations that weigh the same, the heaviest first.
    """

    person: Person = field(repr=False)
    audits: tuple[Audit, ...]
    withheld: frozenset[Pair]
    ranks: tuple[tuple[str, ...], ...]
    limits: Limits

    def audit(self, designation: str) -> Audit:
        """The audit against one designation; KeyError where it has no rules in force."""
        return self._by_code[designation]

    def is_met(self, designation: str) -> bool:
        """Whether all is met: the rules, and the exams that must be its own."""
        return self.audit(designation).met and all(
            one.designation != designation for one in self.shortages
        )

    @cached_property
    def _by_code(self) -> Mapping[str, Audit]:
        return {one.designation.code: one for one in self.audits}

    @cached_property
    def counted(self) -> Mapping[str, frozenset[str]]:
        """The exams and courses that count, by designation."""
        return {one.designation.code: exams_counted(one) for one in self.audits}

    @cached_property
    def price(self) -> Price:
        """What the assignment was chosen by: the less the better, from the left."""
        fees = self.person.programme.exam_fees
        rules, left, cost = {}, {}, 0
        for code, one in self._by_code.items():
            missing = one.missing
            rules[code] = len(missing) + NEVER * sum(each.blocked for each in missing)
            cost += sum(fees[each.code] for each in missing if each.kind == "exam")
            left[code] = rules[code]
        for limit in self.limits.unique:
            own = len(self.counted[limit.of] - self.counted[limit.other])
            # what is still to be passed will be its own
            left[limit.of] = max(left[limit.of], (limit.unique_at_least or 0) - own)
        ranks = (sum(left[code] for code in rank) for rank in self.ranks)
        return (*ranks, sum(rules.values()), cost)

    @cached_property
    def shortages(self) -> tuple[UniqueShortage, ...]:
        """The exams that designations lack which must be their own."""
        found = []
        for limit in self.limits.unique:
            asked = limit.unique_at_least or 0
            unique = len(self.counted[limit.of] - self.counted[limit.other])
            if unique < asked:
                letters = [self._letters(code) for code in (limit.of, limit.other)]
                sentence = unique_sentence(letters[0], letters[1], asked=asked, unique=unique)
                short = asked - unique
                found.append(UniqueShortage(limit.of, limit.other, short, sentence))
        return tuple(found)

    @cached_property
    def uses(self) -> tuple[CreditUse, ...]:
        """Every exam that was earned, in the order of the codes."""
        earned = {exam for _, exam in self.withheld}.union(
            self.person.standing.exams_passed, *self.counted.values()
        )
        return tuple(self._use(exam) for exam in sorted(earned))

    def _use(self, exam: str) -> CreditUse:
        counts = tuple(code for code in self._by_code if exam in self.counted[code])
        lost = tuple(code for code in self._by_code if (code, exam) in self.withheld)
        title = self.person.programme.title_of(exam)
        if counts or lost:
            sentence = counted_sentence(
                title, exam,
                counts_for=[self._letters(code) for code in counts],
                withheld_from=[self._letters(code) for code in lost],
            )  # fmt: skip
        else:
            asking = [one.designation.letters for one in self.audits if _asks_for(one, exam)]
            sentence = unasked_sentence(title, exam, asked_by=asking)
        return CreditUse(exam, counts, lost, sentence)

    def _letters(self, code: str) -> str:
        return self._by_code[code].designation.letters


def audit_all(programme: Programme, entries: Iterable[Entry], on: date) -> JointAudit:
    """The audits against every designation with rules in force, within the limits of sharing.

    Entries that happened after `on` are the caller's to leave out.
    """
    return joint_audit(Person.of(programme, entries, on=on))


def joint_audit(person: Person, *, looked_at: int = _LOOKED_AT) -> JointAudit:
    """The audits of a person; the solver is asked once so many partial assignments do not do."""
    codes = [one.code for one in person.programme.designations]
    alone = {code: one for code in codes if (one := person.audit(code)) is not None}
    ranks = _ranks(person, alone)
    limits = limits_of(person.programme)
    limits = limits.among(alone) if limits.any else limits
    found = JointAudit(person, tuple(alone.values()), frozenset(), ranks, limits)
    if not limits.any or _holds(found):
        return found
    question = question_of(person, alone, ranks, limits)
    best = searched(question, at_most=looked_at) or solved(question)
    audits = tuple(_audit_by(best, person, one) for one in alone.values())
    return JointAudit(person, audits, best.withheld, ranks, limits)


def _audit_by(best: Assignment, person: Person, alone: Audit) -> Audit:
    """The audit of a designation by an assignment, which may be the one that it has alone."""
    code = alone.designation.code
    option, gone = best.versions.get(code), best.withheld_from(code)
    if option is None or (not gone and option.audit.rules is alone.rules):
        return alone
    return person.audit(code, withheld=gone, under=option.audit.rules) or alone


def _ranks(person: Person, alone: Mapping[str, Audit]) -> tuple[tuple[str, ...], ...]:
    held = person.standing.held
    conferred = sorted(
        (code for code in alone if code in held), key=lambda code: (held[code].happened_at, code)
    )
    under_way = tuple(code for code, one in alone.items() if one.matriculated and code not in held)
    others = tuple(code for code in alone if code not in held and code not in under_way)
    return (*((code,) for code in conferred), under_way, others)


def _holds(found: JointAudit) -> bool:
    """Whether every limit holds, or leaves no more to do, with each exam counting everywhere."""
    limits, counted = found.limits, found.counted
    if any(len(counted[one.of] & counted[one.other]) > (one.at_most or 0) for one in limits.pairs):
        return False
    if limits.of_exam is not None:
        uses = Counter(exam for exams in counted.values() for exam in exams)
        if any(times > limits.of_exam for times in uses.values()):
            return False
    for limit in limits.unique:
        missing = found.audit(limit.of).missing
        left = len(missing) + NEVER * sum(one.blocked for one in missing)
        own = len(counted[limit.of] - counted[limit.other])
        if (limit.unique_at_least or 0) - own > left:
            return False
    return True


def _asks_for(audit: Audit, exam: str) -> bool:
    asked = (named(leaf) for leaf in leaves(audit.rules.requires))
    return any(kind in ("exam", "course") and code == exam for kind, code in asked)
