"""Every kind of page that a link leads to, in both languages: whole, accessible, fit for a phone."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import pytest
from django.urls import resolve
from django.utils.translation import override
from playwright.sync_api import Page

from tauliah.apps.awards.queries import awards_of
from tauliah.apps.classes.actions import book as book_class
from tauliah.apps.classes.actions import give_up, open_class, settle_classes
from tauliah.apps.classes.opening import Wanted
from tauliah.apps.itembank.writing import write_item
from tauliah.apps.mock_exams.actions import start_mock, submit_mock
from tauliah.apps.people.queries import person_by_email
from tauliah.apps.privacy.erasing import ask_for_erasure
from tauliah.apps.sittings.actions import book, start_attempt
from tauliah.apps.sittings.queries import window_at
from tauliah.apps.study.actions import answer_practice_item, mark_lesson_read
from tauliah.apps.study.queries import practice_items
from tauliah.core.kernel import Refused
from tests.e2e.accessibility import violations_in_the_dark
from tests.e2e.institute import Institute
from tests.e2e.soundness import Look, faults_of, faults_on_a_phone, look_at
from tests.services import panel
from tests.services.assembling import assembled
from tests.services.bank_people import CODE, pooled
from tests.web.programme import open_account

ALIKE = {"en": 1, "ms": 1}
"""So many pages of one kind are looked at: the terms of a glossary are alike, and so are languages."""
RATED = ("PUM-S-CON-01", "PUM-S-CON-02", "PUM-S-CON-03")
PUBLIC = (
    "designations/", "courses/", "glossary/", "pages/", "ethics/", "verify/", "receipts/", "register/",
    "search/",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Visitor:
    """Someone with a browser: where they begin, and below which paths of a language they look."""

    page: Page
    starts: tuple[str, ...]
    within: tuple[str, ...]

    def looks_at(self, path: str, *, language: str) -> bool:
        prefix = f"/{language}/"
        rest = path.removeprefix(prefix)
        return path.startswith(prefix) and (not rest or rest.startswith(self.within))


def anyone(institute: Institute, page: Page) -> Visitor:
    """The public pages, with those of an award, and the way in."""
    [award] = awards_of(institute.holder("Aisyah Rahman").user)
    starts = ("", "glossary/?q=insur", "glossary/?q=zzz", f"verify/{award.number}/", "receipts/")
    starts += ("register/?q=zzz",)
    return Visitor(page, starts, (*PUBLIC, "accounts/"))


def newcomer(institute: Institute, page: Page) -> Visitor:
    """All that can be studied and chosen, by someone who has answered one practice item.

    Of two mock exams one has ended and the other runs.
    """
    nurul = institute.newcomer("Nurul Huda")
    item = practice_items("PUM")[0].code
    answer_practice_item(nurul, "PUM", item, value="a", at=institute.now)
    for course in ("PUM", "PIN"):
        mock = start_mock(nurul, course, at=institute.now)
        assert not isinstance(mock, Refused), mock
        if course == "PUM":
            submit_mock(nurul, mock.pk, language="en", at=institute.now)
    institute.let_in(page, nurul)
    starts = ("", "my/", "study/eth/", f"study/pum/practice/all-topics/{item}/", "study/pin/mock/")
    return Visitor(page, starts, ("my/", "study/", "exams/", "accounts/", "courses/pum/"))


def holder(institute: Institute, page: Page) -> Visitor:
    """What has grown since: an award, exams passed and failed, and one more that is booked."""
    aisyah = institute.holder("Aisyah Rahman").user
    mark_lesson_read(aisyah, "PIN", "01-personal-motor", at=institute.now)
    window = window_at(institute.now)
    assert window is not None
    book(aisyah, "PIN", window=window.code, at=institute.now)
    institute.let_in(page, aisyah)
    starts = ("my/", "study/pum/", "study/pin/", "study/prm/")
    return Visitor(page, starts, ("my/", "exams/", "verify/"))


def registrar(institute: Institute, page: Page) -> Visitor:
    """The registrar's pages about a holder, who failed once, and a newcomer, who asks to be erased."""
    institute.holder("Aisyah Rahman")
    nurul = institute.newcomer("Nurul Huda")
    ask_for_erasure(nurul, words="I leave the trade.", actor=nurul, at=institute.now)
    institute.let_in(page, institute.farid)
    return Visitor(page, ("", "home/"), ("registrar/",))


