"""Credentials within a credential: endorsements of the body, and what a transcript gathers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tauliah.core.credentials.data_model import named_issuer
from tauliah.core.credentials.reading import is_of_type, listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

MOST_CONTAINED = 50
"""Credentials within one that are checked: each costs what a credential costs."""


@dataclass(frozen=True, slots=True)
class Contained:
    """A credential within another: itself, as it would stand alone, and what it is said of.

    `holder` is the identifier of the part that carries it, "" where it has none.
    """

    document: dict[str, Any]
    holder: str

    @property
    def is_signed(self) -> bool:
        """Whether it carries a signature of its own."""
        return "proof" in self.document

    @property
    def is_of_another(self) -> bool:
        """Whether it is an endorsement of something else than the part that carries it."""
        if not is_of_type(self.document, "EndorsementCredential"):
            return False
        subjects = listed(self.document.get("credentialSubject"))
        return not all(isinstance(one, dict) and one.get("id") == self.holder for one in subjects)


def contained_in(document: Mapping[str, Any]) -> Iterator[Contained]:
    """Every credential directly within this one, the vocabularies of the whole where it names none."""
    left: list[tuple[object, str]] = [
        (value, str(document.get("id", ""))) for name, value in document.items() if name != "proof"
    ]
    while left:
        value, holder = left.pop()
        if isinstance(value, list):
            left.extend((item, holder) for item in value)
        elif isinstance(value, dict):
            if is_of_type(value, "VerifiableCredential"):
                named = value.get("@context", document.get("@context"))
                yield Contained({**value, "@context": named}, holder)
            else:
                inner = str(value.get("id", ""))
                left.extend((item, inner) for item in value.values())


def says_for_another(contained: Contained, issuer: str) -> bool:
    """Whether somebody else is named as its issuer, and nobody else signed it."""
    return not contained.is_signed and named_issuer(contained.document) != issuer
