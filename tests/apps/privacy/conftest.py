"""Aisyah Kenari, of whom the house holds something in every table that can hold any."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import time_machine
from django.apps import apps

from tests.services import examhall

if TYPE_CHECKING:
    from tauliah.apps.people.queries import User

NAME = "Aisyah Kenari"
EMPLOYER, EVIDENCE, REASON, WORDS = (
    "Bunga Raya Perhutanan",
    "Sarjana Muda Kewangan Hijau",
    "Hilang penglihatan sebelah mata",
    "Saya bekerja di pejabat seberang sungai",
)
FILE = b"%PDF-1.4 surat majikan kenari"


@pytest.fixture
def moment() -> datetime:
    return examhall.MORNING


@pytest.fixture(autouse=True)
def signing_key(settings: Any, tmp_path: Path) -> None:
    """A house with a data folder of its own, and the key with which its awards are signed."""
    from tauliah.apps.awards.keys import make_signing_key

    settings.DATA = tmp_path
    settings.SIGNING_KEY_FILE = tmp_path / "signing.key"
    if _built.key:
        settings.SIGNING_KEY_FILE.touch(mode=0o600)
        settings.SIGNING_KEY_FILE.write_bytes(_built.key)
    else:
        make_signing_key(settings.SIGNING_KEY_FILE)


@dataclass
class _Built:
    """The house as it was built once in this process: its key, and its rows by table."""

    key: bytes = b""
    rows: dict[str, list[tuple[Any, ...]]] = field(default_factory=dict)


_built = _Built()


@pytest.fixture
def house(db: None, settings: Any, moment: datetime) -> None:
    """A programme, Farid and Salmah at the registrar's, and Aisyah, of whom much is held.

    Two exams take seconds to sit. Where the database lets rows be put as they were, that is done
    once in each process.
    """
    from django.db import connection, transaction

    from tauliah.apps.record.evidence import keep

    keep(_file())
    if connection.vendor == "sqlite" and _built.rows:
        # in one transaction: rows of one table name those of another that come after
        with transaction.atomic():
            for table, rows in _built.rows.items():
                places = ", ".join("?" * len(rows[0]))
                connection.connection.executemany(f"INSERT INTO {table} VALUES ({places})", rows)
        return
    examhall.publish()
    farid = examhall.account("Farid", role="registrar")
    salmah = examhall.account("Salmah", role="registrar")
    _live_through(farid, salmah, moment)
    if connection.vendor == "sqlite":
        _built.key = settings.SIGNING_KEY_FILE.read_bytes()
        for model in apps.get_models():
            table = model._meta.db_table
            if model._meta.app_label not in {"contenttypes", "auth", "sessions"}:
                found = connection.connection.execute(f"SELECT * FROM {table}").fetchall()
                if found:
                    _built.rows[table] = found


def _called(name: str) -> User:
    from tauliah.apps.people.models import User

    return User.objects.get(full_name=name)


@pytest.fixture
def published(db: None, request: pytest.FixtureRequest) -> None:
    """The programme, where it is not there with the house."""
    if "house" in request.fixturenames:
        request.getfixturevalue("house")
    else:
        examhall.publish()


@pytest.fixture
def farid(house: None) -> User:
    return _called("Farid")


@pytest.fixture
def salmah(house: None) -> User:
    return _called("Salmah")


@pytest.fixture
def aisyah(house: None) -> User:
    return _called(NAME)


@pytest.fixture
def nurul(published: None) -> User:
    """Somebody else, of whom the house holds an exam."""
    person = examhall.candidate("Nurul")
    examhall.sat(person, "PUM", right=20)
    return person


def _file() -> Any:
    from tauliah.apps.record.evidence import File

    return File("surat-kenari.pdf", "application/pdf", FILE)


def _live_through(farid: User, salmah: User, moment: datetime) -> None:
    """Aisyah was in exams, has an award and is listed; she applied, was granted time, and practised."""
    from allauth.account.models import EmailAddress, EmailConfirmation
    from allauth.mfa.models import Authenticator

    from tauliah.apps.access.models import AccessToken
    from tauliah.apps.awards.actions import confer
    from tauliah.apps.awards.models import Award
    from tauliah.apps.awards.notices import make_notice
    from tauliah.apps.awards.register import decide_listing
    from tauliah.apps.experience.models import SharingDecision, Statement
    from tauliah.apps.marking.models import Mark, Response
    from tauliah.apps.mock_exams.models import MockExam, MockItem
    from tauliah.apps.people.accommodations import Grant, grant
    from tauliah.apps.people.actions import confirm_email
    from tauliah.apps.reading.models import LessonPlace, Note
    from tauliah.apps.record.actions import accept_ethics
    from tauliah.apps.record.applications import confirm_application, declare_experience
    from tauliah.apps.record.facts import Evidence
    from tauliah.apps.record.models import Application, Proposal
    from tauliah.apps.record.proposing import decline, propose_exemption
    from tauliah.apps.sittings.models import Attempt
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

    person = examhall.candidate(NAME)
    confirm_email(person, at=moment)
    grant(person, Grant("extra-time", REASON, percent=25), actor=farid, at=moment)
    for exam in ("PUM", "PIN"):
        examhall.sat(person, exam, right=50)
    accept_ethics(person, "ethics", version="2024", actor=person, at=moment)
    award = confer(person, "API", actor=person, at=moment, language="ms", show_name=True)
    assert isinstance(award, Award), award
    decide_listing(person, ("named-by-number", "listed"), actor=person, at=moment)
    make_notice(award, "re-signed", at=moment)

    declared = declare_experience(
        person,
        first=date(2024, 1, 1),
        last=date(2025, 1, 1),
        hours_a_week=40,
        employer=EMPLOYER,
        words=WORDS,
        file=_file(),
        actor=person,
        at=moment,
    )
    assert isinstance(declared, Application), declared
    confirm_application(declared.pk, actor=farid, at=moment)
    proposed = propose_exemption(
        person,
        "PPM",
        evidence=Evidence("degree", EVIDENCE, "Universiti Kenari", date(2020, 1, 1)),
        reason=f"Lihat {EVIDENCE}",
        actor=farid,
        at=moment,
    )
    assert isinstance(proposed, Proposal), proposed
    decline(proposed.pk, reason=f"Bukan {EVIDENCE}", actor=salmah, at=moment)

    LessonRead.objects.create(person=person, course="PUM", lesson="market", read_at=moment)
    LessonPlace.objects.create(
        person=person, course="PUM", lesson="market", language="ms", paragraph="p-0123456789ab",
        number=3, of=12, furthest=25, left_at=moment,
    )  # fmt: skip
    Note.objects.create(
        person=person, course="PUM", lesson="market", language="ms", paragraph="p-0123456789ab",
        start=0, exact="Pasaran insurans", tone="key", text=WORDS, made_at=moment,
        changed_at=moment,
    )  # fmt: skip
    PracticeAnswer.objects.create(
        person=person, course="PUM", item="pum-p-1", topic="market", value="A",
        is_right=True, answered_at=moment,
    )  # fmt: skip
    in_a_year = moment + timedelta(days=365)
    Review.objects.create(
        person=person, course="PUM", kind="item", unit="pum-p-1", rating=3, language="ms",
        reviewed_at=moment,
    )  # fmt: skip
    UnitMemory.objects.create(
        person=person, course="PUM", kind="item", unit="pum-p-1", stability=1, difficulty=5,
        reviews=1, lapses=0, last_rating=3, first_at=moment, last_at=moment,
    )  # fmt: skip
    PracticeBudget.objects.create(person=person, course="PUM", minutes=20)
    PlanChoice.objects.create(
        person=person, targets=["API"], week=[60] * 7, days_off=[], exams=[], classes=[],
        chosen_at=moment,
    )  # fmt: skip
    StudyTick.objects.create(
        person=person, course="PUM", kind="lesson", name="market", minutes=30, done_at=moment
    )
    CalendarAddress.objects.create(person=person, made_at=moment)
    DigestChoice.objects.create(person=person, wanted=True, chosen_at=moment)
    DigestLetter.objects.create(person=person, week=moment.date(), sent_at=moment)
    sharing = SharingDecision.objects.create(
        person=person, agreed=True, version="1", text_digest="sha256:" + "0" * 64,
        store="https://store.example.org/xapi", account=person.pk, decided_at=moment,
    )  # fmt: skip
    Statement.objects.create(
        id=sharing.pk, person=person, made_at=moment,
        body={"actor": {"account": {"name": str(sharing.account)}}},
    )  # fmt: skip
    AccessToken.objects.create(
        person=person, name="A program", digest="0" * 64, beginning="tau_0", permissions=[],
        made_at=moment, expires_at=in_a_year,
    )  # fmt: skip
    EmailConfirmation.objects.create(
        email_address=EmailAddress.objects.get(user=person), sent=moment, key="k" * 64
    )
    Authenticator.objects.create(
        user=person, type=Authenticator.Type.TOTP, data={"secret": "JBSWY3DPEHPK3PXP"}
    )
    attempt = Attempt.objects.filter(booking__person=person).earliest("pk")
    response = Response.objects.create(
        attempt=attempt.pk, person=person.pk, course="PUM", item="pum-s-1", version=attempt.pk,
        text="A written response", opened_at=moment,
    )  # fmt: skip
    Mark.objects.create(
        response=response, marker=salmah, kind="first", points={"a": 1}, comment="Sound",
        marked_at=moment + timedelta(minutes=1),
    )  # fmt: skip
    mock = MockExam.objects.create(
        person=person, course="PUM", seed="1", asked=50, elsewhere=0, minutes=65, extra_minutes=17,
        pass_mark_percent=70, started_at=moment, deadline=moment + timedelta(minutes=82),
    )  # fmt: skip
    MockItem.objects.create(
        mock=mock, position=1, item="pum-p-1", version=mock.pk, was_met=True, value="A"
    )
    _on_the_lists_of_classes(person, farid, moment)


def _on_the_lists_of_classes(person: User, farid: User, moment: datetime) -> None:
    """Aisyah has a seat in a class to come, was taken off another, and attended a third."""
    from tauliah.apps.classes.keeping import change, keep
    from tauliah.apps.classes.models import AttendanceMark, ClassBooking, ScheduledClass
    from tauliah.core import classes

    begins = moment + timedelta(days=20)
    terms = classes.Terms(seats=5, begins=begins, free_until=begins, accept_hours=48)
    held = []
    for _ in range(3):
        scheduled = ScheduledClass.objects.create(
            course="PUM", place_en="Penang", place_ms="Pulau Pinang", venue="Room 3",
            language="en", sessions=2, starts=begins.date(), ends=begins.date(),
            hours="09:00-17:00", begins_at=begins, free_until=begins, accept_hours=48,
            opened_at=moment, seats=5,
        )  # fmt: skip
        keep(scheduled, *classes.opened(terms, at=moment), actor=farid)
        held.append(scheduled)

    def do(scheduled: ScheduledClass, act: Any, reason: str = "") -> None:
        change(scheduled, act, actor=farid, at=moment, reason=reason)

    id = str(person.pk)
    do(held[0], lambda seating: classes.book(seating, id, at=moment))
    do(held[0], lambda seating: classes.take_off(seating, id, at=moment), reason=WORDS)
    do(held[1], lambda seating: classes.book(seating, id, at=moment))
    change(held[1], lambda seating: classes.settle(seating, at=begins), actor=farid, at=begins)
    AttendanceMark.objects.create(
        booking=ClassBooking.objects.get(scheduled_class=held[1]), number=1, attended=True,
        entry=None, marked_by=farid, marked_at=begins,
    )  # fmt: skip
    do(held[2], lambda seating: classes.book(seating, id, at=moment))


@pytest.fixture
def time_machine_at(moment: datetime) -> Any:
    """Time stands at the morning of the exams."""
    with time_machine.travel(moment, tick=False):
        yield
