"""Exams: windows and retakes, forms, running attempts and scores."""

from tauliah.core.exam.attempt import (
    GRACE,
    Act,
    AttemptEvent,
    AttemptState,
    chain_is_whole,
    flag,
    is_repeat,
    save,
    start,
    submit,
)
from tauliah.core.exam.forms import PoolItem, Shortage, draw_form, shuffled
from tauliah.core.exam.scoring import Score, ScoredItem, TopicScore, score
from tauliah.core.exam.windows import (
    EarlierSitting,
    Window,
    booking_refusal,
    next_window,
    window_on,
    windows_around,
)

__all__ = [
    "GRACE", "Act", "AttemptEvent", "AttemptState", "EarlierSitting", "PoolItem", "Score", "ScoredItem",
    "Shortage", "TopicScore", "Window", "booking_refusal", "chain_is_whole", "draw_form", "flag",
    "is_repeat", "next_window", "save", "score", "shuffled", "start", "submit", "window_on", "windows_around",
]  # fmt: skip
