"""Seeds of compiled loops, made from whole numbers of any size."""

from __future__ import annotations

import numpy as np


def stream_seed(*numbers: int) -> np.uint64:
    """64 bits that differ in many places between near numbers; the numbers are 0 or above."""
    return np.uint64(np.random.SeedSequence(numbers).generate_state(1, np.uint64)[0])
