"""What tests of exams start from: a programme published, invented people, an exam on its way."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from itertools import product
from typing import TYPE_CHECKING, Any

from tests.services.publishing import publish_once

if TYPE_CHECKING:
    from tauliah.apps.people.models import User
    from tauliah.apps.sittings.models import Attempt, Booking

MORNING = datetime(2026, 2, 10, 2, tzinfo=UTC)  # ten o'clock in Kuala Lumpur, in the first window
WINDOW = "2026-1"
PASSWORD = "a long walk by the river"
PASS_MARK = 35


POLICY = {
    "items": 50,
    "minutes": 65,
    "pass_mark_percent": 70,
    "sittings_per_window": 2,
    "sittings_per_12_months": 4,
    "languages_in_attempt": True,
}
FOUR_WINDOWS = [("01-05", "03-26"), ("04-05", "06-25"), ("07-05", "09-24"), ("10-05", "12-20")]
ALL_YEAR = [("01-01", "12-31")]
BLUEPRINT = {"market": 8, "selection": 10, "rating": 9, "motor": 9, "selling": 8, "conduct": 6}
SPARE_ITEMS_OF_A_TOPIC = 2
# what an explanation holds, and no page before the result may show
EXPLAINED = "because the rule says so"


def programme_files(
    *, windows: Sequence[tuple[str, str]] = FOUR_WINDOWS, **policy: int
) -> dict[str, bytes]:
    """An invented programme with exams of full length: PUM and PIN open, PPM in preparation.

    JSON is YAML, too. Keywords change the exam policy, such as `minutes=1`.
    """
    files: dict[str, Any] = {
        "programme.yaml": _about(windows, {**POLICY, **policy}),
        "designations/api.yaml": _designation(),
        **{f"courses/{code}/course.yaml": _course(code) for code in ("PUM", "PIN", "PPM")},
    }
    words = _invented_words()
    for code in ("PUM", "PIN"):
        for topic, items in BLUEPRINT.items():
            for pool, count in (("secure", items + SPARE_ITEMS_OF_A_TOPIC), ("practice", 1)):
                path = f"courses/{code}/items/{pool}-{topic}.yaml"
                files[path] = _items(code, topic, words, pool=pool, count=count)
    pages = ["designations/api", "ethics/ethics-2024"]
    pages += [f"courses/{code}/course" for code in ("PUM", "PIN", "PPM")]
    texts = {f"{page}.{language}.md": _PAGE for page in pages for language in ("en", "ms")}
    for code in ("PUM", "PIN"):
        for language in ("en", "ms"):
            texts[f"courses/{code}/lessons/01-first.{language}.md"] = _LESSON.format(code=code)
    return {
        **{path: json.dumps(content).encode() for path, content in files.items()},
        **{path: text.encode() for path, text in texts.items()},
    }


def _both(text: str) -> dict[str, str]:
    return {"en": text, "ms": f"{text} (ms)"}


def _about(windows: Sequence[tuple[str, str]], policy: Mapping[str, int]) -> dict[str, Any]:
    return {
        "code": "trial",
        "title": _both("Trial programme"),
        "body": {"name": _both("Institute of Trials"), "about": _both("An invented body.")},
        "timezone": "Asia/Kuala_Lumpur",
        "languages": ["en", "ms"],
        "currency": "MYR",
        "fees": {"matriculation": 100, "exam": 200},
        "roles": [{"code": "agent", "title": _both("Agents"), "benefit": _both("They learn.")}],
        "exam_policy": dict(policy),
        "windows": [
            {"number": number, "title": _both(f"Window {number}"), "opens": opens, "closes": closes}
            for number, (opens, closes) in enumerate(windows, start=1)
        ],
        "ethics": [
            {
                "code": "ethics",
                "version": "2024",
                "in_force_from": "2024-01-01",
                "title": _both("Code 2024"),
            }
        ],
    }


def _designation() -> dict[str, Any]:
    return {
        "code": "API",
        "letters": "API",
        "title": _both("Associate in Trials"),
        "level": "associate",
        "typical_duration_months": {"from": 6, "to": 9},
        "continuing_education": "none",
        "versions": [
            {
                "from": "2024-01-01",
                "source": _both("Rules"),
                "requires": {"all": [{"exam": "PUM"}, {"exam": "PIN"}]},
            }
        ],
    }


def _course(code: str) -> dict[str, Any]:
    return {
        "code": code,
        "title": _both(f"Course {code}"),
        "status": "in-preparation" if code == "PPM" else "open",
        "study_hours": 40,
        "outcomes": [{"code": f"{code}-1", "text": _both("One can.")}],
        "blueprint": [
            {
                "topic": topic,
                "title": _both(topic.title()),
                "items": items,
                "outcomes": [f"{code}-1"],
            }
            for topic, items in BLUEPRINT.items()
        ],
    }


def _items(code: str, topic: str, words: Iterator[str], *, pool: str, count: int) -> dict[str, Any]:
    letter = pool[0].upper()
    return {
        "pool": pool,
        "topic": topic,
        "items": [
            {
                "id": f"{code}-{letter}-{topic[:4].upper()}-{number:02}",
                "outcome": f"{code}-1",
                "level": "apply",
                "lesson": "01-first",
                "stem": _both(f"What is rule {number} of {topic} in {code}, pool {letter}?"),
                "key": "abcd"[number % 4],
                "options": {
                    option: {
                        "text": _both(
                            f"The {option} rule {next(words)} {next(words)} {next(words)}"
                        ),
                        "explanation": _both(f"Number {number}, {option}: {EXPLAINED}."),
                    }
                    for option in "abcd"
                },
            }
            for number in range(1, count + 1)
        ],
    }


def _invented_words() -> Iterator[str]:
    """Words of four letters, each once, so that no item is nearly the same as another."""
    syllables = [consonant + vowel for consonant in "bdfgklmnprst" for vowel in "aeiou"]
    return (first + second for first, second in product(syllables, repeat=2))


_PAGE = """---
title: A page
description: A page.
---
## Text

