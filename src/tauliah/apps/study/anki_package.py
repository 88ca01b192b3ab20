"""An Anki package of cards: a ZIP file with a SQLite database, in memory.

The database is that which Anki calls schema 11: every version since 2.1 imports it.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from tauliah.core.practice.anki import AnkiCard, checksum, stable_ids, words_of

LEGACY = "collection.anki2"
"""What the database is called in a package that every version reads."""
DAY_BEGINS = 4
"""The hour at which Anki's day begins unless a person sets another."""
_FIELDS = ("Front", "Back", "Code")
_EPOCH = datetime(1980, 1, 1)  # noqa: DTZ001 - the first moment a ZIP file can name, in no zone


@dataclass(frozen=True, slots=True)
class AnkiDeck:
    """What a package is made of: the name of the deck, what names it for good, and its cards.

    `began` is the day from which Anki counts, `offset_minutes` how far the zone lies west of UTC.
    """

    name: str
    key: str
    cards: Sequence[AnkiCard]
    began: date
    began_at: datetime
    offset_minutes: int


def write_package(deck: AnkiDeck, *, at: datetime) -> bytes:
    """The package of a deck. The same deck at the same moment gives the same cards and ids."""
    connection = sqlite3.connect(":memory:")
    try:
        connection.executescript(_SCHEMA)
        _fill(connection, deck, at=at)
        connection.commit()
        database = connection.serialize()
    finally:
        connection.close()
    written = BytesIO()
    with ZipFile(written, "w", ZIP_DEFLATED) as archive:
        for name, content in ((LEGACY, database), ("media", b"{}")):
            entry = ZipInfo(name, date_time=_EPOCH.timetuple()[:6])
            archive.writestr(entry, content, ZIP_DEFLATED)
    return written.getvalue()


def _fill(connection: sqlite3.Connection, deck: AnkiDeck, *, at: datetime) -> None:
    seconds = int(at.timestamp())
    model, home = stable_ids(["tauliah/note-type", f"tauliah/deck/{deck.key}"])
    notes = stable_ids(f"note/{one.guid}" for one in deck.cards)
    cards = stable_ids(f"card/{one.guid}" for one in deck.cards)
    log = _ReviewIds()
    for place, (one, note, card) in enumerate(zip(deck.cards, notes, cards, strict=True)):
        fields = f"{one.front}\x1f{one.back}\x1f{one.code}"
        tags = f" {' '.join(one.tags)} "
        connection.execute(
            "INSERT INTO notes VALUES (?, ?, ?, ?, -1, ?, ?, ?, ?, 0, '')",
            (
                note,
                one.guid,
                model,
                seconds,
                tags,
                fields,
                words_of(one.front),
                checksum(one.front),
            ),
        )
        held = one.held
        plan = (0, 0, place, 0, 0, 0, 0, "")
        if held is not None:
            due = (held.due - deck.began).days
            plan = (2, 2, due, held.interval, held.ease, held.reviews, held.lapses, held.data)
        kind, queue, due, interval, ease, times, lapses, data = plan
        connection.execute(
            "INSERT INTO cards VALUES (?, ?, ?, 0, ?, -1, ?, ?, ?, ?, ?, ?, ?, 0, 0, 0, 0, ?)",
            (card, note, home, seconds, kind, queue, due, interval, ease, times, lapses, data),
        )
        connection.executemany(
            "INSERT INTO revlog VALUES (?, ?, -1, ?, ?, ?, ?, ?, ?)",
            (
                (log.next(review.at), card, review.rating, review.interval, review.before,
                 held.ease if held else 0, round(review.seconds * 1000), review.kind)
                for review in one.reviews
            ),
        )  # fmt: skip
    connection.execute(
        "INSERT INTO col VALUES (1, ?, ?, ?, 11, 0, 0, 0, ?, ?, ?, ?, '{}')",
        (
            int(deck.began_at.timestamp()), seconds * 1000, seconds * 1000,
            *map(json.dumps, _settings(deck, model=model, home=home, seconds=seconds)),
        ),
    )  # fmt: skip


class _ReviewIds:
    """Moments in milliseconds, of which Anki keeps one review each: the next free one where taken."""

    def __init__(self) -> None:
        self._taken: set[int] = set()

    def next(self, at: datetime) -> int:
        id = int(at.timestamp() * 1000)
        while id in self._taken:
            id += 1
        self._taken.add(id)
        return id


