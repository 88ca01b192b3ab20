"""Scores and equivalents as R's catR and equate give them."""

from __future__ import annotations

import numpy as np
import pytest

from tauliah.core.psychometrics import (
    Grid,
    ability,
    distribution_of_counts,
    equate,
    information,
    items,
    probability,
)
from tests.golden.published import columns, rows

CATR = {row["method"]: row for row in rows("golden_cat_theta.csv")}
EQUATED = columns("golden_equating_act_math.csv")


def _items_and_responses():
    table = columns("golden_cat_items.csv")
    return items(table["a"], table["b"], floor=table["c"], ceiling=table["d"]), table


def _forms():
    table = columns("act_math.csv")
    return distribution_of_counts(table["count_x"]), distribution_of_counts(table["count_y"])


def test_probability_and_information_of_four_parameter_items():
    of, table = _items_and_responses()

    np.testing.assert_allclose(probability(0.7, of)[0], table["P_at_0.7"], rtol=1e-13)
    np.testing.assert_allclose(information(0.7, of)[0], table["info_at_0.7"], rtol=1e-13)


@pytest.mark.parametrize(("method", "theirs"), [("ML", "ML"), ("MAP", "BM"), ("WL", "WL")])
def test_scores_are_those_of_catr_as_far_as_it_goes(method, theirs):
    of, table = _items_and_responses()

    scored = ability([table["x"]], of, method=method)

    assert scored.theta[0] == pytest.approx(float(CATR[theirs]["theta"]), abs=2e-5)
    assert scored.error[0] == pytest.approx(float(CATR[theirs]["se"]), abs=2e-6)


def test_eap_on_the_points_of_catr_is_that_of_catr():
    of, table = _items_and_responses()
    points = np.linspace(-4, 4, 33)
    weights = np.exp(-0.5 * points**2)

    scored = ability([table["x"]], of, grid=Grid(points, weights / weights.sum()))

    assert scored.theta[0] == pytest.approx(float(CATR["EAP"]["theta"]), abs=1e-8)
    assert scored.error[0] == pytest.approx(float(CATR["EAP"]["se"]), abs=1e-8)


@pytest.mark.parametrize("method", ["mean", "linear"])
def test_moment_equating_of_act_mathematics(method):
    new, old = _forms()

    found = equate(new, old, method=method).equivalents

    np.testing.assert_allclose(found, EQUATED[method], atol=1e-4)


def test_equipercentile_equating_of_act_mathematics():
    """From score 1 up: nobody has score 0 on either form, and there conventions differ."""
    new, old = _forms()

    found = equate(new, old).equivalents

    np.testing.assert_allclose(found[1:], EQUATED["equipercentile"][1:], atol=1e-4)


def test_smoothed_equipercentile_equating_of_act_mathematics():
    new, old = _forms()

    found = equate(new, old, smoothing_degree=6).equivalents

    np.testing.assert_allclose(found, EQUATED["equipercentile_loglinear6"], atol=1e-4)
