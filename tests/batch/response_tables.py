"""Small files of responses in the shapes that are read."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow as pa
from pyarrow import parquet

ITEMS = tuple(f"I{number:02}" for number in range(1, 13))


def scores_of_two_forms(persons: int) -> np.ndarray:
    """Twelve items, of which each half of the persons has nine; some responses are missing."""
    chance = np.random.default_rng(17)
    a, b = chance.lognormal(0, 0.2, 12), np.linspace(-1.5, 1.5, 12)
    p = 1 / (1 + np.exp(-a * (chance.normal(size=(persons, 1)) - b)))
    scores = (chance.random(p.shape) < p).astype(np.int8)
    scores[::2, 9:] = -1
    scores[1::2, :3] = -1
    scores[chance.random(scores.shape) < 0.05] = -1
    return scores


def by_person(
    scores: np.ndarray,
    path: Path,
    *,
    first: int,
    row_group: int | None = None,
    weights: np.ndarray | None = None,
) -> Path:
    columns = {"person": pa.array([f"p{first + row}" for row in range(len(scores))])}
    for place, item in enumerate(ITEMS):
        column = scores[:, place]
        columns[item] = pa.array(column, pa.int8(), mask=column < 0)
    if weights is not None:
        columns["weight"] = pa.array(weights)
    parquet.write_table(pa.table(columns), path, row_group_size=row_group)
    return path


def by_response(
    scores: np.ndarray, path: Path, *, first: int, seed: int, repeated: int | None = None
) -> Path:
    rows, places = np.nonzero(scores >= 0)
    order = np.random.default_rng(seed).permutation(rows.size)
    if repeated is not None:
        order = np.append(order, order[repeated])
    rows, places = rows[order], places[order]
    table = pa.table(
        {
            "person": [f"p{first + row}" for row in rows.tolist()],
            "item": [ITEMS[place] for place in places.tolist()],
            "score": scores[rows, places].astype(np.int8),
        }
    )
    parquet.write_table(table, path)
    return path
