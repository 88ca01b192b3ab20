"""The public pages and the way into an account, in a real browser, in both languages."""

from __future__ import annotations

import re
import time
from typing import Any

import pytest
from django.core import mail
from playwright.sync_api import Page, expect

from tests.web.programme import PASSWORD, open_account, publish_the_programme

PAGES = [
    "",
    "designations/",
    "designations/api/",
    "designations/cpcu/",
    "courses/",
    "courses/pum/",
    "courses/prm/",
    "glossary/",
    "glossary/?q=risk",
    "glossary/?q=zebra",
    "glossary/cpcu/",
    "pages/exams/",
    "ethics/",
    "accounts/login/",
    "accounts/signup/",
    "accounts/password/reset/",
    "tiada/",
]
OWN_PAGES = ["accounts/", "accounts/email/", "accounts/password/change/", "accounts/security/"]
LOOKS = {
    "wide-light": {"viewport": {"width": 1280, "height": 900}, "color_scheme": "light"},
    "narrow-dark": {"viewport": {"width": 360, "height": 780}, "color_scheme": "dark"},
}


@pytest.fixture(autouse=True)
def published(browser: Any, site: str) -> None:
    # The browser first: its event loop gives this thread another connection to the database
    publish_the_programme()


@pytest.mark.parametrize("language", ["en", "ms"])
@pytest.mark.parametrize("look", LOOKS)
def test_every_public_page_is_accessible_and_fits(
    language: str, look: str, open_page: Any, axe: Any, watch: Any, screenshot: Any
) -> None:
    watch.expect("404")  # of the page that is not there
    page = open_page(**LOOKS[look])

    for path in PAGES:
        page.goto(f"/{language}/{path}")
        axe(page)
        assert width_of(page) <= LOOKS[look]["viewport"]["width"], f"{path} is too wide"
        name = re.sub(r"\W+", "-", path).strip("-") or "front"
        screenshot(page, f"public-{language}-{look}-{name}")


@pytest.mark.parametrize("language", ["en", "ms"])
@pytest.mark.parametrize("look", LOOKS)
def test_the_pages_of_an_account_are_accessible_and_fit(
    language: str, look: str, open_page: Any, axe: Any, screenshot: Any
) -> None:
    page = open_page(**LOOKS[look])
    log_in(page, open_account("Aisyah binti Rahman", role="candidate"), language=language)

    for path in OWN_PAGES:
        page.goto(f"/{language}/{path}")
        axe(page)
        assert width_of(page) <= LOOKS[look]["viewport"]["width"], f"{path} is too wide"
        screenshot(page, f"account-{language}-{look}-{path.strip('/').replace('/', '-')}")


def test_the_language_switch_stays_on_the_page(page: Page) -> None:
    page.goto("/en/glossary/?q=premium")

    page.get_by_role("link", name="Bahasa Melayu").first.click()

    expect(page).to_have_url(re.compile(r"/ms/glossary/\?q=premium$"))
    expect(page.locator("html")).to_have_attribute("lang", "ms")


def test_the_keyboard_skips_to_the_content_first(page: Page) -> None:
    page.goto("/en/designations/")

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.locator("main")).to_be_focused()


def test_the_menu_of_a_narrow_screen_opens_and_closes_by_keyboard(open_page: Any) -> None:
    page = open_page(viewport={"width": 360, "height": 780})
    page.goto("/en/")
    menu = page.get_by_role("navigation", name="Main")
    expect(menu).to_be_hidden()

    page.get_by_role("button", name="Menu").press("Enter")
    expect(menu.get_by_role("link", name="Glossary")).to_be_visible()
    page.keyboard.press("Escape")

    expect(menu).to_be_hidden()


def test_an_appearance_once_chosen_is_kept(page: Page) -> None:
    page.goto("/en/")
    before = background_of(page)

    page.get_by_label("Appearance").select_option("dark")
    dark = background_of(page)
    page.goto("/en/courses/")

    assert before != dark == background_of(page)


def test_all_can_be_read_without_scripts(open_page: Any) -> None:
    page = open_page(java_script_enabled=False)

    page.goto("/en/courses/pum/")

    expect(page.get_by_role("heading", name="Exam blueprint")).to_be_visible()
    expect(page.get_by_label("Appearance")).to_be_hidden()


