"""The rules of a designation as pages show them: read aloud, with links to what they name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from tauliah.core.programme import (
    AllOf,
    AnyOf,
    AtLeast,
    ClassAttended,
    Course,
    CourseCompleted,
    Credits,
    DesignationHeld,
    EthicsAccepted,
    ExamPassed,
    ExperienceGained,
    OnePathwayOf,
    Pathway,
    Programme,
    Requirement,
    Timed,
    spoken_requirement,
    spoken_times,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Shown:
    """One requirement: how to lay it out, its words, and its parts.

    `kind` is list, pathways, pathway, exam, course, designation, ethics or words. `link` leads to
    what the requirement names; `course` is set where that is a course; `note` says when it must
    have been earned, where the rules say so.
    """

    kind: str
    title: str
    description: str = ""
    link: str = ""
    course: Course | None = None
    parts: tuple[Shown, ...] = ()
    note: str = ""

    @property
    def groups(self) -> tuple[Shown, ...]:
        """The parts that have parts themselves."""
        return tuple(part for part in self.parts if part.parts)

    @property
    def singles(self) -> tuple[Shown, ...]:
        """The parts that stand for themselves; of a single requirement, itself."""
        return tuple(part for part in self.parts if not part.parts) if self.parts else (self,)


def shown(requirement: Requirement | Pathway, programme: Programme, *, language: str) -> Shown:
    """A requirement and all under it, in one language."""

    def inner(part: Requirement | Pathway) -> Shown:
        return shown(part, programme, language=language)

    match requirement:
        case ExamPassed(exam=code):
            return _course("exam", programme.course(code), _note(requirement, language), language)
        case CourseCompleted(course=code):
            return _course("course", programme.course(code), _note(requirement, language), language)
        case DesignationHeld(designation=code):
            other = programme.designation(code)
            link = reverse("designation", args=[code.lower()])
            title = f"{other.title.in_language(language)} ({other.letters})"
            note = _note(requirement, language)
            return Shown("designation", title, _("This designation is held."), link, note=note)
        case EthicsAccepted(ethics=code):
            versions = [one for one in programme.about.ethics if one.code == code]
            newest = max(versions, key=lambda one: one.in_force_from)
            title = newest.title.in_language(language)
            return Shown("ethics", title, _("Read and accepted."), reverse("ethics"))
        case OnePathwayOf(one_pathway_of=ways):
            return Shown("pathways", _one_of(len(ways)), parts=tuple(inner(way) for way in ways))
        case Credits() | ClassAttended() | ExperienceGained():
            said = spoken_requirement(programme, requirement).in_language(language)
            return Shown("words", capfirst(said))
        case _:
            return _list(requirement, inner, language)


def _list(
    requirement: AllOf | AnyOf | AtLeast | Pathway,
    inner: Callable[[Requirement | Pathway], Shown],
    language: str,
) -> Shown:
    match requirement:
        case AllOf(all=parts):
            kind, words = "list", _("All of these")
        case AnyOf(any=parts):
            kind, words = "list", _("One of these")
        case AtLeast(at_least=choice):
            kind, parts = "list", choice.of
            words = _("At least %(n)s of these") % {"n": choice.n}
        case Pathway(all=parts):
            kind, words = "pathway", ""
    title = requirement.title.in_language(language) if requirement.title else words
    description = requirement.description
    return Shown(
        kind,
        title,
        description.in_language(language) if description else "",
        parts=tuple(inner(part) for part in parts),
    )


def _course(kind: str, course: Course, note: str, language: str) -> Shown:
    link = reverse("course", args=[course.code.lower()])
    return Shown(kind, course.title.in_language(language), course.code, link, course, note=note)


def _note(leaf: Timed, language: str) -> str:
    said = spoken_times(leaf)
    return capfirst(said.in_language(language)) if said else ""


def _one_of(ways: int) -> str:
    return _("This pathway") if ways == 1 else _("One of these pathways")
