"""Adding to a record: what one registrar records alone, and exemptions, which take two."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tauliah.apps.people.queries import User
from tauliah.apps.record.queries import entries_of
from tauliah.core.kernel import EntryKind
from tests.web.reading import links, words
from tests.web.registrar_pages.addresses import of

WORK = {"employer": "Syarikat Amal", "first": "2023-01-01", "last": "2025-12-31"}
EVIDENCE = {
    "exam": "PUM",
    "kind": "degree",
    "title": "Bachelor of Commerce",
    "issued_by": "Universiti Malaya",
    "issued_on": "2021-06-15",
    "reason": "The syllabuses were compared.",
}


def last_entry(person: Any) -> tuple[EntryKind, dict[str, Any], str]:
    entry = entries_of(person)[-1]
    return entry.kind, dict(entry.facts), entry.happened_at.date().isoformat()


def test_the_page_leads_to_every_act(desk: Client, holder: User) -> None:
    found = {link.split("/")[-2] for link in links(desk.get(of(holder, "add/")))}

    assert {
        "exemption", "credit", "experience", "course", "class", "education", "retirement",
        "return", "joined", "left",
    } <= found  # fmt: skip


def test_without_continuing_education_there_are_no_acts_about_hours(
    desk: Client, aisyah: User
) -> None:
    found = {link.split("/")[-2] for link in links(desk.get(of(aisyah, "add/")))}

    assert not {"education", "retirement", "return"} & found
    assert "No designation asks its holders for hours" in (
        words(desk.get(of(aisyah, "add/education/")))
    )


def test_work_is_recorded(desk: Client, aisyah: User, farid: User) -> None:
    response = desk.post(of(aisyah, "add/experience/"), {**WORK, "hours_a_week": "40"}, follow=True)

    assert "It is recorded and counts from now on." in words(response)
    assert "Worked from 1 January 2023 to 31 December 2025, 40 hours a week." in words(response)
    kind, facts, _ = last_entry(aisyah)
    assert kind is EntryKind.EXPERIENCE_RECORDED
    assert facts == {
        "from": "2023-01-01",
        "to": "2025-12-31",
        "hours_a_week": 40,
        "employer": "Syarikat Amal",
    }
    assert entries_of(aisyah)[-1].recorded_by == str(farid.pk)


@pytest.mark.parametrize(
    ("change", "words_of_it"),
    [
        ({"last": "2022-12-31"}, "The first day of the work is after its last day."),
        ({"last": "2027-01-01"}, "The work may go on, but only what is done counts"),
        ({"hours_a_week": "200"}, "168"),
        ({"employer": " "}, "Fill this in"),
    ],
)
def test_work_that_cannot_be_is_refused_with_what_to_do(
    desk: Client,
    aisyah: User,
    unchanged: Callable[[], bool],
    change: dict[str, str],
    words_of_it: str,
) -> None:
    response = desk.post(of(aisyah, "add/experience/"), {**WORK, "hours_a_week": "40", **change})

    assert response.status_code == 400
    assert words_of_it in words(response)
    assert unchanged()


@pytest.mark.parametrize(
    ("act", "kind"),
    [("course", EntryKind.COURSE_COMPLETED), ("class", EntryKind.CLASS_ATTENDED)],
)
def test_a_course_and_a_class_are_recorded_under_their_day(
    desk: Client, aisyah: User, act: str, kind: EntryKind
) -> None:
    desk.post(of(aisyah, f"add/{act}/"), {"course": "PUM", "on": "2026-02-20"})
    again = desk.post(of(aisyah, f"add/{act}/"), {"course": "PUM", "on": "2026-02-20"})

    # midnight in Kuala Lumpur is 16:00 of the day before in UTC
    assert last_entry(aisyah) == (kind, {"course": "PUM"}, "2026-02-19")
    assert "20 February 2026, 00:00" in words(desk.get(of(aisyah, "record/")))
    assert "This stands in the record already, as entry 2." in words(again)


def test_hours_are_recorded_and_told_where_the_holder_stands(desk: Client, holder: User) -> None:
    hours = {"designation": "AINS", "hours": "4", "title": "Floods", "on": "2026-03-03"}

    desk.post(of(holder, "add/education/"), hours)

    assert "In good standing AINS is in good standing; 4 of 10 hours" in words(desk.get(of(holder)))


def test_hours_of_who_holds_nothing_are_refused(
    desk: Client, granting: None, aisyah: User, unchanged: Callable[[], bool]
) -> None:
    hours = {"designation": "AINS", "hours": "4", "title": "Floods", "on": "2026-03-03"}

    response = desk.post(of(aisyah, "add/education/"), hours)

    assert "The person does not hold AINS" in words(response)
    assert unchanged()


def test_a_holder_retires_and_works_again(desk: Client, holder: User) -> None:
    desk.post(of(holder, "add/retirement/"), {"designation": "AINS"})
    retired = words(desk.get(of(holder)))
    twice = desk.post(of(holder, "add/retirement/"), {"designation": "AINS"})
    desk.post(of(holder, "add/return/"), {"designation": "AINS"})

    assert "Retired The holder of AINS is retired since 3 March 2026" in retired
    assert "The holder of AINS is retired already." in words(twice)
    assert last_entry(holder)[0] is EntryKind.RESUMED


def test_a_member_joins_and_leaves(desk: Client, aisyah: User) -> None:
    early = desk.post(of(aisyah, "add/left/"))
    desk.post(of(aisyah, "add/joined/"), {"until": "2026-12-31"})
    joined = last_entry(aisyah)
    desk.post(of(aisyah, "add/left/"))

    assert "The record says of no membership that could end." in words(early)
    assert joined[:2] == (EntryKind.MEMBER_JOINED, {"until": "2026-12-31"})
    assert last_entry(aisyah)[:2] == (EntryKind.MEMBER_LEFT, {})


def test_an_exemption_is_proposed_with_evidence_and_approved_by_the_second_person(
    desk: Client, second_desk: Client, aisyah: User
) -> None:
    desk.post(of(aisyah, "add/exemption/"), EVIDENCE)
    (address,) = [
        link for link in links(second_desk.get("/en/registrar/waiting/")) if "/proposals/" in link
    ]
    page = words(second_desk.get(address))
    second_desk.post(address, {"decision": "approve"})

    assert "Kind of evidence Degree or diploma What it is Bachelor of Commerce" in page
    assert "Issued by Universiti Malaya Issued on 15 June 2021" in page
    kind, facts, _ = last_entry(aisyah)
    assert (kind, facts["exam"]) == (EntryKind.EXEMPTION_GRANTED, "PUM")
    assert "An exemption from Course PUM (PUM) was granted on 3 March 2026" in (
        words(desk.get(of(aisyah)))
    )
    record = words(desk.get(of(aisyah, "record/")))
    assert "Recorded by Farid bin Osman. Approved by" in record


def test_evidence_of_a_day_to_come_is_refused(
    desk: Client, aisyah: User, unchanged: Callable[[], bool]
) -> None:
    response = desk.post(of(aisyah, "add/exemption/"), {**EVIDENCE, "issued_on": "2026-03-04"})

    assert response.status_code == 400
    assert "4 March 2026 has not come yet." in words(response)
    assert unchanged()


def test_the_page_speaks_malay(desk: Client, aisyah: User) -> None:
    page = words(desk.get(of(aisyah, "add/exemption/", language="ms")))

    assert "Jenis bukti" in page
    assert "Degree" not in page


def test_a_registrar_who_is_a_candidate_acts_on_the_own_record_in_nothing(
    farid: User, desk: Client, moment: Any
) -> None:
    from tauliah.apps.people.models import RoleAssignment

    RoleAssignment.objects.create(user=farid, role="candidate", since=moment)

    pages = {
        "add/exemption/": EVIDENCE,
        "credit/": {"exam": "PUM", "source": "Diploma", "reason": "Same"},
        "add/experience/": {**WORK, "hours_a_week": "40"},
        "add/course/": {"course": "PUM", "on": "2026-02-20"},
        "add/class/": {"course": "PUM", "on": "2026-02-20"},
        "add/joined/": {},
    }
    for page, given in pages.items():
        assert "This is your own record" in words(desk.get(of(farid, page)))
        refused = words(desk.post(of(farid, page), given))
        assert "Only another registrar may act on it." in refused, page
    assert entries_of(farid) == ()
