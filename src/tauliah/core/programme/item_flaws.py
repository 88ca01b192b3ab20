"""What is wrong with one item, and what its author should look at, told while it is being written."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass

from tauliah.core.kernel import LANGUAGES, Language, LocalText
from tauliah.core.programme.item_comparison import parts_of
from tauliah.core.programme.item_consistency import attachment_faults, item_faults
from tauliah.core.programme.items import MultipleChoice, PooledItem, SingleChoice, item_text
from tauliah.core.programme.readability import long_sentences
from tauliah.core.programme.reading import Path
from tauliah.core.programme.said import Said
from tauliah.core.programme.similarity import resemblance, shingles
from tauliah.core.programme.wording import (
    compared_text,
    giveaways,
    letter_faults,
    options_of,
    plain_negative,
    speaks_of_all,
)
from tauliah.core.programme.writing import ALIKE, FEWEST_SHINGLES, NEAR

_ARTICLE = re.compile(r"\b(a|an)\W*$", re.IGNORECASE)
_VOWEL = re.compile(r"\W*[aeiou]", re.IGNORECASE)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_ABSOLUTE: dict[Language, re.Pattern[str]] = {
    "en": re.compile(r"\b(always|never|only|every|all|must)\b", re.IGNORECASE),
    "ms": re.compile(r"\b(selalu|sentiasa|tidak pernah|hanya|setiap|semua|mesti)\b", re.IGNORECASE),
}
_SHORTEST_CUE = 6
"""Letters; shorter words stand in a stem and in an option without giving anything away."""


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something in an item: its path, a sentence, and whether the folder's check would refuse it."""

    path: Path
    message: LocalText
    is_refused: bool


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What an item refers to and must not repeat: its course's outcomes, topics and lessons, the bank."""

    outcomes: Collection[str]
    topics: Collection[str]
    lessons: Collection[str]
    others: Collection[PooledItem]


def item_flaws(pooled: PooledItem, around: Surroundings) -> tuple[Flaw, ...]:
    """Everything that is wrong with an item, first what would be refused."""
    found = [
        *(Flaw(path, said, is_refused=True) for path, said in item_faults(pooled.item)),
        *(Flaw(path, said, is_refused=True) for path, said in attachment_faults(pooled)),
        *(Flaw(path, said, is_refused=True) for path, said in letter_faults(pooled.item)),
        *_unknown(pooled, around),
        *_wording(pooled),
        *_long(pooled),
        *_doubles(pooled, around.others),
        *_cues(pooled),
        *_languages_apart(pooled),
    ]
    return tuple(sorted(dict.fromkeys(found), key=lambda flaw: not flaw.is_refused))


def _unknown(pooled: PooledItem, around: Surroundings) -> Iterator[Flaw]:
    named = (
        ("outcome", pooled.item.outcome, around.outcomes, "outcome", "hasil"),
        ("lesson", pooled.item.lesson, around.lessons, "lesson", "pelajaran"),
        ("topic", pooled.topic, around.topics, "topic", "topik"),
    )
    for key, value, known, en, ms in named:
        if value not in known:
            said = LocalText(
                en=f"{pooled.course} has no {en} {value}", ms=f"{pooled.course} tiada {ms} {value}"
            )
            yield Flaw((key,), said, is_refused=True)


def _wording(pooled: PooledItem) -> Iterator[Flaw]:
    for language in LANGUAGES:
        for path, text in options_of(pooled.item):
            if speaks_of_all(text.in_language(language), language):
                said = LocalText(
                    en="this option says “all” or “none of the above”: say what is meant",
                    ms="pilihan ini menyebut “semua” atau “tiada di atas”: nyatakan maksudnya",
                )
                yield Flaw((*path, language), said, is_refused=True)
        words = plain_negative(pooled.item.stem.in_language(language), language)
        if words:
            said = LocalText(
                en=f"“{words}” asks for what is not so and is easily read over: write the negative in "
                "capitals, or ask the other way round",
                ms=f"“{words}” menanyakan perkara yang tidak benar dan mudah terlepas pandang: tulis "
                "kata nafi dengan huruf besar, atau tanya secara positif",
            )
            yield Flaw(("stem", language), said, is_refused=True)


def _long(pooled: PooledItem) -> Iterator[Flaw]:
    """Sentences that are too long to be understood in one reading."""
    for path, text in parts_of(item_text(pooled.item)):
        for language in LANGUAGES if isinstance(text, Mapping) else ():
            here = (*path, language)
            for problem in long_sentences(Said("", here, text[language], 1, text[language])):
                yield Flaw(here, problem.message, is_refused=True)


def _doubles(pooled: PooledItem, others: Iterable[PooledItem]) -> Iterator[Flaw]:
    """Items that ask the same, in whatever pool; only their ids are told."""
    own = {language: shingles(compared_text(pooled, language)) for language in LANGUAGES}
    stems = {language: _folded(pooled.item.stem, language) for language in LANGUAGES}
    for other in others:
        if other.item.id == pooled.item.id:
            continue
        is_one_case = pooled.item.case is not None and pooled.item.case == other.item.case
        for language in LANGUAGES:
            if _folded(other.item.stem, language) == stems[language]:
                yield Flaw(("stem", language), _same_stem(other), is_refused=True)
                break
            theirs = shingles(compared_text(other, language))
            if is_one_case or min(len(own[language]), len(theirs)) < FEWEST_SHINGLES:
                continue
            share = resemblance(own[language], theirs)
            if share >= ALIKE:
                yield Flaw(("stem", language), _alike(other, share), is_refused=share >= NEAR)
                break


def _folded(text: LocalText, language: Language) -> list[str]:
    return text.in_language(language).casefold().split()


