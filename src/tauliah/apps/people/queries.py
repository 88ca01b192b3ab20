"""What may be read about accounts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet

from tauliah.apps.people.models import AuditEntry, Role, User

ROWS_PER_PAGE = 25

__all__ = [
    "User",
    "acted_since",
    "audit_events",
    "audit_trail",
    "candidate",
    "candidate_numbers_of",
    "candidates",
    "is_registrar",
    "names_of",
    "page_of_candidates",
    "people_with",
    "person",
    "person_by_candidate_number",
    "person_by_email",
    "person_called",
]


@dataclass(frozen=True, slots=True)
class Act:
    """One line of the audit trail; names are empty where no account is meant."""

    at: datetime
    event: str
    actor: str
    actor_name: str
    subject: str
    subject_name: str
    details: Mapping[str, Any]


def person(id: UUID | str) -> User | None:
    """The account of that id, if there is one."""
    try:
        return User.objects.filter(pk=UUID(str(id))).first()
    except ValueError:
        return None


def person_by_email(email: str) -> User | None:
    """The account of that e-mail address, if there is one."""
    return User.objects.filter(email__iexact=email).first()


def person_by_candidate_number(number: str) -> User | None:
    """The account of that candidate number, if there is one."""
    return User.objects.filter(candidate_number__iexact=number.strip()).first()


def candidates(search: str = "") -> QuerySet[User]:
    """Candidates by name; each word of the search is in the name, e-mail address or number."""
    found = User.objects.filter(roles__role=Role.CANDIDATE)
    for word in search.split():
        found = found.filter(
            Q(full_name__icontains=word)
            | Q(email__icontains=word)
            | Q(candidate_number__icontains=word)
        )
    return found.order_by("full_name", "candidate_number")


def candidate(id: UUID | str) -> User | None:
    """The candidate of that id, if there is one."""
    found = person(id)
    return found if found and found.roles.filter(role=Role.CANDIDATE).exists() else None


def people_with(role: str) -> tuple[User, ...]:
    """The active accounts that have a role, by name."""
    found = User.objects.filter(roles__role=role, is_active=True)
    return tuple(found.order_by("full_name", "candidate_number"))


def page_of_candidates(search: str = "", *, number: int | str = 1) -> Page[User]:
    """One page of the candidates that a search finds; the nearest page where there is no such one."""
    return Paginator(candidates(search), ROWS_PER_PAGE).get_page(number)


def person_called(name: str) -> User | None:
    """The account of that candidate number or e-mail address, if there is one."""
    return person_by_candidate_number(name) or person_by_email(name.strip())


def names_of(ids: set[str]) -> dict[str, str]:
    """Full names by account id, of those that exist; what is no account's id has no name."""
    real = [id for id in ids if _is_uuid(id)]
    return {str(user.pk): user.full_name for user in User.objects.filter(pk__in=real)}


def candidate_numbers_of(ids: Iterable[UUID]) -> dict[UUID, str]:
    """Candidate numbers by account id, of those that exist."""
    return dict(User.objects.filter(pk__in=list(ids)).values_list("pk", "candidate_number"))


def audit_trail(
    *, by_or_about: User | None = None, event: str = "", number: int | str = 1
) -> Page[Act]:
    """One page of the audit trail, newest first; of one person, or of one event, where given."""
    entries = AuditEntry.objects.order_by("-at", "-id")
    if by_or_about is not None:
        id = str(by_or_about.pk)
        entries = entries.filter(Q(subject=id) | Q(actor=id))
    if event:
        entries = entries.filter(event=event)
    paginator: Paginator[Any] = Paginator(entries, ROWS_PER_PAGE)
    page = paginator.get_page(number)
    rows = list(page.object_list)
    names = names_of({id for row in rows for id in (row.actor, row.subject)})
    acts = [
        Act(
            at=row.at,
            event=row.event,
            actor=row.actor,
            actor_name=names.get(row.actor, ""),
            subject=row.subject,
            subject_name=names.get(row.subject, ""),
            details=row.details,
        )
        for row in rows
    ]
    return Page(acts, page.number, paginator)


def acted_since(moment: datetime) -> frozenset[UUID]:
    """Who did anything from a moment on that the audit trail notes."""
    actors = AuditEntry.objects.filter(at__gte=moment).values_list("actor", flat=True).distinct()
    return frozenset(UUID(actor) for actor in actors if _is_uuid(actor))


def audit_events() -> tuple[str, ...]:
    """Every event that the audit trail knows, by name."""
    return tuple(AuditEntry.objects.order_by("event").values_list("event", flat=True).distinct())


def is_registrar(user: User) -> bool:
    """Whether the account acts for the registrar."""
    return user.roles.filter(role=Role.REGISTRAR).exists()


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
