"""A designation as an Open Badges 3.0 AchievementCredential (W3C Verifiable Credentials 2.0).

Open Badges takes one text where it takes a name, so a credential speaks one language, says which,
and points to the same achievement in the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tauliah.core.credentials.contexts import CREDENTIALS_V2, OPEN_BADGES_3
from tauliah.core.credentials.identities import HolderFacts, identities_of
from tauliah.core.credentials.moments import moment_text
from tauliah.core.kernel import LANGUAGES, Language, LocalText

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from tauliah.core.credentials.status import StatusPlace

CREDENTIAL_TYPES = ("VerifiableCredential", "AchievementCredential")


@dataclass(frozen=True, slots=True, kw_only=True)
class IssuerFacts:
    """The body that awards: its did:web identifier, name, and web address (may be empty).

    `endorsements` are signed credentials in which other bodies speak for this one (see
    `endorsement_credential`); they travel with every credential.
    """

    did: str
    name: LocalText
    url: str = ""
    endorsements: tuple[Mapping[str, Any], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreFacts:
    """Points as the results page shows them: earned, at least and at most possible, and to pass."""

    points: str
    least: str
    most: str
    required: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExamFacts:
    """An exam that the holder passed on the way: the code people say, and its title.

    `score` is said only by the holder's choice: None otherwise, and then only that it was passed.
    """

    code: str
    title: LocalText
    score: ScoreFacts | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AlignmentFacts:
    """What the achievement answers to in a framework: the address and the name of one entry of it.

    `kind` is a word of Open Badges 3.0, section B.20 (AlignmentTargetType); `code` and `framework`
    may be empty.
    """

    url: str
    name: LocalText
    code: str = ""
    framework: str = ""
    kind: str = "CFItem"


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceFacts:
    """A piece of work that the holder chose to show, in the holder's words; all but a name may be empty."""

    name: str
    narrative: str = ""
    url: str = ""
    genre: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AchievementFacts:
    """All that one credential says, and nothing else.

    `credential_id` is a URL or URN that stays; `credential_number` is what people say aloud.
    `letters` go behind the holder's name. `editions` gives the address of the achievement in each
    language of the house. `valid_until` is None for a designation that does not expire. `suspension`
    is the place on a list of suspensions, where there is one.
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
    suspension: StatusPlace | None = None
    exams: tuple[ExamFacts, ...] = ()
    alignments: tuple[AlignmentFacts, ...] = ()
    evidence: tuple[EvidenceFacts, ...] = ()
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
        "issuer": issuer_profile(facts.issuer, said),
        "validFrom": moment_text(facts.awarded_at),
        "credentialSubject": _subject(facts),
        "credentialStatus": facts.status.entry()
        if facts.suspension is None
        else [facts.status.entry(), facts.suspension.entry()],
    }
    if facts.valid_until is not None:
        document["validUntil"] = moment_text(facts.valid_until)
    if facts.evidence:
        document["evidence"] = [_evidence(one) for one in facts.evidence]
    return document


def issuer_profile(issuer: IssuerFacts, said: Language) -> dict[str, Any]:
    """The issuer as a credential names it, in one language."""
    profile: dict[str, Any] = {
        "id": issuer.did,
        "type": ["Profile"],
        "name": issuer.name.in_language(said),
    }
    if issuer.url:
        profile["url"] = issuer.url
    if issuer.endorsements:
        profile["endorsement"] = [dict(one) for one in issuer.endorsements]
    return profile


def _subject(facts: AchievementFacts) -> dict[str, Any]:
    subject: dict[str, Any] = {
        "type": ["AchievementSubject"],
        "identifier": identities_of(facts.holder),
        "licenseNumber": facts.credential_number,
        "achievement": _achievement(facts),
    }
    if facts.exams:
        subject["result"] = [exam_result(_exam_id(facts, exam), exam) for exam in facts.exams]
    return subject


def exam_result(described: str, exam: ExamFacts) -> dict[str, Any]:
    """That an exam was passed, and with how many points where they are said."""
    result: dict[str, Any] = {
        "type": ["Result"],
        "resultDescription": described,
        "status": "Completed",
    }
    if exam.score is not None:
        result["value"] = exam.score.points
    return result


def result_description(described: str, exam: ExamFacts, said: Language) -> dict[str, Any]:
    """What a result of this exam means."""
    description: dict[str, Any] = {
        "id": described,
        "type": ["ResultDescription"],
        "name": exam.title.in_language(said),
        "resultType": "Status" if exam.score is None else "RawScore",
    }
    if exam.score is not None:
        description["valueMin"] = exam.score.least
        description["valueMax"] = exam.score.most
        if exam.score.required:
            description["requiredValue"] = exam.score.required
    return description


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
            result_description(_exam_id(facts, exam), exam, said) for exam in facts.exams
        ]
    if facts.alignments:
        achievement["alignment"] = alignments(facts.alignments, said)
    return achievement


def alignments(facts: Iterable[AlignmentFacts], said: Language) -> list[dict[str, Any]]:
    """What an achievement answers to, in one language."""
    return [
        {
            "type": ["Alignment"],
            "targetName": one.name.in_language(said),
            "targetUrl": one.url,
            "targetType": one.kind,
            **({"targetCode": one.code} if one.code else {}),
            **({"targetFramework": one.framework} if one.framework else {}),
        }
        for one in facts
    ]


def _evidence(facts: EvidenceFacts) -> dict[str, Any]:
    said = {
        "id": facts.url,
        "name": facts.name,
        "narrative": facts.narrative,
        "genre": facts.genre,
    }
    return {"type": ["Evidence"], **{name: text for name, text in said.items() if text}}


def _exam_id(facts: AchievementFacts, exam: ExamFacts) -> str:
    return f"{facts.editions[facts.language]}#{exam.code}"
