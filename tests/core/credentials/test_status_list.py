"""One bit for each credential: long lists, small files, and no room for a bomb."""

from __future__ import annotations

import gzip
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tauliah.core.credentials import (
    FEWEST_ENTRIES,
    CredentialFault,
    StatusList,
    StatusPlace,
    blank_status_list,
    decode_status_list,
    encode_status_list,
    status_list_credential,
)
from tauliah.core.credentials.multibase import encode_base64url
from tauliah.core.credentials.status import MOST_ENTRIES, status_place

PLACES = st.sets(st.integers(0, FEWEST_ENTRIES - 1), max_size=20)
MOMENT = datetime(2026, 3, 1, tzinfo=UTC)


@given(PLACES, PLACES)
@settings(deadline=None)
def test_marks_are_where_they_were_put_and_nowhere_else(
    marked: set[int], cleared: set[int]
) -> None:
    statuses = blank_status_list().marking(marked).clearing(cleared)

    read = decode_status_list(encode_status_list(statuses))

    assert read == statuses
    assert all(read.is_marked(place) for place in marked - cleared)
    assert sum(byte.bit_count() for byte in read.bits) == len(marked - cleared)


def test_the_first_place_is_the_highest_bit_of_the_first_byte() -> None:
    """Bitstring Status List 1.0, section 2.3: the first index is the leftmost bit."""
    assert blank_status_list().marking([0]).bits[0] == 0b1000_0000
    assert blank_status_list().marking([9]).bits[1] == 0b0100_0000


def test_the_example_of_the_specification_is_an_empty_list() -> None:
    """Bitstring Status List 1.0, example 4."""
    text = "uH4sIAAAAAAAAA-3BMQEAAADCoPVPbQwfoAAAAAAAAAAAAAAAAAAAAIC3AYbSVKsAQAAA"

    assert decode_status_list(text) == blank_status_list()


def test_equal_lists_have_equal_text() -> None:
    assert encode_status_list(blank_status_list()) == encode_status_list(blank_status_list())


@pytest.mark.parametrize("place", [-1, FEWEST_ENTRIES])
def test_there_is_no_place_outside_the_list(place: int) -> None:
    statuses = blank_status_list()

    for use in (
        lambda: statuses.is_marked(place),
        lambda: statuses.marking([place]),
        lambda: statuses.clearing([place]),
    ):
        with pytest.raises(IndexError):
            use()


@pytest.mark.parametrize("entries", [0, 8, FEWEST_ENTRIES - 8, MOST_ENTRIES + 8])
def test_a_list_is_neither_too_short_to_hide_in_nor_too_long(entries: int) -> None:
    with pytest.raises(CredentialFault):
        blank_status_list(entries=entries)
    with pytest.raises(CredentialFault):
        decode_status_list(encode_base64url(gzip.compress(bytes(entries // 8))))


def test_a_bomb_is_unpacked_no_further_than_the_longest_list() -> None:
    bomb = encode_base64url(gzip.compress(bytes(200 * 2**20), 9))
    assert len(bomb) < 300_000

    with pytest.raises(CredentialFault) as refusal:
        decode_status_list(bomb)

    assert refusal.value.code == "bad-status-list"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "H4sIAAAAAAAAA",
        "u",
        "uAAAA",
        "z2NEpo7TZRRrLZSi2U",
        encode_base64url(bytes(FEWEST_ENTRIES // 8)),
        encode_base64url(gzip.compress(bytes(FEWEST_ENTRIES // 8))[:-9]),
        encode_base64url(gzip.compress(bytes(FEWEST_ENTRIES // 8)) + b"more"),
        encode_base64url(gzip.compress(bytes(FEWEST_ENTRIES // 8)) * 2),
    ],
    ids=range(9),
)
def test_a_broken_list_is_refused(text: str) -> None:
    with pytest.raises(CredentialFault):
        decode_status_list(text)


def test_the_credential_of_a_list_holds_no_personal_data() -> None:
    document = status_list_credential(
        blank_status_list().marking([7]),
        address="https://institute.example/status/1",
        issuer="did:web:institute.example",
        valid_from=MOMENT,
        valid_until=datetime(2026, 3, 8, tzinfo=UTC),
    )

    assert document == {
        "@context": ["https://www.w3.org/ns/credentials/v2"],
        "id": "https://institute.example/status/1",
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": "did:web:institute.example",
        "validFrom": "2026-03-01T00:00:00Z",
        "validUntil": "2026-03-08T00:00:00Z",
        "credentialSubject": {
            "id": "https://institute.example/status/1#list",
            "type": "BitstringStatusList",
            "statusPurpose": "revocation",
            "encodedList": encode_status_list(blank_status_list().marking([7])),
        },
    }


def test_a_place_survives_its_spelling() -> None:
    place = StatusPlace(list_address="https://institute.example/status/1", index=94_567)

    assert status_place(place.entry()) == place
    assert place.entry()["id"] != place.list_address


@pytest.mark.parametrize(
    "change",
    [
        {"type": "StatusList2021Entry"},
        {"statusPurpose": "message"},
        {"statusListIndex": 7},
        {"statusListIndex": "-7"},
        {"statusListIndex": "07"},
        {"statusListIndex": "٧"},
        {"statusListIndex": "7" * 30},
        {"statusListCredential": None},
    ],
)
def test_a_status_of_another_kind_is_refused(change: dict[str, object]) -> None:
    entry = StatusPlace(list_address="https://institute.example/status/1", index=7).entry()

    with pytest.raises(CredentialFault):
        status_place(entry | change)


def test_bits_that_are_no_list_are_refused() -> None:
    for entry in (None, "text", [], [{}]):
        with pytest.raises(CredentialFault):
            status_place(entry)
    with pytest.raises(CredentialFault):
        StatusList(b"")
