"""Several groups calibrated at once, and new items beside items that are held."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from tauliah.core.psychometrics import (
    Anchors,
    CategoryItems,
    FaultyResponses,
    NotEstimable,
    ability,
    calibrate_concurrently,
    category_items_from_intercepts,
    fit_1pl,
    fit_2pl,
    fit_3pl,
    fit_graded,
    fit_partial_credit,
    graded_items,
    in_groups,
    items,
    partial_credit_items,
)
from tests.core.psychometrics import naive
from tests.core.psychometrics.simulated import in_categories, responses, right_or_wrong

FITS = {
    "1PL": fit_1pl,
    "2PL": fit_2pl,
    "3PL": fit_3pl,
    "graded": fit_graded,
    "partial-credit": fit_partial_credit,
}
EVERY = pytest.mark.parametrize("model", FITS)
COUNT = 24
GROUPS = {"2024": (1_200, 0.0, 1.0), "2025": (1_200, 0.8, 0.7), "2026": (800, -1.0, 1.4)}


def _bank(model: str, *, seed: int = 91):
    chance = np.random.default_rng(seed)
    a = np.full(COUNT, 1.2) if model == "1PL" else chance.lognormal(0.1, 0.3, COUNT)
    b = np.sort(chance.normal(0, 0.8, (COUNT, 1)) + np.array([-0.8, 0.1, 0.9]), axis=1)
    if model == "graded":
        return graded_items(a, b)
    if model == "partial-credit":
        return partial_credit_items(a, b)
    floor = chance.beta(5, 17, COUNT) if model == "3PL" else 0.0
    return items(a, b[:, 1], floor=floor)


def _some(of, places):
    places = np.asarray(places)
    if isinstance(of, CategoryItems):
        return CategoryItems(
            of.model, of.discrimination[places], of.intercepts[places], of.categories[places]
        )
    return items(of.discrimination[places], of.difficulty[places], floor=of.floor[places])


def _taken(of, theta: np.ndarray, chance: np.random.Generator) -> np.ndarray:
    draw = in_categories if isinstance(of, CategoryItems) else right_or_wrong
    return draw(of, theta, chance)


def _years(of, *, seed: int) -> tuple[np.ndarray, list[str]]:
    """Three years of persons; each year leaves out a third of the items."""
    chance = np.random.default_rng(seed)
    scores, labels = [], []
    for number, (label, (persons, mean, deviation)) in enumerate(GROUPS.items()):
        part = _taken(of, chance.normal(mean, deviation, persons), chance)
        part[:, 8 * number : 8 * number + 8] = -1
        scores.append(part)
        labels += [label] * persons
    return np.vstack(scores), labels


def _off(fit, of) -> np.ndarray:
    """Distances of difficulties from the true ones, in standard errors, but of anchors."""
    if isinstance(of, CategoryItems):
        far, error = fit.thresholds - of.thresholds, fit.threshold_errors
    else:
        far, error = fit.difficulty - of.difficulty, fit.difficulty_error
    free = np.delete(np.arange(COUNT), fit.anchored)
    return far[free] / error[free]


@EVERY
def test_moments_of_the_other_groups_are_recovered_with_the_items(model):
    of = _bank(model)
    scores, labels = _years(of, seed=92)

    fit = FITS[model](scores, groups=labels)

    assert fit.has_converged
    assert [one.label for one in fit.populations] == list(GROUPS)
    first, *others = fit.populations
    assert (first.mean, first.deviation, first.mean_error) == (0.0, 1.0, 0.0)
    for one in others:
        _, mean, deviation = GROUPS[one.label]
        assert abs(one.mean - mean) < 3.5 * one.mean_error
        assert abs(one.deviation - deviation) < 3.5 * one.deviation_error
        assert one.mean_error < 0.15
    assert np.abs(_off(fit, of)).max() < 4.2


@EVERY
def test_anchors_fix_the_scale_and_every_group_is_placed_on_it(model):
    of = _bank(model)
    scores, labels = _years(of, seed=93)
    places = [0, 1, 9, 10, 17, 18]

    fit = FITS[model](scores, groups=labels, anchors=Anchors(places, _some(of, places)))

    assert fit.has_converged
    assert fit.anchored.tolist() == places
    held = (fit.items.thresholds if isinstance(of, CategoryItems) else fit.difficulty)[places]
    true = (of.thresholds if isinstance(of, CategoryItems) else of.difficulty)[places]
    np.testing.assert_allclose(held, true)
    assert (fit.discrimination_error[places] == 0).all()
    for one in fit.populations:
        _, mean, deviation = GROUPS[one.label]
        assert abs(one.mean - mean) < 3.5 * one.mean_error
        assert abs(one.deviation - deviation) < 3.5 * one.deviation_error
    assert np.abs(_off(fit, of)).max() < 4.2


@EVERY
def test_pilot_items_come_onto_the_scale_of_the_bank(model):
    """An able year takes the bank's items, known, and eight pilot items."""
    of = _bank(model)
    chance = np.random.default_rng(94)
    scores = _taken(of, chance.normal(1.0, 0.8, 2_500), chance)
    known = np.arange(8, COUNT)

    fit = FITS[model](scores, anchors=Anchors(known.tolist(), _some(of, known)))

    (year,) = fit.populations
    assert abs(year.mean - 1.0) < 3.5 * year.mean_error
    assert abs(year.deviation - 0.8) < 3.5 * year.deviation_error
    assert np.abs(_off(fit, of)).max() < 4.2
    per_item = {"1PL": 1, "2PL": 2, "3PL": 3}.get(model, 4)
    assert fit.parameters == 8 * per_item + 2


