"""What a programme says in one language: every text of its files, with the place that it stands at."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tauliah.core.kernel import LANGUAGES, Language, LocalText, Problem
from tauliah.core.programme.figures import said_in_drawing
from tauliah.core.programme.folder import Folder
from tauliah.core.programme.reading import Path, Reading, spoken

# `keywords` are what people search for, in whatever words they know
_SPOKEN_IN_FRONT = ("title", "description", "highlights")
# what a candidate may type is not what the programme says
_TYPED = "accepted"


@dataclass(frozen=True, slots=True)
class Said:
    """A text, the file that it stands in, its path there, and from which line on it stands.

    `source` is the file as it is written, where a long text may be folded.
    """

    file: str
    path: Path
    text: str
    first_line: int
    source: str

    def problem(self, words: re.Pattern[str], message: LocalText, *, nth: int = 0) -> Problem:
        """A problem with words of this text, where they stand for the nth time, counted from 0."""
        lines = self.source.split("\n")
        written = "\n".join(lines[max(self.first_line - 1, 0) :])
        line = self.first_line
        for number, found in enumerate(words.finditer(written)):
            if number == nth:
                line += written.count("\n", 0, found.start())
        return Problem(self.file, line, spoken(self.path), message)

    def problem_in(self, line: int, message: LocalText) -> Problem:
        """A problem on a line of this text, counted from 0; told where a value of YAML begins."""
        within = 0 if self.path else line
        return Problem(self.file, self.first_line + within, spoken(self.path), message)


Texts = Mapping[Language, tuple[Said, ...]]


def texts_of(folder: Folder) -> Texts:
    """Every text of a folder by its language."""
    return {language: tuple(said_in(folder, language)) for language in LANGUAGES}


def said_in(folder: Folder, language: Language) -> Iterator[Said]:
    """Every text of a folder in that language: pages, values and drawings, but the list of terms."""
    for reading in folder.readings:
        if folder.term_list and reading is folder.term_list.reading:
            continue
        source = folder.texts[reading.file]
        for path, text in _spoken_values(reading, language):
            yield Said(reading.file, path, text, reading.line(path), source)
    for body in folder.bodies:
        if body.file.endswith(f".{language}.md"):
            yield Said(body.file, (), body.text, body.first_line, folder.texts[body.file])
    for figure in folder.figures:
        file = figure.files.in_language(language)
        content = folder.pictures[file]
        for text in said_in_drawing(content):
            yield Said(file, (), text, 1, content.decode("utf-8", "replace"))


def _spoken_values(reading: Reading, language: Language) -> Iterator[tuple[Path, str]]:
    if not reading.file.endswith(".md"):
        yield from _in_language(reading.value, language, ())
    elif reading.file.endswith(f".{language}.md") and isinstance(reading.value, dict):
        for key in _SPOKEN_IN_FRONT:
            yield from _texts(reading.value.get(key), (key,))


def _in_language(value: Any, language: Language, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key == language:
                yield from _texts(inner, (*path, key))
            elif key != _TYPED:
                yield from _in_language(inner, language, (*path, key))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _in_language(inner, language, (*path, number))


def _texts(value: Any, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _texts(inner, (*path, number))
