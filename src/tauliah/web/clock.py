"""The one place that reads the clock for the pages; all below takes the moment as an argument."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone


def now() -> datetime:
    """This moment, with its zone (UTC)."""
    return timezone.now()
