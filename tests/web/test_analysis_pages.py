"""The psychometrician's pages: lists, a new analysis, one run, the technical report and its PDF."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client

from tauliah.apps.analyses.actions import order_run
from tauliah.apps.analyses.asking import asked
from tauliah.apps.analyses.making import make_run
from tauliah.apps.analyses.queries import run_of
from tauliah.apps.itembank.queries import current_items
from tauliah.web import analyses_beside
from tauliah.web.analysis_forms import MOST_FORMS
from tests.services import examhall
from tests.services.scored_sittings import AT, WINDOW, score_sittings
from tests.web.reading import links, words

RUNS, NEW = "/en/analyses/", "/en/analyses/new/"
REPORT = f"/en/analyses/reports/pum/{WINDOW}/"


@pytest.fixture(autouse=True)
def _moment() -> Iterator[None]:
    with time_machine.travel(AT, tick=False):
        yield


@pytest.fixture
def azman(db: None) -> Any:
    """The bank officer."""
    examhall.publish()
    return examhall.account("Azman", role="bank-officer")


@pytest.fixture
def desk(azman: Any) -> Client:
    """His browser."""
    client = Client()
    client.force_login(azman)
    return client


@pytest.fixture
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Work beside the page is done before the page comes."""
    monkeypatch.setattr(analyses_beside, "begin_beside", lambda work, **_: work())


def made(officer: Any, kind: str, **settings: Any) -> str:
    id = order_run(officer, asked(kind, "PUM", WINDOW, settings=settings), at=AT)
    make_run(id, clock=lambda: AT)
    return str(id)


def test_before_any_sitting_the_pages_say_what_is_needed(desk: Client) -> None:
    for address in (RUNS, NEW, "/en/analyses/reports/"):
        page = desk.get(address)
        assert page.status_code == 200
    assert "from 50 responses on" in words(desk.get(RUNS))
    assert "No sitting has a result yet" in words(desk.get(NEW))
    assert "There is nothing to report yet" in words(desk.get("/en/analyses/reports/"))


@pytest.mark.usefixtures("_at_once")
def test_an_analysis_is_chosen_then_set_then_made(desk: Client) -> None:
    score_sittings(60)
    first = desk.get(NEW)
    assert "PUM · 2026-1 (60 candidates)" in words(first)
    chosen = f"{NEW}?kind=items&exam=pum/{WINDOW}"
    assert "60 candidates have a scored sitting" in words(desk.get(chosen))

    page = desk.post(chosen, follow=True)

    shown = words(page)
    assert "Item analysis" in shown
    assert "720 responses of 60 candidates to 12 items" in shown
    assert "Reliability (alpha)" in shown
    assert page.content.count(b"<svg xmlns") == 2
    assert b"<style" not in page.content


def test_settings_that_do_not_go_together_are_told_at_the_form(desk: Client) -> None:
    score_sittings(3, items=4)
    score_sittings(2, items=5, seed=2)
    chosen = f"{NEW}?kind=equating&exam=pum/{WINDOW}"
    form = desk.get(chosen)
    names = [one.name for one in form.context["forms"]]
    assert f"{names[0]}: 3 candidates, 4 items" in words(form)

    page = desk.post(
        chosen,
        {"base": names[0], "new": names[0], "model": "1PL", "method": "haebara", "replications": 0},
    )

    assert page.status_code == 400
    assert "two different forms" in words(page)


def test_where_everybody_has_a_form_of_their_own_not_all_are_offered_for_an_equating(
    desk: Client,
) -> None:
    score_sittings(60, items=20, own_forms=8)

    page = desk.get(f"{NEW}?kind=equating&exam=pum/{WINDOW}")

    assert "They had 60 different forms." in words(page)
    assert len(page.context["form"].fields["base"].choices) == MOST_FORMS


@pytest.mark.parametrize("query", ["kind=moods&exam=pum/2026-1", "kind=items&exam=xyz/2026-1"])
def test_an_analysis_that_there_is_not_is_told_at_the_choice(desk: Client, query: str) -> None:
    score_sittings(2, items=3)

    assert desk.get(f"{NEW}?{query}").status_code == 400


def test_too_few_responses_are_told_in_both_languages_on_the_page_of_the_run(
    desk: Client, azman: Any
) -> None:
    score_sittings(30, items=5)
    id = made(azman, "calibration", model="2PL")

    english, malay = (desk.get(f"/{language}/analyses/{id}/") for language in ("en", "ms"))

    assert "no two items have 250 responses" in words(english)
    assert "tiada dua item yang mempunyai 250 respons" in words(malay)
    assert "Not possible" in words(english)


