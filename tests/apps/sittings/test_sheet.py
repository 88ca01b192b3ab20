"""A sheet of answers, as a page without scripts sends it, is saved whole or not at all."""

from __future__ import annotations

from datetime import timedelta

from tauliah.apps.sittings.actions import save_answer, save_sheet
from tauliah.apps.sittings.queries import answers_in_chain, chain_of, seats_of
from tauliah.core.kernel import Refused
from tests.services.examhall import MORNING, candidate


def test_only_what_differs_is_saved(aisyah, attempt):
    first, second = (seat.item.code for seat in seats_of(attempt)[:2])
    save_answer(aisyah, attempt.pk, item=first, value="a", client_sequence=1, at=MORNING)

    refused = save_sheet(
        aisyah,
        attempt.pk,
        answers={first: "a", second: "b"},
        flags={first: True, second: False},
        client_sequence=1,
        at=MORNING,
    )

    assert refused is None
    assert answers_in_chain(attempt) == {first: "a", second: "b"}
    assert [link.act for link in chain_of(attempt)][2:] == ["answered", "flagged"]


def test_the_same_sheet_sent_twice_is_saved_once(aisyah, attempt, item):
    sheet = {"answers": {item: "a"}, "flags": {item: True}, "client_sequence": 0, "at": MORNING}

    assert save_sheet(aisyah, attempt.pk, **sheet) is None
    assert save_sheet(aisyah, attempt.pk, **sheet) is None
    assert len(chain_of(attempt)) == 3


def test_a_sheet_older_than_what_is_saved_is_refused_whole(aisyah, attempt):
    first, second = (seat.item.code for seat in seats_of(attempt)[:2])
    save_answer(aisyah, attempt.pk, item=first, value="c", client_sequence=1, at=MORNING)

    refused = save_sheet(
        aisyah,
        attempt.pk,
        answers={first: "a", second: "b"},
        flags={},
        client_sequence=0,
        at=MORNING,
    )

    assert isinstance(refused, Refused)
    assert refused.code == "stale"
    assert answers_in_chain(attempt) == {first: "c"}


def test_one_wrong_answer_on_a_sheet_leaves_all_of_it_unsaved(aisyah, attempt, item):
    refused = save_sheet(
        aisyah,
        attempt.pk,
        answers={item: "a", "PIN-S-MOTO-01": "a"},
        flags={},
        client_sequence=0,
        at=MORNING,
    )

    assert isinstance(refused, Refused)
    assert refused.code == "not-on-this-form"
    assert len(chain_of(attempt)) == 1
    assert seats_of(attempt)[0].answer is None


def test_a_sheet_after_the_deadline_or_for_another_is_refused(aisyah, attempt, item):
    def sheet(person, at):
        refused = save_sheet(
            person, attempt.pk, answers={item: "a"}, flags={}, client_sequence=0, at=at
        )
        assert isinstance(refused, Refused)
        return refused.code

    assert sheet(aisyah, attempt.deadline + timedelta(minutes=1)) == "deadline-passed"
    assert sheet(candidate("Kumar"), MORNING) == "not-found"
    assert len(chain_of(attempt)) == 1
