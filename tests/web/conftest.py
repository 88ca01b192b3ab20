"""The real programme, published, and the standing cast with their browsers, for tests of pages.

Apps are imported inside the fixtures: this file is read before Django has its settings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import time_machine

if TYPE_CHECKING:
    from django.test import Client

    from tauliah.apps.catalogue.actions import Published
    from tauliah.apps.people.queries import User

PROGRAMME = Path(__file__).parents[2] / "programmes" / "personal-insurance"


@lru_cache(maxsize=1)
def programme_files() -> dict[str, bytes]:
    """Every file of the programme that is shipped, by its path inside the folder."""
    return {
        file.relative_to(PROGRAMME).as_posix(): file.read_bytes()
        for file in sorted(PROGRAMME.rglob("*"))
        if file.is_file()
    }


@pytest.fixture
def moment() -> Iterator[datetime]:
    """Time stands at 10:00 on 10 November 2026 in Kuala Lumpur, in the fourth window."""
    instant = datetime(2026, 11, 10, 2, 0, tzinfo=UTC)
    with time_machine.travel(instant, tick=False):
        yield instant


@pytest.fixture
def published(db: None, moment: datetime) -> Published:
    """The shipped programme as release 1."""
    from tauliah.apps.catalogue.actions import Published, publish
    from tauliah.apps.people.permissions import SYSTEM

    release = publish(programme_files(), actor=SYSTEM, at=moment)
    assert isinstance(release, Published), release
    return release


@pytest.fixture
def signing_key(settings: Any) -> None:
    """A key of the house, so that credentials can be signed."""
    from tauliah.apps.awards.keys import make_signing_key

    make_signing_key(settings.SIGNING_KEY_FILE)


@pytest.fixture
def account(published: Published, moment: datetime) -> Callable[..., User]:
    """Opens an account: `account("Full Name", role="candidate")`."""
    from tauliah.apps.people.actions import create_account

    def open_account(name: str, *, role: str = "candidate") -> User:
        return create_account(
            email=f"{name.split(maxsplit=1)[0].lower()}@example.com",
            full_name=name,
            language="en",
            password=None,
            role=role,
            at=moment,
        )

    return open_account


@pytest.fixture
def aisyah(account: Callable[..., User]) -> User:
    """A candidate who has entered for nothing yet."""
    return account("Aisyah binti Rahman")


@pytest.fixture
def nurul(account: Callable[..., User]) -> User:
    """Another candidate."""
    return account("Nurul Huda")


@pytest.fixture
def farid(account: Callable[..., User]) -> User:
    """A registrar."""
    return account("Farid bin Osman", role="registrar")


@pytest.fixture
def browser_of() -> Callable[[User], Client]:
    """A browser in which a person is logged in."""
    from django.test import Client

    def open_browser(person: User) -> Client:
        browser = Client()
        browser.force_login(person)
        return browser

    return open_browser


@pytest.fixture
def her_browser(aisyah: User, browser_of: Callable[[User], Client]) -> Client:
    """Aisyah's browser."""
    return browser_of(aisyah)
