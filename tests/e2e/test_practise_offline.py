"""Practice in a train: taken along, practised from the worker without a network, and sent afterwards."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tauliah.apps.catalogue.queries import programme
from tauliah.apps.people.queries import User
from tauliah.apps.study.actions import mark_lesson_read
from tauliah.apps.study.models import PracticeAnswer, Review
from tauliah.apps.study.offline_reviews import CardRated, keep_made_offline
from tauliah.web import offline_shell
from tests.e2e.conftest import Watch
from tests.e2e.institute import Institute, said
from tests.e2e.soundness import PHONE, WIDTH

# what a browser says by itself of a request without a network
NO_NETWORK = r"ERR_INTERNET_DISCONNECTED|Failed to load resource|net::ERR_FAILED"


def reader(institute: Institute, name: str) -> User:
    """A candidate who has read three lessons."""
    person = institute.newcomer(name)
    for lesson in programme().lessons_of("PUM")[:3]:
        mark_lesson_read(person, "PUM", lesson.slug, at=institute.now)
    return person


def know_the_cards(institute: Institute, person: User, *, but: int) -> None:
    """All cards of the lessons that were read, but some, were known today: items come then."""
    lessons = programme().lessons_of("PUM")[:3]
    cards = [card.id for one in lessons for card in programme().cards_of("PUM", one.slug)]
    known = [
        CardRated(uuid4(), "PUM", card, 4, 5.0, "en", institute.now)
        for card in cards[: len(cards) - but]
    ]
    keep_made_offline(person, known, at=institute.now)


def let_in(page: Page, institute: Institute, person: User) -> None:
    """Logs a person in, on a device whose clock shows the time of the site."""
    page.context.clock.install(time=institute.now)
    institute.let_in(page, person)


def take_along(page: Page, language: str = "en") -> None:
    page.goto(f"/{language}/study/pum/today/")
    page.get_by_role("button", name=said(language, "Take with me")).click()
    expect(page.get_by_role("link", name=said(language, "Practise without a network"))).to_be_visible()  # fmt: skip


def rate_a_card(page: Page, key: str, language: str = "en") -> None:
    """Goes past items until a card comes, and rates it by keyboard."""
    while page.locator("form [data-asked]").count():
        page.locator("[data-asked] .item input").first.check()
        page.get_by_role("button", name=said(language, "Answer"), exact=True).click()
        page.locator("[data-verdict]").wait_for()
        page.keyboard.press("Space")
        page.locator("[data-verdict]").wait_for(state="detached")
    front = page.locator("[data-front]").inner_text()
    page.keyboard.press(key)  # nothing is rated before the answer was seen
    page.locator("summary").press("Space")
    expect(page.get_by_text(said(language, "How well did you know it?"))).to_be_visible()
    page.keyboard.press(key)
    expect(page.locator("[data-front]", has_text=front)).to_have_count(0)


def test_a_ride_in_a_train(open_page: Callable[..., Page], institute: Institute, watch: Watch) -> None:  # fmt: skip
    watch.expect(NO_NETWORK)
    nurul = reader(institute, "Nurul Huda")
    page = open_page()
    let_in(page, institute, nurul)
    take_along(page)
    expect(page.get_by_text(re.compile(r"With you until .*: \d+ cards and items\."))).to_be_visible()  # fmt: skip

    page.context.set_offline(True)
    page.reload()
    expect(page.get_by_role("heading", name="Practise without a network")).to_be_visible()
    rate_a_card(page, "3")
    rate_a_card(page, "1")
    page.keyboard.press("u")
    expect(page.get_by_text("The last rating was taken back.")).to_be_attached()
    rate_a_card(page, "4")
    expect(page.get_by_text(re.compile(r"\d ratings not sent yet, still trying\."))).to_be_visible()
    assert not Review.objects.exists()
    page.reload()
    expect(page.get_by_text(re.compile(r"\d ratings not sent yet, still trying\."))).to_be_visible()

    page.context.set_offline(False)
    expect(page.get_by_text(re.compile(r"All sent \d\d:\d\d\."))).to_be_visible()
    cards = Review.objects.filter(kind="card").order_by("reviewed_at", "rating")
    assert sorted(cards.values_list("rating", flat=True)) == [0, 1, 3, 4]
    assert cards.get(rating=0).undoes == cards.get(rating=1)
    page.reload()
    page.goto("/en/study/pum/today/")
    expect(page.get_by_text(re.compile(r"[2-9] cards and items so far\."))).to_be_visible()
    assert cards.count() == 4


@pytest.mark.slow
def test_items_are_answered_judged_and_flipped_without_a_network(
    open_page: Callable[..., Page],
    institute: Institute,
    watch: Watch,
    axe: Callable[[Page], None],
    screenshot: Callable[[Page, str], None],
) -> None:
    watch.expect(NO_NETWORK)
    nurul = reader(institute, "Nurul Huda")
    know_the_cards(institute, nurul, but=2)
    phone = open_page(viewport=PHONE, has_touch=True, locale="ms-MY")
    let_in(phone, institute, nurul)
    take_along(phone, "ms")
    fits(phone, axe)
    screenshot(phone, "offline-taken-ms")
    phone.context.set_offline(True)
    phone.get_by_role("link", name=said("ms", "Practise without a network")).tap()
    expect(phone.locator(".practise-card, [data-asked]").first).to_be_visible()

    looked_at = set()
    while looked_at != {"card", "item"}:
        left = phone.locator("[data-part=left]").inner_text()
        is_card = phone.locator("[data-front]").count() == 1
        asked = phone.locator("[data-front]" if is_card else "[data-asked] .stem")
        words = asked.inner_text()
        if not is_card:
            phone.locator("[data-asked] .item input").first.check()
        phone.get_by_role("button", name="English").tap()
        expect(asked).not_to_have_text(words)
        if is_card:
            phone.locator("summary").tap()
            fits(phone, axe)
            screenshot(phone, "offline-card-ms")
            phone.get_by_role("button", name=said("ms", "At once")).tap()
        else:
            assert phone.locator("[data-asked] .item input").first.is_checked()
            phone.get_by_role("button", name=said("ms", "Answer"), exact=True).tap()
            expect(phone.locator("[data-verdict]")).to_have_text(
                re.compile(f"{said('ms', 'Right')}|{said('ms', 'Not right')}")
            )
            fits(phone, axe)
            screenshot(phone, "offline-item-ms")
            phone.locator("[data-next]").tap()
        expect(phone.locator("[data-part=left]")).not_to_have_text(left)
        looked_at.add("card" if is_card else "item")

    phone.context.set_offline(False)
    expect(phone.locator("[data-part=way]")).to_have_text(
        re.compile(said("ms", "All sent {time}.").replace("{time}", r"\d\d:\d\d"))
    )
    assert PracticeAnswer.objects.exists()


@pytest.mark.slow
def test_each_day_brings_its_own_and_after_a_week_it_says_so(
    open_page: Callable[..., Page], institute: Institute, watch: Watch
) -> None:
    watch.expect(NO_NETWORK)
    nurul = reader(institute, "Nurul Huda")
    page = open_page()
    let_in(page, institute, nurul)
    take_along(page)
    page.context.set_offline(True)
    page.reload()
    left = page.locator("[data-part=left]")
    expect(left).to_have_text(re.compile(r"\d+ cards and items are left for today\."))
    on_the_first = int(left.inner_text().split()[0])

    page.context.clock.set_system_time(institute.now + timedelta(days=3))
    page.reload()
    expect(left).to_have_text(re.compile(r"\d+ cards and items are left for today\."))
    assert int(left.inner_text().split()[0]) > on_the_first
    expect(page.get_by_text(re.compile("With you until 16 November 2026"))).to_be_visible()

    page.context.clock.set_system_time(institute.now + timedelta(days=8))
    page.reload()
    expect(page.get_by_text("was chosen for the days until 16 November 2026")).to_be_visible()
    rate_a_card(page, "3")


@pytest.mark.slow
def test_nothing_stays_for_the_next_person_at_the_same_browser(
    open_page: Callable[..., Page], institute: Institute, watch: Watch
) -> None:
    watch.expect(NO_NETWORK)
    nurul = reader(institute, "Nurul Huda")
    page = open_page()
    let_in(page, institute, nurul)
    take_along(page)
    page.context.set_offline(True)
    page.reload()
    rate_a_card(page, "3")
    context = page.context
    page.close()
    context.set_offline(False)
    page = context.new_page()

    page.goto("/en/my/")
    assert kept(page)["outbox"] >= 1
    page.get_by_role("button", name="Log out").first.click()
    expect(page.get_by_role("link", name="Log in").first).to_be_visible()
    assert kept(page) == {"workers": 0, "caches": 0, "packs": 0, "outbox": 0}
    assert Review.objects.filter(person=nurul, kind="card").count() == 1

    # another one on the same browser, without a log-out in between
    siti = reader(institute, "Siti Aminah")
    institute.let_in(page, siti)
    take_along(page)
    assert kept(page)["packs"] == 1
    institute.let_in(page, nurul)
    page.goto("/en/my/")
    page.wait_for_function("() => localStorage.getItem('tauliah-practice') === null")
    page.goto("/en/study/offline/")
    expect(page.get_by_role("heading", name="Nothing is with you on this device")).to_be_visible()
    assert kept(page)["packs"] == 0


@pytest.mark.slow
def test_what_waits_stays_with_who_made_it(
    open_page: Callable[..., Page], institute: Institute, watch: Watch
) -> None:
    watch.expect(NO_NETWORK + "|401|409")
    nurul, siti = reader(institute, "Nurul Huda"), reader(institute, "Siti Aminah")
    page = open_page()
    let_in(page, institute, nurul)
    take_along(page)
    page.context.set_offline(True)
    page.reload()
    rate_a_card(page, "3")

    institute.let_in(page, siti)
    page.context.set_offline(False)
    expect(page.get_by_text("Somebody else is logged in on this browser now.")).to_be_visible()
    assert kept(page)["packs"] == 0
    assert kept(page)["outbox"] >= 1
    page.goto("/en/study/pum/today/")
    expect(page.get_by_role("button", name="Take with me")).to_be_visible()
    assert not Review.objects.exists()

    institute.let_in(page, nurul)
    page.goto("/en/study/pum/today/")
    expect(page.get_by_text(re.compile(r"\d+ cards? (?:and|or) items? so far\."))).to_be_visible()
    page.wait_for_function("() => document.querySelector('[data-take]') !== null")
    expect(page.get_by_text("0 cards and items so far.")).to_have_count(0)
    assert set(Review.objects.values_list("person", flat=True)) == {nurul.pk}


def fits(page: Page, axe: Callable[[Page], None]) -> None:
    axe(page)
    assert page.evaluate(WIDTH) <= PHONE["width"]


def cached(page: Page) -> dict[str, list[str]]:
    """The paths that the caches of this browser hold, by the name of the cache."""
    found: dict[str, list[str]] = page.evaluate(
        """async () => {
          const told = {};
          for (const name of await caches.keys()) {
            const requests = await (await caches.open(name)).keys();
            told[name] = requests.map(({ url }) => new URL(url).pathname);
          }
          return told;
        }"""
    )
    return found


def kept(page: Page) -> dict[str, int]:
    """How much practice this browser keeps."""
    found: dict[str, int] = page.evaluate(
        """async () => {
          const database = await new Promise((resolve, reject) => {
            const request = indexedDB.open("tauliah-practice", 1);
            request.onsuccess = () => resolve(request.result);
            request.onerror = () => reject(request.error);
          });
          const count = (name) => new Promise((resolve) => {
            const request = database.transaction(name).objectStore(name).count();
            request.onsuccess = () => resolve(request.result);
          });
          const told = {
            workers: (await navigator.serviceWorker.getRegistrations()).length,
            caches: (await caches.keys()).length,
            packs: await count("packs"),
            outbox: await count("outbox"),
          };
          database.close();
          return told;
        }"""
    )
    return found


@pytest.mark.slow
def test_the_worker_keeps_one_page_and_its_files_and_takes_newer_ones(
    open_page: Callable[..., Page], institute: Institute, monkeypatch: pytest.MonkeyPatch
) -> None:
    nurul = reader(institute, "Nurul Huda")
    page = open_page()
    let_in(page, institute, nurul)
    take_along(page)
    for path in ("study/pum/today/", "study/", "my/record/", "exams/", "study/offline/"):
        page.goto(f"/en/{path}")
        is_before = page.evaluate("navigator.serviceWorker.controller !== null")
        assert is_before == path.startswith("study/"), path
    [(name, paths)] = cached(page).items()
    assert [path for path in paths if not path.startswith("/static/")] == ["/en/study/offline/"]

    read = offline_shell._bytes
    monkeypatch.setattr(
        offline_shell,
        "_bytes",
        lambda address: read(address) + (b" " if address.endswith("queue.js") else b""),
    )
    offline_shell._version.cache_clear()
    page.goto("/en/study/pum/today/")
    page.evaluate(
        "navigator.serviceWorker.getRegistration('/en/study/').then((one) => one.update())"
    )
    deadline = time.monotonic() + 15
    while list(cached(page)) == [name] or len(cached(page)) > 1:
        assert time.monotonic() < deadline, cached(page).keys()
        page.wait_for_timeout(100)
    offline_shell._version.cache_clear()


@pytest.mark.slow
def test_what_the_server_refuses_is_said_until_it_was_read(
    open_page: Callable[..., Page], institute: Institute
) -> None:
    nurul = reader(institute, "Nurul Huda")
    page = open_page()
    let_in(page, institute, nurul)
    take_along(page)
    page.evaluate(
        """async () => {
          const { openPractice } = await import("/static/tauliah/practice/store.js");
          const { whosePractice } = await import("/static/tauliah/practice/whose.js");
          const practice = await openPractice(whosePractice());
          const row = { kind: "card", course: "PUM", unit: "PUM-C-GONE", rating: 3, seconds: 5, language: "en" };
          await practice.add({ ...row, id: crypto.randomUUID(), at: new Date().toISOString() });
        }"""
    )

    page.get_by_role("link", name="Practise without a network").click()
    expect(page.get_by_text("This course has no such card or practice item")).to_be_visible()
    page.get_by_role("button", name="I have read this").click()
    expect(page.get_by_text("Some of it was not taken")).to_be_hidden()
    page.reload()
    expect(page.get_by_text(re.compile("With you until"))).to_be_visible()
    expect(page.get_by_text("Some of it was not taken")).to_be_hidden()
    assert not Review.objects.exists()


@pytest.mark.slow
def test_who_taps_a_rating_again_and_again_rates_one_card(page: Page, institute: Institute) -> None:
    nurul = reader(institute, "Nurul Huda")
    let_in(page, institute, nurul)
    take_along(page)
    page.goto("/en/study/offline/")
    page.locator("summary").press("Space")

    # until the next card is there
    page.evaluate(
        """async () => {
          const button = document.querySelector("[data-rating='3']");
          while (button.isConnected) {
            button.click();
            await new Promise((resolve) => {
              const { port1, port2 } = new MessageChannel();
              port2.onmessage = resolve;
              port1.postMessage(null);
            });
          }
        }"""
    )
    expect(page.get_by_text(re.compile(r"All sent \d\d:\d\d\."))).to_be_visible()
    assert Review.objects.filter(kind="card").count() == 1


@pytest.mark.slow
def test_the_order_of_what_comes_is_the_servers_and_what_was_not_known_comes_again(
    page: Page, institute: Institute
) -> None:
    page.goto("/en/")

    found = page.evaluate(
        """async () => {
          const { stillToCome, lastRating, isRight } = await import("/static/tauliah/practice/queue.js");
          const pack = {
            zone: "Asia/Kuala_Lumpur",
            days: [
              { day: "2026-11-10", units: ["card a", "card b", "item c"] },
              { day: "2026-11-11", units: ["card d", "card a"] },
              { day: "2026-11-12", units: ["card e"] },
            ],
          };
          const row = (kind, unit, at, rating, order) => ({ kind, unit, at, rating, order });
          const first = "2026-11-10T09:00:00+08:00";
          const late = "2026-11-10T23:30:00+08:00";
          const notKnown = [row("card", "b", first, 1, 1), row("card", "a", first, 1, 2)];
          const done = [...notKnown, row("item", "c", first, undefined, 3), row("card", "b", late, 3, 4)];
          return {
            fresh: stillToCome(pack, [], "2026-11-10"),
            tomorrow: stillToCome(pack, [], "2026-11-11"),
            again: stillToCome(pack, notKnown, "2026-11-10"),
            known: stillToCome(pack, done, "2026-11-10"),
            // what was not known yesterday, and is asked for today, comes in its place
            dayAfter: stillToCome(pack, done, "2026-11-11"),
            last: lastRating(pack, done, "2026-11-10").unit,
            item: lastRating(pack, done.slice(0, 3), "2026-11-10"),
            old: lastRating(pack, done, "2026-11-11"),
            right: [
              isRight("A", "A"), isRight("A", "B"), isRight(["B", "A"], ["A", "B"]),
              isRight({ a: true, b: false }, { b: false, a: true }), isRight({ a: 1 }, { a: 2 }),
              isRight(null, "12"),
            ],
          };
        }"""
    )

    assert found == {
        "fresh": ["card a", "card b", "item c"],
        "tomorrow": ["card a", "card b", "item c", "card d"],
        "again": ["item c", "card b", "card a"],
        "known": ["card a"],
        "dayAfter": ["card a", "card d"],
        "last": "b",
        "item": None,
        "old": None,
        "right": [True, False, True, True, False, None],
    }
