"""A class as an iCalendar file (RFC 5545) for the calendar of a person's telephone."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from tauliah.core.kernel import calendar_file

_MAKER = "-//Tauliah//Classes//EN"


def class_calendar(
    id: str,
    *,
    title: str,
    where: str,
    starts: date,
    ends: date,
    hours: str,
    zone: ZoneInfo,
    address: str,
    made_at: datetime,
) -> bytes:
    """The class as one event: with its `hours` where it is a single day, else as whole days.

    `hours` are those of each session by the clock of `zone`, such as 09:00-17:00; of a class of
    several days they stand in the title, for not every day need have a session. `made_at` is
    DTSTAMP. The same arguments give the same bytes. ValueError for a moment without a time zone.
    """
    from icalendar import Event

    event = Event()
    event.add("uid", f"class-{id}@tauliah")
    event.add("summary", title if starts == ends else f"{title}, {hours}")
    event.add("location", where)
    event.add("url", address)
    if starts == ends:
        first, last = (time.fromisoformat(clock) for clock in hours.split("-"))
        for name, clock in (("dtstart", first), ("dtend", last)):
            event.add(name, datetime.combine(starts, clock, zone).astimezone(UTC))
    else:
        event.add("dtstart", starts)
        # the end of whole days is the day after the last (RFC 5545, section 3.6.1)
        event.add("dtend", ends + timedelta(days=1))
    return calendar_file([event], maker=_MAKER, made_at=made_at)
