"""A plan over many records is made beside the page, which says how far it is."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from tauliah.apps.catalogue.queries import current_release
from tauliah.apps.people.queries import User, audit_trail
from tauliah.apps.record.actions import matriculate
from tauliah.web import long_plans, proposals
from tauliah.web.clock import now
from tauliah.web.proposals import SILENCE, UnderWay
from tests.web.reading import words
from tests.web.registrar_pages.test_planning import (
    PLAN,
    RELEASES,
    STRICTER,
    asking,
    plan_address,
    send,
)

pytestmark = pytest.mark.django_db(transaction=True)
SECONDS_TO_MAKE_IT = 60


@pytest.fixture(autouse=True)
def _every_plan_is_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(long_plans, "RECORDS_WAITED_FOR", 0)


def until(said: str, desk: Client, address: str) -> Any:
    """What is shown there, as soon as it says this."""
    response = desk.get(address, follow=True)
    ends = time.monotonic() + SECONDS_TO_MAKE_IT
    while said not in words(response) and time.monotonic() < ends:
        time.sleep(0.1)
        response = desk.get(address, follow=True)
    return response


def test_a_long_plan_is_shown_once_it_is_made(desk: Client, aisyah: User) -> None:
    address = plan_address(send(desk, STRICTER))

    response = until("People who lose", desk, address)

    assert "People who gain 0 People who lose 1" in words(response)


def test_a_long_plan_is_published_beside_the_page(desk: Client, farid: User, aisyah: User) -> None:
    address = plan_address(send(desk, STRICTER))
    until("People who lose", desk, address)
    assert desk.post(address).status_code == 400

    shown = desk.post(address, {"accepted": "on"}, follow=True)
    told = until("Release 2 is published.", desk, address)

    # so quick it may be that it is done when the page comes
    assert "being published" in words(shown) or "is published." in words(shown)
    assert told.redirect_chain[-1][0] == RELEASES
    assert current_release() == 2
    (act,) = audit_trail(event="release.losses-accepted")
    assert (act.actor, act.details["losing"]) == (str(farid.pk), 1)


def test_a_long_plan_by_which_more_lose_meanwhile_is_shown_anew(
    desk: Client, aisyah: User, account: Callable[[str], User], moment: datetime
) -> None:
    address = plan_address(send(desk, STRICTER))
    until("People who lose", desk, address)
    nurul = account("Nurul Huda")
    matriculate(nurul, "API", actor=nurul, at=moment)

    desk.post(address, {"accepted": "on"})
    told = until("People who lose by this release: 2", desk, address)

    assert "People who lose 2" in words(told)
    assert current_release() == 1


def test_a_long_publishing_that_stopped_leads_to_the_releases(desk: Client, farid: User) -> None:
    stopped = UnderWay(1, 2, now() - 2 * SILENCE, is_publishing=True)

    response = desk.get(told(farid, stopped), follow=True)

    assert response.redirect_chain[-1][0] == RELEASES
    assert "The publishing stopped." in words(response)


def test_mistakes_are_told_at_once(desk: Client, aisyah: User) -> None:
    response = send(desk, asking("{exam: NONE}"))

    assert (response.status_code, "1 mistake in the folder" in words(response)) == (400, True)


def told(farid: User, progress: UnderWay) -> str:
    id = proposals.new_id()
    proposals.tell(id, progress, by=farid)
    return f"{PLAN}{id}/"


def test_how_far_a_plan_is_is_shown(desk: Client, farid: User) -> None:
    response = desk.get(told(farid, UnderWay(1200, 50_000, now())))

    assert "Records looked at: 1200 of 50000" in words(response)
    assert 'data-again-seconds="2"' in response.content.decode()


@pytest.mark.parametrize(("silent_for", "has_failed"), [(2 * SILENCE, False), (0 * SILENCE, True)])
def test_a_plan_that_stopped_is_told(
    desk: Client, farid: User, silent_for: timedelta, has_failed: bool
) -> None:
    stopped = UnderWay(1, 2, now() - silent_for, has_failed=has_failed)

    response = desk.get(told(farid, stopped), follow=True)

    assert "The making of this plan stopped." in words(response)


def test_only_its_registrar_sees_how_far_a_plan_is(desk: Client, aisyah: User) -> None:
    response = desk.get(told(aisyah, UnderWay(1, 2, now())), follow=True)

    assert "This plan is no longer kept." in response.content.decode()
