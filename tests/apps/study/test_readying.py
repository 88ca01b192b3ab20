"""How ready a person is: nothing without evidence, then a probability with its limits."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from tauliah.apps.catalogue.queries import programme
from tauliah.apps.people.queries import User
from tauliah.apps.study.actions import answer_practice_item
from tauliah.apps.study.queries import practice_items
from tauliah.apps.study.readying import Ready, ready_for
from tests.web.programme import open_account


def answered(person: User, *, right: bool, at: datetime, most: int = 99) -> Ready:
    """How ready somebody is who answered five of each topic at most, all right or all wrong."""
    topics: dict[str, list[Any]] = {}
    for one in practice_items("PUM"):
        if one.text.type == "single-choice":
            topics.setdefault(one.topic, []).append(one)
    items = [item for some in topics.values() for item in some[:5]]
    for item in items[:most]:
        wrong = next(name for name in item.text.options if name != item.text.key)
        value = item.text.key if right else wrong
        answer_practice_item(person, "PUM", item.code, value=value, at=at)
    return ready_for(person, programme().course("PUM"), at=at)


def test_without_enough_first_answers_nothing_is_said(aisyah: User, moment: datetime) -> None:
    ready = answered(aisyah, right=True, at=moment, most=5)

    assert (ready.today, ready.on_the_day, ready.best) == (None, None, None)
    assert ready.answers == 5
    assert ready.missing >= 19


def test_who_answers_well_is_readier_than_who_does_not(
    aisyah: User, published: Any, moment: datetime
) -> None:
    other = open_account("Nurul", role="candidate")

    well, badly = (
        answered(one, right=right, at=moment) for one, right in ((aisyah, True), (other, False))
    )

    assert well.today
    assert badly.today
    assert well.on_the_day
    assert well.missing == 0
    assert badly.today.probability < 0.1
    assert well.today.probability > 0.8
    assert well.today.low <= well.today.probability <= well.today.high
    assert badly.adds >= 0


@pytest.mark.slow
def test_only_the_first_answer_to_an_item_counts(aisyah: User, moment: datetime) -> None:
    first = answered(aisyah, right=False, at=moment)
    again = answered(aisyah, right=True, at=moment)

    assert [topic.right for topic in again.topics] == [topic.right for topic in first.topics]
    assert again.answers == first.answers


@pytest.mark.slow
def test_the_day_is_looked_at_with_the_practice_until_then(aisyah: User, moment: datetime) -> None:
    ready = answered(aisyah, right=True, at=moment)

    assert ready.today
    assert ready.on_the_day
    assert ready.on_the_day.probability >= ready.today.probability - 0.05
