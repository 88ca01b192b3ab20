"""The main job in a real browser: from enrolment to a designation that anyone can verify.

Nurul works in Malay, Farid in English, and Kumar, her employer, has no account at all.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Locator, Page, expect
from pypdf import PdfReader

from tauliah.apps.catalogue.queries import programme
from tauliah.apps.itembank.queries import BankItem
from tauliah.apps.people.queries import User, person_by_email
from tauliah.apps.sittings.queries import Seat, running_attempt, seats_of
from tauliah.apps.study.queries import practice_item
from tauliah.core.programme.items import SingleChoice
from tests.e2e.institute import Institute, said
from tests.e2e.qr_code import read_qr_code
from tests.web.programme import PASSWORD

EMAIL = "nurul@example.com"
NAME = "Nurul Izzah binti Salleh"
PUM_IN_MALAY = "Amalan Pengunderaitan dan Pemasaran dalam Insurans Peribadi"
RIGHT = 43
Screenshot = Callable[[Page, str], None]


def malay(words: str, **values: object) -> str:
    return said("ms", words, **values)


def press(place: Page | Locator, words: str) -> None:
    place.get_by_role("button", name=words, exact=True).click()


def follow(place: Page | Locator, words: str) -> None:
    place.get_by_role("link", name=words, exact=True).click()


def heading(page: Page) -> Locator:
    return page.get_by_role("heading", level=1)


def test_from_enrolment_to_a_verified_designation_and_its_revocation(
    open_page: Callable[..., Page],
    institute: Institute,
    mailoutbox: list[Any],
    screenshot: Screenshot,
    tmp_path: Path,
) -> None:
    nurul, farid, kumar = open_page(locale="ms-MY"), open_page(), open_page()
    salmah = open_page()

    enrol(nurul, mailoutbox)
    matriculate(nurul, screenshot)
    read_a_lesson(nurul, screenshot)
    practise(nurul, screenshot)
    sit_the_exam(nurul, screenshot)
    log_in(farid, "farid@example.com")
    log_in(salmah, "salmah@example.com")
    for exam in ("PRM", "PFP"):
        propose_credit(farid, exam)
        approve_credit(salmah, exam, screenshot)
    accept_the_code(nurul)
    number = claim(nurul, screenshot)
    credential = take_the_papers_away(nurul, number, tmp_path)
    verify_by_number(kumar, number, "In force", screenshot)
    assert verify_by_file(kumar, credential, screenshot) == "Genuine and in force"
    verify_by_qr_code(kumar, nurul, number)
    revoke(farid, number, screenshot)

    verify_by_number(kumar, number, "Revoked", screenshot)
    assert verify_by_file(kumar, credential, screenshot) == "Revoked"
    what_the_holder_sees_of_it(nurul, number)


def enrol(page: Page, mails: list[Any]) -> None:
    page.goto("/")
    page.wait_for_url("**/ms/")
    follow(page.locator("main"), malay("Enrol"))
    page.get_by_label(malay("Full name")).fill(NAME)
    page.get_by_label(malay("Language")).select_option("ms")
    page.locator("[name=email]").fill(EMAIL)
    page.locator("[name=password1]").fill(PASSWORD)
    page.locator("[name=password2]").fill(PASSWORD)
    press(page, malay("Open my account"))
    expect(heading(page)).to_have_text(malay("Confirm your e-mail address"))

    [mail] = mails
    assert mail.to == [EMAIL]
    assert mail.subject == malay("Confirm your e-mail address")
    [link] = re.findall(r"http://\S+", mail.body)[:1]
    page.goto(link)
    press(page, malay("Yes, confirm"))

    expect(heading(page)).to_have_text(malay("Welcome, %(name)s", name=NAME))
    follow(page, malay("My account"))
    expect(page.get_by_label(malay("Language"))).to_have_value("ms")


def matriculate(page: Page, screenshot: Screenshot) -> None:
    follow(page, malay("My programme"))
    screenshot(page, "newcomer-home")
    follow(page.locator("main"), malay("Choose a designation"))
    page.locator("a[href$='/my/matriculate/api/']").click()
    expect(page.locator(".pathway")).to_have_count(2)
    press(page, malay("Matriculate for %(letters)s", letters="API"))

    expect(page.locator(".notice-success")).to_be_visible()
    follow(page, malay("All ways to %(letters)s, met and missing", letters="API"))
    expect(page.locator(".pathway")).to_have_count(2)
    four, three = page.locator(".pathway").all()
    expect(four.locator(".requirements > li")).to_have_count(4)
    expect(three.locator(".requirements > li")).to_have_count(3)
    expect(three).to_contain_text(malay("The shortest way from here"))
    screenshot(page, "pathways")


def read_a_lesson(page: Page, screenshot: Screenshot) -> None:
    follow(page, malay("Study"))
    follow(page.locator("main"), PUM_IN_MALAY)
    page.locator("a[href*='/study/pum/lessons/']").first.click()
    expect(page.locator(".prose")).to_be_visible()
    screenshot(page, "lesson")
    press(page, malay("Mark as read and go on"))

    expect(page.locator("#lessons-read + span")).to_have_text(
        malay("%(value)s of %(of)s", value=1, of=len(programme().lessons_of("PUM")))
    )


def practise(page: Page, screenshot: Screenshot) -> None:
    page.goto("/ms/study/pum/practice/")
    follow(page, malay("Practise all topics"))
    for is_right in (False, True):
        item = next_item_with_options(page)
        options = item.text.options
        option = next(one for one in options if (one == item.text.key) is is_right)
        page.locator(f"[name=answer][value={option}]").check()
        press(page, malay("Answer"))

        expect(heading(page)).to_have_text(malay("Right" if is_right else "Not right"))
        expect(page.locator(".option-explanation")).to_have_text(
            [one.explanation.ms for one in options.values()]
        )
        expect(page.locator(".option.is-right")).to_contain_text(malay("Right answer"))
        expect(page.locator(".option.is-wrong")).to_have_count(0 if is_right else 1)
        screenshot(page, "practice-right" if is_right else "practice-wrong")
        follow(page, malay("Next item"))


def next_item_with_options(page: Page) -> BankItem:
    """The item shown, after any of other types before it was answered somehow."""
    while True:
        item = practice_item("PUM", page.locator("main [name=item]").input_value())
        assert item is not None
        if isinstance(item.text, SingleChoice):
            return item
        for control in page.locator("main [data-control]").all():
            if control.evaluate("one => one.tagName") == "SELECT":
                control.select_option(index=1)
            elif control.get_attribute("type") in ("radio", "checkbox"):
                control.check()
            else:
                control.fill("1")
        press(page, malay("Answer"))
        follow(page, malay("Next item"))


def sit_the_exam(page: Page, screenshot: Screenshot) -> None:
    follow(page, malay("Exams"))
    press(page.get_by_role("listitem").filter(has_text=PUM_IN_MALAY), malay("Book this exam"))
    follow(page, malay("Go to the start"))
    press(page, malay("Start the exam now"))
    page.wait_for_url("**/exams/attempts/**")
    nurul = person_by_email(EMAIL)
    assert nurul is not None
    seats = seats_in_room(nurul)
    assert len(seats) == 50

    for seat in seats[:20]:
        answer(page, seat)
    page.locator(".exam-item:visible").get_by_label(malay("Flag for review")).check()
    wait_until_saved(page)
    screenshot(page, "exam-room")
    page.reload()
    expect(page.locator(".exam-item:visible h2")).to_contain_text("21")
    expect(page.locator("[data-part=count]")).to_contain_text("20")
    for seat in seats[20:]:
        answer(page, seat)
    wait_until_saved(page)
    follow(page, malay("Review and submit"))
    expect(page.get_by_text(malay("Every question has an answer."))).to_be_visible()
    expect(page.get_by_role("link", name=re.compile(r"\b21\b"))).to_be_visible()
    screenshot(page, "exam-review")
    press(page, malay("Submit and end the exam"))
    press(page, malay("Yes, submit"))

    page.wait_for_url("**/result/")
    expect(heading(page)).to_have_text(malay("You have passed"))
    expect(page.locator("dl.facts").first).to_contain_text(
        malay("%(correct)s of %(items)s", correct=RIGHT, items=50)
    )
    expect(page.locator("table.topics tbody tr")).not_to_have_count(0)
    screenshot(page, "result-passed")


def seats_in_room(person: User) -> list[Seat]:
    attempt = running_attempt(person)
    assert attempt is not None
    return list(seats_of(attempt))


def answer(page: Page, seat: Seat) -> None:
    """Answers one item by the mouse, right while RIGHT lasts, and goes on to the next."""
    section = page.locator(".exam-item:visible")
    expect(section).to_have_attribute("data-item", seat.item.code)
    key = seat.item.text.key
    wanted = key if seat.position <= RIGHT else next(one for one in seat.options if one != key)
    section.locator(".option").nth(seat.options.index(wanted)).click()
    if seat.position < 50:
        follow(section, malay("Next"))


def wait_until_saved(page: Page) -> None:
    expect(page.locator("[data-part=saved]")).to_have_attribute("data-state", "saved")


def log_in(page: Page, email: str) -> None:
    page.goto("/en/accounts/login/")
    page.locator("[name=login]").fill(email)
    page.locator("[name=password]").fill(PASSWORD)
    press(page.locator("main"), "Log in")
    page.wait_for_url("**/registrar/candidates/")


def propose_credit(page: Page, exam: str) -> None:
    find_nurul(page)
    follow(page, "Add")
    follow(page, "Credit for an exam")
    page.get_by_label("Exam or course of another body").select_option(exam)
    page.get_by_label("What was earned, and where").fill("Diploma in Insurance (invented), 2021")
    page.get_by_label("Reason").fill("The two syllabuses were compared on 3 November 2026.")
    press(page, "Propose the credit")

    expect(page.get_by_text("It is proposed. It enters the record")).to_be_visible()


def approve_credit(page: Page, exam: str, screenshot: Screenshot) -> None:
    page.get_by_label("Your pages").get_by_role("link", name="Waiting").click()
    follow(page, f"Credit proposed: {NAME}")
    screenshot(page, f"registrar-proposal-{exam}")
    press(page, "Approve: enter it into the record")

    expect(page.get_by_text("The entry stands in the record under both names.")).to_be_visible()
    find_nurul(page)
    screenshot(page, f"registrar-audit-{exam}")


def find_nurul(page: Page) -> None:
    follow(page.get_by_label("Your pages"), "Candidates")
    page.get_by_label("Search candidates").fill("nurul salleh")
    press(page, "Search")
    follow(page, NAME)


def accept_the_code(page: Page) -> None:
    follow(page.get_by_label(malay("Your pages")), malay("My programme"))
    page.locator(".hero a.button").click()
    page.locator("[name=accepts]").check()
    press(page, malay("Accept the code"))
    expect(page.locator(".notice-success")).to_be_visible()


def claim(page: Page, screenshot: Screenshot) -> str:
    page.locator(".hero a.button").click()
    page.get_by_label(malay("Show my name in the credential and to anyone who checks it")).check()
    screenshot(page, "claim")
    press(page, malay("Claim %(letters)s", letters="API"))

    expect(page.locator(".diploma-name")).to_have_text(NAME)
    screenshot(page, "awards")
    number = page.locator(".diploma .credential-number").inner_text()
    assert re.fullmatch(r"API-2026-\d{6}", number)
    return number


def take_the_papers_away(page: Page, number: str, folder: Path) -> Path:
    """Downloads what a holder may have, and reads it; the credential's file."""
    certificate = pdf_text(download(page, malay("Certificate in Malay (PDF)"), folder))
    for words in (NAME, number, "API", "10 November 2026", f"/ms/verify/{number}/"):
        assert words in certificate
    credential = download(page, malay("Signed credential (Open Badges 3.0)"), folder)
    document = json.loads(credential.read_bytes())
    assert document["proof"]["cryptosuite"] == "eddsa-rdfc-2022"
    assert {"VerifiableCredential", "AchievementCredential"} <= set(document["type"])
    follow(page.get_by_label(malay("Your pages")), malay("My record"))
    transcript = pdf_text(download(page, malay("Transcript in Malay (PDF)"), folder))
    for words in (NAME, "PUM", "PRM", "PFP"):
        assert words in transcript
    return credential


