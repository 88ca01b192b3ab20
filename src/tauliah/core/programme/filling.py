"""Whether whole case sets and single items fill the forms of a blueprint, in number and by level."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from tauliah.core.programme.courses import BlueprintRow
from tauliah.core.programme.items import LEVELS, Level, PooledItem

Counts = tuple[int, ...]
"""Numbers of items, one for each level; a single one where levels are not told apart."""


def fills_row(row: BlueprintRow, items: Iterable[PooledItem], *, forms: int) -> bool:
    """Whether a topic's items fill its row in so many forms without an item in common."""
    sets: dict[str, list[Level]] = {}
    for one in items:
        sets.setdefault(one.item.case or one.item.id, []).append(one.item.level)
    if not row.levels:
        return fills(((len(levels),) for levels in sets.values()), (row.items,), forms=forms)
    counts = (tuple(levels.count(level) for level in LEVELS) for levels in sets.values())
    return fills(counts, row.by_level, forms=forms)


def short_levels(
    row: BlueprintRow, items: Sequence[PooledItem], *, forms: int
) -> Iterator[tuple[Level, int]]:
    """The levels of which so many forms need more items than a topic has, with what it has."""
    found = Counter(one.item.level for one in items)
    for level, wanted in row.levels.items():
        if found[level] < forms * wanted:
            yield level, found[level]


def fills(sets: Iterable[Counts], wanted: Counts, *, forms: int) -> bool:
    """Whether sets, each whole in one form or left out, give each of so many forms what is wanted."""
    counted = Counter(sets)
    single = [
        sum(times for one, times in counted.items() if sum(one) == 1 and one[place])
        for place in range(len(wanted))
    ]

    def is_filled(state: tuple[Counts, ...]) -> bool:
        used = (sum(counts) for counts in zip(*state, strict=True))
        return all(
            forms * asked - taken <= there
            for asked, taken, there in zip(wanted, used, single, strict=True)
        )

    # large sets first: single items then fill whatever room is left, which needs no search
    large = sorted((one for one in counted.elements() if sum(one) > 1), key=sum, reverse=True)
    states = fresh = {((0,) * len(wanted),) * forms}
    for one in large:
        if any(map(is_filled, fresh)):
            return True
        fresh = {
            tuple(sorted((*state[:at], after, *state[at + 1 :])))
            for state in states
            for at in range(forms)
            if (after := _within(state[at], one, wanted))
        } - states
        states = states | fresh
    return any(map(is_filled, fresh))


def _within(taken: Counts, more: Counts, wanted: Counts) -> Counts:
    """What a form has with one set more; nothing where that is over what is wanted."""
    after = tuple(one + other for one, other in zip(taken, more, strict=True))
    return after if all(one <= most for one, most in zip(after, wanted, strict=True)) else ()
