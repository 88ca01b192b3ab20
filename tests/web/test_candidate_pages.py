"""A candidate's own pages: the way so far, the next step, the record, the code and the awards."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from tauliah.apps.awards.actions import revoke
from tauliah.apps.awards.queries import awards_of, verify_credential
from tauliah.apps.people.queries import User
from tauliah.apps.record.actions import accept_ethics, matriculate
from tauliah.apps.record.queries import audit_of, entries_of, standing
from tauliah.apps.results.actions import submit_and_score
from tauliah.apps.sittings.actions import book, save_answer, start_attempt
from tauliah.apps.sittings.queries import seats_of, window_at
from tauliah.apps.study.actions import answer_practice_item, mark_lesson_read
from tauliah.apps.study.queries import practice_items, progress_in
from tauliah.core.exam.answers import right_answer
from tauliah.core.kernel import EntryKind, Refused
from tests.apps.credited import grant_credit
from tests.web.reading import fields, links, words

FOUR_COURSES = ("PUM", "PPM", "PLI", "PIN")
FOUNDATION = ("FRM", "IOP", "ILW", "IFA")
PRIVATE_PAGES = [
    "my/",
    "my/matriculate/",
    "my/matriculate/cpcu/",
    "my/pathways/api/",
    "my/record/",
    "my/ethics/ethics/",
    "my/awards/",
    "study/",
    "study/pum/",
    "study/prm/",
    "study/frm/",
    "study/pum/lessons/02-risk-selection/",
    "study/pum/practice/",
    "study/pum/practice/selection/",
    "study/pum/practice/all-topics/",
]


@pytest.fixture
def credit(farid: User, moment: datetime) -> Callable[..., None]:
    """Farid credits exams for what was earned elsewhere."""

    def grant(person: User, *exams: str) -> None:
        for exam in exams:
            granted = grant_credit(
                person,
                exam,
                source="Diploma of 2024",
                reason="Same outcomes",
                actor=farid,
                at=moment,
            )
            assert not isinstance(granted, Refused), granted

    return grant


@pytest.fixture
def api_met(aisyah: User, credit: Callable[..., None], moment: datetime) -> None:
    """Aisyah meets every requirement of API, and has claimed nothing."""
    matriculate(aisyah, "API", actor=aisyah, at=moment)
    credit(aisyah, *FOUR_COURSES)
    accept_ethics(aisyah, "ethics", version="2024", actor=aisyah, at=moment)


# Who may see these pages


@pytest.mark.parametrize("language", ["en", "ms"])
def test_a_candidate_sees_every_page_in_both_languages(her_browser: Client, language: str) -> None:
    for page in PRIVATE_PAGES:
        response = her_browser.get(f"/{language}/{page}")

        assert response.status_code == 200, page
        assert f'<html lang="{language}">' in response.content.decode()


def test_only_a_candidate_sees_them(
    farid: User, client: Client, browser_of: Callable[[User], Client]
) -> None:
    registrar = browser_of(farid)
    for page in PRIVATE_PAGES:
        assert client.get(f"/en/{page}").headers["Location"].startswith("/en/accounts/login/")
        assert registrar.get(f"/en/{page}").status_code == 403


# Choosing a designation


def test_a_newcomer_is_led_to_choosing_a_designation(her_browser: Client) -> None:
    home = her_browser.get("/en/my/")

    assert "Welcome, Aisyah binti Rahman" in words(home)
    assert links(home)[0] == "/en/my/matriculate/"
    assert "How it goes from here" in words(home)


def test_every_designation_in_force_can_be_chosen(her_browser: Client) -> None:
    page = her_browser.get("/en/my/matriculate/")

    assert [link for link in links(page) if "/my/matriculate/" in link] == [
        "/en/my/matriculate/ains/",
        "/en/my/matriculate/api/",
        "/en/my/matriculate/cpcu/",
    ]


def test_looking_at_a_designation_enters_nobody(her_browser: Client, aisyah: User) -> None:
    page = her_browser.get("/en/my/matriculate/api/")

    assert "Matriculate for API" in words(page)
    assert entries_of(aisyah) == ()


def test_confirming_enters_the_person_and_says_so(her_browser: Client, aisyah: User) -> None:
    page = her_browser.post("/en/my/matriculate/api/", follow=True)

    assert page.redirect_chain == [("/en/my/", 302)]
    assert "You are matriculated for Associate in Personal Insurance." in words(page)
    assert "4 requirements are left to API on the shortest way." in words(page)
    assert list(standing(aisyah).matriculated) == ["API"]


def test_a_second_matriculation_is_refused_in_the_language_of_the_page(
    her_browser: Client, aisyah: User, moment: datetime
) -> None:
    matriculate(aisyah, "API", actor=aisyah, at=moment)
    refused = matriculate(aisyah, "API", actor=aisyah, at=moment)
    assert isinstance(refused, Refused)

    page = her_browser.post("/ms/my/matriculate/api/", follow=True)

    assert refused.message.ms in words(page)
    assert refused.message.en not in words(page)
    assert len(entries_of(aisyah)) == 1


def test_a_designation_that_does_not_exist_is_not_found(her_browser: Client) -> None:
    assert her_browser.get("/en/my/matriculate/xyz/").status_code == 404
    assert her_browser.get("/en/my/pathways/xyz/").status_code == 404


def test_what_is_entered_for_is_no_longer_offered(her_browser: Client) -> None:
    her_browser.post("/en/my/matriculate/api/")

    assert "/en/my/matriculate/api/" not in links(her_browser.get("/en/my/matriculate/"))
    assert her_browser.get("/en/my/matriculate/api/").headers["Location"] == "/en/my/pathways/api/"


# Both pathways side by side


def test_both_pathways_say_what_is_met_and_what_is_missing(
    her_browser: Client, aisyah: User, credit: Callable[..., None]
) -> None:
    credit(aisyah, "PUM", "PIN", "PLI")

    text = words(her_browser.get("/en/my/pathways/api/"))

    assert "Four-course pathway The shortest way from here Requirements met 3 of 4" in text
    assert "Three-course pathway Requirements met 1 of 3" in text
    assert "Met: Personal Insurance Credit for Personal Insurance (PIN) was granted on" in text
    assert "Missing: Personal Financial Planning" in text
    assert "Missing: Code of Professional Conduct 2024" in text


def test_courses_in_preparation_are_named_with_what_the_registrar_can_do(
    her_browser: Client,
) -> None:
    text = words(her_browser.get("/en/my/pathways/cpcu/"))

    assert text.count("In preparation") == len(FOUNDATION)
    assert "apply for an exemption: the exam can then count for you" in text


def test_nothing_is_said_of_courses_in_preparation_where_every_course_is_open(
    her_browser: Client,
) -> None:
    text = words(her_browser.get("/en/my/pathways/api/"))

    assert "in preparation" not in text.lower()
    assert "apply for an exemption" not in text


def test_who_has_the_exams_of_courses_in_preparation_is_not_told_to_apply_for_them(
    her_browser: Client, aisyah: User, credit: Callable[..., None]
) -> None:
    credit(aisyah, *FOUNDATION)

    text = words(her_browser.get("/en/my/pathways/cpcu/"))

    assert "Credit for Insurance Law (ILW) was granted on" in text
    assert "apply for an exemption" not in text


def test_other_designations_that_the_same_exams_count_towards_are_named(
    her_browser: Client,
) -> None:
    text = words(her_browser.get("/en/my/pathways/api/"))

    assert (
        "2 of these exams count there too: "
        "Personal Risk Management and Property-Liability Insurance (PRM) "
        "Personal Financial Planning (PFP)"
    ) in text
    assert (
        "2 of these exams count there too: "
        "Property and Liability Insurance (PLI) Personal Insurance (PIN)"
    ) in text


def test_the_rules_speak_the_language_of_the_page(
    her_browser: Client, aisyah: User, moment: datetime
) -> None:
    audit = audit_of(aisyah, "API", at=moment)
    assert audit is not None

    text = words(her_browser.get("/ms/my/pathways/api/"))

    for finding in (*audit.pathways, *audit.missing):
        assert finding.title.ms in text
        assert finding.sentence.ms in text


# The next step


def test_the_next_step_leads_from_reading_to_the_claim(
    her_browser: Client,
    aisyah: User,
    credit: Callable[..., None],
    moment: datetime,
    signing_key: None,
) -> None:
    def step() -> str:
        return links(her_browser.get("/en/my/"))[0]

    matriculate(aisyah, "API", actor=aisyah, at=moment)
    assert step() == "/en/study/pum/lessons/01-market-and-underwriter/"

    for lesson in progress_in(aisyah, "PUM").lessons:
        mark_lesson_read(aisyah, "PUM", lesson.slug, at=moment)
    assert step() == "/en/study/pum/practice/"

    for item in practice_items("PUM"):
        answer_practice_item(aisyah, "PUM", item.code, value=right_answer(item.text), at=moment)
    assert step() == "/en/exams/"

    window = window_at(moment)
    assert window is not None
    booking = book(aisyah, "PUM", window=window.code, at=moment)
    assert not isinstance(booking, Refused)
    assert step() == f"/en/exams/bookings/{booking.pk}/start/"

    attempt = start_attempt(aisyah, booking.pk, at=moment)
    assert not isinstance(attempt, Refused)
    assert step() == f"/en/exams/attempts/{attempt.pk}/"

    for number, seat in enumerate(seats_of(attempt), start=1):
        key = right_answer(seat.item.text)
        save_answer(
            aisyah,
            attempt.pk,
            item=seat.item.code,
            value=key,
            client_sequence=number,
            at=moment,
        )
    submit_and_score(aisyah, attempt.pk, at=moment)
    assert step() == "/en/study/prm/lessons/01-risk-process/"

    credit(aisyah, "PRM", "PFP")
    assert step() == "/en/my/ethics/ethics/"

    accept_ethics(aisyah, "ethics", version="2024", actor=aisyah, at=moment)
    assert step() == "/en/my/awards/"

    her_browser.post("/en/my/awards/api/claim/", {"api-name": "shown"})
    assert step() == "/en/my/matriculate/"


def test_an_exam_whose_time_has_ended_waits_for_its_result(
    her_browser: Client, aisyah: User, moment: datetime
) -> None:
    began = moment - timedelta(minutes=70)
    matriculate(aisyah, "API", actor=aisyah, at=began)
    window = window_at(began)
    assert window is not None
    booking = book(aisyah, "PUM", window=window.code, at=began)
    assert not isinstance(booking, Refused)
    start_attempt(aisyah, booking.pk, at=began)

    assert "The time of your exam has ended" in words(her_browser.get("/en/my/"))


def test_who_has_done_all_that_is_open_is_told_so(
    her_browser: Client, aisyah: User, credit: Callable[..., None], moment: datetime
) -> None:
    matriculate(aisyah, "CPCU", actor=aisyah, at=moment)
    credit(aisyah, "PRM", "PFP")
    accept_ethics(aisyah, "ethics", version="2024", actor=aisyah, at=moment)

    home = her_browser.get("/en/my/")

    assert "What is left is in preparation" in words(home)
    assert links(home)[0] == "/en/my/pathways/cpcu/"


# The record


def test_the_record_tells_each_entry_in_plain_words(
    her_browser: Client, aisyah: User, credit: Callable[..., None], moment: datetime
) -> None:
    matriculate(aisyah, "API", actor=aisyah, at=moment)
    credit(aisyah, "PLI")
    seal = entries_of(aisyah)[1].seal

    text = words(her_browser.get("/en/my/record/"))

    assert "Matriculated for Associate in Personal Insurance (API). Recorded by you." in text
    assert "Credit granted for the exam Property and Liability Insurance (PLI)" in text
    assert "Reason: Same outcomes Recorded by Farid bin Osman." in text
    assert "Entry 2, under programme release 1." in text
    assert seal.removeprefix("sha256:")[:12] in text
    assert "3 March 2026" in text


def test_nobody_reads_another_record(her_browser: Client, nurul: User, moment: datetime) -> None:
    matriculate(nurul, "API", actor=nurul, at=moment)

    assert "Nothing is recorded yet" in words(her_browser.get("/en/my/record/"))


def test_the_transcript_is_offered_once_there_is_something_on_it(
    her_browser: Client, aisyah: User, credit: Callable[..., None]
) -> None:
    assert not [link for link in links(her_browser.get("/en/my/record/")) if "transcript" in link]

    credit(aisyah, "PLI")

    offered = [link for link in links(her_browser.get("/en/my/record/")) if "transcript" in link]
    assert len(offered) == 2


def test_a_signed_transcript_says_name_and_scores_only_where_they_were_ticked(
    her_browser: Client, aisyah: User, credit: Callable[..., None], signing_key: None
) -> None:
    refused = her_browser.get("/en/my/transcript.en.json", follow=True)
    assert "there is nothing to certify" in words(refused)
    credit(aisyah, "PLI")
    page = her_browser.get("/en/my/record/")
    assert {"name", "scores"} <= {field.get("name") for field in fields(page)}

    kept = her_browser.get("/en/my/transcript.ms.json")
    named = her_browser.get("/en/my/transcript.en.json", {"name": "on"})

    assert kept.headers["Content-Type"] == "application/vc"
    assert "Aisyah" not in kept.content.decode()
    assert "Aisyah" in named.content.decode()
    answer = verify_credential(named.content, at=aisyah.joined_at + timedelta(days=3650))
    assert answer.valid, answer
    assert her_browser.get("/en/my/transcript.xx.json").status_code == 404


# The code of ethics


def test_the_code_in_force_is_shown_whole(her_browser: Client) -> None:
    text = words(her_browser.get("/en/my/ethics/ethics/"))

    assert "Code of Professional Conduct 2024" in text
    assert "Speaking up." in text


def test_reading_the_code_accepts_nothing(her_browser: Client, aisyah: User) -> None:
    her_browser.get("/en/my/ethics/ethics/", {"version": "2024", "accepts": "on"})

    assert entries_of(aisyah) == ()


def test_the_code_is_not_accepted_without_the_tick(her_browser: Client, aisyah: User) -> None:
    page = her_browser.post("/en/my/ethics/ethics/", {"version": "2024"})

    assert page.status_code == 400
    assert "Tick the box to accept the code." in words(page)
    assert entries_of(aisyah) == ()


def test_the_tick_accepts_the_code_in_the_version_shown(her_browser: Client, aisyah: User) -> None:
    shown = her_browser.get("/en/my/ethics/ethics/")
    version = next(field["value"] for field in fields(shown) if field.get("name") == "version")

    page = her_browser.post(
        "/en/my/ethics/ethics/", {"version": version, "accepts": "on"}, follow=True
    )

    assert "You have accepted the Code of Professional Conduct 2024." in words(page)
    assert standing(aisyah).ethics_accepted["ethics"].facts["version"] == "2024"
    again = her_browser.get("/en/my/ethics/ethics/")
    assert "You accepted version 2024 of this code on 3 March 2026." in words(again)
    assert "accepts" not in [field.get("name") for field in fields(again)]


def test_a_version_that_is_not_in_force_is_not_accepted(her_browser: Client, aisyah: User) -> None:
    page = her_browser.post(
        "/en/my/ethics/ethics/", {"version": "2019", "accepts": "on"}, follow=True
    )

    assert "This version of the code is not in force." in words(page)
    assert entries_of(aisyah) == ()


def test_a_code_that_does_not_exist_is_not_found(her_browser: Client) -> None:
    assert her_browser.get("/en/my/ethics/other/").status_code == 404


# Awards


def test_before_the_requirements_are_met_nothing_can_be_claimed(
    her_browser: Client, aisyah: User, moment: datetime
) -> None:
    matriculate(aisyah, "API", actor=aisyah, at=moment)
    assert "No award yet" in words(her_browser.get("/en/my/awards/"))

    page = her_browser.post("/en/my/awards/api/claim/", follow=True)

    assert "4 requirements are left to API on the shortest way." in words(page)
    assert awards_of(aisyah) == []


def test_a_claim_confers_and_offers_every_paper(
    her_browser: Client, aisyah: User, api_met: None, signing_key: None
) -> None:
    assert "Yours to claim: Associate in Personal Insurance" in words(
        her_browser.get("/en/my/awards/")
    )

    page = her_browser.post("/en/my/awards/api/claim/", {"api-name": "shown"}, follow=True)

    (award,) = awards_of(aisyah)
    assert f"Its number is {award.number}." in words(page)
    assert "Conferred on 3 March 2026" in words(page)
    papers = [link for link in links(page) if award.number.lower() in link.lower()]
    assert len(papers) == 7
    for paper in papers:
        assert her_browser.get(paper).status_code == 200, paper
    assert award.is_name_public


def test_a_holder_may_keep_the_name_back(
    her_browser: Client, aisyah: User, api_met: None, signing_key: None
) -> None:
    her_browser.post("/en/my/awards/api/claim/", {"api-name": "kept"})

    (award,) = awards_of(aisyah)
    assert not award.is_name_public


def test_a_holder_may_show_scores_and_a_piece_of_work(
    her_browser: Client, aisyah: User, api_met: None, signing_key: None
) -> None:
    chosen = {
        "api-name": "kept",
        "api-scores": "on",
        "api-work": "How a fire tariff is made",
        "api-work_address": "https://papers.example/tariff",
    }
    her_browser.post("/en/my/awards/api/claim/", chosen)

    (award,) = awards_of(aisyah)
    assert verify_credential(award.credential.encode(), at=award.conferred_at).valid
    said = json.loads(award.credential)
    assert said["evidence"] == [
        {
            "type": ["Evidence"],
            "id": "https://papers.example/tariff",
            "name": "How a fire tariff is made",
        }
    ]


def test_a_piece_of_work_that_cannot_be_signed_is_refused_and_nothing_is_conferred(
    her_browser: Client, aisyah: User, api_met: None, signing_key: None
) -> None:
    for work, address in (("", "https://papers.example/"), ("A bell \a rings", "")):
        chosen = {"api-name": "kept", "api-work": work, "api-work_address": address}
        page = her_browser.post("/en/my/awards/api/claim/", chosen)

        assert page.status_code == 400
        assert awards_of(aisyah) == []


def test_nobody_is_named_without_having_said_so(
    her_browser: Client, aisyah: User, api_met: None, signing_key: None
) -> None:
    asked = fields(her_browser.get("/en/my/awards/"))
    assert [field for field in asked if field.get("type") == "radio" and "checked" in field] == []

    page = her_browser.post("/en/my/awards/api/claim/")

    assert page.status_code == 400
    assert "Choose whether your name is shown." in words(page)
    assert awards_of(aisyah) == []


def test_a_designation_is_conferred_once(
    her_browser: Client, aisyah: User, api_met: None, signing_key: None
) -> None:
    her_browser.post("/en/my/awards/api/claim/", {"api-name": "shown"})
    page = her_browser.post("/en/my/awards/api/claim/", {"api-name": "shown"}, follow=True)

    assert "API is conferred already." in words(page)
    assert len(awards_of(aisyah)) == 1
    kinds = [entry.kind for entry in entries_of(aisyah)]
    assert kinds.count(EntryKind.CONFERRED) == 1


def test_a_claim_by_get_changes_nothing(her_browser: Client, aisyah: User, api_met: None) -> None:
    assert her_browser.get("/en/my/awards/api/claim/").status_code == 405
    assert awards_of(aisyah) == []


def test_a_revoked_award_is_shown_as_what_it_was(
    her_browser: Client,
    aisyah: User,
    farid: User,
    api_met: None,
    signing_key: None,
    moment: datetime,
) -> None:
    her_browser.post("/en/my/awards/api/claim/", {"api-name": "shown"})
    (award,) = awards_of(aisyah)
    revoke(award.number, reason="Broke the code", actor=farid, at=moment)

    text = words(her_browser.get("/en/my/awards/"))

    assert "held the designation" in text
    assert "Revoked on 3 March 2026" in text
    assert "Reason: Broke the code" in words(her_browser.get("/en/my/record/"))
    assert "API was revoked." in words(her_browser.get("/en/my/"))
