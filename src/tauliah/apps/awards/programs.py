"""What programs may ask about credentials, and do to awards: the VC-API's side of the house."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType
from typing import Any

from django.conf import settings
from django.db import transaction

from tauliah.apps.awards.actions import reinstate, revoke, suspend
from tauliah.apps.awards.issuer import issuer_document
from tauliah.apps.awards.issuing import TEMPLATES
from tauliah.apps.awards.models import Award
from tauliah.apps.awards.queries import award
from tauliah.apps.awards.statuses import decided_lists
from tauliah.apps.awards.trusted import trusted_issuers
from tauliah.apps.people.actions import write_audit_entry
from tauliah.apps.people.queries import User
from tauliah.core.credentials import (
    Check,
    CheckName,
    Outcome,
    Presented,
    Verification,
    Verifier,
    WithSelfDescribed,
    signers_fault,
    verify_presentation,
)
from tauliah.core.credentials.answers import IS_SIGNED, failed, passed, stranger
from tauliah.core.credentials.standing import check_expiry
from tauliah.core.kernel import LocalText, Refused

_NO_LISTS: Mapping[str, Mapping[str, Any]] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Judge:
    """Checks credentials and presentations for programs at one moment.

    A signature by a did:key is checked like any other, also where the issuer that is named is
    another; that nobody here knows who made it is what the check of the issuer says, and it fails.
    """

    verifier: Verifier
    believed: frozenset[str]
    at: datetime

    def credential(self, data: bytes) -> Verification:
        """The answer about one credential, as JSON or a token."""
        return self._known(self.verifier.verify(data, at=self.at))

    def presentation(self, data: bytes, *, challenge: str, domain: str) -> Presented:
        """The answer about a presentation and each credential in it."""
        presented = verify_presentation(
            data,
            self.verifier,
            holders=self.verifier.issuers,
            at=self.at,
            challenge=challenge,
            domain=domain,
        )
        return replace(presented, credentials=tuple(map(self._known, presented.credentials)))

    def _known(self, answer: Verification) -> Verification:
        if not answer.issuer or answer.issuer in self.believed:
            return answer
        instead = {CheckName.ISSUER: failed(CheckName.ISSUER, stranger(answer.issuer))}
        if answer.issuer not in self.verifier.issuers and answer.document is not None:
            fault = signers_fault(answer.document, at=self.at)
            name = CheckName.SIGNATURE
            instead[name] = failed(name, fault) if fault else passed(name, IS_SIGNED)
            instead[CheckName.EXPIRY] = check_expiry(answer.document, self.at)
        checks = tuple(
            instead.get(one.name, one) if _is_open(one) else one for one in answer.checks
        )
        return replace(answer, checks=checks)


def judge(*, at: datetime, status_lists: Mapping[str, Mapping[str, Any]] = _NO_LISTS) -> Judge:
    """With the keys and lists of this moment; `status_lists` are those of strangers, by address."""
    trusted = trusted_issuers(settings.DATA)
    own = {settings.ISSUER: issuer_document()}
    own_lists = {document["id"]: document for document in map(json.loads, decided_lists(at=at))}
    believed = {**trusted.documents, **own}
    verifier = Verifier(
        WithSelfDescribed(believed),
        {**status_lists, **trusted.status_lists, **own_lists},
        frozenset(own),
        TEMPLATES,
        trusted.schemas,
    )
    return Judge(verifier, frozenset(believed), at)


@transaction.atomic
def set_status(
    number: str,
    purpose: str,
    *,
    is_marked: bool,
    reason: str,
    person: User,
    token: str,
    at: datetime,
) -> Award | Refused:
    """Revoke, suspend or reinstate an award for a program that acts in a person's name.

    The entry in the record names the person; the audit trail names the token as well.
    """
    found = award(number)
    if found is None:
        return _refused(
            "no-such-credential",
            en=f"No credential of this body has the number {number[:40]}.",
            ms=f"Tiada kredensial badan ini dengan nombor {number[:40]}.",
        )
    act: Callable[..., Award | Refused] = reinstate
    if is_marked:
        act = revoke if purpose == "revocation" else suspend
    elif found.state != {"revocation": "revoked", "suspension": "suspended"}[purpose]:
        return _refused(
            "not-in-this-state",
            en="This award has no such mark that could be taken away.",
            ms="Anugerah ini tiada tanda sedemikian yang boleh dibuang.",
        )
    outcome = act(found.number, reason=reason, actor=person, at=at)
    if isinstance(outcome, Award):
        details = {"token": token, "purpose": purpose, "status": is_marked}
        write_audit_entry(
            person, "award.status-set-by-program", subject=found.number, at=at, details=details
        )
    return outcome


def number_in(identifier: str) -> str | None:
    """The number of the award that a credential's address names; None for an address elsewhere."""
    begin = f"{settings.ADDRESS}/credentials/"
    number = identifier.removeprefix(begin)
    return number if identifier.startswith(begin) and number and "/" not in number else None


def _is_open(check: Check) -> bool:
    """Whether a check says more than can be known of a stranger, or was not made for want of keys."""
    return check.outcome is Outcome.NOT_CHECKED or check.name is CheckName.ISSUER


def _refused(code: str, *, en: str, ms: str) -> Refused:
    return Refused(code, LocalText(en=en, ms=ms))
