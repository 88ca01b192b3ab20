"""One canonical spelling of plain data, and its SHA-256."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

_UNSPELLABLE = "only text, whole numbers, true, false, null, lists and mappings have a digest: {}"


def canonical_json(value: object) -> bytes:
    """UTF-8 JSON with sorted keys and no spaces: one spelling for each value.

    A tuple reads as a list, and any mapping as a JSON object. Raises TypeError for floats (their
    spelling differs between machines) and for other types, UnicodeEncodeError for half a surrogate
    pair, which is no text.
    """
    return json.dumps(
        _plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":")
    ).encode()


def digest(value: object) -> str:
    """`sha256:` and 64 hex digits over the canonical spelling; bytes are taken as they are."""
    data = value if isinstance(value, bytes) else canonical_json(value)
    return "sha256:" + hashlib.sha256(data).hexdigest()


def _plain(value: object) -> Any:
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, Mapping):
        for key in value:
            if not isinstance(key, str):
                raise TypeError(_UNSPELLABLE.format(f"the key {key!r}"))
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    raise TypeError(_UNSPELLABLE.format(type(value).__name__))
