"""Shares and their logits."""

from __future__ import annotations

import numpy as np

from tauliah.core.psychometrics.arrays import Floats


def logistic(z: Floats) -> Floats:
    """1 / (1 + exp(-z)); tanh keeps it from overflow."""
    return np.asarray(0.5 + 0.5 * np.tanh(z / 2))


def logit(share: Floats) -> Floats:
    """The logarithm of share / (1 - share): -inf at 0, inf at 1."""
    with np.errstate(divide="ignore"):
        return np.asarray(np.log(share) - np.log1p(-share))
