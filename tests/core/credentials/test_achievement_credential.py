"""What a credential says of Aisyah's designation, and what it keeps to itself."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from tauliah.core.credentials import (
    AchievementFacts,
    CredentialFault,
    achievement_credential,
    identity_hash,
    is_about_email,
    read_document,
)
from tauliah.core.kernel import LANGUAGES
from tests.core.credentials.conftest import Body

# Open Badges 3.0, section B: the terms that each enumeration knows and we use.
ACHIEVEMENT_TYPES = {"Certification", "Certificate", "License", "Badge", "Award"}
IDENTITY_TYPES = {"name", "emailAddress", "identifier", "accountId", "userName"}
RESULT_TYPES = {"Status", "Percent", "Result", "RawScore", "LetterGrade"}
RESULT_STATUSES = {"Completed", "Enrolled", "Failed", "InProgress", "OnHold", "Withdrew"}

# Open Badges 3.0, JSON schema of AchievementCredential: the members that each class must have.
REQUIRED = {
    "AchievementCredential": {"@context", "id", "type", "credentialSubject", "issuer", "validFrom"},
    "Profile": {"id", "type"},
    "AchievementSubject": {"type", "achievement", "identifier"},
    "Achievement": {"id", "type", "criteria", "description", "name"},
    "IdentityObject": {"type", "hashed", "identityHash", "identityType"},
    "Result": {"type"},
    "ResultDescription": {"id", "type", "name", "resultType"},
    "Related": {"id", "type"},
    "BitstringStatusListEntry": {
        "type",
        "statusPurpose",
        "statusListIndex",
        "statusListCredential",
    },
    "DataIntegrityProof": {
        "type",
        "cryptosuite",
        "created",
        "verificationMethod",
        "proofPurpose",
        "proofValue",
    },
}


def parts(value: object) -> list[dict[str, Any]]:
    if isinstance(value, list):
        return [part for item in value for part in parts(item)]
    if isinstance(value, dict):
        return [value, *(part for item in value.values() for part in parts(item))]
    return []


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_credential_has_the_shape_that_open_badges_asks_for(
    institute: Body, facts: AchievementFacts, language: Any
) -> None:
    credential = institute.signs(achievement_credential(replace(facts, language=language)))
    subject = credential["credentialSubject"]

    seen = set()
    for part in parts(credential):
        kinds = part.get("type", [])
        kind = kinds if isinstance(kinds, str) else (kinds or ["Criteria"])[-1]
        assert part.keys() >= REQUIRED.get(kind, set()), kind
        seen.add(kind)
    assert seen == REQUIRED.keys() | {"Criteria"}
    assert credential["@context"] == [
        "https://www.w3.org/ns/credentials/v2",
        "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    ]
    assert subject["achievement"]["achievementType"] in ACHIEVEMENT_TYPES
    assert {one["identityType"] for one in subject["identifier"]} <= IDENTITY_TYPES
    assert {one["status"] for one in subject["result"]} <= RESULT_STATUSES
    described = {one["id"] for one in subject["achievement"]["resultDescription"]}
    assert {one["resultDescription"] for one in subject["result"]} == described
    assert {
        one["resultType"] for one in subject["achievement"]["resultDescription"]
    } <= RESULT_TYPES


def test_a_credential_speaks_one_language_and_points_to_the_other(facts: AchievementFacts) -> None:
    malay = achievement_credential(replace(facts, language="ms"))

    achievement = malay["credentialSubject"]["achievement"]
    assert malay["name"] == achievement["name"] == "Bersekutu Insurans Peribadi"
    assert malay["issuer"]["name"] == "Institut Insurans"
    assert achievement["inLanguage"] == "ms"
    assert achievement["id"] == "https://institute.example/ms/designations/api"
    assert achievement["related"] == [
        {
            "id": "https://institute.example/en/designations/api",
            "type": ["Related"],
            "inLanguage": "en",
        }
    ]
    assert [one["name"] for one in achievement["resultDescription"]] == [
        "Pengunderaitan dan Pemasaran",
        "Insurans Peribadi",
    ]


def test_letters_number_and_criteria_are_said(facts: AchievementFacts) -> None:
    subject = achievement_credential(facts)["credentialSubject"]

    assert subject["achievement"]["humanCode"] == "API"
    assert subject["achievement"]["criteria"] == {
        "narrative": "All exams of one pathway passed, and the code of ethics accepted."
    }
    assert subject["licenseNumber"] == "API-2026-000123"


def test_without_consent_nothing_names_the_holder(facts: AchievementFacts) -> None:
    silent = replace(facts, holder=replace(facts.holder, name=""))

    text = json.dumps(achievement_credential(silent)).lower()

    for word in ("aisyah@", "aisyah", "rahman", "c-000042", "example.org"):
        assert word not in text


def test_with_consent_the_name_is_said_but_not_the_email(facts: AchievementFacts) -> None:
    credential = achievement_credential(facts)

    assert {
        "type": "IdentityObject",
        "hashed": False,
        "identityHash": "Aisyah binti Rahman",
        "identityType": "name",
    } in credential["credentialSubject"]["identifier"]
    assert "@example.org" not in json.dumps(credential)


def test_identities_are_hashed_as_open_badges_says() -> None:
    """Open Badges 3.0, B.3.4 IdentityHash."""
    assert identity_hash("a@example.com", "Kosher") == (
        "sha256$b5809d8a92f8858436d7e6b87c12ebc0ae1eac4baecc2c0b913aee2c922ef399"
    )


def test_a_holder_is_known_again_by_email(credential: dict[str, Any]) -> None:
    assert is_about_email(credential, " aisyah@EXAMPLE.org ")
    assert not is_about_email(credential, "kumar@example.org")
    for strange in ({}, {"credentialSubject": []}, {"credentialSubject": {"identifier": [1, {}]}}):
        assert not is_about_email(strange, "aisyah@example.org")


def test_moments_are_said_in_utc_and_expiry_only_when_there_is_one(facts: AchievementFacts) -> None:
    kuala_lumpur = timezone(timedelta(hours=8))
    until = datetime(2029, 3, 1, 12, 0, tzinfo=UTC)

    lasting = achievement_credential(
        replace(facts, awarded_at=datetime(2026, 3, 1, 7, 30, tzinfo=kuala_lumpur))
    )
    ending = achievement_credential(replace(facts, valid_until=until))

    assert lasting["validFrom"] == "2026-02-28T23:30:00Z"
    assert "validUntil" not in lasting
    assert ending["validUntil"] == "2029-03-01T12:00:00Z"
    with pytest.raises(ValueError, match="time zone"):
        achievement_credential(replace(facts, awarded_at=datetime(2026, 3, 1)))  # noqa: DTZ001


def test_facts_that_cannot_make_a_credential_are_refused(facts: AchievementFacts) -> None:
    with pytest.raises(ValueError, match="salt"):
        replace(facts.holder, salt="short")
    with pytest.raises(ValueError, match="address in each"):
        replace(facts, editions={"en": "https://institute.example/api"})


@pytest.mark.parametrize("name", ["Aisyah\x00", "Aisyah\x1b[0m", "Aisyah \ud83c"])
def test_a_name_that_cannot_be_signed_is_refused_at_issuance(
    institute: Body, facts: AchievementFacts, name: str
) -> None:
    named = replace(facts, holder=replace(facts.holder, name=name))

    with pytest.raises(CredentialFault) as refusal:
        institute.signs(achievement_credential(named))

    assert refusal.value.code == "unfit-value"


def test_equal_facts_give_equal_bytes(institute: Body, facts: AchievementFacts) -> None:
    once, again = (institute.signs(achievement_credential(facts)) for _ in range(2))

    assert json.dumps(once) == json.dumps(again)


def test_a_document_is_signed_once(institute: Body, credential: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="signed already"):
        institute.signs(credential)


def test_a_signed_credential_reads_back(credential: dict[str, Any]) -> None:
    assert read_document(json.dumps(credential, ensure_ascii=False).encode()) == credential
