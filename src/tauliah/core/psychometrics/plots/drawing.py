"""The frame that every plot stands in: scales, axes, legend, marks, and the look of the house.

A picture is 360 units wide, so that its words can be read on a phone. Colours are classes with a
style inside the picture, light and dark; lines differ by dashes and points by shape too, because not
everyone tells colours apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from textwrap import wrap
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from tauliah.core.psychometrics.arrays import Floats

WIDTH, LEFT, RIGHT, PLOT_HEIGHT = 360, 50, 16, 200
TITLE_LETTERS, LEGEND_LETTERS = 44, 46
LINE = 19
SERIES = ("one", "two", "three", "four", "five", "six")
DASHES = ("", "7 4", "2 3", "10 3 2 3", "5 2", "1 4")
Shape = Literal["circle", "square", "diamond", "triangle"]
Sample = Literal["line", "dots", "band", "bar"]

_LIGHT = {
    "paper": "#fffdf8", "ink": "#1b2526", "soft": "#4a5656", "grid": "#dbd4c4", "axis": "#857e6c",
    "one": "#0f4f4d", "two": "#85560f", "three": "#9f231e", "four": "#1f4e80", "five": "#1d6439",
    "six": "#4a5656",
}  # fmt: skip
_DARK = {
    "paper": "#172324", "ink": "#ece7db", "soft": "#b3bab4", "grid": "#3a4b4c", "axis": "#74878a",
    "one": "#7fcabf", "two": "#ddb66e", "three": "#f39d93", "four": "#9bc4ef", "five": "#88d29d",
    "six": "#b3bab4",
}  # fmt: skip
_PROPERTY = {"paper": "fill", "ink": "fill", "soft": "fill", "grid": "stroke", "axis": "stroke"}
_STYLE = re.compile(r"<style>.*?</style>\n?", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Labels:
    """The words of a plot, all in one language: its title, what it shows for who cannot see it, its
    axes, and one word for each entry of its legend, in the order that the plot says.
    """

    title: str
    description: str
    across: str
    up: str
    legend: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the legend: what it looks like, and which word stands beside it."""

    word: str
    series: str
    sample: Sample = "line"
    dashes: str = ""
    shape: Shape = "circle"


@dataclass(frozen=True, slots=True)
class Frame:
    """Where values lie in the picture: `across` and `up` are (lowest, highest) in their own units;
    the plot is `height` units high and begins `top` units down.
    """

    across: tuple[float, float]
    up: tuple[float, float]
    top: float
    height: float = PLOT_HEIGHT

    def x(self, value: float) -> float:
        """The place of a value from left to right."""
        low, high = self.across
        return LEFT + (value - low) / (high - low) * (WIDTH - LEFT - RIGHT)

    def y(self, value: float) -> float:
        """The place of a value from top to bottom."""
        low, high = self.up
        return self.top + self.height - (value - low) / (high - low) * self.height

    def line(self, xs: ArrayLike, ys: ArrayLike, *, series: str, dashes: str = "") -> str:
        """A curve; where a value is no number it is broken."""
        path = _path(self, np.asarray(xs, np.float64), np.asarray(ys, np.float64))
        dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
        return (
            f'<path d="{path}" class="plot-{series}" fill="none" stroke="currentColor" '
            f'stroke-width="2.5" stroke-linejoin="round"{dashed}/>'
        )

    def band(self, xs: ArrayLike, low: ArrayLike, high: ArrayLike, *, series: str) -> str:
        """The area between two curves."""
        across, below, above = (np.asarray(one, np.float64) for one in (xs, low, high))
        kept = np.isfinite(below) & np.isfinite(above)
        around = np.concatenate([across[kept], across[kept][::-1]])
        edge = np.clip(np.concatenate([above[kept], below[kept][::-1]]), *self.up)
        return (
            f'<path d="{_path(self, around, edge)}Z" class="plot-{series}" fill="currentColor" '
            'fill-opacity="0.18"/>'
        )

    def bar(self, left: float, right: float, height: float, *, series: str) -> str:
        """A bar that stands on the axis."""
        x, y = self.x(left), self.y(height)
        return (
            f'<rect x="{short(x)}" y="{short(y)}" width="{short(self.x(right) - x)}" '
            f'height="{short(self.y(self.up[0]) - y)}" class="plot-{series}" '
            'fill="currentColor" fill-opacity="0.55"/>'
        )

    def whisker(self, x: float, low: float, high: float, *, series: str) -> str:
        """An interval that stands upright."""
        low, high = max(low, self.up[0]), min(high, self.up[1])
        return (
            f'<path d="M{short(self.x(x))} {short(self.y(low))}V{short(self.y(high))}" '
            f'class="plot-{series}" stroke="currentColor" stroke-width="1.5"/>'
        )

    def upright(self, x: float, *, series: str, dashes: str = "5 4") -> str:
        """A line from the axis to the top."""
        return (
            f'<path d="M{short(self.x(x))} {short(self.top)}V{short(self.top + self.height)}" '
            f'class="plot-{series}" stroke="currentColor" stroke-width="2" '
            f'stroke-dasharray="{dashes}"/>'
        )

    def level(self, y: float, *, dashes: str = "") -> str:
        """A quiet line across."""
        dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
        return f'<path d="M{LEFT} {short(self.y(y))}H{WIDTH - RIGHT}" class="plot-axis"{dashed}/>'

    def dot(self, x: float, y: float, *, series: str, shape: Shape = "circle") -> str:
        """A point, kept inside the frame."""
        return _dot(self.x(x), self.y(float(np.clip(y, *self.up))), series, shape)


