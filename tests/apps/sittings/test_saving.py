"""A save is acknowledged only when it is kept, and refused with its reason otherwise."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied

from tauliah.apps.results.actions import submit_and_score
from tauliah.apps.sittings.actions import Saved, flag_item, save_answer
from tauliah.apps.sittings.queries import answers_in_chain, attempt_of, chain_of, seats_of
from tauliah.core.exam import GRACE, chain_is_whole
from tauliah.core.kernel import Refused
from tests.services.examhall import MORNING, account, candidate

SOON = MORNING + timedelta(minutes=1)
UNKNOWN_ITEMS = ["", "PIN-S-MOTO-01", "PUM-P-MARK-01", "x" * 40, "item'; --"]


def save(person, attempt, item, value="a", *, sequence=1, at=SOON):
    return save_answer(person, attempt.pk, item=item, value=value, client_sequence=sequence, at=at)


def refused(outcome):
    assert isinstance(outcome, Refused), outcome
    return outcome.code


def kept(attempt):
    """Everything that a refused save must leave alone."""
    fresh = attempt_of(attempt.booking.person, attempt.pk)
    assert fresh is not None
    seats = [(seat.item.code, seat.answer, seat.is_flagged) for seat in seats_of(fresh)]
    return chain_of(fresh), fresh.head, fresh.events, fresh.client_sequence, seats


def test_a_save_says_what_the_server_holds(aisyah, attempt, item):
    saved = save(aisyah, attempt, item, "b", sequence=1)

    assert isinstance(saved, Saved)
    link = chain_of(attempt)[-1]
    assert saved == Saved(sequence=1, server_time=SOON, seconds_left=64 * 60, digest=link.digest)
    assert answers_in_chain(attempt) == {item: "b"}
    assert seats_of(attempt)[0].answer == "b"


def test_the_last_answer_to_an_item_counts(aisyah, attempt, item):
    for sequence, option in enumerate("abca", start=1):
        save(aisyah, attempt, item, option, sequence=sequence)

    assert answers_in_chain(attempt) == {item: "a"}
    assert seats_of(attempt)[0].answer == "a"


def test_an_answer_can_be_cleared(aisyah, attempt, item):
    save(aisyah, attempt, item, "b", sequence=1)

    save(aisyah, attempt, item, None, sequence=2)

    assert answers_in_chain(attempt) == {}
    assert seats_of(attempt)[0].answer is None


def test_a_flag_leaves_the_answer_alone(aisyah, attempt, item):
    save(aisyah, attempt, item, "b", sequence=1)

    flag_item(aisyah, attempt.pk, item=item, flagged=True, client_sequence=2, at=SOON)

    assert seats_of(attempt)[0].answer == "b"
    assert seats_of(attempt)[0].is_flagged
    flag_item(aisyah, attempt.pk, item=item, flagged=False, client_sequence=3, at=SOON)
    assert not seats_of(attempt)[0].is_flagged
    assert answers_in_chain(attempt) == {item: "b"}


def test_the_same_save_sent_twice_gets_the_same_reply_and_is_kept_once(aisyah, attempt, item):
    first = save(aisyah, attempt, item, "b", sequence=1)

    again = save(aisyah, attempt, item, "b", sequence=1, at=SOON + timedelta(seconds=9))

    assert again == first
    assert len(chain_of(attempt)) == 2


def test_the_same_flag_sent_twice_gets_the_same_reply(aisyah, attempt, item):
    def flag(flagged, sequence):
        return flag_item(
            aisyah, attempt.pk, item=item, flagged=flagged, client_sequence=sequence, at=SOON
        )

    assert flag(True, 1) == flag(True, 1)
    assert refused(flag(False, 1)) == "stale"
    assert flag(False, 2) == flag(False, 2)
    assert len(chain_of(attempt)) == 3


def test_a_save_whose_reply_was_lost_at_the_deadline_is_still_acknowledged(aisyah, attempt, item):
    first = save(aisyah, attempt, item, "b", sequence=1, at=attempt.deadline)

    again = save(aisyah, attempt, item, "b", sequence=1, at=attempt.deadline + timedelta(minutes=1))

    assert again == first


@pytest.mark.parametrize(
    ("option", "sequence"), [("c", 2), ("b", 1), (None, 2), ("c", 0), ("c", -7)]
)
def test_a_stale_sequence_is_refused_and_changes_nothing(aisyah, attempt, item, option, sequence):
    save(aisyah, attempt, item, "a", sequence=1)
    save(aisyah, attempt, item, "b", sequence=2)
    before = kept(attempt)

    assert refused(save(aisyah, attempt, item, option, sequence=sequence)) == "stale"
    assert kept(attempt) == before


def test_a_late_autosave_does_not_overwrite_a_newer_answer(aisyah, attempt, item):
    save(aisyah, attempt, item, "c", sequence=5)

    assert refused(save(aisyah, attempt, item, "a", sequence=4)) == "stale"
    assert answers_in_chain(attempt) == {item: "c"}


@pytest.mark.parametrize("unknown", UNKNOWN_ITEMS)
def test_an_item_that_is_not_on_the_form_is_refused(aisyah, attempt, unknown):
    before = kept(attempt)

    assert refused(save(aisyah, attempt, unknown)) == "not-on-this-form"
    flagged = flag_item(aisyah, attempt.pk, item=unknown, flagged=True, client_sequence=1, at=SOON)
    assert refused(flagged) == "not-on-this-form"
    assert kept(attempt) == before


@pytest.mark.parametrize("option", ["z", "A", "", "ab"])
def test_an_option_that_the_item_does_not_have_is_refused(aisyah, attempt, item, option):
    before = kept(attempt)

    assert refused(save(aisyah, attempt, item, option)) == "not-on-this-form"
    assert kept(attempt) == before


def test_an_answer_for_the_attempt_of_another_is_refused_as_if_there_were_none(attempt, item):
    kumar = candidate("Kumar")
    before = kept(attempt)

    foreign = save(kumar, attempt, item)
    attempt_that_never_was = save_answer(
        kumar, uuid4(), item=item, value="a", client_sequence=1, at=SOON
    )

    assert refused(foreign) == "not-found"
    assert foreign == attempt_that_never_was
    assert kept(attempt) == before


def test_a_registrar_answers_nothing(attempt, item):
    farid = account("Farid", role="registrar")

    with pytest.raises(PermissionDenied):
        save(farid, attempt, item)


def test_an_answer_on_its_way_at_the_deadline_is_taken(aisyah, attempt, item):
    assert isinstance(save(aisyah, attempt, item, at=attempt.deadline + GRACE), Saved)


def test_an_answer_after_the_deadline_is_refused_and_changes_nothing(aisyah, attempt, item):
    save(aisyah, attempt, item, "b", sequence=1)
    before = kept(attempt)
    late = attempt.deadline + GRACE + timedelta(microseconds=1)

    assert refused(save(aisyah, attempt, item, "c", sequence=2, at=late)) == "deadline-passed"
    assert kept(attempt) == before


def test_an_answer_after_submission_is_refused_and_changes_nothing(aisyah, attempt, item):
    submit_and_score(aisyah, attempt.pk, at=SOON)
    before = kept(attempt)

    assert refused(save(aisyah, attempt, item, "c", sequence=1)) == "submitted"
    assert kept(attempt) == before


def test_every_refusal_reads_in_both_languages(aisyah, attempt, item):
    outcome = save(aisyah, attempt, item, "z")

    assert isinstance(outcome, Refused)
    assert outcome.message.en != outcome.message.ms


def test_the_chain_is_whole_after_every_kind_of_act(aisyah, attempt, item):
    save(aisyah, attempt, item, "a", sequence=1)
    flag_item(aisyah, attempt.pk, item=item, flagged=True, client_sequence=4, at=SOON)
    save(aisyah, attempt, item, None, sequence=9)
    submit_and_score(aisyah, attempt.pk, at=SOON)

    chain = chain_of(attempt)
    fresh = attempt_of(aisyah, attempt.pk)
    assert fresh is not None
    assert [link.act for link in chain] == [
        "started",
        "answered",
        "flagged",
        "answered",
        "submitted",
    ]
    assert chain_is_whole(chain, attempt=str(attempt.pk))
    assert (fresh.head, fresh.events) == (chain[-1].digest, len(chain))
