"""What may be read of requests to be erased."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Page, Paginator

from tauliah.apps.people.queries import User
from tauliah.apps.privacy.models import ErasureRequest

ROWS_PER_PAGE = 25


def newest_request_of(person: User) -> ErasureRequest | None:
    """The last wish of a person to be erased, however it ended."""
    return ErasureRequest.objects.filter(person=person).order_by("-asked_at", "-id").first()


def request_of_id(id: UUID) -> ErasureRequest | None:
    """The request of that id, with the people in it."""
    found = ErasureRequest.objects.select_related("person", "decided_by")
    return found.filter(pk=id).first()


def requests_waiting() -> tuple[ErasureRequest, ...]:
    """Every request that nobody has decided, the oldest first."""
    found = ErasureRequest.objects.filter(decided_at=None, withdrawn_at=None)
    return tuple(found.select_related("person").order_by("asked_at", "id"))


def count_requests_waiting(registrar: User) -> int:
    """How many requests this registrar could decide."""
    found = ErasureRequest.objects.filter(decided_at=None, withdrawn_at=None)
    return found.exclude(person=registrar).count()


def page_of_decided(number: int | str = 1) -> Page[ErasureRequest]:
    """One page of the requests that were decided, the newest first."""
    found = ErasureRequest.objects.exclude(decided_at=None).select_related("person", "decided_by")
    return Paginator(found.order_by("-decided_at", "-id"), ROWS_PER_PAGE).get_page(number)
