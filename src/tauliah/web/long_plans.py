"""Plans over many records, made and published beside the pages while a page tells how far they are."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from tauliah.apps.people.queries import User
from tauliah.apps.reading.indexing import refresh_index
from tauliah.apps.record.actions import publish_release
from tauliah.apps.record.effects import Plan, Progress, effect_of, plan_of
from tauliah.apps.record.portions import count_people
from tauliah.core.kernel import Refused
from tauliah.core.programme import Loaded
from tauliah.web import proposals
from tauliah.web.beside import begin_beside
from tauliah.web.clock import now
from tauliah.web.proposals import Proposal, UnderWay

RECORDS_WAITED_FOR = 2_000
"""Up to so many records a plan is made while its registrar waits for the page: a second or two."""
BETWEEN_SIGNS = timedelta(seconds=1)


def is_long() -> bool:
    """Whether there are more records than anybody should wait for."""
    return count_people() > RECORDS_WAITED_FOR


def begin(loaded: Loaded, archive: bytes, *, by: User, at: datetime) -> UUID:
    """Begin to make the plan of a folder; the id under which it will be kept."""
    id = proposals.new_id()

    def make(progress: Progress) -> None:
        plan = plan_of(loaded, at=at, progress=progress)
        proposals.renew(id, Proposal(archive, plan), by=by)

    _beside(id, make, UnderWay(0, count_people(), at), by=by)
    return id


def begin_to_publish(
    id: UUID, proposal: Proposal, files: Mapping[str, bytes], *, by: User, at: datetime
) -> None:
    """Begin to publish a kept plan, whose losses its registrar has accepted.

    It is kept no longer. Where it is refused, since others lose by now, it is kept as it is then.
    """

    def publish(progress: Progress) -> None:
        outcome = publish_release(
            files, actor=by, at=at, losses_accepted=proposal.plan.losing, progress=progress
        )
        if isinstance(outcome, tuple):
            # it was without a mistake when it was planned
            raise TypeError(outcome)
        if isinstance(outcome, Refused):
            anew = effect_of(files, at=at, progress=progress)
            if isinstance(anew, Plan):
                proposals.renew(id, Proposal(proposal.archive, anew), by=by)
        else:
            refresh_index(at=now())
        told = UnderWay(0, 0, now(), is_publishing=True, outcome=outcome)
        proposals.tell(id, told, by=by)

    proposals.forget(id, by=by)
    _beside(id, publish, UnderWay(0, count_people(), at, is_publishing=True), by=by)


def _beside(id: UUID, work: Callable[[Progress], None], told: UnderWay, *, by: User) -> None:
    """Do work beside the pages, and tell how far it is, or that it failed."""

    def progress(records: int, of: int) -> None:
        nonlocal told
        moment = now()
        if moment - told.told_at >= BETWEEN_SIGNS:
            told = replace(told, records=records, of=of, told_at=moment)
            proposals.tell(id, told, by=by)

    def failed() -> None:
        proposals.tell(id, replace(told, told_at=now(), has_failed=True), by=by)

    proposals.tell(id, told, by=by)
    begin_beside(lambda: work(progress), failed=failed, what="a plan was not made or not published")
