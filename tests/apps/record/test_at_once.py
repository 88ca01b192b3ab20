"""Two acts on one record at the same moment: the second sees what the first has done."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier
from uuid import UUID

import pytest
from django.db import connection

from tauliah.apps.people.queries import User
from tauliah.apps.record.actions import matriculate
from tauliah.apps.record.models import Proposal
from tauliah.apps.record.proposing import approve, propose_credit
from tauliah.apps.record.queries import entries_of, faults_of
from tauliah.core.kernel import Entry, EntryKind, Refused

AT_ONCE = 4

pytestmark = pytest.mark.django_db(transaction=True)


def outcomes(act: Callable[[], Entry | Refused]) -> list[str]:
    """How the same act ends in several threads that start together."""
    start = Barrier(AT_ONCE)

    def run(_: int) -> str:
        try:
            start.wait(timeout=20)
            outcome = act()
            return outcome.code if isinstance(outcome, Refused) else "done"
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as pool:
        return sorted(pool.map(run, range(AT_ONCE)))


def proposed(person: User, *exams: str, by: User, at: datetime) -> list[UUID]:
    """The proposals of one registrar to credit exams."""
    made = [
        propose_credit(person, exam, source="What", earned_on=None, reason="Why", actor=by, at=at)
        for exam in exams
    ]
    return [one.pk for one in made if isinstance(one, Proposal)]


def test_the_same_credit_approved_at_once_counts_once(
    aisyah: User, farid: User, salmah: User, moment: datetime
) -> None:
    (pum,) = proposed(aisyah, "PUM", by=farid, at=moment)

    found = outcomes(lambda: approve(pum, actor=salmah, at=moment))

    assert found == [*(AT_ONCE - 1) * ["decided-already"], "done"]
    assert [entry.kind for entry in entries_of(aisyah)] == [EntryKind.CREDIT_GRANTED]


def test_a_record_begun_at_once_is_one_chain(aisyah: User, moment: datetime) -> None:
    found = outcomes(lambda: matriculate(aisyah, "API", actor=aisyah, at=moment))

    assert found == [*(AT_ONCE - 1) * ["already-matriculated"], "done"]
    assert faults_of(aisyah) == ()


def test_different_credits_approved_at_once_follow_each_other(
    aisyah: User, farid: User, salmah: User, moment: datetime
) -> None:
    made = proposed(aisyah, "PUM", "PIN", "PPM", by=farid, at=moment)
    each = iter([*made, made[0]])

    outcomes(lambda: approve(next(each), actor=salmah, at=moment))

    assert len(entries_of(aisyah)) == 3
    assert faults_of(aisyah) == ()
