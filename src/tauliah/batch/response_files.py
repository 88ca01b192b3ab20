"""Responses in Parquet or CSV files, as pieces that workers read for themselves.

A file has a row for each person (a column for each item), or a row for each response (`person`,
`item`, `score`). Beside the person `weight` counts him or her so often; `group`, `form` and
`seconds` are passed over. Of a file by persons each row group is a piece, read in portions; a file
by responses is a piece as a whole, in which the rows of a person stand in any order. CSV is read as
`tauliah.core.psychometrics.pieces_from_csv` does it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from tauliah.core.kernel import LocalText, Problem
from tauliah.core.psychometrics import (
    FaultyResponses,
    Layout,
    Partition,
    items_in_csv,
    pieces_from_csv,
)
from tauliah.core.psychometrics.arrays import Floats, Scores, Whole
from tauliah.core.psychometrics.tokens import encoded, joined

PERSONS_AT_ONCE = 16_384
MOST_PROBLEMS = 100
BESIDE = ("person", "group", "form", "weight", "seconds")
"""Columns that are no items."""

Marks = npt.NDArray[np.uint64]
Truths = npt.NDArray[np.bool_]


class UnreadableFileError(Exception):
    """A file that is none of responses, or that cannot be read."""


@dataclass(frozen=True, slots=True)
class Source:
    """One piece of the responses: a file, or one row group of it, whose first row in the file has
    the number `first`, from 1.
    """

    path: Path
    row_group: int | None = None
    first: int = 1

    @property
    def name(self) -> str:
        """The name of the file."""
        return self.path.name


@dataclass(frozen=True, slots=True, eq=False)
class Survey:
    """What a piece holds: its `items`, how many `persons` and `responses`, and a mark of each person
    by which the same person in another piece is noticed (none where persons have no names).
    """

    items: tuple[str, ...]
    persons: int
    responses: int
    marks: Marks


def sources_in(paths: Iterable[Path]) -> tuple[Source, ...]:
    """The pieces of these files, in order; UnreadableFileError for a file of neither kind."""
    found: list[Source] = []
    for path in paths:
        if path.suffix == ".csv":
            found.append(Source(path))
            continue
        file = parquet_file(path)
        if _is_by_response(file.schema_arrow.names):
            found.append(Source(path))
            continue
        first = 1
        for number in range(file.num_row_groups):
            rows = file.metadata.row_group(number).num_rows
            if rows:
                found.append(Source(path, number, first))
            first += rows
    if not found:
        raise UnreadableFileError("no responses in these files")
    return tuple(found)


def survey(source: Source) -> Survey:
    """What a piece holds. Raises FaultyResponses where a row is none."""
    items = _items_of(source)
    told = _told_by_file(source, items)
    if told is not None:
        return told
    persons = responses = 0
    marks: list[Marks] = []
    for portion in _portions(source, items):
        persons += len(portion.scores)
        responses += int((portion.scores >= 0).sum())
        marks.append(portion.marks)
    return Survey(items, persons, responses, np.concatenate([*marks, np.zeros(0, np.uint64)]))


def _told_by_file(source: Source, items: tuple[str, ...]) -> Survey | None:
    """The survey of a row group whose own figures say that its items hold 0, 1 and nothing else;
    only the persons' names are read then.
    """
    if source.row_group is None:
        return None
    pa, _ = _arrow()
    file = parquet_file(source.path)
    group, schema = file.metadata.row_group(source.row_group), file.schema_arrow
    if any(pa.types.is_floating(schema.field(item).type) for item in items):
        return None  # NaN is no null
    responses = 0
    wanted = set(items)
    for number in range(group.num_columns):
        column = group.column(number)
        if column.path_in_schema not in wanted:
            continue
        figures = column.statistics
        if figures is None or not figures.has_null_count:
            return None
        if figures.null_count == group.num_rows:
            continue
        if not figures.has_min_max or figures.min not in {0, 1} or figures.max not in {0, 1}:
            return None
        responses += group.num_rows - figures.null_count
    marks = np.zeros(0, np.uint64)
    if "person" in schema.names:
        read = file.read_row_group(source.row_group, columns=["person"], use_threads=False)
        marks = _marks(read.column("person"))
    return Survey(items, group.num_rows, responses, marks)


def sample(source: Source, items: Sequence[str], *, persons: int) -> Scores:
    """The scores of the first persons of a piece on these items, -1 where there is none."""
    first = next(islice(_portions(source, items), 1), None)
    return np.zeros((0, len(items)), np.int8) if first is None else first.scores[:persons]


def partition_of(source: Source, items: Sequence[str], layout: Layout) -> Partition:
    """The piece as tokens. Raises FaultyResponses where a row is none."""
    return joined(
        [
            encoded(portion.scores, portion.weights, layout=layout)
            for portion in _portions(source, items)
        ]
    )


def repeated_person(surveys: Sequence[Survey]) -> tuple[int, int] | None:
    """Two pieces, by their places, in which one person seems to stand; None where there are none."""
    marks = np.concatenate([one.marks for one in surveys])
    order = np.argsort(marks, kind="stable")
    twice = np.flatnonzero(marks[order][1:] == marks[order][:-1])
    if not twice.size:
        return None
    ends = np.cumsum([one.marks.size for one in surveys])
    pair = order[[twice[0], twice[0] + 1]]
    first, second = np.searchsorted(ends, pair, side="right").tolist()
    return first, second


@dataclass(frozen=True, slots=True, eq=False)
class _Portion:
    """Some persons of a piece."""

    scores: Scores
    weights: Floats
    marks: Marks


def _items_of(source: Source) -> tuple[str, ...]:
    if source.path.suffix == ".csv":
        with source.path.open(encoding="utf-8-sig", newline="") as lines:
            return items_in_csv(lines, source=source.name)
    file = parquet_file(source.path)
    if not _is_by_response(file.schema_arrow.names):
        return _columns_of_items(file.schema_arrow.names)
    column = file.read(columns=["item"], use_threads=False).column("item")
    return tuple(str(item) for item in column.unique().to_pylist() if item is not None)


def _portions(source: Source, items: Sequence[str]) -> Iterator[_Portion]:
    if source.path.suffix == ".csv":
        return _from_csv(source, items)
    file = parquet_file(source.path)
    if _is_by_response(file.schema_arrow.names):
        return _by_response(source, file, items)
    return _by_person(source, file, items)


def _from_csv(source: Source, items: Sequence[str]) -> Iterator[_Portion]:
    with source.path.open(encoding="utf-8-sig", newline="") as lines:
        for piece in pieces_from_csv(
            lines, all_items=items, persons=PERSONS_AT_ONCE, source=source.name
        ):
            marks = _marks_of([one.encode() for one in piece.persons])
            yield _Portion(piece.scores, piece.weights, marks)


def _by_person(source: Source, file: Any, items: Sequence[str]) -> Iterator[_Portion]:
    there = set(file.schema_arrow.names)
    place = {item: number for number, item in enumerate(items)}
    mine = [item for item in _columns_of_items(file.schema_arrow.names) if item in place]
    beside = [name for name in ("person", "weight") if name in there]
    row = source.first
    for batch in file.iter_batches(
        batch_size=PERSONS_AT_ONCE,
        row_groups=[source.row_group],
        columns=[*beside, *mine],
        use_threads=False,
    ):
        scores = np.full((batch.num_rows, len(items)), -1, np.int8, order="F")
        faults: list[Problem] = []
        for item in mine:
            scores[:, place[item]] = _scores_in(batch.column(item), source.name, row, item, faults)
        weights, marks = np.ones(batch.num_rows), np.zeros(0, np.uint64)
        if "weight" in there:
            weights = _weights_in(batch.column("weight"), source.name, row, faults)
        if "person" in there:
            marks = _marks(batch.column("person"))
        _require_none(faults)
        yield _Portion(np.ascontiguousarray(scores), weights, marks)
        row += batch.num_rows


def _by_response(source: Source, file: Any, items: Sequence[str]) -> Iterator[_Portion]:
    names = [
        name for name in ("person", "item", "score", "weight") if name in file.schema_arrow.names
    ]
    table = file.read(columns=names, use_threads=False)
    faults: list[Problem] = []
    for name in ("person", "item"):
        _require_there(table.column(name), source.name, name, faults)
    _require_none(faults)
    persons, labels = _coded(table.column("person"))
    columns, found = _coded(table.column("item"))
    place = {item: number for number, item in enumerate(items)}
    columns = np.array([place[str(item)] for item in found.to_pylist()], np.int64)[columns]
    scores = _scores_in(table.column("score"), source.name, 1, "score", faults)
    weights = np.ones(len(persons))
    if "weight" in names:
        weights = _weights_in(table.column("weight"), source.name, 1, faults)
    order = np.argsort(persons, kind="stable")
    _require_once(persons, columns, source.name, faults)
    _require_none(faults)
    marks = _marks(labels)
    ends = np.cumsum(np.bincount(persons, minlength=len(labels)))
    for begin in range(0, len(labels), PERSONS_AT_ONCE):
        end = min(len(labels), begin + PERSONS_AT_ONCE)
        rows = order[ends[begin - 1] if begin else 0 : ends[end - 1]]
        table_of_some = np.full((end - begin, len(items)), -1, np.int8)
        table_of_some[persons[rows] - begin, columns[rows]] = scores[rows]
        weight = np.ones(end - begin)
        weight[persons[rows] - begin] = weights[rows]
        yield _Portion(table_of_some, weight, marks[begin:end])


def _columns_of_items(names: Sequence[str]) -> tuple[str, ...]:
    return tuple(name for name in names if name.lower() not in BESIDE)


def _is_by_response(names: Sequence[str]) -> bool:
    return "item" in names and "score" in names


def _scores_in(column: Any, name: str, first: int, path: str, faults: list[Problem]) -> Scores:
    """0, 1 and -1 of a column; what is none of them is a fault by its row."""
    pa, _ = _arrow()
    kind = column.type
    if not (pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_boolean(kind)):
        faults.append(
            Problem(
                name,
                0,
                path,
                LocalText(
                    en=f"expected a column of 0, 1 and nothing, got {kind}",
                    ms=f"dijangka lajur 0, 1 dan kosong, diberi {kind}",
                ),
            )
        )
        return np.full(len(column), -1, np.int8)
    if pa.types.is_floating(kind):
        numbers = np.asarray(column.fill_null(np.nan).to_numpy(zero_copy_only=False), np.float64)
        missing = np.isnan(numbers) | (numbers == -1)
    else:
        if pa.types.is_boolean(kind):
            column = column.cast(pa.int8())
        filled = column.fill_null(-1) if column.null_count else column
        numbers = np.asarray(filled.to_numpy(zero_copy_only=False))
        if not numbers.size or (numbers.min() >= -1 and numbers.max() <= 1):
            return np.asarray(numbers, np.int8)
        missing = numbers == -1
    wrong = ~missing & (numbers != 0) & (numbers != 1)
    faults.extend(
        Problem(
            name,
            first + int(row),
            path,
            LocalText(
                en=f"expected 0, 1 or missing, got {numbers[row]}",
                ms=f"dijangka 0, 1 atau tiada, diberi {numbers[row]}",
            ),
        )
        for row in np.flatnonzero(wrong)[:MOST_PROBLEMS]
    )
    return np.asarray(np.where(missing | wrong, -1, numbers), np.int8)


def _weights_in(column: Any, name: str, first: int, faults: list[Problem]) -> Floats:
    pa, _ = _arrow()
    numbers = np.asarray(
        column.cast(pa.float64()).fill_null(1.0).to_numpy(zero_copy_only=False), np.float64
    )
    wrong = ~(np.isfinite(numbers) & (numbers >= 0))
    faults.extend(
        Problem(
            name,
            first + int(row),
            "weight",
            LocalText(
                en=f"expected 0 or more, got {numbers[row]}",
                ms=f"dijangka 0 atau lebih, diberi {numbers[row]}",
            ),
        )
        for row in np.flatnonzero(wrong)[:MOST_PROBLEMS]
    )
    return numbers


def _require_there(column: Any, name: str, path: str, faults: list[Problem]) -> None:
    empty = np.flatnonzero(column.is_null().to_numpy())
    faults.extend(
        Problem(
            name,
            1 + int(row),
            path,
            LocalText(en=f"expected a {path}, got nothing", ms=f"tiada {path} diberi"),
        )
        for row in empty[:MOST_PROBLEMS]
    )


def _require_once(persons: Whole, columns: Whole, name: str, faults: list[Problem]) -> None:
    """A second response of one person to one item is a fault, by its row."""
    cells = persons * (int(columns.max(initial=0)) + 1) + columns
    by_cell = np.argsort(cells, kind="stable")
    twice = np.flatnonzero(cells[by_cell][1:] == cells[by_cell][:-1])
    for place in twice[:MOST_PROBLEMS]:
        before, row = sorted(by_cell[[place, place + 1]].tolist())
        faults.append(
            Problem(
                name,
                1 + row,
                "",
                LocalText(
                    en=f"the same person has a score for this item already, in row {1 + before}",
                    ms=f"orang yang sama sudah mempunyai skor bagi item ini, dalam baris "
                    f"{1 + before}",
                ),
            )
        )


def _require_none(faults: list[Problem]) -> None:
    if faults:
        faults.sort(key=lambda one: one.line)
        raise FaultyResponses(tuple(faults[:MOST_PROBLEMS]))


def _coded(column: Any) -> tuple[Whole, Any]:
    """Numbers from 0 in the place of labels, and the labels."""
    whole = column.combine_chunks() if hasattr(column, "combine_chunks") else column
    coded = whole if hasattr(whole, "dictionary") else whole.dictionary_encode()
    return np.asarray(coded.indices.to_numpy(zero_copy_only=False), np.int64), coded.dictionary


def _marks(column: Any) -> Marks:
    pa, _ = _arrow()
    if pa.types.is_integer(column.type):
        return np.asarray(column.to_numpy(zero_copy_only=False)).astype(np.uint64)
    return _marks_of([str(one).encode() for one in column.to_pylist()])


def _marks_of(labels: list[bytes]) -> Marks:
    """FNV-1a of each label, in 64 bits: of ten million labels two coincide once in 400,000 times."""
    if not labels:
        return np.zeros(0, np.uint64)
    lengths = np.array([len(one) for one in labels])
    width = int(lengths.max())
    letters = np.zeros((len(labels), max(width, 1)), np.uint8)
    flat = np.frombuffer(b"".join(labels), np.uint8)
    letters[np.arange(letters.shape[1]) < lengths[:, None]] = flat
    found = np.full(len(labels), 0xCBF29CE484222325, np.uint64)
    for place in range(width):
        is_there = place < lengths
        found[is_there] = (found[is_there] ^ letters[is_there, place]) * np.uint64(0x100000001B3)
    return found


def parquet_file(path: Path) -> Any:
    """The file as Arrow reads it. Raises UnreadableFileError where it is none, or Arrow is missing."""
    pa, parquet = _arrow()
    try:
        return parquet.ParquetFile(path)
    except (pa.ArrowInvalid, OSError) as error:
        raise UnreadableFileError(f"{path}: {error}") from error


def _arrow() -> tuple[Any, Any]:
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError as error:
        raise UnreadableFileError(
            "Responses in Parquet files need Arrow: pip install -r requirements/cluster.txt"
        ) from error
    return pa, parquet
