"""Making what the search looks in from a release, and whether it is that of the newest one."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import lru_cache
from itertools import chain

from django.db import connection, transaction

from tauliah.apps.catalogue.queries import (
    NothingPublished,
    current_digest,
    current_release,
    programme_of,
)
from tauliah.apps.reading.engines import PassageWords, engine
from tauliah.apps.reading.models import Passage, SearchIndex
from tauliah.core.kernel import LANGUAGES
from tauliah.core.programme import PageText, Paragraph, Programme, paragraphs_of
from tauliah.core.reading import Vocabulary, words_of

_Said = tuple[tuple[str, ...], ...]

WAY = 1
"""The way in which passages are made; another number makes them anew where they are older."""


def is_index_current() -> bool:
    """Whether what the search looks in was made from the newest release; NothingPublished without one."""
    wanted = _digest(current_digest())
    known = SearchIndex.objects.filter(digest=wanted).values_list("language", flat=True)
    return set(known) == set(LANGUAGES)


def is_anything_indexed() -> bool:
    """Whether there is anything to look in, be it of an older release."""
    return SearchIndex.objects.exists()


def refresh_index(*, at: datetime) -> bool:
    """Make what the search looks in, where it is not that of the newest release; whether it was made."""
    try:
        if is_index_current():
            return False
    except NothingPublished:
        return False
    make_index(at=at)
    return True


def make_index(*, at: datetime) -> int:
    """Make what the search looks in from the newest release; how many passages there are.

    Texts are read before the transaction, so that it holds up nobody who writes; who searches
    meanwhile finds what was there.
    """
    release, digest = current_release(), _digest(current_digest())
    passages = list(_passages(programme_of(release)))
    said = [(words_of(one.title), words_of(one.heading), words_of(one.text)) for one in passages]
    counted = {language: _counted(passages, said, language) for language in LANGUAGES}
    with transaction.atomic():
        _wait_for_others()
        Passage.objects.all().delete()
        made = Passage.objects.bulk_create(passages, batch_size=500)
        engine().fill(PassageWords(one.pk, *words) for one, words in zip(made, said, strict=True))
        SearchIndex.objects.all().delete()
        for language, words in counted.items():
            SearchIndex.objects.create(
                language=language, release=release, digest=digest, words=words, made_at=at
            )
    return len(made)


def _counted(passages: Sequence[Passage], said: Sequence[_Said], language: str) -> str:
    """The words of a language's passages, each with its count in a line."""
    counts: Counter[str] = Counter()
    for passage, words in zip(passages, said, strict=True):
        if passage.language == language:
            counts.update(chain.from_iterable(words))
    return "\n".join(f"{word} {count}" for word, count in sorted(counts.items()))


def vocabulary_of(language: str) -> Vocabulary:
    """The words in which a language's passages are searched; empty where nothing was made yet."""
    made = SearchIndex.objects.filter(language=language).values_list("digest", "made_at").first()
    return _vocabulary(language, *made) if made else Vocabulary(language, {})


@lru_cache(maxsize=4)
def _vocabulary(language: str, digest: str, made_at: datetime) -> Vocabulary:
    lines = SearchIndex.objects.filter(language=language, digest=digest, made_at=made_at)
    words = lines.values_list("words", flat=True).first() or ""
    counts = (line.rpartition(" ") for line in words.splitlines())
    return Vocabulary(language, {word: int(count) for word, _, count in counts})


def _digest(of_release: str) -> str:
    return f"{WAY}:{of_release}"


def _passages(programme: Programme) -> Iterator[Passage]:
    for language in LANGUAGES:
        for lesson in programme.lessons:
            yield from _sections(
                lesson.in_language(language),
                Passage(language=language, kind="lesson", course=lesson.course, slug=lesson.slug),
            )
        for term in programme.glossary:
            yield from _sections(
                term.in_language(language),
                Passage(language=language, kind="term", slug=term.slug),
                is_whole=True,
            )


def _sections(page: PageText, like: Passage, *, is_whole: bool = False) -> Iterator[Passage]:
    """The sections of a page, each a passage; of `is_whole`, all of them one.

    What stands above the first heading goes with the page's description and highlights.
    """
    said: dict[tuple[str, str], list[str]] = {("", ""): [page.description, *page.highlights]}
    for one in paragraphs_of(page.body):
        said.setdefault(_section_of(one, is_whole=is_whole), []).append(one.text)
    for (section, heading), texts in said.items():
        yield Passage(
            language=like.language,
            kind=like.kind,
            course=like.course,
            slug=like.slug,
            section=section,
            title=page.title,
            heading=heading,
            text=" ".join(texts),
        )


def _section_of(one: Paragraph, *, is_whole: bool) -> tuple[str, str]:
    return ("", "") if is_whole else (one.section, one.heading)


def _wait_for_others() -> None:
    """Let one process at a time make the index; on SQLite, who writes is alone already."""
    if connection.vendor == "postgresql":
        key = int.from_bytes(hashlib.sha256(b"reading.index").digest()[:7])
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key])
