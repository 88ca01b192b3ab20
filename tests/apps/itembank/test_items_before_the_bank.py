"""A house of the release before: its items are the text's own and in use, and what it retired stays so."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor

BEFORE, AFTER = [("itembank", "0003_attached")], [("itembank", "0005_items_of_the_text")]


def migrated(to: list[tuple[str, str]]) -> Any:
    executor = MigrationExecutor(connection)
    executor.migrate(to)
    return MigrationExecutor(connection).loader.project_state(to).apps


@pytest.mark.django_db(transaction=True)
def test_items_of_the_release_before_are_in_use_by_their_newest_version() -> None:
    old = migrated(BEFORE)
    try:
        items, versions = (old.get_model("itembank", name) for name in ("Item", "ItemVersion"))
        used = items.objects.create(code="PUM-S-1", course="PUM", pool="secure")
        gone = items.objects.create(code="PUM-S-2", course="PUM", pool="secure", retired_in=2)
        for item, number in ((used, 1), (used, 2), (gone, 1)):
            versions.objects.create(
                item=item, number=number, release=number, topic="t", digest="d", content={}
            )
    finally:
        new = migrated(AFTER)
        # the tables of this and of other apps as the tests after this one know them
        migrated(MigrationExecutor(connection).loader.graph.leaf_nodes())

    item = new.get_model("itembank", "Item")
    found = item.objects.order_by("code").values_list("state", "is_in_text", "live__number")
    assert list(found) == [("operational", True, 2), ("retired", False, None)]
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        new.get_model("itembank", "ItemVersion").objects.update(digest="other")
