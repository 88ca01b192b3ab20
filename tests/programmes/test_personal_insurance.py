"""The programme that we ship: what it promises, and that its own cases guard its rules."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tauliah.core.audit import audit, case_problems, load_tried_programme
from tauliah.core.programme import Loaded, Programme, leaves, pathways, read_cases
from tauliah.core.programme.items import SingleChoice
from tests.services.publishing import read_once

FOLDER = Path(__file__).resolve().parents[2] / "programmes" / "personal-insurance"
OPEN_COURSES = ("PUM", "PPM", "PLI", "PIN", "PRM", "PFP")
IN_PREPARATION = ("FRM", "IOP", "ILW", "IFA")
# Words that the public pages explain at the least, by issue 2, section 2
GLOSSARY = {
    "insurance",
    "personal-lines",
    "underwriting",
    "premium",
    "liability-insurance",
    "risk-management",
    "cpcu",
}


@cache
def files() -> dict[str, bytes]:
    return {
        str(path.relative_to(FOLDER)): path.read_bytes()
        for path in sorted(FOLDER.rglob("*"))
        if path.is_file()
    }


@cache
def shipped() -> Loaded:
    found = read_once(files())
    assert isinstance(found, Loaded), "\n".join(str(problem) for problem in found)
    return found


def asked_for_by(code: str) -> list[str]:
    (version,) = shipped().programme.designation(code).versions
    return [next(iter(leaf.model_dump().values())) for leaf in leaves(version.requires)]


def test_the_programme_holds_together_and_its_cases_come_out_as_written():
    assert shipped().programme.about.code == "personal-insurance"


@pytest.mark.slow
def test_checking_the_whole_folder_is_quick_enough_to_do_after_every_line_written():
    started = time.process_time()

    load_tried_programme(files())

    # under three seconds on two busy cores of 2026; the bound leaves room for slow machines
    assert time.process_time() - started < 6


def test_api_is_earned_on_one_of_two_pathways():
    (version,) = shipped().programme.designation("API").versions

    ways = {
        way.pathway: {next(iter(leaf.model_dump().values())) for leaf in leaves(way)}
        for way in pathways(version.requires)
    }
    assert ways == {
        "four-courses": {"PUM", "PPM", "PLI", "PIN"},
        "three-courses": {"PUM", "PRM", "PFP"},
    }
    assert "ethics" in asked_for_by("API")


def test_api_takes_12_to_18_months_and_no_continuing_education():
    api = shipped().programme.designation("API")

    months = api.typical_duration_months
    assert (months.from_months, months.to_months) == (12, 18)
    assert api.continuing_education == "none"


def test_the_programme_is_meant_for_those_who_sell_underwrite_and_settle():
    roles = {role.code for role in shipped().programme.about.roles}

    assert roles == {"broker", "agent", "claims-coordinator", "underwriter", "customer-service"}


def test_exactly_two_exams_of_the_three_course_pathway_count_towards_cpcu():
    (version,) = shipped().programme.designation("API").versions
    three = next(way for way in pathways(version.requires) if way.pathway == "three-courses")
    exams = {next(iter(leaf.model_dump().values())) for leaf in leaves(three)}

    assert exams & set(asked_for_by("CPCU")) == {"PRM", "PFP"}


def test_the_exams_of_ains_count_towards_api():
    assert set(asked_for_by("AINS")) <= set(asked_for_by("API"))


def test_the_exam_policy_is_50_items_65_minutes_70_percent_and_four_windows():
    about = shipped().programme.about

    policy = about.exam_policy
    assert (policy.items, policy.minutes, policy.pass_mark_percent) == (50, 65, 70)
    assert (policy.sittings_per_window, policy.sittings_per_12_months) == (2, 4)
    assert len(about.windows) == 4


def test_the_glossary_explains_at_least_what_the_pages_need():
    assert {term.slug for term in shipped().programme.glossary} >= GLOSSARY


@pytest.mark.parametrize("code", OPEN_COURSES)
def test_an_open_course_is_complete_enough_to_learn_and_to_be_examined(code):
    programme = shipped().programme
    pools = Counter(one.pool for one in shipped().items if one.course == code)

    assert programme.course(code).is_open
    assert len(programme.lessons_of(code)) >= 8
    assert pools["secure"] >= 110
    assert pools["practice"] >= 60


def test_two_of_the_open_courses_are_taught_in_classrooms_too():
    taught = {course.code for course in shipped().programme.courses if course.classroom}

    assert taught == {"PUM", "PIN"}


def test_every_exam_of_either_pathway_and_of_ains_can_be_sat_here():
    assert set(asked_for_by("API")) | set(asked_for_by("AINS")) == {*OPEN_COURSES, "ethics"}


def test_the_other_courses_belong_to_cpcu_and_are_in_preparation_with_an_outline():
    others = [c for c in shipped().programme.courses if c.code not in OPEN_COURSES]

    assert {course.code for course in others} == set(IN_PREPARATION)
    assert set(IN_PREPARATION) < set(asked_for_by("CPCU"))
    for course in others:
        assert not course.is_open
        assert course.outline


def test_every_topic_of_an_open_course_has_a_lesson_and_items_to_practise():
    for code in OPEN_COURSES:
        topics = {row.topic for row in shipped().programme.course(code).blueprint}
        assert {lesson.topic for lesson in shipped().programme.lessons_of(code)} == topics
        practised = {o.topic for o in shipped().items if o.course == code and o.pool == "practice"}
        assert practised == topics


def test_the_right_answer_is_not_given_away_by_its_letter():
    for code in OPEN_COURSES:
        choices = [one.item for one in shipped().items if one.course == code]
        keys = Counter(item.key for item in choices if isinstance(item, SingleChoice))
        assert max(keys.values()) <= 2 * min(keys.values()), (code, keys)


def test_every_designation_has_a_case_that_meets_it_and_one_that_does_not():
    cases = [placed.value for placed in read_cases(files())]

    met = {(case.designation, case.expect.met) for case in cases}
    codes = {designation.code for designation in shipped().programme.designations}
    assert met == {(code, is_met) for code in codes for is_met in (True, False)}


def changed_rules() -> Iterator[tuple[str, Programme]]:
    """The programme with one part of one designation's rules dropped, or asking for another exam."""
    for designation in shipped().programme.designations:
        document = designation.model_dump(mode="json", by_alias=True)
        rules = document["versions"][-1]["requires"]
        for path, parts in lists_in(rules):
            for position, part in enumerate(parts):
                name = f"{designation.code}: {'.'.join(path)}[{position}]"
                before, after = parts[:position], parts[position + 1 :]
                if before or after:
                    less = put(rules, path, [*before, *after])
                    yield f"{name} dropped", with_rules(designation.code, less)
                if "pathway" not in part:
                    other = put(rules, path, [*before, {"exam": "XXX"}, *after])
                    yield f"{name} replaced", with_rules(designation.code, other)


