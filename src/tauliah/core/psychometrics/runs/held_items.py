"""Items held at parameters of an earlier calibration, so that new ones come onto its scale."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from tauliah.core.psychometrics.anchoring import Anchors
from tauliah.core.psychometrics.calibrated import Model
from tauliah.core.psychometrics.items import items
from tauliah.core.psychometrics.refusals import NotEstimable
from tauliah.core.psychometrics.runs.needs import ANCHORS, COMMON_SHARE
from tauliah.core.psychometrics.runs.response_table import ResponseTable

FEWEST_HELD = 2
Held = Mapping[int, tuple[float, float, float]]
"""a, b and c of items by their place (from 0) in the table."""


def anchors_among(
    table: ResponseTable, kept: Sequence[int], held: Held, model: Model
) -> Anchors | None:
    """The held ones among the items that are calibrated (`kept`, places in the table).

    None where nothing is to be held. Raises NotEstimable where they are too few to carry the scale,
    are not of the model, or leave nothing to estimate.
    """
    if not held:
        return None
    places = [at for at, place in enumerate(kept) if place in held]
    counting = int(table.is_scored[:, kept].any(0).sum())
    if len(places) < max(FEWEST_HELD, COMMON_SHARE * counting):
        raise NotEstimable(
            "too-few-held",
            en=f"{len(places)} items have parameters in the bank, of {counting} that count. "
            f"{ANCHORS.en}",
            ms=f"{len(places)} item mempunyai parameter dalam bank, daripada {counting} yang dikira. "
            f"{ANCHORS.ms}",
        )
    if len(places) == len(kept):
        raise NotEstimable(
            "nothing-new",
            en="Every item of these responses has parameters in the bank already, so there is none "
            "to estimate. Look for drift instead, or calibrate without holding them.",
            ms="Setiap item daripada respons ini sudah mempunyai parameter dalam bank, maka tiada "
            "yang perlu dianggarkan. Cari anjakan sahaja, atau tentukurkan tanpa menetapkannya.",
        )
    a, b, c = (np.array(one) for one in zip(*(held[kept[at]] for at in places), strict=True))
    if model != "3PL" and (c > 0).any():
        raise NotEstimable(
            "held-by-guessing",
            en=f"{int((c > 0).sum())} items have a guessing parameter in the bank. Take the 3PL, "
            "which was their model.",
            ms=f"{int((c > 0).sum())} item mempunyai parameter tekaan dalam bank. Gunakan 3PL, iaitu "
            "modelnya.",
        )
    if model == "1PL" and np.ptp(a) > 1e-9 * abs(a[0]):
        raise NotEstimable(
            "held-by-slopes",
            en="The items in the bank have discriminations of their own. Take the 2PL, which was "
            "their model.",
            ms="Item dalam bank mempunyai diskriminasi masing-masing. Gunakan 2PL, iaitu modelnya.",
        )
    return Anchors(places, items(a, b, floor=c))
