"""The VC-API as a program meets it: what it posts, and what it is answered."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from django.test import Client

from tauliah.apps.access.actions import make_token, revoke_token
from tauliah.apps.awards.models import Award
from tauliah.apps.people.queries import User, audit_trail
from tauliah.apps.trials.issuer import trial_issuer
from tauliah.core.credentials import (
    SigningKey,
    add_proof,
    did_key,
    sign,
    verification_method,
)
from tauliah.web.pages import vc_api
from tests.web.programme import MOMENT, confer_api

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("signing_key", "moment")]

BASE = "https://www.w3.org/ns/credentials/v2"
EXAMPLES = "https://www.w3.org/ns/credentials/examples/v2"
STRANGER = SigningKey(bytes([7] * 32))
STRANGERS_NAME = did_key(STRANGER.public)
Post = Callable[..., Any]


def credential(**members: Any) -> dict[str, Any]:
    """The least that a credential says; a member of None is left out."""
    whole = {
        "@context": [BASE],
        "type": ["VerifiableCredential"],
        "issuer": STRANGERS_NAME,
        "credentialSubject": {"id": "did:example:subject"},
        **members,
    }
    return {name: value for name, value in whole.items() if value is not None}


def signed(document: dict[str, Any], **how: Any) -> dict[str, Any]:
    method = verification_method(STRANGERS_NAME, STRANGER.public)
    return sign(document, STRANGER, verification_method=method, created=MOMENT, **how)


@pytest.fixture
def post(client: Client) -> Post:
    def send(address: str, body: Any, *, token: str = "", **headers: str) -> Any:
        if token:
            headers["Authorization"] = f"Bearer {token}"
        data = body if isinstance(body, str | bytes) else json.dumps(body)
        return client.post(address, data, content_type="application/json", headers=headers or None)

    return send


@pytest.fixture
def verify(post: Post) -> Post:
    def send(document: Any, **options: Any) -> Any:
        body = {"verifiableCredential": document, "options": options}
        return post("/credentials/verify", body)

    return send


@pytest.fixture
def trials(settings: Any) -> None:
    """A machine for trials that nobody else reaches."""
    settings.TRIAL_ISSUER = "open"


@pytest.fixture
def issue(post: Post, trials: None) -> Post:
    def send(document: Any, **options: Any) -> Any:
        return post("/credentials/issue", {"credential": document, "options": options})

    return send


@pytest.fixture
def award(aisyah: User, farid: User) -> Award:
    return confer_api(aisyah, registrar=farid, at=MOMENT)


@pytest.fixture
def token_of(farid: User) -> Callable[..., str]:
    """Makes a token in Farid's name."""

    def make(*permissions: str, days: int = 30) -> str:
        made = make_token(farid, name="LMS", permissions=permissions, days=days, at=MOMENT)
        assert isinstance(made, tuple), made
        return made[1]

    return make


REVOKING, TRYING = "awards:award:revoke", "trials:credential:issue"


# Verifying


def test_a_credential_of_the_house_is_verified_and_its_issuer_trusted(
    award: Award, verify: Post
) -> None:
    response = verify(json.loads(award.credential))

    answer = response.json()
    assert response.status_code == 200
    assert answer["verified"] is True
    assert answer["issuer"] == {"id": "did:web:localhost%3A8000", "trusted": True}
    assert answer["checks"] == ["proof", "issuer", "validityPeriod", "credentialStatus"]
    assert answer["errors"] == answer["warnings"] == answer["problemDetails"] == []


def test_a_credential_as_a_token_is_verified(award: Award, verify: Post) -> None:
    from tauliah.apps.awards.issuing import signed_token

    assert verify(signed_token(award.credential, at=MOMENT)).status_code == 200


def test_the_reply_needs_no_cookie_and_may_be_read_by_any_site(award: Award, verify: Post) -> None:
    response = verify(json.loads(award.credential))

    assert not response.cookies
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.headers["Cache-Control"] == "no-store"


def test_a_page_of_another_site_may_check_and_change_nothing(client: Client) -> None:
    allowed = client.options("/credentials/verify")
    kept = client.options("/credentials/status")

    assert allowed.status_code == 204
    assert allowed.headers["Access-Control-Allow-Methods"] == "POST"
    assert allowed.headers["Access-Control-Allow-Headers"] == "Content-Type"
    assert kept.status_code == 401
    assert "Access-Control-Allow-Origin" not in kept.headers


def test_a_changed_credential_is_refused_with_the_standard_type(award: Award, verify: Post) -> None:
    document = json.loads(award.credential)
    document["credentialSubject"]["achievement"]["name"] = "Chartered"

    response = verify(document)

    detail = response.json()["problemDetails"][0]
    assert (response.status_code, response.json()["verified"]) == (400, False)
    assert detail["type"] == "https://www.w3.org/TR/vc-data-model#CRYPTOGRAPHIC_SECURITY_ERROR"
    assert (detail["code"], detail["check"]) == ("altered", "proof")
    assert detail["messages"]["ms"].startswith("Tandatangan tidak sepadan")


