"""`tauliah person`: give a person what is held of them, and decide who asks to be erased."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from tauliah.cli.acting import By, Reason, done_or_stop, id_of, registrar_called
from tauliah.cli.console import now, out, start_django, stop

app = typer.Typer(help="Give people their data, and erase them.", no_args_is_help=True)

RequestId = Annotated[str, typer.Argument(help="id, as `tauliah person erasures` names it")]


@app.callback()
def group() -> None:
    """Give people their data, and erase them."""


@app.command()
def export(
    email: Annotated[str, typer.Argument(help="e-mail address or candidate number")],
    to: Annotated[Path | None, typer.Option("--to", help="a new file, ending in .zip")] = None,
) -> None:
    """Write all that is held of a person into one archive: JSON, a page to read, files."""
    start_django()
    from tauliah.apps.people.permissions import SYSTEM
    from tauliah.apps.people.queries import person_called
    from tauliah.apps.privacy.exporting import note_export, write_export

    person = person_called(email)
    if person is None:
        stop(f"{email}: no account has this e-mail address or candidate number")
    at = now()
    file = to or Path(f"{person.candidate_number}-{at:%Y-%m-%d}.zip")
    try:
        # only its owner may read it: it holds all that is held of a person
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as target:
            note_export(person, actor=SYSTEM, at=at)
            rows = write_export(person, target, at=at)
    except FileExistsError:
        stop(f"{file}: there is such a file already", code=2)
    except OSError as error:
        stop(f"{file}: {error.strerror}", code=2)
    out.print(f"{rows} rows of {person.candidate_number}: {file}", markup=False)


@app.command()
def erasures() -> None:
    """Name the requests to be erased that wait for a registrar."""
    start_django()
    from tauliah.apps.privacy.queries import requests_waiting

    waiting = requests_waiting()
    for one in waiting:
        out.print(f"{one.pk}  {one.person.candidate_number}  {one.asked_at:%Y-%m-%d}", markup=False)
    if not waiting:
        out.print("No request waits.")


@app.command()
def erase(id: RequestId, by: By, reason: Reason) -> None:
    """Erase a person who asked for it, at once and wholly. It cannot be taken back."""
    registrar = registrar_called(by)
    from tauliah.apps.privacy.erasing import grant_erasure

    done_or_stop(grant_erasure(id_of(id), reason=reason, actor=registrar, at=now()))
    out.print("Erased. Awards stay provable by their number.")


@app.command()
def decline(id: RequestId, by: By, reason: Reason) -> None:
    """Decline a request to be erased; the person reads the reason."""
    registrar = registrar_called(by)
    from tauliah.apps.privacy.erasing import decline_erasure

    done_or_stop(decline_erasure(id_of(id), reason=reason, actor=registrar, at=now()))
    out.print("Declined. The person reads your reason.")
