"""What must agree in the terms beside the rules: prices, timetables, prerequisites and limits."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tauliah.core.kernel import LocalText, Problem
from tauliah.core.programme.annual_windows import AnnualWindow
from tauliah.core.programme.check_sentences import none_here, nor_elsewhere, stands_twice
from tauliah.core.programme.courses import Course
from tauliah.core.programme.folder import Folder, Placed
from tauliah.core.programme.model import ProgrammeFile
from tauliah.core.programme.reading import Path


def term_problems(folder: Folder) -> Iterator[Problem]:
    """Every mistake in the terms of a folder that no single value shows."""
    if folder.about:
        yield from _member_problems(folder.about)
        for number, window in enumerate(folder.about.value.windows):
            yield from _timetable_problems(folder, folder.about, number, window)
        yield from _never_held(folder, folder.about)
        yield from _limit_problems(folder, folder.about)
    for code, course in folder.courses.items():
        yield from _course_fee_problems(folder, course)
        yield from _run_problems(course)
        yield from _prerequisite_problems(folder, code, course)
    yield from _prerequisite_circles(folder)


def _member_problems(about: Placed[ProgrammeFile]) -> Iterator[Problem]:
    fees = about.value.fees
    if fees.members is None:
        return
    for key in ("matriculation", "exam"):
        theirs, general = getattr(fees.members, key), getattr(fees, key)
        if theirs > general:
            yield about.problem(("fees", "members", key), _dearer(theirs, general))


def _dearer(theirs: int, general: int) -> LocalText:
    return LocalText(
        en=f"members would pay {theirs}, more than the {general} of others",
        ms=f"ahli akan membayar {theirs}, lebih daripada {general} bagi orang lain",
    )


def _course_fee_problems(folder: Folder, placed: Placed[Course]) -> Iterator[Problem]:
    fee = placed.value.fee
    if fee is None or fee.members is None:
        return
    if fee.members > fee.exam:
        yield placed.problem(("fee", "members"), _dearer(fee.members, fee.exam))
    if folder.about and folder.about.value.fees.members is None:
        message = LocalText(
            en="the fees of programme.yaml name no members",
            ms="yuran dalam programme.yaml tidak menyebut ahli",
        )
        yield placed.problem(("fee", "members"), message)


def _timetable_problems(
    folder: Folder, about: Placed[ProgrammeFile], number: int, window: AnnualWindow
) -> Iterator[Problem]:
    held: set[str] = set()
    for position, paper in enumerate(window.timetable):
        path: Path = ("windows", number, "timetable", position)
        for place, exam in enumerate(paper.exams):
            if exam not in folder.names.courses:
                yield about.problem((*path, "exams", place), none_here("course", exam))
            if exam in held:
                message = LocalText(
                    en=f"{exam} has a time in this window already",
                    ms=f"{exam} sudah mempunyai waktu dalam tetingkap ini",
                )
                yield about.problem((*path, "exams", place), message)
            held.add(exam)
        if window.opens <= window.closes and not window.opens <= paper.on <= window.closes:
            message = LocalText(
                en=f"{paper.on} is not within the window, {window.opens} to {window.closes}",
                ms=f"{paper.on} bukan dalam tetingkap, {window.opens} hingga {window.closes}",
            )
            yield about.problem((*path, "on"), message)
        lasts = paper.minutes
        asked = about.value.exam_policy.minutes
        if lasts <= 0:
            message = LocalText(
                en=f"{paper.ends} is not after {paper.starts}, at which it starts",
                ms=f"{paper.ends} bukan selepas {paper.starts}, waktu mulanya",
            )
            yield about.problem((*path, "ends"), message)
        elif lasts < asked:
            message = LocalText(
                en=f"the paper lasts {lasts} minutes, an exam takes {asked}",
                ms=f"kertas ini mengambil {lasts} minit, satu peperiksaan memerlukan {asked}",
            )
            yield about.problem((*path, "ends"), message)


def _never_held(folder: Folder, about: Placed[ProgrammeFile]) -> Iterator[Problem]:
    """Open courses whose exam no window holds."""
    windows = about.value.windows
    for code, course in folder.courses.items():
        if course.value.is_open and not any(window.holds(code) for window in windows):
            message = LocalText(
                en="open, but no window's timetable holds its exam",
                ms="dibuka, tetapi jadual waktu mana-mana tetingkap tidak mengandungi peperiksaannya",
            )
            yield course.problem(("status",), message)


def _limit_problems(folder: Folder, about: Placed[ProgrammeFile]) -> Iterator[Problem]:
    """Contradictions of `exam_counts_for_at_most` with sharing limits."""
    most = about.value.exam_counts_for_at_most
    if most is None:
        return
    place = f"{about.reading.file}:{about.reading.line(('exam_counts_for_at_most',))}"
    for designation in folder.designations.values():
        for number, limit in enumerate(designation.value.sharing):
            if most == 1 and limit.at_most:
                message = LocalText(
                    en=f"lets {limit.at_most} count for both, but an exam counts for one "
                    f"designation only ({place})",
                    ms=f"membenarkan {limit.at_most} dikira bagi kedua-duanya, tetapi satu peperiksaan "
                    f"dikira bagi satu gelaran sahaja ({place})",
                )
                yield designation.problem(("sharing", number, "at_most"), message)


def _run_problems(placed: Placed[Course]) -> Iterator[Problem]:
    for number, offer in enumerate(placed.value.classroom):
        for position, run in enumerate(offer.runs):
            if run.ends < run.starts:
                path: Path = ("classroom", number, "runs", position, "ends")
                message = LocalText(
                    en=f"{run.ends} is before {run.starts}, its first day",
                    ms=f"{run.ends} adalah sebelum {run.starts}, hari pertamanya",
                )
                yield placed.problem(path, message)


def _prerequisite_problems(folder: Folder, code: str, placed: Placed[Course]) -> Iterator[Problem]:
    asked = placed.value.prerequisites
    others = folder.salvaged.other_courses
    names = folder.names.courses | (others or frozenset())
    for number, other in enumerate(asked):
        if other == code:
            message = LocalText(en=f"{code} asks for itself", ms=f"{code} meminta dirinya sendiri")
            yield placed.problem(("prerequisites", number), message)
        elif others is not None and other not in names:
            yield placed.problem(("prerequisites", number), nor_elsewhere(other))
        if other in asked[:number]:
            yield placed.problem(("prerequisites", number), stands_twice(other))


def _prerequisite_circles(folder: Folder) -> Iterator[Problem]:
    """Each shortest circle of prerequisites, told once, where it begins."""
    asks = {
        code: tuple(other for other in placed.value.prerequisites if other != code)
        for code, placed in folder.courses.items()
    }
    told: set[frozenset[str]] = set()
    for code in sorted(asks):
        circle = _circle_through(code, asks)
        if circle and frozenset(circle) not in told:
            told.add(frozenset(circle))
            way = " -> ".join((*circle, code))
            asked = [
                folder.courses[one].place(
                    ("prerequisites", folder.courses[one].value.prerequisites.index(after))
                )
                for one, after in zip(circle[1:], (*circle[2:], code), strict=True)
            ]
            places = f" ({', '.join(asked)})" if asked else ""
            message = LocalText(
                en=f"in a circle, {way}{places}: nobody could sit any of them",
                ms=f"dalam satu bulatan, {way}{places}: tiada sesiapa dapat menduduki mana-mana "
                "satu daripadanya",
            )
            path: Path = (
                "prerequisites",
                folder.courses[code].value.prerequisites.index((*circle, code)[1]),
            )
            yield folder.courses[code].problem(path, message)


def _circle_through(code: str, asks: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The courses of a shortest circle through one, which comes first; none without."""
    ways: dict[str, tuple[str, ...]] = {code: (code,)}
    seen: set[str] = set()
    while ways:
        ahead: dict[str, tuple[str, ...]] = {}
        for at, way in ways.items():
            for after in asks.get(at, ()):
                if after == code:
                    return way
                if after not in seen:
                    seen.add(after)
                    ahead[after] = (*way, after)
        ways = ahead
    return ()
