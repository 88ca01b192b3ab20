from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

REQUIREMENTS = Path(__file__).resolve().parents[3] / "requirements"
PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)", re.MULTILINE)


def _pins(name: str) -> set[tuple[str, str]]:
    return set(PIN.findall((REQUIREMENTS / name).read_text(encoding="utf-8")))


def _loaded_after(statements: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", f"{statements}\nimport sys; print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )
    return set(done.stdout.split())


def test_importing_the_package_loads_no_compiler():
    assert not {"numba", "scipy"} & _loaded_after("import tauliah.core.psychometrics")


def test_a_small_fit_loads_no_compiler_either():
    fit = "from tauliah.core.psychometrics import fit_2pl; fit_2pl([[1, 0], [0, 1], [1, 1]] * 9)"

    assert "numba" not in _loaded_after(fit)


def test_a_running_site_does_without_exam_science():
    names = {name for name, _ in _pins("runtime.txt")}

    # numpy comes with the solver of the pathfinder
    assert not {"scipy", "numba"} & names


def test_tests_run_on_the_versions_that_are_pinned_for_exam_science():
    assert _pins("science.txt") <= _pins("test.txt")
