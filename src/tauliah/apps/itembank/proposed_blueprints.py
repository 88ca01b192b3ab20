"""What may be read of proposed blueprints: how they stand against the release in force."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Count, QuerySet

from tauliah.apps.itembank.models import BlueprintEnd, BlueprintProposal
from tauliah.apps.people.queries import names_of
from tauliah.core.programme import Programme
from tauliah.core.programme.asked_blueprint import (
    AskedBlueprint,
    BlueprintStanding,
    CarriedOut,
    blueprint_from,
    blueprint_of_course,
    carried_out,
    changes_all_exams,
    standing_of,
)

ROWS_PER_PAGE = 25
MOST_WAITING = 50
"""Proposals that a registrar sees beside a plan; older ones stand in the list of all."""
ProposalState = BlueprintStanding | Literal["declined", "taken-back"]


@dataclass(frozen=True, slots=True)
class ProposedBlueprint:
    """A proposal: who proposed which numbers when and why, instead of which, and how it stands."""

    id: UUID
    course: str
    release: int
    before: AskedBlueprint
    asked: AskedBlueprint
    reason: str
    by: UUID
    name: str
    at: datetime
    state: ProposalState
    comments: int

    @property
    def changes_all_exams(self) -> bool:
        """Whether it changes a number that every exam of the programme shares."""
        return changes_all_exams(self.before, self.asked)


@dataclass(frozen=True, slots=True)
class SaidOfBlueprint:
    """A comment on a proposal, or how it ended: `act` is "comment", "decline" or "take-back"."""

    act: str
    words: str
    name: str
    at: datetime


def page_of_proposed(programme: Programme, *, number: int | str = 1) -> Page[ProposedBlueprint]:
    """One page of all proposals, the newest first; `programme` is that of the release in force."""
    paginator: Paginator[Any] = Paginator(_rows(), ROWS_PER_PAGE)
    page = paginator.get_page(number)
    return Page(list(_read(page.object_list, programme)), page.number, paginator)


def open_proposals(programme: Programme, course: str = "") -> tuple[ProposedBlueprint, ...]:
    """The newest proposals that wait for a release, of one course where given; at most 50."""
    rows = _rows().filter(end=None)
    if course:
        rows = rows.filter(course=course)
    found = _read(rows[:MOST_WAITING], programme)
    return tuple(one for one in found if one.state == "open")


def meeting(
    one: ProposedBlueprint, others: Iterable[ProposedBlueprint]
) -> tuple[ProposedBlueprint, ...]:
    """Those of the others whose text does not go together with that of this one by itself: they are of
    the same course, or both change numbers that every exam shares.
    """
    return tuple(
        other
        for other in others
        if other.id != one.id
        if other.course == one.course or (other.changes_all_exams and one.changes_all_exams)
    )


def proposals_in(
    blueprints: Iterable[AskedBlueprint], programme: Programme
) -> tuple[tuple[ProposedBlueprint, CarriedOut], ...]:
    """The proposals that wait for a release, and how much of each these numbers of exams carry out."""
    planned = {one.course: one for one in blueprints}
    return tuple(
        (one, carried_out(before=one.before, asked=one.asked, then=planned.get(one.course)))
        for one in open_proposals(programme)
    )


def proposed_blueprint(id: UUID, programme: Programme) -> ProposedBlueprint | None:
    """One proposal; None where there is none."""
    return next(iter(_read(_rows().filter(pk=id), programme)), None)


def said_of_blueprint(id: UUID) -> tuple[SaidOfBlueprint, ...]:
    """What was said about a proposal and how it ended, in the order of time."""
    proposal = BlueprintProposal.objects.prefetch_related("comments").get(pk=id)
    comments = list(proposal.comments.all())
    end = BlueprintEnd.objects.filter(pk=id).first()
    names = names_of({str(one.said_by_id) for one in comments} | _ender(end))
    said = [
        SaidOfBlueprint("comment", one.comment, names.get(str(one.said_by_id), ""), one.said_at)
        for one in comments
    ]
    if end:
        act = "decline" if end.is_declined else "take-back"
        name = names.get(str(end.ended_by_id), "")
        said.append(SaidOfBlueprint(act, end.reason, name, end.ended_at))
    return tuple(sorted(said, key=lambda one: one.at))


def _ender(end: BlueprintEnd | None) -> set[str]:
    return {str(end.ended_by_id)} if end else set()


def _rows() -> QuerySet[BlueprintProposal]:
    rows = BlueprintProposal.objects.select_related("end").annotate(said=Count("comments"))
    return rows.order_by("-proposed_at", "-pk")


def _read(rows: Iterable[Any], programme: Programme) -> tuple[ProposedBlueprint, ...]:
    known = list(rows)
    names = names_of({str(row.proposed_by_id) for row in known})
    found = []
    for row in known:
        before, asked = blueprint_from(row.before), blueprint_from(row.asked)
        course = programme.course_by_code.get(row.course)
        now = blueprint_of_course(course, programme.about.exam_policy) if course else None
        found.append(
            ProposedBlueprint(
                id=row.pk,
                course=row.course,
                release=row.release,
                before=before,
                asked=asked,
                reason=row.reason,
                by=row.proposed_by_id,
                name=names.get(str(row.proposed_by_id), ""),
                at=row.proposed_at,
                state=_state(row, standing_of(before=before, asked=asked, now=now)),
                comments=row.said,
            )
        )
    return tuple(found)


def _state(row: Any, standing: BlueprintStanding) -> ProposalState:
    end = getattr(row, "end", None)
    if end is None or standing == "in-force":
        return standing
    return "declined" if end.is_declined else "taken-back"
