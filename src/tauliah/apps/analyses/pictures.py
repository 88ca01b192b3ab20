"""The pictures of a run in one language: each belongs to a section, or to one of its items."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil, nan
from typing import Any

import numpy as np

from tauliah.apps.analyses.asking import POINT_MODELS
from tauliah.apps.analyses.certainty import Certainty
from tauliah.apps.analyses.queries import Run
from tauliah.core.kernel import LocalText
from tauliah.core.psychometrics import (
    CategoryItems,
    OptionFigures,
    distribution_of_counts,
    graded_items,
    items,
    partial_credit_items,
)
from tauliah.core.psychometrics.item_curves import ObservedShares
from tauliah.core.psychometrics.items import Items
from tauliah.core.psychometrics.plots import (
    Labels,
    category_curve_plot,
    dif_plot,
    equating_plot,
    form_information_plot,
    item_curve_plot,
    option_plot,
    person_fit_plot,
    score_plot,
    wright_map,
)

_Say = Callable[[str, str], str]
MOST_CURVES = 6


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture: the section it belongs to, its title, and the SVG text."""

    section: str
    title: str
    svg: str


def pictures_of(run: Run, language: str) -> tuple[Picture, ...]:
    """The pictures of a made run as a whole."""
    if not run.results:
        return ()
    return tuple(_BY_KIND[run.kind](run.results, _in(language)))


def picture_of_item(run: Run, item: str, language: str) -> Picture | None:
    """The curve of a calibrated item, or what the options of an analysed one attract."""
    if run.kind not in {"items", "calibration"}:
        return None
    found = next((one for one in run.results.get("items", ()) if one["item"] == item), None)
    if found is None:
        return None
    say = _in(language)
    if run.kind == "items":
        return _options(found, say)
    if not _has_curves(found):
        return None
    if run.results["model"] in POINT_MODELS:
        return _categories(found, run.results["model"], say)
    return _curve(found, say)


def pictures_of_certainty(found: Certainty | None, language: str) -> tuple[Picture, ...]:
    """The scores of the candidates with the cut, and the band of the panel's error; none without them."""
    if found is None or not found.counts:
        return ()
    say = _in(language)
    title = say("Scores of the candidates and the cut score", "Skor calon dan skor lulus")
    words = (
        say("candidates", "calon"),
        say("cut score", "skor lulus"),
        say("95 % band of the panel", "jalur 95 % panel"),
    )
    labels = Labels(
        title=title,
        description=say(
            "How many candidates have each score; who stands to the right of the line is at the cut "
            "score or above it.",
            "Bilangan calon bagi setiap skor; yang berada di sebelah kanan garis mencapai skor lulus.",
        ),
        across=say("points", "mata"),
        up=say("candidates", "calon"),
        legend=words if found.error else words[:2],
    )
    drawn = score_plot(
        distribution_of_counts(found.counts),
        labels=labels,
        cut=ceil(found.cut) - 0.5,
        cut_error=found.error or None,
    )
    return (Picture("adopted-cut", title, drawn),)


def items_with_pictures(run: Run) -> tuple[str, ...]:
    """The items of a run that `picture_of_item` draws."""
    if run.kind == "items":
        return tuple(one["item"] for one in run.results.get("items", ()) if _is_drawn(one))
    if run.kind == "calibration":
        return tuple(one["item"] for one in run.results.get("items", ()) if _has_curves(one))
    return ()


def _of_items(results: dict[str, Any], say: _Say) -> list[Picture]:
    if not results["distribution"]:
        return []
    cut = results["classification"]["cut"] if results["classification"] else None
    title = say("Scores of the candidates", "Skor calon")
    labels = Labels(
        title=title,
        description=say(
            "How many candidates have each number of right answers, and the cut.",
            "Bilangan calon bagi setiap bilangan jawapan betul, serta markah lulus.",
        ),
        across=say("right answers", "jawapan betul"),
        up=say("candidates", "calon"),
        legend=(say("candidates", "calon"), say("cut", "markah lulus"))[: 1 if cut is None else 2],
    )
    distribution = distribution_of_counts(results["distribution"])
    return [Picture("scores", title, score_plot(distribution, labels=labels, cut=cut))]


