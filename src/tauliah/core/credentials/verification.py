"""May this file be believed? An ordered list of checks, each answered in plain words.

The checks ask, in this order: can the file be read as a credential; was it left as it was signed;
who issued it; is it in force at the moment asked about; was it revoked. A later check is not made
when an earlier one leaves nothing that it could rely on.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tauliah.core.credentials.answers import (
    CANNOT_BE_REVOKED,
    IS_IN_FORCE,
    IS_NOT_REVOKED,
    IS_OURS,
    IS_READABLE,
    IS_SIGNED,
    NEEDS_ISSUER,
    NEEDS_KEYS,
    NEEDS_LIST,
    NEEDS_READING,
    NEEDS_SIGNATURE,
    RESPELLED,
    REVOKED,
    Check,
    CheckName,
    Outcome,
    failed,
    passed,
    stranger,
    unmade,
)
from tauliah.core.credentials.baking import credential_in
from tauliah.core.credentials.contexts import CREDENTIALS_V2
from tauliah.core.credentials.faults import CredentialFault
from tauliah.core.credentials.keys import assertion_keys
from tauliah.core.credentials.linked_data import refuse_unknown_contexts
from tauliah.core.credentials.moments import read_moment
from tauliah.core.credentials.proofs import check_proof
from tauliah.core.credentials.reading import is_plainly_fit, read_document
from tauliah.core.credentials.shapes import Parts, parts_of
from tauliah.core.credentials.spelling import is_respelled
from tauliah.core.credentials.status import (
    StatusList,
    StatusPlace,
    read_status_list,
    refuse_place_outside,
    status_place,
)
from tauliah.core.kernel import LocalText, Refused

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from tauliah.core.credentials.keys import PublicKey
    from tauliah.core.credentials.templates import Templates


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


@dataclass(frozen=True, slots=True)
class Verifier:
    """What is known here when a file is checked; made once for many files.

    `issuers` are the issuers that are trusted here: identifier -> did document. `own_issuers` are
    those of them that are this body itself. `status_lists` are signed revocation lists by address,
    as JSON objects; what is wrong with one is answered like what is wrong with the file.
    `templates`, where given, make the check of what has a known shape faster and no different.
    """

    issuers: Mapping[str, Mapping[str, Any]]
    status_lists: Mapping[str, Mapping[str, Any]]
    own_issuers: frozenset[str]
    templates: Templates | None = None
    _keys: dict[str, dict[str, PublicKey]] = field(default_factory=dict, init=False)
    _lists: dict[tuple[str, str], _CheckedList] = field(default_factory=dict, init=False)

    def verify(self, data: bytes, *, at: datetime) -> Verification:
        """Checks the bytes of a file that may be a credential; never raises because of them.

        Work is bounded as in `read_document` and `canonical_nquads`. ValueError for an `at` without
        a zone.
        """
        if at.tzinfo is None:
            raise ValueError("a credential is verified at a moment with a time zone")
        read = _Read(self.templates)
        try:
            document = read_document(credential_in(data), is_known=read.is_known)
            issuer = _issuer_of(document)
            _refuse_other_documents(document)
        except CredentialFault as fault:
            unread = failed(CheckName.READABLE, fault.refused)
            return Verification((unread, *unmade(1, NEEDS_READING)), None, "")

        readable = passed(CheckName.READABLE, IS_READABLE)
        if issuer not in self.issuers:
            return Verification(
                (
                    readable,
                    Check(CheckName.SIGNATURE, Outcome.NOT_CHECKED, "no-keys", NEEDS_KEYS),
                    failed(CheckName.ISSUER, stranger(issuer)),
                    *unmade(3, NEEDS_ISSUER),
                ),
                document,
                issuer,
            )

        refused = self._check_signature(document, read, issuer, at)
        if refused:
            signature = failed(CheckName.SIGNATURE, refused)
            rest = unmade(2, NEEDS_SIGNATURE)
            return Verification((readable, signature, *rest), document, issuer)
        return Verification(
            (
                readable,
                passed(CheckName.SIGNATURE, IS_SIGNED),
                _check_issuer(issuer, self.own_issuers),
                _check_expiry(document, at),
                self._check_revocation(document, issuer, at),
            ),
            document,
            issuer,
        )

    def _check_signature(
        self, document: Mapping[str, Any], read: _Read, issuer: str, at: datetime
    ) -> Refused | None:
        keys = self._keys_of(issuer)
        refused = check_proof(document, keys, at=at, templates=self.templates, parts=read.parts)
        is_own = issuer in self.own_issuers
        if refused is None and is_own and is_respelled(read.unsigned, read.parts):
            return RESPELLED
        return refused

    def _check_revocation(self, document: Mapping[str, Any], issuer: str, at: datetime) -> Check:
        if "credentialStatus" not in document:
            return passed(CheckName.REVOCATION, CANNOT_BE_REVOKED)
        try:
            place = status_place(document["credentialStatus"])
            status_list = self.status_lists.get(place.list_address)
            if status_list is None:
                return Check(
                    CheckName.REVOCATION, Outcome.NOT_CHECKED, "no-status-list", NEEDS_LIST
                )
            statuses = self._statuses(status_list, place, issuer, at)
        except CredentialFault as fault:
            return failed(CheckName.REVOCATION, fault.refused)
        if statuses.is_marked(place.index):
            return failed(CheckName.REVOCATION, REVOKED)
        return passed(CheckName.REVOCATION, IS_NOT_REVOKED)

    def _statuses(
        self, status_list: Mapping[str, Any], place: StatusPlace, issuer: str, at: datetime
    ) -> StatusList:
        """The list, when the issuer signed it and it is of today; checked once for each moment."""
        known = self._lists.get((issuer, place.list_address))
        if known is None or known.at != at:
            _refuse_foreign_list(status_list, issuer, self._keys_of(issuer), at, self.templates)
            known = _CheckedList(at, read_status_list(status_list, place))
            self._lists[issuer, place.list_address] = known
        refuse_place_outside(known.statuses, place)
        return known.statuses

    def _keys_of(self, issuer: str) -> dict[str, PublicKey]:
        if issuer not in self._keys:
            self._keys[issuer] = assertion_keys(issuer, self.issuers[issuer])
        return self._keys[issuer]


@dataclass(slots=True)
class _Read:
    """A file as it is read: without its proof, and taken apart, which is done once."""

    templates: Templates | None
    unsigned: dict[str, Any] = field(default_factory=dict)
    parts: Parts | None = None

    def is_known(self, document: dict[str, Any]) -> bool:
        """Whether nothing in the document is to be refused, because its shape was signed before."""
        self.unsigned = {name: value for name, value in document.items() if name != "proof"}
        self.parts = parts_of(self.unsigned)
        return (
            self.templates is not None
            and self.parts is not None
            and self.templates.suit(self.parts)
            and is_plainly_fit({"proof": document.get("proof")})
        )


@dataclass(frozen=True, slots=True)
class _CheckedList:
    """A status list that was found in order at that moment."""

    at: datetime
    statuses: StatusList


def verify(
    data: bytes,
    *,
    issuers: Mapping[str, Mapping[str, Any]],
    status_lists: Mapping[str, Mapping[str, Any]],
    at: datetime,
    own_issuers: frozenset[str],
    templates: Templates | None = None,
) -> Verification:
    """Checks one file; see `Verifier`, which checks many."""
    return Verifier(issuers, status_lists, own_issuers, templates).verify(data, at=at)


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
        return passed(CheckName.ISSUER, IS_OURS)
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
        return failed(CheckName.EXPIRY, fault.refused)
    return passed(CheckName.EXPIRY, IS_IN_FORCE)


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


def _refuse_foreign_list(
    status_list: Mapping[str, Any],
    issuer: str,
    keys: Mapping[str, PublicKey],
    at: datetime,
    templates: Templates | None,
) -> None:
    """Refuses a list that the issuer of the credential did not sign, or that is not of today."""
    is_foreign = _named_issuer(status_list) != issuer
    if is_foreign or check_proof(status_list, keys, at=at, templates=templates):
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
