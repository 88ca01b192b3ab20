"""`tauliah standards forms` and `equate`: the forms of a course beside its standard."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.table import Table

from tauliah.cli.acting import done_or_stop
from tauliah.cli.bank import person_called
from tauliah.cli.console import now, out, start_django, stop
from tauliah.cli.standards import By, Course, app, permitted


@app.command("forms")
def forms(course: Course, page: Annotated[int, typer.Option(help="page of the list")] = 1) -> None:
    """The forms that candidates sat, and how each leads to the standard that holds now."""
    start_django()
    from tauliah.apps.results.equating_forms import forms_beside

    beside = forms_beside(course.upper(), at=now(), number=page)
    if beside is None:
        stop(f"{course.upper()}: no adopted standard holds; the programme's percentage decides.")
    found, groups = beside
    out.print(f"cut {found.standard.cut} of {found.standard.of} from {found.holds_from}")
    table = Table("form", "items", "shared", "candidates", "without result", "equated", box=None)
    for one in groups:
        method = one.equating.method if one.equating else "no"
        table.add_row(
            one.content, str(one.items), str(one.shared), str(one.candidates), str(one.waiting),
            method,
        )  # fmt: skip
    out.print(table)
    out.print(f"Page {groups.number} of {groups.paginator.num_pages}.")


@app.command("equate")
def equate(
    course: Course,
    form: Annotated[str, typer.Argument(help="name of a form, as `forms` lists it")],
    by: By,
    through: Annotated[
        str, typer.Option(help="form with shared items; the standard's without")
    ] = "",
    method: Annotated[str, typer.Option(help="linear or equipercentile")] = "linear",
) -> None:
    """Equate a form to the standard's by shared items, and make the results that waited."""
    if method not in ("linear", "equipercentile"):
        stop("--method: expected linear or equipercentile", code=2)
    person = person_called(by)
    from tauliah.apps.results.equating_forms import equate_form
    from tauliah.apps.standards.in_force import standard_of

    standard = standard_of(course.upper(), at=now())
    if standard is None:
        stop(f"{course.upper()}: no adopted standard holds; the programme's percentage decides.")
    with permitted(by):
        outcome = equate_form(
            person,
            course.upper(),
            form,
            through=through or standard.standard.form,
            method="linear" if method == "linear" else "equipercentile",
            at=now(),
        )
    table = Table("points", "equated", "standard error", box=None)
    equating = done_or_stop(outcome)
    for score, value in enumerate(equating.equated):
        table.add_row(str(score), str(value), str(equating.errors[score]))
    out.print(table)
