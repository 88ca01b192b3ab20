"""The reference of programme text: every key stands in it, with an example that is right."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Annotated, get_args

import pytest
from pydantic import BaseModel, TypeAdapter

from tauliah.core.kernel import EntryKind, LocalText
from tauliah.core.programme import RULE_KEYS
from tauliah.core.programme.cases import CaseFile
from tauliah.core.programme.courses import Course, EthicsCourse
from tauliah.core.programme.folder import ItemFile, LessonFront, TermFront
from tauliah.core.programme.model import Designation, FrontMatter, ProgrammeFile
from tauliah.core.programme.reading import read_yaml
from tauliah.core.programme.study_aids import CardFile
from tauliah.core.programme.term_list import TermList

DOCS = Path(__file__).resolve().parents[3] / "docs"
REFERENCE = DOCS / "en" / "programme-text.md"
MALAY = DOCS / "ms" / "programme-text.md"
WRITTEN = (ProgrammeFile, Designation, Course, EthicsCourse, ItemFile, CardFile, CaseFile, FrontMatter,
           LessonFront, TermFront, TermList)  # fmt: skip
ITEMS = ("tauliah.core.programme.items", "tauliah.core.programme.item_words")
HEADINGS = {
    "ProgrammeFile": "programme.yaml",
    "Body": "body",
    "Fees": "fees",
    "MemberFees": "members",
    "Role": "roles",
    "ExamPolicy": "exam_policy",
    "AnnualWindow": "windows",
    "Paper": "timetable",
    "EthicsCode": "ethics of programme.yaml",
    "OtherCourse": "other_courses",
    "Equivalence": "equivalences",
    "Designation": "designations/CODE.yaml",
    "Duration": "typical_duration_months",
    "ContinuingEducation": "continuing_education",
    "Lapse": "lapse",
    "AttemptLimit": "attempts",
    "SharingLimit": "sharing",
    "RuleVersion": "versions",
    "Applies": "applies_to",
    "AllOf": "all",
    "AnyOf": "any",
    "AtLeast": "at_least",
    "Choice": "at_least",
    "OnePathwayOf": "one_pathway_of",
    "Pathway": "one_pathway_of",
    "Credits": "credits",
    "CreditsAsked": "credits",
    "CreditItem": "credits",
    "CreditGroup": "credits",
    "ExamPassed": "exam",
    "CourseCompleted": "course",
    "ClassAttended": "classroom",
    "DesignationHeld": "designation",
    "EthicsAccepted": "ethics",
    "ExperienceGained": "experience",
    "ExperienceAsked": "experience",
    "Course": "courses/CODE/course.yaml",
    "Outcome": "outcomes",
    "BlueprintRow": "blueprint",
    "ClassroomOffer": "classroom of course.yaml",
    "ClassRun": "runs",
    "CourseFee": "fee of course.yaml",
    "EthicsCourse": "ethics/CODE/course.yaml",
    "Topic": "topics",
    "ItemFile": "courses/CODE/items/*.yaml",
    "CardFile": "courses/CODE/cards/*.yaml",
    "Card": "cards",
    "CaseFile": "cases/*.yaml",
    "Case": "cases",
    "CaseEntry": "entries",
    "Expectation": "expect",
    "FrontMatter": "front matter of a page",
    "LessonFront": "front matter of a lesson",
    "TermFront": "front matter of a glossary page",
    "TermList": "glossary/terms.yaml",
    "ListedTerm": "terms",
}


def models_in(annotation: object) -> set[type[BaseModel]]:
    """The models of which a type is made, but texts in two languages."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        # the keys of items have a reference of their own
        is_items = annotation.__module__ in ITEMS
        return set() if annotation is LocalText or is_items else {annotation}
    return {model for part in get_args(annotation) for model in models_in(part)}


