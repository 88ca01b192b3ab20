"""The responses that go into an analysis, with the form and the language of each person."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np

from tauliah.core.kernel import digest
from tauliah.core.psychometrics.arrays import Floats, Scores, Truths, Whole

Watch: TypeAlias = Callable[[int, int], None]
"""Told how many steps are done, and of how many (0 where nobody knows); stops the work by raising."""


def unwatched(done: int, of: int) -> None:
    """Nobody watches."""


@dataclass(frozen=True, slots=True, eq=False)
class ResponseTable:
    """Persons in rows, items in columns.

    `scores` (persons, items) of 0, 1 and -1 for what a person was not asked; an item left open is 0.
    `is_scored` (persons, items): whether the item counts in that person's exam, which a pilot item
    does not. `forms` and `languages` name those of each person. `choices` (persons, items) holds the
    option that was chosen, None where none was, and is empty where options are not looked at; `keys`
    the right option by column. `pass_marks` is the number of right answers that each person needed,
    0 where points decide. `windows` names the window of each person's sitting. `points` (persons,
    items) are those that each answer was worth, -1 for what a person was not asked, and
    `is_answered` (persons, items) tells what was left open; they are empty where they are not looked at.
    """

    persons: tuple[str, ...]
    items: tuple[str, ...]
    scores: Scores
    is_scored: Truths
    forms: tuple[str, ...]
    languages: tuple[str, ...]
    pass_marks: tuple[int, ...]
    choices: Sequence[Sequence[str | None]] = ()
    keys: Mapping[int, str] = field(default_factory=dict)
    windows: tuple[str, ...] = ()
    points: Floats = field(default_factory=lambda: np.zeros((0, 0)))
    is_answered: Truths = field(default_factory=lambda: np.zeros((0, 0), np.bool_))

    @property
    def totals(self) -> Whole:
        """Right answers of each person to the items that count (persons,)."""
        return np.asarray(((self.scores == 1) & self.is_scored).sum(1), np.int64)

    @property
    def lengths(self) -> Whole:
        """How many items count for each person (persons,)."""
        return np.asarray(self.is_scored.sum(1), np.int64)

    @property
    def answered(self) -> Floats:
        """The share of the items that count which each person answered (persons,); empty where that is
        not known, or nothing counts.
        """
        if not self.is_answered.size or not self.lengths.all():
            return np.zeros(0)
        return np.asarray((self.is_answered & self.is_scored).sum(1) / self.lengths)

    @property
    def responses(self) -> int:
        """How many responses there are."""
        return int((self.scores >= 0).sum())

    @property
    def in_parts(self) -> Whole:
        """The items (places from 0) of which somebody has some of the points, but not all."""
        if not self.points.size:
            return np.zeros(0, np.int64)
        return np.flatnonzero(((self.points > 0) & (self.scores == 0)).any(0))

    @property
    def _left_open(self) -> Whole:
        """The items without options (places from 0) that somebody left open."""
        if not self.is_answered.size:
            return np.zeros(0, np.int64)
        is_open = ((self.scores >= 0) & ~self.is_answered).any(0)
        return np.array([at for at in np.flatnonzero(is_open) if at not in self.keys], np.int64)

    def rows_of(self, form: str) -> Whole:
        """The persons (places from 0) who had a form."""
        return np.flatnonzero(np.array(self.forms, dtype=object) == form)

    def columns_of(self, form: str) -> Whole:
        """The items (places from 0) that count in a form."""
        rows = self.rows_of(form)
        return np.flatnonzero(self.is_scored[rows[0]]) if rows.size else rows

    def fingerprint(self) -> str:
        """The digest of everything in the table: two tables with the same one are the same."""
        lines = ["\t".join(["items", *self.items])]
        in_parts, left_open = self.in_parts, self._left_open
        for row, person in enumerate(self.persons):
            told = "".join("-" if score < 0 else str(score) for score in self.scores[row].tolist())
            counts = "".join("01"[flag] for flag in self.is_scored[row].tolist())
            chosen = "".join(option or "-" for option in self.choices[row]) if self.choices else ""
            facts = (person, self.forms[row], self.languages[row], str(self.pass_marks[row]))
            parts = (
                [f"{points:g}" for points in self.points[row, in_parts]] if in_parts.size else []
            )
            if left_open.size:
                parts.append(
                    "".join("01"[flag] for flag in self.is_answered[row, left_open].tolist())
                )
            lines.append("\t".join([*facts, told, counts, chosen, *parts]))
        return digest("\n".join(lines).encode())


@dataclass(frozen=True, slots=True)
class FormOfTable:
    """One form of a table: its name, how many persons had it and how many items count in it."""

    name: str
    persons: int
    items: int


def forms_of(table: ResponseTable) -> tuple[FormOfTable, ...]:
    """The forms of a table, those of most persons first."""
    names, counts = np.unique(np.array(table.forms, dtype=object).astype(str), return_counts=True)
    found = [
        FormOfTable(str(name), int(count), int(table.columns_of(str(name)).size))
        for name, count in zip(names, counts, strict=True)
    ]
    return tuple(sorted(found, key=lambda one: (-one.persons, one.name)))


def distribution_facts(totals: Floats | Whole) -> dict[str, float]:
    """Mean and standard deviation (persons less one) of scores; 0 for one person."""
    spread = float(np.std(totals, ddof=1)) if totals.size > 1 else 0.0
    return {"mean": float(np.mean(totals)), "deviation": spread}
