"""One adaptive exam as it goes on: where it stands after each answer, and which item comes next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tauliah.core.psychometrics.adaptive.simulation import Ending
from tauliah.core.psychometrics.adaptive.tables import Tables
from tauliah.core.psychometrics.seeds import stream_seed


@dataclass(frozen=True, slots=True)
class Standing:
    """Estimate and standard error so far, in logits, and whether the exam is at its end.

    `log_ratio` is that of the sequential test. `is_passed` is there once an exam with a cut ended.
    """

    estimate: float
    error: float
    log_ratio: float
    ending: Ending | None
    is_passed: bool | None


@dataclass(frozen=True, slots=True)
class Next:
    """The item to give, and the items that chance has held back from this candidate so far."""

    item: int
    held_back: tuple[int, ...]


def standing(of: Tables, given: Sequence[int], right: Sequence[bool]) -> Standing:
    """Where an exam stands after these items (places in the bank, in order) and answers."""
    design = of.design
    _check(of, given, right)
    answers = np.asarray(right, np.int64)
    logs = np.log(np.maximum(of.likelihood[list(given), answers], 1e-300)).sum(0) + np.log(of.prior)
    posterior = np.exp(logs - logs.max())
    posterior /= posterior.sum()
    estimate = float(posterior @ of.nodes)
    error = float(np.sqrt(posterior @ (of.nodes - estimate) ** 2))
    ratio = float(of.log_ratio[list(given), answers].sum())
    cut = design.cut
    ending: Ending | None = None
    is_long_enough = len(given) >= design.shortest
    if is_long_enough and cut is not None and not cut.fail_at < ratio < cut.pass_at:
        ending = "cut"
    elif is_long_enough and design.error is not None and error <= design.error:
        ending = "error"
    elif len(given) >= design.length:
        ending = "length"
    is_passed = None
    if cut is not None and ending is not None:
        is_passed = ratio > cut.middle
    return Standing(estimate, error, ratio, ending, is_passed)


def next_item(
    of: Tables,
    given: Sequence[int],
    right: Sequence[bool],
    *,
    seed: int,
    held_back: Sequence[int] = (),
) -> Next:
    """The item that comes after these, as in a simulation.

    `seed` belongs to the candidate, and `held_back` comes from the item before. The same arguments
    give the same item, so a page may be loaded again. Raises ValueError where the exam has ended.
    """
    from tauliah.core.psychometrics.adaptive.kernels import choose, furthest_behind

    now = standing(of, given, right)
    if now.ending is not None:
        raise ValueError(f"the exam has ended: by {now.ending}")
    design, answered = of.design, len(given)
    stream = np.array([stream_seed(seed, answered)], np.uint64)
    seen = np.zeros(len(design.bank), np.int64)
    seen[list(held_back)], seen[list(given)] = 1, 2
    area = np.zeros(len(seen), np.int64) if design.content is None else design.content.area
    counts = np.bincount(area[list(given)], minlength=of.most.size)
    g = furthest_behind(counts, of.most, answered, design.length, stream)
    row = int(np.clip((now.estimate - of.lowest) / of.step + 0.5, 0, of.order.shape[1] - 1))
    item = choose(
        of.order[of.stage[answered], row],
        of.starts[g],
        of.starts[g + 1],
        seen,
        0,
        of.exposure,
        np.empty(design.among, np.int32),
        np.zeros(len(design.bank), np.int64),
        stream,
    )
    return Next(int(item), tuple(int(place) for place in np.flatnonzero(seen == 1)))


def _check(of: Tables, given: Sequence[int], right: Sequence[bool]) -> None:
    items = len(of.design.bank)
    if len(given) != len(right) or len(set(given)) < len(given):
        raise ValueError("expected one answer for each item, and each item once")
    if any(not 0 <= item < items for item in given):
        raise ValueError(f"expected places of items from 0 to {items - 1}")
