"""Practice that aims at the exam day, against other ways to spend the same minutes; and readiness.

    python -m benchmarks.practice scores [--persons 16] [--months 2 6 12] [--others cramming massed]
    python -m benchmarks.practice calibration [--candidates 10000] [--picture FILE.svg]
    python -m benchmarks.practice speed

`scores`: 500 cards in six topics of unequal size, whose shares of the exam are those of a shipped
blueprint; 8, 5 or 4 minutes a day. A right answer takes 10 seconds, a wrong one 20 (it is shown again),
the first meeting 10 more. Learners are those of `practice_learners`: the scheduler knows none of them.
`retention` practises what FSRS-6 calls due at 0.90 (by the formulas that the tests hold equal to
py-fsrs), then new cards in random order, then what is due next; `random` takes cards at random each
day.

What cramming is, is answered in three ways. `cramming` spends all the minutes in the last seven days,
in random order, and knows no fatigue: for twelve months 3.5 hours a day. `rested` does the same, but
of a day only the first two hours bring anything: studies of practice found less benefit beyond two
hours a day, and essentially none beyond four (Ericsson, Krampe and Tesch-Roemer, 1993, Psychological
Review 100, on Welford, 1968, and Woodworth and Schlosberg, 1954). `massed` has the minutes
of each day like the others, and repeats each card in a block when it is new, until it was right three
times running, and then leaves it; after the last card it begins again. This is what experiments on
spacing compare with (Cepeda and others, 2006, Psychological Bulletin 132).

Beside the score on the exam day stands what is left of it half a year later.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np

from benchmarks.practice_learners import MODELS, Learner, learner
from benchmarks.practice_reliability import calibration
from tauliah.core.practice import (
    AGAIN,
    AVERAGE,
    GOOD,
    Aim,
    Curve,
    Deck,
    MemoryStates,
    first_states,
    fitted_curve,
    in_order_of_gain,
    new_a_day,
    next_states,
)

SIZES = np.array([140, 120, 90, 70, 50, 30])
SHARES = np.array([8, 10, 9, 9, 8, 6])
CARDS = int(SIZES.sum())
MINUTES = {2: 8, 6: 5, 12: 4}
DAYS = {2: 60, 6: 180, 12: 365}
RIGHT, WRONG, FIRST = 10.0, 20.0, 10.0
CRAMMED_DAYS = 7
RESTED_SECONDS = 2 * 3600.0
BLOCK, LONGEST_BLOCK = 3, 9
AFTERWARDS = 182
FIT_EVERY = 7
OTHERS = ("retention", "cramming", "rested", "massed", "random")

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


def score(strategy: str, model: str, months: int, seed: int) -> tuple[float, float]:
    """The true expected share of right answers of one person, on the exam day and half a year later."""
    person = np.random.default_rng([seed, 1])
    memory = learner(model, CARDS, person)
    known = 1 / (1 + np.exp(-person.normal(0, 1, CARDS)))
    chance = np.random.default_rng([seed, 2])
    study, days = Study(), DAYS[months]
    seconds = _seconds(strategy, months)
    if strategy == "massed":
        _in_blocks(memory, known, seconds, chance)
    else:
        _by_choice(strategy, study, memory, known=known, seconds=seconds, chance=chance)
    weight = study.deck.weight
    return float(weight @ memory.recall(days)), float(weight @ memory.recall(days + AFTERWARDS))


def _seconds(strategy: str, months: int) -> np.ndarray:
    """The seconds of each day that bring something."""
    days = DAYS[months]
    seconds = np.full(days, MINUTES[months] * 60.0)
    if strategy in ("cramming", "rested"):
        seconds[:-CRAMMED_DAYS] = 0
        seconds[-CRAMMED_DAYS:] = days * MINUTES[months] * 60.0 / CRAMMED_DAYS
    return np.minimum(seconds, RESTED_SECONDS) if strategy == "rested" else seconds


def _by_choice(
    strategy: str,
    study: Study,
    memory: Learner,
    *,
    known: np.ndarray,
    seconds: np.ndarray,
    chance: np.random.Generator,
) -> None:
    """Each day the cards that the strategy chooses, each at most once until all were met that day."""
    choose: Strategy = {"ours": ours, "retention": retention}.get(strategy, at_random)
    days = len(seconds)
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


def _in_blocks(
    memory: Learner, known: np.ndarray, seconds: np.ndarray, chance: np.random.Generator
) -> None:
    """Card by card: each until it was right so many times running, or has come too often."""
    order = iter(np.tile(chance.permutation(CARDS), 1_000))
    is_met = np.zeros(CARDS, dtype=bool)
    for day in range(len(seconds)):
        left = seconds[day]
        while left >= RIGHT:
            card = next(order)
            running = shown = 0
            while running < BLOCK and shown < LONGEST_BLOCK and left >= RIGHT:
                # a day has some hundred such moments, and a memory reads it in days
                now = day + shown * 1e-3
                recalled = memory.recall(now)[card] if is_met[card] else known[card]
                is_right = bool(chance.random() < recalled)
                left -= (RIGHT if is_right else WRONG) + (0 if is_met[card] else FIRST)
                memory.practise(np.array([card]), np.array([is_right]), now)
                is_met[card] = True
                running, shown = running + 1 if is_right else 0, shown + 1


def scores(persons: int, months: list[int], others: list[str]) -> None:
    """Print the mean score of ours and its lead over each other, with intervals of 95 %."""
    for one in months:
        leads: dict[str, list[np.ndarray]] = {other: [] for other in others}
        for model in MODELS:
            mine = np.array([score("ours", model, one, seed) for seed in range(persons)])
            print(f"{one} months, {model}: ours {mine[:, 0].mean():.3f}, half a year later "
                  f"{mine[:, 1].mean():.3f}", flush=True)  # fmt: skip
            for other in others:
                lead = mine - [score(other, model, one, seed) for seed in range(persons)]
                leads[other].append(lead)
                _tell(other, lead)
        print(f"{one} months, all three", flush=True)
        for other in others:
            _tell(other, np.concatenate(leads[other]))


def _tell(other: str, leads: np.ndarray) -> None:
    on_the_day, later = _interval(leads[:, 0]), _interval(leads[:, 1])
    print(f"   lead over {other:<10} {on_the_day}   half a year later {later}", flush=True)


def _interval(leads: np.ndarray) -> str:
    half = 1.96 * leads.std(ddof=1) / np.sqrt(len(leads))
    return f"{leads.mean():+.3f} ({leads.mean() - half:+.3f} to {leads.mean() + half:+.3f})"


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
    parser.add_argument("--others", nargs="+", default=list(OTHERS), choices=OTHERS)
    parser.add_argument("--candidates", type=int, default=10_000)
    parser.add_argument("--picture", type=Path, help="where to write the picture of calibration")
    asked = parser.parse_args()
    if asked.what == "scores":
        scores(asked.persons, asked.months, asked.others)
    elif asked.what == "calibration":
        calibration(asked.candidates, picture=asked.picture)
    else:
        speed()


if __name__ == "__main__":
    main()
