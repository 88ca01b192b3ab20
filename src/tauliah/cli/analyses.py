"""`tauliah analyses`: analyses of exams and technical reports from the command line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import typer
from rich.table import Table

from tauliah.cli.acting import done_or_stop, language_of
from tauliah.cli.console import is_terminal, now, out, start_django, stop

if TYPE_CHECKING:
    from tauliah.apps.analyses.queries import Run
    from tauliah.apps.analyses.telling import Section

app = typer.Typer(
    help="Analyse exams: items, calibration, languages, equating.", no_args_is_help=True
)

Kind = Annotated[str, typer.Argument(help="items, calibration, languages or equating")]
Course = Annotated[str, typer.Argument(help="code of the course")]
Window = Annotated[str, typer.Option(help="window, such as 2026-1; all of them without it")]
InLanguage = Annotated[str, typer.Option("--language", help="en or ms")]


@app.callback()
def group() -> None:
    """Analyse exams: items, calibration, languages, equating."""


@app.command("run")
def run(  # noqa: PLR0917 - options of a command are parameters
    kind: Kind,
    course: Course,
    window: Window = "",
    model: Annotated[str, typer.Option(help="1PL, 2PL or 3PL")] = "2PL",
    priors: Annotated[bool, typer.Option(help="weak priors in the 1PL and 2PL")] = False,
    focal: Annotated[str, typer.Option(help="language that is looked at: en or ms")] = "ms",
    new: Annotated[str, typer.Option(help="form to be equated; see `tauliah analyses forms`")] = "",
    base: Annotated[str, typer.Option(help="form on which scores are expressed")] = "",
    method: Annotated[
        str, typer.Option(help="stocking-lord, haebara, mean-sigma or mean-mean")
    ] = "stocking-lord",
    language: InLanguage = "en",
) -> None:
    """Make an analysis and show it; Ctrl-C cancels it."""
    language_of(language)
    start_django()
    from tauliah.apps.analyses.actions import make_run, order_run
    from tauliah.apps.analyses.asking import asked
    from tauliah.apps.people.permissions import SYSTEM

    settings = {
        "model": model,
        "has_priors": priors,
        "focal": focal,
        "new": new,
        "base": base,
        "method": method,
    }
    wanted = done_or_stop(asked(kind, course.upper(), window, settings=settings))
    id = order_run(SYSTEM, wanted, at=now())
    out.print(f"Run {id}", markup=False)
    with out.status("reading the responses") as status:

        def told(done: int, of: int) -> None:
            if is_terminal():
                status.update(f"step {done} of {of}" if of else f"step {done}")

        state = make_run(id, clock=now, told=told)
    found = _run(id)
    if state != "made":
        stop(found.reason.in_language(language) if found.reason else state)
    _tell(found, language)


@app.command("list")
def runs(
    kind: Annotated[str, typer.Option(help="items, calibration, languages or equating")] = "",
    course: Annotated[str, typer.Option(help="code of a course")] = "",
    window: Annotated[str, typer.Option(help="window, such as 2026-1")] = "",
    page: Annotated[int, typer.Option(help="page of the list")] = 1,
) -> None:
    """List runs, newest first, 25 at a time."""
    start_django()
    from tauliah.apps.analyses.queries import Wanted, page_of_runs, settings_in_words

    found = page_of_runs(Wanted(kind, course.upper(), window), at=now(), number=page)
    if not found.paginator.count:
        stop("No run is found. `tauliah analyses run` makes one.")
    table = Table(box=None)
    table.add_column("run", no_wrap=True, min_width=36)
    for name in ("kind", "course", "window", "settings", "state", "candidates"):
        table.add_column(name)
    for one in found:
        table.add_row(
            str(one.id), one.kind, one.course, one.window or "all",
            settings_in_words(one.kind, one.settings).en, one.state, str(one.persons or "-"),
        )  # fmt: skip
    out.print(table)
    out.print(
        f"{found.paginator.count} in all; page {found.number} of {found.paginator.num_pages}."
    )


@app.command("forms")
def forms(course: Course, window: Window = "") -> None:
    """The forms that candidates had, with how many of them and how many items."""
    start_django()
    from tauliah.apps.analyses.tables import exam_forms

    found = exam_forms(course.upper(), window)
    if not found:
        stop("No sitting of this exam is scored yet.")
    table = Table("form", "candidates", "items", box=None)
    for one in found:
        table.add_row(one.name, str(one.persons), str(one.items))
    out.print(table)


@app.command("show")
def show(
    id: Annotated[str, typer.Argument(help="id of the run, as `tauliah analyses list` names it")],
    language: InLanguage = "en",
) -> None:
    """Show one run with its tables."""
    language_of(language)
    start_django()
    try:
        wanted = UUID(id)
    except ValueError:
        stop(f"{id}: expected an id as `tauliah analyses list` names it", code=2)
    found = _run(wanted)
    if found.reason:
        stop(found.reason.in_language(language))
    _tell(found, language)


@app.command("report")
def report(
    course: Course,
    window: Window = "",
    language: InLanguage = "en",
    pdf: Annotated[Path | None, typer.Option(help="write it here as PDF")] = None,
) -> None:
    """The technical report of an exam from its newest runs: shown here, or written as PDF."""
    language_of(language)
    start_django()
    from tauliah.apps.analyses.documents import notes_of, report_pdf
    from tauliah.apps.analyses.report import technical_report

    moment = now()
    found = technical_report(course.upper(), window, at=moment)
    if not found.parts:
        stop("No analysis of this exam is made yet. `tauliah analyses run` makes one.")
    if pdf is not None:
        pdf.write_bytes(report_pdf(found, language, at=moment))
        out.print(f"{pdf}", markup=False)
        return
    for note in notes_of(found):
        out.print(note.in_language(language), markup=False)
    for part in found.parts:
        _tell_origin(part.run, language)
        for section in part.sections:
            _tell_section(section, language)


def _run(id: UUID) -> Run:
    from tauliah.apps.analyses.queries import run_of

    found = run_of(id, at=now())
    if found is None:
        stop(f"{id}: there is no such run")
    return found


def _tell(found: Run, language: str) -> None:
    from tauliah.apps.analyses.telling import sections_of

    _tell_origin(found, language)
    for section in sections_of(found):
        _tell_section(section, language)


def _tell_origin(found: Run, language: str) -> None:
    from tauliah.apps.analyses.asking import KIND_NAMES
    from tauliah.apps.analyses.queries import STATE_NAMES, settings_in_words

    kind, state = (
        name.in_language(language) for name in (KIND_NAMES[found.kind], STATE_NAMES[found.state])
    )
    set_as = settings_in_words(found.kind, found.settings).in_language(language)
    out.print(f"\n{kind}: {set_as}  {found.course} {found.window}  {state}", markup=False)
    out.print(f"{found.id}  {found.digest}", markup=False)


def _tell_section(section: Section, language: str) -> None:
    from tauliah.apps.analyses.telling import said_in

    out.print(f"\n{section.title.in_language(language)}", markup=False, style="bold")
    for name, value in section.facts:
        out.print(f"  {name.in_language(language)}: {said_in(value, language)}", markup=False)
    for note in section.notes:
        out.print(f"  {note.in_language(language)}", markup=False)
    for one in section.tables:
        table = Table(box=None)
        for place, name in enumerate(one.columns):
            table.add_column(name.in_language(language), no_wrap=place == 0)
        for row in one.rows:
            table.add_row(*(said_in(cell, language) for cell in row))
        out.print(table)
