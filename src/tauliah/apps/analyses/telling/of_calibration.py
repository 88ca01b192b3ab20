"""A calibration in words: the fit as a whole, the parameters, what does not fit, and the trace."""

from __future__ import annotations

from typing import Any

from tauliah.apps.analyses.telling.sections import (
    CANDIDATES,
    ITEM,
    ITEMS,
    NO,
    NOTHING,
    RESPONSES,
    YES,
    Cell,
    Section,
    Table,
    figure,
    left_out,
    text,
    with_error,
)
from tauliah.core.kernel import LocalText

MISFIT = 0.01
LEAST_SQUARE, MOST_SQUARE = 0.7, 1.3


def sections_of_calibration(results: dict[str, Any]) -> tuple[Section, ...]:
    """The sections of a calibration."""
    return (fit_section(results), parameter_section(results), _trace_section(results))


def fit_section(results: dict[str, Any]) -> Section:
    """The model, its likelihood, and how precise the calibrated items are."""
    facts: list[tuple[LocalText, Cell]] = [
        (text("Model", "Model"), results["model"]),
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
    notes = [] if results["has_converged"] else [_NOT_SETTLED]
    notes += [
        text(f"{one['item']}: {one['en']}", f"{one['item']}: {one['ms']}")
        for one in results["remarks"]
    ]
    title = text("Fit as a whole", "Penyuaian keseluruhan")
    return Section("information", title, tuple(facts), notes=tuple(notes))


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
            with_error(one["a"], one["a_error"]),
            with_error(one["b"], one["b_error"]),
        ]
        row += [with_error(one["c"], one["c_error"])] if has_guessing else []
        row += [
            figure(one["infit"], 2),
            figure(one["outfit"], 2),
            figure(one["fit_p"]),
            _remark(one),
        ]
        rows.append(tuple(row))
    title = text("Parameters and fit of the items", "Parameter dan penyuaian item")
    each = text("Figures of each item by the model", "Angka setiap item mengikut model")
    tables = [Table(each, tuple(columns), tuple(rows), is_of_items=True)]
    if results["pairs"]:
        tables.append(
            Table(
                text("Pairs that hang together (Q3)", "Pasangan yang saling bergantung (Q3)"),
                (text("Items", "Item"), text("Q3", "Q3")),
                tuple((" · ".join(one["items"]), figure(one["q3"], 2)) for one in results["pairs"]),
            )
        )
    return Section("curves", title, tables=(*tables, *left_out(results)), notes=(_SCALE,))


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
    if item["fit_p"] is not None and item["fit_p"] < MISFIT:
        return text("does not follow the model", "tidak mengikut model")
    squares = [value for value in (item["infit"], item["outfit"]) if value is not None]
    if any(value > MOST_SQUARE for value in squares):
        return text("erratic responses", "respons tidak menentu")
    if any(value < LEAST_SQUARE for value in squares):
        return text("more regular than the model", "lebih teratur daripada model")
    return NOTHING


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
