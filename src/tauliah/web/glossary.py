"""The glossary as a reader leafs through it: by letter, and by what a search finds."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from tauliah.core.programme import GlossaryTerm


def matching(
    terms: Iterable[GlossaryTerm], search: str, *, language: str
) -> tuple[GlossaryTerm, ...]:
    """The terms in alphabetical order whose title, description or keywords hold every word."""
    words = search.casefold().split()
    found = [term for term in terms if all(word in _index(term, language) for word in words)]
    return tuple(sorted(found, key=lambda term: term.in_language(language).title.casefold()))


def by_letter(
    terms: Iterable[GlossaryTerm], *, language: str
) -> tuple[tuple[str, tuple[GlossaryTerm, ...]], ...]:
    """Terms that are in alphabetical order, in groups of the same first letter."""
    groups = groupby(terms, key=lambda term: term.in_language(language).title[:1].upper())
    return tuple((letter, tuple(group)) for letter, group in groups)


def _index(term: GlossaryTerm, language: str) -> str:
    page = term.in_language(language)
    return " ".join([page.title, page.description, *page.keywords]).casefold()
