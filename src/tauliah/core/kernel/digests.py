"""One canonical spelling of plain data, and its SHA-256."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

# made once: each call of `json.dumps` with such wishes makes another
_spelled = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode
_NAMES: frozenset[type] = frozenset({str})
_SPELLABLE: frozenset[type] = frozenset({str, int, bool, type(None)})
_UNSPELLABLE = "only text, whole numbers, true, false, null, lists and mappings have a digest: {}"


def canonical_json(value: object) -> bytes:
    """UTF-8 JSON with sorted keys and no spaces: one spelling for each value.

    A tuple reads as a list, and any mapping as a JSON object. Raises TypeError for floats (their
    spelling differs between machines) and for other types, UnicodeEncodeError for half a surrogate
    pair, which is no text.
    """
    return _spelled(_plain(value)).encode()


def digest(value: object) -> str:
    """`sha256:` and 64 hex digits over the canonical spelling; bytes are taken as they are."""
    data = value if isinstance(value, bytes) else canonical_json(value)
    return "sha256:" + hashlib.sha256(data).hexdigest()


def _are(values: Iterable[object], kinds: frozenset[type]) -> bool:
    return kinds.issuperset(map(type, values))


def _plain(value: object) -> Any:
    if value is None or isinstance(value, str | int):
        return value
    # what most facts are: names with one text or number each, which need no copy
    if type(value) is dict and _are(value, _NAMES) and _are(value.values(), _SPELLABLE):
        return value
    if isinstance(value, Mapping):
        for key in value:
            if not isinstance(key, str):
                raise TypeError(_UNSPELLABLE.format(f"the key {key!r}"))
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    raise TypeError(_UNSPELLABLE.format(type(value).__name__))
