"""A mock exam keeps the blueprint's shares with what the pool has, and says how sure its score is."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tauliah.core.exam import PoolItem, draw_mock, error_band, mock_minutes
from tauliah.core.exam.mock_exams import LEAST_ITEMS, apportioned

TOPICS = ("rating", "motor", "home")
LEVELS = ("remember", "understand", "apply", "analyse")
blueprints = st.fixed_dictionaries({topic: st.integers(1, 12) for topic in TOPICS}).filter(
    lambda counts: sum(counts.values()) >= LEAST_ITEMS
)
pools = st.lists(st.tuples(st.sampled_from(TOPICS), st.sampled_from(LEVELS)), max_size=60).map(
    lambda cells: [
        PoolItem(f"item-{number}", topic, level=level)
        for number, (topic, level) in enumerate(cells)
    ]
)


def pool_of(**counts: int) -> list[PoolItem]:
    return [
        PoolItem(f"{topic}-{level}-{n}", topic, level=level)
        for topic, count in counts.items()
        for level in LEVELS
        for n in range(count)
    ]


def drawn(pool, blueprint, *, levels=None, met=frozenset(), seed="one"):
    return draw_mock(
        pool, blueprint, seed=seed, levels=levels or {}, level_order=LEVELS, met=met
    )  # fmt: skip


@given(pools, blueprints)
def test_it_is_the_longest_form_in_which_each_topic_has_its_share(pool, blueprint):
    form = drawn(pool, blueprint)

    held = Counter(item.topic for item in pool)
    topic_of = {item.id: item.topic for item in pool}
    possible = [
        total
        for total in range(LEAST_ITEMS, sum(blueprint.values()) + 1)
        if all(count <= held[t] for t, count in apportioned(blueprint, total).items())
    ]
    assert len(form.items) == max(possible, default=0)
    assert len(set(form.items)) == len(form.items)
    if form.items:
        taken = Counter(topic_of[id] for id in form.items)
        assert taken == Counter(apportioned(blueprint, len(form.items)))


@given(blueprints, st.integers(0, 40))
def test_no_share_is_a_whole_item_away_from_its_proportion(weights, total):
    shares = apportioned(weights, total)

    assert sum(shares.values()) == total
    whole = sum(weights.values())
    assert all(abs(whole * shares[one] - total * weights[one]) < whole for one in weights)


def test_levels_are_those_of_the_exam_where_the_pool_has_them():
    levels = {"motor": {"remember": 2, "apply": 6, "analyse": 2}}

    form = drawn(pool_of(motor=8), {"motor": 10}, levels=levels)

    assert Counter(id.split("-")[1] for id in form.items) == Counter(levels["motor"])
    assert form.elsewhere == 0


def test_what_a_level_lacks_comes_from_the_nearest_the_higher_of_two():
    pool = [item for item in pool_of(motor=5) if item.level != "understand"]

    form = drawn(pool, {"motor": 10}, levels={"motor": {"remember": 2, "understand": 8}})

    assert Counter(id.split("-")[1] for id in form.items) == {
        "remember": 5, "apply": 5,
    }  # fmt: skip
    assert form.elsewhere == 8


def test_items_that_were_met_come_only_where_the_others_do_not_suffice():
    pool = pool_of(motor=4)
    met = {item.id for item in pool[:10]}

    form = drawn(pool, {"motor": 10}, met=met)

    assert {item.id for item in pool} - met <= set(form.items)
    assert len(met & set(form.items)) == 4


@given(pools, blueprints, st.text(max_size=5))
def test_the_same_seed_gives_the_same_form(pool, blueprint, seed):
    assert drawn(pool, blueprint, seed=seed) == drawn(pool[::-1], blueprint, seed=seed)


def test_a_pool_for_fewer_than_ten_items_gives_no_mock_exam():
    assert drawn(pool_of(motor=2), {"motor": 50}).items == ()
    assert len(drawn(pool_of(motor=3), {"motor": 50}).items) == 12


def test_case_sets_go_whole_or_not_at_all():
    single = pool_of(motor=2)
    case = [PoolItem(f"case-{n}", "motor", case="flood", place=n, level="apply") for n in (1, 2, 3)]

    form = drawn([*single, *case], {"motor": 10}, levels={"motor": {"apply": 10}})

    assert len({one.id for one in case} & set(form.items)) in (0, 3)
    assert len(form.items) == 10


@pytest.mark.parametrize(
    ("items", "asked", "minutes"), [(50, 50, 65), (49, 50, 64), (25, 50, 33), (10, 50, 13)]
)
def test_the_time_is_in_proportion_and_never_less(items, asked, minutes):
    assert mock_minutes(65, items=items, asked=asked) == minutes
    assert minutes * asked >= 65 * items


@given(st.integers(1, 60), st.data())
def test_the_band_holds_the_score_and_stays_within_the_points(items, data):
    points = Decimal(data.draw(st.integers(0, 2 * items)))

    band = error_band(points, 2 * items, items=items)

    assert 0 <= band.low <= points <= band.high <= 2 * items
    assert band.low < band.high


@pytest.mark.parametrize("share", [0.3, 0.5, 0.7, 0.85])
def test_the_true_score_lies_in_the_band_about_two_times_in_three(share):
    n = 50
    chances = [comb(n, k) * share**k * (1 - share) ** (n - k) for k in range(n + 1)]
    bands = [error_band(Decimal(k), n, items=n) for k in range(n + 1)]

    inside = sum(
        chance
        for chance, band in zip(chances, bands, strict=True)
        if band.low <= n * share <= band.high
    )

    # whole scores and whole limits: the chance jumps around 0.68, that of one standard error
    assert 0.6 <= inside <= 0.8


def test_a_band_is_above_a_mark_below_it_or_across():
    band = error_band(Decimal(30), 50, items=50)

    assert (band.low, band.high) == (26, 33)
    assert band.beside(Decimal(26)) == "above"
    assert band.beside(Decimal("33.5")) == "below"
    assert band.beside(Decimal(33)) == "across"