def download(page: Page, words: str, folder: Path) -> Path:
    with page.expect_download() as started:
        follow(page, words)
    file = folder / started.value.suggested_filename
    started.value.save_as(file)
    return file


def pdf_text(file: Path) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(file).pages).split())


def verify_by_number(page: Page, number: str, status: str, screenshot: Screenshot) -> None:
    page.goto("/en/")
    follow(page.get_by_label("Main"), "Verify a holder")
    page.get_by_label("Credential number").fill(number.lower().replace("-", " "))
    press(page, "Check the number")

    expect(heading(page)).to_have_text(status)
    expect(page.locator(".verdict")).to_contain_text(NAME)
    screenshot(page, f"verified-number-{status}")


def verify_by_file(page: Page, file: Path, screenshot: Screenshot) -> str:
    page.goto("/en/verify/")
    page.get_by_label("Credential file").set_input_files(file)
    page.get_by_label("E-mail address of the holder").fill(EMAIL)
    press(page, "Check the file")

    expect(page.get_by_text("It was issued to the e-mail address that you gave.")).to_be_visible()
    verdict = heading(page).inner_text()
    screenshot(page, f"verified-file-{verdict}")
    return verdict


def verify_by_qr_code(kumar: Page, nurul: Page, number: str) -> None:
    """Nurul shows the page of her award; Kumar points his phone at it."""
    nurul.goto(f"/ms/verify/{number}/")
    address = read_qr_code(
        nurul.get_by_role("img", name=malay("QR code with the address of this page"))
    )
    assert urlsplit(address).path == f"/ms/verify/{number}/"

    kumar.goto(address)

    expect(heading(kumar)).to_have_text(malay("In force"))
    expect(kumar.locator(".diploma-name")).to_have_text(NAME)


