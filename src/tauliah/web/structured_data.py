"""What pages tell machines about themselves, in the words of schema.org."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse

from tauliah.core.programme import Course, Designation, GlossaryTerm, Programme
from tauliah.web.ctdl import designation_address

Data = dict[str, Any]


def organisation(programme: Programme) -> Data:
    """The awarding body."""
    return {"@context": "https://schema.org", **_body(programme, "en")}


def credential(programme: Programme, designation: Designation, *, language: str) -> Data:
    """A designation as something that can be earned."""
    page = programme.page(f"designations/{designation.code.lower()}").in_language(language)
    return {
        "@context": "https://schema.org",
        "@type": "EducationalOccupationalCredential",
        "name": designation.title.in_language(language),
        "alternateName": designation.letters,
        "description": page.description,
        "identifier": designation.code,
        "credentialCategory": "Professional designation",
        "educationalLevel": designation.level,
        "inLanguage": language,
        "url": _address("designation", designation.code.lower()),
        "subjectOf": {
            "@type": "DataDownload",
            "encodingFormat": "application/ld+json",
            "contentUrl": designation_address(designation),
        },
        "recognizedBy": _body(programme, language),
    }


def course(programme: Programme, course: Course, *, language: str) -> Data:
    """A course."""
    page = programme.page(course.page).in_language(language)
    return {
        "@context": "https://schema.org",
        "@type": "Course",
        "name": course.title.in_language(language),
        "courseCode": course.code,
        "description": page.description,
        "inLanguage": language,
        "timeRequired": f"PT{course.study_hours}H",
        "teaches": [outcome.text.in_language(language) for outcome in course.outcomes],
        "creativeWorkStatus": "Published" if course.is_open else "In preparation",
        "url": _address("course", course.code.lower()),
        "provider": _body(programme, language),
    }


def term(programme: Programme, term: GlossaryTerm, *, language: str) -> Data:
    """A term of the glossary."""
    page = term.in_language(language)
    return {
        "@context": "https://schema.org",
        "@type": "DefinedTerm",
        "name": page.title,
        "description": page.description,
        "inLanguage": language,
        "url": _address("glossary-term", term.slug),
        "inDefinedTermSet": {
            "@type": "DefinedTermSet",
            "name": programme.about.title.in_language(language),
            "url": _address("glossary"),
        },
    }


def _body(programme: Programme, language: str) -> Data:
    body = programme.about.body
    return {
        "@type": "EducationalOrganization",
        "name": body.name.in_language(language),
        "description": body.about.in_language(language),
        "url": _address("front"),
    }


def _address(name: str, *arguments: str) -> str:
    return f"{settings.ADDRESS}{reverse(name, args=arguments)}"
