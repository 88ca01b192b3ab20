"""From a folder on disk to the files of a programme."""

from __future__ import annotations

import re
from pathlib import Path

from tauliah.cli.console import stop

LARGEST_FILE = 2 * 2**20
_SECRET = re.compile(r"courses/[^/]+/(items/secure(-[^/]+)?\.yaml|pictures/[^/]+)")


def read_folder(folder: Path) -> dict[str, bytes]:
    """Every file under a folder by its path in it; hidden files are left out."""
    if not folder.is_dir():
        stop(f"{folder}: no such folder", code=2)
    files: dict[str, bytes] = {}
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        if path.is_file() and not any(part.startswith(".") for part in inside.parts):
            if path.stat().st_size > LARGEST_FILE:
                stop(f"{path}: larger than 2 MiB; is it part of the programme?", code=2)
            files[inside.as_posix()] = path.read_bytes()
    return files


def read_programme(folder: Path, secure: Path | None) -> dict[str, bytes]:
    """The files of a programme, its secure items from another folder where one is named.

    That folder has the same layout and holds nothing but items for exams and their pictures.
    """
    files = read_folder(folder)
    if secure is None:
        return files
    kept = {path: content for path, content in read_folder(secure).items() if path != "README.md"}
    for path in kept:
        if not _SECRET.fullmatch(path):
            stop(
                f"{secure / path}: expected only courses/CODE/items/secure-*.yaml and pictures",
                code=2,
            )
        if path in files:
            stop(f"{path}: stands in {folder} and in {secure}", code=2)
    return files | kept


def shipped_programme() -> Path:
    """The programme that comes with the source: programmes/personal-insurance."""
    beside = (parent / "programmes" / "personal-insurance" for parent in Path(__file__).parents)
    folder = next((folder for folder in beside if folder.is_dir()), None)
    if folder is None:
        stop("programmes/personal-insurance was not found beside the source", code=2)
    return folder
