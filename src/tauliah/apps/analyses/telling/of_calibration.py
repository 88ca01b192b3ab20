"""A calibration in words: the fit as a whole, the parameters, what does not fit, and the trace."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tauliah.apps.analyses.asking import GROUP_NAMES, LANGUAGE_NAMES, MODEL_NAMES, POINT_MODELS
from tauliah.apps.analyses.telling.sections import (
    CANDIDATES,
    DEVIATION,
    ITEM,
    ITEMS,
    MEAN,
    NO,
    RESPONSES,
    YES,
    Section,
    figure,
    in_hundred,
    left_out,
    text,
    with_error,
)
from tauliah.core.kernel import NOTHING, Cell, Fact, Table

MISFIT = 0.01
LEAST_SQUARE, MOST_SQUARE = 0.7, 1.3


def sections_of_calibration(results: dict[str, Any]) -> tuple[Section, ...]:
    """The sections of a calibration."""
    parameters = (
        points_section(results) if results["model"] in POINT_MODELS else parameter_section(results)
    )
    groups = (groups_section(results),) if _has_scale_of_its_own(results) else ()
    return (fit_section(results), *groups, parameters, _trace_section(results))


def fit_section(results: dict[str, Any]) -> Section:
    """The model, its likelihood, and how precise the calibrated items are."""
    facts: list[Fact] = [
        (text("Model", "Model"), MODEL_NAMES[results["model"]]),
        (text("Priors", "Prior"), YES if results["has_priors"] else NO),
        (CANDIDATES, str(results["persons"])),
        (ITEMS, str(len(results["items"]))),
        (text("Log-likelihood", "Log kebolehjadian"), figure(results["log_likelihood"])),
        (text("Parameters", "Parameter"), str(results["parameters"])),
        (text("Akaike's criterion", "Kriteria Akaike"), figure(results["akaike"], 1)),
        (text("Schwarz's criterion", "Kriteria Schwarz"), figure(results["bayesian"], 1)),
        (text("Settled", "Menumpu"), YES if results["has_converged"] else NO),
        (
            text("Marginal reliability of abilities", "Kebolehpercayaan marginal keupayaan"),
            figure(results["marginal_reliability"]),
        ),
        (
            text("Empirical reliability of abilities", "Kebolehpercayaan empirik keupayaan"),
            figure(results["empirical_reliability"]),
        ),
    ]
    if results.get("held"):
        facts.append((text("Items held", "Item yang ditetapkan"), str(results["held"])))
        sources = "; ".join(results["held_by"])
        facts.append((text("Held at the parameters of", "Ditetapkan pada parameter"), sources))
    notes = [] if results["has_converged"] else [_NOT_SETTLED]
    notes += [
        text(f"{one['item']}: {one['en']}", f"{one['item']}: {one['ms']}")
        for one in results["remarks"]
    ]
    title = text("Fit as a whole", "Penyuaian keseluruhan")
    return Section("information", title, tuple(facts), notes=tuple(notes))


def groups_section(results: dict[str, Any]) -> Section:
    """Where each group of candidates stands on the scale, and how widely it spreads."""
    rows = tuple(
        (
            group_name(results.get("grouped_by", ""), one["group"]),
            figure(one["persons"], 0),
            _estimated(one["mean"], one["mean_error"]),
            _estimated(one["deviation"], one["deviation_error"]),
        )
        for one in results["populations"]
    )
    columns = (text("Group", "Kumpulan"), CANDIDATES, MEAN, DEVIATION)
    title = text("Groups of candidates", "Kumpulan calon")
    each = text("Abilities of each group, in logits", "Keupayaan setiap kumpulan, dalam logit")
    note = _HELD_SCALE if results.get("held") else _GROUP_SCALE
    return Section("groups", title, tables=(Table(each, columns, rows),), notes=(note,))


def group_name(by: str, name: str) -> Cell:
    """A group as a reader knows it."""
    if by == "language":
        return LANGUAGE_NAMES.get(name, name)
    return name or GROUP_NAMES[""]


def parameter_section(results: dict[str, Any]) -> Section:
    """Parameters with their standard errors, and the fit of each item."""
    has_guessing = results["model"] == "3PL"
    columns = [
        ITEM,
        RESPONSES,
        text("Discrimination a", "Diskriminasi a"),
        text("Difficulty b", "Kesukaran b"),
    ]
    columns += [text("Guessing c", "Tekaan c")] if has_guessing else []
    columns += [
        text("Infit", "Infit"),
        text("Outfit", "Outfit"),
        text("S-X2, probability", "S-X2, kebarangkalian"),
        text("To look at", "Perlu diteliti"),
    ]
    rows = []
    for one in results["items"]:
        row: list[Cell] = [
            one["item"],
            str(one["responses"]),
            _estimated(one["a"], one["a_error"]),
            _estimated(one["b"], one["b_error"]),
        ]
        row += [_estimated(one["c"], one["c_error"])] if has_guessing else []
        row += [
            figure(one["infit"], 2),
            figure(one["outfit"], 2),
            figure(one["fit_p"]),
            _remark(one),
        ]
        rows.append(tuple(row))
    title = text("Parameters and fit of the items", "Parameter dan penyuaian item")
    each = text("Figures of each item by the model", "Angka setiap item mengikut model")
    tables = (Table(each, tuple(columns), tuple(rows), is_of_items=True), *_pairs(results))
    note = _OTHER_SCALE if _has_scale_of_its_own(results) else _SCALE
    return Section("curves", title, tables=(*tables, *left_out(results)), notes=(note,))


def points_section(results: dict[str, Any]) -> Section:
    """The discrimination and the thresholds of items whose answers may be worth some of the points."""
    columns = (
        ITEM,
        RESPONSES,
        text("Points of the categories", "Markah bagi kategori"),
        text("Share in each", "Bahagian dalam setiap satu"),
        text("Discrimination a", "Diskriminasi a"),
        text("Thresholds b", "Ambang b"),
        text("Infit", "Infit"),
        text("Outfit", "Outfit"),
        text("S-X2, probability", "S-X2, kebarangkalian"),
        text("To look at", "Perlu diteliti"),
    )
    rows = tuple(
        (
            one["item"],
            str(one["responses"]),
            " · ".join(f"{points:g}" for points in one["points"]),
            " · ".join(in_hundred(share) for share in one["shares"]),
            with_error(one["a"], one["a_error"]),
            "; ".join(
                with_error(value, error, 2)
                for value, error in zip(one["thresholds"], one["threshold_errors"], strict=True)
            ),
            figure(one["infit"], 2),
            figure(one["outfit"], 2),
            figure(one["fit_p"]),
            _remark(one),
        )
        for one in results["items"]
    )
    title = text("Parameters and fit of the items", "Parameter dan penyuaian item")
    each = text("Figures of each item by its points", "Angka setiap item mengikut markahnya")
    tables = (Table(each, columns, rows, is_of_items=True), *_pairs(results))
    note = _OTHER_SCALE if _has_scale_of_its_own(results) else _SCALE
    return Section("curves", title, tables=(*tables, *left_out(results)), notes=(note, _JOINED))


def _pairs(results: dict[str, Any]) -> Iterable[Table]:
    if results["pairs"]:
        yield Table(
            text("Pairs that hang together (Q3)", "Pasangan yang saling bergantung (Q3)"),
            (text("Items", "Item"), text("Q3", "Q3")),
            tuple((" · ".join(one["items"]), figure(one["q3"], 2)) for one in results["pairs"]),
        )


def _estimated(value: float | None, error: float | None) -> str:
    """A figure with its standard error; alone where it was given and not estimated."""
    return figure(value) if error == 0 else with_error(value, error)


def _has_scale_of_its_own(results: dict[str, Any]) -> bool:
    return bool(results.get("grouped_by") or results.get("held"))


def _trace_section(results: dict[str, Any]) -> Section:
    rows = tuple(
        (str(number), figure(persons, 0), figure(likelihood), f"{change:.2e}")
        for number, (persons, likelihood, change) in enumerate(results["trace"], start=1)
    )
    columns = (
        text("Step", "Langkah"),
        CANDIDATES,
        text("Log-likelihood", "Log kebolehjadian"),
        text("Largest change", "Perubahan terbesar"),
    )
    title = text("Trace of the fit", "Jejak penyuaian")
    each = text("Each step of the fit", "Setiap langkah penyuaian")
    return Section("trace", title, tables=(Table(each, columns, rows, is_detail=True),))


def _remark(item: dict[str, Any]) -> Cell:
    if item["a"] is None:
        return text("no estimate", "tiada anggaran")
    if item.get("is_held") and not _is_misfit(item):
        return text("held", "ditetapkan")
    if _is_misfit(item):
        return text("does not follow the model", "tidak mengikut model")
    squares = [value for value in (item["infit"], item["outfit"]) if value is not None]
    if any(value > MOST_SQUARE for value in squares):
        return text("erratic responses", "respons tidak menentu")
    if any(value < LEAST_SQUARE for value in squares):
        return text("more regular than the model", "lebih teratur daripada model")
    return NOTHING


def _is_misfit(item: dict[str, Any]) -> bool:
    return item["fit_p"] is not None and item["fit_p"] < MISFIT


_NOT_SETTLED = text(
    "The fit did not settle: its figures are those of the best step, and not to be used.",
    "Penyuaian tidak menumpu: angkanya daripada langkah terbaik dan tidak boleh digunakan.",
)
_SCALE = text(
    "Logits, on the scale on which these candidates have mean 0 and standard deviation 1; figures "
    "with one standard error.",
    "Dalam logit, pada skala yang min calon ini ialah 0 dan sisihan piawainya 1; angka dengan satu "
    "ralat piawai.",
)
_OTHER_SCALE = text(
    "Logits, on the scale that the groups above tell; figures with one standard error.",
    "Dalam logit, pada skala yang dinyatakan oleh kumpulan di atas; angka dengan satu ralat piawai.",
)
_GROUP_SCALE = text(
    "The largest group has mean 0 and standard deviation 1 by definition; the others are measured by "
    "it. Items are taken to behave alike in all groups.",
    "Kumpulan terbesar ditakrifkan mempunyai min 0 dan sisihan piawai 1; yang lain diukur "
    "berbandingnya. Item dianggap berkelakuan sama dalam semua kumpulan.",
)
_HELD_SCALE = text(
    "The scale is that of the parameters in the bank, at which items were held.",
    "Skalanya ialah skala parameter dalam bank, yang item ditetapkan padanya.",
)
_JOINED = text(
    "Each threshold lies where the next higher points become the likelier; points that fewer than 10 "
    "answers were worth are joined with the next below.",
    "Setiap ambang ialah tempat markah yang lebih tinggi menjadi lebih berkemungkinan; markah yang "
    "diperoleh oleh kurang daripada 10 jawapan digabungkan dengan yang di bawahnya.",
)
