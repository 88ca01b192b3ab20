"""What officers do to a running attempt, and what is adapted for a person, reach its clock at once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from tauliah.apps.people.accommodations import Grant, accommodations_in_force, end_accommodation
from tauliah.apps.people.queries import audit_trail
from tauliah.apps.record.queries import entries_of
from tauliah.apps.results.actions import close_overdue_attempts, submit_and_score
from tauliah.apps.results.queries import result_of
from tauliah.apps.sittings.actions import (
    Saved,
    end_pause,
    extend_attempt,
    grant_accommodation,
    pause_attempt,
    resume_attempt,
    save_answer,
    take_pause,
    void_attempt,
)
from tauliah.apps.sittings.models import Attempt
from tauliah.apps.sittings.queries import attempt_of, booking_obstacle, chain_of, seconds_left
from tauliah.core.exam import chain_is_whole
from tauliah.core.kernel import EntryKind, Refused
from tests.services import examhall
from tests.services.examhall import MORNING, WINDOW, account

FULL = 65 * 60


def after(**length):
    return MORNING + timedelta(**length)


def code(outcome):
    assert isinstance(outcome, Refused), outcome
    return outcome.code


def left(person, attempt, at):
    fresh = attempt_of(person, attempt.pk)
    assert fresh is not None
    return seconds_left(fresh, at=at)


def save(person, attempt, item, *, at, sequence=1):
    return save_answer(person, attempt.pk, item=item, value="a", client_sequence=sequence, at=at)


@pytest.fixture
def devi(published):
    """An invigilator."""
    return account("Devi", role="invigilator")


@pytest.fixture
def farid(published):
    """A registrar."""
    return account("Farid", role="registrar")


def test_in_a_pause_nothing_is_saved_and_no_time_runs(aisyah, attempt, item, devi):
    pause_attempt(devi, attempt.pk, reason="fire alarm", at=after(minutes=5))

    assert code(save(aisyah, attempt, item, at=after(minutes=20))) == "paused"
    assert left(aisyah, attempt, after(hours=3)) == FULL - 300
    resume_attempt(devi, attempt.pk, reason="all clear", at=after(minutes=35))
    assert left(aisyah, attempt, after(minutes=35)) == FULL - 300
    assert isinstance(save(aisyah, attempt, item, at=after(minutes=94)), Saved)


def test_a_paused_attempt_is_not_closed_as_overdue(aisyah, attempt, devi):
    pause_attempt(devi, attempt.pk, reason="fire alarm", at=after(minutes=5))

    assert close_overdue_attempts(at=after(hours=9)) == 0


def test_an_extension_holds_at_once_and_survives_the_closing_of_the_overdue(
    aisyah, attempt, item, devi
):
    extend_attempt(devi, attempt.pk, minutes=20, reason="power cut", at=after(minutes=64))

    assert close_overdue_attempts(at=after(minutes=70)) == 0
    assert isinstance(save(aisyah, attempt, item, at=after(minutes=84)), Saved)
    assert code(save(aisyah, attempt, item, at=after(minutes=86), sequence=2)) == "deadline-passed"


def test_a_voided_attempt_has_no_score_and_the_record_says_so(aisyah, attempt, item, devi):
    save(aisyah, attempt, item, at=after(minutes=1))

    void_attempt(devi, attempt.pk, reason="another person sat", at=after(minutes=2))

    assert code(submit_and_score(aisyah, attempt.pk, at=after(minutes=3))) == "voided"
    assert result_of(aisyah, attempt.pk) is None
    assert code(save(aisyah, attempt, item, at=after(minutes=3), sequence=2)) == "submitted"
    last = entries_of(aisyah)[-1]
    assert (last.kind, last.reason) == (EntryKind.SITTING_VOIDED, "another person sat")
    assert last.facts["sitting"] == str(attempt.pk)


def test_a_voided_attempt_counts_towards_no_limit(aisyah, devi):
    for day in range(3):
        at = after(days=day)
        attempt = examhall.started(aisyah, at=at)
        void_attempt(devi, attempt.pk, reason="power cut", at=at)

    assert booking_obstacle(aisyah, "PUM", window=WINDOW, at=after(days=3)) is None


def test_every_incident_is_in_the_chain_and_in_the_audit_trail(aisyah, attempt, devi):
    pause_attempt(devi, attempt.pk, reason="alarm", at=after(minutes=1))
    resume_attempt(devi, attempt.pk, reason="over", at=after(minutes=2))
    extend_attempt(devi, attempt.pk, minutes=5, reason="lost time", at=after(minutes=3))
    void_attempt(devi, attempt.pk, reason="in the end", at=after(minutes=4))

    chain = chain_of(attempt)
    assert [link.act for link in chain[1:]] == ["paused", "resumed", "extended", "voided"]
    assert all(link.facts["by"] == str(devi.pk) for link in chain[1:])
    assert [link.facts["reason"] for link in chain[1:]] == [
        "alarm",
        "over",
        "lost time",
        "in the end",
    ]
    assert chain_is_whole(chain, attempt=str(attempt.pk))
    events = {act.event for act in audit_trail(by_or_about=devi)}
    assert {"attempt.paused", "attempt.resumed", "attempt.extended", "attempt.voided"} <= events
    assert Attempt.objects.get(pk=attempt.pk).incidents == 4


def test_only_an_invigilator_does_any_of_it(aisyah, attempt, farid):
    for person in (aisyah, farid):
        for act in (pause_attempt, resume_attempt, void_attempt):
            with pytest.raises(PermissionDenied):
                act(person, attempt.pk, reason="x", at=MORNING)
        with pytest.raises(PermissionDenied):
            extend_attempt(person, attempt.pk, minutes=1, reason="x", at=MORNING)


def test_extra_time_is_given_at_the_start(aisyah, farid):
    grant_accommodation(aisyah, Grant("extra-time", "report", percent=25), actor=farid, at=MORNING)

    attempt = examhall.started(aisyah)

    assert left(aisyah, attempt, MORNING) == FULL * 125 // 100


def test_extra_time_granted_late_reaches_a_running_attempt_at_once(aisyah, attempt, item, farid):
    at = after(minutes=60)

    grant_accommodation(aisyah, Grant("extra-time", "report", percent=50), actor=farid, at=at)

    assert left(aisyah, attempt, at) == 300 + FULL // 2
    assert isinstance(save(aisyah, attempt, item, at=after(minutes=97)), Saved)
    link = next(one for one in chain_of(attempt) if one.act == "extended")
    assert link.facts["seconds"] == FULL // 2


def test_a_second_grant_adds_the_difference_and_a_smaller_one_takes_nothing(aisyah, attempt, farid):
    for percent in (20, 50, 10):
        grant_accommodation(
            aisyah, Grant("extra-time", "report", percent=percent), actor=farid, at=MORNING
        )

    assert left(aisyah, attempt, MORNING) == FULL * 150 // 100
    assert [one.percent for one in accommodations_in_force(aisyah, on=MORNING.date())] == [10]


def test_what_has_ended_or_run_out_is_applied_no_more(aisyah, farid):
    day = MORNING.date()
    made = grant_accommodation(aisyah, Grant("large-print", "report"), actor=farid, at=MORNING)
    until = day - timedelta(days=1)
    grant_accommodation(
        aisyah, Grant("extra-time", "x", percent=25, valid_until=until), actor=farid, at=MORNING
    )

    assert [one.kind for one in accommodations_in_force(aisyah, on=day)] == ["large-print"]
    end_accommodation(aisyah, made.pk, actor=farid, at=MORNING)
    assert accommodations_in_force(aisyah, on=day) == []


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (Grant("extra-time", "x"), "wrong-percent"),
        (Grant("extra-time", "x", percent=201), "wrong-percent"),
        (Grant("pauses", "x", times=1), "wrong-pauses"),
        (Grant("pauses", "x", times=21, minutes=5), "wrong-pauses"),
        (Grant("large-print", "  "), "no-reason"),
        (Grant("own-invention", "x"), "unknown-kind"),
    ],
)
def test_what_cannot_be_granted_is_refused(aisyah, farid, wanted, expected):
    assert code(grant_accommodation(aisyah, wanted, actor=farid, at=MORNING)) == expected


def test_an_invigilator_grants_nothing(aisyah, devi):
    with pytest.raises(PermissionDenied):
        grant_accommodation(aisyah, Grant("large-print", "x"), actor=devi, at=MORNING)


def test_a_granted_pause_is_taken_ends_by_itself_and_is_counted(aisyah, attempt, item, farid):
    grant_accommodation(
        aisyah, Grant("pauses", "report", times=1, minutes=10), actor=farid, at=MORNING
    )

    assert take_pause(aisyah, attempt.pk, at=after(minutes=5))

    assert code(save(aisyah, attempt, item, at=after(minutes=14))) == "paused"
    assert left(aisyah, attempt, after(minutes=14)) == FULL - 300
    assert isinstance(save(aisyah, attempt, item, at=after(minutes=20)), Saved)
    assert left(aisyah, attempt, after(minutes=20)) == FULL - 600
    assert code(take_pause(aisyah, attempt.pk, at=after(minutes=30))) == "no-pause-left"


def test_a_pause_can_be_ended_early_but_not_one_that_an_invigilator_began(
    aisyah, attempt, farid, devi
):
    grant_accommodation(aisyah, Grant("pauses", "x", times=2, minutes=10), actor=farid, at=MORNING)
    take_pause(aisyah, attempt.pk, at=after(minutes=5))
    end_pause(aisyah, attempt.pk, at=after(minutes=7))
    assert left(aisyah, attempt, after(minutes=7)) == FULL - 300

    pause_attempt(devi, attempt.pk, reason="alarm", at=after(minutes=8))

    assert code(end_pause(aisyah, attempt.pk, at=after(minutes=9))) == "paused"


def test_nobody_pauses_without_a_grant(aisyah, attempt):
    assert code(take_pause(aisyah, attempt.pk, at=MORNING)) == "no-pause-left"


def test_the_time_of_an_attempt_outranks_the_end_of_its_window(aisyah, farid, item_of):
    last_evening = MORNING.replace(month=3, day=26, hour=15, minute=50)
    grant_accommodation(aisyah, Grant("extra-time", "x", percent=100), actor=farid, at=last_evening)

    attempt = examhall.started(aisyah, at=last_evening)

    late = last_evening + timedelta(minutes=129)
    assert isinstance(save(aisyah, attempt, item_of(attempt), at=late), Saved)


@pytest.fixture
def item_of():
    from tauliah.apps.sittings.queries import seats_of

    return lambda attempt: seats_of(attempt)[0].item.code


def test_the_reply_to_a_save_sent_again_tells_the_time_as_it_was_then(aisyah, attempt, item, devi):
    first = save(aisyah, attempt, item, at=after(minutes=1))
    extend_attempt(devi, attempt.pk, minutes=20, reason="alarm", at=after(minutes=2))
    pause_attempt(devi, attempt.pk, reason="alarm", at=after(minutes=3))
    resume_attempt(devi, attempt.pk, at=after(minutes=9))

    assert save(aisyah, attempt, item, at=after(minutes=10)) == first
