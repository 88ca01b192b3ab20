"""Exemptions, experience and continuing education of a record in plain words."""

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
