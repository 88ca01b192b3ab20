"""The words of a decision letter, whole sentences in both languages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tauliah.core.audit.auditing import Audit
from tauliah.core.audit.finding import Finding
from tauliah.core.kernel import Entry, LocalText, spoken_day
from tauliah.core.programme import Designation

WHAT_COUNTS = LocalText(en="What counts", ms="Apa yang dikira")
WHAT_COUNTS_NOT = LocalText(
    en="What does not count, and why", ms="Apa yang tidak dikira, dan sebabnya"
)
WHAT_IS_MISSING = LocalText(en="What is missing", ms="Apa yang masih diperlukan")
PATHWAYS = LocalText(en="The pathways, of which one is enough", ms="Laluan, dan satu sudah memadai")
NOTHING_COUNTS = LocalText(
    en="Nothing in your record counts for it yet.",
    ms="Belum ada apa-apa dalam rekod anda yang dikira baginya.",
)
EVERYTHING_COUNTS = LocalText(
    en="Every exam, course and class in your record that is meant for it counts.",
    ms="Setiap peperiksaan, kursus dan kelas dalam rekod anda yang berkaitan dengannya dikira.",
)
NOTHING_MISSING = LocalText(
    en="Nothing but your matriculation: every requirement is met.",
    ms="Hanya matrikulasi anda: setiap keperluan telah dipenuhi.",
)
SHORT_OF_ITS_OWN = LocalText(
    en="Every requirement is met, but not enough exams count for this designation alone.",
    ms="Setiap keperluan telah dipenuhi, tetapi peperiksaan yang dikira bagi gelaran ini sahaja "
    "belum mencukupi.",
)


def subject_sentence(designation: Designation, on: date) -> LocalText:
    """What the letter is about."""
    day = spoken_day(on)
    title, letters = designation.title, designation.letters
    return LocalText(
        en=f"Decision on {title.en} ({letters}), as of {day.en}",
        ms=f"Keputusan tentang {title.ms} ({letters}) setakat {day.ms}",
    )


def opening_sentence(designation: Designation, on: date) -> LocalText:
    """Why the letter is written."""
    day = spoken_day(on)
    title, letters = designation.title, designation.letters
    return LocalText(
        en=f"This letter says what your record amounted to on {day.en} for the designation "
        f"{title.en} ({letters}).",
        ms=f"Surat ini menerangkan kedudukan rekod anda pada {day.ms} bagi gelaran {title.ms} "
        f"({letters}).",
    )


def matriculation_sentence(letters: str, since: date | None) -> LocalText:
    """Whether and since when the person is on the way."""
    if since is None:
        return LocalText(
            en=f"You are not matriculated for {letters}.",
            ms=f"Anda belum bermatrikulasi untuk {letters}.",
        )
    day = spoken_day(since)
    return LocalText(
        en=f"You matriculated for {letters} on {day.en}.",
        ms=f"Anda bermatrikulasi untuk {letters} pada {day.ms}.",
    )


def rules_sentence(source: LocalText, release: str) -> LocalText:
    """Where the rules are written."""
    return LocalText(
        en=f"They are written in: {source.en} (release {release} of the programme).",
        ms=f"Peraturan ini tertulis dalam: {source.ms} (keluaran {release} program).",
    )


def counted_with_entry(sentence: LocalText, number: int) -> LocalText:
    """What counts, and the entry through which it does."""
    return LocalText(
        en=f"{sentence.en} It is entry {number} of your record.",
        ms=f"{sentence.ms} Rujuk entri {number} dalam rekod anda.",
    )


def not_passed_sentence(title: LocalText, code: str, entry: Entry) -> LocalText:
    """An exam that was sat without passing."""
    day = spoken_day(entry.happened_at.date())
    return LocalText(
        en=f"The exam {title.en} ({code}) was sat on {day.en} and not passed (entry {entry.number}).",
        ms=f"Peperiksaan {title.ms} ({code}) diduduki pada {day.ms} tetapi tidak lulus (entri "
        f"{entry.number}).",
    )


def missing_phrase(finding: Finding) -> LocalText:
    """A requirement that is left and whose reason was given before."""
    title, code = finding.title, finding.code
    name = {
        "exam": LocalText(en="The exam", ms="Peperiksaan"),
        "course": LocalText(en="The course", ms="Kursus"),
        "classroom": LocalText(en="The classroom sessions of", ms="Sesi bilik kuliah"),
        "designation": LocalText(en="The designation", ms="Gelaran"),
    }.get(finding.kind)
    if name is None:
        return finding.sentence
    if finding.blocked:
        return LocalText(
            en=f"{name.en} {title.en} ({code}), which can be met no more.",
            ms=f"{name.ms} {title.ms} ({code}), yang tidak boleh dipenuhi lagi.",
        )
    return LocalText(
        en=f"{name.en} {title.en} ({code}), for the reason given above.",
        ms=f"{name.ms} {title.ms} ({code}), atas sebab yang dinyatakan di atas.",
    )


def met_sentence(audit: Audit) -> LocalText:
    """What is to be done when nothing is missing, or nothing can be."""
    letters = audit.designation.letters
    if audit.held:
        return LocalText(
            en=f"Nothing. {letters} is conferred, and what was conferred stays conferred whatever "
            "is asked for now.",
            ms=f"Tiada. {letters} telah dianugerahkan, dan anugerah itu kekal walau apa pun yang "
            "diperlukan sekarang.",
        )
    if audit.revoked:
        return LocalText(
            en=f"{letters} was revoked. Only the registrar can reinstate it.",
            ms=f"{letters} telah dibatalkan. Hanya pendaftar boleh memulihkannya.",
        )
    return LocalText(
        en=f"Nothing. You can claim {letters} on the page of your awards.",
        ms=f"Tiada. Anda boleh menuntut {letters} di halaman anugerah anda.",
    )


def closing_sentences(entries: Sequence[Entry]) -> tuple[LocalText, ...]:
    """From what the decision was made, and what to do about a mistake."""
    if entries:
        last = max(entries, key=lambda entry: entry.number)
        made = LocalText(
            en=f"This was worked out from entries 1 to {last.number} of your record. The same "
            "record and the same rules always give the same answer.",
            ms=f"Ini dikira daripada entri 1 hingga {last.number} dalam rekod anda. Rekod yang sama "
            "dan peraturan yang sama sentiasa memberikan jawapan yang sama.",
        )
    else:
        made = LocalText(
            en="Your record holds no entry yet.", ms="Rekod anda belum mengandungi sebarang entri."
        )
    return (
        made,
        LocalText(
            en="If something is missing or wrong, write to the registrar and name the entry. A "
            "mistake is put right by a new entry, which you can read in your record.",
            ms="Jika ada yang tertinggal atau silap, tulis kepada pendaftar dan nyatakan entrinya. "
            "Kesilapan dibetulkan dengan entri baharu yang boleh anda baca dalam rekod anda.",
        ),
    )
