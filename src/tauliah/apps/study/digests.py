"""The plan of each week by e-mail, for who wants it: chosen, ended by a click, sent on Mondays."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from smtplib import SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Exists, OuterRef, Subquery

from tauliah.apps.catalogue.queries import NothingPublished, local_day, programme, zone
from tauliah.apps.people.actions import write_audit_entry
from tauliah.apps.people.permissions import Permission, require
from tauliah.apps.people.queries import User
from tauliah.apps.study.digest_words import digest_letter
from tauliah.apps.study.models import DigestChoice, DigestLetter
from tauliah.apps.study.planning import monday_of, plan_of
from tauliah.apps.study.secret_addresses import id_in, secret_for

SENT_FROM_HOUR = 6
SENT_ON_WEEKDAYS = (0, 1, 2)
"""From Monday on; on Tuesday and Wednesday, where the house was not there before."""
LETTERS_AT_ONCE = 50
_SALT = "tauliah.study.digest"


def wants_digest(person: User) -> bool:
    """Whether a person wants the letter of each week."""
    newest = DigestChoice.objects.filter(person=person).order_by("-chosen_at", "-id").first()
    return bool(newest and newest.wanted)


@transaction.atomic
def choose_digest(person: User, *, wanted: bool, at: datetime) -> None:
    """Keep whether a person wants the letter; nothing where that is known."""
    require(person, Permission.PLAN_STUDY)
    _choose(person, wanted=wanted, at=at)


@transaction.atomic
def end_digest(secret: str, *, at: datetime) -> bool:
    """End the letters of whoever got this secret in one; whether it is anybody's."""
    person = digest_reader(secret)
    if person is None:
        return False
    _choose(person, wanted=False, at=at)
    return True


def digest_reader(secret: str) -> User | None:
    """Whose letters a secret ends; None for a wrong one."""
    key = id_in(secret, salt=_SALT)
    if key is None:
        return None
    row = DigestChoice.objects.select_related("person").filter(person=key).first()
    return row.person if row else None


def digest_secret(person: User) -> str:
    """What ends a person's letters without a log-in."""
    return secret_for(person.pk, salt=_SALT)


def send_digests(*, now: Callable[[], datetime]) -> int:
    """Send the letters of this week that were not sent yet, some at a time; how many went.

    Stops when the mail server fails; what is left waits for the next time. A process that is killed
    between a letter and its note sends that letter twice, and never none.
    """
    at = now()
    try:
        there = at.astimezone(zone())
    except NothingPublished:
        return 0
    if there.weekday() not in SENT_ON_WEEKDAYS or there.hour < SENT_FROM_HOUR:
        return 0
    monday = monday_of(local_day(at))
    sent = 0
    for person in _readers(monday)[:LETTERS_AT_ONCE]:
        try:
            went = _send(person, monday, at=now())
        except SMTPRecipientsRefused:
            # an address that is gone gets no letter this week
            went = False
        except OSError:
            break
        DigestLetter.objects.get_or_create(
            person=person, week=monday, defaults={"sent_at": now() if went else None}
        )
        sent += went
    return sent


def _readers(monday: date) -> list[User]:
    """Who wants the letter and has not had that of this week."""
    newest = DigestChoice.objects.filter(person=OuterRef("person")).order_by("-chosen_at", "-id")
    had = DigestLetter.objects.filter(person=OuterRef("person"), week=monday)
    rows = (
        DigestChoice.objects.filter(~Exists(had), wanted=True, person__is_active=True)
        .filter(id=Subquery(newest.values("id")[:1]))
        .select_related("person")
        .order_by("id")
    )
    return [one.person for one in rows[:LETTERS_AT_ONCE]]


def _send(person: User, monday: date, *, at: datetime) -> bool:
    """Send a letter; whether there was anything to say."""
    plan = plan_of(person, at=at)
    if plan is None or not plan.exams:
        return False
    language = person.language
    base = f"{settings.ADDRESS}/{language}"
    ending = f"{base}/plan/letters/{digest_secret(person)}/"
    subject, text = digest_letter(
        plan,
        name=person.full_name,
        monday=monday,
        body=programme().about.body.name,
        plan_address=f"{base}/my/plan/",
        ending_address=ending,
    )
    message = EmailMessage(
        subject.in_language(language),
        text.in_language(language),
        settings.DEFAULT_FROM_EMAIL,
        [person.email],
        # RFC 8058: mail programs end the letters by one click
        headers={
            "List-Unsubscribe": f"<{ending}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )
    message.send()
    return True


def _choose(person: User, *, wanted: bool, at: datetime) -> None:
    if wants_digest(person) == wanted:
        return
    DigestChoice.objects.create(person=person, wanted=wanted, chosen_at=at)
    details = {"wanted": wanted}
    write_audit_entry(person, "digest.chosen", subject=str(person.pk), at=at, details=details)