def test_a_run_under_way_says_how_far_it_is_and_can_be_cancelled(desk: Client, azman: Any) -> None:
    id = order_run(azman, asked("items", "PUM", WINDOW), at=AT)
    page = desk.get(f"{RUNS}{id}/")
    assert b'data-again-seconds="2"' in page.content
    assert "Cancel this analysis" in words(page)

    told = desk.post(f"{RUNS}{id}/cancel/", follow=True)

    assert "It stops at its next step." in words(told)
    assert make_run(id, clock=lambda: AT) == "cancelled"
    assert "cancelled before it was done" in words(desk.get(f"{RUNS}{id}/"))
    assert "has ended already" in desk.post(f"{RUNS}{id}/cancel/", follow=True).content.decode()


def test_a_run_that_fell_silent_is_not_waited_for(desk: Client, azman: Any) -> None:
    id = order_run(azman, asked("items", "PUM"), at=AT)

    with time_machine.travel(AT + timedelta(minutes=10), tick=False):
        page = desk.get(f"{RUNS}{id}/")

    assert "can go on from the last step" in words(page)
    assert b"data-again-seconds" not in page.content


def test_runs_are_listed_with_pages_and_filters(desk: Client, azman: Any) -> None:
    for _ in range(26):
        order_run(azman, asked("items", "PUM", WINDOW), at=AT)
    order_run(azman, asked("languages", "PUM", settings={"focal": "ms"}), at=AT)

    assert "27 runs" in words(desk.get(RUNS))
    assert len(desk.get(f"{RUNS}?page=2").context["lines"]) == 2
    assert "1 run" in words(desk.get(f"{RUNS}?kind=languages"))
    assert "Malay against the others" in words(desk.get(f"{RUNS}?kind=languages"))
    assert "No run is found" in words(desk.get(f"{RUNS}?window=1999-1"))


