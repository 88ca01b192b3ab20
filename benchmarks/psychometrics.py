"""Calibration of the 2PL, side by side with peers in interpreters of their own.

    python benchmarks/psychometrics.py run [--peers theta=PYTHON mirt=PYTHON] [--sets small ...]

`PYTHON` is the interpreter of an environment that has the peer (theta-irt, mirt) and numpy. Runs
are interleaved, each in a fresh process; every fit is judged by one log-likelihood, of 161 nodes
from -8 to 8 in double precision. `first` is the first fit of the process, `fit` the median of those
after it: as many as fit into some seconds, one at least.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np

# Persons, items, share of responses that are there, seed
SETS = {
    "tiny": (500, 10, 1.0, 10),
    "small": (1_000, 40, 1.0, 11),
    "middle": (10_000, 60, 1.0, 12),
    "large": (100_000, 100, 0.7, 13),
    "sparse": (100_000, 200, 0.2, 14),
    "huge": (1_000_000, 200, 0.2, 14),
}
CORES = 2
FEWEST_FITS, MOST_FITS, SECONDS_OF_FITS = 2, 12, 15.0


def generate(name: str) -> np.ndarray:
    """Responses (persons, items) of a standard normal population, -1 where missing."""
    persons, items, observed, seed = SETS[name]
    chance = np.random.default_rng(seed)
    a, b = chance.lognormal(0.0, 0.3, items), chance.normal(0.0, 1.0, items)
    theta = chance.normal(0.0, 1.0, persons)
    scores = np.empty((persons, items), np.int8)
    for begin in range(0, persons, 50_000):
        part = scores[begin : begin + 50_000]
        p = 1 / (1 + np.exp(-a * (theta[begin : begin + 50_000, None] - b)))
        part[:] = chance.random(p.shape) < p
        if observed < 1:
            part[chance.random(p.shape) >= observed] = -1
    return scores


def log_likelihood(scores: np.ndarray, a: np.ndarray, b: np.ndarray) -> float:
    """The judge: marginal log-likelihood of these parameters."""
    theta = np.linspace(-8, 8, 161)
    prior = -0.5 * theta**2
    prior -= np.log(np.exp(prior).sum())
    z = a[:, None] * (theta - b[:, None])
    right, wrong = -np.logaddexp(0, -z), -np.logaddexp(0, z)
    total = 0.0
    for begin in range(0, len(scores), 20_000):
        part = scores[begin : begin + 20_000]
        logs = (part == 1).astype(float) @ right + (part == 0).astype(float) @ wrong + prior
        top = logs.max(1, keepdims=True)
        total += float((np.log(np.exp(logs - top).sum(1)) + top[:, 0]).sum())
    return total


def _tauliah(scores: np.ndarray, errors: str) -> tuple[Any, Any]:
    from tauliah.core.psychometrics import fit_2pl

    with ThreadPoolExecutor(CORES) as pool:
        fit = fit_2pl(scores, errors=errors, run=pool.map)
    return fit.discrimination, fit.difficulty


def tauliah(scores: np.ndarray) -> tuple[Any, Any]:
    """Ours, without standard errors, as the peers are asked for none."""
    return _tauliah(scores, "none")


def tauliah_errors(scores: np.ndarray) -> tuple[Any, Any]:
    """Ours, with the standard errors that it gives when not asked otherwise."""
    return _tauliah(scores, "observed" if len(scores) < 50_000 else "cross-product")


def theta(scores: np.ndarray) -> tuple[Any, Any]:
    """PyPI's theta-irt."""
    import theta as peer

    table = np.where(scores < 0, np.nan, scores.astype(float))
    fit = peer.fit(table, "2PL", n_points=61)
    return fit.a, fit.b


def mirt(scores: np.ndarray) -> tuple[Any, Any]:
    """PyPI's mirt."""
    import mirt as peer

    fit = peer.fit_mirt(
        scores.astype(np.int64),
        "2PL",
        n_quadpts=61,
        compute_standard_errors=False,
        accelerate="none",
    )
    found = fit.model.parameters
    return np.ravel(found["discrimination"]), np.ravel(found["difficulty"])


