"""`tauliah record`: look after the ledger."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tauliah.batch.ledger_files import NoLedgerError
from tauliah.cli.console import out, start_django, stop
from tauliah.cli.grants import add_to
from tauliah.cli.planning import progress_of_records

app = typer.Typer(help="Look after the ledger.", no_args_is_help=True)


@app.command()
def export(
    folder: Annotated[Path, typer.Argument(help="a new or an empty folder")],
) -> None:
    """Write all records to Parquet files, for plans over more records than one machine audits."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        stop(f"{folder}: expected a new or an empty folder", code=2)
    start_django()
    from tauliah.apps.record.portions import export_records

    try:
        with progress_of_records() as progress:
            people, files = export_records(folder, progress=progress)
    except (OSError, NoLedgerError) as error:
        stop(str(error), code=2)
    out.print(
        f"{people} records in {files} file{'' if files == 1 else 's'}: {folder}", markup=False
    )


add_to(app)


@app.callback()
def group() -> None:
    """Look after the ledger."""


@app.command()
def verify() -> None:
    """Find every altered, missing or reordered entry and name it; exit 1 when there is one."""
    start_django()
    from tauliah.apps.people.queries import person
    from tauliah.apps.record.queries import count_records, verify_records

    faults = list(verify_records())
    for fault in faults:
        whose = person(fault.person)
        number = whose.candidate_number if whose else fault.person
        out.print(f"{number}: entry {fault.number}: {fault.fault}", markup=False)
    chains, entries = count_records()
    if faults:
        raise typer.Exit(1)
    out.print(f"{chains} records with {entries} entries: every seal holds.")
