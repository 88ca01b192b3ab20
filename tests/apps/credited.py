"""Records with credit in them, for tests that are not about how credit comes to be granted."""

from __future__ import annotations

from datetime import datetime

from tauliah.apps.people.permissions import Actor
from tauliah.apps.people.queries import User
from tauliah.apps.record.actions import append_entry
from tauliah.core.kernel import Entry, EntryKind


def grant_credit(
    person: User, exam: str, *, source: str, reason: str, actor: Actor, at: datetime
) -> Entry:
    """The entry that stands in a record once credit is approved, recorded by whoever proposed it."""
    facts = {"exam": exam, "source": source}
    return append_entry(
        person, EntryKind.CREDIT_GRANTED, facts=facts, actor=actor, at=at, reason=reason
    )
