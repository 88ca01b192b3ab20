"""Forms for a request: annealed, improved and proven, or the reasons why there are none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from tauliah.core.kernel import LocalText
from tauliah.core.psychometrics.arrays import Floats, frozen
from tauliah.core.psychometrics.assembly.annealing import FIRST, annealed
from tauliah.core.psychometrics.assembly.bound import relaxation
from tauliah.core.psychometrics.assembly.conflicts import Impossible, impossible
from tauliah.core.psychometrics.assembly.exact import Solution, solved
from tauliah.core.psychometrics.assembly.model import Model, modelled
from tauliah.core.psychometrics.assembly.pool import Pool
from tauliah.core.psychometrics.assembly.request import Request

ROUNDING = 1e-6


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an assembly is: moves made, and what is known of value and bound.

    Both are the smaller the better, inf and -inf as long as nothing is known: the deviation from
    the target for "near", less the information for "most".
    """

    moves: int
    of: int
    value: float
    bound: float


@dataclass(frozen=True, slots=True, eq=False)
class Assembled:
    """Forms that keep every demand, the ids of each in the order of the pool.

    `information` (forms, points) is that of each form. `value` is the largest deviation from the
    target, as a share of it, for "near", and the smallest information, in shares of the target, for
    "most"; `bound` is what no forms can better; both 0 without a target. `is_best` is there where
    the forms are proven to be within `gap` of the bound, which was asked for.
    """

    forms: tuple[tuple[str, ...], ...]
    information: Floats
    value: float
    bound: float
    gap: float
    is_best: bool


@dataclass(frozen=True, slots=True)
class Undecided:
    """No forms were found, and that there are none was not proven, with so much effort."""

    message: LocalText


def assemble(
    pool: Pool,
    request: Request,
    *,
    seed: int = 0,
    gap: float = 0.005,
    moves: int = 20_000_000,
    effort: float = 2.0,
    progress: Callable[[Progress], None] | None = None,
) -> Assembled | Impossible | Undecided:
    """Parallel forms, within `gap` of what no forms can better if that is reached.

    `gap` is a deviation in shares of the target for "near", and a share of the bound for "most".
    Annealing gives first forms, the linear relaxation the bound, and annealing better forms, with
    `moves` at most (some millions a second). Where it stops short, CP-SAT goes on from them, for
    `effort` in its deterministic time, of which one takes some seconds. `progress` is called between; it may raise to stop. The
    same arguments give the same forms. Raises ValueError where the request names what the pool does
    not have.
    """
    model = modelled(pool, request)
    report = progress or _nobody
    # before the bound, because solvers take longer to load than this round
    for now in annealed(model, moves=FIRST, stop_at=-np.inf, seed=seed):
        report(Progress(now.moves, moves, now.value, -np.inf))

    def refused() -> Impossible:
        return impossible(
            pool,
            request,
            model,
            seed=seed,
            effort=effort,
            going_on=lambda: report(Progress(moves, moves, np.inf, -np.inf)),
        )

    ideal = relaxation(model)
    if ideal is None:
        return refused()
    bound = ideal.value
    allowed = (gap if model.is_near else gap * abs(bound)) + ROUNDING
    found = None
    for now in annealed(model, moves=moves, stop_at=bound + allowed, seed=seed):
        found = now.forms or None
        report(Progress(now.moves, moves, now.value, bound))
        if found is None and now.moves >= moves / 2:
            break
    if found is None or value_of(model, found) > bound + allowed:
        better = solved(model, hint=found or (), effort=effort, gap=allowed, seed=seed)
        if better.status == "impossible" and found is None:
            return refused()
        found, bound = _best(model, found, better), max(bound, better.bound)
    if found is None:
        return Undecided(_undecided())
    value = value_of(model, found)
    report(Progress(moves, moves, value, bound))
    return _assembled(pool, request, model, found, bound=min(bound, value), allowed=allowed)


def _nobody(progress: Progress) -> None:
    """Where nobody follows the progress."""


def _best(
    model: Model, known: tuple[tuple[int, ...], ...] | None, better: Solution
) -> tuple[tuple[int, ...], ...] | None:
    if not better.forms:
        return known
    if known is None or value_of(model, better.forms) < value_of(model, known):
        return better.forms
    return known


def value_of(model: Model, forms: tuple[tuple[int, ...], ...]) -> float:
    """The value of forms of units, the smaller the better: see `bound.relaxation`."""
    if not model.share.shape[1]:
        return 0.0
    totals = np.array([model.share[list(form)].sum(0) for form in forms])
    return float(np.abs(totals - 1).max() if model.is_near else -totals.min())


def keeps_all(model: Model, forms: tuple[tuple[int, ...], ...]) -> bool:
    """Whether forms of units keep every row, cap and overlap."""
    inside = np.zeros((model.forms, model.sizes.size))
    for form, units in enumerate(forms):
        inside[form, list(units)] = 1
    sums = inside @ model.rows.T
    slack = ROUNDING * (1 + np.abs(model.rows).max(1))
    common = (inside * model.sizes) @ inside.T
    np.fill_diagonal(common, 0)
    return bool(
        (sums >= model.low - slack).all()
        and (sums <= model.high + slack).all()
        and (inside.sum(0) <= np.maximum(model.cap, 0)).all()
        and common.max() <= model.overlap
    )


def _assembled(
    pool: Pool,
    request: Request,
    model: Model,
    forms: tuple[tuple[int, ...], ...],
    *,
    bound: float,
    allowed: float,
) -> Assembled:
    if not keeps_all(model, forms):
        raise ArithmeticError("forms were found that break the request")
    value = value_of(model, forms)
    wanted = request.target.wanted if request.target else np.zeros(0)
    share = np.array([model.share[list(form)].sum(0) for form in forms])
    items = (sorted(item for unit in form for item in model.units[unit]) for form in forms)
    sign = 1 if model.is_near else -1
    return Assembled(
        forms=tuple(tuple(pool.ids[item] for item in form) for form in items),
        information=frozen(share * wanted),
        value=sign * value,
        bound=sign * bound,
        gap=value - bound if model.is_near or not bound else (value - bound) / abs(bound),
        is_best=value - bound <= allowed,
    )


def _undecided() -> LocalText:
    return LocalText(
        en="No forms were found, and it is not proven that there are none. Allow more effort, or "
        "loosen a demand.",
        ms="Tiada set soalan ditemui, dan belum terbukti bahawa tiada set soalan yang memenuhinya. "
        "Benarkan lebih banyak usaha, atau longgarkan satu tuntutan.",
    )
