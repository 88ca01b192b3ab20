"""The pages of the exam: booking, the room, its saves, submission and result."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse

from tauliah.apps.results.queries import result_of
from tauliah.apps.sittings.queries import attempt_of, bookings_of, chain_of, seats_of
from tests.services import examhall
from tests.services.examhall import EXPLAINED, MORNING, WINDOW

BETWEEN_WINDOWS = MORNING.replace(month=4, day=1)
LONG_AFTER = MORNING + timedelta(hours=3)


@pytest.fixture(autouse=True)
def clock(db):
    """It is ten in the morning; a test moves the clock by `clock.move_to`."""
    with time_machine.travel(MORNING, tick=False) as traveller:
        yield traveller


@pytest.fixture
def published(clock):
    return examhall.publish()


@pytest.fixture
def aisyah(published):
    return examhall.candidate("Aisyah")


@pytest.fixture
def kumar(published):
    return examhall.candidate("Kumar")


@pytest.fixture
def browser(aisyah):
    """Aisyah's browser, logged in."""
    return logged_in(aisyah)


@pytest.fixture
def attempt(aisyah):
    """Aisyah's running attempt, open in her tab."""
    attempt = examhall.started(aisyah)
    attempt.token = examhall.claimed(aisyah, attempt)
    return attempt


@pytest.fixture
def item(attempt):
    return seats_of(attempt)[0].item.code


def logged_in(person, **options):
    client = Client(**options)
    client.force_login(person)
    return client


def hand_in(client, attempt, **options):
    path = f"/en/exams/attempts/{attempt.pk}/submit/"
    return client.post(path, {"lease": attempt.token}, **options)


def words(response):
    """The text that a page shows, in one line."""
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(text.replace("&#x27;", "'").split())


def save(client, attempt, body, *, language="en"):
    path = f"/{language}/exams/attempts/{attempt.pk}/save/"
    if isinstance(body, dict):
        body = json.dumps({"lease": attempt.token, **body})
    content = body
    return client.post(
        path, content, content_type="application/json", HTTP_ACCEPT="application/json"
    )


def problem(response, status):
    assert response.status_code == status
    assert response["Content-Type"] == "application/problem+json"
    body = response.json()
    assert body["status"] == status
    return body


def state(attempt):
    """Everything that a look at a page must leave alone."""
    fresh = attempt_of(attempt.booking.person, attempt.pk)
    assert fresh is not None
    return fresh.head, fresh.submitted_at, result_of(attempt.booking.person, attempt.pk)


