"""Every write of each act on a record made to fail once: nothing is left of it, and it can be repeated."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.apps import apps
from django.db import OperationalError, connection

from tests.apps.record.conftest import granting_programme
from tests.services.examhall import MORNING
from tests.web.programme import open_account

WRITES = ("INSERT", "UPDATE", "DELETE")
WHY = "The syllabuses were compared."

pytestmark = pytest.mark.django_db(transaction=True)


class House:
    """A holder of AINS, two registrars, and a programme that asks for hours."""

    def __init__(self, at: datetime) -> None:
        from tauliah.apps.catalogue.actions import Published, publish
        from tauliah.apps.people.permissions import SYSTEM
        from tauliah.apps.record.actions import append_entry
        from tauliah.apps.record.facts import Evidence
        from tauliah.core.kernel import EntryKind
        from tests.apps.credited import grant_credit

        assert isinstance(publish(granting_programme(), actor=SYSTEM, at=at), Published)
        self.at = at
        self.aisyah = open_account("Aisyah binti Rahman", role="candidate")
        self.farid = open_account("Farid bin Osman", role="registrar")
        self.salmah = open_account("Salmah binti Idris", role="registrar")
        self.degree = Evidence("degree", "Bachelor", "Universiti Malaya", date(2021, 6, 15))
        facts = {"designation": "AINS", "credential": "AINS-2026-000001"}
        append_entry(self.aisyah, EntryKind.CONFERRED, facts=facts, actor=SYSTEM, at=at)
        grant_credit(self.aisyah, "PIN", source="Diploma", reason="Same", actor=SYSTEM, at=at)

    def exemption(self) -> Any:
        from tauliah.apps.record.proposing import propose_exemption

        return propose_exemption(
            self.aisyah, "PUM", evidence=self.degree, reason=WHY, actor=self.farid, at=self.at
        )

    def application(self) -> Any:
        from tauliah.apps.record.applications import apply_for_exemption
        from tauliah.apps.record.evidence import File

        return apply_for_exemption(
            self.aisyah,
            "PUM",
            evidence=self.degree,
            words="Please.",
            file=File("degree.pdf", "application/pdf", b"%PDF-1.7"),
            actor=self.aisyah,
            at=self.at,
        )

    def declaration(self) -> Any:
        from tauliah.apps.record.applications import declare_education

        return declare_education(
            self.aisyah,
            "AINS",
            hours=3,
            title="Floods",
            on=self.at.date(),
            words="",
            file=None,
            actor=self.aisyah,
            at=self.at,
        )


@pytest.fixture
def house(db: None) -> House:
    return House(MORNING)


def _propose_exemption(house: House) -> Callable[[], Any]:
    return house.exemption


def _propose_credit(house: House) -> Callable[[], Any]:
    from tauliah.apps.record.proposing import propose_credit

    return lambda: propose_credit(
        house.aisyah,
        "OLD",
        source="Old",
        earned_on=date(2019, 1, 1),
        reason=WHY,
        actor=house.farid,
        at=house.at,
    )


def _propose_correction(house: House) -> Callable[[], Any]:
    from tauliah.apps.record.proposing import propose_correction

    return lambda: propose_correction(
        house.aisyah, 2, facts=None, reason=WHY, actor=house.farid, at=house.at
    )


def _approve(house: House) -> Callable[[], Any]:
    from tauliah.apps.record.proposing import approve, propose_exemption

    asked = house.application()
    made = propose_exemption(
        house.aisyah,
        "PUM",
        evidence=house.degree,
        reason=WHY,
        actor=house.farid,
        at=house.at,
        application=asked.pk,
    )
    return lambda: approve(made.pk, actor=house.salmah, at=house.at)


def _decline(house: House) -> Callable[[], Any]:
    from tauliah.apps.record.proposing import decline

    made = house.exemption()
    return lambda: decline(made.pk, reason="No", actor=house.salmah, at=house.at)


def _apply(house: House) -> Callable[[], Any]:
    return house.application


def _declare(house: House) -> Callable[[], Any]:
    return house.declaration


def _confirm(house: House) -> Callable[[], Any]:
    from tauliah.apps.record.applications import confirm_application

    made = house.declaration()
    return lambda: confirm_application(made.pk, actor=house.farid, at=house.at)


def _decline_application(house: House) -> Callable[[], Any]:
    from tauliah.apps.record.applications import decline_application

    made = house.application()
    return lambda: decline_application(made.pk, reason="No", actor=house.farid, at=house.at)


def _record_work(house: House) -> Callable[[], Any]:
    from tauliah.apps.record.recording import record_experience

    return lambda: record_experience(
        house.aisyah,
        first=date(2023, 1, 1),
        last=date(2024, 12, 31),
        hours_a_week=40,
        employer="Amal",
        actor=house.farid,
        at=house.at,
    )


def _record_hours(house: House) -> Callable[[], Any]:
    from tauliah.apps.record.recording import record_education

    return lambda: record_education(
        house.aisyah,
        "AINS",
        hours=3,
        title="Floods",
        on=house.at.date(),
        actor=house.farid,
        at=house.at,
    )


def _record_course(house: House) -> Callable[[], Any]:
    from tauliah.apps.record.recording import record_course_completed

    return lambda: record_course_completed(
        house.aisyah, "PUM", on=house.at.date(), actor=house.farid, at=house.at
    )


def _retire(house: House) -> Callable[[], Any]:
    from tauliah.apps.record.recording import retire

    return lambda: retire(house.aisyah, "AINS", actor=house.aisyah, at=house.at)


def _join(house: House) -> Callable[[], Any]:
    from tauliah.apps.record.recording import record_member_joined

    return lambda: record_member_joined(house.aisyah, until=None, actor=house.farid, at=house.at)


ACTS = [
    _propose_exemption, _propose_credit, _propose_correction, _approve, _decline, _apply, _declare,
    _confirm, _decline_application, _record_work, _record_hours, _record_course, _retire, _join,
]  # fmt: skip


def whole_database() -> dict[str, list[Any]]:
    """Every row of every table of the apps."""
    ours = [m for m in apps.get_models() if m.__module__.startswith("tauliah.apps.")]
    return {m._meta.label: sorted(map(repr, m.objects.values_list())) for m in ours}


class Fault:
    """Lets the database fail at the n-th statement that would write."""

    def __init__(self, at: int) -> None:
        self.left = at

    def __call__(
        self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any
    ) -> Any:
        if sql.startswith(WRITES):
            self.left -= 1
            if self.left == 0:
                message = "disk I/O error"
                raise OperationalError(message)
        return execute(sql, params, many, context)


@pytest.mark.parametrize("prepare", ACTS)
def test_an_act_that_fails_at_any_of_its_writes_leaves_nothing_and_can_be_repeated(
    house: House, prepare: Callable[[House], Callable[[], Any]]
) -> None:
    from tauliah.core.kernel import Refused

    act = prepare(house)
    before = whole_database()
    failures = 0

    for at in range(1, 50):
        with connection.execute_wrapper(Fault(at)):
            try:
                outcome = act()
            except OperationalError:
                failures += 1
                assert whole_database() == before
            else:
                break

    assert failures >= 2
    assert not isinstance(outcome, Refused), outcome
    assert whole_database() != before
