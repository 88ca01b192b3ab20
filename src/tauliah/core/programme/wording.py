"""How items are worded: what options may not say, negatives that are easily read over, answers given away."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tauliah.core.kernel import LANGUAGES, Language, LocalText
from tauliah.core.programme.item_words import Option
from tauliah.core.programme.items import (
    ItemType,
    Match,
    MultipleChoice,
    Order,
    PooledItem,
    SingleChoice,
    TrueFalseSet,
)
from tauliah.core.programme.reading import Path

_ABOVE: dict[Language, re.Pattern[str]] = {
    "en": re.compile(
        r"\b(all|none|both|any|neither) of the (above|other (options|answers))\b"
        r"|^(all|none|both) of (these|them)\W*$",
        re.IGNORECASE,
    ),
    "ms": re.compile(
        r"\b(semua|kesemua|kedua-dua|tiada|bukan)\b.{0,30}\bdi atas\b"
        r"|^(semua|kesemua|kedua-dua|tiada|bukan) (satu pun )?(jawapan|pilihan)\b"
        r"|^(semua|kesemua|tiada satu pun)( (ini|betul|benar))?\W*$",
        re.IGNORECASE,
    ),
}
# A small "not" right after the verb of a question for what, which or who; "why ... not" asks for a
# reason, "that is not" narrows, and "... does not?" at the end contrasts: those are plain.
_NEGATIVE: dict[Language, re.Pattern[str]] = {
    "en": re.compile(
        r"(?:^|[,;] )(?:[Ww]hich|[Ww]hat|[Ww]ho)\b(?:(?!\b(?:who|that|where|when|why|if)\b)[^?])*?"
        r"\b(?:is|are|was|were|do|does|did|can|could|should|would|may|might|will|must|has|have)"
        r"(?: not|n['’]t)\b(?! ?\?)"
        r"|\bexcept\b(?! for\b)"
    ),
    "ms": re.compile(
        r"\b(?:manakah|apakah|siapakah) (?:yang )?bukan\b|\bmanakah (?:yang )?tidak\b|\bkecuali\b(?! (?:jika|apabila|kalau|bagi|untuk))",
    ),
}


@dataclass(frozen=True, slots=True)
class Giveaways:
    """What the single best answers of a course give away to who knows nothing.

    `keys` counts the positions of the keys, `of` is the number of such items, and `longest` how many
    have a key that is longer than each other option, by language.
    """

    of: int
    keys: dict[str, int]
    longest: dict[Language, int]

    def longest_percent(self, language: Language) -> float:
        """In how many of a hundred items the key is the longest option."""
        return 100 * self.longest[language] / self.of if self.of else 0.0

    @property
    def longest_english(self) -> float:
        """In how many of a hundred items the key is the longest option in English."""
        return self.longest_percent("en")

    @property
    def longest_malay(self) -> float:
        """In how many of a hundred items the key is the longest option in Malay."""
        return self.longest_percent("ms")


def giveaways(items: Iterable[PooledItem]) -> Giveaways:
    """The positions and lengths of keys over all items with a single best answer."""
    found = [one.item for one in items if isinstance(one.item, SingleChoice)]
    names = sorted({name for item in found for name in item.options})
    keys = Counter(item.key for item in found)
    longest = {
        language: sum(_is_longest(item, language) for item in found) for language in LANGUAGES
    }
    return Giveaways(len(found), {name: keys[name] for name in names}, longest)


def _is_longest(item: SingleChoice, language: Language) -> bool:
    lengths = {name: len(one.text.in_language(language)) for name, one in item.options.items()}
    key = lengths.pop(item.key, 0)
    return all(key > other for other in lengths.values())


def options_of(item: ItemType) -> Iterator[tuple[Path, LocalText]]:
    """What can be chosen in an item, each text with its path."""
    match item:
        case SingleChoice() | MultipleChoice():
            yield from _option_texts(item.options)
        case TrueFalseSet():
            for name, statement in item.statements.items():
                yield ("statements", name, "text"), statement.text
        case Match():
            for name, prompt in item.prompts.items():
                yield ("prompts", name, "text"), prompt.text
            for name, choice in item.choices.items():
                yield ("choices", name), choice
        case Order():
            for name, element in item.elements.items():
                yield ("elements", name), element
        case _:
            return


def _option_texts(options: dict[str, Option]) -> Iterator[tuple[Path, LocalText]]:
    for name, option in options.items():
        yield ("options", name, "text"), option.text


def speaks_of_all(text: str, language: Language) -> bool:
    """Whether an option says "all of the above", "none of the above" or the like."""
    return _ABOVE[language].search(text) is not None


def letter_faults(item: ItemType) -> Iterator[tuple[Path, LocalText]]:
    """Options that begin with their own letter, as in "a Lower the point": it is shown beside them.

    A capital alone is no such letter: it may be an article or a name ("A loss", "B is better").
    """
    for path, text in options_of(item):
        letter = re.escape(str(path[1]))
        begins = re.compile(rf"{letter}\s+[A-Z][a-z]|(?i:\(?{letter}[).:])\s")
        for language in LANGUAGES:
            if begins.match(text.in_language(language)):
                message = LocalText(
                    en=f"begins with its own letter, {path[1]}: expected the text alone",
                    ms=f"bermula dengan hurufnya sendiri, {path[1]}: dijangka teksnya sahaja",
                )
                yield (*path, language), message


def plain_negative(stem: str, language: Language) -> str:
    """The words of a question that ask for what is not so, where nothing makes the negative stand out.

    Emphasised is what stands in capitals (NOT, BUKAN) or between asterisks. Only the last sentence
    of a stem is looked at: it asks. Empty where there is nothing.
    """
    asked = re.split(r"(?<=[.!?:])\s+", stem.strip())[-1]
    found = _NEGATIVE[language].search(re.sub(r"\*+[^*]+\*+", "", asked))
    return found.group().strip() if found else ""


def compared_text(pooled: PooledItem, language: Language) -> str:
    """All that an item says to a candidate: its scenario, its stem and what can be chosen."""
    said = [pooled.case.scenario] if pooled.case else []
    said += [pooled.item.stem, *(text for _, text in options_of(pooled.item))]
    return "\n".join(text.in_language(language) for text in said)
