"""Items of a release: new ones, new versions, retirement, and pools that never mix."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import pytest
from django.apps import apps
from django.db.models import CharField

from tauliah.apps.catalogue.actions import Published, publish
from tauliah.apps.itembank.models import Item, ItemVersion
from tauliah.apps.itembank.queries import current_items, pool_sizes, versions
from tauliah.apps.people.permissions import SYSTEM
from tauliah.core.kernel import Refused
from tauliah.core.programme.items import LONGEST_ID
from tests.apps.invented_programme import ids_of, invented_programme, item_file, items_path

SECURE = items_path("PUM", "secure")
PRACTICE = items_path("PUM", "practice")


def release(changes: Mapping[str, str], at: datetime) -> Published | Refused:
    outcome = publish(invented_programme(changes), actor=SYSTEM, at=at)
    assert not isinstance(outcome, tuple), outcome
    return outcome


def secure(*numbers: int, stem: str = "What is") -> str:
    return item_file("secure", *ids_of("PUM", "secure", numbers), stem=stem)


def history(code: str) -> list[tuple[int, int]]:
    """Number and release of each version of an item."""
    found = ItemVersion.objects.filter(item__code=code).order_by("number")
    return list(found.values_list("number", "release"))


def test_every_column_that_names_an_item_holds_the_longest_id_there_may_be() -> None:
    named = [
        field
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if isinstance(field, CharField) and field.name == "item"
    ]

    assert len(named) >= 4
    assert {field.max_length for field in [*named, Item._meta.get_field("code")]} == {LONGEST_ID}


def test_the_first_release_fills_the_pools(published: Published) -> None:
    assert pool_sizes() == {
        ("PUM", "secure"): 3,
        ("PUM", "practice"): 1,
        ("PIN", "secure"): 3,
        ("PIN", "practice"): 1,
    }
    assert history("PUM-S-1") == [(1, 1)]


def test_an_item_is_kept_with_its_topic_text_and_key(published: Published) -> None:
    first = current_items("PUM", "secure")[0]

    assert (first.code, first.topic, first.text.key) == ("PUM-S-1", "basics", "a")
    assert first.text.options["b"].explanation.en == "It is not."
    assert first.text.stem.ms


def test_items_that_did_not_change_get_no_new_version(
    published: Published, moment: datetime
) -> None:
    release({SECURE: secure(1, 2, 3, 4)}, moment)

    assert history("PUM-S-1") == [(1, 1)]
    assert history("PUM-S-4") == [(1, 2)]


def test_a_changed_item_gets_a_new_version_and_the_old_one_stays(
    published: Published, moment: datetime
) -> None:
    before = current_items("PUM", "secure")[0]

    release({SECURE: secure(1, 2, 3, stem="Which is")}, moment)

    after = current_items("PUM", "secure")[0]
    assert history("PUM-S-1") == [(1, 1), (2, 2)]
    assert before.version != after.version
    assert versions([before.version]) == {before.version: before}
    assert after.text.stem.en == "Which is PUM-S-1?"


def test_another_topic_is_another_version(published: Published, moment: datetime) -> None:
    course = invented_programme()["courses/PUM/course.yaml"].decode()
    changes = {
        SECURE: secure(1, 2, 3).replace("topic: basics", "topic: grounds"),
        PRACTICE: item_file("practice", "PUM-P-1").replace("topic: basics", "topic: grounds"),
        "courses/PUM/course.yaml": course.replace("topic: basics", "topic: grounds"),
    }
    for language in ("en", "ms"):
        path = f"courses/PUM/lessons/01-first.{language}.md"
        lesson = invented_programme()[path].decode()
        changes[path] = lesson.replace("topic: basics", "topic: grounds")

    release(changes, moment)

    assert current_items("PUM", "secure")[0].topic == "grounds"
    assert history("PUM-S-1") == [(1, 1), (2, 2)]


def test_an_item_that_a_release_lacks_is_retired_and_its_versions_stay(
    published: Published, moment: datetime
) -> None:
    release({SECURE: secure(1, 2)}, moment)

    assert [item.code for item in current_items("PUM", "secure")] == ["PUM-S-1", "PUM-S-2"]
    assert pool_sizes()["PUM", "secure"] == 2
    assert Item.objects.get(code="PUM-S-3").retired_in == 2
    assert history("PUM-S-3") == [(1, 1)]


def test_the_release_of_a_retirement_does_not_change_later(
    published: Published, moment: datetime
) -> None:
    release({SECURE: secure(1, 2)}, moment)
    release({SECURE: secure(1, 2, 4)}, moment)

    assert Item.objects.get(code="PUM-S-3").retired_in == 2


def test_a_retired_item_can_come_back(published: Published, moment: datetime) -> None:
    release({SECURE: secure(1, 2)}, moment)
    release({SECURE: secure(1, 2, 3)}, moment)

    assert pool_sizes()["PUM", "secure"] == 3
    assert history("PUM-S-3") == [(1, 1)]


@pytest.mark.parametrize("is_retired", [False, True])
def test_an_item_never_moves_to_the_other_pool(
    published: Published, moment: datetime, is_retired: bool
) -> None:
    number = 1
    if is_retired:
        number = 2
        release({SECURE: secure(2, 3)}, moment)

    moved = release(
        {SECURE: secure(2, 3), PRACTICE: item_file("practice", "PUM-P-1", "PUM-S-1")}, moment
    )

    assert isinstance(moved, Refused)
    assert moved.code == "item-changed-pool"
    assert "PUM-S-1" in moved.message.en
    assert "PUM-S-1" in moved.message.ms
    assert Item.objects.get(code="PUM-S-1").pool == "secure"
    assert ItemVersion.objects.filter(release__gt=number).count() == 0


def test_an_item_never_moves_to_another_course(published: Published, moment: datetime) -> None:
    both = item_file("secure", *ids_of("PIN", "secure", (1, 2, 3))) + secure(1).partition(
        "items:\n"
    )[2].replace("outcome: PUM-1", "outcome: PIN-1")

    moved = release({SECURE: secure(2, 3), items_path("PIN", "secure"): both}, moment)

    assert isinstance(moved, Refused)
    assert moved.code == "item-changed-course"
    assert Item.objects.get(code="PUM-S-1").course == "PUM"


def test_no_item_is_in_both_pools_of_any_release(published: Published, moment: datetime) -> None:
    for numbers in ((1, 2), (1, 2, 3), (2, 3, 4)):
        release({SECURE: secure(*numbers)}, moment)
        codes = [
            {item.code for item in current_items("PUM", pool)} for pool in ("secure", "practice")
        ]
        assert codes[0].isdisjoint(codes[1])
