from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tauliah.core.psychometrics import FaultyResponses, from_long, patterns, scores_of
from tests.core.psychometrics.simulated import score_tables


def test_none_nan_minus_one_and_masked_are_all_missing():
    expected = [[1, -1], [0, 1]]

    assert scores_of([[1, None], [0, 1]]).tolist() == expected
    assert scores_of([[1, float("nan")], [0, 1]]).tolist() == expected
    assert scores_of([[1, -1], [0, 1]]).tolist() == expected
    masked = np.ma.array([[1, 0], [0, 1]], mask=[[0, 1], [0, 0]])
    assert scores_of(masked).tolist() == expected
    assert scores_of([[True, None], [False, True]]).tolist() == expected


def test_every_faulty_row_is_named_at_once():
    with pytest.raises(FaultyResponses) as refusal:
        scores_of([[1, 2], [0, 1], [0.5, "yes"]], source="form-A")

    assert [(fault.line, fault.path) for fault in refusal.value.problems] == [
        (1, "item 2"),
        (3, "item 1"),
        (3, "item 2"),
    ]
    assert "form-A:1: item 2: expected 0, 1 or missing, got 2" in str(refusal.value)


@pytest.mark.parametrize("nothing", [[], [[]], [1, 0], np.zeros((0, 3))])
def test_a_table_without_persons_and_items_is_refused(nothing):
    with pytest.raises(FaultyResponses, match="expected persons x items"):
        scores_of(nothing)


def test_a_long_list_becomes_a_table_in_the_order_of_appearance():
    table = from_long(
        ["Aisyah", "Aisyah", "Kumar"], ["PUM-1", "PUM-2", "PUM-2"], scores=[1, 0, "1"]
    )

    assert table.persons == ("Aisyah", "Kumar")
    assert table.items == ("PUM-1", "PUM-2")
    assert table.scores.tolist() == [[1, 0], [-1, 1]]


def test_pieces_of_one_list_share_the_columns_that_they_are_given():
    piece = from_long(["Aisyah"], ["PUM-2"], scores=[1], all_items=("PUM-1", "PUM-2"))

    assert piece.scores.tolist() == [[-1, 1]]


def test_a_long_list_names_its_faulty_rows():
    with pytest.raises(FaultyResponses) as refusal:
        from_long(
            ["Aisyah", "Aisyah", "", "Kumar", "Kumar"],
            ["PUM-1", "PUM-1", "PUM-1", "PUM-1", "LAW-9"],
            scores=[1, 0, 1, 7, 1],
            all_items=("PUM-1",),
            source="answers.csv",
            first_row=2,
        )

    assert [str(fault) for fault in refusal.value.problems] == [
        "answers.csv:3: Aisyah has a score for PUM-1 already, in row 2",
        "answers.csv:4: expected a person and an item, got an empty label",
        "answers.csv:5: expected 0, 1 or missing, got 7",
        "answers.csv:6: no such item: LAW-9",
    ]


def test_weights_are_checked_row_by_row():
    with pytest.raises(FaultyResponses, match="weights:2: expected 0 or more, got -1"):
        patterns([[1], [0]], weights=[1, -1])


@given(score_tables())
def test_patterns_and_who_gave_them_are_the_table_again(table):
    found = patterns(table)

    assert (found.scores[found.of_person] == table).all()
    assert found.counts.sum() == len(table)
    assert len({tuple(row) for row in found.scores.tolist()}) == len(found.scores)


@given(score_tables(), st.randoms(use_true_random=False))
def test_a_long_list_in_any_order_holds_the_same_responses(table, shuffler):
    cells = [
        (str(person), str(item), int(score))
        for (person, item), score in np.ndenumerate(table)
        if score >= 0
    ]
    if not cells:
        return
    shuffler.shuffle(cells)

    persons, items, scores = zip(*cells, strict=True)
    found = from_long(persons, items, scores=scores)

    again = {
        (who, what, int(found.scores[row, column]))
        for row, who in enumerate(found.persons)
        for column, what in enumerate(found.items)
        if found.scores[row, column] >= 0
    }
    assert again == set(cells)


def test_a_long_list_may_hold_several_categories():
    found = from_long(["A", "A", "B"], ["1", "2", "1"], scores=["3", 0, 2.0], highest=3)

    assert found.scores.tolist() == [[3, 0], [2, -1]]


def test_a_long_list_names_scores_above_the_highest():
    with pytest.raises(FaultyResponses, match="responses:2: expected 0 to 3 or missing, got 4"):
        from_long(["A", "B"], ["1", "1"], scores=[3, 4], highest=3)


def test_several_categories_are_not_taken_for_right_and_wrong():
    found = from_long(["A", "B"], ["1", "1"], scores=[2, 0], highest=3)

    with pytest.raises(FaultyResponses, match="expected 0, 1 or missing, got 2"):
        scores_of(found)
