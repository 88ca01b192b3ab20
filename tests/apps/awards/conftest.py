"""A house with a signing key, and Aisyah, who meets every requirement of API."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from tauliah.apps.awards.models import Award
    from tauliah.apps.people.queries import User

Meet = Callable[..., None]
Confer = Callable[..., "Award"]


@pytest.fixture(autouse=True)
def signing_key(settings: Any, tmp_path: Path) -> Path:
    """The key file of a house of its own, in a data folder of its own."""
    from tauliah.apps.awards.keys import make_signing_key

    settings.DATA = tmp_path
    settings.SIGNING_KEY_FILE = tmp_path / "signing.key"
    make_signing_key(settings.SIGNING_KEY_FILE)
    return tmp_path / "signing.key"


@pytest.fixture
def meet_api(farid: User, moment: datetime) -> Meet:
    """Lets a person meet all that API asks for: an exam by credit, and the code of ethics."""
    from tauliah.apps.record.actions import accept_ethics, matriculate
    from tauliah.core.kernel import Refused
    from tests.apps.credited import grant_credit

    def meet(person: User) -> None:
        done = (
            matriculate(person, "API", actor=person, at=moment),
            grant_credit(
                person, "PIN", source="Diploma", reason="Same outcomes", actor=farid, at=moment
            ),
            accept_ethics(person, "ethics", version="2026", actor=person, at=moment),
        )
        assert not any(isinstance(outcome, Refused) for outcome in done), done

    return meet


@pytest.fixture
def conferred(meet_api: Meet, moment: datetime) -> Confer:
    """Confers API on a person; `at` and `show_name` may be given."""
    from tauliah.apps.awards.actions import confer
    from tauliah.core.kernel import Refused

    def confer_api(
        person: User, *, show_name: bool = True, language: str = "en", at: datetime = moment
    ) -> Award:
        meet_api(person)
        award = confer(person, "API", actor=person, at=at, language=language, show_name=show_name)
        assert not isinstance(award, Refused), award
        return award

    return confer_api


@pytest.fixture
def award(conferred: Confer, aisyah: User) -> Award:
    """Aisyah's award of API, with her name public."""
    return conferred(aisyah)
