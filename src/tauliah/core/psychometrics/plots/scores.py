"""Plots of number-right scores: what they are worth on another form, and who has them."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from tauliah.core.psychometrics.calibrated import quantile
from tauliah.core.psychometrics.plots.drawing import (
    DASHES,
    Entry,
    Labels,
    drawing,
    frame_for,
    span_of,
)
from tauliah.core.psychometrics.presmoothing import ScoreDistribution


def equating_plot(
    equivalents: ArrayLike,
    *,
    labels: Labels,
    errors: ArrayLike | None = None,
    confidence: float = 0.95,
) -> str:
    """What each score 0 to K of the new form is worth beyond its own number, in points of the old
    form, with the band that covers it so often.

    The difference is drawn, because on a plot of the function itself a point cannot be seen. The
    legend names the difference, then the band where errors are given.
    """
    worth = np.asarray(equivalents, np.float64)
    scores = np.arange(worth.size)
    difference = worth - scores
    far = np.zeros_like(worth)
    entries = [Entry("difference", "one")]
    if errors is not None:
        far = quantile(confidence) * np.asarray(errors, np.float64)
        entries.append(Entry("band", "one", "band"))
    up = span_of(difference - far, difference + far, [0.0])
    frame = frame_for((0.0, float(worth.size - 1)), up, labels=labels, entries=entries)
    marks = [frame.level(0.0)]
    if errors is not None:
        marks.append(frame.band(scores, difference - far, difference + far, series="one"))
    marks.append(frame.line(scores, difference, series="one"))
    return drawing(frame, labels, marks, entries=entries)


def score_plot(
    distribution: ScoreDistribution,
    *,
    labels: Labels,
    cut: float | None = None,
    cut_error: float | None = None,
    smooth: ScoreDistribution | None = None,
    confidence: float = 0.95,
) -> str:
    """How many persons have each score, the smoothed distribution, the cut, and the band that covers
    the cut so often.

    The legend names the persons, then, where they are given, the smoothed distribution, the cut and
    the band.
    """
    counts = distribution.counts
    scores = np.arange(counts.size)
    entries = [Entry("persons", "one", "bar")]
    tallest = [counts]
    if smooth is not None:
        entries.append(Entry("smooth", "four", dashes=DASHES[1]))
        tallest.append(smooth.counts)
    if cut is not None:
        entries.append(Entry("cut", "three", dashes="5 4"))
        if cut_error is not None:
            entries.append(Entry("band", "three", "band"))
    up = (0.0, span_of(*tallest)[1])
    frame = frame_for((-0.5, counts.size - 0.5), up, labels=labels, entries=entries)
    marks = [
        frame.bar(score - 0.42, score + 0.42, count, series="one")
        for score, count in zip(scores.tolist(), counts.tolist(), strict=True)
        if count > 0
    ]
    if smooth is not None:
        marks.append(frame.line(scores, smooth.counts, series="four", dashes=DASHES[1]))
    if cut is not None:
        if cut_error is not None:
            far = quantile(confidence) * cut_error
            ends = np.clip([cut - far, cut + far], *frame.across)
            marks.append(frame.band(ends, [up[0]] * 2, [up[1]] * 2, series="three"))
        marks.append(frame.upright(cut, series="three"))
    return drawing(frame, labels, marks, entries=entries)
