"""`tauliah standards`: cut scores from the command line, by the same rules as the pages."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import typer
from rich.table import Table

from tauliah.cli.acting import done_or_stop
from tauliah.cli.bank import person_called
from tauliah.cli.console import now, out, start_django, stop

if TYPE_CHECKING:
    from tauliah.apps.standards.queries import StudyFile

app = typer.Typer(help="Set cut scores and equate forms to them.", no_args_is_help=True)

Study = Annotated[str, typer.Argument(help="id of a study, as `tauliah standards studies` has it")]
Course = Annotated[str, typer.Argument(help="code of a course")]
By = Annotated[str, typer.Option("--as", help="e-mail address of who acts")]
Border = Annotated[Path, typer.Argument(help="a file that describes the just competent person")]
HandIn = Annotated[bool, typer.Option("--hand-in", help="hand the round in as well")]
Reason = Annotated[str, typer.Option("--reason", help="why; it stays with the decision")]


@app.callback()
def group() -> None:
    """Set cut scores and equate forms to them."""


@app.command("studies")
def studies(page: Annotated[int, typer.Option(help="page of the list")] = 1) -> None:
    """List the studies, newest first, 25 at a time."""
    start_django()
    from tauliah.apps.standards.queries import page_of_studies

    found = page_of_studies(number=page)
    if not found.paginator.count:
        stop("No study was opened yet: `tauliah standards open` opens one.")
    table = Table(
        "id", "course", "method", "state", "items", "points", "judges", "rounds", "cut", box=None
    )
    for line in found:
        cut = "" if line.cut is None else str(line.cut)
        table.add_row(
            str(line.id), line.course, line.method, line.state, str(line.items), str(line.points),
            str(line.judges), str(line.rounds), cut,
        )  # fmt: skip
    out.print(table)
    out.print(f"Page {found.number} of {found.paginator.num_pages}.")


@app.command("study")
def study(id: Study) -> None:
    """One study: its panel, what each closed round says, and what was decided."""
    found = _study(id)
    from tauliah.apps.standards.rounds import closed_rounds
    from tauliah.cli.standard_rounds import tell_rounds

    line = found.line
    out.print(
        f"{line.course}, {line.method}: {line.state}, {line.items} items, {line.points} points"
    )
    for judge in found.judges:
        told = "handed in" if judge.has_handed_in else _said(line.method, judge.rated, line.items)
        out.print(f"  {judge.name}: {told}", markup=False)
    if line.method != "angoff":
        tell_rounds(line.id)
    for one in closed_rounds(line.id) if line.method == "angoff" else ():
        out.print(
            f"round {one.number}: cut {one.cut:.2f} of {one.of} (standard error {one.error:.2f}), "
            f"agreement {one.agreement:.2f}"
        )
        for judge_figures in one.judges:
            out.print(
                f"  {judge_figures.name}: cut {judge_figures.cut:.2f}, mean rating "
                f"{judge_figures.mean:.1f} (standard error {judge_figures.error:.1f})",
                markup=False,
            )
    if found.decision:
        cut = found.decision.cut
        told = (
            "no cut score" if cut is None else f"cut score {cut} from {found.decision.holds_from}"
        )
        out.print(f"{told}; {found.decision.name}: {found.decision.reason}", markup=False)


@app.command("open")
def open_(
    course: Course,
    border: Border,
    by: By,
    form: Annotated[str, typer.Option(help="id of a form whose scored items are rated")] = "",
    item: Annotated[list[str] | None, typer.Option(help="id of an item; may be repeated")] = None,
) -> None:
    """Open a modified Angoff study of a form, of named items, or of all exam items in use."""
    person = person_called(by)
    from tauliah.apps.standards.actions import open_study

    if form and item:
        stop("Name a form or items, not both.", code=2)
    with permitted(by):
        opened = open_study(
            person,
            course.upper(),
            border=text_in(border),
            form=study_id(form) if form else None,
            codes=item or (),
            at=now(),
        )
    out.print(f"{done_or_stop(opened)}")


@app.command("appoint")
def appoint(
    id: Study, judge: Annotated[str, typer.Argument(help="e-mail address")], by: By
) -> None:
    """Put a judge on the panel of a study."""
    person = person_called(by)
    from tauliah.apps.people.queries import person_by_email
    from tauliah.apps.standards.actions import appoint_judge

    called = person_by_email(judge)
    if called is None:
        stop(f"{judge}: no account has this e-mail address")
    with permitted(by):
        done_or_stop(appoint_judge(person, study_id(id), called, at=now()))
    out.print(f"{called.full_name} is on the panel.", markup=False)


@app.command("open-round")
def open_round_(
    id: Study,
    by: By,
    ratings: Annotated[bool, typer.Option(help="judges see the ratings of the others")] = True,
    difficulties: Annotated[bool, typer.Option(help="judges see how candidates did")] = True,
) -> None:
    """Let the panel rate; the first round shows neither ratings nor difficulties."""
    person = person_called(by)
    from tauliah.apps.standards.actions import open_round

    with permitted(by):
        opened = open_round(
            person, study_id(id), shows_ratings=ratings, shows_difficulties=difficulties, at=now()
        )
    done_or_stop(opened)
    out.print("The round is open.")


@app.command("rate")
def rate(
    id: Study,
    file: Annotated[Path, typer.Argument(help="CSV with the columns item and percent")],
    by: By,
    finish: HandIn = False,
) -> None:
    """Rate the items that a file names, as a judge who has read them on the pages."""
    person = person_called(by)
    from django.db import transaction

    from tauliah.apps.standards.rating import hand_in, rate_item, sheet_of

    called = study_id(id)
    with permitted(by):
        sheet = sheet_of(person, called)
    if sheet is None:
        stop(f"--as {by}: this account is no judge of this study")
    places = {row.item.code: row.item.position for row in sheet.rows}
    ratings = _ratings_in(file, places)
    with transaction.atomic():
        for position, percent in ratings.items():
            done_or_stop(rate_item(person, called, position, percent=percent, at=now()))
        if finish:
            done_or_stop(hand_in(person, called, at=now()))
    out.print(f"{len(ratings)} ratings are kept{handed_in(finish)}.")


@app.command("close-round")
def close_round_(id: Study, by: By) -> None:
    """Close the open round over the judges who have handed it in."""
    person = person_called(by)
    from tauliah.apps.standards.actions import close_round

    with permitted(by):
        done_or_stop(close_round(person, study_id(id), at=now()))
    out.print("The round is closed: `tauliah standards study` tells what it says.")


@app.command("adopt")
def adopt(
    id: Study,
    cut: Annotated[str, typer.Argument(help="in points, such as 33.5")],
    by: By,
    reason: Reason,
    holds_from: Annotated[str, typer.Option("--from", help="day such as 2027-01-05")] = "",
) -> None:
    """Adopt a cut score, as a second person."""
    try:
        score = Decimal(cut)
    except InvalidOperation:
        stop(f"{cut}: expected points such as 33.5", code=2)
    _decide(id, by, cut=score, reason=reason, holds_from=holds_from)
    out.print(f"The cut score is {score}.")


@app.command("end")
def end(id: Study, by: By, reason: Reason) -> None:
    """End a study without a cut score, as a second person."""
    _decide(id, by, cut=None, reason=reason, holds_from="")
    out.print("The study ended without a cut score.")


@contextmanager
def permitted(by: str) -> Iterator[None]:
    """Ends the command with the permission that an act needs and this account lacks."""
    from django.core.exceptions import PermissionDenied

    try:
        yield
    except PermissionDenied as error:
        stop(f"--as {by}: this needs the permission {error}")


def _decide(id: str, by: str, *, cut: Decimal | None, reason: str, holds_from: str) -> None:
    person = person_called(by)
    from tauliah.apps.catalogue.queries import zone
    from tauliah.apps.standards.actions import decide_study

    moment = None
    if holds_from:
        try:
            moment = datetime.combine(date.fromisoformat(holds_from), time.min, tzinfo=zone())
        except ValueError:
            stop(f"--from {holds_from}: expected a day such as 2027-01-05", code=2)
    with permitted(by):
        refused = decide_study(
            person, study_id(id), cut=cut, reason=reason, holds_from=moment, at=now()
        )
    done_or_stop(refused)


def _ratings_in(file: Path, places: dict[str, int]) -> dict[int, int]:
    """The ratings of a file by place; each line that is wrong is named before anything is kept."""
    rows = rows_in(file)
    ratings: dict[int, int] = {}
    wrong = []
    for number, row in enumerate(rows, start=2):
        code, percent = (row.get("item") or "").strip(), (row.get("percent") or "").strip()
        if code not in places:
            wrong.append(f"{file}:{number}: the study has no item “{code}”")
        elif not percent.isdecimal() or int(percent) > 100:
            wrong.append(f"{file}:{number}: expected a whole number from 0 to 100, got “{percent}”")
        else:
            ratings[places[code]] = int(percent)
    if wrong or not ratings:
        stop("\n".join(wrong) or f"{file}: expected the columns item and percent, and a rating")
    return ratings


def _said(method: str, said: int, items: int) -> str:
    if method == "angoff":
        return f"{said} of {items} rated"
    if method in ("borderline", "contrasting"):
        return f"{said} sorted"
    return "has not handed in" if said else "has said nothing yet"


def _study(id: str) -> StudyFile:
    start_django()
    from tauliah.apps.standards.queries import study_file

    found = study_file(study_id(id))
    if found is None:
        stop(f"{id}: there is no such study")
    return found


def handed_in(finish: bool) -> str:
    return " and handed in" if finish else ""


def text_in(file: Path) -> str:
    _there(file)
    return file.read_text(encoding="utf-8")


def rows_in(file: Path) -> list[dict[str, str]]:
    _there(file)
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))


def _there(file: Path) -> None:
    if not file.is_file():
        stop(f"{file}: there is no such file")


def study_id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        stop(f"{text}: expected an id as the lists name it", code=2)
