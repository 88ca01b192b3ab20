"""`tauliah sitting`: what has to happen to sittings by itself."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Annotated

import typer

from tauliah.cli.console import now, out, start_django, stop
from tauliah.cli.looking_after import each_minute

app = typer.Typer(help="Look after sittings.", no_args_is_help=True)


@app.callback()
def group() -> None:
    """Look after sittings."""


@app.command("close-overdue")
def close_overdue() -> None:
    """Submit and score every attempt whose time has ended; `serve` does it each minute."""
    start_django()
    from tauliah.apps.results.actions import close_overdue_attempts
    from tauliah.apps.sittings.actions import issue_missing_receipts

    issue_missing_receipts(at=now())
    out.print(f"{close_overdue_attempts(at=now())} attempts closed.")


def close_overdue_each_minute(stopped: threading.Event) -> threading.Thread:
    """Close overdue attempts beside a running server until it stops.

    A candidate who never comes back is scored all the same.
    """
    from tauliah.apps.results.actions import close_overdue_attempts
    from tauliah.apps.sittings.actions import issue_missing_receipts
    from tauliah.apps.sittings.queries import exam_time

    def look() -> None:
        at = exam_time()
        close_overdue_attempts(at=at)
        issue_missing_receipts(at=at)

    undone = "Overdue attempts could not be closed"
    return each_minute("close-overdue", look, stopped=stopped, undone=undone)


@app.command()
def verify(
    attempt: Annotated[str, typer.Argument(help="an attempt's id, or its receipt's number")] = "",
    everything: Annotated[bool, typer.Option("--all", help="every attempt of the house")] = False,
) -> None:
    """Replay the chain of an attempt and name its first break; exit 1 when there is one."""
    if bool(attempt) == everything:
        stop("Name one attempt, or ask for --all.", code=2)
    start_django()
    from tauliah.apps.sittings.seals import attempts_to_check, seal_faults

    faults = checked = 0
    for found, fault in seal_faults(attempts_to_check(attempt)):
        checked += 1
        if fault is not None:
            faults += 1
            out.print(f"{found}: link {fault.number}: {fault.message.en}", markup=False)
    if not checked:
        stop("There is no such attempt." if attempt else "No attempt was started yet.", code=2)
    if faults:
        raise typer.Exit(1)
    out.print(f"{checked} {'chain' if checked == 1 else 'chains'}: every link and seal holds.")


@app.command()
def receipt(
    file: Annotated[Path, typer.Argument(help="the file of a receipt, or its number")],
    digest: Annotated[str, typer.Argument(help="with a number: the digest it shows")] = "",
    language: Annotated[str, typer.Option(help="en or ms")] = "en",
) -> None:
    """Check a receipt against the record; exit 0 when it is genuine, else 1 with the reason."""
    if language not in ("en", "ms"):
        stop("--language: expected en or ms", code=2)
    if not digest and not file.is_file():
        stop(f"{file}: no such file", code=2)
    start_django()
    from tauliah.apps.sittings.seals import check_number, check_receipt

    check = check_number(str(file), digest) if digest else check_receipt(file.read_bytes())
    out.print(check.message.in_language(language), markup=False)
    if not check.is_genuine:
        raise typer.Exit(1)


@app.command()
def emergency(
    file: Annotated[Path, typer.Argument(help="the emergency file of a candidate")],
    officer: Annotated[
        str, typer.Option("--as", help="e-mail address of the registrar or invigilator who acts")
    ],
    reason: Annotated[str, typer.Option("--reason", help="what failed; it stays in the chain")],
    language: Annotated[str, typer.Option(help="en or ms")] = "en",
) -> None:
    """Open an emergency file, check it against the chain, and take its answers; exit 1 with why not."""
    if language not in ("en", "ms"):
        stop("--language: expected en or ms", code=2)
    if not file.is_file():
        stop(f"{file}: no such file", code=2)
    start_django()
    from tauliah.apps.people.permissions import Permission, permissions_of
    from tauliah.apps.people.queries import person_by_email
    from tauliah.apps.sittings.actions import take_emergency_file
    from tauliah.core.kernel import Refused

    found = person_by_email(officer)
    if (
        found is None
        or not found.is_active
        or Permission.EMERGENCY_FILE_TAKE not in permissions_of(found)
    ):
        stop(f"--as {officer}: no registrar or invigilator has this e-mail address")
    taken = take_emergency_file(found, file.read_bytes(), reason=reason)
    if isinstance(taken, Refused):
        stop(taken.message.in_language(language))
    out.print(f"{taken.saves} saves taken into attempt {taken.attempt.pk}.", markup=False)
