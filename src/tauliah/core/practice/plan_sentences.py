"""A plan of study in words, in both languages: what slipped, what it costs, what it would take."""

from __future__ import annotations

from collections.abc import Mapping

from tauliah.core.kernel import LocalText, spoken_day
from tauliah.core.practice.fitting import Move
from tauliah.core.practice.plan_changes import Cost, PlanChanges, Slip
from tauliah.core.practice.study_plan import ExamPace


def spoken_minutes(minutes: int) -> LocalText:
    """A length of time: 45 min, 2 h, 3 h 20 min."""
    hours, rest = divmod(abs(minutes), 60)
    if not hours:
        return LocalText(en=f"{rest} min", ms=f"{rest} minit")
    if not rest:
        return LocalText(en=f"{hours} h", ms=f"{hours} jam")
    return LocalText(en=f"{hours} h {rest} min", ms=f"{hours} jam {rest} minit")


def slip_sentence(slip: Slip, title: LocalText) -> LocalText:
    """What was to be done by now, and when it will be."""
    was = spoken_day(slip.planned)
    if slip.now is None:
        return LocalText(
            en=f"{title.en} was planned for {was.en}, and there is no room left for it.",
            ms=f"{title.ms} dirancang pada {was.ms}, dan tiada lagi ruang untuknya.",
        )
    now = spoken_day(slip.now)
    return LocalText(
        en=f"{title.en} was planned for {was.en}; it is now planned for {now.en}.",
        ms=f"{title.ms} dirancang pada {was.ms}; kini dirancang pada {now.ms}.",
    )


def change_sentences(
    changes: PlanChanges, titles: Mapping[str, LocalText]
) -> tuple[LocalText, ...]:
    """What slipping costs, exam by exam; the time to spare where it is shortest, for it is one stock."""
    found = [one for cost in changes.costs for one in cost_sentences(cost, titles[cost.exam])]
    tightest = min(changes.costs, key=lambda one: one.spare_now, default=None)
    if tightest is not None and tightest.minutes_lost > 0:
        found.append(_spare_sentence(tightest, titles[tightest.exam]))
    return tuple(found)


def cost_sentences(cost: Cost, title: LocalText) -> tuple[LocalText, ...]:
    """What it costs one exam: practice missed, lessons later; none where nothing."""
    found = []
    if cost.missed:
        missed = spoken_minutes(cost.missed)
        found.append(
            LocalText(
                en=f"{title.en}: {missed.en} of practice were planned and not done.",
                ms=f"{title.ms}: latihan selama {missed.ms} dirancang tetapi tidak dibuat.",
            )
        )
    if cost.days_later > 0 and cost.read_before and cost.read_now:
        was, now, days = spoken_day(cost.read_before), spoken_day(cost.read_now), cost.days_later
        later = f"{days} day later" if days == 1 else f"{days} days later"
        found.append(
            LocalText(
                en=f"{title.en}: the last lesson is done on {now.en} instead of {was.en}, {later}.",
                ms=f"{title.ms}: pelajaran terakhir selesai pada {now.ms}, bukan {was.ms}, iaitu "
                f"{days} hari lewat.",
            )
        )
    return tuple(found)


def _spare_sentence(cost: Cost, title: LocalText) -> LocalText:
    lost = spoken_minutes(cost.minutes_lost)
    if cost.spare_now >= 0:
        left = spoken_minutes(cost.spare_now)
        return LocalText(
            en=f"{title.en}: {lost.en} of the time to spare are used up; {left.en} are left before "
            "the exam.",
            ms=f"{title.ms}: {lost.ms} daripada masa lebihan telah digunakan; {left.ms} masih "
            "berbaki sebelum peperiksaan.",
        )
    short = spoken_minutes(cost.spare_now)
    return LocalText(
        en=f"{title.en}: {lost.en} are lost, and {short.en} are missing before the exam.",
        ms=f"{title.ms}: {lost.ms} telah hilang, dan {short.ms} tidak mencukupi sebelum "
        "peperiksaan.",
    )


def lacks_sentence(pace: ExamPace, title: LocalText) -> LocalText:
    """How much of the work for an exam does not fit before its day."""
    lacks, day = spoken_minutes(pace.lacks), spoken_day(pace.day)
    return LocalText(
        en=f"{title.en}: {lacks.en} of the work do not fit before the exam on {day.en}.",
        ms=f"{title.ms}: {lacks.ms} kerja tidak muat sebelum peperiksaan pada {day.ms}.",
    )


def longer_sentence(minutes: int | None, *, week_before: int, week_then: int) -> LocalText:
    """With how many hours a week it would fit; both weeks in minutes."""
    if minutes is None:
        return LocalText(
            en="Longer days of study would not be enough.",
            ms="Hari belajar yang lebih panjang pun tidak mencukupi.",
        )
    more, was, then = (
        spoken_minutes(minutes),
        spoken_minutes(week_before),
        spoken_minutes(week_then),
    )
    return LocalText(
        en=f"It would fit with {more.en} more on each day of study: {then.en} a week instead of "
        f"{was.en}.",
        ms=f"Ia akan muat dengan tambahan {more.ms} pada setiap hari belajar: {then.ms} seminggu, "
        f"bukan {was.ms}.",
    )


def move_sentence(move: Move, title: LocalText) -> LocalText:
    """To which day an exam can be moved so that it fits."""
    was = spoken_day(move.day)
    if move.to is None:
        return LocalText(
            en=f"{title.en}: none of the coming windows is late enough with these hours.",
            ms=f"{title.ms}: tiada tetingkap akan datang yang cukup lewat dengan waktu belajar ini.",
        )
    to = spoken_day(move.to)
    return LocalText(
        en=f"{title.en} would fit if you sat it on {to.en} instead of {was.en}.",
        ms=f"{title.ms} akan muat jika anda mendudukinya pada {to.ms}, bukan {was.ms}.",
    )
