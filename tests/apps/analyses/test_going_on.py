"""Runs that were cancelled, or whose program was killed, go on from the last step that was kept."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from tauliah.apps.analyses.actions import cancel_run, go_on, order_run
from tauliah.apps.analyses.asking import asked
from tauliah.apps.analyses.making import make_run
from tauliah.apps.analyses.models import RunOutcome, RunProgress, RunSteps
from tauliah.apps.analyses.queries import Wanted, page_of_runs, run_of
from tauliah.apps.people.models import AuditEntry
from tauliah.core.kernel import Refused
from tests.services import examhall
from tests.services.scored_sittings import AT, score_sittings

LATER = AT + timedelta(hours=1)


class Killed(BaseException):
    """The program ends at once, and nothing of it is done any more."""


class Clock:
    """Two seconds later each time it is looked at."""

    def __init__(self, at=AT):
        self.moment = at

    def __call__(self):
        self.moment += timedelta(seconds=2)
        return self.moment


@pytest.fixture
def calibration(officer):
    score_sittings(130, items=8)
    return order_run(officer, asked("calibration", "PUM", settings={"model": "1PL"}), at=AT)


def at_step(number, act):
    """Hears of every step, and acts at this one of the fit."""

    def told(done, of):
        if done == number and not of:
            act()

    return told


def killed():
    raise Killed


def steps_told(id, clock):
    told = []
    state = make_run(id, clock=clock, told=lambda done, of: told.append(done) if not of else None)
    return state, told


def test_a_cancelled_run_goes_on_from_its_last_step_and_finds_the_same(officer, calibration, made):
    whole = made("calibration", model="1PL").results
    clock = Clock()
    cancelled = at_step(5, lambda: cancel_run(officer, calibration, at=clock.moment))
    assert make_run(calibration, clock=clock, told=cancelled) == "cancelled"
    stopped = run_of(calibration, at=clock.moment)
    assert (stopped.state, stopped.may_go_on, stopped.results) == ("cancelled", True, {})
    assert stopped.seconds > 5
    kept = len(RunSteps.objects.get().steps["fit"]["trace"])

    assert go_on(officer, calibration, at=clock.moment) is None
    assert run_of(calibration, at=clock.moment).state == "under-way"
    state, told = steps_told(calibration, clock)

    assert state == "made"
    assert min(step for step in told if step) == kept
    run = run_of(calibration, at=clock.moment)
    assert [one["b"] for one in run.results["items"]] == pytest.approx(
        [one["b"] for one in whole["items"]], abs=1e-4
    )
    assert (run.turns, run.seconds > stopped.seconds, run.memory > 0) == (2, True, True)
    assert not RunSteps.objects.exists()
    assert not RunProgress.objects.exists()


def test_a_run_whose_program_was_killed_goes_on_from_what_was_kept_last(officer, calibration):
    clock = Clock()
    with pytest.raises(Killed):
        make_run(calibration, clock=clock, told=at_step(6, killed))
    assert isinstance(go_on(officer, calibration, at=clock.moment), Refused)

    later = clock.moment + timedelta(minutes=5)
    assert run_of(calibration, at=later).state == "stopped"
    assert go_on(officer, calibration, at=later) is None
    state, told = steps_told(calibration, Clock(later))

    assert state == "made"
    assert 1 < min(step for step in told if step) <= 6


def test_over_other_responses_a_run_begins_anew(officer, calibration):
    clock = Clock()
    cancelled = at_step(5, lambda: cancel_run(officer, calibration, at=clock.moment))
    make_run(calibration, clock=clock, told=cancelled)
    score_sittings(1, items=8, seed=2)

    go_on(officer, calibration, at=clock.moment)
    state, told = steps_told(calibration, clock)

    assert (state, min(step for step in told if step)) == ("made", 1)
    assert run_of(calibration, at=clock.moment).persons == 131


def test_who_lost_the_run_to_another_turn_leaves_it_alone(officer, calibration):
    clock = Clock()

    def taken_over():
        RunProgress.objects.update(told_at=AT - timedelta(hours=1))
        assert go_on(officer, calibration, at=clock.moment) is None

    assert make_run(calibration, clock=clock, told=at_step(4, taken_over)) == "lost"
    assert not RunOutcome.objects.exists()
    assert run_of(calibration, at=clock.moment).state == "under-way"
    assert make_run(calibration, clock=clock) == "made"


def test_a_run_that_is_under_way_or_has_ended_does_not_go_on(officer, calibration, made):
    assert go_on(officer, calibration, at=AT).code == "under-way"
    assert go_on(officer, made("items").id, at=LATER).code == "ended"
    with pytest.raises(PermissionDenied):
        go_on(examhall.account("Hana", role="item-author"), calibration, at=LATER)


def test_cancelled_runs_are_listed_and_their_turns_stand_in_the_trail(officer, calibration):
    cancel_run(officer, calibration, at=AT)
    make_run(calibration, clock=Clock())
    assert [one.id for one in page_of_runs(Wanted(state="cancelled"), at=LATER)] == [calibration]
    assert list(page_of_runs(Wanted(state="stopped"), at=LATER)) == []
    go_on(officer, calibration, at=LATER)

    acts = AuditEntry.objects.filter(subject=f"analysis:{calibration}").order_by("pk")
    assert [one.event.partition(".")[2] for one in acts] == [
        "ordered", "cancelled", "stopped", "gone-on",
    ]  # fmt: skip
