"""A standard-setting study from its panel to its adopted cut: what may be done when, by whom, and why not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import Literal

from tauliah.core.kernel import LocalText, Refused

StudyState = Literal["preparing", "rating", "deliberating", "adopted", "ended"]

FEWEST_JUDGES = 2
"""Agreement and standard errors need two; a defensible panel has many more."""
FEWEST_ITEMS = 2
LONGEST_REASON = 4_000
LONGEST_BORDER = 4_000
_HUNDREDTH = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Panel:
    """A study as its rules see it.

    `opener` and `judges` are account ids; `rounds` are those that were opened, and the newest of them
    `is_open` until it is closed; `handed_in` are the judges who have handed in the newest round;
    `points` are all points of the items.
    """

    opener: str
    judges: frozenset[str]
    points: int
    rounds: int = 0
    is_open: bool = False
    handed_in: frozenset[str] = frozenset()
    outcome: Literal["", "adopted", "ended"] = ""

    @property
    def state(self) -> StudyState:
        """Where the study stands."""
        if self.outcome:
            return self.outcome
        if not self.rounds:
            return "preparing"
        return "rating" if self.is_open else "deliberating"


def panel_refusal(panel: Panel, *, judge: str) -> Refused | None:
    """Why a judge may not be appointed now; the panel is complete before its first round."""
    if panel.state != "preparing":
        return _not_now(panel.state)
    if judge == panel.opener:
        return Refused(
            "own-study",
            LocalText(
                en="Who opens a study leads it and does not judge in it. Appoint somebody else.",
                ms="Orang yang membuka kajian memimpinnya dan tidak menjadi juri di dalamnya. "
                "Lantik orang lain.",
            ),
        )
    return None


def round_refusal(panel: Panel) -> Refused | None:
    """Why another round may not be opened now."""
    if panel.state not in ("preparing", "deliberating"):
        return _not_now(panel.state)
    if len(panel.judges) < FEWEST_JUDGES:
        return Refused(
            "too-few-judges",
            LocalText(
                en=f"Appoint at least {FEWEST_JUDGES} judges first.",
                ms=f"Lantik sekurang-kurangnya {FEWEST_JUDGES} orang juri dahulu.",
            ),
        )
    return None


def rating_refusal(panel: Panel, *, judge: str) -> Refused | None:
    """Why a judge may not read and rate items now."""
    if judge not in panel.judges:
        return Refused(
            "not-a-judge",
            LocalText(
                en="You are not a judge of this study.",
                ms="Anda bukan juri bagi kajian ini.",
            ),
        )
    if panel.state != "rating":
        return Refused(
            "no-round",
            LocalText(
                en="No round of this study is open. You can rate when the next one opens.",
                ms="Tiada pusingan kajian ini yang dibuka. Anda boleh menilai apabila pusingan "
                "seterusnya dibuka.",
            ),
        )
    if judge in panel.handed_in:
        return Refused(
            "handed-in",
            LocalText(
                en="You have handed in this round. Ratings that are handed in stay as they are.",
                ms="Anda telah menyerahkan pusingan ini. Penilaian yang diserahkan kekal seperti "
                "sedia ada.",
            ),
        )
    return None


def percent_refusal(percent: int) -> Refused | None:
    """Why a number is no rating."""
    if 0 <= percent <= 100:
        return None
    return Refused(
        "not-a-rating",
        LocalText(
            en="Write a whole number from 0 to 100.", ms="Tulis nombor bulat daripada 0 hingga 100."
        ),
    )


def hand_in_refusal(panel: Panel, *, judge: str, unrated: int) -> Refused | None:
    """Why a judge may not hand in the round: each item needs a rating of this round or one before."""
    refused = rating_refusal(panel, judge=judge)
    if refused or not unrated:
        return refused
    return Refused(
        "not-all-rated",
        LocalText(
            en=f"{unrated} items have no rating from you yet. Rate them, then hand in.",
            ms=f"{unrated} item belum anda nilai. Nilai item itu, kemudian serahkan.",
        ),
    )


def close_refusal(panel: Panel) -> Refused | None:
    """Why the open round may not be closed; those who have not handed in are left out of it."""
    if panel.state != "rating":
        return _not_now(panel.state)
    if len(panel.handed_in) < FEWEST_JUDGES:
        return Refused(
            "too-few-handed-in",
            LocalText(
                en=f"At least {FEWEST_JUDGES} judges have to hand in before a round is closed.",
                ms=f"Sekurang-kurangnya {FEWEST_JUDGES} orang juri perlu menyerahkan penilaian "
                "sebelum pusingan ditutup.",
            ),
        )
    return None


def decision_refusal(panel: Panel, *, by: str, cut: Decimal | None, reason: str) -> Refused | None:
    """Why a study may not be closed so: with an adopted cut in points, or without one (None).

    It takes a second person, who neither opened the study nor judged in it.
    """
    if panel.state != "deliberating":
        return _not_now(panel.state)
    if by == panel.opener or by in panel.judges:
        return Refused(
            "second-person",
            LocalText(
                en="A second person decides, who neither opened this study nor judged in it.",
                ms="Orang kedua yang membuat keputusan: bukan pembuka kajian ini dan bukan jurinya.",
            ),
        )
    if cut is not None and not (0 < cut <= panel.points and cut == cut.quantize(_HUNDREDTH)):
        return Refused(
            "no-cut",
            LocalText(
                en=f"Write the cut score in points, above 0 and at most {panel.points}, "
                "with at most two decimals.",
                ms=f"Tulis skor lulus dalam mata, lebih daripada 0 dan selebih-lebihnya "
                f"{panel.points}, dengan paling banyak dua tempat perpuluhan.",
            ),
        )
    if not reason.strip() or len(reason) > LONGEST_REASON:
        return Refused(
            "no-reason",
            LocalText(
                en=f"Say why, in at most {LONGEST_REASON} characters: the reason stays with the "
                "cut score.",
                ms=f"Nyatakan sebabnya, selebih-lebihnya {LONGEST_REASON} aksara: sebab itu "
                "disimpan bersama skor lulus.",
            ),
        )
    return None


def _not_now(state: StudyState) -> Refused:
    named = STUDY_STATE_NAMES[state]
    return Refused(
        "not-now",
        LocalText(
            en=f"The study is in the state “{named.en}”, in which this cannot be done. "
            "Look at it again: somebody may have acted meanwhile.",
            ms=f"Kajian ini dalam keadaan “{named.ms}”, dan tindakan ini tidak boleh dilakukan. "
            "Lihat semula: mungkin orang lain telah bertindak.",
        ),
    )


STUDY_STATE_NAMES: Mapping[StudyState, LocalText] = MappingProxyType(
    {
        "preparing": LocalText(en="In preparation", ms="Dalam persediaan"),
        "rating": LocalText(en="Round open", ms="Pusingan dibuka"),
        "deliberating": LocalText(en="Round closed", ms="Pusingan ditutup"),
        "adopted": LocalText(en="Cut score adopted", ms="Skor lulus diterima pakai"),
        "ended": LocalText(en="Ended without a cut score", ms="Ditamatkan tanpa skor lulus"),
    }
)
