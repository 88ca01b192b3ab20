"""Curves along the scale of ability: of an item, and of the information of a whole form."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from tauliah.core.psychometrics.category_items import CategoryItems
from tauliah.core.psychometrics.item_curves import ObservedShares
from tauliah.core.psychometrics.items import Items, information, probability
from tauliah.core.psychometrics.plots.drawing import (
    DASHES,
    Entry,
    Labels,
    drawing,
    frame_for,
    span_of,
)
from tauliah.core.psychometrics.precision import total_information

ABILITIES = (-4.0, 4.0)
POINTS = 121


def item_curve_plot(
    of: Items,
    item: int,
    *,
    labels: Labels,
    observed: ObservedShares | None = None,
    across: tuple[float, float] = ABILITIES,
) -> str:
    """The characteristic curve of one item (by its place, from 0) along ability in logits, and the
    shares right that were observed, with intervals of 95 %.

    The legend names the curve, then the shares where they are given.
    """
    theta = np.linspace(*across, POINTS)
    curve = probability(theta, _one(of, item))[:, 0]
    entries = [Entry("curve", "one")]
    if observed is not None:
        entries.append(Entry("observed", "two", "dots"))
    frame = frame_for(across, (0.0, 1.0), labels=labels, entries=entries)
    marks = [frame.line(theta, curve, series="one")]
    if observed is not None:
        low, high = observed.interval()
        for x, y, below, above in zip(observed.theta, observed.share, low, high, strict=True):
            if across[0] <= x <= across[1]:
                marks += [
                    frame.whisker(x, below, above, series="two"),
                    frame.dot(x, y, series="two"),
                ]
    return drawing(frame, labels, marks, entries=entries)


def item_information_plot(
    of: Items, places: ArrayLike, *, labels: Labels, across: tuple[float, float] = ABILITIES
) -> str:
    """Fisher information of up to six items (by their places, from 0) along ability; the legend
    names each.
    """
    chosen = np.atleast_1d(np.asarray(places, np.int64)).tolist()
    if not 1 <= len(chosen) <= len(DASHES):
        raise ValueError(f"expected 1 to {len(DASHES)} items, got {len(chosen)}")
    theta = np.linspace(*across, POINTS)
    curves = information(theta, of)[:, chosen]
    entries = [
        Entry(str(place), series, dashes=dashes)
        for place, series, dashes in zip(
            chosen, ("one", "two", "three", "four", "five", "six"), DASHES, strict=False
        )
    ]
    top = span_of(curves)[1]
    frame = frame_for(across, (0.0, top), labels=labels, entries=entries)
    marks = [
        frame.line(theta, curves[:, number], series=entry.series, dashes=entry.dashes)
        for number, entry in enumerate(entries)
    ]
    return drawing(frame, labels, marks, entries=entries)


def form_information_plot(
    of: Items | CategoryItems,
    *,
    labels: Labels,
    cut: float | None = None,
    across: tuple[float, float] = ABILITIES,
) -> str:
    """Information of a form and the standard error it leaves, 1 / sqrt(information), along ability,
    in logits; and a cut on that scale.

    Both are read on the one axis, on which the error is drawn in logits. The legend names
    information, error, and the cut where it is given.
    """
    theta = np.linspace(*across, POINTS)
    whole = total_information(theta, of)
    with np.errstate(divide="ignore"):
        error = np.where(whole > 0, 1 / np.sqrt(whole), np.nan)
    entries = [Entry("information", "one"), Entry("error", "two", dashes=DASHES[1])]
    if cut is not None:
        entries.append(Entry("cut", "three", dashes="5 4"))
    # Far out the error has no bound; what is above the information needs no room of its own.
    top = max(float(whole.max()), 2 * float(np.nanmin(error))) * 1.05
    frame = frame_for(across, (0.0, top), labels=labels, entries=entries)
    marks = [
        frame.line(theta, whole, series="one"),
        frame.line(theta, np.where(error <= top, error, np.nan), series="two", dashes=DASHES[1]),
    ]
    if cut is not None:
        marks.append(frame.upright(cut, series="three"))
    return drawing(frame, labels, marks, entries=entries)


def _one(of: Items, item: int) -> Items:
    here = slice(item, item + 1)
    return Items(of.discrimination[here], of.difficulty[here], of.floor[here], of.ceiling[here])
