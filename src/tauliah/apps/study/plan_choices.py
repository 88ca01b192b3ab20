"""What a person chose for the plan of study, as values; and whether it can be kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from tauliah.apps.catalogue.queries import programme
from tauliah.apps.people.queries import User
from tauliah.apps.study.models import PlanChoice
from tauliah.core.exam import PaperTime, Window, paper_time, window_on, windows_around
from tauliah.core.kernel import LocalText, Refused
from tauliah.core.practice import Hours
from tauliah.core.practice.fitting import LONGEST_DAY
from tauliah.core.programme import Programme

WINDOWS_AHEAD = 12
MOST_SPANS_OFF = 12


@dataclass(frozen=True, slots=True, order=True)
class ExamDay:
    """An exam, the day on which it shall be sat, and the designations that it serves."""

    exam: str
    day: date
    serves: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, order=True)
class Attended:
    """A run of a class that the person attends."""

    course: str
    starts: date
    ends: date


@dataclass(frozen=True, slots=True)
class PlanWishes:
    """Designations, minutes by weekday from Monday on, spans of days off, exam days and classes."""

    targets: tuple[str, ...]
    week: tuple[int, ...]
    days_off: tuple[tuple[date, date], ...] = ()
    exams: tuple[ExamDay, ...] = ()
    classes: tuple[Attended, ...] = ()

    @property
    def hours(self) -> Hours:
        """The hours that there are to study; a class that meets on each of its days takes these."""
        return Hours(self.week, (*self.days_off, *full_days(self.classes)))

    def as_row(self) -> dict[str, Any]:
        """The same as a row keeps it."""
        return {
            "targets": list(self.targets),
            "week": list(self.week),
            "days_off": [[first.isoformat(), last.isoformat()] for first, last in self.days_off],
            "exams": [
                {"exam": one.exam, "day": one.day.isoformat(), "serves": list(one.serves)}
                for one in self.exams
            ],
            "classes": [
                {
                    "course": one.course,
                    "starts": one.starts.isoformat(),
                    "ends": one.ends.isoformat(),
                }
                for one in self.classes
            ],
        }

    @staticmethod
    def of(row: PlanChoice) -> PlanWishes:
        """What a row keeps."""
        day = date.fromisoformat
        return PlanWishes(
            targets=tuple(row.targets),
            week=tuple(row.week),
            days_off=tuple((day(first), day(last)) for first, last in row.days_off),
            exams=tuple(
                ExamDay(one["exam"], day(one["day"]), tuple(one["serves"])) for one in row.exams
            ),
            classes=tuple(
                Attended(one["course"], day(one["starts"]), day(one["ends"])) for one in row.classes
            ),
        )


def newest_choice(person: User) -> PlanChoice | None:
    """What a person chose last; None where there is no plan."""
    return PlanChoice.objects.filter(person=person).order_by("-chosen_at", "-id").first()


def full_days(classes: Iterable[Attended]) -> tuple[tuple[date, date], ...]:
    """The spans of runs with as many sessions as days: nothing else is studied on these."""
    return tuple(
        (one.starts, one.ends) for one in classes if _sessions(one) > (one.ends - one.starts).days
    )


def classes_ahead(courses: Iterable[str], *, today: date) -> tuple[tuple[Attended, LocalText], ...]:
    """The runs of classes that begin from today on, each with its place, as the programme says."""
    known = programme().course_by_code
    found = [
        (Attended(code, run.starts, run.ends), offer.place)
        for code in courses
        if code in known
        for offer in known[code].classroom
        for run in offer.runs
        if run.starts >= today
    ]
    return tuple(sorted(found, key=lambda one: one[0]))


def windows_ahead(published: Programme, today: date) -> tuple[Window, ...]:
    """The windows that are open or open later, some years of them."""
    spans = published.about.windows
    found = {
        window
        for year in range(today.year, today.year + 4, 2)
        for window in windows_around(spans, date(year, 1, 1))
        if window.closes > today
    }
    return tuple(sorted(found)[:WINDOWS_AHEAD])


def fixed_day(published: Programme, window: Window, exam: str) -> PaperTime | None:
    """The fixed time of an exam in a window; None where it may be sat on any of its days."""
    about = published.about
    return paper_time(about.windows, window=window.code, exam=exam, zone=ZoneInfo(about.timezone))


def wishes_refusal(wishes: PlanWishes, *, today: date) -> Refused | None:
    """Why a plan cannot be kept; None where it can."""
    if sum(wishes.week) == 0 or max(wishes.week) > LONGEST_DAY:
        return Refused(
            "no-such-week",
            LocalText(
                en="Give some day of the week between 5 minutes and 16 hours of study.",
                ms="Beri sekurang-kurangnya satu hari dalam seminggu antara 5 minit hingga 16 jam "
                "untuk belajar.",
            ),
        )
    published = programme()
    known, windows = published.course_by_code, published.about.windows
    for one in wishes.exams:
        if one.exam not in known or one.day <= today or window_on(windows, one.day) is None:
            return Refused(
                "no-such-exam-day",
                LocalText(
                    en=f"The exam {one.exam} cannot be sat on {one.day}. Choose a day after today "
                    "within a window.",
                    ms=f"Peperiksaan {one.exam} tidak boleh diduduki pada {one.day}. Pilih satu hari "
                    "selepas hari ini dalam suatu tetingkap.",
                ),
            )
    spans = wishes.days_off
    if len(spans) > MOST_SPANS_OFF or any(first > last for first, last in spans):
        return Refused(
            "no-such-days-off",
            LocalText(
                en="The last of some days off is before the first, or there are too many spans.",
                ms="Hari terakhir bagi sesuatu cuti mendahului hari pertamanya, atau terlalu banyak "
                "tempoh cuti.",
            ),
        )
    return None


def _sessions(attended: Attended) -> int:
    course = programme().course_by_code.get(attended.course)
    offers = course.classroom if course else ()
    return next(
        (
            offer.sessions
            for offer in offers
            for run in offer.runs
            if (run.starts, run.ends) == (attended.starts, attended.ends)
        ),
        0,
    )
