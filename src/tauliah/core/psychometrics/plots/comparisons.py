"""Plots that set things side by side: the options of an item, items of two groups, items and persons."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import numpy as np
from numpy.typing import ArrayLike

from tauliah.core.psychometrics.calibrated import quantile
from tauliah.core.psychometrics.dif import DifClass
from tauliah.core.psychometrics.item_analysis import OptionFigures
from tauliah.core.psychometrics.plots.drawing import (
    DASHES,
    LEFT,
    RIGHT,
    SERIES,
    WIDTH,
    Entry,
    Labels,
    Shape,
    drawing,
    frame_for,
    short,
    span_of,
    ticks,
)

_SHAPES: tuple[Shape, ...] = ("circle", "square", "diamond", "triangle", "square", "diamond")
_OF_CLASS: dict[DifClass, tuple[str, Shape]] = {
    "A": ("one", "circle"),
    "B": ("two", "diamond"),
    "C": ("three", "square"),
}


def option_plot(options: Sequence[OptionFigures], *, labels: Labels) -> str:
    """The share of persons that chose each option of one item, from the weakest fifth to the
    strongest; the key first, in a full line.

    The legend names the options, the key first, then the others in their order.
    """
    ordered = sorted(options, key=lambda option: not option.is_key)
    if not ordered or not ordered[0].is_key or len({option.item for option in ordered}) != 1:
        raise ValueError("expected the options of one item, the key among them")
    if len(ordered) > len(SERIES):
        raise ValueError(f"expected up to {len(SERIES)} options, got {len(ordered)}")
    groups = max(len(option.by_fifth) for option in ordered)
    if not groups:
        raise ValueError("expected options that somebody chose")
    entries = [
        Entry(option.option, series, dashes=dashes)
        for option, series, dashes in zip(ordered, SERIES, DASHES, strict=False)
    ]
    frame = frame_for((0.8, groups + 0.2), (0.0, 1.0), labels=labels, entries=entries)
    places = np.arange(1, groups + 1)
    marks = []
    for option, entry, shape in zip(ordered, entries, _SHAPES, strict=False):
        shares = np.array(option.by_fifth)
        marks.append(frame.line(places, shares, series=entry.series, dashes=entry.dashes))
        marks += [
            frame.dot(x, y, series=entry.series, shape=shape)
            for x, y in zip(places.tolist(), shares.tolist(), strict=True)
        ]
    words = [(float(place), str(place)) for place in places.tolist()]
    return drawing(frame, labels, marks, entries=entries, across_ticks=words)


def dif_plot(
    sizes: ArrayLike,
    errors: ArrayLike,
    classes: Sequence[DifClass],
    *,
    labels: Labels,
    items: Sequence[str] = (),
    limits: tuple[float, ...] = (1.0, 1.5),
    confidence: float = 0.95,
) -> str:
    """The size of DIF of each item with its interval, marked by class, and lines at the limits of
    the classes, by default those of Mantel-Haenszel on the delta scale.

    Items of class C are named by `items` (by default numbers). Items whose size is no number are
    not drawn. The legend names the classes A, B and C.
    """
    size, error = np.asarray(sizes, np.float64), np.asarray(errors, np.float64)
    if not size.shape == error.shape == (len(classes),):
        raise ValueError("expected a size, an error and a class for each item")
    names = tuple(items) or tuple(str(place + 1) for place in range(size.size))
    far = quantile(confidence) * np.nan_to_num(error)
    entries = [
        Entry(name, series, "dots", shape=shape) for name, (series, shape) in _OF_CLASS.items()
    ]
    outermost = max(limits, default=1.0) * 1.2
    up = span_of(size - far, size + far, [-outermost, outermost])
    frame = frame_for((0.0, size.size + 1.0), up, labels=labels, entries=entries)
    marks = [frame.level(0.0)]
    marks += [frame.level(side * limit, dashes="3 4") for limit in limits for side in (-1, 1)]
    for place, (y, reach, kind, name) in enumerate(
        zip(size.tolist(), far.tolist(), classes, names, strict=True), start=1
    ):
        if not np.isfinite(y) or kind not in _OF_CLASS:
            continue
        series, shape = _OF_CLASS[kind]
        marks += [
            frame.whisker(place, y - reach, y + reach, series=series),
            frame.dot(place, y, series=series, shape=shape),
        ]
        if kind == "C":
            marks.append(_beside(frame.x(place), frame.y(y), name))
    numbers = [
        (value, word)
        for value, word in ticks(*frame.across)
        if 1 <= value <= size.size and value == round(value)
    ]
    return drawing(frame, labels, marks, entries=entries, across_ticks=numbers)


def wright_map(
    abilities: ArrayLike,
    difficulties: ArrayLike,
    *,
    labels: Labels,
    cut: float | None = None,
    step: float = 0.5,
) -> str:
    """Persons to the left and items to the right of one upright scale in logits, counted in steps;
    and the cut. Wright and Stone (1979).

    Values that are not finite are not drawn. The legend names persons, items, and the cut where it
    is given.
    """
    persons, hardness = (np.asarray(one, np.float64) for one in (abilities, difficulties))
    persons, hardness = persons[np.isfinite(persons)], hardness[np.isfinite(hardness)]
    given = [] if cut is None else [cut]
    low, high = span_of(persons, hardness, given, room=0.0)
    edges = np.arange(np.floor(low / step), np.ceil(high / step + 1e-9) + 1) * step
    entries = [Entry("persons", "one", "bar"), Entry("items", "two", "bar")]
    if cut is not None:
        entries.append(Entry("cut", "three", dashes="5 4"))
    frame = frame_for(
        (-1.0, 1.0),
        (float(edges[0]), float(edges[-1])),
        labels=labels,
        entries=entries,
        height=280,
    )
    marks = []
    for values, series, side in ((persons, "one", -1), (hardness, "two", 1)):
        counts, _ = np.histogram(values, edges)
        shares = counts / max(1, int(counts.max()))
        for bottom, top, share in zip(edges[:-1], edges[1:], shares, strict=True):
            if share > 0:
                left, right = sorted((frame.x(0), frame.x(side * 0.96 * float(share))))
                marks.append(
                    f'<rect x="{short(left)}" y="{short(frame.y(top) + 1)}" '
                    f'width="{short(right - left)}" '
                    f'height="{short(frame.y(bottom) - frame.y(top) - 2)}" '
                    f'class="plot-{series}" fill="currentColor" fill-opacity="0.55"/>'
                )
    middle = short(frame.x(0))
    marks.append(
        f'<path d="M{middle} {short(frame.top)}V{short(frame.top + frame.height)}" '
        'class="plot-axis"/>'
    )
    if cut is not None:
        marks.append(
            f'<path d="M{LEFT} {short(frame.y(cut))}H{WIDTH - RIGHT}" class="plot-three" '
            'stroke="currentColor" stroke-width="2" stroke-dasharray="5 4"/>'
        )
    return drawing(frame, labels, marks, entries=entries, across_ticks=())


def _beside(x: float, y: float, words: str) -> str:
    is_far = x > WIDTH - 90
    anchor, place = ("end", x - 8) if is_far else ("start", x + 8)
    return (
        f'<text x="{short(place)}" y="{short(y + 5)}" class="plot-ink" '
        f'text-anchor="{anchor}">{escape(words)}</text>'
    )
