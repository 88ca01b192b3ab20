"""Erasure: who identifies a person goes, what is proof stays and holds."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.core import mail
from django.db import IntegrityError, connection, transaction

from tauliah.apps.awards.queries import public_award, status_lists
from tauliah.apps.people.queries import User, person_by_email
from tauliah.apps.privacy.declared import personal_tables
from tauliah.apps.privacy.erasing import (
    ask_for_erasure,
    decline_erasure,
    grant_erasure,
    withdraw_erasure,
)
from tauliah.apps.privacy.models import ErasureRequest
from tauliah.apps.privacy.rows import rows_of, shown_row
from tauliah.apps.record.queries import entries_of, faults_of, verify_records
from tauliah.core.kernel import Refused
from tests.apps.privacy.conftest import EMPLOYER, EVIDENCE, REASON, WORDS
from tests.services import examhall

CANARIES = ("kenari", EMPLOYER, EVIDENCE, REASON, WORDS)


def asked(person: User, at: datetime, words: str = "Tolong, Kenari") -> ErasureRequest:
    made = ask_for_erasure(person, words=words, actor=person, at=at)
    assert isinstance(made, ErasureRequest), made
    return made


def erased(person: User, registrar: User, at: datetime) -> ErasureRequest:
    done = grant_erasure(asked(person, at).pk, reason="Asked for", actor=registrar, at=at)
    assert isinstance(done, ErasureRequest), done
    person.refresh_from_db()
    return done


def code_of(outcome: object) -> str:
    assert isinstance(outcome, Refused), outcome
    return outcome.code


def everything_in_the_database() -> str:
    """Every column of every row of every table, also those that are no model's."""
    parts = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            parts.extend(f"{table}: {row}" for row in cursor.fetchall())
    return "\n".join(parts)


def test_what_identifies_a_person_stands_nowhere_any_more(
    aisyah: User, farid: User, client: Any, moment: datetime
) -> None:
    client.force_login(aisyah)
    held = everything_in_the_database().lower()
    assert all(canary.lower() in held for canary in CANARIES)

    erased(aisyah, farid, moment)

    lines = everything_in_the_database().lower().splitlines()
    left = [line[:200] for line in lines for canary in CANARIES if canary.lower() in line]
    assert not left


def test_each_field_that_goes_is_another_and_each_table_that_goes_is_empty(
    aisyah: User, farid: User, client: Any, moment: datetime
) -> None:
    client.force_login(aisyah)
    asked(aisyah, moment)
    about = [table for table in personal_tables() if table.people or table.rows]
    before = {
        (table.model, str(row.pk)): {name: getattr(row, name) for name in table.fields}
        for table in about
        for row, way in rows_of(table, aisyah)
        if not way
    }

    # who adds a table that goes adds a row of it to Aisyah's house, in conftest.py
    held = {model for model, _ in before}
    assert {one.model for one in about if one.stays is None} - held == set()
    request = ErasureRequest.objects.get()
    grant_erasure(request.pk, reason="Asked for", actor=farid, at=moment)

    for table in about:
        rows = [row for row, way in rows_of(table, aisyah) if not way]
        if table.stays is None:
            assert not rows, table.model
        for row in rows:
            was = before.get((table.model, str(row.pk)), {})
            for name, holding in table.fields.items():
                # what is sealed stays as it is, and is read as nothing
                value = table.read(row, name) if table.read else getattr(row, name)
                if holding.goes and was.get(name) not in (None, "", {}, []):
                    assert value != was[name], (table.model, name)


def test_an_award_stays_provable_by_its_number_without_a_name(
    aisyah: User, farid: User, moment: datetime
) -> None:
    from tauliah.apps.awards.models import Award

    number = Award.objects.get(person=aisyah).number
    before = public_award(number)

    erased(aisyah, farid, moment)

    after = public_award(number)
    assert before is not None
    assert after is not None
    assert (before.holder, after.holder) == (examhall_name(), "")
    assert (after.number, after.designation.code, after.conferred_at, after.state) == (
        before.number, before.designation.code, before.conferred_at, "in-force",
    )  # fmt: skip


def examhall_name() -> str:
    from tests.apps.privacy.conftest import NAME

    return NAME


def test_an_erased_award_can_still_be_revoked(aisyah: User, farid: User, moment: datetime) -> None:
    from tauliah.apps.awards.actions import revoke
    from tauliah.apps.awards.models import Award

    number = Award.objects.get(person=aisyah).number
    erased(aisyah, farid, moment)

    revoke(number, reason="Fraud", actor=farid, at=moment + timedelta(days=1))

    shown = public_award(number)
    assert shown is not None
    assert shown.is_revoked


