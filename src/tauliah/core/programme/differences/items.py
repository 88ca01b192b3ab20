"""How many items differ, by course and pool. What an item says is not told: pools are secret."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from tauliah.core.kernel import LocalText
from tauliah.core.programme.differences.matching import Difference, matched
from tauliah.core.programme.items import Pool, PooledItem

_POOLS: dict[Pool, LocalText] = {
    "secure": LocalText(en="exam items", ms="item peperiksaan"),
    "practice": LocalText(en="practice items", ms="item latihan"),
}


def item_differences(
    before: Iterable[PooledItem], after: Iterable[PooledItem]
) -> Iterator[Difference]:
    """For each course and pool how many items are new, changed and retired.

    An item that changes its course or its pool is named: no release takes it.
    """
    found = matched(before, after, lambda pooled: pooled.item.id)
    moved = [(old, new) for old, new in found.changed if _pool(old) != _pool(new)]
    changed = [new for old, new in found.changed if _pool(old) == _pool(new)]
    new, other, retired = (
        Counter(map(_pool, items)) for items in (found.added, changed, found.removed)
    )
    for course, pool in sorted({*new, *other, *retired}):
        counts = new[course, pool], other[course, pool], retired[course, pool]
        yield Difference("items", f"{course} {pool}", _counted(course, pool, counts))
    for was, now in moved:
        id, old_pool, new_pool = now.item.id, _POOLS[was.pool], _POOLS[now.pool]
        sentence = LocalText(
            en=f"The item {id} moves from {was.course}, {old_pool.en}, to {now.course}, "
            f"{new_pool.en}. No release takes it: give it a new id instead.",
            ms=f"Item {id} berpindah daripada {was.course}, {old_pool.ms}, kepada {now.course}, "
            f"{new_pool.ms}. Ia tidak akan diterima: berikan pengenal baharu kepadanya.",
        )
        yield Difference("items", f"{now.course} {now.pool}", sentence)


def _pool(pooled: PooledItem) -> tuple[str, Pool]:
    return pooled.course, pooled.pool


def _counted(course: str, pool: Pool, counts: tuple[int, int, int]) -> LocalText:
    new, changed, retired = counts
    name = _POOLS[pool]
    return LocalText(
        en=f"{course}, {name.en}: {new} new, {changed} changed, {retired} retired.",
        ms=f"{course}, {name.ms}: {new} baharu, {changed} diubah, {retired} ditamatkan.",
    )
