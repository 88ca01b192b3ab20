"""What mock exams hold of a person: when they were sat, what was answered, how they came out."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from tauliah.apps.holdings import ROWS_AT_ONCE, Due, Table, describes, kept_days, nothing, whose
from tauliah.apps.mock_exams.models import MockExam
from tauliah.apps.people.queries import User
from tauliah.core.kernel import LocalText

SETTING = "TAULIAH_KEEP_PRACTICE_DAYS"

_PURPOSE = LocalText(
    en="to show you how your mock exams went", ms="untuk menunjukkan keputusan percubaan anda"
)

HELD = (
    Table(
        model="mock_exams.MockExam",
        title=LocalText(en="Mock exams", ms="Peperiksaan percubaan"),
        purpose=_PURPOSE,
        kept=kept_days(SETTING),
        people=("person",),
        fields={
            "id": nothing,
            "person": whose("Person", "Orang"),
            "course": describes("Course", "Kursus"),
            "seed": nothing,
            "asked": nothing,
            "elsewhere": nothing,
            "minutes": describes("Minutes", "Minit"),
            "extra_minutes": describes("Minutes more for you", "Minit tambahan untuk anda"),
            "pass_mark_percent": nothing,
            "started_at": describes("Started on", "Dimulakan pada"),
            "deadline": describes("Time until", "Masa hingga"),
            "ended_at": describes("Ended on", "Ditamatkan pada"),
            "answered": describes("Questions answered", "Soalan dijawab"),
            "points": describes("Points", "Mata"),
            "of": describes("Of points", "Daripada mata"),
            "counted": nothing,
        },
    ),
    Table(
        model="mock_exams.MockItem",
        title=LocalText(en="Answers in mock exams", ms="Jawapan dalam peperiksaan percubaan"),
        purpose=_PURPOSE,
        kept=kept_days(SETTING),
        people=("mock__person",),
        fields={
            "id": nothing,
            "mock": nothing,
            "position": nothing,
            "item": describes("Item", "Item"),
            "version": nothing,
            "was_met": describes("Answered before", "Pernah dijawab"),
            "value": describes("Answer", "Jawapan"),
            "is_flagged": describes("Flagged", "Ditanda"),
        },
    ),
)


def erase(person: User, at: datetime) -> None:  # noqa: ARG001 - the same for every app
    """Remove all mock exams of a person, with their answers."""
    MockExam.objects.filter(person=person).delete()


def _count(before: datetime) -> int:
    return MockExam.objects.filter(started_at__lt=before).count()


def _carry_out(before: datetime) -> int:
    gone = 0
    over = MockExam.objects.filter(started_at__lt=before)
    while some := list(over.values_list("pk", flat=True)[:ROWS_AT_ONCE]):
        with transaction.atomic():
            # their answers go with them, and are not counted
            gone += MockExam.objects.filter(pk__in=some).delete()[1]["mock_exams.MockExam"]
    return gone


DUE = (
    Due(SETTING, LocalText(en="mock exams", ms="peperiksaan percubaan"), _count, _carry_out),
)  # fmt: skip
