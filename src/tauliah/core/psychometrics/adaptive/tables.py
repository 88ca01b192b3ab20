"""What can be worked out before anybody sits: the order of the items at each ability, and chances.

Items are ordered at abilities a fiftieth of a logit apart (a tenth by Kullback-Leibler), and an
estimate takes the order of the nearest. The item so chosen has the largest information at the
estimate itself but for a ten-thousandth on average and a few hundredths at worst, and choosing is a
walk along a row instead of a search.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from tauliah.core.psychometrics.adaptive.design import Design
from tauliah.core.psychometrics.arrays import Floats, Whole, frozen
from tauliah.core.psychometrics.items import Items, information, probability

REACH = 4.0  # deviations of the prior on each side
STEP = {"information": 0.02, "kullback-leibler": 0.1}
NODES = 48
WIDEST = 4.6  # nodes a fifth of a deviation apart: exact for errors down to a tenth of one
KL_CONSTANT = 3.0


@dataclass(frozen=True, slots=True, eq=False)
class Tables:
    """A design with what was worked out for it; made by `prepared`.

    `order` (stages, abilities, items) names the items of area after area, the best first; area g
    stands from `starts[g]` to `starts[g + 1]`. `stage` (length,) is the stage of each place of the
    exam. `likelihood` (items, 2, nodes) are the chances of wrong and right at the `nodes` of the
    prior. `log_ratio` (items, 2) is what a wrong and a right answer add to the sequential test.
    """

    design: Design
    lowest: float
    step: float
    order: NDArray[np.int32]
    stage: Whole
    starts: Whole
    most: Whole
    exposure: Floats
    nodes: Floats
    prior: Floats
    likelihood: Floats
    log_ratio: Floats

    def with_exposure(self, exposure: Floats) -> Tables:
        """The same with other chances of exposure; nothing is ordered anew."""
        design = replace(self.design, exposure=exposure)
        return replace(self, design=design, exposure=frozen(exposure.copy()))


def prepared(design: Design) -> Tables:
    """The tables of a design."""
    items, bank = len(design.bank), design.bank
    area, most = np.zeros(items, np.int64), np.array([design.length])
    if design.content is not None:
        area, most = design.content.area, design.content.most
    step = STEP[design.selection]
    at = _abilities(design, step)
    stages = _stages(design)
    order = np.empty((len(stages), at.size, items), np.int32)
    by_area = [np.flatnonzero(area == g) for g in range(most.size)]
    starts = np.concatenate([[0], np.cumsum([found.size for found in by_area])])
    for row, values in enumerate(_values(design, at, stages)):
        for g, found in enumerate(by_area):
            ranked = np.argsort(-values[:, found], axis=1, kind="stable")
            order[:, row, starts[g] : starts[g + 1]] = found[ranked]
    nodes = np.linspace(-WIDEST, WIDEST, NODES)
    prior = np.exp(-0.5 * nodes**2)
    nodes = design.mean + design.deviation * nodes
    p = probability(nodes, bank).T
    return Tables(
        design=design,
        lowest=float(at[0]),
        step=step,
        order=frozen(order),
        stage=frozen(np.searchsorted(stages, np.arange(design.length), side="right") - 1),
        starts=frozen(starts),
        most=most,
        exposure=frozen(np.ones(items) if design.exposure is None else design.exposure.copy()),
        nodes=frozen(nodes),
        prior=frozen(prior / prior.sum()),
        likelihood=frozen(np.ascontiguousarray(np.stack([1 - p, p], axis=1))),
        log_ratio=frozen(_log_ratio(design)),
    )


def _abilities(design: Design, step: float) -> Floats:
    if design.choose_at is not None:
        return np.array([design.choose_at])
    rows = int(np.ceil(REACH * design.deviation / step))
    return np.asarray(design.mean + step * np.arange(-rows, rows + 1), np.float64)


def _stages(design: Design) -> Whole:
    """Numbers of answers from which on another order holds: the index narrows as an exam goes on."""
    if design.selection == "information":
        return np.array([0])
    found, answers = [0], 2.0  # with no answer as with one
    while answers < design.length:
        found.append(int(answers))
        answers = max(answers + 1, answers * 1.1)
    return np.array(found)


def _values(design: Design, at: Floats, stages: Whole) -> Iterator[Floats]:
    """What each item is worth at each ability in turn: (stages, items)."""
    if design.selection == "information":
        yield from information(at, design.bank)[:, None, :]
        return
    widths = KL_CONSTANT / np.sqrt(np.maximum(stages, 1))
    for theta in at:
        yield kullback_leibler(float(theta), widths, design.bank)


def kullback_leibler(theta: float, widths: Floats, of: Items, *, points: int = 61) -> Floats:
    """The index of Chang and Ying (1996, equation 8) within each width of theta: (widths, items).

    K(t || theta), integrated from theta - width to theta + width by the trapezoid rule on `points`
    points on each side as far as the widest, and linearly between them.
    """
    away = np.linspace(0, float(widths.max()), points)
    here = np.clip(probability(theta, of)[0], 1e-12, 1 - 1e-12)
    inside = np.zeros((points, len(of)))
    for side in (-1, 1):
        there = np.clip(probability(theta + side * away, of), 1e-12, 1 - 1e-12)
        distance = here * np.log(here / there) + (1 - here) * np.log((1 - here) / (1 - there))
        inside[1:] += np.cumsum((distance[1:] + distance[:-1]) / 2, axis=0) * away[1]
    place = widths / away[1]
    low = np.minimum(place.astype(np.int64), points - 2)
    share = (place - low)[:, None]
    return np.asarray(inside[low] * (1 - share) + inside[low + 1] * share)


def _log_ratio(design: Design) -> Floats:
    if design.cut is None:
        return np.zeros((len(design.bank), 2))
    cut = design.cut
    p = probability([cut.theta - cut.indifference, cut.theta + cut.indifference], design.bank)
    p = np.clip(p, 1e-12, 1 - 1e-12)
    return np.ascontiguousarray(
        np.stack([np.log1p(-p[1]) - np.log1p(-p[0]), np.log(p[1] / p[0])]).T
    )
