"""A calendar that other programs read: an iCalendar file (RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from icalendar import Event

_ONE_DAY = timedelta(days=1)


def calendar_file(
    events: Iterable[Event],
    *,
    maker: str,
    made_at: datetime,
    title: str = "",
    read_again_after: timedelta | None = None,
) -> bytes:
    """The events as one calendar of the program `maker` (PRODID); each gets `made_at` as its DTSTAMP.

    The same arguments give the same bytes. ValueError for a moment without a time zone.
    """
    from icalendar import Calendar

    if made_at.tzinfo is None:
        raise ValueError("a moment without a time zone cannot be written in a calendar")
    calendar = Calendar()
    calendar.add("prodid", maker)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", "PUBLISH")
    if title:
        calendar.add("x-wr-calname", title)
    if read_again_after is not None:
        calendar.add("refresh-interval", read_again_after, parameters={"VALUE": "DURATION"})
    for event in events:
        event.add("dtstamp", made_at.astimezone(UTC).replace(microsecond=0))
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def whole_days(name: str, summary: str, description: str, first: date, last: date) -> Event:
    """An event of whole days, which leaves the reader free; its end is the first day after it.

    `name` is its UID, by which a newer calendar replaces it.
    """
    from icalendar import Event

    event = Event()
    event.add("uid", name)
    event.add("summary", summary)
    if description:
        event.add("description", description)
    event.add("dtstart", first)
    event.add("dtend", last + _ONE_DAY)
    event.add("transp", "TRANSPARENT")
    return event
