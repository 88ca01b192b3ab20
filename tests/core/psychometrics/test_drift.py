from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tauliah.core.psychometrics import NotEstimable, anchor_drift, items, link, stable_link

A = np.array([0.8, 1.0, 1.2, 0.9, 1.1, 1.3, 0.7, 1.0, 1.4, 1.0])
B = np.linspace(-1.6, 1.6, 10)
NOISE = np.array([0.02, -0.03, 0.01, 0.04, -0.02, 0.0, 0.03, -0.01, -0.04, 0.01])


def _pair(slope: float, intercept: float, *, moved: float = 0.0):
    """The same ten items on two scales, of which the fourth became harder by `moved` logits."""
    b = B.copy()
    b[3] += moved
    new = items(A * slope * np.exp(NOISE), (b + NOISE - intercept) / slope)
    return new, items(A, B)


def test_robust_z_by_hand():
    """Gaps 0, 1, 2, 3 and 10 of equal slopes: median 2, quartiles 1 and 3, so z = gap / 1.48."""
    base = items(np.ones(5), np.zeros(5))
    new = items(np.ones(5), [0.0, 1.0, 2.0, 3.0, 10.0])

    found = anchor_drift(new, base, by=link(base, items(np.ones(5), B[:5]), method="mean-mean"))

    np.testing.assert_allclose(found.difficulty_z, np.array([-2, -1, 0, 1, 8]) / (0.74 * 2))
    np.testing.assert_allclose(found.discrimination_z, 0)
    assert found.is_drifting.tolist() == [False, False, False, False, True]


def test_the_item_that_became_harder_is_the_one_that_drifts():
    new, base = _pair(1.2, 0.4, moved=0.7)

    found = anchor_drift(new, base, new_errors=np.full(10, 0.05), base_errors=np.full(10, 0.06))

    assert np.flatnonzero(found.is_drifting).tolist() == [3]
    assert found.displacement[3] == pytest.approx(0.7, abs=0.1)
    assert found.displacement_error[3] == pytest.approx(np.hypot(1.2 * 0.05, 0.06), rel=0.05)
    assert found.displacement_z[3] == pytest.approx(
        found.displacement[3] / found.displacement_error[3]
    )
    assert found.curve_difference.argmax() == 3


def test_without_errors_there_is_no_ratio():
    found = anchor_drift(*_pair(1.0, 0.0))

    assert np.isnan(found.displacement_z).all()
    assert np.isfinite(found.displacement).all()


def test_an_item_whose_discrimination_changed_drifts_too():
    new, base = _pair(1.0, 0.0)
    a = new.discrimination.copy()
    a[5] *= 2

    found = anchor_drift(items(a, new.difficulty), base)

    assert np.flatnonzero(found.is_drifting).tolist() == [5]


@given(st.floats(0.6, 1.6), st.floats(-1.5, 1.5))
def test_drift_does_not_depend_on_the_scale_of_the_new_calibration(slope, intercept):
    one, other = (
        anchor_drift(*_pair(1.0, 0.0, moved=0.7)),
        anchor_drift(*_pair(slope, intercept, moved=0.7)),
    )

    np.testing.assert_allclose(other.difficulty_z, one.difficulty_z, atol=1e-7)
    np.testing.assert_allclose(other.displacement, one.displacement, atol=1e-7)


def test_the_link_leaves_out_what_drifts_and_finds_the_scale():
    new, base = _pair(1.2, 0.4, moved=0.9)

    plain, found = link(new, base), stable_link(new, base)

    assert np.flatnonzero(~found.kept).tolist() == [3]
    assert found.is_within_limit
    assert abs(found.link.intercept - 0.4) < abs(plain.intercept - 0.4)
    assert found.link.intercept == pytest.approx(0.4, abs=0.03)
    assert found.drift.displacement[3] == pytest.approx(0.9, abs=0.1)


def test_no_more_than_a_fifth_of_the_anchors_is_left_out_and_more_is_said():
    new, base = _pair(1.0, 0.0)
    b = new.difficulty.copy()
    b[[0, 4, 7]] += [1.0, 2.0, -1.5]

    found = stable_link(items(new.discrimination, b), base)

    assert np.flatnonzero(~found.kept).tolist() == [4, 7]
    assert not found.is_within_limit


def test_three_anchors_have_no_middle():
    new, base = items(A[:3], B[:3]), items(A[:3], B[:3])

    with pytest.raises(NotEstimable, match="at least 4 common items"):
        anchor_drift(new, base)
