"""The canonical N-Quads of a document by filling a template instead of translating anew.

Documents of one shape differ only in texts, and each text comes out in known places of known
statements. So the shape is translated once, with a marker in place of each text; after that the
texts are filled in, the few blank nodes are hashed and the lines are sorted. Whatever is not sure to
give the bytes of the slow path (`statements`, `canonical_nquads`) is left to it.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from operator import itemgetter
from typing import TYPE_CHECKING

from tauliah.core.credentials.canonical import canonical_nquads
from tauliah.core.credentials.faults import CredentialFault
from tauliah.core.credentials.linked_data import statements
from tauliah.core.credentials.quads import Quad, escaped, is_blank
from tauliah.core.credentials.reading import is_unfit_text
from tauliah.core.credentials.shapes import Parts, Shape, document_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

MOST_TEMPLATES = 64
"""Shapes that are kept; the one learned first goes first."""

MOST_REPEATED = 256
"""Documents whose canonical form is kept, because others say the same to the letter."""

LONGEST_REPEATED = 4_000
"""Characters of a canonical form that is kept: how a document is signed takes some hundred."""

_MARKER = "urn:tauliah-marker:"
# A name of another scheme could be short for a longer one; none of these is a prefix of a vocabulary.
_PLAIN_NAME = re.compile(r"(?:https?://|did:|urn:)[!#-;=?-\[\]_a-z~]+", re.ASCII)
_PLAIN_NAMES = re.compile(rf"(?:{_PLAIN_NAME.pattern}\n)*", re.ASCII)
_SELF, _OTHER = "_:a", "_:z"


@dataclass(frozen=True, slots=True)
class _Lines:
    """Statements with a hole for each term that differs, and the terms that fill the holes."""

    form: str
    pick: Callable[[list[str]], tuple[str, ...]]

    def filled(self, terms: list[str]) -> list[str]:
        """The lines sorted by code point, each without its line feed."""
        return sorted((self.form % self.pick(terms)).split("\n"))


@dataclass(frozen=True, slots=True)
class Template:
    """What a shape says. Terms are numbered: the texts, `_:a`, `_:z`, then the blank nodes."""

    names: tuple[int, ...]
    literals: tuple[int, ...]
    blanks: tuple[_Lines, ...]
    lines: _Lines

    def fill(self, texts: tuple[str, ...]) -> str | None:
        """The canonical N-Quads with these texts; None where only the slow path can tell.

        That is: a text that may not be signed, a name that may be short for another, blank nodes
        that look alike, or statements that become the same.
        """
        together = "".join(texts)
        if is_unfit_text(together):
            return None
        terms = list(texts)
        if together.isprintable() and '"' not in together and "\\" not in together:
            # nothing to escape, and no line feed that could make one name look like two
            if not _PLAIN_NAMES.fullmatch("".join([f"{texts[place]}\n" for place in self.names])):
                return None
        elif all(_PLAIN_NAME.fullmatch(texts[place]) for place in self.names):
            for place in self.literals:
                terms[place] = escaped(texts[place])
        else:
            return None
        terms += (_SELF, _OTHER)
        hashes = [
            hashlib.sha256(("\n".join(blank.filled(terms)) + "\n").encode()).hexdigest()
            for blank in self.blanks
        ]
        order = {one: f"_:c14n{place}" for place, one in enumerate(sorted(hashes))}
        if len(order) < len(hashes):
            return None
        terms += [order[one] for one in hashes]
        lines = self.lines.filled(terms)
        # one statement said twice is one statement, also for the hashes above
        return "\n".join(lines) + "\n" if len(set(lines)) == len(lines) else None


def compile_template(parts: Parts) -> Template | None:
    """The template of that shape; None for a shape that cannot be filled text by text.

    CredentialFault where no document of that shape may be signed. The template is tried on its
    markers and on the texts given.
    """
    shape = parts.shape
    if any(isinstance(sign, tuple) and _MARKER in str(sign[0]) for sign in shape):
        return None
    markers = tuple(f"{_MARKER}{place:05}" for place in range(len(parts.texts)))
    quads = sorted(statements(document_of(Parts(shape, markers))))
    template = _template(quads, markers)
    if template is None or template.fill(markers) != canonical_nquads(quads):
        return None
    filled = template.fill(parts.texts)
    expected = canonical_nquads(statements(document_of(parts)))
    return template if filled in (None, expected) else None


def _template(quads: list[Quad], markers: tuple[str, ...]) -> Template | None:
    blanks = sorted({term for quad in quads for term in quad if is_blank(term)})
    at = {f"<{marker}>": place for place, marker in enumerate(markers)}
    at |= {f'"{marker}"': place for place, marker in enumerate(markers)}
    first = len(markers) + 2
    at |= {blank: first + place for place, blank in enumerate(blanks)}
    try:
        lines = _holed(quads, at)
    except _HiddenMarkerError:
        return None
    names: set[int] = set()
    literals: set[int] = set()
    for quad in quads:
        for term in quad:
            value = _value(term)
            if value in at and not is_blank(value):
                (names if value.startswith("<") else literals).add(at[value])
    if names & literals or len(names) + len(literals) < len(markers):
        return None
    return Template(
        tuple(sorted(names)),
        tuple(sorted(literals)),
        tuple(_seen_from(blank, quads, at, len(markers)) for blank in blanks),
        lines,
    )


def _seen_from(blank: str, quads: list[Quad], at: Mapping[str, int], own: int) -> _Lines:
    """The statements about a blank node for its first-degree hash (RDFC-1.0, 4.6.3)."""
    others = {term: own if term == blank else own + 1 for term in at if is_blank(term)}
    return _holed([quad for quad in quads if blank in quad], {**at, **others})


class _HiddenMarkerError(ValueError):
    """A text comes out as a part of a term, so it cannot be filled in by itself."""


def _holed(quads: Iterable[Quad], at: Mapping[str, int]) -> _Lines:
    places: list[int] = []

    def hole(term: str) -> str:
        value = _value(term)
        if value in at:
            places.append(at[value])
            form = "%s" if is_blank(value) else f"{value[0]}%s{value[-1]}"
            return form + term[len(value) :].replace("%", "%%")
        if _MARKER in term:
            raise _HiddenMarkerError
        return term.replace("%", "%%")

    form = "\n".join(Quad(*map(hole, quad)).line()[:-1] for quad in quads)
    # itemgetter gives a tuple only from two places on
    picked = itemgetter(*places) if len(places) > 1 else _pick_few(tuple(places))
    return _Lines(form, picked)


def _pick_few(places: tuple[int, ...]) -> Callable[[list[str]], tuple[str, ...]]:
    def pick(terms: list[str]) -> tuple[str, ...]:
        return tuple(terms[place] for place in places)

    return pick


def _value(term: str) -> str:
    """The term without datatype or language."""
    return term[: term.rindex('"') + 1] if term.startswith('"') else term


@dataclass(slots=True)
class Templates:
    """The templates learned so far.

    Only what was signed or believed may be taught: who teaches many shapes makes others forgotten.
    """

    _known: dict[Shape, Template | None] = field(default_factory=dict)
    _repeated: dict[Parts, str] = field(default_factory=dict)

    def canonical(self, parts: Parts) -> str | None:
        """The canonical N-Quads of the document in these parts; None where the slow path must tell."""
        template = self._known.get(parts.shape)
        return template.fill(parts.texts) if template else None

    def canonical_again(self, parts: Parts) -> str | None:
        """The same for what many documents say to the letter, such as how all of one day are signed."""
        lines = self._repeated.get(parts)
        if lines is None:
            lines = self.canonical(parts)
            if lines is not None and len(lines) <= LONGEST_REPEATED:
                if len(self._repeated) >= MOST_REPEATED:
                    self._repeated.clear()
                self._repeated[parts] = lines
        return lines

    def suit(self, parts: Parts) -> bool:
        """Whether that shape is known and none of the texts is one that may not be signed."""
        return self._known.get(parts.shape) is not None and not is_unfit_text("".join(parts.texts))

    def learn(self, parts: Parts) -> None:
        """Keep the template of that shape for the documents that follow."""
        if parts.shape in self._known:
            return
        surplus = max(0, len(self._known) - MOST_TEMPLATES + 1)
        for oldest in list(self._known)[:surplus]:
            self._known.pop(oldest, None)
        try:
            self._known[parts.shape] = compile_template(parts)
        except CredentialFault:
            self._known[parts.shape] = None
