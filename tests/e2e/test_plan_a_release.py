"""A registrar plans a release by which people lose: who, from a page, before anything is published."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import FilePayload, Locator, Page, expect

from tauliah.apps.catalogue.queries import current_release
from tauliah.apps.people.queries import audit_trail
from tauliah.cli.folders import read_folder, shipped_programme
from tauliah.web import long_plans, proposals
from tauliah.web.clock import now
from tauliah.web.proposals import UnderWay
from tests.e2e.institute import Institute, said
from tests.e2e.soundness import faults_of, look_at
from tests.web.test_archives import zipped

Screenshot = Callable[[Page, str], None]
MILLISECONDS_TO_READ = 120_000
"""A whole programme is read and checked before a plan is made of it."""
AGAIN = "**/again*.js"
RULES = "designations/api.yaml"
THREE, FOUR = "{exam: PRM}, {exam: PFP}]", "{exam: PRM}, {exam: PFP}, {exam: PLI}]"


@pytest.fixture
def stricter() -> FilePayload:
    """The shipped programme with one exam more on the second pathway to API, as a ZIP file."""
    files = read_folder(shipped_programme())
    assert files[RULES].decode().count(THREE) == 1
    files[RULES] = files[RULES].decode().replace(THREE, FOUR).encode()
    # the cases say what the rules are now
    files = {path: text for path, text in files.items() if not path.startswith("cases/")}
    return {"name": "programme.zip", "mimeType": "application/zip", "buffer": zipped(files)}


def heading(page: Page) -> Locator:
    return page.get_by_role("heading", level=1)


def press(page: Page, words: str) -> None:
    button = page.locator("main").get_by_role("button", name=words, exact=True)
    button.click(timeout=MILLISECONDS_TO_READ)


def assert_sound(page: Page, *, language: str) -> None:
    faults = list(faults_of(page, look_at(page), language=language))
    assert not faults, "\n".join(faults)


@pytest.mark.parametrize("language", ["en", pytest.param("ms", marks=pytest.mark.slow)])
def test_who_loses_is_seen_taken_away_accepted_and_published(
    open_page: Callable[..., Page],
    institute: Institute,
    screenshot: Screenshot,
    stricter: FilePayload,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    language: str,
) -> None:
    institute.holder("Aisyah Rahman")
    nurul = institute.traveller("Nurul Huda", days_ago=60)
    for _ in (*nurul.enrol("API"), *nurul.be_credited("PRM"), *nurul.be_credited("PFP")):
        pass
    # made beside the page, as with many records: the page shows how far it is, then the plan
    monkeypatch.setattr(long_plans, "RECORDS_WAITED_FOR", 0)
    page = open_page()
    institute.let_in(page, institute.farid)

    page.goto(f"/{language}/registrar/releases/")
    page.locator("main").get_by_role("link", name=said(language, "Plan a release")).click()
    page.locator("input[type=file]").set_input_files(stricter)
    press(page, said(language, "Show what would change"))
    expect(heading(page)).to_have_text(
        said(language, "What this release would change"), timeout=MILLISECONDS_TO_READ
    )

    people = page.get_by_role("region", name=said(language, "Effects by person"))
    expect(people.get_by_role("row")).to_have_count(2)
    expect(people).to_contain_text(nurul.user.candidate_number)
    expect(people).to_contain_text("PLI")
    assert_sound(page, language=language)
    screenshot(page, f"plan-{language}")
    page.set_viewport_size({"width": 360, "height": 740})
    screenshot(page, f"plan-{language}-narrow")

    with page.expect_download() as download:
        page.get_by_role("link", name=said(language, "Download all of it as a table (CSV)")).click()
    download.value.save_as(tmp_path / "effects.csv")
    with (tmp_path / "effects.csv").open(encoding="utf-8", newline="") as table:
        (row,) = csv.DictReader(table)
    assert (row["candidate_number"], row["effect"]) == (nurul.user.candidate_number, "loses")

    page.get_by_role("checkbox").check()
    press(page, said(language, "Publish this release"))
    expect(page.locator("main")).to_contain_text(
        said(language, "Release %(number)d is published.", number=2)
    )
    assert current_release() == 2
    (act,) = audit_trail(event="release.losses-accepted")
    assert (act.actor, act.details["losing"]) == (str(institute.farid.pk), 1)


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "ms"])
def test_how_far_a_long_plan_is_can_be_watched(
    page: Page, institute: Institute, screenshot: Screenshot, language: str
) -> None:
    id = proposals.new_id()
    proposals.tell(id, UnderWay(31_500, 100_000, now()), by=institute.farid)
    institute.let_in(page, institute.farid)
    # it would be loaded again while it is looked at
    page.route(AGAIN, lambda route: route.fulfill(body="", content_type="text/javascript"))

    page.goto(f"/{language}/registrar/plan/{id}/")

    expect(heading(page)).to_have_text(said(language, "The plan is being made"))
    expect(page.get_by_role("progressbar")).to_have_attribute("value", "31500")
    assert_sound(page, language=language)
    screenshot(page, f"plan-under-way-{language}")


@pytest.mark.slow
def test_a_page_that_tells_how_far_a_plan_is_loads_again_by_itself(
    page: Page, institute: Institute
) -> None:
    id = proposals.new_id()
    proposals.tell(id, UnderWay(1, 4, now()), by=institute.farid)
    institute.let_in(page, institute.farid)

    page.goto(f"/en/registrar/plan/{id}/")
    proposals.tell(id, UnderWay(3, 4, now()), by=institute.farid)

    expect(page.get_by_role("progressbar")).to_have_attribute("value", "3")
