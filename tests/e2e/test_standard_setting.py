"""Cut scores without ratings: a judge works on a phone by the keyboard, a committee adopts the cut."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from tauliah.apps.itembank.calibrated import keep_parameters
from tauliah.apps.itembank.queries import current_items
from tauliah.apps.standards.judging import (
    candidates_page,
    give_bounds,
    place_bookmark,
    sort_candidates,
)
from tauliah.apps.standards.models import StudyCandidate
from tauliah.apps.standards.rating import hand_in
from tauliah.core.exam.study_methods import GROUPS, Bounds
from tests.e2e.accessibility import violations, violations_in_the_dark
from tests.e2e.conftest import Watch
from tests.e2e.institute import Institute, said
from tests.e2e.soundness import DESKTOP, PHONE, WIDTH, faults_on_a_phone
from tests.services import panel
from tests.services.scored_sittings import score_sittings

BOOKLET = 8
OTHERS = ("aminah", "ravi")
SOON = ("bookmark", "ms")
"""What is walked each time; the other ways, and colours and wide pages, are slow."""
METHODS = ("bookmark", "hofstee", "borderline", "contrasting")
ADDRESSES = {"bookmark": "bookmark"}
"""Where a study is opened; the methods that look at scores have one page."""


@dataclass(slots=True)
class Committee:
    """The people of a study, each with a browser, and the study once it is open."""

    institute: Institute
    people: dict[str, Any]
    method: str
    language: str
    officer: Page
    judge: Page
    registrar: Page
    is_thorough: bool
    study: UUID | None = None
    looked_at: set[str] = field(default_factory=set)

    def said(self, words: str) -> str:
        return said(self.language, words)

    def sound(self, page: Page) -> None:
        """Nothing is wrong with a page as it is, wide and narrow, light and dark; of the short way each
        page of the judge's phone is looked at once.
        """
        if not self.is_thorough and (page is not self.judge or page.url in self.looked_at):
            return
        self.looked_at.add(page.url)
        before = page.viewport_size
        page.set_viewport_size(DESKTOP)
        found = faults_on_a_phone(page)
        if self.is_thorough:
            found += [*violations(page), *violations_in_the_dark(page)]
        page.set_viewport_size(PHONE)
        if page.evaluate(WIDTH) > PHONE["width"]:
            found.append(f"{page.url} is {page.evaluate(WIDTH)} px wide on a phone")
        assert not found, "\n".join(found)
        if before:
            page.set_viewport_size(before)


@pytest.fixture
def committee(institute: Institute, open_page: Callable[..., Page]) -> Callable[..., Committee]:
    """The people with their browsers: the judge's is a phone."""

    def gathered(method: str, language: str) -> Committee:
        people = panel.panel_people()
        items = current_items("PUM", "secure")
        if method == "bookmark":
            kept = {
                one.code: (1.0, place / 2 - 2, 0.0) for place, one in enumerate(items[:BOOKLET])
            }
            keep_parameters(people["officer"], kept, source="elsewhere", at=institute.now)
        else:
            plain = [place for place, one in enumerate(items) if one.text.type == "single-choice"]
            score_sittings(60, items=plain[:12])
        pages = {
            "officer": open_page(reduced_motion="reduce"),
            "judge": open_page(viewport=PHONE, reduced_motion="reduce"),
            "registrar": open_page(reduced_motion="reduce"),
        }
        for who, page in pages.items():
            institute.let_in(page, people["chong" if who == "judge" else who])
        is_thorough = (method, language) != SOON
        return Committee(institute, people, method, language, **pages, is_thorough=is_thorough)

    return gathered


def open_study(on: Committee) -> None:
    """The officer opens the study, appoints its panel and opens the first round."""
    page = on.officer
    page.goto(f"/{on.language}/standards/new/{ADDRESSES.get(on.method, 'scores')}/")
    on.sound(page)
    if on.method != "bookmark":
        page.locator(f"input[name=method][value={on.method}]").check()
    page.locator("textarea[name=border]").fill(panel.BORDER)
    page.get_by_role("button", name=on.said("Open the study")).click()
    expect(page.get_by_role("status").first).to_contain_text(
        on.said("The study is open. Appoint its judges.")
    )
    on.study = UUID(page.url.rstrip("/").rsplit("/", 1)[-1])
    for who in panel.JUDGES:
        page.get_by_label(on.said("Judge"), exact=True).select_option(
            label=on.people[who].full_name
        )
        page.get_by_role("button", name=on.said("Appoint")).click()
        expect(page.get_by_role("status").first).to_contain_text(on.people[who].full_name)
    on.sound(page)
    page.get_by_role("button", name=on.said("Open the first round")).click()
    expect(page.get_by_role("button", name=on.said("Close the round"))).to_be_visible()


def by_keyboard(page: Page, button: str) -> None:
    page.get_by_role("button", name=button, exact=True).first.focus()
    page.keyboard.press("Enter")


