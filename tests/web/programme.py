"""The programme that ships, published, and accounts to look at it with."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import patch

FOLDER = Path(__file__).parents[2] / "programmes" / "personal-insurance"
MOMENT = datetime(2026, 3, 3, 2, 0, tzinfo=UTC)
PASSWORD = "a long sentence that nobody guesses"


def publish_the_programme() -> Any:
    from tauliah.apps.catalogue import actions
    from tauliah.apps.people.permissions import SYSTEM

    # Reading the programme takes seconds and gives the same each time, so it is read once
    with patch.object(actions, "load_tried_programme", _read_once):
        release = actions.publish(_files(), actor=SYSTEM, at=MOMENT)
    assert isinstance(release, actions.Published), release
    return release


@cache
def _files() -> Mapping[str, bytes]:
    return {
        file.relative_to(FOLDER).as_posix(): file.read_bytes()
        for file in FOLDER.rglob("*")
        if file.is_file()
    }


@cache
def _loaded() -> Any:
    from tauliah.core.programme import load_programme

    return load_programme(_files())


def _read_once(_files: Mapping[str, bytes]) -> Any:
    return _loaded()


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
