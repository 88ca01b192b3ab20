"""Every type of item on pages: asked without what is right, practised with why, scripted text as text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.test import Client

from tests.services import examhall
from tests.services.every_type import RIGHT, answer, code_of, publish_every_type
from tests.services.examhall import MORNING
from tests.web.reading import words

PRACTICE = "/en/study/pum/practice/basics/"
SCRIPTED = "<script>alert(1)</script>"


@pytest.fixture(autouse=True)
def _morning(settings: Any) -> Iterator[None]:
    settings.EXAM_CLOCK = "tests.web.test_item_pages.exam_clock"
    with time_machine.travel(MORNING, tick=False):
        yield


def exam_clock() -> Any:
    return MORNING


@pytest.fixture
def aisyah(db: None) -> Any:
    publish_every_type()
    return examhall.candidate("Aisyah")


@pytest.fixture
def her_browser(aisyah: Any) -> Client:
    return browser_of(aisyah)


def browser_of(person: Any) -> Client:
    browser = Client()
    browser.force_login(person)
    return browser


def form_of(code: str, value: Any) -> dict[str, Any]:
    """What a browser sends for an answer to a practice item."""
    sent: dict[str, Any] = {"item": code}
    if isinstance(value, dict) and "number" in value:
        sent |= {"answer": value["number"], "answer-unit": value["unit"] or ""}
    elif isinstance(value, dict):
        for key, said in value.items():
            sent[f"answer-{key}"] = str(said).lower() if isinstance(said, bool) else said
    else:
        sent["answer"] = value
    return sent


@pytest.mark.parametrize("name", RIGHT)
def test_a_right_answer_of_each_type_is_praised_with_its_explanation(
    her_browser: Client, aisyah: Any, name: str
) -> None:
    from tauliah.apps.study.queries import last_practice_answer

    code = code_of(name, "practice")

    page = her_browser.post(PRACTICE, form_of(code, RIGHT[name]), follow=True)

    assert page.redirect_chain == [(f"{PRACTICE}{code}/", 302)]
    assert last_practice_answer(aisyah, "PUM", code) == RIGHT[name]
    heading = "Compare your answer" if "RESPONSE" in name else "Right"
    assert f"<h1>{heading}</h1>" in page.content.decode()
    assert "is-wrong" not in page.content.decode()


def test_a_partial_answer_is_called_partly_right_with_its_points(her_browser: Client) -> None:
    code = code_of("X-3-TRUTHS", "practice")

    page = her_browser.post(PRACTICE, form_of(code, {"a": True, "b": True}), follow=True)

    assert "<h1>Partly right</h1>" in page.content.decode()
    assert "1 of 3 parts are right. 1 of 3 points." in words(page)
    assert "no answer" in words(page)


def test_a_form_with_what_the_item_does_not_have_is_refused(her_browser: Client) -> None:
    code = code_of("X-8-MATCH", "practice")

    page = her_browser.post(PRACTICE, {"item": code, "answer-a": "z"}, follow=True)

    assert "There is no such practice item or answer." in words(page)


def test_before_the_start_an_exam_of_several_types_promises_only_what_it_keeps(aisyah, her_browser):
    booking = examhall.booked(aisyah)

    start = words(her_browser.get(f"/en/exams/bookings/{booking.pk}/start/"))

    assert "12 of several kinds; each says how it is answered" in start
    assert "5 minutes without a pause" in start
    assert "50% of all points" in start
    assert "when two people have marked what you write" in start
    assert "At once" not in start


def test_what_is_right_leaves_the_server_in_no_form_while_an_exam_runs(aisyah: Any) -> None:
    attempt = examhall.started(aisyah)

    page = browser_of(aisyah).get(f"/en/exams/attempts/{attempt.pk}/").content.decode()

    assert "The Rahman household" in page
    for word in ("explanation", "is-right", "is_true", "1,200.00", "deductible", "48,000 x 0.025",
                 "Wind lifts", "Says what a deductible"):  # fmt: skip
        visible = page.replace("below the deductible", "").replace("A deductible is borne", "")
        assert word not in visible, word


def test_a_picture_is_seen_in_a_running_exam_of_ones_own_and_nowhere_else(aisyah: Any) -> None:
    attempt = examhall.started(aisyah)
    address = f"/en/exams/attempts/{attempt.pk}/pictures/{code_of('X-9-HOTSPOT').lower()}/"

    seen = browser_of(aisyah).get(address)
    assert (seen.status_code, seen.headers["Content-Type"]) == (200, "image/svg+xml")
    assert "sandbox" in seen.headers["Content-Security-Policy"]
    other = browser_of(examhall.candidate("Nurul"))
    assert other.get(address).status_code == 404
    without = address.replace("9-hotspot", "1-single")
    assert browser_of(aisyah).get(without).status_code == 404

    from tauliah.apps.results.actions import submit_and_score

    submit_and_score(aisyah, attempt.pk, at=MORNING)
    assert browser_of(aisyah).get(address).status_code == 404


def test_a_secure_picture_is_not_among_those_of_practice(her_browser: Client) -> None:
    practised = f"/en/study/pum/pictures/{code_of('X-9-HOTSPOT', 'practice').lower()}/"
    secure = f"/en/study/pum/pictures/{code_of('X-9-HOTSPOT').lower()}/"

    assert her_browser.get(practised).status_code == 200
    assert her_browser.get(secure).status_code == 404


def test_a_candidate_is_told_that_responses_are_being_marked(aisyah: Any) -> None:
    from tauliah.apps.results.actions import submit_and_score

    attempt = examhall.started(aisyah)
    answer(aisyah, attempt, RIGHT)
    submit_and_score(aisyah, attempt.pk, at=MORNING)

    page = browser_of(aisyah).get(f"/en/exams/attempts/{attempt.pk}/result/")

    assert "Your responses are being marked" in words(page)


@pytest.fixture
def response(aisyah: Any) -> Any:
    """A response of scripted text that waits for its markers."""
    from tauliah.apps.marking.models import Response
    from tauliah.apps.results.actions import submit_and_score

    attempt = examhall.started(aisyah)
    answer(aisyah, attempt, {**RIGHT, "X-10-RESPONSE": SCRIPTED})
    submit_and_score(aisyah, attempt.pk, at=MORNING)
    return Response.objects.get()


def test_a_marker_sees_the_text_as_text_and_no_name(response: Any, aisyah: Any) -> None:
    browser = browser_of(examhall.account("Kumar", role="marker"))

    page = browser.get(f"/en/marking/{response.pk}/").content.decode()

    assert SCRIPTED not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    for name in (aisyah.full_name, aisyah.email, str(aisyah.pk), aisyah.candidate_number):
        assert name not in page


def test_a_mark_without_a_comment_is_refused_and_what_was_given_stands_there(response: Any) -> None:
    browser = browser_of(examhall.account("Kumar", role="marker"))
    points = {"points-rule": "3", "points-reason": "2", "points-tone": "1"}

    page = browser.post(f"/en/marking/{response.pk}/", points)

    assert page.status_code == 409
    assert "Say in a sentence or more why you give these points." in words(page)
    assert page.content.decode().count("checked") == 3


def test_a_marked_response_is_gone_from_the_queue_and_not_found(response: Any) -> None:
    browser = browser_of(examhall.account("Kumar", role="marker"))
    mark = {"points-rule": "3", "points-reason": "2", "points-tone": "1", "comment": "Plain."}

    page = browser.post(f"/en/marking/{response.pk}/", mark, follow=True)

    assert "Your mark is kept." in page.content.decode()
    assert "0 responses wait for you. You have marked 1." in words(page)
    assert browser.get(f"/en/marking/{response.pk}/").status_code == 404


def test_who_marks_comes_to_the_queue_after_the_log_in(response: Any) -> None:
    browser = browser_of(examhall.account("Kumar", role="marker"))

    assert browser.get("/en/home/").headers["Location"] == "/en/marking/"
    assert browser.get("/en/exams/").status_code == 403
