"""A form is drawn by its seed alone: to the blueprint, without twins, every item equally likely."""

from __future__ import annotations

from collections import Counter
from itertools import product
from math import factorial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tauliah.core.exam import PoolItem, Shortage, arranged, draw_form, pilots_for, shuffled

TOPICS = ("rating", "motor", "home")
blueprints = st.dictionaries(st.sampled_from(TOPICS), st.integers(0, 6))
pools = st.dictionaries(st.text(min_size=1, max_size=6), st.sampled_from(TOPICS), max_size=30).map(
    lambda topics: [PoolItem(id, topic) for id, topic in topics.items()]
)
seeds = st.text(max_size=12)

# Upper 0.1 % points of chi-square by degrees of freedom: NIST/SEMATECH e-Handbook of Statistical
# Methods, section 1.3.6.7.4.
CHI_SQUARE_999 = {9: 27.877, 19: 43.820, 23: 49.728, 24: 51.179}


def chi_square(counts: list[int]) -> float:
    expected = sum(counts) / len(counts)
    return sum((count - expected) ** 2 / expected for count in counts)


def counted(pool, topic):
    return sum(item.topic == topic for item in pool)


@given(pools, blueprints, seeds)
def test_a_form_meets_its_blueprint_or_every_shortage_is_named(pool, blueprint, seed):
    form = draw_form(pool, blueprint, seed=seed)

    short = {t: n for t, n in blueprint.items() if counted(pool, t) < n}
    if short:
        assert form == tuple(Shortage(t, n, counted(pool, t)) for t, n in short.items())
    else:
        topic_of = {item.id: item.topic for item in pool}
        assert [topic_of[id] for id in form] == [t for t, n in blueprint.items() for _ in range(n)]


@given(pools, blueprints, seeds)
def test_no_item_stands_twice_even_if_the_pool_says_it_twice(pool, blueprint, seed):
    form = draw_form([*pool, *pool], blueprint, seed=seed)

    assert len(set(form)) == len(form)
    assert form == draw_form(pool, blueprint, seed=seed)


@given(pools, blueprints, seeds, st.randoms())
def test_the_same_seed_gives_the_same_form_however_the_pool_is_ordered(
    pool, blueprint, seed, random
):
    reordered = list(pool)
    random.shuffle(reordered)

    assert draw_form(reordered, blueprint, seed=seed) == draw_form(pool, blueprint, seed=seed)


@given(pools, blueprints, seeds)
def test_items_of_topics_that_are_not_asked_for_change_nothing(pool, blueprint, seed):
    asked_for = [item for item in pool if item.topic in blueprint]

    assert draw_form(asked_for, blueprint, seed=seed) == draw_form(pool, blueprint, seed=seed)


def test_a_known_seed_gives_the_known_form_on_any_machine():
    pool = [PoolItem(f"PUM-{number:02}", "rating") for number in range(10)]

    # printf '2026/rating\nPUM-00' | sha256sum, and so on: the four smallest
    assert draw_form(pool, {"rating": 4}, seed="2026") == ("PUM-01", "PUM-09", "PUM-04", "PUM-00")


def test_every_item_is_equally_likely_to_be_drawn():
    pool = [PoolItem(f"item-{number}", "rating") for number in range(20)]
    drawn = Counter(
        id for seed in range(4000) for id in draw_form(pool, {"rating": 5}, seed=f"sitting-{seed}")
    )

    assert len(drawn) == 20
    # a draw without repetition varies less than the statistic assumes: the bound is a safe one
    assert chi_square([drawn[item.id] for item in pool]) < CHI_SQUARE_999[19]


def test_every_place_on_a_form_is_equally_likely_for_an_item():
    pool = [PoolItem(f"item-{number}", "rating") for number in range(10)]
    places = Counter(
        draw_form(pool, {"rating": 10}, seed=f"sitting-{seed}").index("item-3")
        for seed in range(4000)
    )

    assert chi_square([places[place] for place in range(10)]) < CHI_SQUARE_999[9]


def test_every_order_is_equally_likely():
    orders = Counter(shuffled("abcd", seed=f"attempt-{seed}") for seed in range(12_000))

    assert len(orders) == factorial(4)
    assert chi_square(list(orders.values())) < CHI_SQUARE_999[23]


def test_topics_are_drawn_independently_of_each_other():
    pool = [PoolItem(f"{topic}-{n}", topic) for topic in ("rating", "motor") for n in range(5)]
    pairs = Counter(
        tuple(
            id.partition("-")[2] for id in draw_form(pool, {"rating": 1, "motor": 1}, seed=f"{s}")
        )
        for s in range(6000)
    )

    assert len(pairs) == 25
    assert chi_square(list(pairs.values())) < CHI_SQUARE_999[24]


