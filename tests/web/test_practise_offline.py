"""Taking practice along and sending it later, as a browser asks for it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client

from tauliah.apps.catalogue.queries import programme
from tauliah.apps.itembank.queries import exam_items_of
from tauliah.apps.people.queries import User
from tauliah.apps.study.actions import mark_lesson_read
from tauliah.apps.study.decks import Unit
from tauliah.apps.study.models import Review
from tauliah.apps.study.offline_days import DayAlong, TakenAlong
from tauliah.apps.study.offline_reviews import MOST_AT_ONCE
from tauliah.apps.study.practising import PracticeAim
from tauliah.apps.study.queries import practice_items
from tauliah.web.offline_shell import shell_in, worker_script
from tauliah.web.person_mark import person_mark
from tauliah.web.practice_pack import practice_pack
from tests.services.every_type import RIGHT, code_of, publish_every_type

PACK, SEND, SHELL = "/en/study/pum/pack/", "/en/study/offline/reviews/", "/ms/study/offline/"
JSON = {"accept": "application/json"}


@pytest.fixture
def lessons(aisyah: User, moment: datetime) -> None:
    for lesson in programme().lessons_of("PUM")[:3]:
        mark_lesson_read(aisyah, "PUM", lesson.slug, at=moment)


def card(moment: datetime, **more: Any) -> dict[str, Any]:
    first = programme().cards_of("PUM", programme().lessons_of("PUM")[0].slug)[0].id
    row = {
        "id": str(uuid4()),
        "kind": "card",
        "course": "PUM",
        "unit": first,
        "rating": 3,
        "seconds": 7.5,
        "language": "en",
        "at": moment.isoformat(),
    }
    return row | more


def send(
    browser: Client, person: User, rows: Any, *, sent_at: datetime | None = None, **more: Any
) -> Any:
    body = {"person": person_mark(person), "reviews": rows, **more}
    if sent_at is not None:
        body["sent_at"] = sent_at.isoformat()
    return browser.post(SEND, json.dumps(body), content_type="application/json", headers=JSON)


def test_the_pack_has_both_languages_the_key_and_nothing_of_an_exam(
    her_browser: Client, aisyah: User, lessons: None
) -> None:
    her_browser.post("/en/study/pum/today/minutes/", {"minutes": "60"})

    answer = her_browser.get(PACK)

    pack = answer.json()
    assert answer["Cache-Control"] == "private, no-store"
    assert pack["person"] == person_mark(aisyah)
    assert pack["days"][0]["day"] == "2026-03-03"
    assert set(pack["units"]) == {unit for day in pack["days"] for unit in day["units"]}
    cards = [one for one in pack["units"].values() if one["kind"] == "card"]
    items = [one for one in pack["units"].values() if one["kind"] == "item"]
    assert cards[0]["front"]["en"] != cards[0]["front"]["ms"]
    choice = next(one for one in items if one["shape"] == "one")
    assert f'value="{choice["key"]}"' in choice["asked"]["ms"]
    assert "Right answer" in choice["told"]["en"]
    assert "Right answer" not in choice["asked"]["en"]
    text = answer.content.decode()
    assert not any(one.item.id in text for one in exam_items_of("PUM"))
    assert aisyah.full_name not in text
    assert str(aisyah.pk) not in text
    assert aisyah.email not in text


def test_of_each_type_the_browser_has_the_key_where_it_can_compare_it(
    db: None, moment: datetime
) -> None:
    publish_every_type()
    course = programme().course("PUM")
    every = {item.code: item for item in practice_items("PUM")}
    wanted = {code_of(name, "practice"): value for name, value in RIGHT.items()}
    units = tuple(Unit(0, "", item=every[code]) for code in wanted)
    aim = PracticeAim("kept", None, None)
    day = DayAlong(moment.date(), units)

    pack = practice_pack(TakenAlong(course, aim, moment, 0, (day,), frozenset()), mark="x")

    compared = {
        code: pack["units"][f"item {code}"]["key"]
        for code in wanted
        if pack["units"][f"item {code}"]["key"] is not None
    }
    assert len(compared) == len(wanted) - 4  # not numbers, short texts and written responses
    assert all(_same(key, wanted[code]) for code, key in compared.items())
    for code in wanted:
        unit = pack["units"][f"item {code}"]
        for language in ("en", "ms"):
            assert 'class="item"' in unit["asked"][language]
            assert "item-judged" in unit["told"][language]
        assert "/pictures/" not in unit["asked"]["en"]
    spots = pack["units"][f"item {code_of('X-9-HOTSPOT', 'practice')}"]
    assert 'href="data:image/' in spots["asked"]["ms"]
    assert "<script" not in json.dumps(pack)


def _same(key: Any, value: Any) -> bool:
    return set(key) == set(value) if isinstance(key, list) else bool(key == value)


def test_a_batch_is_kept_once_and_each_row_has_its_result(
    her_browser: Client, aisyah: User, moment: datetime
) -> None:
    good, bad = card(moment - timedelta(days=1)), card(moment, unit="NIX")
    first = send(her_browser, aisyah, [good, bad], sent_at=moment)
    second = send(her_browser, aisyah, [good, bad], sent_at=moment)

    assert first.status_code == 200
    assert [row["state"] for row in first.json()["results"]] == ["kept", "refused"]
    assert [row["state"] for row in second.json()["results"]] == ["already-kept", "refused"]
    refused = first.json()["results"][1]
    assert (refused["id"], refused["code"]) == (bad["id"], "no-such-unit")
    assert set(refused["messages"]) == {"en", "ms"}
    assert Review.objects.count() == 1


def test_an_empty_batch_says_who_is_connected(
    her_browser: Client, aisyah: User, nurul: User, moment: datetime
) -> None:
    assert send(her_browser, aisyah, [], sent_at=moment).json()["results"] == []

    refused = send(her_browser, nurul, [card(moment)], sent_at=moment)
    assert refused.status_code == 409
    assert refused.json()["code"] == "another-person"
    assert not Review.objects.exists()


def test_a_clock_that_is_wrong_all_the_time_is_set_right(
    her_browser: Client, aisyah: User, moment: datetime
) -> None:
    wrong = timedelta(days=400, hours=5)
    made = moment - timedelta(hours=2)

    send(her_browser, aisyah, [card(made + wrong)], sent_at=moment + wrong)

    assert Review.objects.get().reviewed_at == made


NO_RATINGS: tuple[Any, ...] = (
    None,
    7,
    [],
    "card",
    {},
    {"rating": "3"},
    {"rating": True},
    {"rating": 10**30},
    {"id": "1"},
    {"id": None},
    {"kind": "exam"},
    {"at": "2026-03-03T10:00:00"},
    {"at": 1_772_000_000},
    {"at": "9999-12-31T23:59:59-12:00"},
    {"at": "0001-01-01T00:00:00+12:00"},
    {"seconds": -1},
    {"seconds": "7"},
    {"seconds": 10**400},
    {"unit": "x" * 41},
    {"unit": "\ud800"},
    {"course": ["PUM"]},
    {"language": "english"},
    {"points": 5},
)
"""No rows at all, or what makes a good one bad."""
NO_BATCHES = (
    (b"", 415),
    (b"[]", 400),
    (b"{", 400),
    (b'{"reviews": []}', 400),
    (b'{"reviews": [], "sent_at": "yesterday"}', 400),
    (b'{"reviews": [], "sent_at": "0001-01-01T00:00:00+14:00", "person": "x"}', 409),
    (b'{"reviews": {}, "sent_at": "2026-03-03T02:00:00Z"}', 400),
    (b'{"reviews": [], "sent_at": "2026-03-03T02:00:00Z", "as": "farid"}', 400),
    (b" " * 1_100_000, 413),
)


def test_what_is_no_rating_is_refused_alone_and_the_rest_is_kept(
    her_browser: Client, aisyah: User, moment: datetime
) -> None:
    forged = [card(moment) | row if isinstance(row, dict) and row else row for row in NO_RATINGS]

    answer = send(her_browser, aisyah, [*forged, card(moment)], sent_at=moment)

    assert answer.status_code == 200, answer.content
    *refused, kept = answer.json()["results"]
    for row, result in zip(NO_RATINGS, refused, strict=True):
        assert result["state"] == "refused", row
    assert kept["state"] == "kept"
    assert Review.objects.count() == 1


def test_what_is_no_batch_is_refused_whole(her_browser: Client) -> None:
    for body, status in NO_BATCHES:
        answer = her_browser.post(SEND, body, content_type="application/json", headers=JSON)

        assert answer.status_code == status, body[:80]
        assert answer["Content-Type"] == "application/problem+json"


def test_a_batch_of_too_many_keeps_nothing(
    her_browser: Client, aisyah: User, moment: datetime
) -> None:
    rows = [card(moment) for _ in range(MOST_AT_ONCE + 1)]

    assert send(her_browser, aisyah, rows, sent_at=moment).status_code == 413
    assert not Review.objects.exists()


def test_nothing_is_taken_from_another_site_or_without_a_log_in(
    aisyah: User, moment: datetime
) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(aisyah)

    assert send(strict, aisyah, [card(moment)], sent_at=moment).status_code == 403
    assert send(Client(), aisyah, [card(moment)], sent_at=moment).status_code == 401
    assert not Review.objects.exists()


def test_the_page_that_is_kept_is_the_same_for_everybody_and_names_nobody(
    her_browser: Client, nurul: User, browser_of: Callable[[User], Client]
) -> None:
    hers, other = her_browser.get(SHELL), browser_of(nurul).get(SHELL)

    assert hers.content == other.content
    assert "Aisyah" not in hers.content.decode()
    assert "csrfmiddlewaretoken" not in hers.content.decode()
    assert "csrftoken" in hers.cookies
    assert "data-leave" not in hers.content.decode()


def test_the_worker_stands_before_study_in_both_languages_and_asks_again_each_time(
    client: Client, published: Any
) -> None:
    answer = client.get("/practice/worker.js")

    assert answer["Content-Type"] == "text/javascript; charset=utf-8"
    assert answer["Service-Worker-Allowed"] == "/"
    assert answer["Cache-Control"] == "no-cache"
    assert answer["Content-Security-Policy"].startswith("default-src 'none'")
    assert not answer.cookies
    first = answer.content.decode().splitlines()[0]
    kept = json.loads(first.removeprefix("const KEPT = ").removesuffix(";"))
    assert {one["shell"] for one in kept.values()} == {"/en/study/offline/", SHELL}


def test_what_the_page_loads_is_what_is_kept(published: Any) -> None:
    shell = shell_in("ms")

    assert all(one.startswith(settings.STATIC_URL) for one in shell.assets)
    for asset in shell.assets:
        assert finders.find(asset.removeprefix(settings.STATIC_URL)), asset
    names = {asset.rsplit("/", 1)[1] for asset in shell.assets}
    assert {"page.js", "queue.js", "store.js", "database.js", "item.js", "practice.css"} <= names
    assert sum(name.endswith(".woff2") for name in names) == 4
    assert not any("/exam/" in asset for asset in shell.assets)


def test_another_word_or_file_is_another_version(
    published: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tauliah.web import offline_shell

    before, script = shell_in("en").version, worker_script()
    read = offline_shell._bytes
    offline_shell._version.cache_clear()
    monkeypatch.setattr(
        offline_shell,
        "_bytes",
        lambda address: read(address) + (b" " if address.endswith("queue.js") else b""),
    )

    assert shell_in("en").version != before
    assert worker_script() != script


def test_the_manifest_opens_the_page_in_its_language(client: Client, published: Any) -> None:
    answer = client.get("/ms/study/offline/app.webmanifest")

    manifest = answer.json()
    assert answer["Content-Type"] == "application/manifest+json"
    assert (manifest["start_url"], manifest["scope"]) == (SHELL, "/ms/study/")
    assert manifest["lang"] == "ms"
    assert re.fullmatch(r"/static/.*\.svg", manifest["icons"][0]["src"])


def test_a_course_in_preparation_or_on_ethics_cannot_be_taken_along(her_browser: Client) -> None:
    closed = next(one for one in programme().courses if not one.is_open).code.lower()
    ethics = programme().ethics_courses[0].code.lower()

    for code in (closed, ethics, "nix"):
        assert her_browser.get(f"/en/study/{code}/pack/").status_code == 404
