"""Items that treat equally able persons of two groups differently: by language above all.

Persons are matched on the number of right answers to all items, the studied one included, as
Holland and Thayer (1988) advise. Persons with a missing response are left out, because their sums
are no match.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from tauliah.core.psychometrics.arrays import Floats, Scores, Truths, frozen
from tauliah.core.psychometrics.logistic import log_likelihood
from tauliah.core.psychometrics.refusals import NotEstimable
from tauliah.core.psychometrics.responses import Responses, scores_of

DifClass = Literal["A", "B", "C", "?"]


@dataclass(frozen=True, slots=True, eq=False)
class MantelHaenszel:
    """One value for each item (items,).

    `odds_ratio` of a right answer, reference group over focal group, among persons of equal score;
    `delta` = -2.35 ln(odds_ratio) on the ETS delta scale with its standard error: negative when the
    item is harder for the focal group. `chi_square` (1 degree of freedom, with continuity
    correction) and its `p_value`. `classes`: "A" negligible, "B" moderate, "C" large, "?" where the
    data do not determine the ratio, whose figures are NaN.
    """

    odds_ratio: Floats
    delta: Floats
    delta_error: Floats
    chi_square: Floats
    p_value: Floats
    classes: tuple[DifClass, ...]


def mantel_haenszel(
    responses: ArrayLike | Responses, is_focal: ArrayLike, *, matching: ArrayLike | None = None
) -> MantelHaenszel:
    """Mantel-Haenszel differential item functioning, with ETS classes.

    Mantel and Haenszel (1959); delta of Holland and Thayer (1988), its error of Robins, Breslow and
    Greenland (1986) as Phillips and Holland (1987) give it. Classes of Zieky (1993): A when |delta|
    is below 1 or not different from 0 at 0.05; C when it is at least 1.5 and above 1 at 0.05; else
    B. `matching` replaces the number-right score (a purified score, or an outside measure).
    """
    scores, focal, match = _matched(responses, is_focal, matching)
    found = [
        _mantel_haenszel_of(scores[:, item] == 1, focal, match) for item in range(scores.shape[1])
    ]
    ratio, error, chi_square = np.array(found).T
    from scipy.special import ndtr

    with np.errstate(invalid="ignore", divide="ignore"):
        delta, delta_error = -2.35 * np.log(ratio), 2.35 * error
        from_zero = 2 * ndtr(-np.abs(delta) / delta_error) < 0.05
        from_one = ndtr(-(np.abs(delta) - 1) / delta_error) < 0.05
    return MantelHaenszel(
        odds_ratio=frozen(ratio),
        delta=frozen(delta),
        delta_error=frozen(delta_error),
        chi_square=frozen(chi_square),
        p_value=frozen(_beyond(chi_square, 1)),
        classes=tuple(
            _class(abs(size), is_from_zero=bool(zero), is_from_one=bool(one))
            for size, zero, one in zip(delta, from_zero, from_one, strict=True)
        ),
    )


def _class(size: float, *, is_from_zero: bool, is_from_one: bool) -> DifClass:
    if not np.isfinite(size):
        return "?"
    if size < 1 or not is_from_zero:
        return "A"
    return "C" if size >= 1.5 and is_from_one else "B"


def _matched(
    responses: ArrayLike | Responses, is_focal: ArrayLike, matching: ArrayLike | None
) -> tuple[Scores, Truths, Floats]:
    """Scores, group and match of the persons without a missing response."""
    scores = scores_of(responses)
    focal = np.asarray(is_focal, np.bool_)
    match = scores.sum(1) if matching is None else np.asarray(matching)
    if focal.shape != (len(scores),) or match.shape != (len(scores),):
        raise ValueError(f"expected a group and a match for each of {len(scores)} persons")
    whole = (scores >= 0).all(1)
    scores, focal, match = scores[whole], focal[whole], match[whole].astype(np.float64)
    if not focal.any() or focal.all():
        raise NotEstimable(
            "one-group",
            en="Differential functioning compares two groups, and only one has complete responses.",
            ms="Perbezaan fungsi item membandingkan dua kumpulan, dan hanya satu mempunyai jawapan "
            "yang lengkap.",
        )
    return scores, focal, match


def _mantel_haenszel_of(right: Truths, focal: Truths, match: Floats) -> tuple[float, float, float]:
    """Odds ratio, standard error of its logarithm, and chi-square of one item."""
    _, level = np.unique(match, return_inverse=True)
    table = np.zeros((level.max() + 1, 2, 2))
    np.add.at(table, (level, focal.astype(int), (~right).astype(int)), 1)
    whole = table.sum((1, 2))
    table = table[(table.sum(2).min(1) > 0) & (whole > 1)]  # a level with one group says nothing
    a, b, c, d = table[:, 0, 0], table[:, 0, 1], table[:, 1, 0], table[:, 1, 1]
    n = a + b + c + d
    r, s = a * d / n, b * c / n
    variance = ((a + b) * (c + d) * (a + c) * (b + d) / (n**2 * np.maximum(n - 1, 1))).sum()
    if not r.sum() > 0 or not s.sum() > 0 or not variance > 0:
        return np.nan, np.nan, np.nan
    p, q = (a + d) / n, (b + c) / n
    log_variance = (
        (p * r).sum() / (2 * r.sum() ** 2)
        + (p * s + q * r).sum() / (2 * r.sum() * s.sum())
        + (q * s).sum() / (2 * s.sum() ** 2)
    )
    gap = abs(a.sum() - ((a + b) * (a + c) / n).sum())
    chi_square = max(0.0, gap - 0.5) ** 2 / variance
    return float(r.sum() / s.sum()), float(np.sqrt(log_variance)), float(chi_square)


@dataclass(frozen=True, slots=True, eq=False)
class LogisticDif:
    """One value for each item (items,); NaN where the regression has no finite solution.

    Likelihood-ratio chi-squares: `uniform` (1 degree of freedom: the groups differ alike at every
    score), `non_uniform` (1: they differ more at some scores) and `both` (2), with p-values.
    `effect` is the gain in Nagelkerke's R squared by both; `classes` are those of Jodoin and Gierl
    (2001): "A" below 0.035 or where `both` is not significant at 0.05, "C" from 0.070, "B" between,
    "?" where NaN.
    """

    uniform: Floats
    uniform_p: Floats
    non_uniform: Floats
    non_uniform_p: Floats
    both: Floats
    both_p: Floats
    effect: Floats
    classes: tuple[DifClass, ...]


def logistic_dif(
    responses: ArrayLike | Responses, is_focal: ArrayLike, *, matching: ArrayLike | None = None
) -> LogisticDif:
    """Differential item functioning by nested logistic regressions: Swaminathan and Rogers (1990).

    The item on the matching score; with the group; with their product. R squared: Nagelkerke (1991).
    """
    scores, focal, match = _matched(responses, is_focal, matching)
    spread = match.std()
    match = (match - match.mean()) / (spread if spread > 0 else 1.0)
    one, group = np.ones(len(match)), focal.astype(np.float64)
    models = [
        np.column_stack([one, match]),
        np.column_stack([one, match, group]),
        np.column_stack([one, match, group, match * group]),
    ]
    logs = np.array(
        [
            [log_likelihood((scores[:, item] == 1).astype(np.float64), model) for model in models]
            for item in range(scores.shape[1])
        ]
    )
    uniform, non_uniform, both = (
        np.maximum(0.0, 2 * (logs[:, high] - logs[:, low]))
        for high, low in ((1, 0), (2, 1), (2, 0))
    )
    share = scores.mean(0)
    null = len(scores) * _binary_entropy(share)
    effect = _nagelkerke(logs[:, 2], null, len(scores)) - _nagelkerke(logs[:, 0], null, len(scores))
    both_p = _beyond(both, 2)
    return LogisticDif(
        uniform=frozen(uniform),
        uniform_p=frozen(_beyond(uniform, 1)),
        non_uniform=frozen(non_uniform),
        non_uniform_p=frozen(_beyond(non_uniform, 1)),
        both=frozen(both),
        both_p=frozen(both_p),
        effect=frozen(effect),
        classes=tuple(map(_effect_class, effect, both_p)),
    )


def _beyond(chi_square: Floats, degrees: int) -> Floats:
    """The probability of a larger chi-square by chance."""
    from scipy.special import chdtrc

    found = chdtrc(degrees, np.nan_to_num(chi_square))
    return np.where(np.isnan(chi_square), np.nan, found)


def _effect_class(effect: float, p_value: float) -> DifClass:
    if np.isnan(effect) or np.isnan(p_value):
        return "?"
    if p_value >= 0.05 or effect < 0.035:
        return "A"
    return "C" if effect >= 0.070 else "B"


def _binary_entropy(share: Floats) -> Floats:
    """The largest log-likelihood of one answer when only the share of right ones is known."""
    inside = np.clip(share, 1e-300, 1 - 1e-16)
    return np.asarray(share * np.log(inside) + (1 - share) * np.log1p(-inside))


def _nagelkerke(log_likelihood: Floats, null: Floats, persons: int) -> Floats:
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(
            (1 - np.exp(2 * (null - log_likelihood) / persons)) / (1 - np.exp(2 * null / persons))
        )