def _settings(deck: AnkiDeck, *, model: int, home: int, seconds: int) -> tuple[dict[str, Any], ...]:
    """What the table `col` says of the collection, its note types, decks and their options."""
    collection = {
        "activeDecks": [home], "curDeck": home, "curModel": model, "nextPos": len(deck.cards) + 1,
        "newSpread": 0, "collapseTime": 1200, "timeLim": 0, "estTimes": True, "dueCounts": True,
        "sortType": "noteFld", "sortBackwards": False, "addToCur": True, "dayLearnFirst": False,
        "schedVer": 2, "sched2021": True, "rollover": DAY_BEGINS, "creationOffset": deck.offset_minutes,
    }  # fmt: skip
    note_type = {
        "id": model, "name": "Tauliah", "type": 0, "mod": 0, "usn": -1, "sortf": 0, "did": home,
        "css": _CSS, "latexPre": "", "latexPost": "", "latexsvg": False, "tags": [], "vers": [],
        "req": [[0, "any", [0]]],
        "flds": [
            {"name": name, "ord": place, "sticky": False, "rtl": False, "font": "Arial",
             "size": 20, "media": []}
            for place, name in enumerate(_FIELDS)
        ],
        "tmpls": [
            {"name": "Card 1", "ord": 0, "qfmt": "{{Front}}", "did": None, "bqfmt": "", "bafmt": "",
             "afmt": '{{FrontSide}}\n<hr id="answer">\n{{Back}}'}
        ],
    }  # fmt: skip
    decks = {
        str(id): {
            "id": id, "name": name, "mod": seconds, "usn": -1, "desc": "", "dyn": 0, "conf": 1,
            "collapsed": False, "browserCollapsed": False, "extendNew": 0, "extendRev": 0,
            "newToday": [0, 0], "revToday": [0, 0], "lrnToday": [0, 0], "timeToday": [0, 0],
        }
        for id, name in ((1, "Default"), (home, deck.name))
    }  # fmt: skip
    options = {
        "id": 1, "name": "Default", "mod": 0, "usn": 0, "maxTaken": 60, "autoplay": True,
        "timer": 0, "replayq": True, "dyn": False,
        "new": {"bury": False, "delays": [1, 10], "initialFactor": 2500, "ints": [1, 4, 0],
                "order": 1, "perDay": 20},
        "rev": {"bury": False, "ease4": 1.3, "ivlFct": 1, "maxIvl": 36500, "perDay": 200,
                "hardFactor": 1.2},
        "lapse": {"delays": [10], "leechAction": 1, "leechFails": 8, "minInt": 1, "mult": 0},
    }  # fmt: skip
    return collection, {str(model): note_type}, decks, {"1": options}


def day_begins_at(day: date, *, zone: tzinfo) -> datetime:
    """When a day of Anki begins in a zone."""
    return datetime(day.year, day.month, day.day, DAY_BEGINS, tzinfo=zone)


_CSS = """.card { font-family: sans-serif; font-size: 20px; text-align: center; }
[lang] + [lang] { margin-top: 1em; opacity: .8; }"""

_SCHEMA = """
CREATE TABLE col (
    id integer PRIMARY KEY, crt integer NOT NULL, mod integer NOT NULL, scm integer NOT NULL,
    ver integer NOT NULL, dty integer NOT NULL, usn integer NOT NULL, ls integer NOT NULL,
    conf text NOT NULL, models text NOT NULL, decks text NOT NULL, dconf text NOT NULL,
    tags text NOT NULL
);
CREATE TABLE notes (
    id integer PRIMARY KEY, guid text NOT NULL, mid integer NOT NULL, mod integer NOT NULL,
    usn integer NOT NULL, tags text NOT NULL, flds text NOT NULL, sfld integer NOT NULL,
    csum integer NOT NULL, flags integer NOT NULL, data text NOT NULL
);
CREATE TABLE cards (
    id integer PRIMARY KEY, nid integer NOT NULL, did integer NOT NULL, ord integer NOT NULL,
    mod integer NOT NULL, usn integer NOT NULL, type integer NOT NULL, queue integer NOT NULL,
    due integer NOT NULL, ivl integer NOT NULL, factor integer NOT NULL, reps integer NOT NULL,
    lapses integer NOT NULL, left integer NOT NULL, odue integer NOT NULL, odid integer NOT NULL,
    flags integer NOT NULL, data text NOT NULL
);
CREATE TABLE revlog (
    id integer PRIMARY KEY, cid integer NOT NULL, usn integer NOT NULL, ease integer NOT NULL,
    ivl integer NOT NULL, lastIvl integer NOT NULL, factor integer NOT NULL, time integer NOT NULL,
    type integer NOT NULL
);
CREATE TABLE graves (usn integer NOT NULL, oid integer NOT NULL, type integer NOT NULL);
CREATE INDEX ix_notes_usn ON notes (usn);
CREATE INDEX ix_cards_usn ON cards (usn);
CREATE INDEX ix_revlog_usn ON revlog (usn);
CREATE INDEX ix_cards_nid ON cards (nid);
CREATE INDEX ix_cards_sched ON cards (did, queue, due);
CREATE INDEX ix_revlog_cid ON revlog (cid);
CREATE INDEX ix_notes_csum ON notes (csum);
"""
