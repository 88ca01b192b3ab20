"""The words of how something was earned, and of why it does not count."""

from __future__ import annotations

from tauliah.core.audit.earning import Chosen, Earned, Fault
from tauliah.core.audit.experience import Experience
from tauliah.core.audit.sentences import exam_sentence
from tauliah.core.kernel import LocalText, add_months, spoken_day
from tauliah.core.programme import (
    Course,
    Credits,
    Designation,
    ExperienceAsked,
    Programme,
    Timed,
)

_ALWAYS: dict[Fault, LocalText] = {
    "forfeited": LocalText(
        en="What was earned before is forfeited, because the rest was not finished in time.",
        ms="Apa yang diperoleh dahulu telah luput kerana selebihnya tidak diselesaikan dalam tempoh.",
    ),
    "withheld": LocalText(
        en="It was passed, but counts for another designation, which may share no more with this one.",
        ms="Ia telah dilepasi tetapi dikira bagi gelaran lain, yang tidak boleh berkongsi lebih banyak dengan gelaran ini.",
    ),
    "not-approved": LocalText(
        en="An exemption was granted, but no second person has approved it.",
        ms="Pengecualian telah diberikan tetapi belum diluluskan oleh orang kedua.",
    ),
}


def course_sentence(
    programme: Programme, course: Course, chosen: Chosen, *, leaf: Timed
) -> LocalText:
    """Whether an exam or a course counts as passed or completed, and how it came about."""
    earned = chosen.counts
    if earned is None:
        return _with_reason(exam_sentence(course, None), chosen, leaf=leaf)
    name, day = f"({course.code})", spoken_day(earned.day)
    title = course.title
    if earned.way == "exemption":
        return _exemption_sentence(course, earned)
    if earned.way == "equivalence":
        parts = [f"{programme.title_of(code).en} ({code})" for code in earned.parts]
        bahagian = [f"{programme.title_of(code).ms} ({code})" for code in earned.parts]
        return LocalText(
            en=f"{title.en} {name} counts since {day.en}, by {' and '.join(parts)}.",
            ms=f"{title.ms} {name} dikira sejak {day.ms}, berdasarkan {' dan '.join(bahagian)}.",
        )
    return exam_sentence(course, earned.entry)


def _exemption_sentence(course: Course, earned: Earned) -> LocalText:
    title, code, day = course.title, course.code, spoken_day(earned.day)
    if earned.until is None:
        return LocalText(
            en=f"An exemption from {title.en} ({code}) was granted on {day.en} and approved by a "
            "second person.",
            ms=f"Pengecualian daripada {title.ms} ({code}) diberikan pada {day.ms} dan diluluskan "
            "oleh orang kedua.",
        )
    end = spoken_day(earned.until)
    return LocalText(
        en=f"An exemption from {title.en} ({code}) was granted on {day.en} and approved by a second "
        f"person; it counts until {end.en}.",
        ms=f"Pengecualian daripada {title.ms} ({code}) diberikan pada {day.ms} dan diluluskan oleh "
        f"orang kedua; ia dikira sehingga {end.ms}.",
    )


def classroom_sentence(course: Course, chosen: Chosen, *, leaf: Timed) -> LocalText:
    """Whether the classes of a course are attended."""
    earned = chosen.counts
    title, code = course.title, course.code
    if earned is None:
        missing = LocalText(
            en=f"The classroom sessions of {title.en} ({code}) are still to be attended.",
            ms=f"Sesi bilik kuliah {title.ms} ({code}) masih perlu dihadiri.",
        )
        return _with_reason(missing, chosen, leaf=leaf)
    day = spoken_day(earned.day)
    return LocalText(
        en=f"The classroom sessions of {title.en} ({code}) were attended on {day.en}.",
        ms=f"Sesi bilik kuliah {title.ms} ({code}) dihadiri pada {day.ms}.",
    )


def used_up_sentence(course: Course, *, failures: int) -> LocalText:
    """That an exam was failed so often that it can count for a designation no more."""
    title, code = course.title, course.code
    return LocalText(
        en=f"{title.en} ({code}) was failed {_times(failures).en} and can no longer count for this "
        "designation, even when it is passed later.",
        ms=f"{title.ms} ({code}) telah gagal {_times(failures).ms} dan tidak boleh lagi dikira bagi "
        "gelaran ini, walaupun dilepasi kemudian.",
    )


def _times(n: int) -> LocalText:
    return LocalText(en="once" if n == 1 else f"{n} times", ms="sekali" if n == 1 else f"{n} kali")


def lapsed_sentence(other: Designation, earned: Earned) -> LocalText:
    """That another designation was conferred, but has lapsed."""
    day, title, letters = spoken_day(earned.day), other.title, other.letters
    return LocalText(
        en=f"The designation {title.en} ({letters}) was conferred on {day.en}, but has lapsed for "
        "want of continuing education; it counts again once it is regained.",
        ms=f"Gelaran {title.ms} ({letters}) dianugerahkan pada {day.ms} tetapi telah luput kerana "
        "pendidikan berterusan tidak mencukupi; ia dikira semula setelah diperoleh semula.",
    )


