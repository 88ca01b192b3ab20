"""An employer checks a holder in a real browser: by number, by code, by file, in both languages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.web.programme import MOMENT, confer_api, open_account, publish_the_programme

Files = Callable[[str, str | bytes], str]
SOON_AND_LATER = [
    (360, "ms"),
    *(
        pytest.param(*one, marks=pytest.mark.slow)
        for one in ((360, "en"), (1280, "en"), (1280, "ms"))
    ),
]


@pytest.fixture
def farid(site: str) -> Any:
    publish_the_programme()
    return open_account("Farid bin Osman", role="registrar")


@pytest.fixture
def aisyah(farid: Any) -> Any:
    return open_account("Aisyah binti Rahman", role="candidate")


@pytest.fixture
def award(aisyah: Any, farid: Any, settings: Any) -> Any:
    """Aisyah's award of API, with her name public."""
    from tauliah.apps.awards.keys import make_signing_key

    make_signing_key(settings.SIGNING_KEY_FILE)
    return confer_api(aisyah, registrar=farid, at=MOMENT)


@pytest.fixture
def file(tmp_path: Path) -> Files:
    """Writes a file to choose; its path."""

    def write(name: str, content: str | bytes) -> str:
        data = content.encode() if isinstance(content, str) else content
        (tmp_path / name).write_bytes(data)
        return str(tmp_path / name)

    return write


def fits(page: Any) -> bool:
    """Whether nothing has to be scrolled sideways."""
    return page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


# The words of buttons are read from the page, so that the tests hold in both languages.
NUMBER_BUTTON = "form[method=get] button[type=submit]"
FILE_FORM = "form[data-most-bytes]"
FILE_BUTTON = f"{FILE_FORM} button[type=submit]"


@pytest.mark.parametrize(("width", "language"), SOON_AND_LATER)
def test_by_number(
    open_page: Any, award: Any, axe: Any, screenshot: Any, language: str, width: int
) -> None:
    page = open_page(viewport={"width": width, "height": 800})
    page.goto(f"/{language}/verify/")
    axe(page)
    screenshot(page, f"verify-{language}-{width}")
    assert fits(page)

    page.fill("#id_number", f" {award.number.lower()}")
    page.keyboard.press("Enter")

    expect(page).to_have_url(f"{page.url.split('/verify/')[0]}/verify/{award.number}/")
    expect(page.locator(".verdict-status")).to_be_visible()
    expect(page.locator(".diploma-name")).to_have_text("Aisyah binti Rahman")
    axe(page)
    screenshot(page, f"verify-award-{language}-{width}")
    assert fits(page)


@pytest.mark.slow
def test_in_the_dark_it_is_as_readable(open_page: Any, award: Any, axe: Any) -> None:
    page = open_page(color_scheme="dark")

    page.goto(f"/en/verify/{award.number}/")

    axe(page)


@pytest.mark.parametrize("language", ["en", pytest.param("ms", marks=pytest.mark.slow)])
def test_by_the_code_on_the_certificate(page: Any, award: Any, site: str, language: str) -> None:
    from tauliah.apps.awards.documents import qr_svg
    from tauliah.apps.awards.issuing import check_address

    address = check_address(award.number, language)
    assert address.startswith(site)
    page.goto(address)

    expect(page.locator(".diploma-name")).to_have_text("Aisyah binti Rahman")
    shown = page.request.get(page.locator(".award-code img").get_attribute("src"))
    assert shown.text() == qr_svg(address)


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "ms"])
def test_the_permanent_name_of_a_credential_leads_to_its_page(
    open_page: Any, award: Any, language: str
) -> None:
    page = open_page(locale=language)

    page.goto(f"/credentials/{award.number}")

    assert page.url.endswith(f"/{language}/verify/{award.number}/")


@pytest.mark.parametrize(("width", "language"), SOON_AND_LATER)
def test_by_a_genuine_file(
    open_page: Any, award: Any, file: Files, axe: Any, screenshot: Any, language: str, width: int
) -> None:
    page = open_page(viewport={"width": width, "height": 800})
    page.goto(f"/{language}/verify/")

    page.set_input_files("#id_file", file("api.json", award.credential))
    page.fill("#id_email", "aisyah@example.com")
    page.click(FILE_BUTTON)

    expect(page.locator(".verdict-genuine .verdict-status")).to_be_visible()
    expect(page.locator(".diploma-name")).to_have_text("Aisyah binti Rahman")
    expect(page.locator(".checks .is-passed")).to_have_count(6)
    axe(page)
    screenshot(page, f"verify-file-{language}-{width}")
    assert fits(page)


@pytest.mark.parametrize("language", ["en", pytest.param("ms", marks=pytest.mark.slow)])
def test_by_an_altered_file(
    page: Any, award: Any, file: Files, axe: Any, screenshot: Any, language: str
) -> None:
    page.goto(f"/{language}/verify/")

    altered = award.credential.replace("Aisyah binti Rahman", "Nurul Huda")
    page.set_input_files("#id_file", file("api.json", altered))
    page.click(FILE_BUTTON)

    expect(page.locator(".verdict-invalid")).to_be_visible()
    expect(page.locator("main")).not_to_contain_text("Nurul")
    axe(page)
    screenshot(page, f"verify-altered-{language}")


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "ms"])
def test_by_a_file_of_an_unknown_issuer(
    page: Any, award: Any, file: Files, axe: Any, settings: Any, language: str
) -> None:
    page.goto(f"/{language}/verify/")

    foreign = award.credential.replace(settings.ISSUER, "did:web:diplomas.example")
    page.set_input_files("#id_file", file("diploma.json", foreign))
    page.click(FILE_BUTTON)

    expect(page.locator(".verdict-doubtful")).to_be_visible()
    expect(page.locator(".checks")).to_contain_text("did:web:diplomas.example")
    axe(page)


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "ms"])
def test_by_a_file_that_is_no_credential(
    page: Any, award: Any, file: Files, axe: Any, language: str
) -> None:
    page.goto(f"/{language}/verify/")

    page.set_input_files("#id_file", file("letter.txt", "Dear Sir or Madam"))
    page.click(FILE_BUTTON)

    expect(page.locator(".verdict-invalid")).to_be_visible()
    axe(page)


