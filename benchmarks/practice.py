"""Practice that aims at the exam day, against other ways to spend the same minutes; and readiness.

    python -m benchmarks.practice scores [--persons 16] [--months 2 6 12]
    python -m benchmarks.practice calibration [--candidates 10000]
    python -m benchmarks.practice speed

`scores`: 500 cards in six topics of unequal size, whose shares of the exam are those of a shipped
blueprint; 8, 5 or 4 minutes a day. A right answer takes 10 seconds, a wrong one 20 (it is shown again),
the first meeting 10 more. Learners are those of `practice_learners`: the scheduler knows none of them.
`retention` practises what FSRS-6 calls due at 0.90 (by the formulas that the tests hold equal to
py-fsrs), then new cards in random order, then what is due next; `random` takes cards at random each
day; `cramming` spends all the minutes in the last seven days, in random order.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from benchmarks.practice_learners import MODELS, learner
from tauliah.core.practice import (
    AGAIN,
    AVERAGE,
    GOOD,
    Aim,
    Curve,
    Deck,
    ExamPlan,
    FirstAnswers,
    MemoryStates,
    ability,
    first_states,
    fitted_curve,
    in_order_of_gain,
    new_a_day,
    next_states,
    readiness,
)

SIZES = np.array([140, 120, 90, 70, 50, 30])
SHARES = np.array([8, 10, 9, 9, 8, 6])
CARDS = int(SIZES.sum())
MINUTES = {2: 8, 6: 5, 12: 4}
DAYS = {2: 60, 6: 180, 12: 365}
RIGHT, WRONG, FIRST = 10.0, 20.0, 10.0
CRAMMED_DAYS = 7
FIT_EVERY = 7

Strategy = Callable[["Study", int, np.random.Generator], np.ndarray]


class Study:
    """What a scheduler sees of a learner: the states, the days, and what was right."""

    def __init__(self) -> None:
        nothing = np.full(CARDS, np.nan)
        topic = np.repeat(np.arange(len(SIZES)), SIZES)
        weight = (SHARES / SHARES.sum() / SIZES)[topic]
        self.deck = Deck(
            topic, weight, np.full(CARDS, RIGHT), nothing, nothing.copy(), np.zeros(CARDS)
        )
        self.days: list[np.ndarray] = []
        self.stabilities: list[np.ndarray] = []
        self.right: list[np.ndarray] = []
        self.curve = AVERAGE

    def reviewed(self, cards: np.ndarray, right: np.ndarray) -> None:
        """Note what was right, and shown again where it was not."""
        deck = self.deck
        old = ~deck.is_new[cards]
        self.days.append(deck.elapsed[cards][old])
        self.stabilities.append(deck.stability[cards][old])
        self.right.append(right[old])
        ratings = np.where(right, GOOD, AGAIN)
        first = first_states(ratings)
        held = MemoryStates(
            np.where(old, deck.stability[cards], 1), np.where(old, deck.difficulty[cards], 5)
        )
        later = next_states(held, days=deck.elapsed[cards], ratings=ratings)
        stability = np.where(old, later.stability, first.stability)
        difficulty = np.where(old, later.difficulty, first.difficulty)
        again = next_states(
            MemoryStates(stability, difficulty),
            days=np.zeros(len(cards)),
            ratings=np.full(len(cards), GOOD),
        )
        all_s, all_d, passed = deck.stability.copy(), deck.difficulty.copy(), deck.elapsed.copy()
        all_s[cards] = np.where(right, stability, again.stability)
        all_d[cards] = np.where(right, difficulty, again.difficulty)
        passed[cards] = 0
        self.deck = replace(deck, stability=all_s, difficulty=all_d, elapsed=passed)

    def fit(self) -> Curve:
        """The curve of forgetting by all that was right and wrong."""
        known = (np.concatenate(one) for one in (self.days, self.stabilities, self.right))
        return fitted_curve(*known)


def ours(study: Study, left: int, chance: np.random.Generator) -> np.ndarray:  # noqa: ARG001
    """Most gain a minute towards the exam day."""
    aim = Aim(left)
    new = new_a_day(int(study.deck.is_new.sum()), aim)
    return in_order_of_gain(study.deck, aim, new_today=new, curve=study.curve)


def retention(study: Study, left: int, chance: np.random.Generator) -> np.ndarray:  # noqa: ARG001
    """Due at 0.90, the longest overdue first; then new cards; then what is due next."""
    deck, new = study.deck, study.deck.is_new
    # at 0.90 the interval is the stability, in whole days
    overdue = deck.elapsed - np.maximum(1, np.round(np.where(new, 1, deck.stability)))
    met = np.flatnonzero(~new)
    met = met[np.argsort(-overdue[met], kind="stable")]
    is_due = overdue[met] >= 0
    return np.concatenate([met[is_due], chance.permutation(np.flatnonzero(new)), met[~is_due]])


def at_random(study: Study, left: int, chance: np.random.Generator) -> np.ndarray:  # noqa: ARG001
    """Any order."""
    return chance.permutation(len(study.deck))


def score(strategy: str, model: str, months: int, seed: int) -> float:
    """The true expected share of right answers on the exam day, for one person."""
    person = np.random.default_rng([seed, 1])
    memory = learner(model, CARDS, person)
    known = 1 / (1 + np.exp(-person.normal(0, 1, CARDS)))
    chance = np.random.default_rng([seed, 2])
    study, days = Study(), DAYS[months]
    choose: Strategy = {"ours": ours, "retention": retention}.get(strategy, at_random)
    seconds = np.full(days, MINUTES[months] * 60.0)
    if strategy == "cramming":
        seconds[:-CRAMMED_DAYS] = 0
        seconds[-CRAMMED_DAYS:] = days * MINUTES[months] * 60.0 / CRAMMED_DAYS
    for day in range(days):
        if strategy == "ours" and day and day % FIT_EVERY == 0:
            study.curve = study.fit()
        left, rounds = seconds[day], 0
        today = np.zeros(CARDS, dtype=bool)
        while left > 0 and rounds < 8:
            rounds += 1
            order = choose(study, days - day, chance)
            order = order[~today[order]]
            if not len(order):
                today[:] = False  # all were met today: go round again
                continue
            new = study.deck.is_new[order]
            right = chance.random(len(order)) < np.where(
                new, known[order], memory.recall(day)[order]
            )
            ends = np.cumsum(np.where(right, RIGHT, WRONG) + np.where(new, FIRST, 0))
            fits = int(np.searchsorted(ends, left, side="right"))
            if fits == 0:
                break
            order, right, left = order[:fits], right[:fits], left - ends[fits - 1]
            memory.practise(order, right, day)
            memory.practise(order[~right], np.ones(int((~right).sum()), bool), day + 0.01)
            study.reviewed(order, right)
            today[order] = True
        study.deck = study.deck.after_days(1)
    return float(study.deck.weight @ memory.recall(days))


def scores(persons: int, months: list[int]) -> None:
    """Print the mean score of ours and its lead over each other, with intervals of 95 %."""
    others = ("retention", "cramming", "random")
    print(f"{'months':>6} {'model':<8} {'ours':>6}   lead over retention, cramming, random")
    for one in months:
        leads: dict[str, list[float]] = {other: [] for other in others}
        for model in MODELS:
            seeds = range(persons)
            mine = np.array([score("ours", model, one, seed) for seed in seeds])
            told = []
            for other in others:
                lead = mine - [score(other, model, one, seed) for seed in seeds]
                leads[other] += list(lead)
                told.append(_interval(lead))
            print(f"{one:>6} {model:<8} {mine.mean():>6.3f}   {'   '.join(told)}", flush=True)
        told = [_interval(np.array(leads[other])) for other in others]
        print(f"{one:>6} {'all':<8} {'':>6}   {'   '.join(told)}", flush=True)


def _interval(leads: np.ndarray) -> str:
    half = 1.96 * leads.std(ddof=1) / np.sqrt(len(leads))
    return f"{leads.mean():+.3f} ({leads.mean() - half:+.3f} to {leads.mean() + half:+.3f})"


def calibration(candidates: int) -> None:
    """Print the expected calibration error of the pass probability, for the right and wrong models."""
    for world in ("as assumed", "long tails", "memory counts double", "topics as one"):
        told, happened, inside = [], [], []
        for seed in range(candidates):
            probability, passed, is_inside = _candidate(world, seed)
            told.append(probability)
            happened.append(passed)
            inside.append(is_inside)
        table = _reliability(np.array(told), np.array(happened, dtype=float))
        error = sum(n * abs(said - was) for n, said, was in table) / candidates
        print(
            f"{world:<22} expected calibration error {error:.3f}; truth inside the limits shown"
            f" in {np.mean(inside):.1%}",
            flush=True,
        )
        print("   " + "  ".join(f"{said:.2f}->{was:.2f} ({n})" for n, said, was in table))


def _reliability(told: np.ndarray, happened: np.ndarray) -> list[tuple[int, float, float]]:
    """For each tenth: how many candidates, the mean that was told, and the share that passed."""
    tenths = np.minimum((told * 10).astype(int), 9)
    return [
        (int(here.sum()), float(told[here].mean()), float(happened[here].mean()))
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
    slope = chance.normal(3.0 if world == "memory counts double" else 1.5, 0.9)
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


def speed() -> None:
    """Print how long the next choice takes with 20,000 cards, and to learn the curve from 500,000."""
    chance = np.random.default_rng(5)
    n, reviews = 20_000, 500_000
    deck = Deck(
        chance.integers(0, 6, n),
        np.full(n, 1 / n),
        np.full(n, 10.0),
        np.where(chance.random(n) < 0.2, np.nan, chance.lognormal(2, 1.5, n)),
        chance.uniform(1, 10, n),
        chance.uniform(0, 90, n),
    )
    taken = []
    for _ in range(200):
        start = time.perf_counter()
        in_order_of_gain(deck, Aim(100), new_today=20)
        taken.append((time.perf_counter() - start) * 1000)
    print(f"next choice, {n:,} cards: median {np.median(taken):.1f} ms, "
          f"99th of 100 {np.quantile(taken, 0.99):.1f} ms")  # fmt: skip
    start = time.perf_counter()
    fitted_curve(
        chance.uniform(1, 60, reviews), chance.uniform(1, 40, reviews), chance.random(reviews) < 0.8
    )
    print(f"curve of a person, {reviews:,} reviews: {time.perf_counter() - start:.1f} s")


def main() -> None:
    """Measure what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["scores", "calibration", "speed"])
    parser.add_argument("--persons", type=int, default=16)
    parser.add_argument("--months", type=int, nargs="+", default=[2, 6, 12], choices=list(DAYS))
    parser.add_argument("--candidates", type=int, default=10_000)
    asked = parser.parse_args()
    if asked.what == "scores":
        scores(asked.persons, asked.months)
    elif asked.what == "calibration":
        calibration(asked.candidates)
    else:
        speed()


if __name__ == "__main__":
    main()
