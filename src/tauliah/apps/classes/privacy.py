"""What classes hold of a person: seats and waiting lists, attendance, and letters about them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from tauliah.apps.classes.keeping import forget_places
from tauliah.apps.classes.models import ClassNotice
from tauliah.apps.holdings import (
    FOR_GOOD,
    PROOF,
    ROWS_AT_ONCE,
    Due,
    Table,
    describes,
    impersonal,
    kept_days,
    nothing,
    sensitive,
    whose,
)
from tauliah.apps.letters import over
from tauliah.apps.people.queries import User
from tauliah.core.kernel import LocalText

SETTING = "TAULIAH_KEEP_LETTERS_DAYS"

_PERSON = whose("Person", "Orang")
_FAIR = LocalText(
    en="The order in which people came to a class must stay provable. It names an account by a "
    "number without meaning, whose name is gone.",
    ms="Turutan orang mendapat tempat duduk dalam kelas mesti kekal dapat dibuktikan. Ia menamakan akaun "
    "melalui nombor tanpa makna yang namanya telah dipadamkan.",
)

HELD = (
    impersonal(
        "classes.ScheduledClass",
        "id", "course", "place_en", "place_ms", "venue", "language", "sessions", "starts", "ends",
        "hours", "begins_at", "free_until", "accept_hours", "opened_at", "state", "seats", "taken",
        "waiting", "entries", "next_lapse_at", "reason",
    ),
    Table(
        model="classes.SeatEntry",
        title=LocalText(en="Seats of classes, step by step", ms="Tempat duduk kelas, langkah demi langkah"),
        purpose=LocalText(
            en="to give seats in the order in which people came, and to be able to prove it",
            ms="untuk memberikan tempat duduk mengikut turutan ketibaan dan dapat membuktikannya",
        ),
        kept=FOR_GOOD,
        stays=_FAIR,
        people=("person",),
        actors={"recorded_by": ("at",)},
        fields={
            "id": nothing,
            "scheduled_class": nothing,
            "number": nothing,
            "act": describes("What happened", "Perkara yang berlaku"),
            "person": _PERSON,
            "facts": describes("Particulars", "Butiran"),
            "at": describes("When", "Masa"),
            "recorded_by": whose("Done by", "Dilakukan oleh"),
        },
    ),
    Table(
        model="classes.ClassBooking",
        title=LocalText(en="Classes", ms="Kelas"),
        purpose=LocalText(
            en="to keep your seat in a class, or your place in its waiting list",
            ms="untuk menyimpan tempat duduk anda dalam kelas, atau giliran anda dalam senarai menunggunya",
        ),
        kept=FOR_GOOD,
        stays=_FAIR,
        people=("person",),
        fields={
            "id": nothing,
            "scheduled_class": nothing,
            "person": _PERSON,
            "course": describes("Course", "Kursus"),
            "state": describes("State", "Keadaan"),
            "arrival": nothing,
            "came_at": describes("Since", "Sejak"),
            "changed_at": describes("Last change", "Perubahan terakhir"),
            "offer_until": describes("Seat kept until", "Tempat duduk disimpan sehingga"),
            "is_late": describes("Given back late", "Dilepaskan lewat"),
            "reason": sensitive("Reason for being taken off", "Sebab dikeluarkan"),
        },
    ),
    Table(
        model="classes.AttendanceMark",
        title=LocalText(en="Attendance of classes", ms="Kehadiran kelas"),
        purpose=LocalText(
            en="to record that you attended, and to be able to show who marked it",
            ms="untuk merekodkan kehadiran anda dan dapat menunjukkan siapa yang menandanya",
        ),
        kept=FOR_GOOD,
        stays=PROOF,
        people=("booking__person",),
        actors={"marked_by": ("marked_at", "attended")},
        fields={
            "id": nothing,
            "booking": nothing,
            "number": nothing,
            "attended": describes("Attended", "Hadir"),
            "entry": describes("Entry of the record", "Entri rekod"),
            "proposal": nothing,
            "marked_by": whose("Marked by", "Ditanda oleh"),
            "marked_at": describes("Marked on", "Ditanda pada"),
        },
    ),
    Table(
        model="classes.ClassNotice",
        title=LocalText(en="Letters about classes", ms="Surat tentang kelas"),
        purpose=LocalText(
            en="to tell you what happened to your place in a class",
            ms="untuk memberitahu anda apa yang berlaku pada tempat duduk anda dalam kelas",
        ),
        kept=kept_days(SETTING),
        people=("person",),
        fields={
            "id": nothing,
            "person": _PERSON,
            "scheduled_class": nothing,
            "kind": describes("Kind", "Jenis"),
            "until": describes("Seat kept until", "Tempat duduk disimpan sehingga"),
            "made_at": describes("Noted on", "Dicatat pada"),
            "sent_at": describes("Sent on", "Dihantar pada"),
            "refusals": describes("Refusals of the address", "Bilangan penolakan alamat"),
            "next_try_at": nothing,
            "given_up_at": describes("Given up on", "Dihentikan pada"),
        },
    ),
)  # fmt: skip


def erase(person: User, at: datetime) -> None:
    """Give the seats of a person to those who wait; remove letters, and words of registrars."""
    forget_places(person.pk, at=at)


def _over(before: datetime) -> Any:
    return over(ClassNotice.objects.all(), before)


def _carry_out(before: datetime) -> int:
    gone = 0
    while some := list(_over(before).values_list("pk", flat=True)[:ROWS_AT_ONCE]):
        with transaction.atomic():
            gone += ClassNotice.objects.filter(pk__in=some).delete()[0]
    return gone


DUE = (
    Due(
        SETTING,
        LocalText(
            en="letters about classes that were sent", ms="surat tentang kelas yang dihantar"
        ),
        lambda before: _over(before).count(),
        _carry_out,
    ),
)
