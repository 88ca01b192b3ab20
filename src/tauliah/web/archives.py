"""A folder that comes as a ZIP file: read in memory, within bounds, and never believed."""

from __future__ import annotations

import stat
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import PurePosixPath
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from tauliah.core.kernel import LocalText, Refused

MOST_BYTES = 4_000_000
"""Of the ZIP file itself."""
MOST_FILES = 5_000
MOST_UNPACKED = 40_000_000
LARGEST_FILE = 2 * 2**20

_ENCRYPTED = 1
_BROKEN = (BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError)
"""What Python's reader raises over a file that is no sound ZIP."""


def files_in(archive: bytes) -> dict[str, bytes] | Refused:
    """Every file of a zipped folder by its path in it; hidden files are left out.

    One folder around everything is taken off, as file managers add it. What a header says of sizes
    is not believed: reading stops at the bounds. Nothing is written anywhere.
    """
    if len(archive) > MOST_BYTES:
        return too_large()
    try:
        with ZipFile(BytesIO(archive)) as folder:
            return _read(folder)
    except _BROKEN:
        return _refused(
            "no-zip",
            en="This is no ZIP file that can be read. Pack the folder anew.",
            ms="Ini bukan fail ZIP yang boleh dibaca. Padatkan folder itu semula.",
        )


def too_large() -> Refused:
    """Why more bytes than the bounds allow are not read."""
    return _refused(
        "too-large",
        en="This is larger than a programme can be: at most 4 MB as a ZIP file, 40 MB and "
        "5,000 files in it, and 2 MB for one file.",
        ms="Ini melebihi saiz sesuatu program: paling besar 4 MB sebagai fail ZIP, 40 MB dan "
        "5,000 fail di dalamnya, serta 2 MB bagi satu fail.",
    )


def _read(folder: ZipFile) -> dict[str, bytes] | Refused:
    entries = [entry for entry in folder.infolist() if not entry.filename.endswith("/")]
    if len(entries) > MOST_FILES:
        return too_large()
    files: dict[str, bytes] = {}
    left = MOST_UNPACKED
    for entry in entries:
        if _is_foreign(entry):
            return _not_taken(entry)
        path = PurePosixPath(entry.filename)
        if any(part.startswith(".") or part == "__MACOSX" for part in path.parts):
            continue
        if str(path) in files:
            return _not_taken(entry)
        with folder.open(entry) as file:
            content = file.read(min(LARGEST_FILE, left) + 1)
        left -= len(content)
        if len(content) > LARGEST_FILE or left < 0:
            return too_large()
        files[str(path)] = content
    return dict(_without_top_folder(files))


def _is_foreign(entry: ZipInfo) -> bool:
    """Whether a folder of plain files would never have such an entry."""
    name = entry.orig_filename
    parts = name.split("/")
    return (
        not entry.filename
        or name.startswith("/")
        or ".." in parts
        or any(sign in name for sign in ("\\", ":", "\0"))
        or stat.S_ISLNK(entry.external_attr >> 16)
        or bool(entry.flag_bits & _ENCRYPTED)
        or entry.compress_type not in {ZIP_STORED, ZIP_DEFLATED}
    )


def _without_top_folder(files: dict[str, bytes]) -> Iterator[tuple[str, bytes]]:
    tops = {path.partition("/")[0] for path in files}
    is_wrapped = len(tops) == 1 and all("/" in path for path in files)
    for path, content in files.items():
        yield (path.partition("/")[2] if is_wrapped else path), content


def _not_taken(entry: ZipInfo) -> Refused:
    # a name comes from whoever made the file: cut, and never more than text on the page
    name = entry.filename[:80]
    return _refused(
        "foreign-entry",
        en=f"The entry “{name}” is not a plain file of a folder: no links, no passwords, no path "
        "that leads out, and each name once.",
        ms=f"Entri “{name}” bukan fail biasa dalam folder: tiada pautan, tiada kata laluan, tiada "
        "laluan ke luar, dan setiap nama sekali sahaja.",
    )


def _refused(code: str, *, en: str, ms: str) -> Refused:
    return Refused(code, LocalText(en=en, ms=ms))
