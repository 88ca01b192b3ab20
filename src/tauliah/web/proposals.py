"""Programme folders that registrars uploaded, kept for a while with the plan made of each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.core.cache import cache

from tauliah.apps.catalogue.actions import Published
from tauliah.apps.people.queries import User
from tauliah.apps.record.effects import Plan
from tauliah.core.kernel import Refused

SECONDS_KEPT = 4 * 3600
SILENCE = timedelta(seconds=60)
"""After this time without a sign, a plan that is being made is taken to have stopped."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A folder as it came, and what publishing it would change as of when it was planned."""

    archive: bytes
    plan: Plan


@dataclass(frozen=True, slots=True)
class UnderWay:
    """A plan that is being made: so many records are looked at, of so many, as of a moment.

    Where `is_publishing`, the plan is made once more before it is published; `outcome` is then what
    became of it.
    """

    records: int
    of: int
    told_at: datetime
    has_failed: bool = False
    is_publishing: bool = False
    outcome: Published | Refused | None = None

    def has_stopped(self, at: datetime) -> bool:
        """Whether it will never be made."""
        return self.has_failed or at - self.told_at > SILENCE


def new_id() -> UUID:
    """An id for a proposal that is still to be made."""
    return uuid4()


def keep(proposal: Proposal, *, by: User) -> UUID:
    """Keep a proposal for its registrar; the id under which it is found."""
    id = new_id()
    renew(id, proposal, by=by)
    return id


def renew(id: UUID, proposal: Proposal, *, by: User) -> None:
    """Keep another state of a proposal under the same id."""
    cache.set(_key(id, by), proposal, timeout=SECONDS_KEPT)


def kept(id: UUID, *, by: User) -> Proposal | None:
    """The proposal of that id, if this registrar made it and it is still kept."""
    found: Proposal | None = cache.get(_key(id, by))
    return found


def forget(id: UUID, *, by: User) -> None:
    """Keep it no longer, nor how far it was."""
    cache.delete_many([_key(id, by), f"{_key(id, by)}:under-way"])


def tell(id: UUID, progress: UnderWay, *, by: User) -> None:
    """Say how far the making of a plan is."""
    cache.set(f"{_key(id, by)}:under-way", progress, timeout=SECONDS_KEPT)


def under_way(id: UUID, *, by: User) -> UnderWay | None:
    """How far the making of a plan is, if this registrar asked for it."""
    found: UnderWay | None = cache.get(f"{_key(id, by)}:under-way")
    return found


def _key(id: UUID, by: User) -> str:
    return f"proposal:{by.pk}:{id}"
