"""What rules can see of an entry: all by which they could tell two records apart."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from datetime import UTC, date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tauliah.core.kernel import EPOCH, Entry, EntryKind, microseconds

Source = tuple[str, str]
"""A kind of entry and the code that it is about."""
Days = tuple[date, ...]
"""The day of a moment on each of some calendars."""
Seen = tuple[Source, Days, Hashable, int]
"""The source of an entry, its day on each calendar, what else of it is ever read, its moment.

The moment, in microseconds since 1970, is 0 where only days matter.
"""

FAILED = "exam-failed"
"""The kind in the source of a failed result: it gives nothing, and counts against a later pass."""

_MICROSECOND = timedelta(microseconds=1)
_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)
_OF_A_DAY = 24 * 3600 * 1_000_000

_ABOUT = {
    EntryKind.MATRICULATED: "designation",
    EntryKind.CREDIT_GRANTED: "exam",
    EntryKind.EXEMPTION_GRANTED: "exam",
    EntryKind.COURSE_COMPLETED: "course",
    EntryKind.CLASS_ATTENDED: "course",
    EntryKind.ETHICS_ACCEPTED: "code",
    EntryKind.CONFERRED: "designation",
    EntryKind.REVOKED: "designation",
    EntryKind.REINSTATED: "designation",
}
"""The fact that names what an entry is about, of the kinds that requirements look at."""
_MORE_GENERAL = {"exam": (), "course": ("exam",), "designation": ("exam", "course"),
                 "code": ("exam", "course", "designation")}  # fmt: skip


class OddEntryError(ValueError):
    """An entry with facts that its kind does not have; such a record is looked at by itself."""


class Sight:
    """Looks at entries as rules do: by days on the calendars of these zones.

    Where `moments` is asked for, of what rules may put in order by the moment that is kept, too.
    """

    def __init__(self, zones: Iterable[str], *, moments: bool = False) -> None:
        self._calendars = tuple(_Calendar(ZoneInfo(zone)) for zone in dict.fromkeys(zones))
        self._moments = moments
        self._days: dict[Days, Days] = {}
        self._midnights: dict[int, tuple[int, Days, Days] | None] = {}

    def of_entry(self, entry: Entry) -> Seen | None:
        """What rules see of an entry that is corrected already; None where that is nothing."""
        return self.of_facts(
            str(entry.kind), entry.facts, microseconds(entry.happened_at), entry.recorded_by
        )

    def of_facts(
        self, kind: str, facts: Mapping[str, Any], happened_at: int, recorded_by: str
    ) -> Seen | None:
        """The same, of an entry whose moment is given in microseconds since 1970.

        Raises OddEntryError or KeyError where the facts are not those of the kind.
        """
        if kind == EntryKind.EXAM_RESULT:
            source = (kind if facts["passed"] else FAILED), str(facts["exam"])
            return source, self._on(happened_at), None, happened_at if self._moments else 0
        about = _ABOUT.get(kind)  # type: ignore[call-overload]
        if about is None:
            if kind != EntryKind.EXPERIENCE_RECORDED:
                return None
            return self._experience(facts, happened_at)
        for name in _MORE_GENERAL[about]:
            if name in facts:
                raise OddEntryError(name)
        more: Hashable = None
        if "passed" in facts:
            raise OddEntryError("passed")
        if kind == EntryKind.EXEMPTION_GRANTED:
            approved_by = facts.get("approved_by")
            is_approved = bool(approved_by) and approved_by != recorded_by
            expires = facts.get("expires")
            # of one that ends the day is told when it has ended
            more = is_approved, (expires, self._on(happened_at)) if expires else None
        elif kind == EntryKind.ETHICS_ACCEPTED:
            more = facts["version"]
        return self._seen((kind, str(facts[about])), happened_at, more)

    def _experience(self, facts: Mapping[str, Any], happened_at: int) -> Seen:
        if not facts.keys().isdisjoint(("exam", "course", "designation", "code", "passed")):
            raise OddEntryError("experience")
        more = facts["from"], facts["to"], facts["hours_a_week"]
        return self._seen((EntryKind.EXPERIENCE_RECORDED.value, ""), happened_at, more)

    def _seen(self, source: Source, happened_at: int, more: Hashable) -> Seen:
        return source, self._on(happened_at), more, happened_at if self._moments else 0

    def _on(self, happened_at: int) -> Days:
        utc_day = happened_at // _OF_A_DAY
        if utc_day not in self._midnights:
            self._midnights[utc_day] = self._midnight(utc_day * _OF_A_DAY)
        found = self._midnights[utc_day]
        if found is None:
            return self._looked_up(happened_at)
        midnight, before, after = found
        return before if happened_at < midnight else after

    def _midnight(self, starts: int) -> tuple[int, Days, Days] | None:
        """The moment of a day of UTC at which the day changes, and the days before and after it.

        None where that cannot be said so simply: of several calendars, or when clocks are changed.
        """
        (calendar, *others) = self._calendars
        midnight = calendar.midnight(starts)
        if others or midnight is None:
            return None
        return midnight, self._looked_up(midnight - 1), self._looked_up(midnight)

    def _looked_up(self, happened_at: int) -> Days:
        days = tuple([calendar.day(happened_at) for calendar in self._calendars])
        # one object for each day, so that comparing records need not compare dates
        return self._days.setdefault(days, days)


class _Calendar:
    """The days of a time zone."""

    def __init__(self, zone: ZoneInfo) -> None:
        self._zone = zone

    def day(self, happened_at: int) -> date:
        return (EPOCH + happened_at * _MICROSECOND).astimezone(self._zone).date()

    def midnight(self, starts: int) -> int | None:
        """The midnight in the 24 hours from a moment on; None if clocks are changed in them."""
        start = (EPOCH + starts * _MICROSECOND).astimezone(self._zone)
        hours = [
            (start.astimezone(UTC) + hour * _HOUR).astimezone(self._zone) for hour in range(25)
        ]
        if len({hour.utcoffset() for hour in hours}) > 1:
            return None
        since_midnight = timedelta(hours=start.hour, minutes=start.minute, seconds=start.second)
        return starts + (_DAY - since_midnight) // _MICROSECOND
