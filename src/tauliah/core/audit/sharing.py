"""The audit against several designations at once: which exam counts for which of them.

Without limits on sharing every exam counts wherever it is asked for. A limit makes choices of it.
Of all assignments that keep the limits the best is taken, in this order:

1. conferred designations: the fewest requirements left, those conferred first before the others;
2. designations matriculated for: the fewest requirements left, all added up;
3. the other designations: the fewest requirements left, all added up;
4. the least cost: the exams still to be sat, all added up;

A requirement that can be met no more weighs more than all that can. Of a designation with
grandfathering the version of the rules is the one that its audit alone is under. What is equal in
all of this is decided by the order of the codes, so that the answer is always the
same; and no exam is kept from a designation for which it could count as well. The search starts with every exam counting everywhere and takes away, the best answer first.
To take something away never leaves less to do, so the first answer that keeps the limits is a best.
Its time grows with the exams that are over a limit: it is meant for tens of them, not hundreds.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from heapq import heappop, heappush
from itertools import count

from tauliah.core.audit.auditing import Audit, Person
from tauliah.core.audit.sharing_sentences import (
    counted_sentence,
    unasked_sentence,
    unique_sentence,
)
from tauliah.core.kernel import Entry, LocalText
from tauliah.core.programme import Programme, leaves, named

_NEVER = 10_000
"""The weight of a requirement that can be met no more: more than any that are left to do."""

Withheld = frozenset[tuple[str, str]]
"""Exams that do not count for a designation: the designation's code and the exam's."""
Price = tuple[int, ...]
"""What is left for each rank of designations, and the cost: the less the better, from the left."""


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


@dataclass(frozen=True, slots=True)
class JointAudit:
    """The audits of one person against all designations, with one use of each exam."""

    audits: tuple[Audit, ...]
    uses: tuple[CreditUse, ...]
    shortages: tuple[UniqueShortage, ...]
    price: Price

    def audit(self, designation: str) -> Audit:
        """The audit against one designation; KeyError where it has no rules in force."""
        found = {one.designation.code: one for one in self.audits}
        return found[designation]

    def is_met(self, designation: str) -> bool:
        """Whether all is met: the rules, and the exams that must be its own."""
        return self.audit(designation).met and all(
            one.designation != designation for one in self.shortages
        )


@dataclass(frozen=True, slots=True)
class Limit:
    """What two designations may share: at most so many, or at least so many that are the first's."""

    of: str
    other: str
    at_most: int | None
    unique_at_least: int | None


def audit_all(programme: Programme, entries: Iterable[Entry], on: date) -> JointAudit:
    """The audits against every designation with rules in force, within the limits of sharing.

    Entries that happened after `on` are the caller's to leave out.
    """
    return _Sharing(Person.of(programme, entries, on=on)).best()


def limits_of(programme: Programme) -> tuple[Limit, ...]:
    """The limits of sharing as the designations state them, each once."""
    found: dict[tuple[object, ...], Limit] = {}
    for one in programme.designations:
        for limit in one.sharing:
            stated = Limit(one.code, limit.with_code, limit.at_most, limit.unique_at_least)
            pair: tuple[object, ...] = (one.code, limit.with_code, "unique")
            if limit.at_most is not None:
                pair = (*sorted((one.code, limit.with_code)), "shared")
                before = found.get(pair)
                if before is not None and before.at_most is not None:
                    stated = min(before, stated, key=lambda each: each.at_most or 0)
            found[pair] = stated
    return tuple(found.values())


@dataclass(order=True)
class _Node:
    """A partial answer: what is withheld, and which exams are kept in both of a pair for good."""

    price: Price
    undecided: int
    """Against the number of choices made: of equal prices what is nearly done comes first."""
    taken: tuple[tuple[str, str], ...]
    number: int
    kept: frozenset[tuple[str, str]] = field(compare=False)


