"""Issuers whose identifier is its own document: did:key, which anybody can make for themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tauliah.core.credentials.answers import FOREIGN_KEY
from tauliah.core.credentials.faults import CredentialFault
from tauliah.core.credentials.keys import assertion_keys, did_key_document
from tauliah.core.credentials.proof_options import proofs_of
from tauliah.core.credentials.proofs import check_proof

if TYPE_CHECKING:
    from datetime import datetime

    from tauliah.core.credentials.keys import PublicKey
    from tauliah.core.kernel import Refused


@dataclass(frozen=True, slots=True)
class WithSelfDescribed(Mapping[str, Mapping[str, Any]]):
    """The issuers that are known, and each did:key that is asked for besides.

    For a check of signatures alone: that such a signature holds says that whoever has the key made
    it, and nothing of who that is. Only those that are known are counted.
    """

    known: Mapping[str, Mapping[str, Any]]

    def __getitem__(self, issuer: str) -> Mapping[str, Any]:
        if issuer in self.known:
            return self.known[issuer]
        if not issuer.startswith("did:key:"):
            raise KeyError(issuer)
        try:
            return did_key_document(issuer)
        except CredentialFault:
            raise KeyError(issuer) from None

    def __iter__(self) -> Iterator[str]:
        return iter(self.known)

    def __len__(self) -> int:
        return len(self.known)


def signers_fault(document: Mapping[str, Any], *, at: datetime) -> Refused | None:
    """None where every proof holds by the did:key that it names, whoever is said to be the issuer.

    That says who signed, and not that the issuer did: for who asks for the proof alone.
    """
    try:
        names = {
            str(proof["verificationMethod"]).partition("#")[0] for proof in proofs_of(document)
        }
        keys: dict[str, PublicKey] = {}
        for name in names:
            if not name.startswith("did:key:"):
                return FOREIGN_KEY
            keys |= assertion_keys(name, did_key_document(name))
        return check_proof(document, keys, at=at)
    except CredentialFault as fault:
        return fault.refused
