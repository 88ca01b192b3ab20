"""A calibration: parameters with their errors, fit of each item, precision of the whole."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np

from tauliah.core.psychometrics.arrays import Floats, Runner, Scores
from tauliah.core.psychometrics.calibrated import Calibration, Model
from tauliah.core.psychometrics.item_curves import observed_shares
from tauliah.core.psychometrics.item_fit import local_dependence, mean_squares, score_group_fit
from tauliah.core.psychometrics.maximisation import Priors
from tauliah.core.psychometrics.model_fits import fit_1pl, fit_2pl, fit_3pl
from tauliah.core.psychometrics.precision import empirical_reliability, marginal_reliability
from tauliah.core.psychometrics.refusals import NotEstimable
from tauliah.core.psychometrics.runs.needs import CALIBRATION, too_few
from tauliah.core.psychometrics.runs.plain import number, numbers, words
from tauliah.core.psychometrics.runs.response_table import ResponseTable, Watch, unwatched
from tauliah.core.psychometrics.scoring import Abilities, ability

SHARES_BELOW = (np.arange(200) + 0.5) / 200  # abilities that stand for those of all persons
DEPENDENT = 0.2  # above the mean of all pairs: Yen (1993)
FEWEST_OF_PAIR = 100
MOST_PAIRS = 20


def calibrate_items(
    table: ResponseTable, model: Model, *, has_priors: bool = False, watch: Watch = unwatched
) -> dict[str, Any]:
    """Every figure of a calibration as plain values.

    Items with fewer responses than the model needs are named in `too_few` and left out. `items`:
    a, b and c with their errors, infit and outfit, S-X2 where everybody had every item (else None),
    and `observed`, [ability, share right, persons] of groups of candidates of like ability. `ability`
    has 200 quantiles. `pairs`: those whose residuals hang together (Q3). `has_priors` asks for the
    weak priors of `Priors` in the 1PL and 2PL; the 3PL has its own always. Raises NotEstimable with
    the reason.
    """
    need, counts = CALIBRATION[model], (table.scores >= 0).sum(0)
    kept = np.flatnonzero(counts >= need.fewest)
    if kept.size < 2:
        most = int(counts.max()) if counts.size else 0
        raise too_few(
            need,
            en=f"{len(table.persons)} sittings are scored, and no two items have "
            f"{need.fewest} responses; the most that one has is {most}.",
            ms=f"{len(table.persons)} peperiksaan telah diberi markah dan tiada dua item yang "
            f"mempunyai {need.fewest} respons; paling banyak bagi satu item ialah {most}.",
        )
    scores = table.scores[:, kept]
    scores = scores[(scores >= 0).any(1)]
    found = fitted(scores, model, has_priors=has_priors, watch=watch)
    settled = found.kept
    if not settled.size:
        raise NotEstimable(
            "no-item",
            en="No item of these responses can be estimated.",
            ms="Tiada item daripada respons ini yang dapat dianggarkan.",
        )
    some = scores[:, settled]
    some = some[(some >= 0).any(1)]
    scored = ability(some, found.items, method="EAP")
    weighted = ability(some, found.items, method="WL")
    watch(len(found.trace), 0)
    squares = mean_squares(some, found.items, weighted)
    by_groups = _by_groups(some, found)
    names = [table.items[place] for place in kept.tolist()]
    place_of = {int(place): at for at, place in enumerate(settled.tolist())}
    items = []
    for place, name in enumerate(names):
        at = place_of.get(place)
        items.append(
            {
                "item": name,
                "responses": int(counts[kept[place]]),
                "share": number((scores[:, place] == 1).sum() / (scores[:, place] >= 0).sum()),
                "a": number(found.discrimination[place]),
                "a_error": number(found.discrimination_error[place]),
                "b": number(found.difficulty[place]),
                "b_error": number(found.difficulty_error[place]),
                "c": number(found.guessing[place]),
                "c_error": number(found.guessing_error[place]),
                "infit": None if at is None else number(squares.infit[at]),
                "outfit": None if at is None else number(squares.outfit[at]),
                "fit_p": None if at is None or by_groups is None else number(by_groups[at]),
                "observed": [] if at is None else _observed(some[:, at], scored.theta),
            }
        )
    return {
        "model": model,
        "has_priors": has_priors or model == "3PL",
        "persons": len(scores),
        "items": items,
        "too_few": [
            {"item": table.items[place], "responses": int(counts[place])}
            for place in np.flatnonzero(counts < need.fewest).tolist()
        ],
        "log_likelihood": number(found.log_likelihood),
        "parameters": found.parameters,
        "akaike": number(found.akaike),
        "bayesian": number(found.bayesian),
        "has_converged": found.has_converged,
        "errors_by": found.errors_by,
        "nodes": found.nodes,
        "remarks": [
            {"item": names[remark.item], **words(remark.message)} for remark in found.remarks
        ],
        "trace": [
            [number(step.persons), number(step.log_likelihood), number(step.change)]
            for step in found.trace
        ],
        "marginal_reliability": number(marginal_reliability(found.items)),
        "empirical_reliability": _empirical(scored),
        "ability": {
            "mean": number(scored.theta.mean()),
            "deviation": number(scored.theta.std(ddof=1)),
            "quantiles": numbers(np.quantile(scored.theta, SHARES_BELOW)),
        },
        "pairs": _dependent(some, found, weighted, [names[place] for place in settled.tolist()]),
    }


def fitted(
    scores: Scores, model: Model, *, has_priors: bool = False, watch: Watch = unwatched
) -> Calibration:
    """A fit that tells each of its steps."""
    run = _told(watch)
    if model == "3PL":
        return fit_3pl(scores, run=run)
    fit = fit_1pl if model == "1PL" else fit_2pl
    return fit(scores, priors=Priors() if has_priors else None, run=run)


def _told(watch: Watch) -> Runner:
    steps = 0

    def run(work: Callable[[Any], Any], pieces: Iterable[Any]) -> Iterable[Any]:
        nonlocal steps
        watch(steps, 0)
        steps += 1
        return map(work, pieces)

    return run


def _by_groups(scores: Scores, found: Calibration) -> Floats | None:
    """The probabilities of S-X2, which compares persons who answered every item."""
    if (scores < 0).any() or scores.shape[1] < 3:
        return None
    estimated = {"1PL": 1, "2PL": 2, "3PL": 3}[found.model]
    return score_group_fit(scores, found.items, estimated=estimated).probability


def _observed(scores: Scores, theta: Floats) -> list[list[float | None]]:
    """What a curve must go through: [mean ability, share right, persons] of each group."""
    found = observed_shares(scores, theta)
    return [
        [number(ability), number(share), number(persons)]
        for ability, share, persons in zip(found.theta, found.share, found.persons, strict=True)
    ]


def _empirical(scored: Abilities) -> float | None:
    try:
        return number(empirical_reliability(scored))
    except NotEstimable:
        return None


def _dependent(
    scores: Scores, found: Calibration, scored: Abilities, names: list[str]
) -> list[dict[str, Any]]:
    """Pairs of items whose residuals correlate by more than 0.2 above the mean of all pairs."""
    if len(names) < 3:
        return []
    correlation = local_dependence(scores, found.items, scored)
    seen = (scores >= 0).astype(np.int64)
    above = np.triu(np.ones(correlation.shape, np.bool_), 1)
    is_known = above & np.isfinite(correlation) & (seen.T @ seen >= FEWEST_OF_PAIR)
    if not is_known.any():
        return []
    limit = float(correlation[is_known].mean()) + DEPENDENT
    flagged = np.argwhere(is_known & (correlation > limit))
    pairs = sorted(((float(correlation[i, j]), int(i), int(j)) for i, j in flagged), reverse=True)
    return [
        {"items": [names[i], names[j]], "q3": number(value)} for value, i, j in pairs[:MOST_PAIRS]
    ]
