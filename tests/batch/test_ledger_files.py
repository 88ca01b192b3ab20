"""Records in Parquet files: what was written is read, and what was altered in them is found."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest
from pyarrow import parquet

from tauliah.batch import Pool, run
from tauliah.batch import ledger_files as files_module
from tauliah.batch.ledger_files import (
    NoLedgerError,
    ReauditOfFiles,
    ledger_files,
    people_in,
    read_ledger,
    write_ledger,
)
from tauliah.core.audit import Reaudit, joined_tallies
from tauliah.core.kernel import EntryRow, RecordRows, sealed_rows
from tauliah.core.programme import AllOf
from tests.core.audit.rules import exam, exams, programme_asking

TODAY = date(2026, 6, 1)


def record(person: str, *exams_passed: str) -> RecordRows:
    facts = [("matriculated", '{"designation":"API"}')]
    facts += [("exam-result", f'{{"exam":"{one}","passed":true}}') for one in exams_passed]
    rows = sealed_rows(
        EntryRow(person, number, kind, text, number * 10**15, "farid", "", "1", "", "")
        for number, (kind, text) in enumerate(facts, start=1)
    )
    return RecordRows(person, (rows[-1].number, rows[-1].seal), rows)


PEOPLE = [
    record(f"person-{number}", *exams_of)
    for number, exams_of in enumerate([(), ("PUM",), ("PUM", "PIN"), ("PUM",), ("PIN",)])
]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Five people in files of two."""
    monkeypatch.setattr(files_module, "PEOPLE_IN_A_FILE", 2)
    monkeypatch.setattr(files_module, "PEOPLE_AT_ONCE", 1)
    written = list(write_ledger(PEOPLE, tmp_path))
    assert [one.name for one in written] == [f"entries-0000{n}.parquet" for n in (1, 2, 3)]
    return tmp_path


def test_what_was_written_is_read(folder: Path) -> None:
    files = ledger_files(folder)

    assert [one for file in files for one in read_ledger(file)] == PEOPLE
    assert people_in(files) == 5


def test_files_are_audited_by_processes_that_read_them(folder: Path) -> None:
    before, after = programme_asking(exam("PUM")), programme_asking(AllOf(all=exams("PUM", "PIN")))
    job = ReauditOfFiles(Reaudit.between(before, after, days=(TODAY,)))

    found = joined_tallies(run(job, ledger_files(folder), on=Pool(1)))

    assert (found.people, found.losing, found.not_whole) == (5, 3, ())
    assert [person for person, _ in found.by_person()] == ["person-0", "person-1", "person-3"]


def altered(folder: Path, name: str, column: str, values: list[object]) -> None:
    table = parquet.read_table(folder / name)
    place = table.schema.get_field_index(column)
    changed = table.set_column(place, table.schema.field(place), pa.array(values))
    parquet.write_table(changed, folder / name)


def test_of_people_whose_records_were_altered_in_a_file_nothing_is_said(folder: Path) -> None:
    altered(folder, "entries-00001.parquet", "reason", ["", "because", ""])
    rules = programme_asking(exam("PUM"))
    job = ReauditOfFiles(Reaudit.between(rules, programme_asking(exam("PIN")), days=(TODAY,)))

    found = job(ledger_files(folder)[0])

    assert (found.people, found.not_whole) == (2, ("person-1",))


def test_entries_cut_from_the_end_of_a_file_are_missed(folder: Path) -> None:
    path = folder / "entries-00002.parquet"
    parquet.write_table(parquet.read_table(path)[:3], path)

    cut = [one for one in read_ledger(ledger_files(folder)[1]) if one.faults()]

    assert [(one.person, one.rows) for one in cut] == [("person-3", ())]


def test_a_folder_without_records_is_told(tmp_path: Path) -> None:
    with pytest.raises(NoLedgerError, match="no records in it"):
        ledger_files(tmp_path)


def test_a_file_without_its_heads_is_told(folder: Path) -> None:
    (folder / "heads-00002.parquet").unlink()

    with pytest.raises(NoLedgerError, match=r"heads-00002\.parquet: missing"):
        ledger_files(folder)


def test_a_file_of_something_else_is_told(folder: Path) -> None:
    (folder / "entries-00003.parquet").write_bytes(b"no Parquet at all")

    with pytest.raises(NoLedgerError, match=r"entries-00003\.parquet"):
        list(read_ledger(ledger_files(folder)[2]))