def invigilator(institute: Institute, page: Page) -> Visitor:
    """The room of today, with one who sits and one who has booked, and what can be done."""
    for name, sits in (("Aisyah Rahman", True), ("Nurul Huda", False)):
        person = institute.traveller(name, days_ago=30)
        list(person.enrol("API"))
        window = window_at(institute.now)
        assert window is not None
        booking = book(person.user, "PUM", window=window.code, at=institute.now)
        assert not isinstance(booking, Refused), booking
        if sits:
            start_attempt(person.user, booking.pk, at=institute.now)
    institute.let_in(page, open_account("Devi Nair", role="invigilator"))
    return Visitor(page, ("", "home/", "invigilation/"), ("invigilation/", "emergency-file/"))


def marker(institute: Institute, page: Page) -> Visitor:
    """The marker's desk."""
    institute.let_in(page, open_account("Mei Tan", role="marker"))
    return Visitor(page, ("", "home/", "marking/"), ("marking/",))


def author(institute: Institute, page: Page) -> Visitor:
    """The item bank of somebody who has written two versions of an item."""
    mei = open_account("Mei Ling", role="item-author")
    for stem in ("Who bears a loss that nobody insured?", "Who pays a loss that is not insured?"):
        written = write_item(mei, pooled(stem=stem), at=institute.now)
        assert not isinstance(written, Refused), written
    institute.let_in(page, mei)
    way = "bank/new/?course=PUM&pool=secure&way="
    starts = (
        "",
        "home/",
        "bank/?state=draft",
        f"bank/items/{CODE.lower()}/",
        f"{way}numeric",
        f"{way}text",
    )
    return Visitor(page, starts, ("bank/",))


def officer(institute: Institute, page: Page) -> Visitor:
    """The item bank of an officer, with the items of the programme and requests for forms."""
    azman = open_account("Azman Hashim", role="bank-officer")
    states = [assembled(azman, forms=forms, overlap=0).state for forms in (2, 3)]
    assert states == ["assembled", "impossible"]
    institute.let_in(page, azman)
    return Visitor(page, ("", "home/", "bank/?state=pilot"), ("bank/",))


def committee(institute: Institute, page: Page) -> Visitor:
    """Cut scores: a study that is adopted, one between two rounds, and the forms beside the standard."""
    people = panel.panel_people()
    panel.adopted(people, cut="2", codes=RATED)
    panel.rated(people, codes=RATED)
    institute.let_in(page, people["officer"])
    return Visitor(page, ("", "home/", "standards/"), ("standards/",))


def judge(institute: Institute, page: Page) -> Visitor:
    """A judge's sheet in a second round, with what the others rated."""
    people = panel.panel_people()
    study = panel.rated(people, codes=RATED)
    panel.open_next_round(people, study)
    institute.let_in(page, people["chong"])
    return Visitor(page, ("", "home/", "rating/"), ("rating/",))


def pupil(institute: Institute, page: Page) -> Visitor:
    """Classes, by somebody for whom a seat is kept in one and who waits for another."""
    full, over = _classes(institute)
    siti = person_by_email("siti@example.com")
    assert siti is not None
    institute.let_in(page, siti)
    starts = ("classes/", "classes/mine/", "classes/?place=Hartford")
    starts += (f"classes/{full}/give-up/", f"classes/{over}/")
    return Visitor(page, starts, ("classes/",))


def class_desk(institute: Institute, page: Page) -> Visitor:
    """The registrar's classes: one that is full, and one whose attendance is to be marked."""
    _full, over = _classes(institute)
    institute.let_in(page, institute.farid)
    starts = ("registrar/classes/", f"registrar/classes/{over}/attendance/")
    return Visitor(page, starts, ("registrar/classes/",))


