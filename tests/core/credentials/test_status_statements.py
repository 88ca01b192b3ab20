"""W3C Bitstring Status List 1.0: what it says of entries, lists and their checking, a test for each."""

from __future__ import annotations

import gzip
import json
from datetime import timedelta
from typing import Any

import pytest

from tauliah.core.credentials import (
    AchievementFacts,
    CheckName,
    CredentialFault,
    Outcome,
    StatusPlace,
    Verification,
    achievement_credential,
    blank_status_list,
    encode_status_list,
    refuse_unissuable,
    status_list_credential,
)
from tauliah.core.credentials.multibase import encode_base58, encode_base64url
from tests.core.credentials.conftest import AWARDED, LIST_ADDRESS, PLACE, Body

SUSPENSIONS = "https://institute.example/status/2"


@pytest.fixture
def document(facts: AchievementFacts) -> dict[str, Any]:
    return achievement_credential(facts)


def revocation(answer: Verification) -> str:
    assert all(check.outcome is Outcome.PASSED for check in answer.checks[:4]), answer.checks
    return answer.check(CheckName.REVOCATION).code


def entry(**changes: object) -> dict[str, Any]:
    made = StatusPlace(list_address=LIST_ADDRESS, index=PLACE).entry() | changes
    return {name: value for name, value in made.items() if value is not None}


def with_entry(institute: Body, document: dict[str, Any], **changes: object) -> str:
    """The answer of another body, which does not mind how this one writes."""
    signed = institute.signs(document | {"credentialStatus": entry(**changes)})
    return revocation(institute.verifies(signed, own_issuers=frozenset()))


def with_list(
    institute: Body, document: dict[str, Any], marked: tuple[int, ...] = (), **changes: object
) -> str:
    """The answer when the subject of the list has these members."""
    published = status_list_credential(
        blank_status_list().marking(marked),
        address=LIST_ADDRESS,
        issuer=institute.did,
        valid_from=AWARDED,
    )
    published["credentialSubject"] |= changes
    lists = {LIST_ADDRESS: institute.signs(published)}
    return revocation(institute.verifies(institute.signs(document), status_lists=lists))


# 2.1 BitstringStatusListEntry


def test_the_identifier_of_an_entry_is_optional_and_not_that_of_the_list(
    institute: Body, document: dict[str, Any]
) -> None:
    assert with_entry(institute, document, id=None) == "passed"
    assert with_entry(institute, document, id=LIST_ADDRESS) == "strange-status"


def test_the_type_of_an_entry_is_bitstring_status_list_entry(
    institute: Body, document: dict[str, Any]
) -> None:
    kind = "https://terms.example/OtherStatus"
    signed = {"credentialStatus": {"id": "urn:uuid:5", "type": kind}}

    assert revocation(institute.verifies(institute.signs(document | signed))) == "strange-status"


def test_the_purpose_of_an_entry_is_one_that_is_understood(
    institute: Body, document: dict[str, Any]
) -> None:
    assert with_entry(institute, document, statusPurpose=None) == "strange-status"
    assert with_entry(institute, document, statusPurpose="celebration") == "strange-status"
    assert with_entry(institute, document, statusPurpose=["revocation"]) == "strange-status"


@pytest.mark.parametrize("index", [None, 94_567, "-1", "", "1.0", "0x1", "first", "094567", True])
def test_the_index_of_an_entry_is_a_whole_number_from_zero_as_a_string(
    institute: Body, document: dict[str, Any], index: object
) -> None:
    assert with_entry(institute, document, statusListIndex=index) == "strange-status"


@pytest.mark.parametrize("address", [None, "urn:uuid:9 9", "status/1", ""])
def test_the_list_of_an_entry_is_a_url(
    institute: Body, document: dict[str, Any], address: object
) -> None:
    signed = institute.signs(document)
    signed["credentialStatus"]["statusListCredential"] = address
    answer = institute.verifies(signed)

    assert not answer.valid


@pytest.mark.parametrize(
    ("members", "code"),
    [
        ({"statusSize": 1}, "passed"),
        ({"statusSize": 0}, "strange-status"),
        ({"statusSize": 2}, "strange-status"),
    ],
    ids=range(3),
)
def test_a_size_is_a_positive_number_and_one_for_revocation(
    institute: Body, document: dict[str, Any], members: dict[str, Any], code: str
) -> None:
    assert with_entry(institute, document, **members) == code


