"""One tab at a time holds an attempt; another takes over only where its person agrees."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from tauliah.apps.sittings.actions import (
    Lease,
    Saved,
    claim_attempt,
    flag_item,
    note_presence,
    save_answer,
    save_sheet,
    submit_attempt,
)
from tauliah.apps.sittings.models import Attempt
from tauliah.apps.sittings.queries import Seen, answers_in_chain, chain_of
from tauliah.core.kernel import Refused
from tests.services.examhall import MORNING, candidate, claimed

SOON = MORNING + timedelta(minutes=1)


def save(person, attempt, item, value="a", *, sequence=1, lease="", at=SOON):
    return save_answer(
        person, attempt.pk, item=item, value=value, client_sequence=sequence, lease=lease, at=at
    )


def code(outcome):
    assert isinstance(outcome, Refused), outcome
    return outcome.code


def test_a_tab_that_reloads_keeps_its_lease(aisyah, attempt):
    token = claimed(aisyah, attempt)

    again = claim_attempt(aisyah, attempt.pk, token=token, at=SOON)

    assert isinstance(again, Lease)
    assert (again.token, again.number) == (token, 1)
    assert [link.act for link in chain_of(attempt)] == ["started", "claimed"]


def test_a_tab_whose_claim_got_no_reply_asks_again_with_its_own_token(aisyah, attempt):
    first = claim_attempt(aisyah, attempt.pk, token="t" * 32, at=MORNING)

    again = claim_attempt(aisyah, attempt.pk, token="t" * 32, at=MORNING)

    assert again == first
    assert isinstance(again, Lease)
    assert again.token == "t" * 32
    assert [link.act for link in chain_of(attempt)] == ["started", "claimed"]


def test_a_token_that_could_be_guessed_is_not_taken(aisyah, attempt):
    lease = claim_attempt(aisyah, attempt.pk, token="1234", at=MORNING)

    assert isinstance(lease, Lease)
    assert len(lease.token) >= 22


def test_another_tab_is_refused_and_told_where_the_exam_is_open(aisyah, attempt):
    claimed(aisyah, attempt, holder="Firefox, Windows")

    refused = claim_attempt(aisyah, attempt.pk, at=SOON)

    assert code(refused) == "held-elsewhere"
    assert "Firefox, Windows" in refused.message.en


def test_taking_over_is_written_down_and_shuts_the_older_tab_out(aisyah, attempt, item):
    old = claimed(aisyah, attempt)
    save(aisyah, attempt, item, "a", lease=old)

    new = claimed(aisyah, attempt, take_over=True, holder="Chrome, Android")

    assert code(save(aisyah, attempt, item, "b", sequence=2, lease=old)) == "taken-over"
    assert isinstance(save(aisyah, attempt, item, "c", sequence=2, lease=new), Saved)
    assert answers_in_chain(attempt) == {item: "c"}
    claims = [link for link in chain_of(attempt) if link.act == "claimed"]
    assert [link.facts["number"] for link in claims] == [1, 2]
    assert claims[1].facts["holder"] == "Chrome, Android"


def test_an_old_lease_opens_nothing_again(aisyah, attempt, item):
    old = claimed(aisyah, attempt)
    claimed(aisyah, attempt, take_over=True)

    assert code(claim_attempt(aisyah, attempt.pk, token=old, at=SOON)) == "held-elsewhere"
    assert code(submit_attempt(aisyah, attempt.pk, lease=old, at=SOON)) == "taken-over"
    flagged = flag_item(
        aisyah, attempt.pk, item=item, flagged=True, client_sequence=1, lease=old, at=SOON
    )
    assert code(flagged) == "taken-over"
    sheet = save_sheet(
        aisyah, attempt.pk, answers={item: "a"}, flags={}, client_sequence=0, lease=old, at=SOON
    )
    assert code(sheet) == "taken-over"


def test_what_the_older_tab_had_saved_is_still_acknowledged_to_it(aisyah, attempt, item):
    old = claimed(aisyah, attempt)
    first = save(aisyah, attempt, item, "a", lease=old)
    claimed(aisyah, attempt, take_over=True)

    assert save(aisyah, attempt, item, "a", lease=old, at=SOON + timedelta(minutes=1)) == first


@pytest.mark.parametrize("lease", ["", "invented", "x" * 500])
def test_a_save_without_the_lease_is_refused(aisyah, attempt, item, lease):
    claimed(aisyah, attempt)

    assert code(save(aisyah, attempt, item, lease=lease)) == "taken-over"


def test_the_house_keeps_no_token_that_a_reader_of_the_database_could_use(aisyah, attempt):
    token = claimed(aisyah, attempt)

    rows = repr(list(Attempt.objects.values())) + repr([one.facts for one in chain_of(attempt)])
    assert token not in rows


def test_the_attempt_of_another_cannot_be_claimed_or_asked_about(attempt):
    kumar = candidate("Kumar")

    foreign = claim_attempt(kumar, attempt.pk, take_over=True, at=SOON)

    assert foreign == claim_attempt(kumar, uuid4(), take_over=True, at=SOON)
    assert code(note_presence(kumar, attempt.pk, at=SOON)) == "not-found"


def test_any_kept_save_sent_again_gets_the_reply_that_it_got(aisyah, attempt, item):
    token = claimed(aisyah, attempt)
    replies = [
        save(aisyah, attempt, item, value, sequence=n, lease=token, at=SOON + timedelta(seconds=n))
        for n, value in enumerate("abcd", start=1)
    ]
    before = chain_of(attempt)

    again = [
        save(aisyah, attempt, item, value, sequence=n, lease=token, at=SOON + timedelta(hours=2))
        for n, value in enumerate("abcd", start=1)
    ]

    assert again == replies
    assert chain_of(attempt) == before


def test_presence_is_noted_for_the_tab_that_holds_the_attempt_alone(aisyah, attempt):
    token = claimed(aisyah, attempt)

    other = note_presence(aisyah, attempt.pk, lease="other", at=SOON)
    assert isinstance(other, Seen)
    assert not other.holds
    assert Attempt.objects.get(pk=attempt.pk).seen_at == MORNING

    told = note_presence(aisyah, attempt.pk, lease=token, at=SOON)
    assert isinstance(told, Seen)
    assert told.holds
    assert Attempt.objects.get(pk=attempt.pk).seen_at == SOON
