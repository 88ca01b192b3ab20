"""The published figures in `data`, read as arrays."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np

DATA = Path(__file__).parent / "data"


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def columns(name: str) -> dict[str, np.ndarray]:
    table = rows(name)
    return {key: np.array([float(row[key]) for row in table]) for key in table[0]}


def lsat(section: int) -> tuple[np.ndarray, np.ndarray]:
    """The 32 patterns of a section and how many examinees gave each."""
    table = columns(f"lsat{section}.csv")
    return np.column_stack([table[f"item{item}"] for item in range(1, 6)]), table["count"]


def calibrated(dataset: str, model: str, package: str) -> dict[str, np.ndarray]:
    found = [
        row
        for row in rows("golden_calibration.csv")
        if (row["dataset"], row["model"], row["package"]) == (dataset, model, package)
    ]
    return {key: np.array([float(row[key]) for row in found]) for key in ("a", "b", "loglik")}
