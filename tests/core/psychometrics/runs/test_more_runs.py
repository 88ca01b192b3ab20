"""Runs with groups, held items, points, persons and drift; and runs that are stopped and go on."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tauliah.core.psychometrics import (
    Anchors,
    NotEstimable,
    fit_2pl,
    fit_graded,
    items,
    probability,
)
from tauliah.core.psychometrics.runs import (
    Earlier,
    ResponseTable,
    anchors_that_drift,
    calibrate_items,
    calibrate_points,
    compare_languages,
    equate_forms,
    fit_of_persons,
)

COUNT = 12
OF = items(np.linspace(0.8, 1.5, COUNT), np.linspace(-1.5, 1.5, COUNT))


def table_of(scores, **more):
    persons = len(scores)
    return ResponseTable(
        persons=tuple(f"p{row}" for row in range(persons)),
        items=tuple(f"i{column}" for column in range(scores.shape[1])),
        scores=np.asarray(scores, np.int8),
        is_scored=np.asarray(scores) >= 0,
        **{
            "forms": ("A",) * persons,
            "languages": ("en", "ms") * (persons // 2),
            "pass_marks": (7,) * persons,
            **more,
        },
    )


def answered(theta, of=OF, *, seed=3):
    random = np.random.default_rng(seed)
    return (random.random((len(theta), len(of))) < probability(theta, of)).astype(np.int8)


def two_windows(persons=400, shift=0.8):
    """A second window whose candidates are abler by `shift`."""
    random = np.random.default_rng(1)
    theta = np.concatenate([random.normal(0, 1, persons + 50), random.normal(shift, 1, persons)])
    windows = ("2026-1",) * (persons + 50) + ("2026-2",) * persons
    return table_of(answered(theta), windows=windows)


class Stop(Exception):
    """Somebody cancelled."""


class Kept(dict):
    """Steps as a run lays them down."""

    def found(self, name):
        return self.get(name)

    def keep(self, name, value):
        self[name] = list(value) if isinstance(value, list) else value


def stopped_after(signs):
    """A watch that ends the work at its sign of this number."""
    left = [signs]

    def watch(_done, _of):
        left[0] -= 1
        if left[0] < 0:
            raise Stop

    return watch


def test_groups_have_means_of_their_own_and_the_largest_is_the_reference():
    found = calibrate_items(two_windows(), "1PL", grouped_by="window")

    first, second = found["populations"]
    assert (first["group"], first["mean"], first["deviation"]) == ("2026-1", 0, 1)
    assert second["mean"] == pytest.approx(0.8, abs=3 * second["mean_error"])
    assert found["marginal_reliability"] is None


@pytest.mark.parametrize(
    ("windows", "told"),
    [
        (("2026-1",) * 850, "in one group (2026-1)"),
        (("2026-1",) * 800 + ("2026-2",) * 50, "2026-2 (50)"),
    ],
)
def test_groups_that_are_none_or_small_are_refused_by_name(windows, told):
    table = replace(two_windows(), windows=windows)

    with pytest.raises(NotEstimable) as refusal:
        calibrate_items(table, "1PL", grouped_by="window")
    assert told in refusal.value.refused.message.en
    assert refusal.value.refused.message.ms != refusal.value.refused.message.en


def test_held_items_stay_and_pilot_items_come_onto_their_scale():
    table = two_windows()
    table.is_scored[:, 9:] = False
    held = {at: (float(OF.discrimination[at]), float(OF.difficulty[at]), 0.0) for at in range(9)}
    found = calibrate_items(table, "2PL", held=held)

    plain = fit_2pl(table.scores, anchors=Anchors(range(9), items(*OF_FIRST)))
    assert [one["b"] for one in found["items"]] == pytest.approx(plain.difficulty)
    assert [one["is_held"] for one in found["items"]] == [True] * 9 + [False] * 3
    assert found["items"][0]["b"] == pytest.approx(OF.difficulty[0])
    assert found["populations"][0]["mean"] > 0.2


OF_FIRST = OF.discrimination[:9], OF.difficulty[:9]


@pytest.mark.parametrize(
    ("held", "model", "told"),
    [
        ({0: (1.0, 0.0, 0.0)}, "2PL", "1 items have parameters in the bank, of 12"),
        ({at: (1.0, 0.1 * at, 0.0) for at in range(12)}, "2PL", "none to estimate"),
        ({at: (1.0, 0.1 * at, 0.2) for at in range(6)}, "2PL", "Take the 3PL"),
        ({at: (1.0 + at, 0.1 * at, 0.0) for at in range(6)}, "1PL", "Take the 2PL"),
    ],
)
def test_items_that_cannot_be_held_are_refused_with_the_way_out(held, model, told):
    with pytest.raises(NotEstimable) as refusal:
        calibrate_items(two_windows(), model, held=held)

    assert told in refusal.value.refused.message.en


def test_items_of_several_points_are_calibrated_by_categories():
    random = np.random.default_rng(4)
    theta = random.normal(0, 1, 800)
    halves = answered(theta, seed=5).astype(float) + answered(theta, seed=6)
    points = np.column_stack([halves[:, :5] / 2, answered(theta, seed=7)[:, 5:]])
    table = table_of((points == 1).astype(np.int8), points=points)
    found = calibrate_points(table, "graded")

    plain = fit_graded(np.column_stack([halves[:, :5], points[:, 5:]]).astype(np.int8))
    assert [one["a"] for one in found["items"]] == pytest.approx(plain.discrimination)
    assert found["items"][0]["points"] == [0, 0.5, 1]
    assert len(found["items"][0]["thresholds"]) == 2
    assert len(found["items"][11]["thresholds"]) == 1
    assert sum(found["items"][0]["shares"]) == pytest.approx(1)
    assert table.fingerprint() != replace(table, points=np.floor(points)).fingerprint()


def test_items_without_parts_are_told_to_take_the_two_parameter_model():
    table = two_windows()

    with pytest.raises(NotEstimable, match="Take the 2PL"):
        calibrate_points(replace(table, points=table.scores.astype(float)), "graded")


def test_persons_who_guess_are_counted_and_nobody_is_named():
    table = two_windows()
    scores = table.scores.copy()
    scores[:200] = np.random.default_rng(8).random((200, COUNT)) < 0.5
    found = fit_of_persons(
        replace(table, scores=scores, languages=("ms",) * 200 + ("en",) * 650), "1PL"
    )

    by_language = {one["group"]: one for one in found["groups"] if one["by"] == "language"}
    (limit, expected, below), _ = found["levels"]
    assert (limit, expected) == (-1.645, 0.05)
    assert sum(found["counts"]) == found["persons"]
    assert by_language["ms"]["below"][0] / by_language["ms"]["persons"] > 3 * expected
    assert below == sum(one["below"][0] for one in by_language.values())
    assert not any("p1" in str(value) for value in found.values())


def test_an_anchor_that_became_harder_drifts_and_is_left_out_of_the_link():
    harder = items(OF.discrimination, np.where(np.arange(COUNT) == 4, 1.5, 0) + OF.difficulty)
    theta = np.random.default_rng(9).normal(0.3, 1, 1_000)
    earlier = {
        at: Earlier(float(OF.discrimination[at]), float(OF.difficulty[at]), 0, 0.05)
        for at in range(7)
    }
    found = anchors_that_drift(table_of(answered(theta, harder)), earlier, "2PL")

    moved = found["items"][4]
    assert (moved["class"], moved["is_left_out"]) == ("C", True)
    assert moved["displacement"] == pytest.approx(1.5, abs=0.4)
    assert found["link"]["intercept"] == pytest.approx(0.3, abs=0.2)
    with pytest.raises(NotEstimable, match="at least 4"):
        anchors_that_drift(table_of(answered(theta)), {at: earlier[at] for at in range(3)}, "2PL")


def two_forms(persons=420):
    scores = np.full((2 * persons, 16), -1, np.int8)
    theta = np.random.default_rng(11).normal(0, 1, 2 * persons)
    of = items(np.linspace(0.9, 1.4, 16), np.tile(np.linspace(-1, 1, 8), 2))
    right = answered(theta, of)
    scores[:persons, :10], scores[persons:, 6:] = right[:persons, :10], right[persons:, 6:]
    return table_of(scores, forms=("A",) * persons + ("B",) * persons)


def test_errors_of_an_equating_come_from_its_seed():
    table = two_forms()
    asked = {"new": "B", "base": "A", "model": "1PL", "method": "mean-sigma"}
    found = equate_forms(table, **asked, replications=20, seed=5)

    again = equate_forms(table, **asked, replications=20, seed=5)
    other = equate_forms(table, **asked, replications=20, seed=6)
    assert len(found["errors"]) == len(found["equivalents"])
    assert all(0 <= true < 2 and 0 <= observed < 2 for true, observed in found["errors"])
    assert found["errors"][5][0] > 0.05
    assert found == again
    assert found["errors"] != other["errors"]
    assert equate_forms(table, **asked)["errors"] == []


@pytest.mark.parametrize("signs", [6, 22])
def test_an_equating_goes_on_where_it_was_stopped(signs):
    table, kept = two_forms(), Kept()
    asked = {"new": "B", "base": "A", "model": "1PL", "method": "mean-sigma"}
    asked |= {"replications": 12, "seed": 5}
    with pytest.raises(Stop):
        equate_forms(table, **asked, watch=stopped_after(signs), steps=kept)
    assert kept

    done = []
    found = equate_forms(table, **asked, watch=lambda at, _of: done.append(at), steps=kept)

    whole = equate_forms(table, **asked)
    assert found["equivalents"] == [pytest.approx(one, abs=1e-3) for one in whole["equivalents"]]
    assert found["errors"] == [pytest.approx(one, abs=2e-3) for one in whole["errors"]]
    assert done[0] > 0


@pytest.mark.parametrize(
    "make",
    [
        lambda **how: calibrate_items(two_windows(), "2PL", **how),
        lambda **how: calibrate_items(two_windows(), "2PL", grouped_by="language", **how),
    ],
)
def test_a_calibration_goes_on_where_it_was_stopped(make):
    kept = Kept()
    with pytest.raises(Stop):
        make(watch=stopped_after(8), steps=kept)
    steps = len(kept["fit"]["trace"])

    found = make(steps=kept)

    whole = make()
    assert [one["b"] for one in found["items"]] == pytest.approx(
        [one["b"] for one in whole["items"]], abs=1e-3
    )
    assert found["log_likelihood"] == pytest.approx(whole["log_likelihood"], abs=1e-5)
    assert [step[1] for step in found["trace"][:steps]] == [
        step[1] for step in whole["trace"][:steps]
    ]


def test_a_comparison_of_languages_goes_on_with_the_next_item():
    table, kept = two_windows(500), Kept()
    table = replace(table, languages=("en", "ms") * 525)
    with pytest.raises(Stop):
        compare_languages(table, focal="ms", watch=stopped_after(5), steps=kept)
    assert len(kept["items"]) == 5

    seen = []
    found = compare_languages(table, focal="ms", watch=lambda at, _of: seen.append(at), steps=kept)

    assert seen[0] == 5
    assert found == compare_languages(table, focal="ms")
