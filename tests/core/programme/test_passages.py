"""The paragraphs of a lesson: what each says, its name that lasts, and the section it stands in."""

from __future__ import annotations

from tauliah.core.programme import paragraphs_of

LESSON = """Before any heading.

## Perils

A **peril** causes
the loss, see [hazard](glossary:hazard).

![A picture](figure:spiral "Caption")

- One entry
- Another with `code`
  - inside

## Table

| Kind | Meaning |
|---|---|
| Moral | Dishonesty |
"""


def test_paragraphs_entries_and_rows_are_read_as_a_browser_shows_them() -> None:
    assert [(one.section, one.text) for one in paragraphs_of(LESSON)] == [
        ("", "Before any heading."),
        ("perils", "A peril causes the loss, see hazard."),
        ("perils", "One entry"),
        ("perils", "Another with code"),
        ("perils", "inside"),
        ("table", "Kind Meaning"),
        ("table", "Moral Dishonesty"),
    ]


def test_a_name_stays_when_other_paragraphs_change_and_goes_when_its_own_does() -> None:
    before = {one.text: one.name for one in paragraphs_of(LESSON)}
    changed = LESSON.replace("One entry", "A new entry\n- One entry").replace("Moral", "Morale")
    after = {one.text: one.name for one in paragraphs_of(changed)}

    same = before.keys() & after.keys()
    assert {before[text] for text in same} == {after[text] for text in same}
    assert before.keys() - same == {"Moral Dishonesty"}
    assert before["Moral Dishonesty"] not in after.values()


def test_two_paragraphs_that_say_the_same_have_two_names() -> None:
    names = [one.name for one in paragraphs_of("Same.\n\nSame.\n\nOther.\n\nSame.")]

    assert len(set(names)) == 4
    assert names[1] == f"{names[0]}-2"
    assert names[3] == f"{names[0]}-3"


def test_a_line_broken_otherwise_is_the_same_paragraph() -> None:
    assert paragraphs_of("one two\nthree") == paragraphs_of("one  two three")


def test_headings_that_say_the_same_are_two_sections() -> None:
    found = paragraphs_of("## Example\n\nOne.\n\n## Example\n\nTwo.")

    assert [(one.section, one.heading) for one in found] == [
        ("example", "Example"),
        ("example-x", "Example"),
    ]
