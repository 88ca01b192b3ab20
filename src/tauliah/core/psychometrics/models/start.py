"""What data can tell under a model, and where its fit begins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tauliah.core.kernel import LocalText
from tauliah.core.psychometrics.anchoring import Held
from tauliah.core.psychometrics.arrays import Floats, Runner, Truths, Whole
from tauliah.core.psychometrics.identification import (
    Remark,
    apart,
    left_out,
    linked_sets,
    listed,
)
from tauliah.core.psychometrics.logits import logit
from tauliah.core.psychometrics.maximisation import Priors
from tauliah.core.psychometrics.models.curves import AnyModel, Design
from tauliah.core.psychometrics.models.expectation import by_category
from tauliah.core.psychometrics.models.priors import GuessingPriors
from tauliah.core.psychometrics.refusals import NotEstimable
from tauliah.core.psychometrics.tokens import Partition, Summary

TWO_CATEGORIES = {"1PL", "2PL", "3PL"}


@dataclass(frozen=True, slots=True, eq=False)
class Start:
    """The `design` of a fit, its first `values` and which of them are `free` (items, parameters),
    with remarks on items and categories that have no estimate.

    `tallies` (groups, items, categories) and `persons` (groups,) count by weight those who gave
    each response, and those with a response. `limits` is the difficulty of an item left out.
    """

    design: Design
    values: Floats
    free: Truths
    remarks: tuple[Remark, ...]
    tallies: Floats
    persons: Floats
    limits: Floats


def start(
    data: Sequence[Partition],
    model: AnyModel,
    *,
    summaries: Sequence[Summary],
    run: Runner,
    held: Held,
    categories: Whole,
    labels: Sequence[str],
    priors: Priors | GuessingPriors | None,
) -> Start:
    """What these data can calibrate, from where.

    Raises NotEstimable when nothing varies, when items fall into sets without a common scale, when
    a group has nothing to be known by, and when a response has probability 0 under its anchor.
    """
    tallies, persons = _tallied(summaries, groups=len(labels))
    whole = tallies.sum(0)
    used = [np.flatnonzero(row > 0) for row in whole]
    if any(here[-1] >= summaries[0].layout.categories for here in held.used):
        most = max(int(here[-1]) for here in held.used) + 1
        raise ValueError(f"expected pieces made for the {most} categories of the anchors")
    for place, here in zip(held.places, held.used, strict=True):
        _require_possible(int(place), used[place], here)
        used[place] = here
    anchored = np.zeros(len(used), np.bool_)
    anchored[held.places] = True
    kept = np.array([here.size > 1 for here in used])
    heard = kept & (whole.sum(1) > 0)
    _require_some(heard)
    _require_linked(linked_sets(data, heard, run=run), anchored=anchored)
    _require_heard(tallies[:, kept].sum((1, 2)), labels)
    design = Design(
        model, _filled([here if k else here[:0] for here, k in zip(used, kept, strict=True)])
    )
    values = _values(design, whole, priors)
    for place, row in zip(held.places, held.values, strict=True):
        values[place] = 0
        values[place, : row.size] = row
    free = design.exists & ~anchored[:, None]
    if model == "1PL" and anchored.any():
        slope = held.values[0][0]  # the one slope is known
        values[:, 0] = np.where(kept, slope, 0.0)
        free[:, 0] = False
    remarks = _remarks(model, whole, used, categories=categories, kept=kept, anchored=anchored)
    # Of items of two categories that do not vary, the difficulty is known to have no end.
    limits = np.full(len(used), np.nan)
    if model in TWO_CATEGORIES:
        limits = np.where(whole.sum(1) == 0, np.nan, np.where(whole[:, 1] == 0, np.inf, -np.inf))
    return Start(design, values, free, remarks, tallies, persons, limits)


def _remarks(
    model: AnyModel,
    whole: Floats,
    used: Sequence[Whole],
    *,
    categories: Whole,
    kept: Truths,
    anchored: Truths,
) -> tuple[Remark, ...]:
    without = [
        left_out(item, whole[item, 1], whole[item].sum())
        if model in TWO_CATEGORIES or not used[item].size
        else _one_category(item, int(used[item][0]))
        for item in np.flatnonzero(~kept).tolist()
    ]
    unused = [
        _unused(item, np.setdiff1d(np.arange(categories[item]), used[item]))
        for item in np.flatnonzero(kept & ~anchored).tolist()
        if used[item].size < categories[item]
    ]
    return (*without, *unused)


def _tallied(summaries: Sequence[Summary], *, groups: int) -> tuple[Floats, Floats]:
    layout = summaries[0].layout
    tokens = np.zeros((layout.rows, groups))
    persons = np.zeros(groups)
    for one in summaries:
        tokens[:, one.group] += one.tallies
        persons[one.group] += one.heard
    return np.moveaxis(by_category(layout, tokens), 2, 0), persons


def _filled(used: Sequence[Whole]) -> Whole:
    found = np.full((len(used), max(here.size for here in used)), -1, np.int64)
    for item, here in enumerate(used):
        found[item, : here.size] = here
    return found


def _values(design: Design, whole: Floats, priors: Priors | GuessingPriors | None) -> Floats:
    """First values by the shares of the categories."""
    items = len(design.used)
    counted = np.where(
        design.is_used, whole[np.arange(items)[:, None], np.maximum(design.used, 0)] + 0.5, 0.0
    )
    values = np.zeros((items, design.parameters))
    if design.model == "3PL":
        guess = priors.guessing_mode if isinstance(priors, GuessingPriors) else 0.2
        share = counted[:, 1] / np.maximum(counted.sum(1), 1e-9)
        knows = np.clip((share - guess) / (1 - guess), 0.03, 0.97)
        values[:, 1], values[:, 2] = 1.2 * logit(knows), logit(np.array(guess))
    elif design.model == "partial-credit":
        span = np.maximum(1, design.used.max(1) - np.maximum(design.used[:, 0], 0))
        values[:, 0] = np.minimum(1.0, 2.0 / span)
        with np.errstate(divide="ignore", invalid="ignore"):
            values[:, 1:] = np.log(counted[:, 1:] / counted[:, :1])
    else:
        values[:, 0] = 1.0
        above = counted[:, ::-1].cumsum(1)[:, ::-1]
        share = above[:, 1:] / np.maximum(above[:, :1], 1e-9)
        values[:, 1:] = 1.2 * logit(np.where(share > 0, share, 0.5))
    return np.asarray(np.where(design.exists, values, 0.0))


def _require_some(kept: Truths) -> None:
    if not kept.any():
        raise NotEstimable(
            "no-item-varies",
            en="No item has responses in two categories, so there is nothing to calibrate.",
            ms="Tiada item yang mempunyai jawapan dalam dua kategori, maka tiada apa untuk "
            "ditentukur.",
        )


def _require_possible(item: int, given: Whole, possible: Whole) -> None:
    beyond = np.setdiff1d(given, possible)
    if beyond.size:
        raise NotEstimable(
            "anchor-impossible",
            en=f"Item {item + 1} is held at parameters under which category {beyond[0]} has "
            "probability 0, but the data have responses in it; calibrate the item anew.",
            ms=f"Item {item + 1} ditetapkan pada parameter yang memberi kebarangkalian 0 kepada "
            f"kategori {beyond[0]}, tetapi data mengandungi jawapan dalam kategori itu; tentukur "
            "item itu semula.",
        )


def _require_linked(sets: Sequence[Whole], *, anchored: Truths) -> None:
    if not anchored.any():
        if len(sets) > 1:
            raise apart(sets)
    else:
        floating = [places for places in sets if not anchored[places].any()]
        if floating:
            raise NotEstimable(
                "not-anchored",
                en=f"No person connects items {listed(floating[0])} with an anchor, so they have "
                "no place on its scale; add persons who answered items of both.",
                ms=f"Tiada sesiapa yang menghubungkan item {listed(floating[0])} dengan item "
                "sauh, maka item-item itu tiada tempat pada skalanya; tambah orang yang menjawab "
                "item daripada kedua-duanya.",
            )


def _require_heard(responses: Floats, labels: Sequence[str]) -> None:
    silent = np.flatnonzero(responses == 0)
    if silent.size:
        name = group_name(labels, int(silent[0]))
        raise NotEstimable(
            "group-without-responses",
            en=f"Group {name} has no responses to items that vary, so nothing is known of it; "
            "leave it out.",
            ms=f"Kumpulan {name} tiada jawapan bagi item yang berbeza-beza, maka tiada apa yang "
            "diketahui tentangnya; keluarkan kumpulan itu.",
        )


def group_name(labels: Sequence[str], group: int) -> str:
    """How a sentence names a group: by its label, or by its number (from 1)."""
    return labels[group] or str(group + 1)


def _one_category(item: int, category: int) -> Remark:
    return Remark(
        item,
        "one-category",
        LocalText(
            en=f"Everyone is in category {category} of item {item + 1}, so it has no estimate and "
            "takes no part.",
            ms=f"Semua orang berada dalam kategori {category} bagi item {item + 1}, maka tiada "
            "anggaran baginya dan item itu tidak diambil kira.",
        ),
    )


def _unused(item: int, categories: Whole) -> Remark:
    named = ", ".join(map(str, categories))
    return Remark(
        item,
        "categories-unused",
        LocalText(
            en=f"Nobody used these categories of item {item + 1}: {named}. They have probability 0 "
            "and no threshold of their own; the others are estimated as if those did not exist.",
            ms=f"Tiada sesiapa menggunakan kategori berikut bagi item {item + 1}: {named}. "
            "Kebarangkaliannya 0 dan tiada ambang tersendiri; kategori lain dianggarkan seolah-olah "
            "kategori itu tidak wujud.",
        ),
    )
