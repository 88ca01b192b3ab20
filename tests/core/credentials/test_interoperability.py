"""What we sign, programs by other hands believe; what they sign, we believe; what is wrong, neither.

Needs Node and the packages below; they are put into a temporary folder, and where that cannot be done
the tests say so and are passed over.
"""

from __future__ import annotations

import base64
import copy
import json
import shutil
import subprocess
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tauliah.core.credentials import (
    AchievementFacts,
    CourseFacts,
    EndorsementFacts,
    IssuerFacts,
    ScoreFacts,
    SigningKey,
    StatusPlace,
    TranscriptFacts,
    Verifier,
    achievement_credential,
    add_proof,
    did_document,
    endorsement_credential,
    sign_token,
    transcript_credential,
    verification_method,
    verify_presentation,
)
from tauliah.core.credentials.contexts import PINNED, known_context
from tauliah.core.kernel import LocalText
from tests.core.credentials.conftest import AWARDED, LIST_ADDRESS, PLACE, Body

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]

PACKAGES = (
    "@digitalbazaar/vc@7.3.0",
    "@digitalbazaar/data-integrity@2.5.0",
    "@digitalbazaar/eddsa-rdfc-2022-cryptosuite@1.3.0",
    "@digitalbazaar/ed25519-multikey@1.3.1",
    "@digitalbazaar/vc-bitstring-status-list@2.0.1",
    "jose@6.2.18",
)
NOW = datetime(2026, 6, 1, tzinfo=UTC)
OTHER_LIST = "https://institute.example/status/9"


@pytest.fixture(scope="session")
def node_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the packages and the script."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        pytest.skip("Node and npm are not here: the other programs were not asked")
    folder = tmp_path_factory.mktemp("node")
    install = [npm, "install", "--silent", "--no-audit", "--no-fund", "--prefix", ".", *PACKAGES]
    try:
        done = subprocess.run(install, cwd=folder, capture_output=True, timeout=200, check=False)
        is_there = done.returncode == 0
    except subprocess.TimeoutExpired:
        is_there = False
    if not is_there:
        pytest.skip("npm could not fetch the packages: the other programs were not asked")
    shutil.copy(Path(__file__).parent / "interoperability.mjs", folder)
    return folder


@pytest.fixture
def council() -> Body:
    return Body(host="council.example", seed=bytes([4] * 32))


@pytest.fixture
def full(facts: AchievementFacts, council: Body, institute: Body) -> dict[str, Any]:
    """A credential with scores and an endorsement of the body."""
    endorsement = council.signs(
        endorsement_credential(
            EndorsementFacts(
                credential_id="urn:uuid:0198c7a0-0000-7000-8000-0000000000e1",
                language="en",
                issuer=IssuerFacts(did=council.did, name=LocalText(en="Council", ms="Majlis")),
                endorsed=institute.did,
                comment=LocalText(en="Recognised.", ms="Diiktiraf."),
                name=LocalText(en="Recognition", ms="Pengiktirafan"),
                since=AWARDED,
            )
        )
    )
    score = ScoreFacts(points="61", least="0", most="75", required="50")
    exams = tuple(replace(exam, score=score) for exam in facts.exams)
    issuer = replace(facts.issuer, endorsements=(endorsement,))
    return achievement_credential(replace(facts, exams=exams, issuer=issuer))


def record(facts: AchievementFacts, award: dict[str, Any]) -> dict[str, Any]:
    exam = facts.exams[0]
    course = CourseFacts(
        credential_id="urn:uuid:0198c7a0-0000-7000-8000-0000000000c2",
        achievement_id="https://institute.example/en/courses/pum",
        exam=exam,
        description=exam.title,
        outcome=LocalText(en="Passed.", ms="Lulus."),
        done_at=AWARDED,
        designations=(facts.editions["en"],),
    )
    return transcript_credential(
        TranscriptFacts(
            credential_id="urn:uuid:0198c7a0-0000-7000-8000-0000000000c1",
            language="en",
            issuer=facts.issuer,
            holder=facts.holder,
            title=LocalText(en="Transcript", ms="Transkrip"),
            as_of=AWARDED,
            courses=(course,),
            awards=(award,),
        )
    )


