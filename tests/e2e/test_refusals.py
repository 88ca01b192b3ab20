"""Pages that say no are as sound as the others, and say in plain words what to do."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import FilePayload, Page, expect

from tauliah.apps.awards.actions import revoke
from tauliah.apps.awards.queries import awards_of
from tests.e2e.accessibility import violations_in_the_dark
from tests.e2e.institute import Institute, said
from tests.e2e.soundness import faults_of, look_at

# A browser notes each answer that is not 200 in its console; these pages are such answers.
NOTED = r"Failed to load resource: the server responded with a status of 4\d\d"
# Lets a form go to the server with what the browser itself would not let through.
WITHOUT_CHECKS = "forms => forms.forEach(form => { form.noValidate = true; })"

Screenshot = Callable[[Page, str], None]


@pytest.fixture
def page(open_page: Callable[..., Page], watch: Any) -> Page:
    """A page whose answers may be refusals."""
    watch.expect(NOTED)
    return open_page(reduced_motion="reduce")


@pytest.fixture
def assert_sound(screenshot: Screenshot) -> Callable[..., None]:
    def check(page: Page, name: str, *, language: str) -> None:
        faults = [*faults_of(page, look_at(page), language=language)]
        faults += violations_in_the_dark(page)
        assert not faults, f"{name}:\n" + "\n".join(faults)
        screenshot(page, f"no-{language}-{name}")

    return check


def send(page: Page, words: str) -> None:
    page.locator("form").evaluate_all(WITHOUT_CHECKS)
    with page.expect_event("load"):
        page.locator("main").get_by_role("button", name=words, exact=True).click()


@pytest.mark.parametrize("language", ["en", pytest.param("ms", marks=pytest.mark.slow)])
def test_what_is_not_there_or_not_allowed_is_said(
    page: Page, institute: Institute, assert_sound: Callable[..., None], language: str
) -> None:
    page.goto(f"/{language}/no-such-page/")
    assert_sound(page, "not-there", language=language)
    institute.let_in(page, institute.newcomer("Nurul Huda"))
    page.goto(f"/{language}/registrar/candidates/")
    assert_sound(page, "not-allowed", language=language)


@pytest.mark.parametrize("language", [pytest.param("en", marks=pytest.mark.slow), "ms"])
def test_forms_of_accounts_say_what_is_wrong_with_them(
    page: Page, institute: Institute, assert_sound: Callable[..., None], language: str
) -> None:
    page.goto(f"/{language}/accounts/login/")
    page.locator("[name=login]").fill("nobody@example.org")
    page.locator("[name=password]").fill("wrong")
    send(page, said(language, "Log in"))
    expect(page.get_by_role("alert").first).to_be_visible()
    assert_sound(page, "log-in", language=language)
    page.goto(f"/{language}/accounts/signup/")
    page.locator("[name=email]").fill("no address")
    page.locator("[name=password1]").fill("1234")
    send(page, said(language, "Open my account"))
    expect(page.locator(".errorlist")).to_have_count(4)
    assert_sound(page, "sign-up", language=language)
    page.goto(f"/{language}/accounts/confirm-email/nonsense/")
    assert_sound(page, "confirmation", language=language)
    page.goto(f"/{language}/accounts/password/reset/key/1-nonsense/")
    assert_sound(page, "new-password", language=language)


@pytest.mark.slow
def test_every_verdict_of_verification_is_a_sound_page(
    page: Page, institute: Institute, assert_sound: Callable[..., None]
) -> None:
    language = "ms"  # test_verification.py looks at verdicts in both; here in the dark and small
    [award] = awards_of(institute.holder("Aisyah Rahman").user)
    genuine = award.credential.encode()
    forged = json.loads(genuine)
    forged["credentialSubject"]["name"] = "Somebody Else"
    foreign = json.loads(genuine)
    foreign["issuer"]["id"] = "did:web:elsewhere.example"
    files = {
        "genuine": genuine,
        "forged": json.dumps(forged).encode(),
        "foreign": json.dumps(foreign).encode(),
        "no-json": b"a certificate, believe me",
        "pdf": b"%PDF-1.7 a scan",
    }
    seen = []

    for name, content in files.items():
        verify_file(page, content, language=language)
        seen.append(page.locator("#verdict").inner_text())
        assert_sound(page, f"verdict-{name}", language=language)
    verify_file(page, b"x" * 5_000_000, language=language)
    assert_sound(page, "verdict-too-large", language=language)
    page.goto(f"/{language}/verify/?number=nonsense")
    assert_sound(page, "no-number", language=language)
    page.goto(f"/{language}/verify/API-2026-999999/")
    assert_sound(page, "unknown-number", language=language)
    revoke(award.number, reason="Invented.", actor=institute.farid, at=institute.now)
    page.goto(f"/{language}/verify/{award.number}/")
    assert_sound(page, "revoked-number", language=language)
    verify_file(page, genuine, language=language)
    seen.append(page.locator("#verdict").inner_text())
    assert_sound(page, "verdict-revoked", language=language)

    assert seen == [
        said(language, words)
        for words in (
            "Genuine and in force",
            "Do not rely on this file",
            "Issuer not known here",
            "Not a credential",
            "Not a credential",
            "Revoked",
        )
    ]


def verify_file(page: Page, content: bytes, *, language: str) -> None:
    page.goto(f"/{language}/verify/")
    file = FilePayload(name="credential.json", mimeType="application/json", buffer=content)
    page.locator("[type=file]").set_input_files(file)
    page.locator("[type=file]").evaluate("input => input.setCustomValidity('')")
    send(page, said(language, "Check the file"))


@pytest.mark.parametrize("language", ["en", pytest.param("ms", marks=pytest.mark.slow)])
def test_forms_of_candidates_and_registrars_say_what_is_missing(
    page: Page, institute: Institute, assert_sound: Callable[..., None], language: str
) -> None:
    person = institute.traveller("Nurul Huda", days_ago=60)
    list(person.enrol("API"))
    list(person.sit("PUM", right=40))
    institute.let_in(page, person.user)
    page.goto(f"/{language}/my/ethics/ethics/")
    send(page, said(language, "Accept the code"))
    expect(page.locator(".errorlist")).to_be_visible()
    assert_sound(page, "code", language=language)
    for way in (person.be_credited("PRM"), person.be_credited("PFP"), person.accept_ethics()):
        list(way)
    page.goto(f"/{language}/my/awards/")
    send(page, said(language, "Claim %(letters)s", letters="API"))
    expect(page.locator(".errorlist")).to_be_visible()
    assert_sound(page, "claim", language=language)
    list(person.be_conferred("API"))

    institute.let_in(page, institute.farid)
    page.goto(f"/{language}/registrar/candidates/{person.user.pk}/credit/")
    send(page, said(language, "Propose the credit"))
    expect(page.locator(".errorlist")).to_have_count(3)
    assert_sound(page, "credit", language=language)
    [award] = awards_of(person.user)
    page.goto(f"/{language}/registrar/awards/{award.number}/revoke/")
    send(page, said(language, "Continue"))
    expect(page.locator(".errorlist")).to_be_visible()
    assert_sound(page, "revoke", language=language)
    page.get_by_label(said(language, "Reason")).fill("Decision 12 of the board (invented).")
    send(page, said(language, "Continue"))
    assert_sound(page, "revoke-confirm", language=language)
    send(page, said(language, "Revoke the award"))
    page.goto(f"/{language}/registrar/awards/{award.number}/reinstate/")
    assert_sound(page, "reinstate", language=language)
    page.goto(f"/{language}/registrar/audit-trail/?person=nobody")
    assert_sound(page, "audit-trail", language=language)
    institute.let_in(page, person.user)
    page.goto(f"/{language}/my/awards/{award.number}/certificate.en.pdf")
    assert_sound(page, "no-certificate", language=language)


@pytest.mark.parametrize("language", [pytest.param("en", marks=pytest.mark.slow), "ms"])
def test_a_house_where_nothing_is_published_says_so(
    site: str, open_page: Callable[..., Page], watch: Any, language: str
) -> None:
    watch.expect("503")
    page = open_page(reduced_motion="reduce")

    page.goto(f"/{language}/")

    assert list(faults_of(page, look_at(page), language=language)) == []
