"""The programme that ships, published, and accounts to look at it with."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parents[2] / "programmes" / "personal-insurance"
MOMENT = datetime(2026, 3, 3, 2, 0, tzinfo=UTC)
PASSWORD = "a long sentence that nobody guesses"


def publish_the_programme() -> Any:
    from tauliah.apps.catalogue.actions import Published, publish
    from tauliah.apps.people.permissions import SYSTEM

    files = {
        file.relative_to(FOLDER).as_posix(): file.read_bytes()
        for file in FOLDER.rglob("*")
        if file.is_file()
    }
    release = publish(files, actor=SYSTEM, at=MOMENT)
    assert isinstance(release, Published), release
    return release


def open_account(name: str, *, role: str, language: str = "en") -> Any:
    from tauliah.apps.people.actions import confirm_email, create_account

    user = create_account(
        email=f"{name.split()[0].lower()}@example.com",
        full_name=name,
        language=language,
        password=PASSWORD,
        role=role,
        at=MOMENT,
    )
    confirm_email(user, at=MOMENT)
    return user
