"""The same job on a Dask cluster: here one of this machine, with a worker process of its own."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from tauliah.batch import CannotStartError, Cluster, InProcess, PartitionFailedError, run
from tauliah.batch import cluster as cluster_module
from tauliah.batch.calibrating import calibrate_files
from tauliah.batch.ledger_files import ReauditOfFiles, ledger_files, write_ledger
from tauliah.core.audit import Reaudit, joined_tallies
from tauliah.core.programme import AllOf
from tauliah.core.psychometrics import FaultyResponses
from tauliah.core.psychometrics.calibrated import Model
from tests.batch.jobs import Squares, Stumbles
from tests.batch.response_tables import by_person, by_response, scores_of_two_forms
from tests.batch.test_ledger_files import PEOPLE
from tests.core.audit.rules import exam, exams, programme_asking

distributed = pytest.importorskip("distributed")

# what Dask leaves open for the collector when a cluster closes is not this code's
pytestmark = [
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """The address of a scheduler with one worker process of two threads, on loopback only."""
    with distributed.LocalCluster(
        n_workers=1,
        threads_per_worker=2,
        processes=True,
        host="127.0.0.1",
        dashboard_address=None,
        worker_dashboard_address=None,
        silence_logs=40,
    ) as cluster:
        yield cluster.scheduler_address


def test_a_cluster_gives_the_results_of_one_process(address: str) -> None:
    here = [square for square, *_ in run(Squares(), range(30), on=InProcess())]
    there = list(run(Squares(), range(30), on=Cluster(address)))

    assert [square for square, *_ in there] == here
    assert {process for _, process, _ in there}.isdisjoint({os.getpid()})


def test_records_are_audited_on_a_cluster_as_they_are_here(address: str, tmp_path: Path) -> None:
    list(write_ledger(PEOPLE, tmp_path))
    before, after = programme_asking(exam("PUM")), programme_asking(AllOf(all=exams("PUM", "PIN")))
    job = ReauditOfFiles(Reaudit.between(before, after, days=(date(2026, 6, 1),)))
    files = ledger_files(tmp_path)

    there = joined_tallies(run(job, files, on=Cluster(address)))

    assert there == joined_tallies(run(job, files))
    assert there.losing == 3


@pytest.mark.parametrize("model", ["2PL", "3PL"])
def test_items_are_calibrated_on_a_cluster_as_they_are_here(
    address: str, tmp_path: Path, model: Model
) -> None:
    scores = scores_of_two_forms(900)
    files = [
        by_person(scores[:600], tmp_path / "a.parquet", first=0, row_group=200),
        by_response(scores[600:], tmp_path / "b.parquet", first=600, seed=5),
    ]

    here = calibrate_files(files, model).calibration
    there = calibrate_files(files, model, on=Cluster(address)).calibration

    for name in ("discrimination", "difficulty", "discrimination_error", "difficulty_error"):
        np.testing.assert_allclose(getattr(there, name), getattr(here, name), rtol=0, atol=1e-8)
    assert abs(there.log_likelihood - here.log_likelihood) < 1e-8
    assert there.trace[-1].persons == 900


def test_a_row_on_a_cluster_that_is_no_response_is_told_with_its_place(
    address: str, tmp_path: Path
) -> None:
    scores = scores_of_two_forms(40)
    scores[7, 2] = 5
    file = by_person(scores, tmp_path / "a.parquet", first=0)

    with pytest.raises(
        FaultyResponses, match=r"a\.parquet:8: I03: expected 0, 1 or missing, got 5"
    ):
        calibrate_files([file], "2PL", on=Cluster(address))


def test_a_failure_on_a_cluster_is_told_with_its_partition(address: str) -> None:
    with pytest.raises(PartitionFailedError, match=r"partition 3 \(int\): ValueError\('seven'\)"):
        list(run(Stumbles(), range(5, 12), on=Cluster(address)))


@pytest.mark.filterwarnings("ignore")
def test_a_cluster_that_does_not_answer_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster_module, "SECONDS_TO_ANSWER", 0.5)

    with pytest.raises(CannotStartError, match=r"no cluster answers at tcp://127\.0\.0\.1:1"):
        next(run(Squares(), [1], on=Cluster("tcp://127.0.0.1:1")))
