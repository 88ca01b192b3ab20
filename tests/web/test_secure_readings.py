"""Every route that shows staff what an exam item says keeps who read it; every other shows none of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.test import Client

from tauliah.apps.people.models import AuditEntry
from tests.services import bank_people, examhall, panel
from tests.services.every_type import RIGHT, answer, code_of, publish_every_type
from tests.services.examhall import MORNING
from tests.web.reading import words
from tests.web.test_permissions_matrix import ANYONE, CANDIDATE, SOME_ID, WHO_MAY, address, routes

SHOWS_ITEMS = {
    "bank-item-text",
    "bank-item-compare",
    "bank-item-write",
    "rating-item",
    "marking-response",
}
"""Whoever adds a route that shows items adds it here, once it keeps who read them."""
IS_POSTED = {"bank-item-check"}


@pytest.fixture(autouse=True)
def _morning(settings: Any) -> Iterator[None]:
    settings.EXAM_CLOCK = "tests.web.test_secure_readings.exam_clock"
    with time_machine.travel(MORNING, tick=False):
        yield


def exam_clock() -> Any:
    return MORNING


@pytest.fixture
def house(db: None) -> dict[str, Any]:
    """Whatever an item can stand in: a draft, a study with an open round, a response, a proposal."""
    from tauliah.apps.marking.models import Response
    from tauliah.apps.results.actions import submit_and_score

    publish_every_type()
    people = panel.panel_people()
    for duty in ("author", "content", "language", "fairness"):
        people[duty] = examhall.account(bank_people.NAMES[duty], role=bank_people.ROLES[duty])
    people["marker"] = examhall.account("Siva", role="marker")
    for stem in (bank_people.SECRET, f"{bank_people.SECRET} Say who."):
        bank_people.write(people["author"], topic="all", stem=stem)
    study = panel.opened(people)
    panel.open_next_round(people, study)
    aisyah = examhall.candidate("Aisyah")
    attempt = examhall.started(aisyah)
    answer(aisyah, attempt, RIGHT)
    submit_and_score(aisyah, attempt.pk, at=MORNING)
    ids = {"rating": study, "standards": study, "marking": Response.objects.get().pk}
    return {"people": people, "ids": ids}


def test_each_route_that_shows_an_exam_item_keeps_the_reading(house: Any) -> None:
    told: set[str] = set()
    unkept: list[tuple[str, str]] = []
    stems = secret_stems()
    for role, person in by_role(house).items():
        browser = Client()
        browser.force_login(person)
        for name, to in staff_addresses(role, house["ids"]):
            before = readings(person)
            page = browser.get(to)
            if shows_one_of(stems, page):
                told.add(name)
                if readings(person) == before:
                    unkept.append((role, name))

    assert not unkept
    assert told == SHOWS_ITEMS


def test_the_picture_of_an_item_is_a_reading_too(house: Any) -> None:
    from tauliah.apps.standards.rating import sheet_of

    judge, study = house["people"]["chong"], house["ids"]["rating"]
    sheet = sheet_of(judge, study)
    assert sheet is not None
    position = next(row.item.position for row in sheet.rows if "HOTSPOT" in row.item.code)
    browser = Client()
    browser.force_login(judge)

    assert browser.get(f"/en/rating/{study}/{position}/picture/").status_code == 200

    entry = AuditEntry.objects.filter(actor=str(judge.pk), event="item.read").get()
    assert entry.details["purpose"] == "standard-setting"


def test_a_marker_is_in_the_trail_with_the_response_and_reads_no_item_in_the_queue(
    house: Any,
) -> None:
    marker, response = house["people"]["marker"], house["ids"]["marking"]
    browser = Client()
    browser.force_login(marker)

    assert code_of("X-10-RESPONSE") in words(browser.get("/en/marking/"))
    assert readings(marker) == 0
    browser.get(f"/en/marking/{response}/")

    entry = AuditEntry.objects.get(actor=str(marker.pk), event="item.read")
    assert entry.subject == f"item:{code_of('X-10-RESPONSE')}"
    assert entry.details["response"] == str(response)


def by_role(house: Any) -> dict[str, Any]:
    """One account of the house for each role of the staff."""
    roles = bank_people.ROLES | {key: role for key, (_, role) in panel.ROLES.items()}
    return {role: house["people"][key] for key, role in (roles | {"marker": "marker"}).items()}


def staff_addresses(role: str, ids: dict[str, UUID]) -> Iterator[tuple[str, str]]:
    """Every route that a role may open, with things of the house in its address."""
    for pattern in routes():
        name = pattern.name
        who = WHO_MAY[name]
        if role not in who or CANDIDATE in who or who == (ANYONE,) or name in IS_POSTED:
            continue
        id = ids.get(name.partition("-")[0], SOME_ID)
        items = [code_of("X-1-SINGLE"), bank_people.CODE] if "item" in name else [""]
        for item in items:
            yield (
                name,
                address(name).replace(str(SOME_ID), str(id)).replace("pum-p-sel-01", item.lower()),
            )


def shows_one_of(stems: set[str], page: Any) -> bool:
    """Whether an answer of the server has one of these questions in it."""
    if page.streaming or page.status_code != 200 or "text/html" not in page["Content-Type"]:
        return False
    text = " ".join(words(page).split()) + page.content.decode()
    return any(stem in text for stem in stems)


def secret_stems() -> set[str]:
    from tauliah.apps.itembank.models import ItemVersion

    rows = ItemVersion.objects.filter(item__pool="secure").values_list("content__stem", flat=True)
    return {" ".join(text.split()) for stem in rows for text in stem.values()}


def readings(person: Any) -> int:
    events = ("item.read", "items.exported")
    return AuditEntry.objects.filter(actor=str(person.pk), event__in=events).count()
