"""Exemptions, experience, continuing education and membership of a record in plain words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from tauliah.core.kernel import Entry, EntryKind, LocalText, spoken_day
from tauliah.core.programme import Programme


def exemption_told(programme: Programme, facts: Mapping[str, Any]) -> LocalText:
    """An exemption: from what, on which evidence, and until when."""
    code = facts["exam"] if "exam" in facts else facts["requirement"]
    title, evidence = programme.title_of(code), facts["evidence"]
    if not facts.get("expires"):
        return LocalText(
            en=f"Exempted from {title.en} ({code}), on this evidence: {evidence}.",
            ms=f"Dikecualikan daripada {title.ms} ({code}), berdasarkan bukti ini: {evidence}.",
        )
    until = spoken_day(date.fromisoformat(facts["expires"]))
    return LocalText(
        en=f"Exempted from {title.en} ({code}) until {until.en}, on this evidence: {evidence}.",
        ms=f"Dikecualikan daripada {title.ms} ({code}) sehingga {until.ms}, berdasarkan bukti ini: "
        f"{evidence}.",
    )


def experience_told(facts: Mapping[str, Any]) -> LocalText:
    """A span of work, and at how many hours a week."""
    first = spoken_day(date.fromisoformat(facts["from"]))
    last = spoken_day(date.fromisoformat(facts["to"]))
    hours = facts["hours_a_week"]
    return LocalText(
        en=f"Worked from {first.en} to {last.en}, {hours} hours a week.",
        ms=f"Bekerja dari {first.ms} hingga {last.ms}, {hours} jam seminggu.",
    )


def continuing_told(name: LocalText, entry: Entry) -> LocalText:
    """Hours of continuing education, or a holder's retirement and return."""
    if entry.kind is EntryKind.EDUCATION_RECORDED:
        hours = entry.facts["hours"]
        return LocalText(
            en=f"Recorded {hours} hours of continuing education for {name.en}.",
            ms=f"Merekodkan {hours} jam pendidikan berterusan bagi {name.ms}.",
        )
    if entry.kind is EntryKind.RETIRED:
        return LocalText(
            en=f"Retired as a holder of {name.en}.", ms=f"Bersara sebagai pemegang {name.ms}."
        )
    return LocalText(
        en=f"Resumed work as a holder of {name.en}.",
        ms=f"Kembali aktif sebagai pemegang {name.ms}.",
    )


def membership_told(entry: Entry) -> LocalText:
    """That somebody became a member of the body, or left it."""
    if entry.kind is EntryKind.MEMBER_LEFT:
        return LocalText(en="Left as a member.", ms="Berhenti sebagai ahli.")
    if not entry.facts.get("until"):
        return LocalText(en="Joined as a member.", ms="Mendaftar sebagai ahli.")
    until = spoken_day(date.fromisoformat(entry.facts["until"]))
    return LocalText(
        en=f"Joined as a member until {until.en}.", ms=f"Mendaftar sebagai ahli hingga {until.ms}."
    )


def voided_told(name: LocalText, entry: Entry) -> LocalText:
    """A sitting that was voided: it counts for nothing."""
    window = entry.facts["window"]
    return LocalText(
        en=f"A sitting of the exam {name.en} in window {window} was voided. It has no score and "
        "counts towards no limit.",
        ms=f"Satu percubaan peperiksaan {name.ms} dalam tetingkap {window} dibatalkan. Ia tiada "
        "markah dan tidak dikira dalam mana-mana had.",
    )
