"""What the linters cannot say about the core and the floors, or could forget to."""

from __future__ import annotations

import ast
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "tauliah"
SETTINGS = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
CONTRACTS = tomllib.loads(SETTINGS)["tool"]["importlinter"]["contracts"]


def _packages(folder: Path) -> set[str]:
    return {file.parent.name for file in folder.glob("*/__init__.py")}


def test_the_core_opens_no_file():
    opened = [
        f"{file.relative_to(ROOT)}:{node.lineno}"
        for file in sorted((PACKAGE / "core").rglob("*.py"))
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in {"open", "input", "print", "eval", "exec"}
    ]

    assert opened == []


def test_the_tables_of_every_app_are_protected():
    protected = {
        module for contract in CONTRACTS for module in contract.get("protected_modules", [])
    }
    with_tables = {file.parent.name for file in (PACKAGE / "apps").glob("*/models.py")}

    assert {f"tauliah.apps.{app}.models" for app in with_tables} <= protected


def test_every_subject_of_the_core_but_kernel_and_audit_is_independent():
    independent = {
        module
        for contract in CONTRACTS
        if contract["type"] == "independence"
        for module in contract["modules"]
    }
    subjects = _packages(PACKAGE / "core") - {"kernel", "audit"}

    assert {f"tauliah.core.{subject}" for subject in subjects} <= independent


def test_every_rule_of_form_that_is_off_says_why():
    from_here = SETTINGS[SETTINGS.index("\nignore = [\n") :].removeprefix("\nignore = [\n")
    lines = from_here[: from_here.index("\n]\n")].splitlines()

    assert [line for line in lines if line.strip() and "#" not in line] == []
