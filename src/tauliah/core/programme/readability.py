"""Sentences that are too long to be understood in one reading."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tauliah.core.kernel import LocalText, Problem
from tauliah.core.programme.links import MARKDOWN
from tauliah.core.programme.said import Said, Texts

LONGEST_SENTENCE = 45
"""Words between two stops; a colon and a semicolon let a reader rest, too."""

_WORD = re.compile(r"\w+(?:[-'’.,]\w+)*")
# No sentence reaches over these, so that only texts with a long piece between them are parsed.
_PIECE = re.compile(r"[.!?:;…]\s|\n\s*\n|\n\s*[-*#>]|\|")
_STOP = re.compile(r"[.!?:;…]+[\"”’)\]]*(?=\s|$)")


def readability_problems(texts: Texts) -> Iterator[Problem]:
    """Each sentence that has more than `LONGEST_SENTENCE` words."""
    for in_one_language in texts.values():
        for said in in_one_language:
            yield from long_sentences(said)


def long_sentences(said: Said) -> Iterator[Problem]:
    """Each sentence of one text that has more than `LONGEST_SENTENCE` words."""
    pieces = _PIECE.split(said.text)
    if all(piece.count(" ") + piece.count("\n") < LONGEST_SENTENCE for piece in pieces):
        return
    for block in MARKDOWN.parse(said.text):
        if block.type != "inline":
            continue
        told = " ".join(child.content or " " for child in block.children or ())
        for sentence in _STOP.split(told):
            words = _words(sentence)
            if words > LONGEST_SENTENCE:
                start = " ".join(sentence.split()[:4])
                message = LocalText(
                    en=f"a sentence of {words} words, “{start} ...”: expected {LONGEST_SENTENCE} "
                    "or fewer",
                    ms=f"ayat dengan {words} patah kata, “{start} ...”: dijangka "
                    f"{LONGEST_SENTENCE} atau kurang",
                )
                yield said.problem_in(block.map[0] if block.map else 0, message)


def _words(text: str) -> int:
    return len(_WORD.findall(text))
