"""Rules that nobody new can meet are told with the smallest set of statements that conflict."""

from __future__ import annotations

import pytest

from tauliah.core.programme import load_programme
from tests.core.programme.conflicting import VERSION, folder_of, retired, timetable, with_windows
from tests.core.programme.small import PROGRAMME, encoded, loaded, problems_of

A = "designations/aaa.yaml"
B = "designations/bbb.yaml"
RULE = "versions[0].requires"
NOBODY = "nobody who starts on 1 January 2024 can ever meet these rules of"


def only_problem(files):
    (problem,) = problems_of(files)
    return problem


def test_an_exam_retired_before_the_rules_begin():
    files = folder_of({"AAA": "{exam: C1}"}, courses={"C1": retired("2023-06-01")})

    assert only_problem(files) == (
        f"{A}:10: {RULE}.exam: {NOBODY} AAA: AAA asks for the exam C1; C1 retired on 1 June 2023 "
        "(courses/C1/course.yaml:9)"
    )


def test_an_exam_that_ends_later_can_still_be_passed_by_who_starts_with_the_rules():
    # the first window after the rules begin opens on 5 January
    assert loaded(folder_of({"AAA": "{exam: C1}"}, courses={"C1": retired("2024-01-06")}))
    assert "C1 retired on 5 January 2024" in only_problem(
        folder_of({"AAA": "{exam: C1}"}, courses={"C1": retired("2024-01-05")})
    )


def test_too_many_retired_of_which_some_must_be_chosen_name_the_fewest():
    rule = "{at_least: {n: 2, of: [{exam: C1}, {exam: C2}, {exam: C3}]}}"
    ended = dict.fromkeys(("C1", "C2", "C3"), retired("2023-01-01"))
    files = folder_of({"AAA": rule}, courses=ended)

    said = only_problem(files)

    # two of the three retired are enough to leave one
    assert said.count("retired on") == 2
    assert said.startswith(f"{A}:10: ")
    assert "AAA asks for 2 of 3 parts" in said


def test_points_that_cannot_be_reached():
    rule = "{credits: {points: 5, from: [{exam: C1, points: 3}, {exam: C2, points: 3}]}}"
    files = folder_of({"AAA": rule}, courses={"C2": retired("2023-01-01")})

    assert only_problem(files) == (
        f"{A}:10: {RULE}.credits: {NOBODY} AAA: AAA asks for 5 points from a list; AAA asks for the "
        f"exam C2 ({A}:10); C2 retired on 1 January 2023 (courses/C2/course.yaml:9)"
    )


def test_a_prerequisite_that_is_retired():
    files = folder_of(
        {"AAA": "{exam: C2}"},
        courses={"C1": retired("2023-01-01"), "C2": "prerequisites: [C1]\n"},
    )

    assert only_problem(files) == (
        f"{A}:10: {RULE}.exam: {NOBODY} AAA: AAA asks for the exam C2; C1 retired on 1 January 2023 "
        "(courses/C1/course.yaml:9); C2 can be sat only after C1 was passed "
        "(courses/C2/course.yaml:9)"
    )


def test_what_counts_as_a_retired_prerequisite_is_enough():
    about = PROGRAMME + (
        "other_courses:\n  - {code: OLD, title: {en: Old, ms: Lama}}\n"
        "equivalences:\n  - {from: [OLD], to: C1, valid_from: 2020-01-01}\n"
    )
    courses = {"C1": retired("2023-01-01"), "C2": "prerequisites: [C1]\n"}

    assert loaded(folder_of({"AAA": "{exam: C2}"}, courses=courses, about=about))


def test_a_day_before_which_nothing_counts_and_an_end_before_it():
    rule = "{exam: C1, not_before: 2026-01-01}"
    files = folder_of({"AAA": rule}, courses={"C1": retired("2025-06-01")})

    assert only_problem(files) == (
        f"{A}:10: {RULE}.exam: {NOBODY} AAA: AAA asks for the exam C1; it counts only when earned on "
        f"1 January 2026 or later ({A}:10); C1 retired on 1 June 2025 (courses/C1/course.yaml:9)"
    )


def test_credit_that_lapses_before_another_exam_begins():
    versions = VERSION + (
        "{all: [{exam: C1}, {exam: C2, not_before: 2027-01-01}]}\nlapse: {after_months: 12}\n"
    )
    files = folder_of({"AAA": versions}, courses={"C1": retired("2025-06-01")})

    assert only_problem(files) == (
        f"{A}:10: {RULE}.all[0].exam: {NOBODY} AAA: AAA asks for the exam C1; AAA asks for the exam "
        f"C2 ({A}:10); it counts only when earned on 1 January 2027 or later ({A}:10); exams lapse "
        f"for AAA after 12 months unless all is finished ({A}:11); C1 retired on 1 June 2025 "
        "(courses/C1/course.yaml:9)"
    )


