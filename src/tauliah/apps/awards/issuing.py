"""From an award to its signed credential, and from all awards to the signed status lists."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, cast

from django.conf import settings

from tauliah.apps.awards.endorsed import endorsements_in
from tauliah.apps.awards.keys import signing_key
from tauliah.apps.awards.models import Award
from tauliah.apps.catalogue.queries import local_day
from tauliah.core.audit import Grounds
from tauliah.core.credentials import (
    AchievementFacts,
    AlignmentFacts,
    CertificateFacts,
    EvidenceFacts,
    ExamFacts,
    Filling,
    HolderFacts,
    IssuerFacts,
    Mould,
    ScoreFacts,
    StatusPlace,
    Templates,
    achievement_credential,
    blank_status_list,
    certificate_code,
    sign,
    sign_token,
    status_list_credential,
    verification_method,
)
from tauliah.core.credentials.status import REVOCATION, SUSPENSION
from tauliah.core.kernel import LANGUAGES, Language, LocalText
from tauliah.core.programme import Programme

TEMPLATES = Templates()
"""The shapes that this process has signed or believed: the next of each takes a fraction of the time."""


CTDL = "Credential Transparency Description Language"
"""The framework in which each designation is described, at an address of this site."""


def award_number(designation: str, serial: int, *, day: date) -> str:
    """What people say aloud: the designation, the year on the programme's calendar, and a count."""
    return f"{designation}-{day.year}-{serial:06d}"


def credential_address(number: str) -> str:
    """The permanent address of a credential."""
    return f"{settings.ADDRESS}/credentials/{number}"


def check_address(number: str, language: str) -> str:
    """The page on which anyone checks a credential by its number."""
    return f"{settings.ADDRESS}/{language}/verify/{number}/"


def status_lists_address() -> str:
    """What the addresses of all status lists begin with; the number follows."""
    return f"{settings.ADDRESS}/credentials/status/"


def status_list_address(number: int, purpose: str = REVOCATION) -> str:
    """The permanent address of a status list."""
    address = f"{status_lists_address()}{number}"
    return address if purpose == REVOCATION else f"{address}/{purpose}"


def designation_address(code: str, language: str) -> str:
    """The public page of a designation."""
    return f"{settings.ADDRESS}/{language}/designations/{code.lower()}/"


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """An award whose credential is to be signed.

    `name` is empty where the holder keeps it back; `scores`, by the codes of exams, and `evidence`
    are said by the holder's choice.
    """

    number: str
    email: str
    candidate_number: str
    name: str
    language: str
    place: tuple[int, int]
    scores: Mapping[str, ScoreFacts] = field(default_factory=dict)
    evidence: tuple[EvidenceFacts, ...] = ()


def signed_credential(
    programme: Programme, designation: str, grounds: Grounds, issue: Issue, *, at: datetime
) -> str:
    """The credential of an award as signed JSON."""
    facts = _Common(programme, designation, at=at).facts(grounds, issue)
    return signed_document(achievement_credential(facts), at=at)


def signed_credentials(
    programme: Programme,
    designation: str,
    issues: Iterable[tuple[Grounds, Issue]],
    *,
    at: datetime,
) -> list[str]:
    """The credentials of many awards as signed JSON on one line, signed with one look at the key.

    Each says no name, no scores and no evidence: nobody was asked.
    """
    key = signing_key()
    method = verification_method(settings.ISSUER, key.public)
    common = _Common(programme, designation, at=at)
    moulds: dict[Any, Mould] = {}
    signed = []
    for grounds, issue in issues:
        alike = issue.language, grounds.exams, not issue.candidate_number
        if alike not in moulds:
            moulds[alike] = Mould(
                common.facts(grounds, issue),
                key,
                verification_method=method,
                created=at,
                templates=TEMPLATES,
            )
        signed.append(moulds[alike].signed(_filling(grounds, issue)) + "\n")
    return signed


