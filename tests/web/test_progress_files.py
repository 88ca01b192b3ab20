"""Take my progress with me, as a candidate uses the page."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tauliah.apps.catalogue.queries import programme
from tauliah.apps.people.queries import User
from tauliah.apps.study.models import Review
from tauliah.apps.study.reviewing import review_card
from tests.web.reading import links, words

PAGE = "/en/study/pum/progress/"


@pytest.fixture
def card(aisyah: User, moment: datetime) -> str:
    """A card that Aisyah has reviewed."""
    lesson = programme().lessons_of("PUM")[0]
    code = programme().cards_of("PUM", lesson.slug)[0].id
    review_card(aisyah, "PUM", code, rating=3, seconds=8, language="en", at=moment)
    return code


def send(browser: Client, content: bytes, name: str = "reviews.csv") -> tuple[int, str]:
    file = SimpleUploadedFile(name, content)
    response = browser.post(PAGE, {"file": file}, follow=True)
    return response.status_code, words(response)


def test_the_page_of_a_course_leads_to_it(her_browser: Client) -> None:
    assert PAGE in links(her_browser.get("/en/study/pum/"))
    assert "To Anki" in words(her_browser.get(PAGE))


@pytest.mark.parametrize(("language", "parts"), [("en", 1), ("ms", 1), ("both", 2)])
def test_the_package_is_a_file_with_the_cards_in_the_language_chosen(
    her_browser: Client, card: str, language: str, parts: int
) -> None:
    response = her_browser.get(f"{PAGE}anki/", {"language": language})

    assert response.headers["Content-Disposition"] == (
        'attachment; filename="tauliah-pum-2026-03-03.apkg"'
    )
    with zipfile.ZipFile(io.BytesIO(response.content)) as archive:
        database = archive.read("collection.anki2")
    assert len({tag for tag in (b'lang="en"', b'lang="ms"') if tag in database}) == parts


def test_without_a_language_the_page_asks_for_it(her_browser: Client) -> None:
    assert her_browser.get(f"{PAGE}anki/").status_code == 400


def test_the_tables_come_in_again_and_are_told(
    her_browser: Client, card: str, nurul: User, browser_of
) -> None:
    tables = her_browser.get(f"{PAGE}tables/").content

    status, text = send(browser_of(nurul), tables, "mine.zip")
    _, again = send(browser_of(nurul), tables, "mine.zip")

    assert status == 200
    assert "1 review came in." in text
    assert "Every review in the file is here already. Nothing was changed." in again
    assert Review.objects.filter(person=nurul).count() == 1


def test_reviews_of_what_the_course_has_not_are_not_said_to_be_here(her_browser: Client) -> None:
    table = (
        b"course,kind,unit,rating,seconds,language,reviewed_at\n"
        b"PUM,card,GONE,3,1,en,2026-03-01T02:00:00Z\n"
    )
    _, text = send(her_browser, table)

    assert "Nothing was changed. 1 is of a card or item that this course does not have" in text
    assert "is here already" not in text


def test_mistakes_are_told_with_their_lines(her_browser: Client) -> None:
    table = b"course,kind,unit,rating,seconds,language,reviewed_at\nPUM,card,X,9,1,en,2026-03-01T02:00:00Z\n"

    status, text = send(her_browser, table + table.splitlines()[1] * 1, "<b>x</b>.csv")

    assert status == 400
    assert "Nothing was changed: the file has mistakes" in text
    assert ":2: rating: expected 1, 2, 3 or 4" in text
    assert ":3: rating: expected 1, 2, 3 or 4" in text


@pytest.mark.parametrize("content", [b"", b"hello", b"\x00\x01", b"PK\x03\x04"])
def test_what_cannot_be_read_is_refused_in_words(her_browser: Client, content: bytes) -> None:
    status, text = send(her_browser, content)

    assert status == 400
    assert "This " in text
    assert not Review.objects.exists()


def test_a_file_that_is_too_large_is_not_read(her_browser: Client) -> None:
    status, text = send(her_browser, bytes(8_100_000))

    assert status == 413
    assert "larger than 8 MB" in text


def test_no_file_is_asked_for(her_browser: Client) -> None:
    response = her_browser.post(PAGE, {})

    assert response.status_code == 400
    assert "Choose the file first." in words(response)


def test_a_course_that_is_not_open_or_on_ethics_has_no_such_page(her_browser: Client) -> None:
    closed = next(one for one in programme().courses if not one.is_open)

    for code in (closed.code.lower(), programme().ethics_courses[0].code.lower(), "no-such"):
        assert her_browser.get(f"/en/study/{code}/progress/").status_code == 404


def test_too_many_files_within_a_minute_are_refused(her_browser: Client) -> None:
    statuses = [her_browser.get(f"{PAGE}tables/").status_code for _ in range(22)]

    assert statuses[0] == 200
    assert statuses[-1] == 429
