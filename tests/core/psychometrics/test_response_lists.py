from __future__ import annotations

import csv
import sqlite3

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tauliah.core.psychometrics import (
    FaultyResponses,
    calibrate,
    fit_2pl,
    items_in_csv,
    layout_for,
    partition,
    pieces_from_csv,
    pieces_from_rows,
    responses_from_csv,
    responses_from_rows,
)
from tests.core.psychometrics.simulated import responses, score_tables

LONG = """person,item,score,seconds,group,form,weight
Aisyah,PUM-1,1,31.5,ms,A,2
Aisyah,PUM-2,,12,ms,A,2
Nurul,PUM-1,0,,en,B,1
"""


def _long(table: np.ndarray) -> list[str]:
    lines = ["Person,Item,Score\n"]
    lines += [
        f"p{person},i{item},{'' if score < 0 else score}\n"
        for (person, item), score in np.ndenumerate(table)
    ]
    return lines


def test_a_long_list_holds_scores_times_groups_forms_and_weights():
    found = responses_from_csv(LONG.splitlines(keepends=True))

    assert found.persons == ("Aisyah", "Nurul")
    assert found.items == ("PUM-1", "PUM-2")
    assert found.scores.tolist() == [[1, -1], [0, -1]]
    assert found.groups == ("ms", "en")
    assert found.forms == ("A", "B")
    assert found.weights.tolist() == [2, 1]
    np.testing.assert_array_equal(found.seconds, [[31.5, 12], [np.nan, np.nan]])


def test_a_line_for_each_person_holds_the_same():
    found = responses_from_csv(["person,group,PUM-1,PUM-2\n", "Aisyah,ms,1,\n", "Nurul,en,0,1\n"])

    assert found.items == ("PUM-1", "PUM-2")
    assert found.scores.tolist() == [[1, -1], [0, 1]]
    assert found.groups == ("ms", "en")
    assert found.seconds is None


@given(score_tables())
def test_both_shapes_are_read_to_the_same_table(table):
    head = ",".join(["person", *(f"i{item}" for item in range(table.shape[1]))])
    wide = [f"{head}\n"]
    wide += [
        ",".join([f"p{person}", *("" if one < 0 else str(one) for one in row)]) + "\n"
        for person, row in enumerate(table)
    ]

    from_long, from_wide = responses_from_csv(_long(table)), responses_from_csv(wide)

    assert (from_long.scores == table).all()
    assert (from_wide.scores == table).all()
    assert from_long.persons == from_wide.persons


@given(score_tables(), st.integers(1, 5))
def test_pieces_are_the_whole_in_order(table, persons):
    lines = _long(table)

    pieces = list(pieces_from_csv(lines, all_items=items_in_csv(lines), persons=persons))

    assert all(len(piece.persons) <= persons for piece in pieces)
    assert (np.concatenate([piece.scores for piece in pieces]) == table).all()


