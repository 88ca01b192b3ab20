"""Forms drawn from a pool to a blueprint, and orders shuffled from a seed."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

_TURNS = 20
"""Orders in which enemies are looked at before a pool is called too small."""


@dataclass(frozen=True, slots=True)
class PoolItem:
    """An item of a pool as the draw sees it; items of one `case` go together, by their `place`."""

    id: str
    topic: str = ""
    case: str = ""
    place: int = 0


@dataclass(frozen=True, slots=True)
class Shortage:
    """A topic whose pool does not give the number of items that the blueprint asks for.

    `available` is the most that it gives without going over it.
    """

    topic: str
    wanted: int
    available: int


def draw_form(
    pool: Iterable[PoolItem],
    blueprint: Mapping[str, int],
    *,
    seed: str,
    enemies: Collection[tuple[str, str]] = (),
) -> tuple[str, ...] | tuple[Shortage, ...]:
    """The ids of a form: for each topic as many items as the blueprint asks for, topic by topic.

    A case set is drawn whole or not at all. Single items and sets stand in an order that the seed
    decides, each order as likely as any other, and are taken one after the other wherever what is
    still wanted can be made up of those that follow. So in a topic without sets every item is
    equally likely. The same pool, blueprint and seed give the same form on any machine. Shortages
    instead of ids where the pool is too small.

    Of two `enemies` a form has at most one: which of them is left out is decided by the seed before
    the draw, and decided anew some times where the pool would be too small with it.
    """
    items = list(pool)
    if not enemies:
        return _drawn(items, blueprint, seed=seed)
    drawn: tuple[str, ...] | tuple[Shortage, ...] = ()
    for turn in range(_TURNS):
        kept = _without_enemies(items, enemies, seed=f"{seed}/enemies {turn}")
        drawn = _drawn(kept, blueprint, seed=seed)
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
        if not foes & (kept | set(unit)):
            kept.update(unit)
    return [item for item in pool if item.id in kept]


def _enemies_of(id: str, enemies: Collection[tuple[str, str]]) -> set[str]:
    return {(other if one == id else one) for one, other in enemies if id in (one, other)}


def _drawn(
    pool: Iterable[PoolItem], blueprint: Mapping[str, int], *, seed: str
) -> tuple[str, ...] | tuple[Shortage, ...]:
    by_topic: dict[str, dict[str, PoolItem]] = {topic: {} for topic in blueprint}
    for item in pool:
        if item.topic in by_topic:
            by_topic[item.topic][item.id] = item
    drawn: list[str] = []
    shortages: list[Shortage] = []
    for topic, wanted in blueprint.items():
        units = _units(by_topic[topic].values(), seed=f"{seed}/{topic}")
        chosen = _chosen(units, wanted)
        available = sum(map(len, chosen))
        if available < wanted:
            shortages.append(Shortage(topic, wanted, available))
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


def _chosen(units: Sequence[tuple[str, ...]], wanted: int) -> list[tuple[str, ...]]:
    """Units in their order that hold `wanted` items in sum, or else as near below it as can be."""
    # sums[n]: what the units from n on can add up to
    sums: list[set[int]] = [{0}]
    for unit in reversed(units):
        sums.append({known + added for known in sums[-1] for added in (0, len(unit))})
    sums.reverse()
    left = max(total for total in sums[0] if total <= wanted)
    chosen: list[tuple[str, ...]] = []
    for number, unit in enumerate(units):
        if left - len(unit) in sums[number + 1]:
            chosen.append(unit)
            left -= len(unit)
    return chosen