def test_a_revoked_credential_is_refused_by_name(award: Award, farid: User, verify: Post) -> None:
    from tauliah.apps.awards.actions import revoke

    revoke(award.number, reason="A broken code", actor=farid, at=MOMENT)

    response = verify(json.loads(award.credential))

    assert response.status_code == 400
    assert [one["code"] for one in response.json()["problemDetails"]] == ["revoked"]


def test_whoever_asks_for_the_proof_alone_is_warned_of_the_rest(
    award: Award, farid: User, verify: Post
) -> None:
    from tauliah.apps.awards.actions import revoke

    revoke(award.number, reason="A broken code", actor=farid, at=MOMENT)

    response = verify(json.loads(award.credential), checks=["proof"])

    assert response.status_code == 200
    assert response.json()["warnings"] == ["The issuer revoked it."]


def test_a_strangers_signature_holds_and_is_not_the_houses(verify: Post) -> None:
    alone = verify(signed(credential()), checks=["proof"])
    whole = verify(signed(credential()))

    assert alone.status_code == 200
    assert alone.json()["issuer"] == {"id": STRANGERS_NAME, "trusted": False}
    assert "not known here" in alone.json()["warnings"][0]
    assert whole.status_code == 400
    assert [one["code"] for one in whole.json()["problemDetails"]] == ["unknown-issuer"]


def test_a_did_web_that_nobody_knows_is_never_fetched(verify: Post) -> None:
    document = signed(credential()) | {"issuer": "did:web:elsewhere.example"}

    response = verify(document, checks=["proof"])

    assert response.status_code == 400
    assert response.json()["verified"] is False


PROOF = signed(credential())["proof"]


SPOILT: tuple[Any, ...] = (
    None,
    {**PROOF, "type": "UnknownProofType"},
    {name: value for name, value in PROOF.items() if name != "type"},
    {**PROOF, "cryptosuite": "UnknownCryptosuite"},
    {**PROOF, "verificationMethod": "did:key:invalidVm"},
    {name: value for name, value in PROOF.items() if name != "verificationMethod"},
    {**PROOF, "proofPurpose": "invalidPurpose"},
    {name: value for name, value in PROOF.items() if name != "proofPurpose"},
    {**PROOF, "proofValue": None},
    {**PROOF, "proofValue": PROOF["proofValue"][1:]},
    {**PROOF, "proofValue": "u" + PROOF["proofValue"][1:]},
    {name: value for name, value in PROOF.items() if name != "proofValue"},
    {**PROOF, "created": "invalidDate"},
    {**PROOF, "expires": "2026-03-03T01:59:59Z"},
    {**PROOF, "previousProof": "urn:uuid:not-there"},
    {**PROOF, "previousProof": ["urn:uuid:not-there"]},
    {**PROOF, "previousProof": 5},
    {**PROOF, "id": "not a url"},
    [],
    "a proof",
)


def test_a_proof_that_is_not_built_as_it_must_be_is_refused(verify: Post) -> None:
    answers = [
        (proof, verify({**credential(), "proof": proof}, checks=["proof"])) for proof in SPOILT
    ]

    assert [proof for proof, one in answers if one.status_code != 400] == []
    assert not any(one.json()["verified"] for _, one in answers)
    assert all(one.json()["errors"] for _, one in answers)


def test_a_credential_without_a_proof_is_refused(verify: Post) -> None:
    assert verify(credential(), checks=["proof"]).status_code == 400


@pytest.mark.parametrize("previous", ["urn:uuid:first", ["urn:uuid:first"]])
def test_a_proof_may_confirm_another_by_name_or_by_a_list_of_names(
    verify: Post, previous: Any
) -> None:
    from tauliah.core.credentials.contexts import document_loader
    from tauliah.core.credentials.proofs import _base, _signed

    first = signed(credential(), proof_id="urn:uuid:first")
    options = {**first["proof"], "id": "urn:uuid:second", "previousProof": previous}
    del options["proofValue"]
    base = _base(first, options, (first["proof"],))
    second = _signed(base, options, STRANGER, loader=document_loader, templates=None)

    assert verify({**first, "proof": [first["proof"], second]}, checks=["proof"]).status_code == 200


