"""Credential numbers in what people write: exact, but for spaces and the kinds of dashes."""

from __future__ import annotations

import re

_NUMBER = re.compile(r"(?<![A-Z0-9])[A-Z][A-Z0-9]{0,9}-\d{4}-\d{6,7}(?![A-Z0-9])", re.ASCII)
_DASHES = re.compile(r"[\s\-‐‑‒–—−_]+|%20")


def numbers_in(text: str) -> tuple[str, ...]:
    """The different credential numbers that stand in a text, such as `API-2026-000123`, in order."""
    return tuple(dict.fromkeys(_NUMBER.findall(_DASHES.sub("-", text.upper()))))
