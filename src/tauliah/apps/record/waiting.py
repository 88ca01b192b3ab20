"""What waits for a registrar: proposals for a second person, and what people have asked for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from django.db.models import QuerySet

from tauliah.apps.catalogue.queries import programme
from tauliah.apps.people.queries import User
from tauliah.apps.record.asked import (
    APPLIED_TITLES,
    PROPOSED_TITLES,
    asked_sentence,
    correction_sentence,
)
from tauliah.apps.record.correcting import told_with
from tauliah.apps.record.models import Application, Proposal
from tauliah.apps.record.queries import entries_of
from tauliah.core.kernel import EntryKind, LocalText

State = Literal["waiting", "proposed", "granted", "declined"]
MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class ToldProposal:
    """A proposal in words. Of a correction, `was` is what the entry says until it is approved."""

    proposal: Proposal
    kind: LocalText
    sentence: LocalText
    was: LocalText | None
    state: State


@dataclass(frozen=True, slots=True)
class ToldApplication:
    """What a person asked for, in words, and how it stands."""

    application: Application
    kind: LocalText
    sentence: LocalText
    state: State


def waiting_count(registrar: User) -> int:
    """How many things this registrar could decide or answer now."""
    return _proposals_for(registrar).count() + _applications_for(registrar).count()


def proposals_waiting(registrar: User) -> tuple[ToldProposal, ...]:
    """Proposals that wait for a second person who could be this one, the oldest first."""
    return _told_proposals(_proposals_for(registrar).order_by("proposed_at", "id")[:MOST_SHOWN])


def own_proposals_waiting(registrar: User) -> tuple[ToldProposal, ...]:
    """What this registrar has proposed and somebody else must decide, the oldest first."""
    found = Proposal.objects.filter(decided_at=None, proposed_by=registrar)
    return _told_proposals(_with_people(found).order_by("proposed_at", "id")[:MOST_SHOWN])


def all_proposals_waiting() -> tuple[ToldProposal, ...]:
    """Every proposal that waits, the oldest first."""
    found = Proposal.objects.filter(decided_at=None)
    return _told_proposals(_with_people(found).order_by("proposed_at", "id"))


def applications_waiting(registrar: User | None = None) -> tuple[ToldApplication, ...]:
    """Applications that nobody has answered, for this registrar where given, the oldest first."""
    found = _applications_for(registrar) if registrar else _open_applications()
    return _told_applications(found.order_by("made_at", "id")[:MOST_SHOWN])


def proposal_told(id: UUID) -> ToldProposal | None:
    """The proposal of that id, decided or not."""
    return next(iter(_told_proposals(_with_people(Proposal.objects.filter(pk=id)))), None)


def application_told(id: UUID) -> ToldApplication | None:
    """The application of that id, answered or not."""
    found = Application.objects.filter(pk=id)
    return next(iter(_told_applications(_with_answers(found))), None)


def proposals_about(person: User) -> tuple[ToldProposal, ...]:
    """Everything that was proposed about a person, the newest first."""
    found = Proposal.objects.filter(person=person)
    return _told_proposals(_with_people(found).order_by("-proposed_at", "-id"))


def applications_of(person: User) -> tuple[ToldApplication, ...]:
    """Everything that a person has asked for, the newest first."""
    found = Application.objects.filter(person=person)
    return _told_applications(_with_answers(found).order_by("-made_at", "-id"))


def _proposals_for(registrar: User) -> QuerySet[Proposal]:
    found = Proposal.objects.filter(decided_at=None)
    return _with_people(found.exclude(proposed_by=registrar).exclude(person=registrar))


def _open_applications() -> QuerySet[Application]:
    return _with_answers(Application.objects.filter(answered_at=None, proposal=None))


def _applications_for(registrar: User) -> QuerySet[Application]:
    return _open_applications().exclude(person=registrar)


def _with_people(found: QuerySet[Proposal]) -> QuerySet[Proposal]:
    return found.select_related("person", "proposed_by", "decided_by")


def _with_answers(found: QuerySet[Application]) -> QuerySet[Application]:
    return found.select_related("person", "answered_by", "proposal")


def _told_proposals(found: Iterable[Proposal]) -> tuple[ToldProposal, ...]:
    return tuple(_told_proposal(one) for one in found)


def _told_proposal(proposal: Proposal) -> ToldProposal:
    kind, facts = EntryKind(proposal.kind), proposal.facts
    state: State = (
        "waiting"
        if proposal.is_approved is None
        else "granted"
        if proposal.is_approved
        else "declined"
    )
    title = PROPOSED_TITLES[kind]
    if kind is not EntryKind.CORRECTED:
        return ToldProposal(proposal, title, asked_sentence(programme(), kind, facts), None, state)
    chain, number = entries_of(proposal.person), facts["supersedes"]
    return ToldProposal(
        proposal,
        title,
        correction_sentence(number, told_with(chain, number, facts["with"])),
        told_with(chain, number, proposal.before),
        state,
    )


def _told_applications(found: Iterable[Application]) -> tuple[ToldApplication, ...]:
    return tuple(_told_application(one) for one in found)


def _told_application(application: Application) -> ToldApplication:
    kind = EntryKind(application.kind)
    sentence = asked_sentence(programme(), kind, application.facts)
    return ToldApplication(application, APPLIED_TITLES[kind], sentence, _state_of(application))


def _state_of(application: Application) -> State:
    if application.is_granted is not None:
        return "granted" if application.is_granted else "declined"
    return "proposed" if hasattr(application, "proposal") else "waiting"
