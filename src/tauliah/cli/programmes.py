"""`tauliah programme`: check, plan and publish programme text."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from tauliah.cli.console import err, now, out, start_django, stop
from tauliah.cli.folders import read_folder
from tauliah.cli.planning import plan_lines, progress_of_records
from tauliah.core.audit import load_tried_programme
from tauliah.core.kernel import LANGUAGES, Problem, Refused

SOMEBODY_LOSES = 3
"""How a command ends by which somebody loses."""

app = typer.Typer(help="Check, plan and publish programme text.", no_args_is_help=True)
Folder = Annotated[Path, typer.Argument(help="folder with programme.yaml")]


@app.command()
def check(folder: Folder) -> None:
    """Report every mistake as file:line: path: message; exit 1 when there is one."""
    loaded = load_tried_programme(read_folder(folder))
    if isinstance(loaded, tuple):
        _stop_at(loaded, folder)
    programme, items = loaded.programme, loaded.items
    out.print(
        f"{folder}: no mistakes. {len(programme.designations)} designations, "
        f"{len(programme.courses)} courses, {len(programme.lessons)} lessons, "
        f"{len(items)} items, {len(programme.glossary)} glossary terms.",
        markup=False,
    )
    out.print(loaded.digest)


@app.command()
def plan(
    folder: Folder,
    csv_file: Annotated[
        Path | None, typer.Option("--csv", help="file for the effects on every person")
    ] = None,
    language: Annotated[str, typer.Option(help="en or ms")] = "en",
) -> None:
    """Say what publishing the folder would change, and for whom; exit 3 when somebody loses."""
    if language not in LANGUAGES:
        stop("--language: expected en or ms", code=2)
    start_django()
    from tauliah.apps.record.effects import effect_of, effect_rows

    with progress_of_records() as progress:
        found = effect_of(read_folder(folder), at=now(), progress=progress)
    if isinstance(found, tuple):
        _stop_at(found, folder)
    for line in plan_lines(found, language):
        out.print(line, markup=False)
    if csv_file is not None:
        try:
            with csv_file.open("w", encoding="utf-8", newline="") as table:
                csv.writer(table).writerows(effect_rows(found))
        except OSError as error:
            stop(f"{csv_file}: {error.strerror}", code=2)
    if found.losing:
        raise typer.Exit(SOMEBODY_LOSES)


@app.command()
def publish(
    folder: Folder,
    accept_losses: Annotated[
        bool, typer.Option("--accept-losses", help="publish although somebody loses")
    ] = False,
) -> None:
    """Freeze the folder as a numbered release; exit 3 when somebody would lose by it."""
    start_django()
    from tauliah.apps.people.permissions import SYSTEM
    from tauliah.apps.record.actions import ANY_LOSSES, publish_release

    with progress_of_records() as progress:
        published = publish_release(
            read_folder(folder),
            actor=SYSTEM,
            at=now(),
            losses_accepted=ANY_LOSSES if accept_losses else 0,
            progress=progress,
        )
    if isinstance(published, Refused):
        if published.code != "people-lose":
            stop(published.message.en)
        err.print(published.message.en, markup=False)
        stop(
            f"See who: tauliah programme plan {folder}. Accept: --accept-losses.",
            code=SOMEBODY_LOSES,
        )
    if isinstance(published, tuple):
        _stop_at(published, folder)
    new = "published" if published.is_new else "holds this content already; nothing was changed"
    out.print(f"Release {published.number} {new}: {published.digest}")


def _stop_at(problems: tuple[Problem, ...], folder: Path) -> NoReturn:
    for problem in problems:
        out.print(f"{folder}/{problem}", markup=False)
    count = len(problems)
    err.print(f"{count} mistake{'s' if count > 1 else ''}; nothing was changed.")
    raise typer.Exit(1)
