"""Credentials within pictures: baked into PNG and SVG, and taken out of any file again.

Source: Open Badges 3.0, section 5.3 (Baked Badge). A picture comes from anyone, so it is looked
through once, nothing in it is unpacked, and no entity of XML is put in place.
"""

from __future__ import annotations

import re
import struct
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from xml.parsers import expat

from tauliah.core.credentials.attachments import credential_attached, is_pdf
from tauliah.core.credentials.faults import CredentialFault
from tauliah.core.credentials.reading import MOST_BYTES

if TYPE_CHECKING:
    from collections.abc import Iterator

KEYWORD = b"openbadgecredential"
NAMESPACE = "https://purl.imsglobal.org/ob/v3p0"

_PNG = b"\x89PNG\r\n\x1a\n"
_SVG = "http://www.w3.org/2000/svg"
# keyword, not compressed, no language, no translated keyword
_TEXT_BEGINS = KEYWORD + b"\0\0\0\0\0"
_TAG = re.compile(rb"""<[^\s/>"']+(?:[^>"']|"[^"]*"|'[^']*')*?(/?)>""")
_XML_BEGINS = re.compile(rb"(?:\xef\xbb\xbf)?\s*<")
# In JSON these stand within texts only, where each has another spelling.
_UNFIT_FOR_XML = re.compile("]]>|[\ufffe\uffff]")


def bake_png(picture: bytes, credential: str) -> bytes:
    """The PNG picture with the signed credential (JSON) in an `iTXt` chunk behind its header.

    CredentialFault `broken-picture` when it is no PNG, `two-credentials` when one is baked into it.
    """
    chunks = list(_chunks(picture))
    if any(_is_ours(chunk) for chunk in chunks):
        raise _two_credentials()
    header = chunks[0].end
    text = _TEXT_BEGINS + credential.encode()
    return picture[:header] + _chunk(b"iTXt", text) + picture[header:]


def bake_svg(picture: str, credential: str) -> str:
    """The SVG picture with the signed credential (JSON) as its first element.

    The few signs that XML does not take are escaped as JSON escapes them.
    CredentialFault `broken-picture` when it is no SVG, `two-credentials` when one is baked into it.
    """
    data = picture.encode()
    reader = _read_svg(data)
    tag = _TAG.match(data, reader.root_at)
    if reader.found or tag is None or b"xmlns:openbadges" in tag.group():
        raise _two_credentials() if tag else _broken_picture()
    spelled = _UNFIT_FOR_XML.sub(_json_spelling, credential.replace("\r\n", "\n"))
    element = f"<openbadges:credential><![CDATA[{spelled}]]></openbadges:credential>".encode()
    is_empty = bool(tag.group(1))
    opened = tag.group()[: -2 if is_empty else -1] + f' xmlns:openbadges="{NAMESPACE}">'.encode()
    closed = (
        b"</" + re.split(rb"[\s/>]", tag.group()[1:], maxsplit=1)[0] + b">" if is_empty else b""
    )
    baked = data[: tag.start()] + opened + b"\n  " + element + closed + data[tag.end() :]
    return baked.decode()


def credential_in(data: bytes) -> bytes:
    """The credential within a picture or attached to a PDF; any other file as it is.

    CredentialFault: `too-large`, `broken-picture`, `no-credential` when none is baked into it,
    `two-credentials`, `compressed` (which the standard forbids), and those of `credential_attached`.
    A picture holds a credential as JSON; one as a token is handed out as it is, too.
    """
    if is_pdf(data):
        return credential_attached(data)
    is_png = data.startswith(_PNG)
    if not is_png and not _XML_BEGINS.match(data[:1000]):
        return data
    if len(data) > MOST_BYTES:
        raise CredentialFault(
            "too-large",
            en=f"The picture is larger than is read: {len(data):,} bytes; at most {MOST_BYTES:,} are.",
            ms=f"Gambar ini lebih besar daripada yang dibaca: {len(data):,} bait; paling banyak {MOST_BYTES:,} dibaca.",
        )
    found = _texts_of_png(data) if is_png else _read_svg(data).found
    if not found:
        raise CredentialFault(
            "no-credential",
            en="No credential of Open Badges 3.0 is baked into this picture.",
            ms="Tiada kredensial Open Badges 3.0 dibenamkan dalam gambar ini.",
        )
    if len(found) > 1:
        raise _two_credentials()
    return found[0]


# PNG


@dataclass(frozen=True, slots=True)
class _Chunk:
    """A chunk of a PNG: its kind, what it holds, and where it ends."""

    kind: bytes
    data: bytes
    end: int


