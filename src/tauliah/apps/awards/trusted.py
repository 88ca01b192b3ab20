"""Other issuers whose credentials this installation believes: a folder of their public documents.

Each has a folder under `issuers/` in the data folder: `did.json`, its status lists as
`status-*.json`, and the JSON Schemas that its credentials name as `schema-*.json`, each with its
address as `$id`. Whoever runs the installation puts them there; nothing is fetched.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tauliah.core.credentials import assertion_keys


@dataclass(frozen=True, slots=True)
class TrustedIssuers:
    """DID documents by identifier; signed status lists and schemas by address."""

    documents: dict[str, dict[str, Any]]
    status_lists: dict[str, dict[str, Any]]
    schemas: dict[str, bytes]


def trusted_issuers(data: Path) -> TrustedIssuers:
    """All issuers that the data folder trusts; ValueError names a file that is no JSON."""
    documents: dict[str, dict[str, Any]] = {}
    lists: dict[str, dict[str, Any]] = {}
    schemas: dict[str, bytes] = {}
    for file in sorted((data / "issuers").glob("*/did.json")):
        document = _read(file)
        documents[str(document.get("id"))] = document
        for listed in sorted(file.parent.glob("status-*.json")):
            status = _read(listed)
            lists[str(status.get("id"))] = status
        for listed in sorted(file.parent.glob("schema-*.json")):
            schemas[str(_read(listed).get("$id"))] = listed.read_bytes()
    return TrustedIssuers(documents, lists, schemas)


def issuer_faults(data: Path) -> list[str]:
    """Every file of the folder that no credential can be checked with, and why, a line each."""
    faults: list[str] = []
    first_of: dict[str, Path] = {}
    for folder in sorted(one for one in (data / "issuers").glob("*") if one.is_dir()):
        file = folder / "did.json"
        if not file.is_file():
            faults.append(f"{file}: missing")
        listed = [*folder.glob("status-*.json"), *folder.glob("schema-*.json")]
        for found in (*([file] if file.is_file() else ()), *sorted(listed)):
            try:
                document = _read(found)
            except (OSError, ValueError) as error:
                # an OSError names the file at its end, ours and those of _read at their beginning
                is_named = str(error).startswith(str(found))
                faults.append(str(error) if is_named else f"{found}: cannot be read")
                continue
            name = document.get("$id" if found.name.startswith("schema-") else "id")
            if not isinstance(name, str) or not name:
                faults.append(f"{found}: has no id")
            elif found == file and not assertion_keys(name, document):
                faults.append(f"{found}: lists no key that signs credentials of {name}")
            elif first_of.setdefault(name, found) != found:
                faults.append(f"{found}: has the same id as {first_of[name]}")
    return faults


def trust_issuer(
    data: Path, name: str, *, document: dict[str, Any], status_lists: dict[str, str]
) -> None:
    """Put an issuer into the folder of those that are trusted, or replace it."""
    folder = data / "issuers" / name
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "did.json").write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")
    for listed, text in status_lists.items():
        (folder / f"status-{listed}.json").write_text(text, encoding="utf-8")


def _read(file: Path) -> dict[str, Any]:
    try:
        value = json.loads(file.read_text(encoding="utf-8"))
    except ValueError as error:
        raise ValueError(f"{file}: not JSON: {error}") from error
    if not isinstance(value, dict):
        raise ValueError(f"{file}: expected a JSON object")  # noqa: TRY004 - about the file
    return value
