"""What no case can say of the rule sets: prices, times that clash, and the order of exams."""

from __future__ import annotations

from datetime import date, datetime
from itertools import combinations
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tauliah.core.audit import missing_prerequisites, standing_of
from tauliah.core.exam import timetable_refusal, windows_around
from tauliah.core.programme import Loaded, Programme, load_programme
from tests.core.audit.rules import NEW
from tests.programmes.test_rule_sets import files_of

HERE = Path(__file__).parent
ZONE = ZoneInfo("Asia/Kuala_Lumpur")


def programme_in(folder: str) -> Programme:
    found = load_programme(files_of(HERE / folder))
    assert isinstance(found, Loaded), "\n".join(str(problem) for problem in found)
    return found.programme


ELECTIVES = "compulsory-and-electives"


def clashes(first: str, second: str, *, session: int) -> bool:
    refused = timetable_refusal(
        programme_in(ELECTIVES).about.windows,
        exam=first,
        window=f"2027-{session}",
        at=datetime(2027, 1, 6, tzinfo=ZONE),
        zone=ZONE,
        booked=(second,),
    )
    return refused is not None and refused.code == "clash"


def test_members_pay_less_and_one_elective_has_a_price_of_its_own():
    programme = programme_in(ELECTIVES)

    assert [programme.exam_fee("C1", member=is_member) for is_member in (False, True)] == [
        30_000,
        24_000,
    ]
    assert [programme.exam_fee("E11", member=is_member) for is_member in (False, True)] == [
        36_000,
        30_000,
    ]
    assert programme.matriculation_fee(member=True) == 5_000


def test_there_are_four_sessions_a_year_and_each_holds_the_compulsory_papers():
    windows = programme_in(ELECTIVES).about.windows

    assert len(windows_around(windows, date(2027, 1, 6))) == 8
    assert all(window.holds(code) for window in windows for code in ("C1", "C2", "C3"))


def test_every_elective_is_held_in_some_session_and_none_in_all():
    windows = programme_in(ELECTIVES).about.windows
    electives = [f"E{number:02}" for number in range(1, 12)]

    held = {code: [window.holds(code) for window in windows] for code in electives}
    assert all(any(sessions) and not all(sessions) for sessions in held.values())


@pytest.mark.parametrize(
    ("first", "second", "session", "clash"),
    [
        ("C1", "E01", 1, True),
        ("C1", "C2", 1, True),
        ("C1", "C3", 1, False),
        ("C2", "C3", 1, False),
        ("C1", "C2", 2, False),
        ("E01", "E06", 1, True),
        ("E01", "E06", 3, False),
    ],
)
def test_papers_of_one_time_clash_in_one_session_and_not_in_another(first, second, session, clash):
    assert clashes(first, second, session=session) is clash
    assert clashes(second, first, session=session) is clash


def test_the_three_compulsory_papers_cannot_be_sat_in_the_first_session_but_in_any_other():
    papers = list(combinations(("C1", "C2", "C3"), 2))

    can = [
        not any(clashes(one, two, session=session) for one, two in papers)
        for session in (1, 2, 3, 4)
    ]
    assert can == [False, True, True, True]


def test_the_skills_papers_of_the_ladder_come_after_the_foundation():
    programme = programme_in("ladder")
    nobody = standing_of(())
    with_foundation = standing_of(NEW.passed("F1", "F2", "F3").entries)

    today = date(2026, 6, 1)
    assert missing_prerequisites(programme, nobody, "S1", on=today) == ("F1", "F2", "F3")
    assert missing_prerequisites(programme, with_foundation, "S1", on=today) == ()
    assert missing_prerequisites(programme, with_foundation, "CASE", on=today) == ("S1", "S2")
    assert missing_prerequisites(programme, nobody, "F1", on=today) == ()
