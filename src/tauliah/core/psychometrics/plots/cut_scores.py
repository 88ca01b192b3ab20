"""Plots of standard setting: bookmarks in a booklet, a compromise between bounds, groups of candidates."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike

from tauliah.core.psychometrics.plots.drawing import (
    DASHES,
    Entry,
    Frame,
    Labels,
    drawing,
    frame_for,
    short,
    span_of,
)
from tauliah.core.psychometrics.presmoothing import ScoreDistribution
from tauliah.core.psychometrics.standards import HofsteeCut

MOST_GROUPS = 3


def bookmark_plot(locations: ArrayLike, bookmarks: ArrayLike, *, labels: Labels, cut: float) -> str:
    """The location of each page of a booklet in logits, the pages (from 1) at which judges placed their
    bookmarks, and the cut in logits.

    Bookmarks on one page stand above each other. The legend names pages, bookmarks, and the cut.
    """
    heights, pages = np.asarray(locations, np.float64), np.asarray(bookmarks, np.int64)
    low, high = span_of(heights, [cut], room=0.1)
    entries = [
        Entry("pages", "one"),
        Entry("bookmarks", "two", "dots", shape="diamond"),
        Entry("cut", "three", dashes="5 4"),
    ]
    frame = frame_for((0.5, heights.size + 1.5), (low, high), labels=labels, entries=entries)
    places = np.arange(1, heights.size + 1)
    marks = [frame.line(places, heights, series="one")]
    marks.append(frame.line(frame.across, (cut, cut), series="three", dashes="5 4"))
    seen: dict[int, int] = {}
    for page in sorted(pages.tolist()):
        above = seen.get(page, 0)
        seen[page] = above + 1
        height = float(heights[min(page, heights.size) - 1]) + above * 0.06 * (high - low)
        marks.append(frame.dot(page, height, series="two", shape="diamond"))
    return drawing(frame, labels, marks, entries=entries)


def hofstee_plot(distribution: ScoreDistribution, found: HofsteeCut, *, labels: Labels) -> str:
    """The share of persons below each cut, the box of cuts and shares that the judges allow with its
    falling diagonal, and the cut where both meet, if they do (else it is NaN).

    The legend names the share, the box, the diagonal and the cut.
    """
    counts = distribution.counts
    below = np.concatenate([[0.0], np.cumsum(counts)]) / distribution.persons
    entries = [
        Entry("share", "one"),
        Entry("box", "four", "band"),
        Entry("diagonal", "four", dashes=DASHES[1]),
        Entry("cut", "three", dashes="5 4"),
    ]
    frame = frame_for((0.0, float(counts.size)), (0.0, 1.0), labels=labels, entries=entries)
    marks = [
        _box(frame, found),
        frame.line(
            (found.lowest_cut, found.highest_cut),
            (found.highest_fail_rate, found.lowest_fail_rate),
            series="four",
            dashes=DASHES[1],
        ),
        frame.line(np.arange(counts.size + 1), below, series="one"),
    ]
    if np.isfinite(found.cut):
        marks += [
            frame.upright(found.cut, series="three"),
            frame.dot(found.cut, found.fail_rate, series="three", shape="diamond"),
        ]
    return drawing(frame, labels, marks, entries=entries)


def groups_plot(groups: Sequence[ArrayLike], *, labels: Labels, cut: float | None = None) -> str:
    """How many candidates of each of up to three groups have each score 0 to K, and the cut.

    The legend names the groups, then the cut where it is given.
    """
    counted = [np.asarray(one, np.float64) for one in groups]
    if not 1 <= len(counted) <= MOST_GROUPS:
        raise ValueError(f"expected 1 to {MOST_GROUPS} groups, got {len(counted)}")
    size = counted[0].size
    named = zip(("one", "two", "four"), DASHES, strict=False)
    entries = [Entry(series, series, dashes=dashes) for series, dashes in named][: len(counted)]
    if cut is not None:
        entries.append(Entry("cut", "three", dashes="5 4"))
    top = max(1.0, span_of(*counted)[1])
    frame = frame_for((0.0, float(size - 1)), (0.0, top), labels=labels, entries=entries)
    scores = np.arange(size)
    marks = [
        frame.line(scores, counts, series=entry.series, dashes=entry.dashes)
        for counts, entry in zip(counted, entries, strict=False)
    ]
    if cut is not None:
        marks.append(frame.upright(cut, series="three"))
    return drawing(frame, labels, marks, entries=entries)


def _box(frame: Frame, found: HofsteeCut) -> str:
    left, right = frame.x(found.lowest_cut), frame.x(found.highest_cut)
    top, bottom = frame.y(found.highest_fail_rate), frame.y(found.lowest_fail_rate)
    return (
        f'<rect x="{short(left)}" y="{short(top)}" width="{short(right - left)}" '
        f'height="{short(bottom - top)}" class="plot-four" fill="currentColor" '
        'fill-opacity="0.18" stroke="currentColor" stroke-width="1.5"/>'
    )
