"""What a closed round says by each method: the panel's cut with its error, or why there is none."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TypeAlias
from uuid import UUID

import numpy as np

from tauliah.apps.standards.models import Round, Study
from tauliah.apps.standards.queries import RatedItem, items_of
from tauliah.apps.standards.rounds import ratings_of_round, round_figures
from tauliah.apps.standards.said import (
    bookmarks_until,
    bounds_until,
    handed_in_of,
    sortings_until,
)
from tauliah.core.exam.study_methods import (
    GROUPS,
    Bounds,
    StudyMethod,
    group_size_refusal,
    whole_points,
)
from tauliah.core.kernel import Refused
from tauliah.core.psychometrics import (
    HofsteeCut,
    Items,
    NotEstimable,
    bookmark_cut,
    borderline_group_cut,
    contrasting_groups_cut,
    distribution_of_counts,
    groups_by_most,
    hofstee_cut,
    hofstee_error,
    items,
    ordered_booklet,
)


@dataclass(frozen=True, slots=True)
class PlacedPages:
    """Bookmarks in a booklet: the `locations` of its pages in logits, the page and the cut in logits
    of each judge, and the panel's cut there with its error and the deviation between judges.
    """

    items: tuple[RatedItem, ...]
    locations: tuple[float, ...]
    judges: tuple[tuple[str, int, float], ...]
    theta: float
    theta_error: float
    deviation: float


@dataclass(frozen=True, slots=True)
class Compromise:
    """The bounds of each judge, their mean with the cut (NaN where there is none), and the scores."""

    counts: tuple[int, ...]
    judges: tuple[tuple[str, Bounds], ...]
    found: HofsteeCut


@dataclass(frozen=True, slots=True)
class SortedCandidates:
    """How many candidates of each group have each whole number of points, and how judges agree.

    `judges` have the sizes of the groups that each of them made. `agreement` is None where no two
    judges know one candidate.
    """

    counts: dict[str, tuple[int, ...]]
    judges: tuple[tuple[str, dict[str, int]], ...]
    unsorted: int
    unsettled: int
    agreement: float | None

    def size(self, group: str) -> int:
        """How many candidates are in a group."""
        return sum(self.counts[group])


Detail: TypeAlias = PlacedPages | Compromise | SortedCandidates


@dataclass(frozen=True, slots=True)
class PanelCut:
    """The panel's cut in points with its standard error; both 0 where it is `refused`."""

    cut: float
    error: float
    refused: Refused | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """A closed round of a study by another method than Angoff's, with what it rests on."""

    method: StudyMethod
    number: int
    of: int
    panel: PanelCut
    detail: Detail

    @property
    def percent(self) -> float:
        """The cut in a hundred points."""
        return 100 * self.panel.cut / self.of


def closed_outcomes(study_id: UUID) -> tuple[Outcome, ...]:
    """What every closed round of a study says, in their order; of Angoff's, `closed_rounds` tells."""
    study = Study.objects.get(pk=study_id)
    numbers = Round.objects.filter(study=study, end__isnull=False).order_by("number")
    return tuple(outcome_of(study, number) for number in numbers.values_list("number", flat=True))


def panel_cut(study: Study, number: int) -> PanelCut:
    """The panel's cut in a closed round, whatever the method."""
    if study.method != "angoff":
        return outcome_of(study, number).panel
    figures = round_figures(ratings_of_round(study, number), {}, number=number)
    return PanelCut(figures.cut, figures.error)


def outcome_of(study: Study, number: int) -> Outcome:
    """What a closed round of a study says."""
    if study.method == "bookmark":
        panel, detail = _bookmarks(study, number)
        return Outcome("bookmark", number, study.points, panel, detail)
    if study.method == "hofstee":
        compromise, bounds = _compromise(study, number)
        return Outcome("hofstee", number, study.points, compromise, bounds)
    method: StudyMethod = "borderline" if study.method == "borderline" else "contrasting"
    of_groups, groups = _groups(study, number, method)
    return Outcome(method, number, study.points, of_groups, groups)


