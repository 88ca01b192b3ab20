"""The entries of a record in plain words, whole sentences in both languages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from tauliah.core.audit.telling_more import (
    continuing_told,
    exemption_told,
    experience_told,
    membership_told,
    voided_told,
)
from tauliah.core.kernel import Entry, EntryKind, LocalText
from tauliah.core.programme import Programme


def told(programme: Programme, entry: Entry, *, chain: Iterable[Entry]) -> LocalText:
    """What an entry says, in one sentence, under the programme of the entry's own release.

    `chain` are all entries of the same person: a correction names what it corrects.
    """
    match entry.kind:
        case EntryKind.MATRICULATED:
            name = _designation(programme, entry.facts["designation"])
            return LocalText(
                en=f"Matriculated for {name.en}.", ms=f"Bermatrikulasi untuk {name.ms}."
            )
        case EntryKind.ETHICS_ACCEPTED:
            name = _ethics(programme, entry.facts["code"], entry.facts["version"])
            return LocalText(en=f"Accepted the {name.en}.", ms=f"Menerima {name.ms}.")
        case EntryKind.EXPERIENCE_RECORDED:
            return experience_told(entry.facts)
        case EntryKind.EDUCATION_RECORDED | EntryKind.RETIRED | EntryKind.RESUMED:
            return continuing_told(_designation(programme, entry.facts["designation"]), entry)
        case EntryKind.MEMBER_JOINED | EntryKind.MEMBER_LEFT:
            return membership_told(entry)
        case EntryKind.CORRECTED:
            return _correction(programme, entry, {one.number: one for one in chain})
        case EntryKind.CONFERRED | EntryKind.REVOKED | EntryKind.SUSPENDED | EntryKind.REINSTATED:
            return _award(programme, entry)
        case _:
            return _credit(programme, entry)


def _credit(programme: Programme, entry: Entry) -> LocalText:
    """What an entry says of an exam, a course or its classes."""
    match entry.kind:
        case EntryKind.EXAM_RESULT:
            return _result(programme, entry)
        case EntryKind.COURSE_COMPLETED:
            name = _course(programme, entry.facts["course"])
            return LocalText(
                en=f"Completed the course {name.en}.", ms=f"Menyelesaikan kursus {name.ms}."
            )
        case EntryKind.CLASS_ATTENDED:
            name = _course(programme, entry.facts["course"])
            return LocalText(
                en=f"Attended the classroom sessions of {name.en}.",
                ms=f"Menghadiri sesi bilik kuliah {name.ms}.",
            )
        case EntryKind.CREDIT_GRANTED:
            name, source = _course(programme, entry.facts["exam"]), entry.facts["source"]
            return LocalText(
                en=f"Credit granted for the exam {name.en}, for what was earned elsewhere: "
                f"{source}.",
                ms=f"Kredit diberikan bagi peperiksaan {name.ms}, bagi pencapaian di tempat lain: "
                f"{source}.",
            )
        case EntryKind.EXEMPTION_GRANTED:
            return exemption_told(programme, entry.facts)
        case EntryKind.SITTING_VOIDED:
            return voided_told(_course(programme, entry.facts["exam"]), entry)
    raise AssertionError(entry.kind)


def _result(programme: Programme, entry: Entry) -> LocalText:
    facts = entry.facts
    name = _course(programme, facts["exam"])
    correct, items, window = facts["correct"], facts["items"], facts["window"]
    if "points" in facts:
        return _result_by_points(name, facts)
    if facts["passed"]:
        return LocalText(
            en=f"Passed the exam {name.en} in window {window}, with {correct} of {items} items right.",
            ms=f"Lulus peperiksaan {name.ms} dalam tetingkap {window}, dengan {correct} daripada "
            f"{items} item betul.",
        )
    return LocalText(
        en=f"Sat the exam {name.en} in window {window} and did not pass, with {correct} of {items} "
        "items right.",
        ms=f"Menduduki peperiksaan {name.ms} dalam tetingkap {window} dan tidak lulus, dengan "
        f"{correct} daripada {items} item betul.",
    )


def _result_by_points(name: LocalText, facts: Mapping[str, Any]) -> LocalText:
    points, of, window = facts["points"], facts["of"], facts["window"]
    if facts["passed"]:
        return LocalText(
            en=f"Passed the exam {name.en} in window {window}, with {points} of {of} points.",
            ms=f"Lulus peperiksaan {name.ms} dalam tetingkap {window}, dengan {points} daripada "
            f"{of} mata.",
        )
    return LocalText(
        en=f"Sat the exam {name.en} in window {window} and did not pass, with {points} of {of} "
        "points.",
        ms=f"Menduduki peperiksaan {name.ms} dalam tetingkap {window} dan tidak lulus, dengan "
        f"{points} daripada {of} mata.",
    )


def _award(programme: Programme, entry: Entry) -> LocalText:
    name = _designation(programme, entry.facts["designation"])
    number = entry.facts["credential"]
    if entry.kind is EntryKind.CONFERRED:
        return LocalText(
            en=f"{name.en} conferred, with credential {number}.",
            ms=f"{name.ms} dianugerahkan, dengan kredensial {number}.",
        )
    if entry.kind is EntryKind.REVOKED:
        return LocalText(
            en=f"{name.en} revoked, credential {number}.",
            ms=f"{name.ms} dibatalkan, kredensial {number}.",
        )
    if entry.kind is EntryKind.SUSPENDED:
        return LocalText(
            en=f"{name.en} suspended, credential {number}.",
            ms=f"{name.ms} digantung, kredensial {number}.",
        )
    return LocalText(
        en=f"{name.en} put back in force, credential {number}.",
        ms=f"{name.ms} dipulihkan, kredensial {number}.",
    )


def _correction(programme: Programme, entry: Entry, chain: dict[int, Entry]) -> LocalText:
    number, facts = entry.facts["supersedes"], entry.facts["with"]
    if facts is None:
        return LocalText(
            en=f"Entry {number} withdrawn; it no longer counts.",
            ms=f"Entri {number} ditarik balik; ia tidak lagi dikira.",
        )
    first = _first_entry(chain, number, before=entry.number)
    if first is None:
        return LocalText(
            en=f"A correction of entry {number}, which is not there; it changes nothing.",
            ms=f"Pembetulan entri {number}, yang tiada; ia tidak mengubah apa-apa.",
        )
    now = told(programme, replace(first, facts=facts), chain=chain.values())
    return LocalText(
        en=f"Entry {number} corrected. It now reads: {now.en}",
        ms=f"Entri {number} dibetulkan. Ia kini berbunyi: {now.ms}",
    )


def _first_entry(chain: dict[int, Entry], number: int, *, before: int) -> Entry | None:
    """What a correction is about in the end, over the corrections between."""
    found = chain.get(number)
    if found is None or number >= before:
        return None
    if found.kind is EntryKind.CORRECTED:
        return _first_entry(chain, found.facts["supersedes"], before=number)
    return found


def _course(programme: Programme, code: str) -> LocalText:
    title = programme.title_of(code)
    return LocalText(en=f"{title.en} ({code})", ms=f"{title.ms} ({code})")


def _designation(programme: Programme, code: str) -> LocalText:
    known = [one for one in programme.designations if one.code == code]
    if not known:
        # an entry outlives the designation that it names
        return LocalText(en=code, ms=code)
    title, letters = known[0].title, known[0].letters
    return LocalText(en=f"{title.en} ({letters})", ms=f"{title.ms} ({letters})")


def _ethics(programme: Programme, code: str, version: str) -> LocalText:
    titles = [e.title for e in programme.about.ethics if (e.code, e.version) == (code, version)]
    return titles[0] if titles else LocalText(en=f"{code} {version}", ms=f"{code} {version}")
