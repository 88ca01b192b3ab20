"""Forms assembled beside the pages, one request after the other, while a page tells how far each is."""

from __future__ import annotations

from threading import BoundedSemaphore
from uuid import UUID

from tauliah.apps.itembank.assembly.asked import Asked
from tauliah.apps.itembank.assembly.runs import (
    SILENCE,
    CancelledError,
    ask_for_forms,
    assemble_forms,
    tell,
)
from tauliah.apps.people.queries import User
from tauliah.core.kernel import Refused
from tauliah.core.programme import Course
from tauliah.web.beside import begin_beside
from tauliah.web.clock import now

# each takes a processor for itself, and exams are sat beside it
_TURN = BoundedSemaphore(1)


def begin(officer: User, course: Course, asked: Asked, *, release: int) -> UUID | Refused:
    """Keep a request for forms, and begin to assemble them."""
    id = ask_for_forms(officer, course, asked, release=release, at=now())
    if isinstance(id, Refused):
        return id
    begin_beside(
        lambda: _assemble(id, course), failed=lambda: None, what="forms were not assembled"
    )
    return id


def _assemble(id: UUID, course: Course) -> None:
    try:
        while not _TURN.acquire(timeout=SILENCE.total_seconds() / 8):
            tell(id, 0, 0, at=now())
        try:
            assemble_forms(id, course, now=now)
        finally:
            _TURN.release()
    except CancelledError:
        return
