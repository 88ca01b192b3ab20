"""From facts and a template in this folder to a tagged PDF, with its pictures."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import segno
import typst

from tauliah.core.kernel import LocalText, spoken_day

_FOLDER = Path(__file__).parent

Say = Callable[[str, str], str]


def in_language(language: str) -> Say:
    """Chooses one of the words in English and in Malay."""

    def say(en: str, ms: str) -> str:
        return LocalText(en=en, ms=ms).in_language(language)

    return say


def dated(day: date, language: str) -> dict[str, Any]:
    """What every template needs: the language, and the day of the document."""
    return {
        "language": language,
        "date": spoken_day(day).in_language(language),
        "year": day.year,
        "month": day.month,
        "day": day.day,
    }


def typeset(template: str, facts: dict[str, Any], **pictures: str) -> bytes:
    """The template filled with facts and SVG pictures, as PDF/UA-1."""
    document = typst.compile(
        str(_FOLDER / template),
        root=str(_FOLDER),
        ignore_system_fonts=True,
        format="pdf",
        pdf_standards=["ua-1"],
        sys_inputs={"facts": json.dumps(facts, ensure_ascii=False), **pictures},
        timestamp=None,
    )
    if not isinstance(document, bytes):
        raise TypeError(f"{template} gave more than one document")
    return document


def qr_svg(address: str) -> str:
    """A QR code of an address as an SVG picture, with the quiet border that readers need."""
    target = io.BytesIO()
    code = segno.make(address, error="m", micro=False)
    code.save(target, kind="svg", border=4, dark="#0f2f31", light="#ffffff", xmldecl=False)
    return target.getvalue().decode()


@cache
def seal() -> str:
    """The seal of the house as an SVG picture."""
    return (_FOLDER / "seal.svg").read_text(encoding="utf-8")
