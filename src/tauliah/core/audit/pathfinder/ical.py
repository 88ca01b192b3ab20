"""A plan as an iCalendar file (RFC 5545) for the calendar of a person's telephone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from tauliah.core.audit.pathfinder.plan import Plan, Step
from tauliah.core.kernel import Language, LocalText, calendar_file, whole_days
from tauliah.core.programme import Programme

if TYPE_CHECKING:
    from icalendar import Event

_MAKER = "-//Tauliah//Pathfinder//EN"


def calendar_of(
    plan: Plan, programme: Programme, *, language: Language, made_at: datetime, owner: str
) -> bytes:
    """The plan as a calendar: an event for each step and milestone, and for each span of study.

    `made_at` is written as DTSTAMP and `owner` is part of each event's name (UID), such as a
    candidate's number: a newer calendar of the same owner replaces events instead of doubling
    them. The same arguments give the same bytes. ValueError for a moment without a time zone.
    """
    return calendar_file(
        _events(plan, programme, language, owner),
        maker=_MAKER,
        made_at=made_at,
        title=programme.about.title.in_language(language),
    )


def _events(plan: Plan, programme: Programme, language: Language, owner: str) -> Iterator[Event]:
    place = f"{owner}.{programme.about.code}.tauliah"
    for step in plan.steps:
        if step.study_from is not None and step.study_until is not None:
            yield whole_days(
                f"study-{step.code}@{place}",
                _studying(step).in_language(language),
                step.why.in_language(language),
                step.study_from,
                step.study_until,
            )
        event = whole_days(
            f"{step.kind}-{step.code or 'body'}@{place}",
            _headed(step).in_language(language),
            f"{step.sentence.in_language(language)} {step.why.in_language(language)}",
            step.day,
            step.day,
        )
        if step.starts:
            zone = ZoneInfo(programme.about.timezone)
            for name, clock in (("dtstart", step.starts), ("dtend", step.ends)):
                moment = datetime.combine(step.day, time.fromisoformat(clock), zone)
                event.pop(name)
                event.add(name, moment.astimezone(UTC))
        yield event
    for milestone in plan.milestones:
        yield whole_days(
            f"complete-{milestone.designation}@{place}",
            milestone.letters,
            milestone.sentence.in_language(language),
            milestone.day,
            milestone.day,
        )


def _studying(step: Step) -> LocalText:
    title, code, hours = step.title, step.code, step.study_hours
    return LocalText(
        en=f"Study {title.en} ({code}), {hours} hours",
        ms=f"Belajar {title.ms} ({code}), {hours} jam",
    )


def _headed(step: Step) -> LocalText:
    """The step in a few words."""
    title, code = step.title, step.code
    heads = {
        "join": LocalText(en="Become a member", ms="Jadi ahli"),
        "matriculate": LocalText(en=f"Matriculate for {code}", ms=f"Bermatrikulasi untuk {code}"),
        "exam": LocalText(en=f"Exam: {title.en} ({code})", ms=f"Peperiksaan: {title.ms} ({code})"),
        "course": LocalText(
            en=f"Complete {title.en} ({code})", ms=f"Selesaikan {title.ms} ({code})"
        ),
        "classroom": LocalText(en=f"Class: {title.en} ({code})", ms=f"Kelas: {title.ms} ({code})"),
        "ethics": LocalText(en=f"Accept the {title.en}", ms=f"Terima {title.ms}"),
    }
    return heads[step.kind]
