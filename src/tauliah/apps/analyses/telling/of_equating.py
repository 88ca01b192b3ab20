"""An equating in words."""

from __future__ import annotations

from typing import Any

from tauliah.apps.analyses.asking import LINK_NAMES
from tauliah.apps.analyses.telling.sections import (
    CANDIDATES,
    DEVIATION,
    FORM,
    ITEM,
    ITEMS,
    MEAN,
    Section,
    figure,
    text,
    with_error,
)
from tauliah.core.kernel import LocalText, Table

DRIFTING = 3.0


def sections_of_equating(results: dict[str, Any]) -> tuple[Section, ...]:
    """The sections of an equating."""
    return (_function(results), _link(results))


def _function(results: dict[str, Any]) -> Section:
    new, base = results["forms"]["new"], results["forms"]["base"]
    errors = results.get("errors") or [(None, None)] * len(results["equivalents"])
    rows = tuple(
        (str(score), with_error(true, of_true, 2), with_error(observed, of_observed, 2))
        for (score, true, observed), (of_true, of_observed) in zip(
            results["equivalents"], errors, strict=True
        )
    )
    columns = (
        text(f"Score on {new['form']}", f"Skor bagi {new['form']}"),
        text(f"Worth on {base['form']} (true scores)", f"Nilai bagi {base['form']} (skor sebenar)"),
        text(
            f"Worth on {base['form']} (observed scores)",
            f"Nilai bagi {base['form']} (skor dicerap)",
        ),
    )
    title = text("What each score is worth", "Nilai setiap skor")
    forms = Table(
        text("The two forms", "Kedua-dua set soalan"),
        (FORM, CANDIDATES, ITEMS, MEAN, DEVIATION),
        tuple(
            (
                one["form"],
                str(one["persons"]),
                str(one["items"]),
                figure(one["mean"], 2),
                figure(one["deviation"], 2),
            )
            for one in (new, base)
        ),
    )
    facts = (*_cut(results), *_replications(results))
    return Section("equating", title, facts, (forms, Table(_EACH_SCORE, columns, rows)))


def _replications(results: dict[str, Any]) -> tuple[tuple[LocalText, str], ...]:
    """By what the standard errors were found."""
    if not results.get("errors"):
        return ((text("Standard errors", "Ralat piawai"), "–"),)
    return (
        (
            text("Replications behind the standard errors", "Ulangan di sebalik ralat piawai"),
            str(results["replications"]),
        ),
        (text("Seed of the draws", "Benih cabutan"), str(results["seed"])),
    )


def _cut(results: dict[str, Any]) -> tuple[tuple[LocalText, str], ...]:
    """The fewest right answers on the new form that are worth the cut of the base form."""
    cut = results["cut"]
    if not cut:
        return ()
    reached = [score for score, true, _ in results["equivalents"] if true >= cut]
    base, new = results["forms"]["base"]["form"], results["forms"]["new"]["form"]
    return (
        (text(f"Cut on {base}", f"Markah lulus bagi {base}"), str(cut)),
        (
            text(f"Fewest right answers on {new} worth it", f"Jawapan betul minimum bagi {new}"),
            str(min(reached)) if reached else "–",
        ),
    )


def _link(results: dict[str, Any]) -> Section:
    link = results["link"]
    facts = (
        (text("Model", "Model"), results["model"]),
        (text("Linked by", "Dipautkan dengan"), LINK_NAMES[results["method"]]),
        (text("Slope A", "Kecerunan A"), with_error(link["slope"], link["slope_error"])),
        (
            text("Intercept B", "Pintasan B"),
            with_error(link["intercept"], link["intercept_error"]),
        ),
    )
    rows = tuple(
        (
            one["item"],
            figure(one["base"]),
            figure(one["new"]),
            with_error(one["difference"], one["error"]),
            text("has drifted", "telah berganjak") if _has_drifted(one) else "–",
        )
        for one in results["common"]
    )
    columns = (
        ITEM,
        text("Difficulty, base form", "Kesukaran, set asas"),
        text("Difficulty, new form", "Kesukaran, set baharu"),
        text("Difference", "Perbezaan"),
        text("To look at", "Perlu diteliti"),
    )
    title = text("The link by common items", "Pautan melalui item yang sama")
    notes = tuple(
        text(
            f"The calibration of {one['form']} did not settle; do not use this equating.",
            f"Penentukuran bagi {one['form']} tidak menumpu; jangan gunakan penyamaan ini.",
        )
        for one in results["forms"].values()
        if not one["has_converged"]
    )
    return Section(
        "link", title, facts, (Table(_EACH_ITEM, columns, rows, is_of_items=True),), notes
    )


def _has_drifted(item: dict[str, Any]) -> bool:
    """Whether the two difficulties differ by more than three standard errors."""
    return bool(item["error"]) and abs(item["difference"]) > DRIFTING * item["error"]


_EACH_SCORE = text("Score by score", "Skor demi skor")
_EACH_ITEM = text("The common items", "Item yang sama")
