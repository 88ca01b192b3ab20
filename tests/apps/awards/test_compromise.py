"""Rotation and compromise of the key that signs: what stays valid, what is signed anew, who is told."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from smtplib import SMTPRecipientsRefused
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage
from django.core.mail.backends.locmem import EmailBackend

from tauliah.apps.awards import re_signing
from tauliah.apps.awards.actions import revoke
from tauliah.apps.awards.issuer import (
    declare_compromised,
    is_overdue,
    issuer_document,
    key_in_use,
    keys,
    rotate,
)
from tauliah.apps.awards.keys import house_key, signing_key
from tauliah.apps.awards.models import Award, IssuerKey, Notice
from tauliah.apps.awards.notices import (
    given_up_notices,
    make_notice,
    send_notices,
    try_given_up_again,
    unsent_notices,
)
from tauliah.apps.awards.queries import status_list, verify_credential
from tauliah.apps.awards.re_signing import count_affected, re_sign
from tauliah.apps.people.queries import User, audit_trail
from tauliah.apps.record.queries import entries_of
from tauliah.core.credentials import CheckName, SigningKey
from tauliah.core.kernel import Refused

DAY = timedelta(days=1)
SERVICE_KEY = SigningKey(b"s" * 32)


class Service:
    """A key service, as one within a hardware module would be reached."""

    public = SERVICE_KEY.public

    def sign(self, message: bytes) -> bytes:
        return SERVICE_KEY.sign(message)


class WrongService(Service):
    def sign(self, message: bytes) -> bytes:
        return SERVICE_KEY.sign(b"something else" + message)


class MailServer(EmailBackend):
    """A mail server that no longer knows one of its addresses."""

    refused = ""

    def send_messages(self, messages: Sequence[EmailMessage]) -> int:
        for message in messages:
            if self.refused in message.to:
                raise SMTPRecipientsRefused({self.refused: (550, b"no such mailbox")})
        return super().send_messages(messages)


def listed() -> list[str]:
    return [key["publicKeyMultibase"] for key in issuer_document()["verificationMethod"]]


def is_valid(award: Award, at: datetime) -> bool:
    award.refresh_from_db()
    return verify_credential(award.credential.encode(), at=at).valid


def compromise(public: str, at: datetime) -> None:
    outcome = declare_compromised(public, reason="A laptop was stolen", at=at)
    assert isinstance(outcome, IssuerKey), outcome


# The yearly rotation


def test_a_key_is_overdue_after_a_year(award: Award, moment: datetime) -> None:
    (key,) = keys()

    assert [is_overdue(key, at=moment + timedelta(days=n)) for n in (365, 366)] == [False, True]


def test_after_a_rotation_another_key_signs_and_old_credentials_stay_valid(
    award: Award, conferred: Callable[..., Award], nurul: User, moment: datetime
) -> None:
    key = rotate(at=moment + DAY)
    other = conferred(nurul, at=moment + DAY)

    assert isinstance(key, IssuerKey)
    assert other.signed_by == key.public != award.signed_by
    assert listed() == [key.public, award.signed_by]
    assert is_valid(award, moment + DAY)
    assert is_valid(other, moment + DAY)
    assert [one.retired_at for one in keys()] == [None, moment + DAY]


def test_what_is_drawn_from_the_first_key_survives_a_rotation(
    award: Award, moment: datetime
) -> None:
    before = house_key()

    rotate(at=moment + DAY)

    assert house_key() == before != signing_key()


def test_each_rotation_makes_a_file_that_only_its_owner_reads(
    award: Award, moment: datetime, signing_key: Path
) -> None:
    rotate(at=moment + DAY)
    rotate(at=moment + 2 * DAY)

    files = sorted(signing_key.parent.glob("signing.key*"))
    assert [file.name for file in files] == ["signing.key", "signing.key.2", "signing.key.3"]
    assert {file.stat().st_mode & 0o777 for file in files} == {0o600}


def test_a_key_that_was_put_there_by_hand_is_listed_when_it_first_signs(
    award: Award, conferred: Callable[..., Award], nurul: User, moment: datetime, signing_key: Path
) -> None:
    by_hand = signing_key.with_name("signing.key.7")
    by_hand.write_text(SigningKey(b"h" * 32).secret_multibase)
    by_hand.chmod(0o600)

    other = conferred(nurul, at=moment + DAY)

    assert other.signed_by == SigningKey(b"h" * 32).public.multibase == listed()[0]
    assert is_valid(other, moment + DAY)


def test_a_file_that_another_process_replaces_is_read_again(signing_key: Path) -> None:
    before = house_key()

    signing_key.unlink()
    signing_key.write_text(SigningKey(b"n" * 32).secret_multibase)
    signing_key.chmod(0o600)

    assert house_key() == SigningKey(b"n" * 32) != before


# A key in the environment, a key in a service


def test_a_key_may_stand_in_the_environment(
    conferred: Callable[..., Award], aisyah: User, moment: datetime, settings: Any
) -> None:
    settings.SIGNING_KEY_SECRET = SigningKey(b"e" * 32).secret_multibase

    award = conferred(aisyah)

    assert award.signed_by == SigningKey(b"e" * 32).public.multibase
    assert is_valid(award, moment)
    assert isinstance(rotate(at=moment + DAY), Refused)


def test_a_secret_of_the_environment_that_is_none_is_not_repeated(settings: Any) -> None:
    settings.SIGNING_KEY_SECRET = "z3u2-cut-short"

    with pytest.raises(ImproperlyConfigured) as caught:
        signing_key()

    assert "cut-short" not in str(caught.value)


def test_a_key_service_signs_without_giving_out_its_key(
    conferred: Callable[..., Award], aisyah: User, moment: datetime, settings: Any
) -> None:
    settings.SIGNER = f"{__name__}:Service"

    award = conferred(aisyah)

    assert award.signed_by == SERVICE_KEY.public.multibase
    assert is_valid(award, moment)


def test_a_key_service_whose_signatures_do_not_hold_is_refused(settings: Any) -> None:
    settings.SIGNER = f"{__name__}:WrongService"

    with pytest.raises(ImproperlyConfigured, match="does not accept"):
        signing_key()


# The drill


def test_a_compromised_key_leaves_the_list_at_once_and_its_file_is_put_away(
    award: Award, moment: datetime, signing_key: Path
) -> None:
    compromised = award.signed_by

    compromise(compromised, moment + DAY)

    assert compromised not in listed()
    assert not is_valid(award, moment + DAY)
    assert [file.name[:23] for file in signing_key.parent.glob("*.compromised-*")] == [
        "signing.key.compromised"
    ]
    assert house_key().public.multibase != compromised


def test_every_credential_is_signed_anew_with_the_same_id_and_dates(
    award: Award, conferred: Callable[..., Award], nurul: User, moment: datetime
) -> None:
    other, before = conferred(nurul), json.loads(award.credential)
    compromise(award.signed_by, moment + DAY)

    signed = re_sign(at=moment + DAY)

    assert signed == 2
    assert is_valid(award, moment + DAY)
    assert is_valid(other, moment + DAY)
    after = json.loads(award.credential)
    assert after["proof"]["created"] == "2026-03-04T02:00:00Z" != before["proof"]["created"]
    del before["proof"], after["proof"]
    assert after == before


def test_a_credential_of_another_key_is_left_as_it_is(
    award: Award, conferred: Callable[..., Award], nurul: User, moment: datetime
) -> None:
    rotate(at=moment + DAY)
    other = conferred(nurul, at=moment + DAY)
    kept = other.credential
    compromise(award.signed_by, moment + 2 * DAY)

    assert re_sign(at=moment + 2 * DAY) == 1

    other.refresh_from_db()
    assert other.credential == kept
    assert is_valid(other, moment + 2 * DAY)


def test_a_revoked_award_stays_revoked(award: Award, farid: User, moment: datetime) -> None:
    revoke(award.number, reason="Why", actor=farid, at=moment + DAY)
    compromise(award.signed_by, moment + 2 * DAY)

    re_sign(at=moment + 2 * DAY)

    award.refresh_from_db()
    checked = verify_credential(award.credential.encode(), at=moment + 2 * DAY)
    assert checked.check(CheckName.REVOCATION).code == "revoked"
    assert checked.check(CheckName.SIGNATURE).code == "passed"


def test_the_status_lists_are_published_anew_at_once(award: Award, moment: datetime) -> None:
    compromised, minute = award.signed_by, timedelta(days=1, minutes=7)
    compromise(compromised, moment + minute)

    re_sign(at=moment + minute)

    for purpose in ("revocation", "suspension"):
        document = json.loads(status_list(1, at=moment + minute, purpose=purpose) or "")
        assert document["proof"]["verificationMethod"].rpartition("#")[2] == listed()[0]


def test_a_list_that_waits_for_its_time_does_not_come_back_with_the_old_key(
    award: Award, farid: User, moment: datetime
) -> None:
    compromised = award.signed_by
    revoke(award.number, reason="Why", actor=farid, at=moment + timedelta(minutes=2))
    compromise(compromised, moment + timedelta(minutes=4))

    re_sign(at=moment + timedelta(minutes=4))

    document = json.loads(status_list(1, at=moment + DAY) or "")
    assert not document["proof"]["verificationMethod"].endswith(compromised)
    award.refresh_from_db()
    checked = verify_credential(award.credential.encode(), at=moment + DAY)
    assert checked.check(CheckName.REVOCATION).code == "revoked"


def test_what_was_cut_short_goes_on_where_it_ended(
    award: Award,
    conferred: Callable[..., Award],
    nurul: User,
    moment: datetime,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    conferred(nurul)
    monkeypatch.setattr(re_signing, "AWARDS_AT_ONCE", 1)
    compromise(award.signed_by, moment + DAY)

    class Killed(Exception):
        pass

    def killed(done: int, of: int) -> None:
        assert (done, of) == (1, 2)
        raise Killed

    with pytest.raises(Killed):
        re_sign(at=moment + DAY, progress=killed)
    assert count_affected() == 1

    compromise(award.signed_by, moment + 2 * DAY)
    assert re_sign(at=moment + 2 * DAY) == 1
    assert count_affected() == 0
    assert Notice.objects.count() == 2


def test_a_key_that_comes_back_from_a_copy_signs_nothing(
    award: Award, moment: datetime, signing_key: Path
) -> None:
    secret = signing_key.read_text()
    compromise(award.signed_by, moment + DAY)
    brought_back = signing_key.with_name("signing.key.9")
    brought_back.write_text(secret)
    brought_back.chmod(0o600)

    with pytest.raises(ImproperlyConfigured, match="compromised and signs nothing"):
        key_in_use(at=moment + 2 * DAY)

    assert award.signed_by not in listed()


def test_a_key_of_nobody_is_refused(award: Award, moment: datetime) -> None:
    outcome = declare_compromised("z6MkNobody", reason="Why", at=moment)

    assert isinstance(outcome, Refused)
    assert outcome.code == "no-such-key"


def test_without_a_reason_no_key_is_given_up(award: Award, moment: datetime) -> None:
    outcome = declare_compromised(award.signed_by, reason=" ", at=moment)

    assert isinstance(outcome, Refused)
    assert is_valid(award, moment)


def test_the_audit_trail_tells_all_of_it_and_the_record_of_the_person_nothing(
    award: Award, aisyah: User, moment: datetime
) -> None:
    entries = entries_of(aisyah)
    compromise(award.signed_by, moment + DAY)
    re_sign(at=moment + DAY)

    events = [act.event for act in audit_trail()]
    assert {"key.compromised", "key.taken-into-use", "award.re-signed"} <= set(events)
    assert entries_of(aisyah) == entries


# Who is told


def test_each_holder_is_told_once_in_their_own_language(
    award: Award, aisyah: User, moment: datetime
) -> None:
    compromise(award.signed_by, moment + DAY)
    re_sign(at=moment + DAY)

    first, second = send_notices(now=lambda: moment + DAY), send_notices(now=lambda: moment + DAY)

    assert (first, second, unsent_notices()) == (1, 0, 0)
    (letter,) = mail.outbox
    assert letter.to == [aisyah.email]
    assert letter.subject == f"Kredensial anda {award.number} telah ditandatangani semula"
    assert "/ms/my/awards/" in letter.body


def test_a_letter_that_the_server_refuses_waits(
    award: Award, moment: datetime, settings: Any
) -> None:
    make_notice(award, "re-signed", at=moment)
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9

    assert send_notices(now=lambda: moment) == 0
    assert unsent_notices() == 1


def test_an_address_that_is_refused_keeps_the_news_from_nobody_else(
    award: Award, conferred: Callable[..., Award], nurul: User, moment: datetime, settings: Any
) -> None:
    make_notice(award, "re-signed", at=moment)
    make_notice(conferred(nurul), "re-signed", at=moment + DAY)
    settings.EMAIL_BACKEND = f"{__name__}.{MailServer.__name__}"
    MailServer.refused = award.person.email

    assert send_notices(now=lambda: moment + DAY) == 1
    assert unsent_notices() == 1
    assert [letter.to for letter in mail.outbox] == [[nurul.email]]


def test_an_address_that_is_always_refused_is_asked_less_and_less_and_given_up(
    award: Award, moment: datetime, settings: Any
) -> None:
    make_notice(award, "re-signed", at=moment)
    settings.EMAIL_BACKEND = f"{__name__}.{MailServer.__name__}"
    MailServer.refused, asked = award.person.email, []

    for hour in range(24 * 30):
        at = moment + timedelta(hours=hour)
        before = Notice.objects.get().refusals
        send_notices(now=lambda at=at: at)
        if Notice.objects.get().refusals > before:
            asked.append(hour)

    assert asked == [0, 1, 7, 31, 103, 271]
    assert unsent_notices() == 0
    assert [row[:2] for row in given_up_notices()] == [
        (award.person.candidate_number, award.number)
    ]
    assert [act.subject for act in audit_trail() if act.event == "letter.given-up"] == [
        award.number
    ]


def test_a_letter_that_was_given_up_is_sent_once_its_address_is_mended(
    award: Award, moment: datetime
) -> None:
    make_notice(award, "re-signed", at=moment)
    Notice.objects.update(refusals=6, given_up_at=moment)

    assert send_notices(now=lambda: moment + DAY) == 0
    assert try_given_up_again(at=moment + DAY) == 1
    assert send_notices(now=lambda: moment + DAY) == 1
    assert given_up_notices() == []
