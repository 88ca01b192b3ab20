"""Releases, the audit trail and the check of all records; and that looking changes nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

import tauliah.apps
from tauliah.apps.awards.models import Award
from tauliah.apps.catalogue.actions import Published, publish
from tauliah.apps.people.actions import write_audit_entry
from tauliah.apps.people.queries import User
from tauliah.core.kernel import EntryKind
from tauliah.web.audit_events import TITLES
from tests.apps.invented_programme import invented_programme
from tests.web.reading import links, words
from tests.web.registrar_pages.addresses import candidates, of, turn

TRAIL = "/en/registrar/audit-trail/"
RELEASES = "/en/registrar/releases/"
CHECK = "/en/registrar/record-check/"
QUERIES_OF_THE_TRAIL = 13


def test_each_release_shows_number_date_publisher_and_digest(
    desk: Client, farid: User, published: Published, moment: datetime
) -> None:
    path = "courses/PIN/course.yaml"
    renamed = invented_programme()[path].decode().replace("Course PIN", "Another title")
    publish(invented_programme({path: renamed}), actor=farid, at=moment)

    page = words(desk.get(RELEASES))

    assert "2 3 March 2026, 10:00 In force Farid bin Osman" in page
    assert "1 3 March 2026, 10:00 The system" in page
    assert published.digest in page


def test_the_programme_is_shown_with_its_courses_and_the_sizes_of_their_pools(
    desk: Client,
) -> None:
    page = words(desk.get(RELEASES))

    assert "2 questions in 5 minutes; 50% to pass" in page
    assert "Course PUM (PUM) Open 1 3 1" in page
    assert "Course PPM (PPM) In preparation 0 0 0" in page


def test_acts_come_newest_first_with_who_and_about_whom(desk: Client, aisyah: User) -> None:
    page = words(desk.get(TRAIL))

    matriculated = f"Matriculated {aisyah.full_name} {aisyah.full_name}"
    published = "Programme published The system release:1"
    assert 0 < page.index(matriculated) < page.index(published)


def test_details_are_shown_whatever_they_are_called(
    desk: Client, aisyah: User, moment: datetime
) -> None:
    details = {"items": 50, "keys": "all"}
    write_audit_entry(aisyah, "looked", subject="x", at=moment, details=details)

    assert "items : 50 keys : all" in words(desk.get(TRAIL))


def test_one_person_and_one_event_can_be_asked_for(desk: Client, aisyah: User) -> None:
    asked = {"person": aisyah.candidate_number, "event": "record.matriculated"}

    assert "1 act When" in words(desk.get(TRAIL, asked))


def test_an_unknown_person_is_said_to_be_unknown(desk: Client) -> None:
    page = words(desk.get(TRAIL, {"person": "nobody"}))

    assert "No account has this number or address." in page
    assert "Programme published The system" not in page


def test_what_was_asked_for_goes_on_to_the_next_page(
    desk: Client, aisyah: User, moment: datetime
) -> None:
    for _ in range(30):
        write_audit_entry(aisyah, "again", subject="x", at=moment)

    assert "?event=again&page=2" in links(desk.get(TRAIL, {"event": "again"}))


def test_more_acts_ask_the_database_no_more_often(
    desk: Client, aisyah: User, nurul: User, moment: datetime, django_assert_num_queries: Any
) -> None:
    desk.get(TRAIL)
    with django_assert_num_queries(QUERIES_OF_THE_TRAIL):
        desk.get(TRAIL)
    for _ in range(40):
        write_audit_entry(aisyah, "again", subject=str(nurul.pk), at=moment)

    with django_assert_num_queries(QUERIES_OF_THE_TRAIL):
        desk.get(TRAIL)


def test_every_event_that_an_action_writes_has_words() -> None:
    code = "".join(p.read_text() for p in Path(tauliah.apps.__path__[0]).rglob("*.py"))
    written = set(re.findall(r'write_audit_entry\(\s*\w+,\s*"([a-z.-]+)"', code))
    subjects = "|".join({event.partition(".")[0] for event in TITLES})
    # a template of a document or a file has such a name, too
    written |= set(re.findall(rf'"((?:{subjects})\.(?!(?:typ|csv)")[a-z-]+)"', code))

    assert written | {f"record.{kind}" for kind in EntryKind} == set(TITLES)


def test_whole_records_are_counted(desk: Client, aisyah: User) -> None:
    page = words(desk.get(CHECK))

    assert "Every record is whole" in page
    assert "Records checked 1 Entries checked 1 Checked at 3 March 2026, 10:00:00" in page


def test_a_fault_is_named_with_whose_record_it_is(
    desk: Client, aisyah: User, alter: Callable[[str, str], None]
) -> None:
    alter("reason", "because")

    response = desk.get(CHECK)

    assert "1 fault is found" in words(response)
    assert "Aisyah binti Rahman 1 It was altered." in words(response)
    assert "Every record is whole" not in words(response)
    assert of(aisyah, "record/") in links(response)


def test_a_fault_is_named_in_malay(
    desk: Client, aisyah: User, alter: Callable[[str, str], None]
) -> None:
    alter("reason", "because")

    assert "Entri ini telah diubah." in words(desk.get(CHECK.replace("/en/", "/ms/")))


@pytest.mark.parametrize("language", ["en", "ms"])
def test_looking_at_every_page_changes_nothing(
    desk: Client, aisyah: User, award: Award, unchanged: Callable[[], bool], language: str
) -> None:
    parts = ["", "record/", "results/", "awards/", "credit/"]
    pages = [of(aisyah, part, language=language) for part in parts]
    pages += [candidates(language=language), turn(award, "revoke", language=language)]
    pages += [page.replace("/en/", f"/{language}/") for page in (TRAIL, RELEASES, CHECK)]

    for page in pages:
        response = desk.get(page)
        assert response.status_code == 200, page
        assert f'<html lang="{language}">' in response.content.decode()
        assert 'content="noindex"' in response.content.decode()

    assert unchanged()
