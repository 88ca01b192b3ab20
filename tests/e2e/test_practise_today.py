"""Practice by keyboard and by thumb: show, rate, take back."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tauliah.apps.catalogue.queries import programme
from tauliah.apps.study.actions import mark_lesson_read
from tauliah.apps.study.models import Review
from tests.e2e.institute import Institute
from tests.e2e.soundness import PHONE


def test_cards_are_shown_rated_and_taken_back_by_keyboard_and_by_thumb(
    open_page: Callable[..., Page], institute: Institute
) -> None:
    nurul = institute.newcomer("Nurul Huda")
    first = programme().lessons_of("PUM")[0].slug
    mark_lesson_read(nurul, "PUM", first, at=institute.now)

    page = open_page()
    institute.let_in(page, nurul)
    page.goto("/en/study/pum/today/")
    page.keyboard.press("3")  # nothing is rated before the answer was seen
    page.keyboard.press("Space")
    expect(page.get_by_text("How well did you know it?")).to_be_visible()
    page.keyboard.press("3")
    expect(page.get_by_text("1 card or item so far.")).to_be_visible()
    page.keyboard.press("u")
    expect(page.get_by_text("The last rating was taken back.")).to_be_visible()
    expect(page.get_by_text("0 cards and items so far.")).to_be_visible()

    phone = open_page(viewport=PHONE, has_touch=True)
    institute.let_in(phone, nurul)
    phone.goto("/en/study/pum/today/")
    phone.locator(".practise-card summary").tap()
    phone.get_by_role("button", name="At once").tap()
    expect(phone.get_by_text("1 card or item so far.")).to_be_visible()

    kept = list(Review.objects.order_by("id").values_list("rating", flat=True))
    assert kept == [3, 0, 4]
    assert Review.objects.filter(rating__gt=0).exclude(seconds__gte=1).count() == 0
