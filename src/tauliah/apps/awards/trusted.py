"""Other issuers whose credentials this installation believes: a folder of their public documents.

Each has a folder under `issuers/` in the data folder: `did.json`, and its status lists as
`status-*.json`. Whoever runs the installation puts them there; nothing is fetched.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class TrustedIssuers:
    """DID documents by identifier and signed status lists by address."""

    documents: dict[str, dict[str, Any]]
    status_lists: dict[str, dict[str, Any]]


def trusted_issuers(data: Path) -> TrustedIssuers:
    """All issuers that the data folder trusts; ValueError names a file that is no JSON."""
    documents: dict[str, dict[str, Any]] = {}
    lists: dict[str, dict[str, Any]] = {}
    for file in sorted((data / "issuers").glob("*/did.json")):
        document = _read(file)
        documents[str(document.get("id"))] = document
        for listed in sorted(file.parent.glob("status-*.json")):
            status = _read(listed)
            lists[str(status.get("id"))] = status
    return TrustedIssuers(documents, lists)


def trust_issuer(
    data: Path, name: str, *, document: dict[str, Any], status_lists: dict[int, str]
) -> None:
    """Put an issuer into the folder of those that are trusted, or replace it."""
    folder = data / "issuers" / name
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "did.json").write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")
    for number, text in status_lists.items():
        (folder / f"status-{number}.json").write_text(text, encoding="utf-8")


def _read(file: Path) -> dict[str, Any]:
    try:
        value = json.loads(file.read_text(encoding="utf-8"))
    except ValueError as error:
        raise ValueError(f"{file}: not JSON: {error}") from error
    if not isinstance(value, dict):
        raise ValueError(f"{file}: expected a JSON object")  # noqa: TRY004 - about the file
    return value
