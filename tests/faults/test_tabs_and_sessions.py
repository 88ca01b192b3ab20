"""Two tabs, two devices, and a log-in that ends in the middle of an exam."""

from __future__ import annotations

import http.client
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from random import Random
from urllib.parse import urlencode

import pytest

from tests.services import examhall
from tests.services.crowd import FORM, TOKEN
from tests.services.desks import assert_nothing_acknowledged_is_lost, at_work, desks_of

TAKEOVERS = {"short": 6, "full": 100}

pytestmark = pytest.mark.slow


def test_two_devices_that_take_an_exam_from_each_other_never_both_save(
    shared_house, shared_site, length
):
    [desk] = desks_of(shared_house, shared_site, slice(6, 7))
    other = replace(desk, lease="", random=Random(1), acknowledged=[], refusals=[])
    # a second tab is refused before the person agrees
    status, _ = other.post("lease/", {})
    while status == 503:
        # nothing was kept, so the browser asks again: another test may have killed the database
        status, _ = other.post("lease/", {})
    assert status == 409

    acknowledged, chance = [], Random(3)
    holds, waits = desk, other
    for _ in range(TAKEOVERS[length]):
        # both go on at once: the old tab saves while the new one takes over
        both = [
            threading.Thread(target=_save_until_refused, args=(holds, acknowledged)),
            threading.Thread(target=_take_over, args=(waits, chance.uniform(0, 0.2))),
        ]
        for thread in both:
            thread.start()
        for thread in both:
            thread.join()
        assert holds.refusals.pop() == (409, "taken-over")
        # what the old tab was told is kept, it is told again
        if holds.acknowledged:
            assert holds.send(holds.acknowledged[-1])[0] == 200
        holds, waits = waits, holds

    desk.acknowledged = sorted(acknowledged)
    assert [save[0] for save in desk.acknowledged] == list(range(1, len(acknowledged) + 1))
    assert_nothing_acknowledged_is_lost(shared_house, [desk])


def _save_until_refused(desk, acknowledged) -> None:
    while not desk.refusals:
        item = desk.random.choice(list(desk.items))
        save = (len(acknowledged) + 1, item, desk.random.choice(desk.items[item]))
        status, reply = desk.send(save)
        if status == 200:
            desk.acknowledged.append(save)
            acknowledged.append(save)
        else:
            desk.refusals.append((status, reply["code"]))


def _take_over(desk, seconds: float) -> None:
    time.sleep(seconds)
    status, reply = desk.post("lease/", {"take_over": True})
    assert status == 200
    desk.lease = reply["lease"]


def test_a_log_in_that_ends_in_the_exam_loses_nothing_after_the_next_log_in(
    shared_house, shared_site
):
    desks = desks_of(shared_house, shared_site, slice(0, 8, 7))
    desk = desks[0]

    with at_work(desks) as wait_for:
        wait_for(10)
        _log_out(desk)
        _wait(lambda: desk.answers[401] >= 3)
        kept = len(desk.acknowledged)
        desk.session = _log_in(shared_site, shared_house.desks()[0]["email"])
        _wait(lambda: len(desk.acknowledged) >= kept + 5)

    assert_nothing_acknowledged_is_lost(shared_house, desks)


def _wait(until: Callable[[], bool]) -> None:
    for _ in range(12_000):
        if until():
            return
        time.sleep(0.01)
    pytest.fail("nothing happens")


def _log_out(desk) -> None:
    _post(desk.port, "/en/accounts/logout/", {}, session=desk.session)


def _log_in(port: int, email: str) -> str:
    """The session of a log-in at the log-in page."""
    form = {"login": email, "password": examhall.PASSWORD}
    cookies = _post(port, "/en/accounts/login/", form)
    return next(one.partition("=")[2] for one in cookies if one.startswith("sessionid="))


def _post(port: int, path: str, form: dict[str, str], *, session: str = "") -> list[str]:
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    cookie = f"csrftoken={TOKEN}" + (f"; sessionid={session}" if session else "")
    body = urlencode({**form, "csrfmiddlewaretoken": TOKEN})
    link.request("POST", path, body, {"Content-Type": FORM, "Cookie": cookie})
    response = link.getresponse()
    response.read()
    link.close()
    assert response.status == 302, response.status
    return [line.partition(";")[0] for line in response.headers.get_all("Set-Cookie") or []]
