"""A small programme, Aisyah on her way, and the desk at which Farid is logged in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any

import pytest

from tests.apps.invented_programme import invented_programme
from tests.services.publishing import publish_once
from tests.web.programme import open_account

if TYPE_CHECKING:
    from django.test import Client

    from tauliah.apps.awards.models import Award
    from tauliah.apps.catalogue.actions import Published
    from tauliah.apps.people.queries import User


@pytest.fixture
def published(db: None, moment: datetime) -> Published:
    """The small programme as release 1."""
    published: Published = publish_once(invented_programme(), at=moment)
    return published


@pytest.fixture
def account(published: Published) -> Callable[[str], User]:
    """Opens the account of a candidate."""
    return partial(open_account, role="candidate")


@pytest.fixture
def aisyah(account: Callable[[str], User], moment: datetime) -> User:
    """A candidate who is matriculated for API."""
    from tauliah.apps.record.actions import matriculate

    person = account("Aisyah binti Rahman")
    matriculate(person, "API", actor=person, at=moment)
    return person


@pytest.fixture
def award(aisyah: User, moment: datetime, signing_key: None) -> Award:
    """API, conferred on Aisyah."""
    from tauliah.apps.awards.actions import confer
    from tauliah.apps.people.permissions import SYSTEM
    from tauliah.apps.record.actions import accept_ethics
    from tauliah.core.kernel import Refused
    from tests.apps.credited import grant_credit

    grant_credit(aisyah, "PIN", source="Diploma", reason="Same", actor=SYSTEM, at=moment)
    accept_ethics(aisyah, "ethics", version="2026", actor=aisyah, at=moment)
    conferred = confer(aisyah, "API", actor=aisyah, at=moment, language="en", show_name=True)
    assert not isinstance(conferred, Refused), conferred
    return conferred


@pytest.fixture
def desk(farid: User, browser_of: Callable[[User], Client]) -> Client:
    """Farid's browser."""
    return browser_of(farid)


@pytest.fixture
def unchanged(request: pytest.FixtureRequest) -> Callable[[], bool]:
    """Whether nothing was changed since this was first asked for: every change leaves an act."""
    request.getfixturevalue("farid")
    from tauliah.apps.people.queries import audit_trail

    counted: list[int] = []

    def is_unchanged() -> bool:
        counted.append(audit_trail().paginator.count)
        return counted[0] == counted[-1]

    is_unchanged()
    return is_unchanged


@pytest.fixture
def alter(db: None) -> Callable[[str, str], None]:
    """Writes into every entry as who owns the database could do, past triggers and system."""

    def by_force(column: str, value: Any) -> None:
        from django.db import connection

        table = "record_recordentry"
        on = f" ON {table}" if connection.vendor == "postgresql" else ""
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TRIGGER {table}_no_UPDATE{on}")
            cursor.execute(f"UPDATE {table} SET {column} = %s", [value])

    return by_force


@pytest.fixture
def salmah(published: Published) -> User:
    """A second registrar."""
    return open_account("Salmah binti Idris", role="registrar")


@pytest.fixture
def second_desk(salmah: User, browser_of: Callable[[User], Client]) -> Client:
    """Salmah's browser."""
    return browser_of(salmah)


@pytest.fixture
def granting(published: Published, moment: datetime) -> None:
    """In force: AINS asks its holders for 10 hours a year, and courses of other bodies are named."""
    from tests.apps.record.conftest import granting_programme

    publish_once(granting_programme(), at=moment)


@pytest.fixture
def holder(granting: None, aisyah: User, moment: datetime) -> User:
    """Aisyah, on whom AINS is conferred."""
    from tauliah.apps.people.permissions import SYSTEM
    from tauliah.apps.record.actions import append_entry
    from tauliah.core.kernel import EntryKind

    facts = {"designation": "AINS", "credential": "AINS-2026-000001"}
    append_entry(aisyah, EntryKind.CONFERRED, facts=facts, actor=SYSTEM, at=moment)
    return aisyah
