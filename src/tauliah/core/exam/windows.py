"""Exam windows on the calendar, and whether an exam may be booked."""

from __future__ import annotations

from calendar import monthrange
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from tauliah.core.kernel import LocalText, Refused, add_months, spoken_day


class AnnualSpan(Protocol):
    """A window as the programme writes it: first and last day as MM-DD, the same each year."""

    @property
    def number(self) -> int: ...
    @property
    def title(self) -> LocalText: ...
    @property
    def opens(self) -> str: ...
    @property
    def closes(self) -> str: ...


class RetakePolicy(Protocol):
    """How often one exam may be sat."""

    @property
    def sittings_per_window(self) -> int: ...
    @property
    def sittings_per_12_months(self) -> int: ...


@dataclass(frozen=True, slots=True, order=True)
class Window:
    """A window of one year: first and last day on which its exams can be sat."""

    opens: date
    closes: date
    code: str
    title: LocalText

    def is_open(self, day: date) -> bool:
        """Whether exams can be booked and sat on that day."""
        return self.opens <= day <= self.closes


@dataclass(frozen=True, slots=True)
class EarlierSitting:
    """A sitting of an exam that counts towards its limits: booked ones count from their booking."""

    exam: str
    window: str
    day: date


def windows_around(spans: Sequence[AnnualSpan], day: date) -> tuple[Window, ...]:
    """The windows of that day's year and of the next, in order."""
    return tuple(
        Window(
            opens=day_of_year(year, span.opens),
            closes=day_of_year(year, span.closes),
            code=f"{year}-{span.number}",
            title=span.title,
        )
        for year in (day.year, day.year + 1)
        for span in spans
    )


def window_on(spans: Sequence[AnnualSpan], day: date) -> Window | None:
    """The window open on that day, if one is."""
    return next((w for w in windows_around(spans, day) if w.is_open(day)), None)


def next_window(spans: Sequence[AnnualSpan], day: date) -> Window:
    """The first window that opens after that day."""
    return min(w for w in windows_around(spans, day) if w.opens > day)


def booking_refusal(
    policy: RetakePolicy,
    spans: Sequence[AnnualSpan],
    *,
    exam: str,
    window: str,
    on: date,
    earlier: Iterable[EarlierSitting],
) -> Refused | None:
    """Why a window's exam may not be booked on that day under the retake policy; None if it may.

    `earlier` are the person's sittings of any exam, booked ones included, cancelled ones not.
    """
    known = {w.code: w for w in windows_around(spans, on)}
    wanted = known.get(window)
    if wanted is None or not wanted.is_open(on):
        day = spoken_day(next_window(spans, on).opens)
        return Refused(
            "window-closed",
            LocalText(
                en=f"The exam window {window} is not open. The next window opens on {day.en}.",
                ms=f"Tetingkap peperiksaan {window} tidak dibuka. "
                f"Tetingkap berikutnya dibuka pada {day.ms}.",
            ),
        )
    sittings = [sitting for sitting in earlier if sitting.exam == exam]
    in_windows = Counter(sitting.window for sitting in sittings)
    full = {code for code, times in in_windows.items() if times >= policy.sittings_per_window}
    most = policy.sittings_per_12_months
    recent = sorted(s.day for s in sittings if add_months(s.day, 12) > on)
    if len(recent) >= most:
        day = spoken_day(_first_day_again(spans, full, add_months(recent[-most], 12)))
        return Refused(
            "twelve-month-limit",
            LocalText(
                en=f"An exam may be sat at most {most} times in any 12 months. "
                f"It can be booked again from {day.en}.",
                ms=f"Sesuatu peperiksaan boleh diduduki paling banyak {most} kali dalam mana-mana "
                f"12 bulan. Ia boleh ditempah semula mulai {day.ms}.",
            ),
        )
    if window in full:
        day = spoken_day(_first_day_again(spans, full, on))
        most = policy.sittings_per_window
        return Refused(
            "window-limit",
            LocalText(
                en=f"An exam may be sat at most {most} times in one window. "
                f"It can be booked again from {day.en}.",
                ms=f"Sesuatu peperiksaan boleh diduduki paling banyak {most} kali dalam satu "
                f"tetingkap peperiksaan. Ia boleh ditempah semula mulai {day.ms}.",
            ),
        )
    return None


def _first_day_again(spans: Sequence[AnnualSpan], full: Collection[str], day: date) -> date:
    """The first day from that one on which a window is open that is not full."""
    ahead = (w for w in windows_around(spans, day) if w.closes >= day and w.code not in full)
    return max(day, min(ahead).opens)


def day_of_year(year: int, month_day: str) -> date:
    """A day as MM-DD in that year; 29 February is 28 February in a year that lacks it."""
    month, day = (int(part) for part in month_day.split("-"))
    return date(year, month, min(day, monthrange(year, month)[1]))
