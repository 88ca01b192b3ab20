"""What must agree within the rules of designations, and between them: codes, dates and limits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import pairwise

from tauliah.core.kernel import LocalText, Problem
from tauliah.core.programme.check_sentences import (
    none_here,
    nor_elsewhere,
    stands,
    stands_twice,
)
from tauliah.core.programme.courses import Course
from tauliah.core.programme.folder import Folder, Placed
from tauliah.core.programme.model import Designation, ProgrammeFile
from tauliah.core.programme.reading import Path
from tauliah.core.programme.rules import (
    AtLeast,
    Credits,
    CreditsAsked,
    ExperienceGained,
    Leaf,
    Pathway,
    Requirement,
    named,
    placed_parts,
)
from tauliah.core.programme.terms import Equivalence

_Edge = tuple[Placed[ProgrammeFile] | Placed[Designation], Path, Equivalence]


def rule_problems(folder: Folder) -> Iterator[Problem]:
    """Every mistake in the rules of a folder that no single value shows."""
    for code, placed in folder.designations.items():
        for position, version in enumerate(placed.value.versions):
            start: Path = ("versions", position, "requires")
            for path, message in _rule_faults(folder, version.requires):
                yield placed.problem((*start, *path), message)
        yield from _version_problems(placed)
        yield from _sharing_problems(folder, code, placed)
    if folder.about:
        yield from _other_course_problems(folder, folder.about)
    yield from _equivalence_problems(folder)
    for course in folder.courses.values():
        yield from _retirement_problems(course)


def _rule_faults(folder: Folder, rule: Requirement) -> Iterator[tuple[Path, LocalText]]:
    known: dict[str, frozenset[str]] = {
        "exam": folder.names.courses,
        "course": folder.names.courses,
        "classroom": folder.names.courses,
        "designation": folder.names.designations,
    }
    if folder.salvaged.codes_of_ethics is not None:
        known["ethics"] = folder.salvaged.codes_of_ethics
    pathways: set[str] = set()
    for path, part in placed_parts(rule):
        match part:
            case ExperienceGained(experience=asked):
                within = asked.within_months
                if within is not None and asked.months > within:
                    message = LocalText(
                        en=f"asks for {asked.months} months within {within}",
                        ms=f"meminta {asked.months} bulan dalam tempoh {within}",
                    )
                    yield (*path, "experience", "months"), message
            case Credits(credits=asked):
                for inner, message in _credit_faults(asked):
                    yield (*path, "credits", *inner), message
            case AtLeast(at_least=choice) if choice.n > len(choice.of):
                message = LocalText(
                    en=f"asks for {choice.n} of only {len(choice.of)}",
                    ms=f"meminta {choice.n} daripada {len(choice.of)} sahaja",
                )
                yield (*path, "at_least", "n"), message
            case Pathway(pathway=name):
                if name in pathways:
                    message = LocalText(
                        en=f"the pathway {name} stands above already",
                        ms=f"laluan {name} sudah muncul di atas",
                    )
                    yield (*path, "pathway"), message
                pathways.add(name)
            case _ if isinstance(part, Leaf):
                key, code = named(part)
                if key in known and code not in known[key]:
                    yield (*path, key), none_here(key, code)
            case _:
                pass


def _credit_faults(asked: CreditsAsked) -> Iterator[tuple[Path, LocalText]]:
    listed = Counter(item.code for item in asked.from_items)
    for code, times in listed.items():
        if times > 1:
            yield ("from",), stands(code, times)
    total = sum(item.points for item in asked.from_items)
    if asked.points > total:
        message = LocalText(
            en=f"asks for {asked.points} points, the list has {total}",
            ms=f"meminta {asked.points} mata, senarai mempunyai {total}",
        )
        yield ("points",), message
    for number, group in enumerate(asked.at_least_from):
        for position, code in enumerate(group.of):
            if code not in listed:
                path: Path = ("at_least_from", number, "of", position)
                message = LocalText(
                    en=f"{code} is not in the list from which points come",
                    ms=f"{code} tiada dalam senarai sumber mata",
                )
                yield path, message
        of_group = sum(item.points for item in asked.from_items if item.code in group.of)
        if group.points > of_group:
            message = LocalText(
                en=f"asks for {group.points} points, the group has {of_group}",
                ms=f"meminta {group.points} mata, kumpulan mempunyai {of_group}",
            )
            yield ("at_least_from", number, "points"), message


def _version_problems(placed: Placed[Designation]) -> Iterator[Problem]:
    """Days of matriculation for which there is no version of the rules, or more than one."""
    designation = placed.value
    stated = [n for n, one in enumerate(designation.versions) if one.applies_to is not None]
    if designation.grandfathering == "none":
        for number in stated:
            path: Path = ("versions", number, "applies_to")
            message = LocalText(
                en="has no effect without grandfathering: fixed or best_of",
                ms="tidak berkesan tanpa grandfathering: fixed atau best_of",
            )
            yield placed.problem(path, message)
        return
    spans = sorted(
        (*designation.span_of(version), number)
        for number, version in enumerate(designation.versions)
    )
    for begins, ends, number in spans:
        if begins >= ends:
            path = ("versions", number, "applies_to")
            message = LocalText(
                en=f"is for nobody: from {begins}, before {ends}",
                ms=f"bukan untuk sesiapa: dari {begins}, sebelum {ends}",
            )
            yield placed.problem(path, message)
    for (_, ends, before), (begins, _, number) in pairwise(spans):
        told, other = (number, before) if number in stated else (before, number)
        path = ("versions", told, "applies_to")
        place = placed.place(("versions", other))
        if ends < begins:
            message = LocalText(
                en=f"a gap: no version is for those matriculated from {ends} until {begins}; the "
                f"version beside it: {place}",
                ms=f"jurang: tiada versi untuk mereka yang mendaftar dari {ends} hingga {begins}; "
                f"versi di sebelahnya: {place}",
            )
            yield placed.problem(path, message)
        elif ends > begins and designation.grandfathering == "fixed":
            message = LocalText(
                en=f"an overlap: two versions are for those matriculated from {begins} to {ends}, "
                f"and grandfathering is fixed; the other version: {place}",
                ms=f"pertindihan: dua versi untuk mereka yang mendaftar dari {begins} hingga {ends}, "
                f"dan grandfathering ialah fixed; versi yang satu lagi: {place}",
            )
            yield placed.problem(path, message)


def _sharing_problems(folder: Folder, code: str, placed: Placed[Designation]) -> Iterator[Problem]:
    times = Counter(limit.with_code for limit in placed.value.sharing)
    for number, limit in enumerate(placed.value.sharing):
        other_code = limit.with_code
        if other_code == code:
            message = LocalText(
                en=f"{code} shares all with itself",
                ms=f"{code} berkongsi semuanya dengan diri sendiri",
            )
            yield placed.problem(("sharing", number, "with"), message)
        elif other_code not in folder.names.designations:
            yield placed.problem(("sharing", number, "with"), none_here("designation", other_code))
        if times[other_code] > 1:
            yield placed.problem(("sharing", number, "with"), stands_twice(other_code))
        other = folder.designations.get(other_code)
        if other is None or limit.at_most is None:
            continue
        for back in other.value.sharing:
            if back.with_code == code and back.at_most not in (None, limit.at_most):
                place = other.place(("sharing", other.value.sharing.index(back), "at_most"))
                message = LocalText(
                    en=f"at most {limit.at_most} shared with {other_code}, which says {back.at_most} "
                    f"({place})",
                    ms=f"paling banyak {limit.at_most} dikongsi dengan {other_code}, yang menyatakan "
                    f"{back.at_most} ({place})",
                )
                yield placed.problem(("sharing", number, "at_most"), message)


def _other_course_problems(folder: Folder, about: Placed[ProgrammeFile]) -> Iterator[Problem]:
    codes = Counter(one.code for one in about.value.other_courses)
    for number, one in enumerate(about.value.other_courses):
        if one.code in folder.names.courses:
            message = LocalText(
                en=f"{one.code} is a course of this programme",
                ms=f"{one.code} ialah kursus program ini",
            )
            yield about.problem(("other_courses", number, "code"), message)
        if codes[one.code] > 1:
            message = stands(one.code, codes[one.code])
            yield about.problem(("other_courses", number, "code"), message)


def _edges(folder: Folder) -> Iterator[_Edge]:
    if folder.about:
        for number, one in enumerate(folder.about.value.equivalences):
            yield folder.about, ("equivalences", number), one
    for placed in folder.designations.values():
        for number, one in enumerate(placed.value.equivalences):
            yield placed, ("equivalences", number), one


def _equivalence_problems(folder: Folder) -> Iterator[Problem]:
    edges = tuple(_edges(folder))
    others = folder.salvaged.other_courses
    if others is not None:
        names = folder.names.courses | others
        for placed, path, one in edges:
            for position, code in enumerate(one.from_codes):
                if code not in names:
                    yield placed.problem((*path, "from", position), nor_elsewhere(code))
            if one.to not in names:
                yield placed.problem((*path, "to"), nor_elsewhere(one.to))
    for placed, path, one in edges:
        if one.valid_until is not None and one.valid_until < one.valid_from:
            message = LocalText(en="is before valid_from", ms="adalah sebelum valid_from")
            yield placed.problem((*path, "valid_until"), message)
        if one.to in one.from_codes:
            message = LocalText(
                en=f"{one.to} counts as itself", ms=f"{one.to} dikira sebagai dirinya sendiri"
            )
            yield placed.problem(path, message)
    yield from _circles([edge for edge in edges if edge[2].to not in edge[2].from_codes])


def _circles(edges: list[_Edge]) -> Iterator[Problem]:
    """Each shortest circle of equivalences that are valid on one day, told at its first place."""
    told: set[frozenset[int]] = set()
    for day in sorted({edge[2].valid_from for edge in edges}):
        for number in range(len(edges)):
            circle = _circle_through(number, edges, day)
            if circle and frozenset(circle) not in told:
                told.add(frozenset(circle))
                first, *others = sorted(circle)
                placed, path, one = edges[first]
                places = ", ".join(edges[n][0].place(edges[n][1]) for n in others)
                message = LocalText(
                    en=f"{one.to} counts as itself in a circle, with {places}, on {day}",
                    ms=f"{one.to} dikira sebagai dirinya sendiri dalam satu bulatan, dengan {places}, "
                    f"pada {day}",
                )
                yield placed.problem(path, message)


def _circle_through(number: int, edges: list[_Edge], day: date) -> tuple[int, ...]:
    """The numbers of the equivalences of a shortest circle through one; none without."""
    if not edges[number][2].is_valid_on(day):
        return ()
    home = edges[number][2].from_codes
    ways: Mapping[str, tuple[int, ...]] = {edges[number][2].to: (number,)}
    seen = set(ways)
    while ways:
        ahead: dict[str, tuple[int, ...]] = {}
        for code, way in ways.items():
            if code in home:
                return way
            for after, (_, _, one) in enumerate(edges):
                if code in one.from_codes and one.is_valid_on(day) and one.to not in seen:
                    seen.add(one.to)
                    ahead[one.to] = (*way, after)
        ways = ahead
    return ()


def _retirement_problems(placed: Placed[Course]) -> Iterator[Problem]:
    course = placed.value
    if course.status == "retired" and course.retired_on is None:
        message = LocalText(
            en="a retired course says retired_on, the day of its end",
            ms="kursus yang ditamatkan menyatakan retired_on, hari tamatnya",
        )
        yield placed.problem(("status",), message)
    if course.status != "retired" and course.retired_on is not None:
        message = LocalText(
            en=f"the course is not retired, but {course.status}",
            ms=f"kursus ini tidak ditamatkan, tetapi {course.status}",
        )
        yield placed.problem(("retired_on",), message)
