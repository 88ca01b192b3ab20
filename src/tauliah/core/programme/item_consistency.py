"""What must agree inside one item, and between the items of a case set."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import singledispatch

from tauliah.core.kernel import LANGUAGES, LocalText, Problem
from tauliah.core.programme import item_sentences as words
from tauliah.core.programme.item_words import Option, Picture, Region
from tauliah.core.programme.items import (
    CaseSet,
    ExtendedResponse,
    Hotspot,
    InlineChoice,
    ItemType,
    Match,
    MultipleChoice,
    Numeric,
    Order,
    PooledItem,
    ShortText,
    SingleChoice,
    TrueFalseSet,
)
from tauliah.core.programme.reading import Path, Reading

_Faults = Iterator[tuple[Path, LocalText]]


@singledispatch
def item_faults(item: ItemType) -> _Faults:
    """What is wrong inside an item: the path in it, and a sentence."""
    raise AssertionError(type(item))


@item_faults.register
def _(item: SingleChoice) -> _Faults:
    yield from _key_faults(("key",), item.key, item.options, "options")
    yield from _same_words(("options",), _texts(item.options), "options")


@item_faults.register
def _(item: MultipleChoice) -> _Faults:
    for position, key in enumerate(item.keys):
        yield from _key_faults(("keys", position), key, item.options, "options")
    if len(set(item.keys)) < len(item.keys):
        yield ("keys",), words.KEY_STANDS_TWICE
    if len(set(item.keys)) == len(item.options):
        yield ("keys",), words.ALL_ARE_KEYS
    if item.choose is not None and item.choose != len(item.keys):
        yield ("choose",), words.count_of_keys(len(item.keys))
    yield from _same_words(("options",), _texts(item.options), "options")


@item_faults.register
def _(item: TrueFalseSet) -> _Faults:
    texts = [statement.text for statement in item.statements.values()]
    yield from _same_words(("statements",), texts, "statements")


@item_faults.register
def _(item: InlineChoice) -> _Faults:
    for language in LANGUAGES:
        found = re.findall(r"\{([a-z])\}", item.text.in_language(language))
        if sorted(found) != sorted(item.gaps):
            yield ("text", language), words.each_once(f"{{{gap}}}" for gap in item.gaps)
    for name, gap in item.gaps.items():
        path: Path = ("gaps", name)
        yield from _key_faults((*path, "key"), gap.key, gap.options, "options")
        yield from _same_words((*path, "options"), _texts(gap.options), "options")


@item_faults.register
def _(item: Numeric) -> _Faults:
    given = item.tolerance.absolute, item.tolerance.percent
    if (given[0] is None) == (given[1] is None):
        yield ("tolerance",), words.ONE_TOLERANCE
    if any(width is not None and width < 0 for width in given):
        yield ("tolerance",), words.NEGATIVE_TOLERANCE
    if item.tolerance.percent and not item.value:
        yield ("tolerance",), words.PERCENT_OF_NOTHING
    units = list(item.units.values())
    if units and units[0].factor != 1:
        yield ("units",), words.FIRST_UNIT
    for name, unit in item.units.items():
        if unit.factor <= 0:
            yield ("units", name, "factor"), words.FACTOR
    yield from _same_words(("units",), [unit.text for unit in units], "units")


@item_faults.register
def _(item: ShortText) -> _Faults:
    for language, spellings in (("en", item.accepted.en), ("ms", item.accepted.ms)):
        for spelling, times in Counter(spellings).items():
            if times > 1:
                yield ("accepted", language), words.stands_twice(spelling)


@item_faults.register
def _(item: Order) -> _Faults:
    if sorted(item.sequence) != sorted(item.elements):
        yield ("sequence",), words.each_once(item.elements)
    yield from _same_words(("elements",), list(item.elements.values()), "elements")


@item_faults.register
def _(item: Match) -> _Faults:
    for name, prompt in item.prompts.items():
        yield from _key_faults(("prompts", name, "key"), prompt.key, item.choices, "choices")
    prompts = [prompt.text for prompt in item.prompts.values()]
    yield from _same_words(("prompts",), prompts, "prompts")
    yield from _same_words(("choices",), list(item.choices.values()), "choices")


@item_faults.register
def _(item: Hotspot) -> _Faults:
    yield from _key_faults(("key",), item.key, item.regions, "regions")
    names = [region.text for region in item.regions.values()]
    yield from _same_words(("regions",), names, "regions")
    for name, region in item.regions.items():
        for message in _region_faults(region, item.picture):
            yield ("regions", name), message


@item_faults.register
def _(item: ExtendedResponse) -> _Faults:
    names = Counter(criterion.id for criterion in item.rubric.criteria)
    for name, times in names.items():
        if times > 1:
            yield ("rubric", "criteria"), words.stands_twice(name)
    if item.rubric.tolerance >= item.worth:
        yield ("rubric", "tolerance"), words.too_tolerant(item.worth)


def attachment_faults(pooled: PooledItem, *, area: str = "courses") -> _Faults:
    """Whether the case and the picture that an item names are there.

    `area` is the folder that its course stands in.
    """
    item = pooled.item
    if item.case and pooled.case is None:
        yield ("case",), words.no_case(item.case)
    if isinstance(item, Hotspot) and pooled.picture is None:
        path = f"{area}/{pooled.course}/pictures/{item.picture.file}"
        yield ("picture", "file"), words.no_picture(path)


def case_problems(
    reading: Reading, cases: Sequence[CaseSet], items: Iterable[ItemType]
) -> Iterator[Problem]:
    """Cases that stand twice, cases of fewer than two items, and scenarios that lead elsewhere."""
    asked = Counter(item.case for item in items)
    seen: set[str] = set()
    for position, case in enumerate(cases):
        if case.id in seen:
            yield reading.problem(("cases", position, "id"), words.stands_twice(case.id))
        elif asked[case.id] < 2:
            message = words.small_case(case.id, asked[case.id])
            yield reading.problem(("cases", position), message)
        seen.add(case.id)
        for language in LANGUAGES:
            if re.search(r"\]\(|<|!\[", case.scenario.in_language(language)):
                yield reading.problem(("cases", position, "scenario", language), words.PLAIN_CASE)


def _texts(options: Mapping[str, Option]) -> list[LocalText]:
    return [option.text for option in options.values()]


def _key_faults(path: Path, key: str, among: Collection[str], things: str) -> _Faults:
    if key not in among:
        yield path, words.key_missing(key, things, among)


def _same_words(path: Path, texts: Iterable[LocalText], things: str) -> _Faults:
    known = list(texts)
    for language in LANGUAGES:
        counted = Counter(text.in_language(language) for text in known)
        if any(times > 1 for times in counted.values()):
            yield path, words.same_words(things, language)


def _region_faults(region: Region, picture: Picture) -> Iterator[LocalText]:
    shapes = [shape for shape in (region.circle, region.rect, region.polygon) if shape is not None]
    if len(shapes) != 1:
        yield words.ONE_SHAPE
        return
    left, top, right, bottom = region.box
    if len(shapes[0]) % 2 and region.polygon:
        yield words.POLYGON_PAIRS
    elif left < 0 or top < 0 or right > picture.width or bottom > picture.height:
        yield words.reaches_over(picture.width, picture.height)
    elif left == right or top == bottom:
        yield words.NO_AREA
