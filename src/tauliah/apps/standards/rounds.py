"""What a closed round says: the panel's cut, each judge and each item, with their errors."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

import numpy as np

from tauliah.apps.itembank.judging import difficulties_of
from tauliah.apps.standards.models import HandedIn, Round, Study
from tauliah.apps.standards.queries import RatedItem, items_of, ratings_until
from tauliah.core.psychometrics import angoff_cut
from tauliah.core.psychometrics.arrays import Floats

FEWEST_FOR_CORRELATION = 3


@dataclass(frozen=True, slots=True)
class JudgeFigures:
    """What one judge said in a round: the own cut in points, the mean rating in per cent and its error.

    `with_difficulty` correlates the ratings with how candidates did; None where that is not known.
    """

    name: str
    cut: float
    mean: float
    error: float
    with_difficulty: float | None


@dataclass(frozen=True, slots=True)
class ItemFigures:
    """What a round says of one item, in per cent: the mean and its error, the extremes, all ratings.

    `difficulty` is the share of candidates who were right, in per cent; None where it is not known.
    """

    item: RatedItem
    mean: float
    error: float
    lowest: int
    highest: int
    ratings: tuple[int, ...]
    difficulty: float | None


@dataclass(frozen=True, slots=True)
class RoundFigures:
    """The outcome of a closed round, over the judges who handed it in."""

    number: int
    cut: float
    error: float
    of: int
    agreement: float
    agreement_of_one: float
    judges: tuple[JudgeFigures, ...]
    items: tuple[ItemFigures, ...]

    @property
    def percent(self) -> float:
        """The cut in a hundred points."""
        return 100 * self.cut / self.of


@dataclass(frozen=True, slots=True)
class RoundRatings:
    """The ratings of a round (judges, items) as shares: the rows of the panel with their names, the items."""

    judges: tuple[UUID, ...]
    names: tuple[str, ...]
    items: tuple[RatedItem, ...]
    shares: Floats


def closed_rounds(study_id: UUID) -> tuple[RoundFigures, ...]:
    """The figures of every closed round of a study, in their order."""
    study = Study.objects.get(pk=study_id)
    numbers = Round.objects.filter(study=study, end__isnull=False).order_by("number")
    items = items_of(study)
    known = difficulties_of([item.version for item in items])
    found = [
        round_figures(ratings_of_round(study, number, items), known, number=number)
        for number in numbers.values_list("number", flat=True)
    ]
    return tuple(found)


def last_closed(study: Study) -> int:
    """The number of a study's last closed round; 0 where none is."""
    closed = Round.objects.filter(study=study, end__isnull=False).order_by("-number")
    return closed.values_list("number", flat=True).first() or 0


def ratings_of_round(
    study: Study, number: int, items: Sequence[RatedItem] | None = None
) -> RoundRatings:
    """What the judges who handed in a round say of the items after it."""
    items = items_of(study) if items is None else items
    said = ratings_until(study, number)
    handed = HandedIn.objects.filter(round__study=study, round__number=number)
    rows = list(
        handed.order_by("judge__person__full_name", "judge").values_list(
            "judge", "judge__person__full_name"
        )
    )
    shares = [[said[judge][item.position] / 100 for item in items] for judge, _ in rows]
    return RoundRatings(
        judges=tuple(judge for judge, _ in rows),
        names=tuple(name for _, name in rows),
        items=tuple(items),
        shares=np.array(shares, np.float64).reshape(len(rows), len(items)),
    )


def round_figures(
    ratings: RoundRatings, difficulties: Mapping[UUID, float], *, number: int
) -> RoundFigures:
    """What the ratings of a round say, beside the shares of candidates who were right."""
    points = [item.points for item in ratings.items]
    counted = angoff_cut(ratings.shares, points=points)
    correlations = _with_difficulty(ratings, difficulties)
    percent = np.round(ratings.shares * 100).astype(int)
    errors = 100 * counted.item_deviations / math.sqrt(len(ratings.names))
    return RoundFigures(
        number=number,
        cut=counted.cut,
        error=counted.error,
        of=sum(points),
        agreement=counted.agreement,
        agreement_of_one=counted.agreement_of_one,
        judges=tuple(
            JudgeFigures(
                name,
                float(counted.judge_cuts[place]),
                float(100 * counted.judge_means[place]),
                float(100 * counted.judge_errors[place]),
                correlations[place],
            )
            for place, name in enumerate(ratings.names)
        ),
        items=tuple(
            ItemFigures(
                item,
                float(100 * counted.item_means[place]),
                float(errors[place]),
                int(percent[:, place].min()),
                int(percent[:, place].max()),
                tuple(sorted(percent[:, place].tolist())),
                100 * difficulties[item.version] if item.version in difficulties else None,
            )
            for place, item in enumerate(ratings.items)
        ),
    )


def _with_difficulty(
    ratings: RoundRatings, difficulties: Mapping[UUID, float]
) -> list[float | None]:
    known = [place for place, item in enumerate(ratings.items) if item.version in difficulties]
    if len(known) < FEWEST_FOR_CORRELATION:
        return [None] * len(ratings.names)
    shares = [difficulties[ratings.items[place].version] for place in known]
    found = angoff_cut(ratings.shares[:, known], share_right=shares).with_difficulty
    return [float(one) if math.isfinite(one) else None for one in found]
