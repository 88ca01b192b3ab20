"""Each mistake in an item is told with its file, its line and its path, all of them at once."""

from __future__ import annotations

import pytest

from tauliah.core.programme import Loaded, load_programme
from tauliah.core.programme.items import Hotspot
from tests.services.every_type import every_type_files

PATH = "courses/PUM/items/secure.yaml"
PICTURE = "courses/PUM/pictures/house-front.svg"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10">%s</svg>'


def told(old: str, new: str) -> list[str]:
    """What is told of the items of every type where one text of their file is another."""
    files = every_type_files(practice=False)
    text = files[PATH].decode()
    assert text.count(old) == 1, (old, text.count(old))
    line = text[: text.index(old)].count("\n") + 1 + (new or old).count("\n", 0, 0)
    loaded = load_programme({**files, PATH: text.replace(old, new).encode()})
    assert isinstance(loaded, tuple), "nothing is wrong with it"
    assert any(problem.line in range(line - 14, line + 14) for problem in loaded), (line, loaded)
    assert all(problem.message.ms for problem in loaded)
    return [f"{problem.path}: {problem.message.en}" for problem in loaded]


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        (
            "type: match\n",
            "type: riddle\n",
            "items[7]: expected an item; its type is not known",
        ),
        ("keys: [a, c]", "keys: [a, z]", "items[1].keys[1]: the key z is not among the options a, b, c, d"),
        ("keys: [a, c]", "keys: [a, a]", "items[1].keys: a key stands twice"),
        ("choose: 2", "choose: 3", "items[1].choose: there are 2 keys"),
        (
            "scoring: right-minus-wrong",
            "scoring: generous",
            "items[1].scoring: expected 'all-or-nothing', 'per-option' or 'right-minus-wrong', got \"generous\"",
        ),
        ("    scoring: right-minus-wrong\n", "", "items[1]: scoring is missing"),
        (
            "An insured who pays {a} expects {b} after",
            "An insured who pays {a} expects {a} after",
            "items[3].text.en: expected each of {a}, {b} once",
        ),
        (
            'tolerance: {absolute: "0.5"}',
            'tolerance: {absolute: "0.5", percent: 1}',
            "items[4].tolerance: expected either absolute or percent",
        ),
        ("value: 1200\n", 'value: "12,00"\n', 'items[4].value: expected a number such as 1250 or, in quotes, "1250.50", got "12,00"'),
        ("factor: 1}", "factor: 2}", "items[4].units: the first unit is the value's own, with factor 1"),
        ('factor: "0.01"', "factor: 0", "items[4].units.sen.factor: a factor is more than 0"),
        ("sequence: [a, b, c, d]", "sequence: [a, b, c, c]", "items[6].sequence: expected each of a, b, c, d once"),
        ('d: {en: "Payment", ms', 'd: {en: "Offer", ms', "items[6].elements: two elements read the same (en)"),
        ("file: house-front.svg", "file: house-back.svg", "items[8].picture.file: no picture courses/PUM/pictures/house-back.svg"),
        ("circle: [396, 280, 18]", "circle: [396, 280, 300]", "items[8].regions.c: reaches over the picture of 640 x 400"),
        ("circle: [396, 280, 18]", "circle: [396, 280]", "items[8].regions.c.circle: expected at least 3 of these, got 2"),
        ("        circle: [396, 280, 18]\n", "", "items[8].regions.c: expected one of circle, rect, polygon"),
        ("tolerance: 2\n", "tolerance: 8\n", "items[9].rubric.tolerance: expected less than the 8 points of the rubric"),
        ("id: reason", "id: rule", "items[9].rubric.criteria: rule stands twice"),
    ],
)  # fmt: skip
def test_a_mistake_in_an_item_is_told_at_its_place(old, new, problem):
    assert problem in told(old, new)


