"""What an entry of the record says, in words, by the programme under which it was made."""

from __future__ import annotations

from collections.abc import Callable

from tauliah.core.kernel import Entry, EntryKind, LocalText
from tauliah.core.programme import Programme

_TITLES: dict[EntryKind, LocalText] = {
    EntryKind.MATRICULATED: LocalText(en="Matriculated", ms="Pendaftaran masuk"),
    EntryKind.COURSE_COMPLETED: LocalText(en="Course completed", ms="Kursus diselesaikan"),
    EntryKind.CLASS_ATTENDED: LocalText(en="Class attended", ms="Kelas dihadiri"),
    EntryKind.EXAM_RESULT: LocalText(en="Exam result", ms="Keputusan peperiksaan"),
    EntryKind.CREDIT_GRANTED: LocalText(en="Credit granted", ms="Kredit diberikan"),
    EntryKind.EXEMPTION_GRANTED: LocalText(en="Exemption granted", ms="Pengecualian diberikan"),
    EntryKind.ETHICS_ACCEPTED: LocalText(en="Ethics accepted", ms="Kod etika diterima"),
    EntryKind.CONFERRED: LocalText(en="Designation conferred", ms="Gelaran dianugerahkan"),
    EntryKind.REVOKED: LocalText(en="Designation revoked", ms="Gelaran dibatalkan"),
    EntryKind.REINSTATED: LocalText(en="Designation reinstated", ms="Gelaran dikembalikan"),
    EntryKind.CORRECTED: LocalText(en="Entry corrected", ms="Catatan dibetulkan"),
}

ALTERED_TITLE = LocalText(en="Altered entry", ms="Catatan yang diubah")
ALTERED_SENTENCE = LocalText(
    en="This entry was altered after it was sealed: what it says cannot be relied on.",
    ms="Catatan ini diubah selepas dimeterai: kandungannya tidak boleh dipercayai.",
)


def kind_title(kind: EntryKind) -> LocalText:
    """A kind of entry, as a heading."""
    return _TITLES[kind]


def entry_sentence(programme: Programme, entry: Entry) -> LocalText:
    """What the entry says; codes that the programme does not know stand for themselves."""
    return _SENTENCES[entry.kind](programme, entry)


def _matriculated(programme: Programme, entry: Entry) -> LocalText:
    name = _designation(programme, entry.facts["designation"])
    return LocalText(
        en=f"Entered for the designation {name.en}.", ms=f"Didaftarkan untuk gelaran {name.ms}."
    )


def _course_completed(programme: Programme, entry: Entry) -> LocalText:
    name = _course(programme, entry.facts["course"])
    return LocalText(en=f"Completed the course {name.en}.", ms=f"Menyelesaikan kursus {name.ms}.")


def _class_attended(programme: Programme, entry: Entry) -> LocalText:
    name = _course(programme, entry.facts["course"])
    return LocalText(
        en=f"Attended the class of the course {name.en}.", ms=f"Menghadiri kelas kursus {name.ms}."
    )


def _exam_result(programme: Programme, entry: Entry) -> LocalText:
    name, facts = _course(programme, entry.facts["exam"]), entry.facts
    correct, items = facts["correct"], facts["items"]
    if facts["passed"]:
        return LocalText(
            en=f"Passed the exam {name.en} with {correct} of {items} answers right.",
            ms=f"Lulus peperiksaan {name.ms} dengan {correct} daripada {items} jawapan betul.",
        )
    return LocalText(
        en=f"Did not pass the exam {name.en}: {correct} of {items} answers right.",
        ms=f"Tidak lulus peperiksaan {name.ms}: {correct} daripada {items} jawapan betul.",
    )


def _credit_granted(programme: Programme, entry: Entry) -> LocalText:
    name, source = _course(programme, entry.facts["exam"]), entry.facts["source"]
    return LocalText(
        en=f"The exam {name.en} counts for what was earned elsewhere: {source}.",
        ms=f"Peperiksaan {name.ms} dikira atas perkara yang diperoleh di tempat lain: {source}.",
    )