FITS: dict[str, Callable[[np.ndarray], tuple[Any, Any]]] = {
    "tauliah": tauliah,
    "tauliah_errors": tauliah_errors,
    "theta": theta,
    "mirt": mirt,
}


def fit_once(peer: str, data: str) -> None:
    """Fit again and again in this process, and print what it took as one line of JSON."""
    scores = np.load(data)
    taken: list[tuple[float, float]] = []
    begun = time.perf_counter()
    while len(taken) < FEWEST_FITS or (
        len(taken) < MOST_FITS and time.perf_counter() - begun < SECONDS_OF_FITS
    ):
        wall, cpu = time.perf_counter(), time.process_time()
        a, b = FITS[peer](scores)
        taken.append((time.perf_counter() - wall, time.process_time() - cpu))
    found: dict[str, Any] = {"first": taken[0][0], "first_cpu": taken[0][1]}
    for name, one in (("fit", 0), ("fit_cpu", 1)):
        found[name] = statistics.median(fit[one] for fit in taken[1:])
    found["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(found | {"a": np.asarray(a).tolist(), "b": np.asarray(b).tolist()}))


def run(peers: dict[str, str], sets: list[str], *, repeat: int, limit: float) -> None:
    """Every peer on every set, in turn, so many times; then one line for each."""
    with tempfile.TemporaryDirectory() as folder:
        for name in sets:
            scores = generate(name)
            data = str(Path(folder) / f"{name}.npy")
            np.save(data, scores)
            rows: dict[str, list[dict[str, Any]]] = {peer: [] for peer in peers}
            for _ in range(repeat):
                for peer, python in peers.items():
                    try:
                        done = subprocess.run(
                            [python, __file__, "fit", peer, data],
                            capture_output=True,
                            text=True,
                            check=True,
                            timeout=limit,
                            # Our matrices are small, and ours are the threads.
                            env=os.environ
                            | ({"OPENBLAS_NUM_THREADS": "1"} if "tauliah" in peer else {}),
                        )
                    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as fault:
                        print(f"{name:8} {peer:15} {type(fault).__name__}", flush=True)
                        continue
                    row = json.loads(done.stdout.splitlines()[-1])
                    row["height"] = log_likelihood(
                        scores, np.array(row.pop("a")), np.array(row.pop("b"))
                    )
                    rows[peer].append(row)
            report(name, rows)


def report(name: str, rows: dict[str, list[dict[str, Any]]]) -> None:
    """Medians, and how far each stays below the best log-likelihood."""
    best = max((row["height"] for found in rows.values() for row in found), default=0.0)
    for peer, found in rows.items():
        if found:
            middle = {key: statistics.median(row[key] for row in found) for key in found[0]}
            print(
                f"{name:8} {peer:15} fit {middle['fit']:9.3f} s (cpu {middle['fit_cpu']:9.3f})  "
                f"first {middle['first']:8.2f} s (cpu {middle['first_cpu']:8.2f})  "
                f"peak {middle['peak_mb']:6.0f} MB  below best {best - middle['height']:.4f}",
                flush=True,
            )


def main() -> None:
    """Parse what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    one = commands.add_parser("fit")
    one.add_argument("peer", choices=FITS)
    one.add_argument("data")
    every = commands.add_parser("run")
    every.add_argument("--peers", nargs="*", default=[])
    every.add_argument("--sets", nargs="+", choices=SETS, default=list(SETS))
    every.add_argument("--repeat", type=int, default=3)
    every.add_argument("--limit", type=float, default=900, help="seconds for two fits")
    asked = parser.parse_args()
    if asked.command == "fit":
        fit_once(asked.peer, asked.data)
        return
    peers = {"tauliah": sys.executable, "tauliah_errors": sys.executable}
    run(
        peers | dict(peer.split("=", 1) for peer in asked.peers),
        asked.sets,
        repeat=asked.repeat,
        limit=asked.limit,
    )


if __name__ == "__main__":
    main()
