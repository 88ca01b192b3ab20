"""Accounts: what one is made with, and what no two may share."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tauliah.apps.people.actions import choose_language, create_account, next_number
from tauliah.apps.people.models import User
from tauliah.apps.people.queries import (
    audit_trail,
    candidate,
    candidates,
    is_registrar,
    names_of,
    page_of_candidates,
    person,
    person_by_candidate_number,
    person_by_email,
    person_called,
)

pytestmark = pytest.mark.django_db


def make(name: str = "Aisyah binti Rahman", **changes: Any) -> User:
    details = {
        "email": f"{name.split(maxsplit=1)[0].lower()}@example.com",
        "full_name": name,
        "language": "ms",
        "password": None,
        "role": "candidate",
    }
    return create_account(**{**details, **changes})


@pytest.fixture
def cast(moment: datetime) -> list[User]:
    names = ["Aisyah binti Rahman", "Kumar a/l Rajan", "Tan Mei Ling"]
    return [make(name, at=moment) for name in names]


def test_an_account_is_made_with_its_role_and_number(moment: datetime) -> None:
    aisyah = make(password="a-long-pass-phrase", at=moment)

    assert aisyah.candidate_number == "C100001"
    assert aisyah.check_password("a-long-pass-phrase")
    assert candidate(aisyah.pk) == aisyah
    assert aisyah.joined_at == moment


def test_names_and_addresses_are_kept_tidy(moment: datetime) -> None:
    aisyah = make(full_name="  Aisyah   binti  Rahman ", email=" Aisyah@Example.COM ", at=moment)

    assert (aisyah.full_name, aisyah.email) == ("Aisyah binti Rahman", "aisyah@example.com")


def test_an_account_without_a_password_cannot_be_entered_by_one(moment: datetime) -> None:
    assert not make(password=None, at=moment).has_usable_password()


def test_making_an_account_is_noted(moment: datetime) -> None:
    aisyah = make(at=moment)

    (act,) = audit_trail(by_or_about=aisyah)

    assert (act.event, act.actor, act.subject_name) == (
        "account.created",
        "system",
        aisyah.full_name,
    )
    assert act.details == {"role": "candidate"}


@pytest.mark.parametrize("email", ["aisyah@example.com", "AISYAH@example.com"])
def test_an_address_has_one_account_and_a_second_leaves_nothing(
    moment: datetime, email: str
) -> None:
    make(at=moment)

    with pytest.raises(IntegrityError), transaction.atomic():
        make("Another", email=email, at=moment)

    assert User.objects.count() == len(audit_trail()) == 1
    assert make("Third", at=moment).candidate_number == "C100002"


def test_the_database_knows_that_addresses_differ_by_more_than_capitals(moment: datetime) -> None:
    make(at=moment)

    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(
            email="AISYAH@example.com", full_name="X", candidate_number="C9", joined_at=moment
        )


def test_a_language_that_the_house_does_not_speak_is_refused(moment: datetime) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make(language="fr", at=moment)


def test_an_unknown_role_leaves_no_account(moment: datetime) -> None:
    with pytest.raises(ValueError, match="emperor"):
        make(role="emperor", at=moment)

    assert not User.objects.exists()


def test_numbers_follow_each_other_in_each_series() -> None:
    assert [next_number("award"), next_number("award"), next_number("other", first=7)] == [1, 2, 7]


def test_the_number_of_an_act_that_fails_is_given_again() -> None:
    @transaction.atomic
    def fail() -> None:
        next_number("award")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()

    assert next_number("award") == 1


def test_choosing_another_language_is_noted_once(moment: datetime) -> None:
    aisyah = make(at=moment)

    choose_language(aisyah, "en", at=moment)
    choose_language(aisyah, "en", at=moment)

    aisyah.refresh_from_db()
    assert aisyah.language == "en"
    assert len(audit_trail(event="account.language-chosen")) == 1


def test_a_person_is_found_by_id_number_and_address(cast: list[User]) -> None:
    aisyah = cast[0]

    assert person(str(aisyah.pk)) == aisyah
    assert person("no id") is None
    assert person_by_candidate_number(" c100001 ") == aisyah
    assert person_by_email("AISYAH@example.com") == aisyah
    assert person_called("C100001") == person_called(" aisyah@example.com ") == aisyah
    assert person_called("") is None


@pytest.mark.parametrize(
    ("search", "names"),
    [
        ("", ["Aisyah binti Rahman", "Kumar a/l Rajan", "Tan Mei Ling"]),
        ("mei", ["Tan Mei Ling"]),
        ("ling tan", ["Tan Mei Ling"]),
        ("ra", ["Aisyah binti Rahman", "Kumar a/l Rajan"]),
        ("C100002", ["Kumar a/l Rajan"]),
        ("kumar@EXAMPLE", ["Kumar a/l Rajan"]),
        ("kumar ling", []),
        ("100%", []),
    ],
)
def test_candidates_are_found_by_each_word_of_a_search(
    cast: list[User], search: str, names: list[str]
) -> None:
    assert [one.full_name for one in candidates(search)] == names


def test_a_registrar_is_no_candidate(moment: datetime) -> None:
    farid = make("Farid", role="registrar", at=moment)

    assert is_registrar(farid)
    assert candidate(farid.pk) is None
    assert not candidates("Farid").exists()


def test_candidates_come_25_to_a_page(moment: datetime) -> None:
    for number in range(26):
        make(f"Person{number:02}", at=moment)

    first, second = page_of_candidates(), page_of_candidates(number="2")

    assert [len(first), len(second), first.paginator.count] == [25, 1, 26]
    # there is no such page: the nearest one
    assert page_of_candidates(number="99").number == 2
    assert page_of_candidates(number="x").number == 1


def test_names_are_given_of_accounts_and_of_nothing_else(cast: list[User]) -> None:
    ids = {str(cast[0].pk), "system", "release:1", "0193b3a0-0000-7000-8000-000000000000"}

    assert names_of(ids) == {str(cast[0].pk): "Aisyah binti Rahman"}
