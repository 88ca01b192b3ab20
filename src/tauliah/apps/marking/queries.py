"""What may be read of responses and marks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import cast
from uuid import UUID

from tauliah.apps.itembank.queries import versions
from tauliah.apps.marking.models import Mark, Response
from tauliah.apps.people.queries import User
from tauliah.core.exam.answers import (
    ItemScore,
    Marking,
    MarkKind,
    marking,
    response_score,
    words_in,
)
from tauliah.core.exam.answers import Mark as GivenMark
from tauliah.core.programme.items import ExtendedResponse


@dataclass(frozen=True, slots=True)
class Earlier:
    """A mark of another person as the one who decides sees it: without a name."""

    points: Mapping[str, int]
    total: int
    comment: str


@dataclass(frozen=True, slots=True)
class ResponseToMark:
    """A response as a marker sees it: nobody's, with its item and its rubric.

    `earlier` is empty but for the one who decides between two marks that differ.
    """

    id: UUID
    course: str
    item: ExtendedResponse
    text: str
    words: int
    opened_at: datetime
    needs: MarkKind
    earlier: tuple[Earlier, ...]


def queue_of(marker: User) -> tuple[ResponseToMark, ...]:
    """The responses that this person can mark now, those that wait longest first."""
    found = (
        Response.objects.exclude(person=marker.pk)
        .exclude(marks__marker=marker)
        .prefetch_related("marks")
        .order_by("opened_at", "id")
    )
    texts = _items_of(found)
    waiting = (_to_mark(response, texts[response.version]) for response in found)
    return tuple(one for one in waiting if one is not None)


def marked_by(marker: User) -> int:
    """How many responses this person has marked."""
    return Mark.objects.filter(marker=marker).count()


def response_to_mark(marker: User, id: UUID) -> ResponseToMark | None:
    """One response, if this person can mark it now."""
    found = Response.objects.filter(pk=id).exclude(person=marker.pk).exclude(marks__marker=marker)
    response = found.prefetch_related("marks").first()
    return _to_mark(response, item_of(response)) if response else None


def waiting_in(attempt: UUID) -> int:
    """How many responses of an attempt are not settled yet."""
    responses = list(Response.objects.filter(attempt=attempt).prefetch_related("marks"))
    texts = _items_of(responses)
    return sum(not state_of(one, texts[one.version]).is_settled for one in responses)


def settled_scores(attempt: UUID) -> dict[str, ItemScore]:
    """The scores of an attempt's settled responses, by item."""
    responses = list(Response.objects.filter(attempt=attempt).prefetch_related("marks"))
    texts = _items_of(responses)
    scores: dict[str, ItemScore] = {}
    for response in responses:
        item = texts[response.version]
        state = state_of(response, item)
        if state.is_settled:
            scores[response.item] = response_score(item, state.points)
    return scores


def state_of(response: Response, item: ExtendedResponse) -> Marking:
    """How far the marking of a response is."""
    given = [GivenMark(cast("MarkKind", mark.kind), mark.points) for mark in response.marks.all()]
    return marking(item.rubric, given)


def item_of(response: Response) -> ExtendedResponse:
    """The item that a response answers, in the version that its form had."""
    return _items_of([response])[response.version]


def _items_of(responses: object) -> dict[UUID, ExtendedResponse]:
    rows = cast("list[Response]", responses)
    found = versions({response.version for response in rows})
    return {id: cast("ExtendedResponse", bank.text) for id, bank in found.items()}


def _to_mark(response: Response, item: ExtendedResponse) -> ResponseToMark | None:
    needs = state_of(response, item).needs
    if needs is None:
        return None
    # who gives the second mark does not know the first
    shown = response.marks.order_by("marked_at", "id") if needs == "deciding" else ()
    return ResponseToMark(
        id=response.pk,
        course=response.course,
        item=item,
        text=response.text,
        words=words_in(response.text),
        opened_at=response.opened_at,
        needs=needs,
        earlier=tuple(
            Earlier(mark.points, sum(mark.points.values()), mark.comment) for mark in shown
        ),
    )
