"""The reference of items: every key and every rule stands in it, with an example that is right."""

from __future__ import annotations

import inspect
import json
import re
from pathlib import Path
from typing import Annotated, get_args

import pytest
from pydantic import BaseModel, TypeAdapter

from tauliah.core.exam.answers import answer_refusal
from tauliah.core.programme import item_words, items
from tauliah.core.programme.items import ITEM_TYPES
from tauliah.core.programme.reading import read_yaml
from tests.core.exam.answers.written import every_type

DOCS = Path(__file__).resolve().parents[3] / "docs"
ENGLISH, MALAY = DOCS / "en" / "items.md", DOCS / "ms" / "items.md"
EVERY_ITEM = ("id", "outcome", "level", "lesson", "stem", "case", "points")
HEADINGS = {
    "SingleChoice": "single-choice",
    "MultipleChoice": "multiple-choice",
    "TrueFalseSet": "true-false-set",
    "InlineChoice": "inline-choice",
    "Numeric": "numeric",
    "ShortText": "short-text",
    "Order": "order",
    "Match": "match",
    "Hotspot": "hotspot",
    "ExtendedResponse": "extended-response",
    "Option": "options",
    "Statement": "statements",
    "Gap": "gaps",
    "Tolerance": "tolerance",
    "Unit": "units",
    "Accepted": "accepted",
    "Folding": "folding",
    "Prompt": "prompts",
    "Picture": "picture",
    "Region": "regions",
    "Rubric": "rubric",
    "Criterion": "criteria",
    "CaseSet": "cases",
}


def models() -> dict[str, type[BaseModel]]:
    """Every model of an item's text, by name; what only the house makes left out."""
    found = {
        name: model
        for module in (items, item_words)
        for name, model in inspect.getmembers(module, inspect.isclass)
        if issubclass(model, BaseModel) and model.__module__ == module.__name__
    }
    return {
        name: model
        for name, model in found.items()
        if not name.startswith("_") and name not in ("PooledItem", "AttachedPicture")
    }


def keys() -> list[tuple[str, str, type[BaseModel]]]:
    """Heading, key and model of all that people write; what every item has, once."""
    of_types = [
        (heading, key, models()[name])
        for name, heading in HEADINGS.items()
        for key in models()[name].model_fields
        if heading not in ITEM_TYPES or key not in EVERY_ITEM
    ]
    of_all = [("every item", key, models()["SingleChoice"]) for key in EVERY_ITEM]
    return of_all + of_types


def rows_under(heading: str, document: Path = ENGLISH) -> dict[str, str]:
    reference = re.split(r"\n## (?:Reference|Rujukan)\n", document.read_text("utf-8"))[1]
    section = reference.partition(f"\n### {heading}\n")[2].partition("\n### ")[0]
    return dict(re.findall(r"^\| `(\w+)` \| .+? \| `(.+)` \|$", section, re.MULTILINE))


def examples(document: Path) -> list[str]:
    return re.findall(r"^\| `[\w-]+` \| .*`(.+)` \|$", document.read_text("utf-8"), re.MULTILINE)


def test_every_model_of_an_items_text_has_a_heading():
    assert set(models()) == set(HEADINGS)


@pytest.mark.parametrize(("heading", "key", "model"), keys(), ids=lambda one: str(one)[:40])
def test_every_key_stands_in_the_reference_with_a_right_example(heading, key, model):
    example = rows_under(heading).get(key)
    assert example is not None, f"{key} is missing under {heading}"

    reading = read_yaml("example.yaml", example)
    field = model.model_fields[key]
    type_ = field.annotation
    for constraint in field.metadata:
        type_ = Annotated[type_, constraint]

    assert reading.problems == ()
    assert list(reading.value) == [key]
    TypeAdapter(type_).validate_json(json.dumps(reading.value[key]), strict=True)


def test_the_reference_names_no_key_that_does_not_exist():
    known = {(heading, key) for heading, key, _ in keys()}

    headings = {heading for heading, _, _ in keys()}
    assert {(heading, key) for heading in headings for key in rows_under(heading)} == known


@pytest.mark.parametrize("document", [ENGLISH, MALAY], ids=["en", "ms"])
def test_every_rule_of_scoring_is_explained(document):
    rules = {
        rule
        for model in models().values()
        if "scoring" in model.model_fields
        for rule in get_args(model.model_fields["scoring"].annotation)
    }

    text = document.read_text("utf-8")
    assert rules
    assert all(f"\n| `{rule}` |" in text for rule in rules)


@pytest.mark.parametrize("document", [ENGLISH, MALAY], ids=["en", "ms"])
def test_the_answer_to_each_type_is_shown_as_it_can_be_saved(document):
    told = dict(
        re.findall(
            rf"^\| `({'|'.join(ITEM_TYPES)})` \| `(.+)` \|$",
            document.read_text("utf-8"),
            re.MULTILINE,
        )
    )

    assert tuple(told) == ITEM_TYPES
    for item in every_type():
        value = json.loads(told[item.type])
        if item.type == "match":
            value = {"a": "b"}  # its letter x stands for any choice
        assert answer_refusal(item, value) is None or item.case


def test_both_languages_have_the_same_keys_and_examples():
    assert examples(ENGLISH) == examples(MALAY)
    assert [rows_under(h) for h in HEADINGS.values()] == [
        rows_under(h, MALAY) for h in HEADINGS.values()
    ]


def test_what_every_item_has_is_had_by_every_type():
    shared = set(EVERY_ITEM) - {"points"}

    for name, heading in HEADINGS.items():
        if heading in ITEM_TYPES:
            assert shared <= set(models()[name].model_fields)