def test_the_list_of_runs_asks_the_database_as_often_for_many_as_for_one(
    desk: Client, azman: Any, django_assert_num_queries: Any
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    order_run(azman, asked("items", "PUM"), at=AT)
    desk.get(RUNS)
    with CaptureQueriesContext(connection) as one:
        desk.get(RUNS)
    for _ in range(10):
        order_run(azman, asked("items", "PUM"), at=AT)

    with django_assert_num_queries(len(one)):
        desk.get(RUNS)


def test_one_item_is_drawn_where_it_is_asked_for(desk: Client, azman: Any) -> None:
    score_sittings(60, items=6)
    id = made(azman, "items")
    name = f"{current_items('PUM', 'secure')[3].code} v1"

    page = desk.get(f"{RUNS}{id}/", {"item": name})

    assert f"<title>{name}</title>" in page.content.decode()
    assert "(key)" in page.content.decode()


def test_a_second_person_adopts_the_parameters_of_a_calibration_with_a_reason(
    desk: Client, azman: Any
) -> None:
    score_sittings(110, items=6)
    calibration, items = made(azman, "calibration", model="1PL"), made(azman, "items")
    assert "Somebody else decides" in words(desk.get(f"{RUNS}{calibration}/"))
    zaleha = Client()
    zaleha.force_login(examhall.account("Zaleha", role="bank-officer"))
    assert "Adopt these parameters" in words(zaleha.get(f"{RUNS}{calibration}/"))

    address = f"{RUNS}{calibration}/adopt-parameters/"
    mine = desk.post(address, {"reason": "They fit."}, follow=True).content.decode()
    silent = zaleha.post(address, {"reason": " "}, follow=True).content.decode()
    told = zaleha.post(address, {"reason": "They fit."}, follow=True)

    assert "A second person decides" in mine
    assert "Say why" in silent
    assert "6 versions in use have these parameters now" in told.content.decode()
    assert "They fit." in words(told)
    assert "Adopt" not in words(zaleha.get(f"{RUNS}{items}/"))
    refused = zaleha.post(f"{RUNS}{items}/adopt-parameters/", {"reason": "x"}, follow=True)
    assert "Only a calibration that was made" in refused.content.decode()


@pytest.mark.usefixtures("_at_once")
def test_a_run_that_was_cancelled_goes_on_from_its_page(desk: Client, azman: Any) -> None:
    score_sittings(60, items=6)
    id = order_run(azman, asked("items", "PUM", WINDOW), at=AT)
    desk.post(f"{RUNS}{id}/cancel/")
    make_run(id, clock=lambda: AT)
    assert "Go on" in words(desk.get(f"{RUNS}{id}/"))

    page = desk.post(f"{RUNS}{id}/go-on/", follow=True)

    assert "Reliability (alpha)" in words(page)
    assert "in 2 turns" in words(page)
    assert "has ended, and a run never changes" in words(
        desk.post(f"{RUNS}{id}/go-on/", follow=True)
    )


@pytest.mark.usefixtures("_at_once")
def test_every_new_kind_is_asked_for_on_its_page_and_shown_in_both_languages(
    desk: Client, azman: Any
) -> None:
    score_sittings(110, items=8)
    earlier = made(azman, "calibration", model="1PL")
    for kind, settings, shown in (
        ("persons", {"model": "1PL"}, ("Unlikely patterns", "Corak respons")),
        ("drift", {"earlier": earlier}, ("Difficulty before", "Kesukaran dahulu")),
    ):
        asking = f"{NEW}?kind={kind}&exam=pum/{WINDOW}"
        assert desk.get(asking).status_code == 200
        address = desk.post(asking, settings).headers["Location"]
        english, malay = desk.get(address), desk.get(address.replace("/en/", "/ms/"))
        assert shown[0] in words(english)
        assert shown[1] in words(malay)
        assert b"<svg xmlns" in english.content


def test_drift_without_an_earlier_calibration_says_what_to_do(desk: Client) -> None:
    score_sittings(3, items=4)

    page = words(desk.get(f"{NEW}?kind=drift&exam=pum/{WINDOW}"))
    assert "Make one of an earlier window first" in page


def test_everything_of_a_run_can_be_taken_away(desk: Client, azman: Any) -> None:
    score_sittings(60, items=6)
    id = made(azman, "items")

    response = desk.get(f"{RUNS}{id}/run.json")

    told = json.loads(response.content)
    assert told["results"] == run_of(id, at=AT).results
    assert told["responses"]["digest"].startswith("sha256:")
    assert f"{id}.json" in response.headers["Content-Disposition"]


def test_the_report_leads_from_each_part_to_its_run_and_gives_a_pdf(
    desk: Client, azman: Any
) -> None:
    score_sittings(110, items=6)
    runs = [made(azman, "items"), made(azman, "calibration", model="1PL")]
    listed = desk.get("/en/analyses/reports/")
    assert REPORT in links(listed)

    page = desk.get(REPORT)

    assert [one for one in links(page) if one in {f"{RUNS}{id}/" for id in runs}] == [
        f"{RUNS}{id}/" for id in runs
    ]
    assert "Not made yet: Differences by language; Equating of two forms." in words(page)
    for language in ("en", "ms"):
        pdf = desk.get(f"{REPORT}report.{language}.pdf")
        assert pdf.content.startswith(b"%PDF")
        assert f".{language}.pdf" in pdf.headers["Content-Disposition"]
    assert desk.get(f"{REPORT}report.ta.pdf").status_code == 404


def test_what_is_not_there_is_not_found(desk: Client) -> None:
    assert desk.get(f"{RUNS}{uuid4()}/").status_code == 404
    assert desk.get(REPORT).status_code == 404


def test_no_page_shows_what_an_item_says(desk: Client, azman: Any) -> None:
    score_sittings(60, items=6)
    id = made(azman, "items")
    item = current_items("PUM", "secure")[0]
    assert item.code in words(desk.get(f"{RUNS}{id}/"))

    for address in (f"{RUNS}{id}/", f"{RUNS}{id}/run.json", REPORT):
        page = desk.get(address).content.decode()
        assert item.text.stem.en not in page
        assert next(iter(item.text.options.values())).text.en not in page


@pytest.mark.django_db(transaction=True)
def test_an_analysis_is_made_beside_the_page(desk: Client) -> None:
    score_sittings(60, items=6)

    with time_machine.travel(AT, tick=True):
        address = desk.post(f"{NEW}?kind=items&exam=pum/{WINDOW}").headers["Location"]
        ends = time.monotonic() + 60
        page = desk.get(address)
        while "Reliability (alpha)" not in words(page) and time.monotonic() < ends:
            time.sleep(0.1)
            page = desk.get(address)

    assert "Reliability (alpha)" in words(page)
