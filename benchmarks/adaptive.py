"""Simulated adaptive exams, side by side with peers in interpreters of their own.

    python benchmarks/adaptive.py run [--peers catsim=PYTHON mirt=PYTHON] [--banks 500 5000]

`PYTHON` is the interpreter of an environment that has the peer (catsim, catpie, mirt,
adaptivetesting) and numpy. Every exam has 30 items of the 2PL, chosen by most information among the
five best at random, and is scored by EAP where the peer can. "content" balances five areas,
6 items each; "exposure" adds chances of Sympson and Hetter for a largest share of 0.25 instead of
the five best. A selection is an item chosen, answered and scored; time is that of the processor.
Runs are interleaved, each in a fresh process, which compiles or loads before it is timed.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any

import numpy as np

LENGTH, AMONG, AREAS, MOST = 30, 5, 5, 0.25
OURS = 60_000  # simulees
THEIRS = {"catsim": 20, "catpie": 5, "mirt": 40, "adaptivetesting": 1}


def bank(size: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Discriminations, difficulties and areas."""
    chance = np.random.default_rng(100 + size)
    return (
        chance.lognormal(0, 0.3, size),
        chance.normal(0, 1, size),
        chance.integers(0, AREAS, size),
    )


def people(number: int) -> np.ndarray:
    """Simulees of a standard normal population."""
    return np.random.default_rng(7).normal(0, 1, number)


Outcome = tuple[float, Any, Any]  # processor seconds, items given to each, estimates


