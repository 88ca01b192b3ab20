"""The two full-text searches: FTS5 of SQLite and tsvector of PostgreSQL, behind the same four words.

Both are given the words of a passage ready made, so that neither stems, drops or parts them in a way
of its own: what is a word, and which words a search means, is decided in `core.reading` alone. The
words of a question are words of the texts, made of letters and digits; nothing that somebody typed
ever stands in one.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from django.db import connection

Meant = Sequence[Sequence[str]]
"""For each word that was typed, the words of the texts that it means."""


@dataclass(frozen=True, slots=True)
class PassageWords:
    """The words of a passage: of the page's title, of the section's heading, and of its text."""

    passage: int
    title: Sequence[str]
    heading: Sequence[str]
    text: Sequence[str]


class Engine(Protocol):
    """What the search asks of a database; all is done within the caller's transaction."""

    def fill(self, words: Iterable[PassageWords]) -> None:
        """Replace all that it knows."""

    def question(self, meant: Meant, *, every: bool) -> str:
        """What asks for passages with one word of each, or of `every` false, of any."""

    def title_question(self, meant: Meant) -> str:
        """What asks for passages whose title has one word of each."""

    def matches(self) -> str:
        """The condition under which a passage is found, with one place for a question."""

    def rank(self) -> str:
        """What orders found passages, the best with the least; it may have a place for the question."""


class Fts5:
    """SQLite's FTS5; found ones are ordered by BM25, a heading weighing more than a text."""

    def fill(self, words: Iterable[PassageWords]) -> None:
        rows = [
            (one.passage, " ".join(one.title), " ".join(one.heading), " ".join(one.text))
            for one in words
        ]
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM reading_passagewords")
            cursor.executemany(
                "INSERT INTO reading_passagewords (rowid, title, heading, text) VALUES (%s, %s, %s, %s)",
                rows,
            )

    def question(self, meant: Meant, *, every: bool) -> str:
        groups = (" OR ".join(_quoted(word) for word in words) for words in meant)
        return (" AND " if every else " OR ").join(f"({group})" for group in groups)

    def title_question(self, meant: Meant) -> str:
        return f"{{title}} : ({self.question(meant, every=True)})"

    def matches(self) -> str:
        return "reading_passagewords MATCH %s"

    def rank(self) -> str:
        return "bm25(reading_passagewords, 2.0, 4.0, 1.0)"


class Tsvector:
    """PostgreSQL's tsvector; found ones are ordered by how near the words stand, and where."""

    def fill(self, words: Iterable[PassageWords]) -> None:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM reading_passagewords")
            cursor.executemany(
                "INSERT INTO reading_passagewords (rowid, words) VALUES (%s, %s::tsvector)",
                [(one.passage, _vector(one)) for one in words],
            )

    def question(self, meant: Meant, *, every: bool) -> str:
        groups = (" | ".join(f"'{word}'" for word in words) for words in meant)
        return (" & " if every else " | ").join(f"({group})" for group in groups)

    def title_question(self, meant: Meant) -> str:
        groups = (" | ".join(f"'{word}':A" for word in words) for words in meant)
        return " & ".join(f"({group})" for group in groups)

    def matches(self) -> str:
        return "reading_passagewords.words @@ %s::tsquery"

    def rank(self) -> str:
        # weights of D, C, B and A: of the text, of nothing, of a heading and of a title
        weights = "'{0.25, 0.25, 1.0, 0.5}'"
        return f"-ts_rank_cd({weights}, reading_passagewords.words, %s::tsquery, 1)"


def engine() -> Engine:
    """The search of the database that is used."""
    return Tsvector() if connection.vendor == "postgresql" else Fts5()


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of the full-text search: which passages, and which of them are about it by title.

    `where` restricts the passages further, with its `values`.
    """

    question: str
    title: str
    where: str
    values: Sequence[Any]


def found_passages(asked: Asked, *, first: int, most: int) -> tuple[int, list[int]]:
    """How many passages are found, and the ids of some of them in their order.

    First come terms and beginnings of lessons whose title has every word, the shortest title first;
    then whatever the database ranks highest.
    """
    of_database = engine()
    matches, rank = of_database.matches(), of_database.rank()
    # all that is put in are the words of this module and of its callers; what is asked is a value
    found = (
        "FROM reading_passagewords JOIN reading_passage ON reading_passage.id = "
        f"reading_passagewords.rowid WHERE {matches} AND {asked.where}"
    )
    by_title = (
        "CASE WHEN reading_passage.section = '' AND reading_passage.id IN "  # noqa: S608
        f"(SELECT rowid FROM reading_passagewords WHERE {matches}) "
        "THEN length(reading_passage.title) ELSE 10000 END"
    )
    values = [asked.question, *asked.values]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) {found}", values)
        (count,) = cursor.fetchone()
        cursor.execute(
            f"SELECT reading_passage.id {found} "
            f"ORDER BY {by_title}, {rank}, reading_passage.id LIMIT %s OFFSET %s",
            [*values, asked.title, *[asked.question] * rank.count("%s"), most, first],
        )
        return count, [id for (id,) in cursor.fetchall()]


def _quoted(word: str) -> str:
    return '"' + word.replace('"', '""') + '"'


def _vector(one: PassageWords) -> str:
    """The words with their places and weights, as PostgreSQL spells a tsvector."""
    places: dict[str, list[str]] = {}
    at = 0
    for weight, words in (("A", one.title), ("B", one.heading), ("D", one.text)):
        for word in words:
            at += 1
            # PostgreSQL counts places to 16,383, and 256 of them for a word
            if len(places.setdefault(word, [])) < 256:
                places[word].append(f"{min(at, 16_383)}{weight}")
    return " ".join(f"'{word}':{','.join(found)}" for word, found in places.items())
