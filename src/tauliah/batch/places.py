"""Where the work of a job is done."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class InProcess:
    """In this process, one partition after another."""


@dataclass(frozen=True, slots=True)
class Pool:
    """In so many processes of this machine."""

    workers: int


@dataclass(frozen=True, slots=True)
class Cluster:
    """On the Dask cluster whose scheduler is at that address, such as tcp://10.0.0.5:8786."""

    address: str


Place = InProcess | Pool | Cluster
