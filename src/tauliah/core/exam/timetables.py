"""Fixed papers on the calendar: when an exam of a window is sat, and which exams clash."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, tzinfo
from typing import Protocol

from tauliah.core.exam.windows import AnnualSpan, day_of_year
from tauliah.core.kernel import LocalText, Refused, spoken_day


class FixedPaper(Protocol):
    """A paper as the programme writes it: its exams, day as MM-DD, start and end as HH:MM."""

    @property
    def exams(self) -> Sequence[str]: ...
    @property
    def on(self) -> str: ...
    @property
    def starts(self) -> str: ...
    @property
    def ends(self) -> str: ...


class TimetabledSpan(AnnualSpan, Protocol):
    """A window that may say when each of its exams is sat."""

    @property
    def timetable(self) -> Sequence[FixedPaper]: ...


@dataclass(frozen=True, slots=True)
class PaperTime:
    """When an exam is sat: moments in the zone of the programme, by whose clock they are said."""

    starts: datetime
    ends: datetime

    def overlaps(self, other: PaperTime) -> bool:
        """Whether nobody can sit both; one may start when the other ends."""
        return self.starts < other.ends and other.starts < self.ends

    @property
    def spoken(self) -> LocalText:
        """Day and time as in a letter: on 5 March 2027, 09:00 to 12:00."""
        day, starts, ends = (
            spoken_day(self.starts.date()),
            f"{self.starts:%H:%M}",
            f"{self.ends:%H:%M}",
        )
        return LocalText(
            en=f"on {day.en}, {starts} to {ends}", ms=f"pada {day.ms}, {starts} hingga {ends}"
        )


def paper_time(
    spans: Iterable[TimetabledSpan], *, window: str, exam: str, zone: tzinfo
) -> PaperTime | None:
    """When an exam is sat in a window, such as 2027-1; None where the window fixes no time for it."""
    year, span = _span_of(spans, window)
    for paper in span.timetable if span else ():
        if exam in paper.exams:
            day = day_of_year(year, paper.on)
            return PaperTime(_moment(day, paper.starts, zone), _moment(day, paper.ends, zone))
    return None


def timetable_refusal(
    spans: Sequence[TimetabledSpan],
    *,
    exam: str,
    window: str,
    at: datetime,
    zone: tzinfo,
    booked: Iterable[str] = (),
) -> Refused | None:
    """Why a window's timetable does not let an exam be booked; None where it does or has none.

    The timetable is written by the clock of that zone. `booked` are the exams that the person has
    booked or is sitting in that window.
    """
    _, span = _span_of(spans, window)
    if span is None or not span.timetable:
        return None
    own = paper_time(spans, window=window, exam=exam, zone=zone)
    if own is None:
        return Refused(
            "not-in-timetable",
            LocalText(
                en=f"The exam {exam} is not held in the window {window}.",
                ms=f"Peperiksaan {exam} tidak diadakan dalam tetingkap {window}.",
            ),
        )
    if at >= own.ends:
        return Refused(
            "paper-over",
            LocalText(
                en=f"The exam {exam} was held {own.spoken.en}; it is not held again in the window "
                f"{window}.",
                ms=f"Peperiksaan {exam} telah diadakan {own.spoken.ms}; ia tidak diadakan lagi dalam "
                f"tetingkap {window}.",
            ),
        )
    for other in booked:
        theirs = paper_time(spans, window=window, exam=other, zone=zone)
        if other != exam and theirs is not None and theirs.overlaps(own):
            return Refused(
                "clash",
                LocalText(
                    en=f"The exam {exam} is held {own.spoken.en}, at the same time as {other}, which "
                    "you have booked.",
                    ms=f"Peperiksaan {exam} diadakan {own.spoken.ms}, pada masa yang sama dengan "
                    f"{other}, yang telah anda tempah.",
                ),
            )
    return None


def paper_start_refusal(exam: str, paper: PaperTime, *, at: datetime) -> Refused | None:
    """Why an exam with a fixed time cannot be started at that moment; None from start to end."""
    if paper.starts <= at < paper.ends:
        return None
    return Refused(
        "not-at-this-time",
        LocalText(
            en=f"The exam {exam} can be started only at its time, {paper.spoken.en}.",
            ms=f"Peperiksaan {exam} boleh dimulakan hanya pada masanya, {paper.spoken.ms}.",
        ),
    )


def _span_of(spans: Iterable[TimetabledSpan], window: str) -> tuple[int, TimetabledSpan | None]:
    year, _, number = window.partition("-")
    if not (year.isdecimal() and number.isdecimal()):
        return 0, None
    found = (span for span in spans if span.number == int(number))
    return int(year), next(found, None)


def _moment(day: date, at: str, zone: tzinfo) -> datetime:
    return datetime.combine(day, time.fromisoformat(at), zone)
