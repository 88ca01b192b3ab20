"""What the exam day is expected to bring, and how much one review now would add to it.

A course's exam takes its items from topics by its blueprint. The expected share of right answers is,
over topics, the topic's share of the exam times the mean recall of what belongs to it: each card and
each practice item has a weight, and the weights add up to 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from tauliah.core.practice.arrays import Floats, Truths, Whole
from tauliah.core.practice.memory import (
    AGAIN,
    AVERAGE,
    GOOD,
    Curve,
    MemoryStates,
    first_states,
    next_states,
    recall,
)

FIRST_TIME_RIGHT = 0.5
"""How often a first answer, after the lesson was read, is taken to be right."""
FIRST_TIME_LONGER = 2.0
"""How many times as long the first meeting of a card takes as a later one."""


@dataclass(frozen=True, slots=True)
class Deck:
    """What can be practised, as n cards and practice items; every array is (n,).

    `topic` is the place of the topic in the blueprint, `weight` the share of the exam that hangs on
    this one, `seconds` how long a review takes, `elapsed` the days since the last review. The states
    of what was never practised are not numbers (NaN).
    """

    topic: Whole
    weight: Floats
    seconds: Floats
    stability: Floats
    difficulty: Floats
    elapsed: Floats

    def __len__(self) -> int:
        return len(self.topic)

    @property
    def is_new(self) -> Truths:
        """Which were never practised."""
        return np.isnan(self.stability)

    def after_days(self, days: float) -> Deck:
        """The same deck when some days have passed without practice."""
        return replace(self, elapsed=self.elapsed + days)


def exam_weights(topics: Sequence[tuple[int, float]], of_topic: Whole, is_card: Truths) -> Floats:
    """The share of the exam that hangs on each card and item; (n,), adding up to 1.

    `topics` has, for each topic, how many items of a form it takes and which part of them asks to
    remember and understand. Cards stand for that part, practice items for what asks to apply and
    analyse; where a topic has only one kind, it stands for both. A topic without either cannot be
    practised, and its share is left to the others.
    """
    weights = np.zeros(len(of_topic))
    for place, (items, recalled) in enumerate(topics):
        cards, tasks = (of_topic == place) & is_card, (of_topic == place) & ~is_card
        part = recalled if tasks.any() else 1.0
        part = part if cards.any() else 0.0
        weights[cards] = items * part / max(int(cards.sum()), 1)
        weights[tasks] = items * (1 - part) / max(int(tasks.sum()), 1)
    total = weights.sum()
    return np.asarray(weights / total if total else weights)


def recall_on(deck: Deck, days: float, curve: Curve = AVERAGE) -> Floats:
    """The probability of recall of each, some days from now, without another review; (n,).

    Nothing is recalled of what was never practised.
    """
    known = ~deck.is_new
    found = np.zeros(len(deck))
    found[known] = recall(deck.elapsed[known] + days, deck.stability[known], curve)
    return found


def expected_score(deck: Deck, days: float, curve: Curve = AVERAGE) -> float:
    """The expected share of the exam that is known, 0 to 1, some days from now."""
    return float(deck.weight @ recall_on(deck, days, curve))


def chances(deck: Deck, curve: Curve = AVERAGE) -> Floats:
    """How likely each is right if asked now; (n,)."""
    return np.where(deck.is_new, FIRST_TIME_RIGHT, recall_on(deck, 0, curve))


def expected_seconds(deck: Deck, curve: Curve = AVERAGE, *, chance: Floats | None = None) -> Floats:
    """How long a review of each now takes on average; (n,).

    What is met for the first time takes longer, and what is not known is met again the same day.
    `chance` spares working out the `chances` again.
    """
    first = np.where(deck.is_new, FIRST_TIME_LONGER, 1.0)
    known = chances(deck, curve) if chance is None else chance
    return np.asarray(deck.seconds * (first + 1 - known))


def gains(
    deck: Deck, days: float, curve: Curve = AVERAGE, *, chance: Floats | None = None
) -> Floats:
    """What one review of each now adds to the expected score some days from now; (n,).

    The mean over remembering it and not, each as likely as the model says; what is not remembered is
    met again the same day. What one review adds does not depend on the others, because the expected
    score is a sum over what is known. `chance` spares working out the `chances` again.
    """
    right, wrong = states_if(deck)
    known = chances(deck, curve) if chance is None else chance
    with_review = known * recall(days, right.stability, curve)
    with_review += (1 - known) * recall(days, wrong.stability, curve)
    return np.asarray(deck.weight * (with_review - recall_on(deck, days, curve)))


def states_if(deck: Deck) -> tuple[MemoryStates, MemoryStates]:
    """The states of all at the end of today if a review is right, and if it is wrong at first.

    All that is new comes to the same, which is worked out once.
    """
    met = ~deck.is_new
    held = MemoryStates(deck.stability[met], deck.difficulty[met])
    passed = deck.elapsed[met]
    wrong = next_states(held, days=passed, ratings=AGAIN)
    return (
        _with_new(met, next_states(held, days=passed, ratings=GOOD), first_states(GOOD)),
        _with_new(
            met,
            next_states(wrong, days=0, ratings=GOOD),
            next_states(first_states(AGAIN), days=0, ratings=GOOD),
        ),
    )


def _with_new(met: Truths, of_met: MemoryStates, of_new: MemoryStates) -> MemoryStates:
    stability = np.full(len(met), of_new.stability)
    difficulty = np.full(len(met), of_new.difficulty)
    stability[met], difficulty[met] = of_met.stability, of_met.difficulty
    return MemoryStates(stability, difficulty)
