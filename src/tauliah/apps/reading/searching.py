"""The search over lessons and glossary: what is found, how it was read, and what is shown of it."""

from __future__ import annotations

from dataclasses import dataclass

from tauliah.apps.reading.engines import Asked, Meant, engine, found_passages
from tauliah.apps.reading.indexing import vocabulary_of
from tauliah.apps.reading.models import Passage
from tauliah.core.reading import Excerpt, Vocabulary, Wanted, excerpt_of

RESULTS_PER_PAGE = 10
LONGEST_SEARCH = 120
"""Letters of a search that are looked at."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Where is looked: in one language, in the glossary, and for who may read lessons in these, too.

    `course` restricts it to the lessons of one.
    """

    language: str
    with_lessons: bool
    course: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """A passage that was found: its title, heading and the best part of its text, words marked."""

    passage: Passage
    title: Excerpt
    heading: Excerpt
    text: Excerpt


@dataclass(frozen=True, slots=True)
class Found:
    """What a search finds: how its words were read, how many passages, and those of one page.

    Of `has_every` false, no passage has all the words, and those were taken that have some.
    """

    wanted: tuple[Wanted, ...]
    count: int
    has_every: bool
    results: tuple[Result, ...]

    @property
    def corrected(self) -> str:
        """The search as it was read, where a word was spelled otherwise; else empty."""
        if not any(one.is_corrected for one in self.wanted):
            return ""
        return " ".join(one.read_as for one in self.wanted)


def search(asked: str, scope: Scope, *, page: int = 1, corrects: bool = True) -> Found:
    """One page of what is found, the best first.

    Words are read as `core.reading` reads them; where no passage has one of each, passages that have
    any are taken.
    """
    vocabulary = vocabulary_of(scope.language)
    wanted = vocabulary.wanted(asked[:LONGEST_SEARCH], corrects=corrects)
    meant = [one.meant for one in wanted if one.meant]
    if not meant:
        return Found(wanted, 0, has_every=True, results=())
    first = RESULTS_PER_PAGE * (max(page, 1) - 1)
    # a word that stands nowhere is in no passage: then none has every word
    has_every = len(meant) == len(wanted)
    count, ids = _ids(meant, scope, every=True, first=first) if has_every else (0, [])
    if not count and len(wanted) > 1:
        has_every = False
        count, ids = _ids(meant, scope, every=False, first=first)
    return Found(wanted, count, has_every=has_every, results=_results(ids, meant))


def count_in(asked: str, scope: Scope) -> int:
    """How many passages have every word of a search as it is spelled, in another language."""
    vocabulary: Vocabulary = vocabulary_of(scope.language)
    wanted = vocabulary.wanted(asked[:LONGEST_SEARCH], corrects=False)
    meant = [one.meant for one in wanted]
    if not meant or not all(meant):
        return 0
    return _ids(meant, scope, every=True, first=0)[0]


def _ids(meant: Meant, scope: Scope, *, every: bool, first: int) -> tuple[int, list[int]]:
    where, values = "reading_passage.language = %s", [scope.language]
    if not scope.with_lessons:
        where += " AND reading_passage.kind = 'term'"
    if scope.course:
        where += " AND reading_passage.course = %s"
        values.append(scope.course)
    asked = Asked(
        question=engine().question(meant, every=every),
        title=engine().title_question(meant),
        where=where,
        values=values,
    )
    return found_passages(asked, first=first, most=RESULTS_PER_PAGE)


def _results(ids: list[int], meant: Meant) -> tuple[Result, ...]:
    kinds = [frozenset(words) for words in meant]
    passages = Passage.objects.in_bulk(ids)
    return tuple(
        Result(
            passage=passages[id],
            title=excerpt_of(passages[id].title, kinds),
            heading=excerpt_of(passages[id].heading, kinds),
            text=excerpt_of(passages[id].text, kinds),
        )
        for id in ids
    )
