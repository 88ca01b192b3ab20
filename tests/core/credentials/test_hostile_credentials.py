"""Files made to do harm, given to the verifier as a whole: a clear refusal in bounded time and memory."""

from __future__ import annotations

import gzip
import json
import time
import tracemalloc
from typing import Any

import pytest

from tauliah.core.credentials import (
    CheckName,
    CredentialFault,
    Quad,
    StatusPlace,
    Templates,
    achievement_credential,
    canonical_nquads,
)
from tauliah.core.credentials.contexts import CREDENTIALS_V2, OPEN_BADGES_3
from tauliah.core.credentials.multibase import encode_base64url
from tauliah.core.credentials.proof_options import MOST_PROOFS
from tests.core.credentials.conftest import LIST_ADDRESS, PLACE, Body
from tests.core.credentials.test_tokens import encoded

LONGEST_SECONDS = 5.0
"""Of processor time, for a whole file on a busy machine; each takes a fraction of it on a quiet one."""

MOST_MEMORY = 60_000_000
"""Bytes beside the file itself."""


def refusal(institute: Body, data: object) -> str:
    """The code of the one failed check; asserts that time and memory stayed within bounds."""
    raw = data if isinstance(data, bytes) else json.dumps(data).encode()
    lists: dict[str, Any] = {"status_lists": {}}
    tracemalloc.start()
    begun = time.process_time()
    answer = institute.verifies(raw, **lists)
    seconds = time.process_time() - begun
    memory = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert not answer.valid
    assert seconds < LONGEST_SECONDS
    assert memory < MOST_MEMORY
    (check,) = answer.failed
    assert check.message.en != check.message.ms
    assert len(check.message.en) < 600
    return check.code


def minimal(institute: Body, **members: object) -> dict[str, Any]:
    return {
        "@context": [CREDENTIALS_V2, OPEN_BADGES_3],
        "type": ["VerifiableCredential"],
        "issuer": institute.did,
        "credentialSubject": {"name": "Aisyah"},
        **members,
    }


