"""May this file be believed? An ordered list of checks, each answered in plain words.

The checks ask, in this order: can the file be read as a credential; was it left as it was signed;
who issued it; is it in force at the moment asked about; was it revoked. A later check is not made
when an earlier one leaves nothing that it could rely on.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from tauliah.core.credentials.contexts import CREDENTIALS_V2
from tauliah.core.credentials.faults import CredentialFault
from tauliah.core.credentials.keys import assertion_keys
from tauliah.core.credentials.linked_data import refuse_unknown_contexts
from tauliah.core.credentials.moments import read_moment
from tauliah.core.credentials.proofs import check_proof
from tauliah.core.credentials.reading import read_document
from tauliah.core.credentials.status import read_status_list, status_place
from tauliah.core.kernel import LocalText, Refused

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime


class CheckName(StrEnum):
    """The checks, in the order in which they are made."""

    READABLE = "readable"
    SIGNATURE = "signature"
    ISSUER = "issuer"
    EXPIRY = "expiry"
    REVOCATION = "revocation"


class Outcome(StrEnum):
    """What came of one check."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_CHECKED = "not-checked"


@dataclass(frozen=True, slots=True)
class Check:
    """One question about the file: its answer, a stable code for programs, and plain words."""

    name: CheckName
    outcome: Outcome
    code: str
    message: LocalText


@dataclass(frozen=True, slots=True)
class Verification:
    """The answer: one check of each name, in order.

    `document` is what the file says: None when it could not be read. Unless the signature check
    passed, anybody may have written it. `issuer` is who it says issued it, "" when nobody.
    """

    checks: tuple[Check, ...]
    document: Mapping[str, Any] | None
    issuer: str

    @property
    def valid(self) -> bool:
        """Whether every check was made and passed."""
        return all(check.outcome is Outcome.PASSED for check in self.checks)

    @property
    def failed(self) -> tuple[Check, ...]:
        """The checks that failed; a file can be invalid without, when something was not checked."""
        return tuple(check for check in self.checks if check.outcome is Outcome.FAILED)

    def check(self, name: CheckName) -> Check:
        """The check of that name."""
        return next(check for check in self.checks if check.name is name)


def verify(
    data: bytes,
    *,
    issuers: Mapping[str, Mapping[str, Any]],
    status_lists: Mapping[str, Mapping[str, Any]],
    at: datetime,
    own_issuers: frozenset[str],
) -> Verification:
    """Checks the bytes of a file that may be a credential; never raises because of what they hold.

    `issuers` are the issuers that are trusted here: identifier -> did document. `own_issuers` are
    those of them that are this body itself. `status_lists` are signed revocation lists by address,
    as JSON objects; what is wrong with one is answered like what is wrong with the file.
    Work is bounded as in `read_document` and `canonical_nquads`. ValueError for an `at` without a
    zone.
    """
    if at.tzinfo is None:
        raise ValueError("a credential is verified at a moment with a time zone")
    try:
        document = read_document(data)
        issuer = _issuer_of(document)
        _refuse_other_documents(document)
    except CredentialFault as fault:
        unread = _failed(CheckName.READABLE, fault.refused)
        return Verification((unread, *_unmade(1, _NEEDS_READING)), None, "")

    readable = _passed(CheckName.READABLE, _IS_READABLE)
    if issuer not in issuers:
        return Verification(
            (
                readable,
                Check(CheckName.SIGNATURE, Outcome.NOT_CHECKED, "no-keys", _NEEDS_KEYS),
                _failed(CheckName.ISSUER, _stranger(issuer)),
                *_unmade(3, _NEEDS_ISSUER),
            ),
            document,
            issuer,
        )

    keys = assertion_keys(issuer, issuers[issuer])
    refused = check_proof(document, keys, at=at)
    if refused:
        signature = _failed(CheckName.SIGNATURE, refused)
        return Verification((readable, signature, *_unmade(2, _NEEDS_SIGNATURE)), document, issuer)
    return Verification(
        (
            readable,
            _passed(CheckName.SIGNATURE, _IS_SIGNED),
            _check_issuer(issuer, own_issuers),
            _check_expiry(document, at),
            _check_revocation(document, issuer, issuers, status_lists, at),
        ),
        document,
        issuer,
    )


