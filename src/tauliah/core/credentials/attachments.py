"""Credentials within a PDF: the file that is attached to a certificate (PDF/A-3), taken out again.

Source: ISO 32000-1, sections 7.3.8 (streams) and 7.11.4 (embedded files); ISO 19005-3, section 6.8.
A PDF comes from anyone. So nothing in it is followed from one place to another: it is looked through
once for the streams of attached files, and of each no more is unpacked than a credential may have.
"""

from __future__ import annotations

import re
import zlib
from typing import TYPE_CHECKING

from tauliah.core.credentials.faults import CredentialFault
from tauliah.core.credentials.reading import MOST_BYTES
from tauliah.core.kernel import LocalText, Refused

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_ATTACHMENTS = 20
"""Attached files that are looked at; a certificate has one."""

_LONGEST_HEAD = 2_000
_PDF_BEGINS = re.compile(rb"(?:\xef\xbb\xbf)?\s*%PDF-")
_ATTACHED = re.compile(rb"/EmbeddedFile(?![A-Za-z0-9#_-])")
_LOCKED = re.compile(rb"/Encrypt\s*(?:<<|[0-9]{1,9}\s+[0-9]{1,5}\s+R)")
_LENGTH = re.compile(rb"/Length\s+([0-9]{1,9})(?!\s+[0-9]+\s+R|[0-9])")
_ONLY_FLATE = re.compile(rb"/Filter\s*(?:/FlateDecode(?![A-Za-z0-9])|\[\s*/FlateDecode\s*\])")
_TOKEN = re.compile(rb"\s*[\w-]+\.[\w-]+\.[\w-]+\s*")

LOCKED_PDF = Refused(
    "locked-pdf",
    LocalText(
        en="The PDF is locked, so what is attached to it cannot be read. Ask for the file as it was downloaded.",
        ms="PDF ini dikunci, maka lampirannya tidak dapat dibaca. Minta fail seperti yang dimuat turun.",
    ),
)
NO_ATTACHMENT = Refused(
    "no-attachment",
    LocalText(
        en="No credential is attached to this PDF, so nothing in it can be checked. A scan or a printed copy of a certificate has none. Enter the number that stands on it, or check its code.",
        ms="Tiada kredensial dilampirkan pada PDF ini, maka tiada apa-apa di dalamnya dapat disemak. Imbasan atau salinan cetak sijil tidak mempunyainya. Masukkan nombor yang tercatat padanya, atau semak kodnya.",
    ),
)
TOO_MANY_ATTACHMENTS = Refused(
    "too-many-attachments",
    LocalText(
        en=f"More than {MOST_ATTACHMENTS} files are attached to this PDF; that is not read.",
        ms=f"Lebih daripada {MOST_ATTACHMENTS} fail dilampirkan pada PDF ini dan tidak dibaca.",
    ),
)


def is_pdf(data: bytes) -> bool:
    """Whether a file says of itself that it is a PDF."""
    return _PDF_BEGINS.match(data[:1000]) is not None


def credential_attached(data: bytes) -> bytes:
    """The credential, JSON or a token, that is attached to a PDF.

    Files of other kinds may be attached beside it. CredentialFault: `too-large`, `locked-pdf`,
    `too-many-attachments`, `no-attachment` where none is a credential, and `two-credentials`.
    Nothing is said of what stands on the pages: anyone can print another page and attach the same.
    """
    if len(data) > MOST_BYTES:
        raise CredentialFault(
            "too-large",
            en=f"The PDF is larger than is read: {len(data):,} bytes; at most {MOST_BYTES:,} are.",
            ms=f"PDF ini lebih besar daripada yang dibaca: {len(data):,} bait; paling banyak {MOST_BYTES:,} dibaca.",
        )
    if _LOCKED.search(data):
        raise CredentialFault.of(LOCKED_PDF)
    # an editor that saves anew may leave the same file in it twice
    found = {content for content in _attached(data) if _may_be_credential(content)}
    if not found:
        raise CredentialFault.of(NO_ATTACHMENT)
    if len(found) > 1:
        raise CredentialFault(
            "two-credentials",
            en="More than one credential is attached to this PDF; one is allowed.",
            ms="Lebih daripada satu kredensial dilampirkan pada PDF ini; hanya satu dibenarkan.",
        )
    return found.pop()


def _attached(data: bytes) -> Iterator[bytes]:
    """What each attached file holds; nothing of one that is packed in a way that is not read here."""
    for seen, found in enumerate(_ATTACHED.finditer(data)):
        if seen >= MOST_ATTACHMENTS:
            raise CredentialFault.of(TOO_MANY_ATTACHMENTS)
        content = _content(data, found.start())
        if content is not None:
            yield content


def _content(data: bytes, at: int) -> bytes | None:
    """The file whose description has its kind at that place; None where it cannot be read."""
    begins = data.rfind(b"obj", max(0, at - _LONGEST_HEAD), at)
    stream = data.find(b"stream", at, at + _LONGEST_HEAD)
    if begins < 0 or stream < 0:
        return None
    head = data[begins:stream]
    body = stream + len(b"stream")
    body += 2 if data[body : body + 2] == b"\r\n" else 1
    length = _LENGTH.search(head)
    end = body + int(length.group(1)) if length else -1
    if end < 0 or data[end : end + 12].lstrip()[:9] != b"endstream":
        end = data.find(b"endstream", body)
    if end < 0:
        return None
    if b"/Filter" not in head:
        return data[body:end]
    return _unpacked(data[body:end]) if _ONLY_FLATE.search(head) else None


def _unpacked(data: bytes) -> bytes | None:
    """Unpacks at most one byte more than a credential may have, whatever the file claims to hold."""
    unpacker = zlib.decompressobj()
    try:
        content = unpacker.decompress(data, MOST_BYTES + 1)
    except zlib.error:
        return None
    return content if unpacker.eof and len(content) <= MOST_BYTES else None


def _may_be_credential(content: bytes) -> bool:
    return content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") or (
        _TOKEN.fullmatch(content) is not None
    )
