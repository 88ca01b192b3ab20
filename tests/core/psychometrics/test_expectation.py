from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings

from tauliah.core.psychometrics import tokens
from tauliah.core.psychometrics.estimation_errors import scatter
from tauliah.core.psychometrics.expectation import (
    Parameters,
    counts,
    counts_of_few,
    normal_grid,
)
from tauliah.core.psychometrics.tokens import Layout, joined, partition, partitions
from tests.core.psychometrics.simulated import responses, score_tables


@given(score_tables())
def test_tokens_hold_every_response(table):
    for layout in (
        Layout(table.shape[1], 1, 2),
        Layout(table.shape[1], 2, 3),
        Layout(table.shape[1], 5, 3),
    ):
        assert (partition(table, layout=layout).scores(0, len(table)) == table).all()


@given(score_tables(states=(0, 1)))
def test_tokens_of_complete_responses_need_no_place_for_missing(table):
    whole = partition(table, layout=Layout(table.shape[1], 7, 2))

    assert (whole.scores(0, len(table)) == table).all()


@pytest.mark.parametrize(("size", "kinds"), [(1, 2), (4, 3), (7, 2)])
def test_the_compiled_loop_writes_the_same_tokens(size, kinds, monkeypatch):
    scores, _, _ = responses(300, 37, seed=44, observed=1.0 if size == 7 else 0.3)
    layout = Layout(37, size, kinds)
    few = partition(scores, layout=layout)

    monkeypatch.setattr(tokens, "FEW_RESPONSES", 0)
    many = partition(scores, layout=layout)

    assert many.tokens.tolist() == few.tokens.tolist()
    assert many.starts.tolist() == few.starts.tolist()


def test_a_layout_without_missing_refuses_missing_responses():
    with pytest.raises(ValueError, match="no place for missing"):
        partition([[1, -1]], layout=Layout(2, 2, 2))


def test_every_third_person_is_every_third_row():
    scores, _, _ = responses(100, 13, seed=41, observed=0.4)

    assert (partition(scores).thinned(3).scores(0, 34) == scores[::3]).all()


def test_pieces_joined_are_the_whole():
    scores, _, _ = responses(90_000, 7, seed=42, observed=0.6)
    pieces = partitions(scores)

    assert len(pieces) > 1
    assert (joined(pieces).scores(0, 90_000) == scores).all()


@pytest.mark.parametrize("is_single", [False, True])
@pytest.mark.parametrize("observed", [1.0, 0.7, 0.1])
def test_the_compiled_loop_counts_what_matrix_products_count(observed, is_single):
    scores, a, b = responses(5_000, 43, seed=43, observed=observed)
    parameters = Parameters(a, -a * b, normal_grid(), is_single)
    weights = np.random.default_rng(1).integers(0, 3, 5_000)
    piece = partition(scores, weights=weights)

    fast, plain = counts(piece, parameters), counts_of_few(piece, parameters)

    close = {"rtol": 2e-4, "atol": 1e-3} if is_single else {"rtol": 1e-9, "atol": 1e-9}
    np.testing.assert_allclose(fast.right, plain.right, **close)
    np.testing.assert_allclose(fast.seen, plain.seen, **close)
    assert fast.log_likelihood == pytest.approx(plain.log_likelihood, rel=1e-7)


@pytest.mark.parametrize("is_single", [False, True])
def test_responses_that_no_ability_explains_are_counted_too(is_single):
    """Hard items right, easy items wrong: each product of probabilities falls out of range."""
    slopes = np.full(120, 9.0)
    intercepts = np.linspace(-50, 50, 120)
    scores = np.tile((intercepts < 0).astype(np.int8), (2_000, 1))
    piece = partition(scores)
    parameters = Parameters(slopes, intercepts, normal_grid(), is_single)

    fast, plain = counts(piece, parameters), counts_of_few(piece, parameters)

    assert fast.log_likelihood == pytest.approx(plain.log_likelihood, rel=1e-9)
    np.testing.assert_allclose(fast.seen.sum(1), 2_000, rtol=1e-4)


def test_counts_of_two_halves_add_up_to_those_of_the_whole():
    scores, a, b = responses(1_000, 10, seed=44)
    parameters = Parameters(a, -a * b, normal_grid())
    whole = partition(scores)
    halves = [partition(half, layout=whole.layout) for half in (scores[:400], scores[400:])]

    added = counts(halves[0], parameters) + counts(halves[1], parameters)

    np.testing.assert_allclose(added.right, counts(whole, parameters).right, rtol=1e-10)


@settings(max_examples=20)
@given(score_tables())
def test_observed_information_is_the_curvature_of_the_log_likelihood(table):
    chance = np.random.default_rng(5)
    items = table.shape[1]
    point = np.concatenate([chance.uniform(0.5, 1.5, items), chance.normal(0, 1, items)])
    piece, grid = partition(table), normal_grid()

    def height(at: np.ndarray) -> float:
        return counts(piece, Parameters(at[:items], at[items:], grid)).log_likelihood

    observed = scatter(
        piece, Parameters(point[:items], point[items:], grid), is_observed=True
    ).observed

    step = 1e-3 * np.eye(2 * items)
    for i, j in [(0, 0), (0, items), (items, items), (0, 2 * items - 1)]:
        curved = (
            height(point + step[i] + step[j])
            - height(point + step[i] - step[j])
            - height(point - step[i] + step[j])
            + height(point - step[i] - step[j])
        ) / 4e-6
        assert -observed[i, j] == pytest.approx(curved, abs=2e-3 * max(1, len(table)))
