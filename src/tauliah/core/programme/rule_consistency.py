"""What must agree within the rules of designations, and between them: codes, dates and limits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import pairwise

from tauliah.core.kernel import Problem
from tauliah.core.programme.folder import Folder, Placed
from tauliah.core.programme.model import Course, Designation, ProgrammeFile
from tauliah.core.programme.reading import Path
from tauliah.core.programme.rules import (
    AllOf,
    AnyOf,
    AtLeast,
    Credits,
    CreditsAsked,
    ExamPassed,
    ExperienceGained,
    Leaf,
    OnePathwayOf,
    Pathway,
    Requirement,
    named,
    parts,
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
        yield from _impossible_problems(folder, placed)
        yield from _sharing_problems(folder, code, placed)
    if folder.about:
        yield from _other_course_problems(folder, folder.about)
    yield from _equivalence_problems(folder)
    for course in folder.courses.values():
        yield from _retirement_problems(course)


def _rule_faults(folder: Folder, rule: Requirement) -> Iterator[tuple[Path, str]]:
    known: dict[str, frozenset[str]] = {
        "exam": folder.names.courses,
        "course": folder.names.courses,
        "classroom": folder.names.courses,
        "designation": folder.names.designations,
    }
    if folder.about:
        known["ethics"] = frozenset(e.code for e in folder.about.value.ethics)
    pathways: set[str] = set()
    for path, part in placed_parts(rule):
        match part:
            case ExperienceGained(experience=asked):
                within = asked.within_months
                if within is not None and asked.months > within:
                    message = f"asks for {asked.months} months within {within}"
                    yield (*path, "experience", "months"), message
            case Credits(credits=asked):
                for inner, message in _credit_faults(asked):
                    yield (*path, "credits", *inner), message
            case AtLeast(at_least=choice) if choice.n > len(choice.of):
                yield (*path, "at_least", "n"), f"asks for {choice.n} of only {len(choice.of)}"
            case Pathway(pathway=name):
                if name in pathways:
                    yield (*path, "pathway"), f"the pathway {name} stands above already"
                pathways.add(name)
            case _ if isinstance(part, Leaf):
                key, code = named(part)
                if key in known and code not in known[key]:
                    yield (*path, key), f"no {key} {code} in this programme"
            case _:
                pass


def _credit_faults(asked: CreditsAsked) -> Iterator[tuple[Path, str]]:
    stands = Counter(item.code for item in asked.from_items)
    for code, times in stands.items():
        if times > 1:
            yield ("from",), f"{code} stands {times} times"
    total = sum(item.points for item in asked.from_items)
    if asked.points > total:
        yield ("points",), f"asks for {asked.points} points, the list has {total}"
    for number, group in enumerate(asked.at_least_from):
        for position, code in enumerate(group.of):
            if code not in stands:
                path: Path = ("at_least_from", number, "of", position)
                yield path, f"{code} is not in the list from which points come"
        of_group = sum(item.points for item in asked.from_items if item.code in group.of)
        if group.points > of_group:
            message = f"asks for {group.points} points, the group has {of_group}"
            yield ("at_least_from", number, "points"), message


def _version_problems(placed: Placed[Designation]) -> Iterator[Problem]:
    """Days of matriculation for which there is no version of the rules, or more than one."""
    designation = placed.value
    stated = [n for n, one in enumerate(designation.versions) if one.applies_to is not None]
    if designation.grandfathering == "none":
        for number in stated:
            path: Path = ("versions", number, "applies_to")
            yield placed.problem(path, "has no effect without grandfathering: fixed or best_of")
        return
    spans = sorted(
        (*designation.span_of(version), number)
        for number, version in enumerate(designation.versions)
    )
    for begins, ends, number in spans:
        if begins >= ends:
            path = ("versions", number, "applies_to")
            yield placed.problem(path, f"is for nobody: from {begins}, before {ends}")
    for (_, ends, before), (begins, _, number) in pairwise(spans):
        path = ("versions", number if number in stated else before, "applies_to")
        if ends < begins:
            message = f"a gap: no version is for those matriculated from {ends} until {begins}"
            yield placed.problem(path, message)
        elif ends > begins and designation.grandfathering == "fixed":
            message = f"an overlap: two versions are for those matriculated from {begins} to {ends}"
            yield placed.problem(path, f"{message}, and grandfathering is fixed")


def always_asked(rule: Requirement | Pathway) -> frozenset[str]:
    """The exams that stand on every way through a rule."""
    if isinstance(rule, ExamPassed):
        return frozenset({rule.exam})
    inside = [always_asked(part) for part in parts(rule)]
    times = Counter(code for codes in inside for code in codes)
    match rule:
        case AllOf() | Pathway():
            wanted = len(inside)
        case AnyOf() | OnePathwayOf():
            wanted = 1
        case AtLeast(at_least=choice):
            wanted = min(choice.n, len(inside))
        case _:
            return frozenset()
    # who does so many of the parts cannot leave out more than the rest
    return frozenset(code for code, n in times.items() if n > len(inside) - wanted)


def _impossible_problems(folder: Folder, placed: Placed[Designation]) -> Iterator[Problem]:
    """Rules, and pathways in them, that nobody new can meet: an exam on every way was retired."""
    reached = {edge.to for _, _, edge in _edges(folder)}
    for number, version in enumerate(placed.value.versions):
        gone = {
            code: course.value.retired_on
            for code, course in folder.courses.items()
            if course.value.retired_on is not None
            and course.value.retired_on <= version.from_date
            and code not in reached
        }
        start: Path = ("versions", number, "requires")
        always = sorted(always_asked(version.requires) & gone.keys())
        for code in always:
            message = f"every way asks for {code}, which is retired since {gone[code]}"
            yield placed.problem(start, message)
        for path, part in placed_parts(version.requires):
            if isinstance(part, Pathway):
                for code in sorted((always_asked(part) & gone.keys()) - set(always)):
                    message = (
                        f"the pathway {part.pathway} cannot be reached: it asks for {code}, which is "
                        f"retired since {gone[code]}"
                    )
                    yield placed.problem((*start, *path), message)


def _sharing_problems(folder: Folder, code: str, placed: Placed[Designation]) -> Iterator[Problem]:
    stands = Counter(limit.with_code for limit in placed.value.sharing)
    for number, limit in enumerate(placed.value.sharing):
        other_code = limit.with_code
        if other_code == code:
            yield placed.problem(("sharing", number, "with"), f"{code} shares all with itself")
        elif other_code not in folder.names.designations:
            message = f"no designation {other_code} in this programme"
            yield placed.problem(("sharing", number, "with"), message)
        if stands[other_code] > 1:
            yield placed.problem(("sharing", number, "with"), f"{other_code} stands twice")
        other = folder.designations.get(other_code)
        if other is None or limit.at_most is None:
            continue
        for back in other.value.sharing:
            if back.with_code == code and back.at_most not in (None, limit.at_most):
                place = other.reading.line(("sharing",))
                message = (
                    f"at most {limit.at_most} shared with {other_code}, which says {back.at_most} "
                    f"({other.reading.file}:{place})"
                )
                yield placed.problem(("sharing", number, "at_most"), message)
        common = always_asked(placed.value.versions[-1].requires) & always_asked(
            other.value.versions[-1].requires
        )
        if len(common) > limit.at_most:
            message = (
                f"at most {limit.at_most} shared with {other_code}, but every way to both asks for "
                f"{', '.join(sorted(common))}"
            )
            yield placed.problem(("sharing", number, "at_most"), message)


def _other_course_problems(folder: Folder, about: Placed[ProgrammeFile]) -> Iterator[Problem]:
    codes = Counter(one.code for one in about.value.other_courses)
    for number, one in enumerate(about.value.other_courses):
        if one.code in folder.names.courses:
            message = f"{one.code} is a course of this programme"
            yield about.problem(("other_courses", number, "code"), message)
        if codes[one.code] > 1:
            message = f"{one.code} stands {codes[one.code]} times"
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
    names = folder.names.courses
    if folder.about:
        names |= {one.code for one in folder.about.value.other_courses}
        for placed, path, one in edges:
            for position, code in enumerate(one.from_codes):
                if code not in names:
                    message = f"no course {code} in this programme, nor among other_courses"
                    yield placed.problem((*path, "from", position), message)
            if one.to not in names:
                message = f"no course {one.to} in this programme, nor among other_courses"
                yield placed.problem((*path, "to"), message)
    for placed, path, one in edges:
        if one.valid_until is not None and one.valid_until < one.valid_from:
            yield placed.problem((*path, "valid_until"), "is before valid_from")
        if one.to in one.from_codes:
            yield placed.problem(path, f"{one.to} counts as itself")
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
                places = ", ".join(
                    f"{edges[n][0].reading.file}:{edges[n][0].reading.line(edges[n][1])}"
                    for n in others
                )
                message = f"{one.to} counts as itself in a circle, with {places}, on {day}"
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
        yield placed.problem(("status",), "a retired course says retired_on, the day of its end")
    if course.status != "retired" and course.retired_on is not None:
        yield placed.problem(("retired_on",), f"the course is not retired, but {course.status}")


def designations_asked_for(rules: Iterable[Requirement]) -> set[str]:
    """The designations that any of these rules asks for."""
    found = (part for rule in rules for _, part in placed_parts(rule) if isinstance(part, Leaf))
    return {code for kind, code in map(named, found) if kind == "designation"}
