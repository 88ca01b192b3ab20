"""How far statements are: for the person whom they are about, and for who runs the house."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, Q

from tauliah.apps.experience.models import Statement, StoreState
from tauliah.apps.experience.sending import waiting
from tauliah.apps.experience.sharing import sharing_now
from tauliah.apps.experience.store import store_address
from tauliah.apps.people.queries import User


@dataclass(frozen=True, slots=True)
class Counts:
    """Statements by how far they are."""

    sent: int
    waiting: int
    given_up: int


@dataclass(frozen=True, slots=True)
class StoreHealth:
    """How the exchange with the record store stands.

    `trouble` is what failed last, empty where the store took the last statements; `reasons` are why
    statements were given up, with how many.
    """

    address: str
    people: int
    counts: Counts
    oldest: datetime | None
    failures: int
    trouble: str
    next_try_at: datetime | None
    answered_at: datetime | None
    reasons: tuple[tuple[str, int], ...]

    @property
    def is_well(self) -> bool:
        """Whether nothing asks for the operator."""
        return not (self.failures or self.counts.given_up)


MOST_REASONS = 10


def counts_of(person: User) -> Counts:
    """How many statements about a person were sent, wait, and were given up."""
    return _counts(Q(person=person))


def store_health() -> StoreHealth | None:
    """How the store is doing; None where none is configured."""
    if not store_address():
        return None
    state = StoreState.objects.filter(id=1).first() or StoreState()
    given_up = Statement.objects.filter(given_up_at__isnull=False)
    reasons = given_up.values_list("answer").annotate(number=Count("id")).order_by("-number")
    return StoreHealth(
        address=store_address(),
        people=len(sharing_now()),
        counts=_counts(Q()),
        oldest=waiting().aggregate(oldest=Min("made_at"))["oldest"],
        failures=state.failures,
        trouble=state.trouble,
        next_try_at=state.next_try_at,
        answered_at=state.answered_at,
        reasons=tuple((answer, number) for answer, number in reasons[:MOST_REASONS]),
    )


def _counts(which: Q) -> Counts:
    found = Statement.objects.filter(which).aggregate(
        sent=Count("id", filter=Q(sent_at__isnull=False)),
        waiting=Count("id", filter=Q(sent_at=None, given_up_at=None)),
        given_up=Count("id", filter=Q(given_up_at__isnull=False)),
    )
    return Counts(**found)