def test_a_chain_of_signers_holds_whoever_is_said_to_be_the_issuer(verify: Post) -> None:
    witness = SigningKey(bytes([8] * 32))
    first = signed(credential(issuer="https://vc.example/issuers/5678"), proof_id="urn:uuid:one")
    name = did_key(witness.public)
    document = add_proof(
        first,
        witness,
        verification_method=verification_method(name, witness.public),
        created=MOMENT,
        previous=["urn:uuid:one"],
    )

    alone = verify(document, checks=["proof"])
    whole = verify(document)
    changed = verify({**document, "name": "Another"}, checks=["proof"])

    assert alone.status_code == 200, alone.content
    assert alone.json()["issuer"] == {"id": "https://vc.example/issuers/5678", "trusted": False}
    assert (whole.status_code, changed.status_code) == (400, 400)


def test_nobody_signs_in_the_name_of_the_house_with_another_key(
    verify: Post, settings: Any
) -> None:
    response = verify(signed(credential(issuer=settings.ISSUER)), checks=["proof"])

    assert response.status_code == 400
    assert response.json()["problemDetails"][0]["code"] == "foreign-key"


def test_the_other_suite_is_read_as_well(verify: Post) -> None:
    document = signed(credential(), cryptosuite="eddsa-jcs-2022")

    assert verify(document, checks=["proof"]).status_code == 200


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ({"expectedProofPurpose": "authentication"}, "wrong-purpose"),
        ({"challenge": "1235abcd6789"}, "wrong-challenge"),
        ({"domain": "domain.example"}, "wrong-domain"),
    ],
)
def test_a_proof_for_another_use_than_asked_is_refused(
    verify: Post, options: dict[str, Any], code: str
) -> None:
    response = verify(signed(credential()), checks=["proof"], **options)

    assert response.status_code == 400
    assert response.json()["problemDetails"][0]["code"] == code


UNFIT_BODIES = (
    "[]",
    "null",
    "{",
    '{"verifiableCredential": {}, "verifiableCredential": {}}',
    "{}",
    '{"verifiableCredential": null}',
    '{"verifiableCredential": 5}',
    '{"verifiableCredential": []}',
    '{"verifiableCredential": {}, "options": []}',
    '{"verifiableCredential": {}, "options": {"checks": "proof"}}',
    '{"verifiableCredential": {}, "options": {"checks": ["moon"]}}',
    '{"verifiableCredential": {}, "options": {"moon": true}}',
    '{"verifiableCredential": {}, "moon": true}',
    '{"verifiableCredential": {}, "options": {"challenge": 1}}',
    '{"verifiableCredential": {"a": 1.5}}',
    '{"verifiableCredential": {"a": NaN}}',
    '{"verifiableCredential": {"a": "\\ud800"}}',
    '{"verifiableCredential": ' + "[" * 5_000 + "]" * 5_000 + "}",
    '{"verifiableCredential": ' + '{"a":' * 900 + "1" + "}" * 900 + "}",
    b"\xff\xfe",
)


def test_what_is_not_built_as_the_interface_asks_is_answered_400(post: Post) -> None:
    answers = [(body, post("/credentials/verify", body).status_code) for body in UNFIT_BODIES]

    assert [body[:80] for body, status in answers if status != 400] == []


def test_other_media_types_and_huge_bodies_are_refused_unread(client: Client) -> None:
    form = client.post("/credentials/verify", {"verifiableCredential": "x"})
    huge = client.post("/credentials/verify", "x" * 1_100_000, content_type="application/json")

    assert (form.status_code, huge.status_code) == (415, 413)


def test_too_many_requests_of_one_address_are_told_to_wait(
    verify: Post, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vc_api, "REQUESTS_A_MINUTE", 2)

    answers = [verify(credential()) for _ in range(3)]

    assert [one.status_code for one in answers] == [400, 400, 429]
    assert answers[-1].headers["Retry-After"] == "60"


# Presentations


def presentation(*credentials: Any, **members: Any) -> dict[str, Any]:
    whole = {
        "@context": [BASE],
        "type": ["VerifiablePresentation"],
        "holder": STRANGERS_NAME,
        **({"verifiableCredential": list(credentials)} if credentials else {}),
        **members,
    }
    return {name: value for name, value in whole.items() if value is not None}


def presented(document: dict[str, Any], **more: Any) -> dict[str, Any]:
    """The presentation as its holder signs it."""
    from tauliah.core.credentials.contexts import document_loader
    from tauliah.core.credentials.proofs import _signed

    options = {
        "type": "DataIntegrityProof",
        "cryptosuite": "eddsa-rdfc-2022",
        "created": "2026-03-03T02:00:00Z",
        "verificationMethod": verification_method(STRANGERS_NAME, STRANGER.public),
        "proofPurpose": "authentication",
        **more,
    }
    proof = _signed(document, options, STRANGER, loader=document_loader, templates=None)
    return {**document, "proof": proof}


@pytest.fixture
def verify_presentation(post: Post) -> Post:
    def send(document: Any, **options: Any) -> Any:
        body = {"verifiablePresentation": document, "options": options}
        return post("/presentations/verify", body)

    return send


