"""What a supposition changes: two answers of the pathfinder side by side."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from tauliah.core.audit.pathfinder.path_sentences import listed, spoken_money
from tauliah.core.audit.pathfinder.plan import NoPlan, Plan
from tauliah.core.audit.pathfinder.wishes import (
    CourseOpenSupposed,
    CreditSupposed,
    ExamSupposed,
    HoursSupposed,
    MembershipSupposed,
    PathwaySupposed,
    Supposing,
    TargetSupposed,
)
from tauliah.core.kernel import LocalText, add_months, spoken_day
from tauliah.core.programme import Programme, pathways

_FEW_DAYS = 62
"""Up to two months a difference is told in days."""


@dataclass(frozen=True, slots=True)
class PlanComparison:
    """A plan beside the one without what is supposed.

    Differences are after less before; all None where one of the two is no plan. `added` and
    `dropped` are the exams that only one of them has.
    """

    before: Plan | NoPlan
    after: Plan | NoPlan
    money: int | None
    exams: int | None
    days: int | None
    study_hours: int | None
    added: tuple[str, ...]
    dropped: tuple[str, ...]
    sentence: LocalText


def compared(
    programme: Programme,
    before: Plan | NoPlan,
    after: Plan | NoPlan,
    *,
    supposing: Iterable[Supposing] = (),
) -> PlanComparison:
    """The two answers side by side, with a sentence that says what differs.

    Suppose that CPCU is wanted too: 7 exams instead of 4, 14 months later, RM 2,940.00 more.
    """
    supposed = _supposed_sentences(programme, supposing)
    if isinstance(before, NoPlan) or isinstance(after, NoPlan):
        return PlanComparison(
            before, after, None, None, None, None, (), (),
            _led_by(supposed, _without_plan(before, after)),
        )  # fmt: skip
    sat = [frozenset(step.code for step in plan.exams) for plan in (before, after)]
    return PlanComparison(
        before=before,
        after=after,
        money=after.totals.money - before.totals.money,
        exams=after.totals.exams - before.totals.exams,
        days=(after.totals.last_day - before.totals.last_day).days,
        study_hours=after.totals.study_hours - before.totals.study_hours,
        added=tuple(sorted(sat[1] - sat[0])),
        dropped=tuple(sorted(sat[0] - sat[1])),
        sentence=_led_by(supposed, _difference(before, after)),
    )


def _supposed_sentences(programme: Programme, supposing: Iterable[Supposing]) -> list[LocalText]:
    """What is supposed, courses that open on the same day in one sentence."""
    told: list[LocalText] = []
    for day, group in groupby(
        supposing, lambda one: one.day if isinstance(one, CourseOpenSupposed) else None
    ):
        row = list(group)
        if day is None:
            told.extend(supposed_sentence(programme, one) for one in row)
            continue
        codes = listed(
            [
                LocalText(en=one.course, ms=one.course)
                for one in row
                if isinstance(one, CourseOpenSupposed)
            ]
        )
        when, are = spoken_day(day), "is" if len(row) == 1 else "are"
        told.append(
            LocalText(
                en=f"Suppose that {codes.en} {are} open from {when.en} on.",
                ms=f"Andaikan {codes.ms} dibuka mulai {when.ms}.",
            )
        )
    return told


def supposed_sentence(programme: Programme, supposed: Supposing) -> LocalText:
    """What is supposed, as one says it: Suppose that PUM is passed on 1 March 2027."""
    match supposed:
        case ExamSupposed(exam=code, day=day, passed=passed):
            when = spoken_day(day)
            if passed:
                return LocalText(
                    en=f"Suppose that {code} is passed on {when.en}.",
                    ms=f"Andaikan {code} dilepasi pada {when.ms}.",
                )
            return LocalText(
                en=f"Suppose that {code} is failed on {when.en}.",
                ms=f"Andaikan {code} gagal pada {when.ms}.",
            )
        case CreditSupposed(exam=code, day=day):
            when = spoken_day(day)
            return LocalText(
                en=f"Suppose that credit for {code} is granted on {when.en}.",
                ms=f"Andaikan kredit bagi {code} diberikan pada {when.ms}.",
            )
        case CourseOpenSupposed():
            return _supposed_sentences(programme, [supposed])[0]
        case PathwaySupposed():
            return _pathway_supposed(programme, supposed)
        case TargetSupposed(designation=code, wanted=wanted):
            letters = programme.designation(code).letters
            if wanted:
                return LocalText(
                    en=f"Suppose that {letters} is wanted too.",
                    ms=f"Andaikan {letters} juga dikehendaki.",
                )
            return LocalText(
                en=f"Suppose that {letters} is wanted no longer.",
                ms=f"Andaikan {letters} tidak lagi dikehendaki.",
            )
        case HoursSupposed(hours_a_week=hours):
            return LocalText(
                en=f"Suppose {hours} hours of study a week.",
                ms=f"Andaikan {hours} jam belajar seminggu.",
            )
        case MembershipSupposed(membership=membership):
            return _MEMBERSHIP[membership]


_MEMBERSHIP = {
    "member": LocalText(en="Suppose that you are a member.", ms="Andaikan anda seorang ahli."),
    "none": LocalText(en="Suppose that you are no member.", ms="Andaikan anda bukan ahli."),
    "may-join": LocalText(
        en="Suppose that you may become a member.", ms="Andaikan anda boleh menjadi ahli."
    ),
}


def _pathway_supposed(programme: Programme, supposed: PathwaySupposed) -> LocalText:
    designation = programme.designation(supposed.designation)
    letters = designation.letters
    if supposed.pathway is None:
        return LocalText(
            en=f"Suppose any pathway of {letters} will do.",
            ms=f"Andaikan mana-mana laluan {letters} memadai.",
        )
    title = next(
        one.title
        for version in reversed(designation.versions)
        for one in pathways(version.requires)
        if one.pathway == supposed.pathway
    )
    return LocalText(
        en=f"Suppose the pathway “{title.en}” of {letters}.",
        ms=f"Andaikan laluan “{title.ms}” bagi {letters}.",
    )


def _led_by(supposed: list[LocalText], said: LocalText) -> LocalText:
    return LocalText(
        en=" ".join([*(one.en for one in supposed), said.en]),
        ms=" ".join([*(one.ms for one in supposed), said.ms]),
    )


def _without_plan(before: Plan | NoPlan, after: Plan | NoPlan) -> LocalText:
    if isinstance(after, NoPlan) and isinstance(before, NoPlan):
        return LocalText(
            en=f"With it or without, there is no way. {after.summary.en}",
            ms=f"Dengan atau tanpanya, tiada jalan. {after.summary.ms}",
        )
    if isinstance(after, NoPlan):
        return LocalText(
            en=f"Then there is no way any more. {after.summary.en}",
            ms=f"Maka tiada lagi jalan. {after.summary.ms}",
        )
    return LocalText(
        en=f"Then there is a way, where there is none without. {after.summary.en}",
        ms=f"Maka ada jalan, sedangkan tanpanya tiada. {after.summary.ms}",
    )


def _difference(before: Plan, after: Plan) -> LocalText:
    parts = (_exams(before, after), _days(before, after), _money(before, after))
    told = [one for one in parts if one is not None]
    if not told:
        return LocalText(en="Nothing changes.", ms="Tiada yang berubah.")
    return LocalText(
        en=f"Then: {', '.join(one.en for one in told)}.",
        ms=f"Maka: {', '.join(one.ms for one in told)}.",
    )


def _exams(before: Plan, after: Plan) -> LocalText | None:
    now, then = after.totals.exams, before.totals.exams
    if now == then:
        return None
    exams = "1 exam" if now == 1 else f"{now} exams"
    return LocalText(en=f"{exams} instead of {then}", ms=f"{now} peperiksaan, bukan {then}")


def _money(before: Plan, after: Plan) -> LocalText | None:
    more = after.totals.money - before.totals.money
    if not more:
        return None
    money = spoken_money(abs(more), after.currency)
    if more > 0:
        return LocalText(en=f"{money} more", ms=f"{money} lebih mahal")
    return LocalText(en=f"{money} less", ms=f"{money} lebih murah")


def _days(before: Plan, after: Plan) -> LocalText | None:
    first, last = before.totals.last_day, after.totals.last_day
    if first == last:
        return None
    span = _span(min(first, last), max(first, last))
    if last > first:
        return LocalText(en=f"{span.en} later", ms=f"{span.ms} lebih lewat")
    return LocalText(en=f"{span.en} earlier", ms=f"{span.ms} lebih awal")


def _span(first: date, last: date) -> LocalText:
    """A span in whole months, a short one in days."""
    days = (last - first).days
    if days <= _FEW_DAYS:
        return LocalText(en="1 day" if days == 1 else f"{days} days", ms=f"{days} hari")
    months = (last.year - first.year) * 12 + last.month - first.month
    if add_months(first, months) > last:
        months -= 1
    return LocalText(en=f"{months} months", ms=f"{months} bulan")
