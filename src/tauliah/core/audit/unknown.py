"""Entries that name what the programme does not have: kept, and named."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tauliah.core.audit.standing import effective
from tauliah.core.kernel import Entry, LocalText, spoken_day
from tauliah.core.programme import Programme


@dataclass(frozen=True, slots=True)
class UnknownEntry:
    """An entry, the code in it that the programme does not know, and a sentence that says so."""

    entry: Entry
    code: str
    sentence: LocalText


def unknown_entries(programme: Programme, entries: Iterable[Entry]) -> tuple[UnknownEntry, ...]:
    """The entries, as corrected, that name a course or a designation unknown to the programme.

    They stay in the record and count for nothing under this programme's rules.
    """
    courses = {one.code for one in programme.courses}
    courses |= {one.code for one in programme.about.other_courses}
    designations = {one.code for one in programme.designations}
    known = {"exam": courses, "course": courses, "designation": designations}
    found = []
    for entry in effective(entries):
        for fact, codes in known.items():
            code = entry.facts.get(fact)
            if isinstance(code, str) and code not in codes:
                found.append(UnknownEntry(entry, code, _sentence(entry, code)))
    return tuple(found)


def _sentence(entry: Entry, code: str) -> LocalText:
    day = spoken_day(entry.happened_at.date())
    return LocalText(
        en=f"Entry {entry.number} of {day.en} names {code}, which this programme does not have; it "
        "stays in the record and counts for nothing here.",
        ms=f"Entri {entry.number} bertarikh {day.ms} menamakan {code}, yang tiada dalam program ini; "
        "ia kekal dalam rekod tetapi tidak dikira di sini.",
    )
