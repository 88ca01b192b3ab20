"""A whole programme simulated: many simulees of known ability sit an adaptive exam."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from tauliah.core.psychometrics.adaptive.design import Design
from tauliah.core.psychometrics.adaptive.tables import Tables, prepared
from tauliah.core.psychometrics.arrays import Floats, Runner, Scores, Whole, frozen
from tauliah.core.psychometrics.scoring import Method, ability
from tauliah.core.psychometrics.seeds import stream_seed

AT_ONCE = 4_096
Ending = Literal["length", "error", "cut"]
ENDINGS: tuple[Ending, ...] = ("length", "error", "cut")


@dataclass(frozen=True, slots=True, eq=False)
class Simulation:
    """What simulees were given and how they came out.

    `theta` (persons,) is the truth, `estimate` and `error` what the exam found. `administered`
    (persons, length) holds the items in their order, -1 after the last, and `right` the answers.
    `lengths` (persons,) counts them, `ending` is the place in ENDINGS of why it ended.
    `is_passed` (persons,) is there for designs with a cut. `considered` (items,) is how many
    simulees an item was chosen for, given to them or held back.
    """

    design: Design
    theta: Floats
    estimate: Floats
    error: Floats
    administered: NDArray[np.int32]
    right: Scores
    lengths: Whole
    ending: Scores
    is_passed: NDArray[np.bool_] | None
    considered: Whole


def simulate(
    of: Design | Tables,
    theta: ArrayLike,
    *,
    seed: int,
    score: Method = "EAP",
    run: Runner = map,
) -> Simulation:
    """Give the exam to simulees of these abilities (persons,), who answer by the model.

    The estimate by which items are chosen is the mean of the posterior at 48 nodes; the final one
    is the same by "EAP", else as `ability` gives it. Who reaches the full length without a decision
    of the sequential test passes where the likelihood ratio is past the middle of its two bounds.
    The same seed gives the same answers, however `run` divides the work.
    """
    tables = of if isinstance(of, Tables) else prepared(of)
    truth = np.atleast_1d(np.asarray(theta, np.float64))
    if truth.ndim != 1 or not truth.size or not np.isfinite(truth).all():
        raise ValueError("expected one finite ability for each simulee")
    starts = range(0, truth.size, AT_ONCE)
    pieces = list(run(_Piece(tables, truth, seed), starts))
    design = tables.design
    administered, right, lengths, estimate, error, ratio, ending = (
        np.concatenate([piece[part] for piece in pieces]) for part in range(7)
    )
    if score != "EAP":
        estimate, error = _scored(design, administered, right, score)
    cut = design.cut
    return Simulation(
        design=design,
        theta=frozen(truth.copy()),
        estimate=frozen(estimate),
        error=frozen(error),
        administered=frozen(administered),
        right=frozen(right),
        lengths=frozen(lengths),
        ending=frozen(ending),
        is_passed=None if cut is None else frozen(ratio > cut.middle),
        considered=frozen(np.sum([piece[7] for piece in pieces], axis=0)),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Piece:
    """The simulees from one place on, so many at once."""

    tables: Tables
    theta: Floats
    seed: int

    def __call__(self, begin: int) -> tuple[NDArray[Any], ...]:
        from tauliah.core.psychometrics.adaptive.kernels import administer

        tables, design = self.tables, self.tables.design
        theta = self.theta[begin : begin + AT_ONCE]
        bank, cut = design.bank, design.cut
        persons = theta.size
        found = (
            np.full((persons, design.length), -1, np.int32),
            np.full((persons, design.length), -1, np.int8),
            np.empty(persons, np.int64),
            np.empty(persons),
            np.empty(persons),
            np.empty(persons),
            np.empty(persons, np.int8),
            np.zeros(len(bank), np.int64),
        )
        administer(
            theta,
            begin,
            stream_seed(self.seed),
            np.column_stack(
                [bank.discrimination, bank.difficulty, bank.floor, bank.ceiling - bank.floor]
            ),
            tables.order,
            tables.stage,
            tables.starts,
            tables.most,
            tables.exposure,
            design.among,
            tables.lowest,
            tables.step,
            tables.nodes,
            tables.prior,
            tables.likelihood,
            tables.log_ratio,
            design.shortest,
            design.error or 0.0,
            np.inf if cut is None else cut.pass_at,
            -np.inf if cut is None else cut.fail_at,
            *found,
        )
        return found


def _scored(
    design: Design, administered: NDArray[np.int32], right: Scores, method: Method
) -> tuple[Floats, Floats]:
    theta, error = np.empty(len(right)), np.empty(len(right))
    for begin in range(0, len(right), 1_024):
        rows = slice(begin, begin + 1_024)
        given, answers = administered[rows], right[rows]
        table = np.full((len(given), len(design.bank)), -1, np.int8)
        person, place = np.nonzero(given >= 0)
        table[person, given[person, place]] = answers[person, place]
        found = ability(
            table, design.bank, method=method, mean=design.mean, deviation=design.deviation
        )
        theta[rows], error[rows] = found.theta, found.error
    return theta, error
