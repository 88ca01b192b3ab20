"""Programme folders that registrars uploaded, kept for a while with the plan made of each."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID, uuid4

from django.core.cache import cache

from tauliah.apps.people.queries import User
from tauliah.apps.record.effects import Plan

SECONDS_KEPT = 4 * 3600


@dataclass(frozen=True, slots=True)
class Proposal:
    """A folder as it came, and what publishing it would change as of when it was planned."""

    archive: bytes
    plan: Plan


def keep(proposal: Proposal, *, by: User) -> UUID:
    """Keep a proposal for its registrar; the id under which it is found."""
    id = uuid4()
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
    """Keep it no longer."""
    cache.delete(_key(id, by))


def _key(id: UUID, by: User) -> str:
    return f"proposal:{by.pk}:{id}"
