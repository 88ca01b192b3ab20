"""What the next days will bring, as far as it can be chosen now: for practice without a network."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from tauliah.core.practice.arrays import Truths, Whole
from tauliah.core.practice.choosing import (
    Aim,
    chosen_for,
    in_order_of_gain,
    new_a_day,
    resting_leeches,
)
from tauliah.core.practice.exam_day import Deck
from tauliah.core.practice.forecast import reviewed
from tauliah.core.practice.memory import AVERAGE, Curve


def days_ahead(
    deck: Deck,
    today: Sequence[int] | Whole,
    aim: Aim,
    *,
    days: int,
    seconds_a_day: float,
    reviews: Whole,
    lapses: Whole,
    allowed: Truths,
    curve: Curve = AVERAGE,
) -> tuple[Whole, ...]:
    """The choice of each of the next `days` as places in the deck, in order of gain; tomorrow's first.

    As if all of `today`, and then of each day, is practised on its day and known. Nothing is chosen
    for the exam day and later: the list is shorter then. `reviews` and `lapses` (n,) are those of
    each up to now, by which leeches rest; `allowed` (n,) leaves out what cannot be practised at all.
    """
    chosen = np.asarray(today, dtype=np.int64)
    right = np.ones(len(deck), dtype=bool)
    found: list[Whole] = []
    for passed in range(1, days + 1):
        left = Aim(None if aim.days is None else aim.days - passed)
        if left.days is not None and left.days < 1:
            break
        deck = reviewed(deck, chosen, right).after_days(1)
        order = in_order_of_gain(
            deck,
            left,
            new_today=new_a_day(int(deck.is_new.sum()), left),
            curve=curve,
            allowed=allowed & ~resting_leeches(reviews, lapses, deck.elapsed),
        )
        chosen = chosen_for(deck, order, seconds_a_day, curve=curve)
        found.append(chosen)
    return tuple(found)