def test_a_case_of_one_item_a_missing_one_and_one_that_leads_elsewhere_are_told():
    text = every_type_files(practice=False)[PATH].decode()

    def problems(changed: str) -> list[str]:
        loaded = load_programme({**every_type_files(practice=False), PATH: changed.encode()})
        assert isinstance(loaded, tuple)
        return [f"{problem.path}: {problem.message.en}" for problem in loaded]

    lonely = text.replace("    case: rahman-secure\n", "", 1)
    assert "cases[0]: a case has two items or more, rahman-secure has 1" in problems(lonely)
    other = text.replace("    case: rahman-secure\n", "    case: someone\n", 1)
    assert "items[10].case: no case someone in this file" in problems(other)
    leading = text.replace("Encik Rahman insures", "[Look](https://example.org) Encik Rahman")
    message = "cases[0].scenario.en: a scenario is text and tables: no links, pictures or HTML"
    assert message in problems(leading)


def test_one_case_in_two_files_is_told():
    files = every_type_files()
    path = PATH.replace("secure", "practice")
    files[path] = files[path].replace(b"rahman-practice", b"rahman-secure")

    loaded = load_programme(files)

    assert isinstance(loaded, tuple)
    assert any("there is a case rahman-secure in" in problem.message.en for problem in loaded)


def test_a_blueprint_that_no_choice_of_whole_cases_meets_is_told():
    files = every_type_files(practice=False)
    for course in ("PUM", "PIN", "PPM"):
        path = f"courses/{course}/course.yaml"
        files[path] = files[path].replace(b"items: 12", b"items: 1")
    files["programme.yaml"] = files["programme.yaml"].replace(b"items: 12", b"items: 1")
    text = files[PATH].decode()
    cases_only = text[: text.index("items:")] + "items:\n" + text[text.index("  - id: PUM-S-11") :]
    files[PATH] = cases_only.encode()

    loaded = load_programme(files)

    assert isinstance(loaded, tuple)
    assert [problem.message.en for problem in loaded] == [
        "asks for 1 items: its case sets and single items add up to no such number"
    ]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (SVG % b"<script>alert(1)</script>", "the element script is not used in drawings"),
        (SVG % b'<rect onload="alert(1)"/>', "the attribute onload is not used in drawings"),
        (SVG % b"<foreignObject/>", "the element foreignObject is not used in drawings"),
        (
            SVG % b'<use href="https://example.org/x.svg#a"/>',
            "a drawing points only into itself, got https://example.org/x.svg#a",
        ),
        (
            SVG % b'<rect fill="url(https://example.org/a)"/>',
            "a drawing points only into itself, got url(https://example.org/a)",
        ),
        (
            SVG % b"<style>@import 'https://example.org'</style>",
            "a drawing's style fetches nothing",
        ),
        (
            b'<!DOCTYPE svg [<!ENTITY a "aaaa">]>' + SVG % b"<text>&a;</text>",
            "a document type is not used in drawings",
        ),
        (b"<html/>", "expected an svg element with a viewBox"),
        (SVG % (b" " * 300_001), "larger than 300000 bytes"),
    ],
)
def test_a_drawing_that_could_do_more_than_draw_is_told(content, message):
    loaded = load_programme({**every_type_files(practice=False), PICTURE: content})

    assert isinstance(loaded, tuple)
    assert message in [problem.message.en for problem in loaded if problem.file == PICTURE]


def test_what_is_called_a_photograph_and_is_none_is_told():
    path = PICTURE.replace(".svg", ".png")

    loaded = load_programme({**every_type_files(practice=False), path: b"no picture"})

    assert isinstance(loaded, tuple)
    assert [str(problem) for problem in loaded] == [f"{path}: not a PNG picture"]


def test_another_picture_is_another_programme_and_goes_with_its_item():
    files = every_type_files(practice=False)
    other = {**files, PICTURE: files[PICTURE].replace(b"#dfeaf0", b"#ffffff")}

    before, after = load_programme(files), load_programme(other)

    assert isinstance(before, Loaded)
    assert isinstance(after, Loaded)
    assert before.digest != after.digest
    pictures = [
        next(one.picture for one in loaded.items if isinstance(one.item, Hotspot))
        for loaded in (before, after)
    ]
    assert pictures[0] != pictures[1]