def revoke(page: Page, number: str, screenshot: Screenshot) -> None:
    find_nurul(page)
    follow(page, "Awards")
    follow(page, f"Revoke {number}")
    page.get_by_label("Reason").fill("Decision 12 of the board, 9 November 2026 (invented).")
    press(page, "Continue")
    screenshot(page, "registrar-revoke")
    press(page, "Revoke the award")

    expect(page.get_by_text("The award is revoked.")).to_be_visible()


def what_the_holder_sees_of_it(page: Page, number: str) -> None:
    page.goto("/ms/my/awards/")
    expect(page.locator(".diploma .badge-danger")).to_be_visible()
    expect(page.get_by_role("link", name=malay("Certificate in Malay (PDF)"))).to_have_count(0)
    page.goto("/ms/my/record/")
    expect(page.locator(".timeline .is-danger")).to_contain_text("Decision 12 of the board")


def test_a_candidate_who_fails_is_told_with_dignity_and_how_to_go_on(
    open_page: Callable[..., Page], institute: Institute, screenshot: Screenshot
) -> None:
    siti = institute.traveller("Siti Hajar", days_ago=30)
    list(siti.enrol("API"))
    list(siti.sit("PUM", right=31))
    page = open_page()
    institute.let_in(page, siti.user)

    page.goto("/en/exams/")
    page.locator("table a").click()

    expect(heading(page)).to_have_text("Not passed this time")
    main = page.locator("main")
    expect(main).to_contain_text("You answered 31 of 50 questions right (62%).")
    expect(main).to_contain_text("The pass mark is 35. This closes no door")
    expect(main).to_contain_text("Most is to be gained in:")
    expect(main).to_contain_text("You can book it again now; the window is open until")
    expect(main).to_contain_text("at most 2 times in one window")
    expect(main).not_to_contain_text(re.compile("fail", re.IGNORECASE))
    screenshot(page, "result-not-passed")
    follow(main, "Study and practise")
    expect(heading(page)).to_be_visible()
