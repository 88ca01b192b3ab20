"""The record and the exam results of one candidate."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime

from django.test import Client

from tauliah.apps.people.queries import User
from tauliah.core.kernel import Entry
from tests.apps.credited import grant_credit
from tests.services import examhall
from tests.web.reading import words
from tests.web.registrar_pages.addresses import of


def test_an_entry_shows_all_that_was_sealed(
    desk: Client, aisyah: User, farid: User, moment: datetime
) -> None:
    entry = grant_credit(
        aisyah, "PIN", source="Diploma", reason="Same syllabus", actor=farid, at=moment
    )
    assert isinstance(entry, Entry)

    page = words(desk.get(of(aisyah, "record/")))

    assert "3 March 2026, 10:00 2. Credit granted" in page
    assert "for what was earned elsewhere: Diploma. Reason: Same syllabus" in page
    assert "Recorded by Farid bin Osman. Under programme release 1." in page
    assert f"Seal {entry.seal[7:19]}… · previous {entry.previous[7:19]}…" in page
    assert f"Seal {entry.seal} Seal of the entry before {entry.previous}" in page


def test_a_whole_record_says_so_with_its_count_and_the_time_of_the_check(
    desk: Client, aisyah: User
) -> None:
    page = words(desk.get(of(aisyah, "record/")))

    assert "The record is whole 1 entry, checked against its seal just now, at 10:00:00." in page
    assert "Times are those of Asia/Kuala_Lumpur." in page


def test_an_empty_record_says_what_begins_it(desk: Client, nurul: User) -> None:
    page = words(desk.get(of(nurul, "record/")))

    assert "Nothing is recorded yet" in page
    assert "The record is whole" not in page


def test_an_altered_entry_is_named_and_its_words_are_not_relied_on(
    desk: Client, aisyah: User, alter: Callable[[str, str], None]
) -> None:
    alter("facts", json.dumps({"designation": "AINS"}))

    page = words(desk.get(of(aisyah, "record/")))

    assert "This record is not as it was written" in page
    assert "Entry 1: It was altered." in page
    assert "cannot be relied on" in page
    assert "The record is whole" not in page


def test_the_record_is_told_in_malay(desk: Client, aisyah: User) -> None:
    page = words(desk.get(of(aisyah, "record/", language="ms")))

    assert "3 Mac 2026, 10:00 1. Matrikulasi Bermatrikulasi untuk Rakan API (API)." in page


def test_each_exam_shows_what_was_right_and_what_it_takes_to_pass(
    desk: Client, aisyah: User, moment: datetime
) -> None:
    for right in (0, 2):
        examhall.sat(aisyah, "PUM", right=right, at=moment, window="2026-1")

    page = words(desk.get(of(aisyah, "results/")))

    assert "Course PUM (PUM) 3 March 2026, 10:00 Passed 2 of 2 1 1 topic Basics: 2 of 2" in page
    assert "Not passed 0 of 2 1 1 topic Basics: 0 of 2" in page


def test_without_an_exam_the_page_of_results_says_so(desk: Client, aisyah: User) -> None:
    assert "No exam was sat yet" in words(desk.get(of(aisyah, "results/")))
