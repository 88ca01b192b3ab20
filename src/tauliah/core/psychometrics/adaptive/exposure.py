"""How often items are seen: chances by which the most popular are held back, and what comes of it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tauliah.core.psychometrics.adaptive.design import Design
from tauliah.core.psychometrics.adaptive.simulation import simulate
from tauliah.core.psychometrics.adaptive.tables import Tables, prepared
from tauliah.core.psychometrics.arrays import Floats, Runner, frozen


@dataclass(frozen=True, slots=True, eq=False)
class ExposureControl:
    """Chances (items,) by which a chosen item is given, for `Design.exposure`.

    `largest` (cycles,) is the largest share of simulees who saw one item, cycle by cycle; `reached`
    is the largest of the chances that were kept, among simulees who had no part in choosing them.
    """

    exposure: Floats
    largest: Floats
    reached: float


def calibrated_exposure(
    of: Design,
    *,
    most: float,
    seed: int,
    persons: int = 5_000,
    cycles: int = 20,
    run: Runner = map,
) -> ExposureControl:
    """Chances by which no item is seen by more than a share `most` of the population of the prior.

    Sympson and Hetter (1985): simulate, then hold back each item that was chosen for a share P of
    more than `most` with chance 1 - most / P, and so on for `cycles`; the chances of the cycle with
    the lowest largest share are kept. Raises ValueError where `most` asks for less than the exam
    needs of the bank: items of an area over the items the bank has of it.
    """
    tables = prepared(of)
    held = np.diff(tables.starts)
    least = float((tables.most / np.maximum(held, 1)).max())
    if not least <= most <= 1:
        raise ValueError(
            f"expected a largest share from {least:.3f}, which the bank allows, to 1; got {most}"
        )
    seeds = np.random.SeedSequence(seed).spawn(cycles + 1)
    exposure = np.ones(len(of.bank))
    kept, lowest, largest = exposure, np.inf, []
    for child in seeds[:cycles]:
        chosen, given = _shares(tables.with_exposure(exposure), child, persons, run)
        largest.append(given.max())
        if largest[-1] < lowest:
            kept, lowest = exposure, largest[-1]
        exposure = np.where(chosen > most, most / np.maximum(chosen, most), 1.0)
    _, given = _shares(tables.with_exposure(kept), seeds[cycles], persons, run)
    return ExposureControl(frozen(kept), frozen(np.array(largest)), float(given.max()))


def _shares(
    tables: Tables, seed: np.random.SeedSequence, persons: int, run: Runner
) -> tuple[Floats, Floats]:
    """The share of simulees for whom each item was chosen, and to whom it was given."""
    design = tables.design
    theta = np.random.default_rng(seed).normal(design.mean, design.deviation, persons)
    found = simulate(tables, theta, seed=int(seed.generate_state(1)[0]), run=run)
    given = found.administered[found.administered >= 0]
    return found.considered / persons, np.bincount(given, minlength=len(design.bank)) / persons
