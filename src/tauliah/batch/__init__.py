"""Large jobs in pieces: here, in several processes, or on a cluster, with the same results."""

from tauliah.batch.places import Cluster, InProcess, Place, Pool
from tauliah.batch.running import CannotStartError, Job, PartitionFailedError, run

__all__ = [
    "CannotStartError",
    "Cluster",
    "InProcess",
    "Job",
    "PartitionFailedError",
    "Place",
    "Pool",
    "run",
]
