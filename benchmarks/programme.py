"""Reading the shipped programme."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.timing import line
from tauliah.cli.folders import read_folder, shipped_programme
from tauliah.core.programme import load_programme


def figures() -> Iterator[str]:
    """The whole folder, read and checked."""
    files = read_folder(shipped_programme())
    yield line(
        f"check the shipped programme ({len(files)} files)", lambda: load_programme(files), times=5
    )
