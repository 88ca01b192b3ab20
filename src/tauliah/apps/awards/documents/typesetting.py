"""From facts and a template in this folder to a tagged PDF or a picture."""

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
from django.conf import settings

from tauliah.core.kernel import LocalText, spoken_day

_FOLDER = Path(__file__).parent

# How typst words it that PDF/UA forbids an empty box in place of a letter.
_NO_GLYPH = "could not be displayed with font"

Say = Callable[[str, str], str]


class UnprintableText(ValueError):
    """A text has letters for which no typeface is at hand."""


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


def typeset(template: str, facts: dict[str, Any], **more: str) -> bytes:
    """The template filled with facts, and with more that it asks for, such as SVG pictures.

    As PDF/A-3a (ISO 19005-3), to be kept for decades, and PDF/UA-1 at once; `facts` name its day.
    UnprintableText where neither the house's typefaces nor the machine's have a letter for a text.
    """
    inputs = {"facts": json.dumps(facts, ensure_ascii=False), **more}
    try:
        return _compiled(template, inputs, house_fonts_only=True)
    except typst.TypstError as error:
        if _NO_GLYPH not in str(error):
            raise
    try:
        return _compiled(template, inputs, house_fonts_only=False)
    except typst.TypstError as error:
        if _NO_GLYPH not in str(error):
            raise
        raise UnprintableText(str(error)) from error


def _compiled(template: str, inputs: dict[str, str], *, house_fonts_only: bool) -> bytes:
    document = typst.compile(
        str(_FOLDER / template),
        root=str(_FOLDER),
        ignore_system_fonts=house_fonts_only,
        font_paths=_house_fonts(),
        format="pdf",
        pdf_standards=["a-3a", "ua-1"],
        sys_inputs=inputs,
        timestamp=None,
    )
    if not isinstance(document, bytes):
        raise TypeError(f"{template} gave more than one document")
    return document


def _house_fonts() -> list[str]:
    """The folder into which a house puts typefaces for the names of its people, where it has one."""
    folder: Path = settings.DATA / "fonts"
    return [str(folder)] if folder.is_dir() else []


def drawn(template: str, **pictures: str) -> bytes:
    """The template filled with SVG pictures, as a PNG picture of one pixel for each point."""
    picture = typst.compile(
        str(_FOLDER / template),
        root=str(_FOLDER),
        ignore_system_fonts=True,
        format="png",
        ppi=72.0,
        sys_inputs=pictures,
    )
    if not isinstance(picture, bytes):
        raise TypeError(f"{template} gave more than one picture")
    return picture


def qr_svg(address: str) -> str:
    """A QR code of an address or a text as an SVG picture, with the quiet border that readers need."""
    target = io.BytesIO()
    code = segno.make(address, error="m", micro=False)
    code.save(
        target,
        kind="svg",
        border=4,
        dark="#0f2f31",
        light="#ffffff",
        xmldecl=False,
        omitsize=True,
    )
    return target.getvalue().decode()


@cache
def seal() -> str:
    """The seal of the house as an SVG picture."""
    return (_FOLDER / "seal.svg").read_text(encoding="utf-8")
