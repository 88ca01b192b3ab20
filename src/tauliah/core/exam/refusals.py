"""Why an act on an attempt is refused: codes for browsers, sentences for candidates."""

from __future__ import annotations

from tauliah.core.kernel import LocalText, Refused


def submitted() -> Refused:
    """The attempt has ended."""
    return Refused(
        "submitted",
        LocalText(
            en="This attempt is submitted and can no longer be changed.",
            ms="Percubaan ini telah dihantar dan tidak boleh diubah lagi.",
        ),
    )


def deadline_passed() -> Refused:
    """The time is over."""
    return Refused(
        "deadline-passed",
        LocalText(
            en="The time of this exam has ended. This answer was not saved; "
            "all answers saved before count.",
            ms="Masa peperiksaan ini telah tamat. Jawapan ini tidak disimpan; "
            "semua jawapan yang disimpan sebelumnya dikira.",
        ),
    )


def stale() -> Refused:
    """A later save was kept already."""
    return Refused(
        "stale",
        LocalText(
            en="A newer answer was saved already, perhaps from another tab. "
            "Reload the page to see it.",
            ms="Jawapan yang lebih baharu telah disimpan, mungkin daripada tab lain. "
            "Muat semula halaman untuk melihatnya.",
        ),
    )


def too_far_ahead() -> Refused:
    """A sequence that no honest browser reaches."""
    return Refused(
        "too-far-ahead",
        LocalText(
            en="The number of this save is too far above the last one. Nothing was changed.",
            ms="Nombor simpanan ini terlalu jauh melebihi yang terakhir. Tiada apa-apa diubah.",
        ),
    )


def not_on_this_form() -> Refused:
    """An item or option of another form, or of none."""
    return Refused(
        "not-on-this-form",
        LocalText(
            en="This item or option is not on your form. Nothing was changed.",
            ms="Item atau pilihan ini tiada dalam borang anda. Tiada apa-apa diubah.",
        ),
    )


def no_answer() -> Refused:
    """A value that can be an answer to no item."""
    return Refused(
        "malformed",
        LocalText(
            en="This is not an answer. Nothing was changed.",
            ms="Ini bukan jawapan. Tiada apa-apa diubah.",
        ),
    )


def taken_over(holder: str) -> Refused:
    """Another tab or device holds the attempt."""
    return Refused(
        "taken-over",
        LocalText(
            en=f"This exam goes on in another tab or on another device{_named(holder)}. "
            "This answer was not saved. You can take the exam over again here.",
            ms=f"Peperiksaan ini diteruskan dalam tab lain atau pada peranti lain{_named(holder)}. "
            "Jawapan ini tidak disimpan. Anda boleh mengambil alih peperiksaan semula di sini.",
        ),
    )


def held_elsewhere(holder: str) -> Refused:
    """Another tab holds the attempt, and nobody has agreed to take it over."""
    return Refused(
        "held-elsewhere",
        LocalText(
            en=f"This exam is open in another tab or on another device{_named(holder)}. "
            "If you go on here, the other one is closed for answers; all that it saved is kept.",
            ms=f"Peperiksaan ini dibuka dalam tab lain atau pada peranti lain{_named(holder)}. "
            "Jika anda teruskan di sini, yang satu lagi ditutup untuk jawapan; semua yang telah "
            "disimpannya dikekalkan.",
        ),
    )


def paused() -> Refused:
    """The clock stands still, and so do the saves."""
    return Refused(
        "paused",
        LocalText(
            en="This exam is paused. Its clock stands still, and answers are taken again when it "
            "is resumed.",
            ms="Peperiksaan ini dijeda. Jamnya berhenti, dan jawapan diterima semula apabila "
            "peperiksaan disambung.",
        ),
    )


def not_paused() -> Refused:
    """There is no pause to end."""
    return Refused(
        "not-paused",
        LocalText(en="This exam is not paused.", ms="Peperiksaan ini tidak dijeda."),
    )


def time_is_over() -> Refused:
    """Nothing is left that could be paused."""
    return Refused(
        "time-is-over",
        LocalText(
            en="The time of this exam has ended; it can no longer be paused.",
            ms="Masa peperiksaan ini telah tamat; ia tidak boleh dijeda lagi.",
        ),
    )


def no_pause_left() -> Refused:
    """All pauses that were granted are used up."""
    return Refused(
        "no-pause-left",
        LocalText(
            en="No pause is left to you in this exam.",
            ms="Tiada lagi jeda untuk anda dalam peperiksaan ini.",
        ),
    )


def language_fixed() -> Refused:
    """The programme keeps an exam in the language in which it was started."""
    return Refused(
        "language-fixed",
        LocalText(
            en="This exam is sat in the language in which it was started.",
            ms="Peperiksaan ini diduduki dalam bahasa semasa ia dimulakan.",
        ),
    )


def no_reason() -> Refused:
    """An incident without a reason."""
    return Refused(
        "no-reason",
        LocalText(
            en="Write the reason: nothing can be changed without one.",
            ms="Tulis sebabnya: tiada apa-apa boleh diubah tanpa sebab.",
        ),
    )


def wrong_minutes(most: int) -> Refused:
    """An extension by none or by too many minutes."""
    return Refused(
        "wrong-minutes",
        LocalText(
            en=f"An exam can be extended by 1 to {most} minutes at a time.",
            ms=f"Peperiksaan boleh dilanjutkan 1 hingga {most} minit setiap kali.",
        ),
    )


def _named(holder: str) -> str:
    return f" ({holder})" if holder else ""