@pytest.mark.slow
def test_a_file_dropped_on_the_form_is_taken(page: Any, award: Any) -> None:
    page.goto("/en/verify/")

    dropped = page.evaluate_handle(
        """content => {
            const data = new DataTransfer();
            data.items.add(new File([content], "api.json", {type: "application/json"}));
            return data;
        }""",
        award.credential,
    )
    page.dispatch_event(FILE_FORM, "drop", {"dataTransfer": dropped})
    page.click(FILE_BUTTON)

    expect(page.locator(".verdict-genuine")).to_be_visible()


@pytest.mark.slow
def test_five_megabytes_are_refused_before_they_are_sent(
    page: Any, award: Any, file: Files
) -> None:
    page.goto("/en/verify/")

    page.set_input_files("#id_file", file("scan.json", b"0" * 5_000_000))
    page.click(FILE_BUTTON)

    told = page.evaluate("document.querySelector('#id_file').validationMessage")
    assert told == "This file is larger than 1 MB. A credential never is."
    assert page.url.endswith("/en/verify/")
    expect(page.locator(".verdict")).to_have_count(0)


@pytest.mark.parametrize("language", ["en", pytest.param("ms", marks=pytest.mark.slow)])
def test_without_a_script_everything_works_and_five_megabytes_are_answered(
    open_page: Any, award: Any, file: Files, watch: Any, language: str
) -> None:
    watch.expect("413")
    page = open_page(java_script_enabled=False)
    page.goto(f"/{language}/verify/")

    page.set_input_files("#id_file", file("scan.json", b"0" * 5_000_000))
    page.click(FILE_BUTTON)
    expect(page.locator(".verdict-invalid")).to_be_visible()

    page.goto(f"/{language}/verify/")
    page.set_input_files("#id_file", file("api.json", award.credential))
    page.click(FILE_BUTTON)
    expect(page.locator(".verdict-genuine")).to_be_visible()

    page.goto(f"/{language}/verify/")
    page.fill("#id_number", award.number)
    page.click(NUMBER_BUTTON)
    expect(page.locator(".diploma-name")).to_have_text("Aisyah binti Rahman")


@pytest.mark.parametrize("language", [pytest.param("en", marks=pytest.mark.slow), "ms"])
def test_once_it_is_revoked_number_and_file_say_so(
    page: Any, award: Any, farid: Any, file: Files, axe: Any, screenshot: Any, language: str
) -> None:
    from tauliah.apps.awards.actions import revoke

    revoke(award.number, reason="A broken code", actor=farid, at=MOMENT + timedelta(days=1))

    page.goto(f"/{language}/verify/{award.number}/")
    expect(page.locator(".verdict-revoked")).to_be_visible()
    expect(page.locator(".award-code")).to_have_count(0)
    axe(page)
    screenshot(page, f"verify-revoked-{language}")
    page.goto(f"/{language}/verify/")
    page.set_input_files("#id_file", file("api.json", award.credential))
    page.click(FILE_BUTTON)
    expect(page.locator(".verdict-revoked")).to_be_visible()
    axe(page)


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "ms"])
def test_a_number_that_was_never_given(
    page: Any, award: Any, watch: Any, axe: Any, language: str
) -> None:
    watch.expect("404")
    page.goto(f"/{language}/verify/")

    page.fill("#id_number", "API-2026-000999")
    page.click(NUMBER_BUTTON)

    expect(page.locator("h1")).to_be_visible()
    expect(page.locator("main")).to_contain_text("API-2026-000999")
    axe(page)


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "ms"])
def test_what_is_no_number_is_told_at_the_field(
    page: Any, award: Any, watch: Any, axe: Any, language: str
) -> None:
    watch.expect("400")
    page.goto(f"/{language}/verify/")

    page.fill("#id_number", "hello")
    page.click(NUMBER_BUTTON)

    expect(page.locator("#id_number")).to_have_attribute("aria-invalid", "true")
    axe(page)


def test_the_holder_takes_the_papers_away_and_anyone_can_check_them(
    page: Any, award: Any, aisyah: Any, site: str
) -> None:
    from django.conf import settings
    from django.test import Client

    browser = Client()
    browser.force_login(aisyah)
    session = browser.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": site}]
    )
    page.goto("/en/my/awards/")

    papers = {}
    for name in (f"{award.number}.json", f"{award.number}.en.pdf", f"{award.number}.ms.pdf"):
        kind = "credential.json" if name.endswith("json") else f"certificate.{name[-6:]}"
        with page.expect_download() as download:
            page.click(f"a[href$='{kind}']")
        papers[name] = download.value

    assert {one.suggested_filename for one in papers.values()} == set(papers)
    page.goto("/en/verify/")
    page.set_input_files("#id_file", papers[f"{award.number}.json"].path())
    page.click(FILE_BUTTON)
    expect(page.locator(".verdict-genuine")).to_be_visible()
