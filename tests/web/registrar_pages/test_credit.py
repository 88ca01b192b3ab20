"""Granting credit for what was earned elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from tauliah.apps.people.queries import User
from tauliah.apps.record.actions import grant_credit
from tauliah.apps.record.queries import entries_of
from tests.web.reading import words
from tests.web.registrar_pages.addresses import of

ANSWER = {"exam": "PUM", "source": "Diploma, 2019", "reason": "Same syllabus"}


@pytest.fixture
def credited(aisyah: User, farid: User, moment: datetime) -> User:
    """Aisyah, to whom the exam PIN counts."""
    grant_credit(aisyah, "PIN", source="Diploma", reason="Same", actor=farid, at=moment)
    return aisyah


def test_only_exams_that_do_not_count_yet_can_be_chosen(desk: Client, credited: User) -> None:
    form = desk.get(of(credited, "credit/")).context["form"]

    assert [code for code, _ in form.fields["exam"].choices] == ["", "PPM", "PUM"]


def test_credit_is_recorded_and_said(desk: Client, aisyah: User, farid: User) -> None:
    response = desk.post(of(aisyah, "credit/"), ANSWER, follow=True)

    entry = entries_of(aisyah)[-1]
    assert response.redirect_chain == [(of(aisyah), 302)]
    assert "The credit is granted and stands in the record." in words(response)
    assert entry.facts == {"exam": "PUM", "source": "Diploma, 2019"}
    assert (entry.reason, entry.recorded_by) == ("Same syllabus", str(farid.pk))


def test_what_lacks_is_said_at_its_field_and_nothing_is_recorded(
    desk: Client, aisyah: User, unchanged: Callable[[], bool]
) -> None:
    response = desk.post(of(aisyah, "credit/"), {"source": " ", "reason": ""})

    page = words(response)
    assert response.status_code == 400
    assert "Choose the exam that the credit stands for." in page
    assert "Name what was earned, where and when." in page
    assert "Write the reason: nothing can be changed without one." in page
    assert unchanged()


def test_what_was_written_is_kept_beside_an_error(desk: Client, aisyah: User) -> None:
    response = desk.post(of(aisyah, "credit/"), {"source": "Diploma, 2019", "reason": "Same"})

    assert 'value="Diploma, 2019"' in response.content.decode()


@pytest.mark.parametrize("exam", ["PIN", "XYZ"])
def test_an_exam_that_counts_or_does_not_exist_cannot_be_credited(
    desk: Client, credited: User, unchanged: Callable[[], bool], exam: str
) -> None:
    response = desk.post(of(credited, "credit/"), {**ANSWER, "exam": exam})

    assert response.status_code == 400
    assert "Choose an exam of the list: this one counts already." in words(response)
    assert unchanged()


def test_when_every_exam_counts_there_is_nothing_to_grant(
    desk: Client, credited: User, farid: User, moment: datetime
) -> None:
    for exam in ("PUM", "PPM"):
        grant_credit(credited, exam, source="Diploma", reason="Same", actor=farid, at=moment)

    assert "Every exam counts already" in words(desk.get(of(credited, "credit/")))


def test_a_candidate_grants_no_credit(
    aisyah: User, her_browser: Client, unchanged: Callable[[], bool]
) -> None:
    assert her_browser.post(of(aisyah, "credit/"), ANSWER).status_code == 403
    assert unchanged()
