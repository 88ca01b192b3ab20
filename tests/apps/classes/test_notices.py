"""Letters about classes: sent once, in the reader's language, with what to do and until when."""

from __future__ import annotations

from datetime import timedelta
from smtplib import SMTPRecipientsRefused
from unittest.mock import patch

from django.core import mail

from tauliah.apps.classes.actions import book, call_off, give_up
from tauliah.apps.classes.notices import send_class_notices, unsent_class_notices
from tauliah.apps.letters import WAITS_AFTER_REFUSALS
from tauliah.apps.people.actions import choose_language
from tauliah.apps.people.permissions import SYSTEM
from tauliah.apps.people.queries import audit_trail
from tests.services.classroom import NOW


def test_who_is_offered_a_seat_is_told_until_when_and_where(penang, people):
    for person in people[:2]:
        book(person, penang.pk, at=NOW)
    choose_language(people[1], "ms", at=NOW)
    give_up(people[0], penang.pk, at=NOW)

    assert send_class_notices(now=lambda: NOW) == 1
    assert send_class_notices(now=lambda: NOW) == 0

    (letter,) = mail.outbox
    assert letter.to == ["nurul@example.com"]
    assert letter.subject == (
        "Satu tempat duduk disimpan untuk anda sehingga 5 Mac 2026, 10:00: PUM, Pulau Pinang, 16 Mac 2026"
    )
    assert f"/ms/classes/{penang.pk}/" in letter.body
    assert "Room 3, Jalan Burma 1, Pulau Pinang" in letter.body


def test_a_class_called_off_is_told_with_its_reason(penang, people):
    book(people[0], penang.pk, at=NOW)
    call_off(penang.pk, reason="The hall {is} flooded", actor=SYSTEM, at=NOW)

    send_class_notices(now=lambda: NOW)

    assert "The hall {is} flooded" in mail.outbox[0].body


def test_what_the_mail_server_does_not_take_waits_for_the_next_minute(penang, people):
    book(people[0], penang.pk, at=NOW)
    call_off(penang.pk, reason="The hall is flooded", actor=SYSTEM, at=NOW)

    with patch("tauliah.apps.classes.notices.send_mail", side_effect=ConnectionError):
        assert send_class_notices(now=lambda: NOW) == 0

    assert unsent_class_notices() == 1


def test_an_address_that_is_always_refused_is_given_up_and_the_operator_reads_it(penang, people):
    book(people[0], penang.pk, at=NOW)
    call_off(penang.pk, reason="The hall is flooded", actor=SYSTEM, at=NOW)

    with patch(
        "tauliah.apps.classes.notices.send_mail", side_effect=SMTPRecipientsRefused({})
    ) as asked:
        for day in range(30):
            send_class_notices(now=lambda at=NOW + timedelta(days=day): at)

    assert asked.call_count == len(WAITS_AFTER_REFUSALS) + 1
    assert unsent_class_notices() == 0
    assert [act.subject for act in audit_trail() if act.event == "letter.given-up"] == [
        str(penang.pk)
    ]
