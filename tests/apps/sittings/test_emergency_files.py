"""An emergency file is taken whole from an officer, or refused in words: forged, altered, another's."""

from __future__ import annotations

import base64
import json
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from tauliah.apps.awards.keys import house_key, make_signing_key, put_away
from tauliah.apps.people.models import AuditEntry
from tauliah.apps.results.actions import close_overdue_attempts, submit_and_score
from tauliah.apps.results.queries import Result
from tauliah.apps.sittings.actions import (
    Rescued,
    Saved,
    claim_attempt,
    flag_item,
    pause_attempt,
    resume_attempt,
    save_answer,
    take_emergency_file,
)
from tauliah.apps.sittings.emergency import emergency_public_key, open_emergency_file
from tauliah.apps.sittings.invigilation import incidents_of
from tauliah.apps.sittings.models import Attempt
from tauliah.apps.sittings.queries import answers_in_chain, attempt_of, chain_of, seats_of
from tauliah.apps.sittings.seals import attempts_to_check, seal_faults
from tauliah.core.exam import GRACE, HELD_OPEN
from tests.services.emergency_files import answer, contents, sealed
from tests.services.examhall import MORNING, account, candidate, claimed, started

REASON = "The switch of the room failed at 10:10; Aisyah gave me the file herself."


def after(**span):
    return MORNING + timedelta(**span)


@pytest.fixture(autouse=True)
def key(settings, tmp_path):
    """A key of the house, for this test alone."""
    settings.SIGNING_KEY_FILE = tmp_path / "signing.key"
    make_signing_key(settings.SIGNING_KEY_FILE)


@pytest.fixture
def devi(published):
    return account("Devi", role="invigilator")


@pytest.fixture
def lease(aisyah, attempt):
    """The tab that holds the exam; the network fails after its first save."""
    return claimed(aisyah, attempt)


@pytest.fixture
def items(attempt):
    return [seat.item.code for seat in seats_of(attempt)]


@pytest.fixture
def known(aisyah, attempt, lease, items):
    saved = save_answer(
        aisyah, attempt.pk, item=items[0], value="a", client_sequence=1, lease=lease,
        at=after(minutes=1),
    )  # fmt: skip
    assert isinstance(saved, Saved)
    return saved.digest


@pytest.fixture
def waiting(items):
    """Two answers and a flag that could not be sent."""
    return [
        answer(2, items[1], "b", at=after(minutes=11)),
        answer(3, items[2], "c", at=after(minutes=12)),
        {
            "client_sequence": 4,
            "item": items[2],
            "flagged": True,
            "at": after(minutes=12, seconds=5).isoformat(),
        },
    ]


@pytest.fixture
def said(attempt, lease, known, waiting):
    return contents(
        str(attempt.pk), lease=lease, known=known, saves=waiting, made_at=after(minutes=13)
    )


def take(officer, said, *, at=None, reason=REASON, public_key="", **how):
    data = said if isinstance(said, bytes) else sealed(said, public_key=emergency_public_key())
    return take_emergency_file(officer, data, reason=reason, at=at or after(minutes=20), **how)


def refusal(officer, said, **how):
    """The code of a refusal; nothing was changed by it."""
    before = list(Attempt.objects.values_list("pk", "events", "head"))
    outcome = take(officer, said, **how)
    assert not isinstance(outcome, Rescued), outcome
    assert list(Attempt.objects.values_list("pk", "events", "head")) == before
    return outcome.code


def test_the_answers_are_taken_with_the_officer_and_the_reason(aisyah, attempt, devi, said, items):
    taken = take(devi, said)

    assert isinstance(taken, Rescued)
    assert taken.saves == 3
    assert answers_in_chain(attempt) == {items[0]: "a", items[1]: "b", items[2]: "c"}
    seats = {seat.item.code: seat for seat in seats_of(attempt_of(aisyah, attempt.pk))}
    assert (seats[items[1]].answer, seats[items[2]].is_flagged) == ("b", True)
    link = next(one for one in chain_of(attempt) if one.act == "emergency")
    assert (link.facts["by"], link.facts["reason"]) == (str(devi.pk), REASON)
    incident = next(one for one in incidents_of(attempt.pk) if one.act == "emergency")
    assert (incident.by, incident.saves) == ("Devi", 3)
    entry = AuditEntry.objects.get(event="attempt.rescued")
    assert entry.details["reason"] == REASON
    assert not [fault for _, fault in seal_faults(attempts_to_check()) if fault]


