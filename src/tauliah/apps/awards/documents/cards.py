"""Pictures for links that people share: what a page says, in 1200 by 630 points (Open Graph)."""

from __future__ import annotations

import json
from functools import lru_cache

from tauliah.apps.awards.documents.typesetting import drawn, in_language
from tauliah.apps.awards.queries import PublicAward
from tauliah.apps.awards.register import Holder
from tauliah.apps.catalogue.queries import programme

_MOST_LINES = 4


def holder_card(holder: Holder, language: str) -> bytes:
    """The name of a listed holder and the designations that may be shown, as a PNG picture."""
    awards = [one for one in holder.awards or () if one.state == "in-force"]
    lines = [
        f"{one.designation.title.in_language(language)} ({one.designation.letters})"
        for one in awards[:_MOST_LINES]
    ]
    say = in_language(language)
    return _card(holder.name, lines, say("Register of holders", "Daftar pemegang"), language)


def award_card(award: PublicAward, language: str) -> bytes:
    """A designation and its number as a PNG picture; the holder only by their own choice.

    It says nothing of the state, which may change while others keep the picture.
    """
    title = award.designation.title.in_language(language)
    lines = [award.holder] if award.holder else []
    say = in_language(language)
    note = say("Check it by its number", "Semak melalui nombornya")
    return _card(f"{title} ({award.designation.letters})", [*lines, award.number], note, language)


def _card(title: str, lines: list[str], note: str, language: str) -> bytes:
    body = programme().about.body.name.in_language(language)
    facts = {"body": body, "title": title, "lines": lines, "note": note, "language": language}
    return _drawn(json.dumps(facts, ensure_ascii=False))


@lru_cache(maxsize=256)
def _drawn(facts: str) -> bytes:
    return drawn("card.typ", facts=facts)
