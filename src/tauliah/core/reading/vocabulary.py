"""The words that texts use, and which of them are meant by what somebody types.

A word that is typed means those that are spelled so, begin so, have it in them or are of its
family; where there are none, those that are spelled most alike.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from tauliah.core.reading.families import roots_of
from tauliah.core.reading.likeness import by_trigram, edits, most_alike, trigrams
from tauliah.core.reading.words import words_of

MOST_WORDS = 8
"""Words of a search that are looked for; the rest is left out."""

MOST_MEANT = 40
"""Words of the texts that one typed word can mean: the more frequent ones first."""

_SHORTEST_BEGINNING = 3
_SHORTEST_PART = 4
# pg_trgm asks for 0.3; two letters that changed places leave less of a short word
_LEAST_ALIKE = 0.2


@dataclass(frozen=True, slots=True)
class Wanted:
    """A word that was typed, what it was read as where it is spelled otherwise, and what it means.

    `meant` is empty where no word of the texts is near.
    """

    typed: str
    read_as: str
    meant: tuple[str, ...]

    @property
    def is_corrected(self) -> bool:
        """Whether it was read as another word."""
        return self.read_as != self.typed


@dataclass(frozen=True)
class Vocabulary:
    """The words of all texts in one language, each with how often it stands in them."""

    language: str
    counts: Mapping[str, int]

    @cached_property
    def _sorted(self) -> tuple[str, ...]:
        return tuple(sorted(self.counts))

    @cached_property
    def _having(self) -> Mapping[str, tuple[str, ...]]:
        return by_trigram(self._sorted)

    @cached_property
    def _family(self) -> Mapping[str, tuple[str, ...]]:
        families: dict[str, list[str]] = {}
        for word in self._sorted:
            for root in roots_of(word, language=self.language):
                families.setdefault(root, []).append(word)
        return {root: tuple(words) for root, words in families.items()}

    def wanted(self, search: str, *, corrects: bool = True) -> tuple[Wanted, ...]:
        """What each different word of a search means; words that say nothing of a text are in it, too.

        Where a word means nothing and `corrects`, it is read as the word most alike.
        """
        typed = tuple(dict.fromkeys(words_of(search)))[:MOST_WORDS]
        return tuple(self._wanted(word, corrects=corrects) for word in typed)

    def _wanted(self, word: str, *, corrects: bool) -> Wanted:
        meant = self.meant_by(word)
        if meant or not corrects:
            return Wanted(word, word, meant)
        nearest = self.nearest(word)
        return Wanted(word, nearest or word, self.meant_by(nearest) if nearest else ())

    def meant_by(self, word: str) -> tuple[str, ...]:
        """The words of the texts that are spelled so, begin so, have it in them, or are of its family."""
        found = {word} & self.counts.keys()
        if len(word) >= _SHORTEST_BEGINNING:
            found |= self._beginning_with(word)
        if len(word) >= _SHORTEST_PART:
            found |= self._with_part(word)
        for root in roots_of(word, language=self.language):
            found |= set(self._family.get(root, ()))
        often = sorted(found, key=lambda one: (one != word, -self.counts[one], one))
        return tuple(often[:MOST_MEANT])

    def nearest(self, word: str) -> str:
        """The word that was most likely meant by one that stands in no text; empty where none is near.

        Of the words alike by their trigrams, the one that the fewest slips of a finger lead to, then
        the most frequent.
        """
        if len(word) < _SHORTEST_BEGINNING:
            return ""
        alike = most_alike(word, self._having, at_least=_LEAST_ALIKE)
        near = [
            (slips, -self.counts[other], other)
            for other, _ in alike
            if (slips := edits(word, other)) <= _most_slips(word)
        ]
        return min(near)[2] if near else ""

    def _beginning_with(self, word: str) -> set[str]:
        first = bisect_left(self._sorted, word)
        found = set()
        for other in self._sorted[first:]:
            if not other.startswith(word):
                break
            found.add(other)
        return found

    def _with_part(self, part: str) -> set[str]:
        """The words that have it in them: those that have its rarest trigram are looked at."""
        inner = [one for one in trigrams(part) if " " not in one]
        rarest = min((self._having.get(one, ()) for one in inner), key=len)
        return {word for word in rarest if part in word}


def _most_slips(word: str) -> int:
    """How many letters may be wrong: one of a short word, three of a very long one."""
    return 1 if len(word) < 5 else 2 if len(word) < 12 else 3
