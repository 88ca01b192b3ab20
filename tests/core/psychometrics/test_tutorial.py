"""The tutorial runs, block by block, and prints what it says that it prints."""

from __future__ import annotations

import contextlib
import io
import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

TUTORIAL = Path(__file__).resolve().parents[3] / "docs" / "tutorial"
BLOCK = re.compile(r"```(python|text)\n(.*?)```", re.DOTALL)


def _blocks(language: str) -> list[tuple[str, str]]:
    page = TUTORIAL / f"from-responses-to-report.{language}.md"
    return BLOCK.findall(page.read_text(encoding="utf-8"))


def _printed(code: str, names: dict[str, object], number: int) -> str:
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(code, f"block {number}", "exec"), names)
    return printed.getvalue()


@pytest.mark.slow
def test_the_tutorial_prints_what_it_says_and_leaves_a_report_with_its_figures(tmp_path):
    names: dict[str, object] = {"folder": str(tmp_path)}
    printed = ""
    for number, (kind, text) in enumerate(_blocks("en"), start=1):
        if kind == "python":
            printed = _printed(text, names, number)
        else:
            assert printed == text, f"block {number}"

    report = (tmp_path / "report.html").read_text(encoding="utf-8")
    pictures = re.findall(r"<svg.*?</svg>", report, re.DOTALL)
    assert len(pictures) == 5
    for picture in pictures:
        ET.fromstring(picture)


def test_the_tutorial_has_the_same_blocks_in_both_languages():
    assert _blocks("ms") == _blocks("en")
    assert len(_blocks("en")) > 20
