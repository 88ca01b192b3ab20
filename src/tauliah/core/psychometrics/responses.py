"""Responses of persons to items: scored 0 or 1 (or in more categories), or not there, from matrices
or from long tables.

A response that was not given or not asked for is -1 here; NaN, None and masked entries are taken
as the same. Whether an omitted answer counts as wrong is decided before, by whoever scores.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from tauliah.core.kernel import LocalText, Problem
from tauliah.core.psychometrics.arrays import Floats, Scores, Whole, frozen
from tauliah.core.psychometrics.refusals import FaultyResponses

MISSING = -1
MOST_PROBLEMS = 100
MOST_CATEGORIES = 100  # a score is 8 bits
NO_SCORE = -2


@dataclass(frozen=True, slots=True, eq=False)
class Responses:
    """A checked table: `scores` (persons, items) of 0, 1 (or, where items have more categories, 2,
    3, ...) and -1, with a label for every line.

    `weights` (persons,) says how many persons a row stands for. `groups` and `forms` are empty, or
    name the group and the form of each person. `seconds` (persons, items) is how long each response
    took, NaN where that is not known, or nothing where no time is.
    """

    scores: Scores
    persons: tuple[str, ...]
    items: tuple[str, ...]
    weights: Floats
    groups: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    seconds: Floats | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Patterns:
    """The different rows of a table: `scores` (patterns, items), how many persons gave each, and
    which pattern each person gave, so that `scores[of_person]` is the table again.
    """

    scores: Scores
    counts: Floats
    of_person: Whole


def scores_of(responses: ArrayLike | Responses, *, source: str = "responses") -> Scores:
    """The scores of any matrix of 0, 1 and missing, as int8 with -1 for missing.

    Raises FaultyResponses naming each row (counted from 1) that holds anything else, or when there
    are not two dimensions, no person or no item.
    """
    table = table_of(responses, source)
    if table.dtype in {np.dtype(np.int8), np.dtype(np.bool_)}:
        scores = table.astype(np.int8, copy=False)
        if scores.min() >= MISSING and scores.max() <= 1:
            return np.asarray(scores, np.int8)
        wrong = (scores < MISSING) | (scores > 1)
    else:
        numbers = numbers_of(table)
        missing = np.isnan(numbers) | (numbers == MISSING)
        wrong = ~missing & (numbers != 0) & (numbers != 1)
        scores = np.where(missing | wrong, MISSING, numbers).astype(np.int8)
    if wrong.any():
        raise FaultyResponses(
            tuple(
                problem(
                    source,
                    int(row) + 1,
                    path=f"item {int(column) + 1}",
                    en=f"expected 0, 1 or missing, got {table[row, column]!s}",
                    ms=f"dijangka 0, 1 atau tiada, diberi {table[row, column]!s}",
                )
                for row, column in np.argwhere(wrong)[:MOST_PROBLEMS]
            )
        )
    return np.asarray(scores, np.int8)


def table_of(responses: Any, source: str) -> Any:
    """Any matrix of persons x items as an array, NaN where it is masked; FaultyResponses for another
    shape, or for rows of different length.
    """
    if isinstance(responses, Responses):
        responses = responses.scores
    if isinstance(responses, np.ma.MaskedArray):
        responses = np.ma.filled(responses.astype(np.float64), np.nan)
    table = _table(responses, source)
    if table.ndim != 2 or 0 in table.shape:
        shape = " x ".join(map(str, table.shape)) or "a single value"
        raise FaultyResponses(
            (
                problem(
                    source,
                    0,
                    en=f"expected persons x items, at least 1 x 1, got {shape}",
                    ms=f"dijangka orang x item, sekurang-kurangnya 1 x 1, diberi {shape}",
                ),
            )
        )
    return table


def _table(responses: Any, source: str) -> Any:
    try:
        table = np.asarray(responses)
    except ValueError:  # rows of different length
        raise FaultyResponses(
            tuple(
                problem(
                    source,
                    number,
                    en=f"expected {len(responses[0])} responses, got {len(row)}",
                    ms=f"dijangka {len(responses[0])} respons, diberi {len(row)}",
                )
                for number, row in enumerate(responses, start=1)
                if len(row) != len(responses[0])
            )[:MOST_PROBLEMS]
        ) from None
    # One word among numbers would turn all of them into words.
    return np.asarray(responses, dtype=object) if table.dtype.kind in "US" else table


def numbers_of(table: Any) -> Floats:
    """The table as float64: None becomes NaN, and what is no number NO_SCORE, which is faulty."""
    try:
        return np.asarray(table.astype(np.float64))
    except (TypeError, ValueError):
        return np.array([[_number(value) for value in row] for row in table])


def _number(value: Any) -> float:
    if value is None:
        return np.nan
    return float(value) if isinstance(value, int | float | np.number) else NO_SCORE


def weights_in(responses: object, weights: ArrayLike | None) -> ArrayLike | None:
    """The weights that were given, else those that the responses carry."""
    return responses.weights if weights is None and isinstance(responses, Responses) else weights


def weights_of(weights: ArrayLike | None, *, persons: int, source: str = "weights") -> Floats:
    """Weights (persons,) as float64, 1 for everyone when there are none.

    Raises FaultyResponses naming each row whose weight is negative or no number, or when their
    number is not that of the persons.
    """
    if weights is None:
        return np.ones(persons)
    values = np.asarray(weights, dtype=np.float64)
    if values.shape != (persons,):
        raise FaultyResponses(
            (
                problem(
                    source,
                    0,
                    en=f"expected {persons} weights, got {values.size}",
                    ms=f"dijangka {persons} pemberat, diberi {values.size}",
                ),
            )
        )
    faulty = np.flatnonzero(~np.isfinite(values) | (values < 0))
    if faulty.size:
        raise FaultyResponses(
            tuple(
                problem(
                    source,
                    int(row) + 1,
                    en=f"expected 0 or more, got {values[row]}",
                    ms=f"dijangka 0 atau lebih, diberi {values[row]}",
                )
                for row in faulty[:MOST_PROBLEMS]
            )
        )
    return values


def from_long(
    persons: Sequence[object],
    items: Sequence[object],
    *,
    scores: Sequence[object],
    highest: int = 1,
    all_items: Sequence[str] = (),
    source: str = "responses",
    first_row: int = 1,
) -> Responses:
    """The table of a long list, one response a row: who, which item, 0 or 1 or None; or any whole
    number up to `highest`, for items of several categories.

    Persons and items keep the order in which they first appear; `all_items`, when given, fixes the
    columns instead, so that pieces of a larger list fit together, and an item outside it is a
    fault. `first_row` is the number of the first row in its file. Raises FaultyResponses with every
    fault at once: a score that is none of these, an empty label, a second score of the same
    person for the same item.
    """
    if not len(persons) == len(items) == len(scores):
        raise FaultyResponses(
            (
                problem(
                    source,
                    0,
                    en=f"expected as many persons as items and scores, got {len(persons)}, "
                    f"{len(items)} and {len(scores)}",
                    ms=f"dijangka bilangan orang sama dengan item dan skor, diberi {len(persons)}, "
                    f"{len(items)} dan {len(scores)}",
                ),
            )
        )
    if not 1 <= highest < MOST_CATEGORIES:
        raise ValueError(f"expected a highest score from 1 to {MOST_CATEGORIES - 1}, got {highest}")
    problems: list[Problem] = []
    found, _ = gathered(
        zip(count(first_row), persons, items, scores),
        highest=highest,
        all_items=all_items,
        source=source,
        problems=problems,
    )
    if problems:
        raise FaultyResponses(tuple(problems[:MOST_PROBLEMS]))
    return found


def gathered(
    rows: Iterable[tuple[int, object, object, object]],
    *,
    highest: int,
    all_items: Sequence[str],
    source: str,
    problems: list[Problem],
) -> tuple[Responses, dict[tuple[int, int], int]]:
    """The table of rows (number, person, item, score), and the number of the row of each cell.

    What is wrong is added to `problems`, of which the caller makes a refusal.
    """
    places: dict[str, int] = {}
    columns = {item: place for place, item in enumerate(all_items)}
    cells: dict[tuple[int, int], int] = {}
    values: list[int] = []
    for number, person, item, score in rows:
        who, what = str(person).strip(), str(item).strip()
        fault = _fault(who, what, score, highest)
        if not fault and all_items and what not in columns:
            fault = LocalText(en=f"no such item: {what}", ms=f"tiada item ini: {what}")
        if fault:
            problems.append(Problem(source, number, "", fault))
            continue
        cell = places.setdefault(who, len(places)), columns.setdefault(what, len(columns))
        if cell in cells:
            problems.append(
                problem(
                    source,
                    number,
                    en=f"{who} has a score for {what} already, in row {cells[cell]}",
                    ms=f"{who} sudah mempunyai skor bagi {what}, dalam baris {cells[cell]}",
                )
            )
            continue
        cells[cell] = number
        values.append(_score(score, highest))
    if not cells and not problems:
        problems.append(problem(source, 0, en="there are no responses", ms="tiada respons"))
    table = np.full((len(places), len(columns)), MISSING, np.int8)
    if cells:
        at = np.array(list(cells), dtype=np.int64)
        table[at[:, 0], at[:, 1]] = values
    weights = frozen(np.ones(len(places)))
    return Responses(frozen(table), tuple(places), tuple(columns), weights), cells


def _score(score: object, highest: int) -> int:
    """0 to `highest`, or MISSING; NO_SCORE for what is none of them."""
    text = "" if score is None else str(score).strip().lower()
    if text in {"", "nan", "na", "-1", "-1.0"}:
        return MISSING
    number = {"false": "0", "true": "1"}.get(text, text.removesuffix(".0"))
    return int(number) if number.isdecimal() and int(number) <= highest else NO_SCORE


def _fault(person: str, item: str, score: object, highest: int) -> LocalText | None:
    """What is wrong with one row of a long list; None when nothing is."""
    if not person or not item:
        return LocalText(
            en="expected a person and an item, got an empty label",
            ms="dijangka orang dan item, diberi label kosong",
        )
    if _score(score, highest) == NO_SCORE:
        allowed = "0, 1" if highest == 1 else f"0 to {highest}"
        allowed_in_malay = "0, 1" if highest == 1 else f"0 hingga {highest}"
        return LocalText(
            en=f"expected {allowed} or missing, got {score}",
            ms=f"dijangka {allowed_in_malay} atau tiada, diberi {score}",
        )
    return None


def problem(source: str, row: int, *, en: str, ms: str, path: str = "") -> Problem:
    """What is wrong with a row (from 1; 0 is the whole table)."""
    return Problem(source, row, path, LocalText(en=en, ms=ms))


def patterns(responses: ArrayLike | Responses, *, weights: ArrayLike | None = None) -> Patterns:
    """The different rows, in the order of their digits, each with the weight of its persons."""
    scores = scores_of(responses)
    weight = weights_of(weights_in(responses, weights), persons=len(scores))
    different, of_person = np.unique(scores, axis=0, return_inverse=True)
    counts = np.bincount(of_person, weights=weight, minlength=len(different))
    return Patterns(frozen(different), frozen(counts), frozen(of_person.astype(np.int64)))
