"""The working parameters of every model, and the expectation step over them."""

from __future__ import annotations

import pickle

import numpy as np
import pytest

from tauliah.core.psychometrics import ModelParameters, Parameters, counts, in_groups, normal_grid
from tauliah.core.psychometrics.models import expectation
from tauliah.core.psychometrics.models.curves import Design, curves, log_curves
from tauliah.core.psychometrics.models.priors import GuessingPriors, prior_terms
from tests.core.psychometrics.simulated import responses

TWO = np.array([[0, 1], [0, 1], [0, 1]])
SOME = np.array([[0, 1, 2, 3], [0, 2, -1, -1], [1, 2, 3, -1]])
DESIGNS = {
    "2PL": (TWO, [[1.2, 0.3], [0.8, -1.0], [-0.5, 0.2]]),
    "3PL": (TWO, [[0.2, 0.3, -1.4], [-0.3, -1.0, -0.5], [0.5, 2.0, -3.0]]),
    "graded": (SOME, [[1.2, 1.5, 0.2, -1.0], [0.8, 0.4, 0, 0], [1.5, 0.7, -0.6, 0]]),
    "partial-credit": (SOME, [[1.2, 0.5, 0.2, -1.0], [0.8, 0.4, 0, 0], [0.5, 0.7, -0.6, 0]]),
}
THETA = np.linspace(-3, 3, 7)
EVERY = pytest.mark.parametrize("model", DESIGNS)


def _design(model: str) -> tuple[Design, np.ndarray]:
    used, values = DESIGNS[model]
    return Design(model, used), np.array(values, dtype=float)


@EVERY
def test_probabilities_of_the_categories_in_use_sum_to_one(model):
    design, values = _design(model)

    found = np.exp(curves(design, values, THETA).log).sum(1)

    np.testing.assert_allclose(found, 1, rtol=1e-12)


@EVERY
def test_gradients_are_those_of_the_logarithms(model):
    design, values = _design(model)
    found = curves(design, values, THETA).gradient

    for place in range(values.shape[1]):
        step = np.zeros(values.shape)
        step[:, place] = np.where(design.exists[:, place], 1e-6, 0)
        above = curves(design, values + step, THETA).log
        below = curves(design, values - step, THETA).log
        np.testing.assert_allclose(found[:, place], (above - below) / 2e-6, atol=1e-8)


def test_categories_keep_their_own_numbers():
    design, values = _design("graded")

    found = np.exp(log_curves(design, values, THETA, categories=5))

    assert (found[1, [1, 3, 4]] == 0).all()
    np.testing.assert_allclose(found[1, 0] + found[1, 2], 1)


def test_an_item_that_takes_no_part_changes_no_likelihood():
    design = Design("2PL", np.array([[0, 1], [-1, -1]]))

    found = log_curves(design, np.array([[1.0, 0.0], [0.0, 0.0]]), THETA, categories=2)

    assert (found[1] == 0).all()


def test_priors_of_the_3pl_have_the_derivatives_they_say():
    priors = GuessingPriors(log_slope_mean=0.2, guessing_alpha=6, guessing_beta=16)
    values, free = np.array([[0.4, 1.1, -0.9]]), np.ones((1, 3), bool)
    at = prior_terms(priors, values, free=free, is_tied=False)

    for place in range(3):
        step = np.zeros((1, 3))
        step[0, place] = 1e-4
        above = prior_terms(priors, values + step, free=free, is_tied=False)
        below = prior_terms(priors, values - step, free=free, is_tied=False)
        slope = (above.log_density - below.log_density) / 2e-4
        bend = (above.gradient - below.gradient)[0, place] / 2e-4
        assert at.gradient[0, place] == pytest.approx(slope, abs=1e-6)
        assert at.information[0, place] == pytest.approx(-bend, rel=1e-6)


def test_the_guessing_prior_is_highest_at_its_mode():
    priors = GuessingPriors(guessing_alpha=6, guessing_beta=16)
    values = np.array([[0.0, 0.0, np.log(0.25 / 0.75)]])

    found = prior_terms(priors, values, free=np.ones((1, 3), bool), is_tied=False)

    assert priors.guessing_mode == 0.25
    assert found.gradient[0, 2] == pytest.approx(0)


