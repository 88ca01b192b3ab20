"""The only writers of responses and marks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from tauliah.apps.itembank.judging import read_version_as_marker
from tauliah.apps.marking.models import Mark, Response
from tauliah.apps.marking.queries import ResponseToMark, item_of, response_to_mark, state_of
from tauliah.apps.people.actions import write_audit_entry
from tauliah.apps.people.permissions import Permission, require
from tauliah.apps.people.queries import User
from tauliah.core.exam.answers import mark_refusal
from tauliah.core.kernel import LocalText, Refused


@transaction.atomic
def open_response(
    *, attempt: UUID, person: UUID, course: str, item: str, version: UUID, text: str, at: datetime
) -> None:
    """Put a response of a sealed attempt before the markers; doing it again changes nothing."""
    Response.objects.get_or_create(
        attempt=attempt,
        item=item,
        defaults={
            "person": person,
            "course": course,
            "version": version,
            "text": text,
            "opened_at": at,
        },
    )


@transaction.atomic
def read_response(marker: User, id: UUID, *, at: datetime) -> ResponseToMark | None:
    """One response with its item, if this person can mark it now. Reading the item is kept."""
    require(marker, Permission.RESPONSE_MARK)
    found = response_to_mark(marker, id)
    if found is not None:
        version = Response.objects.values_list("version", flat=True).get(pk=id)
        read_version_as_marker(marker, version, response=id, at=at)
    return found


@transaction.atomic
def give_mark(
    marker: User, id: UUID, *, points: Mapping[str, int], comment: str, at: datetime
) -> UUID | Refused:
    """Mark a response; the attempt that it belongs to.

    Each of at most three people marks once and alone. Refused for a response of one's own, one that
    one has marked, and one that needs no mark any more.
    """
    require(marker, Permission.RESPONSE_MARK)
    # two who mark at once wait for each other, so that each kind of mark is given once
    response = Response.objects.select_for_update().filter(pk=id).first()
    if response is None or response.person == marker.pk:
        return _not_to_mark()
    if response.marks.filter(marker=marker).exists():
        return _not_to_mark()
    item = item_of(response)
    needs = state_of(response, item).needs
    if needs is None:
        return _not_to_mark()
    refused = mark_refusal(item.rubric, points, comment=comment)
    if refused:
        return refused
    mark = Mark.objects.create(
        response=response,
        marker=marker,
        kind=needs,
        points=dict(points),
        comment=comment.strip(),
        marked_at=at,
    )
    details = {"response": str(response.pk), "mark": str(mark.pk), "kind": needs}
    write_audit_entry(marker, "response.marked", subject=str(response.pk), at=at, details=details)
    return response.attempt


def _not_to_mark() -> Refused:
    return Refused(
        "not-to-mark",
        LocalText(
            en="This response needs no mark from you. Nothing was changed.",
            ms="Jawapan ini tidak memerlukan markah daripada anda. Tiada apa-apa diubah.",
        ),
    )