def _of_calibration(results: dict[str, Any], say: _Say) -> list[Picture]:
    of, hardness = _calibrated(results)
    ability = say("ability in logits", "keupayaan dalam logit")
    informed = Labels(
        title=say("Information of all items", "Maklumat semua item"),
        description=say(
            "Information of all calibrated items and the standard error it leaves, by ability.",
            "Maklumat semua item yang ditentukur dan ralat piawai yang tinggal, mengikut keupayaan.",
        ),
        across=ability,
        up="",
        legend=(say("information", "maklumat"), say("standard error", "ralat piawai")),
    )
    mapped = Labels(
        title=say("Candidates and items on one scale", "Calon dan item pada satu skala"),
        description=say(
            "Abilities of candidates to the left, difficulties of items to the right.",
            "Keupayaan calon di sebelah kiri, kesukaran item di sebelah kanan.",
        ),
        across="",
        up=say("logits", "logit"),
        legend=(say("candidates", "calon"), say("items", "item")),
    )
    people = [value for value in results["ability"]["quantiles"] if value is not None]
    return [
        Picture("information", informed.title, form_information_plot(of, labels=informed)),
        Picture("information", mapped.title, wright_map(people, hardness, labels=mapped)),
    ]


def _calibrated(results: dict[str, Any]) -> tuple[Items | CategoryItems, list[float]]:
    """The items with an estimate, and their difficulties or, of several categories, thresholds."""
    known = [one for one in results["items"] if _has_curves(one)]
    if results["model"] in POINT_MODELS:
        thresholds = [value for one in known for value in one["thresholds"]]
        return _category_items(known, results["model"]), thresholds
    hardness = [one["b"] for one in known]
    floor = [one["c"] for one in known]
    return items([one["a"] for one in known], hardness, floor=floor), hardness


def _category_items(whole: list[dict[str, Any]], model: str) -> CategoryItems:
    most = max(len(one["thresholds"]) for one in whole)
    b = [[*one["thresholds"], *[nan] * (most - len(one["thresholds"]))] for one in whole]
    make = graded_items if model == "graded" else partial_credit_items
    return make([one["a"] for one in whole], b)


def _has_curves(found: dict[str, Any]) -> bool:
    """Whether every parameter of a calibrated item is known, and drawn apart from the others."""
    thresholds = found.get("thresholds", ())
    return (
        found["a"] is not None
        and found["b"] is not None
        and all(one is not None for one in thresholds)
        and len(thresholds) < MOST_CURVES
    )


def _of_languages(results: dict[str, Any], say: _Say) -> list[Picture]:
    found = results["items"]
    if all(one["delta"] is None for one in found):
        return []
    labels = Labels(
        title=say("Differences by language", "Perbezaan mengikut bahasa"),
        description=say(
            "The delta of each item with its interval; below 0 it is harder in the language looked "
            "at. Items of class C are named.",
            "Delta setiap item dengan selangnya; di bawah 0 item lebih sukar dalam bahasa yang "
            "diteliti. Item kelas C dinamakan.",
        ),
        across=say("items", "item"),
        up=say("delta (ETS)", "delta (ETS)"),
        legend=(
            say("A, negligible", "A, boleh diabaikan"),
            say("B, moderate", "B, sederhana"),
            say("C, large", "C, besar"),
        ),
    )
    svg = dif_plot(
        [_number(one["delta"]) for one in found],
        [_number(one["delta_error"]) for one in found],
        [one["class"] for one in found],
        labels=labels,
        items=[one["item"] for one in found],
    )
    return [Picture("languages", labels.title, svg)]


def _of_equating(results: dict[str, Any], say: _Say) -> list[Picture]:
    new, base = results["forms"]["new"]["form"], results["forms"]["base"]["form"]
    labels = Labels(
        title=say(
            f"What a score on {new} is worth more on {base}",
            f"Nilai tambahan skor {new} pada {base}",
        ),
        description=say(
            "The difference between each score and what it is worth, by true scores, with the band of "
            "95 % where standard errors were asked for.",
            "Perbezaan antara setiap skor dengan nilainya, mengikut skor sebenar, dengan jalur 95 % "
            "jika ralat piawai diminta.",
        ),
        across=say("score on the new form", "skor bagi set baharu"),
        up=say("points", "markah"),
        legend=(say("difference", "perbezaan"), say("95 % band", "jalur 95 %")),
    )
    worth = [point[1] for point in results["equivalents"]]
    errors = [point[0] for point in results.get("errors") or ()] or None
    return [Picture("equating", labels.title, equating_plot(worth, labels=labels, errors=errors))]


