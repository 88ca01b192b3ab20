"""How sure equating by calibrated items is, given how sure the calibrations are.

A parametric bootstrap: Kolen and Brennan (2014), section 7.2, with the items drawn from the normal
distribution that their estimates have in large samples.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import ArrayLike

from tauliah.core.psychometrics.arrays import Floats
from tauliah.core.psychometrics.calibrated import Calibration
from tauliah.core.psychometrics.items import Items, items
from tauliah.core.psychometrics.logits import logistic, logit
from tauliah.core.psychometrics.refusals import NotEstimable


def irt_equating_errors(
    calibrations: Sequence[Calibration],
    equated: Callable[..., ArrayLike],
    *,
    replications: int = 500,
    chance: np.random.Generator,
) -> Floats:
    """Standard error of each equivalent that `equated` makes of the items of these calibrations.

    `equated` takes the `items` of each calibration, in order, and does all that hangs on them:
    linking, choosing the items of a form, equating. So the error of a link is in it:

        def worth(new, old):
            on_old_scale = link(new_anchors_of(new), anchors_of(old)).items(new)
            return observed_score_equating(on_old_scale, old).equivalents

        irt_equating_errors([this_year, last_year], worth, chance=chance)

    Calibrations are taken as independent of each other; forms calibrated together are one. Items
    held at given parameters do not vary. A draw that cannot be equated (a discrimination that is not
    above 0) is drawn again, at most as often as asked for. Raises NotEstimable where a calibration
    has no errors, or too few draws can be equated.
    """
    drawing = [_Drawing(calibration) for calibration in calibrations]
    found: list[Floats] = []
    for _ in range(2 * replications):
        if len(found) == replications:
            break
        drawn = [one.items(chance) for one in drawing]
        try:
            found.append(np.asarray(equated(*drawn), np.float64))
        except NotEstimable:
            continue
    if len(found) < max(2, replications):
        raise NotEstimable(
            "not-equated",
            en="Most draws of items as unsure as these cannot be equated, so there is no standard "
            "error.",
            ms="Kebanyakan cabutan item yang setidakpasti ini tidak dapat disamakan, maka tiada "
            "ralat piawai.",
        )
    return np.asarray(np.std(found, axis=0, ddof=1))


class _Drawing:
    """Items of one calibration drawn again and again, on the scale on which they were fitted: in
    the 3PL log a and logit c.
    """

    def __init__(self, calibration: Calibration) -> None:
        kept = calibration.kept
        count = calibration.discrimination.size
        blocks = calibration.covariance.shape[0] // count
        places = np.concatenate([kept + block * count for block in range(blocks)])
        covariance = calibration.covariance[np.ix_(places, places)]
        if not np.isfinite(covariance).all():
            raise NotEstimable(
                "no-errors",
                en="A calibration has items without standard errors, so equating by them has none.",
                ms="Satu penentukuran mempunyai item tanpa ralat piawai, maka penyamaan dengannya "
                "tiada ralat piawai.",
            )
        a, b = calibration.discrimination[kept], calibration.difficulty[kept]
        self._floor = calibration.guessing[kept]
        self._is_3pl = calibration.model == "3PL" and blocks == 3
        self._middle = np.concatenate([a, -a * b])
        if self._is_3pl:
            # Who is held at 0 stays there.
            self._guesses = self._floor > 0
            room = np.where(self._guesses, self._floor * (1 - self._floor), 1.0)
            scale = np.concatenate([1 / a, np.ones(kept.size), 1 / room])
            covariance = covariance * np.outer(scale, scale)
            guessed = np.where(self._guesses, self._floor, 0.5)
            self._middle = np.concatenate([np.log(a), -a * b, logit(guessed)])
        values, vectors = np.linalg.eigh(covariance)
        # The symmetric root: nearly the same estimates give nearly the same draws.
        self._root = (vectors * np.sqrt(np.maximum(values, 0.0))) @ vectors.T

    def items(self, chance: np.random.Generator) -> Items:
        """The items of one draw."""
        drawn = self._middle + self._root @ chance.standard_normal(self._middle.size)
        parts = drawn.reshape(-1, self._floor.size)
        a, floor = parts[0], self._floor
        if self._is_3pl:
            a, floor = np.exp(a), np.where(self._guesses, logistic(parts[2]), 0.0)
        return items(a, -parts[1] / a, floor=floor)
