"""Scores of a form put on a reference by what one panel said of the items of both."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from tauliah.core.psychometrics.arrays import Floats, frozen
from tauliah.core.psychometrics.refusals import NotEstimable


@dataclass(frozen=True, slots=True, eq=False)
class JudgedEquating:
    """What the scores 0 to K of a form are worth on the reference, with standard errors over judges.

    `form_cut` and `reference_cut` are what the panel expects of a just competent candidate on each.
    """

    equivalents: Floats
    errors: Floats
    form_cut: float
    reference_cut: float


def judged_equating(
    form_ratings: ArrayLike,
    form_points: ArrayLike,
    reference_ratings: ArrayLike,
    reference_points: ArrayLike,
) -> JudgedEquating:
    """Put a form's scores on a reference so that the just competent candidate of the panel stands at
    the same place on both.

    Each argument of ratings is (judges, items) with shares 0 to 1, by the same judges in the same
    order; points are (items,). The scores map on straight lines from 0 to the expected score, and
    from there to all points: the form's cut is then the sum of its items' mean ratings, as in Angoff
    (1971). It rests on judgement alone and takes no account of how candidates really did. The errors
    are those of the mean over judges of each judge's own lines. Raises NotEstimable for fewer than
    two judges, or where the panel expects nothing or everything.
    """
    here, there = np.asarray(form_ratings, np.float64), np.asarray(reference_ratings, np.float64)
    worth_here = np.asarray(form_points, np.float64)
    worth_there = np.asarray(reference_points, np.float64)
    expected = (len(there), worth_here.size), (len(here), worth_there.size)
    if (here.shape, there.shape) != expected:
        raise ValueError("expected ratings of the same judges, and points for each item")
    cuts, reference_cuts = here @ worth_here, there @ worth_there
    most, reference_most = float(worth_here.sum()), float(worth_there.sum())
    is_inside = (cuts > 0) & (cuts < most)
    if is_inside.sum() < 2:
        raise NotEstimable(
            "nothing-expected",
            en="The judges expect nothing or everything of a just competent candidate, so there is "
            "no cut to carry over.",
            ms="Juri menjangkakan tiada apa-apa atau segala-galanya daripada calon yang sekadar "
            "kompeten, maka tiada skor lulus untuk dipindahkan.",
        )
    scores = np.arange(int(most) + 1, dtype=np.float64)
    lines = np.array(
        [
            np.interp(scores, [0.0, cut, most], [0.0, reference_cut, reference_most])
            for cut, reference_cut in zip(cuts[is_inside], reference_cuts[is_inside], strict=True)
        ]
    )
    form_cut, reference_cut = float(cuts.mean()), float(reference_cuts.mean())
    return JudgedEquating(
        equivalents=frozen(
            np.interp(scores, [0.0, form_cut, most], [0.0, reference_cut, reference_most])
        ),
        errors=frozen(lines.std(0, ddof=1) / np.sqrt(len(lines))),
        form_cut=form_cut,
        reference_cut=reference_cut,
    )
