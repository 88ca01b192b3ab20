"""Analyses from a table of responses: the figures of the package by themselves, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from tauliah.core.psychometrics import (
    NotEstimable,
    alpha,
    fit_2pl,
    item_figures,
    items,
    livingston_lewis,
    mantel_haenszel,
    probability,
)
from tauliah.core.psychometrics.presmoothing import distribution_of_scores
from tauliah.core.psychometrics.random_forms import random_forms_reliability
from tauliah.core.psychometrics.runs import (
    ResponseTable,
    analyse_items,
    calibrate_items,
    compare_languages,
    equate_forms,
    forms_of,
)

PASS_MARK = 12


def table_of(scores, *, forms=None, languages=None, is_scored=None, choices=(), keys=None):
    scores = np.asarray(scores, np.int8)
    persons = len(scores)
    return ResponseTable(
        persons=tuple(f"p{row}" for row in range(persons)),
        items=tuple(f"i{column}" for column in range(scores.shape[1])),
        scores=scores,
        is_scored=scores >= 0 if is_scored is None else is_scored,
        forms=forms or ("A",) * persons,
        languages=languages or ("en",) * persons,
        pass_marks=(PASS_MARK,) * persons,
        choices=choices,
        keys=keys or {},
    )


def invented(persons, count, *, seed=1, shift=0.0):
    """Responses that follow a two-parameter model; `shift` makes the persons abler."""
    random = np.random.default_rng(seed)
    of = items(random.uniform(0.8, 1.6, count), np.linspace(-1.5, 1.5, count))
    theta = random.normal(shift, 1, persons)
    return (random.random((persons, count)) < probability(theta, of)).astype(np.int8)


def own_forms(persons, pool, length, *, seed=2):
    """Each person has a form of their own: so many items drawn from the pool, the others missing."""
    random = np.random.default_rng(seed)
    scores = invented(persons, pool, seed=seed)
    for row in scores:
        row[random.permutation(pool)[length:]] = -1
    return scores


def test_item_analysis_of_one_form_gives_the_figures_of_the_package():
    scores = invented(200, 20)
    found = analyse_items(table_of(scores))

    plain = item_figures(scores)
    assert [one["difficulty"] for one in found["items"]] == pytest.approx(plain.difficulty)
    assert [one["discrimination"] for one in found["items"]] == pytest.approx(plain.discrimination)
    assert found["reliability"]["coefficient"] == "alpha"
    assert found["reliability"]["value"] == pytest.approx(alpha(scores))
    assert sum(found["distribution"]) == 200


@pytest.mark.parametrize(
    ("hurried", "open_each", "is_speeded"),
    [(30, 1, False), (41, 1, True), (1, 6, True), (0, 0, False)],
)
def test_who_left_items_open_tells_whether_the_time_was_enough(hurried, open_each, is_speeded):
    scores = invented(200, 20)
    is_answered = np.ones(scores.shape, bool)
    is_answered[:hurried, :open_each] = False

    found = analyse_items(replace(table_of(scores), is_answered=is_answered))["left_open"]

    assert found["everything"] == pytest.approx(1 - hurried / 200)
    assert found["three_quarters"] == pytest.approx(1 - (hurried if open_each > 5 else 0) / 200)
    assert found["is_speeded"] is is_speeded
    assert analyse_items(table_of(scores))["left_open"] is None


def test_the_cut_is_judged_by_livingston_and_lewis():
    scores = invented(200, 20)
    found = analyse_items(table_of(scores))["classification"]

    distribution = distribution_of_scores(scores.sum(1), highest=20)
    told = livingston_lewis(distribution, reliability=alpha(scores), cut=PASS_MARK)
    assert found["accuracy"] == pytest.approx(told.accuracy)
    assert found["consistency"] == pytest.approx(told.consistency)
    assert found["passed"] == (scores.sum(1) >= PASS_MARK).sum()


def test_the_reliability_of_own_forms_is_that_of_the_analysis_of_variance():
    scores = own_forms(300, 40, 20)
    totals = (scores == 1).sum(1)
    found = random_forms_reliability(totals, length=20)

    # between and within persons by hand: items are nested in persons
    answers = [row[row >= 0] for row in scores]
    within = np.mean([row.var(ddof=1) for row in answers])
    between = 20 * np.var([row.mean() for row in answers], ddof=1)
    assert found.reliability == pytest.approx((between - within) / between)
    assert found.error == pytest.approx(np.sqrt(20 * within))


def test_forms_of_everybody_s_own_have_no_alpha_but_a_reliability():
    scores = own_forms(300, 40, 20)
    table = table_of(scores, forms=tuple(f"form {row}" for row in range(300)))
    found = analyse_items(table)

    assert found["forms"] == []
    assert found["reliability"]["coefficient"] == "KR-21"
    assert found["classification"] is not None


def test_exams_of_different_length_have_no_one_reliability():
    scores = invented(200, 20)
    scores[:100, 19] = -1
    found = analyse_items(table_of(scores, forms=("A",) * 100 + ("B",) * 100))

    assert found["reliability"] is None
    assert "differ in length" in found["not_reliable"]["en"]
    assert [one["items"] for one in found["forms"]] == [19, 20]


def test_a_pilot_item_has_figures_and_counts_in_no_total():
    scores = invented(200, 20)
    is_scored = np.ones(scores.shape, bool)
    is_scored[:, 19] = False
    found = analyse_items(table_of(scores, is_scored=is_scored))

    assert [one["is_pilot"] for one in found["items"]] == [False] * 19 + [True]
    assert found["reliability"]["highest"] == 19
    assert found["reliability"]["value"] == pytest.approx(alpha(scores[:, :19]))


def test_a_wrong_key_is_told_with_the_option_that_behaves_like_the_key():
    scores = invented(300, 12)
    choices = [["a" if right else "b" for right in row] for row in scores.tolist()]
    keys = dict.fromkeys(range(12), "a") | {3: "b"}
    scores[:, 3] = 1 - scores[:, 3]
    found = analyse_items(table_of(scores, choices=choices, keys=keys))

    assert [one["item"] for one in found["items"] if one["suspicion"]] == ["i3"]
    assert "choose a" in found["items"][3]["suspicion"]["en"]


def test_items_with_few_responses_are_named_and_left_out():
    scores = invented(200, 20)
    scores[40:, 0] = -1
    found = analyse_items(table_of(scores))

    assert found["too_few"] == [{"item": "i0", "responses": 40}]
    assert len(found["items"]) == 19


@pytest.mark.parametrize(
    ("analysis", "told"),
    [
        (analyse_items, "50 are needed"),
        (lambda table: calibrate_items(table, "1PL"), "no two items have 100 responses"),
        (lambda table: calibrate_items(table, "2PL"), "no two items have 250 responses"),
        (lambda table: calibrate_items(table, "3PL"), "no two items have 1,000 responses"),
        (lambda table: compare_languages(table, focal="ms"), "200 of them in the smaller group"),
        (
            lambda table: equate_forms(table, new="A", base="A", model="1PL"),
            "fewer than 400 candidates",
        ),
    ],
)
def test_too_few_responses_are_told_with_what_is_needed_and_why(analysis, told):
    with pytest.raises(NotEstimable) as refusal:
        analysis(table_of(invented(40, 10)))

    assert told in refusal.value.refused.message.en
    assert refusal.value.refused.message.ms != refusal.value.refused.message.en


def test_a_calibration_is_that_of_the_package_with_its_trace():
    scores = invented(600, 15)
    told = []
    found = calibrate_items(table_of(scores), "2PL", watch=lambda done, of: told.append((done, of)))

    plain = fit_2pl(scores)
    assert [one["a"] for one in found["items"]] == pytest.approx(plain.discrimination)
    assert [one["b_error"] for one in found["items"]] == pytest.approx(plain.difficulty_error)
    assert found["log_likelihood"] == pytest.approx(plain.log_likelihood)
    assert len(found["trace"]) == len(plain.trace)
    assert found["has_converged"]
    assert len(told) > 2


def test_observed_shares_of_a_calibrated_item_rise_with_ability_and_hold_everybody():
    found = calibrate_items(table_of(invented(1_000, 15)), "2PL")

    for item in found["items"]:
        abilities = [point[0] for point in item["observed"]]
        assert all(low < high for low, high in pairwise(abilities))
        assert sum(point[2] for point in item["observed"]) == 1_000
        assert item["observed"][0][1] < item["observed"][-1][1]


def test_a_watch_that_raises_stops_a_calibration():
    class Enough(Exception):
        pass

    def watch(done, of):
        if done == 2:
            raise Enough

    with pytest.raises(Enough):
        calibrate_items(table_of(invented(400, 10)), "2PL", watch=watch)


def test_two_copies_of_one_item_are_told_as_dependent():
    scores = invented(800, 12)
    scores[:, 11] = scores[:, 5]
    found = calibrate_items(table_of(scores), "1PL")

    assert found["pairs"][0]["items"] == ["i5", "i11"]


def test_languages_are_compared_as_the_package_does_where_all_have_one_form():
    scores, languages = invented(1_200, 12), ("en", "ms") * 600
    found = compare_languages(table_of(scores, languages=languages), focal="ms")

    plain = mantel_haenszel(scores, np.array(languages) == "ms")
    assert [one["delta"] for one in found["items"]] == pytest.approx(plain.delta)
    assert tuple(one["class"] for one in found["items"]) == plain.classes


def test_an_item_that_is_harder_in_one_language_is_found_among_forms_of_everybody_s_own():
    scores = own_forms(4_000, 30, 20)
    languages = ("en", "ms") * 2_000
    random = np.random.default_rng(5)
    harder = (np.array(languages) == "ms") & (scores[:, 4] == 1) & (random.random(4_000) < 0.4)
    scores[harder, 4] = 0
    found = compare_languages(table_of(scores, languages=languages), focal="ms")

    classes = {one["item"]: one["class"] for one in found["items"]}
    assert classes.pop("i4") == "C"
    assert "C" not in classes.values()
    assert next(one for one in found["items"] if one["item"] == "i4")["delta"] < 0


def two_forms(persons=900, shift=0.0):
    """Form A has items 0 to 29, form B 15 to 44; who sits B is abler by `shift`."""
    scores = np.full((2 * persons, 45), -1, np.int8)
    random = np.random.default_rng(7)
    of = items(random.uniform(0.8, 1.6, 45), np.concatenate([np.linspace(-1.5, 1.5, 15)] * 3))
    for group, (first, mean) in enumerate(((0, 0.0), (15, shift))):
        theta = random.normal(mean, 1, persons)
        right = random.random((persons, 45)) < probability(theta, of)
        rows = slice(group * persons, (group + 1) * persons)
        scores[rows, first : first + 30] = right[:, first : first + 30]
    return table_of(scores, forms=("A",) * persons + ("B",) * persons)


def test_forms_of_the_same_difficulty_are_worth_the_same_although_abler_people_sat_one():
    table = two_forms(shift=0.7)
    found = equate_forms(table, new="B", base="A", model="2PL")

    assert found["forms"]["new"]["mean"] > found["forms"]["base"]["mean"] + 2
    assert len(found["common"]) == 15
    assert found["link"]["intercept"] == pytest.approx(0.7, abs=0.2)
    for score, by_true, by_observed in found["equivalents"]:
        assert by_true == pytest.approx(score, abs=1.0)
        assert by_observed == pytest.approx(score, abs=1.2)


def test_the_way_back_leads_to_the_same_scores():
    table = two_forms(shift=0.4)
    there = equate_forms(table, new="B", base="A", model="1PL")["equivalents"]
    back = equate_forms(table, new="A", base="B", model="1PL")["equivalents"]

    scores = [point[0] for point in there]
    returned = np.interp([point[1] for point in there], scores, [point[1] for point in back])
    assert returned == pytest.approx(scores, abs=0.05)


def test_forms_that_share_too_little_are_not_equated():
    table = two_forms()
    scores = table.scores.copy()
    scores[:900, 18:] = -1
    apart = replace(table, scores=scores, is_scored=scores >= 0)

    with pytest.raises(NotEstimable, match="3 items in common"):
        equate_forms(apart, new="B", base="A", model="1PL")


def test_the_fingerprint_knows_every_response_and_every_form():
    table = table_of(invented(60, 10))
    other = table.scores.copy()
    other[3, 4] = 1 - other[3, 4]

    assert table.fingerprint() == table_of(invented(60, 10)).fingerprint()
    assert replace(table, scores=other).fingerprint() != table.fingerprint()
    assert replace(table, forms=("B",) * 60).fingerprint() != table.fingerprint()
    assert replace(table, languages=("ms",) * 60).fingerprint() != table.fingerprint()


def test_forms_of_a_table_come_with_most_persons_first():
    table = table_of(invented(5, 4), forms=("A", "B", "B", "B", "A"))

    assert [(one.name, one.persons, one.items) for one in forms_of(table)] == [
        ("B", 3, 4),
        ("A", 2, 4),
    ]


def test_forms_with_cuts_of_their_own_are_judged_one_by_one():
    scores = invented(200, 20)
    forms = ("A",) * 100 + ("B",) * 100
    table = replace(table_of(scores, forms=forms), pass_marks=(12,) * 100 + (13,) * 100)
    found = analyse_items(table)

    assert found["classification"] is None
    assert "judged by its own" in found["not_classified"]["en"]
    first, second = (one["classification"] for one in found["forms"])
    assert (first["cut"], second["cut"]) == (12, 13)
    alone = analyse_items(table_of(scores[100:]))
    assert second["passed"] == (scores[100:].sum(1) >= 13).sum()
    assert found["forms"][1]["alpha"] == pytest.approx(alone["reliability"]["value"])
