"""Rules that contradict themselves or each other: found by the check, with file and line."""

from __future__ import annotations

import pytest

from tests.core.programme.small import (
    COURSE,
    DESIGNATION,
    PAGE,
    PROGRAMME,
    SMALL,
    loaded,
    problem_of,
    problems_of,
    replaced,
)

API = "designations/api.yaml"
PUM = "courses/PUM/course.yaml"
PROG = "programme.yaml"
RULE = "versions[0].requires.all[0]"
NEWER = """\
  - from: 2025-01-01
    source: {en: Rules, ms: Peraturan}
    requires: {exam: PUM}
"""
OTHERS = """\
other_courses:
  - {code: OLD1, title: {en: Old, ms: Lama}}
  - {code: OLD2, title: {en: Old, ms: Lama}}
equivalences:
"""


@pytest.mark.parametrize(
    ("new", "said"),
    [
        ("classroom: PUX", f"{RULE}.classroom: no classroom PUX in this programme"),
        ("credits: {points: 3, from: [{exam: PUX, points: 3}]}",
         f"{RULE}.credits.from[0].exam: no exam PUX in this programme"),
        ("credits: {points: 4, from: [{exam: PUM, points: 3}]}",
         f"{RULE}.credits.points: asks for 4 points, the list has 3"),
        ("credits: {points: 3, from: [{points: 3}]}",
         f"{RULE}.credits.from[0]: expected exactly one of exam, course"),
        ("credits: {points: 3, from: [{exam: PUM, points: 3}, {course: PUM, points: 1}]}",
         f"{RULE}.credits.from: PUM stands 2 times"),
        ("credits: {points: 3, from: [{exam: PUM, points: 3}], at_least_from: [{points: 4, of: [PUM]}]}",
         f"{RULE}.credits.at_least_from[0].points: asks for 4 points, the group has 3"),
        ("experience: {months: 36, within_months: 24}",
         f"{RULE}.experience.months: asks for 36 months within 24"),
        ("{exam: PUM, within_months: 0}",
         f"{RULE}.within_months: expected greater than or equal to 1, got 0"),
        ("{exam: PUM, not_before: soon}",
         f'{RULE}.not_before: expected a day such as 2026-03-01, got "soon"'),
    ],
)  # fmt: skip
def test_a_requirement_that_cannot_be_meant_is_told(new, said):
    assert problem_of(API, "exam: PUM", new) == f"{API}:12: {said}"


def test_a_group_of_points_names_what_stands_in_the_list():
    new = "credits: {points: 3, from: [{exam: PUM, points: 3}], at_least_from: [{points: 1, of: [PIN]}]}"

    assert problems_of(replaced(API, "exam: PUM", new)) == [
        f"{API}:12: {RULE}.credits.at_least_from[0].of[0]: PIN is not in the list from which points come",
        f"{API}:12: {RULE}.credits.at_least_from[0].points: asks for 1 points, the group has 0",
    ]


@pytest.mark.parametrize(
    ("edges", "said"),
    [
        (["{from: [PUX], to: PUM, valid_from: 2024-01-01}"],
         ["29: equivalences[0].from[0]: no course PUX in this programme, nor among other_courses"]),
        (["{from: [OLD1], to: PUX, valid_from: 2024-01-01}"],
         ["29: equivalences[0].to: no course PUX in this programme, nor among other_courses"]),
        (["{from: [OLD1], to: PUM, valid_from: 2024-01-01, valid_until: 2023-01-01}"],
         ["29: equivalences[0].valid_until: is before valid_from"]),
        (["{from: [PUM], to: PUM, valid_from: 2024-01-01}"],
         ["29: equivalences[0]: PUM counts as itself"]),
        (["{from: [OLD1], to: PUM, valid_from: 2024-01-01}",
          "{from: [PUM, OLD2], to: OLD1, valid_from: 2025-01-01}"],
         [("29: equivalences[0]: PUM counts as itself in a circle, with programme.yaml:30, "
           "on 2025-01-01")]),
        (["{from: [OLD1], to: OLD2, valid_from: 2024-01-01}",
          "{from: [OLD2], to: PUM, valid_from: 2024-01-01}",
          "{from: [PUM], to: OLD1, valid_from: 2024-01-01}"],
         [("29: equivalences[0]: OLD2 counts as itself in a circle, with programme.yaml:30, "
           "programme.yaml:31, on 2024-01-01")]),
    ],
)  # fmt: skip
def test_a_flawed_equivalence_is_told(edges, said):
    text = PROGRAMME + OTHERS + "".join(f"  - {edge}\n" for edge in edges)

    assert problems_of({**SMALL, PROG: text}) == [f"{PROG}:{one}" for one in said]


