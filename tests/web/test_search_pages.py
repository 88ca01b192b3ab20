"""The search page: what is found, for whom, in which language, and how it was read."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from tests.services.indexing import index_once
from tests.web.programme import MOMENT
from tests.web.reading import links, words

SEARCH = "/en/search/"


@pytest.fixture
def indexed(published: Any) -> None:
    index_once(at=MOMENT)


def test_a_candidate_finds_lessons_by_section_and_terms_of_the_glossary(
    indexed: None, her_browser: Client
) -> None:
    page = her_browser.get(SEARCH, {"q": "adverse selection"})

    assert "/en/glossary/adverse-selection/" in links(page)
    assert any(link.startswith("/en/study/") and "#" in link for link in links(page))
    assert "<mark>" in page.content.decode()
    assert "PUM, " in words(page)


def test_a_visitor_finds_the_glossary_alone_and_is_told_so(indexed: None, client: Client) -> None:
    page = client.get(SEARCH, {"q": "adverse selection", "course": "pum"})

    assert "/en/glossary/adverse-selection/" in links(page)
    assert not [link for link in links(page) if "/study/" in link]
    assert "Candidates who are logged in search the lessons, too." in words(page)


def test_a_slip_is_read_as_the_nearest_word_and_said(indexed: None, client: Client) -> None:
    page = client.get(SEARCH, {"q": "subrogatoin"})

    assert "These are the results for subrogation ." in words(page)
    assert "/en/glossary/subrogation/" in links(page)


def test_each_language_is_searched_on_its_own_and_tells_of_the_other(
    indexed: None, client: Client
) -> None:
    english = client.get(SEARCH, {"q": "bencana"})
    malay = client.get("/ms/search/", {"q": "bencana"})

    assert "results in Malay" in words(english)
    assert "/ms/search/?q=bencana" in links(english)
    assert "/ms/glossary/peril/" in links(malay)


def test_in_a_course_its_lessons_are_searched_and_the_rest_is_offered(
    indexed: None, her_browser: Client
) -> None:
    page = her_browser.get(SEARCH, {"q": "premium", "course": "pum"})

    found = [link for link in links(page) if link.startswith("/en/study/")]
    assert found
    assert all(link.startswith("/en/study/pum/") for link in found)
    assert "in other courses and the glossary" in words(page)


def test_where_a_course_has_only_some_of_the_words_all_passages_with_every_word_are_offered(
    indexed: None, her_browser: Client
) -> None:
    asked = "reinsurance treaty"
    everywhere = words(her_browser.get(SEARCH, {"q": asked}))
    (count,) = re.findall(r"(\d+) results", everywhere)

    page = words(her_browser.get(SEARCH, {"q": asked, "course": "pum"}))

    assert "No place has all of these words." in page
    assert f"{count} more results in other courses" in page


def test_long_results_have_pages_that_keep_what_was_asked(
    indexed: None, her_browser: Client
) -> None:
    first = her_browser.get(SEARCH, {"q": "insurance"})
    second = her_browser.get(SEARCH, {"q": "insurance", "page": "2"})
    far = her_browser.get(SEARCH, {"q": "insurance", "page": "999"})

    assert "?q=insurance&page=2" in links(first)
    assert set(found(first)).isdisjoint(found(second))
    assert found(far)


def found(page: Any) -> list[str]:
    return [link for link in links(page) if "/lessons/" in link or "/glossary/" in link]


def test_nothing_found_says_what_to_do(indexed: None, client: Client) -> None:
    page = client.get(SEARCH, {"q": "xylophone"})

    assert "Nothing found" in words(page)
    assert "/en/glossary/" in links(page)


@pytest.mark.parametrize("hostile", ['"', "' OR 1=1 --", "<script>x", "\x00", "NEAR(", "x" * 5000])
def test_hostile_searches_are_words(indexed: None, client: Client, hostile: str) -> None:
    page = client.get(SEARCH, {"q": hostile})

    assert page.status_code == 200
    assert "<script>x" not in page.content.decode()


def test_while_it_is_not_ready_the_page_says_so_and_makes_it_beside(
    published: Any, client: Client, monkeypatch: Any
) -> None:
    from tauliah.web.pages import search

    begun: list[Any] = []
    monkeypatch.setattr(search, "begin_beside", lambda work, **_: begun.append(work))

    page = client.get(SEARCH, {"q": "premium"})
    twice = client.get(SEARCH, {"q": "premium"})
    (work,) = begun
    work()

    assert "is being made ready" in words(page)
    assert "is being made ready" in words(twice)
    assert "/en/glossary/premium/" in links(client.get(SEARCH, {"q": "premium"}))


def test_too_many_searches_in_a_minute_are_told_to_wait(
    indexed: None, client: Client, monkeypatch: Any
) -> None:
    from tauliah.web.pages import search

    monkeypatch.setattr(search, "MOST_A_MINUTE", 1)
    client.get(SEARCH, {"q": "premium"})

    page = client.get(SEARCH, {"q": "premium"})

    assert page.status_code == 429
    assert "Try again in a minute." in words(page)
