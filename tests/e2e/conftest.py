"""A real Chromium against the real pages: every page is watched, and a complaint fails its test."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
import time_machine
from playwright.sync_api import (
    Browser,
    ConsoleMessage,
    Page,
    Request,
    expect,
    sync_playwright,
)

from tests.e2e.accessibility import violations
from tests.services.browser import NoBrowserError, find_browser

if TYPE_CHECKING:
    from tests.e2e.institute import Institute

# Playwright's synchronous interface keeps an event loop in this thread, and Django would refuse
# to query beside it. Only the browser tests are allowed to.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

# What a browser asks of the world on its own account; a closed network refuses it noisily.
QUIET = [
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1, EXCLUDE [::1]",
]
DESKTOP = {"width": 1280, "height": 900}
# Two cores that serve pages, draw them and look at them take their time.
expect.set_options(timeout=15_000)

OpenPage = Callable[..., Page]


class Watch:
    """What the pages of one test complained about, but for what the test said it expects."""

    def __init__(self) -> None:
        self.complaints: list[str] = []
        self._expected: list[re.Pattern[str]] = []

    def expect(self, pattern: str) -> None:
        """Complaints that match are what this test is about, such as the 409 of a stale answer."""
        self._expected.append(re.compile(pattern))

    def follow(self, page: Page) -> None:
        page.on("console", self._on_console)
        page.on("pageerror", lambda error: self.complaints.append(f"page error: {error}"))

    def see_request(self, request: Request) -> None:
        """Another host than this one is not found by the browser, and asking for it is told."""
        if urlsplit(request.url).hostname not in {"localhost", "127.0.0.1", "::1", None}:
            self.complaints.append(f"request to another host: {request.url}")

    def unexpected(self) -> list[str]:
        return [
            complaint
            for complaint in self.complaints
            if not any(pattern.search(complaint) for pattern in self._expected)
        ]

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            place = message.location.get("url", "")
            self.complaints.append(f"console: {message.text} ({place})")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    try:
        program = find_browser()
    except NoBrowserError as error:
        pytest.fail(str(error), pytrace=False)
    flags = [*QUIET, "--no-sandbox"] if os.geteuid() == 0 else QUIET
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=flags)
        yield chromium
        chromium.close()


@pytest.fixture
def watch() -> Iterator[Watch]:
    watch = Watch()
    yield watch
    complaints = watch.unexpected()
    if complaints:
        pytest.fail("the browser complained:\n" + "\n".join(complaints), pytrace=False)


@pytest.fixture(scope="session", autouse=True)
def _styles_are_kept_by_the_browser() -> Iterator[None]:
    """Style sheets, scripts and fonts are asked for once by each browser, as in production.

    For years, because the clock of the site is not that of the browser.
    """
    from django.contrib.staticfiles.handlers import StaticFilesHandler

    serve = StaticFilesHandler.serve

    def serve_to_be_kept(self: Any, request: Any) -> Any:
        response = serve(self, request)
        response["Cache-Control"] = "max-age=999999999"
        return response

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(StaticFilesHandler, "serve", serve_to_be_kept)
        yield


@pytest.fixture
def site(live_server: Any, settings: Any) -> str:
    """The address of the running site, which its mails, QR codes and credentials name too."""
    settings.ADDRESS = live_server.url
    settings.ISSUER = "did:web:" + urlsplit(live_server.url).netloc.replace(":", "%3A")
    return str(live_server.url)


@pytest.fixture
def moment() -> Iterator[datetime]:
    """10:00 on 10 November 2026 in Kuala Lumpur, in an open window; from there time goes on.

    The site runs in this process, so its clock is this one. The browser keeps its own, like those
    of visitors who never set theirs.
    """
    instant = datetime(2026, 11, 10, 2, 0, tzinfo=UTC)
    with time_machine.travel(instant):
        yield instant


@pytest.fixture
def institute(browser: Browser, site: str, moment: datetime) -> Institute:
    """The shipped programme, published, and a registrar."""
    # The browser first: its event loop gives this thread another connection to the database.
    # Imported here: this file is read before Django has its settings.
    from tests.e2e.institute import Institute

    return Institute(site, now=moment)


@pytest.fixture
def open_page(browser: Browser, site: str, watch: Watch) -> Iterator[OpenPage]:
    """Opens a page as a person of its own, with cookies of its own: two calls are two devices.

    Keywords are those of Playwright's `new_context`: `viewport`, `locale`, `color_scheme`,
    `java_script_enabled`, ... Addresses may be relative to the site.
    """
    contexts = []

    def open_one(**options: Any) -> Page:
        settings: dict[str, Any] = {"base_url": site, "viewport": DESKTOP, **options}
        context = browser.new_context(**settings)
        contexts.append(context)
        context.set_default_timeout(15_000)
        # not by a route: it would make the browser fetch every style sheet again for every page
        context.on("request", watch.see_request)
        context.on("page", watch.follow)
        return context.new_page()

    yield open_one
    for context in contexts:
        context.close()


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    """One page of one person on a desktop."""
    return open_page()


@pytest.fixture(scope="session")
def axe() -> Callable[[Page], None]:
    """Asserts that a page, as it is now, violates no rule of WCAG 2.2 at level AA."""

    def assert_accessible(page: Page) -> None:
        report = violations(page)
        assert not report, f"axe on {page.url}:\n" + "\n".join(report)

    return assert_accessible


@pytest.fixture(scope="session")
def screenshot() -> Callable[[Page, str], None]:
    """Keeps a picture of the whole page as NAME.png in the folder TAULIAH_SCREENSHOTS, when set."""

    def keep(page: Page, name: str) -> None:
        folder = os.environ.get("TAULIAH_SCREENSHOTS")
        if folder:
            page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)

    return keep
