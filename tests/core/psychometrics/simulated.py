"""Responses drawn from known items, and hypothesis strategies of the same."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st

from tauliah.core.psychometrics import category_probability, probability


def responses(
    persons: int, items: int, *, seed: int, observed: float = 1.0, slope: float | None = None
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Scores of a standard normal population with the discriminations and difficulties behind."""
    chance = np.random.default_rng(seed)
    a = chance.lognormal(0.0, 0.3, items) if slope is None else np.full(items, slope)
    b = chance.normal(0.0, 1.0, items)
    theta = chance.normal(0.0, 1.0, persons)
    p = 1 / (1 + np.exp(-a * (theta[:, None] - b)))
    scores = (chance.random(p.shape) < p).astype(np.int8)
    scores[chance.random(p.shape) >= observed] = -1
    return scores, a, b


def right_or_wrong(of, theta: np.ndarray, chance: np.random.Generator) -> np.ndarray:
    """Scores of persons with these abilities on items of two categories: (persons, items)."""
    p = probability(theta, of)
    return (chance.random(p.shape) < p).astype(np.int8)


def in_categories(of, theta: np.ndarray, chance: np.random.Generator) -> np.ndarray:
    """Categories of persons with these abilities on items of several: (persons, items)."""
    below = category_probability(theta, of).cumsum(-1)[:, :, :-1]
    return (chance.random((*below.shape[:2], 1)) > below).sum(-1).astype(np.int8)


@st.composite
def score_tables(draw, *, states: tuple[int, ...] = (-1, 0, 1)):
    persons, items = draw(st.integers(1, 12)), draw(st.integers(1, 9))
    cells = st.lists(st.sampled_from(states), min_size=items, max_size=items)
    table = draw(st.lists(cells, min_size=persons, max_size=persons))
    return np.array(table, dtype=np.int8)