class TestExams:
    """The page of exams."""

    def test_it_names_the_open_window_and_offers_every_open_exam(self, browser):
        shown = words(browser.get("/en/exams/"))

        assert "Window 1: exams can be booked and sat until 26 March 2026." in shown
        assert shown.count("Book this exam") == 2
        assert "5 April 2026 to 25 June 2026" in shown
        assert "at most 2 times in one window" in shown
        assert "at most 4 times in any 12 months" in shown
        assert "Course PPM" in shown

    def test_between_windows_it_says_when_the_next_one_opens(self, aisyah, clock):
        clock.move_to(BETWEEN_WINDOWS)

        shown = words(logged_in(aisyah).get("/en/exams/"))

        assert "No exam window is open now. The next one opens on 5 April 2026." in shown
        assert "Book this exam" not in shown

    @pytest.mark.usefixtures("published")
    def test_without_matriculation_it_says_what_to_do(self):
        shown = words(logged_in(examhall.account("Kumar")).get("/en/exams/"))

        assert "Matriculate first" in shown
        assert "Book this exam" not in shown

    def test_it_speaks_malay(self, browser):
        page = browser.get("/ms/exams/")

        assert '<html lang="ms">' in page.content.decode()
        assert "26 Mac 2026" in words(page)

    def test_a_passed_exam_is_not_offered_and_leads_to_its_result(self, aisyah, browser):
        result = examhall.sat(aisyah, right=40)

        page = browser.get("/en/exams/")

        assert words(page).count("Book this exam") == 1
        assert f"/en/exams/attempts/{result.attempt}/result/" in page.content.decode()

    def test_a_running_exam_leads_back_into_it(self, browser, attempt):
        page = browser.get("/en/exams/")

        assert "Go on with the exam" in words(page)
        assert f"/en/exams/attempts/{attempt.pk}/" in page.content.decode()

    def test_an_exam_whose_time_has_ended_leads_to_its_result(self, browser, attempt, clock):
        clock.move_to(LONG_AFTER)
        before = state(attempt)

        assert "Time has ended" in words(browser.get("/en/exams/"))
        assert state(attempt) == before

    def test_it_asks_the_database_the_same_number_of_times_however_much_was_sat(
        self, aisyah, browser, django_assert_max_num_queries
    ):
        for day in range(2):
            examhall.sat(aisyah, right=10, at=MORNING + timedelta(days=day))

        with django_assert_max_num_queries(32):
            browser.get("/en/exams/")

    @pytest.mark.parametrize("path", ["exams", "exam-book"])
    @pytest.mark.usefixtures("published")
    def test_a_registrar_has_no_business_here(self, path):
        farid = logged_in(examhall.account("Farid", role="registrar"))
        url = reverse(path)

        response = farid.get(url) if path == "exams" else farid.post(url)

        assert response.status_code == 403

    @pytest.mark.usefixtures("published")
    def test_a_visitor_is_sent_to_the_log_in(self):
        response = Client().get("/en/exams/")

        assert response.status_code == 302
        assert "/accounts/login/" in response["Location"]


class TestBooking:
    """Booking and cancelling by the page."""

    def book(self, client, course="PUM", window=WINDOW):
        return client.post("/en/exams/book/", {"course": course, "window": window})

    def test_a_booking_is_made_and_said(self, aisyah, browser):
        response = self.book(browser)

        assert response.status_code == 302
        assert "Your exam is booked." in words(browser.get(response["Location"]))
        assert [one.course for one in bookings_of(aisyah)] == ["PUM"]

    def test_a_look_books_nothing(self, aisyah, browser):
        assert browser.get("/en/exams/book/").status_code == 405
        assert bookings_of(aisyah) == []

    def test_booking_twice_is_refused_with_its_reason(self, aisyah, browser):
        self.book(browser)

        response = self.book(browser)

        assert response.status_code == 409
        assert "You have booked the exam PUM already." in words(response)
        assert len(bookings_of(aisyah)) == 1

    @pytest.mark.parametrize(
        ("course", "window", "reason"),
        [
            ("PUM", "2026-2", "is not open"),
            ("PUM", "", "is not open"),
            ("PPM", WINDOW, "is not offered yet"),
            ("<script>", WINDOW, "is not offered yet"),
            ("", "", "is not offered yet"),
        ],
    )
    def test_what_cannot_be_booked_is_refused_with_its_reason(
        self, aisyah, browser, course, window, reason
    ):
        response = self.book(browser, course, window)

        assert response.status_code == 409
        assert reason in words(response)
        assert b"<script>" not in response.content.replace(b"<script ", b"")
        assert bookings_of(aisyah) == []

    def test_a_page_left_open_until_after_the_window_books_nothing(self, aisyah, clock):
        clock.move_to(BETWEEN_WINDOWS)

        response = self.book(logged_in(aisyah))

        assert response.status_code == 409
        assert "The next window opens on 5 April 2026." in words(response)
        assert bookings_of(aisyah) == []

    def test_an_exam_passed_by_answers_whose_time_ran_out_is_not_booked_again(
        self, aisyah, browser, attempt, clock
    ):
        examhall.give_answers(aisyah, attempt, right=40, lease=attempt.token)
        clock.move_to(LONG_AFTER)

        response = self.book(browser)

        assert "You have passed the exam PUM already." in words(response)

    def test_a_booking_is_cancelled(self, aisyah, browser):
        booking = examhall.booked(aisyah)

        browser.post(f"/en/exams/bookings/{booking.pk}/cancel/")

        assert [one.state for one in bookings_of(aisyah)] == ["cancelled"]

    def test_the_booking_of_another_is_not_found(self, browser, kumar):
        booking = examhall.booked(kumar)

        assert browser.post(f"/en/exams/bookings/{booking.pk}/cancel/").status_code == 404
        assert browser.get(f"/en/exams/bookings/{booking.pk}/start/").status_code == 404
        assert browser.post(f"/en/exams/bookings/{booking.pk}/start/").status_code == 404
        assert [one.state for one in bookings_of(kumar)] == ["booked"]


