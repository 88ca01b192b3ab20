"""Decisions about rules against a plain search of everything that somebody could do."""

from __future__ import annotations

import itertools
import json
from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from tauliah.core.audit import audit
from tauliah.core.kernel import Entry, EntryKind, add_months, smallest_conflict
from tauliah.core.programme import AllOf, AnyOf, AtLeast, Programme, leaves
from tauliah.core.programme.folder import read_folder
from tauliah.core.programme.satisfying.deciding import Decision, Goal
from tauliah.core.programme.satisfying.soundness import relevant_statements
from tauliah.core.programme.satisfying.statements import Stated
from tests.core.programme.conflicting import COURSES, folder_of, retired, timetable, with_windows
from tests.core.programme.small import PROGRAMME, encoded

START = date(2024, 1, 1)
YEARS = range(2024, 2030)
"""Enough for the days that are drawn, and after them for three papers that clash."""
NOON = time(12, tzinfo=UTC)


# --- The smallest conflict -------------------------------------------------------------------


@given(st.lists(st.frozensets(st.integers(0, 7), max_size=4), min_size=1, max_size=6))
def test_the_smallest_of_any_conflicts_is_found(conflicts):
    everything = tuple(range(8))

    def is_possible(held):
        return not any(conflict <= held for conflict in conflicts)

    found = smallest_conflict(everything, is_possible)

    assert not is_possible(frozenset(found))
    assert len(found) == min(map(len, conflicts))


# --- Time: windows, timetables, ends, lapse --------------------------------------------------

days = st.dates(date(2023, 6, 1), date(2025, 12, 1)).map(str)
options = st.fixed_dictionaries(
    {},
    optional={
        "within_months": st.integers(1, 30),
        "expires_after_months": st.integers(1, 30),
        "not_before": days,
    },
)
leaf = st.tuples(st.sampled_from(COURSES[:3]), options).map(lambda p: {"exam": p[0], **p[1]})


def groups(inside):
    some = st.lists(inside, min_size=1, max_size=3)
    return (
        some.map(lambda parts: {"all": parts})
        | some.map(lambda parts: {"any": parts})
        | st.lists(inside, min_size=2, max_size=3).map(lambda p: {"at_least": {"n": 2, "of": p}})
    )


rules = st.recursive(leaf, groups, max_leaves=4)
papers = (
    st.sampled_from([(), ("C1 C2",), ("C1 C2 C3",), ("C1", "C2 C3"), ("C2 C3",)]),
    st.sampled_from([(), ("C1",), ("C2", "C3"), ("C4",)]),
)


@st.composite
def dated_programmes(draw):
    """A rule over three exams, when they are sat, when they ended, and how long they last."""
    ended = draw(st.dictionaries(st.sampled_from(COURSES[:3]), days, max_size=2))
    windows = [
        timetable(
            number,
            *(
                (exams, f"1{n}", "09:00", "12:00")
                for n, exams in enumerate(draw(papers[number - 1]))
            ),
        )
        for number in (1, 2)
    ]
    lapse = draw(st.none() | st.integers(1, 24))
    rule = draw(rules)
    text = f"""versions:
  - from: {START}
    source: {{en: Rules, ms: Peraturan}}
    requires: {json.dumps(rule)}
"""
    if lapse:
        text += f"lapse: {{after_months: {lapse}}}\n"
    courses = {code: retired(day) for code, day in ended.items()}
    return read_folder(
        encoded(folder_of({"AAA": text}, courses=courses, about=with_windows(*windows)))
    )


def programme_of(folder):
    return Programme(
        about=folder.about.value,
        designations=tuple(one.value for one in folder.designations.values()),
        courses=tuple(one.value for one in folder.courses.values()),
        lessons=(),
        glossary=(),
        pages=(),
    )


def ways_to_pass(folder):
    """Every choice between clashing papers: the exams and the days on which they are passed."""
    ends = [one.value.retired_on for one in folder.courses.values() if one.value.retired_on]
    rule = folder.designations["AAA"].value.versions[0].requires
    begins = [one.not_before for one in leaves(rule) if one.not_before]
    marks = {*begins, *(day - timedelta(days=1) for day in ends)}
    free, slots = [], []
    for year in YEARS:
        for window in folder.about.value.windows:
            if not window.timetable:
                first, last = (on_day(year, day) for day in (window.opens, window.closes))
                inside = {first, last, *(day for day in marks if first <= day <= last)}
                free += [(exam, day) for exam in COURSES[:3] for day in inside]
            slots += [
                [(exam, on_day(year, paper.on)) for exam in paper.exams]
                for paper in window.timetable
            ]
    for chosen in itertools.product(*slots):
        yield [*free, *chosen]


def on_day(year, month_day):
    return date.fromisoformat(f"{year}-{month_day}")


def counts(one, day, on, ended, lapse):
    if day < START or day > on or (ended is not None and day >= ended):
        return False
    if lapse is not None and add_months(day, lapse.after_months) < on:
        return False
    if one.not_before is not None and day < one.not_before:
        return False
    if one.expires_after_months is not None and add_months(day, one.expires_after_months) < on:
        return False
    return one.within_months is None or day >= add_months(on, -one.within_months)


def meets(rule, leaf_counts):
    match rule:
        case AllOf(all=parts):
            return all(meets(part, leaf_counts) for part in parts)
        case AnyOf(any=parts):
            return any(meets(part, leaf_counts) for part in parts)
        case AtLeast(at_least=choice):
            return sum(meets(part, leaf_counts) for part in choice.of) >= choice.n
        case _:
            return leaf_counts(rule)


