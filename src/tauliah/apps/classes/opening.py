"""What a class must be to be opened: a course with a classroom, a place of the programme, and days."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from tauliah.apps.catalogue.queries import local_day, programme, zone
from tauliah.core.classes import MOST_ACCEPT_HOURS, MOST_SEATS, Terms
from tauliah.core.kernel import LANGUAGES, LocalText, Refused, spoken_day
from tauliah.core.programme import ClassroomOffer, Course

LONGEST_VENUE = 200
MOST_FREE_DAYS = 60
_HOURS = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A class that a registrar would open.

    `place` is that of the programme, in either language; `hours` are those of each session, such as
    09:00-17:00. A seat can be given back without a trace up to `free_days` days before the first
    session; an offered seat waits for `accept_hours`.
    """

    course: str
    place: str
    venue: str
    language: str
    starts: date
    ends: date
    hours: str
    seats: int
    free_days: int = 7
    accept_hours: int = 48


@dataclass(frozen=True, slots=True)
class Openable:
    """A place in which the programme in force lets a course run."""

    course: Course
    offer: ClassroomOffer


def openable() -> tuple[Openable, ...]:
    """Every course with every place in which it may run, as the newest release says."""
    return tuple(
        Openable(course, offer)
        for course in programme().courses
        if course.is_open
        for offer in course.classroom
    )


def found_offer(course: str, place: str) -> Openable | None:
    """The place of a course that is called so in either language."""
    asked = place.strip().casefold()
    return next(
        (
            one
            for one in openable()
            if one.course.code == course
            and asked in (one.offer.place.en.casefold(), one.offer.place.ms.casefold())
        ),
        None,
    )


def terms_of(wanted: Wanted) -> Terms:
    """The terms of a class that `opening_refusal` lets pass."""
    begins = datetime.combine(wanted.starts, _clock(wanted.hours)[0], tzinfo=zone())
    return Terms(
        seats=wanted.seats,
        begins=begins,
        free_until=begins - timedelta(days=wanted.free_days),
        accept_hours=wanted.accept_hours,
    )


def opening_refusal(wanted: Wanted, *, at: datetime) -> Refused | None:
    """Why this class cannot be opened; None where it can."""
    found = found_offer(wanted.course, wanted.place)
    if found is None:
        return Refused(
            "no-such-place",
            LocalText(
                en=f"The programme in force has no classroom of {wanted.course} in "
                f"{wanted.place or 'this place'}. Its places are those of the course's page.",
                ms=f"Program yang berkuat kuasa tiada bilik kuliah {wanted.course} di "
                f"{wanted.place or 'tempat ini'}. Tempatnya ialah yang tertera di halaman kursus.",
            ),
        )
    return (
        _words_refusal(wanted)
        or _days_refusal(wanted, found.offer, at=at)
        or _terms_refusal(wanted)
    )


def _words_refusal(wanted: Wanted) -> Refused | None:
    if not wanted.venue.strip() or len(wanted.venue) > LONGEST_VENUE:
        return Refused(
            "no-venue",
            LocalText(
                en=f"Say where people go: building and room, in at most {LONGEST_VENUE} letters.",
                ms=f"Nyatakan tempat untuk hadir: bangunan dan bilik, paling banyak {LONGEST_VENUE} "
                "huruf.",
            ),
        )
    if wanted.language not in LANGUAGES:
        return Refused(
            "no-such-language",
            LocalText(
                en="A class is held in English (en) or in Malay (ms).",
                ms="Kelas diadakan dalam bahasa Inggeris (en) atau bahasa Melayu (ms).",
            ),
        )
    if _HOURS.fullmatch(wanted.hours) is None or _clock(wanted.hours)[0] >= _clock(wanted.hours)[1]:
        return Refused(
            "no-such-hours",
            LocalText(
                en="Write the hours of each session from when to when, such as 09:00-17:00.",
                ms="Tulis waktu setiap sesi dari bila hingga bila, seperti 09:00-17:00.",
            ),
        )
    return None


def _days_refusal(wanted: Wanted, offer: ClassroomOffer, *, at: datetime) -> Refused | None:
    if wanted.ends < wanted.starts:
        return Refused(
            "days-in-another-order",
            LocalText(
                en="The last day of the class is before its first. Exchange them.",
                ms="Hari terakhir kelas ini sebelum hari pertamanya. Tukarkan kedua-duanya.",
            ),
        )
    if wanted.starts <= local_day(at):
        return Refused(
            "starts-already",
            LocalText(
                en="A class is opened before the day on which it starts. Give a later first day.",
                ms="Kelas dibuka sebelum hari ia bermula. Berikan hari pertama yang lebih lewat.",
            ),
        )
    runs = {(one.starts, one.ends) for one in offer.runs}
    if runs and (wanted.starts, wanted.ends) not in runs:
        told = [(spoken_day(first), spoken_day(last)) for first, last in sorted(runs)]
        en = "; ".join(f"{first.en} to {last.en}" for first, last in told)
        ms = "; ".join(f"{first.ms} hingga {last.ms}" for first, last in told)
        return Refused(
            "days-not-in-the-programme",
            LocalText(
                en=f"The programme in force names the days of this class: {en}. Open one of them, "
                "or change the programme first, so that plans and classes say the same.",
                ms=f"Program yang berkuat kuasa menetapkan hari kelas ini: {ms}. Buka salah satu "
                "daripadanya, atau ubah program dahulu, supaya pelan dan kelas selaras.",
            ),
        )
    return None


def _terms_refusal(wanted: Wanted) -> Refused | None:
    if (
        1 <= wanted.seats <= MOST_SEATS
        and 1 <= wanted.accept_hours <= MOST_ACCEPT_HOURS
        and 0 <= wanted.free_days <= MOST_FREE_DAYS
    ):
        return None
    return Refused(
        "no-such-terms",
        LocalText(
            en=f"Give 1 to {MOST_SEATS} seats, 1 to {MOST_ACCEPT_HOURS} hours to accept a seat, and "
            f"0 to {MOST_FREE_DAYS} days before the class for giving one back.",
            ms=f"Berikan 1 hingga {MOST_SEATS} tempat duduk, 1 hingga {MOST_ACCEPT_HOURS} jam untuk "
            f"menerima tempat duduk, dan 0 hingga {MOST_FREE_DAYS} hari sebelum kelas untuk "
            "melepaskannya.",
        ),
    )


def _clock(hours: str) -> tuple[time, time]:
    """When a session begins and ends; a pair of the same where that cannot be read."""
    if _HOURS.fullmatch(hours) is None:
        return time(), time()
    first, last = hours.split("-")
    return time.fromisoformat(first), time.fromisoformat(last)