def test_a_presentation_of_a_credential_of_the_house_is_verified(
    award: Award, verify_presentation: Post
) -> None:
    shown = presented(presentation(json.loads(award.credential)), challenge="u1", domain="x.test")

    response = verify_presentation(shown, challenge="u1", domain="x.test")

    answer = response.json()
    assert response.status_code == 200, answer
    assert answer["holder"] == STRANGERS_NAME
    assert [one["issuer"]["trusted"] for one in answer["credentialResults"]] == [True]


def test_a_presentation_of_nothing_is_one_that_names_no_credential(
    verify_presentation: Post,
) -> None:
    shown = presented(presentation())

    assert verify_presentation(shown).status_code == 200
    assert verify_presentation({**shown, "verifiableCredential": []}).status_code == 200
    assert verify_presentation({**shown, "verifiableCredential": [[]]}).status_code == 400


@pytest.mark.parametrize(("asked", "code"), [("challenge", "wrong"), ("domain", "wrong")])
def test_a_presentation_for_another_occasion_is_refused(
    verify_presentation: Post, asked: str, code: str
) -> None:
    shown = presented(presentation(), challenge="u1", domain="x.test")

    response = verify_presentation(shown, **{asked: "other"})

    assert response.status_code == 400
    assert response.json()["problemDetails"][0]["code"] == f"{code}-{asked}"


def test_a_presentation_with_a_strangers_credential_needs_to_be_asked_for(
    verify_presentation: Post,
) -> None:
    shown = presented(presentation(signed(credential()), signed(credential(id="urn:uuid:b"))))

    assert verify_presentation(shown).status_code == 400
    assert verify_presentation(shown, checks=[]).status_code == 200
    assert verify_presentation(shown, checks=["proof"]).status_code == 200


UNFIT_PRESENTATIONS = (
    presentation(),
    {"type": ["NonconformingDocument"]},
    presented(presentation()) | {"@context": ["https://www.w3.org/ns/credentials/v1"]},
    {**presented(presentation()), "type": ["Thing"]},
    {**presented(presentation()), "holder": {"name": "nobody"}},
    {**presented(presentation()), "holder": "did:example:acme"},
    {**presented(presentation()), "verifiableCredential": ["a text"]},
    {**presented(presentation()), "verifiableCredential": [{"type": "Thing"}]},
    {**presented(presentation()), "id": "not a url"},
    presented(presentation(credential(), holder=None)),
    presented(presentation(credential(issuer="did:example:acme"))),
)


def test_a_presentation_that_is_not_conforming_is_refused(verify_presentation: Post) -> None:
    answers = [(one, verify_presentation(one, checks=[])) for one in UNFIT_PRESENTATIONS]

    assert [one for one, answer in answers if answer.status_code != 400] == []
    assert not any(answer.json()["verified"] for _, answer in answers)


def test_what_holders_say_of_themselves_is_signed_by_the_presentation(
    verify_presentation: Post,
) -> None:
    shown = presented(presentation(credential(issuer=STRANGERS_NAME)))

    assert verify_presentation(shown, checks=[]).status_code == 200


# Issuing


def test_nothing_is_issued_where_no_trial_issuer_is_at_work(
    post: Post, token_of: Callable[..., str]
) -> None:
    body = {"credential": credential()}

    assert post("/credentials/issue", body).status_code == 401
    response = post("/credentials/issue", body, token=token_of(TRYING))
    assert response.status_code == 404
    assert response.json()["code"] == "no-trial-issuer"
    assert post("/trials/issuer", {}).status_code in (404, 405)


def test_a_trial_credential_is_issued_in_its_own_name_and_verifies(
    issue: Post, verify: Post
) -> None:
    response = issue(credential(issuer={"id": "https://some.example/issuer", "name": "Some"}))

    made = response.json()["verifiableCredential"]
    assert response.status_code == 201
    assert made["issuer"] == {"id": trial_issuer(), "name": "Some"}
    assert made["proof"]["type"] == "DataIntegrityProof"
    assert made["proof"]["cryptosuite"] == "eddsa-rdfc-2022"
    assert made["proof"]["proofValue"].startswith("z")
    assert verify(made).status_code == 200
    assert verify(made, checks=["proof", "credentialStatus"]).status_code == 200


def test_a_trial_credential_is_never_taken_for_one_of_the_house(
    issue: Post, client: Client, settings: Any, published: Any
) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    made = issue(credential()).json()["verifiableCredential"]
    file = SimpleUploadedFile("credential.json", json.dumps(made).encode())

    page = client.post("/en/verify/", {"file": file, "email": ""})

    assert trial_issuer() != settings.ISSUER
    assert "not known here" in page.content.decode()


def test_the_houses_own_name_is_not_signed_for(issue: Post, settings: Any) -> None:
    made = issue(credential(issuer=settings.ISSUER)).json()["verifiableCredential"]

    assert made["issuer"] == trial_issuer()


