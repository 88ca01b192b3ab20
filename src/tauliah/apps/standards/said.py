"""What judges said in each method but ratings of items; the newest counts, in its round and later ones."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from uuid import UUID

from tauliah.apps.standards.models import GivenBounds, HandedIn, PlacedBookmark, Sorting, Study
from tauliah.core.exam.study_methods import Bounds


def bookmarks_until(study: Study, number: int) -> dict[UUID, int]:
    """The page of each judge's bookmark (by the row of the panel) after a round."""
    rows = PlacedBookmark.objects.filter(round__study=study, round__number__lte=number)
    ordered = rows.order_by("round__number", "placed_at", "id")
    return dict(ordered.values_list("judge", "page"))


def bounds_until(study: Study, number: int) -> dict[UUID, Bounds]:
    """The bounds of each judge (by the row of the panel) after a round."""
    rows = GivenBounds.objects.filter(round__study=study, round__number__lte=number)
    ordered = rows.order_by("round__number", "given_at", "id")
    return {
        judge: Bounds(*bounds)
        for judge, *bounds in ordered.values_list(
            "judge", "lowest_cut", "highest_cut", "lowest_fail", "highest_fail"
        )
    }


def sortings_until(study: Study, number: int) -> dict[UUID, dict[int, str]]:
    """The group of each candidate (by the row of the study) that each judge has sorted after a round."""
    found: dict[UUID, dict[int, str]] = defaultdict(dict)
    rows = Sorting.objects.filter(round__study=study, round__number__lte=number)
    ordered = rows.order_by("round__number", "sorted_at", "id")
    for judge, candidate, group in ordered.values_list("judge", "candidate", "group"):
        if group:
            found[judge][candidate] = group
        else:
            found[judge].pop(candidate, None)
    return dict(found)


def said_until(study: Study, number: int) -> Mapping[UUID, int]:
    """How much each judge has said after a round: a bookmark, bounds, or candidates sorted."""
    if study.method == "bookmark":
        return dict.fromkeys(bookmarks_until(study, number), 1)
    if study.method == "hofstee":
        return dict.fromkeys(bounds_until(study, number), 1)
    return {judge: len(said) for judge, said in sortings_until(study, number).items()}


def handed_in_of(study: Study, number: int) -> tuple[tuple[UUID, str], ...]:
    """The rows and names of the judges who handed in a round, by name."""
    handed = HandedIn.objects.filter(round__study=study, round__number=number)
    ordered = handed.order_by("judge__person__full_name", "judge")
    return tuple(ordered.values_list("judge", "judge__person__full_name"))