def test_equivalences_that_turn_round_one_after_another_are_no_circle():
    text = PROGRAMME + OTHERS
    text += "  - {from: [OLD1], to: PUM, valid_from: 2020-01-01, valid_until: 2023-12-31}\n"
    text += "  - {from: [PUM], to: OLD1, valid_from: 2024-01-01}\n"

    assert loaded({**SMALL, PROG: text})


def test_a_circle_over_two_files_is_told_with_both_places():
    text = PROGRAMME + OTHERS + "  - {from: [OLD1], to: PUM, valid_from: 2020-01-01}\n"
    api = DESIGNATION + "equivalences:\n  - {from: [PUM], to: OLD1, valid_from: 2021-01-01}\n"

    assert problems_of({**SMALL, PROG: text, API: api}) == [
        f"{PROG}:29: equivalences[0]: PUM counts as itself in a circle, with {API}:15, on 2021-01-01"
    ]


def test_a_course_of_another_body_has_a_code_of_its_own():
    text = PROGRAMME + "other_courses:\n  - {code: PUM, title: {en: Old, ms: Lama}}\n"

    assert problems_of({**SMALL, PROG: text}) == [
        f"{PROG}:26: other_courses[0].code: PUM is a course of this programme"
    ]


def test_a_retired_course_says_since_when():
    assert problem_of(PUM, "status: open", "status: retired") == (
        f"{PUM}:3: status: a retired course says retired_on, the day of its end"
    )
    assert problem_of(PUM, "status: open", "status: open\nretired_on: 2030-01-01") == (
        f"{PUM}:4: retired_on: the course is not retired, but open"
    )


def test_rules_that_nobody_can_meet_any_more_are_told():
    since = "status: retired\nretired_on: 2023-01-01"

    assert problem_of(PUM, "status: open", since) == (
        f"{API}:12: {RULE}.exam: nobody who starts on 1 January 2024 can ever meet these rules of API: "
        f"API asks for the exam PUM; PUM retired on 1 January 2023 ({PUM}:4)"
    )
    later = since.replace("2023", "2025")
    assert loaded(replaced(PUM, "status: open", later)).programme.course("PUM").retired_on


def test_a_pathway_that_nobody_can_walk_any_more_is_told():
    ways = """one_pathway_of:
            - {pathway: old, title: {en: Old, ms: Lama}, all: [{exam: PUM}]}
            - {pathway: new, title: {en: New, ms: Baharu}, all: [{ethics: ethics}]}"""
    files = {
        **replaced(API, "exam: PUM", ways),
        PUM: COURSE.replace("status: open", "status: retired\nretired_on: 2023-01-01"),
    }

    assert problems_of(files) == [
        (
            f"{API}:13: {RULE}.one_pathway_of[0].all[0].exam: nobody who starts on 1 January 2024 can "
            "ever complete the pathway old of API: API asks for the exam PUM; PUM retired on "
            f"1 January 2023 ({PUM}:4)"
        )
    ]
    text = PROGRAMME + OTHERS + "  - {from: [OLD1], to: PUM, valid_from: 2020-01-01}\n"
    assert loaded({**files, PROG: text})


