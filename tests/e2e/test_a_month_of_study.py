"""A month of study on a phone: a plan, lessons, practice on most days, three of them without a network,
a mock exam, days on which life happened, and what the pages say at its end.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from playwright.sync_api import Locator, Page, expect

from tauliah.apps.catalogue.queries import programme
from tauliah.apps.mock_exams.models import MockExam
from tauliah.apps.study.models import LessonRead, Review
from tests.e2e.conftest import Watch
from tests.e2e.institute import Institute, said
from tests.e2e.soundness import PHONE, WIDTH
from tests.e2e.test_practise_offline import NO_NETWORK, rate_a_card, take_along

pytestmark = pytest.mark.slow

EVENINGS = 30
WITHOUT_STUDY = {5, 12, 13, 14, 15, 19, 26}
AWAY = (9, 10, 11)
MOCK = 21
CARDS_AWAY = 3
AT_ONCE = 8
"""Cards and items of an evening."""
Screenshot = Callable[[Page, str], None]


@contextmanager
def evening(page: Page, institute: Institute, number: int) -> Iterator[datetime]:
    """That evening of the month, by the clock of the site and by that of the phone."""
    moment = institute.now + timedelta(days=number)
    page.context.clock.set_system_time(moment)
    with time_machine.travel(moment):
        yield moment


def filled(form: Locator, chance: random.Random) -> None:
    """Something is answered, of whatever type the item is."""
    choices = form.locator("input[type=radio], input[type=checkbox]")
    for select in form.locator("select").all():
        select.select_option(index=1)
    for box in form.locator(".item input[type=text], .item input[inputmode], textarea").all():
        box.fill("12")
    if choices.count():
        choices.nth(chance.randrange(choices.count())).check(force=True)


def practise(page: Page, language: str, chance: random.Random) -> int:
    """Rates and answers what comes, as long as the evening lasts and something is left."""
    page.goto(f"/{language}/study/pum/today/")
    for number in range(AT_ONCE):
        card, item = page.locator("[data-practise-card]"), page.locator("[data-practise-item]")
        if card.count():
            card.locator("summary").tap()
            with page.expect_navigation():
                card.locator(f"[name=rating][value='{chance.choice('2333344')}']").tap()
        elif item.count():
            filled(item, chance)
            with page.expect_navigation():
                item.get_by_role("button", name=said(language, "Answer"), exact=True).tap()
            page.goto(f"/{language}/study/pum/today/")
        else:
            return number
    return AT_ONCE


def practise_away(page: Page, language: str, chance: random.Random, number: int) -> None:
    """Three cards of an evening without a network; on the last one it comes back."""
    if number == AWAY[0]:
        take_along(page, language)
        page.context.set_offline(True)
        page.goto(f"/{language}/study/offline/")
    else:
        page.reload()
    for _ in range(CARDS_AWAY):
        rate_a_card(page, chance.choice("2334"), language)
    if number == AWAY[-1]:
        page.context.set_offline(False)
        expect(page.locator("[data-part=way]")).to_contain_text(re.compile(r"\d\d:\d\d"))


def read_a_lesson(page: Page, language: str) -> None:
    lesson = programme().lessons_of("PUM")[LessonRead.objects.count()]
    page.goto(f"/{language}/study/pum/lessons/{lesson.slug}/")
    words = ("Mark as read and go on", "Mark as read and finish")
    button = re.compile("|".join(re.escape(said(language, one)) for one in words))
    with page.expect_navigation():
        page.get_by_role("button", name=button).tap()


def sit_a_mock_exam(page: Page, language: str, chance: random.Random) -> None:
    page.goto(f"/{language}/study/pum/mock/")
    page.locator("form[action$='/start/'] button").tap()
    expect(page.locator("[data-mock-number]")).to_have_count(49)
    while True:
        for item in page.locator(".item").all():
            filled(item, chance)
        onward = page.get_by_role("button", name=said(language, "Save and go on"), exact=True)
        if not onward.count():
            break
        with page.expect_navigation():
            onward.tap()
    page.get_by_role("button", name=said(language, "Review and submit")).tap()
    page.get_by_role("button", name=said(language, "Submit the mock exam")).tap()
    expect(page.locator("#says")).to_be_visible()


@pytest.mark.parametrize("language", ["en", "ms"])
def test_a_month_of_study_on_a_phone(
    open_page: Callable[..., Page],
    institute: Institute,
    watch: Watch,
    screenshot: Screenshot,
    language: str,
) -> None:
    watch.expect(NO_NETWORK)
    chance = random.Random(2026)
    nurul = institute.traveller("Nurul Huda", days_ago=1)
    list(nurul.enrol("API"))
    phone = open_page(viewport=PHONE, has_touch=True, locale=f"{language}-MY")
    phone.context.clock.install(time=institute.now)
    met = 0

    for number in range(EVENINGS):
        if number in WITHOUT_STUDY:
            continue
        with evening(phone, institute, number):
            if number not in AWAY[1:]:
                institute.let_in(phone, nurul.user)
            if number == 0:
                phone.goto(f"/{language}/my/plan/")
                phone.locator("main form button[type=submit]").first.tap()
                expect(phone.locator("main h1")).to_be_visible()
                assert phone.evaluate(WIDTH) <= PHONE["width"]
                screenshot(phone, f"month-{language}-00-plan")
            if number in AWAY:
                practise_away(phone, language, chance, number)
                screenshot(phone, f"month-{language}-{number:02}-away")
                continue
            if number % 4 == 0 and LessonRead.objects.count() < 8:
                read_a_lesson(phone, language)
            met += practise(phone, language, chance)
            if number == MOCK:
                sit_a_mock_exam(phone, language, chance)
                screenshot(phone, f"month-{language}-21-mock")
            if number in {4, 18, EVENINGS - 1}:
                assert phone.evaluate(WIDTH) <= PHONE["width"]
                screenshot(phone, f"month-{language}-{number:02}-today")

    last = institute.now + timedelta(days=EVENINGS - 1)
    with evening(phone, institute, EVENINGS - 1):
        for name in ("my/plan/", "study/pum/readiness/", "study/pum/", "study/pum/mock/", "my/"):
            phone.goto(f"/{language}/{name}")
            assert phone.evaluate(WIDTH) <= PHONE["width"]
            screenshot(phone, f"month-{language}-end-{name.strip('/').replace('/', '-')}")
        phone.goto(f"/{language}/study/pum/readiness/")
        expect(phone.locator(".ready-words").first).to_be_visible()

    kept = Review.objects.filter(rating__gt=0)
    away = [institute.now + timedelta(days=one) for one in AWAY]
    zone = ZoneInfo("Asia/Kuala_Lumpur")
    days = {one.astimezone(zone).date() for one in kept.values_list("reviewed_at", flat=True)}
    assert days >= {one.astimezone(zone).date() for one in away}
    assert not days & {
        (institute.now + timedelta(days=one)).astimezone(zone).date() for one in WITHOUT_STUDY
    }
    assert max(days) <= last.astimezone(zone).date()
    assert kept.count() >= met + CARDS_AWAY * len(AWAY)
    assert MockExam.objects.get().answered > 0
