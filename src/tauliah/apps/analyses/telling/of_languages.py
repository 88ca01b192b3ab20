"""A comparison of languages in words."""

from __future__ import annotations

from typing import Any

from tauliah.apps.analyses.asking import LANGUAGE_NAMES
from tauliah.apps.analyses.telling.sections import (
    CANDIDATES,
    ITEM,
    Section,
    figure,
    left_out,
    text,
    with_error,
)
from tauliah.core.kernel import Fact, LocalText, Table

CLASS_NAMES = {
    "A": text("A, negligible", "A, boleh diabaikan"),
    "B": text("B, moderate", "B, sederhana"),
    "C": text("C, large", "C, besar"),
    "?": text("not determined", "tidak dapat ditentukan"),
}


def sections_of_languages(results: dict[str, Any]) -> tuple[Section, ...]:
    """The one section of a comparison of languages."""
    focal = LANGUAGE_NAMES[results["focal"]]
    counts = dict.fromkeys(CLASS_NAMES, 0)
    for one in results["items"]:
        counts[one["class"]] += 1
    facts: tuple[Fact, ...] = (
        (text("Language looked at", "Bahasa yang diteliti"), focal),
        (text("Compared with", "Dibandingkan dengan"), _others(results["reference"])),
        (CANDIDATES, str(results["persons"])),
        *((CLASS_NAMES[name], str(count)) for name, count in counts.items() if count),
    )
    rows = tuple(
        (
            one["item"],
            f"{one['reference']} / {one['focal']}",
            with_error(one["delta"], one["delta_error"], 2),
            figure(one["p"]),
            CLASS_NAMES[one["class"]],
            figure(one["uniform_p"]),
            figure(one["non_uniform_p"]),
            figure(one["effect"]),
            CLASS_NAMES[one["effect_class"]],
        )
        for one in sorted(results["items"], key=_by_size)
    )
    columns = (
        ITEM,
        text("Responses (others / looked at)", "Respons (lain / diteliti)"),
        text("Delta (ETS)", "Delta (ETS)"),
        text("Probability", "Kebarangkalian"),
        text("Class (Mantel-Haenszel)", "Kelas (Mantel-Haenszel)"),
        text("Uniform, probability", "Seragam, kebarangkalian"),
        text("Not uniform, probability", "Tidak seragam, kebarangkalian"),
        text("Gain in R squared", "Tambahan R kuasa dua"),
        text("Class (logistic regression)", "Kelas (regresi logistik)"),
    )
    title = text("Differences by language", "Perbezaan mengikut bahasa")
    each = text("Each item in both languages", "Setiap item dalam kedua-dua bahasa")
    table = Table(each, columns, rows, is_of_items=True)
    return (Section("languages", title, facts, (table, *left_out(results)), (_HOW, _WHAT_THEN)),)


def _others(languages: list[str]) -> LocalText:
    names = [LANGUAGE_NAMES[one] for one in languages if one in LANGUAGE_NAMES]
    return text(", ".join(one.en for one in names), ", ".join(one.ms for one in names))


def _by_size(one: dict[str, Any]) -> tuple[int, float]:
    return ("CBA?".index(one["class"]), -abs(one["delta"] or 0.0))


_HOW = text(
    "Candidates with the same number of right answers are compared. A negative delta means that the "
    "item is harder in the language looked at than in the other.",
    "Calon dengan bilangan jawapan betul yang sama dibandingkan. Delta negatif bermakna item itu "
    "lebih sukar dalam bahasa yang diteliti berbanding bahasa yang satu lagi.",
)
_WHAT_THEN = text(
    "An item of class C is read in both languages before it is used again; a difference of difficulty "
    "is no proof of unfairness.",
    "Item kelas C dibaca dalam kedua-dua bahasa sebelum digunakan lagi; perbezaan kesukaran bukan "
    "bukti ketidakadilan.",
)
