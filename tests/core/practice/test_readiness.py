"""How likely it is to pass: more with better answers, surer with more of them, silent without."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import minimize

from tauliah.core.practice import (
    ExamPlan,
    FirstAnswers,
    ability,
    is_enough,
    largest_gain,
    pass_chances,
    readiness,
)
from tauliah.core.practice.readiness import Ability, Readiness

PLAN = ExamPlan(np.full((3, 4), 4.0), np.full(3, 0.2), 34)
KNOWN = np.full(3, 0.7)


def answers(count: int, *, right: float, seed: int = 1) -> FirstAnswers:
    """So many answers over three topics, of which about a part is right."""
    chance = np.random.default_rng(seed)
    return FirstAnswers(
        np.arange(count) % 3,
        np.arange(count) % 4,
        (chance.random(count) < right).astype(float),
        np.full(count, 0.2),
        np.full(count, 0.7),
        np.zeros(count),
    )


def ready(found: FirstAnswers, known: np.ndarray = KNOWN) -> Readiness:
    return readiness(ability(found, 3, seed=5), PLAN, known, seed=5)


def test_better_answers_make_passing_more_likely() -> None:
    told = [ready(answers(60, right=part)).probability for part in (0.3, 0.6, 0.9)]

    assert told == sorted(told)
    assert told[0] < 0.1
    assert told[2] > 0.9


def test_better_memory_makes_passing_more_likely() -> None:
    found = answers(60, right=0.65)

    assert ready(found, np.full(3, 0.3)).probability < ready(found, np.full(3, 0.9)).probability


def test_with_more_answers_the_limits_come_closer() -> None:
    few, many = ready(answers(24, right=0.68)), ready(answers(400, right=0.68))

    assert many.high - many.low < few.high - few.low
    assert few.low < few.probability < few.high


def test_the_same_answers_and_seed_give_the_same_figures() -> None:
    assert ready(answers(40, right=0.6)) == ready(answers(40, right=0.6))


def test_too_few_answers_or_a_topic_without_any_are_not_enough() -> None:
    assert is_enough(answers(24, right=0.5), PLAN)
    assert not is_enough(answers(23, right=0.5), PLAN)
    one = answers(40, right=0.5)
    only_two = FirstAnswers(one.topic % 2, one.level, one.right, one.guess, one.recall, one.age)
    assert not is_enough(only_two, PLAN)


def test_the_posterior_lies_around_its_highest_point() -> None:
    found = answers(150, right=0.6, seed=3)
    mean = np.array([-0.6, 0, 0, 0, 1.5, -0.4, -0.1, 0.2, 0.5])
    spread = np.array([1, 0.5, 0.5, 0.5, 0.9, 0.25, 0.25, 0.25, 0.25])

    def surprise(p: np.ndarray) -> float:
        z = p[0] + p[1:4][found.topic] + p[4] * found.recall - p[5:][found.level]
        chance = found.guess + (1 - found.guess) / (1 + np.exp(-z))
        likely = np.where(found.right == 1, chance, 1 - chance)
        return float(-np.log(likely).sum() + (((p - mean) / spread) ** 2).sum() / 2)

    best = minimize(surprise, mean, method="BFGS").x

    draws = ability(found, 3, seed=1).draws
    assert draws.mean(axis=0) == pytest.approx(best, abs=4 * draws.std(axis=0).max() / 20)


def test_the_probability_of_passing_is_that_of_sitting_the_exam_many_times() -> None:
    person = Ability(np.tile(np.array([0.4, 0, 0, 0, 1.0, -0.4, -0.1, 0.2, 0.5]), (400, 1)), 3)
    told = pass_chances(person, PLAN, KNOWN, seed=1).mean()

    chance = np.random.default_rng(9)
    hard = np.tile(np.repeat([-0.4, -0.1, 0.2, 0.5], 4), 3)
    own = 0.4 + 0.7 + chance.normal(0, 0.25, (20_000, 1))
    z = own - hard - chance.normal(0, 0.6, (20_000, 48))
    sat = (chance.random(z.shape) < 0.2 + 0.8 / (1 + np.exp(-z))).sum(axis=1)

    assert told == pytest.approx((sat >= 34).mean(), abs=0.03)


def test_the_topic_that_is_worst_remembered_and_asked_most_helps_most() -> None:
    plan = ExamPlan(np.array([[2.0] * 4, [6.0] * 4, [4.0] * 4]), np.full(3, 0.2), 34)
    person = ability(answers(60, right=0.65), 3, seed=5)

    topic, adds = largest_gain(person, plan, np.array([0.9, 0.2, 0.8]), seed=5)

    assert topic == 1
    assert adds > 0.05


def test_nobody_is_told_to_pass_or_fail_for_certain() -> None:
    assert [Readiness(p, 0, 1).in_ten for p in (0.0, 0.32, 0.68, 1.0)] == [1, 3, 7, 9]
