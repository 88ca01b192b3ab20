"""Analyses made beside the pages, one after the other, while a page tells how far each is."""

from __future__ import annotations

from threading import BoundedSemaphore
from uuid import UUID

from tauliah.apps.analyses.actions import go_on, order_run, tell_waiting
from tauliah.apps.analyses.asking import Asked
from tauliah.apps.analyses.making import make_run
from tauliah.apps.people.queries import User
from tauliah.core.kernel import Refused
from tauliah.web.beside import begin_beside
from tauliah.web.clock import now

BETWEEN_SIGNS_SECONDS = 5.0
# each takes a processor for itself, and exams are sat beside it
_TURN = BoundedSemaphore(1)


def begin(psychometrician: User, asked: Asked) -> UUID:
    """Keep what was asked, and begin to make it; the id of its run."""
    id = order_run(psychometrician, asked, at=now())
    _begin(id)
    return id


def begin_again(psychometrician: User, id: UUID) -> Refused | None:
    """Go on with a run that stopped, from the last step that was kept."""
    refused = go_on(psychometrician, id, at=now())
    if refused is None:
        _begin(id)
    return refused


def _begin(id: UUID) -> None:
    # what breaks off is told by the run itself
    begin_beside(lambda: _make(id), failed=lambda: None, what="an analysis was not made")


def _make(id: UUID) -> None:
    while not _TURN.acquire(timeout=BETWEEN_SIGNS_SECONDS):
        if not tell_waiting(id, at=now()):
            make_run(id, clock=now)  # it was cancelled, and ends as that
            return
    try:
        make_run(id, clock=now)
    finally:
        _TURN.release()
