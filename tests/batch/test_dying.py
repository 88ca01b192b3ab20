"""A worker that dies ends the job with an error, not with waiting; and no worker outlives its job."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

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


GIVER = """
from tauliah.batch import Pool, run
from tests.batch.jobs import Squares

def numbers():
    yield from range(4)
    input()

for _, process, _ in run(Squares(), numbers(), on=Pool(2)):
    print(process, flush=True)
"""


def is_there(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.timeout(60)
def test_workers_end_with_a_giver_that_is_killed() -> None:
    """Else those of a long command that ran out of memory would wait for ever."""
    with subprocess.Popen(
        [sys.executable, "-c", GIVER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as giver:
        assert giver.stdout is not None
        worker = int(giver.stdout.readline())
        assert is_there(worker)
        giver.send_signal(signal.SIGKILL)
        giver.wait()

        ends = time.monotonic() + 30
        while is_there(worker) and time.monotonic() < ends:
            time.sleep(0.05)
        assert not is_there(worker)
