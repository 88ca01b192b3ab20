"""One body speaks for another: an Open Badges 3.0 EndorsementCredential."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tauliah.core.credentials.achievement import IssuerFacts, issuer_profile
from tauliah.core.credentials.contexts import CREDENTIALS_V2, OPEN_BADGES_3
from tauliah.core.credentials.moments import moment_text

if TYPE_CHECKING:
    from datetime import datetime

    from tauliah.core.credentials.status import StatusPlace
    from tauliah.core.kernel import Language, LocalText

ENDORSEMENT_TYPES = ("VerifiableCredential", "EndorsementCredential")


@dataclass(frozen=True, slots=True, kw_only=True)
class EndorsementFacts:
    """What one body (`issuer`) says of another, or of one of its achievements, by its identifier.

    `status` is None where the endorsing body keeps no list of what it withdrew.
    """

    credential_id: str
    language: Language
    issuer: IssuerFacts
    endorsed: str
    comment: LocalText
    name: LocalText
    since: datetime
    until: datetime | None = None
    status: StatusPlace | None = None


def endorsement_credential(facts: EndorsementFacts) -> dict[str, Any]:
    """The credential of these facts, not yet signed; equal facts give equal documents."""
    said = facts.language
    document: dict[str, Any] = {
        "@context": [CREDENTIALS_V2, OPEN_BADGES_3],
        "id": facts.credential_id,
        "type": list(ENDORSEMENT_TYPES),
        "name": facts.name.in_language(said),
        "issuer": issuer_profile(facts.issuer, said),
        "validFrom": moment_text(facts.since),
        "credentialSubject": {
            "id": facts.endorsed,
            "type": ["EndorsementSubject"],
            "endorsementComment": facts.comment.in_language(said),
        },
    }
    if facts.until is not None:
        document["validUntil"] = moment_text(facts.until)
    if facts.status is not None:
        document["credentialStatus"] = facts.status.entry()
    return document
