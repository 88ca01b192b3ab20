"""A published programme and the standing cast, for the tests of the apps.

Apps are imported inside the fixtures: this file is read before Django has its settings.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from tests.apps.invented_programme import invented_programme
from tests.services.publishing import publish_once

if TYPE_CHECKING:
    from tauliah.apps.catalogue.actions import Published
    from tauliah.apps.people.queries import User


@pytest.fixture
def moment() -> datetime:
    """10:00 on 3 March 2026 in Kuala Lumpur."""
    return datetime(2026, 3, 3, 2, 0, tzinfo=UTC)


@pytest.fixture
def published(db: None, moment: datetime) -> Published:
    """The invented programme as release 1."""
    published: Published = publish_once(invented_programme(), at=moment)
    return published


@pytest.fixture
def aisyah(published: Any, moment: datetime) -> User:
    """A candidate who has entered for nothing yet."""
    return _account("Aisyah binti Rahman", role="candidate", at=moment)


@pytest.fixture
def nurul(published: Any, moment: datetime) -> User:
    """Another candidate."""
    return _account("Nurul Huda", role="candidate", at=moment)


@pytest.fixture
def farid(published: Any, moment: datetime) -> User:
    """A registrar."""
    return _account("Farid bin Osman", role="registrar", at=moment)


def _account(name: str, *, role: str, at: datetime) -> User:
    from tauliah.apps.people.actions import create_account

    return create_account(
        email=f"{name.split(maxsplit=1)[0].lower()}@example.com",
        full_name=name,
        language="ms",
        password=None,
        role=role,
        at=at,
    )
