"""A worker that dies ends the job with an error, not with waiting."""

from __future__ import annotations

import os

import pytest

from tauliah.batch import PartitionFailedError, Pool, run
from tests.batch.jobs import CannotArrive, Dies


@pytest.mark.timeout(60)
def test_a_worker_that_dies_is_told_with_the_partition() -> None:
    with pytest.raises(PartitionFailedError, match="partition 1"):
        list(run(Dies(os.getpid()), range(5), on=Pool(2)))


@pytest.mark.timeout(60)
def test_a_job_that_cannot_be_read_by_the_workers_is_told() -> None:
    with pytest.raises(PartitionFailedError, match="partition 1"):
        list(run(CannotArrive(), range(5), on=Pool(2)))
