"""What tests about exams start with: the programme published, Aisyah matriculated, her attempt."""

from __future__ import annotations

from typing import Any

import pytest

from tests.services import examhall


@pytest.fixture
def published(db: None) -> int:
    return examhall.publish()


@pytest.fixture
def aisyah(published: int) -> Any:
    return examhall.candidate("Aisyah")


@pytest.fixture
def attempt(aisyah: Any) -> Any:
    """Aisyah's running attempt, started in the morning."""
    return examhall.started(aisyah)


@pytest.fixture
def item(attempt: Any) -> str:
    """The code of the first item of Aisyah's form."""
    from tauliah.apps.sittings.queries import seats_of

    return seats_of(attempt)[0].item.code
