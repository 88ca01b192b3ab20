"""What people ask the registrar to record, and how it is answered."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from tauliah.apps.people.queries import User, audit_trail
from tauliah.apps.record.applications import (
    MOST_WAITING,
    apply_for_exemption,
    confirm_application,
    declare_education,
    declare_experience,
    decline_application,
)
from tauliah.apps.record.evidence import File, content_of, file_of
from tauliah.apps.record.facts import Evidence
from tauliah.apps.record.models import Application, Proposal
from tauliah.apps.record.proposing import approve, decline, propose_exemption
from tauliah.apps.record.queries import entries_of
from tauliah.apps.record.waiting import applications_of, applications_waiting, waiting_count
from tauliah.core.kernel import Entry, Refused, digest
from tests.apps.record.conftest import is_refused

PDF = b"%PDF-1.7\nA certificate.\n"


@pytest.fixture
def application(aisyah: User, degree: Evidence, moment: datetime) -> Application:
    """Aisyah asks to be exempted from PUM, with a file."""
    file = file_of("degree.pdf", PDF)
    assert isinstance(file, File)
    made = apply_for_exemption(
        aisyah, "PUM", evidence=degree, words="Please.", file=file, actor=aisyah, at=moment
    )
    assert isinstance(made, Application), made
    return made


def exemption_from(application: Application, *, by: User, at: datetime) -> Proposal:
    evidence = Evidence.of(application.facts)
    assert evidence is not None
    made = propose_exemption(
        application.person,
        "PUM",
        evidence=evidence,
        reason="Compared.",
        actor=by,
        at=at,
        application=application.pk,
    )
    assert isinstance(made, Proposal), made
    return made


def state(person: User) -> str:
    return applications_of(person)[0].state


def test_an_application_enters_nothing_and_waits_for_every_registrar(
    aisyah: User, farid: User, salmah: User, application: Application
) -> None:
    assert entries_of(aisyah) == ()
    assert (waiting_count(farid), waiting_count(salmah)) == (1, 1)
    act = audit_trail(by_or_about=aisyah)[0]
    assert (act.event, act.actor) == ("application.made", str(aisyah.pk))
    assert act.details["file"] == digest(PDF)


def test_its_file_is_kept_under_its_digest(application: Application) -> None:
    assert content_of(application.file_digest) == PDF
    assert content_of(digest(b"another")) is None


def test_it_stands_where_the_proposal_from_it_stands(
    aisyah: User, farid: User, salmah: User, application: Application, moment: datetime
) -> None:
    before = state(aisyah)
    made = exemption_from(application, by=farid, at=moment)
    proposed = state(aisyah)
    entry = approve(made.pk, actor=salmah, at=moment)

    assert isinstance(entry, Entry)
    assert (before, proposed, state(aisyah)) == ("waiting", "proposed", "granted")
    fresh = Application.objects.get(pk=application.pk)
    assert (fresh.entry, fresh.answered_by) == (entry.number, salmah)
    assert waiting_count(farid) == 0


def test_a_declined_proposal_declines_it_with_the_reason(
    aisyah: User, farid: User, salmah: User, application: Application, moment: datetime
) -> None:
    made = exemption_from(application, by=farid, at=moment)
    decline(made.pk, reason="Another field.", actor=salmah, at=moment)

    (told,) = applications_of(aisyah)
    assert (told.state, told.application.answer) == ("declined", "Another field.")


def test_it_is_answered_once(
    farid: User, salmah: User, application: Application, moment: datetime
) -> None:
    exemption_from(application, by=farid, at=moment)

    again = propose_exemption(
        application.person,
        "PIN",
        evidence=Evidence("other", "X", "Y", date(2020, 1, 1)),
        reason="Why",
        actor=salmah,
        at=moment,
        application=application.pk,
    )
    declined = decline_application(application.pk, reason="No", actor=salmah, at=moment)

    assert is_refused(again, "no-such-application")
    assert is_refused(declined, "no-such-application")


def test_an_exemption_is_not_confirmed_by_one_person(
    farid: User, application: Application, moment: datetime
) -> None:
    outcome = confirm_application(application.pk, actor=farid, at=moment)

    assert is_refused(outcome, "second-person-needed")


def test_declining_needs_a_reason(farid: User, application: Application, moment: datetime) -> None:
    assert is_refused(
        decline_application(application.pk, reason="", actor=farid, at=moment), "no-reason"
    )


def test_declared_hours_count_once_confirmed(holder: User, farid: User, moment: datetime) -> None:
    made = declare_education(
        holder,
        "AINS",
        hours=6,
        title="Floods",
        on=date(2026, 3, 3),
        words="",
        file=None,
        actor=holder,
        at=moment,
    )
    assert isinstance(made, Application)
    entry = confirm_application(made.pk, actor=farid, at=moment)

    assert isinstance(entry, Entry)
    assert entry.facts == {"designation": "AINS", "hours": 6, "title": "Floods"}
    assert entry.recorded_by == str(farid.pk)
    assert state(holder) == "granted"


def test_declared_work_stands_in_the_record_once_confirmed(
    aisyah: User, farid: User, moment: datetime
) -> None:
    made = declare_experience(
        aisyah,
        first=date(2023, 1, 1),
        last=date(2025, 12, 31),
        hours_a_week=40,
        employer="Amal",
        words="",
        file=None,
        actor=aisyah,
        at=moment,
    )
    assert isinstance(made, Application)

    assert isinstance(confirm_application(made.pk, actor=farid, at=moment), Entry)
    assert len(entries_of(aisyah)) == 1


def test_nobody_answers_their_own(zainal: User, degree: Evidence, moment: datetime) -> None:
    made = apply_for_exemption(
        zainal, "PUM", evidence=degree, words="", file=None, actor=zainal, at=moment
    )
    assert isinstance(made, Application)

    assert applications_waiting(zainal) == ()
    assert is_refused(
        decline_application(made.pk, reason="No", actor=zainal, at=moment), "own-record"
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        Application.objects.update(answered_by=zainal, answered_at=moment, is_granted=True)


def test_nobody_applies_for_another(
    aisyah: User, nurul: User, farid: User, degree: Evidence, moment: datetime
) -> None:
    for actor in (nurul, farid):
        with pytest.raises(PermissionDenied):
            apply_for_exemption(
                aisyah, "PUM", evidence=degree, words="", file=None, actor=actor, at=moment
            )


def test_a_candidate_answers_nothing(
    nurul: User, application: Application, moment: datetime
) -> None:
    with pytest.raises(PermissionDenied):
        confirm_application(application.pk, actor=nurul, at=moment)
    with pytest.raises(PermissionDenied):
        decline_application(application.pk, reason="No", actor=nurul, at=moment)


def test_the_same_is_asked_for_once_and_not_everything_at_once(
    aisyah: User, degree: Evidence, application: Application, moment: datetime
) -> None:
    again = apply_for_exemption(
        aisyah, "PUM", evidence=degree, words="", file=None, actor=aisyah, at=moment
    )
    for number in range(1, MOST_WAITING + 1):
        last = declare_experience(
            aisyah,
            first=date(2023, 1, number),
            last=date(2025, 12, 31),
            hours_a_week=40,
            employer="Amal",
            words="",
            file=None,
            actor=aisyah,
            at=moment,
        )

    assert is_refused(again, "applied-already")
    assert is_refused(last, "too-many-waiting")


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.pdf", PDF, ("a.pdf", "application/pdf")),
        ("a.exe", b"\x89PNG\r\n\x1a\nrest", ("a.png", "image/png")),
        ("../../etc/pass wd\n.jpeg", b"\xff\xd8\xffrest", ("pass wd_.jpg", "image/jpeg")),
        ("", PDF, ("evidence.pdf", "application/pdf")),
        ("x" * 300, PDF, ("x" * 116 + ".pdf", "application/pdf")),
    ],
)
def test_a_file_is_what_it_begins_with_and_its_name_is_harmless(
    name: str, content: bytes, expected: tuple[str, str]
) -> None:
    found = file_of(name, content)

    assert isinstance(found, File)
    assert (found.name, found.type) == expected


@pytest.mark.parametrize("content", [b"", b"<html>", b"GIF89a", b" %PDF-1.7"])
def test_a_file_that_is_none_of_them_is_refused(content: bytes) -> None:
    assert isinstance(file_of("a.pdf", content), Refused)
