"""`tauliah bank assemble` and what goes with it: forms of exams by the same rules as their pages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Column, Table

from tauliah.cli.acting import done_or_stop, language_of, said
from tauliah.cli.bank import By, InLanguage, app, person_called
from tauliah.cli.console import err, is_terminal, now, out, start_django, stop
from tauliah.cli.forms_options import cells_in, heights_in, parameters_in, range_in

if TYPE_CHECKING:
    from tauliah.core.programme import Course

OfCourse = Annotated[str, typer.Argument(help="code of the course, such as PUM")]
Id = Annotated[str, typer.Argument(help="id, as `tauliah bank assemble` or `forms` names it")]


@app.command("assemble")
def assemble(  # noqa: PLR0917 - options of a command are parameters
    course: OfCourse,
    by: By,
    forms: Annotated[int | None, typer.Option(help="how many forms")] = None,
    length: Annotated[int | None, typer.Option(help="items in a form")] = None,
    cell: Annotated[
        list[str] | None, typer.Option(help="items of a topic and level: rating/apply=3 or =2-4")
    ] = None,
    overlap: Annotated[int, typer.Option(help="items that two forms may share")] = 0,
    anchor: Annotated[
        list[str] | None, typer.Option(help="an item that every form has, by its id")
    ] = None,
    exposure: Annotated[int | None, typer.Option(help="forms that an item may be in")] = None,
    key: Annotated[str, typer.Option(help="single choices with each key: 10-14, or any")] = "",
    words_en: Annotated[str, typer.Option(help="words in English: 2900-3100, or any")] = "",
    words_ms: Annotated[str, typer.Option(help="words in Malay: 2900-3100, or any")] = "",
    information: Annotated[
        list[str] | None, typer.Option(help="information at an ability: 0=9 or -1=6")
    ] = None,
    aim: Annotated[str, typer.Option(help="near or most")] = "near",
    within: Annotated[int | None, typer.Option(help="largest deviation in per cent")] = None,
    seed: Annotated[int, typer.Option(help="the same seed gives the same forms")] = 1,
    language: InLanguage = "en",
) -> None:
    """Assemble parallel forms of a course, or tell which demands conflict and what would help.

    What no option says is as on the page: the blueprint, keys about even, words about as usual.
    """
    language_of(language)
    officer = person_called(by)
    from django.core.exceptions import PermissionDenied

    from tauliah.apps.catalogue.queries import current_release
    from tauliah.apps.itembank.assembly.asked import changed
    from tauliah.apps.itembank.assembly.pools import pool_of, suggested
    from tauliah.apps.itembank.assembly.runs import ask_for_forms

    found = _course(course)
    filled_in = suggested(pool_of(found))
    suggested_values = filled_in.kept()
    values: dict[str, Any] = {
        "overlap": overlap,
        "anchors": list(dict.fromkeys(code.upper() for code in anchor or ())),
        "exposure": exposure,
        "aim": aim,
        "within": within,
        "seed": seed,
        "target": heights_in(information or ()),
        "cells": cells_in(cell or (), filled_in),
        "key": range_in(key, option="--key", without=suggested_values["key"]),
        "words": {
            name: wanted
            for name, option, text in (
                ("en", "--words-en", words_en),
                ("ms", "--words-ms", words_ms),
            )
            if (
                wanted := range_in(text, option=option, without=suggested_values["words"].get(name))
            )
        },
    }
    values |= {name: one for name, one in (("forms", forms), ("length", length)) if one is not None}
    asked = done_or_stop(changed(filled_in, values))
    try:
        id = done_or_stop(ask_for_forms(officer, found, asked, release=current_release(), at=now()))
    except PermissionDenied as error:
        stop(f"--as {by}: this needs the permission {error}")
    _work_on(id, found)
    _tell(id, language)


@app.command("approve")
def approve(request: Id, by: By) -> None:
    """Freeze the forms of a request, as a second person; exams take them from then on."""
    officer = person_called(by)
    from django.core.exceptions import PermissionDenied

    from tauliah.apps.catalogue.queries import current_release
    from tauliah.apps.itembank.assembly.approving import approve_forms
    from tauliah.apps.itembank.assembly.runs import assembly

    run = assembly(_id(request))
    if run is None:
        stop(f"{request}: there is no such request")
    try:
        numbers = done_or_stop(
            approve_forms(officer, run.id, _course(run.course), release=current_release(), at=now())
        )
    except PermissionDenied as error:
        stop(f"--as {by}: this needs the permission {error}")
    out.print(f"Approved as forms {', '.join(map(str, numbers))} of {run.course}.", markup=False)


@app.command("forms")
def forms(page: Annotated[int, typer.Option(help="page of the list")] = 1) -> None:
    """List approved forms, 25 at a time."""
    start_django()
    from tauliah.apps.catalogue.queries import programme
    from tauliah.apps.itembank.assembly.taking import page_of_approved

    found = page_of_approved(programme().courses, number=page)
    if not found.paginator.count:
        stop("No form is approved yet: see `tauliah bank assemble`.")
    table = Table("course", "form", "state", "exams", "approved by", "id", box=None)
    for line in found:
        table.add_row(
            line.course, str(line.number), line.state, str(line.taken), line.name, str(line.id)
        )
    out.print(table)
    total, pages = found.paginator.count, found.paginator.num_pages
    out.print(f"{total} {'form' if total == 1 else 'forms'}; page {found.number} of {pages}.")


@app.command("withdraw")
def withdraw(
    form: Id, by: By, reason: Annotated[str, typer.Option(help="why; it is kept")]
) -> None:
    """Take an approved form out of use; exams that have it keep it."""
    officer = person_called(by)
    from django.core.exceptions import PermissionDenied

    from tauliah.apps.itembank.assembly.approving import withdraw_form
    from tauliah.apps.itembank.assembly.taking import is_approved

    if not is_approved(_id(form)):
        stop(f"{form}: there is no such approved form")
    try:
        done_or_stop(withdraw_form(officer, _id(form), reason=reason, at=now()))
    except PermissionDenied as error:
        stop(f"--as {by}: this needs the permission {error}")
    out.print("Withdrawn: no exam takes it any more.")


@app.command("coverage")
def coverage(course: OfCourse, language: InLanguage = "en") -> None:
    """A course's blueprint against its exam items by state, and what is thin."""
    language_of(language)
    start_django()
    from tauliah.apps.itembank.coverage import STAGES, coverage_of

    found = coverage_of(_course(course))
    names = [name.in_language(language) for name in STAGES.values()]
    whole = [Column(name, no_wrap=True) for name in ("topic", "level")]
    counts = [
        Column(name, justify="right", min_width=max(map(len, name.split())))
        for name in ("in a form", *names, "lacks")
    ]
    table = Table(*whole, *counts, box=None)
    for cell in found.cells:
        found_in = map(str, cell.counts)
        table.add_row(
            cell.topic,
            cell.level,
            str(cell.wanted),
            *found_in,
            str(cell.lacks) if cell.lacks else "",
        )
    out.print(table)
    out.print(f"For {found.forms} forms without an item in common.")


