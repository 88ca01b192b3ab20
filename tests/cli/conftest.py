"""Commands run as a person runs them: in a process of their own, on a data folder of their own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]
SOURCE = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder that all tests of a process share."""
    return tmp_path_factory.mktemp("house")


@pytest.fixture(scope="session")
def tauliah(house: Path) -> Run:
    """Run `tauliah` with these arguments; more settings by name."""

    def run(*arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
        surroundings = {
            name: value for name, value in os.environ.items() if not name.startswith("TAULIAH_")
        }
        surroundings.pop("DJANGO_SETTINGS_MODULE", None)
        return subprocess.run(
            [sys.executable, "-m", "tauliah.cli", *arguments],
            env=surroundings | {"TAULIAH_DATA": str(house), "NO_COLOR": "1"} | settings,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )

    return run


@pytest.fixture(scope="session")
def journey(tauliah: Run, house: Path) -> subprocess.CompletedProcess[str]:
    """One whole journey, its documents kept in `kept` under the data folder."""
    return tauliah("journey", "--out", str(house / "kept"))
