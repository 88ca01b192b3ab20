"""What other bodies say of this one: signed endorsements that travel with every credential.

They lie as files in the folder `endorsements/` of the data folder, where whoever runs the
installation puts them; nothing is fetched. The bodies that signed them stand among the trusted
issuers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from tauliah.apps.awards.trusted import trusted_issuers
from tauliah.core.credentials import verify
from tauliah.core.credentials.endorsement import ENDORSEMENT_TYPES
from tauliah.core.credentials.reading import listed
from tauliah.core.kernel import LocalText, Refused


@dataclass(frozen=True, slots=True)
class Endorsements:
    """Those that travel, in the order of their files, and why each other file is left out."""

    documents: tuple[dict[str, Any], ...]
    left_out: tuple[tuple[Path, Refused], ...]


def endorsements_in(data: Path, *, issuer: str, at: datetime) -> Endorsements:
    """The endorsements of this issuer in a data folder, each checked by itself at this moment."""
    documents: list[dict[str, Any]] = []
    left_out: list[tuple[Path, Refused]] = []
    files = sorted((data / "endorsements").glob("*.json"))
    trusted = trusted_issuers(data) if files else None
    for file in files:
        answer = verify(
            file.read_bytes(),
            issuers=trusted.documents if trusted else {},
            status_lists=trusted.status_lists if trusted else {},
            at=at,
            own_issuers=frozenset(),
        )
        document = dict(answer.document or {})
        refused = next(
            (Refused(check.code, check.message) for check in answer.failed), None
        ) or _unfit(document, issuer=issuer)
        if refused:
            left_out.append((file, refused))
        else:
            documents.append(document)
    return Endorsements(tuple(documents), tuple(left_out))


def _unfit(document: Mapping[str, Any], *, issuer: str) -> Refused | None:
    """Why a signed credential is no endorsement that can travel with others; None where it is one."""
    subject = document.get("credentialSubject")
    is_of_us = isinstance(subject, dict) and subject.get("id") == issuer
    if not set(ENDORSEMENT_TYPES) <= set(document.get("type", ())) or not is_of_us:
        return Refused(
            "no-endorsement",
            LocalText(
                en=f"It is no endorsement of {issuer}.", ms=f"Ia bukan pengendorsan {issuer}."
            ),
        )
    if "proof" not in document:
        return Refused(
            "proof-outside",
            LocalText(
                en="It is a token: its signature does not stand within it, and would not travel along.",
                ms="Ia suatu token: tandatangannya tidak berada di dalamnya dan tidak akan turut dibawa.",
            ),
        )
    ends = any("expires" in proof for proof in listed(document["proof"]))
    if ends or "validUntil" in document or "credentialStatus" in document:
        return Refused(
            "may-end",
            LocalText(
                en="It has an end or can be withdrawn. A credential that carries it would seem to end "
                "with it.",
                ms="Ia mempunyai tarikh tamat atau boleh ditarik balik. Kredensial yang membawanya "
                "akan kelihatan tamat bersamanya.",
            ),
        )
    return None
