"""A second registrar, and a programme with continuing education and courses of another body."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import pytest

from tests.apps.invented_programme import DESIGNATION, PROGRAMME, invented_programme
from tests.services.publishing import publish_once

if TYPE_CHECKING:
    from tauliah.apps.people.queries import User
    from tauliah.apps.record.facts import Evidence

OTHER_COURSES = """
other_courses:
  - {code: OLD, title: {en: Old course, ms: Kursus lama}}
  - {code: DIP, title: {en: Diploma course, ms: Kursus diploma}}
equivalences:
  - {from: [OLD], to: PUM, valid_from: 2020-01-01}
"""
HOURS = "{hours: 10, every_months: 12}"


def granting_programme() -> dict[str, bytes]:
    """AINS asks its holders for 10 hours a year; two courses of other bodies are named."""
    licence = DESIGNATION.format(code="AINS", since="2024-01-01", requires="{exam: PIN}")
    return invented_programme(
        {
            "programme.yaml": PROGRAMME + OTHER_COURSES,
            "designations/ains.yaml": licence.replace(
                "continuing_education: none", f"continuing_education: {HOURS}"
            ),
        }
    )


@pytest.fixture
def granting(published: Any, moment: datetime) -> None:
    """That programme, in force."""
    publish_once(granting_programme(), at=moment)


@pytest.fixture
def account(published: Any, moment: datetime) -> Callable[..., User]:
    """Opens the account of a person with one role or more."""
    from tauliah.apps.people.actions import create_account
    from tauliah.apps.people.models import RoleAssignment

    def open_account(name: str, role: str, *more: str) -> User:
        person = create_account(
            email=f"{name.split(maxsplit=1)[0].lower()}@example.com",
            full_name=name,
            language="en",
            password=None,
            role=role,
            at=moment,
        )
        for each in more:
            RoleAssignment.objects.create(user=person, role=each, since=moment)
        return person

    return open_account


@pytest.fixture
def salmah(account: Callable[..., User]) -> User:
    """A second registrar."""
    return account("Salmah binti Idris", "registrar")


@pytest.fixture
def zainal(account: Callable[..., User]) -> User:
    """A registrar who is a candidate too."""
    return account("Zainal bin Abu", "registrar", "candidate")


@pytest.fixture
def degree() -> Evidence:
    """Evidence that carries an exemption."""
    from tauliah.apps.record.facts import Evidence

    return Evidence("degree", "Bachelor of Commerce", "Universiti Malaya", date(2021, 6, 15))


@pytest.fixture
def holder(granting: None, aisyah: User, moment: datetime) -> User:
    """Aisyah, on whom AINS is conferred."""
    from tauliah.apps.people.permissions import SYSTEM
    from tauliah.apps.record.actions import append_entry
    from tauliah.core.kernel import EntryKind

    facts = {"designation": "AINS", "credential": "AINS-2026-000001"}
    append_entry(aisyah, EntryKind.CONFERRED, facts=facts, actor=SYSTEM, at=moment)
    return aisyah


def is_refused(outcome: object, code: str) -> bool:
    """Refused with that code, and with a sentence in both languages."""
    from tauliah.core.kernel import Refused

    return isinstance(outcome, Refused) and outcome.code == code and bool(outcome.message.ms)