def lists_in(rule: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], list[Any]]]:
    """Every list of parts in a rule, with its path."""
    for key, value in rule.items():
        if isinstance(value, list):
            yield (*path, key), value
            for number, part in enumerate(value):
                yield from lists_in(part, (*path, key, str(number)))


def put(rule: Any, path: tuple[str, ...], new: Any) -> Any:
    """A copy of a rule with another value at that path."""
    if not path:
        return new
    step, *rest = path
    if isinstance(rule, list):
        number = int(step)
        return [*rule[:number], put(rule[number], tuple(rest), new), *rule[number + 1 :]]
    return {**rule, step: put(rule[step], tuple(rest), new)}


def with_rules(code: str, rules: Any) -> Programme:
    programme = shipped().programme
    document = programme.model_dump(mode="json", by_alias=True)
    document["courses"].append({**document["courses"][0], "code": "XXX"})
    for designation in document["designations"]:
        if designation["code"] == code:
            designation["versions"][-1]["requires"] = rules
    return Programme.model_validate_json(json.dumps(document))


def test_a_change_of_any_single_rule_is_noticed_by_a_case():
    changed = dict(changed_rules())

    assert len(changed) > 30
    assert [name for name in changed if not case_problems(changed[name], files())] == []


def test_a_new_candidate_sees_every_exam_of_the_shortest_way_before_her():
    programme = shipped().programme
    (day,) = {version.from_date for d in programme.designations for version in d.versions}

    for designation in programme.designations:
        found = audit(programme, designation.code, entries=(), on=day)
        assert found is not None
        assert found.finding.left == len(found.missing) >= 3
