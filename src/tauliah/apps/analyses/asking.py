"""What may be asked of an analysis: its kinds with their settings, checked before anything is made."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from tauliah.apps.analyses.models import KINDS
from tauliah.core.kernel import LANGUAGES, LocalText, Refused, digest

MODELS = ("1PL", "2PL", "3PL")
POINT_MODELS = ("graded", "partial-credit")
EQUATING_MODELS = ("1PL", "2PL")
LINKS = ("stocking-lord", "haebara", "mean-sigma", "mean-mean")
GROUPS = ("", "language", "window", "form")
REPLICATIONS = (0, 100, 200, 500)
LARGEST_SEED = 2**31 - 1

KIND_NAMES: Mapping[str, LocalText] = {
    "items": LocalText(en="Item analysis", ms="Analisis item"),
    "calibration": LocalText(en="Calibration", ms="Penentukuran"),
    "languages": LocalText(en="Differences by language", ms="Perbezaan mengikut bahasa"),
    "equating": LocalText(en="Equating of two forms", ms="Penyamaan dua set soalan"),
    "drift": LocalText(en="Drift of anchors", ms="Anjakan item sauh"),
    "persons": LocalText(en="Person fit", ms="Penyuaian calon"),
}
MODEL_NAMES: Mapping[str, LocalText] = {
    **{model: LocalText(en=model, ms=model) for model in MODELS},
    "graded": LocalText(en="Graded response", ms="Respons bergred"),
    "partial-credit": LocalText(en="Generalized partial credit", ms="Kredit separa teritlak"),
}
LINK_NAMES: Mapping[str, LocalText] = {
    "stocking-lord": LocalText(en="Stocking and Lord", ms="Stocking dan Lord"),
    "haebara": LocalText(en="Haebara", ms="Haebara"),
    "mean-sigma": LocalText(en="mean and sigma", ms="min dan sigma"),
    "mean-mean": LocalText(en="mean and mean", ms="min dan min"),
}
LANGUAGE_NAMES: Mapping[str, LocalText] = {
    "en": LocalText(en="English", ms="bahasa Inggeris"),
    "ms": LocalText(en="Malay", ms="bahasa Melayu"),
}
GROUP_NAMES: Mapping[str, LocalText] = {
    "": LocalText(en="One population", ms="Satu populasi"),
    "language": LocalText(en="Groups by language", ms="Kumpulan mengikut bahasa"),
    "window": LocalText(en="Groups by window", ms="Kumpulan mengikut tetingkap"),
    "form": LocalText(en="Groups by form", ms="Kumpulan mengikut set soalan"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """An analysis that can be made: kind, course, window ("" for all of them), settings of its kind.

    Settings are `model`, `has_priors`, `grouped_by` and `is_anchored` of a calibration, `focal` of a
    comparison of languages, `new`, `base`, `model`, `method`, `replications` and `seed` of an equating,
    the run `earlier` than a look for drift, and `model` and `has_priors` of person fit.
    """

    kind: str
    course: str
    window: str
    settings: dict[str, Any]


def asked(
    kind: str, course: str, window: str = "", *, settings: Mapping[str, Any] | None = None
) -> Asked | Refused:
    """What was asked, with the settings of its kind alone; refused where one is not known."""
    if kind not in KINDS:
        return _unknown(kind, KINDS)
    found = _SETTINGS[kind](settings or {}, window)
    return found if isinstance(found, Refused) else Asked(kind, course, window, found)


def _of_items(_given: Mapping[str, Any], _window: str) -> dict[str, Any]:
    return {}


def _of_languages(given: Mapping[str, Any], _window: str) -> dict[str, Any] | Refused:
    focal = str(given.get("focal", "ms"))
    return {"focal": focal} if focal in LANGUAGES else _unknown(focal, LANGUAGES)


def _of_calibration(given: Mapping[str, Any], window: str) -> dict[str, Any] | Refused:
    model, grouped_by = str(given.get("model", "2PL")), str(given.get("grouped_by", ""))
    is_anchored = bool(given.get("is_anchored"))
    if model not in (*MODELS, *POINT_MODELS):
        return _unknown(model, (*MODELS, *POINT_MODELS))
    if grouped_by not in GROUPS:
        return _unknown(grouped_by, GROUPS[1:])
    if is_anchored and model in POINT_MODELS:
        return _ANCHORED_POINTS
    if grouped_by == "window" and window:
        return _ONE_WINDOW
    return {
        "model": model,
        "has_priors": bool(given.get("has_priors")),
        "grouped_by": grouped_by,
        "is_anchored": is_anchored,
    }


def _of_persons(given: Mapping[str, Any], _window: str) -> dict[str, Any] | Refused:
    model = str(given.get("model", "2PL"))
    if model not in MODELS:
        return _unknown(model, MODELS)
    return {"model": model, "has_priors": bool(given.get("has_priors"))}


def _of_drift(given: Mapping[str, Any], _window: str) -> dict[str, Any] | Refused:
    try:
        return {"earlier": str(UUID(str(given.get("earlier", ""))))}
    except ValueError:
        return _NO_EARLIER


def _of_equating(given: Mapping[str, Any], _window: str) -> dict[str, Any] | Refused:
    model, method = str(given.get("model", "2PL")), str(given.get("method", LINKS[0]))
    if model not in EQUATING_MODELS:
        return _unknown(model, EQUATING_MODELS)
    if method not in LINKS:
        return _unknown(method, LINKS)
    new, base = str(given.get("new", "")), str(given.get("base", ""))
    if not new or not base or new == base:
        return _TWO_FORMS
    replications = int(given.get("replications") or 0)
    if replications not in REPLICATIONS:
        return _unknown(str(replications), tuple(map(str, REPLICATIONS)))
    seed = given.get("seed")
    if seed is None:
        # by the names of the forms, so that anybody who repeats it finds the same errors
        seed = int(digest([new, base])[-7:], 16)
    if not 0 <= int(seed) <= LARGEST_SEED:
        return _unknown(str(seed), (f"0–{LARGEST_SEED}",))
    return {
        "new": new,
        "base": base,
        "model": model,
        "method": method,
        "replications": replications,
        "seed": int(seed),
    }


def _unknown(given: str, known: tuple[str, ...]) -> Refused:
    names = ", ".join(known)
    return Refused(
        "unknown-setting",
        LocalText(
            en=f"“{given}” is not known here. Choose one of: {names}.",
            ms=f"“{given}” tidak dikenali di sini. Pilih salah satu: {names}.",
        ),
    )


_SETTINGS: Mapping[str, Callable[[Mapping[str, Any], str], dict[str, Any] | Refused]] = {
    "items": _of_items,
    "calibration": _of_calibration,
    "languages": _of_languages,
    "equating": _of_equating,
    "drift": _of_drift,
    "persons": _of_persons,
}
_TWO_FORMS = Refused(
    "two-forms",
    LocalText(
        en="Equating takes two different forms: the new one and the one it is equated to.",
        ms="Penyamaan memerlukan dua set soalan yang berbeza: yang baharu dan yang menjadi asas.",
    ),
)
_ANCHORED_POINTS = Refused(
    "anchored-points",
    LocalText(
        en="The bank keeps parameters of the 1PL, 2PL and 3PL. Items cannot be held in a calibration by "
        "points: choose one of these models, or do not hold items.",
        ms="Bank menyimpan parameter 1PL, 2PL dan 3PL. Item tidak dapat ditetapkan dalam penentukuran "
        "mengikut markah: pilih salah satu model itu, atau jangan tetapkan item.",
    ),
)
_ONE_WINDOW = Refused(
    "one-window",
    LocalText(
        en="Groups by window need several windows. Choose the exam over all windows, or other groups.",
        ms="Kumpulan mengikut tetingkap memerlukan beberapa tetingkap. Pilih peperiksaan bagi semua "
        "tetingkap, atau kumpulan yang lain.",
    ),
)
_NO_EARLIER = Refused(
    "no-earlier",
    LocalText(
        en="Name the earlier calibration whose items are looked at.",
        ms="Nyatakan penentukuran terdahulu yang itemnya diteliti.",
    ),
)
