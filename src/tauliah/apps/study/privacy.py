"""What study holds of a person: what was read and practised, and how the person wants to study."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from tauliah.apps.holdings import (
    ROWS_AT_ONCE,
    WITH_THE_ACCOUNT,
    Due,
    Table,
    describes,
    kept_days,
    nothing,
    whose,
)
from tauliah.apps.people.queries import User
from tauliah.apps.study.models import (
    CalendarAddress,
    DigestChoice,
    DigestLetter,
    LessonRead,
    PlanChoice,
    PracticeAnswer,
    PracticeBudget,
    Review,
    StudyTick,
    UnitMemory,
)
from tauliah.core.kernel import LocalText

SETTING = "TAULIAH_KEEP_PRACTICE_DAYS"

_PERSON = whose("Person", "Orang")
_COURSE = describes("Course", "Kursus")

HELD = (
    Table(
        model="study.LessonRead",
        title=LocalText(en="Lessons read", ms="Pelajaran yang dibaca"),
        purpose=LocalText(en="to show you how far you are", ms="untuk menunjukkan kemajuan anda"),
        kept=kept_days(SETTING),
        people=("person",),
        fields={
            "id": nothing,
            "person": _PERSON,
            "course": _COURSE,
            "lesson": describes("Lesson", "Pelajaran"),
            "read_at": describes("Read on", "Dibaca pada"),
        },
    ),
    Table(
        model="study.PracticeAnswer",
        title=LocalText(en="Practice answers", ms="Jawapan latihan"),
        purpose=LocalText(
            en="to show you what you know, and which items to practise again",
            ms="untuk menunjukkan apa yang anda tahu dan item yang perlu dilatih semula",
        ),
        kept=kept_days(SETTING),
        people=("person",),
        fields={
            "id": nothing,
            "person": _PERSON,
            "course": _COURSE,
            "item": describes("Item", "Item"),
            "topic": describes("Topic", "Topik"),
            "option": describes("Answer (a letter)", "Jawapan (huruf)"),
            "value": describes("Answer", "Jawapan"),
            "is_right": describes("Right", "Betul"),
            "answered_at": describes("Answered on", "Dijawab pada"),
        },
    ),
    Table(
        model="study.Review",
        title=LocalText(en="Reviews in practice", ms="Ulang kaji dalam latihan"),
        purpose=LocalText(
            en="to choose what you practise next, and to say how ready you are",
            ms="untuk memilih latihan anda yang seterusnya dan menyatakan kesediaan anda",
        ),
        kept=kept_days(SETTING),
        people=("person",),
        fields={
            "id": nothing,
            "person": _PERSON,
            "course": _COURSE,
            "kind": describes("Card or item", "Kad atau item"),
            "unit": describes("Code", "Kod"),
            "rating": describes("Rating (1 to 4)", "Penilaian (1 hingga 4)"),
            "seconds": describes("Seconds", "Saat"),
            "language": describes("Language", "Bahasa"),
            "days": describes("Days since the review before", "Hari sejak ulang kaji sebelumnya"),
            "stability": describes("Stability before (days)", "Kestabilan sebelumnya (hari)"),
            "known": describes("Recall of the topic before", "Ingatan topik sebelumnya"),
            "undoes": nothing,
            "reviewed_at": describes("Reviewed on", "Diulang kaji pada"),
        },
    ),
    Table(
        model="study.UnitMemory",
        title=LocalText(en="What you remember", ms="Apa yang anda ingat"),
        purpose=LocalText(
            en="to choose what you practise next; it follows from your reviews",
            ms="untuk memilih latihan anda yang seterusnya; ia terhasil daripada ulang kaji anda",
        ),
        kept=kept_days(SETTING),
        people=("person",),
        fields={
            "id": nothing,
            "person": _PERSON,
            "course": _COURSE,
            "kind": describes("Card or item", "Kad atau item"),
            "unit": describes("Code", "Kod"),
            "stability": describes("Stability (days)", "Kestabilan (hari)"),
            "difficulty": describes("Difficulty (1 to 10)", "Kesukaran (1 hingga 10)"),
            "reviews": describes("Reviews", "Ulang kaji"),
            "lapses": describes("Times not remembered", "Bilangan kali tidak diingat"),
            "last_rating": describes("Last rating", "Penilaian terakhir"),
            "first_at": describes("First reviewed on", "Mula diulang kaji pada"),
            "last_at": describes("Last reviewed on", "Terakhir diulang kaji pada"),
        },
    ),
    Table(
        model="study.PracticeBudget",
        title=LocalText(en="Minutes of practice a day", ms="Minit latihan sehari"),
        purpose=LocalText(
            en="to fit practice into your day", ms="untuk menyesuaikan latihan dengan hari anda"
        ),
        kept=WITH_THE_ACCOUNT,
        people=("person",),
        fields={
            "id": nothing,
            "person": _PERSON,
            "course": _COURSE,
            "minutes": describes("Minutes a day", "Minit sehari"),
        },
    ),
    Table(
        model="study.PlanChoice",
        title=LocalText(
            en="Choices for your plan of study", ms="Pilihan bagi rancangan belajar anda"
        ),
        purpose=LocalText(
            en="to work out your plan of study", ms="untuk menyusun rancangan belajar anda"
        ),
        kept=WITH_THE_ACCOUNT,
        people=("person",),
        fields={
            "id": nothing,
            "person": _PERSON,
            "targets": describes("Designations", "Gelaran"),
            "week": describes("Minutes of each weekday", "Minit bagi setiap hari minggu"),
            "days_off": describes("Days without study", "Hari tanpa belajar"),
            "exams": describes("Exam days", "Hari peperiksaan"),
            "classes": describes("Classes", "Kelas"),
            "chosen_at": describes("Chosen on", "Dipilih pada"),
        },
    ),
    Table(
        model="study.StudyTick",
        title=LocalText(en="Time of study noted", ms="Masa belajar yang dicatat"),
        purpose=LocalText(
            en="to plan what is left of your study", ms="untuk merancang baki pembelajaran anda"
        ),
        kept=kept_days(SETTING),
        people=("person",),
        fields={
            "id": nothing,
            "person": _PERSON,
            "course": _COURSE,
            "kind": describes("Lesson or mock exam", "Pelajaran atau peperiksaan percubaan"),
            "name": describes("Which", "Yang mana"),
            "minutes": describes("Minutes", "Minit"),
            "undoes": nothing,
            "done_at": describes("Noted on", "Dicatat pada"),
        },
    ),
    Table(
        model="study.CalendarAddress",
        title=LocalText(en="Secret addresses of your calendar", ms="Alamat rahsia kalendar anda"),
        purpose=LocalText(
            en="to let your calendar read your plan of study",
            ms="untuk membolehkan kalendar anda membaca rancangan belajar anda",
        ),
        kept=WITH_THE_ACCOUNT,
        people=("person",),
        fields={
            "id": nothing,
            "person": _PERSON,
            "made_at": describes("Made on", "Dibuat pada"),
            "ended_at": describes("Ended on", "Ditamatkan pada"),
        },
    ),
    Table(
        model="study.DigestChoice",
        title=LocalText(en="Weekly letter", ms="Surat mingguan"),
        purpose=LocalText(
            en="to send you the plan of each week, if you want it",
            ms="untuk menghantar rancangan setiap minggu kepada anda, jika anda mahu",
        ),
        kept=WITH_THE_ACCOUNT,
        people=("person",),
        fields={
            "id": nothing,
            "person": _PERSON,
            "wanted": describes("Wanted", "Dikehendaki"),
            "chosen_at": describes("Chosen on", "Dipilih pada"),
        },
    ),
    Table(
        model="study.DigestLetter",
        title=LocalText(en="Weekly letters sent", ms="Surat mingguan yang dihantar"),
        purpose=LocalText(
            en="to send you no letter twice", ms="supaya tiada surat dihantar dua kali kepada anda"
        ),
        kept=kept_days(SETTING),
        people=("person",),
        fields={
            "id": nothing,
            "person": _PERSON,
            "week": describes("Week from", "Minggu mulai"),
            "sent_at": describes("Sent on", "Dihantar pada"),
        },
    ),
)


def erase(person: User, at: datetime) -> None:  # noqa: ARG001 - the same for every app
    """Remove all that a person has read, practised and planned."""
    LessonRead.objects.filter(person=person).delete()
    PracticeAnswer.objects.filter(person=person).delete()
    Review.objects.filter(person=person).delete()
    UnitMemory.objects.filter(person=person).delete()
    PracticeBudget.objects.filter(person=person).delete()
    for planned in (PlanChoice, StudyTick, CalendarAddress, DigestChoice, DigestLetter):
        planned.objects.filter(person=person).delete()


def _count(before: datetime) -> int:
    return sum(rows.count() for rows in _over(before))


def _carry_out(before: datetime) -> int:
    gone = 0
    for rows in _over(before):
        while some := list(rows.values_list("pk", flat=True)[:ROWS_AT_ONCE]):
            with transaction.atomic():
                gone += rows.model.objects.filter(pk__in=some).delete()[0]
    return gone


def _over(before: datetime) -> tuple[Any, ...]:
    return (
        LessonRead.objects.filter(read_at__lt=before),
        PracticeAnswer.objects.filter(answered_at__lt=before),
        # a review goes before the row that takes it back, which goes with it
        Review.objects.filter(reviewed_at__lt=before),
        UnitMemory.objects.filter(last_at__lt=before),
        StudyTick.objects.filter(done_at__lt=before),
        DigestLetter.objects.filter(week__lt=before.date()),
    )


DUE = (
    Due(
        SETTING,
        LocalText(
            en="lessons read and practice answers", ms="pelajaran yang dibaca dan jawapan latihan"
        ),
        _count,
        _carry_out,
    ),
)
