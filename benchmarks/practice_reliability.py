"""Whether the probability of passing holds: simulated candidates, as the model assumes and otherwise.

Each has first answers to practice items, is told a probability, and sits an exam of other items. Of
those who were told about the same, so many should pass. The expected calibration error is the mean
distance between the two over ten bins, weighted by how many are in each (Naeini, Cooper and
Hauskrecht, 2015, AAAI).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from tauliah.core.practice import ExamPlan, FirstAnswers, ability, readiness
from tauliah.core.psychometrics.plots.drawing import (
    SERIES,
    Entry,
    Labels,
    drawing,
    frame_for,
)

WORLDS = ("as assumed", "long tails", "memory counts double", "topics as one")
SHAPES = ("circle", "square", "diamond", "triangle")


@dataclass(frozen=True, slots=True)
class Bin:
    """Candidates who were told about the same: how many, the mean that was told, the share that passed."""

    count: int
    told: float
    passed: float

    @property
    def error(self) -> float:
        """The standard error of the share."""
        return float(np.sqrt(self.passed * (1 - self.passed) / self.count))


def calibration(candidates: int, *, picture: Path | None = None) -> None:
    """Print the expected calibration error of the pass probability, for the right and wrong models.

    A picture of them all is written where one is asked for.
    """
    tables: dict[str, list[Bin]] = {}
    for world in WORLDS:
        told, happened, inside = [], [], []
        for seed in range(candidates):
            probability, passed, is_inside = _candidate(world, seed)
            told.append(probability)
            happened.append(passed)
            inside.append(is_inside)
        table = reliability(np.array(told), np.array(happened, dtype=float))
        tables[world] = table
        error = calibration_error(table)
        print(
            f"{world:<22} expected calibration error {error:.3f}; truth inside the limits shown"
            f" in {np.mean(inside):.1%}",
            flush=True,
        )
        print("   " + "  ".join(f"{one.told:.2f}->{one.passed:.2f} ({one.count})" for one in table))
    if picture is not None:
        picture.write_text(reliability_picture(tables, candidates) + "\n", encoding="utf-8")


def calibration_error(table: Sequence[Bin]) -> float:
    """The mean distance between what was told and what happened."""
    whole = sum(one.count for one in table)
    return sum(one.count * abs(one.told - one.passed) for one in table) / whole


def reliability_picture(tables: Mapping[str, Sequence[Bin]], candidates: int) -> str:
    """What was told from left to right, how many passed upwards; right is the line from corner to corner.

    The first world has whiskers of two standard errors.
    """
    labels = Labels(
        title="Told and passed: does the probability of passing hold?",
        description=(
            f"{candidates:,} simulated candidates in each of {len(tables)} worlds, in ten bins by the "
            "probability of passing that they were told; the share that passed stands upwards. "
            + " ".join(
                f"{world}: expected calibration error {calibration_error(table):.3f}."
                for world, table in tables.items()
            )
        ),
        across="probability that was told",
        up="share that passed",
        legend=(
            "told is what happens",
            *(f"{name}: {calibration_error(table):.3f}" for name, table in tables.items()),
        ),
    )
    entries = [Entry("right", "six", dashes="5 4")]
    entries += [
        Entry(world, series, "dots", shape=shape)
        for world, series, shape in zip(tables, SERIES, SHAPES, strict=False)
    ]
    frame = frame_for((0.0, 1.0), (0.0, 1.0), labels=labels, entries=entries, height=294)
    marks = [frame.line([0, 1], [0, 1], series="six", dashes="5 4")]
    for place, (table, entry) in enumerate(zip(tables.values(), entries[1:], strict=True)):
        if place == 0:
            marks += [
                frame.whisker(
                    one.told,
                    one.passed - 2 * one.error,
                    one.passed + 2 * one.error,
                    series=entry.series,
                )
                for one in table
            ]
        marks += [
            frame.dot(one.told, one.passed, series=entry.series, shape=entry.shape) for one in table
        ]
    return drawing(frame, labels, marks, entries=entries)


def reliability(told: np.ndarray, happened: np.ndarray) -> list[Bin]:
    """The candidates by tenths of what they were told; a tenth without any is left out."""
    tenths = np.minimum((told * 10).astype(int), 9)
    return [
        Bin(int(here.sum()), float(told[here].mean()), float(happened[here].mean()))
        for here in (tenths == tenth for tenth in range(10))
        if here.any()
    ]


def _candidate(world: str, seed: int) -> tuple[float, bool, bool]:
    """What is told of one candidate, whether that one passed, and if the truth is in the interval."""
    chance = np.random.default_rng([seed, 7])
    levels = np.array(
        [[2, 3, 2, 1], [2, 3, 4, 1], [2, 2, 4, 1], [2, 3, 3, 1], [2, 3, 2, 1], [2, 2, 2, 0]], float
    )
    topics = len(levels)
    tails = chance.standard_t(3) / np.sqrt(3) if world == "long tails" else chance.normal()
    own = -0.6 + tails
    spread = 0.1 if world == "topics as one" else 0.5
    slope = chance.normal(*((3.0, 0.9) if world == "memory counts double" else (1.5, 1.5)))
    topic = chance.normal(0, spread, topics)
    hard = np.array([-0.4, -0.1, 0.2, 0.5]) + chance.normal(0, 0.25, 4)
    m = int(chance.integers(30, 150))
    places = np.concatenate([np.repeat(np.arange(topics), 3), chance.integers(0, topics, m)])[:m]
    level = chance.integers(0, 4, m)
    # recall grows from the first answer to the last, and to the exam
    recall = np.linspace(0.2, chance.uniform(0.4, 0.9), m)
    guess = np.where(chance.random(m) < 0.7, 0.25, 0.0)
    z = own + topic[places] + slope * recall - hard[level] - chance.normal(0, 0.6, m)
    right = chance.random(m) < guess + (1 - guess) / (1 + np.exp(-z))
    answers = FirstAnswers(places, level, right.astype(float), guess, recall, np.linspace(60, 0, m))
    plan = ExamPlan(levels, np.full(topics, 0.175), 35)
    at_exam = np.full(topics, min(0.95, recall[-1] + 0.05))
    found = readiness(ability(answers, topics, seed=seed), plan, at_exam, seed=seed)
    # the exam: other items of the same levels, a little harder or easier for this one than practice
    each_topic = np.repeat(np.arange(topics), levels.sum(axis=1).astype(int))
    each_level = np.concatenate([np.repeat(np.arange(4), row.astype(int)) for row in levels])
    base = own + chance.normal(0, 0.25) + topic[each_topic] + slope * at_exam[each_topic]
    easier = base - hard[each_level] - chance.normal(0, 0.6, (200, len(each_level)))
    sat = chance.random(easier.shape) < 0.175 + 0.825 / (1 + np.exp(-easier))
    passed = sat.sum(axis=1) >= 35
    truth = float(passed[1:].mean())
    # the limits as the page shows them, outwards to tenths
    low, high = np.floor(found.low * 10) / 10, np.ceil(found.high * 10) / 10
    return found.probability, bool(passed[0]), bool(low <= truth <= high)
