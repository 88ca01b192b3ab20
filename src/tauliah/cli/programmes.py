"""`tauliah programme`: check and publish programme text."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, NoReturn

import typer

from tauliah.cli.console import err, now, out, start_django, stop
from tauliah.cli.folders import read_folder
from tauliah.core.audit import load_tried_programme
from tauliah.core.kernel import Problem, Refused

app = typer.Typer(help="Check and publish programme text.", no_args_is_help=True)
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
def publish(folder: Folder) -> None:
    """Freeze the folder as a numbered release; the same content is no new release."""
    start_django()
    from tauliah.apps.catalogue.actions import publish as publish_files
    from tauliah.apps.people.permissions import SYSTEM

    published = publish_files(read_folder(folder), actor=SYSTEM, at=now())
    if isinstance(published, Refused):
        stop(published.message.en)
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
