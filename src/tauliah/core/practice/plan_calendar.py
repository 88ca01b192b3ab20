"""A plan of study as an iCalendar feed (RFC 5545), for calendars that read it again and again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from tauliah.core.kernel import Language, LocalText
from tauliah.core.practice.plan_sentences import spoken_minutes
from tauliah.core.practice.study_plan import Paced, Piece
from tauliah.core.practice.study_time import ONE_DAY

if TYPE_CHECKING:
    from icalendar import Event

_MAKER = "-//Tauliah//Plan of study//EN"
READ_AGAIN_AFTER = timedelta(hours=12)

_PRACTICE = LocalText(en="Practice", ms="Latihan")
_MOCK = LocalText(en="Mock exam", ms="Peperiksaan percubaan")
_STUDY = LocalText(en="Study", ms="Belajar")
_EXAM = LocalText(en="Exam", ms="Peperiksaan")


@dataclass(frozen=True, slots=True)
class DatedNote:
    """Something else that lies on days: a class, the day of a designation. `name` tells it apart."""

    name: str
    title: LocalText
    first: date
    last: date


def piece_title(piece: Piece, lessons: Mapping[tuple[str, str], LocalText]) -> LocalText:
    """What a piece of a plan is called; a lesson by its title, else with the code of its exam."""
    if piece.kind == "lesson":
        return lessons.get((piece.exam, piece.name), LocalText(en=piece.name, ms=piece.name))
    if piece.kind == "mock":
        number = piece.name
        return LocalText(en=f"{_MOCK.en} {number}", ms=f"{_MOCK.ms} {number}")
    return _PRACTICE


def calendar_of_study(
    plan: Paced,
    *,
    title: LocalText,
    exams: Mapping[str, LocalText],
    lessons: Mapping[tuple[str, str], LocalText],
    notes: Iterable[DatedNote] = (),
    language: Language,
    made_at: datetime,
    owner: str,
) -> bytes:
    """The plan as a calendar: an event for each day of study, each exam and each note.

    `exams` are the titles by code, `lessons` those by exam and name. `owner` is part of each event's
    name (UID), so that a newer reading replaces events. All are whole days that leave the reader
    free: at what time one studies is one's own. ValueError for a moment without a time zone.
    """
    from icalendar import Calendar

    if made_at.tzinfo is None:
        raise ValueError("a moment without a time zone cannot be written in a calendar")
    calendar = Calendar()
    calendar.add("prodid", _MAKER)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", title.in_language(language))
    calendar.add("refresh-interval", READ_AGAIN_AFTER, parameters={"VALUE": "DURATION"})
    events = [
        _event(
            f"study-{day.day.isoformat()}",
            f"{_STUDY.in_language(language)} {spoken_minutes(day.minutes).in_language(language)}",
            "\n".join(
                f"{piece.exam}: {piece_title(piece, lessons).in_language(language)}, "
                f"{spoken_minutes(piece.minutes).in_language(language)}"
                for piece in day.pieces
            ),
            day.day,
            day.day,
        )
        for day in plan.days
        if day.pieces
    ]
    for one in plan.exams:
        name = exams.get(one.exam, LocalText(en=one.exam, ms=one.exam)).in_language(language)
        heading = f"{_EXAM.in_language(language)}: {name} ({one.exam})"
        events.append(_event(f"exam-{one.exam}", heading, "", one.day, one.day))
    for note in notes:
        words = note.title.in_language(language)
        events.append(_event(note.name, words, "", note.first, note.last))
    for event in events:
        event["uid"] = f"{event['uid']}@{owner}.tauliah"
        event.add("dtstamp", made_at.astimezone(UTC).replace(microsecond=0))
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _event(name: str, summary: str, description: str, first: date, last: date) -> Event:
    from icalendar import Event

    event = Event()
    event.add("uid", name)
    event.add("summary", summary)
    if description:
        event.add("description", description)
    event.add("dtstart", first)
    event.add("dtend", last + ONE_DAY)
    event.add("transp", "TRANSPARENT")
    return event
