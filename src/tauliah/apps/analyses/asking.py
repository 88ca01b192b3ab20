"""What may be asked of an analysis: its kinds with their settings, checked before anything is made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tauliah.apps.analyses.models import KINDS
from tauliah.core.kernel import LANGUAGES, LocalText, Refused

MODELS = ("1PL", "2PL", "3PL")
EQUATING_MODELS = ("1PL", "2PL")
LINKS = ("stocking-lord", "haebara", "mean-sigma", "mean-mean")

KIND_NAMES: Mapping[str, LocalText] = {
    "items": LocalText(en="Item analysis", ms="Analisis item"),
    "calibration": LocalText(en="Calibration", ms="Penentukuran"),
    "languages": LocalText(en="Differences by language", ms="Perbezaan mengikut bahasa"),
    "equating": LocalText(en="Equating of two forms", ms="Penyamaan dua set soalan"),
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


@dataclass(frozen=True, slots=True)
class Asked:
    """An analysis that can be made: kind, course, window ("" for all of them), settings of its kind.

    Settings are `model` and `has_priors` of a calibration, `focal` of a comparison of languages, and
    `new`, `base`, `model`, `method` of an equating.
    """

    kind: str
    course: str
    window: str
    settings: dict[str, Any]


def asked(
    kind: str, course: str, window: str = "", *, settings: Mapping[str, Any] | None = None
) -> Asked | Refused:
    """What was asked, with the settings of its kind alone; refused where one is not known."""
    given = settings or {}
    if kind not in KINDS:
        return _unknown(kind, KINDS)
    if kind == "items":
        return Asked(kind, course, window, {})
    if kind == "languages":
        focal = str(given.get("focal", "ms"))
        if focal not in LANGUAGES:
            return _unknown(focal, LANGUAGES)
        return Asked(kind, course, window, {"focal": focal})
    model = str(given.get("model", "2PL"))
    models = MODELS if kind == "calibration" else EQUATING_MODELS
    if model not in models:
        return _unknown(model, models)
    if kind == "calibration":
        priors = {"model": model, "has_priors": bool(given.get("has_priors"))}
        return Asked(kind, course, window, priors)
    method = str(given.get("method", LINKS[0]))
    if method not in LINKS:
        return _unknown(method, LINKS)
    new, base = str(given.get("new", "")), str(given.get("base", ""))
    if not new or not base or new == base:
        return Refused(
            "two-forms",
            LocalText(
                en="Equating takes two different forms: the new one and the one it is equated to.",
                ms="Penyamaan memerlukan dua set soalan yang berbeza: yang baharu dan yang menjadi "
                "asas.",
            ),
        )
    return Asked(kind, course, window, {"new": new, "base": base, "model": model, "method": method})


def _unknown(given: str, known: tuple[str, ...]) -> Refused:
    names = ", ".join(known)
    return Refused(
        "unknown-setting",
        LocalText(
            en=f"“{given}” is not known here. Choose one of: {names}.",
            ms=f"“{given}” tidak dikenali di sini. Pilih salah satu: {names}.",
        ),
    )
