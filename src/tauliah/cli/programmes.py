"""`tauliah programme`: check, plan and publish programme text."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from tauliah.cli.console import err, now, out, start_django, stop
from tauliah.cli.folders import read_programme
from tauliah.cli.health import health_tables
from tauliah.cli.planning import (
    place_of_work,
    plan_lines,
    progress_of_records,
    published_line,
    told_failures,
)
from tauliah.core.audit import load_tried_programme
from tauliah.core.kernel import LANGUAGES, LocalText, Problem, Refused
from tauliah.core.programme.health import health as health_of

SOMEBODY_LOSES = 3
"""How a command ends by which somebody loses."""

app = typer.Typer(help="Check, plan and publish programme text.", no_args_is_help=True)
Folder = Annotated[Path, typer.Argument(help="folder with programme.yaml")]
Language = Annotated[str, typer.Option(help="en or ms")]
Secure = Annotated[
    Path | None, typer.Option(help="folder that holds the items for exams, kept apart")
]


@app.command()
def check(folder: Folder, language: Language = "en", secure: Secure = None) -> None:
    """Report every mistake as file:line: path: message; exit 1 when there is one."""
    _stop_unless_spoken(language)
    loaded = load_tried_programme(read_programme(folder, secure))
    if isinstance(loaded, tuple):
        _stop_at(loaded, folder, language, secure=secure)
    programme, items = loaded.programme, loaded.items
    found = LocalText(
        en=f"no mistakes. {len(programme.designations)} designations, "
        f"{len(programme.courses)} courses, {len(programme.ethics_courses)} on ethics, "
        f"{len(programme.lessons)} lessons, "
        f"{len(items)} items, {len(programme.glossary)} glossary terms.",
        ms=f"tiada kesilapan. {len(programme.designations)} gelaran, "
        f"{len(programme.courses)} kursus, {len(programme.ethics_courses)} kursus etika, "
        f"{len(programme.lessons)} pelajaran, "
        f"{len(items)} item, {len(programme.glossary)} istilah glosari.",
    )
    out.print(f"{folder}: {found.in_language(language)}", markup=False)
    out.print(loaded.digest)


@app.command()
def health(folder: Folder, language: Language = "en", secure: Secure = None) -> None:
    """Show outcomes by lessons and items, course by course, and what is thin; change nothing."""
    _stop_unless_spoken(language)
    loaded = load_tried_programme(read_programme(folder, secure))
    if isinstance(loaded, tuple):
        _stop_at(loaded, folder, language, secure=secure)
    for shown in health_tables(health_of(loaded.programme, loaded.items), language):
        out.print(shown)


@app.command()
def plan(
    folder: Folder,
    *,
    csv_file: Annotated[
        Path | None, typer.Option("--csv", help="file for the effects on every person")
    ] = None,
    language: Language = "en",
    secure: Secure = None,
    records: Annotated[
        Path | None,
        typer.Option(help="folder of `tauliah record export` to read instead of the database"),
    ] = None,
    workers: Annotated[
        int | None, typer.Option(min=1, help="processes of this machine to do the work in")
    ] = None,
    cluster: Annotated[
        str | None, typer.Option(help="address of a Dask scheduler, such as tcp://10.0.0.5:8786")
    ] = None,
) -> None:
    """Say what publishing the folder would change, and for whom; exit 3 when somebody loses."""
    _stop_unless_spoken(language)
    on = place_of_work(workers, cluster)
    start_django()
    from tauliah.apps.record.effects import effect_of, effect_rows

    with progress_of_records(language) as progress, told_failures(language):
        files = read_programme(folder, secure)
        found = effect_of(files, at=now(), on=on, records=records, progress=progress)
    if isinstance(found, tuple):
        _stop_at(found, folder, language, secure=secure)
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
    language: Language = "en",
    secure: Secure = None,
) -> None:
    """Freeze the folder as a numbered release; exit 3 when somebody would lose by it."""
    _stop_unless_spoken(language)
    start_django()
    from tauliah.apps.people.permissions import SYSTEM
    from tauliah.apps.reading.indexing import refresh_index
    from tauliah.apps.record.actions import ANY_LOSSES, publish_release

    with progress_of_records(language) as progress:
        published = publish_release(
            read_programme(folder, secure),
            actor=SYSTEM,
            at=now(),
            losses_accepted=ANY_LOSSES if accept_losses else 0,
            progress=progress,
        )
    if isinstance(published, Refused):
        if published.code != "people-lose":
            stop(published.message.in_language(language))
        err.print(published.message.in_language(language), markup=False)
        see_who = LocalText(
            en=f"See who: tauliah programme plan {folder}. Accept: --accept-losses.",
            ms=f"Lihat siapa: tauliah programme plan {folder}. Terima: --accept-losses.",
        )
        stop(see_who.in_language(language), code=SOMEBODY_LOSES)
    if isinstance(published, tuple):
        _stop_at(published, folder, language, secure=secure)
    out.print(published_line(published.number, published.digest, is_new=published.is_new)
              .in_language(language))  # fmt: skip
    refresh_index(at=now())


@app.command()
def index() -> None:
    """Make anew what the search over lessons and glossary looks in, from the newest release."""
    start_django()
    from tauliah.apps.catalogue.queries import NothingPublished
    from tauliah.apps.reading.indexing import make_index

    try:
        count = make_index(at=now())
    except NothingPublished:
        stop("Nothing is published yet, so there is nothing to search.")
    out.print(f"The search looks in {count:,} passages.")


def _stop_unless_spoken(language: str) -> None:
    if language not in LANGUAGES:
        stop("--language: expected en or ms", code=2)


def _stop_at(
    problems: tuple[Problem, ...], folder: Path, language: str, *, secure: Path | None
) -> NoReturn:
    """Print each mistake, and under it the steps that led to it; then end."""
    for problem in problems:
        is_kept_apart = secure is not None and (secure / problem.file).is_file()
        stands_in = secure if is_kept_apart else folder
        out.print(f"{stands_in}/{problem.told_in(language)}", markup=False)
        for step in problem.because:
            out.print(f"    {step.in_language(language)}", markup=False)
    count = len(problems)
    verdict = LocalText(
        en=f"{count} mistake{'s' if count > 1 else ''}; nothing was changed.",
        ms=f"{count} kesilapan; tiada apa-apa diubah.",
    )
    err.print(verdict.in_language(language), markup=False)
    raise typer.Exit(1)
