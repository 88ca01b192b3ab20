"""A blueprint against the bank: what a form takes, what there is in each state, what is thin."""

from __future__ import annotations

import pytest

from tauliah.apps.itembank.coverage import STAGES, coverage_of
from tests.services import bank_people, examhall
from tests.services.assembling import course
from tests.services.bank_people import act, approve, write

STAGE = {name: place for place, name in enumerate(STAGES)}


@pytest.fixture
def people(db):
    examhall.publish()
    return bank_people.staff()


def cell(topic="market"):
    return next(one for one in coverage_of(course()).cells if one.topic == topic)


def test_a_cell_tells_what_a_form_takes_and_what_is_in_use(people):
    found = cell()

    assert (found.wanted, found.needed, found.used) == (8, 16, 10)
    assert (found.lacks, found.on_the_way) == (6, 0)


def test_items_on_their_way_are_told_by_their_state(people):
    approve(people, "PUM-S-NEW-01")
    write(people["author"], "PUM-S-NEW-02", stem="Who pays a premium that nobody asked for?")
    write(people["author"], "PUM-S-NEW-03", stem="Which cover ends when the house burns down?")
    act(people["author"], "submit", "PUM-S-NEW-03")

    found = cell()

    assert found.counts[STAGE["approved"]] == 1
    assert found.counts[STAGE["draft"]] == 1
    assert found.counts[STAGE["review"]] == 1
    assert found.on_the_way == 3

    act(people["officer"], "pilot", "PUM-S-NEW-01")
    assert cell().counts[STAGE["pilot"]] == 1


def test_an_item_in_use_counts_once_while_its_next_version_is_written(people):
    approve(people)
    act(people["officer"], "operate")
    before = cell()

    write(people["author"], stem="Who bears a loss that nobody has insured so far?")

    assert cell() == before
    assert before.used == 11


def test_what_lacks_most_is_named_first(people):
    thin = coverage_of(course()).thin

    assert [one.lacks for one in thin] == sorted((one.lacks for one in thin), reverse=True)
    assert thin[0].topic == "selection"


def test_retired_and_practice_items_fill_nothing(people):
    approve(people, "PUM-P-NEW-01", pool="practice", stem="Which cover ends when a house burns?")
    approve(people, "PUM-S-NEW-01")
    act(people["officer"], "operate", "PUM-S-NEW-01")
    act(people["officer"], "retire", "PUM-S-NEW-01", comment="It is out of date.")

    assert sum(cell().counts) == 10


def test_items_of_topics_that_the_blueprint_lacks_are_counted_besides(people):
    write(people["author"], topic="elsewhere")

    found = coverage_of(course())

    assert found.besides == 1
    assert sum(found.totals) == 62
