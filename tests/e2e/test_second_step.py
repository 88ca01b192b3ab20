"""More than a password: codes of an app, recovery codes, and passkeys of a device."""

from __future__ import annotations

import base64
import hashlib
import hmac
import time
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from playwright.sync_api import Page, expect

from tests.e2e.institute import Institute
from tests.web.programme import PASSWORD

A_DEVICE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
Axe = Callable[[Page], None]
Screenshot = Callable[[Page, str], None]


def code_of_app(secret: str) -> str:
    """The code that an authenticator app shows now: RFC 6238, six digits, half a minute."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    counter = int(time.time() // 30).to_bytes(8, "big")
    sealed = hmac.new(key, counter, hashlib.sha1).digest()
    start = sealed[-1] & 0x0F
    number = int.from_bytes(sealed[start : start + 4], "big") & 0x7FFF_FFFF
    return f"{number % 1_000_000:06}"


def log_in(page: Page, email: str) -> None:
    page.goto("/en/accounts/login/")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.locator("main").get_by_role("button", name="Log in", exact=True).click()


def log_out(page: Page) -> None:
    page.get_by_role("button", name="Log out").click()
    page.wait_for_url("**/en/")


def security(page: Page) -> None:
    page.get_by_label("Your pages").get_by_role("link", name="My account").click()
    page.get_by_role("link", name="Second step, passkeys and recovery codes").click()


def confirm(page: Page) -> None:
    """Whoever found the device of somebody logged in does not get past here."""
    expect(page.get_by_role("heading", level=1)).to_have_text("Confirm that it is you")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()


def test_an_app_is_set_up_and_its_code_asked_for(
    page: Page, institute: Institute, axe: Axe, screenshot: Screenshot
) -> None:
    nurul = institute.newcomer("Nurul Huda")
    log_in(page, nurul.email)
    security(page)
    page.get_by_role("link", name="Set up").click()
    confirm(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Set up an authenticator app")
    axe(page)
    screenshot(page, "account-app")
    secret = page.locator("form code").inner_text()
    page.get_by_label("Authenticator code").fill(code_of_app(secret))
    page.get_by_role("button", name="Switch on").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    recovery_codes = page.locator(".codes code").all_inner_texts()
    axe(page)
    screenshot(page, "account-recovery-codes")
    log_out(page)

    with time_machine.travel(institute.now + timedelta(minutes=5)):
        log_in(page, nurul.email)
        expect(page.get_by_role("heading", level=1)).to_have_text("Second step")
        axe(page)
        screenshot(page, "account-second-step")
        page.get_by_label("Code").fill("000000")
        page.get_by_role("button", name="Log in", exact=True).click()
        expect(page.locator(".errorlist")).to_be_visible()
        axe(page)
        page.get_by_label("Code").fill(code_of_app(secret))
        page.get_by_role("button", name="Log in", exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Welcome, Nurul Huda")
        log_out(page)
        log_in(page, nurul.email)
        page.get_by_label("Code").fill(recovery_codes[0])
        page.get_by_role("button", name="Log in", exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_have_text("Welcome, Nurul Huda")


def test_a_passkey_is_added_and_logs_in_without_a_password(
    page: Page, institute: Institute, axe: Axe, screenshot: Screenshot
) -> None:
    nurul = institute.newcomer("Nurul Huda")
    give_device(page)
    log_in(page, nurul.email)
    security(page)
    page.get_by_role("link", name="Add a key").click()
    confirm(page)
    page.get_by_label("Name of the key").fill("My phone")
    page.get_by_label("Use it as a passkey").check()
    axe(page)
    screenshot(page, "account-add-passkey")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Recovery codes")
    security(page)
    passkeys = page.locator(".card", has_text="Passkeys and security keys")
    passkeys.get_by_role("link", name="See them").click()
    expect(page.get_by_role("row", name="My phone")).to_contain_text("Passkey")
    axe(page)
    screenshot(page, "account-passkeys")
    log_out(page)

    page.get_by_role("link", name="Log in").click()
    page.get_by_role("button", name="Log in with a passkey").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Welcome, Nurul Huda")


@pytest.mark.slow
def test_a_device_without_the_passkey_is_told_so(
    page: Page, institute: Institute, axe: Axe
) -> None:
    give_device(page)
    page.goto("/en/accounts/login/")

    page.get_by_role("button", name="Log in with a passkey").click()

    expect(page.get_by_role("alert")).to_contain_text("The passkey could not be used.")
    axe(page)


def give_device(page: Page) -> None:
    """Builds into the browser what a phone has: a key store that a fingerprint opens."""
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": A_DEVICE})
