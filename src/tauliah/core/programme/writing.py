"""What is wrong with the wording of a folder's items: doubles, giveaways, and forms that cannot be filled."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from tauliah.core.kernel import LANGUAGES, Language, LocalText, Problem
from tauliah.core.programme.blueprint_consistency import form_problems
from tauliah.core.programme.folder import Folder, Placed
from tauliah.core.programme.items import PooledItem
from tauliah.core.programme.similarity import near_pairs, shingles
from tauliah.core.programme.wording import (
    Giveaways,
    compared_text,
    giveaways,
    letter_faults,
    options_of,
    plain_negative,
    speaks_of_all,
)

NEAR = 0.6
"""From this resemblance on two items are doubles.

An item that differs in its amounts alone has 1. The same task with other amounts and some other
options has 0.56 in an example from use, which a person should look at.
"""
ALIKE = 0.4
"""From this resemblance on a person should look at two items; of 1,000 in use no pair has it."""
FEWEST_SHINGLES = 12
"""Shorter items say too little to be compared."""
LONGEST_PERCENT = 30
"""In so many of a hundred items the key may be the longest option; by chance it is in 25 of 100."""
FEWEST_JUDGED = 20
"""With fewer items of a single best answer shares say nothing."""

_SPEAKS_OF_ALL = LocalText(
    en="an option says what it means itself, not “all” or “none of the above”",
    ms="pilihan menyatakan maksudnya sendiri, bukan “semua” atau “tiada di atas”",
)


def writing_problems(folder: Folder) -> Iterator[Problem]:
    """Everything that is wrong with how a folder's items are worded and keyed."""
    yield from _near_doubles(folder.items)
    for placed in folder.items:
        yield from _wording_problems(placed)
    for code, ethics_course in folder.ethics_courses.items():
        for message in given_away(giveaways(_items_of(folder, code))):
            yield ethics_course.problem((), message)
    for code, course in folder.courses.items():
        items = _items_of(folder, code)
        for message in given_away(giveaways(items)):
            yield course.problem((), message)
        if code not in folder.courses_with_unread_items:
            yield from form_problems(course, items)


def _items_of(folder: Folder, course: str) -> list[PooledItem]:
    return [one.value for one in folder.items if one.value.course == course]


def _near_doubles(items: Sequence[Placed[PooledItem]]) -> Iterator[Problem]:
    """Items of different cases that say nearly the same, in one pool or between both."""
    for earlier, later, language, share in alike([one.value for one in items], at_least=NEAR):
        first = items[earlier].value
        percent = round(100 * share)
        message = LocalText(
            en=f"nearly the same as {first.item.id} ({first.pool}): {percent}% of the words in a row "
            f"are alike ({language})",
            ms=f"hampir sama dengan {first.item.id} ({first.pool}): {percent}% daripada susunan "
            f"katanya serupa ({language})",
        )
        yield items[later].problem(("stem", language), message)


def alike(
    items: Sequence[PooledItem], *, at_least: float
) -> Iterator[tuple[int, int, Language, float]]:
    """Pairs of items that resemble each other so much in a language, by place; each pair once.

    Items of one case are left out, for they share its words, and so are those with the same id or
    stem, which are told as such.
    """
    told: set[tuple[int, int]] = set()
    for language in LANGUAGES:
        texts = [shingles(compared_text(one, language)) for one in items]
        for earlier, later, share in near_pairs(texts, at_least=at_least):
            first, second = items[earlier].item, items[later].item
            is_one_case = first.case is not None and first.case == second.case
            is_same = first.id == second.id or _same_stem(first.stem, second.stem)
            is_short = min(len(texts[earlier]), len(texts[later])) < FEWEST_SHINGLES
            if not (is_one_case or is_same or is_short or (earlier, later) in told):
                told.add((earlier, later))
                yield earlier, later, language, share


def _same_stem(one: LocalText, other: LocalText) -> bool:
    return any(
        one.in_language(each).casefold().split() == other.in_language(each).casefold().split()
        for each in LANGUAGES
    )


def _wording_problems(placed: Placed[PooledItem]) -> Iterator[Problem]:
    item = placed.value.item
    for path, message in letter_faults(item):
        yield placed.problem(path, message)
    for language in LANGUAGES:
        for path, text in options_of(item):
            if speaks_of_all(text.in_language(language), language):
                yield placed.problem((*path, language), _SPEAKS_OF_ALL)
        words = plain_negative(item.stem.in_language(language), language)
        if words:
            message = LocalText(
                en=f"asks for what is not so: write the negative in capitals or ask the other way "
                f"round, got “{words}”",
                ms=f"menanyakan perkara yang tidak benar: tulis kata nafi dengan huruf besar atau "
                f"tanya secara positif, diberi “{words}”",
            )
            yield placed.problem(("stem", language), message)


def given_away(found: Giveaways) -> Iterator[LocalText]:
    """What keys give away by their length and their position; nothing where items are few."""
    if found.of < FEWEST_JUDGED:
        return
    for language in LANGUAGES:
        percent = found.longest_percent(language)
        if percent > LONGEST_PERCENT:
            yield LocalText(
                en=f"the key is the longest option in {percent:.0f}% of the items ({language}): "
                f"expected {LONGEST_PERCENT}% or less",
                ms=f"kunci ialah pilihan terpanjang dalam {percent:.0f}% daripada item ({language}): "
                f"dijangka {LONGEST_PERCENT}% atau kurang",
            )
    even = found.of / len(found.keys)
    uneven = [name for name, times in found.keys.items() if not even / 2 <= times <= even * 3 / 2]
    if uneven:
        told = ", ".join(f"{name} {times}" for name, times in found.keys.items())
        yield LocalText(
            en=f"the keys are not balanced over the positions: {told}",
            ms=f"kunci tidak seimbang antara kedudukan: {told}",
        )