@given(st.lists(st.text(max_size=5)), seeds)
def test_shuffling_keeps_what_is_shuffled(ids, seed):
    assert sorted(shuffled(ids, seed=seed)) == sorted(ids)


@given(st.permutations(list("abcdef")), seeds)
def test_shuffling_depends_on_the_seed_and_not_on_the_order_given(ids, seed):
    assert shuffled(ids, seed=seed) == shuffled("abcdef", seed=seed)


@pytest.mark.parametrize("blueprint", [{}, {"rating": 0}])
def test_a_blueprint_that_asks_for_nothing_gives_an_empty_form(blueprint):
    assert draw_form([PoolItem("a", "rating")], blueprint, seed="x") == ()


@st.composite
def pools_with_cases(draw):
    sizes = draw(st.lists(st.integers(1, 4), max_size=8))
    return [
        PoolItem(f"i{unit}-{place}", "home", f"case-{unit}" if size > 1 else "", place)
        for unit, size in enumerate(sizes)
        for place in range(1, size + 1)
    ]


def sums_of(pool):
    sizes = Counter(item.case or item.id for item in pool).values()
    sums = {0}
    for size in sizes:
        sums |= {known + size for known in sums}
    return sums


@given(pools_with_cases(), st.integers(0, 12), seeds)
def test_a_case_set_is_drawn_whole_and_in_its_order_or_not_at_all(pool, wanted, seed):
    form = draw_form(pool, {"home": wanted}, seed=seed)

    sums = sums_of(pool)
    if wanted not in sums:
        best = max(one for one in sums if one < wanted)
        assert form == (Shortage("home", wanted, best),)
        return
    assert len(form) == wanted
    for case in {item.case for item in pool if item.case}:
        whole = [item.id for item in pool if item.case == case]
        at = [form.index(id) for id in whole if id in form]
        assert at in ([], list(range(at[0], at[0] + len(whole)) if at else []))


@given(pools_with_cases(), seeds, st.randoms())
def test_an_attempt_keeps_the_items_of_a_case_together_whatever_the_form_says(pool, seed, random):
    reordered = random.sample(pool, len(pool))
    order = arranged(reordered, seed=seed)

    assert sorted(order) == sorted(item.id for item in pool)
    for case in {item.case for item in pool if item.case}:
        whole = [item.id for item in pool if item.case == case]
        first = order.index(whole[0])
        assert list(order[first : first + len(whole)]) == whole


@given(st.sets(st.text(min_size=1, max_size=5), max_size=12), seeds)
def test_without_cases_the_order_of_an_attempt_is_the_shuffle_of_its_seed(ids, seed):
    assert arranged([PoolItem(id) for id in ids], seed=seed) == shuffled(ids, seed=seed)


# Levels

LEVELS = ("remember", "apply", "analyse")


@st.composite
def pools_by_level(draw):
    sets = draw(st.lists(st.lists(st.sampled_from(LEVELS), min_size=1, max_size=3), max_size=8))
    return [
        PoolItem(
            f"i{unit}-{place}", "home", f"case-{unit}" if len(levels) > 1 else "", place, level
        )
        for unit, levels in enumerate(sets)
        for place, level in enumerate(levels, start=1)
    ]


cells = st.dictionaries(st.sampled_from(LEVELS), st.integers(0, 3), min_size=1)


def drawn_by_trying(pool, wanted, seed):
    """Every choice of whole sets, those with earlier sets first: the first of the fullest."""
    by_id = {item.id: item for item in pool}
    units: dict[str, list[str]] = {}
    for id in arranged(pool, seed=f"{seed}/home"):
        units.setdefault(by_id[id].case or id, []).append(id)
    fullest: tuple[int, tuple[int, ...]] = (-1, ())
    best: list[str] = []
    for taken in product((True, False), repeat=len(units)):
        ids = [
            id for unit, is_in in zip(units.values(), taken, strict=True) if is_in for id in unit
        ]
        held = Counter(by_id[id].level for id in ids)
        if all(level in wanted and count <= wanted[level] for level, count in held.items()):
            counts = tuple(held[level] for level in wanted)
            if (sum(counts), counts) > fullest:
                fullest, best = (sum(counts), counts), ids
    return best, dict(zip(wanted, fullest[1], strict=True))


@given(pools_by_level(), cells, seeds)
def test_a_form_has_exactly_what_is_asked_for_at_each_level_or_every_short_level_is_named(
    pool, wanted, seed
):
    form = draw_form(pool, {"home": sum(wanted.values())}, levels={"home": wanted}, seed=seed)

    best, held = drawn_by_trying(pool, wanted, seed)
    short = tuple(
        Shortage("home", count, held[level], level)
        for level, count in wanted.items()
        if held[level] < count
    )
    assert form == (short or tuple(best))