def with_reason(sentence: LocalText, chosen: Chosen, *, leaf: Timed) -> LocalText:
    """A sentence that something is missing, and why what was earned does not do."""
    return _with_reason(sentence, chosen, leaf=leaf)


def fault_sentence(earned: Earned, fault: Fault, *, leaf: Timed) -> LocalText:
    """Why what was earned does not count for a leaf."""
    return _reason(earned, fault, leaf)


def _with_reason(sentence: LocalText, chosen: Chosen, *, leaf: Timed) -> LocalText:
    if chosen.earned is None or chosen.fault is None:
        return sentence
    reason = _reason(chosen.earned, chosen.fault, leaf)
    return LocalText(en=f"{sentence.en} {reason.en}", ms=f"{sentence.ms} {reason.ms}")


def _reason(earned: Earned, fault: Fault, leaf: Timed) -> LocalText:
    day = spoken_day(earned.day)
    if fault == "too-early" and leaf.not_before is not None:
        first = spoken_day(leaf.not_before)
        return LocalText(
            en=f"What was earned on {day.en} does not count, because only what is earned from "
            f"{first.en} on does.",
            ms=f"Apa yang diperoleh pada {day.ms} tidak dikira kerana hanya pencapaian mulai "
            f"{first.ms} dikira.",
        )
    if fault == "expired" and leaf.expires_after_months is not None:
        end = spoken_day(add_months(earned.day, leaf.expires_after_months))
        return LocalText(
            en=f"What was earned on {day.en} counted until {end.en}.",
            ms=f"Apa yang diperoleh pada {day.ms} dikira sehingga {end.ms} sahaja.",
        )
    if fault == "not-within" and leaf.within_months is not None:
        return LocalText(
            en=f"What was earned on {day.en} does not count, because only the last "
            f"{leaf.within_months} months do.",
            ms=f"Apa yang diperoleh pada {day.ms} tidak dikira kerana hanya {leaf.within_months} "
            "bulan yang terakhir dikira.",
        )
    if fault == "retired":
        return LocalText(
            en=f"What was earned on {day.en} does not count, because the course was retired by then.",
            ms=f"Apa yang diperoleh pada {day.ms} tidak dikira kerana kursus ini sudah ditamatkan.",
        )
    if fault == "too-many-attempts":
        times = _times(earned.failures)
        return LocalText(
            en=f"The pass of {day.en} does not count for this designation, because the exam had been "
            f"failed {times.en} before it.",
            ms=f"Kelulusan pada {day.ms} tidak dikira bagi gelaran ini kerana peperiksaan itu telah "
            f"gagal {times.ms} sebelumnya.",
        )
    if fault == "exemption-expired" and earned.until is not None:
        end = spoken_day(earned.until)
        return LocalText(
            en=f"An exemption was granted on {day.en}; it counted until {end.en}.",
            ms=f"Pengecualian telah diberikan pada {day.ms}; ia dikira sehingga {end.ms} sahaja.",
        )
    return _ALWAYS[fault]


def experience_title(asked: ExperienceAsked) -> LocalText:
    """What experience is asked for."""
    return LocalText(
        en=f"{asked.months} months of experience", ms=f"Pengalaman selama {asked.months} bulan"
    )


def experience_sentence(asked: ExperienceAsked, having: Experience) -> LocalText:
    """How much experience counts, and how it is counted."""
    en = [f"{having.months} of {asked.months} months of experience count"]
    ms = [f"{having.months} daripada {asked.months} bulan pengalaman dikira"]
    if asked.hours_a_week is not None:
        en.append(f"of work of at least {asked.hours_a_week} hours a week")
        ms.append(f"bagi kerja sekurang-kurangnya {asked.hours_a_week} jam seminggu")
    if asked.within_months is not None:
        en.append(f"within the last {asked.within_months} months")
        ms.append(f"dalam tempoh {asked.within_months} bulan yang terakhir")
    return LocalText(en=f"{', '.join(en)}.", ms=f"{', '.join(ms)}.")


def credits_title(wanted: Credits) -> LocalText:
    """What points are asked for."""
    points = wanted.credits.points
    return wanted.title or LocalText(en=f"{points} points", ms=f"{points} mata")


def credits_sentence(wanted: Credits, *, earned: int, short: tuple[str, ...]) -> LocalText:
    """How many points are earned; `short` are the groups that still have too few."""
    asked = wanted.credits.points
    en, ms = f"{earned} of {asked} points are earned.", f"{earned} daripada {asked} mata diperoleh."
    groups = [group for group in wanted.credits.at_least_from if "+".join(group.of) in short]
    for group in groups:
        listed = ", ".join(group.of)
        en += (
            f" At least {group.points} must come from {group.title.en if group.title else listed}."
        )
        ms += (
            f" Sekurang-kurangnya {group.points} mesti daripada "
            f"{group.title.ms if group.title else listed}."
        )
    return LocalText(en=en, ms=ms)