def _issuer_of(document: Mapping[str, Any]) -> str:
    name = _named_issuer(document)
    if not isinstance(name, str) or not name:
        raise CredentialFault(
            "no-issuer",
            en="The file does not say who issued it.",
            ms="Fail ini tidak menyatakan siapa yang mengeluarkannya.",
        )
    return name


def _named_issuer(document: Mapping[str, Any]) -> object:
    issuer = document.get("issuer")
    return issuer.get("id") if isinstance(issuer, dict) else issuer


def _refuse_other_documents(document: Mapping[str, Any]) -> None:
    """Refuses what is no credential of the data model 2.0 or names a vocabulary not known here."""
    refuse_unknown_contexts(document)
    contexts, kinds = document["@context"], document.get("type")
    if (
        not isinstance(contexts, list)
        or contexts[0] != CREDENTIALS_V2
        or not isinstance(kinds, list)
        or "VerifiableCredential" not in kinds
        or not isinstance(document.get("credentialSubject"), dict)
    ):
        raise CredentialFault(
            "not-a-credential",
            en="The file is not a verifiable credential of version 2.0 about one subject.",
            ms="Fail ini bukan kredensial boleh sah versi 2.0 tentang satu subjek.",
        )


def _check_issuer(issuer: str, own_issuers: frozenset[str]) -> Check:
    if issuer in own_issuers:
        return _passed(CheckName.ISSUER, _IS_OURS)
    return Check(
        CheckName.ISSUER,
        Outcome.PASSED,
        "trusted-issuer",
        LocalText(
            en=f"It was issued by {issuer}, another body that is trusted here.",
            ms=f"Ia dikeluarkan oleh {issuer}, badan lain yang dipercayai di sini.",
        ),
    )


def _check_expiry(document: Mapping[str, Any], at: datetime) -> Check:
    try:
        _refuse_out_of_force(document, at)
    except CredentialFault as fault:
        return _failed(CheckName.EXPIRY, fault.refused)
    return _passed(CheckName.EXPIRY, _IS_IN_FORCE)


def _refuse_out_of_force(document: Mapping[str, Any], at: datetime) -> None:
    if "validFrom" in document and at < read_moment(document["validFrom"]):
        raise CredentialFault(
            "not-yet-valid",
            en=f"It is valid only from {document['validFrom']}.",
            ms=f"Ia hanya sah mulai {document['validFrom']}.",
        )
    if "validUntil" in document and at > read_moment(document["validUntil"]):
        raise CredentialFault(
            "expired",
            en=f"It expired: it was valid until {document['validUntil']}.",
            ms=f"Ia telah tamat tempoh: ia sah sehingga {document['validUntil']}.",
        )


def _check_revocation(
    document: Mapping[str, Any],
    issuer: str,
    issuers: Mapping[str, Mapping[str, Any]],
    status_lists: Mapping[str, Mapping[str, Any]],
    at: datetime,
) -> Check:
    if "credentialStatus" not in document:
        return _passed(CheckName.REVOCATION, _CANNOT_BE_REVOKED)
    try:
        place = status_place(document["credentialStatus"])
        status_list = status_lists.get(place.list_address)
        if status_list is None:
            return Check(CheckName.REVOCATION, Outcome.NOT_CHECKED, "no-status-list", _NEEDS_LIST)
        _refuse_foreign_list(status_list, issuer, issuers, at)
        statuses = read_status_list(status_list, place)
    except CredentialFault as fault:
        return _failed(CheckName.REVOCATION, fault.refused)
    if statuses.is_marked(place.index):
        return _failed(CheckName.REVOCATION, _REVOKED)
    return _passed(CheckName.REVOCATION, _IS_NOT_REVOKED)


