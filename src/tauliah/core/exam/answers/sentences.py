"""What is said of an answer that was scored."""

from __future__ import annotations

from tauliah.core.kernel import LocalText

LONE = LocalText(en="The answer is right.", ms="Jawapan itu betul.")
WRONG = LocalText(en="The answer is not right.", ms="Jawapan itu tidak betul.")
MISSING = LocalText(en="There is no answer.", ms="Tiada jawapan.")
NO_NUMBER = LocalText(
    en="This could not be read as one number.", ms="Ini tidak dapat dibaca sebagai satu nombor."
)
NO_UNIT = LocalText(
    en="The number has no unit, and this item asks for one.",
    ms="Nombor itu tiada unit, sedangkan item ini memerlukannya.",
)
TOO_MANY = LocalText(
    en="More options were chosen than the item asks for: no points.",
    ms="Pilihan yang dibuat melebihi bilangan yang diminta: tiada mata.",
)
WAITS = LocalText(
    en="Two people mark this response.", ms="Jawapan ini diperiksa oleh dua orang pemeriksa."
)


def parts_sentence(right: int, parts: int) -> LocalText:
    """How many parts of an answer are right."""
    return LocalText(
        en=f"{right} of {parts} parts are right.",
        ms=f"{right} daripada {parts} bahagian betul.",
    )


def marked_sentence(points: str, of: int) -> LocalText:
    """What markers gave."""
    return LocalText(
        en=f"The markers gave {points} of {of} points.",
        ms=f"Pemeriksa memberikan {points} daripada {of} mata.",
    )
