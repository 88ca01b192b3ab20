"""An item analysis in words: the exam's scores and reliability, the cut, the items, their options."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tauliah.apps.analyses.telling.sections import (
    CANDIDATES,
    DEVIATION,
    FORM,
    ITEM,
    ITEMS,
    MEAN,
    RESPONSES,
    Section,
    figure,
    in_hundred,
    left_out,
    text,
    with_error,
)
from tauliah.core.kernel import NOTHING, Cell, Fact, LocalText, Table

_SHORT = text(
    "By Swineford's rule (Rindler, 1979) the time may have been short: fewer than 80 % answered every "
    "item, or not everybody three quarters of them.",
    "Menurut peraturan Swineford (Rindler, 1979) masa mungkin tidak mencukupi: kurang daripada 80 % "
    "menjawab semua item, atau tidak semua calon menjawab tiga suku daripadanya.",
)
_ENOUGH = text(
    "By Swineford's rule (Rindler, 1979) the time was enough: at least 80 % answered every item, and "
    "everybody three quarters of them.",
    "Menurut peraturan Swineford (Rindler, 1979) masa mencukupi: sekurang-kurangnya 80 % menjawab semua "
    "item, dan semua calon menjawab tiga suku daripadanya.",
)
_ERROR = text("Standard error of measurement (points)", "Ralat piawai pengukuran (markah)")


def sections_of_items(results: dict[str, Any]) -> tuple[Section, ...]:
    """The sections of an item analysis."""
    return (
        reliability_section(results),
        *time_sections(results),
        cut_section(results),
        item_section(results),
    )


def reliability_section(results: dict[str, Any]) -> Section:
    """Scores and reliability of the whole exam, and of each form that many sat."""
    found = results["reliability"]
    facts: list[Fact] = []
    notes: list[LocalText] = []
    if found:
        facts = [
            (CANDIDATES, str(found["persons"])),
            (text("Items that count", "Item yang dikira"), str(found["highest"])),
            (MEAN, figure(found["mean"], 2)),
            (DEVIATION, figure(found["deviation"], 2)),
            (_coefficient(found["coefficient"]), figure(found["value"])),
            (_ERROR, figure(found["error"], 2)),
        ]
        if found["coefficient"] == "KR-21":
            notes.append(_OWN_FORMS)
    if "not_reliable" in results:
        notes.append(LocalText(**results["not_reliable"]))
    tables: tuple[Table, ...] = ()
    if results["forms"]:
        tables = (
            Table(
                text(
                    "Forms that 50 or more candidates sat",
                    "Set soalan yang diduduki oleh 50 orang calon atau lebih",
                ),
                (
                    FORM,
                    CANDIDATES,
                    ITEMS,
                    MEAN,
                    DEVIATION,
                    text("Alpha", "Alfa"),
                    text("Omega", "Omega"),
                    _ERROR,
                    text("Cut", "Markah lulus"),
                    text("Sorted rightly", "Dikelaskan dengan betul"),
                    text("Sorted alike again", "Dikelaskan sama lagi"),
                ),
                tuple(
                    (
                        one["form"],
                        str(one["persons"]),
                        str(one["items"]),
                        figure(one["mean"], 2),
                        figure(one["deviation"], 2),
                        figure(one["alpha"]),
                        figure(one["omega"]),
                        figure(one["error"], 2),
                        *_sorted(one["classification"]),
                    )
                    for one in results["forms"]
                ),
            ),
        )
    title = text("Scores and reliability", "Skor dan kebolehpercayaan")
    return Section("scores", title, tuple(facts), tables, tuple(notes))


def time_sections(results: dict[str, Any]) -> Iterator[Section]:
    """Whether the time was enough, where the run looked at that."""
    found = results.get("left_open")
    if not found:
        return
    yield Section(
        "time",
        text("Was there enough time?", "Adakah masa mencukupi?"),
        (
            (text("Answered every item", "Menjawab semua item"), in_hundred(found["everything"])),
            (
                text(
                    "Answered three quarters of the items or more",
                    "Menjawab tiga suku item atau lebih",
                ),
                in_hundred(found["three_quarters"]),
            ),
        ),
        notes=(_SHORT if found["is_speeded"] else _ENOUGH,),
    )


def cut_section(results: dict[str, Any]) -> Section:
    """The cut, and how surely it sorts."""
    title = text("The cut and how surely it sorts", "Markah lulus dan kepastian pengelasannya")
    found = results["classification"]
    if not found:
        told = results.get("not_classified") or results.get("not_reliable")
        return Section("cut", title, notes=(LocalText(**told),) if told else ())
    persons = results["reliability"]["persons"]
    return Section(
        "cut",
        title,
        (
            (text("Cut (right answers)", "Markah lulus (jawapan betul)"), str(found["cut"])),
            (
                text("Passed", "Lulus"),
                f"{found['passed']} / {persons} ({in_hundred(found['passed'] / persons)})",
            ),
            (
                text(
                    "Sorted as their true scores would be", "Dikelaskan selaras dengan skor sebenar"
                ),
                in_hundred(found["accuracy"]),
            ),
            (
                text("Passed, though truly below the cut", "Lulus walaupun skor sebenar di bawah"),
                in_hundred(found["false_pass"]),
            ),
            (
                text("Failed, though truly at the cut", "Gagal walaupun skor sebenar mencukupi"),
                in_hundred(found["false_fail"]),
            ),
            (
                text("Sorted alike by another form", "Dikelaskan sama oleh set soalan yang lain"),
                in_hundred(found["consistency"]),
            ),
            (
                text("The same beyond chance (kappa)", "Perkara sama melebihi kebetulan (kappa)"),
                figure(found["kappa"]),
            ),
        ),
        notes=(_CLASSIFIED,),
    )


def item_section(results: dict[str, Any]) -> Section:
    """Every item, with what stands out, and what its options attract."""
    rows = tuple(
        (
            one["item"],
            str(one["responses"]),
            with_error(one["difficulty"], one["difficulty_error"]),
            figure(one["discrimination"]),
            figure(one["point_biserial"]),
            _remark(one),
        )
        for one in results["items"]
    )
    columns = (
        ITEM,
        RESPONSES,
        text("Share right", "Bahagian betul"),
        text("Discrimination (corrected)", "Diskriminasi (dibetulkan)"),
        text("Point-biserial", "Titik biserial"),
        text("To look at", "Perlu diteliti"),
    )
    tables = [
        Table(text("Figures of each item", "Angka setiap item"), columns, rows, is_of_items=True)
    ]
    options = tuple(
        (
            one["item"],
            f"{option['option']} *" if option["is_key"] else option["option"],
            in_hundred(option["share"]),
            figure(option["discrimination"]),
            " · ".join(in_hundred(share) for share in option["by_fifth"]),
        )
        for one in results["items"]
        for option in one["options"]
    )
    if options:
        option_columns = (
            ITEM,
            text("Option (* key)", "Pilihan (* kunci)"),
            text("Chosen by", "Dipilih oleh"),
            text("Correlation with the rest", "Korelasi dengan item lain"),
            text("Weakest to strongest fifth", "Perlimaan terlemah hingga terkuat"),
        )
        title = text("What each option attracts", "Daya tarikan setiap pilihan")
        tables.append(Table(title, option_columns, options, is_of_items=True, is_detail=True))
    notes = tuple(LocalText(**one["suspicion"]) for one in results["items"] if one["suspicion"])
    title = text("Items", "Item")
    return Section("items", title, tables=(*tables, *left_out(results)), notes=notes)


def _remark(item: dict[str, Any]) -> Cell:
    if item["suspicion"]:
        return text("Is the key right?", "Adakah kuncinya betul?")
    discrimination = item["discrimination"]
    if discrimination is not None and discrimination < 0:
        return text("negative discrimination", "diskriminasi negatif")
    if discrimination is not None and discrimination < 0.1:
        return text("hardly separates", "hampir tidak membezakan")
    if item["difficulty"] is not None and item["difficulty"] > 0.95:
        return text("very easy", "sangat mudah")
    if item["difficulty"] is not None and item["difficulty"] < 0.2:
        return text("very hard", "sangat sukar")
    return text("pilot", "rintis") if item["is_pilot"] else NOTHING


def _sorted(found: dict[str, Any] | None) -> tuple[str, str, str]:
    """The cut of a form, its accuracy and its consistency."""
    if not found:
        return NOTHING, NOTHING, NOTHING
    return str(found["cut"]), in_hundred(found["accuracy"]), in_hundred(found["consistency"])


def _coefficient(name: str) -> LocalText:
    if name == "alpha":
        return text("Reliability (alpha)", "Kebolehpercayaan (alfa)")
    return text("Reliability (KR-21)", "Kebolehpercayaan (KR-21)")


_OWN_FORMS = text(
    "Candidates had different forms. The reliability of their scores together is therefore formula "
    "21 of Kuder and Richardson, which counts differences between forms as error (Lord, 1957).",
    "Calon mendapat set soalan yang berbeza. Oleh itu kebolehpercayaan skor mereka bersama-sama "
    "ialah formula 21 Kuder dan Richardson, yang mengira perbezaan antara set soalan sebagai ralat "
    "(Lord, 1957).",
)
_CLASSIFIED = text(
    "By the method of Livingston and Lewis (1995), from the reliability above.",
    "Mengikut kaedah Livingston dan Lewis (1995), daripada kebolehpercayaan di atas.",
)
