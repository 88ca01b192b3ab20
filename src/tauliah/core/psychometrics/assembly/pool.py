"""The items that forms are assembled from, with all that a request may ask of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from tauliah.core.psychometrics.arrays import Floats, Truths, Whole, frozen


@dataclass(frozen=True, slots=True, eq=False)
class Pool:
    """Items and what is known of them; made by `pool`, which checks it.

    `labels` name each item's place in a classification (topic, key, group); `amounts` (items,) are
    measured (words, seconds). Of `enemies`, which are sets of ids, at most one is in a form. Items
    with the same text in `sets` share a case, and go together or not at all. `uses` (items,) counts
    the forms that each has been in. `is_bilingual` (items,) says which exist in both languages.
    """

    ids: tuple[str, ...]
    labels: Mapping[str, tuple[str, ...]]
    amounts: Mapping[str, Floats]
    enemies: tuple[frozenset[str], ...]
    sets: tuple[str, ...]
    uses: Whole
    is_bilingual: Truths

    def __len__(self) -> int:
        return len(self.ids)


def pool(
    ids: Iterable[str],
    *,
    labels: Mapping[str, Sequence[str]] | None = None,
    amounts: Mapping[str, ArrayLike] | None = None,
    enemies: Iterable[Iterable[str]] = (),
    sets: Sequence[str] | None = None,
    uses: ArrayLike = 0,
    is_bilingual: ArrayLike = True,
) -> Pool:
    """A pool; `sets` have an empty text for items that stand alone.

    Raises ValueError for ids that repeat, columns of another length, amounts below 0 or not finite,
    and enemies that are not in the pool, by name.
    """
    names = tuple(ids)
    if not names or len(set(names)) < len(names):
        twice = sorted({name for name in names if names.count(name) > 1})
        raise ValueError(f"expected items, each id once; more than once: {', '.join(twice)}")
    columns = {name: tuple(column) for name, column in (labels or {}).items()}
    cases = tuple(sets) if sets is not None else ("",) * len(names)
    for name, column in (*columns.items(), ("sets", cases)):
        if len(column) != len(names):
            raise ValueError(f"{name}: expected {len(names)} values, got {len(column)}")
    measured: dict[str, Floats] = {}
    for name, values in (amounts or {}).items():
        amount = np.asarray(values, np.float64)
        if amount.shape != (len(names),) or not (np.isfinite(amount) & (amount >= 0)).all():
            raise ValueError(f"{name}: expected {len(names)} finite values of 0 or more")
        measured[name] = frozen(amount.copy())
    foes = tuple(frozenset(group) for group in enemies)
    unknown = sorted(set().union(*foes) - set(names)) if foes else []
    if unknown:
        raise ValueError(f"enemies that are not in the pool: {', '.join(unknown)}")
    return Pool(
        ids=names,
        labels=columns,
        amounts=measured,
        enemies=tuple(group for group in foes if len(group) > 1),
        sets=cases,
        uses=frozen(np.broadcast_to(np.asarray(uses, np.int64), (len(names),)).copy()),
        is_bilingual=frozen(np.broadcast_to(np.asarray(is_bilingual, bool), (len(names),)).copy()),
    )