def booklet_items(study: Study) -> Items:
    """The parameters of a booklet's items, page by page."""
    a, b, c = zip(*study.basis["parameters"], strict=True)
    return items(a, b, floor=c)


def _bookmarks(study: Study, number: int) -> tuple[PanelCut, PlacedPages]:
    placed, handed = bookmarks_until(study, number), handed_in_of(study, number)
    of, probability = booklet_items(study), study.basis["probability"]
    found = bookmark_cut([placed[row] for row, _ in handed], of, response_probability=probability)
    detail = PlacedPages(
        items=items_of(study),
        locations=tuple(ordered_booklet(of, response_probability=probability).locations.tolist()),
        judges=tuple(
            (name, placed[row], float(cut))
            for (row, name), cut in zip(handed, found.judge_cuts.tolist(), strict=True)
        ),
        theta=found.cut,
        theta_error=found.error,
        deviation=found.deviation,
    )
    return PanelCut(found.score, found.score_error), detail


def _compromise(study: Study, number: int) -> tuple[PanelCut, Compromise]:
    said, handed = bounds_until(study, number), handed_in_of(study, number)
    bounds = [said[row] for row, _ in handed]
    distribution = distribution_of_counts(study.basis["distribution"])
    given: dict[str, list[float]] = {
        "lowest_cuts": [one.lowest_cut for one in bounds],
        "highest_cuts": [one.highest_cut for one in bounds],
        "lowest_fail_rates": [one.lowest_fail / 100 for one in bounds],
        "highest_fail_rates": [one.highest_fail / 100 for one in bounds],
    }
    try:
        found = hofstee_cut(distribution, **given)
        error = hofstee_error(distribution, **given)
        panel = PanelCut(found.cut, error if math.isfinite(error) else 0.0)
    except NotEstimable as refusal:
        means = [float(np.mean(one)) for one in given.values()]
        found = HofsteeCut(math.nan, math.nan, *means)
        panel = PanelCut(0.0, 0.0, refusal.refused)
    judges = tuple((name, said[row]) for row, name in handed)
    return panel, Compromise(tuple(study.basis["distribution"]), judges, found)


def _groups(study: Study, number: int, method: StudyMethod) -> tuple[PanelCut, SortedCandidates]:
    names = list(GROUPS[method])
    candidates = list(study.candidates.order_by("pk").values_list("pk", "points"))
    places = {pk: place for place, (pk, _) in enumerate(candidates)}
    said, handed = sortings_until(study, number), handed_in_of(study, number)
    judgements = np.full((len(handed), len(candidates)), -1, np.int64)
    judges = []
    for at, (row, name) in enumerate(handed):
        own = said.get(row, {})
        for candidate, group in own.items():
            judgements[at, places[candidate]] = names.index(group)
        judges.append((name, {one: list(own.values()).count(one) for one in names}))
    found = groups_by_most(judgements, of=len(names))
    points = np.array([float(one) for _, one in candidates])
    whole = np.array([whole_points(one) for _, one in candidates], np.int64)
    detail = SortedCandidates(
        counts={
            group: tuple(
                np.bincount(whole[found.groups == at], minlength=study.points + 1).tolist()
            )
            for at, group in enumerate(names)
        },
        judges=tuple(judges),
        unsorted=int((found.groups < 0).sum()) - found.unsettled,
        unsettled=found.unsettled,
        agreement=found.agreement if math.isfinite(found.agreement) else None,
    )
    refused = group_size_refusal(method, {group: detail.size(group) for group in names})
    if refused:
        return PanelCut(0.0, 0.0, refused), detail
    try:
        if method == "borderline":
            cut = borderline_group_cut(points[found.groups == names.index("border")])
        else:
            is_sorted = found.groups >= 0
            cut = contrasting_groups_cut(points[is_sorted], found.groups[is_sorted] == 1)
    except NotEstimable as refusal:
        return PanelCut(0.0, 0.0, refusal.refused), detail
    return PanelCut(cut.cut, cut.error), detail
