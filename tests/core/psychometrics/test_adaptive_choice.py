"""How items are chosen, against a search of the whole bank."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.integrate import quad

from tauliah.core.psychometrics import information, items, probability
from tauliah.core.psychometrics.adaptive import (
    Cut,
    Design,
    balanced,
    kullback_leibler,
    next_item,
    prepared,
    simulate,
    standing,
)


def bank(size: int, *, seed: int, floor: float = 0.0):
    chance = np.random.default_rng(seed)
    return items(chance.lognormal(0, 0.3, size), chance.normal(0, 1, size), floor=floor)


def given_so_far(found, person: int):
    """Each place of an exam with the items and answers before it."""
    for place in range(found.lengths[person]):
        yield (
            int(found.administered[person, place]),
            found.administered[person, :place].tolist(),
            found.right[person, :place].tolist(),
        )


def nearest(tables, theta: float) -> float:
    """The ability at which the order of the items is known."""
    rows = tables.order.shape[1]
    row = min(max(int((theta - tables.lowest) / tables.step + 0.5), 0), rows - 1)
    return tables.lowest + tables.step * row


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 4), st.sampled_from([0.0, 0.2]))
def test_each_item_is_among_the_best_of_those_not_given(seed, among, floor):
    of = bank(40, seed=seed, floor=floor)
    tables = prepared(Design(of, 10, among=among))

    found = simulate(tables, [-1.0, 0.5], seed=seed)

    for person in range(2):
        for item, before, answers in given_so_far(found, person):
            worth = information([nearest(tables, standing(tables, before, answers).estimate)], of)[
                0
            ]
            worth[before] = -1
            assert item not in before
            assert worth[item] >= np.sort(worth)[-among] - 1e-12


def test_the_best_item_of_the_nearest_order_is_nearly_the_best():
    of = bank(500, seed=3, floor=0.2)
    tables = prepared(Design(of, 10))
    at = np.linspace(-3.5, 3.5, 7_001)

    chosen = [tables.order[0, int((t - tables.lowest) / tables.step + 0.5), 0] for t in at]

    shares = information(at, of)[np.arange(at.size), chosen] / information(at, of).max(1)
    assert shares.mean() > 0.9999
    assert shares.min() > 0.97


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 10**6), st.lists(st.integers(0, 4), min_size=2, max_size=5))
def test_each_item_is_of_an_area_furthest_behind_and_full_exams_are_balanced(seed, most):
    most[0] += 1
    area = np.repeat(np.arange(len(most)), 6)
    design = Design(bank(area.size, seed=seed), sum(most), content=balanced(area, most))

    found = simulate(design, np.zeros(3), seed=seed)

    for person in range(3):
        assert np.bincount(area[found.administered[person]], minlength=len(most)).tolist() == most
        for item, before, _ in given_so_far(found, person):
            had = np.bincount(area[before], minlength=len(most))
            gap = np.array(most) * (len(before) + 1) / sum(most) - had
            open_gaps = gap[had < most]
            assert gap[area[item]] == pytest.approx(open_gaps.max())


@pytest.mark.parametrize(("theta", "width"), [(0.0, 3.0), (-1.3, 1.0), (2.0, 0.55)])
def test_the_kullback_leibler_index_is_the_integral_of_chang_and_ying(theta, width):
    of = items([1.2, 0.7, 2.0], [0.3, -1.0, 1.5], floor=[0.0, 0.2, 0.1])

    def distance(t, item):
        here, there = probability([theta], of)[0, item], probability([t], of)[0, item]
        return here * np.log(here / there) + (1 - here) * np.log((1 - here) / (1 - there))

    found = kullback_leibler(theta, np.array([3.0, width]), of)[1]

    whole = [quad(distance, theta - width, theta + width, args=(item,))[0] for item in range(3)]
    np.testing.assert_allclose(found, whole, rtol=5e-3)


def test_by_kullback_leibler_the_item_with_the_largest_index_is_given():
    of = bank(30, seed=8)
    tables = prepared(Design(of, 12, selection="kullback-leibler"))

    found = simulate(tables, [0.4], seed=5)

    for item, before, answers in given_so_far(found, 0):
        theta = nearest(tables, standing(tables, before, answers).estimate)
        worth = kullback_leibler(theta, np.array([3 / np.sqrt(max(1, len(before)))]), of)[0]
        worth[before] = -1
        assert worth[item] > worth.max() * 0.999


def test_a_simulated_exam_ends_where_its_answers_say():
    tables = prepared(Design(bank(60, seed=1), 30, error=0.45, cut=Cut(0.0, 0.5), shortest=3))

    found = simulate(tables, np.linspace(-2, 2, 40), seed=2)

    assert set(found.ending) == {0, 1, 2} or set(found.ending) == {1, 2}
    for person in range(40):
        items_, answers = found.administered[person], found.right[person]
        last = found.lengths[person]
        end = standing(tables, items_[:last].tolist(), answers[:last].tolist())
        assert end.estimate == pytest.approx(found.estimate[person], abs=1e-9)
        assert end.error == pytest.approx(found.error[person], abs=1e-9)
        assert end.ending == ("length", "error", "cut")[found.ending[person]]
        assert end.is_passed == found.is_passed[person]
        earlier = standing(tables, items_[: last - 1].tolist(), answers[: last - 1].tolist())
        assert earlier.ending is None
        assert (items_[last:] == -1).all()


def test_answers_follow_the_model():
    of = items([1.0, 1.5, 0.6], [0.0, 1.0, -1.0], floor=[0.0, 0.2, 0.0])

    found = simulate(Design(of, 3), np.full(20_000, 0.4), seed=3)

    right = np.array([found.right[found.administered == item].mean() for item in range(3)])
    np.testing.assert_allclose(right, probability([0.4], of)[0], atol=0.015)


def test_the_same_seed_gives_the_same_exams_however_the_work_is_divided():
    tables = prepared(Design(bank(80, seed=4), 12, among=3))
    theta = np.random.default_rng(1).normal(0, 1, 9_000)

    one = simulate(tables, theta, seed=11)
    with ThreadPoolExecutor(2) as pool:
        other = simulate(tables, theta, seed=11, run=pool.map)
    fewer = simulate(tables, theta[:4_500], seed=11)

    np.testing.assert_array_equal(one.administered, other.administered)
    np.testing.assert_array_equal(one.administered[:4_500], fewer.administered)
    assert (one.administered != simulate(tables, theta, seed=12).administered).any()


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10**6), st.integers(0, 7))
def test_the_next_item_of_one_candidate_is_the_best_not_given(seed, answered):
    of, chance = bank(30, seed=seed), np.random.default_rng(seed)
    tables = prepared(Design(of, 8))
    before = chance.permutation(30)[:answered].tolist()
    answers = (chance.random(answered) < 0.5).tolist()

    found = next_item(tables, before, answers, seed=seed)

    worth = information([nearest(tables, standing(tables, before, answers).estimate)], of)[0]
    worth[before] = -1
    assert worth[found.item] == worth.max()
    assert found == next_item(tables, before, answers, seed=seed)


def test_an_item_that_was_held_back_from_a_candidate_stays_so():
    of = items(np.linspace(2, 1, 20), np.zeros(20))
    exposure = np.where(np.arange(20) < 10, 1e-9, 1.0)
    tables = prepared(Design(of, 5, exposure=exposure))

    first = next_item(tables, [], [], seed=7)
    second = next_item(tables, [first.item], [True], seed=7, held_back=first.held_back)

    assert first.item == 10
    assert first.held_back == tuple(range(10))
    assert second.item == 11
    assert second.held_back == first.held_back


def test_content_areas_count_for_one_candidate_as_well():
    area = np.arange(20) % 2
    tables = prepared(Design(bank(20, seed=5), 6, content=balanced(area, [3, 3])))
    given_, answers = [], []

    for place in range(6):
        given_.append(next_item(tables, given_, answers, seed=9).item)
        answers.append(place % 2 == 0)

    assert np.bincount(area[given_]).tolist() == [3, 3]
    with pytest.raises(ValueError, match="ended: by length"):
        next_item(tables, given_, answers, seed=9)


def test_a_design_that_cannot_be_is_refused_with_its_reason():
    of = bank(10, seed=1)

    with pytest.raises(ValueError, match="shortest <= length"):
        Design(of, 11)
    with pytest.raises(ValueError, match=r"area 1 \(1 of 2\)"):
        balanced([0, 0, 1], [1, 2])
    with pytest.raises(ValueError, match="3 items together, the exam has 4"):
        Design(of, 4, content=balanced([0] * 10, [3]))
    with pytest.raises(ValueError, match="chances of exposure"):
        Design(of, 4, exposure=np.full(10, 2.0))
    with pytest.raises(ValueError, match="each item once"):
        standing(prepared(Design(of, 4)), [1, 1], [True, True])
