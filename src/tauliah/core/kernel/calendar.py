"""Days as people count and say them."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from functools import lru_cache

from tauliah.core.kernel.text import LocalText

_MONTHS_EN = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
_MONTHS_MS = (
    "Januari", "Februari", "Mac", "April", "Mei", "Jun", "Julai", "Ogos", "September", "Oktober",
    "November", "Disember",
)  # fmt: skip


def add_months(day: date, months: int) -> date:
    """The same day of the month that many months later, or the month's last day before it."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@lru_cache(maxsize=4096)
def spoken_day(day: date) -> LocalText:
    """A day as written in a letter: 3 March 2026, 3 Mac 2026."""
    return LocalText(
        en=f"{day.day} {_MONTHS_EN[day.month - 1]} {day.year}",
        ms=f"{day.day} {_MONTHS_MS[day.month - 1]} {day.year}",
    )
