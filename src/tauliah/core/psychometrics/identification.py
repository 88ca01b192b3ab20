"""What these responses can tell: items that have an estimate, on one common scale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial, reduce
from operator import add

import numpy as np

from tauliah.core.kernel import LocalText
from tauliah.core.psychometrics.arrays import Floats, Runner, Truths, Whole
from tauliah.core.psychometrics.expectation import by_item
from tauliah.core.psychometrics.refusals import NotEstimable
from tauliah.core.psychometrics.tokens import Partition, Summary

PERSONS_AT_ONCE = 2_048
FIRST_PERSONS = 64  # mostly enough to connect all items
NAMED = 12  # items that a sentence names before it stops


@dataclass(frozen=True, slots=True)
class Remark:
    """Why an item (counted from 0) has no estimate, or one to distrust."""

    item: int
    code: str
    message: LocalText


@dataclass(frozen=True, slots=True, eq=False)
class Estimable:
    """Which items are `kept`, the share of right responses to each, and remarks on the others.

    `difficulties` is the limit that the difficulty of an item left out goes to, NaN where there is
    none. `persons` and `responses` are counted by weight.
    """

    kept: Truths
    shares: Floats
    difficulties: Floats
    remarks: tuple[Remark, ...]
    persons: float
    responses: float


def estimable_items(
    data: Sequence[Partition], *, run: Runner = map, summaries: Sequence[Summary] | None = None
) -> Estimable:
    """The items that these persons can calibrate; `run` is how pieces are looked at, and `summaries`
    are those of the pieces where they are there already.

    An item that all got right, or all wrong, has its likelihood's maximum at infinity and takes no
    part in that of the others. Raises NotEstimable when none is left, or when the items fall into
    sets without a person in common.
    """
    known = summaries or list(run(Partition.summary, data))
    tallies = reduce(add, (one.tallies for one in known))
    right, seen = (counted[:, 0] for counted in by_item(known[0].layout, tallies[:, None]))
    kept = (right > 0) & (right < seen)
    if not kept.any():
        raise NotEstimable(
            "no-item-varies",
            en="No item has both right and wrong responses, so there is nothing to calibrate.",
            ms="Tiada item yang mempunyai jawapan betul dan salah, maka tiada apa untuk ditentukur.",
        )
    sets = linked_sets(data, kept, run=run)
    if len(sets) > 1:
        raise apart(sets)
    shares = (right + 0.5) / (seen + 1)
    limits = np.where(seen == 0, np.nan, np.where(right == 0, np.inf, -np.inf))
    return Estimable(
        kept=kept,
        shares=shares,
        difficulties=limits,
        remarks=tuple(left_out(j, right[j], seen[j]) for j in np.flatnonzero(~kept).tolist()),
        persons=sum(one.heard for one in known),
        responses=float(seen.sum()),
    )


def left_out(item: int, right: float, seen: float) -> Remark:
    """The remark on an item whose responses, by weight, do not vary."""
    number = item + 1
    if seen == 0:
        return Remark(
            item,
            "no-responses",
            LocalText(
                en=f"Item {number} has no responses, so it has no estimate.",
                ms=f"Item {number} tiada jawapan, maka tiada anggaran baginya.",
            ),
        )
    if right == 0:
        return Remark(
            item,
            "all-wrong",
            LocalText(
                en=f"Everyone got item {number} wrong: its difficulty is beyond any number, and "
                "it takes no part.",
                ms=f"Semua orang salah bagi item {number}: kesukarannya melampaui sebarang "
                "angka, dan item itu tidak diambil kira.",
            ),
        )
    return Remark(
        item,
        "all-right",
        LocalText(
            en=f"Everyone got item {number} right: its difficulty is below any number, and it "
            "takes no part.",
            ms=f"Semua orang betul bagi item {number}: kesukarannya di bawah sebarang angka, dan "
            "item itu tidak diambil kira.",
        ),
    )


def at_limit(item: int) -> Remark:
    """The remark on an item whose likelihood still rises at the largest slope or intercept."""
    number = item + 1
    return Remark(
        item,
        "at-limit",
        LocalText(
            en=f"The estimate of item {number} ran into a limit: too few responses, or an item "
            "that almost repeats the others. A prior would hold it.",
            ms=f"Anggaran bagi item {number} mencecah had: jawapan terlalu sedikit, atau item itu "
            "hampir mengulangi item lain. Taburan prior dapat menahannya.",
        ),
    )


def linked_sets(data: Sequence[Partition], kept: Truths, *, run: Runner = map) -> list[Whole]:
    """The places (from 0) of the items kept, in sets such that persons connect those within a set,
    directly or through others.
    """
    together = np.eye(kept.size, dtype=np.bool_)
    for found in run(partial(together_in, kept=kept), data):
        together |= found
        if _reached(together, int(np.argmax(kept)))[kept].all():
            return [np.flatnonzero(kept)]
    unread, sets = kept.copy(), []
    while unread.any():
        reached = _reached(together, int(np.argmax(unread)))
        sets.append(np.flatnonzero(reached))
        unread &= ~reached
    return sets


def together_in(piece: Partition, kept: Truths) -> Truths:
    """Which of the items kept some person answered both, (items, items); looked for only until all
    are connected.
    """
    together = np.eye(kept.size, dtype=np.bool_)
    if piece.layout.is_of_everyone and (piece.weights > 0).any():
        together |= kept & kept[:, None]
        return together
    begin, end = 0, FIRST_PERSONS
    while begin < len(piece):
        some = piece.scores(begin, min(end, len(piece)))
        seen = (some >= 0) & kept
        seen = seen[piece.weights[begin:end] > 0].astype(np.float32)
        together |= (seen.T @ seen) > 0
        if _reached(together, int(np.argmax(kept)))[kept].all():
            break
        begin, end = end, end + PERSONS_AT_ONCE
    return together


def _reached(together: Truths, item: int) -> Truths:
    """The items that are in one set with this one."""
    reached = together[item]
    while True:
        wider = together[reached].any(0)
        if (wider == reached).all():
            return np.asarray(wider, np.bool_)
        reached = wider


def apart(sets: Sequence[Whole]) -> NotEstimable:
    """The refusal of items in sets without a common scale."""
    named = "; ".join(listed(places) for places in sets[:NAMED])
    return NotEstimable(
        "not-linked",
        en=f"The items fall into {len(sets)} sets that no person connects: {named}. Without "
        "common items or common persons the sets have no common scale; calibrate each alone and "
        "link them, or add persons who answered items of both.",
        ms=f"Item-item ini terbahagi kepada {len(sets)} set yang tidak dihubungkan oleh sesiapa: "
        f"{named}. Tanpa item atau orang yang sama, set-set itu tiada skala bersama; tentukur "
        "setiap set secara berasingan dan pautkan, atau tambah orang yang menjawab item "
        "daripada kedua-duanya.",
    )


def listed(places: Whole) -> str:
    """The numbers (from 1) of items at these places, as a sentence names them."""
    shown = ", ".join(str(place + 1) for place in places[:NAMED])
    return f"{shown}, ..." if places.size > NAMED else shown
