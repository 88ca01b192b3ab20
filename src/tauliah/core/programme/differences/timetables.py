"""What differs in the timetable of a window, paper by paper, and how days of the year are said."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from tauliah.core.kernel import LocalText, spoken_day
from tauliah.core.programme.annual_windows import AnnualWindow, Paper
from tauliah.core.programme.differences.matching import Difference


def timetable_differences(
    before: AnnualWindow, after: AnnualWindow, *, name: LocalText
) -> Iterator[Difference]:
    """Each exam whose time changes in a window, or that gets or loses one there."""
    old = {exam: paper for paper in before.timetable for exam in paper.exams}
    new = {exam: paper for paper in after.timetable for exam in paper.exams}
    subject = str(after.number)
    if old and not new:
        sentence = LocalText(
            en=f"There is no timetable for {name.en} any more: any exam can be sat on any day of it.",
            ms=f"Tiada lagi jadual waktu bagi {name.ms}: mana-mana peperiksaan boleh diduduki pada "
            "mana-mana hari.",
        )
        yield Difference("window", subject, sentence)
        return
    if new and not old:
        sentence = LocalText(
            en=f"There is now a timetable for {name.en}: only exams with a time in it are held.",
            ms=f"Kini ada jadual waktu bagi {name.ms}: hanya peperiksaan yang mempunyai masa di "
            "dalamnya diadakan.",
        )
        yield Difference("window", subject, sentence)
    for exam in sorted(old.keys() | new.keys()):
        was, now = old.get(exam), new.get(exam)
        if _time(was) != _time(now):
            yield Difference("window", subject, _sentence(exam, was, now, name=name))


def day_of_the_year(month_day: str) -> LocalText:
    """A day that comes each year: 5 March, 5 Mac."""
    leap_year = "2024"
    day = spoken_day(date.fromisoformat(f"{leap_year}-{month_day}"))
    return LocalText(
        en=day.en.removesuffix(f" {leap_year}"), ms=day.ms.removesuffix(f" {leap_year}")
    )


def _time(paper: Paper | None) -> tuple[str, str, str] | None:
    return (paper.on, paper.starts, paper.ends) if paper else None


def _sentence(exam: str, was: Paper | None, now: Paper | None, *, name: LocalText) -> LocalText:
    if now is None:
        return LocalText(
            en=f"The exam {exam} is no longer held in {name.en}.",
            ms=f"Peperiksaan {exam} tidak lagi diadakan dalam {name.ms}.",
        )
    new = _spoken(now)
    if was is None:
        return LocalText(
            en=f"In {name.en} the exam {exam} is held {new.en}.",
            ms=f"Dalam {name.ms} peperiksaan {exam} diadakan {new.ms}.",
        )
    old = _spoken(was)
    return LocalText(
        en=f"In {name.en} the exam {exam} is held {new.en} instead of {old.en}.",
        ms=f"Dalam {name.ms} peperiksaan {exam} diadakan {new.ms} dan bukan lagi {old.ms}.",
    )


def _spoken(paper: Paper) -> LocalText:
    day = day_of_the_year(paper.on)
    return LocalText(
        en=f"on {day.en}, {paper.starts} to {paper.ends}",
        ms=f"pada {day.ms}, {paper.starts} hingga {paper.ends}",
    )
