"""An invented programme whose exam has one item of every type: what tests of item types start from."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.apps.invented_programme import COURSE, PROGRAMME, invented_programme, items_path

if TYPE_CHECKING:
    from tauliah.apps.people.models import User
    from tauliah.apps.sittings.models import Attempt

FOLDER = Path(__file__).parent / "every-type"
ITEMS = 12
POINTS = 1 + 2 + 3 + 2 + 2 + 1 + 3 + 2 + 1 + 8 + 1 + 1
RIGHT: dict[str, Any] = {
    "X-1-SINGLE": "a",
    "X-2-MULTIPLE": ["a", "c"],
    "X-3-TRUTHS": {"a": True, "b": False, "c": True},
    "X-4-INLINE": {"a": "a", "b": "b"},
    "X-5-NUMERIC": {"number": "1,200.00", "unit": "rm", "language": "en"},
    "X-6-SHORT": "Excess",
    "X-7-ORDER": {"a": 1, "b": 2, "c": 3, "d": 4},
    "X-8-MATCH": {"a": "b", "b": "a"},
    "X-9-HOTSPOT": "a",
    "X-10-RESPONSE": "You bear the deductible yourself.",
    "X-11-CASE-A": {"number": "360", "unit": None, "language": "en"},
    "X-12-CASE-B": "b",
}
"""For each item, by its id without the pool's letter, an answer that has every point."""


def every_type_files(*, practice: bool = True) -> dict[str, bytes]:
    """The files of the programme: PUM has one item of every type in its secure pool.

    `practice` gives its practice pool the same, under other ids and words.
    """
    changes = {
        "programme.yaml": PROGRAMME.replace("items: 2", f"items: {ITEMS}"),
        "courses/PUM/course.yaml": COURSE.format(code="PUM", status="open").replace(
            "items: 2", f"items: {ITEMS}"
        ),
        "courses/PIN/course.yaml": COURSE.format(code="PIN", status="in-preparation").replace(
            "items: 2", f"items: {ITEMS}"
        ),
        "courses/PPM/course.yaml": COURSE.format(code="PPM", status="in-preparation").replace(
            "items: 2", f"items: {ITEMS}"
        ),
        items_path("PIN", "secure"): None,
        items_path("PIN", "practice"): None,
        items_path("PUM", "secure"): _items("secure"),
        items_path("PUM", "practice"): _items("practice") if practice else None,
    }
    picture = (FOLDER / "house-front.svg").read_bytes()
    return invented_programme(changes) | {"courses/PUM/pictures/house-front.svg": picture}


def code_of(name: str, pool: str = "secure") -> str:
    """The code of an item by its name in RIGHT."""
    return f"PUM-{pool[0].upper()}-{name.removeprefix('X-')}"


def _items(pool: str) -> str:
    text = (FOLDER / "items.yaml").read_text("utf-8")
    text = text.replace("POOL", pool).replace("X-", f"PUM-{pool[0].upper()}-")
    text = text.replace("CASE-rahman", f"rahman-{pool}")
    if pool == "practice":
        # the same words in both pools, or nearly the same, are refused, and rightly
        text = text.replace('stem: {en: "', 'stem: {en: "Practice. ').replace(
            'ms: "', 'ms: "Latihan. '
        )
        text = text.replace('en: "A car of', 'en: "Practice. A car of')
        for start in (r'stem: \{en: "Practice\. ', r'stem: \{en: "[^\n]*?", ms: "Latihan\. '):
            numbers = count()
            text = re.sub(start, lambda found: found[0] + _said_before(next(numbers)), text)  # noqa: B023
    return text


def _said_before(number: int) -> str:
    """Words that no other item has, so that none is nearly the same as one of the other pool."""
    letters = "abcdefghijklmnopqrstuvwxyz"
    name = letters[number // 26] + letters[number % 26]
    sentences = (
        " ".join(f"{name}{one}{other}" for other in letters[:10]) + ". " for one in letters[:8]
    )
    return "".join(sentences)


def publish_every_type() -> int:
    """Publish it, a day before the morning of all tests; the number of its release."""
    from tests.services import examhall

    return examhall.publish(every_type_files(), at=examhall.MORNING - timedelta(days=1))


def answer(person: User, attempt: Attempt, answers: Mapping[str, Any]) -> None:
    """Save these answers, by the names of RIGHT, and clear all others."""
    from tauliah.apps.sittings.actions import save_sheet
    from tauliah.apps.sittings.queries import attempt_of
    from tests.services.examhall import MORNING

    now = attempt_of(person, attempt.pk)
    assert now is not None
    refused = save_sheet(
        person,
        attempt.pk,
        answers={code_of(name): answers.get(name) for name in RIGHT},
        flags={},
        client_sequence=now.client_sequence,
        at=MORNING,
    )
    assert refused is None, refused
