"""The programme that ships, published, and accounts to look at it with."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from tests.services.publishing import publish_once

FOLDER = Path(__file__).parents[2] / "programmes" / "personal-insurance"
MOMENT = datetime(2026, 3, 3, 2, 0, tzinfo=UTC)
PASSWORD = "a long sentence that nobody guesses"


def publish_the_programme() -> Any:
    """The programme that ships as a release: its number and digest."""
    return publish_once(_files(), at=MOMENT)


@cache
def _files() -> Mapping[str, bytes]:
    return {
        file.relative_to(FOLDER).as_posix(): file.read_bytes()
        for file in FOLDER.rglob("*")
        if file.is_file()
    }


def open_account(name: str, *, role: str, language: str = "en") -> Any:
    from tauliah.apps.people.actions import confirm_email, create_account

    user = create_account(
        email=f"{name.split(maxsplit=1)[0].lower()}@example.com",
        full_name=name,
        language=language,
        password=PASSWORD,
        role=role,
        at=MOMENT,
    )
    confirm_email(user, at=MOMENT)
    return user


def confer_api(person: Any, *, registrar: Any, at: datetime, show_name: bool = True) -> Any:
    """The award of API to somebody who has credit for four exams and has accepted the code."""
    from tauliah.apps.awards.actions import confer
    from tauliah.apps.awards.models import Award
    from tauliah.apps.record.actions import accept_ethics, matriculate
    from tests.apps.credited import grant_credit

    matriculate(person, "API", actor=person, at=at)
    for exam in ("PUM", "PPM", "PLI", "PIN"):
        grant_credit(person, exam, source="Diploma", reason="Same", actor=registrar, at=at)
    accept_ethics(person, "ethics", version="2024", actor=person, at=at)
    award = confer(person, "API", actor=person, at=at, language="en", show_name=show_name)
    assert isinstance(award, Award), award
    return award
