"""`tauliah record`: look after the ledger."""

from __future__ import annotations

import typer

from tauliah.cli.console import out, start_django

app = typer.Typer(help="Look after the ledger.", no_args_is_help=True)


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
