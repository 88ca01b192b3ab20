"""The short way of a save: what it answers, the long way would have answered, to the letter."""

from __future__ import annotations

import json
from typing import Any

import pytest
import time_machine
from django.middleware.locale import LocaleMiddleware
from django.test import Client

from tauliah.apps.sittings.queries import chain_of, seats_of
from tauliah.web.quick_saves import QuickSaves
from tests.services import examhall
from tests.services.examhall import MORNING


@pytest.fixture(autouse=True)
def clock(db):
    with time_machine.travel(MORNING, tick=False) as traveller:
        yield traveller


@pytest.fixture
def attempt():
    examhall.publish()
    aisyah = examhall.candidate("Aisyah")
    attempt = examhall.started(aisyah)
    attempt.token = examhall.claimed(aisyah, attempt)
    return attempt


@pytest.fixture
def long_ways(monkeypatch) -> list[str]:
    """The addresses of the requests that went the long way."""
    taken: list[str] = []
    before = LocaleMiddleware.process_request

    def noted(self: Any, request: Any) -> Any:
        taken.append(request.path)
        return before(self, request)

    monkeypatch.setattr(LocaleMiddleware, "process_request", noted)
    return taken


def saved(attempt, language="en", **body):
    browser = Client()
    browser.force_login(attempt.booking.person)
    first = seats_of(attempt)[0].item.code
    sent = {"item": first, "value": "b", "client_sequence": 1, "lease": attempt.token} | body
    return browser.post(
        f"/{language}/exams/attempts/{attempt.pk}/save/",
        json.dumps(sent),
        content_type="application/json",
        HTTP_ACCEPT="application/json",
    )


@pytest.mark.parametrize("language", ["en", "ms"])
@pytest.mark.parametrize("body", [{"value": "b"}, {"value": None}])
def test_both_ways_give_the_same_answer(attempt, long_ways, monkeypatch, language, body):
    short = saved(attempt, language, **body)
    assert (short.status_code, long_ways) == (200, [])
    monkeypatch.setattr(QuickSaves, "__call__", lambda self, request: self.site(request))

    # the same save sent again gets the same reply
    long = saved(attempt, language, **body)

    assert len(long_ways) == 1
    assert (short.status_code, short.content) == (long.status_code, long.content)
    assert dict(short.headers) == dict(long.headers)
    assert sum(link.act == "answered" for link in chain_of(attempt)) == 1


def test_a_save_that_is_refused_goes_the_long_way_and_is_refused_there(attempt, long_ways):
    saved(attempt)

    stale = saved(attempt, "ms", value="c")

    assert stale.status_code == 409
    assert stale["Content-Language"] == "ms"
    assert len(long_ways) == 1


def test_no_other_host_and_no_other_site_comes_in_by_it(attempt):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(attempt.booking.person)
    code = seats_of(attempt)[0].item.code
    sent = {"item": code, "value": "b", "client_sequence": 1, "lease": attempt.token}
    path, kept = f"/en/exams/attempts/{attempt.pk}/save/", len(chain_of(attempt))
    token = "t" * 32
    browser.cookies["csrftoken"] = token

    def asked(**more):
        return browser.post(
            path, json.dumps(sent), content_type="application/json", **more
        ).status_code

    assert asked() == 403
    assert asked(HTTP_X_CSRFTOKEN="u" * 32) == 403
    assert asked(HTTP_X_CSRFTOKEN=token, HTTP_ORIGIN="https://elsewhere.example") == 403
    assert asked(HTTP_X_CSRFTOKEN=token, HTTP_HOST="elsewhere.example") == 400
    assert len(chain_of(attempt)) == kept
    assert asked(HTTP_X_CSRFTOKEN=token) == 200
