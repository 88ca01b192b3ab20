"""Items of every type in a mock exam: answered by plain forms, judged, and what people mark is not scored."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client

from tests.services import examhall
from tests.services.every_type import RIGHT, publish_every_type
from tests.services.examhall import MORNING
from tests.web.reading import fields, links, words

HOME = "/en/study/pum/mock/"


@pytest.fixture(autouse=True)
def _morning() -> Iterator[None]:
    with time_machine.travel(MORNING, tick=False):
        yield


@pytest.fixture
def her_browser(db: None) -> Client:
    publish_every_type()
    browser = Client()
    browser.force_login(examhall.candidate("Aisyah"))
    return browser


def sent_for(position: int, value: Any) -> dict[str, Any]:
    """What a browser sends for an answer to the question at a place."""
    name = f"a{position}"
    if isinstance(value, dict) and "number" in value:
        return {name: value["number"], f"{name}-unit": value["unit"] or ""}
    if isinstance(value, dict):
        return {
            f"{name}-{key}": str(said).lower() if isinstance(said, bool) else said
            for key, said in value.items()
        }
    return {name: value}


def test_each_type_is_asked_kept_and_judged_and_a_response_stays_out_of_the_score(
    her_browser: Client,
) -> None:
    from tauliah.apps.mock_exams.models import MockExam
    from tauliah.apps.mock_exams.queries import result_of, seats_of

    sheet = her_browser.post(f"{HOME}start/").headers["Location"]
    seats = seats_of(MockExam.objects.get())
    right = {
        seat.position: value
        for seat in seats
        for name, value in RIGHT.items()
        if seat.item.code.endswith(name.removeprefix("X"))
    }
    pages = range(1, (len(seats) - 1) // 10 + 2)
    for page in pages:
        shown = her_browser.get(f"{sheet}?page={page}")
        names = {str(one.get("name")): one.get("value") for one in fields(shown)}
        sent = {name: value for name, value in names.items() if name.startswith("shown-")}
        for position, value in right.items():
            if f"shown-{position}" in sent:
                sent |= sent_for(position, value)
        her_browser.post(sheet, {**sent, "to": "save"})

    kept = {seat.position: seat.value for seat in seats_of(MockExam.objects.get())}
    assert {position: kept[position] for position in right} == right
    her_browser.post(f"{sheet}submit/")

    came = result_of(MockExam.objects.get())
    types = {seat.item.text.type for seat in seats}
    assert {"hotspot", "extended-response", "match", "order", "inline-choice"} <= types
    assert came.uncounted == sum(not seat.counts for seat in seats) == 1
    assert all(seat.score.is_right for seat in came.seats if seat.position in right and seat.counts)
    assert came.score.points == came.score.of
    told = " ".join(words(her_browser.get(f"{sheet}result/?page={page}")) for page in pages)
    assert "1 question that people mark in an exam is not in the score" in told
    assert "A good answer" in told


def test_a_picture_is_shown_to_whom_it_is_asked_of(her_browser: Client) -> None:
    from tauliah.apps.mock_exams.models import MockExam
    from tauliah.apps.mock_exams.queries import seats_of

    sheet = her_browser.post(f"{HOME}start/").headers["Location"]
    [asked] = [
        seat.item.code
        for seat in seats_of(MockExam.objects.get())
        if seat.item.text.type == "hotspot"
    ]

    picture = her_browser.get(f"{sheet}pictures/{asked.lower()}/")

    assert picture.headers["Content-Type"] == "image/svg+xml"
    assert her_browser.get(f"{sheet}pictures/no-such-item/").status_code == 404
    assert HOME in links(her_browser.get("/en/study/pum/"))