def frame_for(
    across: tuple[float, float],
    up: tuple[float, float],
    *,
    labels: Labels,
    entries: Sequence[Entry],
    height: float = PLOT_HEIGHT,
) -> Frame:
    """The frame below the title and the legend. Raises ValueError for ends that are no numbers or not
    in order, and for a legend without a word for each entry.
    """
    if len(labels.legend) < len(entries):
        raise ValueError(f"expected {len(entries)} words in the legend, got {len(labels.legend)}")
    for low, high in (across, up):
        if not (np.isfinite(low) and np.isfinite(high) and low < high):
            raise ValueError(f"expected an axis from low to high, got {low} to {high}")
    head = len(_title_lines(labels)) + len(entries) + (1 if labels.up else 0)
    return Frame(across, up, top=14 + head * LINE + 4, height=height)


def drawing(
    frame: Frame,
    labels: Labels,
    marks: Iterable[str],
    *,
    entries: Sequence[Entry] = (),
    across_ticks: Sequence[tuple[float, str]] | None = None,
    up_ticks: Sequence[tuple[float, str]] | None = None,
) -> str:
    """The picture as SVG: title and description for screen readers, words, axes, then the marks."""
    bottom = frame.top + frame.height
    height = short(bottom + 44)
    parts = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" '
            'class="plot">'
        ),
        f"<title>{escape(labels.title)}</title>",
        f"<desc>{escape(labels.description)}</desc>",
        f"<style>{style()}</style>",
        f'<rect width="{WIDTH}" height="{height}" class="plot-paper"/>',
    ]
    y = 8
    for words in _title_lines(labels):
        y += LINE
        parts.append(f'<text x="16" y="{y}" class="plot-ink plot-head">{escape(words)}</text>')
    for word, entry in zip(labels.legend, entries, strict=False):
        y += LINE
        parts += [_sample(entry, y - 5), _text(52, y, word[:LEGEND_LETTERS], "soft")]
    if labels.up:
        parts.append(_text(16, y + LINE, labels.up, "soft"))
    for value, word in up_ticks if up_ticks is not None else ticks(*frame.up):
        place = short(frame.y(value))
        parts += [
            f'<path d="M{LEFT} {place}H{WIDTH - RIGHT}" class="plot-grid"/>',
            (
                f'<text x="{LEFT - 6}" y="{short(frame.y(value) + 5)}" class="plot-soft" '
                f'text-anchor="end">{escape(word)}</text>'
            ),
        ]
    parts.append(f'<path d="M{LEFT} {short(bottom)}H{WIDTH - RIGHT}" class="plot-axis"/>')
    for value, word in across_ticks if across_ticks is not None else ticks(*frame.across):
        parts.append(
            f'<text x="{short(frame.x(value))}" y="{short(bottom + 18)}" class="plot-soft" '
            f'text-anchor="middle">{escape(word)}</text>'
        )
    parts += [
        *marks,
        (
            f'<text x="{WIDTH - RIGHT}" y="{short(bottom + 36)}" class="plot-soft" '
            f'text-anchor="end">{escape(labels.across)}</text>'
        ),
        "</svg>",
    ]
    return "\n".join(parts)


