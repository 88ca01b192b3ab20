"""The words of what a change does to a person, whole sentences in both languages."""

from __future__ import annotations

from tauliah.core.audit.auditing import Finding
from tauliah.core.kernel import LocalText
from tauliah.core.programme import Designation


def change_sentence(letters: str, *, before: int | None, after: int) -> LocalText:
    """How much is left to a designation after a change and was left before it."""
    if before is None:
        return LocalText(
            en=f"{letters} can be earned again; requirements left: {after}.",
            ms=f"{letters} boleh diperoleh semula; keperluan yang tinggal: {after}.",
        )
    if after == 0:
        return LocalText(
            en=f"Every requirement of {letters} is met; left before: {before}.",
            ms=f"Setiap keperluan {letters} telah dipenuhi; sebelum ini tinggal {before}.",
        )
    if before == 0:
        return LocalText(
            en=f"Every requirement of {letters} was met; left now: {after}.",
            ms=f"Setiap keperluan {letters} telah dipenuhi; kini akan tinggal {after}.",
        )
    return LocalText(
        en=f"Requirements left to {letters} on the shortest way: {after} instead of {before}.",
        ms=f"Keperluan yang tinggal untuk {letters} melalui jalan terpendek: {after} dan bukan lagi "
        f"{before}.",
    )


def asked_no_more_sentence(finding: Finding) -> LocalText:
    """A leaf that was missing before the change and is not after it."""
    title, code = finding.title, finding.code
    if finding.kind == "ethics":
        return LocalText(
            en=f"The {title.en} need not be accepted for it any more.",
            ms=f"{title.ms} tidak lagi perlu diterima untuknya.",
        )
    if finding.kind == "designation":
        return LocalText(
            en=f"The designation {title.en} ({code}) is not needed for it any more.",
            ms=f"Gelaran {title.ms} ({code}) tidak lagi diperlukan untuknya.",
        )
    if finding.kind == "course":
        return LocalText(
            en=f"The course {title.en} ({code}) is not needed for it any more.",
            ms=f"Kursus {title.ms} ({code}) tidak lagi diperlukan untuknya.",
        )
    if finding.kind == "classroom":
        return LocalText(
            en=f"The classroom sessions of {title.en} ({code}) are not needed for it any more.",
            ms=f"Sesi bilik kuliah {title.ms} ({code}) tidak lagi diperlukan untuknya.",
        )
    if finding.kind == "experience":
        return LocalText(
            en=f"{title.en} are not needed for it any more.",
            ms=f"{title.ms} tidak lagi diperlukan untuknya.",
        )
    return LocalText(
        en=f"The exam {title.en} ({code}) is not needed for it any more.",
        ms=f"Peperiksaan {title.ms} ({code}) tidak lagi diperlukan untuknya.",
    )


def vanished_sentence(designation: Designation) -> LocalText:
    """A designation that the programme no longer has."""
    title, letters = designation.title, designation.letters
    return LocalText(
        en=f"The designation {title.en} ({letters}) is no longer in the programme.",
        ms=f"Gelaran {title.ms} ({letters}) tiada lagi dalam program.",
    )


def no_rules_sentence(letters: str) -> LocalText:
    """A designation that the programme has, but without rules in force."""
    return LocalText(
        en=f"No rules of {letters} are in force on that day, so that it cannot be earned.",
        ms=f"Tiada peraturan {letters} yang berkuat kuasa pada hari itu, maka ia tidak boleh "
        "diperoleh.",
    )
