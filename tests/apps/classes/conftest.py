"""Every test of classes starts with a class of one seat in Penang and four who would sit there."""

from __future__ import annotations

from typing import Any

import pytest

from tests.services import classroom


@pytest.fixture
def published(db: None) -> Any:
    return classroom.publish()


@pytest.fixture
def penang(published: Any) -> Any:
    """PUM in Penang, one seat, from 16 to 20 March 2026."""
    return classroom.opened()


@pytest.fixture
def people(published: Any) -> tuple[Any, Any, Any]:
    """Aisyah, Nurul and Siti, who are matriculated."""
    return tuple(classroom.candidate(name) for name in ("Aisyah", "Nurul", "Siti"))


@pytest.fixture
def farid(published: Any) -> Any:
    return classroom.account("Farid bin Osman", role="registrar")


@pytest.fixture
def salmah(published: Any) -> Any:
    return classroom.account("Salmah binti Idris", role="registrar")
