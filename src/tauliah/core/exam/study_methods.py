"""The methods by which a panel sets a cut: their names, what a judge says in each, and why it is not taken."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import Literal

from tauliah.core.kernel import LocalText, Refused

StudyMethod = Literal["angoff", "bookmark", "hofstee", "borderline", "contrasting"]
ScoreMethod = Literal["hofstee", "borderline", "contrasting"]

METHOD_NAMES: Mapping[StudyMethod, LocalText] = MappingProxyType(
    {
        "angoff": LocalText(en="Modified Angoff", ms="Angoff terubah suai"),
        "bookmark": LocalText(en="Bookmark", ms="Penanda buku"),
        "hofstee": LocalText(en="Hofstee", ms="Hofstee"),
        "borderline": LocalText(en="Borderline group", ms="Kumpulan sempadan"),
        "contrasting": LocalText(en="Contrasting groups", ms="Kumpulan berbeza"),
    }
)
SCORE_METHODS: tuple[ScoreMethod, ...] = ("hofstee", "borderline", "contrasting")
"""Those that look at scores of candidates and not at items."""
ITEM_METHODS: tuple[StudyMethod, ...] = ("angoff", "bookmark")
"""Those by which judges read items and say something of each."""

GROUPS: Mapping[StudyMethod, Mapping[str, LocalText]] = MappingProxyType(
    {
        "borderline": MappingProxyType(
            {
                "below": LocalText(en="below the border", ms="di bawah sempadan"),
                "border": LocalText(en="on the border", ms="di sempadan"),
                "above": LocalText(en="above the border", ms="di atas sempadan"),
            }
        ),
        "contrasting": MappingProxyType(
            {
                "not-yet": LocalText(en="not competent yet", ms="belum kompeten"),
                "competent": LocalText(en="competent", ms="kompeten"),
            }
        ),
    }
)
"""Into what judges sort candidates, from the weakest group to the strongest."""

FEWEST_SCORES = 50
"""Below so many candidates a distribution of scores says little of those to come."""
FEWEST_IN_GROUP = 20
"""The standard error of a median of so many is still a quarter of their standard deviation."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a judge finds acceptable: cuts in points, and shares that fail in per cent."""

    lowest_cut: int
    highest_cut: int
    lowest_fail: int
    highest_fail: int


def page_refusal(page: int, *, pages: int) -> Refused | None:
    """Why a bookmark cannot stand there: on a page from the first on, or behind the last."""
    if 1 <= page <= pages + 1:
        return None
    return Refused(
        "no-such-page",
        LocalText(
            en=f"The booklet has {pages} pages. Choose one of them, or {pages + 1} for behind the "
            "last.",
            ms=f"Buku kecil ini mempunyai {pages} halaman. Pilih salah satu daripadanya, atau "
            f"{pages + 1} bagi selepas halaman terakhir.",
        ),
    )


def bounds_refusal(bounds: Bounds, *, points: int) -> Refused | None:
    """Why bounds are none: each lowest lies below its highest, within the points and 0 to 100 %."""
    has_cuts = 0 <= bounds.lowest_cut < bounds.highest_cut <= points
    has_rates = 0 <= bounds.lowest_fail < bounds.highest_fail <= 100
    if has_cuts and has_rates:
        return None
    return Refused(
        "no-bounds",
        LocalText(
            en=f"Write whole numbers, each lowest below its highest: cut scores from 0 to {points} "
            "points, failure rates from 0 to 100 per cent.",
            ms=f"Tulis nombor bulat, setiap nilai terendah kurang daripada nilai tertingginya: skor "
            f"lulus dari 0 hingga {points} mata, kadar gagal dari 0 hingga 100 peratus.",
        ),
    )


def group_refusal(method: StudyMethod, group: str) -> Refused | None:
    """Why there is no such group in a study; "" takes a judgement back."""
    if not group or group in GROUPS.get(method, {}):
        return None
    named = ", ".join(GROUPS.get(method, {}))
    return Refused(
        "no-such-group",
        LocalText(
            en=f"There is no group “{group}” in this study. Choose one of: {named}.",
            ms=f"Tiada kumpulan “{group}” dalam kajian ini. Pilih salah satu: {named}.",
        ),
    )


def group_size_refusal(method: StudyMethod, sizes: Mapping[str, int]) -> Refused | None:
    """Why the groups give no cut: the one on the border, or either of two, is too small."""
    needed = ("border",) if method == "borderline" else tuple(GROUPS["contrasting"])
    small = [group for group in needed if sizes.get(group, 0) < FEWEST_IN_GROUP]
    if not small:
        return None
    names = GROUPS[method]
    en = "; ".join(f"{names[one].en}: {sizes.get(one, 0)}" for one in small)
    ms = "; ".join(f"{names[one].ms}: {sizes.get(one, 0)}" for one in small)
    return Refused(
        "group-too-small",
        LocalText(
            en=f"A group is too small for a cut score ({en}). At least {FEWEST_IN_GROUP} candidates "
            "are needed. Open another round in which judges sort more, or end the study.",
            ms=f"Satu kumpulan terlalu kecil untuk skor lulus ({ms}). Sekurang-kurangnya "
            f"{FEWEST_IN_GROUP} orang calon diperlukan. Buka pusingan lain supaya juri mengelaskan "
            "lebih ramai calon, atau tamatkan kajian.",
        ),
    )


def scores_refusal(persons: int) -> Refused | None:
    """Why a study cannot rest on the scores of so few."""
    if persons >= FEWEST_SCORES:
        return None
    return Refused(
        "too-few-scores",
        LocalText(
            en=f"{persons} candidates have a score on these items; at least {FEWEST_SCORES} are "
            "needed.",
            ms=f"{persons} orang calon mempunyai skor bagi item ini; sekurang-kurangnya "
            f"{FEWEST_SCORES} diperlukan.",
        ),
    )


def unfinished(method: StudyMethod, said: int) -> Refused | None:
    """Why a judge who has said so much cannot hand in; ratings of items are counted elsewhere."""
    if said or method == "angoff":
        return None
    en, ms = _NOTHING_SAID["groups" if method in GROUPS else method]
    return Refused("nothing-said", LocalText(en=en, ms=ms))


def no_figures() -> LocalText:
    """What stands where the last round has no cut to adopt."""
    return LocalText(
        en="The last round has no cut score, so none can be adopted.",
        ms="Pusingan terakhir tidak mempunyai skor lulus, maka tiada yang boleh diterima pakai.",
    )


def whole_points(points: Decimal) -> int:
    """The whole points that somebody reached: equated scores lie between them."""
    return int(points)


_NOTHING_SAID = {
    "bookmark": ("Place your bookmark, then hand in.", "Letakkan penanda anda, kemudian serahkan."),
    "hofstee": (
        "Write your four bounds, then hand in.",
        "Tulis empat had anda, kemudian serahkan.",
    ),
    "groups": (
        "Sort at least one candidate, then hand in.",
        "Kelaskan sekurang-kurangnya seorang calon, kemudian serahkan.",
    ),
}
