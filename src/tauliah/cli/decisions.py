"""`tauliah record audit` and `letter`: what a record amounts to, and why."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from tauliah.cli.acting import (
    Candidate,
    Designation,
    InLanguage,
    OnDay,
    candidate_called,
    day_or_today,
    language_of,
    said,
    stop_where_not_whole,
)
from tauliah.cli.console import now, out, start_django, stop
from tauliah.core.kernel import spoken_day

if TYPE_CHECKING:
    from tauliah.apps.people.queries import User
    from tauliah.core.audit import Finding, Letter


def audit(candidate: Candidate, language: InLanguage = "en") -> None:
    """Print what counts for a candidate and what is missing, for every designation."""
    start_django()
    chosen, person = language_of(language), candidate_called(candidate)
    from tauliah.apps.record.queries import in_order, joint_audit, unknown_entries_of
    from tauliah.core.audit import credit_accounts

    stop_where_not_whole(person)
    joint = joint_audit(person, at=now())
    for one in in_order(joint.audits):
        out.print(f"{one.designation.letters}: {one.sentence.in_language(chosen)}", markup=False)
        for line in _finding_lines(one.finding, chosen, depth=1):
            out.print(line, markup=False)
        if one.held and one.continuing.state != "not-asked":
            out.print(f"  {one.continuing.sentence.in_language(chosen)}", markup=False)
    accounts = credit_accounts(joint)
    if accounts:
        heading = said("What each credit counts for", "Kegunaan setiap kredit", chosen)
        out.print(f"{heading}:", markup=False)
    for account in accounts:
        for sentence in account.sentences:
            out.print(f"  {sentence.in_language(chosen)}", markup=False)
    for entry in unknown_entries_of(person):
        out.print(entry.sentence.in_language(chosen), markup=False)


def letter(
    candidate: Candidate,
    designation: Designation,
    on: OnDay = "",
    language: InLanguage = "en",
) -> None:
    """Print the decision on a designation as a letter to the candidate."""
    start_django()
    chosen, person = language_of(language), candidate_called(candidate)
    from tauliah.apps.catalogue.queries import local_day, programme
    from tauliah.apps.record.queries import letter_of

    stop_where_not_whole(person)
    at, as_of = now(), day_or_today(on)
    if as_of > local_day(at):
        stop("--on: a letter is about a day that has come", code=2)
    try:
        found = letter_of(person, designation.upper(), on=as_of, at=at)
    except KeyError:
        found = None
    if found is None:
        stop(f"{designation}: no designation with rules in force on {as_of.isoformat()}")
    body = programme().about.body.name.in_language(chosen)
    for line in _letter_lines(found, person, body, chosen):
        out.print(line, markup=False)


def _letter_lines(found: Letter, person: User, body: str, language: str) -> Iterator[str]:
    yield body
    yield spoken_day(found.on).in_language(language)
    yield ""
    yield person.full_name
    yield said("Candidate ", "Calon ", language) + person.candidate_number
    yield ""
    yield found.subject.in_language(language)
    yield ""
    yield said(f"Dear {person.full_name},", f"{person.full_name} yang dihormati,", language)
    yield ""
    yield " ".join(sentence.in_language(language) for sentence in found.opening)
    for part in found.parts:
        yield ""
        yield part.heading.in_language(language)
        for sentence in part.sentences:
            yield f"- {sentence.in_language(language)}"
    yield ""
    for sentence in found.closing:
        yield sentence.in_language(language)
    yield ""
    yield said("The registrar", "Pendaftar", language)
    yield body


def _finding_lines(finding: Finding, language: str, *, depth: int) -> Iterator[str]:
    sign = "+" if finding.met else "-"
    yield f"{'  ' * depth}{sign} {finding.sentence.in_language(language)}"
    for part in finding.parts:
        yield from _finding_lines(part, language, depth=depth + 1)
