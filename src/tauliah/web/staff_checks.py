"""Checks of staff lists that run beside the pages: a folder for each, gone within the hour.

The list itself is removed as soon as it is answered, and when it cannot be; the answers when who
sent it says so, else after an hour. The folder's name is the key to it, and nothing else is.
"""

from __future__ import annotations

import json
import logging
import re
import secrets
import shutil
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from itertools import islice
from pathlib import Path
from threading import BoundedSemaphore, Thread
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connections

from tauliah.apps.awards.staff_checks import Tally, answers_to
from tauliah.core.kernel import LANGUAGES
from tauliah.core.staff_lists import ListFault, Result, cells_of, headings, open_staff_list

SECONDS_KEPT = 3_540
"""An hour, less the minute between two looks of a running server."""

SECONDS_OF_SILENCE = 60
"""After this time without a sign, a check is taken to have stopped with its process."""

MOST_KEPT = 40
"""Checks whose answers are kept at once: beyond it, people are asked to come back."""

ROWS_PER_PAGE = 50
_AT_ONCE = BoundedSemaphore(2)
_KEY = re.compile(r"[A-Za-z0-9_-]{32}", re.ASCII)

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a check is: lines answered, of so many; `refusal` in each language where it failed."""

    told_at: float
    done: int = 0
    of: int = 0
    is_made: bool = False
    results: Mapping[str, int] = field(default_factory=dict)
    codes: Mapping[str, int] = field(default_factory=dict)
    refusal: Mapping[str, str] = field(default_factory=dict)

    def has_stopped(self, at: float) -> bool:
        """Whether it will never be made."""
        return not self.is_made and at - self.told_at > SECONDS_OF_SILENCE


@contextmanager
def turn(*, within: float = 0) -> Iterator[bool]:
    """One of the two turns in which lists are read and answered; False when none is free in time."""
    is_ours = _AT_ONCE.acquire(timeout=within)
    try:
        yield is_ours
    finally:
        if is_ours:
            _AT_ONCE.release()


def begin(portions: Iterable[bytes]) -> str | None:
    """Begin to check a list; the key of the check, or None when too many are kept already."""
    forget_old(time.time())
    if sum(1 for _ in _root().iterdir()) >= MOST_KEPT:
        return None
    key = secrets.token_urlsafe(24)
    folder = _root() / key
    folder.mkdir(mode=0o700)
    with (folder / "list").open("wb") as kept:
        for portion in portions:
            kept.write(portion)
    _tell(folder, Progress(time.time()))
    # it ends with this process: the page then says that it stopped, and the folder goes
    Thread(target=_make, args=(folder,), daemon=True).start()
    return key


def progress_of(key: str) -> Progress | None:
    """How far the check of that key is, while it is kept."""
    forget_old(time.time())
    return _told(_root() / key) if _KEY.fullmatch(key) else None


def rows(key: str, language: str) -> Iterator[tuple[str, ...]]:
    """The headings and every answer in one language; FileNotFoundError where none are kept."""
    with _file(key, "answers.jsonl").open(encoding="utf-8") as lines:
        yield headings(language)
        for line in lines:
            yield tuple(json.loads(line)[language])


def page_of_unconfirmed(key: str, number: int) -> list[Mapping[str, Any]]:
    """One page, from 1, of the lines that are not confirmed; empty beyond the last."""
    with _file(key, "unconfirmed.jsonl").open(encoding="utf-8") as lines:
        first = (number - 1) * ROWS_PER_PAGE
        return [json.loads(line) for line in islice(lines, first, first + ROWS_PER_PAGE)]


def forget(key: str) -> None:
    """Keep nothing of a check any longer."""
    if _KEY.fullmatch(key):
        shutil.rmtree(_root() / key, ignore_errors=True)


def forget_old(at: float) -> None:
    """Remove what is older than an hour, and what a process left behind that has ended."""
    for folder in _root().iterdir():
        told = _told(folder)
        if told is None:
            # one that has just begun has told nothing yet
            is_over = folder.exists() and at - folder.stat().st_mtime > SECONDS_OF_SILENCE
        else:
            is_over = at - told.told_at > SECONDS_KEPT or told.has_stopped(at)
        if is_over:
            shutil.rmtree(folder, ignore_errors=True)


def _make(folder: Path) -> None:
    try:
        is_answered = False
        while not is_answered:
            with turn(within=SECONDS_OF_SILENCE / 4) as is_answered:
                if is_answered:
                    _answer(folder)
                else:
                    _tell(folder, Progress(time.time()))
    except ListFault as fault:
        message = fault.refused.message
        _tell(folder, Progress(time.time(), is_made=True,
                               refusal={"en": message.en, "ms": message.ms}))  # fmt: skip
    except FileNotFoundError:
        pass  # forgotten meanwhile
    except (DatabaseError, OSError):
        log.exception("a staff list was not checked")
        _tell(folder, Progress(0))
    finally:
        for name in ("list", "scratch"):
            (folder / name).unlink(missing_ok=True)
        connections.close_all()


def _answer(folder: Path) -> None:
    tally, told_at = Tally(), time.time()

    def tell(done: int, of: int) -> None:
        nonlocal told_at
        if time.time() - told_at >= 1:
            told_at = time.time()
            _tell(folder, Progress(told_at, done, of))

    with (
        (folder / "list").open("rb") as stream,
        (folder / "scratch").open("w+b") as scratch,
        (folder / "answers.jsonl").open("w", encoding="utf-8") as answers,
        (folder / "unconfirmed.jsonl").open("w", encoding="utf-8") as unconfirmed,
    ):
        staff = open_staff_list(stream, scratch)
        people = staff.count(lambda _: tell(0, 0))
        for answer in answers_to(staff.lines()):
            tally.add(answer)
            cells = {code: cells_of(answer, code) for code in LANGUAGES}
            answers.write(json.dumps(cells) + "\n")
            if answer.result is not Result.CONFIRMED:
                shown = {"row": answer.line.row, "number": answer.line.number,
                         "name": answer.line.name, "result": answer.result,
                         "reason": {"en": answer.reason.en, "ms": answer.reason.ms}}  # fmt: skip
                unconfirmed.write(json.dumps(shown) + "\n")
            tell(tally.lines, people)
    results = {result.value: tally.results[result] for result in Result}
    _tell(folder, Progress(time.time(), people, people, is_made=True, results=results,
                           codes=dict(tally.codes)))  # fmt: skip


def _tell(folder: Path, progress: Progress) -> None:
    new = folder / "progress.new"
    try:
        new.write_text(json.dumps(asdict(progress)), encoding="utf-8")
        new.replace(folder / "progress.json")
    except FileNotFoundError:
        return  # forgotten meanwhile


def _told(folder: Path) -> Progress | None:
    try:
        return Progress(**json.loads((folder / "progress.json").read_text(encoding="utf-8")))
    except (OSError, ValueError):
        return None


def _root() -> Path:
    root: Path = settings.DATA / "staff-checks"
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    return root


def _file(key: str, name: str) -> Path:
    if not _KEY.fullmatch(key):
        raise FileNotFoundError(name)
    return _root() / key / name
