"""Repeat, time, and spell one line."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable


def line(what: str, act: Callable[[], object], *, times: int) -> str:
    """Median and 99th percentile of an act, after one run that is not counted."""
    act()
    taken: list[float] = []
    for _ in range(times):
        start = time.perf_counter()
        act()
        taken.append(time.perf_counter() - start)
    taken.sort()
    worst = taken[min(len(taken) - 1, int(len(taken) * 0.99))]
    return f"{what:<58} {statistics.median(taken) * 1000:>9.2f} ms {worst * 1000:>11.2f} ms"
