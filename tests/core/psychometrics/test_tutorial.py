"""The notebooks of the tutorial are those of its pages, run cell by cell, and print what they say
that they print.
"""

from __future__ import annotations

import contextlib
import importlib.util
import io
import json
import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

ROOT = Path(__file__).resolve().parents[3]
PAGE = ROOT / "docs" / "tutorial" / "from-responses-to-report"
LANGUAGES = ("en", "ms")


def _tool():
    spec = importlib.util.spec_from_file_location("notebooks", ROOT / "tools" / "notebooks.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _notebook(language: str) -> dict:
    return json.loads(Path(f"{PAGE}.{language}.ipynb").read_text(encoding="utf-8"))


def _code(language: str) -> list[tuple[str, str]]:
    """Every cell of code, with what it prints."""
    return [
        ("".join(cell["source"]), "".join("".join(one["text"]) for one in cell["outputs"]))
        for cell in _notebook(language)["cells"]
        if cell["cell_type"] == "code"
    ]


def _printed(code: str, names: dict[str, object], number: int) -> str:
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(code, f"cell {number}", "exec"), names)
    return printed.getvalue()


def test_the_notebook_prints_what_it_says_and_leaves_a_report_with_its_figures(tmp_path):
    names: dict[str, object] = {"folder": str(tmp_path)}
    for number, (code, told) in enumerate(_code("en"), start=1):
        assert _printed(code, names, number) == told, f"cell {number}"

    report = (tmp_path / "report.html").read_text(encoding="utf-8")
    pictures = re.findall(r"<svg.*?</svg>", report, re.DOTALL)
    assert len(pictures) == 5
    for picture in pictures:
        ET.fromstring(picture)


def test_the_tutorial_has_the_same_cells_in_both_languages():
    assert _code("ms") == _code("en")
    assert len(_code("en")) > 10


def test_notebooks_are_made_from_their_pages():
    assert _tool().stale() == [], "make notebooks"


@pytest.mark.parametrize("language", LANGUAGES)
def test_notebooks_have_the_form_that_jupyter_reads(language):
    """What the schema of nbformat 4.5 requires of the cells that there are."""
    found = _notebook(language)

    assert (found["nbformat"], found["nbformat_minor"]) == (4, 5)
    assert set(found) == {"cells", "metadata", "nbformat", "nbformat_minor"}
    ids = [cell["id"] for cell in found["cells"]]
    assert len(set(ids)) == len(ids)
    assert all(re.fullmatch(r"[a-zA-Z0-9_-]{1,64}", one) for one in ids)
    for cell in found["cells"]:
        required = {"cell_type", "id", "metadata", "source"}
        if cell["cell_type"] == "code":
            required |= {"execution_count", "outputs"}
        assert set(cell) == required


def test_text_that_no_cell_prints_is_refused():
    with pytest.raises(ValueError, match="nothing prints this"):
        _tool().notebook("Words.\n\n```text\n1\n```\n", language="en")
