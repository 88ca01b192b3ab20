"""Forms drawn from a pool to a blueprint, and orders shuffled from a seed."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import add, le, sub
from types import MappingProxyType

_Counts = tuple[int, ...]
"""Numbers of items, one for each level that is asked for."""

_TURNS = 20
"""Orders in which enemies are looked at before a pool is called too small."""


@dataclass(frozen=True, slots=True)
class PoolItem:
    """An item of a pool as the draw sees it; items of one `case` go together, by their `place`."""

    id: str
    topic: str = ""
    case: str = ""
    place: int = 0
    level: str = ""


@dataclass(frozen=True, slots=True)
class Shortage:
    """A topic whose pool does not give the number of items that the blueprint asks for.

    `available` is the most that it gives without going over it; where items are asked for at a
    `level`, what the fullest choice within the blueprint has at that level.
    """

    topic: str
    wanted: int
    available: int
    level: str = ""


def draw_form(
    pool: Iterable[PoolItem],
    blueprint: Mapping[str, int],
    *,
    seed: str,
    levels: Mapping[str, Mapping[str, int]] = MappingProxyType({}),
    enemies: Collection[tuple[str, str]] = (),
    last: Collection[str] = frozenset(),
) -> tuple[str, ...] | tuple[Shortage, ...]:
    """The ids of a form: for each topic as many items as the blueprint asks for, topic by topic.

    `levels` says of a topic how many items it takes at each level, which then is exactly what is
    drawn; together they are as many as the blueprint says. Items of other topics may be at any.

    A case set is drawn whole or not at all. Single items and sets stand in an order that the seed
    decides, each order as likely as any other, and are taken one after the other wherever what is
    still wanted can be made up of those that follow. So in a topic without sets every item is
    equally likely. The same pool, blueprint and seed give the same form on any machine. Shortages
    instead of ids where the pool is too small. Items that are to come `last` stand behind the others
    in that order, so that they are taken only where the others do not suffice.

    Of two `enemies` a form has at most one: which of them is left out is decided by the seed before
    the draw, and decided anew some times where the pool would be too small with it.
    """
    for topic, counts in levels.items():
        if topic in blueprint and counts and sum(counts.values()) != blueprint[topic]:
            raise ValueError(f"{topic}: {blueprint[topic]} items, not those of its levels")
    cells = {topic: levels.get(topic) or {"": wanted} for topic, wanted in blueprint.items()}
    items = list(pool)
    if not enemies:
        return _drawn(items, cells, seed=seed, last=last)
    drawn: tuple[str, ...] | tuple[Shortage, ...] = ()
    for turn in range(_TURNS):
        kept = _without_enemies(items, enemies, seed=f"{seed}/enemies {turn}")
        drawn = _drawn(kept, cells, seed=seed, last=last)
        if not any(isinstance(one, Shortage) for one in drawn):
            break
    return drawn


def pilots_for(
    form: Collection[str],
    pilots: Iterable[PoolItem],
    most: int,
    *,
    seed: str,
    enemies: Collection[tuple[str, str]] = (),
) -> tuple[str, ...]:
    """At most so many items on pilot to go with a form, none of them an enemy of what it has."""
    taken = set(form)
    chosen: list[str] = []
    for id in shuffled((item.id for item in pilots), seed=f"{seed}/pilots"):
        if len(chosen) < most and id not in taken and not _enemies_of(id, enemies) & taken:
            taken.add(id)
            chosen.append(id)
    return tuple(chosen)


def _without_enemies(
    pool: Sequence[PoolItem], enemies: Collection[tuple[str, str]], *, seed: str
) -> list[PoolItem]:
    """The items without those that have an enemy before them in an order; sets stay whole."""
    kept: set[str] = set()
    for unit in _units(pool, seed=seed):
        foes = {foe for id in unit for foe in _enemies_of(id, enemies)}
        if foes.isdisjoint(kept) and foes.isdisjoint(unit):
            kept.update(unit)
    return [item for item in pool if item.id in kept]


def _enemies_of(id: str, enemies: Collection[tuple[str, str]]) -> set[str]:
    return {(other if one == id else one) for one, other in enemies if id in (one, other)}


def _drawn(
    pool: Iterable[PoolItem],
    cells: Mapping[str, Mapping[str, int]],
    *,
    seed: str,
    last: Collection[str] = frozenset(),
) -> tuple[str, ...] | tuple[Shortage, ...]:
    by_topic: dict[str, dict[str, PoolItem]] = {topic: {} for topic in cells}
    for item in pool:
        if item.topic in by_topic:
            by_topic[item.topic][item.id] = item
    drawn: list[str] = []
    shortages: list[Shortage] = []
    for topic, wanted in cells.items():
        items = by_topic[topic]
        # where no level is told, all items are of one, which has no name
        level_of = {id: item.level if "" not in wanted else "" for id, item in items.items()}
        units = [
            unit
            for unit in _units(items.values(), seed=f"{seed}/{topic}")
            if all(level_of[id] in wanted for id in unit)
        ]
        units.sort(key=lambda unit: any(id in last for id in unit))
        counts = [_counted((level_of[id] for id in unit), wanted) for unit in units]
        chosen = [units[number] for number in _chosen(counts, tuple(wanted.values()))]
        available = Counter(level_of[id] for unit in chosen for id in unit)
        shortages += [
            Shortage(topic, asked, available[level], level)
            for level, asked in wanted.items()
            if available[level] < asked
        ]
        drawn += [id for unit in chosen for id in unit]
    return tuple(shortages) or tuple(drawn)


def arranged(items: Iterable[PoolItem], *, seed: str) -> tuple[str, ...]:
    """The items of a form in the order of one attempt: shuffled, but the items of a case together."""
    return tuple(id for unit in _units(items, seed=seed) for id in unit)


def shuffled(ids: Iterable[str], *, seed: str) -> tuple[str, ...]:
    """The ids in an order that the seed alone decides, the same in any language and version.

    Each id is sorted by the SHA-256 of seed and id, so every order is as likely as any other.
    """

    def place(id: str) -> bytes:
        return hashlib.sha256(f"{seed}\n{id}".encode()).digest()

    return tuple(sorted(ids, key=place))


def _units(items: Iterable[PoolItem], *, seed: str) -> list[tuple[str, ...]]:
    """Single items and case sets, shuffled; a set's items by their places."""
    units: dict[str, list[PoolItem]] = {}
    for item in items:
        # an item's id has no blank, so no case is taken for an item
        units.setdefault(f"case {item.case}" if item.case else item.id, []).append(item)
    return [
        tuple(item.id for item in sorted(units[name], key=lambda item: (item.place, item.id)))
        for name in shuffled(units, seed=seed)
    ]


def _counted(levels: Iterable[str], wanted: Mapping[str, int]) -> _Counts:
    """How many there are of each level that is asked for, in the order in which they are."""
    found = Counter(levels)
    return tuple(found[level] for level in wanted)


def _chosen(units: Sequence[_Counts], wanted: _Counts) -> list[int]:
    """Places of units in their order that hold what is wanted at each level in sum.

    Where none do, those that hold as many items as can be without going over it at any level; of
    several such sums the greatest.
    """
    # sums[n]: what the units from n on can add up to, level by level
    sums: list[set[_Counts]] = [{(0,) * len(wanted)}]
    for unit in reversed(units):
        more = {tuple(map(add, known, unit)) for known in sums[-1]}
        sums.append(sums[-1] | {one for one in more if all(map(le, one, wanted))})
    sums.reverse()
    left = max(sums[0], key=lambda one: (sum(one), one))
    chosen: list[int] = []
    for number, unit in enumerate(units):
        after = tuple(map(sub, left, unit))
        if after in sums[number + 1]:
            chosen.append(number)
            left = after
    return chosen
