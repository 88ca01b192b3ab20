"""An item is written on a phone by the keyboard, its flaws appear unasked, and others review it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.institute import Institute, said
from tests.e2e.soundness import faults_on_a_phone
from tests.web.programme import open_account

CODE = "PUM-S-SEL-90"
WORDS = {
    "stem": ("Who bears a loss that nobody insured?", "Siapakah menanggung kerugian itu?"),
    "option_a": ("Its owner, in most cases", "Pemiliknya"),
    "option_b": ("The insurer of the street", "Penanggung insurans"),
    "option_c": ("None of the above", "Mahkamah undang-undang"),
    **{f"why_{letter}": ("The rule says so.", "Demikian peraturannya.") for letter in "abc"},
}
PHONE = {"width": 360, "height": 740}


@pytest.mark.parametrize("language", [pytest.param("en", marks=pytest.mark.slow), "ms"])
def test_an_item_is_written_by_the_keyboard_and_reviewed_by_another_person(
    open_page: Callable[..., Page], institute: Institute, language: str
) -> None:
    author = open_account("Mei Ling", role="item-author")
    page = open_page(viewport=PHONE)
    institute.let_in(page, author)
    page.goto(f"/{language}/bank/new/?course=PUM&pool=secure&way=single-choice")

    page.locator("#id_id").fill(CODE)
    for name, texts in WORDS.items():
        for suffix, text in zip(("en", "ms"), texts, strict=True):
            page.locator(f"#id_{name}_{suffix}").fill(text)
    page.locator("#id_key_0").focus()
    page.keyboard.press("Space")
    flaws = page.locator("#flaws")
    expect(flaws).to_contain_text(said(language, "Must be mended"))
    assert not list(faults_on_a_phone(page))

    flaws.get_by_role("link").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#id_option_c_en")).to_be_in_viewport()
    page.locator("#id_option_c_en").fill("The court of that state")
    expect(flaws).not_to_contain_text(said(language, "Must be mended"))
    page.get_by_role("button", name=said(language, "Keep this version")).focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name=said(language, "Submit for review")).click()
    expect(page.get_by_role("status").first).to_contain_text(said(language, "Submitted for review"))

    reviewer = open_page(viewport=PHONE)
    institute.let_in(reviewer, open_account("Kumar Pillai", role="content-reviewer"))
    reviewer.goto(f"/{language}/home/")
    reviewer.get_by_role("link", name=CODE).click()
    expect(reviewer.locator("main")).to_contain_text(WORDS["stem"][0])
    assert not list(faults_on_a_phone(reviewer))
    reviewer.get_by_role("button", name=said(language, "Pass this review")).click()
    expect(reviewer.locator("main")).to_contain_text(said(language, "Review passed"))
