"""The words of a plan, whole sentences in both languages."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tauliah.core.audit.pathfinder.plan import Totals
from tauliah.core.audit.pathfinder.wishes import Objective
from tauliah.core.kernel import LocalText, spoken_day
from tauliah.core.programme import ClassRun, Course, Designation, ExperienceAsked

JOINING = LocalText(en="Membership", ms="Keahlian")


def spoken_money(amount: int, currency: str) -> str:
    """An amount of minor units as one writes it: RM 2,940.00, and USD 12.50."""
    sign = "RM" if currency == "MYR" else currency
    return f"{sign} {amount / 100:,.2f}"


def listed(names: Sequence[LocalText]) -> LocalText:
    """Names in a row: API, CPCU and AINS."""
    if len(names) < 2:
        return names[0]
    return LocalText(
        en=f"{', '.join(one.en for one in names[:-1])} and {names[-1].en}",
        ms=f"{', '.join(one.ms for one in names[:-1])} dan {names[-1].ms}",
    )


def for_sentence(names: Sequence[LocalText]) -> LocalText:
    """What a step counts for."""
    row = listed(names)
    return LocalText(en=f"It counts for {row.en}.", ms=f"Ia dikira bagi {row.ms}.")


def join_sentence(years: int, fee: int, currency: str) -> LocalText:
    """That to become a member is worth it."""
    money = spoken_money(fee, currency)
    if years == 1:
        return LocalText(
            en=f"Become a member for one year; that costs {money}.",
            ms=f"Jadi ahli selama satu tahun; kosnya {money}.",
        )
    return LocalText(
        en=f"Become a member for {years} years; that costs {money}.",
        ms=f"Jadi ahli selama {years} tahun; kosnya {money}.",
    )


def matriculate_sentence(designation: Designation, day: date, fee: int, currency: str) -> LocalText:
    """That and when one matriculates."""
    title, letters, when = designation.title, designation.letters, spoken_day(day)
    if not fee:
        return LocalText(
            en=f"Matriculate for {title.en} ({letters}) on {when.en}; there is no fee.",
            ms=f"Bermatrikulasi untuk {title.ms} ({letters}) pada {when.ms}; tiada yuran.",
        )
    money = spoken_money(fee, currency)
    return LocalText(
        en=f"Matriculate for {title.en} ({letters}) on {when.en}; the fee is {money}.",
        ms=f"Bermatrikulasi untuk {title.ms} ({letters}) pada {when.ms}; yurannya {money}.",
    )


def ethics_step_sentence(title: LocalText, day: date) -> LocalText:
    """That and when a code of ethics is accepted."""
    when = spoken_day(day)
    return LocalText(
        en=f"Accept the {title.en} on {when.en} or later.",
        ms=f"Terima {title.ms} pada {when.ms} atau selepasnya.",
    )


def lessons_sentence(course: Course, day: date) -> LocalText:
    """Until when a course is completed."""
    when = spoken_day(day)
    return LocalText(
        en=f"Complete the course {course.title.en} ({course.code}) by {when.en}.",
        ms=f"Selesaikan kursus {course.title.ms} ({course.code}) selewat-lewatnya pada {when.ms}.",
    )


def class_sentence(
    course: Course, day: date, *, run: tuple[ClassRun, LocalText] | None
) -> LocalText:
    """Which class is attended, or that any will do."""
    name = LocalText(
        en=f"{course.title.en} ({course.code})", ms=f"{course.title.ms} ({course.code})"
    )
    when = spoken_day(day)
    if run is None:
        return LocalText(
            en=f"Attend a class of {name.en}; it may end on {when.en} or later.",
            ms=f"Hadiri kelas {name.ms}; ia boleh tamat pada {when.ms} atau selepasnya.",
        )
    first, place = spoken_day(run[0].starts), run[1]
    return LocalText(
        en=f"Attend the class of {name.en} in {place.en} from {first.en} to {when.en}.",
        ms=f"Hadiri kelas {name.ms} di {place.ms} dari {first.ms} hingga {when.ms}.",
    )


def exam_step_sentence(
    course: Course,
    day: date,
    *,
    window: LocalText,
    fee: int,
    currency: str,
    paper: tuple[str, str] | None,
    is_booked: bool,
) -> LocalText:
    """Which exam is sat when, in which window, and what it costs."""
    when, code, title = spoken_day(day), course.code, course.title
    at = f" from {paper[0]} to {paper[1]}" if paper else ""
    pada = f" dari {paper[0]} hingga {paper[1]}" if paper else ""
    if is_booked:
        return LocalText(
            en=f"Sit the exam {title.en} ({code}) on {when.en}{at} ({window.en}), as booked.",
            ms=f"Duduki peperiksaan {title.ms} ({code}) pada {when.ms}{pada} ({window.ms}), seperti "
            "yang ditempah.",
        )
    money = spoken_money(fee, currency)
    return LocalText(
        en=f"Sit the exam {title.en} ({code}) on {when.en}{at} ({window.en}); the fee is {money}.",
        ms=f"Duduki peperiksaan {title.ms} ({code}) pada {when.ms}{pada} ({window.ms}); yurannya "
        f"{money}.",
    )


def milestone_sentence(designation: Designation, day: date, ways: Sequence[LocalText]) -> LocalText:
    """The day on which all is met, and on which named way."""
    when, letters = spoken_day(day), designation.letters
    if not ways:
        return LocalText(
            en=f"On {when.en} every requirement of {letters} is met.",
            ms=f"Pada {when.ms} setiap keperluan {letters} dipenuhi.",
        )
    row = listed(ways)
    return LocalText(
        en=f"On {when.en} every requirement of {letters} is met ({row.en}).",
        ms=f"Pada {when.ms} setiap keperluan {letters} dipenuhi ({row.ms}).",
    )


def condition_sentence(asked: ExperienceAsked, designation: Designation, by: date) -> LocalText:
    """Experience that the plan takes for granted."""
    when, letters, months = spoken_day(by), designation.letters, asked.months
    if asked.hours_a_week is None:
        return LocalText(
            en=f"For {letters}, {months} months of work must be on the record by {when.en}.",
            ms=f"Bagi {letters}, {months} bulan bekerja mesti ada dalam rekod selewat-lewatnya pada "
            f"{when.ms}.",
        )
    hours = asked.hours_a_week
    return LocalText(
        en=f"For {letters}, {months} months of work at {hours} hours a week or more must be on the "
        f"record by {when.en}.",
        ms=f"Bagi {letters}, {months} bulan bekerja sekurang-kurangnya {hours} jam seminggu mesti "
        f"ada dalam rekod selewat-lewatnya pada {when.ms}.",
    )


def education_sentence(designation: Designation, by: date) -> LocalText:
    """Continuing education that the plan takes for granted."""
    when, letters = spoken_day(by), designation.letters
    return LocalText(
        en=f"The hours of continuing education of {letters} must be recorded by {when.en}.",
        ms=f"Jam pendidikan berterusan bagi {letters} mesti direkodkan selewat-lewatnya pada "
        f"{when.ms}.",
    )


_BEST: dict[Objective, LocalText] = {
    "cheapest": LocalText(en="cheapest", ms="paling murah"),
    "fastest": LocalText(en="fastest", ms="paling pantas"),
    "fewest-exams": LocalText(en="one with the fewest exams", ms="paling sedikit peperiksaannya"),
}


def summary_sentence(
    totals: Totals,
    *,
    currency: str,
    letters: Sequence[LocalText],
    held: Sequence[LocalText],
    objective: Objective,
    proven: bool,
    confirmed: bool,
) -> LocalText:
    """What the plan amounts to, and how sure it is."""
    en, ms = [], []
    if held:
        en.append(f"{listed(held).en}: conferred already.")
        ms.append(f"{listed(held).ms}: telah dianugerahkan.")
    if letters:
        row, best, when = listed(letters), _BEST[objective], spoken_day(totals.last_day)
        exams = "1 exam" if totals.exams == 1 else f"{totals.exams} exams"
        hours = "1 hour" if totals.study_hours == 1 else f"{totals.study_hours} hours"
        money = spoken_money(totals.money, currency)
        en.append(f"To {row.en}: {exams}, {hours} of study, {money}, done on {when.en}.")
        ms.append(
            f"Ke {row.ms}: {totals.exams} peperiksaan, {totals.study_hours} jam belajar, {money}, "
            f"selesai pada {when.ms}."
        )
        if proven:
            en.append(f"It is proven to be the {best.en}.")
            ms.append(f"Terbukti inilah jalan yang {best.ms}.")
        else:
            en.append(f"It is not proven to be the {best.en}: there may be a better one.")
            ms.append(f"Belum terbukti inilah jalan yang {best.ms}: mungkin ada yang lebih baik.")
    if not confirmed:
        en.append("The audit of this plan does not confirm it: ask the registrar.")
        ms.append("Audit pelan ini tidak mengesahkannya: tanya pendaftar.")
    return LocalText(en=" ".join(en), ms=" ".join(ms))
