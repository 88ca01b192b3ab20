"""`tauliah record-store`: how the exchange with the record store stands, and what to do about it."""

from __future__ import annotations

import typer

from tauliah.cli.console import now, out, start_django, stop

app = typer.Typer(
    help="Look after the statements for a learning record store (xAPI).", no_args_is_help=True
)


@app.callback()
def group() -> None:
    """Look after the statements for a learning record store (xAPI)."""


@app.command()
def health() -> None:
    """Tell what was sent, what waits and what was given up; exit 1 when that asks for you."""
    start_django()
    from tauliah.apps.experience.queries import store_health

    found = store_health()
    if found is None:
        stop("No record store is configured: TAULIAH_RECORD_STORE is empty.", code=2)
    counts = found.counts
    out.print(f"{found.address}: {found.people} people agreed.", markup=False)
    out.print(f"{counts.sent} sent, {counts.waiting} waiting, {counts.given_up} given up.")
    if found.oldest:
        out.print(f"The oldest that waits was made at {found.oldest:%Y-%m-%d %H:%M} UTC.")
    if found.answered_at:
        out.print(f"The store last took statements at {found.answered_at:%Y-%m-%d %H:%M} UTC.")
    if found.failures:
        out.print(f"It failed {found.failures} times in a row: {found.trouble}", markup=False)
    if found.next_try_at:
        out.print(f"It is tried again at {found.next_try_at:%Y-%m-%d %H:%M} UTC.")
    for reason, number in found.reasons:
        out.print(f"{number} given up: {reason}", markup=False)
    if not found.is_well:
        raise typer.Exit(1)


@app.command()
def send() -> None:
    """Make the statements that are due and send what waits; `serve` does it each minute."""
    start_django()
    from tauliah.apps.experience.queries import store_health
    from tauliah.apps.experience.sending import look_after_statements

    if store_health() is None:
        stop("No record store is configured: TAULIAH_RECORD_STORE is empty.", code=2)
    out.print(f"{look_after_statements(now=now)} statements sent.")


@app.command()
def again() -> None:
    """Let what was given up, and a store that failed, be tried at once; after you mended the cause."""
    start_django()
    from tauliah.apps.experience.sending import try_again

    out.print(f"{try_again(at=now())} statements wait again.")
