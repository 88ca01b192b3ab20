"""Tokens for programs from a registrar's own account: given once, listed, revoked, and nobody else's."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from tauliah.apps.access.actions import MOST_IN_FORCE, make_token
from tauliah.apps.access.queries import bearer_of, tokens, tokens_of
from tauliah.apps.people.permissions import Permission
from tauliah.apps.people.queries import User, audit_trail
from tests.web.programme import MOMENT, PASSWORD, open_account
from tests.web.reading import words

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("moment")]

PAGE, GIVE = "/en/accounts/tokens/", "/en/accounts/tokens/new/"
REVOKING = "awards:award:revoke"
WISH = {"name": "Learning platform", "permissions": [REVOKING], "days": "30"}


@pytest.fixture
def fresh(client: Client, farid: User) -> Client:
    """Farid's browser, in which he has just proven who he is."""
    client.force_login(farid)
    client.post("/en/accounts/reauthenticate/", {"password": PASSWORD})
    return client


def test_a_token_is_given_shown_once_and_opens_what_it_names(fresh: Client, farid: User) -> None:
    empty = words(fresh.get(PAGE))
    given = fresh.post(GIVE, WISH)
    after = fresh.get(PAGE)

    (text,) = re.findall(r"tau_[A-Za-z0-9_-]{20,}", given.content.decode())
    bearer = bearer_of(text, at=MOMENT)
    assert "No token was made in your name" in empty
    assert "shown only this once" in words(given)
    assert "no-store" in given.headers["Cache-Control"]
    assert bearer is not None
    assert bearer.person == farid
    assert bearer.permissions == {Permission.AWARD_REVOKE}
    assert text not in after.content.decode()
    assert "Learning platform" in words(after)
    assert "in force until 2 April 2026" in words(after)


def test_it_asks_first_who_is_at_the_keyboard(client: Client, farid: User) -> None:
    client.force_login(farid)

    page = client.get(GIVE)
    sent = client.post(GIVE, WISH)

    assert page.status_code == sent.status_code == 302
    assert page.headers["Location"].startswith("/en/accounts/reauthenticate/")
    assert tokens() == []


def test_a_token_is_revoked_by_its_owner_and_the_trail_says_who(fresh: Client, farid: User) -> None:
    fresh.post(GIVE, WISH)
    (before,) = tokens_of(farid, at=MOMENT)

    page = fresh.post(f"{PAGE}{before.id}/revoke/", follow=True)

    (after,) = tokens_of(farid, at=MOMENT)
    assert (before.state, after.state) == ("in-force", "revoked")
    assert "opens nothing more" in words(page)
    assert "revoked on 3 March 2026" in words(page)
    acts = [act for act in audit_trail() if act.event.startswith("token.")]
    assert {act.event: act.actor for act in acts} == dict.fromkeys(
        ("token.made", "token.revoked"), str(farid.pk)
    )


def test_nobody_sees_or_revokes_the_token_of_another(fresh: Client) -> None:
    other = open_account("Salmah", role="registrar")
    made = make_token(other, name="LMS", permissions=[REVOKING], days=9, at=MOMENT, actor=other)
    assert isinstance(made, tuple)

    page = fresh.post(f"{PAGE}{made[0].pk}/revoke/", follow=True)

    made[0].refresh_from_db()
    assert made[0].revoked_at is None
    assert "No token of yours is meant" in words(page)
    assert "LMS" not in words(fresh.get(PAGE))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"name": " "}, "This field is required"),
        ({"permissions": []}, "Choose what the program may do"),
        ({"permissions": ["catalogue:release:publish"]}, "not one of the available choices"),
        ({"days": "367"}, "less than or equal to 366"),
    ],
)
def test_what_a_token_may_not_be_is_said_beside_the_field(
    fresh: Client, change: dict[str, Any], said: str
) -> None:
    page = fresh.post(GIVE, {**WISH, **change})

    assert page.status_code == 400
    assert said in words(page)
    assert tokens() == []


def test_more_than_anybody_keeps_sight_of_are_refused(fresh: Client, farid: User) -> None:
    for _ in range(MOST_IN_FORCE):
        make_token(farid, name="LMS", permissions=[REVOKING], days=9, at=MOMENT, actor=farid)

    page = fresh.post(GIVE, WISH)

    assert page.status_code == 400
    assert "Revoke one that no program needs" in words(page)
