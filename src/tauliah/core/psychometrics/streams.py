"""Chance for compiled loops: a stream of numbers that its first 64 bits decide."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tauliah.core.psychometrics.kernels import compiled


@compiled
def chance(stream: NDArray[np.uint64]) -> float:
    """The next number from 0 to 1 of a stream (1,): SplitMix64, Steele, Lea and Flood (2014)."""
    stream[0] += np.uint64(0x9E3779B97F4A7C15)
    z = stream[0]
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    z ^= z >> np.uint64(31)
    return float(z >> np.uint64(11)) * (1.0 / 9007199254740992.0)
