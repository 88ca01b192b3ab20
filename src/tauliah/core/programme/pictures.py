"""Pictures of items: drawings that can neither run nor fetch anything, and small photographs."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from tauliah.core.kernel import LocalText, Problem
from tauliah.core.programme import item_sentences as words
from tauliah.core.programme.items import AttachedPicture

_LARGEST = 300_000
"""Bytes; a picture stands inside a question that a phone must load."""
_PNG = b"\x89PNG\r\n\x1a\n"
_SVG = "{http://www.w3.org/2000/svg}"
_DRAWN = frozenset(
    {
        "svg", "g", "title", "desc", "defs", "path", "rect", "circle", "ellipse", "line", "polyline",
        "polygon", "text", "tspan", "style", "use", "linearGradient", "radialGradient", "stop",
        "clipPath", "marker", "pattern",
    }
)  # fmt: skip


def attached(path: str, content: bytes) -> AttachedPicture:
    """A picture as it goes with its item."""
    text = base64.b64encode(content).decode("ascii")
    if path.endswith(".png"):
        return AttachedPicture(media_type="image/png", base64=text)
    return AttachedPicture(media_type="image/svg+xml", base64=text)


def picture_problems(path: str, content: bytes) -> Iterator[Problem]:
    """Whether it is the picture that its name says, small enough, and harmless where it is drawn."""
    if len(content) > _LARGEST:
        yield Problem(path, 0, "", words.too_large(_LARGEST))
    elif path.endswith(".png"):
        if not content.startswith(_PNG):
            yield Problem(path, 0, "", words.NOT_PNG)
    else:
        for message in dict.fromkeys(_drawing_faults(content)):
            yield Problem(path, 0, "", message)


def _drawing_faults(content: bytes) -> Iterator[LocalText]:
    # a document type can define entities that grow without end: none is read at all
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        yield words.DOCUMENT_TYPE
        return
    try:
        root = ET.fromstring(content)  # noqa: S314 - nothing that defines entities comes this far
    except ET.ParseError as error:
        yield words.not_svg(str(error))
        return
    if root.tag != f"{_SVG}svg" or "viewBox" not in root.attrib:
        yield words.SVG_ROOT
    for element in root.iter():
        name = str(element.tag).removeprefix(_SVG)
        if name not in _DRAWN:
            yield words.not_drawn("element", name)
        for attribute, value in element.attrib.items():
            if attribute.lower().startswith("on"):
                yield words.not_drawn("attribute", attribute)
            if attribute.endswith("href") and not value.startswith("#"):
                yield words.fetches(value)
            if re.search(r"url\(\s*['\"]?(?!#)", value):
                yield words.fetches(value)
        if name == "style" and re.search(r"@import|url\(", element.text or ""):
            yield words.STYLE_FETCHES
