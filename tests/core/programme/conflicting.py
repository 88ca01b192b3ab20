"""Folders of any designations and courses, as small as they may be, to be decided about."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from tests.core.programme.small import COURSE, DESIGNATION, PAGE, PROGRAMME, SMALL

KEPT = ("ethics/", "glossary/")


def folder_of(
    rules: Mapping[str, str],
    *,
    courses: Mapping[str, str] | None = None,
    about: str = PROGRAMME,
) -> dict[str, str]:
    """The files of a programme: designation -> its rules, course -> more lines of its file.

    A designation's text is what follows `requires:`, or its whole end from `versions:` on.
    """
    files = {path: text for path, text in SMALL.items() if path.startswith(KEPT)}
    files["programme.yaml"] = about
    head = DESIGNATION.partition("versions:")[0]
    for code, text in rules.items():
        end = text if text.startswith("versions:") else VERSION + text + "\n"
        files[f"designations/{code.lower()}.yaml"] = head.replace("API", code) + end
        for language in ("en", "ms"):
            files[f"designations/{code.lower()}.{language}.md"] = PAGE
    for code, more in {**dict.fromkeys(COURSES, ""), **(courses or {})}.items():
        text = COURSE.replace("PUM", code).replace("status: open", "status: in-preparation")
        if "status:" in more:
            text = text.replace("status: in-preparation\n", "")
        files[f"courses/{code}/course.yaml"] = text + more
        for language in ("en", "ms"):
            files[f"courses/{code}/course.{language}.md"] = PAGE
    return files


COURSES = ("C1", "C2", "C3", "C4")
VERSION = """versions:
  - from: 2024-01-01
    source: {en: Rules, ms: Peraturan}
    requires: """
"""The rules stand on line 10 of the designation's file."""


def retired(day: str) -> str:
    """The lines of a course that ended on a day; the second stands on line 9 of its file."""
    return f"status: retired\nretired_on: {day}\n"


def timetable(number: int, *papers: tuple[str, str, str, str]) -> str:
    """A window of a month, the same each year, with papers: exams, day, start and end."""
    month = f"{number:02}"
    listed = [
        {"exams": exams.split(), "on": f"{month}-{day}", "starts": starts, "ends": ends}
        for exams, day, starts, ends in papers
    ]
    window: dict[str, Any] = {
        "number": number,
        "title": {"en": "Window", "ms": "Tetingkap"},
        "opens": f"{month}-01",
        "closes": f"{month}-28",
    }
    if listed:
        window["timetable"] = listed
    # JSON is YAML
    return f"  - {json.dumps(window)}\n"


def with_windows(*windows: str, more: str = "") -> str:
    """programme.yaml with these windows in the place of its own; the first stands on line 21."""
    head, _, rest = PROGRAMME.partition("windows:\n")
    return (
        f"{head}windows:\n{''.join(windows)}ethics:\n{rest.partition('ethics:' + chr(10))[2]}{more}"
    )
