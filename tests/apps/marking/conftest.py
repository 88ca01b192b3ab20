"""Every test of marking starts with an exam of every type sat by Aisyah, and people who mark."""

from __future__ import annotations

from typing import Any

import pytest

from tests.services import examhall
from tests.services.every_type import RIGHT, answer, publish_every_type


@pytest.fixture
def published(db: None) -> int:
    return publish_every_type()


@pytest.fixture
def aisyah(published: int) -> Any:
    return examhall.candidate("Aisyah")


@pytest.fixture
def markers(published: int) -> tuple[Any, Any, Any]:
    """Kumar, Mei Ling and Siti mark."""
    return tuple(examhall.account(name, role="marker") for name in ("Kumar", "Mei Ling", "Siti"))


@pytest.fixture
def sat(aisyah: Any) -> Any:
    """Aisyah's attempt, every item answered right, handed in."""
    from tauliah.apps.results.actions import submit_and_score

    attempt = examhall.started(aisyah)
    answer(aisyah, attempt, RIGHT)
    submit_and_score(aisyah, attempt.pk, at=examhall.MORNING)
    return attempt
