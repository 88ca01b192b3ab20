"""Calibration gives what R's mirt and ltm give on Bock and Lieberman's (1970) LSAT sections."""

from __future__ import annotations

import numpy as np
import pytest

from tauliah.core.psychometrics import fit_1pl, fit_2pl, fit_graded, fit_partial_credit
from tests.golden.published import calibrated, lsat

ONE_SLOPE = "1PL (one free slope)"


@pytest.mark.parametrize(("section", "expected"), [(6, -2466.653), (7, -2658.805)])
def test_log_likelihood_of_the_2pl_as_published(section, expected):
    patterns, counts = lsat(section)

    fit = fit_2pl(patterns, weights=counts)

    assert fit.has_converged
    assert round(fit.log_likelihood, 3) == expected


@pytest.mark.parametrize("section", [6, 7])
def test_estimates_of_the_2pl_are_those_of_mirt_to_every_digit_given(section):
    patterns, counts = lsat(section)
    golden = calibrated(f"LSAT{section}", "2PL", "mirt")

    fit = fit_2pl(patterns, weights=counts, tolerance=1e-7)

    np.testing.assert_allclose(fit.discrimination, golden["a"], atol=2e-6)
    np.testing.assert_allclose(fit.difficulty, golden["b"], atol=5e-6)
    np.testing.assert_allclose(fit.log_likelihood, golden["loglik"][0], atol=5.1e-5)


@pytest.mark.parametrize("section", [6, 7])
def test_estimates_of_the_2pl_are_near_those_of_ltm(section):
    patterns, counts = lsat(section)
    golden = calibrated(f"LSAT{section}", "2PL", "ltm")

    fit = fit_2pl(patterns, weights=counts)

    np.testing.assert_allclose(fit.discrimination, golden["a"], atol=1e-3)
    np.testing.assert_allclose(fit.difficulty, golden["b"], atol=3e-3)


@pytest.mark.parametrize("section", [6, 7])
def test_estimates_of_the_1pl_are_those_of_ltm(section):
    patterns, counts = lsat(section)
    golden = calibrated(f"LSAT{section}", ONE_SLOPE, "ltm")

    fit = fit_1pl(patterns, weights=counts, tolerance=1e-7)

    np.testing.assert_allclose(fit.discrimination, golden["a"], atol=3e-4)
    np.testing.assert_allclose(fit.difficulty, golden["b"], atol=8e-4)
    # ltm stops a little before the top.
    assert fit.log_likelihood >= golden["loglik"][0] - 5e-5
    np.testing.assert_allclose(fit.log_likelihood, golden["loglik"][0], atol=1e-4)


def test_standard_errors_of_the_1pl_as_printed_for_lsat6():
    """Rizopoulos (2006), Journal of Statistical Software 17(5), section 4.1."""
    patterns, counts = lsat(6)

    fit = fit_1pl(patterns, weights=counts, tolerance=1e-7)

    assert fit.errors_by == "observed"
    np.testing.assert_allclose(fit.discrimination_error, 0.0694, atol=5.1e-5)
    np.testing.assert_allclose(
        fit.difficulty_error, [0.3266, 0.1422, 0.0977, 0.1691, 0.2510], atol=1e-4
    )


@pytest.mark.parametrize(
    ("fit", "akaike", "bayesian"), [(fit_1pl, 4945.875, 4975.322), (fit_2pl, 4953.307, 5002.384)]
)
def test_information_criteria_are_those_that_ltm_prints_for_lsat6(fit, akaike, bayesian):
    """The summaries of `rasch(LSAT)` and `ltm(LSAT ~ z1)`."""
    patterns, counts = lsat(6)

    found = fit(patterns, weights=counts)

    assert round(found.akaike, 3) == akaike
    assert round(found.bayesian, 3) == bayesian


def test_a_row_for_each_examinee_gives_what_a_row_for_each_pattern_gives():
    patterns, counts = lsat(7)

    by_pattern = fit_2pl(patterns, weights=counts)
    by_person = fit_2pl(np.repeat(patterns, counts.astype(int), axis=0))

    np.testing.assert_allclose(by_person.discrimination, by_pattern.discrimination, rtol=1e-7)
    np.testing.assert_allclose(by_person.log_likelihood, by_pattern.log_likelihood, rtol=1e-12)


@pytest.mark.parametrize("fit", [fit_graded, fit_partial_credit])
@pytest.mark.parametrize("section", [6, 7])
def test_models_of_several_categories_give_the_estimates_of_mirt_for_two(fit, section):
    patterns, counts = lsat(section)
    golden = calibrated(f"LSAT{section}", "2PL", "mirt")

    found = fit(patterns, weights=counts, tolerance=1e-7)

    np.testing.assert_allclose(found.discrimination, golden["a"], atol=2e-6)
    np.testing.assert_allclose(found.thresholds[:, 0], golden["b"], atol=5e-6)
    np.testing.assert_allclose(found.log_likelihood, golden["loglik"][0], atol=5.1e-5)


@pytest.mark.parametrize("section", [6, 7])
def test_two_groups_of_which_one_is_the_other_have_equal_moments(section):
    patterns, counts = lsat(section)
    golden = calibrated(f"LSAT{section}", "2PL", "mirt")

    found = fit_2pl(
        np.vstack([patterns, patterns]),
        weights=np.concatenate([counts, counts]),
        groups=["first"] * 32 + ["second"] * 32,
        tolerance=1e-7,
    )

    second = found.populations[1]
    assert abs(second.mean) < 2e-5
    assert abs(second.deviation - 1) < 2e-5
    np.testing.assert_allclose(found.discrimination, golden["a"], atol=2e-5)
    np.testing.assert_allclose(found.difficulty, golden["b"], atol=5e-5)