@pytest.mark.parametrize("wrong", [{"guessing_alpha": 1.0}, {"log_slope_deviation": 0.0}])
def test_priors_without_a_mode_are_refused(wrong):
    with pytest.raises(ValueError, match="deviations above 0"):
        GuessingPriors(**wrong)


def _parameters(model: str) -> ModelParameters:
    design, values = _design(model)
    means, deviations = np.array([0.0, 0.7]), np.array([1.0, 0.6])
    return ModelParameters(design, values, means, deviations, normal_grid(24))


def _scores(model: str, persons: int) -> tuple[np.ndarray, list[str]]:
    chance = np.random.default_rng(7)
    used = DESIGNS[model][0]
    scores = np.column_stack([chance.choice(row[row >= 0], persons) for row in used])
    scores[chance.random(scores.shape) < 0.3] = -1
    scores[0] = -1
    return scores.astype(np.int8), ["a" if one < 0.4 else "b" for one in chance.random(persons)]


@EVERY
def test_the_expectation_step_is_that_of_every_person_by_hand(model):
    scores, groups = _scores(model, 40)
    weights = np.random.default_rng(8).integers(0, 3, 40)
    parameters = _parameters(model)
    grouped = in_groups(scores, weights=weights, groups=groups, categories=4)

    found = sum(
        (counts(piece, parameters) for piece in grouped.data[1:]),
        start=counts(grouped.data[0], parameters),
    )

    total, expected, persons = 0.0, np.zeros((2, 3, 4, 24)), np.zeros((2, 24))
    for row, label, weight in zip(scores, groups, weights, strict=True):
        group = grouped.labels.index(label)
        theta = parameters.theta(group)
        log = log_curves(parameters.design, parameters.values, theta, categories=4)
        joint = parameters.grid.weights * np.exp(
            sum(log[item, category] for item, category in enumerate(row) if category >= 0)
        )
        if (row < 0).all():
            continue
        total += weight * np.log(joint.sum())
        persons[group] += weight * joint / joint.sum()
        for item, category in enumerate(row):
            if category >= 0:
                expected[group, item, category] += weight * joint / joint.sum()
    assert found.log_likelihood == pytest.approx(total, rel=1e-12)
    np.testing.assert_allclose(found.categories, expected, atol=1e-11)
    np.testing.assert_allclose(found.persons, persons, atol=1e-11)


@EVERY
def test_the_compiled_loop_counts_what_matrix_products_count(model):
    scores, _ = _scores(model, 3_000)
    (piece,) = in_groups(scores, weights=None, groups=None, categories=4).data
    parameters = _parameters(model)

    fast = expectation._of_many(piece, parameters)

    plain = expectation._of_few(piece, parameters)
    np.testing.assert_allclose(fast[0], plain[0], atol=1e-8)
    np.testing.assert_allclose(fast[1], plain[1], atol=1e-8)
    assert fast[2] == pytest.approx(plain[2], rel=1e-12)


def test_both_expectation_steps_agree_on_the_2pl():
    scores, a, b = responses(500, 8, seed=51, observed=0.8)
    (piece,) = in_groups(scores, weights=None, groups=None, categories=2).data
    grid = normal_grid()
    design = Design("2PL", np.tile([0, 1], (8, 1)))

    of_any = counts(
        piece,
        ModelParameters(design, np.column_stack([a, -a * b]), np.zeros(1), np.ones(1), grid),
    )

    of_two = counts(piece, Parameters(a, -a * b, grid))
    np.testing.assert_allclose(of_any.categories[0, :, 1], of_two.right, atol=1e-9)
    assert of_any.log_likelihood == pytest.approx(of_two.log_likelihood, rel=1e-12)


def test_pieces_and_parameters_travel_to_other_processes():
    scores, groups = _scores("graded", 60)
    piece = in_groups(scores, weights=None, groups=groups, categories=4).data[1]
    parameters = _parameters("graded")

    there = counts(*pickle.loads(pickle.dumps((piece, parameters))))

    assert there.log_likelihood == counts(piece, parameters).log_likelihood
