"""Curves of an item with several ordered categories, and the distribution of person fit."""

from __future__ import annotations

from collections.abc import Sequence
from math import erf, sqrt

import numpy as np
from numpy.typing import ArrayLike

from tauliah.core.psychometrics.category_items import CategoryItems, category_probability
from tauliah.core.psychometrics.plots.curves import ABILITIES, POINTS
from tauliah.core.psychometrics.plots.drawing import (
    DASHES,
    SERIES,
    Entry,
    Labels,
    drawing,
    frame_for,
    span_of,
)


def category_curve_plot(
    of: CategoryItems,
    item: int,
    *,
    labels: Labels,
    across: tuple[float, float] = ABILITIES,
) -> str:
    """The probability of each category of one item (by its place, from 0) along ability in logits.

    The legend names the categories in their order. Raises ValueError for more of them than there are
    lines to tell apart.
    """
    count = int(of.categories[item])
    if count > len(SERIES):
        raise ValueError(f"expected up to {len(SERIES)} categories, got {count}")
    theta = np.linspace(*across, POINTS)
    curves = category_probability(theta, of)[:, item, :count]
    entries = [
        Entry(str(place), series, dashes=dashes)
        for place, series, dashes in zip(range(count), SERIES, DASHES, strict=False)
    ]
    frame = frame_for(across, (0.0, 1.0), labels=labels, entries=entries)
    marks = [
        frame.line(theta, curves[:, place], series=entry.series, dashes=entry.dashes)
        for place, entry in enumerate(entries)
    ]
    return drawing(frame, labels, marks, entries=entries)


def person_fit_plot(edges: Sequence[float], counts: ArrayLike, *, labels: Labels) -> str:
    """How many persons have each person fit, counted between `edges`, and how many a standard normal
    distribution would have there.

    The legend names the persons, then the expected numbers.
    """
    found = np.asarray(counts, np.float64)
    ends = np.asarray(edges, np.float64)
    if ends.size != found.size + 1:
        raise ValueError("expected one edge more than counts")
    below = np.array([(1 + erf(edge / sqrt(2))) / 2 for edge in ends.tolist()])
    expected = found.sum() * np.diff(below)
    entries = [Entry("persons", "one", "bar"), Entry("expected", "two", dashes=DASHES[1])]
    up = (0.0, span_of(found, expected)[1])
    frame = frame_for((float(ends[0]), float(ends[-1])), up, labels=labels, entries=entries)
    room = 0.08 * float(ends[1] - ends[0])
    marks = [
        frame.bar(low + room, high - room, count, series="one")
        for low, high, count in zip(ends[:-1], ends[1:], found.tolist(), strict=True)
        if count > 0
    ]
    marks.append(frame.line((ends[:-1] + ends[1:]) / 2, expected, series="two", dashes=DASHES[1]))
    return drawing(frame, labels, marks, entries=entries)
