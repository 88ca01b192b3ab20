"""Person fit in words."""

from __future__ import annotations

from typing import Any

from tauliah.apps.analyses.telling.of_calibration import group_name
from tauliah.apps.analyses.telling.sections import (
    CANDIDATES,
    DEVIATION,
    MEAN,
    Section,
    figure,
    in_hundred,
    text,
)
from tauliah.core.kernel import Fact, Table

_BY = {
    "language": text("Language", "Bahasa"),
    "window": text("Window", "Tetingkap"),
    "form": text("Form", "Set soalan"),
}


def sections_of_persons(results: dict[str, Any]) -> tuple[Section, ...]:
    """The one section of person fit: how many, of nobody in particular."""
    persons = results["persons"]
    facts: tuple[Fact, ...] = (
        (text("Model", "Model"), results["model"]),
        (CANDIDATES, str(persons)),
        (text("Without a figure", "Tanpa angka"), str(results["not_told"])),
        (MEAN, figure(results["mean"], 2)),
        (DEVIATION, figure(results["deviation"], 2)),
    )
    levels = tuple(
        (
            text(f"lz* below {limit}", f"lz* di bawah {limit}"),
            str(below),
            in_hundred(below / persons) if persons else "–",
            in_hundred(expected),
        )
        for limit, expected, below in results["levels"]
    )
    tables = [
        Table(
            text("Unlikely patterns of responses", "Corak respons yang tidak lazim"),
            (
                text("Limit", "Had"),
                CANDIDATES,
                text("Share", "Bahagian"),
                text("By the model", "Mengikut model"),
            ),
            levels,
        ),
        Table(
            text("How lz* is distributed", "Taburan lz*"),
            (text("From", "Dari"), text("To", "Hingga"), CANDIDATES),
            tuple(
                (f"{low:.1f}", f"{high:.1f}", str(count))
                for low, high, count in zip(
                    results["edges"], results["edges"][1:], results["counts"], strict=False
                )
            ),
            is_detail=True,
        ),
    ]
    if results["groups"]:
        tables.append(_groups(results))
    notes = [_HOW, _NOBODY]
    if not results["has_converged"]:
        notes.append(_NOT_SETTLED)
    title = text("Person fit", "Penyuaian calon")
    return (Section("persons", title, facts, tuple(tables), tuple(notes)),)


def _groups(results: dict[str, Any]) -> Table:
    first, second = (limit for limit, _, _ in results["levels"])
    return Table(
        text("Group by group", "Kumpulan demi kumpulan"),
        (
            text("Group", "Kumpulan"),
            text("Kind", "Jenis"),
            CANDIDATES,
            MEAN,
            text(f"Below {first}", f"Di bawah {first}"),
            text(f"Below {second}", f"Di bawah {second}"),
        ),
        tuple(
            (
                group_name(one["by"], one["group"]),
                _BY[one["by"]],
                str(one["persons"]),
                figure(one["mean"], 2),
                *(f"{below} ({in_hundred(below / one['persons'])})" for below in one["below"]),
            )
            for one in results["groups"]
        ),
    )


_HOW = text(
    "lz* is far below 0 where hard items are right and easy ones wrong (Snijders, 2001). More such "
    "patterns in one group than in others may come from guessing, haste, a wrong key or foreknowledge; "
    "the figure does not say from which.",
    "lz* jauh di bawah 0 apabila item sukar betul dan item mudah salah (Snijders, 2001). Corak begini "
    "yang lebih banyak dalam satu kumpulan berbanding yang lain mungkin berpunca daripada tekaan, "
    "kesuntukan masa, kunci yang salah atau bocoran; angka ini tidak menyatakan yang mana satu.",
)
_NOBODY = text(
    "The figures count candidates and name none: a pattern alone proves nothing against anybody.",
    "Angka ini mengira calon dan tidak menamakan sesiapa: corak semata-mata tidak membuktikan apa-apa "
    "terhadap sesiapa.",
)
_NOT_SETTLED = text(
    "The calibration behind these figures did not settle; do not use them.",
    "Penentukuran di sebalik angka ini tidak menumpu; jangan gunakannya.",
)