class TestStart:
    """The page before the clock runs."""

    def test_it_says_the_rules_and_starts_nothing_by_itself(self, aisyah, browser):
        booking = examhall.booked(aisyah)

        shown = words(browser.get(f"/en/exams/bookings/{booking.pk}/start/"))

        assert "50 questions in 65 minutes." in shown
        assert "70% right answers" in shown
        assert [one.state for one in bookings_of(aisyah)] == ["booked"]

    def test_its_button_starts_the_exam(self, aisyah, browser):
        booking = examhall.booked(aisyah)

        response = browser.post(f"/en/exams/bookings/{booking.pk}/start/")

        assert response.status_code == 302
        assert re.fullmatch(r"/en/exams/attempts/[0-9a-f-]{36}/", response["Location"])
        again = browser.get(f"/en/exams/bookings/{booking.pk}/start/")
        assert again["Location"] == response["Location"]

    def test_after_the_window_it_says_why_not(self, aisyah, clock):
        booking = examhall.booked(aisyah)
        clock.move_to(BETWEEN_WINDOWS)
        browser = logged_in(aisyah)
        path = f"/en/exams/bookings/{booking.pk}/start/"

        for response in (browser.get(path), browser.post(path)):
            assert response.status_code == 409
            assert "The window of this booking is not open." in words(response)
            assert "Start the exam now" not in words(response)


class TestRoom:
    """The running exam."""

    def test_it_shows_every_question_and_no_key_and_no_explanation(self, browser, attempt):
        page = browser.get(f"/en/exams/attempts/{attempt.pk}/").content.decode()

        assert page.count('class="stem"') == 50
        assert page.count('type="radio"') == 200
        assert EXPLAINED not in page
        assert "checked>" not in page.replace('data-part="shortcuts" checked>', "")
        for word in ("key", "explanation", "correct"):
            assert f'"{word}"' not in page
            assert f"data-{word}" not in page

    def test_it_shows_what_is_saved(self, browser, attempt, item):
        save(browser, attempt, {"item": item, "value": "b", "client_sequence": 1})
        save(browser, attempt, {"item": item, "flagged": True, "client_sequence": 2})

        page = browser.get(f"/en/exams/attempts/{attempt.pk}/").content.decode()

        assert f'name="answer-{item}" value="b" checked' in page
        assert f'name="flag" value="{item}" checked' in page
        assert 'data-sequence="2"' in page

    def test_it_is_not_kept_by_any_cache(self, browser, attempt):
        for page in ("", "submit/"):
            response = browser.get(f"/en/exams/attempts/{attempt.pk}/{page}")
            assert "no-store" in response["Cache-Control"]

    def test_it_needs_no_inline_script_or_style(self, browser, attempt):
        response = browser.get(f"/en/exams/attempts/{attempt.pk}/")
        page = response.content.decode()

        assert "unsafe-inline" not in response["Content-Security-Policy"]
        assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", page))
        assert " style=" not in page
        assert not re.search(r"\son\w+=", page)

    def test_a_look_changes_nothing(self, browser, attempt, clock):
        before = state(attempt)
        pages = ["", "submit/", "result/", "clock/"]

        for at in (MORNING, LONG_AFTER):
            clock.move_to(at)
            for page in pages:
                browser.get(f"/en/exams/attempts/{attempt.pk}/{page}")

        assert state(attempt) == before

    def test_the_attempt_of_another_is_not_found(self, browser, kumar):
        his = examhall.started(kumar)

        for page in ("", "submit/", "result/", "clock/"):
            assert browser.get(f"/en/exams/attempts/{his.pk}/{page}").status_code == 404
        for page in ("submit/", "sheet/"):
            assert browser.post(f"/en/exams/attempts/{his.pk}/{page}").status_code == 404
        assert state(his)[1] is None

    def test_when_the_time_has_ended_it_leads_to_the_result(self, aisyah, browser, attempt, clock):
        examhall.give_answers(aisyah, attempt, right=40, lease=attempt.token)
        clock.move_to(LONG_AFTER)

        page = browser.get(f"/en/exams/attempts/{attempt.pk}/")

        assert "50 of 50 questions have a saved answer" in words(page)
        assert 'class="stem"' not in page.content.decode()
        response = hand_in(browser, attempt)
        assert "You have passed" in words(browser.get(response["Location"]))

    def test_after_submission_no_question_is_shown_again(self, aisyah, browser):
        result = examhall.sat(aisyah, right=40)

        for page in ("", "submit/"):
            response = browser.get(f"/en/exams/attempts/{result.attempt}/{page}")
            assert response["Location"].endswith("/result/")


