"""The database itself refuses to change what an attempt's chain holds."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from tauliah.apps.sittings.queries import chain_of


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE sittings_attemptevent SET option = 'a'",
        "DELETE FROM sittings_attemptevent",
    ],
)
def test_a_link_is_neither_changed_nor_removed(attempt, statement):
    before = chain_of(attempt)

    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)

    assert chain_of(attempt) == before
