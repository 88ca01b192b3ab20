"""A cut score from pages alone: a study, its judges' sheets, two rounds, and the second person."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from tauliah.apps.people.models import AuditEntry
from tauliah.apps.standards.models import Study
from tests.services import examhall, panel
from tests.services.panel import BORDER, JUDGES, opened, rated
from tests.web.reading import words

LATER = examhall.MORNING + timedelta(hours=1)
CODES = ["PUM-S-MARK-01", "PUM-S-SELE-02", "PUM-S-RATI-03"]


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

    return open_browser


def test_a_committee_comes_from_an_open_study_to_an_adopted_cut_by_pages_alone(people, browser):
    officer = browser("officer")
    opened = officer.post(
        "/en/standards/new/",
        {"course": "PUM", "items": " ".join(CODES), "border": BORDER},
        follow=True,
    )
    assert "Appoint its judges" in opened.content.decode()
    study = Study.objects.get()
    page = f"/en/standards/{study.pk}/"
    for judge in JUDGES:
        officer.post(f"{page}judges/", {"judge": str(people[judge].pk)})
    officer.post(f"{page}round/")
    for judge, percent in zip(JUDGES, (50, 60, 70), strict=True):
        desk, sheet = browser(judge), f"/en/rating/{study.pk}/"
        for place in (1, 2, 3):
            response = desk.post(f"{sheet}{place}/", {"percent": percent})
            following = sheet if place == 3 else f"{sheet}{place + 1}/"
            assert response.headers["Location"] == following
        desk.post(f"{sheet}hand-in/")

    officer.post(f"{page}round/", {"close": "yes"})

    figures = words(officer.get(page))
    assert "1.80 of 3 points (60.0%)" in figures
    assert "0.17 points" in figures

    registrar = browser("registrar")
    done = registrar.post(f"{page}decision/", {"cut": "1,75", "reason": "Near the mean."})
    assert done.status_code == 302
    assert "The cut score is 1.75 of 3 points" in words(officer.get(page))
    assert "1.75 of 3" in words(officer.get("/en/standards/"))


def test_the_page_of_a_new_study_begins_with_the_form_that_its_address_names(people, browser):
    form = examhall.booked(examhall.candidate("Aisyah")).form

    page = browser("officer").get(f"/en/standards/new/?course=PIN&form={form}")

    assert f'value="{form}"' in page.content.decode()
    assert '<option value="PIN" selected>' in page.content.decode()


def test_the_list_without_studies_says_what_decides_then(browser):
    assert "the programme's own percentage" in words(browser("registrar").get("/en/standards/"))


def test_a_judge_on_no_panel_is_told_so(browser):
    assert "You are on no panel yet" in words(browser("chong").get("/en/rating/"))


def test_a_judge_reads_the_item_and_the_reading_is_kept(people, browser):
    study = opened(people, codes=CODES)
    panel.open_next_round(people, study)

    page = browser("chong").get(f"/en/rating/{study}/1/")

    assert "What is rule 1 of market" in words(page)
    assert "Of 100 just competent candidates" in words(page)
    assert BORDER in words(page)
    assert AuditEntry.objects.filter(event="item.read", actor=str(people["chong"].pk)).count() == 1


def test_neither_lists_nor_the_study_show_what_items_say(people, browser):
    study = rated(people, codes=CODES)

    for who, address in (
        ("officer", f"/en/standards/{study}/"),
        ("registrar", f"/en/standards/{study}/"),
        ("chong", f"/en/rating/{study}/"),
    ):
        page = browser(who).get(address)
        assert CODES[0] in words(page)
        assert "What is rule" not in words(page)


def test_a_study_of_some_items_warns_that_forms_with_others_will_wait(people, browser):
    some, every = opened(people, codes=CODES), opened(people)

    pages = [words(browser("officer").get(f"/en/standards/{one}/")) for one in (some, every)]

    assert "59 of the 62 exam items in use are not part of this study" in pages[0]
    assert "not part of this study" not in pages[1]


def test_the_second_round_shows_the_others_without_names(people, browser):
    study = rated(people, codes=CODES)
    panel.open_next_round(people, study)

    page = words(browser("chong").get(f"/en/rating/{study}/1/"))

    assert "66%, 72%" in page
    assert "Aminah" not in page
    assert "Ravi" not in page


@pytest.mark.parametrize("percent", ["", "101", "-1", "half", "50.5"])
def test_what_is_no_rating_is_told_at_its_field(people, browser, percent):
    study = opened(people, codes=CODES)
    panel.open_next_round(people, study)

    page = browser("chong").post(f"/en/rating/{study}/1/", {"percent": percent})

    assert page.status_code == 409
    assert "Write a whole number from 0 to 100." in words(page)


def test_outside_a_round_a_judge_is_sent_to_the_sheet_and_told_why(people, browser):
    study = opened(people, codes=CODES)

    page = browser("chong").get(f"/en/rating/{study}/1/", follow=True)

    assert "No round of this study is open" in words(page)


def test_a_judge_of_another_panel_finds_nothing(people, browser):
    study = opened(people, codes=CODES)
    panel.open_next_round(people, study)
    stranger = Client()
    stranger.force_login(examhall.account("Lim", role="judge"))

    for address in (f"/en/rating/{study}/", f"/en/rating/{study}/1/"):
        assert stranger.get(address).status_code == 404
    assert stranger.get(f"/en/rating/{study}/1/picture/").status_code == 404


def test_who_opened_the_study_is_told_that_somebody_else_decides(people, browser):
    study = rated(people, codes=CODES)
    page = f"/en/standards/{study}/"

    assert "Somebody else decides" in words(browser("officer").get(page))
    refused = browser("officer").post(f"{page}decision/", {"cut": "2", "reason": "Mine."})
    assert refused.status_code == 409


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"cut": "", "reason": "Agreed."}, "Write the cut score in points."),
        ({"cut": "much", "reason": "Agreed."}, "Write a number such as 33.5."),
        ({"cut": "4", "reason": "Agreed."}, "above 0 and at most 3"),
        ({"cut": "2", "reason": ""}, "This field is required."),
    ],
)
def test_a_decision_that_cannot_be_kept_is_told_why(people, browser, sent, told):
    study = rated(people, codes=CODES)

    page = browser("registrar").post(f"/en/standards/{study}/decision/", sent)

    assert page.status_code == 409
    assert told in words(page)


def test_a_study_ends_without_a_cut_for_a_reason(people, browser):
    study = rated(people, codes=CODES)

    browser("registrar").post(
        f"/en/standards/{study}/decision/", {"end": "yes", "reason": "They do not agree."}
    )

    assert "No cut score was adopted" in words(browser("officer").get(f"/en/standards/{study}/"))


def test_the_pages_are_there_in_both_languages(people, browser):
    study = rated(people, codes=CODES)
    panel.open_next_round(people, study)

    for who, address in (
        ("officer", "standards/"),
        ("officer", "standards/new/"),
        ("officer", f"standards/{study}/"),
        ("chong", "rating/"),
        ("chong", f"rating/{study}/"),
        ("chong", f"rating/{study}/1/"),
    ):
        for language in ("en", "ms"):
            page = browser(who).get(f"/{language}/{address}")
            assert page.status_code == 200
            assert re.search(f'<html[^>]* lang="{language}"', page.content.decode())


def test_a_judge_comes_to_the_own_desk_after_the_log_in(browser):
    assert browser("chong").get("/en/home/").headers["Location"] == "/en/rating/"


# What candidates read


@pytest.fixture
def aisyah(people):
    return examhall.candidate("Aisyah")


def sitting(person, booking, *, right: int):
    """An exam that is handed in an hour after the standard began to hold."""
    from tauliah.apps.results.actions import submit_and_score
    from tauliah.apps.sittings.actions import start_attempt

    attempt = start_attempt(person, booking.pk, at=LATER)
    examhall.give_answers(person, attempt, right=right, at=LATER)
    return attempt, submit_and_score(person, attempt.pk, at=LATER)


def page_of(person, address: str):
    client = Client()
    client.force_login(person)
    with time_machine.travel(LATER, tick=False):
        return client.get(address)


def test_a_candidate_reads_the_reported_score_its_error_and_the_topics(people, aisyah):
    booking = examhall.booked(aisyah)
    panel.adopted(people, cut="31.5", form=booking.form)
    attempt, result = sitting(aisyah, booking, right=30)

    page = words(page_of(aisyah, f"/en/exams/attempts/{attempt.pk}/result/"))

    reported = result.reported
    assert "Your score is 67; 70 passes." in page
    assert f"from {reported.low} to {reported.high} two times in three" in page
    assert "30 of 50" in page
    assert "Pass mark of your form 32 of 50" in page
    assert "By topic" in page


def test_before_the_start_a_candidate_reads_on_which_scale_the_pass_mark_is(people, aisyah):
    booking = examhall.booked(aisyah)
    address = f"/en/exams/bookings/{booking.pk}/start/"
    assert "70% right answers" in words(page_of(aisyah, address))

    panel.adopted(people, cut="31.5", form=booking.form)

    page = words(page_of(aisyah, address))
    assert "70 on a scale from 0 to 100" in page
    assert "At once, with a breakdown by topic" in page


def test_a_candidate_whose_form_is_not_equated_is_told_before_and_after(people, aisyah):
    booking = examhall.booked(aisyah)
    panel.adopted(people, cut="1.5", codes=CODES)

    before = words(page_of(aisyah, f"/en/exams/bookings/{booking.pk}/start/"))
    attempt, _ = sitting(aisyah, booking, right=30)
    after = words(page_of(aisyah, f"/en/exams/attempts/{attempt.pk}/result/"))

    assert "when the exam office has worked out how hard this new form is" in before
    assert "Your result is on its way" in after
    assert "do not match their seal" not in after


def test_the_officer_sees_which_forms_wait_and_is_told_why_one_cannot_be_equated(
    people, aisyah, browser
):
    booking = examhall.booked(aisyah)
    panel.adopted(people, cut="1.5", codes=CODES)
    sitting(aisyah, booking, right=30)

    with time_machine.travel(LATER, tick=False):
        page = browser("officer").get("/en/standards/courses/pum/forms/")
        refused = browser("officer").post(
            "/en/standards/courses/pum/equate/", {"form": "a", "through": "b"}, follow=True
        )

    assert "not equated" in words(page)
    assert "Nobody has sat the form of the standard itself" in words(page)
    assert "Choose a form that candidates have sat" in refused.content.decode()


def test_a_course_without_a_standard_has_no_page_of_forms(browser):
    assert browser("officer").get("/en/standards/courses/pum/forms/").status_code == 404


def test_the_public_page_of_a_course_says_what_the_pass_mark_is_a_score_of(people):
    assert "the pass mark is 70%" in words(Client().get("/en/courses/pum/"))

    panel.adopted(people, cut="1.5", codes=CODES)

    assert "70 passes, on a scale from 0 to 100" in words(Client().get("/en/courses/pum/"))
