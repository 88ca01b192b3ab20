from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tauliah.core.psychometrics import NotEstimable, fit_2pl, items, link, probability

METHODS = ["mean-sigma", "mean-mean", "haebara", "stocking-lord"]
BASE = items([0.8, 1.0, 1.2, 1.5, 0.9], [-1.5, -0.5, 0.2, 0.7, 1.8], floor=[0, 0, 0.2, 0.1, 0])


def _on_another_scale(slope: float, intercept: float):
    return items(
        BASE.discrimination * slope,
        (BASE.difficulty - intercept) / slope,
        floor=BASE.floor,
    )


@settings(max_examples=15)
@given(st.sampled_from(METHODS), st.floats(0.5, 2), st.floats(-1.5, 1.5))
def test_a_scale_that_was_moved_is_found_again(method, slope, intercept):
    found = link(_on_another_scale(slope, intercept), BASE, method=method)

    assert found.slope == pytest.approx(slope, abs=1e-5)
    assert found.intercept == pytest.approx(intercept, abs=1e-5)
    assert found.slope_error == pytest.approx(0, abs=1e-4)


@pytest.mark.parametrize("method", METHODS)
def test_exchanging_the_calibrations_gives_the_inverse(method):
    chance = np.random.default_rng(8)
    new = items(
        BASE.discrimination * chance.uniform(0.9, 1.1, 5) * 1.3,
        (BASE.difficulty + chance.normal(0, 0.1, 5) - 0.4) / 1.3,
        floor=BASE.floor,
    )

    there, back = link(new, BASE, method=method), link(BASE, new, method=method)

    np.testing.assert_allclose(there.inverse(), (back.slope, back.intercept), atol=1e-5)
    assert there.slope_error > 0
    assert there.intercept_error > 0


def test_linked_items_have_the_same_curves_at_linked_abilities():
    new = _on_another_scale(1.4, 0.3)
    found = link(new, BASE)
    theta = np.linspace(-3, 3, 13)

    np.testing.assert_allclose(
        probability(found.theta(theta), found.items(new)), probability(theta, new), atol=1e-12
    )


def test_an_abler_group_is_brought_on_the_scale_by_the_common_items():
    """The scale of each calibration is its own population: mean 0.8, deviation 1.2 for the new."""
    chance = np.random.default_rng(35)
    a, b = chance.lognormal(0, 0.2, 15), chance.normal(0, 1, 15)
    fits = []
    for mean, deviation in ((0.0, 1.0), (0.8, 1.2)):
        theta = chance.normal(mean, deviation, 3_000)
        p = 1 / (1 + np.exp(-a * (theta[:, None] - b)))
        fit = fit_2pl((chance.random(p.shape) < p).astype(int), errors="none")
        fits.append(items(fit.discrimination, fit.difficulty))

    found = link(fits[1], fits[0])

    assert found.slope == pytest.approx(1.2, abs=0.1)
    assert found.intercept == pytest.approx(0.8, abs=0.1)


@pytest.mark.parametrize(
    ("new", "method", "code"),
    [
        (items([1.0], [0.0]), "mean-mean", "too-few-anchors"),
        (items([1.0, -0.5], [0.0, 1.0]), "haebara", "anchor-not-rising"),
        (items([1.0, 1.0], [0.5, 0.5]), "mean-sigma", "anchors-alike"),
    ],
)
def test_anchors_that_fix_no_scale_are_refused(new, method, code):
    with pytest.raises(NotEstimable) as refusal:
        link(new, new, method=method)

    assert refusal.value.refused.code == code


def test_two_anchors_give_a_link_of_unknown_error():
    two = items([1.0, 1.2], [-1.0, 1.0])

    assert link(two, two).slope_error == np.inf