def _tauliah(size: int, variant: str) -> Outcome:
    from tauliah.core.psychometrics import items
    from tauliah.core.psychometrics.adaptive import (
        Design,
        balanced,
        calibrated_exposure,
        prepared,
        simulate,
    )

    a, b, area = bank(size)
    content = None if variant == "plain" else balanced(area, [LENGTH // AREAS] * AREAS)
    design = Design(
        items(a, b), LENGTH, among=1 if variant == "exposure" else AMONG, content=content
    )
    tables = prepared(design)
    if variant == "exposure":
        tables = tables.with_exposure(calibrated_exposure(design, most=MOST, seed=3).exposure)
    simulate(tables, people(10), seed=1)
    begin = time.process_time()
    found = simulate(tables, people(OURS), seed=1)
    taken = time.process_time() - begin
    if content is not None:
        counts = np.apply_along_axis(np.bincount, 1, area[found.administered], minlength=AREAS)
        assert (counts == LENGTH // AREAS).all()
    return taken, found.administered, found.estimate


def tauliah(size: int) -> Outcome:
    """Ours, as the plainest peer does it."""
    return _tauliah(size, "plain")


def tauliah_content(size: int) -> Outcome:
    """Ours with balanced areas."""
    return _tauliah(size, "content")


def tauliah_exposure(size: int) -> Outcome:
    """Ours with balanced areas and chances of exposure."""
    return _tauliah(size, "exposure")


def catsim(size: int) -> Outcome:
    """PyPI's catsim, which scores by maximum likelihood."""
    from catsim.estimation import NumericalSearchEstimator
    from catsim.initialization import FixedPointInitializer
    from catsim.selection import RandomesqueSelector
    from catsim.simulation import Simulator
    from catsim.stopping import TestLengthStopper

    a, b, _ = bank(size)
    table = np.column_stack([a, b, np.zeros(size), np.ones(size)])
    run = Simulator(table, people(THEIRS["catsim"]))
    begin = time.process_time()
    run.simulate(
        FixedPointInitializer(0),
        RandomesqueSelector(AMONG),
        NumericalSearchEstimator(),
        TestLengthStopper(max_items=LENGTH),
    )
    return time.process_time() - begin, run.administered_items, run.latest_estimations


def catpie(size: int) -> Outcome:
    """PyPI's catpie."""
    import catpie as peer

    a, b, _ = bank(size)
    table = [(float(x), float(y), 0.0, 1.0) for x, y in zip(a, b, strict=True)]
    stop = {"rule": ["length"], "thr": [LENGTH], "alpha": 0.05}
    begin = time.process_time()
    found = [
        peer.randomCAT(float(theta), table, method="EAP", randomesque=AMONG, stop=stop)
        for theta in people(THEIRS["catpie"])
    ]
    taken = time.process_time() - begin
    return taken, [one.administered for one in found], [one.finalTheta for one in found]


def _mirt(size: int, *, content: bool) -> Outcome:
    import mirt as peer
    from mirt.cat import CATEngine
    from mirt.cat.content import ContentArea, ContentBlueprint
    from mirt.cat.exposure import Randomesque

    a, b, area = bank(size)
    model = peer.TwoParameterLogistic(n_items=size)
    model.set_parameters(discrimination=a, difficulty=b)
    model._is_fitted = True  # noqa: SLF001 - it takes known parameters no other way
    each = LENGTH // AREAS
    areas = [
        ContentArea(
            f"c{k}", set(np.flatnonzero(area == k).tolist()), min_items=each, max_items=each
        )
        for k in range(AREAS)
    ]
    engine = CATEngine(
        model,
        se_threshold=0.001,
        max_items=LENGTH,
        exposure_control=Randomesque(AMONG, seed=1),
        content_constraint=ContentBlueprint(areas) if content else None,
        seed=1,
    )
    begin = time.process_time()
    found = engine.run_batch_simulation(people(THEIRS["mirt"]))
    taken = time.process_time() - begin
    return taken, [one.items_administered for one in found], [one.theta for one in found]


def mirt(size: int) -> Outcome:
    """PyPI's mirt."""
    return _mirt(size, content=False)


def mirt_content(size: int) -> Outcome:
    """PyPI's mirt with balanced areas."""
    return _mirt(size, content=True)


def adaptivetesting(size: int) -> Outcome:
    """PyPI's adaptivetesting, which always gives the best item."""
    import adaptivetesting.implementations as run
    import adaptivetesting.math.estimators as score
    import adaptivetesting.models as model

    a, b, _ = bank(size)
    used, estimates = [], []
    begin = time.process_time()
    for theta in people(THEIRS["adaptivetesting"]):
        pool = model.ItemPool.load_from_list(
            a=a.tolist(), b=b.tolist(), c=[0.0] * size, d=[1.0] * size, ids=list(range(size))
        )
        exam = run.TestAssembler(
            pool,
            "s",
            "p",
            score.ExpectedAPosteriori,
            {"prior": score.NormalPrior(0, 1), "optimization_interval": (-6, 6)},
            true_ability_level=float(theta),
            simulation=True,
        )
        for _ in range(LENGTH):
            exam.run_test_once()
        used.append([item.id for item in exam.answered_items])
        estimates.append(exam.ability_level)
    return time.process_time() - begin, used, estimates


RUNS: dict[str, Callable[[int], Outcome]] = {
    "tauliah": tauliah,
    "tauliah_content": tauliah_content,
    "tauliah_exposure": tauliah_exposure,
    "catsim": catsim,
    "catpie": catpie,
    "mirt": mirt,
    "mirt_content": mirt_content,
    "adaptivetesting": adaptivetesting,
}


def simulate_once(peer: str, size: int) -> None:
    """Simulate in this process, and print what it took as one line of JSON."""
    taken, used, estimates = RUNS[peer](size)
    given = np.concatenate([np.asarray(list(one), int) for one in used])
    gap = np.asarray(estimates, float) - people(len(used))
    figures = {
        "rate": given.size / taken,
        "rmse": float(np.sqrt(np.mean(gap**2))),
        "most_exposed": float(np.bincount(given).max() / len(used)),
    }
    print(json.dumps(figures))


def run(peers: dict[str, str], sizes: list[int], *, repeat: int, limit: float) -> None:
    """Every peer on every bank, in turn, so many times; then one line for each."""
    for size in sizes:
        rows: dict[str, list[dict[str, float]]] = {peer: [] for peer in peers}
        for _ in range(repeat):
            for peer, python in peers.items():
                try:
                    done = subprocess.run(
                        [python, __file__, "simulate", peer, str(size)],
                        capture_output=True,
                        text=True,
                        check=True,
                        timeout=limit,
                        env=os.environ | {"OPENBLAS_NUM_THREADS": "1"},
                    )
                except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as fault:
                    print(f"{size:6} {peer:17} {type(fault).__name__}", flush=True)
                    continue
                rows[peer].append(json.loads(done.stdout.splitlines()[-1]))
        for peer, found in rows.items():
            if found:
                middle = {key: statistics.median(row[key] for row in found) for key in found[0]}
                print(
                    f"bank {size:6} {peer:17} {middle['rate']:13,.0f} selections a CPU second  "
                    f"rmse {middle['rmse']:.3f}  most exposed item {middle['most_exposed']:.2f}",
                    flush=True,
                )


def main() -> None:
    """Parse what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    one = commands.add_parser("simulate")
    one.add_argument("peer", choices=RUNS)
    one.add_argument("bank", type=int)
    every = commands.add_parser("run")
    every.add_argument("--peers", nargs="*", default=[])
    every.add_argument("--banks", nargs="+", type=int, default=[500, 5_000])
    every.add_argument("--repeat", type=int, default=3)
    every.add_argument("--limit", type=float, default=300, help="seconds for one run")
    asked = parser.parse_args()
    if asked.command == "simulate":
        simulate_once(asked.peer, asked.bank)
        return
    ours = dict.fromkeys([name for name in RUNS if name.startswith("tauliah")], sys.executable)
    peers = dict(peer.split("=", 1) for peer in asked.peers)
    if "mirt" in peers:
        peers["mirt_content"] = peers["mirt"]
    run(ours | peers, asked.banks, repeat=asked.repeat, limit=asked.limit)


if __name__ == "__main__":
    main()