def test_the_suite_and_the_purpose_of_the_status_may_be_chosen(issue: Post, verify: Post) -> None:
    made = issue(
        credential(),
        cryptosuite="eddsa-jcs-2022",
        credentialStatus={"type": "BitstringStatusListEntry", "statusPurpose": "suspension"},
    ).json()["verifiableCredential"]

    assert made["proof"]["cryptosuite"] == "eddsa-jcs-2022"
    assert made["credentialStatus"]["statusPurpose"] == "suspension"
    assert verify(made).status_code == 200


def test_a_trial_credential_may_be_carried_by_a_token(issue: Post, verify: Post) -> None:
    response = issue(credential(), envelope="vc+jwt")

    made = response.json()["verifiableCredential"]
    assert response.status_code == 201
    assert made["type"] == "EnvelopedVerifiableCredential"
    assert made["id"].startswith("data:application/vc+jwt,")
    assert verify(made).status_code == 200
    for change in ({"@context": []}, {"id": made["id"].split(",")[1]}, {"type": "Thing"}):
        assert verify({**made, **change}, checks=["proof"]).status_code == 400


ACCEPTED: dict[str, dict[str, Any]] = {
    "two vocabularies": {"@context": [BASE, EXAMPLES]},
    "a vocabulary of its own": {
        "@context": [BASE, {"Thing": "https://e.example/Thing"}],
        "type": ["VerifiableCredential", "Thing"],
    },
    "a vocabulary of its own, as a document": {
        "@context": [BASE, {"@context": {"Thing": "https://e.example/Thing"}}],
        "type": ["VerifiableCredential", "Thing"],
    },
    "a type as an address": {"type": ["VerifiableCredential", "https://e.example/T"]},
    "types in any order": {"type": ["https://e.example/T", "VerifiableCredential"]},
    "an identifier of another scheme": {"id": "did:example:credential"},
    "several subjects": {"credentialSubject": [{"id": "did:example:a"}, {"id": "did:example:b"}]},
    "milliseconds": {"validFrom": "2026-01-01T00:00:00.123Z"},
    "another zone": {"validUntil": "2030-01-01T00:00:00+08:00"},
    "the same moment twice": {
        "validFrom": "2026-01-01T08:00:00+08:00",
        "validUntil": "2026-01-01T00:00:00Z",
    },
    "a name": {"issuer": {"id": "did:example:x", "name": "A body"}},
    "a name in two languages": {
        "issuer": {
            "id": "did:example:x",
            "name": [
                {"@value": "A body", "@language": "en"},
                {"@value": "Badan", "@language": "ms", "@direction": "ltr"},
            ],
        }
    },
    "a description": {"issuer": {"id": "did:example:x", "description": "Examines"}},
    "a status of another kind": {
        "@context": [BASE, EXAMPLES],
        "credentialStatus": {"type": "ExampleStatus"},
    },
    "a schema": {"credentialSchema": {"id": "https://e.example/s", "type": "JsonSchema"}},
    "schemas": {
        "credentialSchema": [
            {"id": "https://e.example/s", "type": "JsonSchema"},
            {"id": "https://e.example/t", "type": "JsonSchema"},
        ]
    },
    "a refresh service": {
        "@context": [BASE, EXAMPLES],
        "refreshService": {"id": "https://e.example/r", "type": "ExampleRefresh"},
    },
    "terms of use": {
        "@context": [BASE, EXAMPLES],
        "termsOfUse": [{"type": "ExamplePolicy", "id": "https://e.example/p"}],
    },
    "evidence": {"@context": [BASE, EXAMPLES], "evidence": [{"type": ["ExampleEvidence"]}]},
    "a related file": {
        "relatedResource": {"id": "https://e.example/f", "digestSRI": "sha256-" + "A" * 43 + "="}
    },
    "a related file that is at hand, its digest without the name of the hash": {
        "relatedResource": {
            "id": BASE,
            "digestMultibase": "uWZVc7WaX1h4D8rJVb-vlMIqxaEKEb1tYbX8fet7JJzQ",
        }
    },
    "a proof of another kind, which is left out": {
        "proof": {"type": "Ed25519Signature2020", "proofValue": "z58"}
    },
}


def test_what_the_data_model_allows_is_issued(issue: Post) -> None:
    answers = {case: issue(credential(**members)) for case, members in ACCEPTED.items()}

    assert {case: one.content for case, one in answers.items() if one.status_code != 201} == {}
    for case, one in answers.items():
        made = one.json()["verifiableCredential"]
        assert made["@context"] == ACCEPTED[case].get("@context", [BASE])
        assert made["proof"]["proofPurpose"] == "assertionMethod"


