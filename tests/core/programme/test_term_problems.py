"""Terms that cannot be meant: prices, timetables, prerequisites, runs and limits, each with its line."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from tests.core.programme.small import (
    COURSE,
    DESIGNATION,
    PAGE,
    SMALL,
    items,
    loaded,
    problem_of,
    problems_of,
    replaced,
)

API = "designations/api.yaml"
PUM = "courses/PUM/course.yaml"
PROG = "programme.yaml"
FIRST = 'opens: "01-05", closes: "03-26"}'
SECOND = 'opens: "07-05", closes: "12-31"}'
PAPER = 'exams: [PUM], on: "03-05", starts: "09:00", ends: "12:00"'
HOURS = "study_hours: 60\n"


def timetable_problem(papers: str) -> str:
    """The only problem that papers of the first window bring, without file and line."""
    found = problem_of(PROG, FIRST, f"{FIRST[:-1]}, timetable: [{papers}]}}")
    place = f"{PROG}:21: windows[0].timetable"
    assert found.startswith(place), found
    return found.removeprefix(place)


def with_courses(**prerequisites: str) -> dict[str, str]:
    """The small programme with further courses in preparation and what must come before them."""
    files = dict(SMALL)
    for code, asked in prerequisites.items():
        if code != "PUM":
            files[f"courses/{code}/course.en.md"] = files[f"courses/{code}/course.ms.md"] = PAGE
        status = "open" if code == "PUM" else "in-preparation"
        files[f"courses/{code}/course.yaml"] = (
            COURSE.replace("PUM", code)
            .replace("status: open", f"status: {status}")
            .replace(HOURS, f"{HOURS}prerequisites: [{asked}]\n")
        )
    return files


def with_designations(**asks: str) -> dict[str, str]:
    """The small programme with an exam counting once, and designations that ask for these."""
    files = replaced(PROG, "currency: MYR\n", "currency: MYR\nexam_counts_for_at_most: 1\n")
    for code, asked in asks.items():
        stem = f"designations/{code.lower()}"
        files[f"{stem}.en.md"] = files[f"{stem}.ms.md"] = PAGE
        text = DESIGNATION.replace("API", code)
        files[f"{stem}.yaml"] = text[: text.index("    requires:")] + f"    requires: {asked}\n"
    return files


@pytest.mark.parametrize(
    ("papers", "said"),
    [
        (f"{{{PAPER.replace('PUM', 'PUX')}}}, {{{PAPER}}}",
         "[0].exams[0]: no course PUX in this programme"),
        (f"{{{PAPER.replace('03-05', '04-05')}}}",
         "[0].on: 04-05 is not within the window, 01-05 to 03-26"),
        (f"{{{PAPER.replace('12:00', '08:00')}}}",
         "[0].ends: 08:00 is not after 09:00, at which it starts"),
        (f"{{{PAPER.replace('12:00', '09:00')}}}",
         "[0].ends: 09:00 is not after 09:00, at which it starts"),
        (f"{{{PAPER.replace('12:00', '09:04')}}}",
         "[0].ends: the paper lasts 4 minutes, an exam takes 5"),
        (f"{{{PAPER}}}, {{{PAPER.replace('03-05', '03-06')}}}",
         "[1].exams[0]: PUM has a time in this window already"),
        (f"{{{PAPER.replace('[PUM]', '[PUM, PUM]')}}}",
         "[0].exams[1]: PUM has a time in this window already"),
        (f"{{{PAPER.replace('12:00', '24:00')}}}",
         '[0].ends: expected a time of the day as HH:MM, such as 09:00, got "24:00"'),
        (f"{{{PAPER.replace('03-05', '02-30')}}}",
         '[0].on: expected a day that some year has, got "02-30"'),
    ],
)  # fmt: skip
def test_a_paper_that_cannot_be_held_is_told(papers: str, said: str) -> None:
    assert timetable_problem(papers) == said


def test_papers_that_clash_are_no_mistake() -> None:
    files = with_courses(PPM="PUM")
    paper = f"{{{PAPER}}}, {{{PAPER.replace('PUM', 'PPM')}}}"
    files[PROG] = files[PROG].replace(FIRST, f"{FIRST[:-1]}, timetable: [{paper}]}}")

    (window, _) = loaded(files).programme.about.windows
    assert window.timetable[0].overlaps(window.timetable[1])


def test_an_open_exam_that_no_window_holds_is_told() -> None:
    files = with_courses(PPM="PUM")
    paper = f"timetable: [{{{PAPER.replace('PUM', 'PPM')}}}]}}"
    only_one = files[PROG].replace(FIRST, f"{FIRST[:-1]}, {paper}")
    both = only_one.replace(SECOND, f"{SECOND[:-1]}, {paper.replace('03-05', '08-05')}")

    told = f"{PUM}:3: status: open, but no window's timetable holds its exam"
    assert told in problems_of({**files, PROG: both})
    loaded({**files, PROG: only_one})


@pytest.mark.parametrize("key", ["matriculation", "exam"])
def test_members_who_would_pay_more_than_others_are_told(key: str) -> None:
    prices = {"yearly": 90_000, "matriculation": 0, "exam": 42_000}
    prices[key] += 1
    theirs = ", ".join(f"{name}: {price}" for name, price in prices.items())

    found = problem_of(PROG, "exam: 42000}", f"exam: 42000, members: {{{theirs}}}}}")
    assert found == (
        f"{PROG}:9: fees.members.{key}: members would pay {prices[key]}, more than the "
        f"{prices[key] - 1} of others"
    )


def test_prices_of_members_are_told_where_there_are_no_members() -> None:
    found = problem_of(PUM, HOURS, f"{HOURS}fee: {{exam: 500, members: 400}}\n")

    assert found == f"{PUM}:5: fee.members: the fees of programme.yaml name no members"


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("PUX", "prerequisites[0]: no course PUX in this programme, nor among other_courses"),
        ("PUM", "prerequisites[0]: PUM asks for itself"),
    ],
)
def test_a_prerequisite_that_cannot_be_meant_is_told(asked: str, said: str) -> None:
    assert problem_of(PUM, HOURS, f"{HOURS}prerequisites: [{asked}]\n") == f"{PUM}:5: {said}"


def test_a_prerequisite_that_stands_twice_is_told() -> None:
    (problem,) = problems_of(with_courses(PPM="PUM, PUM"))

    assert problem.startswith("courses/PPM/course.yaml:5: prerequisites[1]: PUM stands twice")


def test_the_old_number_of_an_exam_may_come_before_another() -> None:
    files = replaced(PUM, HOURS, f"{HOURS}prerequisites: [OLD1]\n")
    other = "other_courses: [{code: OLD1, title: {en: Old, ms: Lama}}]\n"

    assert loaded({**files, PROG: SMALL[PROG] + other}).programme.course("PUM").prerequisites == (
        "OLD1",
    )


def test_a_circle_of_prerequisites_is_named_once_and_other_courses_are_not_blamed() -> None:
    files = with_courses(PUM="PLI", PPM="PUM", PLI="PPM", PIN="PLI")

    (problem,) = problems_of(files)
    assert problem.startswith("courses/PLI/course.yaml:5: prerequisites")
    assert "PLI -> PPM -> PUM -> PLI" in problem
    assert "nobody could sit any of them" in problem


def test_prerequisites_that_lead_to_one_exam_by_two_ways_are_no_circle() -> None:
    loaded(with_courses(PPM="PUM", PLI="PUM", PIN="PPM, PLI"))


def test_two_circles_are_told_each() -> None:
    problems = problems_of(with_courses(PPM="PLI", PLI="PPM", PIN="PRM", PRM="PIN"))

    assert len(problems) == 2


def test_a_run_that_ends_before_it_starts_is_told() -> None:
    offer = "{place: {en: Here, ms: Sini}, sessions: 2, runs: [{starts: 2027-02-20, ends: %s}]}"

    found = problem_of(PUM, HOURS, f"{HOURS}classroom: [{offer % '2027-02-19'}]\n")
    assert found == (
        f"{PUM}:5: classroom[0].runs[0].ends: 2027-02-19 is before 2027-02-20, its first day"
    )
    loaded(replaced(PUM, HOURS, f"{HOURS}classroom: [{offer % '2027-02-20'}]\n"))


@pytest.mark.parametrize(
    ("path", "old", "new", "said"),
    [
        (API, "continuing_education: none\n", "continuing_education: none\nattempts: {at_most: 0}\n",
         "attempts.at_most: expected greater than or equal to 1, got 0"),
        (PROG, "currency: MYR\n", "currency: MYR\nexam_counts_for_at_most: 0\n",
         "exam_counts_for_at_most: expected greater than or equal to 1, got 0"),
    ],
)  # fmt: skip
def test_a_limit_of_nothing_is_told(path: str, old: str, new: str, said: str) -> None:
    assert problem_of(path, old, new).endswith(said)


def test_sharing_that_an_exam_may_not_count_for_is_told() -> None:
    files = with_designations(AINS="{ethics: ethics}")
    files[API] += "sharing: [{with: AINS, at_most: 2}]\n"

    (problem,) = problems_of(files)
    assert problem == (
        f"{API}:14: sharing[0].at_most: lets 2 count for both, but an exam counts for one "
        f"designation only ({PROG}:9)"
    )


def test_a_designation_is_told_that_asks_for_another_with_the_same_exam_where_it_counts_once() -> (
    None
):
    (problem,) = problems_of(with_designations(CPCU="{all: [{designation: API}, {exam: PUM}]}"))

    assert problem.startswith("designations/cpcu.yaml:10: versions[0].requires")
    assert "API asks for the exam PUM (designations/api.yaml:12)" in problem
    assert f"an exam counts for one designation only ({PROG}:9)" in problem


@pytest.mark.parametrize(
    "asked",
    ["{exam: PUM}", "{designation: API}", "{all: [{designation: API}, {any: [{exam: PUM}, {ethics: ethics}]}]}"],
)  # fmt: skip
def test_designations_that_can_be_met_where_an_exam_counts_once_are_no_mistake(asked: str) -> None:
    loaded(with_designations(CPCU=asked))


def test_every_problem_of_terms_is_said_in_both_languages() -> None:
    from tauliah.core.programme import load_programme
    from tests.core.programme.small import encoded

    files: Mapping[str, str] = {
        **with_courses(PUM="PPM", PPM="PUM"),
        "courses/PUM/items/more.yaml": items("secure", "PUM-S-3"),
    }
    found = load_programme(encoded(files))

    assert isinstance(found, tuple)
    assert all(problem.message.en != problem.message.ms for problem in found)
