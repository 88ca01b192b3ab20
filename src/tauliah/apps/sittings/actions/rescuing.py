"""How an officer takes the emergency file of a browser whose network never returned."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from tauliah.apps.people.actions import write_audit_entry
from tauliah.apps.people.permissions import Permission, name_of, require
from tauliah.apps.people.queries import User
from tauliah.apps.sittings.actions.keeping import held_of_anyone, keep
from tauliah.apps.sittings.chains import chain_of
from tauliah.apps.sittings.emergency import open_emergency_file
from tauliah.apps.sittings.models import Attempt
from tauliah.core.exam import chain_is_whole, take_in
from tauliah.core.kernel import LocalText, Refused


@dataclass(frozen=True, slots=True)
class Rescued:
    """What was taken from a file: whose exam it is, and how many saves were new."""

    attempt: Attempt
    saves: int


@transaction.atomic
def take_emergency_file(
    officer: User,
    data: bytes,
    *,
    reason: str,
    attempt_id: UUID | None = None,
    at: datetime | None = None,
) -> Rescued | Refused:
    """Open a file, check it against the chain, and append its saves with the officer named.

    `attempt_id` is the exam that the officer means, where one was chosen: the file of another is
    refused. Everything is taken or nothing.
    """
    require(officer, Permission.EMERGENCY_FILE_TAKE)
    file = open_emergency_file(data)
    if isinstance(file, Refused):
        return file
    mine = held_of_anyone(_id(file.attempt), at=at)
    if mine is None:
        return _no_such_attempt()
    if attempt_id is not None and attempt_id != mine.attempt.pk:
        return _another_attempt()
    attempt, chain = mine.attempt, chain_of(mine.attempt)
    if not chain_is_whole(chain, attempt=str(attempt.pk)) or chain[-1].digest != attempt.head:
        return _broken_chain()
    outcome = take_in(mine.state, chain, file, by=name_of(officer), reason=reason, at=mine.at)
    if isinstance(outcome, Refused):
        return outcome
    state, links = outcome
    attempt.incidents += 1
    for link in links:
        keep(attempt, state, link)
    write_audit_entry(
        officer,
        "attempt.rescued",
        subject=str(attempt.booking.person_id),
        at=mine.at,
        details={
            "attempt": str(attempt.pk),
            "file": file.digest,
            "saves": len(links) - 1,
            "reason": reason.strip(),
        },
    )
    return Rescued(attempt, len(links) - 1)


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)


def _no_such_attempt() -> Refused:
    return Refused(
        "not-found",
        LocalText(
            en="This file names an exam that does not exist here. Nothing was changed.",
            ms="Fail ini menamakan peperiksaan yang tiada di sini. Tiada apa-apa diubah.",
        ),
    )


def _another_attempt() -> Refused:
    return Refused(
        "other-attempt",
        LocalText(
            en="This file belongs to another exam than the one chosen. Nothing was changed.",
            ms="Fail ini milik peperiksaan lain, bukan yang dipilih. Tiada apa-apa diubah.",
        ),
    )


def _broken_chain() -> Refused:
    return Refused(
        "chain-broken",
        LocalText(
            en="The chain of this exam is broken. The exam office has to look at it first.",
            ms="Rantaian peperiksaan ini terputus. Pejabat peperiksaan perlu menyemaknya dahulu.",
        ),
    )
