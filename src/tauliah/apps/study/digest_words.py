"""The letter with the plan of a week, in both languages."""

from __future__ import annotations

from datetime import date
from typing import Literal

from tauliah.apps.study.planning import StudyPlan
from tauliah.core.kernel import LocalText, spoken_day
from tauliah.core.practice import Piece, PlannedDay, piece_title
from tauliah.core.practice.plan_sentences import (
    change_sentences,
    lacks_sentence,
    longer_sentence,
    move_sentence,
    slip_sentence,
    spoken_minutes,
)

MOST_SLIPS = 6
_WEEKDAYS = (
    LocalText(en="Monday", ms="Isnin"),
    LocalText(en="Tuesday", ms="Selasa"),
    LocalText(en="Wednesday", ms="Rabu"),
    LocalText(en="Thursday", ms="Khamis"),
    LocalText(en="Friday", ms="Jumaat"),
    LocalText(en="Saturday", ms="Sabtu"),
    LocalText(en="Sunday", ms="Ahad"),
)
_SUBJECT = LocalText(
    en="Your plan of study for the week of {day}: {time}",
    ms="Rancangan belajar anda bagi minggu mulai {day}: {time}",
)
_FREE = LocalText(en="no study planned", ms="tiada pembelajaran dirancang")
_LETTER = LocalText(
    en="""Dear {name},

This is your plan of study for the week of {day}, {time} in all.

{week}

{exams}
{slipped}
{misfit}
Your plan, with what you have done since this letter was sent:
{plan}

{body}

You get this letter because you chose it on the page of your plan. To get no more of them, open this address (no log-in is needed):
{ending}
""",
    ms="""{name},

Inilah rancangan belajar anda bagi minggu mulai {day}, {time} kesemuanya.

{week}

{exams}
{slipped}
{misfit}
Rancangan anda, termasuk perkara yang telah anda buat sejak surat ini dihantar:
{plan}

{body}

Anda menerima surat ini kerana anda memilihnya pada halaman rancangan anda. Untuk berhenti menerimanya, buka alamat ini (tanpa log masuk):
{ending}
""",
)
_EXAM = LocalText(
    en="Exam on {day}: {title} ({code})", ms="Peperiksaan pada {day}: {title} ({code})"
)
_SLIPPED = LocalText(en="What slipped, and what it costs:", ms="Yang tertangguh, dan kesannya:")
_MORE = LocalText(en="and {count} more", ms="dan {count} lagi")
_MISFIT = LocalText(en="What does not fit:", ms="Yang tidak muat:")


def weekday(day: date) -> LocalText:
    """The name of a day of the week."""
    return _WEEKDAYS[day.weekday()]


def digest_letter(
    plan: StudyPlan,
    *,
    name: str,
    monday: date,
    body: LocalText,
    plan_address: str,
    ending_address: str,
) -> tuple[LocalText, LocalText]:
    """Subject and text of the letter for the week from a Monday on."""
    days = plan.days_of_week(monday)
    time = spoken_minutes(sum(one.minutes for one in days))
    said = spoken_day(monday)

    def subject(language: Literal["en", "ms"]) -> str:
        return _SUBJECT.in_language(language).format(
            day=said.in_language(language), time=time.in_language(language)
        )

    def text(language: Literal["en", "ms"]) -> str:
        written = _LETTER.in_language(language).format(
            name=name,
            day=said.in_language(language),
            time=time.in_language(language),
            week="\n".join(_day(one, plan, language) for one in days if one.day >= plan.today),
            exams=_exams(plan, language),
            slipped=_slipped(plan, language),
            misfit=_misfit(plan, language),
            plan=plan_address,
            body=body.in_language(language),
            ending=ending_address,
        )
        # a part that has nothing to say leaves no gap
        while "\n\n\n" in written:
            written = written.replace("\n\n\n", "\n\n")
        return written

    return (
        LocalText(en=subject("en"), ms=subject("ms")),
        LocalText(en=text("en"), ms=text("ms")),
    )


def _day(one: PlannedDay, plan: StudyPlan, language: str) -> str:
    name = weekday(one.day).in_language(language)
    if not one.pieces:
        return f"{name}: {_FREE.in_language(language)}"
    pieces = [f"  - {_piece(piece, plan, language)}" for piece in one.pieces]
    return "\n".join([f"{name}, {spoken_minutes(one.minutes).in_language(language)}", *pieces])


def _piece(piece: Piece, plan: StudyPlan, language: str) -> str:
    title = piece_title(piece, plan.lessons).in_language(language)
    return f"{piece.exam}: {title}, {spoken_minutes(piece.minutes).in_language(language)}"


def _exams(plan: StudyPlan, language: str) -> str:
    return "".join(
        _EXAM.in_language(language).format(
            day=spoken_day(one.day).in_language(language),
            title=one.course.title.in_language(language),
            code=one.course.code,
        )
        + "\n"
        for one in plan.exams
    )


def _slipped(plan: StudyPlan, language: str) -> str:
    changes = plan.changes
    if changes is None:
        return ""
    lines = [
        slip_sentence(one, slip_title(one.kind, one.exam, one.name, plan))
        for one in changes.slips[:MOST_SLIPS]
    ]
    if len(changes.slips) > MOST_SLIPS:
        count = len(changes.slips) - MOST_SLIPS
        lines.append(LocalText(en=_MORE.en.format(count=count), ms=_MORE.ms.format(count=count)))
    lines += change_sentences(changes, plan.titles)
    return _listed(_SLIPPED, lines, language)


def _misfit(plan: StudyPlan, language: str) -> str:
    return _listed(_MISFIT, misfit_sentences(plan), language)


def misfit_sentences(plan: StudyPlan) -> list[LocalText]:
    """What does not fit, and what it would take; nothing where all fits."""
    if plan.fits:
        return []
    lines = [lacks_sentence(one, plan.titles[one.exam]) for one in plan.paced.exams if one.lacks]
    hours = plan.wishes.hours
    then = hours.longer(plan.longer or 0).a_week
    lines.append(longer_sentence(plan.longer, week_before=hours.a_week, week_then=then))
    lines += [move_sentence(one, plan.titles[one.exam]) for one in plan.moves]
    return lines


def slip_title(kind: str, exam: str, name: str, plan: StudyPlan) -> LocalText:
    """What slipped, by its title."""
    piece = Piece(exam, "mock" if kind == "mock" else "lesson", 1, name)
    title = piece_title(piece, plan.lessons)
    return LocalText(en=f"{title.en} ({exam})", ms=f"{title.ms} ({exam})")


def _listed(heading: LocalText, lines: list[LocalText], language: str) -> str:
    if not lines:
        return ""
    told = [f"- {one.in_language(language)}" for one in lines]
    return "\n".join([heading.in_language(language), *told]) + "\n"
