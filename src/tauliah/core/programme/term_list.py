"""The bilingual list of terms: one Malay term for each concept, and the words that Malay shares."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from tauliah.core.kernel import NonEmpty
from tauliah.core.programme.written import Slug, Strict


class ListedTerm(Strict):
    """A concept by its English and its one Malay term.

    `never` are Malay words for it that the programme does not use, so that a reader need not ask
    whether they mean the same.
    """

    concept: Slug
    en: NonEmpty
    ms: NonEmpty
    never: tuple[NonEmpty, ...] = ()


class TermList(Strict):
    """What the list of terms holds.

    `shared_words` are words of the English texts that are Malay, too, or that Malay texts may use
    without marking them as foreign.
    """

    terms: Annotated[tuple[ListedTerm, ...], Field(min_length=1)]
    shared_words: tuple[NonEmpty, ...] = ()
