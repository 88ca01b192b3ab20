"""One job over many partitions, wherever it runs: the results come in the order of the partitions."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from typing import Protocol, TypeVar

from tauliah.batch.places import Cluster, InProcess, Place, Pool

Partition = TypeVar("Partition")
Result = TypeVar("Result")
P_contra = TypeVar("P_contra", contravariant=True)
R_co = TypeVar("R_co", covariant=True)

AHEAD = 2
"""Partitions on their way for each worker: one at work, one waiting."""


class Job(Protocol[P_contra, R_co]):
    """A function of one partition that can be sent to another process.

    It may remember between partitions what it has computed; each thread of work has its own.
    """

    def __call__(self, partition: P_contra, /) -> R_co: ...


class PartitionFailedError(Exception):
    """The work on one partition, by its number from 1, failed; the cause is the error itself."""

    def __init__(self, number: int, partition: object, cause: BaseException) -> None:
        super().__init__(f"partition {number} ({_name(partition)}): {cause!r}")
        self.number, self.partition = number, partition


class CannotStartError(Exception):
    """The place where the work should be done cannot be reached."""


class Crew(Protocol[P_contra, R_co]):
    """Workers that take a partition and hand out, in the end, its result."""

    size: int

    def begin(self, partition: P_contra, /) -> Callable[[], R_co]:
        """Begin the work on a partition; what is given back waits for the result."""
        ...


def run(
    job: Job[Partition, Result],
    partitions: Iterable[Partition],
    *,
    on: Place = InProcess(),  # noqa: B008 - it has no state
) -> Iterator[Result]:
    """The results of a job for each partition, in order, wherever it runs.

    Partitions are taken as workers come free, so that a long stream of them never lies in memory.
    Raises PartitionFailedError for the first that fails, CannotStartError where the workers cannot be
    reached.
    """
    match on:
        case InProcess():
            return _here(job, partitions)
        case Pool():
            from tauliah.batch.pool import crew_of_processes

            return _by(crew_of_processes(job, on), partitions)
        case Cluster():
            from tauliah.batch.cluster import crew_on_cluster

            return _by(crew_on_cluster(job, on), partitions)


def _here(job: Job[Partition, Result], partitions: Iterable[Partition]) -> Iterator[Result]:
    for number, partition in enumerate(partitions, start=1):
        yield told(number, partition, lambda: job(partition))  # noqa: B023 - called at once


def _by(
    hired: AbstractContextManager[Crew[Partition, Result]], partitions: Iterable[Partition]
) -> Iterator[Result]:
    with hired as crew:
        under_way: deque[tuple[int, Partition, Callable[[], Result]]] = deque()
        for number, partition in enumerate(partitions, start=1):
            under_way.append((number, partition, crew.begin(partition)))
            if len(under_way) >= crew.size * AHEAD:
                yield told(*under_way.popleft())
        while under_way:
            yield told(*under_way.popleft())


def told(number: int, partition: object, wait: Callable[[], Result]) -> Result:
    """The result of a partition, or PartitionFailedError with its number and name."""
    try:
        return wait()
    except Exception as error:
        raise PartitionFailedError(number, partition, error) from error


def _name(partition: object) -> str:
    """A short name of a partition: its own, or what it is."""
    name = getattr(partition, "name", None)
    return name if isinstance(name, str) else type(partition).__name__
