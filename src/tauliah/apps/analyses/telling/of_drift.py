"""Drift of anchors in words."""

from __future__ import annotations

from typing import Any

from tauliah.apps.analyses.telling.sections import (
    CANDIDATES,
    ITEM,
    Section,
    figure,
    left_out,
    text,
    with_error,
)
from tauliah.core.kernel import Fact, Table

DRIFT_NAMES = {
    "A": text("stays", "kekal"),
    "B": text("suspect", "meragukan"),
    "C": text("drifts", "beranjak"),
}
_COUNTED = {
    "A": text("Items that stay", "Item yang kekal"),
    "B": text("Items that are suspect", "Item yang meragukan"),
    "C": text("Items that drift", "Item yang beranjak"),
}


def sections_of_drift(results: dict[str, Any]) -> tuple[Section, ...]:
    """The one section of a look for drift."""
    counts = dict.fromkeys(DRIFT_NAMES, 0)
    for one in results["items"]:
        counts[one["class"]] += 1
    link = results["link"]
    facts: tuple[Fact, ...] = (
        (text("Model", "Model"), results["model"]),
        (text("Earlier calibration", "Penentukuran terdahulu"), results["earlier"]),
        (CANDIDATES, str(results["persons"])),
        (text("Items in both", "Item dalam kedua-duanya"), str(len(results["items"]))),
        *((_COUNTED[name], str(count)) for name, count in counts.items()),
        (text("Slope A", "Kecerunan A"), with_error(link["slope"], link["slope_error"])),
        (
            text("Intercept B", "Pintasan B"),
            with_error(link["intercept"], link["intercept_error"]),
        ),
    )
    rows = tuple(
        (
            one["item"],
            figure(one["base_b"]),
            figure(one["new_b"]),
            with_error(one["displacement"], one["displacement_error"]),
            figure(one["difficulty_z"], 2),
            figure(one["discrimination_z"], 2),
            figure(one["curve_difference"]),
            DRIFT_NAMES[one["class"]],
            text("left out", "dikeluarkan") if one["is_left_out"] else text("kept", "dikekalkan"),
        )
        for one in sorted(results["items"], key=_by_size)
    )
    columns = (
        ITEM,
        text("Difficulty before", "Kesukaran dahulu"),
        text("Difficulty now", "Kesukaran kini"),
        text("Displacement", "Anjakan"),
        text("Robust z, difficulty", "z teguh, kesukaran"),
        text("Robust z, discrimination", "z teguh, diskriminasi"),
        text("Distance of the curves", "Jarak lengkung"),
        text("Finding", "Dapatan"),
        text("In the link", "Dalam pautan"),
    )
    notes = [_HOW]
    if not results["has_converged"]:
        notes.append(_NOT_SETTLED)
    if not results["is_within_limit"]:
        notes.append(_TOO_MANY)
    title = text("Drift of anchors", "Anjakan item sauh")
    each = text("Each item before and now", "Setiap item dahulu dan kini")
    table = Table(each, columns, rows, is_of_items=True)
    return (Section("drift", title, facts, (table, *left_out(results)), tuple(notes)),)


def _by_size(one: dict[str, Any]) -> tuple[int, float]:
    return ("CBA".index(one["class"]), -abs(one["displacement"] or 0.0))


_HOW = text(
    "Difficulties in logits on the earlier scale. An item is suspect beyond a robust z of 1.645, and "
    "drifts beyond 1.96; the worst, a fifth of all at most, are left out of the link (Huynh and Meyer, "
    "2010).",
    "Kesukaran dalam logit pada skala terdahulu. Item meragukan apabila z teguhnya melebihi 1.645, dan "
    "beranjak apabila melebihi 1.96; yang paling teruk, selebih-lebihnya satu perlima, dikeluarkan "
    "daripada pautan (Huynh dan Meyer, 2010).",
)
_TOO_MANY = text(
    "More items drift than may be left out: the two sittings may measure something different.",
    "Lebih banyak item beranjak daripada yang boleh dikeluarkan: kedua-dua peperiksaan mungkin mengukur "
    "perkara yang berbeza.",
)
_NOT_SETTLED = text(
    "The calibration of these responses did not settle; do not use these figures.",
    "Penentukuran respons ini tidak menumpu; jangan gunakan angka ini.",
)
