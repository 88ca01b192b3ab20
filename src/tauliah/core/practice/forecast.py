"""Where the memory will stand on the exam day if practice goes on as it is planned."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from tauliah.core.practice.arrays import Floats, Truths, Whole
from tauliah.core.practice.choosing import Aim, chosen_for, in_order_of_gain, new_a_day
from tauliah.core.practice.exam_day import Deck, chances, recall_on, states_if
from tauliah.core.practice.memory import AVERAGE, Curve


def practised_until(
    deck: Deck, days: int, *, seconds_a_day: float, seed: int, curve: Curve = AVERAGE
) -> Deck:
    """The deck on the exam day after practising each day what the choice then takes.

    Whether each is remembered is drawn by the model from the seed; 0 days change nothing.
    """
    chance = np.random.default_rng(seed)
    for left in range(days, 0, -1):
        aim = Aim(left)
        new_today = new_a_day(int(deck.is_new.sum()), aim)
        order = in_order_of_gain(deck, aim, new_today=new_today, curve=curve)
        chosen = chosen_for(deck, order, seconds_a_day, curve=curve)
        deck = reviewed(deck, chosen, chance.random(len(deck)) < chances(deck, curve))
        deck = deck.after_days(1)
    return deck


def topic_recall(deck: Deck, days: float, topics: int, curve: Curve = AVERAGE) -> Floats:
    """The mean recall in each topic some days from now, by the weight of its parts; (topics,)."""
    weights = np.bincount(deck.topic, deck.weight, minlength=topics)
    known = np.bincount(deck.topic, deck.weight * recall_on(deck, days, curve), minlength=topics)
    return np.asarray(known / np.where(weights > 0, weights, 1))


def reviewed(deck: Deck, chosen: Whole, is_right: Truths) -> Deck:
    """The deck after a review of each chosen place today; `is_right` (n,) says which were known."""
    right, wrong = states_if(deck)
    met = np.zeros(len(deck), dtype=bool)
    met[chosen] = True
    stability = np.where(is_right, right.stability, wrong.stability)
    difficulty = np.where(is_right, right.difficulty, wrong.difficulty)
    return replace(
        deck,
        stability=np.where(met, stability, deck.stability),
        difficulty=np.where(met, difficulty, deck.difficulty),
        elapsed=np.where(met, 0.0, deck.elapsed),
    )
