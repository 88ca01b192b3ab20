"""Exams: windows and retakes, forms, running attempts and scores."""

from tauliah.core.exam.accommodations import Accommodations, time_added, time_allowed
from tauliah.core.exam.attempt import (
    GRACE,
    HELD_OPEN,
    Answerable,
    AttemptState,
    OneOf,
    claim,
    flag,
    is_repeat,
    save,
    speak,
    spelled,
    start,
    submit,
)
from tauliah.core.exam.chain import (
    SAVES,
    Act,
    AttemptEvent,
    ChainBreak,
    Replayed,
    Value,
    chain_is_whole,
    first_break,
    is_plain,
    replayed,
)
from tauliah.core.exam.emergency import EmergencyFile, Written, read_emergency_file, take_in
from tauliah.core.exam.forms import PoolItem, Shortage, arranged, draw_form, pilots_for, shuffled
from tauliah.core.exam.incidents import (
    MOST_MINUTES,
    extend,
    lengthen,
    pause,
    resume,
    settle,
    void,
)
from tauliah.core.exam.mock_exams import (
    ErrorBand,
    MockForm,
    draw_mock,
    error_band,
    mock_minutes,
)
from tauliah.core.exam.receipts import Receipt, receipt_number, receipt_of
from tauliah.core.exam.scoring import Score, ScoredItem, TopicScore, score
from tauliah.core.exam.timetables import (
    PaperTime,
    paper_start_refusal,
    paper_time,
    timetable_refusal,
)
from tauliah.core.exam.windows import (
    EarlierSitting,
    Window,
    booking_refusal,
    next_window,
    window_on,
    windows_around,
)

__all__ = [
    "GRACE", "HELD_OPEN", "MOST_MINUTES", "SAVES", "Accommodations", "Act", "Answerable", "AttemptEvent",
    "AttemptState", "ChainBreak", "EarlierSitting", "EmergencyFile", "ErrorBand", "MockForm", "OneOf", "PaperTime", "PoolItem", "Receipt",
    "Replayed", "Score", "ScoredItem", "Shortage", "TopicScore", "Value", "Window", "Written",
    "arranged", "booking_refusal", "chain_is_whole", "claim", "draw_form", "draw_mock", "error_band", "extend", "first_break", "flag",
    "is_plain", "is_repeat", "lengthen", "mock_minutes", "next_window", "paper_start_refusal", "paper_time",
    "pause", "pilots_for", "read_emergency_file", "receipt_number", "receipt_of", "replayed", "resume", "save", "score", "settle",
    "shuffled", "speak", "spelled", "start", "submit", "take_in", "time_added", "time_allowed", "timetable_refusal", "void",
    "window_on", "windows_around",
]  # fmt: skip
