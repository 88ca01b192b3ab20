"""`tauliah record`: what one registrar enters alone."""

from __future__ import annotations

from typing import Annotated

import typer

from tauliah.cli.acting import (
    By,
    Candidate,
    Designation,
    OnDay,
    day,
    day_or_today,
    people,
    tell_recorded,
)
from tauliah.cli.console import now

Course = Annotated[str, typer.Argument(help="code of the course")]


def experience(
    candidate: Candidate,
    *,
    by: By,
    first: Annotated[str, typer.Option("--from", help="first day of the work")],
    last: Annotated[str, typer.Option("--to", help="last day of the work")],
    hours_a_week: Annotated[int, typer.Option("--hours-a-week", help="whole hours")],
    employer: Annotated[str, typer.Option("--employer", help="for whom")],
) -> None:
    """Record work for an employer."""
    person, registrar = people(candidate, by)
    from tauliah.apps.record.recording import record_experience

    entry = record_experience(
        person,
        first=day(first, "--from"),
        last=day(last, "--to"),
        hours_a_week=hours_a_week,
        employer=employer,
        actor=registrar,
        at=now(),
    )
    tell_recorded(entry)


def education(
    candidate: Candidate,
    designation: Designation,
    *,
    by: By,
    hours: Annotated[int, typer.Option("--hours", help="whole hours")],
    title: Annotated[str, typer.Option("--title", help="what it was")],
    on: OnDay = "",
) -> None:
    """Record hours of continuing education of a holder."""
    person, registrar = people(candidate, by)
    from tauliah.apps.record.recording import record_education

    entry = record_education(
        person,
        designation.upper(),
        hours=hours,
        title=title,
        on=day_or_today(on),
        actor=registrar,
        at=now(),
    )
    tell_recorded(entry)


def course(candidate: Candidate, course: Course, by: By, on: OnDay = "") -> None:
    """Record that a course was completed without its exam."""
    person, registrar = people(candidate, by)
    from tauliah.apps.record.recording import record_course_completed

    happened = day_or_today(on)
    tell_recorded(
        record_course_completed(person, course.upper(), on=happened, actor=registrar, at=now())
    )


def attended(candidate: Candidate, course: Course, by: By, on: OnDay = "") -> None:
    """Record that the classroom sessions of a course were attended."""
    person, registrar = people(candidate, by)
    from tauliah.apps.record.recording import record_class_attended

    happened = day_or_today(on)
    tell_recorded(
        record_class_attended(person, course.upper(), on=happened, actor=registrar, at=now())
    )


def retire(candidate: Candidate, designation: Designation, by: By) -> None:
    """Record that a holder retires."""
    person, registrar = people(candidate, by)
    from tauliah.apps.record.recording import retire as retire_holder

    tell_recorded(retire_holder(person, designation.upper(), actor=registrar, at=now()))


def resume(candidate: Candidate, designation: Designation, by: By) -> None:
    """Record that a retired holder works again."""
    person, registrar = people(candidate, by)
    from tauliah.apps.record.recording import resume as resume_holder

    tell_recorded(resume_holder(person, designation.upper(), actor=registrar, at=now()))


def joined(
    candidate: Candidate,
    by: By,
    until: Annotated[str, typer.Option("--until", help="last day of the membership")] = "",
) -> None:
    """Record that a person joins the body as a member."""
    person, registrar = people(candidate, by)
    from tauliah.apps.record.recording import record_member_joined

    last = day(until, "--until") if until else None
    tell_recorded(record_member_joined(person, until=last, actor=registrar, at=now()))


def left(candidate: Candidate, by: By) -> None:
    """Record that a member leaves the body."""
    person, registrar = people(candidate, by)
    from tauliah.apps.record.recording import record_member_left

    tell_recorded(record_member_left(person, actor=registrar, at=now()))