def _chunks(picture: bytes) -> Iterator[_Chunk]:
    """The chunks up to the last, which is `IEND`; PNG 1.2, section 3."""
    if not picture.startswith(_PNG):
        raise _broken_picture()
    at = len(_PNG)
    kind = b""
    while kind != b"IEND":
        if at + 12 > len(picture):
            raise _broken_picture()
        length, kind = struct.unpack_from(">I4s", picture, at)
        end = at + 12 + length
        # ahead of the slice, which would be cut short without a word
        if end > len(picture) or (at == len(_PNG) and kind != b"IHDR"):
            raise _broken_picture()
        data = picture[at + 8 : end - 4]
        if struct.unpack_from(">I", picture, end - 4)[0] != zlib.crc32(kind + data):
            raise _broken_picture()
        yield _Chunk(kind, data, end)
        at = end


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _is_ours(chunk: _Chunk) -> bool:
    return chunk.kind == b"iTXt" and chunk.data.startswith(KEYWORD + b"\0")


def _texts_of_png(picture: bytes) -> list[bytes]:
    return [_text(chunk.data) for chunk in _chunks(picture) if _is_ours(chunk)]


def _text(data: bytes) -> bytes:
    """The text of an `iTXt` chunk; PNG 1.2, section 4.2.3.3."""
    rest = data.removeprefix(KEYWORD + b"\0")
    if rest[:1] == b"\1":
        raise CredentialFault(
            "compressed",
            en="The credential in this picture is compressed, which Open Badges does not allow.",
            ms="Kredensial dalam gambar ini dimampatkan, yang tidak dibenarkan oleh Open Badges.",
        )
    parts = rest[2:].split(b"\0", 2)
    if rest[:1] != b"\0" or len(parts) != 3:
        raise _broken_picture()
    return parts[2]


# SVG


@dataclass(slots=True)
class _SvgReader:
    """What comes of reading an SVG once: where its root begins, and the credentials in it."""

    root_at: int = -1
    found: list[bytes] = field(default_factory=list)
    _parser: expat.XMLParserType = field(
        default_factory=lambda: expat.ParserCreate("utf-8", namespace_separator=" ")
    )
    _text: list[str] | None = None
    _token: str = ""

    def read(self, data: bytes) -> None:
        parser = self._parser
        parser.StartElementHandler = self._open
        parser.EndElementHandler = self._close
        parser.CharacterDataHandler = self._take
        parser.EntityDeclHandler = self._refuse
        parser.SkippedEntityHandler = self._refuse
        parser.StartDoctypeDeclHandler = self._refuse_own_definitions
        try:
            parser.Parse(data, True)  # noqa: FBT003 - expat takes it by place
        except expat.ExpatError:
            raise _broken_picture() from None

    def _open(self, name: str, attributes: dict[str, str]) -> None:
        if self.root_at < 0:
            self.root_at = self._parser.CurrentByteIndex
            if name != f"{_SVG} svg":
                raise _broken_picture()
        elif self._text is not None:
            raise _broken_picture()
        elif name == f"{NAMESPACE} credential":
            self._text = []
            self._token = attributes.get("verify", "")

    def _take(self, text: str) -> None:
        if self._text is not None:
            self._text.append(text)

    def _close(self, _name: str) -> None:
        if self._text is not None:
            self.found.append(("".join(self._text).strip() or self._token).encode())
            self._text = None

    def _refuse(self, *_: object) -> None:
        raise _broken_picture()

    def _refuse_own_definitions(
        self, _name: str, _system: str | None, _public: str | None, has_own: object
    ) -> None:
        # an address of a definition is harmless: it is never asked
        if has_own:
            raise _broken_picture()


def _read_svg(data: bytes) -> _SvgReader:
    reader = _SvgReader()
    reader.read(data)
    return reader


def _json_spelling(found: re.Match[str]) -> str:
    return "".join(sign if sign == "]" else f"\\u{ord(sign):04x}" for sign in found.group())


def _broken_picture() -> CredentialFault:
    return CredentialFault(
        "broken-picture",
        en="The picture is broken, or is no PNG or SVG that is read here.",
        ms="Gambar ini rosak, atau bukan PNG atau SVG yang dibaca di sini.",
    )


def _two_credentials() -> CredentialFault:
    return CredentialFault(
        "two-credentials",
        en="More than one credential is baked into this picture; one is allowed.",
        ms="Lebih daripada satu kredensial dibenamkan dalam gambar ini; hanya satu dibenarkan.",
    )
