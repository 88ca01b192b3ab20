"""The pages that anyone may read, and what machines are told about them."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree as ET

import pytest
import time_machine
from django.conf import settings
from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest
from django.test import Client

from tauliah.apps.catalogue.queries import programme
from tests.web.reading import links, words

PAGES = [
    "",
    "designations/",
    "designations/api/",
    "designations/cpcu/",
    "designations/ains/",
    "courses/",
    "courses/pum/",
    "courses/prm/",
    "glossary/",
    "glossary/cpcu/",
    "pages/about/",
    "pages/exams/",
    "pages/privacy/",
    "ethics/",
    "accounts/login/",
    "accounts/signup/",
    "accounts/password/reset/",
]


def structured(response: Any) -> Any:
    block = re.search(r'<script type="application/ld\+json">(.*?)</script>', body(response))
    assert block
    return json.loads(block[1])


def body(response: Any) -> str:
    return response.content.decode()


def test_every_public_page_opens_in_both_languages_and_names_the_other(
    client: Client, published: Any
) -> None:
    for page in PAGES:
        for language, other in (("en", "ms"), ("ms", "en")):
            response = client.get(f"/{language}/{page}")

            assert response.status_code == 200, page
            html = body(response)
            assert f'<html lang="{language}">' in html
            assert f'hreflang="{other}" href="{settings.ADDRESS}/{other}/{page}"' in html
            assert re.search(r"<title>\s*\S", html), page
            assert html.count("<h1") == 1, page


def test_the_front_page_shows_both_pathways_fees_and_the_open_window(
    client: Client, published: Any
) -> None:
    front = words(client.get("/en/"))

    assert "Four-course pathway" in front
    assert "Three-course pathway" in front
    assert "50 questions in 65 minutes, pass mark 70%, RM420 for each sitting" in front
    assert "once for RM150" in front
    assert "First window is open until 26 March 2026." in front
    assert "The next window runs from 5 April 2026 to 25 June 2026." in front


def test_between_windows_the_front_page_names_only_the_next(client: Client, published: Any) -> None:
    with time_machine.travel(datetime(2026, 12, 28, tzinfo=UTC), tick=False):
        front = words(client.get("/ms/"))

    assert "dibuka hingga" not in front
    assert "5 Januari 2027" in front


def test_a_designation_shows_its_rules_as_they_are_in_force(client: Client, published: Any) -> None:
    page = client.get("/en/designations/api/")

    assert "One of these pathways" in words(page)
    assert words(page).count("Pass the exam") == 7
    assert "Programme rules 2024, section 2, in force from 1 January 2024." in words(page)
    assert "Code of Professional Conduct 2024" in words(page)
    assert structured(page)["@type"] == "EducationalOccupationalCredential"
    assert structured(page)["alternateName"] == "API"


def test_a_designation_before_its_first_rules_says_so(client: Client, published: Any) -> None:
    with time_machine.travel(datetime(2023, 6, 1, tzinfo=UTC), tick=False):
        page = client.get("/en/designations/api/")

    assert "No rules are in force yet." in words(page)


def test_a_course_in_preparation_says_so_and_cannot_be_enrolled_for(
    client: Client, published: Any
) -> None:
    page = client.get("/en/courses/frm/")

    assert "This course is in preparation" in words(page)
    assert "Outline" in words(page)
    assert "/en/accounts/signup/" not in links(page)
    assert structured(page)["creativeWorkStatus"] == "In preparation"


def test_an_open_course_shows_its_lessons_blueprint_and_classrooms(
    client: Client, published: Any
) -> None:
    page = words(client.get("/en/courses/pum/"))

    assert "Risk selection and underwriting criteria" in page
    assert "10 20%" in page
    assert "Kuala Lumpur: 6 sessions" in page


def test_the_blueprint_of_every_course_adds_up_to_its_exam(client: Client, published: Any) -> None:
    for course in programme().courses:
        page = body(client.get(f"/en/courses/{course.code.lower()}/"))
        by_topic, _, by_level = page.partition('id="levels"')
        items = programme().about.exam_policy.items
        for told in (by_topic, by_level) if course.has_levels else (by_topic,):
            counts = re.findall(r'<td class="number"[^>]*>(\d+)</td>', told)
            assert sum(map(int, counts)) == items


def test_a_blueprint_with_levels_is_shown_by_level_and_one_without_is_not(
    client: Client, published: Any
) -> None:
    with_levels, without = (
        words(client.get("/en/courses/pum/")),
        words(client.get("/en/courses/frm/")),
    )

    assert "Rating and premium setting 2 2 4 1" in with_levels
    assert "What the questions ask of you" not in without
    assert "Mengingat Memahami Mengaplikasi Menganalisis" in words(client.get("/ms/courses/pum/"))


def test_the_glossary_is_searched_by_every_word(client: Client, published: Any) -> None:
    found = client.get("/en/glossary/", {"q": "liability insurance"})

    assert "/en/glossary/liability-insurance/" in links(found)
    assert "/en/glossary/peril/" not in links(found)
    assert 'name="robots" content="noindex"' in body(found)


def test_a_search_that_finds_nothing_offers_all_terms(client: Client, published: Any) -> None:
    found = client.get("/en/glossary/", {"q": "<script>zebra</script>"})

    assert "No term matches" in words(found)
    assert "/en/glossary/" in links(found)
    assert "<script>zebra" not in body(found)


def test_a_term_links_to_the_terms_that_belong_to_it(client: Client, published: Any) -> None:
    page = client.get("/ms/glossary/cpcu/")

    assert {"/ms/glossary/underwriting/", "/ms/designations/api/", "/ms/courses/pum/"} <= set(
        links(page)
    )
    assert structured(page)["@type"] == "DefinedTerm"
    assert structured(page)["inLanguage"] == "ms"


@pytest.mark.usefixtures("signing_key")
def test_no_link_of_the_public_pages_is_dead(client: Client, published: Any) -> None:
    seen, ahead = set[str](), {"/en/", "/ms/"}
    while ahead:
        link = ahead.pop()
        seen.add(link)
        response = client.get(link)
        assert response.status_code in {200, 302}, link
        if response.status_code == 200 and response.headers["Content-Type"].startswith("text/html"):
            found = {
                href.partition("#")[0] for href in re.findall(r'href="(/[^"]*)"', body(response))
            }
            ahead |= {href for href in found if "/static/" not in href and "?" not in href} - seen

    assert len(seen) > 100


@pytest.mark.parametrize("path", ["/en/designations/xyz/", "/en/courses/xyz/", "/en/pages/xyz/"])
def test_what_the_programme_does_not_have_is_not_found(
    path: str, client: Client, published: Any
) -> None:
    response = client.get(path)

    assert response.status_code == 404
    assert "There is no page here" in words(response)


def test_a_page_that_is_not_found_says_so_in_its_own_language(
    client: Client, published: Any
) -> None:
    assert "Tiada halaman di sini" in words(client.get("/ms/tiada/"))


@pytest.mark.parametrize(
    ("accepted", "front"), [("ms-MY,ms;q=0.9,en;q=0.5", "/ms/"), ("en-GB", "/en/"), ("fr", "/en/")]
)
def test_the_root_leads_to_the_language_that_the_browser_asks_for(
    accepted: str, front: str, client: Client, published: Any
) -> None:
    response = client.get("/", headers={"accept-language": accepted})

    assert response.headers["Location"] == front


def test_a_person_is_led_to_the_language_that_they_chose(
    client: Client, published: Any, browser_of: Any
) -> None:
    from tests.web.programme import open_account

    person = open_account("Siti Aminah", role="candidate", language="ms")

    response = browser_of(person).get("/", headers={"accept-language": "en"})

    assert response.headers["Location"] == "/ms/"


def test_the_map_names_every_page_in_both_languages(client: Client, published: Any) -> None:
    tree = ET.fromstring(client.get("/sitemap.xml").content)
    spaces = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
    addresses = [url.text for url in tree.iterfind(".//s:loc", spaces)]

    assert f"{settings.ADDRESS}/ms/glossary/takaful/" in addresses
    assert f"{settings.ADDRESS}/en/courses/pfp/" in addresses
    assert len(addresses) == len(set(addresses))
    assert all(client.get(a.removeprefix(settings.ADDRESS)).status_code == 200 for a in addresses)


def test_robots_are_shown_the_map_and_kept_from_accounts(client: Client, published: Any) -> None:
    robots = body(client.get("/robots.txt"))

    assert f"Sitemap: {settings.ADDRESS}/sitemap.xml" in robots
    assert "Disallow: /ms/accounts/" in robots


def test_a_house_without_a_release_is_friendly_and_not_ready(client: Client, db: None) -> None:
    front, ready = client.get("/ms/"), client.get("/readyz")

    assert front.status_code == 503
    assert "Akan dibuka tidak lama lagi" in words(front)
    assert ready.status_code == 503
    assert ready.json()["reason"] == "no release of the programme is published"
    assert client.get("/livez").status_code == 200
    assert client.get("/en/accounts/login/").status_code == 200


def test_a_house_with_a_release_is_ready(client: Client, published: Any) -> None:
    assert client.get("/readyz").json() == {"status": "ready", "release": 1}


def test_a_house_that_lags_behind_its_migrations_is_not_ready(
    client: Client, published: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.db.migrations.executor import MigrationExecutor

    monkeypatch.setattr(MigrationExecutor, "migration_plan", lambda *_: ["one", "two"])

    assert client.get("/readyz").json()["reason"] == "2 migrations are not applied"


def test_a_form_from_another_site_is_refused_with_a_page(published: Any) -> None:
    response = Client(enforce_csrf_checks=True).post("/en/accounts/login/", {"login": "x"})

    assert response.status_code == 403
    assert "The form has expired" in words(response)


def test_a_broken_page_and_a_bad_request_have_pages_of_their_own(
    published: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tauliah.web.pages import public

    client = Client(raise_request_exception=False)
    monkeypatch.setattr(public, "local_day", _breaks(RuntimeError("broken")))
    broken = client.get("/ms/designations/api/")
    monkeypatch.setattr(public, "local_day", _breaks(SuspiciousOperation("odd")))
    odd = client.get("/en/designations/api/")

    assert broken.status_code == 500
    assert "di pihak kami" in words(broken)
    assert odd.status_code == 400
    assert "The request was not understood" in words(odd)


def _breaks(error: Exception) -> Any:
    def break_it(_: Any) -> HttpRequest:
        raise error

    return break_it


def test_every_page_forbids_inline_scripts_and_styles(client: Client, published: Any) -> None:
    response = client.get("/en/designations/api/")
    policy = response.headers["Content-Security-Policy"]

    assert "unsafe-inline" not in policy
    assert "default-src 'none'" in policy
    assert not re.search(r"\sstyle=|\son[a-z]+=", body(response))


@pytest.mark.parametrize("page", ["", "glossary/", "designations/api/", "courses/pum/"])
def test_a_public_page_asks_the_database_little_however_long_it_is(
    page: str, client: Client, published: Any, django_assert_max_num_queries: Any
) -> None:
    client.get(f"/en/{page}")

    with django_assert_max_num_queries(8):
        client.get(f"/en/{page}")


def test_moments_are_told_in_the_zone_of_the_programme(published: Any) -> None:
    from django.utils.translation import override

    from tauliah.web.templatetags.house import day, moment, money

    late = datetime(2026, 3, 3, 17, 30, tzinfo=UTC)

    with override("ms"):
        assert day(late) == "4 Mac 2026"
        assert moment(late) == "4 Mac 2026, 01:30 (UTC+8)"
        assert money(15000, "MYR") == "RM150"
        assert money(15050, "MYR") == "RM150.50"
