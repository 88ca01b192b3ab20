"""Windows with a timetable: what is held when, what clashes, and what may be booked and started."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import permutations
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tauliah.core.exam import paper_start_refusal, paper_time, timetable_refusal
from tauliah.core.kernel import LocalText
from tests.core.exam.test_windows import TITLE

HERE = ZoneInfo("Asia/Kuala_Lumpur")


def moment(*parts):
    return datetime(*parts, tzinfo=HERE)


@dataclass(frozen=True)
class Paper:
    exams: tuple[str, ...]
    on: str
    starts: str
    ends: str


@dataclass(frozen=True)
class Span:
    number: int
    opens: str
    closes: str
    timetable: tuple[Paper, ...] = ()
    title: LocalText = TITLE


SPANS = (
    Span(
        1,
        "01-05",
        "03-26",
        (
            Paper(("PUM", "PLI"), "03-05", "09:00", "12:00"),
            Paper(("PIN",), "03-05", "11:59", "14:00"),
            Paper(("PRM",), "03-05", "12:00", "15:00"),
            Paper(("PPM",), "02-29", "09:00", "12:00"),
        ),
    ),
    Span(2, "04-05", "06-25"),
)
BEFORE = moment(2027, 2, 1, 10)


def refusal(exam, *, window="2027-1", at=BEFORE, booked=()):
    return timetable_refusal(SPANS, exam=exam, window=window, at=at, zone=HERE, booked=booked)


def test_an_exam_of_the_timetable_can_be_booked_before_its_paper():
    assert refusal("PUM") is None


def test_an_exam_that_is_not_in_the_timetable_is_not_held_in_that_window():
    refused = refusal("ILW")

    assert refused.code == "not-in-timetable"
    assert refused.message.en == "The exam ILW is not held in the window 2027-1."
    assert refused.message.ms == "Peperiksaan ILW tidak diadakan dalam tetingkap 2027-1."


def test_a_window_without_a_timetable_holds_every_exam_at_any_time():
    assert refusal("ILW", window="2027-2", booked=("PUM",)) is None
    assert paper_time(SPANS, window="2027-2", exam="PUM", zone=HERE) is None


def test_an_exam_can_be_booked_until_its_paper_ends_and_not_from_then_on():
    assert refusal("PUM", at=moment(2027, 3, 5, 11, 59)) is None

    refused = refusal("PUM", at=moment(2027, 3, 5, 12))
    assert refused.code == "paper-over"
    assert "on 5 March 2027, 09:00 to 12:00" in refused.message.en
    assert "pada 5 Mac 2027, 09:00 hingga 12:00" in refused.message.ms


@pytest.mark.parametrize(("exam", "other"), [("PUM", "PLI"), ("PUM", "PIN"), ("PIN", "PRM")])
def test_exams_whose_times_overlap_clash_both_ways(exam, other):
    for one, two in ((exam, other), (other, exam)):
        refused = refusal(one, booked=(two,))
        assert refused.code == "clash"
        assert f"at the same time as {two}" in refused.message.en
        assert f"pada masa yang sama dengan {two}" in refused.message.ms


def test_an_exam_may_start_when_another_ends():
    assert refusal("PRM", booked=("PUM",)) is None


def test_a_paper_of_29_february_is_held_on_the_28th_in_other_years():
    assert paper_time(SPANS, window="2027-1", exam="PPM", zone=HERE).starts == moment(
        2027, 2, 28, 9
    )
    assert paper_time(SPANS, window="2028-1", exam="PPM", zone=HERE).starts == moment(
        2028, 2, 29, 9
    )


@pytest.mark.parametrize("window", ["2027-9", "later", "2027-", "-1"])
def test_a_window_that_does_not_exist_has_no_papers(window):
    assert paper_time(SPANS, window=window, exam="PUM", zone=HERE) is None
    assert refusal("PUM", window=window) is None


def test_an_exam_is_started_from_the_start_of_its_paper_to_its_end():
    paper = paper_time(SPANS, window="2027-1", exam="PUM", zone=HERE)
    moments = [moment(2027, 3, 5, 8, 59), paper.starts, moment(2027, 3, 5, 11, 59), paper.ends]

    refused = [paper_start_refusal("PUM", paper, at=one) for one in moments]

    assert [one is None for one in refused] == [False, True, True, False]
    assert refused[0].code == "not-at-this-time"
    assert "only at its time, on 5 March 2027, 09:00 to 12:00" in refused[0].message.en
    assert "hanya pada masanya, pada 5 Mac 2027" in refused[0].message.ms


quarters = st.integers(32, 80)
papers = st.lists(
    st.tuples(st.sampled_from(["02-01", "02-02"]), quarters, quarters).filter(
        lambda one: one[1] < one[2]
    ),
    min_size=2,
    max_size=6,
)


@given(papers)
@settings(max_examples=100)
def test_two_exams_clash_exactly_when_there_is_a_moment_at_which_both_are_sat(drawn):
    def clock(quarter):
        return f"{quarter // 4:02}:{quarter % 4 * 15:02}"

    timetable = tuple(
        Paper((f"P{number}",), day, clock(starts), clock(ends))
        for number, (day, starts, ends) in enumerate(drawn)
    )
    spans = (Span(1, "01-05", "03-26", timetable),)
    sat = {
        f"P{number}": {(day, quarter) for quarter in range(starts, ends)}
        for number, (day, starts, ends) in enumerate(drawn)
    }

    for exam, other in permutations(sat, 2):
        refused = timetable_refusal(
            spans, exam=exam, window="2027-1", at=moment(2027, 1, 6), zone=HERE, booked=(other,)
        )
        assert (refused is not None) == bool(sat[exam] & sat[other])


def test_times_are_said_with_the_day_and_both_hours():
    paper = paper_time(SPANS, window="2027-1", exam="PRM", zone=HERE)

    assert paper.ends - paper.starts == timedelta(hours=3)
    assert paper.spoken == LocalText(
        en="on 5 March 2027, 12:00 to 15:00", ms="pada 5 Mac 2027, 12:00 hingga 15:00"
    )