def _same_stem(other: PooledItem) -> LocalText:
    return LocalText(
        en=f"the same words as the stem of {other.item.id}",
        ms=f"kata-kata yang sama seperti pokok soalan {other.item.id}",
    )


def _alike(other: PooledItem, share: float) -> LocalText:
    percent = round(100 * share)
    return LocalText(
        en=f"alike to {other.item.id} in {percent}% of its words in a row",
        ms=f"serupa dengan {other.item.id} dalam {percent}% daripada susunan katanya",
    )


def _cues(pooled: PooledItem) -> Iterator[Flaw]:
    """What gives the key away to who knows nothing: its length, its grammar, a word of the stem."""
    item = pooled.item
    if not isinstance(item, SingleChoice | MultipleChoice):
        return
    keys = {item.key} if isinstance(item, SingleChoice) else set(item.keys)
    for language in LANGUAGES:
        texts = {name: one.text.in_language(language) for name, one in item.options.items()}
        right = {name: text for name, text in texts.items() if name in keys}
        wrong = [text for name, text in texts.items() if name not in keys]
        if isinstance(item, SingleChoice) and giveaways([pooled]).longest[language]:
            path = ("options", item.key, "text", language)
            yield Flaw(path, _longest(language), is_refused=False)
        stem = item.stem.in_language(language)
        if language == "en" and _article_gives_away(stem, list(right.values()), wrong):
            yield Flaw(("stem", language), _ARTICLE_CUE, is_refused=False)
        for name, text in right.items():
            for word in _words_of_the_stem(stem, text, wrong):
                said = LocalText(
                    en=f"“{word}” stands in the stem and of all options in the key alone",
                    ms=f"“{word}” ada dalam pokok soalan dan antara pilihan hanya dalam kunci",
                )
                yield Flaw(("options", name, "text", language), said, is_refused=False)
        if wrong and _absolutes_are_wrong(list(right.values()), wrong, language):
            yield Flaw(("options",), _ABSOLUTE_CUE[language], is_refused=False)


def _languages_apart(pooled: PooledItem) -> Iterator[Flaw]:
    """Texts whose languages cannot say the same: other numbers, or the very same words."""
    for path, text in parts_of(item_text(pooled.item)):
        if not isinstance(text, Mapping):
            continue
        numbers = {language: Counter(_NUMBER.findall(text[language])) for language in LANGUAGES}
        if numbers["en"] != numbers["ms"]:
            yield Flaw((*path, "ms"), _other_numbers(numbers), is_refused=False)
        elif text["en"] == text["ms"] and len(re.findall(r"[^\W\d_]{3,}", text["en"])) > 2:
            yield Flaw((*path, "ms"), _UNTRANSLATED, is_refused=False)


def _other_numbers(numbers: Mapping[Language, Counter[str]]) -> LocalText:
    english, malay = numbers["en"], numbers["ms"]
    only_english = ", ".join(sorted((english - malay).elements())) or "–"
    only_malay = ", ".join(sorted((malay - english).elements())) or "–"
    return LocalText(
        en=f"numbers that only one language has: English {only_english}, Malay {only_malay}",
        ms=f"nombor yang hanya ada dalam satu bahasa: Inggeris {only_english}, Melayu {only_malay}",
    )


def _article_gives_away(stem: str, right: list[str], wrong: list[str]) -> bool:
    """Whether the article before the options fits the key and not every other option."""
    found = _ARTICLE.search(stem)
    if not found:
        return False
    wants_vowel = found[1].lower() == "an"
    fits = [bool(_VOWEL.match(text)) == wants_vowel for text in (*right, *wrong)]
    return all(fits[: len(right)]) and not all(fits)


def _words_of_the_stem(stem: str, key: str, wrong: list[str]) -> Iterator[str]:
    taken = {word for text in wrong for word in _long_words(text)}
    asked = _long_words(stem)
    yield from sorted((_long_words(key) & asked) - taken)


def _long_words(text: str) -> set[str]:
    words = re.findall(r"[^\W\d_]+", text.casefold())
    return {word for word in words if len(word) >= _SHORTEST_CUE}


def _absolutes_are_wrong(right: list[str], wrong: list[str], language: Language) -> bool:
    """Whether two wrong options or more, and no right one, speak of always, never or only."""
    pattern = _ABSOLUTE[language]
    return sum(bool(pattern.search(text)) for text in wrong) > 1 and not any(
        pattern.search(text) for text in right
    )


def _longest(language: Language) -> LocalText:
    return LocalText(
        en=f"the key is longer than every other option ({language})",
        ms=f"kunci lebih panjang daripada setiap pilihan lain ({language})",
    )


_UNTRANSLATED = LocalText(
    en="both languages say it in the same words", ms="kedua-dua bahasa menggunakan kata yang sama"
)
_ARTICLE_CUE = LocalText(
    en="the stem ends in “a” or “an”, which does not fit every option: write “a/an” or move the article "
    "into the options",
    ms="pokok soalan berakhir dengan “a” atau “an” yang tidak sesuai dengan setiap pilihan: tulis “a/an” "
    "atau letakkan artikel dalam pilihan",
)
_ABSOLUTE_CUE: dict[Language, LocalText] = {
    "en": LocalText(
        en="wrong options say “always”, “never” or “only” and the key does not (en)",
        ms="pilihan salah menyebut “always”, “never” atau “only” sedangkan kunci tidak (en)",
    ),
    "ms": LocalText(
        en="wrong options say “selalu”, “hanya” or the like and the key does not (ms)",
        ms="pilihan salah menyebut “selalu”, “hanya” atau seumpamanya sedangkan kunci tidak (ms)",
    ),
}
