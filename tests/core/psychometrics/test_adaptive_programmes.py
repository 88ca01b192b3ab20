"""Programmes of adaptive exams: exposure, decisions, and what their figures say."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from tauliah.core.psychometrics import information, items
from tauliah.core.psychometrics.adaptive import (
    Cut,
    Design,
    balanced,
    calibrated_exposure,
    prepared,
    programme_figures,
    shadow_test,
    shadowed,
    simulate,
    simulate_shadow,
)
from tauliah.core.psychometrics.assembly import Amount, Count, Request, pool
from tauliah.core.psychometrics.refusals import NotEstimable
from tests.core.psychometrics.test_adaptive_choice import bank

PEOPLE = np.random.default_rng(5).normal(0, 1, 8_000)


def test_no_item_is_seen_by_more_than_the_share_that_was_asked_for():
    area = np.arange(200) % 4
    design = Design(bank(200, seed=6), 16, content=balanced(area, [4] * 4))

    free = programme_figures(simulate(design, PEOPLE, seed=1))
    control = calibrated_exposure(design, most=0.2, seed=2, persons=4_000, cycles=12)
    held = programme_figures(
        simulate(prepared(design).with_exposure(control.exposure), PEOPLE, seed=1)
    )

    assert free.exposure.max() > 0.5
    # five standard errors of the share of one item, for the largest of the items at the limit
    assert held.exposure.max() < 0.2 + 5 * np.sqrt(0.2 * 0.8 / 4_000)
    assert control.reached == pytest.approx(held.exposure.max(), abs=0.03)
    assert held.exposure.sum() == pytest.approx(16)
    assert held.overlap < free.overlap
    assert held.rmse < free.rmse * 1.2


def test_less_exposure_than_the_bank_allows_is_refused():
    with pytest.raises(ValueError, match=r"from 0\.500, which the bank allows"):
        calibrated_exposure(Design(bank(20, seed=1), 10), most=0.3, seed=1)


def test_where_chance_holds_back_everything_an_exam_goes_on():
    design = Design(bank(12, seed=2), 6, exposure=np.zeros(12))

    found = simulate(design, np.zeros(50), seed=1)

    assert (found.administered >= 0).all()
    assert all(len(set(row)) == 6 for row in found.administered.tolist())


def test_the_sequential_test_errs_no_more_than_it_promises():
    cut = Cut(0.3, indifference=0.25, false_pass=0.05, false_fail=0.1)
    design = Design(bank(400, seed=7), 200, cut=cut, choose_at=0.3, among=20)

    below = simulate(design, np.full(3_000, 0.3 - 0.25), seed=3)
    above = simulate(design, np.full(3_000, 0.3 + 0.25), seed=4)

    assert (below.ending == 2).mean() > 0.95
    assert below.is_passed.mean() < 0.05 + 0.012
    assert (~above.is_passed).mean() < 0.1 + 0.015
    # far from the cut few items do
    far = simulate(design, np.full(500, 2.0), seed=5)
    assert far.lengths.mean() < above.lengths.mean() / 2


def test_errors_are_what_they_are_said_to_be():
    found = simulate(Design(bank(300, seed=8), 25, among=3), PEOPLE, seed=6)

    figures = programme_figures(found)

    assert figures.rmse == pytest.approx(figures.mean_error, rel=0.04)
    assert abs(figures.bias) < 4 * figures.rmse / np.sqrt(PEOPLE.size)
    # a Bayesian estimate is pulled to the middle
    assert figures.bias_by_ability[0] > 0 > figures.bias_by_ability[-1]


def test_weighted_likelihood_scores_are_not_pulled_to_the_middle():
    design = Design(bank(300, seed=8), 25, among=3)

    eap = programme_figures(simulate(design, PEOPLE[:2_000], seed=6))
    wl = programme_figures(simulate(design, PEOPLE[:2_000], seed=6, score="WL"))

    assert abs(wl.bias_by_ability[0]) < eap.bias_by_ability[0]
    assert abs(wl.bias_by_ability[-1]) < -eap.bias_by_ability[-1]


def test_figures_are_those_of_a_plain_count():
    theta = PEOPLE[:60]
    found = simulate(Design(bank(30, seed=9), 8, error=0.5, cut=Cut(0.0)), theta, seed=7)

    figures = programme_figures(found, edges=[-5, 0, 5])

    seen = [set(row[row >= 0].tolist()) for row in found.administered]
    common = np.mean([len(left & right) for left, right in combinations(seen, 2)])
    assert figures.overlap == pytest.approx(common / found.lengths.mean())
    assert figures.exposure[3] == pytest.approx(np.mean([3 in one for one in seen]))
    assert figures.unused == 30 - len(set().union(*seen))
    low = theta < 0
    gap = found.estimate - theta
    assert figures.persons_by_ability.tolist() == [low.sum(), (~low).sum()]
    assert figures.bias_by_ability[0] == pytest.approx(gap[low].mean())
    assert figures.rmse_by_ability[1] == pytest.approx(np.sqrt((gap[~low] ** 2).mean()))
    assert figures.length_by_ability[0] == pytest.approx(found.lengths[low].mean())
    assert figures.false_pass == pytest.approx(np.mean(found.is_passed & low))
    assert figures.false_fail == pytest.approx(np.mean(~found.is_passed & ~low))


def test_edges_that_do_not_rise_are_refused():
    found = simulate(Design(bank(30, seed=9), 8), [0.0], seed=7)

    with pytest.raises(ValueError, match="rise"):
        programme_figures(found, edges=[0, 0])


# --- Shadow tests ----------------------------------------------------------------------------

OF = items(np.linspace(0.7, 1.8, 9), np.linspace(1.2, -1.2, 9))
POOL = pool(
    [f"i{n}" for n in range(9)],
    labels={"topic": list("aabbabbab")},
    amounts={"words": [50, 20, 70, 30, 90, 10, 60, 80, 40]},
    enemies=[{"i7", "i8"}, {"i6", "i8"}],
)
REQUEST = Request(
    1, 4, counts=(Count("topic", "a", 2, 2),), amounts=(Amount("words", 180, 230),)
)  # fmt: skip


def _kept(form):
    words = POOL.amounts["words"][list(form)].sum()
    topics = [POOL.labels["topic"][item] for item in form]
    enemies = {7, 8} <= set(form) or {6, 8} <= set(form)
    return 180 <= words <= 230 and topics.count("a") == 2 and not enemies


@pytest.mark.parametrize("given", [(), (4,), (1, 8)])
def test_a_shadow_test_is_the_best_of_all_forms_around_what_was_given(given):
    worth = information([0.2], OF)[0]
    forms = [f for f in combinations(range(9), 4) if set(given) <= set(f) and _kept(f)]

    found = shadow_test(shadowed(Design(OF, 4, shortest=4), POOL, REQUEST), 0.2, given)

    assert _kept(found)
    assert worth[list(found)].sum() == pytest.approx(max(worth[list(f)].sum() for f in forms))


def test_exams_from_shadow_tests_keep_every_demand():
    of = shadowed(Design(OF, 4, shortest=4, among=2), POOL, REQUEST)

    found = simulate_shadow(of, np.linspace(-2, 2, 12), seed=3)

    assert all(_kept(sorted(row)) for row in found.administered.tolist())
    assert programme_figures(found).exposure.sum() == pytest.approx(4)
    np.testing.assert_array_equal(
        found.administered, simulate_shadow(of, np.linspace(-2, 2, 12), seed=3).administered
    )


def test_what_no_form_can_go_around_is_refused():
    of = shadowed(Design(OF, 4, shortest=4), POOL, REQUEST)

    with pytest.raises(NotEstimable, match="No form keeps every demand"):
        shadow_test(of, 0.0, [7, 8])