def test_moments_and_errors_are_those_of_the_likelihood_written_out():
    of = items([1.0, 1.4, 0.8], [-0.5, 0.2, 0.9])
    chance = np.random.default_rng(95)
    scores = right_or_wrong(of, chance.normal(size=240), chance)
    scores[120:] = right_or_wrong(of, chance.normal(0.6, 0.8, 120), chance)
    fit = fit_2pl(scores, groups=["a"] * 120 + ["b"] * 120, tolerance=1e-8)

    def height(point: np.ndarray) -> float:
        a, b = point[:3], point[3:6]

        def curve(item: int, theta: np.ndarray) -> np.ndarray:
            return naive.three_parameter(a[item], b[item], 0.0, theta)

        return naive.marginal_log_likelihood(scores[:120], curve) + naive.marginal_log_likelihood(
            scores[120:], curve, mean=point[6], deviation=point[7]
        )

    group = fit.populations[1]
    at = np.concatenate([fit.discrimination, fit.difficulty, [group.mean, group.deviation]])
    top = height(at)
    errors = np.sqrt(np.diag(np.linalg.inv(-naive.hessian(height, at))))

    assert fit.log_likelihood == pytest.approx(top, abs=1e-5)
    for move in 0.005 * np.eye(8):
        assert height(at + move) < top
        assert height(at - move) < top
    np.testing.assert_allclose(fit.discrimination_error, errors[:3], rtol=5e-3)
    np.testing.assert_allclose(fit.difficulty_error, errors[3:6], rtol=5e-3)
    assert group.mean_error == pytest.approx(errors[6], rel=5e-3)
    assert group.deviation_error == pytest.approx(errors[7], rel=5e-3)


@pytest.mark.slow
@pytest.mark.parametrize("model", ["1PL", "2PL", "graded", "partial-credit"])
def test_the_choice_of_the_reference_moves_the_scale_and_nothing_else(model):
    of = _bank(model)
    scores, labels = _years(of, seed=96)

    fit = FITS[model](scores, groups=labels, tolerance=1e-7)
    other = FITS[model](scores, groups=labels, reference="2025", tolerance=1e-7)

    assert other.log_likelihood == pytest.approx(fit.log_likelihood, rel=1e-9)
    base = fit.populations[1]
    np.testing.assert_allclose(other.discrimination, fit.discrimination * base.deviation, rtol=1e-4)
    for one, same in zip(other.populations, fit.populations, strict=True):
        assert one.mean == pytest.approx((same.mean - base.mean) / base.deviation, abs=1e-4)
        assert one.deviation == pytest.approx(same.deviation / base.deviation, rel=1e-4)


