"""Bytes that nobody vouches for: each gets a clear answer, in bounded time and memory."""

from __future__ import annotations

import json

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tauliah.core.credentials import CredentialFault, read_document
from tauliah.core.credentials.reading import (
    MOST_BYTES,
    MOST_NESTED,
    MOST_VALUES,
    _is_fit_name,
)

SIMPLE = st.one_of(st.text(max_size=5), st.booleans(), st.integers(), st.floats(), st.none())
ANYTHING = st.recursive(
    SIMPLE,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4)
    ),
)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "not-json"),
        (b"\x89PNG\r\n\x1a\n", "not-json"),
        (b"%PDF-1.7", "not-json"),
        (b"PK\x03\x04", "not-json"),
        (b'{"id": "urn:uuid:1"', "not-json"),
        (b'{"id": "\xff"}', "not-json"),
        ('{"id": "a"}'.encode("utf-16"), "not-json"),
        (b"[]", "not-an-object"),
        (b'"text"', "not-an-object"),
        (b"null", "not-an-object"),
        (b"12", "not-an-object"),
        (b"NaN", "fraction"),
        (b'{"a": -Infinity}', "fraction"),
        (b'{"a": 1.0}', "fraction"),
        (b'{"a": 1e999}', "fraction"),
        (b'{"a": 9007199254740992}', "unfit-value"),
        (b'{"a": -' + b"9" * 20_000 + b"}", "unfit-value"),
        (b'{"a": null}', "unfit-value"),
        (b'{"a": []}', "unfit-value"),
        (b'{"a": [[1]]}', "unfit-value"),
        (b'{"a": ["b", "c", "b"]}', "unfit-value"),
        (b'{"a": "\\u0000"}', "unfit-value"),
        (b'{"a": "\\u001b[31m"}', "unfit-value"),
        (b'{"a": "\\ud83c"}', "unfit-value"),
        (b'{"\\ud83c": "a"}', "unfit-member"),
        (b'{"a": 1, "a": 1}', "duplicate-member"),
        (b'{"a": {"b": 1, "\\u0062": 2}}', "duplicate-member"),
        (b'{"__proto__": 1, "@id": "a"}', "unfit-member"),
        (b"[" * 500_000, "too-deep"),
        (b'{"a":' * 150_000, "too-deep"),
        (b'"' * 900_000, "not-json"),
        (b'"\\' * 450_000, "not-json"),
        (b"{" + b" " * 900_000, "not-json"),
        (b'{"a": [' + b"{}," * 300_000 + b"1]}", "too-many-values"),
        (b"x" * 5_000_000, "too-large"),
        (b'{"id": "' + b"a" * MOST_BYTES + b'"}', "too-large"),
    ],
    ids=range(36),
)
@pytest.mark.timeout(10)
def test_a_file_that_is_no_credential_is_refused_with_its_reason(data: bytes, code: str) -> None:
    with pytest.raises(CredentialFault) as refusal:
        read_document(data)

    assert refusal.value.code == code
    assert len(refusal.value.message.en) < 500


def test_nesting_and_values_are_counted_to_the_limit() -> None:
    def nested(levels: int) -> bytes:
        return b'{"a":' * (levels - 1) + b"{}" + b"}" * (levels - 1)

    assert read_document(nested(MOST_NESTED))
    assert read_document(json.dumps({"a": list(range(MOST_VALUES - 2))}).encode())
    for data in (nested(MOST_NESTED + 1), json.dumps({"a": list(range(MOST_VALUES - 1))}).encode()):
        with pytest.raises(CredentialFault):
            read_document(data)


def test_a_byte_order_mark_does_no_harm() -> None:
    assert read_document(b'\xef\xbb\xbf{"name": "Aisyah"}') == {"name": "Aisyah"}


def test_brackets_within_text_are_not_nesting() -> None:
    assert read_document(json.dumps({"a": "[" * 1000 + '\\"{'}).encode())


@given(st.binary(max_size=200) | ANYTHING.map(lambda value: json.dumps(value).encode()))
@example(b'{"a":"\\')
def test_whatever_is_read_is_plain_and_whatever_is_not_has_a_reason(data: bytes) -> None:
    document = answered(data)

    if not isinstance(document, CredentialFault):
        assert json.loads(json.dumps(document)) == document


def answered(data: bytes) -> object:
    """What is read, or the fault that says why nothing is."""
    try:
        return read_document(data)
    except CredentialFault as fault:
        return fault


@pytest.mark.timeout(10)
@pytest.mark.parametrize(
    "text", ["a:" + "/." * 450_000, "a:" + "/." * 450_000 + " ", "a" * 900_000]
)
def test_long_text_is_looked_at_once(text: str) -> None:
    assert answered(json.dumps({"a": text}).encode())


def test_a_name_without_end_is_read_and_not_kept_in_memory() -> None:
    """Else strangers could fill it with a thousand of them."""
    _is_fit_name.cache_clear()
    name = "a" * 900_000

    assert read_document(json.dumps({name: "so"}).encode()) == {name: "so"}

    assert _is_fit_name.cache_info().currsize == 0


def test_a_pdf_is_told_to_be_no_credential_whatever_brackets_it_holds() -> None:
    with pytest.raises(CredentialFault) as told:
        read_document(b"%PDF-1.7\n" + b"[" * 500)

    assert told.value.code == "not-json"
