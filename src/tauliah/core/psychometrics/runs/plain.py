"""Results as plain values that can be kept: numbers of ten digits, None for what is not known."""

from __future__ import annotations

import math
from typing import Any

from tauliah.core.kernel import LocalText


def number(value: Any) -> float | None:
    """A figure to ten significant digits; None where the data do not determine it."""
    figure = float(value)
    return float(f"{figure:.10g}") if math.isfinite(figure) else None


def numbers(values: Any) -> list[float | None]:
    """Each figure of a list as `number` gives it."""
    return [number(value) for value in values]


def words(text: LocalText) -> dict[str, str]:
    """A text in both languages."""
    return {"en": text.en, "ms": text.ms}
