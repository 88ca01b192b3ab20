"""A job in pieces gives the same results in this process, in several, and on a cluster."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator

import pytest

from tauliah.batch import (
    CannotStartError,
    Cluster,
    InProcess,
    PartitionFailedError,
    Place,
    Pool,
    run,
)
from tests.batch.jobs import Squares, Stumbles

PLACES = [InProcess(), Pool(2)]


@pytest.mark.parametrize("place", PLACES, ids=str)
def test_results_come_in_the_order_of_the_partitions(place: Place) -> None:
    found = [square for square, *_ in run(Squares(), range(12), on=place)]

    assert found == [number * number for number in range(12)]


def test_nothing_has_no_results() -> None:
    assert not list(run(Squares(), [], on=Pool(2)))


def test_a_pool_works_in_other_processes_each_of_which_remembers() -> None:
    found = list(run(Squares(), range(12), on=Pool(1)))

    assert {process for _, process, _ in found}.isdisjoint({os.getpid()})
    assert [done for *_, done in found] == list(range(1, 13))


@pytest.mark.parametrize("place", PLACES, ids=str)
def test_a_failure_is_told_with_its_partition(place: Place) -> None:
    results = run(Stumbles(), range(5, 12), on=place)

    assert [next(results), next(results)] == [5, 6]
    with pytest.raises(
        PartitionFailedError, match=r"partition 3 \(int\): ValueError\('seven'\)"
    ) as told:
        next(results)
    assert (told.value.number, told.value.partition) == (3, 7)


def test_a_long_stream_of_partitions_is_not_read_ahead() -> None:
    taken: list[int] = []

    def stream() -> Iterator[int]:
        for number in range(1000):
            taken.append(number)
            yield number

    next(run(Squares(), stream(), on=Pool(1)))

    assert len(taken) <= 2


def test_without_dask_a_cluster_is_refused_with_what_to_install(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)

    with pytest.raises(CannotStartError, match=r"pip install -r requirements/cluster\.txt"):
        next(run(Squares(), [1], on=Cluster("tcp://127.0.0.1:1")))
