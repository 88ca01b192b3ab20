"""`tauliah classes`: open classes, see who sits and waits, mark who came, and do what is due."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from tauliah.cli.acting import By, candidate_called, day, done_or_stop, registrar_called
from tauliah.cli.console import now, out, start_django, stop

if TYPE_CHECKING:
    from tauliah.apps.classes.queries import ScheduledClass

app = typer.Typer(help="Classes: seats, waiting lists and attendance.", no_args_is_help=True)

Id = Annotated[str, typer.Argument(help="id, or its last letters, as `tauliah classes list` says")]
Why = Annotated[str, typer.Option("--reason", help="why; those whom it concerns are told")]


@app.command("list")
def list_classes(
    everything: Annotated[
        bool, typer.Option("--all", help="also those that have begun or were called off")
    ] = False,
) -> None:
    """Name the classes, the next one first: id, course, place, days, seats taken, waiting."""
    start_django()
    from tauliah.apps.classes.queries import every_class

    found = [one for one in every_class() if everything or one.state == "open"]
    for one in found:
        state = "" if one.state == "open" else f"  {one.state}"
        out.print(
            f"{one.pk.hex[-8:]}  {one.course:<6} {one.place.en}, {one.starts} to {one.ends}: "
            f"{one.taken} of {one.seats} taken, {one.waiting} waiting{state}",
            markup=False,
        )
    if not found:
        out.print("No class is open for booking.")


@app.command("open")
def open_one(
    course: Annotated[str, typer.Argument(help="code of the course")],
    place: Annotated[str, typer.Argument(help="place, as the programme names it")],
    *,
    by: By,
    venue: Annotated[str, typer.Option("--venue", help="building and room")],
    first: Annotated[str, typer.Option("--from", help="first day, such as 2027-03-01")],
    last: Annotated[str, typer.Option("--to", help="last day")],
    seats: Annotated[int, typer.Option("--seats", help="how many can sit")],
    hours: Annotated[str, typer.Option("--hours", help="of each session")] = "09:00-17:00",
    language: Annotated[str, typer.Option("--language", help="en or ms")] = "en",
    free_days: Annotated[
        int, typer.Option("--free-days", help="days before it up to which a seat goes back freely")
    ] = 7,
    accept_hours: Annotated[
        int, typer.Option("--accept-hours", help="hours in which an offered seat is accepted")
    ] = 48,
) -> None:
    """Open a class for booking; its days and rules do not change any more."""
    registrar = registrar_called(by)
    from tauliah.apps.classes.actions import open_class
    from tauliah.apps.classes.opening import Wanted

    wanted = Wanted(
        course=course.upper(),
        place=place,
        venue=venue,
        language=language,
        starts=day(first, "--from"),
        ends=day(last, "--to"),
        hours=hours,
        seats=seats,
        free_days=free_days,
        accept_hours=accept_hours,
    )
    made = done_or_stop(open_class(wanted, actor=registrar, at=now()))
    out.print(f"Open for booking: {made.pk}", markup=False)


@app.command()
def show(id: Id) -> None:
    """Who sits, for whom a seat is kept, and who waits, in their order."""
    start_django()
    from tauliah.apps.classes.queries import roll_of

    roll = roll_of(_class_called(id))
    for state in ("booked", "attending", "offered", "waiting"):
        for line in roll.get(state, ()):
            turn = f" {line.turn}" if line.turn else ""
            came = "" if line.mark is None else ("  attended" if line.mark.attended else "  absent")
            out.print(
                f"{state}{turn}  {line.person.candidate_number}  {line.person.full_name}{came}",
                markup=False,
            )
    if not roll:
        out.print("Nobody is on the list.")


@app.command()
def seats(id: Id, number: Annotated[int, typer.Argument(help="seats from now on")], by: By) -> None:
    """Give a class more or fewer seats; added ones are offered to those who wait."""
    registrar = registrar_called(by)
    from tauliah.apps.classes.actions import set_seats

    seating = done_or_stop(set_seats(_class_called(id).pk, number, actor=registrar, at=now()))
    out.print(f"{seating.taken} of {number} seats taken, {len(seating.waiting)} waiting.")


@app.command("call-off")
def call_off(id: Id, by: By, reason: Why) -> None:
    """Call a class off before it begins; all on its list are told."""
    registrar = registrar_called(by)
    from tauliah.apps.classes.actions import call_off as call_class_off

    done_or_stop(call_class_off(_class_called(id).pk, reason=reason, actor=registrar, at=now()))
    out.print("Called off.")


@app.command()
def attendance(
    id: Id,
    *,
    by: By,
    absent: Annotated[
        list[str] | None,
        typer.Option("--absent", help="who did not attend: candidate number or e-mail address"),
    ] = None,
    reason: Annotated[
        str, typer.Option("--reason", help="why somebody was marked by mistake before")
    ] = "",
) -> None:
    """Mark that all who had a seat attended, but for those named, and enter it into the records."""
    registrar = registrar_called(by)
    from tauliah.apps.classes.actions import settle_class
    from tauliah.apps.classes.attendance import mark_attendance
    from tauliah.apps.classes.queries import roll_of

    scheduled = _class_called(id)
    settle_class(scheduled.pk, at=now())
    away = {candidate_called(name).pk for name in absent or []}
    seated = {line.person.pk: line.booking.pk for line in roll_of(scheduled).get("attending", ())}
    if not away <= set(seated):
        stop("--absent names somebody who has no seat in this class; see `tauliah classes show`")
    marks = {booking: person not in away for person, booking in seated.items()}
    new = done_or_stop(
        mark_attendance(scheduled.pk, marks, reason=reason, actor=registrar, at=now())
    )
    out.print(f"{new} marks are kept.")


@app.command()
def settle() -> None:
    """Let offers lapse, ask the next, begin what begins, and send letters; `serve` does it each minute."""
    start_django()
    from tauliah.apps.classes.actions import settle_classes
    from tauliah.apps.classes.notices import send_class_notices

    changed = settle_classes(at=now())
    out.print(f"{changed} classes looked after, {send_class_notices(now=now)} letters sent.")


def _class_called(called: str) -> ScheduledClass:
    from tauliah.apps.classes.queries import class_called

    found = class_called(called)
    if found is None:
        stop(f"{called}: no class has this id; see `tauliah classes list --all`")
    return found