REFUSED: dict[str, dict[str, Any]] = {
    "no context": {"@context": None},
    "no base context": {"@context": [EXAMPLES]},
    "base context second": {"@context": [EXAMPLES, BASE]},
    "context that is no address": {"@context": [BASE, "https ://not-a-url"]},
    "context that is a number": {"@context": [BASE, 5]},
    "context that is not kept here": {"@context": [BASE, "https://elsewhere.example/v1"]},
    "a protected word redefined": {
        "@context": [BASE, {"VerifiableCredential": "https://e.example/V"}]
    },
    "identifier that is no address": {"id": "not a url"},
    "two identifiers": {"id": ["urn:uuid:a", "urn:uuid:b"]},
    "identifier of the subject that is no address": {"credentialSubject": {"id": "nobody"}},
    "two identifiers of the subject": {
        "credentialSubject": {"id": ["did:example:a", "did:example:b"]}
    },
    "no type": {"type": None},
    "another type alone": {"type": ["https://e.example/T"]},
    "a type that no vocabulary defines": {"type": ["VerifiableCredential", "Unknown"]},
    "a type defined as no address": {
        "@context": [BASE, {"Thing": "not-a-url"}],
        "type": ["VerifiableCredential", "Thing"],
    },
    "no issuer": {"issuer": None},
    "issuer that is no address": {"issuer": "nobody"},
    "issuer without an identifier": {"issuer": {"name": "A body"}},
    "issuer whose identifier is no address": {"issuer": {"id": "nobody"}},
    "name with more than a language": {
        "issuer": {"id": "did:example:x", "name": {"@value": "A", "@language": "en", "url": "x"}}
    },
    "description with more than a language": {
        "issuer": {
            "id": "did:example:x",
            "description": {"@value": "A", "@language": "en", "url": "x"},
        }
    },
    "no subject": {"credentialSubject": None},
    "empty subject": {"credentialSubject": {}},
    "one empty subject of two": {"credentialSubject": [{"id": "did:example:a"}, {}]},
    "start that is no moment": {"validFrom": "yesterday"},
    "start without a zone": {"validFrom": "2026-01-01T00:00:00"},
    "end that is no moment": {"validUntil": "2026-13-01T00:00:00Z"},
    "end before the start": {
        "validFrom": "2026-02-01T00:00:00Z",
        "validUntil": "2026-01-01T00:00:00Z",
    },
    "status without a type": {"credentialStatus": {"id": "https://e.example/1"}},
    "status of a type that is not defined": {"credentialStatus": {"type": "Unknown"}},
    "status with an identifier that is no address": {
        "@context": [BASE, EXAMPLES],
        "credentialStatus": {"id": "nobody", "type": "ExampleStatus"},
    },
    "status with two identifiers": {
        "@context": [BASE, EXAMPLES],
        "credentialStatus": {"id": ["urn:a:b", "urn:a:c"], "type": "ExampleStatus"},
    },
    "status list entry whose index is no text": {
        "credentialStatus": {
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
            "statusListIndex": True,
            "statusListCredential": "https://e.example/l",
        }
    },
    "status list entry that is misplaced": {
        "statusEntry": {
            "type": "BitstringStatusListEntry",
            "statusListIndex": True,
            "statusListCredential": "https://e.example/l",
        }
    },
    "status of several bits without their messages": {
        "credentialStatus": {
            "type": "BitstringStatusListEntry",
            "statusPurpose": "message",
            "statusSize": 2,
            "statusListIndex": "1",
            "statusListCredential": "https://e.example/l",
        }
    },
    "schema without a type": {"credentialSchema": {"id": "https://e.example/s"}},
    "schema without an address": {"credentialSchema": {"type": "JsonSchema"}},
    "schema with an address that is none": {
        "credentialSchema": {"type": "JsonSchema", "id": "nowhere"}
    },
    "refresh service without a type": {"refreshService": {"id": "https://e.example/r"}},
    "terms of use without a type": {"termsOfUse": {"id": "https://e.example/p"}},
    "evidence without a type": {"evidence": {"id": "https://e.example/e"}},
    "related file without an address": {
        "relatedResource": {"digestSRI": "sha256-" + "A" * 43 + "="}
    },
    "related file without a digest": {"relatedResource": {"id": "https://e.example/f"}},
    "related file named twice": {
        "relatedResource": [
            {"id": "https://e.example/f", "digestSRI": "sha256-" + "A" * 43 + "="},
            {"id": "https://e.example/f", "digestSRI": "sha256-" + "B" * 43 + "="},
        ]
    },
    "related file whose digest does not match": {
        "relatedResource": {"id": BASE, "digestSRI": "sha256-" + "A" * 43 + "="}
    },
    "proof without a type": {"proof": {"proofValue": "z58"}},
}


def test_what_the_data_model_does_not_allow_is_refused(issue: Post) -> None:
    answers = {case: issue(credential(**members)) for case, members in REFUSED.items()}

    assert {case: one.content for case, one in answers.items() if one.status_code != 400} == {}
    assert all(one.json()["messages"]["ms"] for one in answers.values())