def test_papers_at_the_same_time_and_credit_that_lapses_in_a_window():
    papers = timetable(1, ("C1 C2", "10", "09:00", "12:00"))
    versions = VERSION + "{all: [{exam: C1}, {exam: C2}]}\nlapse: {after_months: 6}\n"
    files = folder_of({"AAA": versions}, about=with_windows(papers))

    assert only_problem(files) == (
        f"{A}:10: {RULE}.all[0].exam: {NOBODY} AAA: AAA asks for the exam C1; AAA asks for the exam "
        f"C2 ({A}:10); exams lapse for AAA after 6 months unless all is finished ({A}:11); window 1 "
        "holds exams only at the times of its timetable (programme.yaml:21)"
    )


def test_papers_that_clash_in_one_window_are_sat_in_two():
    papers = [timetable(n, ("C1 C2", "10", "09:00", "12:00")) for n in (1, 2)]
    versions = VERSION + "{all: [{exam: C1}, {exam: C2}]}\nlapse: {after_months: 6}\n"

    assert loaded(folder_of({"AAA": versions}, about=with_windows(*papers)))


def test_an_exam_that_no_timetable_holds():
    papers = [timetable(n, ("C2", "10", "09:00", "12:00")) for n in (1, 2)]
    files = folder_of({"AAA": "{exam: C1}"}, about=with_windows(*papers))

    assert only_problem(files) == (
        f"{A}:10: {RULE}.exam: {NOBODY} AAA: AAA asks for the exam C1; window 1 holds exams only at "
        "the times of its timetable (programme.yaml:21); window 2 holds exams only at the times of "
        "its timetable (programme.yaml:22)"
    )


def test_a_designation_whose_rules_nobody_meets_is_asked_for():
    files = folder_of(
        {"AAA": "{exam: C1}", "BBB": "{any: [{designation: AAA}]}"},
        courses={"C1": retired("2023-01-01")},
    )

    assert problems_of(files) == [
        (
            f"{A}:10: {RULE}.exam: {NOBODY} AAA: AAA asks for the exam C1; C1 retired on 1 January "
            "2023 (courses/C1/course.yaml:9)"
        ),
        (
            f"{B}:10: {RULE}.any[0].designation: {NOBODY} BBB: BBB asks for the designation AAA; C1 "
            f"retired on 1 January 2023 (courses/C1/course.yaml:9); AAA asks for the exam C1 ({A}:10)"
        ),
    ]


def test_a_designation_may_be_met_by_a_later_version_of_what_it_asks_for():
    newer = (
        "  - from: 2025-01-01\n    source: {en: Rules, ms: Peraturan}\n    requires: {exam: C2}\n"
    )
    files = folder_of(
        {"AAA": VERSION + "{exam: C1}\n" + newer, "BBB": "{any: [{designation: AAA}]}"},
        courses={"C1": retired("2023-01-01")},
    )

    assert [problem.partition(": ")[0] for problem in problems_of(files)] == [f"{A}:10"]


def test_exams_of_its_own_that_a_designation_does_not_have():
    limit = "\nsharing:\n  - {with: AAA, unique_at_least: 2}\n"
    files = folder_of(
        {
            "AAA": "{all: [{exam: C1}, {exam: C2}]}",
            "BBB": VERSION + "{all: [{designation: AAA}, {exam: C1}, {exam: C3}]}" + limit,
        }
    )

    assert only_problem(files) == (
        f"{B}:10: {RULE}.all[0].designation: {NOBODY} BBB: BBB asks for the designation AAA; BBB asks "
        f"for the exam C1 ({B}:10); BBB needs at least 2 exams that do not count for AAA, of the 2 that "
        f"its rules name ({B}:12); AAA asks for the exam C1 ({A}:10)"
    )


def test_a_limit_on_what_is_shared_against_exams_of_its_own():
    limits = "\nsharing:\n  - {with: AAA, at_most: 0}\n"
    files = folder_of(
        {
            "AAA": "{any: [{exam: C1}, {exam: C2}]}",
            "BBB": VERSION + "{all: [{designation: AAA}, {exam: C1}, {exam: C2}]}" + limits,
        }
    )

    said = only_problem(files)
    assert said.startswith(f"{B}:10: {RULE}.all[0].designation: {NOBODY} BBB: ")
    assert said.count(";") == 5, "both exams of both, the designation and the limit"
    assert loaded({**files, A: files[A].replace("{exam: C2}", "{exam: C3}")})


