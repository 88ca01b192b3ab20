"""How sure calibrated parameters are: information from the persons, and errors from information."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tauliah.core.psychometrics.arrays import Floats
from tauliah.core.psychometrics.expectation import Parameters, log_likelihoods
from tauliah.core.psychometrics.tokens import Partition

PERSONS_AT_ONCE = 512
SMALLEST_POSTERIOR = 1e-8  # nodes below it add nothing that shows


@dataclass(frozen=True, slots=True, eq=False)
class Scatter:
    """Sums over persons, in the order slopes then intercepts (2 items, 2 items).

    `complete` is the information that complete data would have; `missing` the part of it that is
    lost because theta is not seen; `cross_product` the sum of the squares of each person's
    gradient.
    """

    complete: Floats
    missing: Floats
    cross_product: Floats

    def __add__(self, other: Scatter) -> Scatter:
        return Scatter(
            self.complete + other.complete,
            self.missing + other.missing,
            self.cross_product + other.cross_product,
        )

    @property
    def observed(self) -> Floats:
        """Observed information: Louis (1982), equation 3.2."""
        return self.complete - self.missing


def scatter(partition: Partition, parameters: Parameters, *, is_observed: bool) -> Scatter:
    """The sums over one partition; without `is_observed`, only `cross_product`, which is cheaper.

    `missing` is exact on the grid: the covariance of the complete-data gradient under each person's
    posterior.
    """
    theta = parameters.grid.nodes
    log_wrong, log_right = log_likelihoods(parameters)
    log_odds, share = log_right - log_wrong, np.exp(log_right)
    items = len(share)
    both = 2 * items
    found = Scatter(np.zeros((both, both)), np.zeros((both, both)), np.zeros((both, both)))
    spread = np.zeros((items, theta.size))
    log_prior = np.log(parameters.grid.weights)
    for begin in range(0, len(partition), PERSONS_AT_ONCE):
        end = min(len(partition), begin + PERSONS_AT_ONCE)
        scores, weight = partition.scores(begin, end), partition.weights[begin:end]
        right, seen = (scores == 1).astype(np.float64), (scores >= 0).astype(np.float64)
        all_wrong = log_wrong.sum(0) if seen.all() else seen @ log_wrong
        logs = right @ log_odds + all_wrong + log_prior
        posterior = np.exp(logs - logs.max(1, keepdims=True))
        posterior /= posterior.sum(1, keepdims=True)
        # The gradient of person i at node q is (x - P) theta and (x - P) for every item seen.
        share_mean, share_theta = posterior @ share.T, (posterior * theta) @ share.T
        gradient = np.hstack(
            [
                right * (posterior @ theta)[:, None] - seen * share_theta,
                right - seen * share_mean,
            ]
        )
        # Of a matrix by itself half of the product is enough.
        weighted = gradient * np.sqrt(weight)[:, None]
        found.cross_product[:] += weighted.T @ weighted
        if not is_observed:
            continue
        spread += (seen * weight[:, None]).T @ posterior
        person, node = np.nonzero(posterior > SMALLEST_POSTERIOR)
        error = right[person] - seen[person] * share.T[node]
        deviation = np.hstack([error * theta[node][:, None], error]) - gradient[person]
        deviation *= np.sqrt(posterior[person, node] * weight[person])[:, None]
        found.missing[:] += deviation.T @ deviation
    place = np.arange(items)
    expected = spread * share * (1 - share)
    found.complete[place, place] = expected @ theta**2
    found.complete[items + place, items + place] = expected.sum(1)
    found.complete[place, items + place] = found.complete[items + place, place] = expected @ theta
    return found


def covariance(information: Floats) -> Floats | None:
    """The inverse of the information, or nothing where it is not positive definite."""
    try:
        root = np.linalg.cholesky(information)
    except np.linalg.LinAlgError:
        return None
    inverse = np.linalg.inv(root)
    return np.asarray(inverse.T @ inverse)


def difficulty_errors(slopes: Floats, intercepts: Floats, covariance: Floats) -> Floats:
    """Standard errors of b = -d / a by the delta method, from the covariance of (a, d)."""
    items = slopes.size
    by_slope, by_intercept = intercepts / slopes**2, -1 / slopes
    place = np.arange(items)
    return np.sqrt(
        by_slope**2 * covariance[place, place]
        + by_intercept**2 * covariance[items + place, items + place]
        + 2 * by_slope * by_intercept * covariance[place, items + place]
    )
