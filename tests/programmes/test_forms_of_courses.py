"""The item pools of each open course: two forms without an item in common, keys that tell nothing."""

from __future__ import annotations

from collections import Counter

import pytest

from tauliah.core.exam.forms import PoolItem, Shortage, draw_form
from tauliah.core.kernel import LANGUAGES
from tauliah.core.programme import Pool, PooledItem, pooled
from tauliah.core.programme.items import Numeric
from tauliah.core.programme.wording import giveaways
from tauliah.core.programme.writing import ALIKE, alike
from tests.programmes.test_personal_insurance import OPEN_COURSES, shipped

POOLS: tuple[Pool, ...] = ("secure", "practice")


def pool_of(course: str, pool: Pool) -> tuple[PooledItem, ...]:
    return pooled(shipped().items, course=course, pool=pool)


def drawable(items: tuple[PooledItem, ...]) -> list[PoolItem]:
    return [
        PoolItem(one.item.id, one.topic, one.item.case or "", one.place, one.item.level)
        for one in items
    ]


@pytest.mark.parametrize("code", OPEN_COURSES)
def test_two_forms_of_50_items_to_the_blueprint_share_no_item(code):
    course = shipped().programme.course(code)
    blueprint = {row.topic: row.items for row in course.blueprint}
    levels = {row.topic: row.levels for row in course.blueprint}
    items = {one.item.id: one for one in pool_of(code, "secure")}
    pool = drawable(pool_of(code, "secure"))

    first = draw_form(pool, blueprint, levels=levels, seed="first")
    assert not any(isinstance(one, Shortage) for one in first)
    left = [one for one in pool if one.id not in first]
    # a case set that the first form took whole may leave too few: another draw of it then
    for turn in range(20):
        second = draw_form(left, blueprint, levels=levels, seed=f"second {turn}")
        if not any(isinstance(one, Shortage) for one in second):
            break
        first = draw_form(pool, blueprint, levels=levels, seed=f"first {turn}")
        left = [one for one in pool if one.id not in first]

    assert course.forms == 2
    assert all(levels.values())
    for form in (first, second):
        assert len(set(form)) == 50
        assert Counter(items[id].topic for id in form) == blueprint
        for topic, wanted in levels.items():
            of_topic = (items[id] for id in form if items[id].topic == topic)
            assert Counter(one.item.level for one in of_topic) == wanted
        applied = sum(items[id].item.level in ("apply", "analyse") for id in form)
        assert applied >= 50 / 3
    assert set(first).isdisjoint(second)


@pytest.mark.parametrize("code", OPEN_COURSES)
def test_a_third_of_the_items_apply_and_15_are_of_cases_or_numbers(code):
    items = [one for pool in POOLS for one in pool_of(code, pool)]

    applied = [one for one in items if one.item.level in ("apply", "analyse")]
    rich = [one for one in items if one.item.case or isinstance(one.item, Numeric)]
    assert len(applied) >= len(items) / 3
    assert len(rich) >= 15


@pytest.mark.parametrize("code", OPEN_COURSES)
@pytest.mark.parametrize("pool", POOLS)
def test_neither_the_place_nor_the_length_of_a_key_gives_it_away(code, pool):
    found = giveaways(pool_of(code, pool))

    even = found.of / len(found.keys)
    assert all(even * 2 / 3 <= times <= even * 4 / 3 for times in found.keys.values()), found.keys
    assert all(found.longest_percent(language) <= 30 for language in LANGUAGES)


def test_no_two_items_are_so_alike_that_a_person_should_look_at_them():
    items = shipped().items

    pairs = [
        (items[one].item.id, items[other].item.id, round(share, 2))
        for one, other, _, share in alike(items, at_least=ALIKE)
    ]
    assert pairs == []