UNFIT_ORDERS: tuple[dict[str, Any], ...] = (
    {},
    {"credential": "text"},
    {"credential": credential(), "options": {"cryptosuite": "bbs-2023"}},
    {"credential": credential(), "options": {"credentialStatus": {"type": "Other"}}},
    {"credential": credential(), "options": {"moon": 1}},
    {"credential": credential(), "options": {"envelope": "vc+cose"}},
    {
        "credential": credential(),
        "options": {"envelope": "vc+jwt", "cryptosuite": "eddsa-jcs-2022"},
    },
)


def test_an_option_that_is_not_understood_is_refused(post: Post, trials: None) -> None:
    answers = [post("/credentials/issue", body).status_code for body in UNFIT_ORDERS]

    assert set(answers) == {400}


# The status of trial credentials


def test_a_status_list_is_read_as_credential_and_as_plain_json(
    issue: Post, client: Client, verify: Post
) -> None:
    entry = issue(credential()).json()["verifiableCredential"]["credentialStatus"]
    address = entry["statusListCredential"].removeprefix("http://localhost:8000")

    for kind in ("application/vc", "application/json"):
        response = client.get(address, headers={"accept": kind})
        document = json.loads(response.content)
        assert response.headers["Content-Type"] == kind
        assert "Accept" in response.headers["Vary"].split(", ")
        assert document["id"] == entry["statusListCredential"]
        assert "BitstringStatusListCredential" in document["type"]
        assert document["credentialSubject"]["type"] == "BitstringStatusList"
        assert document["credentialSubject"]["encodedList"].startswith("u")
        assert verify(document).status_code == 200
    assert entry["type"] == "BitstringStatusListEntry"
    assert entry["id"] != entry["statusListCredential"]
    assert str(int(entry["statusListIndex"])) == entry["statusListIndex"]


def test_a_mark_is_set_and_taken_away(issue: Post, post: Post, verify: Post) -> None:
    made = issue(credential(id="urn:uuid:one")).json()["verifiableCredential"]
    order = {
        "credentialId": "urn:uuid:one",
        "credentialStatus": {
            "type": "BitstringStatusListEntry",
            "statusPurpose": "revocation",
        },
    }

    marked = post("/credentials/status", order)
    while_marked = verify(made)
    post("/credentials/status", {**order, "status": False})

    assert (marked.status_code, marked.json()["status"]) == (200, True)
    assert while_marked.status_code == 400
    assert verify(made).status_code == 200


UNFIT_STATUSES: tuple[tuple[dict[str, Any], int], ...] = (
    ({"credentialId": "urn:uuid:another"}, 404),
    ({"credentialId": ""}, 400),
    ({"credentialId": None}, 400),
    ({"credentialStatus": {"type": "Other", "statusPurpose": "revocation"}}, 400),
    ({"credentialStatus": {"type": "BitstringStatusListEntry", "statusPurpose": "moon"}}, 400),
    ({"status": "yes"}, 400),
    ({"moon": 1}, 400),
    ({"reason": 5}, 400),
)


def test_an_order_that_cannot_be_carried_out_is_refused(issue: Post, post: Post) -> None:
    issue(credential(id="urn:uuid:one"))
    order = {
        "credentialId": "urn:uuid:one",
        "credentialStatus": {"type": "BitstringStatusListEntry", "statusPurpose": "revocation"},
    }

    answers = [post("/credentials/status", order | change) for change, _ in UNFIT_STATUSES]

    assert [one.status_code for one in answers] == [status for _, status in UNFIT_STATUSES]


# Tokens


def test_a_token_opens_what_it_names_and_the_trail_names_the_token(
    post: Post, settings: Any, token_of: Callable[..., str], farid: User
) -> None:
    settings.TRIAL_ISSUER = "tokens"
    body = {"credential": credential()}

    without = post("/credentials/issue", body)
    with_another = post("/credentials/issue", body, token=token_of(REVOKING))
    with_it = post("/credentials/issue", body, token=token_of(TRYING))

    assert without.status_code == 401
    assert without.headers["WWW-Authenticate"] == 'Bearer realm="tauliah"'
    assert with_another.status_code == 403
    assert with_it.status_code == 201
    act = next(one for one in _trail() if one.event == "trial-credential.issued")
    assert act.actor == str(farid.pk)
    assert act.details["token"]


def test_a_session_does_not_open_what_a_token_opens(
    farid: User, settings: Any, browser_of: Callable[[User], Client]
) -> None:
    settings.TRIAL_ISSUER = "tokens"
    body = json.dumps({"credential": credential()})

    response = browser_of(farid).post("/credentials/issue", body, content_type="application/json")

    assert response.status_code == 401


