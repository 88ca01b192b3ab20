"""A request in numbers: units of items, rows that each form keeps, and the statements behind them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from tauliah.core.psychometrics.arrays import Floats, Whole, frozen
from tauliah.core.psychometrics.assembly.pool import Pool
from tauliah.core.psychometrics.assembly.request import Request

Statement = tuple[str | int, ...]
"""One demand: ("forms",), ("length", "least"), ("count", place, "most"), ("enemies", place)..."""

FORMS: Statement = ("forms",)
OVERLAP: Statement = ("overlap",)
EXPOSURE: Statement = ("exposure",)
LANGUAGES: Statement = ("languages",)
NOBODYS: Statement = ()
UNBOUNDED = float("inf")


@dataclass(frozen=True, slots=True, eq=False)
class Model:
    """Forms of units; a unit is an item or a case set.

    `rows` (rows, units) times the units of a form lies from `low` to `high` (rows,) in every form.
    `low_of` and `high_of` name the statement behind each bound. `cap` (units,) is in how many of
    these forms a unit may be, below 0 where it was in too many before; `overlap` is how many items
    any two forms share. `share` (units, points) is the information over the target; without a
    target it has no points.
    """

    units: tuple[tuple[int, ...], ...]
    sizes: Floats
    rows: Floats
    low: Floats
    high: Floats
    low_of: tuple[Statement, ...]
    high_of: tuple[Statement, ...]
    cap: Whole
    forms: int
    overlap: int
    share: Floats
    is_near: bool

    @property
    def most_forms(self) -> Whole:
        """In how many of these forms a unit may be, by its uses and by what forms may share."""
        return np.clip(self.cap, 0, None if self.overlap else 1)

    @property
    def weight(self) -> Floats:
        """What one unit of each row counts: about 1 for an item too many or too few."""
        filled, whole = (self.rows != 0).sum(1), self.rows.sum(1)
        return np.asarray(np.where(filled > 0, filled / np.where(filled > 0, whole, 1.0), 1.0))


@dataclass(frozen=True, slots=True)
class _Row:
    of_items: Floats
    low: float
    high: float
    low_of: Statement
    high_of: Statement


def modelled(pool: Pool, request: Request) -> Model:
    """The model of a request; raises ValueError for what the pool does not know, by name."""
    members: dict[str, list[int]] = {}
    for item, case in enumerate(pool.sets):
        members.setdefault(f"case {case}" if case else f"item {item}", []).append(item)
    units = tuple(map(tuple, members.values()))
    rows = list(_rows(pool, request))

    def of_units(of_items: Floats) -> Floats:
        return np.array([of_items[list(unit)].sum(0) for unit in units])

    exposure = request.exposure
    left = np.full(len(pool), request.forms)
    if exposure is not None:
        left = np.minimum(exposure - pool.uses, request.forms)
    share = request.target.share if request.target else np.zeros((len(pool), 0))
    if len(share) != len(pool):
        raise ValueError(f"expected a target for {len(pool)} items, got one for {len(share)}")
    return Model(
        units=units,
        sizes=frozen(np.array([len(unit) for unit in units], np.float64)),
        rows=frozen(np.array([of_units(row.of_items) for row in rows])),
        low=frozen(np.array([row.low for row in rows])),
        high=frozen(np.array([row.high for row in rows])),
        low_of=tuple(row.low_of for row in rows),
        high_of=tuple(row.high_of for row in rows),
        cap=frozen(np.array([left[list(unit)].min() for unit in units])),
        forms=request.forms,
        overlap=request.overlap,
        share=frozen(of_units(share).reshape(len(units), share.shape[1])),
        is_near=request.target is None or request.target.aim == "near",
    )


def _rows(pool: Pool, request: Request) -> Iterator[_Row]:
    length = float(request.length)
    yield _Row(np.ones(len(pool)), length, length, ("length", "least"), ("length", "most"))
    for place, count in enumerate(request.counts):
        labels = pool.labels.get(count.classification)
        if labels is None:
            raise ValueError(f"the pool has no classification {count.classification!r}")
        here = np.array([label == count.label for label in labels], np.float64)
        most = UNBOUNDED if count.at_most is None else float(count.at_most)
        yield _Row(here, count.at_least, most, ("count", place, "least"), ("count", place, "most"))
    for place, amount in enumerate(request.amounts):
        if amount.name not in pool.amounts:
            raise ValueError(f"the pool has no amount {amount.name!r}")
        most = UNBOUNDED if amount.at_most is None else amount.at_most
        names = ("amount", place, "least"), ("amount", place, "most")
        yield _Row(pool.amounts[amount.name], amount.at_least, most, *names)
    if request.bilingual and not pool.is_bilingual.all():
        yield _Row((~pool.is_bilingual).astype(np.float64), 0.0, 0.0, NOBODYS, LANGUAGES)
    number = {id: place for place, id in enumerate(pool.ids)}
    for place, group in enumerate(pool.enemies):
        here = np.zeros(len(pool))
        here[[number[id] for id in group]] = 1
        yield _Row(here, 0.0, 1.0, NOBODYS, ("enemies", place))
    aim = request.target
    if aim is not None and aim.within is not None:
        for place in range(aim.points.size):
            most = 1 + aim.within if aim.aim == "near" else UNBOUNDED
            yield _Row(
                aim.share[:, place],
                1 - aim.within,
                most,
                ("information", place, "least"),
                ("information", place, "most"),
            )


def statements(model: Model) -> tuple[Statement, ...]:
    """All demands that could be dropped or relaxed, those of the whole request first."""
    found = [FORMS] if model.forms > 1 else []
    if model.forms > 1:
        found.append(OVERLAP)
    if (model.cap < model.forms).any():
        found.append(EXPOSURE)
    for low, high, low_of, high_of in zip(
        model.low, model.high, model.low_of, model.high_of, strict=True
    ):
        if low > 0 and low_of:
            found.append(low_of)
        if high < UNBOUNDED and high_of:
            found.append(high_of)
    return tuple(found)


def with_only(model: Model, holds: frozenset[Statement]) -> Model:
    """The model in which only these statements hold."""
    low = np.where([one in holds for one in model.low_of], model.low, 0.0)
    high = np.where([one in holds for one in model.high_of], model.high, UNBOUNDED)
    forms = model.forms if FORMS in holds else 1
    return replace(
        model,
        low=low,
        high=high,
        forms=forms,
        cap=np.minimum(model.cap, forms) if EXPOSURE in holds else np.full_like(model.cap, forms),
        overlap=model.overlap if OVERLAP in holds else int(model.sizes.sum()),
    )


def relaxed(model: Model, statement: Statement, by: float) -> Model:
    """The model with one statement relaxed by so many items, forms or units of an amount."""
    if statement == FORMS:
        return replace(
            model, forms=model.forms - int(by), cap=np.minimum(model.cap, model.forms - int(by))
        )
    if statement == OVERLAP:
        return replace(model, overlap=model.overlap + int(by))
    if statement == EXPOSURE:
        return replace(model, cap=np.minimum(model.cap + int(by), model.forms))
    low, high = model.low.copy(), model.high.copy()
    for row in range(low.size):
        if model.low_of[row] == statement:
            low[row] -= by
        if model.high_of[row] == statement:
            high[row] += by
    return replace(model, low=low, high=high)