class _Common:
    """What all credentials of a designation that are issued at one moment have in common."""

    def __init__(self, programme: Programme, designation: str, *, at: datetime) -> None:
        found = programme.designation(designation)
        page = programme.page(f"designations/{designation.lower()}")
        self._exams = {
            one.code: ExamFacts(code=one.code, title=one.title) for one in programme.courses
        }
        alignment = AlignmentFacts(
            url=f"{settings.ADDRESS}/designations/{designation.lower()}.jsonld",
            name=found.title,
            code=found.letters,
            framework=CTDL,
            kind="ceterms:Credential",
        )
        self._facts: dict[str, Any] = {
            "issuer": IssuerFacts(
                did=settings.ISSUER,
                name=programme.about.body.name,
                url=settings.ADDRESS,
                endorsements=endorsements_in(
                    settings.DATA, issuer=settings.ISSUER, at=at
                ).documents,
            ),
            "letters": found.letters,
            "title": found.title,
            "description": LocalText(en=page.en.description, ms=page.ms.description),
            "editions": {code: designation_address(designation, code) for code in LANGUAGES},
            "awarded_at": at,
            "alignments": (alignment,),
        }

    def facts(self, grounds: Grounds, issue: Issue) -> AchievementFacts:
        """All that the credential of one award says."""
        filling = _filling(grounds, issue)
        return AchievementFacts(
            **self._facts,
            credential_id=filling.credential_id,
            credential_number=filling.credential_number,
            language=cast("Language", issue.language),
            holder=filling.holder,
            criteria=grounds.criteria,
            status=filling.status,
            suspension=filling.suspension,
            exams=tuple(self._exam(code, issue) for code in grounds.exams),
            evidence=issue.evidence,
        )

    def _exam(self, code: str, issue: Issue) -> ExamFacts:
        score = issue.scores.get(code)
        return replace(self._exams[code], score=score) if score else self._exams[code]


def _filling(grounds: Grounds, issue: Issue) -> Filling:
    return Filling(
        credential_id=credential_address(issue.number),
        credential_number=issue.number,
        holder=HolderFacts(
            email=issue.email,
            salt=secrets.token_urlsafe(16),
            candidate_number=issue.candidate_number,
            name=issue.name,
        ),
        criteria=grounds.in_language(issue.language),
        status=_status_place(issue.place, REVOCATION),
        suspension=_status_place(issue.place, SUSPENSION),
    )


def signed_status_list(number: int, *, purpose: str, marked: Iterable[int], at: datetime) -> str:
    """A status list as signed JSON, with these places marked."""
    document = status_list_credential(
        blank_status_list().marking(marked),
        address=status_list_address(number, purpose),
        issuer=settings.ISSUER,
        valid_from=at,
        purpose=purpose,
    )
    return signed_document(document, at=at)


def signed_token(credential: str, *, at: datetime) -> str:
    """A credential that was signed as JSON once more, as a token (`vc+jwt`): it says the same."""
    document = json.loads(credential)
    document.pop("proof", None)
    key = signing_key()
    method = verification_method(settings.ISSUER, key.public)
    return sign_token(document, key, verification_method=method, created=at)


def signed_code(award: Award, *, letters: str, address: str) -> str:
    """The text of the code on the certificate of an award; it says the name where that is public."""
    facts = CertificateFacts(
        number=award.number,
        letters=letters,
        conferred_on=local_day(award.conferred_at),
        list_number=award.status_list,
        list_index=award.status_index,
        name=award.holder_name,
    )
    return certificate_code(
        facts,
        signing_key(),
        issuer=settings.ISSUER,
        address=address,
        says_name=award.is_name_public,
    )


def signed_document(document: dict[str, Any], *, at: datetime) -> str:
    """A document of this body as signed JSON."""
    key = signing_key()
    method = verification_method(settings.ISSUER, key.public)
    signed = sign(document, key, verification_method=method, created=at, templates=TEMPLATES)
    return json.dumps(signed, ensure_ascii=False, indent=2) + "\n"


def signed_anew(credential: str, *, at: datetime) -> str:
    """A credential that was signed as JSON, the same but for its proof: with the key in use now."""
    document = json.loads(credential)
    del document["proof"]
    return signed_document(document, at=at)


def _status_place(place: tuple[int, int], purpose: str) -> StatusPlace:
    number, index = place
    address = status_list_address(number, purpose)
    return StatusPlace(list_address=address, index=index, purpose=purpose)
