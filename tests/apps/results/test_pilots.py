"""Items on pilot ride along: they are answered and kept like any other, and no result knows them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tauliah.apps.itembank.queries import form_items
from tauliah.apps.results.actions import submit_and_score
from tauliah.apps.results.queries import result_of
from tauliah.apps.sittings.actions import save_sheet
from tauliah.apps.sittings.queries import answers_in_chain, seats_of
from tests.services import bank_people, examhall
from tests.services.bank_people import act, approve
from tests.services.examhall import MORNING

CODES = ("PUM-S-NEW-01", "PUM-S-NEW-02", "PUM-S-NEW-03")
ASKED = (
    ("Who bears a loss?", {"a": ("owners", "milik"), "b": ("banks", "bank"), "c": ("courts", "x")}),
    ("Who pays a claim?", {"a": ("firms", "syarikat"), "b": ("agents", "ejen"), "c": ("one", "y")}),
    ("Who sells?", {"a": ("brokers", "broker"), "b": ("judges", "hakim"), "c": ("nobody", "z")}),
)


@pytest.fixture
def people(db):
    examhall.publish(examhall.programme_files(pilot_items=2))
    people = bank_people.staff()
    for code, (stem, options) in zip(CODES, ASKED, strict=True):
        approve(people, code, stem=stem, options=options)
        act(people["officer"], "pilot", code)
    return people


def pilots_of(attempt):
    return [item for item in form_items(attempt.booking.form) if item.is_pilot]


def test_a_form_takes_as_many_pilots_as_the_programme_says(people):
    attempt = examhall.started(examhall.candidate("Aisyah"))

    assert len(pilots_of(attempt)) == 2
    assert len(seats_of(attempt)) == 52
    assert {item.code for item in pilots_of(attempt)} < set(CODES)


def test_pilots_stand_among_the_others_wherever_the_seed_puts_them(people):
    places = set()
    for name in ("Aisyah", "Nurul", "Hana", "Ravi"):
        attempt = examhall.started(examhall.candidate(name))
        tried = {item.code for item in pilots_of(attempt)}
        places |= {seat.position for seat in seats_of(attempt) if seat.item.code in tried}

    assert len(places) > 4
    assert min(places) <= 50


def test_a_pilot_is_answered_and_kept_and_not_scored(people):
    aisyah = examhall.candidate("Aisyah")
    attempt = examhall.started(aisyah)
    tried = {item.code: item for item in pilots_of(attempt)}
    right = {seat.item.code: seat.item.text.key for seat in seats_of(attempt)}
    refused = save_sheet(
        aisyah,
        attempt.pk,
        answers={code: right[code] for code in tried},
        flags={},
        client_sequence=0,
        lease="",
        at=MORNING,
    )
    assert refused is None

    submit_and_score(aisyah, attempt.pk, at=MORNING + timedelta(minutes=5))

    result = result_of(aisyah, attempt.pk)
    assert {code: answers_in_chain(attempt)[code] for code in tried} == {
        code: right[code] for code in tried
    }
    assert (result.correct, result.items, result.pass_mark) == (0, 50, 35)
    assert sum(topic.items for topic in result.topics) == 50


def test_without_items_on_pilot_a_form_is_as_long_as_ever(people):
    for code in CODES:
        act(people["officer"], "retire", code, comment="Enough was learnt.")

    attempt = examhall.started(examhall.candidate("Aisyah"))

    assert len(seats_of(attempt)) == 50
