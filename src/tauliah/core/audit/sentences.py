"""The words of an audit, whole sentences in both languages."""

from __future__ import annotations

from tauliah.core.kernel import Entry, EntryKind, LocalText, spoken_day
from tauliah.core.programme import Course, Designation


def exam_sentence(course: Course, entry: Entry | None) -> LocalText:
    """Whether the exam of a course is passed, and how it came about."""
    title, code = course.title, course.code
    if entry is None:
        if course.is_open:
            return LocalText(
                en=f"The exam {title.en} ({code}) is still to be passed.",
                ms=f"Peperiksaan {title.ms} ({code}) belum dilepasi.",
            )
        if course.retired_on is not None:
            end = spoken_day(course.retired_on)
            return LocalText(
                en=f"The exam {title.en} ({code}) is not passed, and the course was retired on "
                f"{end.en}.",
                ms=f"Peperiksaan {title.ms} ({code}) tidak dilepasi dan kursus ini ditamatkan pada "
                f"{end.ms}.",
            )
        return LocalText(
            en=f"The exam {title.en} ({code}) is still to be passed; the course is in preparation.",
            ms=f"Peperiksaan {title.ms} ({code}) belum dilepasi; kursus ini masih dalam penyediaan.",
        )
    day = spoken_day(entry.happened_at.date())
    if entry.kind is EntryKind.CREDIT_GRANTED:
        return LocalText(
            en=f"Credit for {title.en} ({code}) was granted on {day.en}.",
            ms=f"Kredit bagi {title.ms} ({code}) diberikan pada {day.ms}.",
        )
    if entry.kind is EntryKind.COURSE_COMPLETED:
        return LocalText(
            en=f"The course {title.en} ({code}) was completed on {day.en}.",
            ms=f"Kursus {title.ms} ({code}) diselesaikan pada {day.ms}.",
        )
    return LocalText(
        en=f"The exam {title.en} ({code}) was passed on {day.en}.",
        ms=f"Peperiksaan {title.ms} ({code}) dilepasi pada {day.ms}.",
    )


def designation_sentence(other: Designation, entry: Entry | None) -> LocalText:
    """Whether another designation is held."""
    if entry is None:
        return LocalText(
            en=f"The designation {other.title.en} ({other.letters}) is still to be earned.",
            ms=f"Gelaran {other.title.ms} ({other.letters}) masih perlu diperoleh.",
        )
    day = spoken_day(entry.happened_at.date())
    return LocalText(
        en=f"The designation {other.title.en} ({other.letters}) was conferred on {day.en}.",
        ms=f"Gelaran {other.title.ms} ({other.letters}) dianugerahkan pada {day.ms}.",
    )


def ethics_sentence(title: LocalText, entry: Entry | None) -> LocalText:
    """Whether a code of ethics is accepted in the version in force."""
    if entry is None:
        return LocalText(
            en=f"The {title.en} is still to be accepted.",
            ms=f"{title.ms} masih perlu diterima.",
        )
    day = spoken_day(entry.happened_at.date())
    return LocalText(
        en=f"The {title.en} was accepted on {day.en}.",
        ms=f"{title.ms} diterima pada {day.ms}.",
    )


def pathway_exams_sentence(title: LocalText, *, left: int) -> LocalText:
    """How far a pathway is on which only exams are left."""
    if left == 0:
        return LocalText(
            en=f"The pathway “{title.en}” is complete.", ms=f"Laluan “{title.ms}” telah lengkap."
        )
    if left == 1:
        return LocalText(
            en=f"On the pathway “{title.en}” one exam is left.",
            ms=f"Pada laluan “{title.ms}” tinggal satu peperiksaan.",
        )
    return LocalText(
        en=f"On the pathway “{title.en}” {left} exams are left.",
        ms=f"Pada laluan “{title.ms}” tinggal {left} peperiksaan.",
    )


def pathway_sentence(title: LocalText, *, left: int) -> LocalText:
    """How far a pathway is on which something else than an exam is left."""
    if left == 1:
        return LocalText(
            en=f"On the pathway “{title.en}” one requirement is left.",
            ms=f"Pada laluan “{title.ms}” tinggal satu keperluan.",
        )
    return LocalText(
        en=f"On the pathway “{title.en}” {left} requirements are left.",
        ms=f"Pada laluan “{title.ms}” tinggal {left} keperluan.",
    )


def group_sentence(*, left: int) -> LocalText:
    """How far a list is of which every part is asked for."""
    if left == 0:
        return LocalText(en="All of it is met.", ms="Kesemuanya telah dipenuhi.")
    if left == 1:
        return LocalText(en="One requirement is left.", ms="Tinggal satu keperluan.")
    return LocalText(en=f"{left} requirements are left.", ms=f"Tinggal {left} keperluan.")


def choice_sentence(n: int, *, met: int, of: int) -> LocalText:
    """How far a list is of which a number of parts is asked for."""
    if n == 1:
        return LocalText(
            en=f"One of these {of} is enough; met so far: {met}.",
            ms=f"Satu daripada {of} ini memadai; telah dipenuhi: {met}.",
        )
    return LocalText(
        en=f"At least {n} of these {of} are asked for; met so far: {met}.",
        ms=f"Sekurang-kurangnya {n} daripada {of} ini diperlukan; telah dipenuhi: {met}.",
    )


def verdict_sentence(
    designation: Designation, *, left: int, held: bool, revoked: bool
) -> LocalText:
    """The audit in one sentence."""
    letters = designation.letters
    if held:
        return LocalText(en=f"{letters} is conferred.", ms=f"{letters} telah dianugerahkan.")
    if revoked:
        return LocalText(en=f"{letters} was revoked.", ms=f"{letters} telah dibatalkan.")
    if left == 0:
        return LocalText(
            en=f"Every requirement of {letters} is met.",
            ms=f"Setiap keperluan {letters} telah dipenuhi.",
        )
    if left == 1:
        return LocalText(
            en=f"One requirement is left to {letters} on the shortest way.",
            ms=f"Tinggal satu keperluan untuk {letters} melalui jalan terpendek.",
        )
    return LocalText(
        en=f"{left} requirements are left to {letters} on the shortest way.",
        ms=f"Tinggal {left} keperluan untuk {letters} melalui jalan terpendek.",
    )
