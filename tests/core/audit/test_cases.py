"""A programme's own cases are tried with it, and a case that fails is told where it stands."""

from __future__ import annotations

import pytest

from tauliah.core.audit import case_problems, load_tried_programme
from tauliah.core.programme import Loaded
from tests.core.programme.small import CASES, SMALL, encoded, loaded, replaced

FILE = "cases/api.yaml"


def said_of(files):
    found = load_tried_programme(encoded(files))
    assert isinstance(found, tuple)
    return [str(problem) for problem in found]


def test_a_programme_whose_cases_hold_is_loaded():
    assert isinstance(load_tried_programme(encoded(SMALL)), Loaded)


def test_a_programme_without_cases_is_loaded():
    files = {path: text for path, text in SMALL.items() if path != FILE}

    assert isinstance(load_tried_programme(encoded(files)), Loaded)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("met: false", "met: true", "8: cases[0].expect.met: expected true, the rules say false"),
        ("left: 1", "left: 0", "9: cases[0].expect.left: expected 0, the rules say 1"),
        ("missing: [ethics]", "missing: []",
         "10: cases[0].expect.missing: expected nothing, the rules say ethics"),
        ("missing: [ethics]", "missing: [PUM, ethics]",
         "10: cases[0].expect.missing: expected PUM, ethics, the rules say ethics"),
        ("missing: [ethics]", "counted: []",
         "10: cases[0].expect.counted: expected nothing, the rules say PUM"),
        ("missing: [ethics]", "version: 2025-01-01",
         "10: cases[0].expect.version: expected 2025-01-01, the rules say 2024-01-01"),
        ("missing: [ethics]", "continuing: good",
         "10: cases[0].expect.continuing: expected good, the rules say not-asked"),
        ("missing: [ethics]", "counts_for: {PUM: []}",
         "10: cases[0].expect.counts_for: expected PUM: nothing, the rules say PUM: API"),
        ("missing: [ethics]", "pathways: {short: 1}",
         "10: cases[0].expect.pathways: expected short: 1, the rules say no pathways"),
    ],
)  # fmt: skip
def test_a_case_that_does_not_hold_says_what_the_rules_say(old, new, said):
    assert said_of(replaced(FILE, old, new)) == [f"{FILE}:{said} (One exam and the code)"]


def test_the_first_difference_of_a_case_comes_with_the_steps_of_the_audit():
    wrong = CASES.replace("left: 1", "left: 0").replace("met: false", "met: true")
    found = load_tried_programme(encoded({**SMALL, FILE: wrong}))

    first, second = found
    assert [step.en for step in first.because] == [
        "One requirement is left to API on the shortest way.",
        "The rules of 1 January 2024 apply, which are in force on the day of this audit.",
        (
            "What counts: The exam Underwriting (PUM), passed on 10 February 2026 (entry 1), counts "
            "for API."
        ),
        (
            "What does not count, and why: Every exam, course and class in your record that is meant "
            "for it counts."
        ),
        "What is missing: The Code is still to be accepted.",
    ]
    assert all(step.ms != step.en for step in first.because)
    assert second.because == ()


def test_the_order_of_what_is_missing_does_not_matter():
    case = CASES.replace("exam: PUM, passed: true", "exam: PUM, passed: false")
    case = case.replace("left: 1", "left: 2").replace("[ethics]", "[ethics, PUM]")

    assert isinstance(load_tried_programme(encoded({**SMALL, FILE: case})), Loaded)


def test_a_change_of_the_rules_is_noticed_by_the_cases():
    changed = replaced("designations/api.yaml", "        - ethics: ethics\n", "")

    assert [problem.partition(": ")[0] for problem in said_of(changed)] == [
        f"{FILE}:{line}" for line in (8, 9, 10)
    ]


def test_old_cases_can_be_tried_against_other_rules():
    changed = loaded(replaced("designations/api.yaml", "        - exam: PUM\n", ""))

    assert case_problems(changed.programme, encoded(SMALL)) == ()
    assert case_problems(changed.programme, {}) == ()


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("designation: API", "designation: APJ",
         "3: cases[0].designation: no designation APJ in this programme"),
        ("exam: PUM", "exam: PUX", "5: cases[0].entries[0].facts.exam: no exam PUX in this programme"),
        ("on: 2026-02-10", "on: 2026-02-09",
         "5: cases[0].entries[0].day: happens after the day of the audit, 2026-02-09"),
        ("    on: 2026-02-10", "    on: 2026-02-10\n    wants: more",
         "7: cases[0].wants: this key is not known here"),
    ],
)  # fmt: skip
def test_a_case_about_nothing_of_this_programme_is_a_mistake(old, new, said):
    assert said_of(replaced(FILE, old, new)) == [f"{FILE}:{said}"]


def test_a_case_from_before_the_first_rules_is_a_mistake():
    files = {**SMALL, FILE: CASES.replace("2026-02-10", "2023-02-10")}

    assert said_of(files) == [f"{FILE}:6: cases[0].on: no rules of API are in force on 2023-02-10"]


def test_every_failing_case_of_every_file_is_told():
    wrong = CASES.replace("left: 1", "left: 9")

    assert len(said_of({**SMALL, FILE: wrong, "cases/more.yaml": wrong})) == 2


def test_the_mistakes_of_the_programme_come_first():
    flawed = replaced(FILE, "left: 1", "left: 9") | {"notes.txt": ""}

    assert said_of(flawed) == ["notes.txt: no file of this name or place is known here"]
