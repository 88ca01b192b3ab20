"""How many words of an item a candidate reads before answering it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from tauliah.core.kernel import Language, LocalText
from tauliah.core.programme.items import CaseSet, ItemType

# what is shown after the exam, or to markers alone
_NOT_SHOWN = frozenset({"explanation", "model_answer", "accepted", "rubric", "picture"})


def words_of(item: ItemType, language: Language) -> int:
    """Words of what is asked and of all that can be chosen, parted at blanks.

    Explanations, good answers and rubrics are not read in an exam, and do not count.
    """
    shown = item.model_dump(exclude=set(_NOT_SHOWN & set(type(item).model_fields)))
    return sum(len(text[language].split()) for text in _texts(shown))


def words_of_case(case: CaseSet, language: Language) -> int:
    """Words of a scenario with its title, which candidates read once for all of its items."""
    both: tuple[LocalText, ...] = (case.title, case.scenario)
    return sum(len(text.in_language(language).split()) for text in both)


def _texts(value: Any) -> Iterator[Mapping[str, str]]:
    if not isinstance(value, Mapping):
        return
    if value.keys() == {"en", "ms"} and all(isinstance(text, str) for text in value.values()):
        yield value
        return
    for name, part in value.items():
        if name not in _NOT_SHOWN:
            yield from _texts(part)
