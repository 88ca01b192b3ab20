"""Plans over many records, made beside the pages while a page tells how far they are."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from threading import Thread
from uuid import UUID

from django.db import connections

from tauliah.apps.people.queries import User
from tauliah.apps.record.effects import plan_of
from tauliah.apps.record.portions import count_people
from tauliah.core.programme import Loaded
from tauliah.web import proposals
from tauliah.web.clock import now
from tauliah.web.proposals import Proposal, UnderWay

RECORDS_WAITED_FOR = 2_000
"""Up to so many records a plan is made while its registrar waits for the page: a second or two."""
BETWEEN_SIGNS = timedelta(seconds=1)

log = logging.getLogger(__name__)


def is_long() -> bool:
    """Whether there are more records than anybody should wait for."""
    return count_people() > RECORDS_WAITED_FOR


def begin(loaded: Loaded, archive: bytes, *, by: User, at: datetime) -> UUID:
    """Begin to make the plan of a folder; the id under which it will be kept."""
    id = proposals.new_id()
    proposals.tell(id, UnderWay(0, count_people(), at), by=by)
    # it ends with this process: the page then says that it stopped, and nothing is half done
    Thread(target=_make, args=(id, loaded, archive, by, at), daemon=True).start()
    return id


def _make(id: UUID, loaded: Loaded, archive: bytes, by: User, at: datetime) -> None:
    told = UnderWay(0, 0, at)

    def progress(records: int, of: int) -> None:
        nonlocal told
        moment = now()
        if moment - told.told_at >= BETWEEN_SIGNS:
            told = UnderWay(records, of, moment)
            proposals.tell(id, told, by=by)

    try:
        plan = plan_of(loaded, at=at, progress=progress)
        proposals.renew(id, Proposal(archive, plan), by=by)
    except Exception:
        log.exception("a plan was not made")
        proposals.tell(id, UnderWay(told.records, told.of, now(), has_failed=True), by=by)
    finally:
        connections.close_all()
