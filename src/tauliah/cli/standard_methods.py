"""`tauliah standards open-bookmark`, `bookmark`, `bounds`, `sort` and more: studies without ratings."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table

from tauliah.cli.acting import done_or_stop
from tauliah.cli.bank import person_called
from tauliah.cli.console import now, out, start_django, stop
from tauliah.cli.standards import (
    Border,
    By,
    Course,
    HandIn,
    Study,
    app,
    handed_in,
    permitted,
    rows_in,
    study_id,
    text_in,
)

if TYPE_CHECKING:
    from tauliah.apps.people.queries import User


@app.command("calibrations")
def calibrations_() -> None:
    """List what a booklet can be ordered by: settled calibrations, and parameters in the bank."""
    start_django()
    from tauliah.apps.analyses.booklets import IN_BANK, calibrations

    table = Table("calibration", "course", "window", "model", "candidates", "items", box=None)
    for one in calibrations(at=now()):
        run = one.run
        told = (IN_BANK, one.course, "", "", "") if run is None else (
            str(run.id), run.course, run.window, run.results["model"], str(run.persons),
        )  # fmt: skip
        table.add_row(*told, str(one.items))
    if not table.rows:
        stop("No calibration is settled yet: `tauliah analyses` makes one.")
    out.print(table)


@app.command("open-bookmark")
def open_bookmark(
    course: Course,
    border: Border,
    by: By,
    calibration: Annotated[
        str, typer.Option(help="id of a calibration, as `calibrations` lists it")
    ] = "bank",
) -> None:
    """Open a Bookmark study by a calibration, or by the parameters in the bank."""
    person = person_called(by)
    from tauliah.apps.analyses.booklets import open_study_from

    with permitted(by):
        opened = open_study_from(
            person, course.upper(), calibration, border=text_in(border), at=now()
        )
    out.print(f"{done_or_stop(opened)}")


@app.command("scores")
def scores(course: Course) -> None:
    """List the forms of a course on which enough candidates have scores for a study of them."""
    start_django()
    from tauliah.apps.results.standard_scores import references

    found = references(course.upper(), at=now())
    if not found:
        stop(f"{course.upper()}: no form has scores of enough candidates.")
    table = Table("form", "items", "candidates", "scores", box=None)
    for one in found:
        how = "equated to it" if one.is_equated else "of the form itself"
        table.add_row(one.name, str(one.items), str(one.candidates), how)
    out.print(table)


@app.command("open-scores")
def open_scores(
    course: Course,
    border: Border,
    by: By,
    method: Annotated[str, typer.Option(help="hofstee, borderline or contrasting")],
    form: Annotated[str, typer.Option(help="form, as `scores` lists it")],
) -> None:
    """Open a Hofstee, borderline-group or contrasting-groups study by scores of candidates."""
    person = person_called(by)
    from tauliah.apps.results.standard_scores import open_study_on
    from tauliah.core.exam.study_methods import SCORE_METHODS

    chosen = next((one for one in SCORE_METHODS if one == method), None)
    if chosen is None:
        stop(f"--method {method}: expected one of {', '.join(SCORE_METHODS)}", code=2)
    with permitted(by):
        opened = open_study_on(
            person, course.upper(), form, chosen, border=text_in(border), at=now()
        )
    out.print(f"{done_or_stop(opened)}")


@app.command("bookmark")
def bookmark(
    id: Study,
    page: Annotated[int, typer.Argument(help="first page that is no longer mastered")],
    by: By,
    finish: HandIn = False,
) -> None:
    """Place a bookmark, as a judge who has read the booklet on the pages."""
    person = person_called(by)
    from tauliah.apps.standards.judging import place_bookmark

    _say(person, by, id, lambda called: place_bookmark(person, called, page, at=now()), finish)
    out.print(f"The bookmark is at page {page}{handed_in(finish)}.")


@app.command("bounds")
def bounds(
    id: Study,
    cuts: Annotated[str, typer.Argument(help="lowest to highest cut in points, such as 24-32")],
    rates: Annotated[str, typer.Argument(help="failure rates in per cent, such as 10-40")],
    by: By,
    finish: HandIn = False,
) -> None:
    """Give the acceptable cut scores and failure rates of a judge."""
    person = person_called(by)
    from tauliah.apps.standards.judging import give_bounds
    from tauliah.core.exam.study_methods import Bounds

    told = Bounds(*_from_to(cuts), *_from_to(rates))
    _say(person, by, id, lambda called: give_bounds(person, called, told, at=now()), finish)
    out.print(f"The bounds are kept{handed_in(finish)}.")


@app.command("sort")
def sort(
    id: Study,
    file: Annotated[Path, typer.Argument(help="CSV with the columns candidate and group")],
    by: By,
    finish: HandIn = False,
) -> None:
    """Sort candidates into groups from a file, as a judge who knows their work and not their scores."""
    person = person_called(by)
    from tauliah.apps.standards.judging import sort_candidates

    groups = {
        (row.get("candidate") or "").strip(): (row.get("group") or "").strip()
        for row in rows_in(file)
    }
    if not groups or "" in groups:
        stop(f"{file}: expected the columns candidate and group, and a candidate in each line")
    _say(person, by, id, lambda called: sort_candidates(person, called, groups, at=now()), finish)
    out.print(f"{len(groups)} judgements are kept{handed_in(finish)}.")


def _say(person: User, by: str, id: str, act: Any, finish: bool) -> None:
    """Do a judge's act, and hand in after it where that is asked for: both or neither."""
    from django.db import transaction

    from tauliah.apps.standards.rating import hand_in

    called = study_id(id)
    with permitted(by), transaction.atomic():
        done_or_stop(act(called))
        if finish:
            done_or_stop(hand_in(person, called, at=now()))


def _from_to(text: str) -> tuple[int, int]:
    low, _dash, high = text.partition("-")
    if not (low.strip().isdecimal() and high.strip().isdecimal()):
        stop(f"{text}: expected the lowest and the highest, such as 24-32", code=2)
    return int(low), int(high)
