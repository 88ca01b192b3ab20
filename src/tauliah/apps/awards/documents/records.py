"""The transcript of a person as a credential that anyone can check: a Comprehensive Learner Record."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime, time
from typing import Any, cast
from uuid import NAMESPACE_URL, uuid5

from django.conf import settings
from uuid6 import uuid7

from tauliah.apps.awards.issuing import designation_address, signed_document
from tauliah.apps.awards.queries import awards_of
from tauliah.apps.awards.scores import score_of
from tauliah.apps.catalogue.queries import programme
from tauliah.apps.people.queries import User
from tauliah.apps.record.queries import TranscriptLine, transcript_of
from tauliah.core.credentials import (
    CourseFacts,
    ExamFacts,
    HolderFacts,
    IssuerFacts,
    TranscriptFacts,
    transcript_credential,
)
from tauliah.core.kernel import EntryKind, Language, LocalText, Refused, spoken_day

NOTHING_YET = Refused(
    "nothing-yet",
    LocalText(
        en="No exam is passed and no designation is in force yet: there is nothing to certify.",
        ms="Belum ada peperiksaan yang lulus atau gelaran yang berkuat kuasa: tiada apa-apa untuk diperakui.",
    ),
)


def record_credential(
    person: User, language: str, *, at: datetime, says_name: bool, says_scores: bool
) -> str | Refused:
    """A person's transcript in one language as it stands at a moment, as signed JSON.

    Name and scores are said only by the person's choice; awards that were revoked are left out, and
    those whose credential an erasure took. Refused where there is no line.
    """
    awards = [one for one in awards_of(person) if one.credential and not one.is_revoked]
    lines = transcript_of(person)
    if not lines and not awards:
        return NOTHING_YET
    credentials = [json.loads(award.credential) for award in awards]
    designations = {
        designation_address(award.designation, award.language): _exams_of(credential)
        for award, credential in zip(awards, credentials, strict=True)
    }
    facts = TranscriptFacts(
        credential_id=f"urn:uuid:{uuid7()}",
        language=cast("Language", language),
        issuer=IssuerFacts(
            did=settings.ISSUER, name=programme().about.body.name, url=settings.ADDRESS
        ),
        holder=HolderFacts(
            email=person.email,
            salt=secrets.token_urlsafe(16),
            candidate_number=person.candidate_number,
            name=person.full_name if says_name else "",
        ),
        title=LocalText(en="Transcript", ms="Transkrip"),
        as_of=at,
        courses=tuple(
            _course(person, line, language, designations, says_scores=says_scores) for line in lines
        ),
        awards=tuple(credentials),
    )
    return signed_document(transcript_credential(facts), at=at)


def _course(
    person: User,
    line: TranscriptLine,
    language: str,
    designations: Mapping[str, set[str]],
    *,
    says_scores: bool,
) -> CourseFacts:
    """One line; `designations` are the exams that each counted for, by its address."""
    course = programme().course(line.exam)
    day = spoken_day(line.day)
    if line.kind is EntryKind.CREDIT_GRANTED:
        outcome = LocalText(
            en=f"Credit granted on {day.en}.", ms=f"Kredit diberikan pada {day.ms}."
        )
    else:
        outcome = LocalText(en=f"Passed on {day.en}.", ms=f"Lulus pada {day.ms}.")
    address = f"{settings.ADDRESS}/{language}/courses/{line.exam.lower()}/"
    return CourseFacts(
        # the same line has the same name in every transcript, and the name tells nothing of it
        credential_id=f"urn:uuid:{uuid5(NAMESPACE_URL, f'{person.pk}/{line.exam}')}",
        achievement_id=address,
        exam=ExamFacts(
            code=line.exam, title=course.title, score=score_of(line) if says_scores else None
        ),
        description=LocalText(
            en=f"The exam of the course {line.exam}, of about {course.study_hours} hours of study.",
            ms=f"Peperiksaan kursus {line.exam}, kira-kira {course.study_hours} jam belajar.",
        ),
        outcome=outcome,
        done_at=datetime.combine(line.day, time(), tzinfo=UTC),
        designations=tuple(
            address for address, exams in designations.items() if line.exam in exams
        ),
    )


def _exams_of(credential: Mapping[str, Any]) -> set[str]:
    """The codes of the exams that the credential of an award says were passed for it."""
    achievement = credential["credentialSubject"]["achievement"]
    described = achievement.get("resultDescription", [])
    return {one["id"].rpartition("#")[2] for one in described}