def found_by_search(folder):
    """Passes and a day on which all is met, or None."""
    designation = folder.designations["AAA"].value
    rule, lapse = designation.versions[0].requires, designation.lapse
    ended = {code: one.value.retired_on for code, one in folder.courses.items()}
    for passed in ways_to_pass(folder):
        for on in sorted({day for _, day in passed if day >= START}):

            def leaf_counts(one, on=on, passed=passed):
                return any(
                    exam == one.exam and counts(one, day, on, ended[exam], lapse)
                    for exam, day in passed
                )  # fmt: skip

            if meets(rule, leaf_counts):
                return passed, on
    return None


def record_of(passed, *, until):
    entries = []
    for exam, day in sorted(passed, key=lambda one: one[1]):
        if START <= day <= until:
            at = datetime.combine(day, NOON)
            facts, number = {"exam": exam, "passed": True}, len(entries) + 1
            entries.append(
                Entry("aisyah", number, EntryKind.EXAM_RESULT, facts, at, "farid", "", "1", "", "")
            )
    return entries


@given(dated_programmes())
@settings(max_examples=30)
def test_rules_can_be_met_exactly_when_a_search_meets_them(folder):
    stated = Stated(folder, folder.about)
    goal = Goal((("AAA", 0),), START)

    possible = Decision(stated, goal, frozenset(stated.by_key)).is_possible()
    found = found_by_search(folder)

    if found is not None:
        passed, on = found
        entries = record_of(passed, until=on)
        said = audit(programme_of(folder), "AAA", entries=entries, on=on)
        assert said is not None
        assert said.met, "the search and the audit read a rule differently"
    assert possible == (found is not None)


# --- Limits on what may be shared ------------------------------------------------------------

plain_leaf = st.sampled_from(COURSES[:3]).map(lambda code: {"exam": code})
plain_rules = st.recursive(plain_leaf, groups, max_leaves=4)


@st.composite
def limited_programmes(draw):
    """Three designations, each but the first asking for one before it, and limits among them."""
    asked: dict[str, str] = {}
    for place, code in enumerate(DESIGNATIONS):
        rule = draw(plain_rules)
        if place:
            before = draw(st.sampled_from(DESIGNATIONS[:place]))
            rule = {"all": [{"designation": before}, rule]}
        limits = [
            {"with": other, **draw(st.sampled_from([{"at_most": n} for n in (0, 1, 2)]
                                                   + [{"unique_at_least": n} for n in (1, 2)]))}
            for other in DESIGNATIONS
            if other != code and draw(st.booleans())
        ]  # fmt: skip
        asked[code] = f"""versions:
  - from: {START}
    source: {{en: Rules, ms: Peraturan}}
    requires: {json.dumps(rule)}
sharing: {json.dumps(limits)}
"""
    most = draw(st.none() | st.integers(1, 3))
    about = PROGRAMME + (f"exam_counts_for_at_most: {most}\n" if most else "")
    return read_folder(encoded(folder_of(asked, about=about)))


DESIGNATIONS = ("AAA", "BBB", "CCC")


def can_all_be_met(folder, wanted):
    """Whether some use of each exam meets the rules of all that are wanted, within all limits."""
    rules = {code: folder.designations[code].value.versions[0].requires for code in DESIGNATIONS}
    named = {
        code: {one.exam for one in leaves(rule) if hasattr(one, "exam")}
        for code, rule in rules.items()
    }
    most = folder.about.value.exam_counts_for_at_most or len(DESIGNATIONS)
    uses = [
        [
            set(use)
            for n in range(min(most, len(wanted)) + 1)
            for use in itertools.combinations(wanted, n)
        ]
        for _ in COURSES[:3]
    ]
    for chosen in itertools.product(*uses):
        own = {
            code: {exam for exam, use in zip(COURSES[:3], chosen, strict=True) if code in use}
            & named[code]
            for code in DESIGNATIONS
        }

        def leaf_counts(one, code, own=own):
            return one.exam in own[code] if hasattr(one, "exam") else one.designation in wanted

        if all(
            meets(rules[code], lambda one, code=code: leaf_counts(one, code)) for code in wanted
        ) and all(
            _keeps(limit, own[code], own[limit.with_code])
            for code in wanted
            for limit in folder.designations[code].value.sharing
        ):
            return True
    return False


def _keeps(limit, own, other):
    if limit.at_most is not None:
        return len(own & other) <= limit.at_most
    return len(own - other) >= limit.unique_at_least


def asked_with(folder, code):
    """A designation and all that it asks for in a row."""
    rule = folder.designations[code].value.versions[0].requires
    asked = [one.designation for one in leaves(rule) if hasattr(one, "designation")]
    return {code}.union(*(asked_with(folder, one) for one in asked))


@given(limited_programmes())
@settings(max_examples=30, deadline=None)
def test_limits_can_be_kept_exactly_when_a_search_keeps_them(folder):
    stated = Stated(folder, folder.about)
    every = frozenset(stated.by_key)

    for code in DESIGNATIONS:
        wanted = sorted(asked_with(folder, code))
        possible = Decision(stated, Goal(((code, 0),), START), every).is_possible()

        assert possible == can_all_be_met(folder, wanted), code


@given(st.one_of(limited_programmes(), dated_programmes()), st.data())
@settings(max_examples=30, deadline=None)
def test_to_leave_out_a_statement_never_makes_less_possible(folder, data):
    stated = Stated(folder, folder.about)
    goal = Goal(((max(folder.designations), 0),), START)
    keys = [one.key for one in relevant_statements(stated, goal)]
    more = frozenset(data.draw(st.sets(st.sampled_from(keys))))
    fewer = frozenset(data.draw(st.sets(st.sampled_from(sorted(more, key=repr))))) if more else more

    if Decision(stated, goal, more).is_possible():
        assert Decision(stated, goal, fewer).is_possible()