def test_items_calibrated_from_pieces_are_those_of_the_whole():
    scores, _, _ = responses(400, 5, seed=9, observed=0.8)
    lines = _long(scores)
    layout = layout_for(scores)

    pieces = pieces_from_csv(lines, all_items=items_in_csv(lines), persons=150)
    found = calibrate([partition(piece, layout=layout) for piece in pieces], "2PL")

    np.testing.assert_allclose(found.difficulty, fit_2pl(scores).difficulty, atol=1e-8)


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (["person,item\n", "a,1\n"], "responses.csv:1: score: no column score"),
        (["person,item,item,score\n"], "responses.csv:1: item: column item is there twice"),
        (["person\n", "a\n"], "responses.csv:1: there are no items"),
        (["person,1\n"], "responses.csv: there are no responses"),
        (
            ["person,item,score\n", "a,1,yes\n"],
            "responses.csv:2: expected 0, 1 or missing, got yes",
        ),
        (["person,item,score\n", "a,1\n"], "responses.csv:2: expected 3 columns, got 2"),
        (
            ["person,item,score\n", "a,1,1\n", "\n", "a,1,0\n"],
            "responses.csv:4: a has a score for 1 already, in row 2",
        ),
        (
            ["person,item,score,group\n", "a,1,1,en\n", "a,2,1,ms\n"],
            "responses.csv:3: group: a has group 'ms' here and 'en' in row 2",
        ),
        (
            ["person,item,score,group\n", "a,1,1,en\n", "b,2,1,\n"],
            "responses.csv:3: group: expected the group of b, got nothing",
        ),
        (
            ["person,item,score,seconds\n", "a,1,1,-3\n"],
            "responses.csv:2: seconds: expected a number of 0 or more, got -3",
        ),
        (
            ["person,item,score,weight\n", "a,1,1,x\n"],
            "responses.csv:2: weight: expected a number of 0 or more, got x",
        ),
    ],
)
def test_each_fault_is_told_with_its_line(lines, said):
    with pytest.raises(FaultyResponses) as refusal:
        responses_from_csv(lines)

    assert said in map(str, refusal.value.problems)


def test_all_faults_of_a_text_are_told_at_once():
    lines = ["person,item,score\n", "a,1,2\n", ",1,0\n", "b,1,1\n", "b,1,1\n"]

    with pytest.raises(FaultyResponses) as refusal:
        responses_from_csv(lines)

    assert [problem.line for problem in refusal.value.problems] == [2, 3, 5]


def test_a_person_whose_lines_lie_apart_is_told_even_pieces_later():
    lines = ["person,item,score\n", "a,1,1\n", "b,1,0\n", "c,1,0\n", "a,2,1\n"]

    with pytest.raises(FaultyResponses, match=r"responses.csv:5: the lines of a do not follow"):
        list(pieces_from_csv(lines, all_items=["1", "2"], persons=1))


def test_rows_of_a_database_hold_what_a_text_holds():
    kept = sqlite3.connect(":memory:")
    kept.execute('create table given (person, item, score, seconds, "group", form, weight)')
    rows = list(csv.reader(LONG.splitlines()))[1:]
    kept.executemany(
        "insert into given values (?, ?, ?, ?, ?, ?, ?)",
        [(who, item, int(score) if score else None, float(time) if time else None, *rest)
         for who, item, score, time, *rest in rows],
    )  # fmt: skip
    cursor = kept.execute("select * from given")

    found = responses_from_rows([name for name, *_ in cursor.description], cursor)

    told = responses_from_csv(LONG.splitlines(keepends=True))
    assert found.scores.tolist() == told.scores.tolist()
    np.testing.assert_array_equal(found.seconds, told.seconds)
    for name in ("persons", "items", "groups", "forms"):
        assert getattr(found, name) == getattr(told, name)
    assert found.weights.tolist() == told.weights.tolist()


def test_rows_are_told_by_their_number_and_columns_without_one():
    with pytest.raises(FaultyResponses) as refusal:
        responses_from_rows(
            ["person", "item", "score"], [("a", 1, 1), ("a", 2, float("nan")), ("b", 1, 7)]
        )
    assert list(map(str, refusal.value.problems)) == [
        "responses:3: expected 0, 1 or missing, got 7"
    ]

    with pytest.raises(FaultyResponses, match="responses: score: no column score"):
        responses_from_rows(["person", "item"], [])


def test_pieces_of_rows_are_the_whole_in_order():
    rows = [
        (f"p{person}", f"i{item}", (person + item) % 2) for person in range(7) for item in (1, 2)
    ]
    columns = ["person", "item", "score"]

    pieces = list(pieces_from_rows(columns, rows, all_items=["i1", "i2"], persons=3))

    assert [len(piece.persons) for piece in pieces] == [3, 3, 1]
    whole = responses_from_rows(columns, rows)
    assert (np.concatenate([piece.scores for piece in pieces]) == whole.scores).all()
