"""Scores of two forms made exchangeable by items that are calibrated on one scale.

Kolen and Brennan (2014), chapter 6.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from tauliah.core.psychometrics.arrays import Floats
from tauliah.core.psychometrics.equating import Equating, equate
from tauliah.core.psychometrics.expectation import Grid, normal_grid
from tauliah.core.psychometrics.items import Items
from tauliah.core.psychometrics.precision import (
    abilities_expecting,
    expected_score,
    score_distribution,
)
from tauliah.core.psychometrics.presmoothing import distribution_of_counts
from tauliah.core.psychometrics.refusals import NotEstimable


def true_score_equivalents(new: Items, old: Items, scores: ArrayLike) -> Floats:
    """What true scores of the new form are worth on the old one: equation 6.19, by the ability that
    has the score as its expected one.

    Scores that no ability expects (below the sum of the floors, above that of the ceilings) lie on
    a straight line to 0 and to the highest score: Kolen (1981). Raises NotEstimable when an item's
    discrimination is not above 0, because an expected score may then have several abilities.
    """
    if (new.discrimination <= 0).any() or (old.discrimination <= 0).any():
        raise NotEstimable(
            "item-not-rising",
            en="An item has a discrimination that is not above 0, so expected scores do not rise "
            "with ability everywhere.",
            ms="Satu item mempunyai diskriminasi yang tidak melebihi 0, maka skor jangkaan tidak "
            "sentiasa meningkat dengan keupayaan.",
        )
    wanted = np.atleast_1d(np.asarray(scores, np.float64))
    found = expected_score(abilities_expecting(wanted, new), old)
    floors, ceilings = (new.floor.sum(), old.floor.sum()), (new.ceiling.sum(), old.ceiling.sum())
    under, over = wanted <= floors[0], wanted >= ceilings[0]
    # Both ends are fixed: nothing right is worth nothing right, everything everything.
    below = np.interp(wanted, [0.0, max(floors[0], 1e-300)], [0.0, floors[1]])
    above = np.interp(
        wanted, [ceilings[0], max(float(len(new)), ceilings[0] + 1e-12)], [ceilings[1], len(old)]
    )
    found = np.where(under, below, np.where(over, above, found))
    found = np.where((wanted <= 0) & under, 0.0, found)
    return np.asarray(np.where((wanted >= len(new)) & over, len(old), found))


def observed_score_equating(new: Items, old: Items, *, grid: Grid | None = None) -> Equating:
    """Equipercentile equating of the score distributions that the items have in one population.

    Kolen and Brennan (2014), section 6.6, with the distributions of Lord and Wingersky (1984);
    `grid` is the population, by default standard normal.
    """
    grid = grid or normal_grid()
    return equate(
        *(
            distribution_of_counts(grid.weights @ score_distribution(grid.nodes, form))
            for form in (new, old)
        )
    )
