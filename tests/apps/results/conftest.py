"""Every test of results starts with the programme published and Aisyah matriculated."""

from __future__ import annotations

from tests.apps.exam_fixtures import aisyah, attempt, item, published

__all__ = ["aisyah", "attempt", "item", "published"]