def test_one_group_is_the_plain_fit():
    scores, _, _ = responses(900, 8, seed=97, observed=0.9)

    fit = fit_2pl(scores, groups=["all"] * 900, tolerance=1e-7)

    plain = fit_2pl(scores, tolerance=1e-7)
    np.testing.assert_allclose(fit.difficulty, plain.difficulty, atol=1e-6)
    np.testing.assert_allclose(fit.covariance, plain.covariance, rtol=1e-4, atol=1e-7)
    assert fit.log_likelihood == pytest.approx(plain.log_likelihood, rel=1e-10)


def test_pieces_run_in_threads_give_the_same_to_the_last_digit():
    of = _bank("graded")
    scores, labels = _years(of, seed=98)
    grouped = in_groups(
        np.repeat(scores, 24, axis=0),
        weights=None,
        groups=np.repeat(labels, 24).tolist(),
        categories=4,
    )

    alone = calibrate_concurrently(grouped.data, "graded", labels=grouped.labels, errors="none")
    with ThreadPoolExecutor(2) as pool:
        together = calibrate_concurrently(
            grouped.data, "graded", labels=grouped.labels, errors="none", run=pool.map
        )

    assert len(grouped.data) > 3
    assert together.thresholds.tolist() == alone.thresholds.tolist()
    assert together.log_likelihood == alone.log_likelihood


def test_a_held_item_may_have_no_variance_in_the_new_data():
    of = _bank("2PL")
    chance = np.random.default_rng(99)
    scores = right_or_wrong(of, chance.normal(size=600), chance)
    scores[:, 0] = 1
    places = [0, 1, 2, 3]

    fit = fit_2pl(scores, anchors=Anchors(places, _some(of, places)))

    assert fit.remarks == ()
    assert fit.difficulty[0] == pytest.approx(of.difficulty[0])


def test_new_items_that_no_person_connects_with_an_anchor_are_refused():
    of = _bank("2PL")
    chance = np.random.default_rng(100)
    scores = right_or_wrong(of, chance.normal(size=400), chance)
    scores[:200, 12:] = -1
    scores[200:, :12] = -1

    with pytest.raises(NotEstimable, match=r"connects items 13, 14.* with an anchor") as refusal:
        fit_2pl(scores, anchors=Anchors([0, 1, 2], _some(of, [0, 1, 2])))

    assert refusal.value.refused.code == "not-anchored"
    assert "13, 14" in refusal.value.refused.message.ms


def test_two_forms_are_calibrated_together_when_each_has_an_anchor():
    of = _bank("2PL")
    chance = np.random.default_rng(101)
    scores = right_or_wrong(of, chance.normal(size=4_000), chance)
    scores[:2_000, 12:] = -1
    scores[2_000:, :12] = -1
    places = [0, 1, 2, 12, 13, 14]

    fit = fit_2pl(scores, anchors=Anchors(places, _some(of, places)))

    assert np.abs(_off(fit, of)).max() < 4.2


def test_groups_that_share_no_item_are_refused():
    of = _bank("graded")
    scores, _ = _years(of, seed=102)
    scores[:1_500, 12:] = -1
    scores[1_500:, :12] = -1

    with pytest.raises(NotEstimable, match="sets that no person connects"):
        fit_graded(scores, groups=["a"] * 1_500 + ["b"] * 1_700)


def test_a_group_that_says_nothing_is_refused():
    scores, _, _ = responses(300, 6, seed=103)
    silent = np.full((20, 6), -1)

    with pytest.raises(NotEstimable, match="Group b has no responses"):
        fit_2pl(np.vstack([scores, silent]), groups=["a"] * 300 + ["b"] * 20)


def test_a_group_of_one_person_is_refused_because_its_spread_is_not_known():
    scores, _, _ = responses(301, 12, seed=104)

    with pytest.raises(NotEstimable, match="group b answered too alike or are too few"):
        fit_2pl(scores, groups=["a"] * 300 + ["b"])


def test_a_response_that_its_anchor_gives_probability_0_is_refused():
    of = category_items_from_intercepts(
        "graded", [1.0, 1.2], [[np.inf, 0.5, 0.5], [np.inf, 1.0, -1.0]]
    )
    scores = np.random.default_rng(105).integers(0, 3, (200, 4))

    with pytest.raises(NotEstimable, match=r"Item 1 is held .* category 1 has probability 0"):
        fit_graded(scores, anchors=Anchors([0, 1], of))


