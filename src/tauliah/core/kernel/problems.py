"""What is wrong with a file that a person wrote, and where."""

from __future__ import annotations

from dataclasses import dataclass

from tauliah.core.kernel.text import LocalText


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake: file and line (counted from 1; 0 where a whole file is meant), path, message.

    The message is one line in each language. `because` are the steps that led to it, where there
    are any: a line each. Problems sort by place.
    """

    file: str
    line: int
    path: str
    message: LocalText
    because: tuple[LocalText, ...] = ()

    def told_in(self, language: str) -> str:
        """The whole line in that language; KeyError for a language the house does not speak."""
        place = f"{self.file}:{self.line}" if self.line else self.file
        message = self.message.in_language(language)
        return f"{place}: {self.path}: {message}" if self.path else f"{place}: {message}"

    def __str__(self) -> str:
        return self.told_in("en")

    def __lt__(self, other: Problem) -> bool:
        return self._order < other._order

    @property
    def _order(self) -> tuple[str, int, str, str]:
        return self.file, self.line, self.path, self.message.en
