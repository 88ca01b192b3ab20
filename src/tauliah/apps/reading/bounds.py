"""What a note may be: its tones, and how long it and its quote are."""

from __future__ import annotations

TONES = ("key", "question", "example")
"""The kinds of highlights: what is important, what is not clear, and what shows how it works."""

MOST_LETTERS = 4_000
"""Letters of a note."""

MOST_QUOTED = 4_000
"""Letters of the lesson that one note is on."""
