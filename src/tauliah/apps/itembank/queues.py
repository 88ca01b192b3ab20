"""What waits for whom in the bank, duty by duty, without what items say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Max, Q

from tauliah.apps.itembank.life import duties_of, lives_of, newest_versions
from tauliah.apps.itembank.models import Item, ItemStep
from tauliah.apps.itembank.overview import ROWS_PER_PAGE, ItemLine, lines_of
from tauliah.apps.people.queries import User
from tauliah.core.exam.item_life import REVIEWS, Duty, ItemLife, acts_open_to


@dataclass(frozen=True, slots=True)
class Queue:
    """A page of what waits for a person in one of their duties, what waits longest first."""

    duty: Duty
    page: Page[tuple[ItemLine, datetime | None]]

    @property
    def lines(self) -> tuple[tuple[ItemLine, datetime | None], ...]:
        """The items of the page, each with the moment since which it waits."""
        return tuple(self.page)


def queues_of(
    user: User, *, pages: Mapping[str, int | str] = MappingProxyType({})
) -> tuple[Queue, ...]:
    """What waits for a person now, duty by duty: only what they may really do.

    Of each duty the page that `pages` names, else the first; the nearest where there is no such one.
    """
    return tuple(
        Queue(duty, _page_of(_waiting(user, duty), number=pages.get(duty, 1)))
        for duty in duties_of(user)
    )


def _waiting(user: User, duty: Duty) -> list[tuple[Item, datetime | None]]:
    items = Item.objects.filter(is_in_text=False)
    match duty:
        case "author":
            own = Q(versions__written_by=user.pk) | Q(steps__to_person=user.pk)
            items = items.filter(own, state="draft").distinct()
        case "officer":
            items = items.filter(state__in=["approved", "pilot"])
        case _:
            items = items.filter(state=duty)
    lives = lives_of(items)
    found = [item for item in items if _may_act(user, duty, lives[item.pk])]
    last = dict(
        ItemStep.objects.filter(item__in=found)
        .exclude(act="comment")
        .values_list("item")
        .annotate(Max("at"))
        .order_by()
    )
    waiting = [(item, last.get(item.pk)) for item in found]
    return sorted(waiting, key=lambda one: (one[1] is None, one[1], one[0].code))


def _page_of(
    waiting: list[tuple[Item, datetime | None]], *, number: int | str
) -> Page[tuple[ItemLine, datetime | None]]:
    paginator: Paginator[Any] = Paginator(waiting, ROWS_PER_PAGE)
    page = paginator.get_page(number)
    rows = newest_versions().filter(item__in=[item for item, _ in page])
    lines = {line.code: line for line in lines_of(rows)}
    return Page([(lines[item.code], since) for item, since in page], page.number, paginator)


def _may_act(user: User, duty: Duty, life: ItemLife) -> bool:
    open_acts = acts_open_to(life, by=str(user.pk), duties=[duty])
    # a reviewer who has passed another review may still send it back, but waits for nothing
    return ("pass" in open_acts) if life.state in REVIEWS else bool(open_acts)