def test_a_token_ends_at_its_day_when_revoked_and_with_the_account(
    post: Post, settings: Any, farid: User
) -> None:
    settings.TRIAL_ISSUER = "tokens"
    send = partial(post, "/credentials/issue", {"credential": credential()})
    make = partial(make_token, farid, name="LMS", permissions=[TRYING])
    _, old = _pair(make(days=1, at=MOMENT - timedelta(days=1)))
    row, revoked = _pair(make(days=9, at=MOMENT))
    _, good = _pair(make(days=9, at=MOMENT))
    revoke_token(row.pk, at=MOMENT)

    answers = [send(token=text).status_code for text in (old, revoked, good, "tau_guess", "x")]
    farid.is_active = False
    farid.save()

    assert answers == [401, 401, 201, 401, 401]
    assert send(token=good).status_code == 401


def test_a_token_permits_no_more_than_its_person_may(
    post: Post, settings: Any, farid: User, token_of: Callable[..., str]
) -> None:
    settings.TRIAL_ISSUER = "tokens"
    text = token_of(TRYING)
    farid.roles.all().delete()

    assert post("/credentials/issue", {"credential": credential()}, token=text).status_code == 403


def test_the_text_of_a_token_is_kept_nowhere(farid: User, token_of: Callable[..., str]) -> None:
    from tauliah.apps.access.queries import tokens

    text = token_of(TRYING)

    (row,) = tokens()
    kept = [str(getattr(row, field.name)) for field in row._meta.fields]
    assert text not in kept
    assert text.startswith(row.beginning)
    assert not any(text in str(act) for act in _trail())


def test_a_token_that_may_not_be_made_is_refused(farid: User) -> None:
    how: dict[str, Any] = {"name": "LMS", "permissions": [TRYING], "days": 9, "at": MOMENT}

    def code(**change: Any) -> str:
        return make_token(farid, **{**how, **change}).code  # type: ignore[union-attr]

    assert code(name=" ") == "no-name"
    assert {code(days=0), code(days=400)} == {"no-such-term"}
    assert code(permissions=[]) == "no-such-permission"
    assert code(permissions=["catalogue:release:publish"]) == "no-such-permission"


def test_nobody_gets_a_token_for_what_they_may_not_do(aisyah: User) -> None:
    made = make_token(aisyah, name="LMS", permissions=[REVOKING], days=9, at=MOMENT)

    assert made.code == "permission-lacking"  # type: ignore[union-attr]


# The status of awards


def order(award: Award, purpose: str, **more: Any) -> dict[str, Any]:
    return {
        "credentialId": f"http://localhost:8000/credentials/{award.number}",
        "credentialStatus": {"type": "BitstringStatusListEntry", "statusPurpose": purpose},
        **more,
    }


def test_an_award_is_suspended_and_reinstated_by_a_program_in_a_registrars_name(
    award: Award, post: Post, token_of: Callable[..., str], farid: User
) -> None:
    send = partial(post, "/credentials/status", token=token_of(REVOKING))

    suspended = send(order(award, "suspension", reason="Complaint 7"))
    award.refresh_from_db()
    state = award.state
    again = send(order(award, "suspension", reason="Complaint 7"))
    reinstated = send(order(award, "suspension", status=False, reason="Settled"))
    award.refresh_from_db()

    assert (suspended.status_code, state) == (200, "suspended")
    assert again.status_code == 409
    assert (reinstated.status_code, award.state) == (200, "in-force")
    act = next(one for one in _trail() if one.event == "award.status-set-by-program")
    assert (act.actor, act.subject) == (str(farid.pk), award.number)


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"reason": ""}, 400),
        ({"reason": "x", "status": False}, 409),
        ({"reason": "x", "credentialId": "http://localhost:8000/credentials/API-2026-000999"}, 404),
    ],
)
def test_an_award_is_not_changed_without_a_reason_or_against_its_state(
    award: Award,
    post: Post,
    token_of: Callable[..., str],
    change: dict[str, Any],
    status: int,
) -> None:
    body = order(award, "revocation", **change)

    assert post("/credentials/status", body, token=token_of(REVOKING)).status_code == status
    award.refresh_from_db()
    assert award.is_in_force


def test_an_award_is_changed_by_nobody_without_that_permission(
    award: Award, post: Post, settings: Any, token_of: Callable[..., str]
) -> None:
    body = order(award, "revocation", reason="x")

    assert post("/credentials/status", body).status_code == 401
    assert post("/credentials/status", body, token=token_of(TRYING)).status_code == 403
    settings.TRIAL_ISSUER = "open"
    assert post("/credentials/status", body).status_code == 403
    award.refresh_from_db()
    assert award.is_in_force


def _pair(made: Any) -> tuple[Any, str]:
    assert isinstance(made, tuple), made
    return made


def _trail() -> list[Any]:
    return list(audit_trail())
