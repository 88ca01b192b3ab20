"""`tauliah credential`: check a credential file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tauliah.cli.console import err, now, out, start_django, stop

app = typer.Typer(help="Check credentials.", no_args_is_help=True)

_SIGNS = {"passed": "✓", "failed": "✗", "not-checked": "–"}


@app.callback()
def group() -> None:
    """Check credentials."""


@app.command()
def verify(
    file: Annotated[Path, typer.Argument(help="credential as JSON, or a badge as PNG or SVG")],
    language: Annotated[str, typer.Option(help="en or ms")] = "en",
) -> None:
    """Check signature, issuer, expiry and revocation; exit 0 when valid, else 1 with the reason."""
    if language not in ("en", "ms"):
        stop("--language: expected en or ms", code=2)
    if not file.is_file():
        stop(f"{file}: no such file", code=2)
    start_django()
    from django.core.exceptions import ImproperlyConfigured
    from django.db import DatabaseError

    from tauliah.apps.awards.queries import verify_credential, verify_foreign_credential

    data = file.read_bytes()
    try:
        answer = verify_credential(data, at=now())
    except (ImproperlyConfigured, DatabaseError):
        # no house is set up here: its own credentials are unknown, others can be checked
        answer = verify_foreign_credential(data, at=now())
    for check in answer.checks:
        sign = _SIGNS[check.outcome.value]
        out.print(f"{sign} {check.name.value}: {check.message.in_language(language)}", markup=False)
    if not answer.valid:
        verdict = {"en": "The credential is not valid.", "ms": "Kredensial ini tidak sah."}
        err.print(verdict[language])
        raise typer.Exit(1)
    out.print({"en": "The credential is valid.", "ms": "Kredensial ini sah."}[language])