def test_a_credential_that_was_given_out_still_verifies(
    aisyah: User, farid: User, moment: datetime
) -> None:
    from tauliah.apps.awards.models import Award
    from tauliah.apps.awards.queries import verify_credential

    given_out = Award.objects.get(person=aisyah).credential.encode()

    erased(aisyah, farid, moment)

    assert verify_credential(given_out, at=moment).valid


def test_what_has_no_credential_is_not_signed_anew(
    aisyah: User, farid: User, moment: datetime
) -> None:
    from tauliah.apps.awards.issuer import declare_compromised
    from tauliah.apps.awards.models import Award
    from tauliah.apps.awards.re_signing import re_sign

    key = Award.objects.get(person=aisyah).signed_by
    erased(aisyah, farid, moment)
    declare_compromised(key, reason="Lost", at=moment)

    assert re_sign(at=moment) == 0


def test_the_chain_of_the_record_still_holds(aisyah: User, farid: User, moment: datetime) -> None:
    count = len(entries_of(aisyah))

    erased(aisyah, farid, moment)

    assert len(entries_of(aisyah)) == count
    assert not faults_of(aisyah)
    assert not list(verify_records())


def test_the_chains_of_exams_still_hold(aisyah: User, farid: User, moment: datetime) -> None:
    from tauliah.apps.sittings.seals import attempts_to_check, seal_faults

    erased(aisyah, farid, moment)

    checked = list(seal_faults(attempts_to_check("")))
    assert checked
    assert not [fault for _, fault in checked if fault is not None]


def test_an_erased_person_cannot_log_in_and_is_logged_out(
    aisyah: User, farid: User, client: Any, moment: datetime
) -> None:
    from django.contrib.sessions.models import Session

    client.force_login(aisyah)
    address = aisyah.email

    erased(aisyah, farid, moment)

    assert not Session.objects.exists()
    assert person_by_email(address) is None
    assert not aisyah.is_active
    assert not aisyah.has_usable_password()
    assert not aisyah.check_password(examhall.PASSWORD)


def test_another_account_is_as_it_was(
    aisyah: User, nurul: User, farid: User, moment: datetime
) -> None:
    def of_nurul() -> list[Any]:
        return [
            shown_row(table, row, way, nurul)
            for table in personal_tables()
            for row, way in rows_of(table, nurul)
        ]

    before = of_nurul()

    erased(aisyah, farid, moment)

    assert of_nurul() == before


def test_evidence_goes_from_the_disk_unless_another_sent_the_same_file(
    aisyah: User, farid: User, moment: datetime, settings: Any,
    django_capture_on_commit_callbacks: Any,
) -> None:  # fmt: skip
    (file,) = (settings.DATA / "evidence").iterdir()

    with django_capture_on_commit_callbacks(execute=True):
        erased(aisyah, farid, moment)

    assert not file.exists()


def test_evidence_that_another_sent_as_well_stays(
    aisyah: User, nurul: User, farid: User, moment: datetime, settings: Any,
    django_capture_on_commit_callbacks: Any,
) -> None:  # fmt: skip
    from tauliah.apps.record.models import Application

    one = Application.objects.get(person=aisyah)
    one.pk, one.person = None, nurul
    one.id = Application._meta.pk.get_default()
    one.save(force_insert=True)
    (file,) = (settings.DATA / "evidence").iterdir()

    with django_capture_on_commit_callbacks(execute=True):
        erased(aisyah, farid, moment)

    assert file.exists()


def test_the_person_is_told_what_stays_and_why(
    aisyah: User, farid: User, moment: datetime, django_capture_on_commit_callbacks: Any
) -> None:
    address = aisyah.email

    with django_capture_on_commit_callbacks(execute=True):
        erased(aisyah, farid, moment)

    (letter,) = mail.outbox
    assert letter.to == [address]
    assert "Awards:\nThe award stays provable by its number" in letter.body
    assert "Entries of the record, Last entry of the record, Bookings of exams" in letter.body
    assert "Panels" not in letter.body


def test_audit_entries_stay_and_the_erasure_is_one_of_them(
    aisyah: User, farid: User, moment: datetime
) -> None:
    from tauliah.apps.people.models import AuditEntry

    before = set(AuditEntry.objects.values_list("pk", flat=True))

    erased(aisyah, farid, moment)

    assert before < set(AuditEntry.objects.values_list("pk", flat=True))
    noted = AuditEntry.objects.get(event="erasure.granted")
    assert (noted.actor, noted.subject) == (str(farid.pk), str(aisyah.pk))


