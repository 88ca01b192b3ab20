"""What accounts hold of a person, and what the libraries behind the log-in hold beside them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Exists, OuterRef, ProtectedError, QuerySet

from tauliah.apps.holdings import (
    FOR_GOOD,
    ROWS_AT_ONCE,
    TRAIL,
    WITH_THE_ACCOUNT,
    Due,
    Table,
    describes,
    identifies,
    impersonal,
    kept_days,
    nothing,
    secret,
    sensitive,
    whose,
)
from tauliah.apps.people.actions import next_number
from tauliah.apps.people.models import Accommodation, RoleAssignment, User
from tauliah.core.kernel import LocalText

ACCOMMODATIONS = "TAULIAH_KEEP_ACCOMMODATIONS_DAYS"
SESSIONS = "TAULIAH_KEEP_SESSIONS_DAYS"
UNCONFIRMED = "TAULIAH_KEEP_UNCONFIRMED_DAYS"

_PERSON = whose("Person", "Orang")
_EMAIL = identifies("E-mail address", "Alamat e-mel")
_SINCE = describes("Since", "Sejak")
_LOG_IN = LocalText(en="to let you in safely", ms="untuk membolehkan anda masuk dengan selamat")


def sessions_of(person: User) -> Iterator[Session]:
    """The sessions in which a person is logged in. Nothing but their content says whose they are."""
    for session in Session.objects.iterator(chunk_size=ROWS_AT_ONCE):
        if session.get_decoded().get(SESSION_KEY) == str(person.pk):
            yield session


HELD = (
    Table(
        model="people.User",
        title=LocalText(en="Account", ms="Akaun"),
        purpose=LocalText(
            en="to know you, to let you in, and to write to you",
            ms="untuk mengenali anda, membolehkan anda masuk dan menulis kepada anda",
        ),
        kept=WITH_THE_ACCOUNT,
        stays=LocalText(
            en="An account without a name stays, so that the record hangs together. Name, address "
            "and candidate number are replaced by a number that leads to nobody.",
            ms="Akaun tanpa nama kekal supaya rekod tidak terputus. Nama, alamat dan nombor calon "
            "digantikan dengan nombor yang tidak merujuk kepada sesiapa.",
        ),
        people=("pk",),
        fields={
            "id": _PERSON,
            "password": secret(
                "Password (a protected form of it)", "Kata laluan (bentuk terlindung)"
            ),
            "last_login": describes("Last log-in", "Log masuk terakhir", goes=True),
            "email": _EMAIL,
            "full_name": identifies("Full name", "Nama penuh"),
            "language": describes("Language", "Bahasa"),
            "candidate_number": identifies("Candidate number", "Nombor calon"),
            "is_active": describes("May log in", "Boleh log masuk"),
            "joined_at": describes("Joined on", "Menyertai pada"),
        },
    ),
    Table(
        model="people.RoleAssignment",
        title=LocalText(en="Roles", ms="Peranan"),
        purpose=LocalText(
            en="to let you do what is yours to do",
            ms="untuk membenarkan tindakan dalam peranan anda",
        ),
        kept=FOR_GOOD,
        stays=TRAIL,
        people=("user",),
        fields={
            "id": nothing,
            "user": _PERSON,
            "role": describes("Role", "Peranan"),
            "since": _SINCE,
        },
    ),
    Table(
        model="people.Accommodation",
        title=LocalText(en="Accommodations in exams", ms="Penyesuaian dalam peperiksaan"),
        purpose=LocalText(
            en="to give you in exams what you need",
            ms="untuk memberikan keperluan anda dalam peperiksaan",
        ),
        kept=kept_days(ACCOMMODATIONS),
        people=("person",),
        actors={"granted_by": ("granted_at",)},
        fields={
            "id": nothing,
            "person": _PERSON,
            "kind": sensitive("Kind", "Jenis"),
            "percent": sensitive("Extra time (%)", "Masa tambahan (%)"),
            "times": sensitive("Pauses", "Jeda"),
            "minutes": sensitive("Minutes of each pause", "Minit setiap jeda"),
            "reason": sensitive("Reason", "Sebab"),
            "granted_by": whose("Granted by", "Diluluskan oleh"),
            "granted_at": describes("Granted on", "Diluluskan pada"),
            "valid_until": describes("Valid until", "Sah sehingga"),
            "ended_at": describes("Ended on", "Tamat pada"),
        },
    ),
    Table(
        model="people.AuditEntry",
        title=LocalText(en="Audit trail", ms="Jejak audit"),
        purpose=LocalText(
            en="to prove who did what, and when",
            ms="untuk membuktikan siapa yang melakukan apa dan bila",
        ),
        kept=FOR_GOOD,
        stays=TRAIL,
        people=("subject",),
        actors={"actor": ("at", "event")},
        fields={
            "id": nothing,
            "at": describes("When", "Masa"),
            "actor": whose("Who", "Siapa"),
            "event": describes("Act", "Tindakan"),
            "subject": whose("About whom", "Tentang siapa"),
            "details": describes("Details", "Butiran"),
        },
    ),
    impersonal("people.NumberSeries", "name", "last"),
    Table(
        model="account.EmailAddress",
        title=LocalText(en="E-mail addresses", ms="Alamat e-mel"),
        purpose=LocalText(en="to write to you", ms="untuk menulis kepada anda"),
        kept=WITH_THE_ACCOUNT,
        people=("user",),
        fields={
            "id": nothing,
            "user": _PERSON,
            "email": _EMAIL,
            "verified": describes("Confirmed", "Disahkan"),
            "primary": describes("In use", "Digunakan"),
        },
    ),
    Table(
        model="account.EmailConfirmation",
        title=LocalText(en="Letters that confirm an address", ms="Surat pengesahan alamat"),
        purpose=LocalText(
            en="to know that an address is yours", ms="untuk memastikan alamat itu milik anda"
        ),
        kept=WITH_THE_ACCOUNT,
        people=("email_address__user",),
        fields={
            "id": nothing,
            "email_address": nothing,
            "created": describes("Made on", "Dibuat pada"),
            "sent": describes("Sent on", "Dihantar pada"),
            "key": secret("Key", "Kunci"),
        },
    ),
    Table(
        model="mfa.Authenticator",
        title=LocalText(en="Second steps and passkeys", ms="Langkah kedua dan kunci laluan"),
        purpose=_LOG_IN,
        kept=WITH_THE_ACCOUNT,
        people=("user",),
        fields={
            "id": nothing,
            "user": _PERSON,
            "type": describes("Type", "Jenis"),
            "data": secret("Secret", "Rahsia"),
            "created_at": describes("Made on", "Dibuat pada"),
            "last_used_at": describes("Last used on", "Terakhir digunakan pada"),
        },
    ),
    Table(
        model="sessions.Session",
        title=LocalText(en="Log-ins at this time", ms="Log masuk semasa"),
        purpose=_LOG_IN,
        kept=kept_days(SESSIONS),
        rows=sessions_of,
        fields={
            "session_key": secret("Key", "Kunci"),
            "session_data": secret("Content", "Kandungan"),
            "expire_date": describes("Ends on", "Tamat pada"),
        },
    ),
    impersonal("auth.Permission", "id", "name", "content_type", "codename"),
    impersonal("auth.Group", "id", "name"),
    impersonal("contenttypes.ContentType", "id", "app_label", "model"),
)


def erase(person: User, at: datetime) -> None:  # noqa: ARG001 - the same for every app
    """Put a number that leads to nobody in the place of name, address and candidate number."""
    Accommodation.objects.filter(person=person).delete()
    EmailAddress.objects.filter(user=person).delete()
    Authenticator.objects.filter(user=person).delete()
    for session in list(sessions_of(person)):
        session.delete()
    number = f"E{next_number('erased'):06d}"
    account = User.objects.get(pk=person.pk)
    account.full_name = account.candidate_number = number
    # RFC 2606, section 2: nobody will ever have an address in .invalid
    account.email = f"{number.lower()}@erased.invalid"
    account.last_login = None
    account.is_active = False
    account.set_unusable_password()
    account.save()


def _accommodations(before: datetime) -> QuerySet[Accommodation]:
    ended = Accommodation.objects.filter(ended_at__lt=before)
    return ended | Accommodation.objects.filter(valid_until__lt=before.date())


def _sessions(before: datetime) -> QuerySet[Session]:
    return Session.objects.filter(expire_date__lt=before)


def _unconfirmed(before: datetime) -> QuerySet[User]:
    """Accounts whose address was never confirmed: nobody could log in, so nothing hangs on them."""
    confirmed = EmailAddress.objects.filter(user=OuterRef("pk"), verified=True)
    found = User.objects.filter(joined_at__lt=before, last_login=None, is_active=True)
    return found.filter(
        ~Exists(confirmed), Exists(EmailAddress.objects.filter(user=OuterRef("pk")))
    )


def _remove(found: QuerySet[Any]) -> int:
    gone = 0
    while some := list(found.values_list("pk", flat=True)[:ROWS_AT_ONCE]):
        with transaction.atomic():
            gone += found.model.objects.filter(pk__in=some).delete()[0]
    return gone


def _remove_unconfirmed(before: datetime) -> int:
    gone = 0
    for id in list(_unconfirmed(before).values_list("pk", flat=True)):
        try:
            with transaction.atomic():
                RoleAssignment.objects.filter(user=id).delete()
                User.objects.filter(pk=id).delete()
        except ProtectedError:
            # something hangs on it after all: it is no account that was never used
            continue
        gone += 1
    return gone


DUE = (
    Due(
        SESSIONS,
        LocalText(en="log-ins that have ended", ms="log masuk yang telah tamat"),
        lambda before: _sessions(before).count(),
        lambda before: _remove(_sessions(before)),
    ),
    Due(
        UNCONFIRMED,
        LocalText(
            en="accounts whose address was never confirmed",
            ms="akaun yang alamatnya tidak pernah disahkan",
        ),
        lambda before: _unconfirmed(before).count(),
        _remove_unconfirmed,
    ),
    Due(
        ACCOMMODATIONS,
        LocalText(en="accommodations that have ended", ms="penyesuaian yang telah tamat"),
        lambda before: _accommodations(before).count(),
        lambda before: _remove(_accommodations(before)),
    ),
)
