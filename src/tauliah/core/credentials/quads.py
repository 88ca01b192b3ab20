"""The simplest data set of linked data: statements of four terms, each in canonical N-Quads spelling.

A term is text: `<iri>`, `_:label`, or a literal such as `"text"`, `"text"@ms`, `"1"^^<iri>`; the
graph is also `""`, the default graph. Spelling rules: RDF 1.2 N-Quads, section Canonical form, as
RDFC-1.0 demands.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from tauliah.core.credentials.faults import CredentialFault

DEFAULT_GRAPH = ""
XSD_STRING = "http://www.w3.org/2001/XMLSchema#string"

_ESCAPED = {
    "\b": "\\b",
    "\t": "\\t",
    "\n": "\\n",
    "\f": "\\f",
    "\r": "\\r",
    '"': '\\"',
    "\\": "\\\\",
}
_TO_ESCAPE = re.compile(r'[\x00-\x1f"\\\x7f]')
_ABSOLUTE = re.compile(r'[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>"{}|\\^`\x7f]*')
# PyLD shortens such addresses, so two spellings would be one to a signature.
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_DETOUR = re.compile(r"/\.\.?(?:[/?#]|\Z)")
_SPACE = re.compile(r"\s")


class Quad(NamedTuple):
    """One statement; `graph` is `""` in the default graph."""

    subject: str
    predicate: str
    object: str
    graph: str = DEFAULT_GRAPH

    def line(self) -> str:
        """The statement as a line of N-Quads, with its line feed."""
        end = f" {self.graph} .\n" if self.graph else " .\n"
        return f"{self.subject} {self.predicate} {self.object}{end}"


def is_blank(term: str) -> bool:
    """Whether the term is a blank node."""
    return term.startswith("_:")


def is_absolute(text: str) -> bool:
    """Whether the text is an absolute IRI without characters that N-Quads would have to escape."""
    return _ABSOLUTE.fullmatch(text) is not None


def has_detour(text: str) -> bool:
    """Whether the text is an address that PyLD would shorten, as `/./` and `/../` are."""
    return bool(_ADDRESS.match(text) and _DETOUR.search(text) and not _SPACE.search(text))


def iri(text: str) -> str:
    """An address as a term; CredentialFault `not-an-address` when it is not an absolute IRI."""
    if not is_absolute(text):
        raise not_an_address(text)
    return f"<{text}>"


def not_an_address(text: str) -> CredentialFault:
    """The fault of a name that is not an absolute IRI."""
    return CredentialFault(
        "not-an-address",
        en=f"This is not a full web address or identifier: {text[:200]!r}",
        ms=f"Ini bukan alamat web atau pengecam yang lengkap: {text[:200]!r}",
    )


def literal(text: str, *, datatype: str = XSD_STRING, language: str = "") -> str:
    """A value as a term; with a language the datatype is not spelled."""
    value = f'"{escaped(text)}"'
    if language:
        return f"{value}@{language}"
    return value if datatype == XSD_STRING else f"{value}^^{iri(datatype)}"


def escaped(text: str) -> str:
    """The value of a literal as it stands between its quotation marks."""
    return _TO_ESCAPE.sub(_escape, text)


def _escape(found: re.Match[str]) -> str:
    character = found.group()
    return _ESCAPED.get(character) or f"\\u{ord(character):04X}"