def test_ours_and_theirs_are_believed_by_both_and_what_is_wrong_by_neither(
    node_folder: Path,
    institute: Body,
    council: Body,
    facts: AchievementFacts,
    full: dict[str, Any],
    credential: dict[str, Any],
) -> None:
    stranger = Body(host="institute.example", seed=bytes([9] * 32))
    method = verification_method(institute.did, institute.key.public)
    token = sign_token(full, institute.key, verification_method=method, created=AWARDED)
    other_place = StatusPlace(list_address=OTHER_LIST, index=PLACE)
    revoked_place = StatusPlace(list_address=LIST_ADDRESS, index=PLACE + 1)
    institute.revoked.append(PLACE + 1)
    ended = replace(facts, valid_until=datetime(2026, 5, 1, tzinfo=UTC))
    another = institute.signs(achievement_credential(replace(facts, letters="QWE")))
    good = {
        "full": institute.signs(full),
        "record": institute.signs(record(facts, credential)),
        "set": add_proof(
            credential, institute.key, verification_method=method, created=NOW, proof_id="urn:x:2"
        ),
    }
    words = {"grade": "https://terms.example/grade"}
    own = {
        "@context": ["https://www.w3.org/ns/credentials/v2", words],
        "id": "urn:uuid:0198c7a0-0000-7000-8000-0000000000d1",
        "type": ["VerifiableCredential"],
        "name": [{"@value": "Gift", "@language": "en"}, {"@value": "Hadiah", "@language": "ms"}],
        "issuer": institute.did,
        "credentialSubject": {"id": "urn:uuid:0198c7a0-0000-7000-8000-0000000000d2", "grade": "A"},
    }
    good["own words"] = institute.signs(own)
    wrong = {
        "tampered": copy.deepcopy(good["full"]) | {"name": "Another"},
        "expired": institute.signs(achievement_credential(ended)),
        "revoked": institute.signs(achievement_credential(replace(facts, status=revoked_place))),
        "stranger": stranger.signs(achievement_credential(facts)),
        "no list": institute.signs(achievement_credential(replace(facts, status=other_place))),
        "another proof": credential | {"proof": another["proof"]},
    }
    dids = [did_document(body.did, [body.key.public]) for body in (institute, council)]
    unsigned = achievement_credential(
        replace(facts, issuer=IssuerFacts(did=council.did, name=LocalText(en="C", ms="M")))
    )
    del unsigned["credentialStatus"]
    world = {
        "now": NOW.isoformat(),
        "dids": dids,
        "lists": {LIST_ADDRESS: institute.status_list()},
        "contexts": {address: known_context(address) for address in PINNED},
        "cases": good | wrong,
        "tokens": {"token": token, "another token": f"{token[:-6]}AAAAAA"},
        "jwk": {
            "kty": "OKP",
            "crv": "Ed25519",
            "x": base64.urlsafe_b64encode(institute.key.public.raw).decode().rstrip("="),
        },
        "signer": spelled(council),
        "unsigned": unsigned,
    }
    (node_folder / "world.json").write_text(json.dumps(world), encoding="utf-8")
    node = shutil.which("node") or "node"
    done = subprocess.run(
        [node, "interoperability.mjs"],
        cwd=node_folder,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    theirs = json.loads((node_folder / "answers.json").read_text(encoding="utf-8"))

    answers = theirs["answers"]
    assert {name for name, is_valid in answers.items() if is_valid} == {*good, "token"}
    assert {name for name, is_valid in answers.items() if not is_valid} == {
        *wrong,
        "another token",
    }
    issuers = {document["id"]: document for document in dids}
    for name, document in (good | wrong).items():
        assert institute.verifies(document, issuers=issuers).valid is (name in good), name
    assert institute.verifies(token.encode(), issuers=issuers).valid
    assert institute.verifies(theirs["signed"], issuers=issuers).valid
    assert not institute.verifies(theirs["signed"] | {"name": "X"}, issuers=issuers).valid

    council_document = issuers[council.did]
    holders = {
        council.did: council_document | {"authentication": council_document["assertionMethod"]}
    }
    verifier = Verifier(issuers, {}, frozenset())
    for challenge in ("u-4711", "u-4712"):
        answer = verify_presentation(
            json.dumps(theirs["presented"]).encode(),
            verifier,
            holders=holders,
            at=datetime.now(UTC),
            challenge=challenge,
            domain="employer.example",
        )
        assert answer.valid is (challenge == "u-4711"), answer


def spelled(body: Body) -> dict[str, Any]:
    """A key as the other program reads it."""
    key: SigningKey = body.key
    return {
        "@context": "https://w3id.org/security/multikey/v1",
        "type": "Multikey",
        "id": verification_method(body.did, key.public),
        "controller": body.did,
        "publicKeyMultibase": key.public.multibase,
        "secretKeyMultibase": key.secret_multibase,
    }
