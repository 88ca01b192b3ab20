"""JSON in one spelling only: RFC 8785, JSON Canonicalization Scheme, for values of a credential.

A credential holds no fractions and no whole number that is not exact, so that numbers need none of
the care that the scheme takes of them.
"""

from __future__ import annotations

import json
from typing import Any


def canonical_json(value: object) -> str:
    """The spelling of a value that `refuse_unfit_values` lets pass; equal values, equal text."""
    return json.dumps(_ordered(value), ensure_ascii=False, separators=(",", ":"))


def _ordered(value: object) -> Any:
    if isinstance(value, dict):
        # by the code units of UTF-16, not by code points (section 3.2.3)
        names = sorted(value, key=lambda name: name.encode("utf-16-be"))
        return {name: _ordered(value[name]) for name in names}
    return [_ordered(item) for item in value] if isinstance(value, list) else value