@pytest.mark.parametrize(
    ("size", "statuses", "code"),
    [
        (1, ["0x0", "0x1"], "passed"),
        (2, ["0x0", "0x1", "0x2", "0x3"], "passed"),
        (2, ["0x0", "0x1"], "strange-status"),
        (1, [], "strange-status"),
    ],
    ids=range(4),
)
def test_a_message_has_a_text_for_each_value_and_takes_nothing_from_the_credential(
    institute: Body, document: dict[str, Any], size: int, statuses: list[str], code: str
) -> None:
    texts = [{"status": one, "message": f"text {one}"} for one in statuses]
    members: dict[str, Any] = {"statusPurpose": "message", "statusSize": size}
    if texts:
        members["statusMessage"] = texts

    institute.revoked.append(PLACE)
    assert with_entry(institute, document, **members) == code


def test_a_refresh_takes_nothing_from_the_credential(
    institute: Body, document: dict[str, Any]
) -> None:
    institute.revoked.append(PLACE)

    assert with_entry(institute, document, statusPurpose="refresh") == "passed"


def test_several_entries_are_all_asked(institute: Body, document: dict[str, Any]) -> None:
    both = [
        entry(),
        StatusPlace(list_address=SUSPENSIONS, index=7, purpose="suspension").entry(),
    ]
    signed = institute.signs(document | {"credentialStatus": both})
    kept = status_list_credential(
        blank_status_list(),
        address=SUSPENSIONS,
        issuer=institute.did,
        valid_from=AWARDED,
        purpose="suspension",
    )
    marked = kept | {
        "credentialSubject": kept["credentialSubject"]
        | {"encodedList": encode_status_list(blank_status_list().marking([7]))}
    }

    def answer(suspensions: dict[str, Any] | None = None) -> str:
        at_hand = {LIST_ADDRESS: institute.status_list()}
        if suspensions is not None:
            at_hand[SUSPENSIONS] = institute.signs(suspensions)
        return revocation(institute.verifies(signed, status_lists=at_hand))

    assert answer(kept) == "passed"
    assert answer(marked) == "suspended"
    assert answer() == "no-status-list"
    institute.revoked.append(PLACE)
    assert answer() == answer(marked) == "revoked"


def test_too_many_entries_are_not_asked(institute: Body, document: dict[str, Any]) -> None:
    many = [StatusPlace(list_address=LIST_ADDRESS, index=one).entry() for one in range(5)]

    signed = institute.signs(document | {"credentialStatus": many})

    assert revocation(institute.verifies(signed)) == "strange-status"


# 2.2 BitstringStatusListCredential


def test_a_suspension_is_said_in_its_own_words(institute: Body, document: dict[str, Any]) -> None:
    place = StatusPlace(list_address=LIST_ADDRESS, index=PLACE, purpose="suspension")
    signed = institute.signs(document | {"credentialStatus": place.entry()})
    institute.revoked.append(PLACE)
    lists = {LIST_ADDRESS: institute.status_list(purpose="suspension")}

    answer = institute.verifies(signed, status_lists=lists)

    assert revocation(answer) == "suspended"
    assert "suspended" in answer.failed[0].message.en
    assert "menggantungnya" in answer.failed[0].message.ms


def test_a_list_may_serve_several_purposes_and_serves_the_one_of_the_entry(
    institute: Body, document: dict[str, Any]
) -> None:
    both = ["revocation", "suspension"]

    assert with_list(institute, document, statusPurpose=both) == "passed"
    assert with_list(institute, document, (PLACE,), statusPurpose=both) == "revoked"
    assert with_list(institute, document, statusPurpose="suspension") == "bad-status-list"
    assert with_list(institute, document, statusPurpose=["suspension"]) == "bad-status-list"


def test_the_types_of_a_list_are_stated(institute: Body, document: dict[str, Any]) -> None:
    kind = "https://terms.example/List"

    assert with_list(institute, document, type=["BitstringStatusList"]) == "passed"
    assert with_list(institute, document, type=[kind, "BitstringStatusList"]) == "bad-status-list"
    published = institute.status_list()
    unsigned = {name: value for name, value in published.items() if name != "proof"}
    plain = institute.signs(unsigned | {"type": ["VerifiableCredential"]})
    answer = institute.verifies(institute.signs(document), status_lists={LIST_ADDRESS: plain})
    assert revocation(answer) == "bad-status-list"


