"""Texts that say nearly the same: the shares of their three-word shingles that they have in common.

The resemblance of two texts is that of Broder (1997): of all shingles that stand in either, the
share that stands in both. Pairs are found without comparing each text with each: of a text only
its rarest shingles are looked up, as many as two texts of that resemblance cannot both lack
(prefix filtering, Chaudhuri, Ganti and Kaushik 2006). Nothing is missed by it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from math import ceil

_WIDTH = 3

Shingles = frozenset[tuple[str, ...]]


def shingles(text: str) -> Shingles:
    """Every three words that follow one another, without case and signs.

    All numbers count as one word, so that a text with other amounts is the same text.
    """
    words = re.findall(r"\w+", re.sub(r"\d+(?:[.,]\d+)*", "0", text.casefold()))
    return frozenset(tuple(words[at : at + _WIDTH]) for at in range(len(words) - _WIDTH + 1))


def resemblance(one: Shingles, other: Shingles) -> float:
    """The share of all shingles of both that both have; 0 where there are none."""
    together = len(one | other)
    return len(one & other) / together if together else 0.0


def near_pairs(texts: Sequence[Shingles], *, at_least: float) -> Iterator[tuple[int, int, float]]:
    """The pairs of texts that resemble one another so much, by place, the later one second."""
    rarity = Counter(shingle for text in texts for shingle in text)
    seen: dict[tuple[str, ...], list[int]] = {}
    for later, text in enumerate(texts):
        rare = sorted(text, key=lambda shingle: (rarity[shingle], shingle))
        prefix = rare[: len(rare) - ceil(at_least * len(rare)) + 1]
        met = {earlier for shingle in prefix for earlier in seen.get(shingle, ())}
        for earlier in sorted(met):
            share = resemblance(texts[earlier], text)
            if share >= at_least:
                yield earlier, later, share
        for shingle in prefix:
            seen.setdefault(shingle, []).append(later)
