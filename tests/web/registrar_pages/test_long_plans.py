"""A plan over many records is made beside the page, which says how far it is."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from django.test import Client

from tauliah.apps.people.queries import User
from tauliah.web import long_plans, proposals
from tauliah.web.clock import now
from tauliah.web.proposals import SILENCE, UnderWay
from tests.web.reading import words
from tests.web.registrar_pages.test_planning import PLAN, STRICTER, asking, plan_address, send

pytestmark = pytest.mark.django_db(transaction=True)
SECONDS_TO_MAKE_IT = 60


@pytest.fixture(autouse=True)
def _every_plan_is_long(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(long_plans, "RECORDS_WAITED_FOR", 0)


def test_a_long_plan_is_shown_once_it_is_made(desk: Client, aisyah: User) -> None:
    response = send(desk, STRICTER)
    address = plan_address(response)

    ends = time.monotonic() + SECONDS_TO_MAKE_IT
    while "People who lose" not in words(response) and time.monotonic() < ends:
        time.sleep(0.1)
        response = desk.get(address)

    assert "People who gain 0 People who lose 1" in words(response)


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