def test_a_list_is_in_force_at_the_moment_of_the_check(
    institute: Body, document: dict[str, Any]
) -> None:
    signed = institute.signs(document)
    for dates in (
        {"valid_until": AWARDED + timedelta(days=7)},
        {"valid_from": AWARDED + timedelta(days=300)},
    ):
        lists = {LIST_ADDRESS: institute.status_list(**dates)}
        assert revocation(institute.verifies(signed, status_lists=lists)) == "stale-status-list"


@pytest.mark.parametrize(
    "text",
    [
        encode_status_list(blank_status_list())[1:],
        "m" + encode_status_list(blank_status_list())[1:],
        encode_base58(gzip.compress(bytes(16_384))),
        encode_base64url(bytes(16_384)),
        "uH4sI",
    ],
    ids=range(5),
)
def test_the_encoded_list_is_gzip_in_multibase_base64url(
    institute: Body, document: dict[str, Any], text: str
) -> None:
    code = with_list(institute, document, encodedList=text)

    assert code in ("bad-status-list", "bad-multibase")


def test_a_list_has_at_least_131_072_places(institute: Body, document: dict[str, Any]) -> None:
    short = encode_base64url(gzip.compress(bytes(16_383)))

    assert with_list(institute, document, encodedList=short) == "bad-status-list"


@pytest.mark.parametrize(
    "members",
    [
        {"encodedList": "uH4sI"},
        {"encodedList": encode_base64url(gzip.compress(bytes(16_383)))},
        {"encodedList": 5},
        {"statusPurpose": 5},
        {"statusPurpose": ["revocation", 5]},
        {"type": "https://terms.example/List"},
        {"statusSize": 2},
    ],
    ids=range(7),
)
def test_a_malformed_list_is_neither_issued_nor_believed_for_itself(
    institute: Body, members: dict[str, Any]
) -> None:
    published = status_list_credential(
        blank_status_list(), address=LIST_ADDRESS, issuer=institute.did, valid_from=AWARDED
    )
    refuse_unissuable(published, resources={})
    published["credentialSubject"] |= members

    with pytest.raises(CredentialFault) as refusal:
        refuse_unissuable(published, resources={})

    assert refusal.value.code == "bad-status-list"
    (check,) = institute.verifies(published).failed
    assert (check.name, check.code) == (CheckName.READABLE, "bad-status-list")


def test_a_malformed_entry_is_not_issued(document: dict[str, Any]) -> None:
    with pytest.raises(CredentialFault) as refusal:
        refuse_unissuable(
            document | {"credentialStatus": entry(statusListIndex=True)}, resources={}
        )

    assert refusal.value.code == "strange-status"


# 3.2 Validate algorithm


def test_a_place_outside_the_list_is_an_error(institute: Body, document: dict[str, Any]) -> None:
    assert with_entry(institute, document, statusListIndex="131072") == "bad-status-list"
    assert with_entry(institute, document, statusListIndex="131071") == "passed"


def test_the_proof_of_the_list_is_verified(institute: Body, document: dict[str, Any]) -> None:
    published = institute.status_list()
    published["credentialSubject"]["encodedList"] = encode_status_list(
        blank_status_list().marking([1])
    )

    answer = institute.verifies(institute.signs(document), status_lists={LIST_ADDRESS: published})

    assert revocation(answer) == "foreign-status-list"


def test_a_list_that_cannot_be_had_is_said(institute: Body, document: dict[str, Any]) -> None:
    answer = institute.verifies(institute.signs(document), status_lists={})

    assert answer.check(CheckName.REVOCATION).code == "no-status-list"
    assert not answer.valid


def test_a_list_read_as_plain_json_is_the_same_list(
    institute: Body, document: dict[str, Any]
) -> None:
    """`application/json` may be what a server calls it: nothing in it depends on that name."""
    as_json = json.loads(json.dumps(institute.status_list(), indent=3, sort_keys=True))

    answer = institute.verifies(institute.signs(document), status_lists={LIST_ADDRESS: as_json})

    assert revocation(answer) == "passed"
