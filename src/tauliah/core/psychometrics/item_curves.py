"""How often an item was answered rightly along ability, to lay beside its curve."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from tauliah.core.psychometrics.arrays import Floats, frozen
from tauliah.core.psychometrics.calibrated import quantile
from tauliah.core.psychometrics.refusals import NotEstimable


@dataclass(frozen=True, slots=True, eq=False)
class ObservedShares:
    """For each group of persons of like ability: mean `theta`, the `share` right and the number of
    `persons`, by weight.
    """

    theta: Floats
    share: Floats
    persons: Floats

    def interval(self, *, confidence: float = 0.95) -> tuple[Floats, Floats]:
        """The score interval of each share: Wilson (1927), which stays within 0 to 1."""
        z = quantile(confidence)
        n = self.persons
        middle = (self.share + z**2 / (2 * n)) / (1 + z**2 / n)
        half = z / (1 + z**2 / n) * np.sqrt(self.share * (1 - self.share) / n + (z / (2 * n)) ** 2)
        return middle - half, middle + half


def observed_shares(
    scores: ArrayLike,
    theta: ArrayLike,
    *,
    groups: int = 10,
    weights: ArrayLike | None = None,
) -> ObservedShares:
    """Shares right of one item, whose `scores` (persons,) are 1, 0 or missing (-1), in so many groups
    of about as many persons from the weakest to the strongest.

    Persons without a finite ability are left out; equal persons are never parted, so groups may be
    fewer. Raises NotEstimable where nobody is left.
    """
    responses, abilities = np.asarray(scores, np.float64), np.asarray(theta, np.float64)
    weight = np.ones(responses.shape) if weights is None else np.asarray(weights, np.float64)
    if not responses.shape == abilities.shape == weight.shape or responses.ndim != 1:
        raise ValueError("expected a score, an ability and a weight for each person")
    kept = (responses >= 0) & np.isfinite(abilities) & (weight > 0)
    if not kept.any():
        raise NotEstimable(
            "nobody-answered",
            en="Nobody with a finite ability answered this item.",
            ms="Tiada sesiapa yang mempunyai keupayaan terhingga menjawab item ini.",
        )
    responses, abilities, weight = responses[kept], abilities[kept], weight[kept]
    below = np.searchsorted(np.sort(abilities), abilities, side="left")
    _, group = np.unique(below * groups // abilities.size, return_inverse=True)
    persons = np.bincount(group, weights=weight)
    return ObservedShares(
        theta=frozen(np.bincount(group, weights=weight * abilities) / persons),
        share=frozen(np.bincount(group, weights=weight * (responses == 1)) / persons),
        persons=frozen(persons),
    )
