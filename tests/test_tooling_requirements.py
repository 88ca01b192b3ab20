"""The pinned requirements: complete, checked by hash, and silent about where they come from."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
REQUIREMENTS = ROOT / "requirements"
LOCKS = sorted(REQUIREMENTS.glob("*.txt"))
PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)", re.MULTILINE)

name_of = {lock: lock.name for lock in LOCKS}


def _pins(lock: Path) -> dict[str, str]:
    return dict(PIN.findall(lock.read_text(encoding="utf-8")))


def _asked(wanted: Path) -> set[str]:
    names = set()
    for line in wanted.read_text(encoding="utf-8").splitlines():
        if line.startswith("-r "):
            names |= _asked(wanted.parent / line.removeprefix("-r "))
        elif line and not line.startswith("#"):
            names.add(re.split(r"[\[=<>! ]", line)[0].lower().replace(".", "-").replace("_", "-"))
    return names


@pytest.mark.parametrize("lock", LOCKS, ids=name_of.get)
def test_every_pin_has_a_hash(lock):
    blocks = re.split(r"\n(?=[A-Za-z0-9])", lock.read_text(encoding="utf-8"))

    assert [block.splitlines()[0] for block in blocks if "--hash=sha256:" not in block] == []


@pytest.mark.parametrize("lock", LOCKS, ids=name_of.get)
def test_no_lock_names_a_registry(lock):
    assert not re.search(r"://|index-url|find-links|trusted-host", lock.read_text(encoding="utf-8"))


@pytest.mark.parametrize("lock", LOCKS, ids=name_of.get)
def test_each_lock_pins_all_that_is_asked_for(lock):
    assert _asked(lock.with_suffix(".in")) <= set(_pins(lock))


def test_tests_run_on_the_versions_that_a_site_runs_on():
    runtime, test = _pins(REQUIREMENTS / "runtime.txt"), _pins(REQUIREMENTS / "test.txt")

    assert {name: test.get(name) for name in runtime} == runtime