def _classes(institute: Institute) -> tuple[UUID, UUID]:
    """A class with one who sits, one who is asked, one who waits and one who has gone; one over."""
    days = timedelta(days=1)
    made = []
    for place, first, asked_at in (("Kuala Lumpur", 20, -5), ("Penang", -3, -20)):
        starts = (institute.now + first * days).date()
        wanted = Wanted(
            course="PUM", place=place, venue="Room 3", language="en", starts=starts,
            ends=starts + days, hours="09:00-17:00", seats=2,
        )  # fmt: skip
        at = institute.now + asked_at * days
        scheduled = open_class(wanted, actor=institute.farid, at=at)
        assert not isinstance(scheduled, Refused), scheduled
        made.append((scheduled.pk, at))
    (full, at), (over, earlier) = made
    people = []
    for name in ("Kumar Pillai", "Nurul Huda", "Siti Hajar", "Wei Jie"):
        walker = institute.traveller(name, days_ago=30)
        list(walker.enrol("API"))
        people.append(walker.user)
        if name == "Kumar Pillai":
            book_class(walker.user, over, at=earlier)
            settle_classes(at=institute.now)
        booked = book_class(walker.user, full, at=at)
        assert not isinstance(booked, Refused), booked
    give_up(people[0], full, at=institute.now)
    return full, over


EVERYONE = (
    newcomer, anyone, holder, registrar, invigilator, marker, author, officer, committee, judge,
    pupil, class_desk,
)  # fmt: skip
SOON = (
    (newcomer, "en"), (anyone, "ms"), (registrar, "en"), (officer, "en"), (committee, "en"),
)  # fmt: skip
"""Whose pages are looked at each time; the others' take longer than one waits for."""


@pytest.mark.parametrize(
    ("who", "language"),
    [
        pytest.param(who, language, marks=() if (who, language) in SOON else pytest.mark.slow)
        for language in ("en", "ms")
        for who in EVERYONE
    ],
)
def test_every_page_that_a_link_leads_to_is_sound(
    open_page: Callable[..., Page],
    institute: Institute,
    screenshot: Callable[[Page, str], None],
    who: Callable[[Institute, Page], Visitor],
    language: str,
) -> None:
    # colours that glide from light to dark would be measured on their way
    visitor = who(institute, open_page(reduced_motion="reduce"))
    page = visitor.page
    kinds = set()
    faults = []

    for path, look in pages_of(visitor, language=language):
        with override(language):
            kind = resolve(path).url_name
        is_new = kind not in kinds
        kinds.add(kind)
        within = "html" if is_new else "main"
        found = [*faults_of(page, look, language=language, within=within)]
        # colours are the same in both languages
        if is_new or language == "en":
            found += violations_in_the_dark(page, within=within)
        if is_new:
            found += faults_on_a_phone(page)
            screenshot(page, f"{who.__name__}-{language}-{kind}")
        faults += [f"{path}: {fault}" for fault in found]

    assert not faults, "\n".join(faults)


def pages_of(visitor: Visitor, *, language: str) -> Iterator[tuple[str, Look]]:
    """Some of each kind, and each once where addresses differ only in what they ask."""
    page = visitor.page
    waiting = deque(f"/{language}/{start}" for start in visitor.starts)
    seen = {asked(address) for address in waiting}
    looked_at: Counter[str | None] = Counter()
    while waiting:
        address = waiting.popleft()
        with override(language):
            kind = resolve(urlsplit(address).path).url_name
        if looked_at[kind] == ALIKE[language]:
            continue
        looked_at[kind] += 1
        response = page.goto(address)
        assert response is not None, f"{address} from {page.url}"
        assert response.ok, f"{address}: {response.status}"
        # where an address led on to another, that one was seen
        seen.add(asked(page.url))
        look = look_at(page)
        yield urlsplit(page.url).path, look
        for link in look.links:
            if asked(link) in seen:
                continue
            if link in look.downloads:
                assert page.request.get(link).ok, f"{link} cannot be downloaded"
            elif visitor.looks_at(urlsplit(link).path, language=language):
                waiting.append(link)
            seen.add(asked(link))


def asked(address: str) -> tuple[str, ...]:
    parts = urlsplit(address)
    return (parts.path, *sorted(parse_qs(parts.query)))