def test_each_answer_keeps_the_moment_at_which_it_was_written(attempt, devi, said):
    take(devi, said, at=after(minutes=20))

    links = {one.client_sequence: one for one in chain_of(attempt) if one.act == "answered"}
    assert links[2].facts["written"] == "2026-02-10T02:11:00.000000+00:00"
    assert links[2].server_time == after(minutes=20)


def test_the_browser_that_comes_back_after_all_is_told_that_all_is_saved(
    aisyah, attempt, devi, said, lease, items
):
    take(devi, said)

    again = save_answer(
        aisyah, attempt.pk, item=items[1], value="b", client_sequence=2, lease=lease,
        at=after(minutes=30),
    )  # fmt: skip
    flag = flag_item(
        aisyah, attempt.pk, item=items[2], flagged=True, client_sequence=4, lease=lease,
        at=after(minutes=30),
    )  # fmt: skip

    assert isinstance(again, Saved)
    assert isinstance(flag, Saved)


def test_a_file_whose_first_answers_had_arrived_brings_the_rest(
    aisyah, attempt, devi, said, lease, items
):
    save_answer(
        aisyah, attempt.pk, item=items[1], value="b", client_sequence=2, lease=lease,
        at=after(minutes=11),
    )  # fmt: skip

    taken = take(devi, said)

    assert isinstance(taken, Rescued)
    assert taken.saves == 2


def test_the_same_file_a_second_time_changes_nothing(devi, said):
    take(devi, said)

    assert refusal(devi, said) == "nothing-new"


def test_a_file_comes_before_the_house_seals_and_counts_in_the_score(aisyah, attempt, devi, said):
    late = attempt.deadline + timedelta(minutes=20)
    assert close_overdue_attempts(at=late) == 0

    assert isinstance(take(devi, said, at=late), Rescued)
    assert close_overdue_attempts(at=attempt.deadline + HELD_OPEN + timedelta(seconds=1)) == 1
    assert len(answers_in_chain(attempt)) == 3
    assert refusal(devi, said, at=late + HELD_OPEN) == "sealed"


def test_an_exam_that_was_handed_in_takes_no_file(aisyah, attempt, devi, said, lease):
    assert isinstance(
        submit_and_score(aisyah, attempt.pk, lease=lease, at=after(minutes=15)), Result
    )

    assert refusal(devi, said) == "sealed"


def test_a_paused_exam_is_resumed_first(attempt, devi, said):
    pause_attempt(devi, attempt.pk, reason="No network.", at=after(minutes=14))

    assert refusal(devi, said) == "resume-first"
    resume_attempt(devi, attempt.pk, at=after(minutes=19))
    assert isinstance(take(devi, said), Rescued)


def test_only_officers_may_bring_a_file(aisyah, said):
    with pytest.raises(PermissionDenied):
        take(aisyah, said)
    with pytest.raises(PermissionDenied):
        take(account("Mei", role="marker"), said)
    assert isinstance(take(account("Farid", role="registrar"), said), Rescued)


def test_without_a_reason_nothing_is_taken(devi, said):
    assert refusal(devi, said, reason="  ") == "no-reason"


@pytest.mark.parametrize(
    "data",
    [b"", b"{}", b"\xff\x00", b"[" * 5_000, b'{"format": "tauliah exam emergency 1"}', b"null"],
)
def test_what_is_no_file_is_refused(devi, said, data):
    assert refusal(devi, data) == "not-a-file"


@pytest.mark.parametrize("name", ["ephemeral", "iv", "sealed"])
def test_an_altered_file_is_refused(devi, said, name):
    envelope = json.loads(sealed(said, public_key=emergency_public_key()))
    raw = bytearray(base64.urlsafe_b64decode(envelope[name]))
    raw[-1] ^= 1
    envelope[name] = base64.urlsafe_b64encode(bytes(raw)).decode()

    assert refusal(devi, json.dumps(envelope).encode()) == "altered"


def test_a_file_for_another_house_is_refused(devi, said, settings, tmp_path):
    ours = emergency_public_key()
    settings.SIGNING_KEY_FILE = tmp_path / "another.key"
    make_signing_key(settings.SIGNING_KEY_FILE)
    theirs = emergency_public_key()
    settings.SIGNING_KEY_FILE = tmp_path / "signing.key"

    assert ours != theirs
    assert refusal(devi, sealed(said, public_key=theirs)) == "altered"


def test_a_file_from_before_the_key_was_given_up_is_still_opened(devi, said):
    key = emergency_public_key()
    before = sealed(said, public_key=key)

    put_away(house_key().public)

    assert emergency_public_key() != key
    assert isinstance(take(devi, before), Rescued)


def test_the_file_of_another_candidate_is_refused_where_one_was_chosen(devi, said):
    kumar = started(candidate("Kumar"))

    assert refusal(devi, said, attempt_id=kumar.pk) == "other-attempt"