@given(pools_by_level(), st.integers(0, 9), seeds)
def test_without_levels_a_form_is_drawn_as_if_all_items_were_of_one(pool, wanted, seed):
    plain = [PoolItem(one.id, one.topic, one.case, one.place) for one in pool]
    form = draw_form(pool, {"home": wanted}, levels={"home": {}}, seed=seed)

    best, held = drawn_by_trying(plain, {"": wanted}, seed)
    assert form == draw_form(plain, {"home": wanted}, seed=seed)
    if held[""] < wanted:
        assert form == (Shortage("home", wanted, held[""]),)
    else:
        assert form == tuple(best)


def test_every_item_of_a_level_is_equally_likely_to_be_drawn():
    pool = [
        PoolItem(f"{level}-{number}", "rating", level=level)
        for level in ("remember", "apply")
        for number in range(10)
    ]
    wanted = {"remember": 2, "apply": 5}
    drawn = Counter(
        id
        for seed in range(4000)
        for id in draw_form(pool, {"rating": 7}, levels={"rating": wanted}, seed=f"sitting-{seed}")
    )

    for level, count in wanted.items():
        counts = [drawn[one.id] for one in pool if one.level == level]
        assert sum(counts) == 4000 * count
        assert chi_square(counts) < CHI_SQUARE_999[9]


def test_levels_that_are_not_as_many_as_the_topic_are_refused():
    with pytest.raises(ValueError, match="rating: 3 items, not those of its levels"):
        draw_form([], {"rating": 3}, levels={"rating": {"apply": 2}}, seed="any")


def test_enemies_that_leave_a_level_too_small_are_a_shortage_of_that_level():
    pool = [PoolItem(id, "rating", level="apply") for id in "ab"]
    pool.append(PoolItem("c", "rating", level="remember"))
    wanted = {"remember": 1, "apply": 2}

    form = draw_form(
        pool, {"rating": 3}, levels={"rating": wanted}, seed="any", enemies=[("a", "b")]
    )

    assert form == (Shortage("rating", 2, 1, "apply"),)


# Enemies and pilots

pairs = st.lists(
    st.tuples(st.integers(0, 29), st.integers(0, 29)).filter(lambda two: two[0] != two[1]),
    max_size=8,
)


@given(pools, blueprints, seeds, pairs)
def test_no_form_has_two_enemies(pool, blueprint, seed, numbers):
    ids = sorted(item.id for item in pool)
    enemies = [(ids[a], ids[b]) for a, b in numbers if a < len(ids) and b < len(ids)]

    form = draw_form(pool, blueprint, seed=seed, enemies=enemies)

    drawn = {one for one in form if isinstance(one, str)}
    assert not [pair for pair in enemies if set(pair) <= drawn]


@given(pools, blueprints, seeds)
def test_without_enemies_a_form_is_drawn_as_ever(pool, blueprint, seed):
    strangers = [("no such item", "nor this one")]

    assert draw_form(pool, blueprint, seed=seed, enemies=strangers) == draw_form(
        pool, blueprint, seed=seed
    )


def test_a_pool_that_enemies_leave_large_enough_fills_a_form():
    # whoever keeps "hub" can keep none of the others
    pool = [PoolItem(id, "rating") for id in ("hub", "a", "b", "c")]
    enemies = [("hub", id) for id in "abc"]

    for seed in range(50):
        form = draw_form(pool, {"rating": 3}, seed=str(seed), enemies=enemies)
        assert sorted(form) == ["a", "b", "c"]


def test_either_of_two_enemies_is_left_out_equally_often():
    pool = [PoolItem(id, "rating") for id in "ab"]
    forms = Counter(
        draw_form(pool, {"rating": 1}, seed=str(seed), enemies=[("a", "b")])
        for seed in range(2_000)
    )

    assert chi_square(list(forms.values())) < 10.828  # one degree of freedom


def test_enemies_that_leave_too_few_items_are_a_shortage():
    pool = [PoolItem(id, "rating") for id in "ab"]

    form = draw_form(pool, {"rating": 2}, seed="any", enemies=[("a", "b")])

    assert form == (Shortage("rating", 2, 1),)


@given(pools, seeds, st.integers(0, 5))
def test_pilots_are_as_many_as_asked_for_or_all_there_are(pool, seed, most):
    chosen = pilots_for(["in the form"], pool, most, seed=seed)

    assert len(chosen) == len(set(chosen)) == min(most, len(pool))


def test_an_enemy_of_the_form_does_not_go_with_it_as_a_pilot():
    pilots = [PoolItem(id) for id in ("x", "y")]

    assert pilots_for(["a"], pilots, 2, seed="any", enemies=[("a", "x")]) == ("y",)
    assert len(pilots_for(["a"], pilots, 2, seed="any", enemies=[("x", "y")])) == 1