Nothing more.
"""
_LESSON = """---
title: First lesson
description: A lesson.
topic: market
outcomes: [{code}-1]
minutes: 10
---
## Text

Nothing more.
"""


@cache
def _usual_files() -> Mapping[str, bytes]:
    return programme_files()


def publish(files: Mapping[str, bytes] | None = None, *, at: datetime = MORNING) -> int:
    """Publish a programme; the number of its release."""
    published: int = publish_once(files or _usual_files(), at=at).number
    return published


def account(name: str, *, role: str = "candidate", at: datetime = MORNING) -> User:
    """An account with the e-mail address NAME@example.test and the password of all tests."""
    from tauliah.apps.people.actions import create_account

    return create_account(
        email=f"{name.lower().replace(' ', '.')}@example.test",
        full_name=name,
        language="en",
        password=PASSWORD,
        role=role,
        at=at,
    )


def candidate(name: str, *, at: datetime = MORNING) -> User:
    """A person who is matriculated for API."""
    from tauliah.apps.record.actions import matriculate
    from tauliah.core.kernel import Refused

    person = account(name, at=at)
    assert not isinstance(matriculate(person, "API", actor=person, at=at), Refused)
    return person


def booked(
    person: User, course: str = "PUM", *, at: datetime = MORNING, window: str = WINDOW
) -> Booking:
    """A booking that is not refused."""
    from tauliah.apps.sittings.actions import book
    from tauliah.core.kernel import Refused

    booking = book(person, course, window=window, at=at)
    assert not isinstance(booking, Refused), booking
    return booking


def started(
    person: User, course: str = "PUM", *, at: datetime = MORNING, window: str = WINDOW
) -> Attempt:
    """An attempt that is running."""
    from tauliah.apps.sittings.actions import start_attempt
    from tauliah.core.kernel import Refused

    booking = booked(person, course, at=at, window=window)
    attempt = start_attempt(person, booking.pk, at=at)
    assert not isinstance(attempt, Refused), attempt
    return attempt


def claimed(person: User, attempt: Attempt, *, at: datetime = MORNING, **how: Any) -> str:
    """The token of a tab that now holds an attempt."""
    from tauliah.apps.sittings.actions import Lease, claim_attempt

    lease = claim_attempt(person, attempt.pk, at=at, **how)
    assert isinstance(lease, Lease), lease
    return lease.token


def give_answers(
    person: User, attempt: Attempt, *, right: int, at: datetime = MORNING, lease: str = ""
) -> None:
    """Answers every item of an attempt, the first ones right and all after them wrong."""
    from tauliah.apps.sittings.actions import save_sheet
    from tauliah.apps.sittings.queries import attempt_of, seats_of

    now = attempt_of(person, attempt.pk)
    assert now is not None
    answers: dict[str, str | None] = {}
    for seat in seats_of(now):
        key = seat.item.text.key
        wrong = next(option for option in seat.options if option != key)
        answers[seat.item.code] = key if seat.position <= right else wrong
    refused = save_sheet(
        person,
        attempt.pk,
        answers=answers,
        flags={},
        client_sequence=now.client_sequence,
        lease=lease,
        at=at,
    )
    assert refused is None, refused


def sat(
    person: User,
    course: str = "PUM",
    *,
    right: int,
    at: datetime = MORNING,
    window: str = WINDOW,
) -> Any:
    """A result: booked, started, answered and submitted at one moment."""
    from tauliah.apps.results.actions import submit_and_score
    from tauliah.core.kernel import Refused

    attempt = started(person, course, at=at, window=window)
    give_answers(person, attempt, right=right, at=at)
    result = submit_and_score(person, attempt.pk, at=at)
    assert not isinstance(result, Refused), result
    return result