def test_one_enrols_confirms_the_address_and_comes_home(
    page: Page, axe: Any, screenshot: Any
) -> None:
    page.goto("/ms/")
    page.get_by_role("link", name="Daftar").first.click()
    page.get_by_label("Nama penuh").fill("Nurul Huda")
    page.get_by_label("Alamat e-mel").fill("nurul@example.com")
    page.get_by_label("Kata laluan", exact=True).fill(PASSWORD)
    page.get_by_label("Kata laluan, sekali lagi").fill(PASSWORD)
    page.get_by_role("button", name="Buka akaun saya").click()
    expect(page.get_by_role("heading", name="Sahkan alamat e-mel anda")).to_be_visible()
    axe(page)

    page.goto(link_in_last_letter("confirm-email"))
    axe(page)
    page.get_by_role("button", name="Ya, sahkan").click()

    expect(page).to_have_url(re.compile(r"/ms/my/$"))
    screenshot(page, "account-ms-home")


def test_a_passkey_logs_in_without_a_password(page: Page, axe: Any) -> None:
    give_it_a_fingerprint_reader(page)
    log_in(page, open_account("Aisyah binti Rahman", role="candidate"), language="en")

    page.goto("/en/accounts/security/webauthn/add/")
    confirm_that_it_is_oneself(page, axe)
    axe(page)
    page.get_by_label("Use it as a passkey").check()
    page.get_by_role("button", name="Add").click()
    expect(page.get_by_text("The key is added.")).to_be_visible()
    page.get_by_role("button", name="Log out").click()
    page.goto("/en/accounts/login/")
    page.get_by_role("button", name="Log in with a passkey").click()

    expect(page).to_have_url(re.compile(r"/en/my/$"))


def test_a_passkey_that_the_device_does_not_have_is_explained_on_the_page(page: Page) -> None:
    give_it_a_fingerprint_reader(page)
    page.goto("/ms/accounts/login/")

    page.get_by_role("button", name="Log masuk dengan kunci laluan").click()

    expect(page.get_by_role("alert")).to_contain_text("Kunci laluan tidak dapat digunakan.")


def test_an_authenticator_app_asks_for_its_code_and_gives_recovery_codes(
    page: Page, axe: Any
) -> None:
    aisyah = open_account("Aisyah binti Rahman", role="candidate")
    log_in(page, aisyah, language="en")

    page.goto("/en/accounts/security/totp/activate/")
    confirm_that_it_is_oneself(page, axe)
    axe(page)
    secret = page.locator("main code").inner_text()
    page.get_by_label("Authenticator code").fill(code_of(secret))
    page.get_by_role("button", name="Switch on").click()
    expect(page.get_by_role("heading", name="Unused codes")).to_be_visible()
    axe(page)
    recovery_code = page.locator("main .codes code").first.inner_text()
    page.get_by_role("button", name="Log out").click()
    fill_log_in(page, aisyah, language="en")
    expect(page.get_by_role("heading", name="Second step")).to_be_visible()
    axe(page)
    page.get_by_label("Code").fill(recovery_code)
    page.get_by_role("button", name="Log in", exact=True).click()

    expect(page).to_have_url(re.compile(r"/en/my/$"))


def log_in(page: Page, person: Any, *, language: str) -> None:
    fill_log_in(page, person, language=language)
    page.wait_for_url(f"**/{language}/my/")


def fill_log_in(page: Page, person: Any, *, language: str) -> None:
    page.goto(f"/{language}/accounts/login/")
    page.locator("[name=login]").fill(person.email)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("main form:has([name=password]) button").click()


def confirm_that_it_is_oneself(page: Page, axe: Any) -> None:
    expect(page.get_by_role("heading", name="Confirm that it is you")).to_be_visible()
    axe(page)
    page.locator("[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()


def link_in_last_letter(part: str) -> str:
    found = re.search(rf"http://\S+{part}/\S+", mail.outbox[-1].body)
    assert found, mail.outbox[-1].body
    return found[0]


def code_of(secret: str) -> str:
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def give_it_a_fingerprint_reader(page: Page) -> None:
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    abilities = {"hasResidentKey": True, "hasUserVerification": True, "isUserVerified": True}
    kind = {"protocol": "ctap2", "transport": "internal", "automaticPresenceSimulation": True}
    session.send("WebAuthn.addVirtualAuthenticator", {"options": kind | abilities})


def width_of(page: Page) -> int:
    return int(page.evaluate("document.documentElement.scrollWidth"))


def background_of(page: Page) -> str:
    return str(page.evaluate("getComputedStyle(document.body).backgroundColor"))