@dataclass
class _Sharing:
    person: Person
    known: dict[tuple[str, frozenset[str]], Audit] = field(default_factory=dict)
    full: dict[str, Audit] = field(default_factory=dict)
    limits: list[Limit] = field(default_factory=list)
    ranks: tuple[tuple[str, ...], ...] = ()

    def best(self) -> JointAudit:
        codes = [one.code for one in self.person.programme.designations]
        for code in codes:
            found = self.person.audit(code)
            if found is not None:
                self.full[code] = found
        self.limits = [
            one
            for one in limits_of(self.person.programme)
            if one.of in self.full and one.other in self.full
        ]
        self.ranks = self._ranks()
        numbers = count()
        start = self._price(frozenset(), frozenset())
        queue = [_Node(start, 0, (), next(numbers), frozenset())]
        seen: set[tuple[Withheld, frozenset[tuple[str, str]]]] = set()
        while True:
            node = heappop(queue)
            withheld = frozenset(node.taken)
            choice = self._open_choice(withheld, node.kept)
            if choice is None:
                return self._answer(self._given_back(withheld, node.price), node.price)
            limit, exam = choice
            less = [withheld | {(code, exam)} for code in (limit.of, limit.other)]
            kept = node.kept | {(_pair(limit), exam)}
            for taken, keeping in ((less[0], node.kept), (less[1], node.kept), (withheld, kept)):
                if (taken, keeping) not in seen and self._may_hold(taken, keeping):
                    seen.add((taken, keeping))
                    price = self._price(taken, keeping)
                    place, decided = tuple(sorted(taken)), len(taken) + len(keeping)
                    heappush(queue, _Node(price, -decided, place, next(numbers), keeping))

    def _given_back(self, withheld: Withheld, price: Price) -> Withheld:
        """Without what is withheld for nothing: limits and price are kept without it, too."""
        for one in sorted(withheld):
            less = withheld - {one}
            shared = frozenset(
                (_pair(limit), exam) for limit in self.limits for exam in self._shared(limit, less)
            )
            if self._may_hold(less, shared) and self._price(less, shared) == price:
                withheld = less
        return withheld

    def _audit_under(self, code: str, withheld: Withheld) -> Audit:
        """The audit against a designation that has rules in force, under the version chosen alone."""
        gone = frozenset(exam for of, exam in withheld if of == code)
        if (code, gone) not in self.known:
            alone = self.full[code]
            again = self.person.audit(code, withheld=gone, under=alone.rules)
            self.known[code, gone] = again or alone
        return self.known[code, gone]

    def _ranks(self) -> tuple[tuple[str, ...], ...]:
        held = self.person.standing.held
        conferred = sorted(
            (code for code in self.full if code in held),
            key=lambda code: (held[code].happened_at, code),
        )
        under_way = tuple(
            code for code, one in self.full.items() if one.matriculated and code not in held
        )
        others = tuple(code for code in self.full if code not in held and code not in under_way)
        return (*((code,) for code in conferred), under_way, others)

    def _shared(self, limit: Limit, withheld: Withheld) -> list[str]:
        """The exams that count for both of a pair, in the order of their codes."""
        return sorted(self._own(limit.of, withheld) & self._own(limit.other, withheld))

    def _open_choice(
        self, withheld: Withheld, kept: frozenset[tuple[str, str]]
    ) -> tuple[Limit, str] | None:
        """An exam of a pair over its limit of which it is not decided for whom it counts."""
        for limit in self.limits:
            shared = self._shared(limit, withheld)
            undecided = [exam for exam in shared if (_pair(limit), exam) not in kept]
            if not undecided:
                continue
            if limit.at_most is not None and len(shared) > limit.at_most:
                return limit, undecided[0]
            if limit.unique_at_least is not None:
                own = len(self._own(limit.of, withheld))
                if own - len(shared) < limit.unique_at_least:
                    return limit, undecided[0]
        return None

    def _may_hold(self, withheld: Withheld, kept: frozenset[tuple[str, str]]) -> bool:
        # what is kept for both of a pair stays kept: what is withheld instead is another branch
        if any(
            (_pair(limit), exam) in kept
            for code, exam in withheld
            for limit in self.limits
            if code in (limit.of, limit.other)
        ):
            return False
        return all(
            limit.at_most is None
            or sum((_pair(limit), exam) in kept for exam in self._shared(limit, withheld))
            <= limit.at_most
            for limit in self.limits
        )

    def _own(self, code: str, withheld: Withheld) -> frozenset[str]:
        """The exams that count for a designation."""
        return _exams_counted(self._audit_under(code, withheld))

    def _left(self, code: str, withheld: Withheld, shared: Mapping[tuple[str, str], int]) -> int:
        """What is left for a designation; exams that must be its own are left, too."""
        missing = self._audit_under(code, withheld).missing
        left = len(missing) + _NEVER * sum(one.blocked for one in missing)
        for limit in self.limits:
            if limit.of == code and limit.unique_at_least is not None:
                # what is still to be passed will be its own
                own = len(self._own(code, withheld)) - shared[limit.of, limit.other]
                left = max(left, limit.unique_at_least - own)
        return left

    def _price(self, withheld: Withheld, kept: frozenset[tuple[str, str]]) -> Price:
        """The least that an answer can cost in which this is withheld and that is kept."""
        shared = {
            (limit.of, limit.other): sum(
                (_pair(limit), exam) in kept for exam in self._shared(limit, withheld)
            )
            for limit in self.limits
        }
        left = [sum(self._left(code, withheld, shared) for code in rank) for rank in self.ranks]
        fee = self.person.programme.about.fees.exam
        exams = sum(
            one.kind == "exam"
            for code in self.full
            for one in self._audit_under(code, withheld).missing
        )
        return (*left, fee * exams)

    def _answer(self, withheld: Withheld, price: Price) -> JointAudit:
        audits = tuple(self._audit_under(code, withheld) for code in self.full)
        shortages = []
        for limit in self.limits:
            if limit.unique_at_least is None:
                continue
            unique = len(self._own(limit.of, withheld)) - len(self._shared(limit, withheld))
            short = limit.unique_at_least - unique
            if short > 0:
                letters = [self.full[code].designation.letters for code in (limit.of, limit.other)]
                sentence = unique_sentence(
                    letters[0], letters[1], asked=limit.unique_at_least, unique=unique
                )
                shortages.append(UniqueShortage(limit.of, limit.other, short, sentence))
        return JointAudit(audits, self._uses(withheld), tuple(shortages), price)

    def _uses(self, withheld: Withheld) -> tuple[CreditUse, ...]:
        programme = self.person.programme
        asked = {
            code: {each[1] for leaf in leaves(one.rules.requires)
                   if (each := named(leaf))[0] in ("exam", "course")}
            for code, one in self.full.items()
        }  # fmt: skip
        uses = []
        earned = [self._own(code, frozenset()) for code in self.full]
        for exam in sorted({*self.person.standing.exams_passed, *frozenset().union(*earned)}):
            counts = tuple(code for code in self.full if exam in self._own(code, withheld))
            lost = tuple(code for code in self.full if (code, exam) in withheld)
            unused = not counts and not lost
            title = programme.title_of(exam)
            letters = {code: one.designation.letters for code, one in self.full.items()}
            sentence = (
                unasked_sentence(title, exam, asked_by=[
                    letters[code] for code in self.full if exam in asked[code]
                ])
                if unused
                else counted_sentence(
                    title, exam,
                    counts_for=[letters[code] for code in counts],
                    withheld_from=[letters[code] for code in lost],
                )
            )  # fmt: skip
            uses.append(CreditUse(exam, counts, lost, sentence))
        return tuple(uses)


def _pair(limit: Limit) -> str:
    return "+".join(sorted((limit.of, limit.other)))


def _exams_counted(found: Audit) -> frozenset[str]:
    return frozenset(one.code for one in found.finding.counted() if one.kind in ("exam", "course"))
