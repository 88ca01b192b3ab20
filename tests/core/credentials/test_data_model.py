"""W3C Verifiable Credentials Data Model 2.0: what it says a credential must be, a test for each."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

import pytest

from tauliah.core.credentials import (
    CheckName,
    CredentialFault,
    Outcome,
    Templates,
    refuse_unissuable,
    sign,
    verification_method,
)
from tauliah.core.credentials.contexts import (
    CREDENTIALS_V2,
    EXAMPLES_2,
    OPEN_BADGES_3,
    context_bytes,
)
from tauliah.core.credentials.multibase import encode_base58, encode_base64url
from tests.core.credentials.conftest import AWARDED, Body

POLICY = "https://terms.example/Policy"
FILE = b"the rules of the exam"
ADDRESS = "https://institute.example/rules.txt"
SHA_384 = "sha384-" + base64.b64encode(hashlib.sha384(FILE).digest()).decode()
MULTIHASH = encode_base58(b"\x12\x20" + hashlib.sha256(FILE).digest())


@pytest.fixture
def minimal(institute: Body) -> dict[str, Any]:
    return {
        "@context": [CREDENTIALS_V2],
        "id": "urn:uuid:0198c7a0-0000-7000-8000-0000000000d1",
        "type": ["VerifiableCredential"],
        "issuer": institute.did,
        "validFrom": "2026-03-01T04:00:00Z",
        "credentialSubject": {"id": "urn:uuid:0198c7a0-0000-7000-8000-0000000000d2"},
    }


def without(document: dict[str, Any], name: str) -> dict[str, Any]:
    return {other: value for other, value in document.items() if other != name}


def accepted(institute: Body, document: dict[str, Any], **changes: Any) -> None:
    """The issuer may sign it and everybody may believe it."""
    refuse_unissuable(document, resources={})
    answer = institute.verifies(institute.signs(document), **changes)
    assert answer.valid, [check for check in answer.checks if check.outcome is not Outcome.PASSED]


def refused(
    institute: Body, document: dict[str, Any], code: str = "malformed", words: str = ""
) -> None:
    """Told apart before any signature is looked at: at issuance and at verification alike."""
    (check,) = institute.verifies(document).failed
    assert (check.name, check.code) == (CheckName.READABLE, code)
    assert words in check.message.en
    assert check.message.en != check.message.ms
    unissuable(document, code)


def unissuable(document: dict[str, Any], code: str) -> None:
    with pytest.raises(CredentialFault) as refusal:
        refuse_unissuable(document, resources={})
    assert refusal.value.code == code


# 4.3 Contexts


def test_the_context_is_an_ordered_set_that_begins_with_the_base_context(
    institute: Body, minimal: dict[str, Any]
) -> None:
    accepted(institute, minimal | {"@context": [CREDENTIALS_V2, OPEN_BADGES_3]})
    turned = minimal | {"@context": [OPEN_BADGES_3, CREDENTIALS_V2]}
    refused(institute, turned, "not-a-credential")
    refused(institute, minimal | {"@context": [OPEN_BADGES_3]}, "not-a-credential")
    refused(institute, minimal | {"@context": CREDENTIALS_V2}, "not-a-credential")
    refused(institute, without(minimal, "@context"), "bad-context")


def test_an_address_in_the_context_is_known_here_and_named_once(
    institute: Body, minimal: dict[str, Any]
) -> None:
    (check,) = institute.verifies(minimal | {"@context": [CREDENTIALS_V2] * 2}).failed
    assert check.code == "unfit-value"
    remote = {"@context": [CREDENTIALS_V2, "https://terms.example/context"]}
    refused(institute, minimal | remote, "unknown-context")
    refused(
        institute, minimal | {"@context": [CREDENTIALS_V2, "not an address"]}, "unknown-context"
    )


GRADE = "https://terms.example/grade"


@pytest.mark.parametrize(
    "words",
    [
        {"grade": GRADE},
        {"grade": {"@id": GRADE}},
        {"grade": {"@id": GRADE, "@type": "http://www.w3.org/2001/XMLSchema#string"}},
        {"grade": GRADE, "GoldenCredential": "https://terms.example/Golden"},
    ],
    ids=range(4),
)
def test_a_context_may_define_words_of_its_own(
    institute: Body, minimal: dict[str, Any], words: dict[str, Any]
) -> None:
    kinds = ["VerifiableCredential", *[word for word in words if word[0].isupper()]]
    own = minimal | {"@context": [CREDENTIALS_V2, words], "type": kinds, "grade": "first"}
    templates = Templates()

    accepted(institute, own, templates=templates)
    refuse_unissuable(own, resources={})
    assert templates == Templates()  # what the words mean is no part of a shape
    signed = institute.signs(own)
    for change in ({"grade": "second"}, {"@context": [CREDENTIALS_V2, {"grade": POLICY}]}):
        assert [check.code for check in institute.verifies(signed | change).failed] != []


def test_words_of_its_own_are_covered_by_canonical_json_too(
    institute: Body, minimal: dict[str, Any]
) -> None:
    own = minimal | {"@context": [CREDENTIALS_V2, {"grade": GRADE}], "grade": "first"}
    signed = sign(
        own,
        institute.key,
        verification_method=verification_method(institute.did, institute.key.public),
        created=AWARDED,
        cryptosuite="eddsa-jcs-2022",
    )

    assert institute.verifies(signed).valid
    assert not institute.verifies(signed | {"grade": "second"}).valid


@pytest.mark.parametrize(
    "words",
    [
        {},
        {"@vocab": "https://terms.example/"},
        {"@base": "https://terms.example/"},
        {"@import": "https://terms.example/context"},
        {"grade": "relative"},
        {"grade": None},
        {"grade": {"@id": GRADE, "@container": "@list"}},
        {"grade": {"@id": GRADE, "@context": {"a": POLICY}}},
        {"grade": {"@id": GRADE, "@type": "@json"}},
        {"grade": {"@reverse": GRADE}},
        {"a grade": GRADE},
        {"title": "https://schema.org/name"},
        {"grade": GRADE, "rank": GRADE},
        {"id": GRADE},
        {"VerifiableCredential": GRADE},
        {f"word{number}": f"{GRADE}{number}" for number in range(51)},
    ],
    ids=range(16),
)
def test_a_context_that_does_more_than_define_new_words_is_refused(
    institute: Body, minimal: dict[str, Any], words: dict[str, Any]
) -> None:
    """Also the same meaning under two words: a member could be renamed under its signature."""
    document = minimal | {"@context": [CREDENTIALS_V2, words]}

    with pytest.raises(CredentialFault):
        institute.signs(document)
    proof = institute.signs(minimal)["proof"]
    assert not institute.verifies(document | {"proof": proof}).valid


def test_an_own_credential_has_no_words_but_those_of_its_vocabularies(
    institute: Body, credential: dict[str, Any]
) -> None:
    respelled = credential | {"@context": [*credential["@context"], {"grade": GRADE}]}

    assert [check.code for check in institute.verifies(respelled).failed] == ["respelled"]


def test_the_examples_of_the_specification_can_be_read(
    institute: Body, minimal: dict[str, Any]
) -> None:
    example = minimal | {"@context": [CREDENTIALS_V2, EXAMPLES_2], "alumniOf": "The School"}

    accepted(institute, example | {"type": ["VerifiableCredential", "AlumniCredential"]})


# 4.4 Identifiers


@pytest.mark.parametrize(
    "name", ["not an address", "relative", "", 5, ["urn:uuid:1"], {"id": "urn:uuid:1"}]
)
def test_an_identifier_is_a_single_url(
    institute: Body, minimal: dict[str, Any], name: object
) -> None:
    refused(institute, minimal | {"id": name}, words="id must be")
    subject = minimal["credentialSubject"] | {"id": name}
    refused(
        institute, minimal | {"credentialSubject": subject}, words="credentialSubject.id must be"
    )


def test_an_identifier_is_optional(institute: Body, minimal: dict[str, Any]) -> None:
    accepted(institute, without(minimal, "id"))


# 4.5 Types


@pytest.mark.parametrize(
    "kind",
    [
        [],
        "",
        ["AchievementCredential"],
        [5, "VerifiableCredential"],
        {},
        ["VerifiableCredential", ""],
    ],
)
def test_a_credential_has_a_type_and_verifiable_credential_among_its_types(
    institute: Body, minimal: dict[str, Any], kind: object
) -> None:
    answer = institute.verifies(minimal | {"type": kind})
    assert answer.failed[0].code in ("not-a-credential", "unfit-value")
    refused(institute, without(minimal, "type"), "not-a-credential")


def test_a_type_may_stand_alone_and_may_be_an_absolute_url(
    institute: Body, minimal: dict[str, Any]
) -> None:
    accepted(institute, minimal | {"type": "VerifiableCredential"})
    accepted(institute, minimal | {"type": ["VerifiableCredential", "https://terms.example/Badge"]})


def test_a_type_that_no_vocabulary_defines_is_not_signed(
    institute: Body, minimal: dict[str, Any]
) -> None:
    with pytest.raises(CredentialFault, match="no vocabulary"):
        institute.signs(minimal | {"type": ["VerifiableCredential", "GoldenCredential"]})


# 4.6 Names and descriptions; 11.1 Language and base direction


@pytest.mark.parametrize("member", ["name", "description"])
@pytest.mark.parametrize(
    "text",
    [
        "Associate",
        {"@value": "Associate", "@language": "en"},
        {"@value": "زميل", "@language": "ar", "@direction": "rtl"},
        [{"@value": "Associate", "@language": "en"}, {"@value": "Bersekutu", "@language": "ms"}],
    ],
    ids=range(4),
)
def test_a_name_or_description_is_a_text_or_texts_with_their_language(
    institute: Body, minimal: dict[str, Any], member: str, text: object
) -> None:
    accepted(institute, minimal | {member: text})
    accepted(institute, minimal | {"issuer": {"id": institute.did, member: text}})


@pytest.mark.parametrize("member", ["name", "description"])
@pytest.mark.parametrize(
    "text",
    [
        {"@value": "Associate", "@language": "en", "url": "https://terms.example/"},
        {"@value": "Associate", "@language": "en", "@type": "https://terms.example/T"},
        {"@value": "Associate", "@language": "not a language"},
        {"@value": "Associate", "@language": "en", "@direction": "up"},
        {"@value": 5, "@language": "en"},
        {"@language": "en"},
        {"text": "Associate"},
        5,
        True,
    ],
    ids=range(9),
)
def test_a_language_value_holds_text_language_and_direction_and_nothing_else(
    institute: Body, minimal: dict[str, Any], member: str, text: object
) -> None:
    for document in (
        minimal | {member: text},
        minimal | {"issuer": {"id": institute.did, member: text}},
    ):
        (check,) = institute.verifies(document).failed
        assert check.name is CheckName.READABLE
        assert check.code in ("malformed", "unfit-member")


def test_the_language_of_a_text_is_signed_with_it(institute: Body, minimal: dict[str, Any]) -> None:
    signed = institute.signs(minimal | {"name": {"@value": "Gift", "@language": "en"}})

    for name in ({"@value": "Gift", "@language": "de"}, {"@value": "G", "@language": "en"}, "Gift"):
        (check,) = institute.verifies(signed | {"name": name}).failed
        assert check.code == "altered"


# 4.7 Issuer


def test_the_issuer_is_a_url_or_an_object_with_one(
    institute: Body, minimal: dict[str, Any]
) -> None:
    accepted(institute, minimal | {"issuer": institute.did})
    accepted(institute, minimal | {"issuer": {"id": institute.did}})


@pytest.mark.parametrize(
    "issuer",
    [None, "", "Institute", 5, [], ["did:web:a"], {}, {"name": "I"}, {"id": "I"}, {"id": 5}],
)
def test_a_credential_says_who_issued_it(
    institute: Body, minimal: dict[str, Any], issuer: object
) -> None:
    (check,) = institute.verifies(minimal | {"issuer": issuer}).failed
    assert check.code in ("no-issuer", "unfit-value")
    refused(institute, without(minimal, "issuer"), "no-issuer")


# 4.8 Credential subject


def test_a_credential_has_a_subject_or_several(institute: Body, minimal: dict[str, Any]) -> None:
    several = [{"id": "urn:uuid:a"}, {"id": "urn:uuid:b", "name": "Aisyah"}]

    accepted(institute, minimal | {"credentialSubject": several})
    accepted(institute, minimal | {"credentialSubject": {"name": "Aisyah"}})
    refused(institute, without(minimal, "credentialSubject"), "not-a-credential")


@pytest.mark.parametrize("subject", [{}, "urn:uuid:a", [{}], [{"id": "urn:uuid:a"}, {}], 5, True])
def test_a_subject_says_something(
    institute: Body, minimal: dict[str, Any], subject: object
) -> None:
    refused(institute, minimal | {"credentialSubject": subject}, words="says something")


# 4.9 Validity period


@pytest.mark.parametrize("member", ["validFrom", "validUntil"])
@pytest.mark.parametrize(
    "moment",
    [
        "2026-03-01",
        "2026-03-01T04:00:00",
        "04:00:00Z",
        "1 March 2026",
        "2026-02-30T04:00:00Z",
        "2026-03-01t04:00:00z",
    ],
)
def test_a_date_is_a_date_time_stamp(
    institute: Body, minimal: dict[str, Any], member: str, moment: str
) -> None:
    document = minimal | {member: moment}
    (check,) = institute.verifies(institute.signs(document)).failed

    assert (check.name, check.code) == (CheckName.EXPIRY, "bad-moment")
    unissuable(document, "bad-moment")


@pytest.mark.parametrize(
    "moment",
    ["2026-03-01T04:00:00Z", "2026-03-01T12:00:00+08:00", "2026-03-01T04:00:00.123456789Z"],
)
def test_a_date_may_have_an_offset_or_a_fraction(
    institute: Body, minimal: dict[str, Any], moment: str
) -> None:
    accepted(institute, minimal | {"validFrom": moment})


def test_the_dates_are_optional(institute: Body, minimal: dict[str, Any]) -> None:
    accepted(institute, without(minimal, "validFrom"))


def test_the_end_is_not_before_the_beginning(institute: Body, minimal: dict[str, Any]) -> None:
    turned = minimal | {"validUntil": "2026-02-28T00:00:00Z"}

    (check,) = institute.verifies(institute.signs(turned)).failed

    assert (check.name, check.code) == (CheckName.EXPIRY, "dates-turned")
    unissuable(turned, "dates-turned")


# 4.10 Status, 4.11 Data schemas, 5.4 Refreshing, 5.5 Terms of use, 5.6 Evidence, 5.10 reserved members


@pytest.mark.parametrize(
    "member",
    [
        "credentialStatus",
        "credentialSchema",
        "refreshService",
        "termsOfUse",
        "evidence",
        "renderMethod",
        "confidenceMethod",
    ],
)
@pytest.mark.parametrize(
    "value",
    [
        {"id": "urn:uuid:f"},
        {"id": "urn:uuid:f", "type": 5},
        "urn:uuid:f",
        [{"id": "urn:uuid:f", "type": POLICY}, {"id": "urn:uuid:g"}],
        {"type": ""},
        True,
    ],
)
def test_each_value_of_a_member_that_extends_a_credential_has_a_type(
    institute: Body, minimal: dict[str, Any], member: str, value: object
) -> None:
    refused(institute, minimal | {member: value}, words=f"{member} must be an object with a type")


@pytest.mark.parametrize("member", ["refreshService", "termsOfUse", "evidence", "renderMethod"])
@pytest.mark.parametrize(
    "value",
    [
        {"type": POLICY},
        {"id": "urn:uuid:f", "type": POLICY},
        [{"type": POLICY}, {"type": [POLICY], "id": "urn:uuid:f"}],
    ],
    ids=range(3),
)
def test_one_value_or_several_may_stand_with_or_without_an_identifier(
    institute: Body, minimal: dict[str, Any], member: str, value: object
) -> None:
    accepted(institute, minimal | {member: value})


@pytest.mark.parametrize("member", ["refreshService", "termsOfUse", "evidence", "credentialStatus"])
def test_an_identifier_of_such_a_value_is_a_url(
    institute: Body, minimal: dict[str, Any], member: str
) -> None:
    document = minimal | {member: {"id": "not an address", "type": POLICY}}

    refused(institute, document, words=f"{member}.id must be")


def test_a_schema_has_a_type_and_a_url(institute: Body, minimal: dict[str, Any]) -> None:
    accepted(institute, minimal | {"credentialSchema": {"id": ADDRESS, "type": "JsonSchema"}})
    for schema in ({"type": "JsonSchema"}, {"id": "schema", "type": "JsonSchema"}):
        refused(institute, minimal | {"credentialSchema": schema}, words="credentialSchema.id")


# 5.3 Integrity of related resources


def related(minimal: dict[str, Any], *resources: object) -> dict[str, Any]:
    return minimal | {"relatedResource": list(resources)}


@pytest.mark.parametrize(
    "digests",
    [
        {"digestSRI": SHA_384},
        {"digestMultibase": MULTIHASH},
        {"digestMultibase": encode_base64url(b"\x13\x40" + hashlib.sha512(FILE).digest())},
        {"digestSRI": SHA_384, "digestMultibase": [MULTIHASH], "mediaType": "text/plain"},
        {"digestSRI": f"sha256-{'A' * 43}= {SHA_384}?ct=text/plain"},
        {"digestSRI": "sha256-" + hashlib.sha256(FILE).hexdigest()},
    ],
    ids=range(6),
)
def test_a_related_resource_is_told_by_its_digest(
    institute: Body, minimal: dict[str, Any], digests: dict[str, Any]
) -> None:
    document = related(minimal, {"id": ADDRESS, **digests})
    signed = institute.signs(document)

    answer = institute.verifies(signed, resources={ADDRESS: FILE})
    assert answer.valid
    assert answer.check(CheckName.RELATED).outcome is Outcome.PASSED

    answer = institute.verifies(signed, resources={ADDRESS: FILE + b"."})
    assert not answer.valid
    assert [check.code for check in answer.failed] == ["changed-resource"]
    assert ADDRESS in answer.failed[0].message.ms
    refuse_unissuable(document, resources={ADDRESS: FILE})
    with pytest.raises(CredentialFault, match="not the one"):
        refuse_unissuable(document, resources={ADDRESS: FILE + b"."})


def test_a_related_resource_that_is_not_at_hand_is_said_and_takes_nothing(
    institute: Body, minimal: dict[str, Any]
) -> None:
    signed = institute.signs(related(minimal, {"id": ADDRESS, "digestSRI": SHA_384}))

    answer = institute.verifies(signed)

    assert answer.valid
    assert answer.check(CheckName.RELATED).outcome is Outcome.NOT_CHECKED


def test_a_vocabulary_may_be_a_related_resource_and_is_always_at_hand(
    institute: Body, minimal: dict[str, Any]
) -> None:
    digest = hashlib.sha256(context_bytes(CREDENTIALS_V2)).digest()
    spelled = "sha256-" + base64.b64encode(digest).decode()
    right = institute.signs(related(minimal, {"id": CREDENTIALS_V2, "digestSRI": spelled}))
    wrong = institute.signs(related(minimal, {"id": OPEN_BADGES_3, "digestSRI": spelled}))

    assert institute.verifies(right).check(CheckName.RELATED).outcome is Outcome.PASSED
    assert [check.code for check in institute.verifies(wrong).failed] == ["changed-resource"]


def test_a_digest_may_leave_out_what_its_length_tells(
    institute: Body, minimal: dict[str, Any]
) -> None:
    """As the files of the W3C's own test suite spell them."""
    digest = hashlib.sha256(context_bytes(CREDENTIALS_V2)).digest()
    bare = encode_base64url(digest)
    signed = f"sha256-M{base64.b64encode(digest).decode()}"
    other = encode_base64url(bytes(32))

    for spelled, passes in (({"digestMultibase": bare}, True), ({"digestSRI": signed}, True),
                            ({"digestMultibase": other}, False)):  # fmt: skip
        resource = {"id": CREDENTIALS_V2, **spelled}
        answer = institute.verifies(institute.signs(related(minimal, resource)))
        assert (answer.check(CheckName.RELATED).outcome is Outcome.PASSED) is passes


