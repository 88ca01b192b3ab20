"""The calendar of a person's plan at a secret address: made, ended, read."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from tauliah.apps.catalogue.queries import programme
from tauliah.apps.people.actions import wait_for_others, write_audit_entry
from tauliah.apps.people.permissions import Permission, require
from tauliah.apps.people.queries import User
from tauliah.apps.study.models import CalendarAddress
from tauliah.apps.study.planning import StudyPlan, classes_of, plan_of
from tauliah.apps.study.secret_addresses import id_in, secret_for
from tauliah.core.kernel import Language, LocalText
from tauliah.core.practice import DatedNote, Paced, calendar_of_study

_SALT = "tauliah.study.calendar"
_TITLE = LocalText(en="Plan of study", ms="Rancangan belajar")


def secret_of(person: User) -> str | None:
    """The secret of the address in use; None where there is none."""
    row = CalendarAddress.objects.filter(person=person, ended_at=None).first()
    return secret_for(row.id, salt=_SALT) if row else None


@transaction.atomic
def make_address(person: User, *, at: datetime) -> str:
    """A new secret address; the one before leads nowhere from now on."""
    require(person, Permission.PLAN_STUDY)
    _end(person, at=at)
    CalendarAddress.objects.create(person=person, made_at=at)
    write_audit_entry(person, "calendar.address-made", subject=str(person.pk), at=at)
    return secret_of(person) or ""


@transaction.atomic
def end_address(person: User, *, at: datetime) -> None:
    """End the address in use; nothing where there is none."""
    require(person, Permission.PLAN_STUDY)
    if _end(person, at=at):
        write_audit_entry(person, "calendar.address-ended", subject=str(person.pk), at=at)


def reader_of(secret: str) -> User | None:
    """Whose plan a secret opens; None for one that is wrong or ended."""
    key = id_in(secret, salt=_SALT)
    if key is None:
        return None
    row = CalendarAddress.objects.select_related("person").filter(pk=key, ended_at=None).first()
    return row.person if row and row.person.is_active else None


def calendar_of(person: User, *, at: datetime) -> bytes:
    """The plan of a person as an iCalendar file in the person's language; empty where there is no plan."""
    plan = plan_of(person, at=at)
    language: Language = "ms" if person.language == "ms" else "en"
    about = programme().about.title
    return calendar_of_study(
        plan.paced if plan else Paced((), ()),
        title=LocalText(en=f"{_TITLE.en}: {about.en}", ms=f"{_TITLE.ms}: {about.ms}"),
        exams=plan.titles if plan else {},
        lessons=plan.lessons if plan else {},
        notes=_notes(plan) if plan else (),
        language=language,
        made_at=at,
        owner=person.candidate_number,
    )


def _notes(plan: StudyPlan) -> list[DatedNote]:
    seats = [
        DatedNote(
            f"seat-{one.id}",
            LocalText(
                en=f"Class: {one.title.en}, {one.hours}", ms=f"Kelas: {one.title.ms}, {one.hours}"
            ),
            one.starts,
            one.ends,
        )
        for one in plan.seats
    ]
    classes = [
        DatedNote(
            f"class-{one.course}-{one.starts}",
            LocalText(en=f"Class: {course.title.en}", ms=f"Kelas: {course.title.ms}"),
            one.starts,
            one.ends,
        )
        for one, course in classes_of(plan)
    ]
    reached = [
        DatedNote(
            f"reached-{one.letters}",
            LocalText(
                en=f"Last exam for {one.letters}", ms=f"Peperiksaan terakhir untuk {one.letters}"
            ),
            one.day,
            one.day,
        )
        for one in plan.reached
    ]
    return [*seats, *classes, *reached]


def _end(person: User, *, at: datetime) -> int:
    wait_for_others(person)
    return CalendarAddress.objects.filter(person=person, ended_at=None).update(ended_at=at)
