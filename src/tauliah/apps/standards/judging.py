"""What a judge sees and does in studies without ratings: a bookmark, bounds, groups of candidates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from tauliah.apps.people.actions import write_audit_entry
from tauliah.apps.people.permissions import Permission, require
from tauliah.apps.people.queries import User
from tauliah.apps.standards.actions import locked_study
from tauliah.apps.standards.models import (
    GivenBounds,
    Judge,
    PlacedBookmark,
    Round,
    Sorting,
    Study,
)
from tauliah.apps.standards.queries import RatedItem, items_of, panel_of
from tauliah.apps.standards.refusals import no_such_candidate, no_such_study, other_method
from tauliah.apps.standards.said import bookmarks_until, bounds_until, sortings_until
from tauliah.core.exam.standard_setting import rating_refusal
from tauliah.core.exam.study_methods import (
    GROUPS,
    Bounds,
    StudyMethod,
    bounds_refusal,
    group_refusal,
    page_refusal,
)
from tauliah.core.kernel import LocalText, Refused


@dataclass(frozen=True, slots=True)
class JudgesPage:
    """What every judge's page of a study has. `refused` says why nothing can be said now.

    `shows_others` and `shows_shares` are what the round lets judges see: what the others said in the
    round before, and how candidates did.
    """

    study: UUID
    course: str
    method: StudyMethod
    border: str
    round: int
    points: int
    shows_others: bool
    shows_shares: bool
    has_handed_in: bool
    refused: Refused | None


@dataclass(frozen=True, slots=True)
class BookmarkPage:
    """The booklet of a judge: its items in order, the own bookmark, those of others if they are shown."""

    about: JudgesPage
    pages: tuple[RatedItem, ...]
    own: int | None
    others: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class BoundsPage:
    """The own bounds of a judge, and those of others if they are shown.

    `shares` are (cut, per cent that would fail) at every twentieth of the points, where they are shown.
    """

    about: JudgesPage
    own: Bounds | None
    others: tuple[Bounds, ...]
    shares: tuple[tuple[int, float], ...]


@dataclass(frozen=True, slots=True)
class CandidatesPage:
    """Candidates by number with the group that the judge put them into, "" for none; never a score."""

    about: JudgesPage
    groups: Mapping[str, LocalText]
    candidates: tuple[tuple[str, str], ...]

    @property
    def sorted(self) -> int:
        """How many have a group."""
        return sum(bool(group) for _, group in self.candidates)


def method_to_judge(judge: User, id: UUID) -> StudyMethod | None:
    """The method of a study on whose panel a person is; None where they are on no such panel."""
    require(judge, Permission.STANDARD_RATE)
    found = Study.objects.filter(pk=id, judges__person=judge).first()
    return None if found is None else found.method  # type: ignore[return-value]


def bookmark_page(judge: User, id: UUID) -> BookmarkPage | None:
    """A judge's booklet; None where the person is on no such panel."""
    found = _about(judge, id, "bookmark")
    if found is None:
        return None
    study, row, about = found
    placed = bookmarks_until(study, about.round)
    before = bookmarks_until(study, about.round - 1) if about.shows_others else {}
    return BookmarkPage(
        about=about,
        pages=items_of(study),
        own=placed.get(row.pk),
        others=tuple(sorted(page for one, page in before.items() if one != row.pk)),
    )


def bounds_page(judge: User, id: UUID) -> BoundsPage | None:
    """A judge's page of a Hofstee study; None where the person is on no such panel."""
    found = _about(judge, id, "hofstee")
    if found is None:
        return None
    study, row, about = found
    before = bounds_until(study, about.round - 1) if about.shows_others else {}
    return BoundsPage(
        about=about,
        own=bounds_until(study, about.round).get(row.pk),
        others=tuple(bounds for one, bounds in before.items() if one != row.pk),
        shares=failing_at(study.basis["distribution"]) if about.shows_shares else (),
    )


def candidates_page(judge: User, id: UUID) -> CandidatesPage | None:
    """A judge's list of candidates; None where the person is on no such panel."""
    found = _about(judge, id, "borderline", "contrasting")
    if found is None:
        return None
    study, row, about = found
    own = sortings_until(study, about.round).get(row.pk, {})
    rows = study.candidates.order_by("person__candidate_number")
    return CandidatesPage(
        about=about,
        groups=GROUPS[about.method],
        candidates=tuple(
            (number, own.get(pk, ""))
            for pk, number in rows.values_list("pk", "person__candidate_number")
        ),
    )