class TestSave:
    """The contract of a save."""

    def test_it_is_acknowledged_when_it_is_kept(self, browser, attempt, item):
        response = save(browser, attempt, {"item": item, "value": "b", "client_sequence": 1})

        assert response.status_code == 200
        assert response.json() == {
            "saved_sequence": 1,
            "server_time": MORNING.isoformat(),
            "seconds_left": 65 * 60,
            "digest": chain_of(attempt)[-1].digest,
        }

    def test_an_answer_is_cleared_and_an_item_flagged(self, browser, attempt, item):
        bodies = [
            {"item": item, "value": "b", "client_sequence": 1},
            {"item": item, "value": None, "client_sequence": 2},
            {"item": item, "flagged": True, "client_sequence": 3},
        ]

        assert [save(browser, attempt, body).status_code for body in bodies] == [200] * 3
        assert seats_of(attempt)[0].answer is None
        assert seats_of(attempt)[0].is_flagged

    def test_the_same_save_sent_twice_gives_the_same_reply(self, browser, attempt, item, clock):
        body = {"item": item, "value": "b", "client_sequence": 1}
        first = save(browser, attempt, body)
        clock.move_to(MORNING + timedelta(seconds=20))

        second = save(browser, attempt, body)

        assert second.status_code == 200
        assert second.json() == first.json()
        assert len(chain_of(attempt)) == 3

    def test_a_stale_save_is_409_in_the_language_of_the_page(self, browser, attempt, item):
        save(browser, attempt, {"item": item, "value": "b", "client_sequence": 4})
        stale = {"item": item, "value": "c", "client_sequence": 4}

        english = problem(save(browser, attempt, stale), 409)
        malay = problem(save(browser, attempt, stale, language="ms"), 409)

        assert english["code"] == malay["code"] == "stale"
        assert english["title"].startswith("A newer answer was saved already")
        assert malay["title"].startswith("Jawapan yang lebih baharu telah disimpan")

    def test_a_save_after_the_deadline_is_410(self, browser, attempt, item, clock):
        clock.move_to(LONG_AFTER)
        before = state(attempt)

        body = problem(
            save(browser, attempt, {"item": item, "value": "b", "client_sequence": 1}), 410
        )

        assert body["code"] == "deadline-passed"
        assert state(attempt) == before

    def test_a_save_after_submission_is_410(self, browser, attempt, item):
        hand_in(browser, attempt)
        before = state(attempt)

        body = problem(
            save(browser, attempt, {"item": item, "value": "b", "client_sequence": 1}), 410
        )

        assert body["code"] == "submitted"
        assert state(attempt) == before

    def test_a_save_for_another_or_for_nothing_is_404(self, kumar, attempt, item):
        body = {"item": item, "value": "b", "client_sequence": 1}
        stranger = logged_in(kumar)
        before = state(attempt)

        foreign = problem(save(stranger, attempt, body), 404)
        path = f"/en/exams/attempts/{uuid4()}/save/"
        body["lease"] = attempt.token
        invented = stranger.post(path, json.dumps(body), content_type="application/json")

        assert foreign == problem(invented, 404)
        assert state(attempt) == before

    @pytest.mark.parametrize("item", ["PIN-S-MARK-01", "PUM-P-MARK-01", "", "' OR 1=1 --", "<b>"])
    def test_an_item_that_is_not_on_the_form_is_422(self, browser, attempt, item):
        body = {"item": item, "value": "a", "client_sequence": 1}

        assert problem(save(browser, attempt, body), 422)["code"] == "not-on-this-form"

    def test_an_option_that_the_item_does_not_have_is_422(self, browser, attempt, item):
        body = {"item": item, "value": "z", "client_sequence": 1}

        assert problem(save(browser, attempt, body), 422)["code"] == "not-on-this-form"

    @pytest.mark.parametrize(
        "change",
        [
            {"client_sequence": 0},
            {"client_sequence": -1},
            {"client_sequence": 1.5},
            {"client_sequence": "1"},
            {"client_sequence": 2**31},
            {"client_sequence": None},
            {"client_sequence": True},
            {"value": 1.5},
            {"lease": None},
            {"lease": ""},
            {"lease": 5},
            {"lease": "x" * 65},
            {"item": None},
            {"item": {"$ne": ""}},
            {"item": "x" * 41},
            {"key": "a"},
            {"server_time": "2026-01-01T00:00:00Z"},
            {"flagged": True},
        ],
    )
    def test_what_is_no_save_is_400_and_changes_nothing(self, browser, attempt, item, change):
        before = state(attempt)
        body = {"item": item, "value": "a", "client_sequence": 1} | change

        assert problem(save(browser, attempt, body), 400)["code"] == "malformed"
        assert state(attempt) == before

    @pytest.mark.parametrize(
        "body", [b"null", b"[]", b"{", b"\xff\xfe", b"[" * 900, b'{"item": NaN}', b"answer=a"]
    )
    def test_what_is_no_json_is_400(self, browser, attempt, body):
        problem(save(browser, attempt, body), 400)

    def test_an_empty_body_says_not_what_it_is_and_is_415(self, browser, attempt):
        problem(save(browser, attempt, b""), 415)

    def test_a_huge_body_is_413(self, browser, attempt):
        problem(save(browser, attempt, b'"' + b"a" * 250_000 + b'"'), 413)

    def test_trouble_with_the_database_is_503_and_nothing_is_kept(self, browser, attempt, item):
        def fail(execute, sql, params, many, context):
            if "sittings_attemptevent" in sql and sql.startswith("INSERT"):
                message = "database is locked"
                raise OperationalError(message)
            return execute(sql, params, many, context)

        body = {"item": item, "value": "a", "client_sequence": 1}
        before = state(attempt)
        with connection.execute_wrapper(fail):
            response = save(browser, attempt, body)

        assert problem(response, 503)["code"] == "try-again"
        assert response["Retry-After"] == "2"
        assert state(attempt) == before
        assert seats_of(attempt)[0].answer is None
        assert save(browser, attempt, body).status_code == 200

    def test_a_lost_log_in_is_401_as_json(self, attempt, item):
        response = save(Client(), attempt, {"item": item, "value": "a", "client_sequence": 1})

        problem(response, 401)

    def test_a_registrar_is_403_as_json(self, attempt, item):
        farid = logged_in(examhall.account("Farid", role="registrar"))

        problem(save(farid, attempt, {"item": item, "value": "a", "client_sequence": 1}), 403)

    def test_a_save_from_another_site_is_refused(self, aisyah, attempt, item):
        browser = logged_in(aisyah, enforce_csrf_checks=True)
        body = {
            "item": item, "value": "a", "client_sequence": 1, "lease": attempt.token,
        }  # fmt: skip

        assert save(browser, attempt, body).status_code == 403
        page = browser.get(f"/en/exams/attempts/{attempt.pk}/").content.decode()
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        assert token is not None
        path = f"/en/exams/attempts/{attempt.pk}/save/"
        accepted = browser.post(
            path, json.dumps(body), content_type="application/json", HTTP_X_CSRFTOKEN=token[1]
        )
        assert accepted.status_code == 200

    def test_a_look_saves_nothing(self, browser, attempt):
        assert browser.get(f"/en/exams/attempts/{attempt.pk}/save/").status_code == 405

    def test_it_asks_the_database_a_small_fixed_number_of_times(
        self, browser, attempt, django_assert_max_num_queries
    ):
        codes = [seat.item.code for seat in seats_of(attempt)]
        for sequence, code in enumerate(codes[:20], start=1):
            save(browser, attempt, {"item": code, "value": "a", "client_sequence": sequence})

        with django_assert_max_num_queries(18):
            save(browser, attempt, {"item": codes[20], "value": "a", "client_sequence": 21})


