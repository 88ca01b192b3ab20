"""How much of a proposed blueprint other numbers hold, and what becomes of the proposal by that."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from tauliah.core.programme.asked_blueprint import (
    AskedBlueprint,
    AskedRow,
    blueprint_from,
    carried_out,
    changes_all_exams,
    plain_blueprint,
    standing_of,
)
from tauliah.core.programme.items import LEVELS

small = st.integers(0, 2)
rows = st.tuples(
    *(
        st.builds(
            AskedRow, st.just(topic), small, st.dictionaries(st.sampled_from(LEVELS), st.just(1))
        )
        for topic in ("market", "rating")
    )
)
blueprints = st.builds(AskedBlueprint, st.just("PUM"), small, rows, small, small, small)

BEFORE = AskedBlueprint(
    "PUM", 2, (AskedRow("market", 8, {}), AskedRow("rating", 9, {"apply": 9})), 17, 60, 0
)
MORE_RATING = replace(BEFORE, rows=(AskedRow("market", 7, {}), AskedRow("rating", 10, {})))


def test_only_the_numbers_that_a_proposal_changes_count() -> None:
    with_more_time = replace(MORE_RATING, minutes=75)

    assert carried_out(before=BEFORE, asked=MORE_RATING, then=with_more_time) == "whole"
    assert standing_of(before=BEFORE, asked=MORE_RATING, now=with_more_time) == "in-force"


def test_one_of_two_changed_numbers_is_a_part() -> None:
    half = replace(BEFORE, rows=(AskedRow("market", 7, {}), BEFORE.rows[1]))

    assert carried_out(before=BEFORE, asked=MORE_RATING, then=half) == "partly"
    assert standing_of(before=BEFORE, asked=MORE_RATING, now=half) == "overtaken"


def test_a_course_that_is_gone_carries_nothing_out() -> None:
    assert carried_out(before=BEFORE, asked=MORE_RATING, then=None) == "not"
    assert standing_of(before=BEFORE, asked=MORE_RATING, now=None) == "overtaken"


def test_what_every_exam_shares_is_items_minutes_and_pilot_items() -> None:
    assert not changes_all_exams(BEFORE, MORE_RATING)
    assert all(
        changes_all_exams(BEFORE, replace(BEFORE, **{name: 99}))
        for name in ("items", "minutes", "pilot_items")
    )


@given(blueprints, blueprints)
def test_a_proposal_is_whole_where_it_was_published_and_not_where_nothing_was(
    before: AskedBlueprint, asked: AskedBlueprint
) -> None:
    assert carried_out(before=before, asked=asked, then=asked) == "whole"
    if before != asked:
        assert carried_out(before=before, asked=asked, then=before) == "not"


@given(blueprints)
def test_numbers_are_kept_plain_and_read_back(asked: AskedBlueprint) -> None:
    assert blueprint_from(plain_blueprint(asked)) == asked