def test_a_file_that_names_the_exam_of_another_is_not_of_the_tab_that_holds_it(devi, said):
    kumar = candidate("Kumar")
    his = started(kumar)
    claimed(kumar, his)

    assert refusal(devi, {**said, "attempt": str(his.pk)}) == "other-tab"


def test_a_file_for_an_exam_that_does_not_exist_is_refused(devi, said):
    for name in ("", "no exam", "00000000-0000-0000-0000-000000000000"):
        assert refusal(devi, {**said, "attempt": name}) == "not-found"


def test_a_forged_lease_is_refused(devi, said):
    assert refusal(devi, {**said, "lease": "x" * 32}) == "other-tab"


def test_a_file_of_a_tab_that_was_taken_over_is_refused(aisyah, attempt, devi, said):
    claim_attempt(aisyah, attempt.pk, take_over=True, at=after(minutes=15))

    assert refusal(devi, said) == "other-tab"


@pytest.mark.parametrize("known", ["", "sha256:" + "0" * 64])
def test_a_file_whose_last_reply_is_not_in_the_chain_is_refused(devi, said, known):
    assert refusal(devi, {**said, "known": known}) == "not-in-the-chain"


def test_answers_written_after_the_time_had_ended_are_refused(attempt, devi, said, waiting):
    late = attempt.deadline + GRACE + timedelta(seconds=1)
    waiting[-1]["at"] = late.isoformat()
    file = {**said, "saves": waiting, "made_at": late.isoformat()}

    assert refusal(devi, file, at=late) == "too-late"


@pytest.mark.parametrize(
    ("first", "second", "made"),
    [
        (-5, 12, 13),  # before the exam began
        (12, 11, 13),  # backwards
        (11, 14, 13),  # after the file was made
        (11, 12, 40),  # made in the future
    ],
)
def test_times_that_cannot_be_right_are_refused(devi, said, waiting, first, second, made):
    waiting[0]["at"] = after(minutes=first).isoformat()
    waiting[1]["at"] = after(minutes=second).isoformat()
    file = {**said, "saves": waiting[:2], "made_at": after(minutes=made).isoformat()}

    assert refusal(devi, file) == "wrong-times"


def test_saves_out_of_their_order_are_refused(devi, said, waiting):
    assert refusal(devi, {**said, "saves": waiting[::-1]}) == "out-of-sequence"
    assert refusal(devi, {**said, "saves": [waiting[0], waiting[0]]}) == "out-of-sequence"


def test_another_answer_under_a_number_that_was_saved_is_refused(devi, said, waiting, items):
    forged = [answer(1, items[0], "d", at=after(minutes=1)), *waiting]

    assert refusal(devi, {**said, "saves": forged}) == "other-answers-kept"


def test_a_sequence_far_above_the_last_one_is_refused(devi, said, waiting):
    waiting[-1]["client_sequence"] = 2_000_000_000

    assert refusal(devi, {**said, "saves": waiting}) == "too-far-ahead"


@pytest.mark.parametrize("value", ["e", 1, 1.5, ["a"], {"a": "b"}, "a\0", [[[[[[1]]]]]]])
def test_what_is_no_answer_to_its_item_is_refused(devi, said, waiting, value):
    waiting[0]["value"] = value

    assert refusal(devi, {**said, "saves": waiting}) == "not-on-this-form"


def test_an_item_that_is_not_on_the_form_is_refused(devi, said, waiting):
    waiting[0]["item"] = "PIN-S-MARK-01"

    assert refusal(devi, {**said, "saves": waiting}) == "not-on-this-form"


@pytest.mark.parametrize(
    "change",
    [
        {"format": "tauliah exam emergency 2"},
        {"more": 1},
        {"made_at": "yesterday"},
        {"made_at": "2026-02-10T02:13:00"},  # of no zone
        {"saves": [{"client_sequence": 0, "item": "x", "value": "a", "at": MORNING.isoformat()}]},
        {"saves": [{"client_sequence": "2", "item": "x", "value": "a", "at": MORNING.isoformat()}]},
        {"saves": {}},
    ],
)
def test_what_is_encrypted_but_no_file_is_refused(devi, said, change):
    assert refusal(devi, {**said, **change}) == "not-a-file"


def test_a_house_without_its_key_says_so(devi, said, settings, tmp_path):
    data = sealed(said, public_key=emergency_public_key())
    settings.SIGNING_KEY_FILE = tmp_path / "missing.key"

    assert emergency_public_key() == ""
    assert getattr(open_emergency_file(data), "code", "") == "no-key"
