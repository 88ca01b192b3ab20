"""`tauliah record`: what takes two registrars, and what candidates have applied for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Annotated

import typer

from tauliah.cli import decisions, recording
from tauliah.cli.acting import (
    By,
    Candidate,
    Id,
    InLanguage,
    Reason,
    day,
    done_or_stop,
    id_of,
    language_of,
    people,
    registrar_called,
    said,
    tell_proposed,
)
from tauliah.cli.console import now, out, start_django, stop
from tauliah.core.kernel import LocalText

if TYPE_CHECKING:
    from tauliah.apps.record.models import Proposal
    from tauliah.core.audit import Consequence

Exam = Annotated[str, typer.Argument(help="code of the exam")]

exemption = typer.Typer(
    help="Exempt candidates from exams, by two registrars.", no_args_is_help=True
)


@exemption.command("propose")
def propose_an_exemption(
    candidate: Candidate,
    exam: Exam,
    *,
    by: By,
    what: Annotated[str, typer.Option("--what", help="what the evidence is")],
    issued_by: Annotated[str, typer.Option("--issued-by", help="who issued it")],
    issued_on: Annotated[str, typer.Option("--issued-on", help="when, such as 2021-06-15")],
    reason: Reason,
    kind: Annotated[
        str, typer.Option("--kind", help="degree, designation, assessment, licence or other")
    ] = "degree",
    expires: Annotated[str, typer.Option("--expires", help="last day on which it counts")] = "",
    application: Annotated[str, typer.Option(help="id of the application that it answers")] = "",
) -> None:
    """Propose an exemption; a second registrar approves it."""
    person, registrar = people(candidate, by)
    from tauliah.apps.record.facts import Evidence
    from tauliah.apps.record.proposing import propose_exemption

    evidence = Evidence(
        kind,  # type: ignore[arg-type] # refused where it is none
        what,
        issued_by,
        day(issued_on, "--issued-on"),
        day(expires, "--expires") if expires else None,
    )
    made = propose_exemption(
        person,
        exam.upper(),
        evidence=evidence,
        reason=reason,
        actor=registrar,
        at=now(),
        application=id_of(application) if application else None,
    )
    tell_proposed(made)


@exemption.command("approve")
def approve_an_exemption(id: Id, by: By) -> None:
    """Approve what another registrar has proposed."""
    approve(id, by)


@exemption.command("decline")
def decline_an_exemption(id: Id, by: By, reason: Reason) -> None:
    """Decline what another registrar has proposed."""
    decline(id, by, reason)


@exemption.command("waiting")
def exemptions_waiting(language: InLanguage = "en") -> None:
    """List the exemptions that wait for a second person."""
    start_django()
    from tauliah.apps.record.waiting import all_proposals_waiting
    from tauliah.core.kernel import EntryKind

    chosen = language_of(language)
    for told in all_proposals_waiting():
        if told.proposal.kind == EntryKind.EXEMPTION_GRANTED:
            _print_waiting(told.proposal, told.sentence.in_language(chosen))


def credit(
    candidate: Candidate,
    exam: Annotated[str, typer.Argument(help="code of an exam or of another body's course")],
    *,
    by: By,
    source: Annotated[str, typer.Option("--source", help="what was earned, and where")],
    reason: Reason,
    earned_on: Annotated[str, typer.Option("--earned-on", help="when it was earned")] = "",
) -> None:
    """Propose credit for what was earned elsewhere; a second registrar approves it."""
    person, registrar = people(candidate, by)
    from tauliah.apps.record.proposing import propose_credit

    made = propose_credit(
        person,
        exam.upper(),
        source=source,
        earned_on=day(earned_on, "--earned-on") if earned_on else None,
        reason=reason,
        actor=registrar,
        at=now(),
    )
    tell_proposed(made)


def approve(id: Id, by: By) -> None:
    """Approve a proposal of another registrar: its entry is made, under both names."""
    registrar = registrar_called(by)
    from tauliah.apps.record.proposing import approve as approve_proposal

    entry = done_or_stop(approve_proposal(id_of(id), actor=registrar, at=now()))
    out.print(f"Approved: entry {entry.number} stands in the record.", markup=False)


def decline(id: Id, by: By, reason: Reason) -> None:
    """Decline a proposal or an application, with a reason; nothing enters the record."""
    registrar = registrar_called(by)
    from tauliah.apps.record.applications import decline_application
    from tauliah.apps.record.proposing import decline as decline_proposal
    from tauliah.apps.record.waiting import application_told

    wanted = id_of(id)
    act = decline_application if application_told(wanted) else decline_proposal
    done_or_stop(act(wanted, reason=reason, actor=registrar, at=now()))
    out.print("Declined; nothing entered the record.")


def confirm(id: Id, by: By) -> None:
    """Confirm hours or work that a candidate has declared."""
    registrar = registrar_called(by)
    from tauliah.apps.record.applications import confirm_application

    entry = done_or_stop(confirm_application(id_of(id), actor=registrar, at=now()))
    out.print(f"Confirmed: entry {entry.number} stands in the record.", markup=False)


def waiting(language: InLanguage = "en") -> None:
    """List what waits for a second person, and what candidates have applied for."""
    start_django()
    from tauliah.apps.record.waiting import all_proposals_waiting, applications_waiting

    chosen = language_of(language)
    proposals, applications = all_proposals_waiting(), applications_waiting()
    for told in proposals:
        _print_waiting(told.proposal, told.sentence.in_language(chosen))
    for asked in applications:
        one = asked.application
        words = f"{asked.kind.in_language(chosen)}: {asked.sentence.in_language(chosen)}"
        out.print(f"{one.pk}  {one.person.candidate_number}  {words}", markup=False)
    if not proposals and not applications:
        out.print(said("Nothing waits.", "Tiada apa-apa yang menunggu.", chosen))


def correct(
    candidate: Candidate,
    number: Annotated[int, typer.Argument(help="number of the entry")],
    *,
    by: By,
    reason: Reason,
    fact: Annotated[
        list[str] | None, typer.Option("--fact", help="NAME=VALUE that it should say; repeat it")
    ] = None,
    withdraw: Annotated[
        bool, typer.Option("--withdraw", help="let the entry count for nothing")
    ] = False,
    propose: Annotated[
        bool, typer.Option("--propose", help="propose it; without this it is only shown")
    ] = False,
    language: InLanguage = "en",
) -> None:
    """Show what a correction of an entry would change, and propose it with --propose."""
    person, registrar = people(candidate, by)
    from tauliah.apps.catalogue.queries import local_day, programme
    from tauliah.apps.record.correcting import (
        correction_refusal,
        effect_of_entry,
        entry_as_it_was,
        facts_now,
        kind_refusal,
        told_with,
    )
    from tauliah.apps.record.facts import rewritten
    from tauliah.apps.record.proposing import propose_correction
    from tauliah.apps.record.queries import entries_of
    from tauliah.core.kernel import EntryKind

    chosen, chain, at = language_of(language), entries_of(person), now()
    if withdraw is bool(fact):
        stop("say what it should read with --fact, or --withdraw", code=2)
    before = facts_now(chain, number)
    done_or_stop(kind_refusal(chain, number))
    entry = entry_as_it_was(chain, number)
    assert entry is not None  # noqa: S101 - refused above where there is none
    # a withdrawn entry can be put back: it begins with what it said at first
    begins = before if before is not None else entry.facts
    facts = None if withdraw else done_or_stop(rewritten(entry.kind, begins, _changes(fact or [])))
    done_or_stop(correction_refusal(programme(), chain, number, facts=facts, today=local_day(at)))
    nothing = LocalText(en="nothing", ms="tiada apa-apa")
    was, reads = told_with(chain, number, before), told_with(chain, number, facts)
    out.print(said("Now: ", "Kini: ", chosen) + (was or nothing).in_language(chosen), markup=False)
    out.print(
        said("Then: ", "Kemudian: ", chosen) + (reads or nothing).in_language(chosen), markup=False
    )
    effect = effect_of_entry(
        person, EntryKind.CORRECTED, {"supersedes": number, "with": facts}, at=at
    )
    for line in _effect_lines(effect, chosen):
        out.print(line, markup=False)
    if not propose:
        out.print(
            said(
                "Nothing is proposed yet: add --propose.",
                "Belum ada cadangan dibuat: tambah --propose.",
                chosen,
            )
        )
        return
    tell_proposed(
        propose_correction(person, number, facts=facts, reason=reason, actor=registrar, at=at)
    )


def _effect_lines(effect: tuple[Consequence, ...], language: str) -> Iterator[str]:
    if not effect:
        yield said("No audit changes by it.", "Tiada audit berubah kerananya.", language)
    for one in effect:
        for sentence in one.sentences:
            yield f"{one.letters}: {sentence.in_language(language)}"


def _changes(given: list[str]) -> dict[str, str]:
    changes = {}
    for one in given:
        name, sign, value = one.partition("=")
        if not sign:
            stop(f"--fact {one}: expected NAME=VALUE", code=2)
        changes[name] = value
    return changes


def _print_waiting(proposal: Proposal, sentence: str) -> None:
    number, by = proposal.person.candidate_number, proposal.proposed_by.full_name
    out.print(f"{proposal.pk}  {number}  {sentence} ({by})", markup=False)


def add_to(app: typer.Typer) -> None:
    """Put these commands under `tauliah record`."""
    app.add_typer(exemption, name="exemption")
    commands: dict[str, Callable[..., None]] = {
        "credit": credit,
        "approve": approve,
        "decline": decline,
        "confirm": confirm,
        "waiting": waiting,
        "experience": recording.experience,
        "education": recording.education,
        "course": recording.course,
        "class": recording.attended,
        "retire": recording.retire,
        "resume": recording.resume,
        "joined": recording.joined,
        "left": recording.left,
        "correct": correct,
        "audit": decisions.audit,
        "letter": decisions.letter,
    }
    for name, command in commands.items():
        app.command(name)(command)
