"""Simulated learners whose memory the scheduler does not know: three models of forgetting.

`halving`: recall halves each half-life, which grows by recall, more the later it comes (Settles and
Meeder, 2016, for the form). `traces`: activation is the sum of traces that decay the faster, the
stronger the memory was when they were laid (Pavlik and Anderson, 2005, equations 3-5). `scales`: a
cascade of leaky integrators of many time scales, each corrected by what the quicker ones do not yet
hold (Mozer and others, 2009). Every person and every card has parameters of its own.
"""

from __future__ import annotations

from typing import Protocol

import numpy as np

MODELS = ("halving", "traces", "scales")


class Learner(Protocol):
    """A memory of n cards."""

    def recall(self, day: float) -> np.ndarray:
        """The true probability of recall of each card; zero of what was never met."""

    def practise(self, cards: np.ndarray, right: np.ndarray, day: float) -> None:
        """Meet these cards, remembered or not."""


class Halving:
    """Exponential forgetting with a half-life for each card."""

    def __init__(self, n: int, chance: np.random.Generator) -> None:
        self.hard = chance.normal(0, 1, n)
        self.speed = float(chance.lognormal(0, 0.35))
        self.half = np.zeros(n)
        self.last = np.zeros(n)

    def recall(self, day: float) -> np.ndarray:
        met = self.half > 0
        found = np.zeros(len(self.half))
        found[met] = 2 ** (-(day - self.last[met]) / self.half[met])
        return found

    def practise(self, cards: np.ndarray, right: np.ndarray, day: float) -> None:
        before, ease = self.recall(day)[cards], np.exp(-0.3 * self.hard[cards])
        half = self.half[cards]
        grown = half * (1 + self.speed * ease * (0.2 + 3.5 * (1 - before)))
        first = 2.5 * self.speed * ease
        kept = np.where(right, grown, np.maximum(0.4 * half, 0.6 * first))
        self.half[cards] = np.where(half > 0, kept, np.where(right, first, 0.6 * first))
        self.last[cards] = day


class Traces:
    """ACT-R with a decay that depends on activation; time outside practice is compressed."""

    COMPRESSION, COLLECTED = 0.025, 0.217
    THRESHOLD, NOISE = -0.704, 0.255

    def __init__(self, n: int, chance: np.random.Generator) -> None:
        self.floor = np.maximum(chance.normal(0.15, 0.02) + chance.normal(0, 0.02, n), 0.05)
        self.days: np.ndarray = np.full((n, 0), np.nan)
        self.decays: np.ndarray = np.full((n, 0), np.nan)

    def _activation(self, day: float) -> np.ndarray:
        seconds = (day - self.days) * 86_400 * self.COMPRESSION
        summed = np.nansum(np.maximum(seconds, 1.0) ** -self.decays, axis=1)
        return np.log(np.maximum(summed, 1e-300))

    def recall(self, day: float) -> np.ndarray:
        distance = (self.THRESHOLD - self._activation(day)) / self.NOISE
        return 1 / (1 + np.exp(np.minimum(distance, 700)))

    def practise(self, cards: np.ndarray, right: np.ndarray, day: float) -> None:  # noqa: ARG002
        decay = self.COLLECTED * np.exp(self._activation(day)[cards]) + self.floor[cards]
        places = (~np.isnan(self.days)).sum(axis=1)[cards]
        if self.days.shape[1] <= places.max(initial=0):
            more = np.full((len(self.days), 8), np.nan)
            self.days, self.decays = np.hstack([self.days, more]), np.hstack([self.decays, more])
        self.days[cards, places], self.decays[cards, places] = day, decay


class Scales:
    """Leaky integrators of time scales from a day to years, each taught by its error."""

    def __init__(self, n: int, chance: np.random.Generator) -> None:
        self.times = float(chance.lognormal(0, 0.3)) * 3.0 ** np.arange(8)
        shares = 0.85 ** np.arange(8)
        self.shares = shares / shares.sum()
        self.rate = np.clip(chance.normal(0.55, 0.12, n), 0.15, 0.95)
        self.held = np.zeros((n, 8))
        self.last = np.zeros(n)

    def _now(self, day: float) -> np.ndarray:
        return self.held * np.exp(-np.maximum(day - self.last, 0)[:, None] / self.times)

    def recall(self, day: float) -> np.ndarray:
        return np.clip(1.25 * self._now(day) @ self.shares, 0, 1)

    def practise(self, cards: np.ndarray, right: np.ndarray, day: float) -> None:
        held = self._now(day)[cards]
        mean = np.cumsum(held * self.shares, axis=1) / np.cumsum(self.shares)
        rate = self.rate[cards] * np.where(right, 1.0, 0.6)
        self.held[cards] = held + rate[:, None] * (1 - mean)
        self.last[cards] = day


def learner(model: str, n: int, chance: np.random.Generator) -> Learner:
    """A person of that model with n cards not yet met."""
    kinds: dict[str, type[Halving | Traces | Scales]] = {
        "halving": Halving, "traces": Traces, "scales": Scales,
    }  # fmt: skip
    return kinds[model](n, chance)
