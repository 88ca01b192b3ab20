"""How one person forgets, learnt from what that person remembered and forgot in practice.

The average parameters of FSRS-6 keep a long tail: much is said to be left after a year. Somebody
whose memory fades faster would be told to rest too soon. So the curve between reviews is fitted to
each person, while the states keep the published formulas.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from tauliah.core.practice.memory import Curve, W, recall

PACES = tuple(float(pace) for pace in np.exp(np.linspace(-2, 5, 15)))
DECAYS = (0.1, W[20], 0.25, 0.4, 0.6, 0.8)

_PACE_SPREAD, _DECAY_SPREAD = 1.0, 0.7  # standard deviations of the logarithms, before any evidence
_SURE = 1e-3  # a slip or a lucky guess is never impossible


def fitted_curve(days: ArrayLike, stability: ArrayLike, right: ArrayLike) -> Curve:
    """The most probable curve of a person; each (n,), one for every review but the first of a card.

    `days` have passed since the review before, after which the stability was as given. The posterior
    mode on a grid, with independent normal priors on the logarithms of pace and decay around those of
    the average: without reviews it is the average itself.
    """
    passed, held = np.asarray(days, dtype=np.float64), np.asarray(stability, dtype=np.float64)
    known = np.asarray(right, dtype=bool)

    def plausibility(curve: Curve) -> float:
        chance = np.clip(recall(passed, held, curve), _SURE, 1 - _SURE)
        evidence = np.log(np.where(known, chance, 1 - chance)).sum()
        pace = np.log(curve.pace) / _PACE_SPREAD
        decay = np.log(curve.decay / W[20]) / _DECAY_SPREAD
        return float(evidence - (pace**2 + decay**2) / 2)

    return max((Curve(decay, pace) for decay in DECAYS for pace in PACES), key=plausibility)
