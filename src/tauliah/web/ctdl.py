"""Designations in CTDL, the Credential Transparency Description Language, as a graph of JSON-LD.

What the rules ask for stands in words in both languages, whole; as links stand the exams, courses
and designations that everybody needs, and the ways of which one is to be chosen.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from tauliah.core.kernel import LANGUAGES, LocalText
from tauliah.core.programme import (
    AllOf,
    AnyOf,
    Course,
    CourseCompleted,
    Designation,
    DesignationHeld,
    ExamPassed,
    OnePathwayOf,
    Pathway,
    Programme,
    Requirement,
    leaves,
    spoken_requirement,
)
from tauliah.web.case_framework import Framework

Data = dict[str, Any]

CONTEXT = "https://credreg.net/ctdl/schema/context/json"
_MINOR_UNITS = 100
_STATUS = {
    "@type": "ceterms:CredentialAlignmentObject",
    "ceterms:framework": "https://credreg.net/ctdl/terms/CredentialStatus",
    "ceterms:targetNode": "credentialStat:Active",
    "ceterms:targetNodeName": {"en": "Active"},
}


def designation_graph(
    programme: Programme, designation: Designation, outcomes: Framework, *, day: date
) -> Data:
    """A designation by its rules of a day, with the body, and the courses and exams that it names."""
    maker = _Maker(programme, designation, _outcome_addresses(outcomes))
    rules = designation.rules_on(day)
    named = list(maker.named(rules.requires)) if rules else []
    address = designation_address(designation)
    whole = maker.credential(rules.requires if rules else None)
    return {"@context": CONTEXT, "@id": address, "@graph": [whole, maker.body(), *named]}


def designation_address(designation: Designation) -> str:
    """Where the graph of a designation is read; its identifier in it as well."""
    return settings.ADDRESS + reverse("designation-ctdl", args=[designation.code.lower()])


@dataclass(frozen=True, slots=True)
class _Maker:
    programme: Programme
    designation: Designation
    outcomes: Mapping[str, str]

    def credential(self, requires: Requirement | None) -> Data:
        one, about = self.designation, self.programme.about
        page = self.programme.page(f"designations/{one.code.lower()}")
        months = one.typical_duration_months
        node: Data = {
            "@id": designation_address(one),
            "@type": "ceterms:Certification",
            "ceterms:ctid": _ctid("designation", one.code),
            "ceterms:name": _said(one.title),
            "ceterms:alternateName": {language: [one.letters] for language in LANGUAGES},
            "ceterms:codedNotation": one.code,
            "ceterms:description": _said(LocalText(en=page.en.description, ms=page.ms.description)),
            "ceterms:keyword": {
                language: list(page.in_language(language).keywords) for language in LANGUAGES
            },
            "ceterms:subjectWebpage": _page("designation", one.code),
            "ceterms:inLanguage": list(LANGUAGES),
            "ceterms:credentialStatusType": _STATUS,
            "ceterms:ownedBy": [_body_id()],
            "ceterms:offeredBy": [_body_id()],
            "ceterms:estimatedDuration": [
                {
                    "@type": "ceterms:DurationProfile",
                    "ceterms:minimumDuration": f"P{months.from_months}M",
                    "ceterms:maximumDuration": f"P{months.to_months}M",
                }
            ],
            "ceterms:estimatedCost": [
                self._cost(_MATRICULATION, about.fees.matriculation),
                self._cost(_EXAM, about.fees.exam),
            ],
        }
        if requires is not None:
            node["ceterms:requires"] = [self._condition(requires, _REQUIREMENTS)]
        if one.continuing_education != "none":
            education = one.continuing_education
            words = LocalText(
                en=f"{education.hours} hours of continuing education every "
                f"{education.every_months} months.",
                ms=f"{education.hours} jam pendidikan berterusan setiap "
                f"{education.every_months} bulan.",
            )
            node["ceterms:renewal"] = [_profile(_CONTINUING, words)]
        return node

    def body(self) -> Data:
        body = self.programme.about.body
        return {
            "@id": _body_id(),
            "@type": "ceterms:CredentialOrganization",
            "ceterms:ctid": _ctid("body"),
            "ceterms:name": _said(body.name),
            "ceterms:description": _said(body.about),
            "ceterms:subjectWebpage": _page("front"),
        }

    def named(self, requires: Requirement) -> Iterator[Data]:
        """The exams and courses that the rules name, each once."""
        exams = {leaf.exam: None for leaf in leaves(requires) if isinstance(leaf, ExamPassed)}
        taught = {
            leaf.course: None for leaf in leaves(requires) if isinstance(leaf, CourseCompleted)
        }
        for code in exams:
            yield self._exam(self.programme.course(code))
        # an exam leads to the course that prepares for it
        for code in {**exams, **taught}:
            yield self._course(self.programme.course(code))

    def _course(self, course: Course) -> Data:
        return {
            "@id": _page("course", course.code),
            "@type": "ceterms:Course",
            "ceterms:ctid": _ctid("course", course.code),
            **self._about(course),
            "ceterms:estimatedDuration": [
                {
                    "@type": "ceterms:DurationProfile",
                    "ceterms:exactDuration": f"PT{course.study_hours}H",
                }
            ],
            "ceterms:teaches": self._outcomes_of(course),
        }

    def _exam(self, course: Course) -> Data:
        policy = self.programme.about.exam_policy
        return {
            "@id": _exam_id(course.code),
            "@type": "ceterms:AssessmentProfile",
            "ceterms:ctid": _ctid("exam", course.code),
            **self._about(course),
            "ceterms:estimatedDuration": [
                {
                    "@type": "ceterms:DurationProfile",
                    "ceterms:exactDuration": f"PT{policy.minutes}M",
                }
            ],
            "ceterms:estimatedCost": [self._cost(_EXAM, self.programme.exam_fee(course.code))],
            "ceterms:assesses": self._outcomes_of(course),
        }

    def _about(self, course: Course) -> Data:
        page = self.programme.page(course.page)
        return {
            "ceterms:name": _said(course.title),
            "ceterms:description": _said(LocalText(en=page.en.description, ms=page.ms.description)),
            "ceterms:codedNotation": course.code,
            "ceterms:subjectWebpage": _page("course", course.code),
            "ceterms:inLanguage": list(LANGUAGES),
            "ceterms:ownedBy": [_body_id()],
            "ceterms:offeredBy": [_body_id()],
        }

    def _outcomes_of(self, course: Course) -> list[Data]:
        return [
            {
                "@type": "ceterms:CredentialAlignmentObject",
                "ceterms:targetNode": self.outcomes[outcome.code],
                "ceterms:targetNodeName": _said(outcome.text),
                "ceterms:codedNotation": outcome.code,
            }
            for outcome in course.outcomes
        ]

    def _condition(self, requirement: Requirement | Pathway, name: LocalText) -> Data:
        words = AllOf(all=requirement.all) if isinstance(requirement, Pathway) else requirement
        profile = _profile(name, spoken_requirement(self.programme, words))
        choices: list[tuple[Requirement | Pathway, ...]] = []
        for part in _needed_by_all(requirement):
            match part:
                case ExamPassed(exam=code):
                    profile.setdefault("ceterms:targetAssessment", []).append(_exam_id(code))
                case CourseCompleted(course=code):
                    address = _page("course", code)
                    profile.setdefault("ceterms:targetLearningOpportunity", []).append(address)
                case DesignationHeld(designation=code):
                    address = designation_address(self.programme.designation(code))
                    profile.setdefault("ceterms:targetCredential", []).append(address)
                case AnyOf(any=ways) | OnePathwayOf(one_pathway_of=ways):
                    choices.append(ways)
        # two choices at once cannot be told apart in one list of alternatives: the words tell them
        if len(choices) == 1:
            profile["ceterms:alternativeCondition"] = [
                self._condition(way, getattr(way, "title", None) or _WAY) for way in choices[0]
            ]
        return profile

    def _cost(self, name: LocalText, amount: int) -> Data:
        return {
            "@type": "ceterms:CostProfile",
            "ceterms:name": _said(name),
            "ceterms:description": _said(name),
            "ceterms:costDetails": _page("designation", self.designation.code),
            "ceterms:currency": self.programme.about.currency,
            "ceterms:price": float(Decimal(amount) / _MINOR_UNITS),
        }


def _needed_by_all(requirement: Requirement | Pathway) -> Iterator[Requirement]:
    """What everybody needs: the parts of all lists of which all are asked."""
    match requirement:
        case AllOf(all=parts) | Pathway(all=parts):
            for part in parts:
                yield from _needed_by_all(part)
        case AnyOf(any=(only,)) | OnePathwayOf(one_pathway_of=(only,)):
            yield from _needed_by_all(only)
        case _:
            yield requirement


def _profile(name: LocalText, words: LocalText) -> Data:
    return {
        "@type": "ceterms:ConditionProfile",
        "ceterms:name": _said(name),
        "ceterms:description": _said(words),
    }


def _outcome_addresses(outcomes: Framework) -> dict[str, str]:
    return {
        item["humanCodingScheme"]: item["uri"]
        for item in outcomes.items.values()
        if item["language"] == LANGUAGES[0]
    }


def _said(text: LocalText) -> dict[str, str]:
    return {language: text.in_language(language) for language in LANGUAGES}


def _page(name: str, *codes: str) -> str:
    with override(LANGUAGES[0]):
        return settings.ADDRESS + reverse(name, args=[code.lower() for code in codes])


def _exam_id(code: str) -> str:
    return f"{_page('course', code)}#exam"


def _body_id() -> str:
    return f"{settings.ADDRESS}/#body"


def _ctid(*names: str) -> str:
    """A CTID that stays: drawn from the name of the issuer and of the thing."""
    return f"ce-{uuid5(uuid5(NAMESPACE_URL, f'{settings.ISSUER}#ctdl'), '/'.join(names))}"


_REQUIREMENTS = LocalText(en="What it asks for", ms="Keperluannya")
_WAY = LocalText(en="One of the ways", ms="Salah satu cara")
_CONTINUING = LocalText(en="Continuing education", ms="Pendidikan berterusan")
_MATRICULATION = LocalText(en="Matriculation, once", ms="Matrikulasi, sekali sahaja")
_EXAM = LocalText(en="Each sitting of an exam", ms="Setiap kali menduduki peperiksaan")
