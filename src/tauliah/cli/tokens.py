"""`tauliah tokens`: what programs show to act in somebody's name."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

import typer

from tauliah.cli.acting import done_or_stop
from tauliah.cli.console import now, out, start_django, stop

app = typer.Typer(help="Make and revoke tokens of programs.", no_args_is_help=True)


@app.callback()
def group() -> None:
    """Make and revoke tokens of programs."""


@app.command()
def make(
    email: Annotated[str, typer.Argument(help="e-mail address of whom the program acts for")],
    name: Annotated[str, typer.Option("--name", help="the program that is to have it")],
    permission: Annotated[
        list[str], typer.Option("--permission", help="what it may do; may be given several times")
    ],
    days: Annotated[int, typer.Option("--days", help="for how long it is good, at most 366")] = 90,
) -> None:
    """Make a token and show it, this once."""
    start_django()
    from tauliah.apps.access.actions import make_token
    from tauliah.apps.people.queries import person_by_email

    person = person_by_email(email)
    if person is None:
        stop(f"{email}: no account has this e-mail address")
    made = make_token(person, name=name, permissions=permission, days=days, at=now())
    token, text = done_or_stop(made)
    out.print(text, markup=False)
    out.print(
        f"Good until {token.expires_at:%Y-%m-%d} for: {', '.join(token.permissions)}. "
        "It is shown only now: give it to the program, and to nobody else.",
        markup=False,
    )


@app.command("list")
def list_tokens() -> None:
    """Name every token: its id, how it begins, whose it is, and until when it is good."""
    start_django()
    from tauliah.apps.access.queries import tokens

    at = now()
    for one in tokens():
        state = f"good until {one.expires_at:%Y-%m-%d}"
        if one.revoked_at is not None:
            state = f"revoked {one.revoked_at:%Y-%m-%d}"
        elif one.expires_at <= at:
            state = f"ended {one.expires_at:%Y-%m-%d}"
        out.print(
            f"{one.pk}  {one.beginning}...  {state}  {one.person.email}  {one.name}: "
            f"{', '.join(one.permissions)}",
            markup=False,
        )


@app.command()
def revoke(
    token: Annotated[str, typer.Argument(help="its id, as `tauliah tokens list` names it")],
) -> None:
    """End a token at once."""
    start_django()
    from tauliah.apps.access.actions import revoke_token

    try:
        id = UUID(token)
    except ValueError:
        stop(f"{token}: expected an id as `tauliah tokens list` names it", code=2)
    done_or_stop(revoke_token(id, at=now()))
    out.print(f"{token} is good no more.", markup=False)
