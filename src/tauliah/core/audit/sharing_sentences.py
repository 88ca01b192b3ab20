"""The words of which designation an exam counts for, and of why it does not for another."""

from __future__ import annotations

from collections.abc import Sequence

from tauliah.core.kernel import LocalText


def counted_sentence(
    title: LocalText, exam: str, *, counts_for: Sequence[str], withheld_from: Sequence[str]
) -> LocalText:
    """Which designations an exam counts for and which not, because they share enough already."""
    here, there = ", ".join(counts_for), ", ".join(withheld_from)
    if not withheld_from:
        return LocalText(
            en=f"{title.en} ({exam}) counts for {here}.",
            ms=f"{title.ms} ({exam}) dikira bagi {here}.",
        )
    if not counts_for:
        return LocalText(
            en=f"{title.en} ({exam}) counts for none of {there}, which share enough without it.",
            ms=f"{title.ms} ({exam}) tidak dikira bagi {there} kerana had perkongsian telah dicapai.",
        )
    return LocalText(
        en=f"{title.en} ({exam}) counts for {here} and not for {there}, because designations may "
        "share only so many exams.",
        ms=f"{title.ms} ({exam}) dikira bagi {here} dan tidak bagi {there} kerana bilangan "
        "peperiksaan yang boleh dikongsi antara gelaran adalah terhad.",
    )


def unasked_sentence(title: LocalText, exam: str, *, asked_by: Sequence[str]) -> LocalText:
    """Why an exam that was passed counts for no designation."""
    if not asked_by:
        return LocalText(
            en=f"{title.en} ({exam}) counts for nothing, because no designation asks for it.",
            ms=f"{title.ms} ({exam}) tidak dikira kerana tiada gelaran yang memerlukannya.",
        )
    letters = ", ".join(asked_by)
    return LocalText(
        en=f"{title.en} ({exam}) does not count for {letters}; the audit of each says why.",
        ms=f"{title.ms} ({exam}) tidak dikira bagi {letters}; audit setiap satu menerangkan sebabnya.",
    )


def unique_sentence(letters: str, other: str, *, asked: int, unique: int) -> LocalText:
    """How many exams must count for one designation and not for the other."""
    return LocalText(
        en=f"At least {asked} exams must count for {letters} and not for {other}; so far {unique} do.",
        ms=f"Sekurang-kurangnya {asked} peperiksaan mesti dikira bagi {letters} dan bukan bagi "
        f"{other}; setakat ini {unique} dikira.",
    )
