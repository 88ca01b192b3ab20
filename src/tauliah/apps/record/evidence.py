"""Files of evidence: kept beside the database under their digest, never changed until they go."""

from __future__ import annotations

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from tauliah.core.kernel import LocalText, Refused, digest

MOST_BYTES = 5 * 1024 * 1024
LONGEST_NAME = 120
_BEGINNINGS = {
    b"%PDF-": "application/pdf",
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"\xff\xd8\xff": "image/jpeg",
}
_ENDINGS = {"application/pdf": ".pdf", "image/png": ".png", "image/jpeg": ".jpg"}


@dataclass(frozen=True, slots=True)
class File:
    """A file of evidence: its name as the person gave it, its type by its first bytes, its content."""

    name: str
    type: str
    content: bytes


def file_of(name: str, content: bytes) -> File | Refused:
    """A file as it was sent, if it may be kept. What it is called says nothing of what it is."""
    if len(content) > MOST_BYTES:
        return Refused(
            "file-too-large",
            LocalText(
                en="The file is larger than 5 MB. Send a smaller scan, or only the pages that matter.",
                ms="Fail melebihi 5 MB. Hantar imbasan yang lebih kecil, atau halaman yang berkaitan "
                "sahaja.",
            ),
        )
    types = [each for begin, each in _BEGINNINGS.items() if content.startswith(begin)]
    if not types:
        return Refused(
            "file-not-understood",
            LocalText(
                en="The file is no PDF, PNG or JPEG. Save or scan it as one of these and send it "
                "again.",
                ms="Fail ini bukan PDF, PNG atau JPEG. Simpan atau imbas dalam salah satu format ini "
                "dan hantar semula.",
            ),
        )
    return File(_plain(name, ending=_ENDINGS[types[0]]), types[0], content)


def keep(file: File) -> str:
    """Keep a file for good; its digest, under which `content_of` finds it. The same file is kept once.

    It is whole under its name or not there: it is written beside it first, and synced.
    """
    named = digest(file.content)
    place = _place(named)
    if place.exists():
        return named
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    beside = place.with_name(f"{place.name}.{secrets.token_hex(8)}")
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as written:
        written.write(file.content)
        written.flush()
        os.fsync(written.fileno())
    beside.replace(place)
    return named


def content_of(named: str) -> bytes | None:
    """The content of that digest; None where it is not there or was changed."""
    try:
        content = _place(named).read_bytes()
    except FileNotFoundError:
        return None
    return content if digest(content) == named else None


def forget(named: str) -> None:
    """Remove the file of that digest, if it is there; nobody may name it any more."""
    _place(named).unlink(missing_ok=True)


def _place(named: str) -> Path:
    data: Path = settings.DATA
    return data / "evidence" / named.removeprefix("sha256:")


def _plain(name: str, *, ending: str) -> str:
    """A name that can stand in any header and any folder."""
    stem = "".join(
        sign if sign.isalnum() or sign in " -_()" else "_" for sign in Path(name.strip()).stem
    ).strip()
    return (stem[: LONGEST_NAME - len(ending)] or "evidence") + ending
