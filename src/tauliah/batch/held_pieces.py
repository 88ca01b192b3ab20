"""Pieces of data that are read once where the work is done and stay there, while one function after
another is run over them: here, in threads, or on a Dask cluster.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from tauliah.batch.cluster import connected
from tauliah.batch.places import Cluster, InProcess, Place, Pool
from tauliah.batch.running import PartitionFailedError, told
from tauliah.core.psychometrics import FaultyResponses
from tauliah.core.psychometrics.arrays import Runner


@dataclass(frozen=True, slots=True)
class Held:
    """Handles of pieces, in order, and how a function is run over the pieces behind them."""

    pieces: Sequence[Any]
    run: Runner


@dataclass(frozen=True, slots=True)
class Workers:
    """Those who read and keep pieces."""

    run: Runner
    hold: Callable[[Callable[[Any], Any], Sequence[Any], Callable[[int], None]], Held]


@contextmanager
def workers_at(on: Place) -> Iterator[Workers]:
    """Workers at a place: `run` maps a function over arguments that are sent to them, and `hold` lets
    them read pieces that they keep.

    Several workers of this machine are threads, because the work lets them run side by side and
    pieces need not be copied between them. Raises PartitionFailedError for the first piece that
    fails (FaultyResponses as they are), CannotStartError where the workers cannot be reached.
    """
    match on:
        case InProcess():
            yield Workers(map, lambda read, sources, done: _held(read, sources, done, run=map))
        case Pool():
            with ThreadPoolExecutor(on.workers) as pool:
                yield Workers(
                    pool.map, lambda read, sources, done: _held(read, sources, done, run=pool.map)
                )
        case Cluster():
            with connected(on) as client:
                crew = _OnCluster(client)
                yield Workers(crew.run, crew.hold)


def _held(
    read: Callable[[Any], Any],
    sources: Sequence[Any],
    done: Callable[[int], None],
    *,
    run: Runner,
) -> Held:
    pieces = []
    results = iter(run(read, sources))
    for number, source in enumerate(sources, start=1):
        pieces.append(_waited(number, source, results.__next__))
        done(number)
    return Held(pieces, run)


def _waited(number: int, source: Any, wait: Callable[[], Any]) -> Any:
    """The result, or the failure with its piece; faults in the data name their place themselves."""
    try:
        return told(number, source, wait)
    except PartitionFailedError as error:
        if isinstance(error.__cause__, FaultyResponses):
            raise error.__cause__ from None
        raise


@dataclass(frozen=True, slots=True)
class _OnCluster:
    """Pieces are futures of the cluster: who holds a piece works on it, and where a worker is lost
    another reads the piece again.
    """

    client: Any

    def run(self, work: Callable[[Any], Any], arguments: Iterable[Any]) -> Iterator[Any]:
        given = list(arguments)
        futures = [self.client.submit(work, one, pure=False) for one in given]
        for number, (one, future) in enumerate(zip(given, futures, strict=True), start=1):
            yield _waited(number, one, future.result)

    def hold(
        self, read: Callable[[Any], Any], sources: Sequence[Any], done: Callable[[int], None]
    ) -> Held:
        futures = [self.client.submit(read, source, pure=False) for source in sources]
        for number, (source, future) in enumerate(zip(sources, futures, strict=True), start=1):
            # What comes back is small: the piece stays where it is.
            ready = self.client.submit(_is_there, future, pure=False)
            _waited(number, source, ready.result)
            done(number)
        return Held(futures, self.run)


def _is_there(_piece: Any) -> bool:
    return True