def all_models() -> set[type[BaseModel]]:
    found: set[type[BaseModel]] = set()
    ahead: set[type[BaseModel]] = set(WRITTEN)
    while ahead:
        found |= ahead
        fields = [field for model in ahead for field in model.model_fields.values()]
        ahead = {model for field in fields for model in models_in(field.annotation)} - found
    return found


KEYS = sorted(
    (model.__name__, field.alias or name, model)
    for model in all_models()
    for name, field in model.model_fields.items()
)


def rows_under(heading: str) -> dict[str, str]:
    """The examples under a heading of the reference, by key."""
    reference = REFERENCE.read_text("utf-8").partition("\n## Reference\n")[2]
    section = reference.partition(f"\n### {heading}\n")[2].partition("\n### ")[0]
    return dict(re.findall(r"^\| `(\w+)` \| .+? \| `(.+)` \|$", section, re.MULTILINE))


@pytest.mark.parametrize(("name", "key", "model"), KEYS, ids=[f"{n}.{k}" for n, k, _ in KEYS])
def test_every_key_that_people_write_stands_in_the_reference_with_a_right_example(name, key, model):
    example = rows_under(HEADINGS[name]).get(key)
    assert example is not None, f"{key} is missing under {HEADINGS[name]}"

    reading = read_yaml("example.yaml", example)
    (field,) = [f for n, f in model.model_fields.items() if (f.alias or n) == key]
    type_ = field.annotation
    for constraint in field.metadata:
        type_ = Annotated[type_, constraint]

    assert reading.problems == ()
    assert list(reading.value) == [key]
    TypeAdapter(type_).validate_json(json.dumps(reading.value[key]), strict=True)


def test_the_reference_names_no_key_that_does_not_exist():
    known = {(HEADINGS[name], key) for name, key, _ in KEYS}

    written = {(heading, key) for heading in HEADINGS.values() for key in rows_under(heading)}
    assert written == known


@pytest.mark.parametrize("key", RULE_KEYS)
def test_every_rule_key_is_explained_among_the_requirements(key):
    text = REFERENCE.read_text("utf-8").partition("## Requirements")[2].partition("\n### ")[0]

    assert f"| `{key}` |" in text


@pytest.mark.parametrize("kind", EntryKind)
def test_every_kind_of_entry_stands_among_the_cases(kind):
    text = REFERENCE.read_text("utf-8").partition("\n## Cases\n")[2].partition("\n## ")[0]

    assert f"`{kind}`" in text


def first_cells(document: Path) -> list[list[str]]:
    """What stands in the first column of each table, in order; headings of columns left out."""
    tables = re.findall(r"^(?:\|.*\n)+", document.read_text("utf-8") + "\n", re.MULTILINE)
    return [[row.split("|")[1].strip() for row in table.splitlines()[2:]] for table in tables]


def examples(document: Path) -> list[str]:
    """The examples of the reference and all blocks of programme text, in order."""
    text = document.read_text("utf-8")
    rows = re.findall(r"^\| `\w+` \| .+? \| `(.+)` \|$", text, re.MULTILINE)
    return [*rows, *re.findall(r"^```yaml\n(.+?)^```", text, re.MULTILINE | re.DOTALL)]


def test_the_malay_reference_has_the_same_keys_in_the_same_tables():
    assert first_cells(MALAY) == first_cells(REFERENCE)


def test_the_malay_reference_has_the_same_examples():
    assert examples(MALAY) == examples(REFERENCE)


def test_both_references_have_as_many_sections_of_each_rank():
    ranks = [
        re.findall(r"^#+ ", each.read_text("utf-8"), re.MULTILINE) for each in (REFERENCE, MALAY)
    ]

    assert ranks[0] == ranks[1]


def test_no_explanation_of_a_key_stands_in_english_in_the_malay_reference():
    told = [
        re.findall(r"^\| `\w+` \| (.+?) \| `.+` \|$", each.read_text("utf-8"), re.MULTILINE)
        for each in (REFERENCE, MALAY)
    ]
    same = {en for en, ms in zip(*told, strict=True) if en == ms}

    assert same == set()
