"""`tauliah credential`: check a credential file, and write credentials in other forms."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Annotated

import typer

from tauliah.cli.acting import Candidate, candidate_called, done_or_stop, language_of, said
from tauliah.cli.console import err, is_terminal, now, out, start_django, stop
from tauliah.core.credentials.reading import MOST_BYTES

app = typer.Typer(help="Check credentials and write them in other forms.", no_args_is_help=True)

Out = Annotated[Path | None, typer.Option("--out", help="a new file; the screen without it")]

_SIGNS = {"passed": "✓", "failed": "✗", "not-checked": "–"}


@app.callback()
def group() -> None:
    """Check credentials and write them in other forms."""


@app.command()
def verify(
    file: Annotated[
        Path,
        typer.Argument(
            help="credential as JSON or token, a badge as PNG or SVG, or a certificate as PDF"
        ),
    ],
    language: Annotated[str, typer.Option(help="en or ms")] = "en",
) -> None:
    """Check signature, issuer, expiry and revocation; exit 0 when valid, else 1 with the reason."""
    if language not in ("en", "ms"):
        stop("--language: expected en or ms", code=2)
    if not file.is_file():
        stop(f"{file}: no such file", code=2)
    if (size := file.stat().st_size) > MOST_BYTES:
        stop(
            said(
                f"{file}: {size:,} bytes; a credential has at most {MOST_BYTES:,}. It was not opened.",
                f"{file}: {size:,} bait; kredensial paling banyak {MOST_BYTES:,}. Fail ini tidak dibuka.",
                language,
            )
        )
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


@app.command("check-code")
def check_code(
    text: Annotated[str, typer.Argument(help="what a phone reads in the code on a certificate")],
    name: Annotated[str, typer.Option(help="the name on the certificate, to be compared")] = "",
    language: Annotated[str, typer.Option(help="en or ms")] = "en",
) -> None:
    """Check the code on a certificate; exit 0 when it holds and is of that name, else 1."""
    spoken = language_of(language)
    start_django()
    from tauliah.apps.awards.queries import check_code

    checked = check_code(text, at=now())
    for check in checked.answer.checks:
        sign = _SIGNS[check.outcome.value]
        out.print(f"{sign} {check.name.value}: {check.message.in_language(spoken)}", markup=False)
    facts = checked.facts
    if facts is not None:
        told = (facts.number, facts.letters, facts.conferred_on.isoformat(), facts.name)
        out.print("  ".join(one for one in told if one), markup=False)
    if facts is not None and name and not facts.is_of(name):
        stop(said("The code was made for another name.", "Kod ini dibuat untuk nama lain.", spoken))
    if not checked.answer.valid:
        raise typer.Exit(1)


@app.command()
def issue(
    number: Annotated[str, typer.Argument(help="number of the award, such as API-2026-000123")],
    form: Annotated[str, typer.Option(help="json, as it was signed, or jwt, a token")] = "json",
    file: Out = None,
) -> None:
    """Write the credential of an award: as it was signed when it was conferred, or as a token."""
    if form not in ("json", "jwt"):
        stop("--form: expected json or jwt", code=2)
    start_django()
    from tauliah.apps.awards.issuing import signed_token
    from tauliah.apps.awards.queries import award

    found = award(number)
    if found is None:
        stop(f"{number}: no award has this number")
    if not found.credential:
        stop(f"{number}: the holder was erased, and the credential with them; the award stands")
    text = found.credential
    if form == "jwt":
        text = signed_token(found.credential, at=found.conferred_at) + "\n"
    _write(text, file)


@app.command()
def transcript(
    candidate: Candidate,
    language: Annotated[str, typer.Option(help="en or ms")] = "en",
    with_name: Annotated[bool, typer.Option(help="say the name, by the person's choice")] = False,
    with_scores: Annotated[bool, typer.Option(help="say the scores, by that choice")] = False,
    file: Out = None,
) -> None:
    """Write the transcript of a candidate as a signed Comprehensive Learner Record."""
    if language not in ("en", "ms"):
        stop("--language: expected en or ms", code=2)
    start_django()
    from tauliah.apps.awards.documents.records import record_credential

    made = record_credential(
        candidate_called(candidate),
        language,
        at=now(),
        says_name=with_name,
        says_scores=with_scores,
    )
    _write(done_or_stop(made), file)


def _write(text: str, file: Path | None) -> None:
    if file is None:
        typer.echo(text, nl=False)
        return
    try:
        with file.open("x", encoding="utf-8") as target:
            target.write(text)
    except FileExistsError:
        stop(f"{file}: exists; name a new file", code=2)
    except OSError as error:
        stop(str(error), code=2)
    out.print(f"Written: {file}", markup=False)


@app.command("offline-page")
def offline(file: Out = None) -> None:
    """Write the page that checks credentials in a browser without a network, with today's keys."""
    start_django()
    from tauliah.apps.catalogue.queries import programme
    from tauliah.web.offline_page import offline_page

    _write(offline_page(body=programme().about.body.name, at=now()), file)


@app.command("check-list")
def check_list(
    file: Annotated[Path, typer.Argument(help="staff list as CSV or XLSX")],
    answers: Annotated[
        Path | None, typer.Option("--out", help="write all answers to this .csv or .xlsx file")
    ] = None,
    language: Annotated[str, typer.Option(help="en or ms")] = "en",
) -> None:
    """Check numbers and names of a staff list; exit 0 when all are confirmed, else 1 with each reason."""
    if language not in ("en", "ms"):
        stop("--language: expected en or ms", code=2)
    kind = answers.suffix.lower() if answers else ""
    if kind not in ("", ".csv", ".xlsx"):
        stop(f"--out {answers}: expected a name that ends in .csv or .xlsx", code=2)
    if not file.is_file():
        stop(f"{file}: no such file", code=2)
    start_django()
    from tauliah.apps.awards.staff_checks import Tally, answers_to
    from tauliah.core.staff_lists import (
        RESULTS,
        Answer,
        ListFault,
        Result,
        StaffList,
        cells_of,
        csv_portions,
        headings,
        open_staff_list,
        xlsx_portions,
    )

    tally = Tally()

    def told(staff: StaffList, people: int) -> Iterator[Answer]:
        for answer in answers_to(staff.lines()):
            tally.add(answer)
            if is_terminal() and (tally.lines % 1_000 == 0 or tally.lines == people):
                err.print(f"{tally.lines} / {people}", end="\r")
            yield answer

    with file.open("rb") as stream, tempfile.TemporaryFile() as scratch:
        try:
            staff = open_staff_list(stream, scratch)
            found = told(staff, staff.count())
        except ListFault as fault:
            stop(f"{file}: {fault.refused.message.in_language(language)}")
        if answers is None:
            for answer in (one for one in found if one.result is not Result.CONFIRMED):
                reason = answer.reason.in_language(language)
                out.print(f"{answer.line.row}: {answer.line.number}: {reason}", markup=False)
        else:
            rows = chain([headings(language)], (cells_of(one, language) for one in found))
            write = xlsx_portions if kind == ".xlsx" else csv_portions
            with answers.open("wb") as written:
                written.writelines(write(rows))
    for result in Result:
        title = RESULTS[result].in_language(language)
        out.print(f"{title}: {tally.results[result]}", markup=False)
    if tally.results[Result.CONFIRMED] < tally.lines:
        raise typer.Exit(1)