class TestClock:
    """The clock of an attempt."""

    def test_it_tells_the_time_left_and_how_far_the_saves_are(self, browser, attempt, item, clock):
        save(browser, attempt, {"item": item, "value": "a", "client_sequence": 7})
        later = MORNING + timedelta(minutes=5)
        clock.move_to(later)

        said = browser.get(f"/en/exams/attempts/{attempt.pk}/clock/").json()

        assert said == {
            "saved_sequence": 7,
            "server_time": later.isoformat(),
            "seconds_left": 60 * 60,
            "submitted": False,
            "paused": False,
        }


class TestSheet:
    """Saving without scripts."""

    def sheet(self, client, attempt, answers, **extra):
        data = {f"answer-{item}": option for item, option in answers.items()}
        path = f"/en/exams/attempts/{attempt.pk}/sheet/"
        sent = {"client_sequence": "0", "lease": attempt.token, **data, **extra}
        return client.post(path, sent)

    def test_all_answers_of_the_page_are_saved(self, browser, attempt, item):
        response = self.sheet(browser, attempt, {item: "b"}, flag=[item], save="1")

        assert response["Location"] == f"/en/exams/attempts/{attempt.pk}/"
        assert seats_of(attempt)[0].answer == "b"
        assert seats_of(attempt)[0].is_flagged

    def test_its_other_button_leads_to_the_review(self, browser, attempt, item):
        response = self.sheet(browser, attempt, {item: "b"}, review="1")

        assert response["Location"].endswith("/submit/")

    def test_a_stale_page_is_refused_with_its_reason(self, browser, attempt, item):
        save(browser, attempt, {"item": item, "value": "c", "client_sequence": 1})

        response = self.sheet(browser, attempt, {item: "b"})

        assert response.status_code == 409
        assert "A newer answer was saved already" in words(response)
        assert seats_of(attempt)[0].answer == "c"

    @pytest.mark.parametrize("sequence", ["", "-1", "x", "9" * 40, "1.5", "٣"])
    def test_an_invented_sequence_does_no_harm(self, browser, attempt, item, sequence):
        response = self.sheet(browser, attempt, {item: "b"}, client_sequence=sequence)

        assert response.status_code in {302, 409}

    def test_an_invented_option_is_refused(self, browser, attempt, item):
        assert self.sheet(browser, attempt, {item: "zz"}).status_code == 422
        assert seats_of(attempt)[0].answer is None

    def test_a_page_sent_too_late_is_refused(self, browser, attempt, item, clock):
        clock.move_to(LONG_AFTER)

        response = self.sheet(browser, attempt, {item: "b"})

        assert response.status_code == 410
        assert "all answers saved before count" in words(response)


