"""An entry and its line in the audit trail are written together or not at all."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.db import DatabaseError, IntegrityError, connection

from tauliah.apps.people.permissions import SYSTEM
from tauliah.apps.people.queries import User, audit_trail
from tauliah.apps.record.actions import append_entry, matriculate
from tauliah.apps.record.models import ChainHead
from tauliah.apps.record.queries import entries_of, verify_records
from tauliah.core.kernel import EntryKind

FUNCTION = """
CREATE FUNCTION refuse_insert() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'no room'; END $$
"""


@pytest.fixture
def fill_up(db: None) -> Callable[[str], None]:
    """From then on the database takes no more rows into a table."""

    def fill(table: str) -> None:
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute(
                    f"CREATE TRIGGER no_room BEFORE INSERT ON {table} "
                    "BEGIN SELECT RAISE(ABORT, 'no room'); END"
                )
                return
            cursor.execute(FUNCTION)
            cursor.execute(
                f"CREATE TRIGGER no_room BEFORE INSERT ON {table} "
                "FOR EACH ROW EXECUTE FUNCTION refuse_insert()"
            )

    return fill


@pytest.mark.parametrize("table", ["record_recordentry", "people_auditentry"])
def test_when_one_cannot_be_written_neither_is(
    aisyah: User, moment: datetime, fill_up: Callable[[str], None], table: str
) -> None:
    acts = len(audit_trail(by_or_about=aisyah))
    fill_up(table)

    with pytest.raises(DatabaseError, match="no room"):
        matriculate(aisyah, "API", actor=aisyah, at=moment)

    assert entries_of(aisyah) == ()
    assert len(audit_trail(by_or_about=aisyah)) == acts
    assert not ChainHead.objects.exists()


def test_facts_that_cannot_be_sealed_leave_nothing(aisyah: User, moment: datetime) -> None:
    with pytest.raises(TypeError, match="float"):
        append_entry(aisyah, EntryKind.EXAM_RESULT, facts={"correct": 0.5}, actor=SYSTEM, at=moment)

    assert entries_of(aisyah) == ()
    assert list(verify_records()) == []


def test_a_head_set_back_makes_no_second_entry_of_a_number(aisyah: User, moment: datetime) -> None:
    matriculate(aisyah, "API", actor=aisyah, at=moment)
    before, acts = entries_of(aisyah), len(audit_trail(by_or_about=aisyah))
    ChainHead.objects.update(number=0, seal="")

    with pytest.raises(IntegrityError):
        matriculate(aisyah, "AINS", actor=aisyah, at=moment)

    assert entries_of(aisyah) == before
    assert len(audit_trail(by_or_about=aisyah)) == acts
