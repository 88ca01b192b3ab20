"""The programme that ships, and Aisyah, who studies for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.web.programme import open_account, publish_the_programme

if TYPE_CHECKING:
    from tauliah.apps.people.queries import User


@pytest.fixture
def published(db: None) -> Any:
    """The programme that ships."""
    return publish_the_programme()


@pytest.fixture
def aisyah(published: Any) -> User:
    """A candidate who has read nothing yet."""
    person: User = open_account("Aisyah", role="candidate")
    return person