def _refuse_foreign_list(
    status_list: Mapping[str, Any],
    issuer: str,
    issuers: Mapping[str, Mapping[str, Any]],
    at: datetime,
) -> None:
    """Refuses a list that the issuer of the credential did not sign, or that is not of today."""
    keys = assertion_keys(issuer, issuers[issuer])
    if _named_issuer(status_list) != issuer or check_proof(status_list, keys, at=at):
        raise CredentialFault(
            "foreign-status-list",
            en="The revocation list was not signed by the issuer of the credential, or was changed.",
            ms="Senarai pembatalan tidak ditandatangani oleh pengeluar kredensial, atau telah diubah.",
        )
    try:
        _refuse_out_of_force(status_list, at)
    except CredentialFault as fault:
        raise CredentialFault(
            "stale-status-list",
            en=f"The revocation list is not in force. {fault.message.en}",
            ms=f"Senarai pembatalan tidak berkuat kuasa. {fault.message.ms}",
        ) from None


def _passed(name: CheckName, message: LocalText) -> Check:
    return Check(name, Outcome.PASSED, "passed", message)


def _failed(name: CheckName, refused: Refused) -> Check:
    return Check(name, Outcome.FAILED, refused.code, refused.message)


def _unmade(first: int, why: LocalText) -> tuple[Check, ...]:
    """The checks from that number on, none of them made."""
    return tuple(
        Check(name, Outcome.NOT_CHECKED, "not-checked", why) for name in list(CheckName)[first:]
    )


def _stranger(issuer: str) -> Refused:
    return Refused(
        "unknown-issuer",
        LocalText(
            en=f"It says that it was issued by {issuer[:200]}, which is not known here.",
            ms=f"Ia menyatakan bahawa ia dikeluarkan oleh {issuer[:200]}, yang tidak dikenali di sini.",
        ),
    )


_IS_READABLE = LocalText(
    en="The file is a credential and can be read.",
    ms="Fail ini ialah kredensial dan dapat dibaca.",
)
_IS_SIGNED = LocalText(
    en="The signature fits: nothing in the file was changed since the issuer signed it.",
    ms="Tandatangan sepadan: tiada apa-apa dalam fail ini diubah sejak ditandatangani oleh pengeluar.",
)
_IS_OURS = LocalText(
    en="It was issued by this body.",
    ms="Ia dikeluarkan oleh badan ini.",
)
_IS_IN_FORCE = LocalText(
    en="It is in force at the date of this check.",
    ms="Ia berkuat kuasa pada tarikh semakan ini.",
)
_IS_NOT_REVOKED = LocalText(
    en="It is not on the issuer's list of revoked credentials.",
    ms="Ia tiada dalam senarai kredensial yang dibatalkan oleh pengeluar.",
)
_CANNOT_BE_REVOKED = LocalText(
    en="The issuer keeps no list of revoked credentials for it.",
    ms="Pengeluar tidak menyimpan senarai kredensial yang dibatalkan baginya.",
)
_REVOKED = Refused(
    "revoked",
    LocalText(en="The issuer revoked it.", ms="Pengeluar telah membatalkannya."),
)
_NEEDS_READING = LocalText(
    en="Not checked, because the file cannot be read as a credential.",
    ms="Tidak disemak kerana fail ini tidak dapat dibaca sebagai kredensial.",
)
_NEEDS_KEYS = LocalText(
    en="Not checked, because the keys of the issuer are not known here.",
    ms="Tidak disemak kerana kunci pengeluar tidak diketahui di sini.",
)
_NEEDS_ISSUER = LocalText(
    en="Not checked, because the issuer is not known here.",
    ms="Tidak disemak kerana pengeluar tidak dikenali di sini.",
)
_NEEDS_SIGNATURE = LocalText(
    en="Not checked, because without a valid signature nothing in the file can be relied on.",
    ms="Tidak disemak kerana tanpa tandatangan yang sah, tiada apa-apa dalam fail ini boleh dipercayai.",
)
_NEEDS_LIST = LocalText(
    en="Not checked, because the issuer's list of revoked credentials is not at hand.",
    ms="Tidak disemak kerana senarai kredensial yang dibatalkan oleh pengeluar tidak tersedia.",
)