@pytest.mark.parametrize(
    ("fit", "of", "what"),
    [
        (fit_2pl, items([1.0], [0.0], floor=0.2), "no guessing parameter"),
        (fit_2pl, graded_items([1.0], [[0.0]]), "items of several categories"),
        (fit_3pl, items([-1.0], [0.0]), "discrimination above 0"),
        (fit_3pl, items([1.0], [0.0], ceiling=0.9), "ceiling of 1"),
        (fit_graded, items([1.0], [0.0]), "anchors of the graded model"),
        (fit_partial_credit, graded_items([1.0], [[0.0]]), "of the partial-credit model"),
    ],
)
def test_anchors_of_another_model_are_refused(fit, of, what):
    scores, _, _ = responses(50, 4, seed=106)

    with pytest.raises(ValueError, match=what):
        fit(scores, anchors=Anchors([0], of))


def test_anchors_of_a_1pl_share_one_discrimination():
    scores, _, _ = responses(50, 4, seed=106)

    with pytest.raises(ValueError, match="one discrimination"):
        fit_1pl(scores, anchors=Anchors([0, 1], items([1.0, 1.2], [0.0, 0.0])))


@pytest.mark.parametrize("places", [[0], [0, 0], [-1, 0], [0, 4]])
def test_places_of_anchors_that_are_none_are_refused(places):
    scores, _, _ = responses(50, 4, seed=106)

    with pytest.raises(ValueError, match="place"):
        fit_2pl(scores, anchors=Anchors(places, items([1.0, 1.2], [0.0, 0.0])))


def test_persons_without_a_group_are_named_by_row():
    with pytest.raises(FaultyResponses, match="groups:2: expected the group") as fault:
        fit_2pl([[0, 1], [1, 0], [1, 1]], groups=["a", None, " "])

    assert [one.line for one in fault.value.problems] == [2, 3]


def test_groups_of_other_persons_are_refused():
    with pytest.raises(FaultyResponses, match="groups of 2 persons, got 3"):
        fit_2pl([[0, 1], [1, 0]], groups=["a", "b", "a"])


def test_a_reference_that_is_no_group_is_refused():
    scores, _, _ = responses(40, 4, seed=107)

    with pytest.raises(ValueError, match="a reference among a, b, got c"):
        fit_2pl(scores, groups=["a", "b"] * 20, reference="c")


def test_the_moments_of_a_group_are_the_prior_of_its_persons():
    of = _bank("2PL")
    scores, labels = _years(of, seed=108)
    fit = fit_2pl(scores, groups=labels)
    able = fit.populations[1]
    of_group = np.array(labels) == able.label

    scored = ability(scores[of_group], fit.items, mean=able.mean, deviation=able.deviation)

    assert scored.theta.mean() == pytest.approx(able.mean, abs=0.01)
    spread = np.sqrt(scored.theta.var() + np.mean(scored.error**2))
    assert spread == pytest.approx(able.deviation, abs=0.01)


def test_anchors_beside_a_reference_are_refused_because_either_fixes_the_scale():
    scores, _, _ = responses(40, 4, seed=109)

    with pytest.raises(ValueError, match="either fixes the scale"):
        fit_2pl(
            scores,
            groups=["a", "b"] * 20,
            reference="a",
            anchors=Anchors([0], items([1.0], [0.0])),
        )


@EVERY
def test_with_every_item_held_only_the_groups_are_estimated(model):
    of = _bank(model)
    scores, labels = _years(of, seed=110)

    fit = FITS[model](scores, groups=labels, anchors=Anchors(range(COUNT), of))

    assert fit.parameters == 6
    assert fit.errors_by == "observed"
    for one in fit.populations:
        _, mean, deviation = GROUPS[one.label]
        assert abs(one.mean - mean) < 3.5 * one.mean_error
        assert abs(one.deviation - deviation) < 3.5 * one.deviation_error


def test_pieces_made_for_fewer_categories_than_the_anchors_have_are_refused():
    scores, _, _ = responses(60, 4, seed=110)
    grouped = in_groups(scores, weights=None, groups=None, categories=2)
    of = graded_items([1.0], [[0.0, 1.0]])

    with pytest.raises(ValueError, match="for the 3 categories of the anchors"):
        calibrate_concurrently(grouped.data, "graded", anchors=Anchors([0], of))
