"""A record store on this machine, and Aisyah, who may agree to it.

Apps are imported inside the fixtures: this file is read before Django has its settings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.services.record_store import KEY, RecordStore, record_store
from tests.web.programme import publish_the_programme


@dataclass
class Clock:
    """A moment that a test moves."""

    at: datetime

    def __call__(self) -> datetime:
        return self.at

    def pass_by(self, **time: float) -> datetime:
        self.at += timedelta(**time)
        return self.at


@pytest.fixture
def clock(moment: datetime) -> Clock:
    return Clock(moment)


@pytest.fixture
def store(settings: Any) -> Iterator[RecordStore]:
    """A store that the house is set up for."""
    with record_store() as running:
        settings.RECORD_STORE = running.address
        settings.RECORD_STORE_KEY_SECRET = KEY
        yield running


@pytest.fixture
def published(db: None) -> Any:
    """The programme that ships."""
    return publish_the_programme()


@pytest.fixture
def agree(store: RecordStore, clock: Clock) -> Callable[[Any], Any]:
    """Lets a person agree now."""
    from tauliah.apps.experience.sharing import decide_sharing
    from tauliah.core.kernel import Refused

    def decide(person: Any) -> Any:
        made = decide_sharing(person, agreed=True, actor=person, at=clock())
        assert made is not None
        assert not isinstance(made, Refused)
        return made

    return decide


@pytest.fixture
def look(clock: Clock) -> Callable[[], int]:
    """What the server does each minute."""
    from tauliah.apps.experience.sending import look_after_statements

    return lambda: look_after_statements(now=clock)


@pytest.fixture
def read_a_lesson(aisyah: Any, clock: Clock) -> Callable[..., str]:
    """Aisyah marks a lesson of PUM as read; the slug of the lesson."""
    from tauliah.apps.catalogue.queries import programme
    from tauliah.apps.study.actions import mark_lesson_read

    def read(place: int = 0) -> str:
        slug = programme().lessons_of("PUM")[place].slug
        assert mark_lesson_read(aisyah, "PUM", slug, at=clock()) is None
        return slug

    return read
