"""`tauliah keys`: the keys that sign credentials, their yearly change, and what to do when one is lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

import typer

from tauliah.cli.acting import done_or_stop
from tauliah.cli.console import err, is_terminal, now, out, start_django, stop

app = typer.Typer(help="Keep the keys that sign credentials.", no_args_is_help=True)


@app.callback()
def group() -> None:
    """Keep the keys that sign credentials."""


@app.command("list")
def list_keys() -> None:
    """Name every key, since when it signs, and how many credentials bear its signature."""
    start_django()
    from tauliah.apps.awards.issuer import counts_by_key, is_overdue, key_in_use, keys

    at = now()
    key_in_use(at=at)
    counts = counts_by_key()
    for key in keys():
        state = f"retired {key.retired_at:%Y-%m-%d}" if key.retired_at else "signs"
        if key.compromised_at:
            state = f"compromised {key.compromised_at:%Y-%m-%d}: {key.reason}"
        count = counts.get(key.public, 0)
        out.print(f"{key.public}  since {key.since:%Y-%m-%d}  {count:>7}  {state}", markup=False)
        if is_overdue(key, at=at):
            err.print("The key that signs is older than a year: tauliah keys rotate")


@app.command()
def rotate(
    overdue: Annotated[
        bool, typer.Option("--if-overdue", help="only when the key is older than a year")
    ] = False,
) -> None:
    """Make another key, which signs from now on; all that is signed stays valid."""
    start_django()
    from tauliah.apps.awards.issuer import is_overdue, key_files, key_in_use
    from tauliah.apps.awards.issuer import rotate as make_another

    at = now()
    if overdue and not is_overdue(key_in_use(at=at), at=at):
        out.print("The key is not a year old: nothing was changed.")
        return
    key = done_or_stop(make_another(at=at))
    out.print(f"{key.public} signs from now on.", markup=False)
    out.print(f"Keep a copy of the new file in {key_files()}.", markup=False)


@app.command()
def compromised(
    key: Annotated[str, typer.Argument(help="public key, as `tauliah keys list` names it")],
    reason: Annotated[str, typer.Option("--reason", help="what happened; it is kept")] = "",
) -> None:
    """Believe a key no more: sign all it has signed anew, and tell the holders. May be run again."""
    start_django()
    from tauliah.apps.awards.issuer import declare_compromised
    from tauliah.apps.awards.notices import send_notices, unsent_notices
    from tauliah.apps.awards.re_signing import re_sign

    done_or_stop(declare_compromised(key, reason=reason, at=now()))
    out.print(f"{key} is believed no more.", markup=False)
    signed = re_sign(at=now(), progress=_progress("credentials signed anew"))
    out.print(f"{signed} credentials signed anew.")
    sent = send_notices(now=now, progress=_progress("holders told"))
    out.print(f"{sent} holders told by e-mail.")
    if left := unsent_notices():
        stop(
            f"{left} letters wait, because the mail server does not answer or refuses their "
            "addresses: tauliah keys notices"
        )


@app.command()
def notices(
    again: Annotated[
        bool, typer.Option("--again", help="try those that were given up once more")
    ] = False,
) -> None:
    """Send the letters to holders that still wait; `serve` does so each minute.

    Names the letters that were given up because the mail server refused the address six times.
    """
    start_django()
    from tauliah.apps.awards.notices import (
        given_up_notices,
        send_notices,
        try_given_up_again,
        unsent_notices,
    )

    if again:
        out.print(f"{try_given_up_again(at=now())} letters are tried again.")
    out.print(f"{send_notices(now=now)} holders told by e-mail.")
    for candidate, number, moment in given_up_notices():
        out.print(
            f"given up {moment:%Y-%m-%d}: {candidate} was not told about {number}; the address is "
            "refused",
            markup=False,
        )
    if left := unsent_notices():
        stop(
            f"{left} letters wait, because the mail server does not answer or refuses their addresses."
        )


def _progress(what: str) -> Callable[[int, int], None]:
    def tell(done: int, of: int) -> None:
        if is_terminal():
            err.print(f"{done} / {of} {what}", end="\r" if done < of else "\n")
        elif done % 1_000 == 0 and done < of:
            out.print(f"{done} / {of} {what}")

    return tell
