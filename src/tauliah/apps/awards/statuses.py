"""Status lists: signed when something is decided, read by others from the next fixed time on.

Every quarter of an hour is a fixed time. So nobody learns from a list at which minute something was
decided, and who reads one knows how long the copy is good for.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import Literal

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from tauliah.apps.awards.issuing import signed_status_list
from tauliah.apps.awards.models import Award, StatusList
from tauliah.core.credentials import FEWEST_ENTRIES

Purpose = Literal["revocation", "suspension"]
PURPOSES: tuple[Purpose, ...] = ("revocation", "suspension")
BETWEEN = timedelta(minutes=15)
AWARDS_PER_LIST = FEWEST_ENTRIES // 2
"""A list is left half empty, so that a free place is found by chance at once."""
_LAST_DECIDED = Coalesce("decided_at", "published_at").desc()


def fixed_time_before(moment: datetime) -> datetime:
    """The last fixed time, which may be the moment itself."""
    return moment - (moment - moment.replace(hour=0, minute=0, second=0, microsecond=0)) % BETWEEN


def fixed_time_after(moment: datetime) -> datetime:
    """The next fixed time after the moment."""
    return fixed_time_before(moment) + BETWEEN


def published_list(number: int, purpose: str, *, at: datetime) -> str | None:
    """The list of that number and purpose that others read at a moment, as signed JSON."""
    lists = StatusList.objects.filter(number=number, purpose=purpose, published_at__lte=at)
    return _newest(lists)


def decided_lists(*, at: datetime) -> list[str]:
    """Every list as decided at a moment, whether others read it yet or not, as signed JSON."""
    undated = Q(decided_at=None, published_at__lte=at)
    lists = StatusList.objects.filter(Q(decided_at__lte=at) | undated)
    kinds = lists.order_by("number", "purpose").values_list("number", "purpose").distinct()
    return [
        _newest(lists.filter(number=number, purpose=purpose)) or "" for number, purpose in kinds
    ]


def numbers_of_lists() -> list[int]:
    """The number of every list, each once."""
    numbers = StatusList.objects.order_by("number").values_list("number", flat=True)
    return list(numbers.distinct())


def list_number_of(serial: int) -> int:
    """The number of the lists on which the award of that serial number has its place."""
    return (serial - 1) // AWARDS_PER_LIST + 1


def free_places(number: int, count: int) -> list[int]:
    """Places drawn by chance, each once, so that an index says nothing about when or to whom."""
    # kept in the order in which they are drawn: that of their numbers would tell who comes first
    free: dict[int, None] = {}
    while len(free) < count:
        drawn = [secrets.randbelow(FEWEST_ENTRIES) for _ in range(count - len(free))]
        awards = Award.objects.filter(status_list=number, status_index__in=drawn)
        taken = set(awards.values_list("status_index", flat=True))
        free.update(dict.fromkeys(place for place in drawn if place not in taken))
    return list(free)


def begin_lists(number: int, *, at: datetime) -> None:
    """Publish the lists of a number at once where none was by then: a credential may name them.

    Nothing is marked on them: whatever is decided makes a list of its own.
    """
    begun = StatusList.objects.filter(number=number, published_at__lte=at)
    for purpose in set(PURPOSES) - set(begun.values_list("purpose", flat=True)):
        StatusList.objects.create(
            number=number,
            purpose=purpose,
            decided_at=at,
            published_at=at,
            document=signed_status_list(
                number, purpose=purpose, marked=(), at=fixed_time_before(at)
            ),
        )


def publish(
    number: int, purpose: Purpose, *, at: datetime, published_at: datetime | None = None
) -> None:
    """Sign a list as the awards are now, for others to read from the next fixed time on.

    It is dated to the fixed time before, like all that is decided within the same quarter. Needs a
    transaction; waits for others who are about to publish the same list: of two decisions at once,
    the list that comes last must hold both.
    """
    decided = _next_in_turn(number, purpose, at=at)
    dated = fixed_time_before(decided)
    StatusList.objects.create(
        number=number,
        purpose=purpose,
        decided_at=decided,
        published_at=published_at or (decided if dated == decided else fixed_time_after(decided)),
        document=signed_status_list(
            number, purpose=purpose, marked=_marked(number, purpose), at=dated
        ),
    )


def _marked(number: int, purpose: Purpose) -> list[int]:
    awards = Award.objects.filter(status_list=number)
    if purpose == "suspension":
        awards = awards.filter(is_suspended=True)
    else:
        # a credential from before there were suspensions names only this list
        old = awards.filter(is_suspended=True, names_suspensions=False)
        awards = awards.filter(is_revoked=True) | old
    return list(awards.values_list("status_index", flat=True))


def _next_in_turn(number: int, purpose: Purpose, *, at: datetime) -> datetime:
    """The moment of the next decision about a list, after all before it."""
    lists = StatusList.objects.filter(number=number, purpose=purpose)
    lists.order_by("published_at", "id").select_for_update().first()
    newest = lists.order_by(_LAST_DECIDED, "-id").defer("document").first()
    if newest is None:
        return at
    decided = newest.decided_at or newest.published_at
    return at if decided <= at else decided + timedelta(microseconds=1)


def _newest(lists: QuerySet[StatusList]) -> str | None:
    ordered = lists.order_by(_LAST_DECIDED, "-id")
    return ordered.values_list("document", flat=True).first()