def for_page(picture: str) -> str:
    """The same picture without its style, for a page whose own style sheet knows the classes and
    which allows no style inside.
    """
    return _STYLE.sub("", picture, count=1)


def style() -> str:
    """The rules of a picture that stands alone."""
    sans = '"Source Sans 3","Segoe UI","Helvetica Neue",Arial,sans-serif'
    light, dark = (
        "".join(
            f".plot-{name}{{{_PROPERTY.get(name, 'color')}:{colour}}}"
            for name, colour in palette.items()
        )
        for palette in (_LIGHT, _DARK)
    )
    return (
        f".plot{{font-family:{sans};font-size:14px}}.plot-head{{font-weight:600;font-size:15px}}"
        f"{light}@media (prefers-color-scheme:dark){{{dark}}}"
    )


def ticks(low: float, high: float, *, most: int = 6) -> tuple[tuple[float, str], ...]:
    """Round values inside, at equal steps of 1, 2 or 5, each with its word."""
    rough = (high - low) / most
    power = 10.0 ** np.floor(np.log10(rough))
    step = next(float(power * unit) for unit in (1, 2, 5, 10) if power * unit >= rough * (1 - 1e-9))
    first = np.ceil(low / step - 1e-9)
    values = np.arange(first, np.floor(high / step + 1e-9) + 1) * step
    digits = max(0, -int(np.floor(np.log10(step) + 1e-9)))
    return tuple(
        (float(value), f"{value + 0.0:.{digits}f}".replace("-", "\N{MINUS SIGN}"))
        for value in values
    )


def span_of(*values: ArrayLike, room: float = 0.05) -> tuple[float, float]:
    """From the lowest to the highest finite value, with a little room; a unit around a single one."""
    whole = np.concatenate([np.ravel(np.asarray(one, np.float64)) for one in values])
    finite = whole[np.isfinite(whole)]
    if not finite.size:
        raise ValueError("expected some finite values to draw")
    low, high = float(finite.min()), float(finite.max())
    if high - low < 1e-12:
        return low - 0.5, high + 0.5
    return low - room * (high - low), high + room * (high - low)


def short(value: float) -> str:
    """A number of the picture, to a hundredth of a unit."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _path(frame: Frame, xs: Floats, ys: Floats) -> str:
    steps, is_down = [], False
    for x, y in zip(xs.tolist(), ys.tolist(), strict=True):
        if not (np.isfinite(x) and np.isfinite(y)):
            is_down = False
            continue
        steps.append(f"{'L' if is_down else 'M'}{short(frame.x(x))} {short(frame.y(y))}")
        is_down = True
    return "".join(steps)


def _dot(x: float, y: float, series: str, shape: Shape) -> str:
    if shape == "circle":
        return (
            f'<circle cx="{short(x)}" cy="{short(y)}" r="4" class="plot-{series}" '
            'fill="currentColor"/>'
        )
    around = {
        "square": ((-4, -4), (4, -4), (4, 4), (-4, 4)),
        "diamond": ((0, -5.5), (5.5, 0), (0, 5.5), (-5.5, 0)),
        "triangle": ((0, -5.5), (5, 4), (-5, 4)),
    }[shape]
    points = " ".join(f"{short(x + dx)},{short(y + dy)}" for dx, dy in around)
    return f'<polygon points="{points}" class="plot-{series}" fill="currentColor"/>'


def _sample(entry: Entry, y: float) -> str:
    if entry.sample == "dots":
        return _dot(32, y, entry.series, entry.shape)
    if entry.sample == "line":
        dashed = f' stroke-dasharray="{entry.dashes}"' if entry.dashes else ""
        return (
            f'<path d="M16 {short(y)}H46" class="plot-{entry.series}" stroke="currentColor" '
            f'stroke-width="2.5"{dashed}/>'
        )
    opacity = "0.18" if entry.sample == "band" else "0.55"
    return (
        f'<rect x="16" y="{short(y - 5)}" width="30" height="10" class="plot-{entry.series}" '
        f'fill="currentColor" fill-opacity="{opacity}"/>'
    )


def _text(x: float, y: float, words: str, kind: str) -> str:
    return f'<text x="{short(x)}" y="{short(y)}" class="plot-{kind}">{escape(words)}</text>'


def _title_lines(labels: Labels) -> list[str]:
    return wrap(labels.title, TITLE_LETTERS)
