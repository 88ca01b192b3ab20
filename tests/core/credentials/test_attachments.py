"""Credentials attached to PDFs: taken out of ours, and a clear answer to all others, in bounded work."""

from __future__ import annotations

import json
import time
import tracemalloc
import zlib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tauliah.core.credentials import CredentialFault, achievement_credential, credential_in
from tauliah.core.credentials.attachments import MOST_ATTACHMENTS
from tauliah.core.credentials.reading import MOST_BYTES
from tests.core.credentials.conftest import Body

CREDENTIAL = b'{"id": "urn:uuid:1"}'


def attached(content: bytes, *, head: bytes = b"", length: bytes | None = None) -> bytes:
    """An object of a PDF that is a file attached to it."""
    told = b"%d" % len(content) if length is None else length
    return (
        b"7 0 obj\n<</Length " + told + b"/Type/EmbeddedFile/Subtype/application#2Fvc" + head
        + b">>\nstream\n" + content + b"\nendstream\nendobj\n"
    )  # fmt: skip


def packed(content: bytes) -> bytes:
    return attached(zlib.compress(content, 9), head=b"/Filter/FlateDecode")


def pdf(*objects: bytes) -> bytes:
    return b"%PDF-1.7\n" + b"".join(objects) + b"trailer\n<</Root 1 0 R>>\n%%EOF\n"


def fault(data: bytes) -> str:
    with pytest.raises(CredentialFault) as raised:
        credential_in(data)
    assert raised.value.message.en != raised.value.message.ms
    return raised.value.code


@pytest.mark.parametrize(
    "data",
    [
        pdf(attached(CREDENTIAL)),
        pdf(packed(CREDENTIAL)),
        pdf(attached(CREDENTIAL, length=b"9 0 R"), b"9 0 obj\n20\nendobj\n"),
        pdf(attached(CREDENTIAL, length=b"999999999")),
        pdf(attached(CREDENTIAL).replace(b"stream\n{", b"stream\r\n{")),
        pdf(attached(zlib.compress(CREDENTIAL), head=b"/Filter [ /FlateDecode ]")),
        pdf(attached(b"<xml/>"), attached(CREDENTIAL), attached(b"\xff\xd8 a picture")),
        pdf(attached(CREDENTIAL), packed(CREDENTIAL)),
        b"\n \xef\xbb\xbf"[1:2] + pdf(attached(CREDENTIAL)),
    ],
    ids=["plain", "packed", "length elsewhere", "false length", "CR LF", "list of filters",
         "beside others", "saved twice", "space in front"],
)  # fmt: skip
def test_what_is_attached_comes_out(data: bytes) -> None:
    assert credential_in(data).strip() == CREDENTIAL


def test_a_token_may_be_attached_too() -> None:
    assert credential_in(pdf(attached(b"eyJh.eyJp.c2ln"))) == b"eyJh.eyJp.c2ln"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"%PDF-1.7\n...", "no-attachment"),
        (pdf(), "no-attachment"),
        (pdf(attached(b"<Invoice/>")), "no-attachment"),
        (pdf(b"<</Names<</EmbeddedFiles 3 0 R>>>>"), "no-attachment"),
        (pdf(attached(CREDENTIAL), attached(b'{"id": "urn:uuid:2"}')), "two-credentials"),
        (pdf(attached(CREDENTIAL)) + b"/Encrypt 5 0 R", "locked-pdf"),
        (pdf(attached(CREDENTIAL)) + b"/Encrypt << /V 4 >>", "locked-pdf"),
        (pdf(*[attached(b"x")] * (MOST_ATTACHMENTS + 1)), "too-many-attachments"),
        (pdf(attached(b"\x00\x01broken", head=b"/Filter/FlateDecode")), "no-attachment"),
        (pdf(attached(CREDENTIAL, head=b"/Filter/LZWDecode")), "no-attachment"),
        (pdf(attached(CREDENTIAL, head=b"/Filter[/FlateDecode/FlateDecode]")), "no-attachment"),
        (b"%PDF-1.7\n/EmbeddedFile", "no-attachment"),
        (b"%PDF-1.7\n1 0 obj <</Type/EmbeddedFile>> stream", "no-attachment"),
        (pdf() + b" " * MOST_BYTES, "too-large"),
    ],
)
def test_a_pdf_of_others_is_answered(data: bytes, code: str) -> None:
    assert fault(data) == code


def test_a_bomb_is_unpacked_no_further_than_a_credential_goes() -> None:
    data = pdf(*[packed(b"{" + bytes(40_000_000))] * MOST_ATTACHMENTS)
    assert len(data) < MOST_BYTES

    tracemalloc.start()
    assert fault(data) == "no-attachment"
    memory = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert memory < 10_000_000


@pytest.mark.parametrize(
    "fill",
    [b"/EmbeddedFile ", b"obj stream ", b"stream", b"obj", b"/Length 5 ", b" ", b"/Encrypt ",
     b"/Type/EmbeddedFile stream endstream "],
)  # fmt: skip
def test_a_pdf_made_to_be_slow_is_answered_in_time(fill: bytes) -> None:
    data = (b"%PDF-1.7\n" + fill * (MOST_BYTES // len(fill)))[:MOST_BYTES]
    begun = time.process_time()

    with pytest.raises(CredentialFault):
        credential_in(data)

    assert time.process_time() - begun < 2


@given(st.binary(max_size=300))
def test_whatever_is_in_a_pdf_there_is_an_answer(content: bytes) -> None:
    data = b"%PDF-1.7\n" + content + attached(CREDENTIAL) + content
    try:
        credential_in(data)
    except CredentialFault:
        return


def test_an_attached_credential_is_verified_like_its_file(institute: Body, facts: Any) -> None:
    signed = json.dumps(institute.signs(achievement_credential(facts))).encode()

    assert institute.verifies(pdf(packed(signed))).valid
    altered = signed.replace(b"API", b"APX")
    assert not institute.verifies(pdf(packed(altered))).valid
