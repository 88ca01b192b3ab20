"""Items held at parameters from an earlier calibration, so that new items come onto its scale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tauliah.core.psychometrics.arrays import Floats, Whole
from tauliah.core.psychometrics.category_items import CategoryItems
from tauliah.core.psychometrics.items import Items, intercepts
from tauliah.core.psychometrics.logits import logit
from tauliah.core.psychometrics.models.curves import AnyModel
from tauliah.core.psychometrics.refusals import require_of_each


@dataclass(frozen=True, slots=True)
class Anchors:
    """The `places` (columns of the responses, from 0) of items that are held, and the parameters at
    which they are held, in the same order: `Items` for the 1PL, 2PL and 3PL, else `CategoryItems`.
    """

    places: Sequence[int]
    items: Items | CategoryItems

    def __post_init__(self) -> None:
        if len(self.places) != len(self.items) or not len(self.items):
            raise ValueError(
                f"expected one place for each anchor, got {len(self.places)} places and "
                f"{len(self.items)} items"
            )
        if len(set(self.places)) != len(self.places) or min(self.places) < 0:
            raise ValueError("expected each place once, counted from 0")


@dataclass(frozen=True, slots=True, eq=False)
class Held:
    """Anchors as a fit takes them: `places`; for each its categories with some probability; and its
    working parameters, in rows as long as each needs.
    """

    places: Whole
    used: tuple[Whole, ...]
    values: tuple[Floats, ...]


NOTHING_HELD = Held(np.zeros(0, np.int64), (), ())


def held(anchors: Anchors | None, model: AnyModel, *, items: int) -> Held:
    """The working parameters of the anchors.

    Raises ValueError, naming the anchors, for items that are none of the model.
    """
    if anchors is None:
        return NOTHING_HELD
    places = np.asarray(anchors.places, np.int64)
    if places.max() >= items:
        raise ValueError(f"expected places below {items}, got {places.max()}")
    of = anchors.items
    if model in {"graded", "partial-credit"}:
        if isinstance(of, CategoryItems) and of.model == model:
            return Held(places, *_of_categories(of))
        raise ValueError(f"expected anchors of the {model} model")
    if isinstance(of, Items):
        return Held(places, (np.array([0, 1]),) * len(of), tuple(_of_two(of, model)))
    raise ValueError(f"expected anchors of the {model}, got items of several categories")


def _of_two(of: Items, model: AnyModel) -> Floats:
    """The rows of items of two categories."""
    require_of_each(of.ceiling == 1, "a ceiling of 1", noun="anchor")
    if model == "3PL":
        require_of_each(of.discrimination > 0, "a discrimination above 0", noun="anchor")
        return np.column_stack([np.log(of.discrimination), intercepts(of), logit(of.floor)])
    require_of_each(of.floor == 0, "no guessing parameter; fit_3pl takes others", noun="anchor")
    if model == "1PL" and np.ptp(of.discrimination) > 1e-9 * abs(of.discrimination[0]):
        raise ValueError("expected anchors of one discrimination; fit_2pl takes others")
    return np.column_stack([of.discrimination, intercepts(of)])


def _of_categories(of: CategoryItems) -> tuple[tuple[Whole, ...], tuple[Floats, ...]]:
    used, values = [], []
    for a, d, count in zip(of.discrimination, of.intercepts, of.categories, strict=True):
        if of.model == "graded":
            below = np.append(d[1:count], -np.inf)
            here = np.flatnonzero(d[:count] > below)
            row = d[here[1:]]
        else:
            here = np.flatnonzero(np.isfinite(d[:count]))
            row = d[here[1:]] - d[here[0]]
        used.append(here)
        values.append(np.append(a, row))
    return tuple(used), tuple(values)
