"""What stands in the way of meeting rules, and the verdict about them, in both languages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tauliah.core.kernel import LocalText, spoken_day
from tauliah.core.programme.rules import AtLeast, Credits
from tauliah.core.programme.terms import Equivalence, Lapse, SharingLimit

_ASKED = {
    "exam": ("the exam", "peperiksaan"),
    "course": ("the course", "kursus"),
    "classroom": ("the classes of", "kelas"),
    "designation": ("the designation", "gelaran"),
    "ethics": ("the code of ethics", "kod etika"),
    "experience": ("experience of", "pengalaman"),
}


def asks_for(designation: str, kind: str, code: str) -> LocalText:
    """A leaf of the rules."""
    en, ms = _ASKED[kind]
    return LocalText(
        en=f"{designation} asks for {en} {code}", ms=f"{designation} meminta {ms} {code}"
    )


def asks_for_number(designation: str, part: AtLeast | Credits) -> LocalText:
    """A requirement that asks for a number of parts or of points."""
    if isinstance(part, AtLeast):
        n, of = part.at_least.n, len(part.at_least.of)
        return LocalText(
            en=f"{designation} asks for {n} of {of} parts",
            ms=f"{designation} meminta {n} daripada {of} bahagian",
        )
    points = part.credits.points
    return LocalText(
        en=f"{designation} asks for {points} points from a list",
        ms=f"{designation} meminta {points} mata daripada satu senarai",
    )


def limit(name: str, value: int | date) -> LocalText:
    """When a leaf must have been earned, or how long it counts."""
    if isinstance(value, date):
        day = spoken_day(value)
        return LocalText(
            en=f"it counts only when earned on {day.en} or later",
            ms=f"ia dikira hanya jika diperoleh pada {day.ms} atau kemudian",
        )
    if name == "within_months":
        return LocalText(
            en=f"it counts only when earned within the last {value} months",
            ms=f"ia dikira hanya jika diperoleh dalam tempoh {value} bulan terakhir",
        )
    return LocalText(en=f"it counts for {value} months", ms=f"ia dikira selama {value} bulan")


def retired(code: str, day: date) -> LocalText:
    """A course whose exam counts only when earned before its end."""
    said = spoken_day(day)
    return LocalText(en=f"{code} retired on {said.en}", ms=f"{code} ditamatkan pada {said.ms}")


def prerequisite(code: str, other: str) -> LocalText:
    """An exam that may be sat only after another."""
    return LocalText(
        en=f"{code} can be sat only after {other} was passed",
        ms=f"{code} boleh diduduki hanya selepas {other} lulus",
    )


def lapse(stated: Lapse, code: str) -> LocalText:
    """When what was earned for a designation is forfeited."""
    en, ms = [], []
    if stated.after_months is not None:
        en.append(f"{stated.after_months} months")
        ms.append(f"{stated.after_months} bulan")
    if stated.after_windows is not None:
        en.append(f"{stated.after_windows} windows")
        ms.append(f"{stated.after_windows} tetingkap")
    return LocalText(
        en=f"exams lapse for {code} after {' or '.join(en)} unless all is finished",
        ms=f"peperiksaan luput bagi {code} selepas {' atau '.join(ms)} melainkan semuanya selesai",
    )


def sharing(code: str, stated: SharingLimit, *, named_by_rules: int) -> LocalText:
    """How much two designations may have in common."""
    other = stated.with_code
    if stated.at_most is not None:
        return LocalText(
            en=f"{code} and {other} may share {stated.at_most} exams at most",
            ms=f"{code} dan {other} boleh berkongsi paling banyak {stated.at_most} peperiksaan",
        )
    return LocalText(
        en=f"{code} needs at least {stated.unique_at_least} exams that do not count for {other}, of "
        f"the {named_by_rules} that its rules name",
        ms=f"{code} memerlukan sekurang-kurangnya {stated.unique_at_least} peperiksaan yang tidak "
        f"dikira bagi {other}, daripada {named_by_rules} yang disebut dalam peraturannya",
    )


def exam_counts(most: int) -> LocalText:
    """In how many designations one exam counts."""
    if most == 1:
        return LocalText(
            en="an exam counts for one designation only",
            ms="satu peperiksaan dikira bagi satu gelaran sahaja",
        )
    return LocalText(
        en=f"an exam counts for at most {most} designations",
        ms=f"satu peperiksaan dikira bagi paling banyak {most} gelaran",
    )


def timetable(number: int) -> LocalText:
    """A window that holds exams only at fixed times."""
    return LocalText(
        en=f"window {number} holds exams only at the times of its timetable",
        ms=f"tetingkap {number} mengadakan peperiksaan hanya pada waktu dalam jadual waktunya",
    )


def equivalence_days(one: Equivalence) -> LocalText:
    """On which days some exams count as another."""
    codes, first = " + ".join(one.from_codes), spoken_day(one.valid_from)
    if one.valid_until is None:
        return LocalText(
            en=f"{codes} counts as {one.to} from {first.en} on",
            ms=f"{codes} dikira sebagai {one.to} mulai {first.ms}",
        )
    last = spoken_day(one.valid_until)
    return LocalText(
        en=f"{codes} counts as {one.to} only from {first.en} to {last.en}",
        ms=f"{codes} dikira sebagai {one.to} hanya dari {first.ms} hingga {last.ms}",
    )


def nobody_meets(code: str, start: date) -> LocalText:
    """The verdict on a version of rules."""
    day = spoken_day(start)
    return LocalText(
        en=f"nobody who starts on {day.en} can ever meet these rules of {code}",
        ms=f"tiada sesiapa yang bermula pada {day.ms} dapat memenuhi peraturan {code} ini",
    )


def nobody_completes(pathway: str, code: str, start: date) -> LocalText:
    """The verdict on a named pathway of the newest rules."""
    day = spoken_day(start)
    return LocalText(
        en=f"nobody who starts on {day.en} can ever complete the pathway {pathway} of {code}",
        ms=f"tiada sesiapa yang bermula pada {day.ms} dapat melengkapkan laluan {pathway} bagi "
        f"{code}",
    )


def nobody_has_both(code: str, other: str) -> LocalText:
    """The verdict on two designations that a limit keeps apart."""
    return LocalText(
        en=f"nobody can ever meet the newest rules of both {code} and {other}",
        ms=f"tiada sesiapa dapat memenuhi peraturan terbaharu {code} dan {other} kedua-duanya",
    )


def nobody_sits(code: str) -> LocalText:
    """The verdict on an open course whose exam nobody new may sit."""
    return LocalText(
        en=f"nobody new can ever sit the exam of {code}",
        ms=f"tiada calon baharu dapat menduduki peperiksaan {code}",
    )


def because(
    verdict: LocalText, first: LocalText, others: Sequence[tuple[LocalText, str]]
) -> LocalText:
    """The verdict and the statements that lead to it: the one that stands here, then the others."""
    en = "; ".join([first.en, *(f"{words.en} ({place})" for words, place in others)])
    ms = "; ".join([first.ms, *(f"{words.ms} ({place})" for words, place in others)])
    return LocalText(en=f"{verdict.en}: {en}", ms=f"{verdict.ms}: {ms}")
