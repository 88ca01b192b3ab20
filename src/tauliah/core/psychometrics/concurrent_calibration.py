"""Calibration of every model, of several groups at once, and of new items beside anchors.

The first group, or the one named as `reference`, has mean 0 and standard deviation 1, and those of
the others are estimated (Bock and Zimowski, 1997). With anchors, items held at given parameters fix
the scale, and the moments of every group are estimated: fixed-parameter calibration with the prior
updated at every step (Kim, 2006). Either way groups are normal and items behave alike in all.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TypedDict, Unpack

import numpy as np

from tauliah.core.psychometrics.anchoring import Anchors, Held, held
from tauliah.core.psychometrics.arrays import Floats, Runner, Truths, Whole
from tauliah.core.psychometrics.calibrated import (
    Calibration,
    CategoryCalibration,
    Errors,
    Reached,
    Step,
)
from tauliah.core.psychometrics.expectation import FEWEST_NODES, enough_nodes, normal_grid
from tauliah.core.psychometrics.identification import at_limit
from tauliah.core.psychometrics.maximisation import Priors
from tauliah.core.psychometrics.models.curves import AnyModel, Design
from tauliah.core.psychometrics.models.estimation import Point, Settled, Task
from tauliah.core.psychometrics.models.maximisation import SMALLEST_DEVIATION, limits
from tauliah.core.psychometrics.models.priors import GuessingPriors
from tauliah.core.psychometrics.models.results import Fit
from tauliah.core.psychometrics.models.start import Start, group_name
from tauliah.core.psychometrics.models.start import start as begin
from tauliah.core.psychometrics.refusals import NotEstimable
from tauliah.core.psychometrics.tokens import Partition

CROSS_PRODUCT_FROM = 50_000  # persons
STAGES = (64, 8)  # a first fit takes every so many-th person
FEWEST_IN_CATEGORY = 20  # of a stage
LOOSER = 30.0
NODES_FOR_GROUPS = 1.5  # more, because a group may be wider than the reference


class Running(TypedDict, total=False):
    """How exactly and by what means a fit is made; see `calibrate`, whose defaults hold."""

    tolerance: float
    nodes: int | None
    errors: Errors | None
    run: Runner
    start: Reached | None
    watch: Callable[[Reached], None]


class Conditions(Running, total=False):
    """The same, and what fixes the scale; see `calibrate_concurrently`."""

    reference: object
    anchors: Anchors | None


def calibrate_concurrently(
    data: Sequence[Partition],
    model: AnyModel,
    *,
    labels: Sequence[str] = ("",),
    priors: Priors | GuessingPriors | None = None,
    **asked: Unpack[Conditions],
) -> Calibration | CategoryCalibration:
    """Calibrate the items of persons who come in pieces of one layout, each piece of one group.

    `labels` names the groups by the numbers that the pieces carry. `reference` is the label of the
    group with mean 0 and standard deviation 1, by default the first; with `anchors` there is none.
    `priors` are `GuessingPriors` for the 3PL, which needs them, and `Priors` or none for the
    others. `tolerance`, `nodes`, `errors`, `run`, `start` and `watch` are those of `calibrate`; errors
    are "observed" by default below 50,000 persons. Errors of given parameters are 0.

    Raises NotEstimable when nothing varies; when items fall into sets that no person connects, or
    connects with an anchor; when a group has no responses or no spread; when a response has
    probability 0 under its anchor. Raises ValueError for anchors that are none of the model.
    """
    if not data:
        raise ValueError("expected one or more partitions of the same layout")
    first = next(iter(asked.get("run", map)(Partition.summary, data[:1]))).layout
    categories = np.full(first.items, first.categories)
    if model == "3PL" and priors is None:
        priors = GuessingPriors()
    fit = fitted(
        data,
        model,
        categories=categories,
        labels=tuple(labels),
        priors=priors,
        **asked,
    )
    if model in {"graded", "partial-credit"}:
        return fit.category_calibration(categories)
    return fit.calibration()


def fitted(
    data: Sequence[Partition],
    model: AnyModel,
    *,
    categories: Whole,
    labels: tuple[str, ...],
    priors: Priors | GuessingPriors | None,
    reference: object = None,
    anchors: Anchors | None = None,
    tolerance: float = 3e-5,
    nodes: int | None = None,
    errors: Errors | None = None,
    run: Runner = map,
    start: Reached | None = None,
    watch: Callable[[Reached], None] = lambda _: None,
) -> Fit:
    """The fit of items with so many `categories` each, before it is told as a calibration."""
    if (model == "3PL") != isinstance(priors, GuessingPriors) and priors is not None:
        raise ValueError("expected GuessingPriors for the 3PL, and Priors for the other models")
    summaries = list(run(Partition.summary, data))
    if any(one.layout != summaries[0].layout for one in summaries):
        raise ValueError("expected one or more partitions of the same layout")
    if any(not 0 <= one.group < len(labels) for one in summaries):
        raise ValueError(f"expected groups from 0 to {len(labels) - 1}, one for each label")
    kept = held(anchors, model, items=categories.size)
    begun = begin(
        data,
        model,
        summaries=summaries,
        run=run,
        held=kept,
        categories=categories,
        labels=labels,
        priors=priors,
    )
    free_groups = np.ones(len(labels), np.bool_)
    if anchors is not None and reference is not None:
        raise ValueError("expected anchors or a reference group: either fixes the scale")
    if anchors is None:
        free_groups[_place(reference, labels)] = False
    responses = float(begun.tallies.sum() / begun.persons.sum())
    wider = NODES_FOR_GROUPS**2 if free_groups.any() else 1
    # steep steps between categories want no fewer than the grid that nobody chose
    nodes = nodes or max(FEWEST_NODES, enough_nodes(responses * wider))
    task = Task(
        design=begun.design,
        free=begun.free,
        free_groups=free_groups,
        is_tied=model == "1PL" and bool(begun.free[:, 0].any()),
        grid=normal_grid(nodes),
        priors=priors,
        tolerance=tolerance,
        run=run,
        watch=watch,
    )
    trace: list[Step] = []
    first = _first(task, data, begun, kept, trace) if start is None else _gone_on(begun, start)
    settled = task.settled(data, first, looser=1, trace=trace)
    _require_spread(settled, labels)
    limited = _limited(begun, settled)
    rows = sum(one.rows for one in summaries)
    errors = errors or ("observed" if rows < CROSS_PRODUCT_FROM else "cross-product")
    spread = None
    if errors != "none" and (begun.free[~limited].any() or free_groups.any()):
        spread = task.covariance(data, settled.point, errors=errors, sure=~limited)
    at_limits = map(at_limit, np.flatnonzero(limited).tolist())
    return Fit(
        begun=begun,
        settled=settled,
        spread=spread,
        errors="none" if spread is None else errors,
        limited=limited,
        anchored=kept.places,
        free_groups=free_groups,
        labels=labels,
        parameters=_free_parameters(task),
        nodes=nodes,
        remarks=(*begun.remarks, *at_limits),
        trace=tuple(trace),
    )


def _place(reference: object, labels: tuple[str, ...]) -> int:
    if reference is None:
        return 0
    if str(reference) not in labels:
        raise ValueError(f"expected a reference among {', '.join(labels)}, got {reference}")
    return labels.index(str(reference))


def _first(
    task: Task, data: Sequence[Partition], begun: Start, anchored: Held, trace: list[Step]
) -> Point:
    """Where the fit of all persons begins: after fits of some of them, where there are many; and
    with groups placed by the anchors, where there are some.
    """
    groups = task.free_groups.size
    point = Point(begun.values, np.zeros(groups), np.ones(groups))
    if anchored.places.size:
        used = np.full_like(task.design.used, -1)
        used[anchored.places] = task.design.used[anchored.places]
        alone = Task(
            design=Design(task.design.model, used),
            free=np.zeros_like(task.free),
            free_groups=task.free_groups,
            is_tied=False,
            grid=task.grid,
            priors=None,
            tolerance=task.tolerance,
            run=task.run,
            watch=lambda _: None,
        )
        placed = alone.settled(data, point, looser=LOOSER**2, trace=[]).point
        point = Point(begun.values, placed.means, placed.deviations)
    counted = begun.tallies.sum(0)[begun.free.any(1)]
    fewest = float(counted[counted > 0].min(initial=np.inf))
    fewest = min(fewest, float(begun.persons.min()))
    for step in STAGES:
        if fewest >= FEWEST_IN_CATEGORY * step:
            # Some of the persons are few enough to be counted here.
            some = list(task.run(partial(Partition.thinned, step=step), data))
            here = replace(task, run=map)
            point = here.settled(some, point, looser=LOOSER * step, trace=trace).point
    return point


def _gone_on(begun: Start, reached: Reached) -> Point:
    """The point that another fit of the same data had reached."""
    if reached.values.shape != begun.values.shape:
        raise ValueError(f"expected a start of {len(begun.values)} items and of the same model")
    values = np.where(begun.free, reached.values, begun.values)
    return Point(values, reached.means, reached.deviations)


def _require_spread(settled: Settled, labels: tuple[str, ...]) -> None:
    flat = np.flatnonzero(settled.point.deviations <= SMALLEST_DEVIATION * 1.001)
    if flat.size:
        name = group_name(labels, int(flat[0]))
        raise NotEstimable(
            "group-without-spread",
            en=f"The persons of group {name} answered too alike or are too few to tell how far "
            "their abilities spread; join the group with another, or leave it out.",
            ms=f"Orang dalam kumpulan {name} menjawab terlalu serupa atau terlalu sedikit untuk "
            "mengetahui serakan keupayaan mereka; gabungkan kumpulan itu dengan yang lain, atau "
            "keluarkannya.",
        )


def _limited(begun: Start, settled: Settled) -> Truths:
    """Items of which a free parameter is at its limit."""
    low, high = limits(begun.design)
    values: Floats = settled.point.values
    return np.asarray((begun.free & ((values <= low) | (values >= high))).any(1))


def _free_parameters(task: Task) -> int:
    """How many numbers were estimated; a slope of all is one."""
    tied = int(task.free[:, 0].sum()) - 1 if task.is_tied else 0
    return int(task.free.sum()) - tied + 2 * int(task.free_groups.sum())
