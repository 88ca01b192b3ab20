"""What is over by the schedule of the settings: counted, and ended, once a day."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from tauliah.apps.holdings import Due
from tauliah.apps.people.actions import write_audit_entry
from tauliah.apps.people.permissions import SYSTEM
from tauliah.apps.privacy.declared import dues
from tauliah.apps.privacy.models import RetentionRun
from tauliah.core.kernel import LocalText


@dataclass(frozen=True, slots=True)
class Over:
    """Something of the schedule: its setting, its days (0: kept for good), what it is, how many."""

    setting: str
    days: int
    what: LocalText
    count: int


def over_at(at: datetime) -> Iterator[Over]:
    """What would go now, one line for each setting; nothing is changed."""
    for due, days in _schedule():
        yield Over(due.setting, days, due.what, due.count(_before(at, days)) if days else 0)


def end_what_is_over(at: datetime) -> list[Over]:
    """End all that is over, in pieces; what was ended, one line for each setting.

    Killed on the way, it is simply run again: each piece is a transaction of its own.
    """
    ended = [
        Over(due.setting, days, due.what, due.carry_out(_before(at, days)) if days else 0)
        for due, days in _schedule()
    ]
    counts = {name: count for name, count in _by_setting(ended).items() if count}
    if counts:
        with transaction.atomic():
            write_audit_entry(SYSTEM, "retention.ended", subject="house", at=at, details=counts)
    return ended


def end_once_a_day(at: datetime) -> bool:
    """End what is over unless that was done today already; whether it was done now.

    The day is taken before the work and given back when it fails, so that of several servers one
    does it.
    """
    day = at.date()
    _, is_ours = RetentionRun.objects.get_or_create(day=day, defaults={"ran_at": at})
    if not is_ours:
        return False
    try:
        ended = end_what_is_over(at)
    except Exception:
        RetentionRun.objects.filter(day=day).delete()
        raise
    counts = _by_setting(ended)
    RetentionRun.objects.filter(day=day).update(ended=counts)
    return True


def _by_setting(ended: list[Over]) -> dict[str, int]:
    """How many were ended by each setting, over all that it sets an end to."""
    counts = dict.fromkeys((one.setting for one in ended), 0)
    for one in ended:
        counts[one.setting] += one.count
    return counts


def _schedule() -> Iterator[tuple[Due, int]]:
    for due in dues():
        yield due, settings.RETENTION[due.setting]


def _before(at: datetime, days: int) -> datetime:
    return at - timedelta(days=days)
