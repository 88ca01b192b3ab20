"""The error of equating by calibrated items follows from the errors of the items."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tauliah.core.psychometrics import (
    Items,
    NotEstimable,
    expected_score,
    fit_2pl,
    fit_3pl,
    irt_equating_errors,
    items,
    link,
    observed_score_equating,
    true_score_equivalents,
)
from tests.core.psychometrics.simulated import responses

SCORES = np.arange(1, 10)


@pytest.fixture(scope="module")
def forms():
    new, _, _ = responses(1_500, 10, seed=71)
    old, _, _ = responses(2_000, 10, seed=72)
    return fit_2pl(new), fit_2pl(old)


def _true(new, old):
    return true_score_equivalents(new, old, SCORES)


def _expected(new, old):
    """What both forms give on average at nine abilities: a smooth function of all items."""
    theta = np.linspace(-2, 2, SCORES.size)
    return expected_score(theta, new) - expected_score(theta, old)


def _by_delta(new, old, equated):
    """The delta method, with derivatives by small differences."""
    variance = np.zeros(SCORES.size)
    for place, calibration in enumerate((new, old)):
        a = calibration.discrimination
        both = np.concatenate([a, -a * calibration.difficulty])
        gradient = []
        for parameter in range(both.size):
            ends = []
            for step in (1e-4, -1e-4):
                moved = both.copy()
                moved[parameter] += step
                forms = [new.items, old.items]
                forms[place] = items(moved[: a.size], -moved[a.size :] / moved[: a.size])
                ends.append(equated(*forms))
            gradient.append((ends[0] - ends[1]) / 2e-4)
        slopes = np.array(gradient)
        variance += np.einsum("ps,pq,qs->s", slopes, calibration.covariance, slopes)
    return np.sqrt(variance)


def test_errors_are_those_of_the_delta_method(forms):
    found = irt_equating_errors(forms, _expected, chance=np.random.default_rng(73))

    np.testing.assert_allclose(found, _by_delta(*forms, _expected), rtol=0.15)


def test_a_link_by_few_items_adds_its_own_error(forms):
    def linked(new, old):
        anchors = (Items(*(part[:2] for part in _parts(one))) for one in (new, old))
        return _true(link(*anchors, method="mean-mean").items(new), old)

    found = irt_equating_errors(forms, linked, replications=40, chance=np.random.default_rng(74))
    alone = irt_equating_errors(forms, _true, replications=40, chance=np.random.default_rng(74))

    assert found.mean() > 1.2 * alone.mean()


def _parts(of):
    return of.discrimination, of.difficulty, of.floor, of.ceiling


def test_a_form_is_worth_itself_without_error(forms):
    found = irt_equating_errors(
        forms[:1],
        lambda one: observed_score_equating(one, one).equivalents,
        replications=20,
        chance=np.random.default_rng(75),
    )

    np.testing.assert_allclose(found, 0, atol=1e-9)


def test_floors_are_drawn_between_nothing_and_everything():
    scores, _, _ = responses(1_000, 6, seed=76)
    guessed = fit_3pl(scores)
    drawn = []

    irt_equating_errors(
        [guessed],
        lambda one: drawn.append(one.floor) or [0.0],
        replications=100,
        chance=np.random.default_rng(77),
    )

    assert np.min(drawn) > 0
    assert np.max(drawn) < 1
    middle = np.median(drawn, axis=0)
    np.testing.assert_allclose(middle, guessed.guessing, atol=0.05)


def test_a_calibration_without_errors_is_refused(forms):
    silent = replace(forms[0], covariance=np.full((20, 20), np.nan))

    with pytest.raises(NotEstimable, match="without standard errors"):
        irt_equating_errors([silent, forms[1]], _true, chance=np.random.default_rng(78))