class TestSubmission:
    """The review and the end."""

    def test_the_review_counts_what_is_open_and_flagged(self, browser, attempt):
        codes = [seat.item.code for seat in seats_of(attempt)]
        for sequence, code in enumerate(codes[:48], start=1):
            save(browser, attempt, {"item": code, "value": "a", "client_sequence": sequence})
        save(browser, attempt, {"item": codes[0], "flagged": True, "client_sequence": 49})

        page = browser.get(f"/en/exams/attempts/{attempt.pk}/submit/")

        shown = words(page)
        assert "48 of 50 answered and saved" in shown
        assert "Without an answer 2" in shown
        assert "Flagged 1" in shown
        assert 'aria-label="Question 49, not answered"' in page.content.decode()
        assert 'aria-label="Question 1, answered, flagged"' in page.content.decode()

    def test_confirming_it_shows_the_result_at_once(self, aisyah, browser, attempt):
        examhall.give_answers(aisyah, attempt, right=41, lease=attempt.token)

        response = hand_in(browser, attempt, follow=True)

        shown = words(response)
        assert "You have passed" in shown
        assert "You answered 41 of 50 questions right (82%)." in shown
        assert "Pass mark 35 of 50" in shown

    def test_scripts_are_told_where_the_result_is(self, browser, attempt):
        response = hand_in(browser, attempt, HTTP_ACCEPT="application/json")

        assert response.json() == {"result": f"/en/exams/attempts/{attempt.pk}/result/"}

    def test_confirming_it_twice_is_one_result(self, browser, attempt):
        first = hand_in(browser, attempt)
        before = state(attempt)

        second = hand_in(browser, attempt)

        assert first["Location"] == second["Location"]
        assert state(attempt) == before


