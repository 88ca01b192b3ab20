"""Why there are no forms: conflicts and relaxations, against a search of everything."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import assume, given, settings

from tauliah.core.kernel import LocalText
from tauliah.core.psychometrics import items
from tauliah.core.psychometrics.assembly import (
    Amount,
    Count,
    Impossible,
    Request,
    assemble,
    pool,
    target,
)
from tauliah.core.psychometrics.assembly.model import modelled, relaxed, statements, with_only
from tests.core.psychometrics.test_assembly import asked, is_kept


def is_possible(model) -> bool:
    """Whether one or two forms keep the model, by trying all."""
    inside = np.array(list(product([0.0, 1.0], repeat=model.sizes.size)))
    sums = inside @ model.rows.T
    is_kept_alone = (
        (sums >= model.low - 1e-9).all(1)
        & (sums <= model.high + 1e-9).all(1)
        & (inside <= np.maximum(model.cap, 0)).all(1)
    )
    forms = inside[is_kept_alone]
    if model.forms == 1:
        return len(forms) > 0
    common = (forms * model.sizes) @ forms.T
    too_often = (forms * (model.cap < 2)) @ forms.T
    return bool(((common <= model.overlap) & (too_often == 0)).any())


@pytest.mark.slow
@settings(max_examples=8, deadline=None)
@given(asked())
def test_conflicts_are_real_and_none_of_their_demands_is_needless(question):
    _, of, request = question
    request = replace(request, target=None)
    found = assemble(of, request, moves=50_000)
    assume(isinstance(found, Impossible))
    model = modelled(of, request)
    everything = statements(model)

    for conflict in found.conflicts:
        held = frozenset(conflict.statements)
        assert not is_possible(with_only(model, held))
        assert all(is_possible(with_only(model, held - {one})) for one in held)
    first = found.conflicts[0].statements
    smaller = combinations(everything, len(first) - 1)
    assert all(is_possible(with_only(model, frozenset(some))) for some in smaller)


@pytest.mark.slow
@settings(max_examples=8, deadline=None)
@given(asked())
def test_what_is_advised_helps_and_less_does_not_where_it_says_so(question):
    _, of, request = question
    request = replace(request, target=None)
    found = assemble(of, request, moves=50_000)
    assume(isinstance(found, Impossible) and len(found.conflicts) == 1)
    model = modelled(of, request)

    for one in found.conflicts[0].relaxings:
        assert is_possible(relaxed(model, one.statement, one.by))
        if one.is_least:
            assert not any(
                is_possible(relaxed(model, one.statement, less)) for less in range(round(one.by))
            )
    for one in found.together:
        model = relaxed(model, one.statement, one.by)
    assert not found.together or is_possible(model)


def _pool(**more):
    size = 40
    return pool(
        [f"q{n:02}" for n in range(size)],
        labels={"topic": ["a"] * 10 + ["b"] * 30},
        amounts={"words": np.arange(size) + 20.0},
        **more,
    )


def _english(conflict):
    return [line.en for line in conflict.because]


def test_a_topic_that_is_short_is_told_with_each_way_out():
    request = Request(3, 10, counts=(Count("topic", "a", 4),))

    found = assemble(_pool(), request)

    (conflict,) = found.conflicts
    assert _english(conflict) == [
        "3 forms",
        "no item in two forms",
        "items of topic a in a form: at least 4",
    ]
    assert [one.message.en for one in conflict.relaxings] == [
        "make 2 forms instead of 3 (less does not do)",
        "let two forms share 1 item instead of 0 (less does not do)",
        "items of topic a in a form: at least 3 instead of 4 (less does not do)",
    ]
    assert conflict.relaxings[0].message.ms == (
        "buat 2 set soalan dan bukan 3 (kurang daripada itu tidak cukup)"
    )
    assert found.message.ms == "Tiada set soalan sedemikian: ada tuntutan yang bercanggah."


def test_demands_are_called_as_the_request_calls_them():
    called = LocalText(en="“Motor” (apply)", ms="“Motor” (mengaplikasi)")

    found = assemble(_pool(), Request(3, 10, counts=(Count("topic", "a", 4, called=called),)))

    (conflict,) = found.conflicts
    assert _english(conflict)[-1] == "items of “Motor” (apply) in a form: at least 4"
    assert conflict.because[-1].ms == (
        "item “Motor” (mengaplikasi) dalam satu set soalan: sekurang-kurangnya 4"
    )


def test_enemies_and_languages_are_named_where_they_stand_in_the_way():
    of = _pool(
        enemies=[["q00", "q01", "q02"], ["q20", "q21"]],
        is_bilingual=[n not in {3, 4} for n in range(40)],
    )

    found = assemble(of, Request(1, 10, counts=(Count("topic", "a", 7),)))

    (conflict,) = found.conflicts
    assert set(_english(conflict)) == {
        "items of topic a in a form: at least 7",
        "every item exists in English and Malay (2 of the pool do not)",
        "at most one of the enemies q00, q01, q02",
    }
    assert {one.message.en for one in conflict.relaxings} == {
        "items of topic a in a form: at least 6 instead of 7 (less does not do)",
        "put 1 item a form into both languages (less does not do)",
        "let 2 of the enemies q00, q01, q02 be in one form (less does not do)",
    }


def test_conflicts_in_several_places_are_all_told_with_what_helps_together():
    request = Request(
        1, 12, counts=(Count("topic", "a", 11),), amounts=(Amount("words", 0, 200),)
    )  # fmt: skip

    found = assemble(_pool(), request)

    assert len(found.conflicts) == 2
    assert found.message.en == "There are no such forms: demands conflict in 2 places."
    counts, amounts = request.counts, request.amounts
    for one in found.together:
        if one.statement[0] == "count":
            counts = (replace(counts[0], at_least=counts[0].at_least - int(one.by)),)
        else:
            amounts = (replace(amounts[0], at_most=amounts[0].at_most + one.by),)
    mended = replace(request, counts=counts, amounts=amounts)
    assert is_kept(_pool(), mended, assemble(_pool(), mended).forms)


def test_items_that_were_used_too_often_are_part_of_a_conflict():
    of = _pool(uses=[2] * 35 + [0] * 5)

    found = assemble(of, Request(1, 10, exposure=2))

    (conflict,) = found.conflicts
    assert "no item in more than 2 forms over its life" in _english(conflict)
    assert "let an item be in 1 more form over its life (less does not do)" in {
        one.message.en for one in conflict.relaxings
    }


def test_a_target_out_of_reach_is_told_in_percent():
    of_items = items(np.ones(40), np.linspace(-1, 1, 40))
    aim = target(of_items, [0.0], [3.0], within=0.1)

    found = assemble(_pool(), Request(1, 10, target=aim))

    (conflict,) = found.conflicts
    assert "information at 0, in percent of the target: at least 90" in _english(conflict)
    assert any("instead of 90" in one.message.en for one in conflict.relaxings)


def test_a_conflict_that_only_whole_numbers_show_is_proven():
    """Three items of which any two are enemies: fractions could take half of each."""
    of = pool(["x", "y", "z"], enemies=[["x", "y"], ["y", "z"], ["x", "z"]])

    found = assemble(of, Request(1, 2), moves=50_000)
    halves = assemble(of, Request(1, 1))

    assert halves.forms[0][0] in "xyz"
    (conflict,) = found.conflicts
    assert len(conflict.statements) == 3 + 1


def test_a_long_search_for_a_conflict_can_be_stopped():
    class Stopped(Exception):
        pass

    told = []

    def stop(progress):
        told.append(progress)
        if len(told) == 3:
            raise Stopped

    with pytest.raises(Stopped):
        assemble(_pool(), Request(3, 10, counts=(Count("topic", "a", 4),)), progress=stop)


@pytest.mark.parametrize("forms", [0, -1])
def test_a_request_for_nothing_is_refused(forms):
    with pytest.raises(ValueError, match="a form or more"):
        Request(forms, 10)
