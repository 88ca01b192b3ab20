"""Whether items and persons behave as the model says."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from tauliah.core.psychometrics import (
    Abilities,
    NotEstimable,
    ability,
    category_probability,
    fit_2pl,
    fit_graded,
    graded_items,
    items,
    local_dependence,
    mean_squares,
    normal_grid,
    partial_credit_items,
    person_fit,
    probability,
    score_group_fit,
)
from tests.core.psychometrics.simulated import in_categories, right_or_wrong

TWO = items([0.8, 1.1, 1.4, 1.0], [-1.0, 0.2, 0.5, 1.2], floor=[0.0, 0.0, 0.2, 0.0])
SEVERAL = partial_credit_items([1.1, 0.8, 1.3], [[-1.0, 0.4], [0.0, 0.9], [0.2, np.nan]])
BANK = items(
    np.random.default_rng(121).lognormal(0, 0.3, 25), np.random.default_rng(122).normal(size=25)
)
GRADED = graded_items(
    np.random.default_rng(123).lognormal(0, 0.3, 12),
    np.sort(np.random.default_rng(124).normal(0, 1, (12, 3)), axis=1),
)


def _answers(of, persons: int, *, seed: int) -> np.ndarray:
    chance = np.random.default_rng(seed)
    draw = right_or_wrong if hasattr(of, "floor") else in_categories
    return draw(of, chance.normal(size=persons), chance)


def test_mean_squares_are_those_written_out():
    scores = np.array([[1, 0, 1, -1], [0, 1, -1, 0], [1, 1, 0, 1]])
    scored = ability(scores, TWO, method="EAP")

    found = mean_squares(scores, TWO, scored)

    for item in range(4):
        p = probability(scored.theta, TWO)[:, item]
        there = scores[:, item] >= 0
        square = (scores[:, item] - p)[there] ** 2
        variance = (p * (1 - p))[there]
        assert found.outfit[item] == pytest.approx(np.mean(square / variance))
        assert found.infit[item] == pytest.approx(square.sum() / variance.sum())
        assert found.persons[item] == there.sum()


@pytest.mark.parametrize("of", [BANK, GRADED], ids=["2PL", "graded"])
def test_at_the_true_abilities_mean_squares_are_about_one_and_their_z_standard_normal(of):
    chance = np.random.default_rng(125)
    theta = chance.normal(size=3_000)
    draw = right_or_wrong if of is BANK else in_categories
    scores = np.vstack([draw(of, theta, chance) for _ in range(8)])
    known = Abilities("ML", np.tile(theta, 8), np.ones(24_000))

    whole = mean_squares(scores, of, known)
    parts = [
        mean_squares(scores[rows], of, Abilities("ML", theta, np.ones(3_000)))
        for rows in np.arange(24_000).reshape(8, 3_000)
    ]

    assert np.abs(whole.infit - 1).max() < 0.03
    assert np.abs(whole.outfit - 1).mean() < 0.05
    assert np.std([part.infit_z for part in parts]) == pytest.approx(1, abs=0.25)
    assert np.std([part.outfit_z for part in parts]) == pytest.approx(1, abs=0.25)


def test_at_estimated_abilities_mean_squares_are_a_little_below_one():
    scores = _answers(BANK, 3_000, seed=125)

    found = mean_squares(scores, BANK, ability(scores, BANK, method="WL"))

    assert 0.85 < found.infit.min() <= found.infit.max() < 1.05


def test_an_item_answered_by_chance_has_large_mean_squares():
    scores = _answers(BANK, 2_000, seed=126)
    scores[:, 4] = np.random.default_rng(127).integers(0, 2, 2_000)

    found = mean_squares(scores, BANK, ability(scores, BANK, method="WL"))

    assert found.outfit.argmax() == 4
    assert found.infit_z[4] > 5


def test_pairs_of_independent_items_have_small_correlations():
    scores = _answers(BANK, 4_000, seed=128)

    found = local_dependence(scores, BANK, ability(scores, BANK))

    off = found[~np.eye(25, dtype=bool)]
    assert np.mean(off) == pytest.approx(-1 / 24, abs=0.02)
    assert np.abs(off).max() < 0.15
    np.testing.assert_allclose(found, found.T)
    np.testing.assert_allclose(np.diag(found), 1)


def test_correlations_are_those_of_numpy_where_nothing_is_missing():
    scores = _answers(TWO, 60, seed=129)
    scored = ability(scores, TWO)
    residual = scores - probability(scored.theta, TWO)

    found = local_dependence(scores, TWO, scored)

    np.testing.assert_allclose(found, np.corrcoef(residual.T), atol=1e-12)


def test_a_pair_that_repeats_itself_stands_out():
    scores = _answers(BANK, 2_000, seed=130)
    same = np.random.default_rng(131).random(2_000) < 0.6
    scores[same, 7] = scores[same, 3]

    found = local_dependence(scores, BANK, ability(scores, BANK))

    np.fill_diagonal(found, 0)
    assert set(np.unravel_index(found.argmax(), found.shape)) == {3, 7}


def test_pairs_that_nobody_answered_are_unknown():
    scores = _answers(TWO, 50, seed=132)
    scores[:25, 0], scores[25:, 1] = -1, -1

    assert np.isnan(local_dependence(scores, TWO, ability(scores, TWO))[0, 1])


@pytest.mark.parametrize("of", [TWO, SEVERAL], ids=["two", "several"])
def test_score_groups_expect_what_trying_all_patterns_gives(of):
    """Every pattern once, weighed by nothing: expected shares show in the statistic."""
    grid = normal_grid(21)
    shares = (
        category_probability(grid.nodes, of)
        if of is SEVERAL
        else np.stack([1 - probability(grid.nodes, of), probability(grid.nodes, of)], axis=-1)
    )
    tops = of.categories - 1 if of is SEVERAL else np.ones(len(of), int)
    every = np.array(list(product(*(range(top + 1) for top in tops))))
    chance = np.random.default_rng(133)
    scores = every[chance.integers(0, len(every), 400)]
    weight = np.array(
        [
            grid.weights @ np.prod([shares[:, j, x] for j, x in enumerate(row)], axis=0)
            for row in every
        ]
    )

    found = score_group_fit(scores, of, grid=grid)

    totals = scores.sum(1)
    for item in range(len(of)):
        categories = np.arange(tops[item] + 1)
        groups = [(np.zeros(tops[item] + 1), np.zeros(tops[item] + 1))]
        for score in range(1, tops.sum()):
            of_score = every.sum(1) == score
            share = [weight[of_score & (every[:, item] == x)].sum() for x in categories]
            seen = [((totals == score) & (scores[:, item] == x)).sum() for x in categories]
            o, e = groups.pop()
            groups.append((o + seen, e + np.array(share) / sum(share) * (totals == score).sum()))
            if (groups[-1][1] >= 1).all():
                groups.append((np.zeros(tops[item] + 1), np.zeros(tops[item] + 1)))
        o, e = groups.pop()
        groups[-1] = (groups[-1][0] + o, groups[-1][1] + e)
        statistic = sum(((o - e) ** 2 / e).sum() for o, e in groups)
        assert found.statistic[item] == pytest.approx(statistic)


@pytest.mark.parametrize(("of", "fit"), [(BANK, fit_2pl), (GRADED, fit_graded)])
def test_items_that_fit_are_rejected_about_one_time_in_twenty(of, fit):
    rejected = []
    for seed in range(8):
        scores = _answers(of, 1_500, seed=140 + seed)
        found = score_group_fit(scores, fit(scores, errors="none").items)
        assert found.persons == 1_500
        rejected.append(found.probability < 0.05)

    assert 0.01 < np.mean(rejected) < 0.11


def test_an_item_that_is_not_logistic_is_found():
    """Its curve falls again at the top, as where strong candidates read too much into it."""
    chance = np.random.default_rng(150)
    theta = chance.normal(size=3_000)
    scores = right_or_wrong(BANK, theta, chance)
    scores[:, 6] = chance.random(3_000) < np.exp(-0.5 * ((theta - 0.3) / 0.9) ** 2)

    found = score_group_fit(scores, fit_2pl(scores, errors="none").items)

    assert found.probability[6] < 1e-6
    assert found.probability.argmin() == 6


def test_score_groups_need_someone_who_answered_everything():
    scores = _answers(TWO, 20, seed=151)
    scores[:, 0] = -1

    with pytest.raises(NotEstimable, match="nobody answered every item"):
        score_group_fit(scores, TWO)


def test_lz_is_that_written_out():
    scores = np.array([[1, 0, 1, 0], [0, 1, -1, 1]])
    scored = ability(scores, TWO, method="EAP")

    found = person_fit(scores, TWO, scored)

    for person in range(2):
        p = probability(scored.theta[person], TWO)[0]
        there = scores[person] >= 0
        p, x = p[there], scores[person][there]
        log_likelihood = np.sum(x * np.log(p) + (1 - x) * np.log(1 - p))
        expected = np.sum(p * np.log(p) + (1 - p) * np.log(1 - p))
        variance = np.sum(p * (1 - p) * np.log(p / (1 - p)) ** 2)
        assert found.lz[person] == pytest.approx((log_likelihood - expected) / np.sqrt(variance))
    assert np.isnan(found.lz_star).all()


@pytest.mark.parametrize("method", ["ML", "WL", "MAP"])
@pytest.mark.parametrize("of", [BANK, GRADED], ids=["2PL", "graded"])
def test_lz_star_of_persons_who_fit_is_about_standard_normal(of, method):
    scores = _answers(of, 4_000, seed=152)

    found = person_fit(scores, of, ability(scores, of, method=method))

    known = np.isfinite(found.lz_star)
    assert known.mean() > 0.97
    assert np.mean(found.lz_star[known]) == pytest.approx(0, abs=0.15)
    assert np.std(found.lz_star[known]) == pytest.approx(1, abs=0.08)
    # without the correction the spread is too small
    assert np.std(found.lz[known]) < np.std(found.lz_star[known])


def test_hard_items_right_and_easy_ones_wrong_are_unlikely():
    order = np.argsort(BANK.difficulty)
    likely, unlikely = np.zeros(25, int), np.zeros(25, int)
    likely[order[:12]], unlikely[order[-12:]] = 1, 1
    scores = np.array([likely, unlikely])

    found = person_fit(scores, BANK, ability(scores, BANK, method="WL"))

    assert found.lz[0] > 0
    assert found.lz_star[1] < -3


def test_persons_without_a_finite_ability_have_no_fit():
    scores = np.array([[1, 1, 1, 1], [-1, -1, -1, -1], [1, 0, 1, 0]])
    scored = ability(scores, TWO, method="ML")

    found = person_fit(scores, TWO, scored)

    assert np.isnan(found.lz).tolist() == [True, True, False]
    with pytest.raises(NotEstimable, match="Nobody has a finite ability"):
        mean_squares(scores[:2], TWO, ability(scores[:2], TWO, method="ML"))
