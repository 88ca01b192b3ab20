"""The tutorial as notebooks: made from the Markdown pages, which are what people write.

    python tools/notebooks.py write    a notebook beside each page of docs/tutorial
    python tools/notebooks.py check    exit 1 and a line for each notebook that is not its page's

A block of `python` is a cell, and the block of `text` after it what the cell prints; all else is
Markdown. No cell has a number or a time of its running, so that a notebook is the same whenever it
is made. The tests run the cells and compare what they print.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "tutorial"
BLOCK = re.compile(r"^```(python|text)\n(.*?)^```\n", re.DOTALL | re.MULTILINE)


def pages() -> list[Path]:
    """The pages that have a notebook, in order."""
    return sorted(FOLDER.glob("*.md"))


def notebook_of(page: Path) -> Path:
    """Where the notebook of a page is."""
    return page.with_suffix(".ipynb")


def notebook(text: str, *, language: str) -> dict[str, Any]:
    """The notebook of a page, by nbformat 4.5. Raises ValueError for a block of text that no block
    of Python goes before.
    """
    cells: list[dict[str, Any]] = []
    end = 0
    for block in BLOCK.finditer(text):
        _add_markdown(cells, text[end : block.start()])
        end = block.end()
        kind, body = block.groups()
        if kind == "python":
            cells.append(_cell("code", body) | {"execution_count": None, "outputs": []})
        elif cells and cells[-1]["cell_type"] == "code":
            cells[-1]["outputs"] = [
                {"name": "stdout", "output_type": "stream", "text": _lines(body)}
            ]
        else:
            raise ValueError(f"nothing prints this text: {body.splitlines()[0]}")
    _add_markdown(cells, text[end:])
    for number, cell in enumerate(cells, start=1):
        cell["id"] = f"cell-{number:02}"
    return {
        "cells": cells,
        "metadata": {
            "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
            "tauliah": {"language": language},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def written(page: Path) -> str:
    """The notebook of a page as it stands in its file."""
    language = page.suffixes[-2].removeprefix(".")
    found = notebook(page.read_text(encoding="utf-8"), language=language)
    return json.dumps(found, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def stale() -> list[Path]:
    """Notebooks that are not those of their pages."""
    return [
        notebook_of(page)
        for page in pages()
        if not notebook_of(page).exists()
        or notebook_of(page).read_text(encoding="utf-8") != written(page)
    ]


def _add_markdown(cells: list[dict[str, Any]], text: str) -> None:
    if text.strip():
        cells.append(_cell("markdown", text.strip("\n") + "\n"))


def _cell(kind: str, body: str) -> dict[str, Any]:
    return {"cell_type": kind, "metadata": {}, "source": _lines(body.rstrip("\n"))}


def _lines(text: str) -> list[str]:
    return text.splitlines(keepends=True)


def main(asked: list[str]) -> int:
    """Write or check; the exit code."""
    match asked:
        case ["write"]:
            for page in pages():
                notebook_of(page).write_text(written(page), encoding="utf-8")
            return 0
        case ["check"]:
            found = stale()
            for path in found:
                print(f"{path.relative_to(FOLDER.parent.parent)} is not made from its page")
            return 1 if found else 0
    print(__doc__)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
