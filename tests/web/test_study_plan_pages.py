"""The plan of study as a candidate uses its pages, in both languages."""

from __future__ import annotations

import re
from datetime import datetime

import pytest
from django.test import Client

from tauliah.apps.people.queries import User
from tauliah.apps.record.actions import matriculate
from tauliah.apps.study.models import PlanChoice
from tests.web.reading import words

PLAN = "/en/my/plan/"
CHOICES = "/en/my/plan/choices/"
ANSWERS = {"targets": ["API"], "hours": "14", "days": ["0", "1", "2", "3", "4", "5", "6"]}


@pytest.fixture
def planned(aisyah: User, her_browser: Client, moment: datetime) -> Client:
    """Aisyah's browser; she has answered the three questions."""
    matriculate(aisyah, "API", actor=aisyah, at=moment)
    assert her_browser.post(f"{PLAN}begin/", ANSWERS).status_code == 302
    return her_browser


def choices_of(page: str) -> dict[str, str]:
    """What the form of choices holds."""
    fields = dict(
        re.findall(r'<input[^>]*name="((?:minutes|off|day)[^"]*)"[^>]*value="([^"]*)"', page)
    )
    for name, inside in re.findall(r'<select name="(window-[^"]+)"(.*?)</select>', page, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', inside)
        fields[name] = chosen[1] if chosen else ""
    return fields


def test_who_has_no_plan_is_asked_three_things(her_browser: Client) -> None:
    text = words(her_browser.get(PLAN))

    assert "Which letters do you want?" in text
    assert "How many hours a week can you study?" in text
    assert "On which days?" in text


def test_three_answers_make_a_plan_with_today_week_exams_and_picture(planned: Client) -> None:
    page = planned.get(PLAN)
    text = words(page)

    assert "Today" in text
    assert "Week of 2 March 2026" in text
    assert "to spare" in text
    assert "Last exam for API" in text
    assert "<svg" in page.content.decode()
    assert "Week of 9 March 2026" in words(planned.get(f"{PLAN}?week=2026-03-11"))
    assert "Your plan for today" in words(planned.get("/en/my/"))


def test_the_plan_is_told_in_malay(planned: Client) -> None:
    text = words(planned.get("/ms/my/plan/"))

    assert "Isnin" in text
    assert "Peperiksaan percubaan" in text


def test_where_there_is_no_way_the_page_says_why(her_browser: Client) -> None:
    page = her_browser.post(f"{PLAN}begin/", {**ANSWERS, "targets": ["CPCU"]})

    assert page.status_code == 400
    assert "No plan could be made" in words(page)


def test_a_piece_is_ticked_off_and_taken_back(planned: Client) -> None:
    page = planned.get(PLAN).content.decode()
    posted = {
        name: re.search(rf'name="{name}" value="([^"]+)"', page)[1]  # type: ignore[index]
        for name in ("course", "kind", "name", "minutes")
    }

    after = words(planned.post(f"{PLAN}done/", posted, follow=True))
    assert "2 h of today are used already." in after
    assert "Take back what I noted last" in after
    assert "was taken back" in words(planned.post(f"{PLAN}done/undo/", follow=True))
    assert "no such lesson" in words(
        planned.post(f"{PLAN}done/", {**posted, "name": "other"}, follow=True)
    )


def test_choices_are_kept_as_a_new_version_and_mistakes_are_told(planned: Client) -> None:
    form = choices_of(planned.get(CHOICES).content.decode())
    (exam,) = [name for name in form if name == "window-PUM"]
    off = {"off-first-0": "2026-04-01", "off-last-0": "2026-03-01"}

    wrong = planned.post(CHOICES, {**form, **off, exam: "2026-2", "day-PUM": "2026-07-01"})
    assert wrong.status_code == 400
    assert "The last day is before the first." in words(wrong)
    assert "This day is not in the window that you chose." in words(wrong)

    right = {**form, "off-first-0": "2026-04-01", "minutes-6": "0", exam: "2026-2", "day-PUM": ""}
    assert "worked out anew" in words(planned.post(CHOICES, right, follow=True))
    newest = PlanChoice.objects.order_by("-id").first()
    assert newest
    assert PlanChoice.objects.count() == 2
    assert newest.days_off == [["2026-04-01", "2026-04-01"]]
    assert newest.week[6] == 0
    assert {"exam": "PUM", "day": "2026-06-25", "serves": ["API"]} in newest.exams


def test_too_few_hours_are_told_with_what_it_would_take_and_an_exam_is_moved(
    planned: Client,
) -> None:
    form = choices_of(planned.get(CHOICES).content.decode())
    minutes = {f"minutes-{number}": "30" for number in range(7)}
    planned.post(CHOICES, {**form, **minutes})

    text = words(planned.get(PLAN))
    assert "There is not enough time" in text
    assert "more on each day of study" in text
    assert "would fit if you sat it on" in text
    page = planned.get(PLAN).content.decode()
    days = re.findall(
        r'name="exam" value="(\w+)"><input type="hidden" name="day" value="([^"]+)"', page
    )
    posted = {"exam": [exam for exam, _ in days], "day": [day for _, day in days]}
    moved = planned.post(f"{PLAN}exam-day/", posted, follow=True)
    assert "The exam days are changed" in words(moved)
    assert "There is not enough time" not in words(moved)


def test_a_calendar_reads_the_secret_address_without_a_cookie_until_it_is_ended(
    planned: Client,
) -> None:
    planned.post(f"{PLAN}calendar/")
    page = planned.get(PLAN).content.decode()
    secret = re.search(r'value="https?://[^/]+(/calendar/[^"]+\.ics)"', page)
    assert secret

    answer = Client().get(secret[1])
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["X-Robots-Tag"] == "noindex"
    assert not answer.cookies
    assert answer.content.startswith(b"BEGIN:VCALENDAR")
    planned.post(f"{PLAN}calendar/", {"end": "1"})
    assert Client().get(secret[1]).status_code == 404


def test_an_address_that_is_read_too_often_has_to_wait(
    client: Client, published: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tauliah.web.pages.study_plan.READINGS_A_MINUTE", 0)

    assert client.get("/calendar/no-such-secret.ics").status_code == 429


def test_the_letter_is_chosen_on_the_page_and_ended_from_the_letter_by_one_click(
    planned: Client, aisyah: User
) -> None:
    from tauliah.apps.study.digests import digest_secret, wants_digest

    planned.post(f"{PLAN}letters/")
    assert wants_digest(aisyah)
    address = f"/en/plan/letters/{digest_secret(aisyah)}/"
    machine = Client(enforce_csrf_checks=True)

    assert "no more letters" in words(machine.get(address))
    assert wants_digest(aisyah)
    assert machine.post(address, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not wants_digest(aisyah)
    assert machine.get("/en/plan/letters/no-such-secret/").status_code == 404
