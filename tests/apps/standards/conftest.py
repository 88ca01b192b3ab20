"""Every test of standards starts with the programme published and a panel of judges."""

from __future__ import annotations

from typing import Any

import pytest

from tests.apps.exam_fixtures import aisyah, published
from tests.services.panel import panel_people

__all__ = ["aisyah", "people", "published"]


@pytest.fixture
def people(published: int) -> dict[str, Any]:
    return panel_people()
