"""Practice that aims at the exam day: memory, what to practise today, and how ready one is.

Usable alone: a `Deck` of cards and items, `in_order_of_gain` and `chosen_for` to choose from it,
`practised_until` to look ahead, `ability` and `readiness` for the probability of passing.
"""

from tauliah.core.practice.choosing import (
    LEECH_LAPSES,
    LEECH_REST_DAYS,
    Aim,
    chosen_for,
    in_order_of_gain,
    interleaved,
    is_leech,
    new_a_day,
    resting_leeches,
)
from tauliah.core.practice.exam_day import (
    Deck,
    exam_weights,
    expected_score,
    expected_seconds,
    gains,
    recall_on,
)
from tauliah.core.practice.forecast import practised_until, topic_recall
from tauliah.core.practice.forgetting import fitted_curve
from tauliah.core.practice.memory import (
    AGAIN,
    AVERAGE,
    EASY,
    GOOD,
    HARD,
    Curve,
    MemoryStates,
    first_states,
    next_states,
    recall,
)
from tauliah.core.practice.readiness import (
    LEAST_ANSWERS,
    LEAST_OF_TOPIC,
    Ability,
    ExamPlan,
    FirstAnswers,
    Readiness,
    ability,
    is_enough,
    largest_gain,
    pass_chances,
    readiness,
)

__all__ = [
    "AGAIN",
    "AVERAGE",
    "EASY",
    "GOOD",
    "HARD",
    "LEAST_ANSWERS",
    "LEAST_OF_TOPIC",
    "LEECH_LAPSES",
    "LEECH_REST_DAYS",
    "Ability",
    "Aim",
    "Curve",
    "Deck",
    "ExamPlan",
    "FirstAnswers",
    "MemoryStates",
    "Readiness",
    "ability",
    "chosen_for",
    "exam_weights",
    "expected_score",
    "expected_seconds",
    "first_states",
    "fitted_curve",
    "gains",
    "in_order_of_gain",
    "interleaved",
    "is_enough",
    "is_leech",
    "largest_gain",
    "new_a_day",
    "next_states",
    "pass_chances",
    "practised_until",
    "readiness",
    "recall",
    "recall_on",
    "resting_leeches",
    "topic_recall",
]
