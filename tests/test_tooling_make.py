"""`make help` is the list of what can be done, and set-up scripts say what is wrong."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")


def test_help_names_every_target_that_people_call():
    targets = set(re.findall(r"^\.PHONY: (.+)$", MAKEFILE, re.MULTILINE))

    said = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True)

    assert set(re.findall(r"^  make (\S+) +\S", said.stdout, re.MULTILINE)) == targets


def test_make_alone_gives_help():
    alone = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True)

    assert "make demo" in alone.stdout


def test_an_old_python_is_named_as_the_fault(tmp_path):
    old = tmp_path / "python3"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)

    done = subprocess.run(
        [ROOT / "tools/install", "environment", old, "requirements/runtime.txt"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert "Tauliah needs Python 3.11 or later" in done.stderr


def test_continuous_integration_runs_what_make_test_runs():
    script = ROOT / ".ci" / "run"

    assert os.access(script, os.X_OK)
    assert script.read_text(encoding="utf-8").rstrip().endswith("make test")
