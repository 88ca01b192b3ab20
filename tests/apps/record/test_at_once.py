"""Two acts on one record at the same moment: the second sees what the first has done."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier

import pytest
from django.db import connection

from tauliah.apps.people.queries import User
from tauliah.apps.record.actions import grant_credit, matriculate
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


def test_the_same_credit_granted_at_once_counts_once(
    aisyah: User, farid: User, moment: datetime
) -> None:
    found = outcomes(
        lambda: grant_credit(aisyah, "PUM", source="What", reason="Why", actor=farid, at=moment)
    )

    assert found == [*(AT_ONCE - 1) * ["already-counts"], "done"]
    assert [entry.kind for entry in entries_of(aisyah)] == [EntryKind.CREDIT_GRANTED]


def test_a_record_begun_at_once_is_one_chain(aisyah: User, moment: datetime) -> None:
    found = outcomes(lambda: matriculate(aisyah, "API", actor=aisyah, at=moment))

    assert found == [*(AT_ONCE - 1) * ["already-matriculated"], "done"]
    assert faults_of(aisyah) == ()


def test_different_credits_granted_at_once_follow_each_other(
    aisyah: User, farid: User, moment: datetime
) -> None:
    exams = iter(["PUM", "PIN", "PPM", "PUM"])

    outcomes(
        lambda: grant_credit(
            aisyah, next(exams), source="What", reason="Why", actor=farid, at=moment
        )
    )

    assert len(entries_of(aisyah)) == 3
    assert faults_of(aisyah) == ()