def test_an_erasure_that_fails_on_the_way_leaves_everything(
    aisyah: User, farid: User, moment: datetime, monkeypatch: Any
) -> None:
    from tauliah.apps.privacy import erasing

    def fail(person: User, at: datetime) -> None:
        raise OSError("the disk is full")

    real = erasing.erasers()
    monkeypatch.setattr(erasing, "erasers", lambda: (*real, fail))
    request = asked(aisyah, moment)
    before = everything_in_the_database()

    with pytest.raises(OSError, match="full"), transaction.atomic():
        grant_erasure(request.pk, reason="Asked for", actor=farid, at=moment)

    assert everything_in_the_database() == before


def test_an_exam_under_way_hinders_an_erasure(nurul: User, farid: User, moment: datetime) -> None:
    examhall.started(nurul, "PIN")

    refused = grant_erasure(asked(nurul, moment).pk, reason="Asked", actor=farid, at=moment)

    assert code_of(refused) == "exam-under-way"


def test_what_waits_for_a_decision_hinders_an_erasure(
    aisyah: User, farid: User, moment: datetime
) -> None:
    from datetime import date

    from tauliah.apps.record.applications import declare_experience

    declare_experience(
        aisyah, first=date(2025, 2, 1), last=date(2025, 3, 1), hours_a_week=40, employer="Else",
        words="", file=None, actor=aisyah, at=moment,
    )  # fmt: skip

    refused = grant_erasure(asked(aisyah, moment).pk, reason="Asked", actor=farid, at=moment)

    assert code_of(refused) == "something-waits"


def test_only_another_registrar_decides_about_a_registrar(
    farid: User, salmah: User, moment: datetime
) -> None:
    request = asked(farid, moment)

    assert code_of(grant_erasure(request.pk, reason="Me", actor=farid, at=moment)) == "own-erasure"
    assert isinstance(
        grant_erasure(request.pk, reason="Gone", actor=salmah, at=moment), ErasureRequest
    )


def test_who_is_no_registrar_decides_nothing(aisyah: User, nurul: User, moment: datetime) -> None:
    from django.core.exceptions import PermissionDenied

    request = asked(aisyah, moment)

    with pytest.raises(PermissionDenied):
        grant_erasure(request.pk, reason="Why not", actor=nurul, at=moment)


def test_a_decision_needs_a_reason(aisyah: User, farid: User, moment: datetime) -> None:
    request = asked(aisyah, moment)

    for decide in (grant_erasure, decline_erasure):
        assert code_of(decide(request.pk, reason=" ", actor=farid, at=moment)) == "no-reason"


def test_a_declined_wish_changes_nothing_and_may_be_made_again(
    aisyah: User, farid: User, moment: datetime
) -> None:
    decline_erasure(asked(aisyah, moment).pk, reason="A case is open", actor=farid, at=moment)

    aisyah.refresh_from_db()
    assert aisyah.is_active
    assert ErasureRequest.objects.get().state == "declined"
    assert asked(aisyah, moment).state == "waiting"


def test_a_wish_is_withdrawn_and_then_cannot_be_granted(
    aisyah: User, farid: User, moment: datetime
) -> None:
    request = asked(aisyah, moment)
    withdraw_erasure(aisyah, actor=aisyah, at=moment)

    refused = grant_erasure(request.pk, reason="Asked", actor=farid, at=moment)

    assert code_of(refused) == "not-waiting"


def test_a_wish_waits_once(aisyah: User, moment: datetime) -> None:
    asked(aisyah, moment)

    again = ask_for_erasure(aisyah, words="", actor=aisyah, at=moment)

    assert code_of(again) == "asked-already"
    with pytest.raises(IntegrityError), transaction.atomic():
        ErasureRequest.objects.create(person=aisyah, asked_at=moment)


def test_an_erased_number_and_address_are_never_those_of_another(
    aisyah: User, nurul: User, farid: User, moment: datetime
) -> None:
    before = aisyah.candidate_number
    erased(aisyah, farid, moment)
    erased(nurul, farid, moment)

    assert {aisyah.candidate_number, nurul.candidate_number} == {"E000001", "E000002"}
    assert not apps.get_model("people.User").objects.filter(candidate_number=before).exists()


def test_status_lists_are_published_as_before(aisyah: User, farid: User, moment: datetime) -> None:
    before = status_lists(at=moment + timedelta(hours=1))

    erased(aisyah, farid, moment)

    assert status_lists(at=moment + timedelta(hours=1)) == before
