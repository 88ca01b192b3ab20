"""A person's notes on a course as a file to take away: plain text or Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from django.utils.translation import gettext as _

from tauliah.apps.reading.queries import PlacedNote
from tauliah.core.programme import TaughtCourse
from tauliah.web.lesson_text import tone_name
from tauliah.web.telling import said

KINDS = {"txt": "text/plain", "md": "text/markdown"}
"""The kinds of files, and what each is called to a browser."""

# what Markdown would read as a sign of its own; an ampersand only where it begins a named one
_SIGNS = re.compile(r"([\\`*_{}\[\]<>#|!~]|&(?=\w+;))")
# at the beginning of a line, what would make it an entry of a list
_MARKERS = re.compile(r"^(\s*)(?:([-+=])|(\d+)([.)]))", re.MULTILINE)


def notes_as_text(course: TaughtCourse, notes: Sequence[PlacedNote]) -> str:
    """The notes lesson by lesson, each under its quote."""
    return "\n".join(_text_lines(course, notes)) + "\n"


def notes_as_markdown(course: TaughtCourse, notes: Sequence[PlacedNote]) -> str:
    """The same as Markdown: lessons are headings, quotes are quoted, and no word is taken for a sign."""
    return "\n".join(_markdown_lines(course, notes)) + "\n"


def _text_lines(course: TaughtCourse, notes: Sequence[PlacedNote]) -> Iterator[str]:
    yield _title(course)
    for lesson, of_lesson in groupby(notes, key=_lesson_title):
        yield from ("", lesson, "-" * len(lesson))
        for one in of_lesson:
            yield from ("", f"“{one.note.exact}”", _kind(one))
            if one.note.text:
                yield one.note.text


def _markdown_lines(course: TaughtCourse, notes: Sequence[PlacedNote]) -> Iterator[str]:
    yield f"# {_plain(_title(course))}"
    for lesson, of_lesson in groupby(notes, key=_lesson_title):
        yield from ("", f"## {_plain(lesson)}")
        for one in of_lesson:
            yield from ("", f"> {_plain(one.note.exact)}", "", f"*{_plain(_kind(one))}*")
            if one.note.text:
                # two spaces keep the end of a line
                yield from ("", _plain(one.note.text).replace("\n", "  \n"))


def _title(course: TaughtCourse) -> str:
    return _("My notes on %(course)s") % {"course": f"{course.code}, {said(course.title)}"}


def _lesson_title(one: PlacedNote) -> str:
    if one.lesson is None:
        return _("Lessons that are no longer there")
    return one.lesson.in_language(one.note.language).title


def _kind(one: PlacedNote) -> str:
    kind = tone_name(one.note.tone)
    if one.has_moved_on:
        return _("%(kind)s (the text has changed since)") % {"kind": kind}
    return f"{kind}, {one.section}" if one.section else kind


def _plain(text: str) -> str:
    escaped = _SIGNS.sub(r"\\\1", text)
    return _MARKERS.sub(
        lambda found: (
            f"{found[1]}\\{found[2]}" if found[2] else f"{found[1]}{found[3]}\\{found[4]}"
        ),
        escaped,
    )
