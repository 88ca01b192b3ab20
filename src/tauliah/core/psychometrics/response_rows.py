"""Responses from rows: one for each response or for each person, whole or in pieces that are smaller
than memory.

With the columns `person`, `item` and `score` a row is one response; `seconds` may say how long it
took. Without `item` a row is a person, and every other column is an item. Either way `group`,
`form` and `weight` may stand beside the person. Names of columns are read without regard to case.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from itertools import chain

import numpy as np

from tauliah.core.kernel import Problem
from tauliah.core.psychometrics.arrays import Floats, frozen
from tauliah.core.psychometrics.refusals import FaultyResponses
from tauliah.core.psychometrics.responses import (
    MOST_CATEGORIES,
    MOST_PROBLEMS,
    Responses,
    gathered,
    problem,
)

PERSONS_IN_PIECE = 20_000
_OF_PERSON = ("group", "form", "weight")
_OF_RESPONSE = ("person", "item", "score", "seconds", *_OF_PERSON)


@dataclass(frozen=True, slots=True)
class Line:
    """One row by its number: the person, what is said of him or her, and the responses, (item, score,
    seconds).
    """

    number: int
    person: str
    about: dict[str, str]
    responses: tuple[tuple[str, str, str], ...]


def responses_from_rows(
    columns: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    highest: int = 1,
    all_items: Iterable[str] = (),
    source: str = "responses",
) -> Responses:
    """All responses in rows of values under these columns, as a cursor of a database gives them.

    None and NaN are missing. `highest` and `all_items` are those of `from_long`. Raises
    FaultyResponses with every fault at once, each by its row, the first being 1: no such column, a
    score that is none, a response that is there twice, a person of two groups, forms or weights.
    """
    lines = lines_of(columns, enumerate(rows, start=1), source=source)
    return whole_table(lines, highest=highest, all_items=tuple(all_items), source=source)


def pieces_from_rows(
    columns: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    all_items: Iterable[str],
    highest: int = 1,
    persons: int = PERSONS_IN_PIECE,
    source: str = "responses",
) -> Iterator[Responses]:
    """The same, so many persons at a time, so that there may be more rows than memory holds.

    The rows of one person follow one another. `all_items` are the columns of every piece. Raises
    FaultyResponses with the faults of a piece as it is reached, and for a person whose rows lie
    apart.
    """
    lines = lines_of(columns, enumerate(rows, start=1), source=source)
    return in_pieces(
        lines, all_items=tuple(all_items), highest=highest, persons=persons, source=source
    )


def in_pieces(
    lines: Iterable[Line], *, all_items: tuple[str, ...], highest: int, persons: int, source: str
) -> Iterator[Responses]:
    """The tables of so many persons at a time, or a refusal with the faults of a piece."""
    if persons < 1:
        raise ValueError(f"expected 1 person or more in a piece, got {persons}")
    seen: set[bytes] = set()
    waiting: list[Line] = []
    held = 0
    last = ""
    for line in lines:
        if line.person != last:
            # Eight bytes stand for a name: of ten million persons two coincide once in 400,000 times.
            mark = blake2b(line.person.encode(), digest_size=8).digest()
            if mark in seen:
                raise FaultyResponses((_apart(line, source),))
            seen.add(mark)
            if held == persons:
                yield whole_table(waiting, highest=highest, all_items=all_items, source=source)
                waiting, held = [], 0
            held += 1
            last = line.person
        waiting.append(line)
    yield whole_table(waiting, highest=highest, all_items=all_items, source=source)


def _apart(line: Line, source: str) -> Problem:
    return problem(
        source,
        line.number,
        en=f"the lines of {line.person} do not follow one another; sort the file by person",
        ms=f"baris bagi {line.person} tidak berturutan; isih fail mengikut orang",
    )


def lines_of(
    columns: Sequence[str],
    rows: Iterable[tuple[int, Sequence[object]]],
    *,
    source: str,
    head: int = 0,
) -> Iterator[Line]:
    """What each numbered row says; `head` is the number of the row with the columns, 0 for none."""
    header = [str(name).strip().removeprefix("\ufeff") for name in columns]
    words = [name.lower() for name in header]
    place = {name: words.index(name) for name in _OF_RESPONSE if name in words}
    is_long = "item" in place
    _require_columns(words, source, is_long=is_long, head=head)
    about = [(name, place[name]) for name in _OF_PERSON if name in place]
    taken = {place["person"], *(at for _, at in about)}
    of_items = [(name, at) for at, name in enumerate(header) if at not in taken]
    given: tuple[tuple[str, str, str], ...]
    for number, values in rows:
        row = [_text(value) for value in values]
        if not any(row):
            continue  # empty lines, as editors leave them at the end
        if len(row) != len(header):
            raise FaultyResponses(
                (
                    problem(
                        source,
                        number,
                        en=f"expected {len(header)} columns, got {len(row)}",
                        ms=f"dijangka {len(header)} lajur, diberi {len(row)}",
                    ),
                )
            )
        if is_long:
            seconds = row[place["seconds"]] if "seconds" in place else ""
            given = ((row[place["item"]], row[place["score"]], seconds),)
        else:
            given = tuple((name, row[at], "") for name, at in of_items)
        yield Line(number, row[place["person"]], {name: row[at] for name, at in about}, given)


def _text(value: object) -> str:
    """A value as text; nothing for None and for NaN, which is the one value unlike itself."""
    return "" if value is None or value != value else str(value).strip()  # noqa: PLR0124


def _require_columns(words: list[str], source: str, *, is_long: bool, head: int) -> None:
    missing = [
        name
        for name in (("person", "item", "score") if is_long else ("person",))
        if name not in words
    ]
    twice = sorted({name for name in words if words.count(name) > 1})
    faults = [
        *(
            problem(source, head, en=f"no column {name}", ms=f"tiada lajur {name}", path=name)
            for name in missing
        ),
        *(
            problem(
                source,
                head,
                en=f"column {name} is there twice",
                ms=f"lajur {name} berulang",
                path=name,
            )
            for name in twice
        ),
    ]
    if not faults and not is_long and not set(words) - {"person", *_OF_PERSON}:
        faults.append(problem(source, head, en="there are no items", ms="tiada item"))
    if faults:
        raise FaultyResponses(tuple(faults))


@dataclass(slots=True)
class _Persons:
    """What the lines say of each person, and where it was first said."""

    source: str
    problems: list[Problem]
    first: dict[str, Line] = field(default_factory=dict)
    weights: dict[str, float] = field(default_factory=dict)

    def add(self, line: Line) -> None:
        before = self.first.get(line.person)
        if before is None:
            self.first[line.person] = line
            self.weights[line.person] = self._weight(line)
        elif line.about != before.about:
            named = next(name for name in line.about if line.about[name] != before.about[name])
            self.problems.append(
                problem(
                    self.source,
                    line.number,
                    path=named,
                    en=f"{line.person} has {named} {line.about[named]!r} here and "
                    f"{before.about[named]!r} in row {before.number}",
                    ms=f"{line.person} mempunyai {named} {line.about[named]!r} di sini dan "
                    f"{before.about[named]!r} dalam baris {before.number}",
                )
            )

    def labels(self, name: str, persons: tuple[str, ...]) -> tuple[str, ...]:
        """The group or the form of each person; faults where only some have one."""
        found = tuple(self.first[person].about.get(name, "") for person in persons)
        if not any(found):
            return ()
        self.problems.extend(
            problem(
                self.source,
                self.first[person].number,
                path=name,
                en=f"expected the {name} of {person}, got nothing",
                ms=f"dijangka {name} bagi {person}, tiada apa yang diberi",
            )
            for person, label in zip(persons, found, strict=True)
            if not label
        )
        return found

    def _weight(self, line: Line) -> float:
        text = line.about.get("weight", "")
        weight = _number(text, otherwise=1.0)
        if weight is None or not weight >= 0:
            self.problems.append(_no_number(self.source, line.number, "weight", text))
            return 1.0
        return weight


def _number(text: str, *, otherwise: float) -> float | None:
    """The number that a text holds, `otherwise` for an empty one; nothing where it is none."""
    if not text:
        return otherwise
    try:
        found = float(text)
    except ValueError:
        return None
    return found if np.isfinite(found) else None


def _no_number(source: str, row: int, column: str, text: str) -> Problem:
    return problem(
        source,
        row,
        path=column,
        en=f"expected a number of 0 or more, got {text}",
        ms=f"dijangka nombor 0 atau lebih, diberi {text}",
    )


def whole_table(
    lines: Iterable[Line], *, highest: int, all_items: tuple[str, ...], source: str
) -> Responses:
    """The table of all these lines, or a refusal with every fault in them."""
    if not 1 <= highest < MOST_CATEGORIES:
        raise ValueError(f"expected a highest score from 1 to {MOST_CATEGORIES - 1}, got {highest}")
    problems: list[Problem] = []
    persons = _Persons(source, problems)
    seconds: dict[tuple[int, str], float] = {}

    def rows(line: Line) -> Iterator[tuple[int, str, str, str]]:
        persons.add(line)
        for item, score, text in line.responses:
            if text:
                time = _number(text, otherwise=np.nan)
                if time is None or time < 0:
                    problems.append(_no_number(source, line.number, "seconds", text))
                else:
                    seconds[line.number, item] = time
            yield line.number, line.person, item, score

    found, cells = gathered(
        chain.from_iterable(map(rows, lines)),
        highest=highest,
        all_items=all_items,
        source=source,
        problems=problems,
    )
    groups, forms = (persons.labels(name, found.persons) for name in ("group", "form"))
    if problems:
        problems.sort(key=lambda one: one.line)
        raise FaultyResponses(tuple(problems[:MOST_PROBLEMS]))
    return replace(
        found,
        weights=frozen(np.array([persons.weights[person] for person in found.persons])),
        groups=groups,
        forms=forms,
        seconds=_times(found, cells, seconds) if seconds else None,
    )


def _times(
    found: Responses, cells: dict[tuple[int, int], int], seconds: dict[tuple[int, str], float]
) -> Floats:
    times = np.full(found.scores.shape, np.nan)
    for (row, column), number in cells.items():
        times[row, column] = seconds.get((number, found.items[column]), np.nan)
    return np.asarray(frozen(times))
