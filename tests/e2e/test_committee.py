"""An exam committee goes from responses to a technical report, by pages alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator, Page, expect

from tauliah.apps.analyses.models import AnalysisRun
from tauliah.apps.itembank.queries import current_items
from tauliah.apps.standards.judging import give_bounds
from tauliah.apps.standards.models import Study
from tauliah.apps.standards.rating import hand_in
from tauliah.core.exam.study_methods import Bounds
from tests.e2e.accessibility import violations, violations_in_the_dark
from tests.e2e.institute import Institute, said
from tests.e2e.soundness import DESKTOP, PHONE, WIDTH, faults_on_a_phone
from tests.services import examhall, panel
from tests.services.scored_sittings import score_sittings

UNTIL_MADE = 120_000
STAND_STILL = "for (let timer = 0; timer < 10000; timer++) clearTimeout(timer)"
"""A page that tells how far something is loads itself again, also while it is being looked at."""


def sound(page: Page) -> None:
    """Nothing is wrong with a page wide and narrow, light and dark."""
    page.set_viewport_size(DESKTOP)
    found = [*violations(page), *violations_in_the_dark(page), *faults_on_a_phone(page)]
    page.set_viewport_size(PHONE)
    if page.evaluate(WIDTH) > PHONE["width"]:
        found.append(f"{page.url} is {page.evaluate(WIDTH)} px wide on a phone")
    page.set_viewport_size(DESKTOP)
    assert not found, "\n".join(found)


def two_forms() -> None:
    """Two forms of sixteen items, eight of them in common, each sat by 420 candidates."""
    items = current_items("PUM", "secure")
    plain = [place for place, one in enumerate(items) if one.text.type == "single-choice"]
    score_sittings(420, items=plain[:16], seed=1)
    score_sittings(420, items=plain[8:24], seed=2, ability=0.3)


@dataclass(slots=True)
class Desk:
    """The desk of a bank officer who asks for analyses in one language."""

    page: Page
    language: str
    screenshot: Callable[[Page, str], None]

    def word(self, words: str) -> str:
        return said(self.language, words)

    def look(self, name: str) -> None:
        """Nothing is wrong with the page, and there is a picture of it."""
        sound(self.page)
        self.screenshot(self.page, f"committee-{self.language}-{name}")

    def ask(self, kind: str, **settings: str) -> None:
        """Choose an analysis of the exam, set it, and have it made."""
        page = self.page
        page.goto(f"/{self.language}/analyses/new/")
        page.locator("[name=kind]").select_option(kind)
        page.locator("[name=exam]").select_option("pum/2026-1")
        self.press("Go on")
        for name, value in settings.items():
            field = page.locator(f"[name={name}]")
            if field.evaluate("one => one.tagName") == "SELECT":
                field.select_option(value)
            else:
                field.fill(value)
        if kind == "equating":  # the one with the most settings
            self.look(f"{kind}-settings")
        self.press("Make this analysis")

    def made(self, kind: str) -> str:
        """Wait for the figures, look at them; the address of the run."""
        expect(self.page.locator(".page-lead .badge-success")).to_be_visible(timeout=UNTIL_MADE)
        self.look(kind)
        return self.page.url

    def press(self, words: str) -> None:
        self.button(words).click()

    def button(self, words: str) -> Locator:
        return self.page.get_by_role("button", name=self.word(words), exact=True)


@pytest.mark.slow
@pytest.mark.timeout(1_200)
@pytest.mark.parametrize("language", ["en", "ms"])
def test_a_committee_goes_from_responses_to_the_technical_report(
    open_page: Callable[..., Page],
    institute: Institute,
    screenshot: Callable[[Page, str], None],
    language: str,
) -> None:
    people = panel.panel_people()
    second = examhall.account("Zaleha", role="bank-officer")
    two_forms()
    officer, other, registrar = (open_page(reduced_motion="reduce") for _ in range(3))
    for page, person in (
        (officer, people["officer"]),
        (other, second),
        (registrar, people["registrar"]),
    ):
        institute.let_in(page, person)

    desk = Desk(officer, language, screenshot)

    # from responses to items, languages and a calibration
    desk.ask("items")
    desk.made("items")
    desk.ask("languages", focal="ms")
    desk.made("languages")
    desk.ask("calibration", model="1PL")
    calibration = desk.made("calibration")
    desk.ask("persons", model="1PL")
    desk.made("persons")
    desk.ask("drift")
    desk.made("drift")
    desk.ask("calibration", model="3PL")
    expect(officer.locator("main")).to_contain_text(
        desk.word("Why there are no figures"), timeout=UNTIL_MADE
    )
    desk.look("refused")

    # a long run is cancelled and taken up again
    desk.ask("equating", model="1PL", replications="500")
    desk.press("Cancel this analysis")
    expect(officer.get_by_role("button", name=desk.word("Go on"), exact=True)).to_be_visible(
        timeout=UNTIL_MADE
    )
    desk.look("cancelled")
    desk.press("Go on")
    expect(officer.locator("progress")).to_be_visible()
    officer.evaluate(STAND_STILL)
    desk.look("under-way")
    officer.reload()
    equating = desk.made("equating")
    assert AnalysisRun.objects.get(kind="equating").outcome.used["turns"] == 2

    # a cut by a panel, on the base form
    officer.goto(f"/{language}/standards/new/scores/")
    officer.locator("input[name=method][value=hofstee]").check()
    base = AnalysisRun.objects.get(kind="equating").settings["base"]
    options = officer.locator("[name=scores] option")
    place = next(at for at, text in enumerate(options.all_inner_texts()) if base in text)
    officer.locator("[name=scores]").select_option(index=place)
    officer.locator("[name=border]").fill(panel.BORDER)
    desk.press("Open the study")
    for who in panel.JUDGES:
        officer.get_by_label(desk.word("Judge"), exact=True).select_option(
            label=people[who].full_name
        )
        desk.press("Appoint")
    desk.press("Open the first round")
    expect(officer.get_by_role("button", name=desk.word("Close the round"))).to_be_visible()
    study = Study.objects.get().pk
    for place, who in enumerate(panel.JUDGES):
        bounds = Bounds(6 + place, 11 + place, 10, 60)
        assert give_bounds(people[who], study, bounds, at=institute.now) is None
        assert hand_in(people[who], study, at=institute.now) is None
    desk.press("Close the round")
    expect(officer.locator("main")).to_contain_text(
        desk.word("How surely this cut score would sort")
    )
    desk.look("study")
    registrar.goto(f"/{language}/standards/{study}/")
    registrar.locator("[name=cut]").fill("9")
    registrar.locator("[name=reason]").fill("As the panel says.")
    registrar.get_by_role("button", name=desk.word("Adopt this cut score")).click()
    expect(registrar.locator(".notice-success").first).to_be_visible()

    # a second person makes parameters and the equating count
    for address, button in (
        (calibration, "Adopt these parameters"),
        (equating, "Adopt this equating"),
    ):
        officer.goto(address)
        expect(officer.locator("main")).to_contain_text(desk.word("Somebody else decides"))
        other.goto(address)
        other.locator("[name=reason]").fill("It settled, and fits.")
        sound(other)
        other.get_by_role("button", name=desk.word(button)).click()
        expect(other.locator("main dt", has_text=desk.word("Adopted")).first).to_be_visible()
    screenshot(other, f"committee-{language}-adopted-equating")
    officer.goto(f"/{language}/standards/courses/pum/forms/")
    desk.look("forms-beside-the-standard")

    # the report, on a page and on paper
    officer.goto(f"/{language}/analyses/reports/")
    sound(officer)
    officer.locator("main .card a").first.click()
    for section in ("adopted-cut", "part-1", "part-4"):
        expect(officer.locator(f"#{section}")).to_be_visible()
    expect(officer.locator("section[aria-labelledby=adopted-cut] svg.plot")).to_be_visible()
    desk.look("report")
    officer.set_viewport_size(PHONE)
    screenshot(officer, f"committee-{language}-report-phone")
    for name in ("PDF in English", "PDF in Malay"):
        link = officer.get_by_role("link", name=desk.word(name)).get_attribute("href")
        assert link
        assert officer.request.get(link).body().startswith(b"%PDF")
