"""Scores of two forms made exchangeable through the items that they share, each taken by its own group."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from tauliah.core.psychometrics.arrays import Floats, frozen
from tauliah.core.psychometrics.equating import equate
from tauliah.core.psychometrics.presmoothing import distribution_of_scores
from tauliah.core.psychometrics.refusals import NotEstimable

ChainMethod = Literal["linear", "equipercentile"]


@dataclass(frozen=True, slots=True, eq=False)
class GroupScores:
    """One group's number-right scores: on its form (persons,), and on the items of both forms.

    `highest` and `shared` are how many items the form has, and how many of them both forms have.
    """

    form: Floats
    anchor: Floats
    highest: int
    shared: int


def group_scores(right: ArrayLike, is_shared: ArrayLike) -> GroupScores:
    """The scores of a group of persons from their answers: `right` (persons, items) is 1 or 0.

    Raises ValueError for other values or where no item is shared.
    """
    answers, both = np.asarray(right, np.float64), np.asarray(is_shared, np.bool_)
    if answers.ndim != 2 or both.shape != answers.shape[1:] or not np.isin(answers, (0, 1)).all():
        raise ValueError(
            "expected 1 or 0 for each person and item, and whether each item is shared"
        )
    if not both.any():
        raise ValueError("expected at least one item that both forms have")
    return GroupScores(
        frozen(answers.sum(1)), frozen(answers[:, both].sum(1)), both.size, int(both.sum())
    )


@dataclass(frozen=True, slots=True, eq=False)
class ChainedEquating:
    """What the scores 0 to K of the new form are worth on the old one, with standard errors.

    `equivalents` and `errors` (K + 1,) are in points of the old form; the errors are by bootstrap.
    """

    method: ChainMethod
    equivalents: Floats
    errors: Floats


def chained_equating(
    new: GroupScores,
    old: GroupScores,
    *,
    method: ChainMethod = "linear",
    replications: int = 200,
    chance: np.random.Generator,
) -> ChainedEquating:
    """Equate the new form to the old through the shared items: from the new form to them in the group
    that took it, from them to the old form in the other group.

    Chained linear and chained equipercentile equating: Angoff (1971); Kolen and Brennan (2014),
    chapters 4 and 5. Groups may differ in ability. Errors by drawing persons of both groups with
    replacement (section 7.2); a draw that cannot be equated is drawn again, at most as often as asked
    for. Raises NotEstimable where a group has no spread, or too few draws can be equated.
    """
    if new.shared != old.shared:
        raise ValueError("expected the same shared items in both groups")
    equivalents = _chained(new, old, method)
    found: list[Floats] = []
    for _ in range(2 * replications):
        if len(found) == replications:
            break
        try:
            found.append(_chained(_drawn(new, chance), _drawn(old, chance), method))
        except NotEstimable:
            continue
    if len(found) < max(2, replications):
        raise NotEstimable(
            "not-equated",
            en="Most draws of so few persons cannot be equated, so there is no standard error.",
            ms="Kebanyakan cabutan daripada bilangan orang sekecil ini tidak dapat disamakan, maka "
            "tiada ralat piawai.",
        )
    return ChainedEquating(
        method, frozen(equivalents), frozen(np.asarray(np.std(found, axis=0, ddof=1)))
    )


def _chained(new: GroupScores, old: GroupScores, method: ChainMethod) -> Floats:
    to_anchor = equate(
        distribution_of_scores(new.form, highest=new.highest),
        distribution_of_scores(new.anchor, highest=new.shared),
        method=method,
    )
    from_anchor = equate(
        distribution_of_scores(old.anchor, highest=old.shared),
        distribution_of_scores(old.form, highest=old.highest),
        method=method,
    )
    return from_anchor.equivalent(to_anchor.equivalents)


def _drawn(group: GroupScores, chance: np.random.Generator) -> GroupScores:
    persons = chance.integers(0, group.form.size, group.form.size)
    return GroupScores(group.form[persons], group.anchor[persons], group.highest, group.shared)