def _of_drift(results: dict[str, Any], say: _Say) -> list[Picture]:
    found = results["items"]
    labels = Labels(
        title=say("How far each item moved", "Sejauh mana setiap item beranjak"),
        description=say(
            "The displacement of each item with its interval; above 0 it has become harder. Items that "
            "drift stand first in the table.",
            "Anjakan setiap item dengan selangnya; di atas 0 item menjadi lebih sukar. Item yang "
            "beranjak berada di permulaan jadual.",
        ),
        across=say("items", "item"),
        up=say("displacement in logits", "anjakan dalam logit"),
        legend=(say("stays", "kekal"), say("suspect", "meragukan"), say("drifts", "beranjak")),
    )
    svg = dif_plot(
        [_number(one["displacement"]) for one in found],
        [_number(one["displacement_error"]) for one in found],
        [one["class"] for one in found],
        labels=labels,
        # several that drift side by side would write their names over each other
        items=[""] * len(found),
        limits=(),
    )
    return [Picture("drift", labels.title, svg)]


def _of_persons(results: dict[str, Any], say: _Say) -> list[Picture]:
    labels = Labels(
        title=say("Person fit of the candidates", "Penyuaian calon"),
        description=say(
            "How many candidates have each lz*, and how many the model expects. Far to the left are "
            "unlikely patterns.",
            "Bilangan calon bagi setiap lz*, dan bilangan yang dijangka oleh model. Corak yang tidak "
            "lazim berada jauh di kiri.",
        ),
        across="lz*",
        up=say("candidates", "calon"),
        legend=(say("candidates", "calon"), say("expected", "dijangka")),
    )
    svg = person_fit_plot(results["edges"], results["counts"], labels=labels)
    return [Picture("persons", labels.title, svg)]


def _categories(found: dict[str, Any], model: str, say: _Say) -> Picture:
    points = say("points", "markah")
    labels = Labels(
        title=found["item"],
        description=say(
            "The probability of each number of points, by ability.",
            "Kebarangkalian setiap bilangan markah, mengikut keupayaan.",
        ),
        across=say("ability in logits", "keupayaan dalam logit"),
        up=say("probability", "kebarangkalian"),
        legend=tuple(f"{value:g} {points}" for value in found["points"]),
    )
    svg = category_curve_plot(_category_items([found], model), 0, labels=labels)
    return Picture("item", labels.title, svg)


def _curve(found: dict[str, Any], say: _Say) -> Picture:
    theta, share, persons = (
        np.array(part, np.float64) for part in zip(*found["observed"], strict=True)
    )
    labels = Labels(
        title=found["item"],
        description=say(
            "The curve of the item by ability, and the shares right that were observed in groups of "
            "candidates.",
            "Lengkung item mengikut keupayaan, dan bahagian betul yang dicerap dalam kumpulan calon.",
        ),
        across=say("ability in logits", "keupayaan dalam logit"),
        up=say("share right", "bahagian betul"),
        legend=(say("model", "model"), say("observed, 95 %", "dicerap, 95 %")),
    )
    svg = item_curve_plot(
        items(found["a"], found["b"], floor=found["c"]),
        0,
        labels=labels,
        observed=ObservedShares(theta, share, persons),
    )
    return Picture("item", labels.title, svg)


def _options(found: dict[str, Any], say: _Say) -> Picture | None:
    if not _is_drawn(found):
        return None
    options = [
        OptionFigures(
            item=found["item"],
            option=one["option"],
            is_key=one["is_key"],
            count=one["count"],
            share=one["share"],
            discrimination=_number(one["discrimination"]),
            mean_rest=nan,
            by_fifth=tuple(_number(value) for value in one["by_fifth"]),
        )
        for one in found["options"]
    ]
    ordered = sorted(options, key=lambda option: not option.is_key)
    key = say("key", "kunci")
    labels = Labels(
        title=found["item"],
        description=say(
            "The share of candidates that chose each option, from the weakest fifth to the strongest.",
            "Bahagian calon yang memilih setiap pilihan, daripada perlimaan terlemah hingga terkuat.",
        ),
        across=say("fifth of the candidates", "perlimaan calon"),
        up=say("share", "bahagian"),
        legend=tuple(f"{one.option} ({key})" if one.is_key else one.option for one in ordered),
    )
    return Picture("item", labels.title, option_plot(options, labels=labels))


def _is_drawn(found: dict[str, Any]) -> bool:
    options = found["options"]
    return (
        0 < len(options) <= 6
        and any(one["is_key"] for one in options)
        and any(one["by_fifth"] for one in options)
    )


def _number(value: float | None) -> float:
    return nan if value is None else float(value)


def _in(language: str) -> _Say:
    def say(en: str, ms: str) -> str:
        return LocalText(en=en, ms=ms).in_language(language)

    return say


_BY_KIND: dict[str, Callable[[dict[str, Any], _Say], list[Picture]]] = {
    "items": _of_items,
    "calibration": _of_calibration,
    "languages": _of_languages,
    "equating": _of_equating,
    "drift": _of_drift,
    "persons": _of_persons,
}