def say(on: Committee, screenshot: Callable[[Page, str], None]) -> None:
    """The judge says on the phone what the method asks for."""
    page = on.judge
    page.goto(f"/{on.language}/rating/")
    on.sound(page)
    page.locator("main").get_by_role("link", name="PUM").first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("PUM")
    on.sound(page)
    screenshot(page, f"judge-{on.method}-{on.language}-before")
    match on.method:
        case "bookmark":
            page.locator("tbody tr").nth(4).get_by_role("link").focus()
            page.keyboard.press("Enter")
            expect(
                page.get_by_role("button", name=on.said("Place my bookmark here"))
            ).to_be_visible()
            on.sound(page)
            screenshot(page, f"judge-bookmark-{on.language}-page")
            by_keyboard(page, on.said("Place my bookmark here"))
        case "hofstee":
            given = {
                "lowest_cut": "5",
                "highest_cut": "5",
                "lowest_fail": "10",
                "highest_fail": "60",
            }
            for name, value in given.items():
                page.locator(f"[name={name}]").fill(value)
            by_keyboard(page, on.said("Keep your bounds"))
            expect(page.get_by_role("alert").first).to_be_visible()
            on.sound(page)
            screenshot(page, f"judge-hofstee-{on.language}-refused")
            page.locator("[name=highest_cut]").fill("9")
            by_keyboard(page, on.said("Keep your bounds"))
        case _:
            groups = list(GROUPS[on.method])  # type: ignore[index]
            chosen = page.locator("tbody select")
            for place in range(6):
                chosen.nth(place).focus()
                chosen.nth(place).select_option(groups[place % len(groups)])
            by_keyboard(page, on.said("Keep this page"))
    expect(page.get_by_role("status").first).to_be_visible()
    on.sound(page)
    screenshot(page, f"judge-{on.method}-{on.language}-said")


def others_say(on: Committee) -> None:
    """The other judges say theirs, and where candidates are sorted, the first one goes on."""
    at, study = on.institute.now, on.study
    assert study is not None
    for place, who in enumerate(OTHERS):
        person = on.people[who]
        if on.method == "bookmark":
            assert place_bookmark(person, study, 4 + 3 * place, at=at) is None
        elif on.method == "hofstee":
            assert give_bounds(person, study, Bounds(4 + place, 8 + place, 5, 70), at=at) is None
    if on.method in GROUPS:
        groups = list(GROUPS[on.method])  # type: ignore[index]
        rows = StudyCandidate.objects.filter(study=study).select_related("person")
        ranked = sorted(rows, key=lambda one: one.points)
        known = {}
        for place, one in enumerate(ranked):
            group = len(groups) * place // len(ranked)
            # where two groups do not overlap, any cut between them is as good as another
            group = 1 - group if on.method == "contrasting" and place % 5 == 0 else group
            known[one.person.candidate_number] = groups[group]
        for who in panel.JUDGES:
            assert not isinstance(sort_candidates(on.people[who], study, known, at=at), str)
            page = candidates_page(on.people[who], study)
            assert page is not None
            assert page.sorted == len(ranked)
    for who in OTHERS:
        assert hand_in(on.people[who], study, at=at) is None


def hand_in_and_close(on: Committee, screenshot: Callable[[Page, str], None], number: int) -> None:
    """The judge hands in by the keyboard; the officer closes the round and looks at it."""
    judge, officer = on.judge, on.officer
    judge.goto(f"/{on.language}/rating/{on.study}/")
    by_keyboard(judge, on.said("Hand in"))
    expect(judge.locator("main")).to_contain_text(on.said("You have handed in this round"))
    on.sound(judge)
    screenshot(judge, f"judge-{on.method}-{on.language}-handed-in-{number}")
    officer.goto(f"/{on.language}/standards/{on.study}/")
    by_keyboard(officer, on.said("Close the round"))
    expect(officer.locator(".plot-figure svg").first).to_be_visible()
    expect(officer.locator("main")).to_contain_text(on.said("Cut score of the panel"))
    on.sound(officer)
    screenshot(officer, f"study-{on.method}-{on.language}-round-{number}")


def second_round(on: Committee, screenshot: Callable[[Page, str], None]) -> None:
    """A second round shows judges what the others said, but of candidates, whom each knows alone."""
    on.officer.get_by_role("button", name=on.said("Open another round")).click()
    expect(on.officer.get_by_role("button", name=on.said("Close the round"))).to_be_visible()
    on.judge.goto(f"/{on.language}/rating/{on.study}/")
    if on.method == "bookmark":
        expect(on.judge.locator("main")).to_contain_text("4, 7")
    elif on.method == "hofstee":
        expect(on.judge.locator("main")).to_contain_text("4–8")
        expect(on.judge.locator("main")).to_contain_text(on.said("How many would fail"))
    on.sound(on.judge)
    screenshot(on.judge, f"judge-{on.method}-{on.language}-second")
    for who in OTHERS:
        assert hand_in(on.people[who], on.study, at=on.institute.now) is None
    hand_in_and_close(on, screenshot, 2)
    expect(on.officer.locator("main")).to_contain_text(on.said("Somebody else decides"))


@pytest.mark.parametrize(
    ("method", "language"),
    [
        pytest.param(
            method,
            language,
            marks=() if (method, language) == SOON else pytest.mark.slow,
        )
        for method in METHODS
        for language in ("en", "ms")
    ],
)
def test_a_cut_goes_from_a_judges_phone_to_its_adoption(
    committee: Callable[..., Committee],
    watch: Watch,
    screenshot: Callable[[Page, str], None],
    method: str,
    language: str,
) -> None:
    watch.expect(r"409 \(Conflict\)")  # bounds that are none
    on = committee(method, language)
    open_study(on)
    say(on, screenshot)
    others_say(on)
    hand_in_and_close(on, screenshot, 1)

    if on.is_thorough:
        second_round(on, screenshot)

    page = on.registrar
    page.goto(f"/{language}/standards/{on.study}/")
    on.sound(page)
    page.locator("[name=cut]").fill("4,5")
    page.locator("[name=reason]").fill("As the panel says.")
    by_keyboard(page, on.said("Adopt this cut score"))
    adopted = page.locator("main .notice-success.narrow")
    expect(adopted).to_contain_text("As the panel says.")
    expect(adopted).to_contain_text("4.5")
    on.sound(page)
    screenshot(page, f"study-{method}-{language}-adopted")
