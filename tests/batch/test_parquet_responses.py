"""Responses of a Parquet file are the table that was written, with what stands beside each person."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tauliah.batch.parquet_responses import pieces_in_parquet, responses_in_parquet
from tauliah.batch.response_files import UnreadableFileError
from tauliah.core.psychometrics import FaultyResponses

pa = pytest.importorskip("pyarrow")
parquet = pytest.importorskip("pyarrow.parquet")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """Two persons of two forms and languages; one response is missing, items have three categories."""
    table = pa.table(
        {
            "person": ["Aisyah", "Aisyah", "Nurul", "Nurul"],
            "item": ["PUM-1", "PUM-2", "PUM-2", "PUM-3"],
            "score": pa.array([2, None, 0, 1], pa.int8()),
            "seconds": [31.5, 12.0, None, 4.0],
            "group": ["ms", "ms", "en", "en"],
            "form": ["A", "A", "B", "B"],
            "weight": [2.0, 2.0, 1.0, 1.0],
        }
    )
    path = tmp_path / "responses.parquet"
    parquet.write_table(table, path, row_group_size=2)
    return path


def test_a_file_holds_scores_times_groups_forms_and_weights(file):
    found = responses_in_parquet(file, highest=2)

    assert (found.persons, found.items) == (("Aisyah", "Nurul"), ("PUM-1", "PUM-2", "PUM-3"))
    assert found.scores.tolist() == [[2, -1, -1], [-1, 0, 1]]
    np.testing.assert_array_equal(found.seconds, [[31.5, 12, np.nan], [np.nan, np.nan, 4]])
    assert (found.groups, found.forms) == (("ms", "en"), ("A", "B"))
    assert found.weights.tolist() == [2, 1]


def test_pieces_are_the_whole_in_order(file):
    columns = ["PUM-1", "PUM-2", "PUM-3"]

    first, second = pieces_in_parquet(file, all_items=columns, highest=2, persons=1)

    assert (first.persons, second.persons) == (("Aisyah",), ("Nurul",))
    assert second.scores.tolist() == [[-1, 0, 1]]


def test_a_row_that_is_no_response_is_told_by_its_number_in_the_file(file):
    with pytest.raises(FaultyResponses) as refusal:
        responses_in_parquet(file)

    assert list(map(str, refusal.value.problems)) == [
        "responses.parquet:1: expected 0, 1 or missing, got 2"
    ]


def test_what_is_no_parquet_is_told(tmp_path):
    (tmp_path / "text.parquet").write_text("person,item,score\n")

    with pytest.raises(UnreadableFileError, match=r"text.parquet"):
        responses_in_parquet(tmp_path / "text.parquet")
