"""The work on a Dask cluster, whose machines have this same program and see the same folders."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from typing import Any

from tauliah.batch.places import Cluster
from tauliah.batch.running import CannotStartError, Job

SECONDS_TO_ANSWER = 10
_own = threading.local()


class _Workers:
    def __init__(self, client: Any, job: Any, size: int) -> None:
        self._client, self._job, self.size = client, job, size

    def begin(self, partition: Any, /) -> Callable[[], Any]:
        # not pure: Dask would take two equal partitions for one
        future = self._client.submit(_work, self._job, partition, pure=False)
        return future.result  # type: ignore[no-any-return]


@contextmanager
def connected(on: Cluster) -> Iterator[Any]:
    """A client of the cluster; CannotStartError where none answers, or nobody works there."""
    try:
        import distributed
    except ImportError as error:
        raise CannotStartError(
            "Work on a cluster needs Dask: pip install -r requirements/cluster.txt"
        ) from error
    connect: Callable[..., Any] = distributed.Client
    try:
        client = connect(on.address, timeout=SECONDS_TO_ANSWER, set_as_default=False)
    except (OSError, ValueError) as error:
        raise CannotStartError(f"no cluster answers at {on.address}: {error}") from error
    with client:
        if not sum(client.nthreads().values()):
            raise CannotStartError(f"the cluster at {on.address} has no workers")
        yield client


@contextmanager
def crew_on_cluster(job: Job[Any, Any], on: Cluster) -> Iterator[_Workers]:
    """The workers of a cluster, each of which has the job."""
    with connected(on) as client:
        size = sum(client.nthreads().values())
        yield _Workers(client, client.scatter(job, broadcast=True, hash=False), size)


def _work(job: Job[Any, Any], partition: Any) -> Any:
    """Run on a worker: each of its threads keeps a job of its own, and what that has computed."""
    if getattr(_own, "sent", None) is not job:
        _own.sent, _own.job = job, deepcopy(job)
    return _own.job(partition)
