"""From an award to its signed credential, and from all awards to the signed status lists."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from django.conf import settings

from tauliah.apps.awards.keys import signing_key
from tauliah.apps.awards.models import Award
from tauliah.apps.catalogue.queries import local_day
from tauliah.core.audit import Audit
from tauliah.core.credentials import (
    AchievementFacts,
    CertificateFacts,
    ExamFacts,
    HolderFacts,
    IssuerFacts,
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
from tauliah.core.kernel import LANGUAGES, EntryKind, Language, LocalText
from tauliah.core.programme import Programme

TEMPLATES = Templates()
"""The shapes that this process has signed or believed: the next of each takes a fraction of the time."""


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
    """An award whose credential is to be signed; `name` is empty where the holder keeps it back."""

    number: str
    email: str
    candidate_number: str
    name: str
    language: str
    place: tuple[int, int]


def signed_credential(programme: Programme, audit: Audit, issue: Issue, *, at: datetime) -> str:
    """The credential of an award as signed JSON."""
    return signed_document(_credential(programme, audit, issue, at=at), at=at)


def signed_credentials(
    programme: Programme, issues: Iterable[tuple[Audit, Issue]], *, at: datetime
) -> list[str]:
    """The credentials of many awards as signed JSON on one line, signed with one look at the key."""
    key = signing_key()
    method = verification_method(settings.ISSUER, key.public)
    signed = (
        sign(
            _credential(programme, audit, issue, at=at),
            key,
            verification_method=method,
            created=at,
            templates=TEMPLATES,
        )
        for audit, issue in issues
    )
    return [json.dumps(one, ensure_ascii=False) + "\n" for one in signed]


def _credential(
    programme: Programme, audit: Audit, issue: Issue, *, at: datetime
) -> dict[str, Any]:
    designation = audit.designation
    page = programme.page(f"designations/{designation.code.lower()}")
    facts = AchievementFacts(
        credential_id=credential_address(issue.number),
        credential_number=issue.number,
        language=cast("Language", issue.language),
        issuer=IssuerFacts(
            did=settings.ISSUER, name=programme.about.body.name, url=settings.ADDRESS
        ),
        holder=HolderFacts(
            email=issue.email,
            salt=secrets.token_urlsafe(16),
            candidate_number=issue.candidate_number,
            name=issue.name,
        ),
        letters=designation.letters,
        title=designation.title,
        description=LocalText(en=page.en.description, ms=page.ms.description),
        criteria=_criteria(audit),
        editions={code: designation_address(designation.code, code) for code in LANGUAGES},
        awarded_at=at,
        status=_status_place(issue.place, REVOCATION),
        suspension=_status_place(issue.place, SUSPENSION),
        exams=_exams(programme, audit),
    )
    return achievement_credential(facts)


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


def _criteria(audit: Audit) -> LocalText:
    """What was asked and how it was met, as decided on the day."""
    sentences = [finding.sentence for finding in audit.finding.counted()]
    source = audit.rules.source
    return LocalText(
        en=" ".join([f"{source.en}.", *(sentence.en for sentence in sentences)]),
        ms=" ".join([f"{source.ms}.", *(sentence.ms for sentence in sentences)]),
    )


def _exams(programme: Programme, audit: Audit) -> tuple[ExamFacts, ...]:
    return tuple(
        ExamFacts(code=finding.code, title=programme.course(finding.code).title)
        for finding in audit.finding.counted()
        if finding.kind in ("exam", "course")
        and finding.met_by is not None
        and finding.met_by.kind is EntryKind.EXAM_RESULT
    )
