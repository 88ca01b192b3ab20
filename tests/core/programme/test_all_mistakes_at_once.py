"""A folder with every kind of mistake at once: all are told in one run, each at its line."""

from __future__ import annotations

from tauliah.core.programme import load_programme
from tests.core.programme.conflicting import VERSION, folder_of, retired
from tests.core.programme.small import (
    CASES,
    LESSON,
    PAGE,
    PROGRAMME,
    encoded,
    items,
    problems_of,
    replaced,
)

A, B, C, D, E = (f"designations/{name}.yaml" for name in ("aaa", "bbb", "ccc", "ddd", "eee"))
NEWER = "  - from: 2025-01-01\n    source: {en: Rules, ms: Peraturan}\n    requires: {exam: C1}\n"


def flawed_folder():
    about = PROGRAMME.replace("MYR", "ringgit").replace("exam: 42000", "exam: 420.50")
    rules = {
        # asks for itself through another; an unknown exam
        "AAA": "{all: [{designation: BBB}, {exam: C9}]}",
        "BBB": "{any: [{designation: AAA}, {exam: C1}]}",
        # a number that is no number of the list
        "CCC": "{at_least: {n: 3, of: [{exam: C1}, {exam: C2}]}}",
        # a gap between versions, and what shares with nobody
        "DDD": VERSION.replace(
            "- from", "- applies_to: {matriculated_before: 2024-06-01}\n    from"
        )
        + "{exam: C1}\n"
        + NEWER
        + "grandfathering: fixed\nsharing:\n  - {with: ZZZ, at_most: 1}\n",
        "EEE": VERSION + "{exam: C2, soon: true}\nlapse: {forfeits: all}\n",
    }
    courses = {
        "C1": "prerequisites: [C2]\n",
        "C2": "prerequisites: [C1, C8]\n",
        "C3": "retired_on: 2024-01-01\n",
        "C4": "- this: is\nnot: yaml\n",
    }
    files = folder_of(rules, courses=courses, about=about)
    files["courses/C1/items/practice.yaml"] = items("practice", "C1-P-1").replace(
        "key: a", "key: z"
    )
    files["courses/C1/lessons/01-rating.en.md"] = (
        LESSON + "\nSee <b>[this](glossary:nowhere)</b>.\n"
    )
    files["cases/one.yaml"] = CASES.replace("passed: true", "passed: maybe")
    files["glossary/premium.en.md"] = PAGE
    files["pages/only.en.md"] = "No front matter.\n"
    files["notes.txt"] = ""
    return files


def test_every_mistake_of_a_folder_is_told_in_one_run():
    said = problems_of(flawed_folder())

    for expected in (
        "cases/one.yaml:5: cases[0].entries[0]: the fact passed of exam-result is true or false",
        "courses/C1/course.yaml:9: prerequisites[0]: in a circle, C1 -> C2 -> C1",
        "courses/C2/course.yaml:9: prerequisites[1]: no course C8 in this programme",
        "courses/C3/course.yaml:9: retired_on: the course is not retired, but in-preparation",
        "courses/C4/course.yaml:9: not YAML: ",
        "courses/C1/items/practice.yaml:9: items[0].key: the key z is not among the options a, b, c",
        "courses/C1/lessons/01-rating.en.md: its page in ms, courses/C1/lessons/01-rating.ms.md, is missing",
        "courses/C1/lessons/01-rating.en.md:13: dead link: glossary:nowhere",
        "courses/C1/lessons/01-rating.en.md:13: raw HTML is not used here",
        f"{A}:10: versions[0].requires.all[0].designation: AAA asks for itself",
        f"{A}:10: versions[0].requires.all[1].exam: no exam C9 in this programme",
        f"{B}:10: versions[0].requires.any[0].designation: BBB asks for itself",
        f"{C}:10: versions[0].requires.at_least.n: asks for 3 of only 2",
        f"{D}:8: versions[0].applies_to: a gap: no version is for those matriculated from 2024-06-01",
        f"{D}:17: sharing[0].with: no designation ZZZ in this programme",
        f"{E}:10: versions[0].requires.soon: this key is not known here",
        f"{E}:11: lapse: expected after_months, after_windows or both",
        "glossary/premium.en.md:5: a glossary page has at least 150 words",
        "notes.txt: no file of this name or place is known here",
        "pages/only.en.md:1: expected front matter between two lines of ---",
        'programme.yaml:8: currency: expected three capital letters, such as MYR, got "ringgit"',
        "programme.yaml:9: fees.exam: expected a whole number, got 420.50",
    ):
        assert any(one.startswith(expected) for one in said), (expected, said)


def test_problems_come_sorted_and_each_once():
    found = load_programme(encoded(flawed_folder()))

    assert isinstance(found, tuple)
    places = [(one.file, one.line) for one in found]
    assert places == sorted(places)
    assert len(set(map(str, found))) == len(found)


def test_conflicts_and_plain_mistakes_are_told_together():
    files = folder_of(
        {"AAA": "{exam: C1}", "BBB": "{exam: C9}"}, courses={"C1": retired("2023-01-01")}
    )

    first, second = problems_of(files)

    assert "nobody who starts on 1 January 2024" in first
    assert "no exam C9" in second


def test_the_sum_of_a_blueprint_is_told_though_programme_yaml_is_flawed():
    course = "courses/PUM/course.yaml"
    files = replaced(course, "items: 2,", "items: 1,")
    files["programme.yaml"] = PROGRAMME.replace("pass_mark_percent: 50", "pass_mark_percent: half")

    assert problems_of(files) == [
        f"{course}:7: blueprint: the rows add up to 1 items, an exam has 2",
        'programme.yaml:17: exam_policy.pass_mark_percent: expected a whole number, got "half"',
    ]
