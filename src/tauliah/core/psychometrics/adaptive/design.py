"""What an adaptive exam is made of: its bank, how items are chosen, and when it ends."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from tauliah.core.psychometrics.arrays import Floats, Whole, frozen
from tauliah.core.psychometrics.items import Items

Selection = Literal["information", "kullback-leibler"]


@dataclass(frozen=True, slots=True, eq=False)
class Content:
    """How an exam is balanced over content areas.

    `area` (items,) holds each item's area from 0 on; `most` (areas,) is how many items of an area
    an exam of full length has. Made by `balanced`.
    """

    area: Whole
    most: Whole


def balanced(area: ArrayLike, most: ArrayLike) -> Content:
    """Content areas of the items, and how many items of each an exam of full length has.

    Raises ValueError naming the areas (from 0) of which the bank has fewer items than that.
    """
    areas, wanted = np.asarray(area, np.int64), np.asarray(most, np.int64)
    if areas.ndim != 1 or wanted.ndim != 1 or not areas.size or areas.min() < 0:
        raise ValueError("expected an area from 0 on for each item and a number for each area")
    if areas.max() >= wanted.size or wanted.min() < 0:
        raise ValueError(f"expected areas from 0 to {wanted.size - 1} and numbers from 0 on")
    held = np.bincount(areas, minlength=wanted.size)
    if (held < wanted).any():
        short = ", ".join(
            f"{place} ({held[place]} of {wanted[place]})" for place in np.flatnonzero(held < wanted)
        )
        raise ValueError(f"the bank has too few items in area {short}")
    return Content(frozen(areas.copy()), frozen(wanted.copy()))


@dataclass(frozen=True, slots=True)
class Cut:
    """Pass or fail by Wald's (1945) sequential probability ratio test.

    It tells abilities `indifference` above the cut from those as far below, both in logits: who
    stands there is failed wrongly with a chance of at most `false_fail`, passed wrongly with one of
    at most `false_pass`, as far as the exam is long enough.
    """

    theta: float
    indifference: float = 0.2
    false_pass: float = 0.05
    false_fail: float = 0.05

    def __post_init__(self) -> None:
        if not (self.indifference > 0 and 0 < self.false_pass < 0.5 and 0 < self.false_fail < 0.5):
            raise ValueError("expected an indifference above 0 and chances between 0 and 0.5")

    @property
    def pass_at(self) -> float:
        """The log of the likelihood ratio from which on somebody has passed: Wald's ln A."""
        return float(np.log((1 - self.false_fail) / self.false_pass))

    @property
    def fail_at(self) -> float:
        """The log of the likelihood ratio down from which somebody has failed: Wald's ln B."""
        return float(np.log(self.false_fail / (1 - self.false_pass)))

    @property
    def middle(self) -> float:
        """The log of the likelihood ratio past which an exam at its full length is passed."""
        return (self.pass_at + self.fail_at) / 2


@dataclass(frozen=True, slots=True, eq=False)
class Design:
    """An adaptive exam.

    Items are chosen by Fisher's `information` at the estimate (Lord, 1980, section 10.2), or by the
    `kullback-leibler` index of Chang and Ying (1996, equation 8, with delta 3 / sqrt(n)), among
    those of the content area that is furthest behind its share (Kingsbury and Zara, 1989); at
    `choose_at` instead of the estimate, where it is given (Spray and Reckase, 1996, choose at the
    cut). Of the `among` best items one is taken at random (randomesque: Kingsbury and Zara).
    `exposure` (items,) are the chances with which a chosen item is given: Sympson and Hetter (1985),
    made by `calibrated_exposure`.

    It ends at `length` items; from `shortest` items on also when the standard error is `error` or
    less, or when the sequential test at `cut` decides. `mean` and `deviation` are the normal prior.
    """

    bank: Items
    length: int
    shortest: int = 1
    selection: Selection = "information"
    choose_at: float | None = None
    among: int = 1
    content: Content | None = None
    exposure: Floats | None = None
    error: float | None = None
    cut: Cut | None = None
    mean: float = 0.0
    deviation: float = 1.0

    def __post_init__(self) -> None:
        if not 1 <= self.shortest <= self.length <= len(self.bank):
            raise ValueError(
                "expected 1 <= shortest <= length <= items of the bank, got "
                f"{self.shortest}, {self.length} and {len(self.bank)}"
            )
        if self.among < 1 or not self.deviation > 0:
            raise ValueError("expected among of 1 or more and a deviation above 0")
        if self.content is not None:
            if self.content.area.size != len(self.bank):
                raise ValueError(f"expected an area for each of {len(self.bank)} items")
            if int(self.content.most.sum()) != self.length:
                raise ValueError(
                    f"the areas have {int(self.content.most.sum())} items together, "
                    f"the exam has {self.length}"
                )
        given = self.exposure
        if given is not None and (
            given.shape != (len(self.bank),) or not ((given >= 0) & (given <= 1)).all()
        ):
            raise ValueError(f"expected {len(self.bank)} chances of exposure from 0 to 1")
