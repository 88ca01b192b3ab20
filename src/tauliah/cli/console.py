"""Where commands print, and how they start Django."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from typing import NoReturn

import typer
from rich.console import Console

from tauliah.config.environment import environment, read_environment

out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)


def start_django() -> None:
    """Set Django up; a wrong setting ends the command with each one named."""
    _, wrong = read_environment(environment())
    if wrong:
        for line in wrong:
            err.print(line, markup=False)
        raise typer.Exit(2)
    import django

    django.setup()


def stop(message: str, *, code: int = 1) -> NoReturn:
    """End the command with one clear line."""
    err.print(message, markup=False)
    raise typer.Exit(code)


def now() -> datetime:
    """The moment, read once per act at the edge of the house."""
    return datetime.now(tz=UTC)


def is_terminal() -> bool:
    """Whether a person watches."""
    return sys.stdout.isatty()
