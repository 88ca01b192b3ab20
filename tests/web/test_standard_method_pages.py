"""Cut scores by the other methods from pages alone, and what the public reads of an adopted cut."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from tauliah.apps.itembank.calibrated import keep_parameters
from tauliah.apps.itembank.queries import current_items
from tauliah.apps.standards.models import Study
from tests.services import examhall, panel
from tests.services.panel import BORDER, JUDGES
from tests.services.scored_sittings import score_sittings
from tests.web.reading import words

NOW = examhall.MORNING + timedelta(hours=1)


@pytest.fixture
def people(db):
    examhall.publish()
    return panel.panel_people()


@pytest.fixture
def browser(people):
    def open_browser(who):
        client = Client()
        client.force_login(people[who])
        return client

    with time_machine.travel(NOW, tick=False):
        yield open_browser


def opened(browser, address, **asked):
    """A study that is opened, given its panel and its first round, by pages alone."""
    officer = browser("officer")
    page = officer.get(f"/en/standards/new/{address}/").content.decode()
    choice = re.search(r'<option value="(PUM/[^"]+)"', page)
    assert choice, page
    field = "calibration" if address == "bookmark" else "scores"
    sent = {field: choice[1], "border": BORDER, **asked}
    told = officer.post(f"/en/standards/new/{address}/", sent, follow=True)
    assert "Appoint its judges" in told.content.decode()
    study = Study.objects.get()
    for judge in JUDGES:
        person = browser(judge).get("/en/rating/").wsgi_request.user
        officer.post(f"/en/standards/{study.pk}/judges/", {"judge": str(person.pk)})
    officer.post(f"/en/standards/{study.pk}/round/")
    return study, officer


def closed(browser, study, officer):
    for judge in JUDGES:
        browser(judge).post(f"/en/rating/{study.pk}/hand-in/")
    officer.post(f"/en/standards/{study.pk}/round/", {"close": "yes"})
    return words(officer.get(f"/en/standards/{study.pk}/"))


def in_both_languages(client, address):
    for language in ("en", "ms"):
        page = client.get(f"/{language}/{address}")
        assert page.status_code == 200
        assert "<script>" not in page.content.decode()


def test_a_bookmark_study_goes_from_the_booklet_to_an_adopted_cut(people, browser):
    items = current_items("PUM", "secure")[:8]
    kept = {one.code: (1.0, place / 2 - 2, 0.0) for place, one in enumerate(items)}
    keep_parameters(people["officer"], kept, source="elsewhere", at=NOW)
    study, officer = opened(browser, "bookmark")
    sheet = f"/en/rating/{study.pk}/"
    for judge, page in zip(JUDGES, (4, 5, 9), strict=True):
        assert "You have not placed a bookmark yet" in words(browser(judge).get(sheet))
        browser(judge).post(f"{sheet}bookmark/", {"page": page})
    assert "behind the last page" in words(browser("ravi").get(sheet))
    assert "Your bookmark is at this page" in words(browser("chong").get(f"{sheet}4/"))
    in_both_languages(browser("chong"), f"rating/{study.pk}/")

    told = closed(browser, study, officer)

    assert "Bookmarks in the booklet" in told
    assert "Cut in logits, the median of the judges" in told
    assert "0 of the 0 candidates" in told  # nobody has sat: it says what is missing
    in_both_languages(officer, f"standards/{study.pk}/")
    done = browser("registrar").post(
        f"/en/standards/{study.pk}/decision/", {"cut": "4.5", "reason": "As judged."}
    )
    assert done.status_code == 302


def test_a_hofstee_study_shows_the_box_the_curve_and_how_surely_its_cut_sorts(people, browser):
    score_sittings(80)
    study, officer = opened(browser, "scores", method="hofstee")
    sheet = f"/en/rating/{study.pk}/"
    bounds = {"lowest_cut": 5, "highest_cut": 9, "lowest_fail": 10, "highest_fail": 60}
    wrong = browser("chong").post(f"{sheet}bounds/", {**bounds, "highest_cut": 5})
    assert wrong.status_code == 409
    assert "each lowest below its highest" in words(wrong)
    for judge in JUDGES:
        browser(judge).post(f"{sheet}bounds/", bounds)
    in_both_languages(browser("chong"), f"rating/{study.pk}/")

    told = closed(browser, study, officer)

    assert "What the judges allow and what would happen" in told
    assert "Failure rate at the cut score" in told
    assert "Only this form would have the cut score" in told
    assert "of 80 candidates are at or above" in told
    assert "make an item analysis first" in told
    in_both_languages(officer, f"standards/{study.pk}/")


def test_judges_sort_candidates_by_number_page_by_page(people, browser):
    score_sittings(60)
    study, officer = opened(browser, "scores", method="contrasting")
    sheet, desk = f"/en/rating/{study.pk}/", browser("chong")
    page = desk.get(sheet).content.decode()
    numbers = re.findall(r'<select id="group-([^"]+)"', page)
    assert len(numbers) == 25
    one = desk.get(sheet, {"q": numbers[3]}).content.decode()
    assert re.findall(r'<select id="group-([^"]+)"', one) == [numbers[3]]

    kept = desk.post(
        f"{sheet}candidates/", {f"group-{number}": "competent" for number in numbers}, follow=True
    )

    assert "25 judgements are kept." in words(kept)
    in_both_languages(desk, f"rating/{study.pk}/?page=2")
    browser("aminah").post(f"{sheet}candidates/", {f"group-{numbers[0]}": "competent"})
    browser("ravi").post(f"{sheet}candidates/", {f"group-{numbers[0]}": "not-yet"})
    told = closed(browser, study, officer)
    assert "No cut score from this round" in told
    assert "A group is too small" in told
    assert "Bookmark" not in told


def test_without_a_calibration_or_scores_the_pages_say_what_is_missing(browser):
    officer = browser("officer")

    for address, told in (
        ("bookmark", "No calibration yet"),
        ("scores", "at least 50 candidates have a score"),
    ):
        assert told in words(officer.get(f"/en/standards/new/{address}/"))
        in_both_languages(officer, f"standards/new/{address}/")


def test_the_front_and_the_designation_say_which_exams_judges_have_set_the_cut_of(people, browser):
    def told(address):
        return words(Client().get(address))

    front, designation = "/en/", "/en/designations/api/"
    browser("officer")
    assert "pass mark 70%" in told(front)
    assert "pass mark 70%" in told(designation)
    codes = [one.code for one in current_items("PUM", "secure")[:3]]
    panel.adopted(people, cut="1.5", codes=codes)
    assert "70 on a scale from 0 to 100 where judges have set the cut score" in told(front)
    assert "where judges have set the cut score" in told(designation)
    codes = [one.code for one in current_items("PIN", "secure")[:3]]
    panel.adopted(people, "PIN", cut="1.5", codes=codes)
    for address in (front, designation):
        assert "pass mark 70%" not in told(address)
        assert "70 passes, on a scale from 0 to 100" in told(address)
