"""May this file be believed? An ordered list of checks, each answered in plain words.

The checks ask, in this order: can the file be read as a credential; was it left as it was signed;
who issued it; is it in force at the moment asked about; was it revoked. A later check is not made
when an earlier one leaves nothing that it could rely on. Where there is something of the kind, they
also ask: are the files that it refers to the ones that were meant; do the credentials within it hold.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from tauliah.core.credentials.answers import (
    CONTAINED_HOLD,
    CONTAINED_UNKNOWN,
    ENDORSES_ANOTHER,
    IS_OURS,
    IS_READABLE,
    IS_SIGNED,
    NEEDS_ISSUER,
    NEEDS_KEYS,
    NEEDS_READING,
    NEEDS_SIGNATURE,
    RESPELLED,
    SIGNED_BY_NOBODY,
    Check,
    CheckName,
    Outcome,
    contained_fails,
    failed,
    passed,
    stranger,
    unmade,
)
from tauliah.core.credentials.baking import credential_in
from tauliah.core.credentials.contained import (
    MOST_CONTAINED,
    Contained,
    contained_in,
    says_for_another,
)
from tauliah.core.credentials.data_model import issuer_of, refuse_malformed
from tauliah.core.credentials.envelopes import (
    Envelope,
    check_envelope,
    enveloped_in,
    read_envelope,
)
from tauliah.core.credentials.faults import CredentialFault
from tauliah.core.credentials.keys import assertion_keys
from tauliah.core.credentials.proofs import check_proof
from tauliah.core.credentials.reading import is_plainly_fit, read_document
from tauliah.core.credentials.related import check_related
from tauliah.core.credentials.shapes import Parts, parts_of
from tauliah.core.credentials.spelling import is_respelled
from tauliah.core.credentials.standing import Standing, check_expiry
from tauliah.core.credentials.status import refuse_malformed_list
from tauliah.core.kernel import LocalText, Refused

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from tauliah.core.credentials.keys import PublicKey
    from tauliah.core.credentials.templates import Templates

_EXTRA = (CheckName.RELATED, CheckName.CONTAINED)
_CREDENTIAL = b"VerifiableCredential"
_NO_FILES: Mapping[str, bytes] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Verification:
    """The answer: one check of each of the first five names, in order, and of others as they apply.

    `document` is what the file says: None when it could not be read. Unless the signature check
    passed, anybody may have written it. `issuer` is who it says issued it, "" when nobody.
    """

    checks: tuple[Check, ...]
    document: Mapping[str, Any] | None
    issuer: str

    @property
    def valid(self) -> bool:
        """Whether every check passed that a credential stands by, and none of the others failed.

        A related file that is not at hand, or a credential within by a body that is not known here,
        says nothing against what the issuer signed.
        """
        return all(
            check.outcome is Outcome.PASSED
            or (check.name in _EXTRA and check.outcome is Outcome.NOT_CHECKED)
            for check in self.checks
        )

    @property
    def failed(self) -> tuple[Check, ...]:
        """The checks that failed; a file can be invalid without, when something was not checked."""
        return tuple(check for check in self.checks if check.outcome is Outcome.FAILED)

    def check(self, name: CheckName) -> Check:
        """The check of that name; StopIteration for one of the others that did not apply."""
        return next(check for check in self.checks if check.name is name)


@dataclass(frozen=True, slots=True)
class Verifier:
    """What is known here when a file is checked; made once for many files.

    `issuers` are the issuers that are trusted here: identifier -> did document. `own_issuers` are
    those of them that are this body itself. `status_lists` are signed revocation lists by address,
    as JSON objects; what is wrong with one is answered like what is wrong with the file.
    `templates`, where given, make the check of what has a known shape faster and no different.
    `resources` are related files and schemas by address.
    """

    issuers: Mapping[str, Mapping[str, Any]]
    status_lists: Mapping[str, Mapping[str, Any]]
    own_issuers: frozenset[str]
    templates: Templates | None = None
    resources: Mapping[str, bytes] = field(default_factory=dict)
    _keys: dict[str, dict[str, PublicKey]] = field(default_factory=dict, init=False)
    _standing: Standing = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_standing", Standing(self.status_lists, self.templates))

    def verify(self, data: bytes, *, at: datetime) -> Verification:
        """Checks the bytes of a file that may be a credential; never raises because of them.

        Work is bounded as in `read_document` and `canonical_nquads`. ValueError for an `at` without
        a zone.
        """
        if at.tzinfo is None:
            raise ValueError("a credential is verified at a moment with a time zone")
        read = _Read(self.templates)
        try:
            document = read.document_in(credential_in(data))
            refuse_malformed(document)
            refuse_malformed_list(document)
        except CredentialFault as fault:
            return _unread(fault)
        return self._whole(self._answer(document, read, at), at, is_alone=read.is_alone)

    def verify_document(self, document: dict[str, Any], *, at: datetime) -> Verification:
        """Checks a credential that was read as a part of something else (see `read_document`)."""
        return self._whole(self._answer_to_part(document, at), at)

    def _whole(self, answer: Verification, at: datetime, *, is_alone: bool = False) -> Verification:
        document = answer.document
        if document is None or answer.check(CheckName.SIGNATURE).outcome is not Outcome.PASSED:
            return answer
        extra = (
            check_related(document, self.resources),
            None if is_alone else self._check_contained(document, answer.issuer, at),
        )
        return Verification(
            (*answer.checks, *(check for check in extra if check)), document, answer.issuer
        )

    def _answer_to_part(self, document: dict[str, Any], at: datetime) -> Verification:
        """The five checks of a credential that was read as a part of something else."""
        try:
            refuse_malformed(document)
        except CredentialFault as fault:
            return _unread(fault)
        read = _Read(self.templates)
        read.take_apart(document)
        return self._answer(document, read, at)

    def _answer(self, document: dict[str, Any], read: _Read, at: datetime) -> Verification:
        """The five checks that every file gets, of one that can be read."""
        readable = passed(CheckName.READABLE, IS_READABLE)
        issuer = issuer_of(document)
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
                check_expiry(document, at),
                self._standing.check(document, issuer, self._keys_of(issuer), at),
            ),
            document,
            issuer,
        )

    def _check_signature(
        self, document: Mapping[str, Any], read: _Read, issuer: str, at: datetime
    ) -> Refused | None:
        keys = self._keys_of(issuer)
        if read.envelope is not None:
            refused = check_envelope(read.envelope, issuer, keys, at=at)
            if refused is not None or "proof" not in document:
                return refused
        refused = check_proof(
            document,
            keys,
            at=at,
            witnesses=self._witnesses(document),
            templates=self.templates,
            parts=read.parts,
        )
        is_own = issuer in self.own_issuers
        if refused is None and is_own and is_respelled(read.unsigned, read.parts):
            return RESPELLED
        return refused

    def _witnesses(self, document: Mapping[str, Any]) -> Mapping[str, PublicKey]:
        """The keys of all that are trusted here, where a document has more than one proof."""
        proof = document.get("proof")
        if not isinstance(proof, list) or len(proof) < 2:
            return {}
        return {name: key for one in self.issuers for name, key in self._keys_of(one).items()}

    def _check_contained(
        self, document: Mapping[str, Any], issuer: str, at: datetime
    ) -> Check | None:
        """The check of the credentials within one that was believed; None when there are none."""
        found = [
            one
            for one in contained_in(document)
            if one.is_signed or one.is_of_another or says_for_another(one, issuer)
        ]
        if not found:
            return None
        is_unsure = len(found) > MOST_CONTAINED
        for one in found[:MOST_CONTAINED]:
            refused, is_known = self._contained_fault(one, at)
            if refused:
                return failed(CheckName.CONTAINED, refused)
            is_unsure = is_unsure or not is_known
        if is_unsure:
            return Check(CheckName.CONTAINED, Outcome.NOT_CHECKED, "not-checked", CONTAINED_UNKNOWN)
        return passed(CheckName.CONTAINED, CONTAINED_HOLD)

    def _contained_fault(self, one: Contained, at: datetime) -> tuple[Refused | None, bool]:
        """Why a credential within does not hold, and whether all of it could be checked."""
        name = str(one.document.get("id", "-"))
        if one.is_of_another or not one.is_signed:
            why = ENDORSES_ANOTHER if one.is_of_another else SIGNED_BY_NOBODY
            return contained_fails(name, why), True
        answer = self._answer_to_part(one.document, at)
        faults = [check for check in answer.failed if check.code != "unknown-issuer"]
        if faults:
            return contained_fails(name, faults[0].message), True
        return None, answer.valid

    def _keys_of(self, issuer: str) -> dict[str, PublicKey]:
        if issuer not in self._keys:
            self._keys[issuer] = assertion_keys(issuer, self.issuers[issuer])
        return self._keys[issuer]


@dataclass(slots=True)
class _Read:
    """A file as it is read: its token if it is one, and taken apart, which is done once.

    `is_alone` where the bytes already tell that there is no credential within the credential.
    """

    templates: Templates | None
    unsigned: dict[str, Any] = field(default_factory=dict)
    parts: Parts | None = None
    envelope: Envelope | None = None
    is_alone: bool = False

    def document_in(self, data: bytes) -> dict[str, Any]:
        """The credential in these bytes, which are JSON or a token; CredentialFault says why not."""
        self.envelope = read_envelope(data)
        if self.envelope is None:
            document = read_document(data, is_known=self.is_known)
            token = enveloped_in(document)
            if token is None:
                # the word may also be spelled with escapes
                self.is_alone = data.count(_CREDENTIAL) == 1 and b"\\u" not in data
                return document
            self.envelope = read_envelope(token)
            if self.envelope is None:
                return document
        self.take_apart(self.envelope.document)
        return self.envelope.document

    def take_apart(self, document: Mapping[str, Any]) -> None:
        self.unsigned = {name: value for name, value in document.items() if name != "proof"}
        self.parts = parts_of(self.unsigned)

    def is_known(self, document: dict[str, Any]) -> bool:
        """Whether nothing in the document is to be refused, because its shape was signed before."""
        self.take_apart(document)
        return (
            self.templates is not None
            and self.parts is not None
            and self.templates.suit(self.parts)
            and is_plainly_fit({"proof": document.get("proof")})
        )


def verify(
    data: bytes,
    *,
    issuers: Mapping[str, Mapping[str, Any]],
    status_lists: Mapping[str, Mapping[str, Any]],
    at: datetime,
    own_issuers: frozenset[str],
    templates: Templates | None = None,
    resources: Mapping[str, bytes] = _NO_FILES,
) -> Verification:
    """Checks one file; see `Verifier`, which checks many."""
    verifier = Verifier(issuers, status_lists, own_issuers, templates, resources)
    return verifier.verify(data, at=at)


def _unread(fault: CredentialFault) -> Verification:
    unread = failed(CheckName.READABLE, fault.refused)
    return Verification((unread, *unmade(1, NEEDS_READING)), None, "")


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