class TestResult:
    """The page of a result."""

    def page(self, client, result, language="en"):
        return client.get(f"/{language}/exams/attempts/{result.attempt}/result/")

    def test_it_breaks_the_score_down_by_topic(self, aisyah, browser):
        result = examhall.sat(aisyah, right=50)

        shown = words(self.page(browser, result))

        assert "Market 8 of 8 100%" in shown
        assert "Conduct 6 of 6 100%" in shown

    def test_a_failed_exam_says_what_to_study_and_when_it_can_be_sat_again(self, aisyah, browser):
        result = examhall.sat(aisyah, right=0)

        shown = words(self.page(browser, result))

        assert "Not passed this time" in shown
        assert "You answered 0 of 50 questions right (0%). The pass mark is 35." in shown
        assert "Most is to be gained in: Selection Rating Motor" in shown
        assert "You can book it again now; the window is open until 26 March 2026." in shown
        assert "at most 4 times in any 12 months" in shown

    def test_after_the_last_sitting_of_a_window_it_names_the_next_one(self, aisyah, browser):
        examhall.sat(aisyah, right=0)
        result = examhall.sat(aisyah, right=0)

        shown = words(self.page(browser, result))

        assert "It can be booked again from 5 April 2026." in shown
        assert "You can book it again now" not in shown

    def test_it_shows_no_question_and_no_key(self, aisyah, browser):
        result = examhall.sat(aisyah, right=20)

        page = self.page(browser, result).content.decode()

        assert EXPLAINED not in page
        assert "What is rule" not in page

    def test_it_speaks_malay(self, aisyah, browser):
        result = examhall.sat(aisyah, right=50)

        assert "Market (ms)" in words(self.page(browser, result, language="ms"))

    def test_that_of_another_is_not_found(self, browser, kumar):
        assert self.page(browser, examhall.sat(kumar, right=50)).status_code == 404

    def test_a_broken_chain_is_said_with_dignity(self, browser, attempt):
        with connection.cursor() as cursor:
            cursor.execute("UPDATE sittings_attempt SET head = 'sha256:invented'")

        response = hand_in(browser, attempt, follow=True)

        assert "Your result is being looked at" in words(response)
        assert "There is nothing that you need to do." in words(response)
