"""`tauliah analyses`: analyses of exams and technical reports from the command line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import typer
from rich.table import Table

from tauliah.cli.acting import done_or_stop, language_of
from tauliah.cli.bank import person_called
from tauliah.cli.console import is_terminal, now, out, start_django, stop
from tauliah.cli.standards import By, Reason, permitted

if TYPE_CHECKING:
    from tauliah.apps.analyses.queries import Run
    from tauliah.apps.analyses.telling import Section

app = typer.Typer(
    help="Analyse exams: items, calibration, languages, equating, drift, person fit.",
    no_args_is_help=True,
)

KINDS = "items, calibration, languages, equating, drift or persons"
Kind = Annotated[str, typer.Argument(help=KINDS)]
Id = Annotated[str, typer.Argument(help="id of the run, as `tauliah analyses list` names it")]
Course = Annotated[str, typer.Argument(help="code of the course")]
Window = Annotated[str, typer.Option(help="window, such as 2026-1; all of them without it")]
InLanguage = Annotated[str, typer.Option("--language", help="en or ms")]


@app.callback()
def group() -> None:
    """Analyse exams: items, calibration, languages, equating, drift, person fit."""


@app.command("run")
def run(  # noqa: PLR0917 - options of a command are parameters
    kind: Kind,
    course: Course,
    window: Window = "",
    model: Annotated[str, typer.Option(help="1PL, 2PL, 3PL, graded or partial-credit")] = "2PL",
    priors: Annotated[bool, typer.Option(help="weak priors in the 1PL and 2PL")] = False,
    focal: Annotated[str, typer.Option(help="language that is looked at: en or ms")] = "ms",
    new: Annotated[str, typer.Option(help="form to be equated; see `tauliah analyses forms`")] = "",
    base: Annotated[str, typer.Option(help="form on which scores are expressed")] = "",
    method: Annotated[
        str, typer.Option(help="stocking-lord, haebara, mean-sigma or mean-mean")
    ] = "stocking-lord",
    groups: Annotated[
        str, typer.Option(help="groups of a calibration: language, window or form")
    ] = "",
    anchored: Annotated[
        bool, typer.Option(help="hold items at their parameters in the bank")
    ] = False,
    replications: Annotated[
        int, typer.Option(help="for standard errors of an equating: 0, 100, 200 or 500")
    ] = 200,
    seed: Annotated[
        int | None, typer.Option(help="of the replications; by the forms' names without")
    ] = None,
    earlier: Annotated[
        str, typer.Option(help="id of the calibration that drift is looked for since")
    ] = "",
    language: InLanguage = "en",
) -> None:
    """Make an analysis and show it; Ctrl-C stops it, and `go-on` takes it up again."""
    language_of(language)
    start_django()
    from tauliah.apps.analyses.actions import order_run
    from tauliah.apps.analyses.asking import asked
    from tauliah.apps.people.permissions import SYSTEM

    settings = {
        "model": model,
        "has_priors": priors,
        "focal": focal,
        "new": new,
        "base": base,
        "method": method,
        "grouped_by": groups,
        "is_anchored": anchored,
        "replications": replications,
        "seed": seed,
        "earlier": earlier,
    }
    wanted = done_or_stop(asked(kind, course.upper(), window, settings=settings))
    id = order_run(SYSTEM, wanted, at=now())
    out.print(f"Run {id}", markup=False)
    _make(id, language)


@app.command("go-on")
def go_on(id: Id, language: InLanguage = "en") -> None:
    """Go on with a run that was cancelled, or whose program ended, from the last step that was kept."""
    language_of(language)
    start_django()
    from tauliah.apps.analyses import actions
    from tauliah.apps.people.permissions import SYSTEM

    found = _called(id)
    done_or_stop(actions.go_on(SYSTEM, found.id, at=now()))
    _make(found.id, language)


@app.command("adopt")
def adopt(
    id: Id,
    by: By,
    reason: Reason,
    scores: Annotated[str, typer.Option(help="of an equating: true or observed")] = "true",
) -> None:
    """As a second person, put the parameters of a calibration into the bank, or let the cut reach a form
    by an equating.
    """
    person = person_called(by)
    from tauliah.apps.analyses.adopting import adopt_equating, adopt_parameters

    found = _called(id)
    if found.kind != "equating":
        with permitted(by):
            kept = adopt_parameters(person, found, reason=reason, at=now())
        out.print(f"{done_or_stop(kept)} versions have these parameters now.")
        return
    if scores not in ("true", "observed"):
        stop("--scores: expected true or observed", code=2)
    with permitted(by):
        equating = adopt_equating(person, found, by=f"irt-{scores}-score", reason=reason, at=now())
    told = done_or_stop(equating)
    out.print(f"{told.from_form} leads to {told.to_form} by {told.method}.", markup=False)


def _make(id: UUID, language: str) -> None:
    """Make a run, tell each step with time and memory, and show what it found."""
    from tauliah.apps.analyses.making import make_run
    from tauliah.apps.analyses.turns import most_memory

    begun = now()
    with out.status("reading the responses") as status:

        def told(done: int, of: int) -> None:
            if is_terminal():
                steps = f"step {done} of {of}" if of else f"step {done}"
                seconds = (now() - begun).total_seconds()
                status.update(f"{steps}, {seconds:.0f} s, {most_memory() >> 20} MiB")

        state = make_run(id, clock=now, told=told)
    found = _run(id)
    if state == "cancelled":
        out.print(f"tauliah analyses go-on {id}", markup=False)
    if state != "made":
        stop(found.reason.in_language(language) if found.reason else state)
    _tell(found, language)
    out.print(f"\n{found.seconds:.0f} s, {found.memory >> 20} MiB at most")


@app.command("list")
def runs(
    kind: Annotated[str, typer.Option(help=KINDS)] = "",
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
def show(id: Id, language: InLanguage = "en") -> None:
    """Show one run with its tables."""
    language_of(language)
    start_django()
    found = _called(id)
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


def _called(id: str) -> Run:
    try:
        wanted = UUID(id)
    except ValueError:
        stop(f"{id}: expected an id as `tauliah analyses list` names it", code=2)
    return _run(wanted)


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
    from tauliah.core.kernel import cell_in

    out.print(f"\n{section.title.in_language(language)}", markup=False, style="bold")
    for name, value in section.facts:
        out.print(f"  {name.in_language(language)}: {cell_in(value, language)}", markup=False)
    for note in section.notes:
        out.print(f"  {note.in_language(language)}", markup=False)
    for one in section.tables:
        table = Table(box=None)
        for place, name in enumerate(one.columns):
            table.add_column(name.in_language(language), no_wrap=place == 0)
        for row in one.rows:
            table.add_row(*(cell_in(cell, language) for cell in row))
        out.print(table)
