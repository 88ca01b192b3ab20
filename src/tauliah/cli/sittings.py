"""`tauliah sitting`: what has to happen to sittings by itself."""

from __future__ import annotations

import threading

import typer

from tauliah.cli.console import err, now, out, start_django

app = typer.Typer(help="Look after sittings.", no_args_is_help=True)

SECONDS_BETWEEN_LOOKS = 60


@app.callback()
def group() -> None:
    """Look after sittings."""


@app.command("close-overdue")
def close_overdue() -> None:
    """Submit and score every attempt whose time has ended; `serve` does it each minute."""
    start_django()
    from tauliah.apps.results.actions import close_overdue_attempts

    out.print(f"{close_overdue_attempts(at=now())} attempts closed.")


def close_overdue_each_minute(stopped: threading.Event) -> threading.Thread:
    """Close overdue attempts beside a running server until it stops.

    A candidate who never comes back is scored all the same.
    """

    def look() -> None:
        from django.db import DatabaseError, close_old_connections

        from tauliah.apps.results.actions import close_overdue_attempts

        while not stopped.wait(SECONDS_BETWEEN_LOOKS):
            close_old_connections()
            try:
                close_overdue_attempts(at=now())
            except DatabaseError as error:
                # the next look tries again; the server itself must go on
                err.print(f"Overdue attempts could not be closed: {error}", markup=False)

    thread = threading.Thread(target=look, name="close-overdue", daemon=True)
    thread.start()
    return thread
