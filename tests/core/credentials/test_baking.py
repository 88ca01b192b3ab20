"""A credential within a picture: what goes in comes out, and a hostile picture does no harm."""

from __future__ import annotations

import contextlib
import json
import struct
import time
import zlib
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tauliah.core.credentials import CredentialFault, bake_png, bake_svg, credential_in
from tauliah.core.credentials.reading import MOST_BYTES
from tests.core.credentials.conftest import Body

SIGNATURE = b"\x89PNG\r\n\x1a\n"
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><path d="M0 0h1v1z"/></svg>'
OPEN = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0">'
)
JSON = st.dictionaries(st.text(max_size=5), st.text(max_size=30), max_size=4).map(
    lambda value: json.dumps(value, ensure_ascii=False)
).filter(lambda text: not any("\ud800" <= sign <= "\udfff" for sign in text))  # fmt: skip


def chunk(kind: bytes, data: bytes) -> bytes:
    """By PNG 1.2, section 3.2, written anew for the tests."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


HEADER = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
PIXEL = chunk(b"IDAT", zlib.compress(b"\0\0"))
END = chunk(b"IEND", b"")
PNG = SIGNATURE + HEADER + PIXEL + END


def png_with(*texts: bytes) -> bytes:
    return SIGNATURE + HEADER + b"".join(chunk(b"iTXt", text) for text in texts) + PIXEL + END


def fault(data: bytes) -> str:
    with pytest.raises(CredentialFault) as refusal:
        credential_in(data)
    assert refusal.value.message.en != refusal.value.message.ms
    return refusal.value.code


# In and out


@given(JSON)
def test_what_is_baked_into_a_png_comes_out(credential: str) -> None:
    assert credential_in(bake_png(PNG, credential)) == credential.encode()


@given(JSON | st.sampled_from(['{"a": "]]>"}', '{"a": "\ufffe\uffff"}', '{"a": "<b>&amp;"}']))
def test_what_is_baked_into_an_svg_comes_out_as_the_same_json(credential: str) -> None:
    assert json.loads(credential_in(bake_svg(SVG, credential).encode())) == json.loads(credential)


def test_the_chunk_is_as_open_badges_says() -> None:
    """Open Badges 3.0, 5.3.1.1: an iTXt chunk of that keyword, not compressed."""
    baked = bake_png(PNG, '{"id": "urn:x"}')

    text = chunk(b"iTXt", b"openbadgecredential\0" + b"\0\0" + b"\0" + b"\0" + b'{"id": "urn:x"}')
    assert baked == SIGNATURE + HEADER + text + PIXEL + END


def test_the_element_is_as_open_badges_says() -> None:
    """Open Badges 3.0, 5.3.2.1: the namespace on the svg tag, the element right behind it."""
    baked = bake_svg(SVG, '{"id": "urn:x"}')

    opened, rest = baked.split(">", 1)
    assert opened.endswith('xmlns:openbadges="https://purl.imsglobal.org/ob/v3p0"')
    assert rest.strip().startswith(
        '<openbadges:credential><![CDATA[{"id": "urn:x"}]]></openbadges:credential>'
    )
    assert baked.endswith('<path d="M0 0h1v1z"/></svg>')


@pytest.mark.parametrize("picture", [
    '<?xml version="1.0" encoding="UTF-8"?>\n<!-- a > b --><svg xmlns="http://www.w3.org/2000/svg"/>',
    "<s:svg xmlns:s='http://www.w3.org/2000/svg' data-x='a>b'></s:svg>",
    f'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/svg11.dtd">{SVG}',
])  # fmt: skip
def test_any_svg_can_be_baked(picture: str) -> None:
    assert credential_in(bake_svg(picture, "{}").encode()) == b"{}"


def test_a_picture_is_baked_once() -> None:
    for bake, picture in ((bake_png, bake_png(PNG, "{}")), (bake_svg, bake_svg(SVG, "{}"))):
        with pytest.raises(CredentialFault) as refusal:
            bake(picture, "{}")  # type: ignore[operator]
        assert refusal.value.code == "two-credentials"


@pytest.mark.parametrize("picture", [b"", b"{}", b"GIF89a", PNG[:30]])
def test_only_pictures_are_baked(picture: bytes) -> None:
    with pytest.raises(CredentialFault):
        bake_png(picture, "{}")
    with pytest.raises(CredentialFault):
        bake_svg(picture.decode("latin-1"), "{}")


def test_another_file_is_left_as_it_is() -> None:
    for data in (b"", b'{"id": "urn:x"}', b"PK\x03\x04", b"\xef\xbb\xbf{}", b"eyJhbGciOiJ"):
        assert credential_in(data) == data


def test_a_token_of_another_body_is_taken_out_too() -> None:
    svg = f'{OPEN}<openbadges:credential verify="a.b.c"></openbadges:credential></svg>'

    assert credential_in(svg.encode()) == b"a.b.c"
    assert credential_in(png_with(b"openbadgecredential\0\0\0\0\0a.b.c")) == b"a.b.c"


# The whole way


def test_a_baked_credential_is_verified_like_its_file(
    institute: Body, credential: dict[str, Any]
) -> None:
    text = json.dumps(credential)

    assert institute.verifies(bake_png(PNG, text)).valid
    assert institute.verifies(bake_svg(SVG, text).encode()).valid
    altered = text.replace("Aisyah binti Rahman", "Kumar")
    (failed,) = institute.verifies(bake_png(PNG, altered)).failed
    assert failed.code == "altered"


def test_a_picture_without_a_credential_says_so(institute: Body) -> None:
    for picture in (PNG, SVG.encode()):
        (failed,) = institute.verifies(picture).failed
        assert (failed.name.value, failed.code) == ("readable", "no-credential")


# Hostile pictures


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (PNG[:-1], "broken-picture"),
        (PNG[:20], "broken-picture"),
        (SIGNATURE, "broken-picture"),
        (SIGNATURE + PIXEL + END, "broken-picture"),
        (SIGNATURE + struct.pack(">I", 2**32 - 1) + b"IHDR" + b"\0" * 40, "broken-picture"),
        (PNG.replace(b"IDAT", b"IDAX"), "broken-picture"),  # the checksum no longer fits
        (png_with(b"openbadgecredential\0"), "broken-picture"),
        (png_with(b"openbadgecredential\0\2\0\0\0{}"), "broken-picture"),
        (png_with(b"openbadgecredential\0\1\0\0\0" + zlib.compress(bytes(10**6))), "compressed"),
        (png_with(*[b"openbadgecredential\0\0\0\0\0{}"] * 2), "two-credentials"),
        (png_with(b"openbadges\0\0\0\0\0{}"), "no-credential"),
        (SIGNATURE + bytes(MOST_BYTES), "too-large"),
        (b"<svg" + b" " * MOST_BYTES, "too-large"),
        (b"<", "broken-picture"),
        (b"<html></html>", "broken-picture"),
        (b'<svg xmlns="http://www.w3.org/2000/svg">', "broken-picture"),
        (b"<svg></svg>", "broken-picture"),
        (f"{OPEN}</svg>".encode(), "no-credential"),
        ((OPEN + "<openbadges:credential>{}</openbadges:credential>" * 2 + "</svg>").encode(),
         "two-credentials"),
        ((OPEN + "<openbadges:credential>{<b/>}</openbadges:credential></svg>").encode(),
         "broken-picture"),
        ((OPEN + "<openbadges:credential>&nbsp;</openbadges:credential></svg>").encode(),
         "broken-picture"),
        (b"<" * 100_000, "broken-picture"),
        (SVG.encode("utf-16"), None),
    ],
)  # fmt: skip
def test_a_picture_that_is_not_in_order_is_refused(data: bytes, code: str | None) -> None:
    if code is None:
        assert credential_in(data) == data
    else:
        assert fault(data) == code


ENTITIES = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))


@pytest.mark.parametrize("doctype", [
    f'<!DOCTYPE svg [<!ENTITY l0 "lol">{ENTITIES}]>',
    '<!DOCTYPE svg [<!ENTITY l9 SYSTEM "file:///etc/passwd">]>',
    '<!DOCTYPE svg [<!ENTITY % x SYSTEM "http://127.0.0.1:9/x.dtd"> %x;]>',
    '<!DOCTYPE svg SYSTEM "http://127.0.0.1:9/x.dtd">',
])  # fmt: skip
def test_no_entity_is_put_in_place(doctype: str) -> None:
    text = f"{doctype}{OPEN}<openbadges:credential>&l9;</openbadges:credential></svg>"
    start = time.perf_counter()

    assert fault(text.encode()) == "broken-picture"
    assert time.perf_counter() - start < 1


def test_many_small_chunks_or_deep_elements_are_looked_through_in_time() -> None:
    start = time.perf_counter()
    chunks = SIGNATURE + HEADER + chunk(b"tEXt", b"") * 80_000 + END
    deep = SVG.replace("<path", "<g>" * 100_000 + "<path").replace(
        "</svg>", "</g>" * 100_000 + "</svg>"
    )

    assert fault(chunks) == "no-credential"
    assert fault(deep.encode()) == "no-credential"
    assert time.perf_counter() - start < 5


@given(st.binary(max_size=80), st.integers(0, len(PNG)), st.booleans())
@settings(deadline=None)
def test_whatever_is_done_to_a_picture_there_is_an_answer(
    noise: bytes,
    at: int,
    is_png: bool,
) -> None:
    picture = bake_png(PNG, "{}") if is_png else bake_svg(SVG, "{}").encode()

    with contextlib.suppress(CredentialFault):
        credential_in(picture[:at] + noise + picture[at:])
