"""Sentences that a lesson says twice in one paragraph."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tauliah.core.kernel import LocalText, Problem
from tauliah.core.programme.links import MARKDOWN
from tauliah.core.programme.places import place_of
from tauliah.core.programme.said import Said, Texts

_SENTENCE = re.compile(r"\S.*?[.!?…]+[\"”’)]*(?=\s|$)", re.DOTALL)
_CLOSING = '"”’) \n'
_STOP = re.compile(r"(?<=[.!?…])[\"”’)]*\s")
# the same words are the same sentence, linked or emphasised or not
_MARKUP = re.compile(r"\]\([^)]*\)|[*_\[\]|]")
_FEWEST_WORDS = 3
"""Shorter ones, such as a cell that says "Yes.", may be said again."""


def repetition_problems(texts: Texts) -> Iterator[Problem]:
    """Each sentence of a lesson that stands in its paragraph already."""
    for in_one_language in texts.values():
        for said in in_one_language:
            place = place_of(said.file)
            if place and place.kind == "lesson" and not said.path and _may_repeat(said.text):
                yield from _said_twice(said)


def _may_repeat(text: str) -> bool:
    """Whether two sentences between blank lines end alike, so that the text must be parsed."""
    for piece in _MARKUP.sub("", text).casefold().split("\n\n"):
        ends = [tuple(one.split()[-_FEWEST_WORDS:]) for one in _STOP.split(piece.rstrip(_CLOSING))]
        if len(set(ends)) < len(ends):
            return True
    return False


def _said_twice(said: Said) -> Iterator[Problem]:
    for block in MARKDOWN.parse(said.text):
        if block.type != "inline" or block.map is None:
            continue
        told: set[str] = set()
        plain = _MARKUP.sub("", block.content)
        for sentence in _SENTENCE.finditer(plain):
            words = sentence.group().split()
            folded = " ".join(words).casefold()
            if folded in told and len(words) >= _FEWEST_WORDS:
                start = " ".join(words[:4])
                message = LocalText(
                    en=f"this sentence stands in the paragraph already: “{start} ...”",
                    ms=f"ayat ini sudah ada dalam perenggan yang sama: “{start} ...”",
                )
                line = block.map[0] + plain.count("\n", 0, sentence.start())
                yield said.problem_in(line, message)
            told.add(folded)