@pytest.mark.parametrize("size", [1_000_001, 50_000_000])
@pytest.mark.parametrize("fill", [b"[", b'{"a":', b'"', b" ", b"A", b"\\u0000"])
def test_a_file_of_fifty_megabytes_is_not_looked_into(
    institute: Body, fill: bytes, size: int
) -> None:
    data = (fill * (size // len(fill) + 1))[:size]

    assert refusal(institute, b"{" + data) == "too-large"


@pytest.mark.parametrize(
    ("spelled", "code"),
    [
        ('"a": 1, "a": 1', "duplicate-member"),
        ('"proof": {"type": "a", "type": "b"}', "duplicate-member"),
        ('"a": 0.1', "fraction"),
        ('"a": 1e5', "fraction"),
        ('"a": NaN', "fraction"),
        ('"a": "\\ud83c"', "unfit-value"),
        ('"a\\udfff": "b"', "unfit-member"),
        ('"a": "\\u0007"', "unfit-value"),
        ('"a": ' + "[" * 40 + "]" * 40, "too-deep"),
        ('"a": ' + '{"b":' * 200 + "1" + "}" * 200, "too-deep"),
        ('"a": 99999999999999999999', "unfit-value"),
        ('"__proto__": {"valid": true}, "@type": "x"', "unfit-member"),
    ],
    ids=range(12),
)
def test_json_that_means_two_things_or_none_is_refused_wherever_it_stands(
    institute: Body, spelled: str, code: str
) -> None:
    whole = json.dumps(minimal(institute, proof={}))
    at_top = whole[:-1] + f", {spelled}}}"
    in_proof = whole.replace('"proof": {}', '"proof": {' + spelled + "}")

    for text in (at_top, in_proof):
        if spelled.startswith('"proof"') and text is at_top:
            continue
        assert refusal(institute, text.encode()) == code


def tangle(institute: Body, nodes: int) -> dict[str, Any]:
    """Parts without names that all look alike: each pair could be exchanged for any other."""
    alike = {"type": ["Evidence"], "name": "same"}
    return minimal(institute, evidence=[dict(alike) for _ in range(nodes)])


@pytest.mark.slow
def test_a_poison_graph_is_refused_within_a_tenth_of_a_second() -> None:
    """Blank nodes in a complete graph; processor time, the best of five."""
    names = [f"_:n{number}" for number in range(12)]
    quads = [Quad(one, "<urn:ex:p>", other) for one in names for other in names if one != other]
    times = []
    for _ in range(5):
        begun = time.process_time()
        with pytest.raises(CredentialFault) as fault:
            canonical_nquads(quads)
        times.append(time.process_time() - begun)

    assert fault.value.code == "graph-too-tangled"
    assert min(times) < 0.1


def test_many_parts_that_look_alike_are_answered(institute: Body) -> None:
    signed = institute.signs(tangle(institute, 300))

    assert institute.verifies(signed, status_lists={}).valid
    signed["evidence"].pop()
    assert refusal(institute, signed) == "altered"


def test_a_blank_node_cannot_be_named_by_the_file(institute: Body) -> None:
    """Without such names a file is a tree, and no poison graph can be written in it."""
    document = minimal(institute, credentialSubject={"id": "_:a", "name": "Aisyah"})

    assert refusal(institute, document) == "malformed"


def test_more_proofs_than_are_read_cost_nothing(institute: Body) -> None:
    signed = institute.signs(minimal(institute))
    proofs = [signed["proof"] | {"nonce": str(number)} for number in range(MOST_PROOFS + 1)]

    assert refusal(institute, signed | {"proof": proofs}) == "too-many-proofs"
    assert refusal(institute, signed | {"proof": proofs[1:]}) == "altered"


def test_a_long_chain_of_proofs_is_checked_link_by_link(institute: Body) -> None:
    signed = institute.signs(minimal(institute))
    proofs = [
        signed["proof"] | {"id": f"urn:x:{n}", "previousProof": [f"urn:x:{m}" for m in range(8)]}
        for n in range(MOST_PROOFS)
    ]

    assert refusal(institute, signed | {"proof": proofs}) == "altered"


@pytest.mark.parametrize("megabytes", [1, 200])
def test_a_bomb_in_a_status_list_is_unpacked_no_further_than_the_longest_list(
    institute: Body, facts: Any, megabytes: int
) -> None:
    bomb = encode_base64url(gzip.compress(bytes(megabytes * 2**20 + 1), 9))
    place = StatusPlace(list_address=LIST_ADDRESS, index=PLACE)
    status_list = institute.status_list()
    unsigned = {name: value for name, value in status_list.items() if name != "proof"}
    unsigned["credentialSubject"] |= {"encodedList": bomb}
    published = institute.signs(unsigned)
    signed = institute.signs(achievement_credential(facts) | {"credentialStatus": place.entry()})

    tracemalloc.start()
    answer = institute.verifies(signed, status_lists={LIST_ADDRESS: published})
    memory = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert [check.code for check in answer.failed] == ["bad-status-list"]
    assert memory < MOST_MEMORY


def test_a_bomb_of_a_token_is_no_larger_within(institute: Body) -> None:
    deep = b'{"a":' * 100_000
    token = f"{encoded({'alg': 'EdDSA', 'kid': 'x'})}.{encoded(deep)}.AA".encode()

    assert refusal(institute, token) == "too-deep"


def test_thousands_of_contained_credentials_are_bounded(institute: Body) -> None:
    inner = {
        "type": ["VerifiableCredential", "EndorsementCredential"],
        "issuer": {"id": institute.did, "type": ["Profile"]},
        "credentialSubject": {"id": institute.did, "type": ["EndorsementSubject"]},
    }
    profile = {"id": institute.did, "type": ["Profile"], "endorsement": [inner] * 250}
    signed = institute.signs(minimal(institute, issuer=profile))

    answer = institute.verifies(signed, status_lists={})

    assert answer.check(CheckName.SIGNATURE).code == "passed"
    too_many = profile | {"endorsement": [inner] * 2_000}
    assert refusal(institute, minimal(institute, issuer=too_many)) == "too-many-values"


def test_hostile_files_teach_the_verifier_nothing(institute: Body) -> None:
    """A shape is learned only from what was signed."""
    templates = Templates()
    for number in range(20):
        document = minimal(institute, **{f"x{number}": "a"})
        institute.verifies(
            document | {"proof": institute.signs(minimal(institute))["proof"]}, templates=templates
        )

    assert templates == Templates()
