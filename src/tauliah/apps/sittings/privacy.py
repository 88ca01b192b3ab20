"""What sittings hold of a person: bookings, attempts, and every answer as it was saved."""

from __future__ import annotations

from tauliah.apps.holdings import (
    FOR_GOOD,
    PROOF,
    Table,
    describes,
    nothing,
    sensitive,
    whose,
)
from tauliah.apps.people.queries import User
from tauliah.apps.sittings.models import Attempt
from tauliah.core.kernel import LocalText, Refused

_PERSON = whose("Person", "Orang")
_ANSWER = describes("Answer", "Jawapan")
_LETTER = describes("Answer (a letter)", "Jawapan (huruf)")
_ITEM = describes("Item", "Item")
_EVIDENCE = LocalText(
    en="to run the exam, and to be able to prove what you answered and when",
    ms="untuk mengendalikan peperiksaan dan dapat membuktikan apa yang anda jawab dan bila",
)

HELD = (
    Table(
        model="sittings.Booking",
        title=LocalText(en="Bookings of exams", ms="Tempahan peperiksaan"),
        purpose=LocalText(
            en="to keep your place in an exam", ms="untuk menyimpan tempat anda dalam peperiksaan"
        ),
        kept=FOR_GOOD,
        stays=PROOF,
        people=("person",),
        fields={
            "id": nothing,
            "person": _PERSON,
            "course": describes("Course", "Kursus"),
            "window": describes("Window", "Tempoh peperiksaan"),
            "form": nothing,
            "booked_at": describes("Booked on", "Ditempah pada"),
            "state": describes("State", "Keadaan"),
        },
    ),
    Table(
        model="sittings.Attempt",
        title=LocalText(en="Exams sat", ms="Peperiksaan yang diduduki"),
        purpose=_EVIDENCE,
        kept=FOR_GOOD,
        stays=PROOF,
        people=("booking__person",),
        fields={
            "id": nothing,
            "booking": nothing,
            "seed": nothing,
            "started_at": describes("Started", "Dimulakan"),
            "deadline": describes("End of the time", "Tamat masa"),
            "submitted_at": describes("Ended", "Berakhir"),
            "client_sequence": nothing,
            "events": describes("Saves", "Simpanan"),
            "head": nothing,
            "sealed_as": describes("How it ended", "Cara berakhir"),
            "lease": nothing,
            "lease_number": describes("Devices and tabs", "Peranti dan tab"),
            "holder": describes("Browser that holds it", "Pelayar yang memegangnya"),
            "seen_at": describes("Last seen", "Kali terakhir dilihat"),
            "paused_at": describes("Paused", "Dijeda"),
            "paused_until": describes("Paused until", "Dijeda sehingga"),
            "pauses": describes("Pauses", "Jeda"),
            "incidents": describes("Incidents", "Kejadian"),
            "extra_time_percent": describes("Extra time (%)", "Masa tambahan (%)"),
        },
    ),
    Table(
        model="sittings.AttemptEvent",
        title=LocalText(en="Each save of an exam", ms="Setiap simpanan peperiksaan"),
        purpose=_EVIDENCE,
        kept=FOR_GOOD,
        stays=PROOF,
        people=("attempt__booking__person",),
        fields={
            "id": nothing,
            "attempt": nothing,
            "number": describes("Number", "Nombor"),
            "act": describes("Act", "Tindakan"),
            "item": _ITEM,
            "option": _LETTER,
            "value": _ANSWER,
            "facts": sensitive("Particulars", "Butiran", goes=False),
            "client_sequence": nothing,
            "server_time": describes("When", "Masa"),
            "previous": nothing,
            "digest": nothing,
        },
    ),
    Table(
        model="sittings.CurrentAnswer",
        title=LocalText(en="Answers of exams", ms="Jawapan peperiksaan"),
        purpose=_EVIDENCE,
        kept=FOR_GOOD,
        stays=PROOF,
        people=("attempt__booking__person",),
        fields={
            "id": nothing,
            "attempt": nothing,
            "item": _ITEM,
            "option": _LETTER,
            "value": _ANSWER,
            "is_flagged": describes("Flagged for review", "Ditanda untuk disemak semula"),
        },
    ),
    Table(
        model="sittings.SealReceipt",
        title=LocalText(en="Receipts of exams", ms="Resit peperiksaan"),
        purpose=LocalText(
            en="so that you can prove what you handed in",
            ms="supaya anda dapat membuktikan apa yang anda serahkan",
        ),
        kept=FOR_GOOD,
        stays=PROOF,
        people=("attempt__booking__person",),
        fields={
            "id": nothing,
            "attempt": nothing,
            "number": describes("Number", "Nombor"),
            "facts": describes("What the receipt says", "Kandungan resit"),
            "key": nothing,
            "signature": nothing,
            "issued_at": describes("Issued on", "Dikeluarkan pada"),
        },
    ),
)


def erasure_refusal(person: User) -> Refused | None:
    """Why nothing can be erased yet: an exam of the person is under way."""
    if not Attempt.objects.filter(booking__person=person, submitted_at=None).exists():
        return None
    return Refused(
        "exam-under-way",
        LocalText(
            en="An exam of this person is under way. Wait until it is sealed.",
            ms="Peperiksaan orang ini sedang berlangsung. Tunggu sehingga ia dimeterai.",
        ),
    )
