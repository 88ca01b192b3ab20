"""Whether a goal can be reached: by looking where each part stands alone, by search where not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial

from tauliah.core.programme.reading import Path
from tauliah.core.programme.rules import CourseCompleted, DesignationHeld, ExamPassed
from tauliah.core.programme.satisfying.reach import Chance, Reach
from tauliah.core.programme.satisfying.rule_tree import Key, Node
from tauliah.core.programme.satisfying.statements import Name, Stated


@dataclass(frozen=True)
class Goal:
    """Rules to be met by one person who starts on a day; one pathway of them, where it is named."""

    names: tuple[Name, ...]
    start: date
    pathway: Path = ()


_SPANS = frozenset({"within_months", "expires_after_months"})


@dataclass(frozen=True)
class Shared:
    """A limit that holds between two designations, the first of which states it."""

    of: str
    other: str
    at_most: int | None
    unique_at_least: int | None


@dataclass(frozen=True)
class Decision:
    """One goal under the statements that hold."""

    stated: Stated
    goal: Goal
    holds: frozenset[Key]

    def is_possible(self) -> bool:
        """Whether there is a record and a day that reach the goal."""
        if not all(self._alone(name) for name in self.goal.names):
            return False
        if not self._is_entangled():
            return True
        # the solver takes longer to load than most programmes to decide
        from tauliah.core.programme.satisfying.solving import can_be_met_together

        return can_be_met_together(self)

    @cached_property
    def reach(self) -> Reach:
        """What can be earned at all."""
        return Reach.of(self.stated, self.holds, self.goal.start)

    @cached_property
    def closure(self) -> tuple[Name, ...]:
        """The goal's rules and those of all designations that they may ask for."""
        found: dict[Name, None] = {}
        ahead = list(self.goal.names)
        while ahead:
            name = ahead.pop()
            if name in found:
                continue
            found[name] = None
            for node in self.stated.trees[name].leaves():
                if isinstance(node.leaf, DesignationHeld) and node.key in self.holds:
                    ahead += self.versions_of(node.leaf.designation)
        return tuple(found)

    def versions_of(self, code: str) -> list[Name]:
        """The versions under which a designation may be earned on the way to the goal."""
        stated = [name for name in self.goal.names if name[0] == code]
        return stated or self.stated.versions_for(code, self.goal.start)

    def limits(self) -> tuple[list[Shared], int | None]:
        """The limits of sharing that hold, and in how many designations an exam counts."""
        codes = {code for code, _ in self.closure}
        found = []
        for code in sorted(codes):
            for number, limit in enumerate(self.stated.folder.designations[code].value.sharing):
                # what is the designation's own must be there even if the other is not wanted
                matters = limit.with_code in codes or limit.unique_at_least is not None
                if matters and ("sharing", code, number) in self.holds:
                    shared = limit.with_code, limit.at_most, limit.unique_at_least
                    found.append(Shared(code, *shared))
        most = self.stated.about.value.exam_counts_for_at_most
        return found, most if ("cap",) in self.holds else None

    def chances(self, name: Name) -> tuple[Chance, ...]:
        """Days on which rules may be met, without those that another allows all of."""
        leaves = sum(1 for _ in self.stated.trees[name].leaves())
        return tuple(_best(self._possible_chances(name), all_leaves=leaves))

    def roots(self, name: Name) -> list[Node]:
        """What must be met of rules: all of them, and the pathway that the goal names."""
        tree = self.stated.trees[name]
        if name in self.goal.names and self.goal.pathway:
            return [tree, *(n for n in tree.nodes() if n.path == self.goal.pathway)]
        return [tree]

    def _possible_chances(self, name: Name) -> Iterator[Chance]:
        """The days on which what can be earned, each by itself, is enough."""
        return (chance for chance in self.reach.chances(name) if self._is_enough(name, chance))

    def _is_enough(self, name: Name, chance: Chance) -> bool:
        asked = {
            node.path: self._any_alone(node.leaf.designation)
            for node in self.stated.trees[name].leaves()
            if isinstance(node.leaf, DesignationHeld) and node.key in self.holds
        }
        allows = partial(_is_in, chance=chance, asked=asked)
        return all(root.is_met(self.holds, allows) for root in self.roots(name))

    def _at_the_end(self, name: Name) -> Chance:
        """What could be had on the last day if nothing lapsed: no day allows more."""
        return next(self._lasting.chances(name))

    @cached_property
    def _lasting(self) -> Reach:
        lasting = (key for key in self.holds if key[0] not in {"lapse", "equivalence"})
        holds = frozenset(key for key in lasting if key[-1] not in _SPANS)
        return Reach.of(self.stated, holds, self.goal.start)

    def _alone(self, name: Name) -> bool:
        if name not in self._known:
            self._known[name] = (
                self._is_enough(name, self._at_the_end(name))
                and next(self._possible_chances(name), None) is not None
            )
        return self._known[name]

    def _any_alone(self, code: str) -> bool:
        return any(self._alone(name) for name in self.versions_of(code))

    @cached_property
    def _known(self) -> dict[Name, bool]:
        return {}

    def _is_entangled(self) -> bool:
        """Whether limits or clashing papers may forbid together what is possible alone."""
        possible = [name for name in self.closure if self._alone(name)]
        easy = {
            name: next((one for one in self._possible_chances(name) if not one.clashes), None)
            for name in possible
        }
        if None in easy.values():
            return True
        named = {name: self._exams(name) for name in possible}
        of: dict[str, set[str]] = {}
        for (code, _), exams in named.items():
            of.setdefault(code, set()).update(exams.values())
        shared, most = self.limits()
        if most is not None and any(
            sum(exam in exams for exams in of.values()) > most for exam in set().union(*of.values())
        ):
            return True
        for limit in shared:
            theirs = of.get(limit.other, set())
            if limit.at_most is not None and len(of[limit.of] & theirs) > limit.at_most:
                return True
            for name, chance in easy.items():
                if name[0] != limit.of or limit.unique_at_least is None or chance is None:
                    continue
                own = {exam for path, exam in named[name].items() if path in chance.leaves}
                if len(own - theirs) + self.free_exams(name) < limit.unique_at_least:
                    return True
        return False

    def free_exams(self, name: Name) -> int:
        """How many exams rules ask for no more: instead of each, one that nobody else wants counts.

        So to leave out a statement never makes less possible.
        """
        return sum(
            isinstance(node.leaf, ExamPassed | CourseCompleted)
            for node in self.stated.trees[name].leaves()
            if node.key not in self.holds
        )

    def _exams(self, name: Name) -> dict[Path, str]:
        """The exams and courses that rules name, by the places of their leaves."""
        found = {}
        for node in self.stated.trees[name].leaves():
            if node.key in self.holds:
                match node.leaf:
                    case ExamPassed(exam=code) | CourseCompleted(course=code):
                        found[node.path] = code
                    case _:
                        pass
        return found


def _is_in(node: Node, chance: Chance, asked: Mapping[Path, bool]) -> bool:
    return node.path in chance.leaves and asked.get(node.path, True)


def _best(chances: Iterable[Chance], *, all_leaves: int) -> list[Chance]:
    """Chances of which none allows all that another does with no clash more."""
    kept: list[Chance] = []
    for chance in chances:
        is_covered = any(
            chance.leaves <= other.leaves and (not other.clashes or other.papers == chance.papers)
            for other in kept
        )
        if not is_covered:
            kept.append(chance)
            if not chance.clashes and len(chance.leaves) == all_leaves:
                break
    return kept
