"""A plan of study as an iCalendar feed (RFC 5545), for calendars that read it again and again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from tauliah.core.kernel import Language, LocalText, calendar_file, whole_days
from tauliah.core.practice.plan_sentences import spoken_minutes
from tauliah.core.practice.study_plan import Paced, Piece

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
    place = f"{owner}.tauliah"
    events = [
        whole_days(
            f"study-{day.day.isoformat()}@{place}",
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
        events.append(whole_days(f"exam-{one.exam}@{place}", heading, "", one.day, one.day))
    for note in notes:
        words = note.title.in_language(language)
        events.append(whole_days(f"{note.name}@{place}", words, "", note.first, note.last))
    return calendar_file(
        events,
        maker=_MAKER,
        made_at=made_at,
        title=title.in_language(language),
        read_again_after=READ_AGAIN_AFTER,
    )
