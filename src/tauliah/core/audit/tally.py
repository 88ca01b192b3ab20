"""For how many people a change makes a difference, and for whom: counts that can be added up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from tauliah.core.audit.comparison import Comparison
from tauliah.core.audit.effects import Effect
from tauliah.core.kernel import Entry

Effects = tuple[Effect, ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """What a change does to the people of some records; `+` gives that of both.

    `people` counts all records. `affected` holds the ids of those for whom the change makes a
    difference, under all that it does to each of them. Of the people in `not_whole` nothing can be
    said, because their chains were altered.
    """

    people: int = 0
    affected: Mapping[Effects, tuple[str, ...]] = field(default_factory=dict)
    not_whole: tuple[str, ...] = ()

    def __add__(self, other: Tally) -> Tally:
        return joined_tallies((self, other))

    @property
    def gaining(self) -> int:
        """How many people gain something; who gains here and loses there counts in both."""
        return self._count(lambda effect: effect.direction == "gains")

    @property
    def losing(self) -> int:
        """How many people lose something."""
        return self._count(lambda effect: effect.direction == "loses")

    @property
    def needing_grandfathering(self) -> int:
        """How many people lose something on the way to it."""
        return self._count(lambda effect: effect.needs_grandfathering)

    def by_person(self) -> Iterator[tuple[str, Effects]]:
        """Each person for whom the change makes a difference, by id, with what it does."""
        found = (
            (person, effects) for effects, people in self.affected.items() for person in people
        )
        return iter(sorted(found, key=lambda one: one[0]))

    def _count(self, says: Callable[[Effect], bool]) -> int:
        return sum(
            len(people) for effects, people in self.affected.items() if any(map(says, effects))
        )


class TallyInTheMaking:
    """Counts people one by one; people whose answers are the same object are counted together."""

    def __init__(self) -> None:
        self._people = 0
        self._affected: dict[int, tuple[Effects, list[str]]] = {}
        self._not_whole: list[str] = []

    def add(self, person: str, changes: Effects) -> None:
        """Count a person and what the change does to them, which may be nothing."""
        self._people += 1
        if changes:
            # the object is kept here, so that its id stays its own
            self._affected.setdefault(id(changes), (changes, []))[1].append(person)

    def add_not_whole(self, person: str) -> None:
        """Count a person of whom nothing can be said."""
        self._people += 1
        self._not_whole.append(person)

    def made(self) -> Tally:
        """The counts so far."""
        return joined_tallies(
            (
                Tally(self._people, not_whole=tuple(self._not_whole)),
                *(Tally(0, {changes: tuple(ids)}) for changes, ids in self._affected.values()),
            )
        )


def joined_tallies(tallies: Iterable[Tally]) -> Tally:
    """The tally of all the people of all of these."""
    people = 0
    affected: dict[Effects, list[str]] = {}
    not_whole: list[str] = []
    for one in tallies:
        people += one.people
        not_whole.extend(one.not_whole)
        for effects, ids in one.affected.items():
            affected.setdefault(effects, []).extend(ids)
    return Tally(
        people, {effects: tuple(ids) for effects, ids in affected.items()}, tuple(not_whole)
    )


def tally_of(records: Iterable[tuple[str, Iterable[Entry]]], comparison: Comparison) -> Tally:
    """What a change does to these people, given by id with their entries."""
    making = TallyInTheMaking()
    for person, entries in records:
        making.add(person, comparison.answer_on(entries).changes)
    return making.made()
