"""Items calibrated from files are those of the same persons in one matrix."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tauliah.batch import InProcess, Pool
from tauliah.batch.calibrating import calibrate_files
from tauliah.batch.response_files import UnreadableFileError, sources_in
from tauliah.core.psychometrics import FaultyResponses, NotEstimable, Reached, fit_1pl, fit_2pl
from tests.batch.response_tables import ITEMS, by_person, by_response, scores_of_two_forms

pytest.importorskip("pyarrow")


@pytest.fixture(scope="module")
def scores() -> np.ndarray:
    return scores_of_two_forms(1_200)


def _parts(scores: np.ndarray, folder: Path) -> list[Path]:
    """Three files by persons, the second in row groups, and one by responses."""
    return [
        by_person(scores[:300], folder / "a.parquet", first=0),
        by_person(scores[300:700], folder / "b.parquet", first=300, row_group=150),
        by_person(scores[700:900], folder / "c.parquet", first=700),
        by_response(scores[900:], folder / "d.parquet", first=900, seed=3),
    ]


@pytest.mark.parametrize("on", [InProcess(), Pool(2)])
def test_pieces_of_files_give_the_estimates_of_one_matrix(scores, tmp_path, on):
    whole = fit_2pl(scores)

    found = calibrate_files(_parts(scores, tmp_path), "2PL", on=on)

    assert found.items == ITEMS
    assert (found.persons, found.responses) == (1_200, int((scores >= 0).sum()))
    for name in ("discrimination", "difficulty", "discrimination_error", "difficulty_error"):
        np.testing.assert_allclose(
            getattr(found.calibration, name), getattr(whole, name), atol=1e-8
        )
    assert found.calibration.log_likelihood == pytest.approx(whole.log_likelihood, abs=1e-8)


def test_a_file_of_text_holds_the_same(scores, tmp_path):
    lines = [",".join(["person", *ITEMS])]
    lines += [
        ",".join([f"p{number}", *("" if one < 0 else str(one) for one in row)])
        for number, row in enumerate(scores[:400])
    ]
    path = tmp_path / "responses.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")

    found = calibrate_files([path], "1PL")

    np.testing.assert_allclose(
        found.calibration.difficulty, fit_1pl(scores[:400]).difficulty, atol=1e-8
    )


def test_the_order_of_rows_of_responses_does_not_matter(scores, tmp_path):
    one = by_response(scores[:400], tmp_path / "one.parquet", first=0, seed=1)
    other = by_response(scores[:400], tmp_path / "other.parquet", first=0, seed=2)

    first, second = (calibrate_files([path], "2PL") for path in (one, other))

    place = [second.items.index(item) for item in first.items]
    np.testing.assert_allclose(
        second.calibration.difficulty[place], first.calibration.difficulty, atol=1e-7
    )


def test_weights_beside_a_person_count(scores, tmp_path):
    weights = np.repeat([1.0, 3.0], 200)
    path = by_person(scores[:400], tmp_path / "a.parquet", first=0, weights=weights)

    found = calibrate_files([path], "2PL")

    whole = fit_2pl(scores[:400], weights=weights)
    np.testing.assert_allclose(found.calibration.difficulty, whole.difficulty, atol=1e-8)


@pytest.mark.parametrize("model", ["2PL", "3PL"])
def test_a_fit_that_was_stopped_goes_on_from_where_it_stood(scores, tmp_path, model):
    files = _parts(scores, tmp_path)
    steps: list[Reached] = []

    def stop_at_the_third(_items: tuple[str, ...], reached: Reached) -> None:
        steps.append(reached)
        if len(steps) == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        calibrate_files(files, model, watch=stop_at_the_third)
    whole = calibrate_files(files, model)
    resumed = calibrate_files(files, model, start=lambda _: steps[-1])

    assert len(resumed.calibration.trace) < len(whole.calibration.trace)
    np.testing.assert_allclose(
        resumed.calibration.difficulty, whole.calibration.difficulty, atol=2e-4
    )


def test_progress_tells_every_piece_and_every_step(scores, tmp_path):
    told: list[tuple[str, int, int]] = []
    steps: list[Reached] = []

    found = calibrate_files(
        _parts(scores, tmp_path),
        "2PL",
        done=lambda *one: told.append(one),
        watch=lambda _, reached: steps.append(reached),
    )

    pieces = len(sources_in(sorted(tmp_path.glob("*.parquet"))))
    assert pieces == 6
    assert told[:pieces] == [("looking", number, pieces) for number in range(1, pieces + 1)]
    assert told[-1] == ("reading", pieces, pieces)
    assert [one.step for one in steps] == list(found.calibration.trace)


@pytest.mark.parametrize("on", [InProcess(), Pool(2)])
def test_a_row_that_is_no_response_is_told_by_file_and_row(scores, tmp_path, on):
    faulty = scores[:400].copy()
    faulty[250, 3] = 2
    path = by_person(faulty, tmp_path / "a.parquet", first=0, row_group=100)

    with pytest.raises(FaultyResponses) as refusal:
        calibrate_files([path], "2PL", on=on)

    assert str(refusal.value.problems[0]).startswith("a.parquet:251: I04: expected 0, 1 or missing")


def test_a_response_that_is_there_twice_is_told_by_its_row(scores, tmp_path):
    path = by_response(scores[:50], tmp_path / "a.parquet", first=0, seed=1, repeated=7)

    with pytest.raises(FaultyResponses, match="already, in row 8"):
        calibrate_files([path], "2PL")


def test_a_person_in_two_files_is_told_with_both(scores, tmp_path):
    files = [
        by_person(scores[:300], tmp_path / "a.parquet", first=0),
        by_person(scores[300:600], tmp_path / "b.parquet", first=299),
    ]

    with pytest.raises(FaultyResponses, match=r"stands in two places: a\.parquet .*, b\.parquet"):
        calibrate_files(files, "2PL")


def test_two_forms_that_nobody_connects_are_refused(scores, tmp_path):
    left, right = scores[:300].copy(), scores[300:600].copy()
    left[:, 6:], right[:, :6] = -1, -1
    left[:, :6], right[:, 6:] = np.abs(left[:, :6]), np.abs(right[:, 6:])
    files = [
        by_person(left, tmp_path / "a.parquet", first=0),
        by_person(right, tmp_path / "b.parquet", first=300),
    ]

    with pytest.raises(NotEstimable, match="2 sets that no person connects"):
        calibrate_files(files, "2PL")


def test_a_file_that_is_no_parquet_is_told(tmp_path):
    path = tmp_path / "a.parquet"
    path.write_text("nothing", encoding="utf-8")

    with pytest.raises(UnreadableFileError, match=r"a\.parquet"):
        calibrate_files([path], "2PL")
