"""Dates and times as credentials spell them: xsd:dateTimeStamp."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from functools import lru_cache

from tauliah.core.credentials.faults import CredentialFault

_STAMP = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,12}))?(Z|[+-]\d\d:\d\d)", re.ASCII)
_LONGEST = len("2026-01-01T00:00:00.123456789012+08:00")


def moment_text(moment: datetime) -> str:
    """A moment to the second, in UTC; ValueError when it has no zone."""
    if moment.tzinfo is None:
        raise ValueError("a moment in a credential needs a time zone")
    return moment.astimezone(UTC).isoformat(timespec="seconds").removesuffix("+00:00") + "Z"


def read_moment(text: object) -> datetime:
    """The moment in UTC, cut to microseconds; CredentialFault `bad-moment` for anything else."""
    # what is longer is no moment, and is not to be kept
    moment = _moment(text) if isinstance(text, str) and len(text) <= _LONGEST else None
    if moment is not None:
        return moment
    raise CredentialFault(
        "bad-moment",
        en=f"This is not a date and time with a zone: {str(text)[:40]!r}",
        ms=f"Ini bukan tarikh dan masa dengan zon: {str(text)[:40]!r}",
    )


# What is conferred on one day says the same moments again and again.
@lru_cache(maxsize=1024)
def _moment(text: str) -> datetime | None:
    stamp = _STAMP.fullmatch(text)
    if stamp is None:
        return None
    seconds, fraction, zone = stamp.groups(default="")
    try:
        return datetime.fromisoformat(f"{seconds}.{fraction[:6]:0<6}{zone}").astimezone(UTC)
    except (ValueError, OverflowError):
        return None
