"""The only writers of how a person wants to study, and of the time that was spent on it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

from django.db import transaction

from tauliah.apps.catalogue.queries import local_day, programme
from tauliah.apps.people.actions import wait_for_others, write_audit_entry
from tauliah.apps.people.permissions import Permission, require
from tauliah.apps.people.queries import User
from tauliah.apps.study.models import PlanChoice, StudyTick
from tauliah.apps.study.plan_choices import (
    Attended,
    ExamDay,
    PlanWishes,
    newest_choice,
    wishes_refusal,
)
from tauliah.apps.study.plan_work import beginning_of, exam_work, lesson_titles, studied_of
from tauliah.apps.study.planning import mock_ahead
from tauliah.apps.study.ways import way_of
from tauliah.core.audit.pathfinder import Holiday, NoPlan, Plan, Step, Wishes
from tauliah.core.exam import window_on
from tauliah.core.kernel import LocalText, Refused
from tauliah.core.practice import ExamWork, fits
from tauliah.core.practice.study_time import MOCK_EXAMS, ONE_DAY

AIR = timedelta(days=7)
"""The day of an exam that the plan chooses leaves so many days more than the work needs, if it can."""
MOST_MINUTES_NOTED = 16 * 60
_KEPT_FACTS = ("targets", "week")


@transaction.atomic
def choose_plan(person: User, wishes: PlanWishes, *, at: datetime) -> Refused | None:
    """Keep how a person wants to study, as a new version."""
    require(person, Permission.PLAN_STUDY)
    refused = wishes_refusal(wishes, today=local_day(at))
    if refused is None:
        row = wishes.as_row()
        PlanChoice.objects.create(person=person, chosen_at=at, **row)
        details = {key: row[key] for key in _KEPT_FACTS}
        write_audit_entry(person, "plan.chosen", subject=str(person.pk), at=at, details=details)
    return refused


def choose_plan_by_way(person: User, wishes: PlanWishes, *, at: datetime) -> Refused | None:
    """Keep such a plan with the exam days of the fastest way, as the pathfinder knows it.

    May take seconds, so the search is no part of the transaction.
    """
    require(person, Permission.PLAN_STUDY)
    refused = wishes_refusal(replace(wishes, exams=()), today=local_day(at))
    if refused is not None:
        return refused
    known = programme().designations
    if not wishes.targets or not set(wishes.targets) <= {one.code for one in known}:
        return Refused(
            "no-such-designation",
            LocalText(en="Choose the letters that you want.", ms="Pilih gelaran yang anda mahu."),
        )
    found = way_of(
        person,
        Wishes(
            targets=wishes.targets,
            hours_a_week=max(1, sum(wishes.week) // 60),
            holidays=tuple(Holiday(first, last) for first, last in wishes.days_off),
        ),
        objective="fastest",
        at=at,
    )
    if isinstance(found, NoPlan):
        reasons = [found.summary, *(one.sentence for one in found.conflicts[:2])]
        return Refused(
            "no-way",
            LocalText(
                en=" ".join(one.en for one in reasons), ms=" ".join(one.ms for one in reasons)
            ),
        )
    exams = _exam_days(person, wishes, found, at=at)
    classes = tuple(
        one for step in found.steps if step.kind == "classroom" for one in _runs_ending(step)
    )
    chosen = replace(wishes, exams=exams, classes=classes or wishes.classes)
    return choose_plan(person, chosen, at=at)


def move_exams(person: User, days: Mapping[str, date], *, at: datetime) -> Refused | None:
    """Give exams of the plan other days, as a new version."""
    choice = newest_choice(person)
    wishes = PlanWishes.of(choice) if choice else None
    if wishes is None or not days or not set(days) <= {one.exam for one in wishes.exams}:
        require(person, Permission.PLAN_STUDY)
        return Refused(
            "no-such-exam",
            LocalText(
                en="This exam is not in your plan. Nothing was changed.",
                ms="Peperiksaan ini tiada dalam rancangan anda. Tiada apa-apa diubah.",
            ),
        )
    today = local_day(at)
    exams = tuple(
        replace(one, day=days.get(one.exam, one.day))
        for one in wishes.exams
        # what is over by now is no part of a new version
        if one.exam in days or one.day > today
    )
    return choose_plan(person, replace(wishes, exams=exams), at=at)


@transaction.atomic
def tick_off(
    person: User, course: str, kind: str, name: str, *, minutes: int, at: datetime
) -> Refused | None:
    """Note time that was spent on a lesson, or a mock exam that was sat."""
    require(person, Permission.PLAN_STUDY)
    published = programme()
    found = published.course_by_code.get(course)
    names = {
        "lesson": set(lesson_titles(published, found)) if found else set(),
        "mock": {str(number) for number in range(1, MOCK_EXAMS + 1)} if found else set(),
    }
    if name not in names.get(kind, ()) or not 0 < minutes <= MOST_MINUTES_NOTED:
        return Refused(
            "no-such-work",
            LocalText(
                en="There is no such lesson or mock exam. Nothing was noted.",
                ms="Tiada pelajaran atau peperiksaan percubaan sedemikian. Tiada apa-apa dicatat.",
            ),
        )
    StudyTick.objects.create(
        person=person, course=course, kind=kind, name=name, minutes=minutes, done_at=at
    )
    details = {"course": course, "kind": kind, "name": name, "minutes": minutes}
    write_audit_entry(person, "study.ticked", subject=str(person.pk), at=at, details=details)
    return None


@transaction.atomic
def tick_mock(person: User, course: str, *, minutes: int, at: datetime) -> int | None:
    """Note that a mock exam was sat as the first one of the plan that is still ahead; its number.

    None where there is no plan, or no such mock exam in it: then nothing is noted.
    """
    require(person, Permission.PLAN_STUDY)
    number = mock_ahead(person, course, at=at)
    if number is None:
        return None
    minutes = min(minutes, MOST_MINUTES_NOTED)
    StudyTick.objects.create(
        person=person, course=course, kind="mock", name=str(number), minutes=minutes, done_at=at
    )
    details = {"course": course, "kind": "mock", "name": str(number), "minutes": minutes}
    write_audit_entry(person, "study.ticked", subject=str(person.pk), at=at, details=details)
    return number


@transaction.atomic
def undo_tick(person: User, *, at: datetime) -> Refused | None:
    """Take back what was noted last today. The row stays, and another says that it is undone."""
    require(person, Permission.PLAN_STUDY)
    wait_for_others(person)
    today = beginning_of(local_day(at))
    last = (
        StudyTick.objects.filter(person=person, minutes__gt=0, undone=None, done_at__gte=today)
        .order_by("-done_at", "-id")
        .first()
    )
    if last is None:
        return Refused(
            "nothing-to-undo",
            LocalText(
                en="There is nothing to take back: only what was noted today can be.",
                ms="Tiada apa-apa untuk ditarik balik: hanya catatan hari ini boleh ditarik balik.",
            ),
        )
    StudyTick.objects.create(
        person=person,
        course=last.course,
        kind=last.kind,
        name=last.name,
        minutes=0,
        undoes=last,
        done_at=at,
    )
    details = {"course": last.course, "kind": last.kind, "name": last.name}
    write_audit_entry(person, "study.tick-undone", subject=str(person.pk), at=at, details=details)
    return None


def _exam_days(person: User, wishes: PlanWishes, way: Plan, *, at: datetime) -> tuple[ExamDay, ...]:
    """The days of the exams of a way.

    The pathfinder gives each the first day on which the hours of the course suffice. Within the same
    window it goes to the first day on which the plan fits, and leaves some air after that.
    """
    today, published, hours = local_day(at), programme(), wishes.hours
    known = published.course_by_code
    steps = [step for step in way.exams if step.code in known and step.day > today]
    studied = studied_of(person, (step.code for step in steps), (at,))
    kept: list[ExamWork] = []
    found = []
    for step in steps:
        window = window_on(published.about.windows, step.day)
        last = step.day if step.starts or window is None else window.closes
        course, day = known[step.code], step.day
        while day < last:
            work = exam_work(published, course, day, studied, today=today, until=at)
            if fits([*kept, work], hours, today=today):
                day = min(last, day + AIR)
                break
            day += ONE_DAY
        kept.append(exam_work(published, course, day, studied, today=today, until=at))
        found.append(ExamDay(step.code, day, step.for_designations))
    return tuple(found)


def _runs_ending(step: Step) -> list[Attended]:
    """The run of a class that ends on the day of its step."""
    course = programme().course_by_code.get(step.code)
    offers = course.classroom if course else ()
    runs = [run for offer in offers for run in offer.runs if run.ends == step.day]
    return [Attended(step.code, runs[0].starts, runs[0].ends)] if runs else []
