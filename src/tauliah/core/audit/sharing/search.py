"""The best assignment found by taking exams away until the limits hold, the best answer first.

What is left when everything undecided counts everywhere is the least that any decision can leave.
So the first assignment that keeps the limits is a best one. The search answers at once where few
exams are over a limit, and gives up where there are many.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import count, product

from tauliah.core.audit.sharing.limits import Limit
from tauliah.core.audit.sharing.question import Pair, Price, Question, RuleOption

_Key = tuple[Price, tuple[int, ...], int]
"""The price, the ages of the versions, and which pairs are withheld, the first pair weighing most."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """Under which version of the rules each designation is audited, and what is withheld from it."""

    versions: dict[str, RuleOption]
    withheld: frozenset[Pair]

    def withheld_from(self, code: str) -> frozenset[str]:
        """The exams that do not count for a designation."""
        return frozenset(exam for of, exam in self.withheld if of == code)


def searched(question: Question, *, at_most: int) -> Assignment | None:
    """The best assignment; None where more than so many partial ones would have to be looked at."""
    return _Search(question).best(at_most)


@dataclass(order=True)
class _Node:
    """A partial answer: pairs that are withheld, and pairs that are kept for good."""

    key: _Key
    number: int
    versions: dict[str, RuleOption] = field(compare=False)
    withheld: frozenset[Pair] = field(compare=False)
    kept: frozenset[Pair] = field(compare=False)


class _Search:
    def __init__(self, question: Question) -> None:
        self.question = question
        pairs = question.pairs
        self.weight = {pair: 1 << (len(pairs) - n) for n, pair in enumerate(pairs, start=1)}

    def best(self, at_most: int) -> Assignment | None:
        question, numbers = self.question, count()
        queue: list[_Node] = []
        chosen = product(*(question.options[code] for code in question.codes))
        for options in chosen:
            versions = dict(zip(question.codes, options, strict=True))
            self._push(queue, next(numbers), versions, frozenset(), frozenset())
            if len(queue) > at_most:
                return None
        for _ in range(at_most):
            # to withhold everything keeps every limit, so that there is always an answer
            node = heappop(queue)
            counts = self._counts(node)
            pair = self._open_pair(node, counts)
            if pair is None:
                return Assignment(node.versions, node.withheld)
            withheld, kept = node.withheld | {pair}, node.kept | {pair}
            self._push(queue, next(numbers), node.versions, withheld, node.kept)
            self._push(queue, next(numbers), node.versions, node.withheld, kept)
        return None

    def _push(
        self,
        queue: list[_Node],
        number: int,
        versions: dict[str, RuleOption],
        withheld: frozenset[Pair],
        kept: frozenset[Pair],
    ) -> None:
        mask = sum(self.weight[pair] for pair in withheld)
        ages = tuple(one.age for one in versions.values())
        node = _Node(((), ages, mask), number, versions, withheld, kept)
        if self._may_hold(node):
            node.key = (self._least(node), ages, mask)
            heappush(queue, node)

    def _counts(self, node: _Node) -> dict[str, set[str]]:
        """What counts for each designation when everything undecided does."""
        found = {code: set(one.counted) for code, one in node.versions.items()}
        for code, exam in node.withheld:
            found[code].discard(exam)
        return found

    def _may_hold(self, node: _Node) -> bool:
        """Whether what is kept for good is within the limits."""
        kept: dict[str, set[str]] = {code: set() for code in node.versions}
        for code, exam in node.kept:
            kept[code].add(exam)
        limits = self.question.limits
        if any(len(kept[one.of] & kept[one.other]) > (one.at_most or 0) for one in limits.pairs):
            return False
        most = limits.of_exam
        return most is None or all(
            sum(exam in having for having in kept.values()) <= most
            for exam in {exam for _, exam in node.kept}
        )

    def _least(self, node: _Node) -> Price:
        """The least that an answer can cost in which this is withheld and that is kept."""
        counts = self._counts(node)
        left: dict[str, int] = {}
        every = cost = 0
        for code, option in node.versions.items():
            gone = option.counted - counts[code]
            worth = option.worth(gone)
            every += worth.left
            cost += worth.cost
            left[code] = worth.left
            for limit in self.question.unique_of(code):
                own = sum(
                    exam not in counts[limit.other] or (limit.other, exam) not in node.kept
                    for exam in counts[code]
                )
                left[code] = max(left[code], (limit.unique_at_least or 0) - own)
        ranks = (sum(left[code] for code in rank) for rank in self.question.ranks)
        return (*ranks, every, cost)

    def _open_pair(self, node: _Node, counts: dict[str, set[str]]) -> Pair | None:
        """An undecided pair of a limit that does not hold yet; None where all hold."""
        return next(self._open_pairs(node, counts), None)

    def _open_pairs(self, node: _Node, counts: dict[str, set[str]]) -> Iterator[Pair]:
        limits = self.question.limits
        for limit in limits.pairs:
            shared = counts[limit.of] & counts[limit.other]
            if len(shared) > (limit.at_most or 0):
                yield from self._undecided(node, shared, (limit.of, limit.other))
        if limits.of_exam is not None:
            asking: dict[str, list[str]] = {}
            for code, exams in counts.items():
                for exam in exams:
                    asking.setdefault(exam, []).append(code)
            for exam, codes in sorted(asking.items()):
                if len(codes) > limits.of_exam:
                    yield from self._undecided(node, {exam}, codes)
        for limit in limits.unique:
            if self._is_short(limit, node, counts):
                shared = counts[limit.of] & counts[limit.other]
                yield from self._undecided(node, shared, (limit.other,))

    def _is_short(self, limit: Limit, node: _Node, counts: dict[str, set[str]]) -> bool:
        """Whether a designation would be nearer its end with more exams of its own."""
        option = node.versions[limit.of]
        own = len(counts[limit.of] - counts[limit.other])
        wanted = (limit.unique_at_least or 0) - own
        return wanted > option.worth(option.counted - counts[limit.of]).left

    def _undecided(
        self, node: _Node, exams: set[str], codes: tuple[str, ...] | list[str]
    ) -> Iterator[Pair]:
        open_pairs = (
            (code, exam) for code in codes for exam in exams if (code, exam) not in node.kept
        )
        # what weighs least first: it is withheld before the others
        return iter(sorted(open_pairs, key=self.weight.__getitem__))