@transaction.atomic
def place_bookmark(judge: User, id: UUID, page: int, *, at: datetime) -> Refused | None:
    """Say that a just competent candidate masters the items before this page, and no longer this one.

    One page behind the last says that such a candidate masters all of them.
    """
    found = _to_judge(judge, id, "bookmark")
    if isinstance(found, Refused):
        return found
    study, row, now = found
    refused = page_refusal(page, pages=study.items.count())
    if refused:
        return refused
    PlacedBookmark.objects.create(round=now, judge=row, page=page, placed_at=at)
    _audit(judge, study, "study.bookmark-placed", at, round=now.number, page=page)
    return None


@transaction.atomic
def give_bounds(judge: User, id: UUID, bounds: Bounds, *, at: datetime) -> Refused | None:
    """Say which cuts in points and which failure rates in per cent are just acceptable."""
    found = _to_judge(judge, id, "hofstee")
    if isinstance(found, Refused):
        return found
    study, row, now = found
    refused = bounds_refusal(bounds, points=study.points)
    if refused:
        return refused
    told = {
        "lowest_cut": bounds.lowest_cut,
        "highest_cut": bounds.highest_cut,
        "lowest_fail": bounds.lowest_fail,
        "highest_fail": bounds.highest_fail,
    }
    GivenBounds.objects.create(round=now, judge=row, given_at=at, **told)
    _audit(judge, study, "study.bounds-given", at, round=now.number, **told)
    return None


@transaction.atomic
def sort_candidates(
    judge: User, id: UUID, groups: Mapping[str, str], *, at: datetime
) -> int | Refused:
    """Put candidates, by number, into groups without knowing their scores; "" takes it back.

    How many were sorted anew. Nothing is kept where a number or a group is none of the study.
    """
    found = _to_judge(judge, id, "borderline", "contrasting")
    if isinstance(found, Refused):
        return found
    study, row, now = found
    known = dict(study.candidates.values_list("person__candidate_number", "pk"))
    for number, group in groups.items():
        refused = group_refusal(study.method, group)  # type: ignore[arg-type]
        if refused or number not in known:
            return refused or no_such_candidate(number)
    own = sortings_until(study, now.number).get(row.pk, {})
    changed = {
        known[number]: group
        for number, group in groups.items()
        if own.get(known[number], "") != group
    }
    Sorting.objects.bulk_create(
        Sorting(round=now, judge=row, candidate_id=candidate, group=group, sorted_at=at)
        for candidate, group in changed.items()
    )
    if changed:
        # who they are stands in the study: the trail outlives a candidate's number
        _audit(judge, study, "study.candidates-sorted", at, round=now.number, sorted=len(changed))
    return len(changed)


def failing_at(counts: list[int]) -> tuple[tuple[int, float], ...]:
    """At every twentieth of the points: (cut, per cent of candidates below it)."""
    highest, persons = len(counts) - 1, max(sum(counts), 1)
    step = max(1, round(highest / 20))
    return tuple((cut, 100 * sum(counts[:cut]) / persons) for cut in range(step, highest + 1, step))


def _about(judge: User, id: UUID, *methods: str) -> tuple[Study, Judge, JudgesPage] | None:
    require(judge, Permission.STANDARD_RATE)
    study = Study.objects.filter(pk=id, judges__person=judge, method__in=methods).first()
    if study is None:
        return None
    panel = panel_of(study)
    newest = study.rounds.filter(number=panel.rounds).first()
    about = JudgesPage(
        study=study.pk,
        course=study.course,
        method=study.method,  # type: ignore[arg-type]
        border=study.border,
        round=panel.rounds,
        points=study.points,
        shows_others=bool(newest and newest.shows_ratings),
        shows_shares=bool(newest and newest.shows_difficulties),
        has_handed_in=panel.state == "rating" and str(judge.pk) in panel.handed_in,
        refused=rating_refusal(panel, judge=str(judge.pk)),
    )
    return study, study.judges.get(person=judge), about


def _to_judge(judge: User, id: UUID, *methods: str) -> tuple[Study, Judge, Round] | Refused:
    """The study, the row of the panel and the open round in which this judge may say something."""
    require(judge, Permission.STANDARD_RATE)
    study = locked_study(id)
    if study is None:
        return no_such_study()
    panel = panel_of(study)
    refused = rating_refusal(panel, judge=str(judge.pk))
    if refused:
        return refused
    if study.method not in methods:
        return other_method()
    return study, study.judges.get(person=judge), study.rounds.get(number=panel.rounds)


def _audit(judge: User, study: Study, event: str, at: datetime, **details: Any) -> None:
    write_audit_entry(judge, event, subject=f"study:{study.pk}", at=at, details=details)
