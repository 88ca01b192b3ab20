"""A transcript as a credential: 1EdTech Comprehensive Learner Record 2.0 (ClrCredential).

What was passed and credited becomes an achievement credential each, which the signature of the whole
covers; a designation stands in it as it was signed when it was conferred, so that it can be taken
out and checked alone, and revoked alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from tauliah.core.credentials.achievement import (
    CREDENTIAL_TYPES,
    ExamFacts,
    IssuerFacts,
    exam_result,
    issuer_profile,
    result_description,
)
from tauliah.core.credentials.contexts import CREDENTIALS_V2, LEARNER_RECORD_2, OPEN_BADGES_3
from tauliah.core.credentials.identities import HolderFacts, identities_of
from tauliah.core.credentials.moments import moment_text

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from tauliah.core.kernel import Language, LocalText

RECORD_TYPES = ("VerifiableCredential", "ClrCredential")


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseFacts:
    """One line of a transcript: an exam that was passed, or credit that was granted for it.

    `credential_id` and `achievement_id` are addresses that stay, of this line and of the course.
    `exam` holds code, title and, where it is said, the score. `outcome` tells in a sentence what was
    met; `designations` are the achievements of the same transcript that the course counted for.
    """

    credential_id: str
    achievement_id: str
    exam: ExamFacts
    description: LocalText
    outcome: LocalText
    kind: Literal["Course", "Assessment"] = "Assessment"
    done_at: datetime
    designations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TranscriptFacts:
    """All that one transcript says; `awards` are signed credentials of the same holder.

    ValueError for a transcript without a line: the standard asks for at least one credential.
    """

    credential_id: str
    language: Language
    issuer: IssuerFacts
    holder: HolderFacts
    title: LocalText
    as_of: datetime
    courses: tuple[CourseFacts, ...]
    awards: tuple[Mapping[str, Any], ...] = ()

    def __post_init__(self) -> None:
        if not self.courses and not self.awards:
            raise ValueError("a transcript has at least one line")


def transcript_credential(facts: TranscriptFacts) -> dict[str, Any]:
    """The credential of these facts, not yet signed; equal facts give equal documents."""
    said = facts.language
    subject: dict[str, Any] = {
        "type": ["ClrSubject"],
        "identifier": identities_of(facts.holder),
        "verifiableCredential": [
            *[_course(facts, course) for course in facts.courses],
            *[dict(award) for award in facts.awards],
        ],
    }
    associations = [
        {
            "type": "Association",
            "associationType": "isPartOf",
            "sourceId": course.achievement_id,
            "targetId": designation,
        }
        for course in facts.courses
        for designation in course.designations
    ]
    if associations:
        subject["association"] = associations
    return {
        "@context": [CREDENTIALS_V2, LEARNER_RECORD_2, OPEN_BADGES_3],
        "id": facts.credential_id,
        "type": list(RECORD_TYPES),
        "name": facts.title.in_language(said),
        "issuer": issuer_profile(facts.issuer, said),
        "validFrom": moment_text(facts.as_of),
        "credentialSubject": subject,
    }


def _course(facts: TranscriptFacts, course: CourseFacts) -> dict[str, Any]:
    said, exam = facts.language, course.exam
    described = f"{course.achievement_id}#result"
    title = exam.title.in_language(said)
    return {
        "@context": [CREDENTIALS_V2, OPEN_BADGES_3],
        "id": course.credential_id,
        "type": list(CREDENTIAL_TYPES),
        "name": title,
        "issuer": {"id": facts.issuer.did, "type": ["Profile"]},
        "validFrom": moment_text(course.done_at),
        "credentialSubject": {
            "type": ["AchievementSubject"],
            # one is asked for; the record as a whole names the others
            "identifier": identities_of(facts.holder)[:1],
            "achievement": {
                "id": course.achievement_id,
                "type": ["Achievement"],
                "achievementType": course.kind,
                "name": title,
                "description": course.description.in_language(said),
                "humanCode": exam.code,
                "inLanguage": said,
                "criteria": {"narrative": course.outcome.in_language(said)},
                "resultDescription": [result_description(described, exam, said)],
            },
            "result": [exam_result(described, exam)],
        },
    }
