"""What two markers, and where they differ a third, make of a response."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from tauliah.core.kernel import LocalText, Refused
from tauliah.core.programme.item_words import Rubric

MarkKind = Literal["first", "second", "deciding"]

LONGEST_COMMENT = 4_000


@dataclass(frozen=True, slots=True)
class Mark:
    """What one marker gave for each criterion of the rubric."""

    kind: MarkKind
    points: Mapping[str, int]

    @property
    def total(self) -> int:
        """All its points."""
        return sum(self.points.values())


@dataclass(frozen=True, slots=True)
class Marking:
    """How far the marking of a response is: which mark it needs next, or the points it gives."""

    needs: MarkKind | None
    points: Mapping[str, Decimal]

    @property
    def is_settled(self) -> bool:
        """Whether no further mark is needed."""
        return self.needs is None


def marking(rubric: Rubric, marks: Sequence[Mark]) -> Marking:
    """How far the marking is by these marks, in the order in which they were given.

    Two marks that differ in sum by no more than the rubric's tolerance count by their mean for each
    criterion. Where they differ by more, a third mark decides and stands alone.
    """
    by_kind = {mark.kind: mark for mark in marks}
    if "first" not in by_kind:
        return Marking("first", {})
    if "second" not in by_kind:
        return Marking("second", {})
    first, second = by_kind["first"], by_kind["second"]
    if abs(first.total - second.total) <= rubric.tolerance:
        return Marking(
            None, {id: Decimal(first.points[id] + second.points[id]) / 2 for id in first.points}
        )
    if "deciding" not in by_kind:
        return Marking("deciding", {})
    return Marking(None, {id: Decimal(given) for id, given in by_kind["deciding"].points.items()})


def mark_refusal(rubric: Rubric, points: Mapping[str, int], *, comment: str) -> Refused | None:
    """Why these points cannot be a mark: each criterion has its points, from 0 to its most."""
    most = {criterion.id: criterion.points for criterion in rubric.criteria}
    if set(points) != set(most) or any(not 0 <= points[id] <= most[id] for id in most):
        return Refused(
            "not-a-mark",
            LocalText(
                en="Give points for each criterion, from 0 to its most. Nothing was changed.",
                ms="Berikan mata bagi setiap kriteria, daripada 0 hingga maksimumnya. "
                "Tiada apa-apa diubah.",
            ),
        )
    if not comment.strip() or len(comment) > LONGEST_COMMENT:
        return Refused(
            "no-comment",
            LocalText(
                en="Say in a sentence or more why you give these points.",
                ms="Nyatakan dalam satu ayat atau lebih sebab anda memberi mata ini.",
            ),
        )
    return None