def _exemption_granted(_: Programme, entry: Entry) -> LocalText:
    requirement, evidence = entry.facts["requirement"], entry.facts["evidence"]
    return LocalText(
        en=f"Exempted from {requirement}, on the evidence of {evidence}.",
        ms=f"Dikecualikan daripada {requirement}, berdasarkan bukti {evidence}.",
    )


def _ethics_accepted(programme: Programme, entry: Entry) -> LocalText:
    code, version = entry.facts["code"], entry.facts["version"]
    for ethics in programme.about.ethics:
        if (ethics.code, ethics.version) == (code, version):
            return LocalText(
                en=f"Accepted the {ethics.title.en}.", ms=f"Menerima {ethics.title.ms}."
            )
    return LocalText(
        en=f"Accepted the code {code}, version {version}.",
        ms=f"Menerima kod {code}, versi {version}.",
    )


def _conferred(programme: Programme, entry: Entry) -> LocalText:
    name, number = _designation(programme, entry.facts["designation"]), entry.facts["credential"]
    return LocalText(
        en=f"{name.en} was conferred; the credential has the number {number}.",
        ms=f"{name.ms} dianugerahkan; nombor kredensialnya ialah {number}.",
    )


def _revoked(programme: Programme, entry: Entry) -> LocalText:
    name, number = _designation(programme, entry.facts["designation"]), entry.facts["credential"]
    return LocalText(
        en=f"{name.en} was revoked; the credential {number} is no longer valid.",
        ms=f"{name.ms} dibatalkan; kredensial {number} tidak lagi sah.",
    )


def _reinstated(programme: Programme, entry: Entry) -> LocalText:
    name, number = _designation(programme, entry.facts["designation"]), entry.facts["credential"]
    return LocalText(
        en=f"{name.en} was reinstated; the credential {number} is valid again.",
        ms=f"{name.ms} dikembalikan; kredensial {number} sah semula.",
    )


def _corrected(_: Programme, entry: Entry) -> LocalText:
    number = entry.facts["supersedes"]
    if entry.facts["with"] is None:
        return LocalText(
            en=f"Entry {number} no longer counts.", ms=f"Catatan {number} tidak lagi dikira."
        )
    return LocalText(
        en=f"Entry {number} counts as corrected here.",
        ms=f"Catatan {number} dikira seperti yang dibetulkan di sini.",
    )


_SENTENCES: dict[EntryKind, Callable[[Programme, Entry], LocalText]] = {
    EntryKind.MATRICULATED: _matriculated,
    EntryKind.COURSE_COMPLETED: _course_completed,
    EntryKind.CLASS_ATTENDED: _class_attended,
    EntryKind.EXAM_RESULT: _exam_result,
    EntryKind.CREDIT_GRANTED: _credit_granted,
    EntryKind.EXEMPTION_GRANTED: _exemption_granted,
    EntryKind.ETHICS_ACCEPTED: _ethics_accepted,
    EntryKind.CONFERRED: _conferred,
    EntryKind.REVOKED: _revoked,
    EntryKind.REINSTATED: _reinstated,
    EntryKind.CORRECTED: _corrected,
}


def _course(programme: Programme, code: str) -> LocalText:
    try:
        title = programme.course(code).title
    except KeyError:
        return LocalText(en=code, ms=code)
    return LocalText(en=f"{title.en} ({code})", ms=f"{title.ms} ({code})")


def _designation(programme: Programme, code: str) -> LocalText:
    try:
        designation = programme.designation(code)
    except KeyError:
        return LocalText(en=code, ms=code)
    title, letters = designation.title, designation.letters
    return LocalText(en=f"{title.en} ({letters})", ms=f"{title.ms} ({letters})")
