"""What commands on records share: who acts on whom, how days are given, and how an act ends."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

import typer

from tauliah.cli.console import now, out, start_django, stop
from tauliah.core.kernel import LANGUAGES, Refused

if TYPE_CHECKING:
    from tauliah.apps.people.queries import User
    from tauliah.apps.record.models import Proposal

Candidate = Annotated[str, typer.Argument(help="candidate number or e-mail address")]
Designation = Annotated[str, typer.Argument(help="code of the designation")]
Id = Annotated[str, typer.Argument(help="id, as `tauliah record waiting` names it")]
By = Annotated[str, typer.Option("--as", help="e-mail address of the registrar who acts")]
Reason = Annotated[str, typer.Option("--reason", help="why; it is kept in the record")]
OnDay = Annotated[str, typer.Option("--on", help="the day, such as 2026-03-01; today without it")]
InLanguage = Annotated[str, typer.Option("--language", help="en or ms")]


def people(candidate: str, by: str) -> tuple[User, User]:
    registrar = registrar_called(by)
    return candidate_called(candidate), registrar


def registrar_called(by: str) -> User:
    start_django()
    from tauliah.apps.people.queries import is_registrar, person_by_email

    found = person_by_email(by)
    if found is None or not found.is_active or not is_registrar(found):
        stop(f"--as {by}: no registrar has this e-mail address")
    return found


def candidate_called(called: str) -> User:
    from tauliah.apps.people.queries import candidate, person_called

    found = person_called(called)
    if found is None or candidate(found.pk) is None:
        stop(f"{called}: no candidate has this number or e-mail address")
    return found


def stop_where_not_whole(person: User) -> None:
    from tauliah.apps.record.queries import faults_of

    if faults_of(person):
        stop(f"{person.candidate_number}: the record is not whole; see `tauliah record verify`")


def tell_proposed(made: Proposal | Refused) -> None:
    proposal = done_or_stop(made)
    out.print(f"Proposed: {proposal.pk}", markup=False)
    out.print("A second registrar approves it: tauliah record approve ID --as EMAIL")


def tell_recorded(made: Any) -> None:
    out.print(f"Recorded: entry {done_or_stop(made).number}.", markup=False)


def done_or_stop(outcome: Any) -> Any:
    """What an act gave; a refusal ends the command with its sentence."""
    if isinstance(outcome, Refused):
        stop(outcome.message.en)
    return outcome


def day(text: str, option: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        stop(f"{option} {text}: expected a day such as 2026-03-01", code=2)


def day_or_today(text: str) -> date:
    from tauliah.apps.catalogue.queries import local_day

    return day(text, "--on") if text else local_day(now())


def id_of(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        stop(f"{text}: expected an id as `tauliah record waiting` names it", code=2)


def language_of(language: str) -> str:
    if language not in LANGUAGES:
        stop("--language: expected en or ms", code=2)
    return language


def said(en: str, ms: str, language: str) -> str:
    return en if language == "en" else ms
