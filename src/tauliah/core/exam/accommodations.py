"""What is adapted for a person in every exam, and what it means for the clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

MOST_EXTRA_PERCENT = 200
MOST_PAUSES = 20
LONGEST_PAUSE_MINUTES = 60


@dataclass(frozen=True, slots=True)
class Accommodations:
    """Extra time in percent of the exam's own; pauses that the candidate takes; and how it is shown.

    `separate_room` is for the invigilator to arrange.
    """

    extra_time_percent: int = 0
    pauses: int = 0
    pause_minutes: int = 0
    large_print: bool = False
    reader_friendly: bool = False
    separate_room: bool = False

    @property
    def any_is_granted(self) -> bool:
        """Whether anything is adapted at all."""
        return self != Accommodations()


def time_allowed(minutes: int, extra_time_percent: int) -> timedelta:
    """The time of an exam with extra time, rounded up to a whole second in the candidate's favour."""
    return timedelta(seconds=-(-minutes * 60 * (100 + extra_time_percent) // 100))


def time_added(minutes: int, *, before: int, after: int) -> timedelta:
    """What a change of extra time adds to a running attempt: nothing is ever taken away."""
    return max(timedelta(0), time_allowed(minutes, after) - time_allowed(minutes, before))
