"""Requirements in words, fit to stand inside a sentence of either language."""

from __future__ import annotations

from collections.abc import Sequence

from tauliah.core.kernel import LocalText, spoken_day
from tauliah.core.programme.model import Programme
from tauliah.core.programme.rules import (
    AllOf,
    AnyOf,
    AtLeast,
    ClassAttended,
    CourseCompleted,
    Credits,
    DesignationHeld,
    EthicsAccepted,
    ExamPassed,
    ExperienceAsked,
    ExperienceGained,
    Leaf,
    OnePathwayOf,
    Pathway,
    Requirement,
    Timed,
    parts,
)


def spoken_requirement(programme: Programme, requirement: Requirement | Pathway) -> LocalText:
    """What a requirement asks for, with the titles of that programme; codes it lacks stand alone."""
    if isinstance(requirement, Leaf):
        return _leaf(programme, requirement)
    inside = [_inside(programme, part) for part in parts(requirement)]
    match requirement:
        case OnePathwayOf():
            return _named("one of the pathways", "salah satu laluan", listed(inside, "or", "atau"))
        case AnyOf():
            return _named("one of", "satu daripada", listed(inside, "or", "atau"))
        case AtLeast(at_least=choice):
            return _named(
                f"at least {choice.n} of",
                f"sekurang-kurangnya {choice.n} daripada",
                listed(inside, "and", "dan"),
            )
        case Credits(credits=asked):
            return _named(
                f"{asked.points} points from",
                f"{asked.points} mata daripada",
                listed(inside, "and", "dan"),
            )
        case Pathway(title=title):
            needs = listed(inside, "and", "dan")
            return LocalText(en=f"“{title.en}” ({needs.en})", ms=f"“{title.ms}” ({needs.ms})")
        case AllOf():
            return listed(inside, "and", "dan")
    raise AssertionError(requirement)


def spoken_course(programme: Programme, code: str) -> LocalText:
    """A course by title and code."""
    titles = [course.title for course in programme.taught_courses if course.code == code]
    return _titled(titles, code)


def spoken_designation(programme: Programme, code: str) -> LocalText:
    """A designation by title and letters."""
    found = [one for one in programme.designations if one.code == code]
    return _titled([one.title for one in found], found[0].letters if found else code)


def listed(texts: Sequence[LocalText], en: str, ms: str) -> LocalText:
    """Texts in a row, the last joined by that word: a, b and c."""
    return LocalText(
        en=_row([text.en for text in texts], en), ms=_row([text.ms for text in texts], ms)
    )


def _leaf(programme: Programme, leaf: Leaf) -> LocalText:
    match leaf:
        case ExamPassed(exam=code):
            return _timed(leaf, _named("the exam", "peperiksaan", spoken_course(programme, code)))
        case CourseCompleted(course=code):
            return _timed(leaf, _named("the course", "kursus", spoken_course(programme, code)))
        case ClassAttended(classroom=code):
            course = spoken_course(programme, code)
            return _timed(leaf, _named("the classes of", "kelas", course))
        case DesignationHeld(designation=code):
            other = spoken_designation(programme, code)
            return _timed(leaf, _named("the designation", "gelaran", other))
        case EthicsAccepted(ethics=code):
            return _named("acceptance of", "penerimaan", _code_of_ethics(programme, code))
        case ExperienceGained(experience=asked):
            return _experience(asked)
    raise AssertionError(leaf)


def spoken_times(leaf: Timed) -> LocalText | None:
    """When a leaf must have been earned, and how long it counts; None where nothing is said."""
    when: list[LocalText] = []
    if leaf.within_months is not None:
        months = leaf.within_months
        when.append(
            LocalText(
                en=f"within the last {months} months", ms=f"dalam tempoh {months} bulan terakhir"
            )
        )
    if leaf.expires_after_months is not None:
        months = leaf.expires_after_months
        when.append(
            LocalText(en=f"counting for {months} months", ms=f"dikira selama {months} bulan")
        )
    if leaf.not_before is not None:
        day = spoken_day(leaf.not_before)
        when.append(LocalText(en=f"not before {day.en}", ms=f"tidak sebelum {day.ms}"))
    return listed(when, "and", "dan") if when else None


def _timed(leaf: Timed, what: LocalText) -> LocalText:
    said = spoken_times(leaf)
    if said is None:
        return what
    return LocalText(en=f"{what.en}, {said.en}", ms=f"{what.ms}, {said.ms}")


def _experience(asked: ExperienceAsked) -> LocalText:
    en, ms = f"{asked.months} months of work", f"{asked.months} bulan bekerja"
    if asked.hours_a_week is not None:
        en += f" at {asked.hours_a_week} hours a week"
        ms += f" sebanyak {asked.hours_a_week} jam seminggu"
    if asked.within_months is not None:
        en += f" within the last {asked.within_months} months"
        ms += f" dalam tempoh {asked.within_months} bulan terakhir"
    return LocalText(en=en, ms=ms)


def _inside(programme: Programme, part: Requirement | Pathway) -> LocalText:
    """A part of a list; a list in it stands in brackets, so that it is clear where it ends."""
    said = spoken_requirement(programme, part)
    if isinstance(part, Pathway) or not parts(part):
        return said
    return LocalText(en=f"({said.en})", ms=f"({said.ms})")


def _code_of_ethics(programme: Programme, code: str) -> LocalText:
    versions = [one for one in programme.about.ethics if one.code == code]
    if not versions:
        return LocalText(en=code, ms=code)
    title = max(versions, key=lambda one: one.in_force_from).title
    return LocalText(en=f"“{title.en}”", ms=f"“{title.ms}”")


def _titled(titles: Sequence[LocalText], code: str) -> LocalText:
    if not titles:
        return LocalText(en=code, ms=code)
    return LocalText(en=f"{titles[0].en} ({code})", ms=f"{titles[0].ms} ({code})")


def _named(en: str, ms: str, what: LocalText) -> LocalText:
    return LocalText(en=f"{en} {what.en}", ms=f"{ms} {what.ms}")


def _row(texts: Sequence[str], word: str) -> str:
    if len(texts) < 2:
        return "".join(texts)
    return f"{', '.join(texts[:-1])} {word} {texts[-1]}"
