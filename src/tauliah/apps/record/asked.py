"""What is proposed or applied for, in words that do not say that it happened."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from tauliah.core.kernel import EntryKind, LocalText, spoken_day
from tauliah.core.programme import Programme

PROPOSED_TITLES: dict[EntryKind, LocalText] = {
    EntryKind.EXEMPTION_GRANTED: LocalText(en="Exemption proposed", ms="Cadangan pengecualian"),
    EntryKind.CREDIT_GRANTED: LocalText(en="Credit proposed", ms="Cadangan kredit"),
    EntryKind.CORRECTED: LocalText(en="Correction proposed", ms="Cadangan pembetulan"),
}
APPLIED_TITLES: dict[EntryKind, LocalText] = {
    EntryKind.EXEMPTION_GRANTED: LocalText(
        en="Exemption applied for", ms="Permohonan pengecualian"
    ),
    EntryKind.EDUCATION_RECORDED: LocalText(
        en="Continuing education declared", ms="Pengisytiharan pendidikan berterusan"
    ),
    EntryKind.EXPERIENCE_RECORDED: LocalText(
        en="Work declared", ms="Pengisytiharan pengalaman kerja"
    ),
}


def asked_sentence(programme: Programme, kind: EntryKind, facts: Mapping[str, Any]) -> LocalText:
    """An exemption, a credit, hours or work as it would be entered."""
    match kind:
        case EntryKind.EXEMPTION_GRANTED:
            return _exemption(programme, facts)
        case EntryKind.CREDIT_GRANTED:
            title, code, source = programme.title_of(facts["exam"]), facts["exam"], facts["source"]
            return LocalText(
                en=f"Credit for {title.en} ({code}), for: {source}.",
                ms=f"Kredit bagi {title.ms} ({code}), atas: {source}.",
            )
        case EntryKind.EDUCATION_RECORDED:
            return _education(facts)
        case EntryKind.EXPERIENCE_RECORDED:
            return _experience(facts)
    raise AssertionError(kind)


def correction_sentence(number: int, reads: LocalText | None) -> LocalText:
    """A correction as it would be; `reads` is what the entry would say, None where nothing."""
    if reads is None:
        return LocalText(
            en=f"Entry {number} would be withdrawn and count for nothing.",
            ms=f"Entri {number} akan ditarik balik dan tidak dikira langsung.",
        )
    return LocalText(
        en=f"Entry {number} would read: {reads.en}",
        ms=f"Entri {number} akan berbunyi: {reads.ms}",
    )


def _exemption(programme: Programme, facts: Mapping[str, Any]) -> LocalText:
    title, code, evidence = programme.title_of(facts["exam"]), facts["exam"], facts["evidence"]
    if "expires" not in facts:
        return LocalText(
            en=f"Exemption from {title.en} ({code}), on this evidence: {evidence}.",
            ms=f"Pengecualian daripada {title.ms} ({code}), berdasarkan bukti ini: {evidence}.",
        )
    until = spoken_day(date.fromisoformat(facts["expires"]))
    return LocalText(
        en=f"Exemption from {title.en} ({code}) until {until.en}, on this evidence: {evidence}.",
        ms=f"Pengecualian daripada {title.ms} ({code}) sehingga {until.ms}, berdasarkan bukti ini: "
        f"{evidence}.",
    )


def _education(facts: Mapping[str, Any]) -> LocalText:
    hours, letters, title = facts["hours"], facts["designation"], facts["title"]
    day = spoken_day(date.fromisoformat(facts["on"]))
    return LocalText(
        en=f"{hours} hours for {letters} on {day.en}: {title}.",
        ms=f"{hours} jam bagi {letters} pada {day.ms}: {title}.",
    )


def _experience(facts: Mapping[str, Any]) -> LocalText:
    first = spoken_day(date.fromisoformat(facts["from"]))
    last = spoken_day(date.fromisoformat(facts["to"]))
    hours, employer = facts["hours_a_week"], facts["employer"]
    return LocalText(
        en=f"Work for {employer} from {first.en} to {last.en}, {hours} hours a week.",
        ms=f"Kerja untuk {employer} dari {first.ms} hingga {last.ms}, {hours} jam seminggu.",
    )
