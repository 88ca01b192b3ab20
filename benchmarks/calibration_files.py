"""`tauliah calibrate` over Parquet files: time, processor time and memory of the whole command.

    python -m benchmarks.calibration_files [--persons 5000000] [--items 200] [--observed 1.0]
        [--workers 2] [--folder FOLDER]

Makes files of 500,000 persons in row groups of 100,000, with known items and a fixed seed, then
runs the command in a fresh process, loading included, and compares the estimates with the items
that made the data. With FOLDER the files stay there and are taken again.
"""

from __future__ import annotations

import argparse
import csv
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pyarrow as pa
from pyarrow import parquet

PERSONS_IN_FILE = 500_000
PERSONS_IN_GROUP = 100_000


def known_items(items: int) -> tuple[np.ndarray, np.ndarray]:
    """Discriminations and difficulties behind the data."""
    chance = np.random.default_rng(31)
    return chance.lognormal(0.0, 0.25, items), chance.normal(0.0, 1.0, items)


def write(folder: Path, *, persons: int, items: int, observed: float) -> list[Path]:
    """The files, made anew where they are not there."""
    a, b = (one.astype(np.float32) for one in known_items(items))
    paths = []
    for number, begin in enumerate(range(0, persons, PERSONS_IN_FILE)):
        path = folder / f"{persons}-{items}-{observed:g}-{number:03}.parquet"
        paths.append(path)
        if path.exists():
            continue
        rows = min(PERSONS_IN_FILE, persons - begin)
        chance = np.random.default_rng([31, number])
        theta = chance.standard_normal(rows, np.float32)
        columns = {}
        for item in range(items):
            p = 1 / (1 + np.exp(-a[item] * (theta - b[item])))
            right = (chance.random(rows, np.float32) < p).astype(np.int8)
            missing = chance.random(rows, np.float32) >= observed if observed < 1 else None
            columns[f"I{item:04}"] = pa.array(right, pa.int8(), mask=missing)
        parquet.write_table(
            pa.table(columns), path, row_group_size=PERSONS_IN_GROUP, compression="zstd"
        )
    return paths


def main() -> None:
    """Print one line of figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--persons", type=int, default=5_000_000)
    parser.add_argument("--items", type=int, default=200)
    parser.add_argument("--observed", type=float, default=1.0)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--folder", type=Path)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as other:
        folder = asked.folder or Path(other)
        folder.mkdir(parents=True, exist_ok=True)
        files = write(folder, persons=asked.persons, items=asked.items, observed=asked.observed)
        to = Path(other) / "parameters.csv"
        began = time.perf_counter()
        command = [sys.executable, "-m", "tauliah.cli", "calibrate", *map(str, files)]
        done = subprocess.run(
            [*command, "--to", str(to), "--workers", str(asked.workers)],
            check=True,
            capture_output=True,
            text=True,
        )
        seconds = time.perf_counter() - began
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        rows = list(csv.DictReader(to.read_text(encoding="utf-8").splitlines()))
    a, b = known_items(asked.items)
    far = [
        np.abs(np.array([float(row[name]) for row in rows]) - true).max()
        for name, true in (("discrimination", a), ("difficulty", b))
    ]
    print(done.stdout.strip())
    print(
        f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; {seconds:.1f} s, of the processor "
        f"{used.ru_utime + used.ru_stime:.1f} s, at most {used.ru_maxrss / 1024:.0f} MiB; "
        f"furthest from the truth: a {far[0]:.3f}, b {far[1]:.3f}"
    )


if __name__ == "__main__":
    main()