def test_a_related_resource_has_an_identifier(institute: Body, minimal: dict[str, Any]) -> None:
    refused(institute, related(minimal, {"digestSRI": SHA_384}), words="relatedResource.id")
    refused(institute, related(minimal, ADDRESS), words="relatedResource must be an object")


def test_the_identifiers_of_related_resources_are_unique(
    institute: Body, minimal: dict[str, Any]
) -> None:
    resource = {"id": ADDRESS, "digestSRI": SHA_384}

    refused(institute, related(minimal, resource, dict(resource)), words="named once")


def test_a_related_resource_has_a_digest(institute: Body, minimal: dict[str, Any]) -> None:
    refused(institute, related(minimal, {"id": ADDRESS}), words="with a digest")


@pytest.mark.parametrize(
    "digests",
    [
        {"digestSRI": "md5-AAAA"},
        {"digestSRI": "sha256-AAAA"},
        {"digestSRI": "sha256-%%%"},
        {"digestSRI": ""},
        {"digestSRI": {"a": 1}},
        {"digestMultibase": "zabc"},
        {"digestMultibase": "z"},
        {"digestMultibase": "m" + "A" * 44},
        {"digestMultibase": [MULTIHASH, "u"]},
        {"digestMultibase": {"a": 1}},
    ],
    ids=range(10),
)
def test_a_digest_is_spelled_as_its_standard_says(
    institute: Body, minimal: dict[str, Any], digests: dict[str, Any]
) -> None:
    refused(institute, related(minimal, {"id": ADDRESS, **digests}), "bad-digest")


# 5.2.1 Semantic interoperability; 6.1 Syntaxes


def test_a_member_that_no_vocabulary_defines_is_not_signed_and_not_believed(
    institute: Body, minimal: dict[str, Any]
) -> None:
    with pytest.raises(CredentialFault) as refusal:
        institute.signs(minimal | {"grade": "A"})
    assert refusal.value.code == "undefined-term"
    answer = institute.verifies(institute.signs(minimal) | {"grade": "A"})
    assert [check.code for check in answer.failed] == ["undefined-term"]
