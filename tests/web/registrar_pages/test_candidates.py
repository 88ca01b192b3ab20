"""The list of candidates, and what counts for one of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from tauliah.apps.awards.actions import revoke
from tauliah.apps.awards.models import Award
from tauliah.apps.people.queries import User
from tauliah.apps.record.actions import matriculate
from tests.apps.credited import grant_credit
from tests.web.reading import links, words
from tests.web.registrar_pages.addresses import candidates, of

QUERIES_OF_THE_LIST = 14


def test_each_candidate_has_name_number_designations_and_what_is_left(
    desk: Client, aisyah: User
) -> None:
    page = words(desk.get(candidates()))

    assert "1 candidate Name" in page
    assert f"{aisyah.full_name} {aisyah.candidate_number} {aisyah.email} API 2 requirements" in page
    assert "2 requirements are left to API on the shortest way." in page


def test_awards_in_force_and_revoked_ones_are_told_apart(
    desk: Client, award: Award, farid: User, moment: datetime
) -> None:
    before = words(desk.get(candidates()))
    revoke(award.number, reason="Why", actor=farid, at=moment)
    after = words(desk.get(candidates()))

    assert f"API is conferred. API {award.number}" in before
    assert f"API was revoked. API revoked {award.number}" in after


def test_the_list_speaks_malay(desk: Client, aisyah: User) -> None:
    assert "Tinggal 2 keperluan untuk API" in words(desk.get(candidates(language="ms")))


@pytest.mark.parametrize("search", ["aisyah", "RAHMAN binti", "c100001", "aisyah@EXAMPLE"])
def test_a_search_finds_name_number_and_address(
    aisyah: User, account: Callable[[str], User], desk: Client, search: str
) -> None:
    account("Kumar a/l Rajan")

    page = words(desk.get(candidates(), {"q": search}))

    assert "Aisyah" in page
    assert "Kumar" not in page


def test_a_search_that_finds_nobody_says_what_to_do(desk: Client, aisyah: User) -> None:
    page = words(desk.get(candidates(), {"q": "zzz"}))

    assert "No candidate is found Check the spelling, or search by fewer words." in page


def test_a_house_without_candidates_says_so(desk: Client) -> None:
    assert "There are no candidates yet" in words(desk.get(candidates()))


def test_25_stand_on_a_page_and_the_search_goes_on_to_the_next(
    desk: Client, account: Callable[[str], User]
) -> None:
    for number in range(26):
        account(f"Person{number:02} Tan")

    first = desk.get(candidates(), {"q": "tan"})
    second = desk.get(candidates(), {"q": "tan", "page": "2"})

    assert words(first).count("@example.com") == 25
    assert "?q=tan&page=2" in links(first)
    assert "Person25 Tan" in words(second)


def test_more_candidates_ask_the_database_no_more_often(
    desk: Client,
    award: Award,
    account: Callable[[str], User],
    moment: datetime,
    django_assert_num_queries: Any,
) -> None:
    desk.get(candidates())
    with django_assert_num_queries(QUERIES_OF_THE_LIST):
        desk.get(candidates())
    for number in range(24):
        person = account(f"Person{number:02} Tan")
        matriculate(person, "API", actor=person, at=moment)
        matriculate(person, "AINS", actor=person, at=moment)

    with django_assert_num_queries(QUERIES_OF_THE_LIST):
        page = desk.get(candidates())

    assert "25 candidates" in words(page)


def test_a_registrar_and_nobody_are_no_candidates(desk: Client, farid: User) -> None:
    assert desk.get(of(farid)).status_code == 404
    assert desk.get(f"{candidates()}{uuid4()}/").status_code == 404


def test_a_requirement_names_the_entry_that_met_it(
    desk: Client, aisyah: User, farid: User, moment: datetime
) -> None:
    grant_credit(aisyah, "PIN", source="Diploma", reason="Same", actor=farid, at=moment)

    response = desk.get(of(aisyah))

    assert "Met: Course PIN Credit for Course PIN (PIN) was granted on 3 March 2026. Entry 2" in (
        words(response)
    )
    assert f"{of(aisyah, 'record/')}#entry-2" in links(response)


def test_a_missing_requirement_says_what_is_missing(desk: Client, aisyah: User) -> None:
    page = words(desk.get(of(aisyah)))

    assert "Missing: Course PUM The exam Course PUM (PUM) is still to be passed." in page
    assert "Missing: Short way On the pathway “Short way” one exam is left." in page


def test_every_designation_with_rules_in_force_is_audited(desk: Client, aisyah: User) -> None:
    page = words(desk.get(of(aisyah)))

    assert "Associate API (API) Matriculated" in page
    assert "Associate AINS (AINS) Not matriculated" in page
    assert "CPCU" not in page
    assert "Rules, in force since 1 January 2024." in page


def test_a_conferred_and_a_revoked_designation_are_shown_as_such(
    desk: Client, aisyah: User, award: Award, farid: User, moment: datetime
) -> None:
    before = words(desk.get(of(aisyah)))
    revoke(award.number, reason="Why", actor=farid, at=moment)
    after = words(desk.get(of(aisyah)))

    assert "(API) Conferred API is conferred." in before
    assert "(API) Revoked API was revoked." in after


@pytest.mark.parametrize("facts", ["null", "{}"])
def test_of_a_record_that_is_not_whole_nothing_is_said_but_that(
    desk: Client, aisyah: User, nurul: User, alter: Callable[[str, str], None], facts: str
) -> None:
    alter("facts", facts)

    listed, audited = desk.get(candidates()), desk.get(of(aisyah))

    assert "Aisyah binti Rahman" in words(listed)
    assert words(listed).count("Record not whole") == 1
    assert "No audit is made of a record that is not as it was written." in words(audited)
    assert of(aisyah, "record/") in links(listed)
