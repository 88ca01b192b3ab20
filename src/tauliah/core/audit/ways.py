"""The shortest way through a requirement: the fewest different things that are still to do.

A step that stands in several places is done once, so the counts of the parts do not simply add up.
A full search would try every choice. But only steps that stand in several places make one choice
depend on another; so of all ways with the same such steps the shortest is kept, and no more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

Step = tuple[str, str]
"""A leaf still to be met: its kind, such as exam, and its code."""
Way = frozenset[Step]
Ways = dict[Way, Way]
"""The steps of a way that stand in several places -> the shortest such way."""
Points = tuple[int, ...]
"""Points in all, then those in each group of a list."""

_MOST_WAYS = 1000
"""Past this many ways the longest are forgotten; rules that people can follow stay far below."""

DONE: Ways = {frozenset(): frozenset()}


@dataclass(frozen=True, slots=True)
class WayFinder:
    """Finds ways through rules in which the given steps stand in several places.

    A way without a blocked step, which nobody can do any more, is shorter than any with one. Of
    ways of the same length the one whose exams cost less is the shorter, and of those the one with
    fewer exams. `fees` are what the exams cost, by code, in minor units.
    """

    repeated: Way
    blocked: Way = frozenset()
    fees: Mapping[str, int] = field(default_factory=dict)

    def step(self, step: Step) -> Ways:
        """The one way through a leaf that is not met."""
        return {frozenset({step}) & self.repeated: frozenset({step})}

    def through_all(self, parts: Iterable[Ways]) -> Ways:
        """The ways through every part."""
        ways = DONE
        for part in parts:
            ways = self._both(ways, part)
        return ways

    def through_some(self, parts: Sequence[Ways], n: int) -> Ways:
        """The ways through n of the parts; through all of them where there are not so many."""
        through: list[Ways] = [DONE] + [{}] * min(n, len(parts))
        for part in parts:
            # from the far end, so that no part is taken twice
            for taken in range(len(through) - 1, 0, -1):
                with_it = self._both(through[taken - 1], part)
                through[taken] = self._shortest([*through[taken].items(), *with_it.items()])
        return through[-1]

    def through_points(self, parts: Sequence[tuple[Ways, Points]], *, enough: Points) -> Ways:
        """The ways to enough points of each sort; through all parts where there are not so many.

        Each part has its ways and what it is worth: points in all, and in each group.
        """
        reachable = tuple(map(sum, zip(*(worth for _, worth in parts), strict=True)))
        wanted = tuple(map(min, enough, reachable))
        by_points: dict[Points, Ways] = {tuple(0 for _ in wanted): DONE}
        # what is met first, so that of equal ways the one that is read first is found first
        for ways, worth in sorted(parts, key=lambda part: part[0] != DONE):
            # from a copy, so that no part is taken twice
            for points, before in tuple(by_points.items()):
                after = tuple(
                    min(have + more, most)
                    for have, more, most in zip(points, worth, wanted, strict=True)
                )
                if after != points:
                    known = by_points.get(after, {})
                    with_it = self._both(before, ways)
                    by_points[after] = self._shortest([*known.items(), *with_it.items()])
        return by_points[wanted]

    def shortest(self, ways: Ways) -> Way:
        """The way with the fewest steps; of equals the first, as the rule is read."""
        return min(ways.values(), key=self.length)

    def length(self, way: Way) -> tuple[int, int, int, int]:
        """How long a way is: blocked steps, steps, what the exams cost, exams."""
        exams = [code for kind, code in way if kind == "exam"]
        cost = sum(self.fees.get(code, 0) for code in exams)
        return len(way & self.blocked), len(way), cost, len(exams)

    def _both(self, some: Ways, others: Ways) -> Ways:
        # what is met already adds no step
        if some is DONE:
            return others
        if others is DONE:
            return some
        ways = (_without_covered(one | other) for one in some.values() for other in others.values())
        return self._shortest((way & self.repeated, way) for way in ways)

    def _shortest(self, candidates: Iterable[tuple[Way, Way]]) -> Ways:
        ways: Ways = {}
        for repeated, way in candidates:
            if repeated not in ways or self.length(way) < self.length(ways[repeated]):
                ways[repeated] = way
        if len(ways) > _MOST_WAYS:
            ways = dict(sorted(ways.items(), key=lambda item: self.length(item[1]))[:_MOST_WAYS])
        return ways


def repeated_steps(steps: Iterable[Step]) -> Way:
    """The steps that stand in several places; a course and its exam are places of one another."""
    stands = list(steps)
    places = Counter(_place(step) for step in stands)
    return frozenset(step for step in stands if places[_place(step)] > 1)


def _place(step: Step) -> Step:
    kind, code = step
    return ("course", code) if kind == "exam" else step


def _without_covered(way: Way) -> Way:
    """Who passes an exam completes its course, so that the course is no step of its own."""
    return way - {("course", code) for kind, code in way if kind == "exam"}