def test_an_exam_that_counts_for_fewer_designations_than_ask_for_it_in_a_row():
    rules = {
        "AAA": "{exam: C1}",
        "BBB": "{all: [{designation: AAA}, {exam: C1}]}",
        "CCC": "{all: [{designation: BBB}, {exam: C1}]}",
    }
    files = folder_of(rules, about=PROGRAMME + "exam_counts_for_at_most: 2\n")

    assert only_problem(files) == (
        f"designations/ccc.yaml:10: {RULE}.all[0].designation: {NOBODY} CCC: CCC asks for the "
        "designation BBB; CCC asks for the exam C1 (designations/ccc.yaml:10); AAA asks for the exam "
        f"C1 ({A}:10); BBB asks for the designation AAA ({B}:10); BBB asks for the exam C1 ({B}:10); "
        "an exam counts for at most 2 designations (programme.yaml:25)"
    )
    assert loaded(folder_of(rules, about=PROGRAMME + "exam_counts_for_at_most: 3\n"))


TWO_WAYS = """
      one_pathway_of:
        - {pathway: old, title: {en: Old, ms: Lama}, all: [{exam: C1}]}
        - {pathway: new, title: {en: New, ms: Baharu}, all: [{exam: C2}]}"""


def test_a_pathway_of_the_newest_rules_that_nobody_new_can_complete():
    files = folder_of({"AAA": TWO_WAYS}, courses={"C1": retired("2023-01-01")})

    assert only_problem(files) == (
        f"{A}:12: {RULE}.one_pathway_of[0].all[0].exam: nobody who starts on 1 January 2024 can ever "
        "complete the pathway old of AAA: AAA asks for the exam C1; C1 retired on 1 January 2023 "
        "(courses/C1/course.yaml:9)"
    )


def test_a_pathway_of_older_rules_stays_for_those_who_walked_it_in_time():
    newer = (
        "\n  - from: 2025-01-01\n    source: {en: Rules, ms: Peraturan}\n    requires: {exam: C2}\n"
    )
    files = folder_of({"AAA": VERSION + TWO_WAYS + newer}, courses={"C1": retired("2023-01-01")})

    assert loaded(files)


def test_an_open_course_after_a_retired_one_can_be_sat_by_nobody_new():
    files = folder_of(
        {"AAA": "{exam: C3}"},
        courses={"C1": retired("2026-01-01"), "C2": "status: open\nprerequisites: [C1]\n"},
    )

    assert [one for one in problems_of(files) if "nobody" in one] == [
        (
            "courses/C2/course.yaml:9: prerequisites[0]: nobody new can ever sit the exam of C2: C2 "
            "can be sat only after C1 was passed; C1 retired on 1 January 2026 "
            "(courses/C1/course.yaml:9)"
        )
    ]


def test_what_is_unknown_or_asks_for_itself_is_told_once_and_not_decided():
    for rule in ("{exam: C9}", "{designation: AAA}", "{ethics: morals}"):
        (problem,) = problems_of(folder_of({"AAA": rule}))

        assert "nobody" not in problem


def test_a_circle_of_prerequisites_names_each_of_its_lines():
    courses = {"C1": "prerequisites: [C3, C2]\n", "C2": "prerequisites: [C1]\n"}

    assert problems_of(folder_of({"AAA": "{exam: C3}"}, courses=courses)) == [
        (
            "courses/C1/course.yaml:9: prerequisites[1]: in a circle, C1 -> C2 -> C1 "
            "(courses/C2/course.yaml:9): nobody could sit any of them"
        )
    ]


def test_a_conflict_is_told_in_malay_as_well():
    files = folder_of({"AAA": "{exam: C1}"}, courses={"C1": retired("2023-06-01")})
    (problem,) = load_programme(encoded(files))

    assert problem.told_in("ms") == (
        f"{A}:10: {RULE}.exam: tiada sesiapa yang bermula pada 1 Januari 2024 dapat memenuhi "
        "peraturan AAA ini: AAA meminta peperiksaan C1; C1 ditamatkan pada 1 Jun 2023 "
        "(courses/C1/course.yaml:9)"
    )


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_days_at_the_ends_of_the_calendar_are_not_reckoned_with(day):
    files = folder_of({"AAA": f"{{exam: C1, within_months: 1200, not_before: {day}}}"})

    assert loaded(files)


def test_conflicts_that_have_nothing_in_common_are_told_in_one_run():
    rule = "\n      all:\n        - exam: C1\n        - exam: C2\n        - exam: C3"
    ended = dict.fromkeys(("C1", "C3"), retired("2023-01-01"))

    found = problems_of(folder_of({"AAA": rule}, courses=ended))

    assert [one.partition(": ")[0] for one in found] == [f"{A}:12", f"{A}:14"]
    assert ["C1 retired" in one for one in found] == [True, False]
