"""A published programme, a bank officer, and a way to make a run at once."""

from __future__ import annotations

from typing import Any

import pytest

from tests.services import examhall
from tests.services.scored_sittings import AT


@pytest.fixture
def officer(db: None) -> Any:
    """A bank officer in a house whose programme is published."""
    examhall.publish()
    return examhall.account("Azman", role="bank-officer")


@pytest.fixture
def made(officer: Any) -> Any:
    """Asks for an analysis, makes it, and gives the run."""
    from tauliah.apps.analyses.actions import order_run
    from tauliah.apps.analyses.asking import Asked, asked
    from tauliah.apps.analyses.making import make_run
    from tauliah.apps.analyses.queries import run_of

    def make(kind: str, *, window: str = "", course: str = "PUM", **settings: Any) -> Any:
        wanted = asked(kind, course, window, settings=settings)
        assert isinstance(wanted, Asked), wanted
        id = order_run(officer, wanted, at=AT)
        make_run(id, clock=lambda: AT)
        return run_of(id, at=AT)

    return make