@pytest.mark.parametrize(
    ("grandfathering", "first", "second", "said"),
    [
        ("fixed", "{matriculated_before: 2024-07-01}", "",
         ("8: versions[0].applies_to: a gap: no version is for those matriculated from 2024-07-01 "
          f"until 2025-01-01; the version beside it: {API}:16")),
        ("fixed", "{matriculated_before: 2025-07-01}", "",
         ("8: versions[0].applies_to: an overlap: two versions are for those matriculated from "
          f"2025-01-01 to 2025-07-01, and grandfathering is fixed; the other version: {API}:16")),
        ("best_of", "{matriculated_before: 2024-07-01}", "",
         ("8: versions[0].applies_to: a gap: no version is for those matriculated from 2024-07-01 "
          f"until 2025-01-01; the version beside it: {API}:16")),
        ("fixed", "", "{matriculated_from: 2025-07-01}",
         ("16: versions[1].applies_to: a gap: no version is for those matriculated from 2025-01-01 "
          f"until 2025-07-01; the version beside it: {API}:9")),
        ("none", "{matriculated_before: 2025-01-01}", "",
         "8: versions[0].applies_to: has no effect without grandfathering: fixed or best_of"),
    ],
)  # fmt: skip
def test_days_of_matriculation_without_a_version_or_with_two_are_told(
    grandfathering, first, second, said
):
    text = f"grandfathering: {grandfathering}\n" + DESIGNATION
    line = "  - from: 2024-01-01\n"
    newer = NEWER
    if first:
        text = text.replace(line, f"  - applies_to: {first}\n" + line.replace("- ", "  "))
    if second:
        newer = NEWER.replace("- from", f"- applies_to: {second}\n    from")
    (problem,) = problems_of({**SMALL, API: text + newer})

    place, _, message = problem.partition(": ")
    assert message == said.partition(": ")[2]
    assert place.startswith(f"{API}:")


def test_versions_that_overlap_are_a_choice_where_the_best_counts():
    text = "grandfathering: best_of\n" + DESIGNATION
    line = "  - from: 2024-01-01\n"
    kept = "  - applies_to: {matriculated_before: 2025-07-01}\n    from: 2024-01-01\n"

    assert loaded({**SMALL, API: text.replace(line, kept) + NEWER})


def two_designations(*, of_api="", of_cpcu="", rule="exam: PUM"):
    cpcu = DESIGNATION.replace("API\n", "CPCU\n")
    cpcu = cpcu.replace("exam: PUM", rule)
    return {
        **SMALL,
        API: DESIGNATION + of_api,
        "designations/cpcu.yaml": cpcu + of_cpcu,
        "designations/cpcu.en.md": PAGE,
        "designations/cpcu.ms.md": PAGE,
    }


@pytest.mark.parametrize(
    ("of_api", "of_cpcu", "said"),
    [
        ("{with: API, at_most: 2}", "", "with: API shares all with itself"),
        ("{with: AINS, at_most: 2}", "", "with: no designation AINS in this programme"),
        ("{with: CPCU}", "", ": expected exactly one of at_most, unique_at_least"),
        ("{with: CPCU, at_most: 2}", "{with: API, at_most: 3}",
         "at_most: at most 2 shared with CPCU, which says 3 (designations/cpcu.yaml:15)"),
    ],
)  # fmt: skip
def test_limits_of_sharing_that_contradict_are_told(of_api, of_cpcu, said):
    files = two_designations(
        of_api=f"sharing:\n  - {of_api}\n",
        of_cpcu=f"sharing:\n  - {of_cpcu}\n" if of_cpcu else "",
    )

    found = problems_of(files)

    assert any(said in problem and problem.startswith(f"{API}:15") for problem in found), found


def test_a_limit_that_keeps_two_designations_apart_for_good_is_told():
    files = two_designations(of_api="sharing:\n  - {with: CPCU, at_most: 0}\n")

    assert problems_of(files) == [
        (
            f"{API}:12: {RULE}.exam: nobody can ever meet the newest rules of both API and CPCU: API "
            f"asks for the exam PUM; API and CPCU may share 0 exams at most ({API}:15); CPCU asks for "
            "the exam PUM (designations/cpcu.yaml:12)"
        )
    ]


def test_a_limit_that_leaves_a_way_is_none_that_contradicts():
    files = two_designations(
        of_api="sharing:\n  - {with: CPCU, at_most: 0}\n", rule="ethics: ethics"
    )

    assert loaded(files)


def test_a_lapse_says_after_what():
    assert problems_of({**SMALL, API: DESIGNATION + "lapse: {forfeits: all}\n"}) == [
        f"{API}:14: lapse: expected after_months, after_windows or both"
    ]


def test_a_retired_course_needs_neither_lessons_nor_items():
    course = COURSE.replace("status: open", "status: retired\nretired_on: 2025-01-01")
    files = {p: t for p, t in SMALL.items() if "/lessons/" not in p and "/items/" not in p}

    assert not loaded({**files, PUM: course}).programme.course("PUM").is_open
