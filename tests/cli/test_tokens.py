"""`tauliah tokens`, as whoever runs the installation uses it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.mark.slow
def test_a_token_is_shown_once_listed_by_its_beginning_and_revoked(
    tauliah: Run, house: Path
) -> None:
    tauliah("init")
    _open_account(house, "svc@example.org")

    made = tauliah(
        "tokens", "make", "svc@example.org", "--name", "LMS", "--permission",
        "awards:award:revoke", "--days", "30",
    )  # fmt: skip
    text = made.stdout.splitlines()[0]
    listed = tauliah("tokens", "list").stdout
    revoked = tauliah("tokens", "revoke", listed.split()[0])
    after = tauliah("tokens", "list").stdout

    assert made.returncode == 0, made.stderr
    assert text.startswith("tau_")
    assert "It is shown only now" in made.stdout
    assert text not in listed
    assert listed.split()[1] == f"{text[:10]}..."
    assert "svc@example.org  LMS: awards:award:revoke" in listed
    assert revoked.returncode == 0, revoked.stderr
    assert "  revoked " in after


@pytest.mark.slow
def test_a_token_for_nobody_or_for_nothing_is_refused_with_the_reason(tauliah: Run) -> None:
    tauliah("init")

    nobody = tauliah("tokens", "make", "x@example.org", "--name", "LMS", "--permission", "a:b:c")
    unfit = tauliah("tokens", "revoke", "x")
    unknown = tauliah("tokens", "revoke", "01890000-0000-7000-8000-000000000000")

    assert (nobody.returncode, unfit.returncode, unknown.returncode) == (1, 2, 1)
    assert "no account has this e-mail address" in nobody.stderr
    assert "`tauliah tokens list` names them" in unknown.stderr


@pytest.mark.slow
def test_a_trial_issuer_open_to_all_is_refused_in_production(tauliah: Run) -> None:
    done = tauliah("check", TAULIAH_TRIAL_ISSUER="open", TAULIAH_MODE="production")
    unknown = tauliah("check", TAULIAH_TRIAL_ISSUER="perhaps")

    assert "TAULIAH_TRIAL_ISSUER: open is for machines that nobody else reaches" in done.stderr
    assert "TAULIAH_TRIAL_ISSUER: expected off, tokens or open" in unknown.stderr


def _open_account(house: Path, email: str) -> None:
    # a new account is asked for its password on the standard input
    surroundings = {
        name: value for name, value in os.environ.items() if not name.startswith("TAULIAH_")
    }
    surroundings.pop("DJANGO_SETTINGS_MODULE", None)
    subprocess.run(
        [sys.executable, "-m", "tauliah.cli", "account", email, "--name", "LMS"],
        env=surroundings | {"TAULIAH_DATA": str(house)},
        input="a long sentence that nobody guesses\n",
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