@app.command("parameters")
def parameters(
    file: Annotated[Path, typer.Argument(help="CSV with the columns item, a, b and, if any, c")],
    by: By,
    source: Annotated[str, typer.Option(help="from which calibration they are")],
) -> None:
    """Keep the parameters of calibrated items beside the versions in use, all or none."""
    if not file.is_file():
        stop(f"{file}: no such file", code=2)
    told = parameters_in(file)
    officer = person_called(by)
    from django.core.exceptions import PermissionDenied

    from tauliah.apps.itembank.calibrated import keep_parameters

    try:
        kept = done_or_stop(keep_parameters(officer, told, source=source, at=now()))
    except PermissionDenied as error:
        stop(f"--as {by}: this needs the permission {error}")
    out.print(f"Kept: {kept} items are calibrated.")


def _work_on(id: UUID, course: Course) -> None:
    """Assemble while a bar grows; Ctrl+C cancels."""
    from tauliah.apps.itembank.assembly.runs import CancelledError, assemble_forms

    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        console=err,
        transient=True,
        disable=not is_terminal(),
    )
    try:
        with bar:
            task = bar.add_task("exchanges tried", total=None)
            assemble_forms(
                id,
                course,
                now=now,
                follow=lambda done, of: bar.update(task, completed=done, total=of),
            )
    except (KeyboardInterrupt, CancelledError):
        stop(f"{id}: cancelled.")


def _tell(id: UUID, language: str) -> None:
    from tauliah.apps.itembank.assembly.runs import assembly
    from tauliah.apps.itembank.assembly.told import distance_in_words

    run = assembly(id)
    if run is None:
        stop(f"{id}: there is no such request")
    answer = run.answer
    if run.state != "assembled":
        stop("\n".join(_told_conflicts(answer, language)))
    table = Table(
        "form", "items", "points", "words en", "words ms", "share right", "keys", box=None
    )
    for number, form in enumerate(answer["forms"], start=1):
        keys = " ".join(f"{letter}{count}" for letter, count in form["keys"].items())
        share = "–" if form["difficulty"] is None else f"{form['difficulty']:.3f}"
        table.add_row(
            str(number), str(len(form["codes"])), str(form["points"]), str(form["words"]["en"]),
            str(form["words"]["ms"]), share, keys,
        )  # fmt: skip
    out.print(table)
    out.print(distance_in_words(answer).in_language(language), markup=False)
    out.print(f"A second person approves them: tauliah bank approve {run.id} --as EMAIL")


def _told_conflicts(answer: Mapping[str, Any], language: str) -> Iterator[str]:
    """What conflicts and what resolves it, a line each."""
    alone = said(
        "Each of these alone resolves it:", "Setiap satu sahaja menyelesaikannya:", language
    )
    all_of = said(
        "Together these resolve all:", "Bersama-sama ini menyelesaikan semuanya:", language
    )
    yield answer["message"][language]
    for conflict in answer.get("conflicts", ()):
        yield conflict["message"][language]
        yield from (f"  {one[language]}" for one in conflict["because"])
        if conflict["relaxings"]:
            yield alone
        yield from (f"  {one['message'][language]}" for one in conflict["relaxings"])
    if answer.get("together"):
        yield all_of
        yield from (f"  {one[language]}" for one in answer["together"]["messages"])


def _course(code: str) -> Course:
    from tauliah.apps.catalogue.queries import programme

    found = programme().course_by_code.get(code.upper())
    if found is None:
        stop(f"{code}: the release in force has no such course")
    return found


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        stop(f"{text}: expected an id", code=2)
