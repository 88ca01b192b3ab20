"""A lesson's text as its reader has it: paragraphs that can be led to, highlights, ways to note."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from markdown_it.token import Token

from tauliah.apps.reading.queries import PlacedNote
from tauliah.core.programme import PlacedParagraph, raw_part, raw_text

WORDS_NAMED = 6
"""Words of a paragraph by which its way to a note is told from the others."""


@dataclass(frozen=True, slots=True)
class _Marked:
    """A part of a paragraph's raw text that a note covers."""

    note: PlacedNote
    start: int
    end: int


def tone_name(tone: str) -> str:
    """What a tone of highlights says, or that there is only a note."""
    return {
        "key": pgettext("highlight", "Important"),
        "question": pgettext("highlight", "Question"),
        "example": pgettext("highlight", "Example"),
    }.get(tone, pgettext("highlight", "Note"))


def with_notes(
    notes: Sequence[PlacedNote], *, note_url: Callable[[str], str]
) -> Callable[[Iterable[PlacedParagraph]], None]:
    """What gives paragraphs their names, the marks of notes, and a link by which to make one.

    `note_url` gives the address at which a paragraph, by its name, is noted on.
    """
    by_paragraph: dict[str, list[PlacedNote]] = {}
    for note in notes:
        if note.place is not None:
            by_paragraph.setdefault(note.place.paragraph, []).append(note)

    def annotate(placed: Iterable[PlacedParagraph]) -> None:
        for one in placed:
            paragraph = one.paragraph
            one.opening.attrSet("id", paragraph.name)
            here = by_paragraph.get(paragraph.name, [])
            _mark(one.words, here)
            last = one.words[-1]
            last.children = [
                *(last.children or ()),
                *(_sign(note) for note in here),
                _way_to_note(paragraph.text, note_url(paragraph.name)),
            ]

    return annotate


def _mark(words: Sequence[Token], notes: Sequence[PlacedNote]) -> None:
    """Put marks around what notes cover, as deep inside links and emphasis as the letters stand."""
    raw = "\n".join(raw_text(one) for one in words)
    places = _raw_places(raw)
    marked = []
    for note in notes:
        if note.place is None or (note.note.is_whole and not note.note.tone):
            continue
        start, end = places[note.place.start], places[note.place.end - 1] + 1
        marked.append(_Marked(note, start, end))
    if not marked:
        return
    named: set[str] = set()
    at = 0
    for one in words:
        parts: list[Token] = []
        for part in one.children or ():
            length = len(raw_part(part))
            parts.extend(_marked_parts(part, at, marked, named))
            at += length
        one.children = parts
        at += 1


def _raw_places(raw: str) -> list[int]:
    """Where each letter of a text, spelled with one space between words, stands in its raw form."""
    places: list[int] = []
    is_parted = False
    for at, sign in enumerate(raw):
        if sign.isspace():
            is_parted = bool(places)
            continue
        if is_parted:
            places.append(at - 1)
        is_parted = False
        places.append(at)
    return places


def _marked_parts(
    part: Token, at: int, marked: Sequence[_Marked], named: set[str]
) -> Iterator[Token]:
    """One part of a paragraph's words, cut where a mark begins or ends."""
    length = len(raw_part(part))
    touching = [one for one in marked if one.start < at + length and one.end > at]
    if not length or not touching:
        yield part
        return
    cuts = {0, length}
    if part.type == "text":
        for one in touching:
            cuts |= {max(0, one.start - at), min(length, one.end - at)}
    ordered = sorted(cuts)
    for begin, end in pairwise(ordered):
        covering = [one for one in touching if one.start < at + end and one.end > at + begin]
        for one in covering:
            yield _opening(one.note, named)
        yield _cut(part, begin, end)
        for _one in covering:
            yield _html("</mark>")


def _cut(part: Token, begin: int, end: int) -> Token:
    if part.type != "text":
        return part
    cut = part.copy()
    cut.content = part.content[begin:end]
    return cut


def _opening(note: PlacedNote, named: set[str]) -> Token:
    id = f"m-{note.note.pk}"
    name = "" if id in named else f' id="{id}"'
    named.add(id)
    return _html(f'<mark class="noted noted-{note.note.tone or "note"}"{name}>')


def _sign(note: PlacedNote) -> Token:
    """The sign behind a noted paragraph that leads to the note; it says in words what the tone says."""
    says = tone_name(note.note.tone)
    label = f"{says}: {note.note.text[:80]}" if note.note.text and note.note.tone else says
    # a note on a whole paragraph has no mark in the text that could be led to
    id = f' id="m-{note.note.pk}"' if note.note.is_whole and not note.note.tone else ""
    return _html(
        f'<a class="note-sign note-sign-{note.note.tone or "note"}"{id} '
        f'href="#n-{note.note.pk}" aria-label="{escape(label)}"></a>'
    )


def _way_to_note(text: str, url: str) -> Token:
    words = text.split()
    beginning = " ".join(words[:WORDS_NAMED]) + (" …" if len(words) > WORDS_NAMED else "")
    label = _("Note on the paragraph “%(beginning)s”") % {"beginning": beginning}
    return _html(f'<a class="note-way" href="{escape(url)}" aria-label="{escape(label)}"></a>')


def _html(content: str) -> Token:
    return Token("html_inline", "", 0, content=content)
