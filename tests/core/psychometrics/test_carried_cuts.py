"""Scores of one form on another, through shared items or through what one panel said of both."""

from __future__ import annotations

import numpy as np
import pytest

from tauliah.core.psychometrics.chained_equating import chained_equating, group_scores
from tauliah.core.psychometrics.judged_equating import judged_equating
from tauliah.core.psychometrics.refusals import NotEstimable

SHARED = np.arange(40) < 15


def answers(ability: float, difficulties: np.ndarray, persons: int, seed: int) -> np.ndarray:
    """Rasch answers (persons, items) of a group with that mean ability."""
    chance = np.random.default_rng(seed)
    theta = chance.normal(ability, 1, (persons, 1))
    return (
        chance.random((persons, difficulties.size)) < 1 / (1 + np.exp(difficulties - theta))
    ) * 1


@pytest.fixture
def difficulties() -> np.ndarray:
    return np.random.default_rng(5).normal(0, 0.8, 40)


@pytest.mark.parametrize("method", ["linear", "equipercentile"])
def test_a_harder_form_is_equated_whatever_the_groups_can_do(difficulties, method):
    harder = difficulties + np.where(SHARED, 0, 0.3)
    old = group_scores(answers(0.0, difficulties, 4000, 1), SHARED)
    new = group_scores(answers(0.2, harder, 4000, 2), SHARED)

    found = chained_equating(
        new, old, method=method, replications=20, chance=np.random.default_rng(3)
    )

    # true scores of both forms at the abilities where most candidates are
    for theta in (-0.5, 0.0, 0.5, 1.0):
        here = (1 / (1 + np.exp(harder - theta))).sum()
        there = (1 / (1 + np.exp(difficulties - theta))).sum()
        assert np.interp(here, np.arange(41), found.equivalents) == pytest.approx(there, abs=0.6)


def test_a_form_equated_to_itself_in_one_group_is_worth_what_it_is(difficulties):
    group = group_scores(answers(0, difficulties, 2000, 4), SHARED)

    found = chained_equating(group, group, replications=10, chance=np.random.default_rng(1))

    assert found.equivalents == pytest.approx(np.arange(41), abs=1e-9)


def test_the_error_falls_with_the_root_of_the_persons(difficulties):
    def error(persons: int) -> float:
        old = group_scores(answers(0, difficulties, persons, 7), SHARED)
        new = group_scores(answers(0, difficulties, persons, 8), SHARED)
        chance = np.random.default_rng(9)
        return float(chained_equating(new, old, replications=100, chance=chance).errors[25])

    assert error(400) / error(1600) == pytest.approx(2, rel=0.35)


def test_groups_that_share_nothing_are_not_equated(difficulties):
    with pytest.raises(ValueError, match="at least one item"):
        group_scores(answers(0, difficulties, 50, 1), np.zeros(40, bool))


def test_a_group_without_spread_has_no_unit_to_equate_by():
    same = group_scores(np.ones((30, 40)), SHARED)

    with pytest.raises(NotEstimable):
        chained_equating(same, same, chance=np.random.default_rng(1))


def test_the_judged_cut_of_a_form_is_the_sum_of_its_items_means():
    ratings = np.array([[0.6, 0.7, 0.8, 0.5], [0.8, 0.7, 0.6, 0.7], [0.7, 0.7, 0.7, 0.6]])
    places = [0, 3]

    found = judged_equating(ratings[:, places], [1, 2], ratings, [1, 1, 1, 2])

    means = ratings.mean(0)
    assert found.form_cut == pytest.approx(means[0] + 2 * means[3])
    assert found.reference_cut == pytest.approx(means[:3].sum() + 2 * means[3])
    assert found.equivalents[[0, 3]] == pytest.approx([0, 5])
    assert np.interp(found.form_cut, range(4), found.equivalents) == pytest.approx(
        found.reference_cut, abs=0.05
    )


def test_judges_who_agree_carry_a_cut_without_error():
    ratings = np.tile([0.6, 0.7, 0.8, 0.5], (4, 1))

    found = judged_equating(ratings[:, :2], [1, 1], ratings, [1, 1, 1, 1])

    assert found.errors == pytest.approx(np.zeros(3), abs=1e-12)


def test_a_panel_that_expects_everything_carries_nothing():
    with pytest.raises(NotEstimable):
        judged_equating(np.ones((3, 2)), [1, 1], np.ones((3, 4)), [1] * 4)
