"""The programme that ships, published, and the standing cast with their browsers.

Apps are imported inside the fixtures: this file is read before Django has its settings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest
import time_machine

from tests.web.programme import MOMENT, open_account, publish_the_programme

if TYPE_CHECKING:
    from django.test import Client

    from tauliah.apps.people.queries import User


@pytest.fixture
def moment() -> Iterator[datetime]:
    """Time stands at 10:00 on 3 March 2026 in Kuala Lumpur, in the first window."""
    with time_machine.travel(MOMENT, tick=False):
        yield MOMENT


@pytest.fixture
def published(db: None, moment: datetime) -> Any:
    """The programme that ships as release 1."""
    return publish_the_programme()


@pytest.fixture
def signing_key(settings: Any) -> None:
    """A key of the house, so that credentials can be signed."""
    from tauliah.apps.awards.keys import make_signing_key

    make_signing_key(settings.SIGNING_KEY_FILE)


@pytest.fixture
def aisyah(published: Any) -> User:
    """A candidate who has entered for nothing yet."""
    return open_account("Aisyah binti Rahman", role="candidate")


@pytest.fixture
def nurul(published: Any) -> User:
    """Another candidate."""
    return open_account("Nurul Huda", role="candidate")


@pytest.fixture
def farid(published: Any) -> User:
    """A registrar."""
    return open_account("Farid bin Osman", role="registrar")


@pytest.fixture
def devi(published: Any) -> User:
    """An invigilator."""
    return open_account("Devi", role="invigilator")


@pytest.fixture
def browser_of() -> Callable[[User], Client]:
    """Opens a browser in which a person is logged in."""
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
