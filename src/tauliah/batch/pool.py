"""The work in several processes of this machine."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from typing import Any

from tauliah.batch.places import Pool
from tauliah.batch.running import Job

_given: list[Job[Any, Any]] = []
"""The job of this process, which is a worker; it came once, with the process."""


class _Processes:
    def __init__(self, pool: ProcessPoolExecutor, size: int) -> None:
        self._pool, self.size = pool, size

    def begin(self, partition: Any, /) -> Callable[[], Any]:
        return self._pool.submit(_work, partition).result


@contextmanager
def crew_of_processes(job: Job[Any, Any], on: Pool) -> Iterator[_Processes]:
    """Processes that have the job; fresh ones, because a fork of a server may hang on its locks."""
    with ProcessPoolExecutor(
        on.workers,
        mp_context=multiprocessing.get_context("spawn"),
        initializer=_take,
        initargs=(job,),
    ) as pool:
        try:
            yield _Processes(pool, on.workers)
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _take(job: Job[Any, Any]) -> None:
    _given.append(job)
    threading.Thread(target=_end_with_the_other, daemon=True).start()


def _end_with_the_other() -> None:
    """Ends this worker when the process that gave it the job was killed: nobody else would."""
    giver = multiprocessing.parent_process()
    if giver is not None:
        giver.join()
        os._exit(1)


def _work(partition: Any) -> Any:
    return _given[0](partition)
