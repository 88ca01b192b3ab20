"""A designation as an Open Badges 3.0 AchievementCredential (W3C Verifiable Credentials 2.0).

Open Badges takes one text where it takes a name, so a credential speaks one language, says which,
and points to the same achievement in the other.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tauliah.core.credentials.contexts import CREDENTIALS_V2, OPEN_BADGES_3
from tauliah.core.credentials.moments import moment_text
from tauliah.core.kernel import LANGUAGES, Language, LocalText

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from tauliah.core.credentials.status import StatusPlace

CREDENTIAL_TYPES = ("VerifiableCredential", "AchievementCredential")
SHORTEST_SALT = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuerFacts:
    """The body that awards: its did:web identifier, name, and web address (may be empty)."""

    did: str
    name: LocalText
    url: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class HolderFacts:
    """The person who earned it.

    `email` and `candidate_number` (may be empty) appear only hashed with `salt`, at least
    SHORTEST_SALT characters drawn by chance for this credential; `name` appears as it is, and only
    when the holder consented: empty otherwise.
    """

    email: str
    salt: str
    candidate_number: str = ""
    name: str = ""

    def __post_init__(self) -> None:
        if len(self.salt) < SHORTEST_SALT:
            raise ValueError(f"a salt has at least {SHORTEST_SALT} characters")


@dataclass(frozen=True, slots=True, kw_only=True)
class ExamFacts:
    """An exam that the holder passed on the way: the code people say, and its title."""

    code: str
    title: LocalText


@dataclass(frozen=True, slots=True, kw_only=True)
class AchievementFacts:
    """All that one credential says, and nothing else.

    `credential_id` is a URL or URN that stays; `credential_number` is what people say aloud.
    `letters` go behind the holder's name. `editions` gives the address of the achievement in each
    language of the house. `valid_until` is None for a designation that does not expire.
    """

    credential_id: str
    credential_number: str
    language: Language
    issuer: IssuerFacts
    holder: HolderFacts
    letters: str
    title: LocalText
    description: LocalText
    criteria: LocalText
    editions: Mapping[Language, str]
    awarded_at: datetime
    status: StatusPlace
    exams: tuple[ExamFacts, ...] = ()
    valid_until: datetime | None = None

    def __post_init__(self) -> None:
        if set(self.editions) != set(LANGUAGES):
            raise ValueError(f"an achievement has an address in each of {LANGUAGES}")


def achievement_credential(facts: AchievementFacts) -> dict[str, Any]:
    """The credential of these facts, not yet signed; equal facts give equal documents."""
    said = facts.language
    document: dict[str, Any] = {
        "@context": [CREDENTIALS_V2, OPEN_BADGES_3],
        "id": facts.credential_id,
        "type": list(CREDENTIAL_TYPES),
        "name": facts.title.in_language(said),
        "description": facts.description.in_language(said),
        "issuer": _issuer(facts.issuer, said),
        "validFrom": moment_text(facts.awarded_at),
        "credentialSubject": _subject(facts),
        "credentialStatus": facts.status.entry(),
    }
    if facts.valid_until is not None:
        document["validUntil"] = moment_text(facts.valid_until)
    return document


def identity_hash(identity: str, salt: str) -> str:
    """Open Badges IdentityHash: `sha256$` and the hex digest of identity and salt in UTF-8."""
    return "sha256$" + hashlib.sha256((identity + salt).encode()).hexdigest()


def is_about_email(document: Mapping[str, Any], email: str) -> bool:
    """Whether the credential was issued to this e-mail address, large and small letters alike.

    Says nothing about signature or status; a document of another shape is about nobody.
    """
    subject = document.get("credentialSubject")
    identities = subject.get("identifier") if isinstance(subject, dict) else None
    for identity in identities if isinstance(identities, list) else []:
        if isinstance(identity, dict) and identity.get("identityType") == "emailAddress":
            salt, stated = identity.get("salt", ""), identity.get("identityHash")
            if isinstance(salt, str) and isinstance(stated, str):
                expected = identity_hash(_plain_email(email), salt)
                if hmac.compare_digest(expected.encode(), stated.lower().encode()):
                    return True
    return False


def _issuer(issuer: IssuerFacts, said: Language) -> dict[str, Any]:
    profile: dict[str, Any] = {
        "id": issuer.did,
        "type": ["Profile"],
        "name": issuer.name.in_language(said),
    }
    if issuer.url:
        profile["url"] = issuer.url
    return profile


def _subject(facts: AchievementFacts) -> dict[str, Any]:
    subject: dict[str, Any] = {
        "type": ["AchievementSubject"],
        "identifier": _identities(facts.holder),
        "licenseNumber": facts.credential_number,
        "achievement": _achievement(facts),
    }
    if facts.exams:
        subject["result"] = [
            {"type": ["Result"], "resultDescription": _exam_id(facts, exam), "status": "Completed"}
            for exam in facts.exams
        ]
    return subject


def _identities(holder: HolderFacts) -> list[dict[str, Any]]:
    identities = [_hashed("emailAddress", _plain_email(holder.email), holder.salt)]
    if holder.candidate_number:
        identities.append(_hashed("identifier", holder.candidate_number, holder.salt))
    if holder.name:
        identities.append(
            {
                "type": "IdentityObject",
                "hashed": False,
                "identityHash": holder.name,
                "identityType": "name",
            }
        )
    return identities


def _hashed(kind: str, identity: str, salt: str) -> dict[str, Any]:
    return {
        "type": "IdentityObject",
        "hashed": True,
        "identityHash": identity_hash(identity, salt),
        "identityType": kind,
        "salt": salt,
    }


def _achievement(facts: AchievementFacts) -> dict[str, Any]:
    said = facts.language
    achievement: dict[str, Any] = {
        "id": facts.editions[said],
        "type": ["Achievement"],
        "achievementType": "Certification",
        "name": facts.title.in_language(said),
        "description": facts.description.in_language(said),
        "humanCode": facts.letters,
        "inLanguage": said,
        "criteria": {"narrative": facts.criteria.in_language(said)},
        "related": [
            {"id": facts.editions[other], "type": ["Related"], "inLanguage": other}
            for other in LANGUAGES
            if other != said
        ],
    }
    if facts.exams:
        achievement["resultDescription"] = [
            {
                "id": _exam_id(facts, exam),
                "type": ["ResultDescription"],
                "name": exam.title.in_language(said),
                "resultType": "Status",
            }
            for exam in facts.exams
        ]
    return achievement


def _exam_id(facts: AchievementFacts, exam: ExamFacts) -> str:
    return f"{facts.editions[facts.language]}#{exam.code}"


def _plain_email(email: str) -> str:
    return email.strip().lower()
