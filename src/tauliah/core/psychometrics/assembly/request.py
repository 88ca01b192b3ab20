"""What a committee asks of parallel forms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from tauliah.core.kernel import LocalText
from tauliah.core.psychometrics.arrays import Floats, frozen
from tauliah.core.psychometrics.assembly.pool import Pool
from tauliah.core.psychometrics.items import Items, information

Aim = Literal["near", "most"]


@dataclass(frozen=True, slots=True)
class Count:
    """How many items of a form have a label: of a topic, with a key, of a group.

    `called` is what sentences call these items; without it, classification and label.
    """

    classification: str
    label: str
    at_least: int = 0
    at_most: int | None = None
    called: LocalText | None = None


@dataclass(frozen=True, slots=True)
class Amount:
    """How much the items of a form have together: words, seconds.

    `called` is what sentences call it; without it, the name.
    """

    name: str
    at_least: float = 0.0
    at_most: float | None = None
    called: LocalText | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Target:
    """The information that each form should have at some abilities.

    `share` (items, points) is what an item has at a point, over what a form should have there.
    "near" makes the largest deviation of any form at any point as small as can be (van der Linden,
    2005, section 5.1, minimax); "most" makes the smallest information as large as can be, in the
    proportions of the target (maximin, section 5.2). `within` is the largest deviation, a share of
    the target, with which a form is still of use.
    """

    points: Floats
    wanted: Floats
    share: Floats
    aim: Aim = "near"
    within: float | None = None


def target(
    of: Items,
    points: ArrayLike,
    wanted: ArrayLike,
    *,
    aim: Aim = "near",
    within: float | None = None,
) -> Target:
    """A target for calibrated items, in the order of the pool; `wanted` (points,) information."""
    at, height = np.atleast_1d(np.asarray(points, np.float64)), np.asarray(wanted, np.float64)
    height = np.broadcast_to(height, at.shape).copy()
    if not (np.isfinite(at) & np.isfinite(height) & (height > 0)).all():
        raise ValueError("expected finite points, and information above 0 at each")
    if within is not None and not within > 0:
        raise ValueError(f"expected a deviation above 0, got {within}")
    share = np.ascontiguousarray((information(at, of) / height[:, None]).T)
    return Target(frozen(at.copy()), frozen(height), frozen(share), aim, within)


@dataclass(frozen=True, slots=True)
class Request:
    """Parallel forms: how many, how long, and what each of them must have.

    Any two share at most `overlap` items. `exposure` is how many forms an item may be in over its
    life, these and those of `Pool.uses` together. Items must exist in both languages if
    `bilingual`.
    """

    forms: int
    length: int
    counts: tuple[Count, ...] = ()
    amounts: tuple[Amount, ...] = ()
    target: Target | None = None
    overlap: int = 0
    exposure: int | None = None
    bilingual: bool = True

    def __post_init__(self) -> None:
        if self.forms < 1 or self.length < 1 or self.overlap < 0:
            raise ValueError("expected a form or more, an item or more, and overlap of 0 or more")
        if self.exposure is not None and self.exposure < 1:
            raise ValueError(f"expected exposure of 1 or more, got {self.exposure}")
        bounded: tuple[Count | Amount, ...] = (*self.counts, *self.amounts)
        for asked in bounded:
            if asked.at_least < 0 or (asked.at_most is not None and asked.at_most < asked.at_least):
                raise ValueError(f"expected 0 <= at_least <= at_most: {asked}")


def evenly(of: Pool, classification: str, *, length: int, slack: int = 1) -> tuple[Count, ...]:
    """Counts that spread a form evenly over the labels of a classification, keys above all.

    Each label has its equal part of the length, give or take `slack`.
    """
    labels = sorted(set(of.labels[classification]))
    low, high = length // len(labels), -(-length // len(labels))
    return tuple(
        Count(classification, label, max(0, low - slack), high + slack) for label in labels
    )
