"""A document that says something which no signature would cover is not signed and not believed."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from tauliah.core.credentials import (
    AchievementFacts,
    CredentialFault,
    achievement_credential,
    canonical_nquads,
)
from tauliah.core.credentials.contexts import CREDENTIALS_V2
from tauliah.core.credentials.linked_data import statements


@pytest.fixture
def document(facts: AchievementFacts) -> dict[str, Any]:
    return achievement_credential(facts)


def changed(document: dict[str, Any], place: str, value: object) -> dict[str, Any]:
    """A copy with one member set; the place is written `credentialSubject.identifier.0.salt`."""
    result = copy.deepcopy(document)
    *path, last = place.split(".")
    node: Any = result
    for step in path:
        node = node[int(step) if step.isdigit() else step]
    node[int(last) if last.isdigit() else last] = value
    return result


@pytest.mark.parametrize(
    ("place", "value", "code"),
    [
        ("grade", "first class", "undefined-term"),
        ("credentialSubject.grade", "first class", "undefined-term"),
        ("credentialSubject.achievement.salt", "not a word of achievements", "undefined-term"),
        ("type", ["VerifiableCredential", "GoldenCredential"], "undefined-term"),
        ("id", "a/relative/address", "not-an-address"),
        ("id", "", "not-an-address"),
        ("id", "//institute.example/x", "not-an-address"),
        ("id", "/a:b", "not-an-address"),
        ("id", "unresolved://base/a", "not-an-address"),
        ("id", "@none", "not-an-address"),
        ("id", "https://institute.example/a/../b", "unfit-value"),
        ("credentialSubject.id", "_:b0", "not-an-address"),
        ("issuer.id", "did:web:space in it", "not-an-address"),
        ("credentialSubject.identifier.0.hashed", "true", "ambiguous-value"),
        ("validFrom", 2026, "ambiguous-value"),
        ("description", None, "unfit-value"),
        ("evidence", [], "unfit-value"),
        ("name", ["a", ["b"]], "unfit-value"),
        ("name", 0.5, "unfit-value"),
        ("name", 2**53, "unfit-value"),
        ("name", "bell \x07", "unfit-value"),
        ("name", "delete \x7f", "unfit-value"),
        ("name", "half a pair \ud83c", "unfit-value"),
        ("name", b"bytes", "unfit-value"),
        ("@id", "urn:uuid:1", "unfit-member"),
        ("@type", ["https://example.org/Other"], "unfit-member"),
        ("name", {"@value": "Associate"}, "unfit-member"),
        ("credentialSubject.@context", "https://example.org/", "unfit-member"),
        ("schema:name", "Chartered", "unfit-member"),
        ("credentialSubject.achievement.Criteria", {"narrative": "none"}, "unfit-member"),
        ("a name with spaces", "x", "unfit-member"),
        ("@context", "https://example.org/elsewhere", "not-linked-data"),
        ("@context", {"name": "https://schema.org/name"}, "bad-context"),
        ("@context", None, "unfit-value"),
    ],
)
def test_what_a_signature_would_not_cover_is_refused(
    document: dict[str, Any], place: str, value: object, code: str
) -> None:
    with pytest.raises(CredentialFault) as refusal:
        statements(changed(document, place, value))

    assert refusal.value.code == code
    assert refusal.value.message.ms != refusal.value.message.en


def test_a_vocabulary_named_twice_is_refused(document: dict[str, Any]) -> None:
    with pytest.raises(CredentialFault):
        statements(changed(document, "@context", [*document["@context"], document["@context"][0]]))


@pytest.mark.parametrize("name", ["tab\tlf\ncr\r", "保险 تأمين 🌃", "e\u0301", "\u200f\ufeff", " "])
def test_every_other_character_may_be_signed(document: dict[str, Any], name: str) -> None:
    assert statements(changed(document, "name", name)) != statements(document)


def test_array_order_says_nothing(document: dict[str, Any]) -> None:
    turned = copy.deepcopy(document)
    turned["credentialSubject"]["identifier"].reverse()
    turned["type"].reverse()

    assert canonical_nquads(statements(turned)) == canonical_nquads(statements(document))


def test_open_badges_gives_one_class_two_names(document: dict[str, Any]) -> None:
    """The one change of a text that a signature does not notice: it means the same."""
    renamed = changed(document, "type", ["VerifiableCredential", "OpenBadgeCredential"])

    assert canonical_nquads(statements(renamed)) == canonical_nquads(statements(document))


def test_one_value_alone_or_in_a_list_says_the_same(document: dict[str, Any]) -> None:
    listed = changed(document, "name", [document["name"]])

    assert canonical_nquads(statements(listed)) == canonical_nquads(statements(document))


def test_unnamed_parts_that_look_alike_stay_apart(document: dict[str, Any]) -> None:
    one = document["credentialSubject"]["identifier"][0]
    twice = changed(document, "credentialSubject.identifier", [one, dict(one)])
    once = changed(document, "credentialSubject.identifier", [one])

    assert len(statements(twice)) > len(statements(once))


# Words of a document's own, in it and in credentials within it


def within(outer: object, inner: object, **members: object) -> dict[str, Any]:
    """A presentation that defines words, of a credential that does too."""
    return {
        "@context": [CREDENTIALS_V2, outer],
        "type": ["VerifiablePresentation"],
        "verifiableCredential": [
            {
                "@context": [CREDENTIALS_V2, inner],
                "type": ["VerifiableCredential"],
                "issuer": "did:example:issuer",
                "credentialSubject": {"id": "did:example:subject", **members},
            }
        ],
    }


WORD, MEANING = "alumniOf", "https://terms.example/alumniOf"


def test_a_credential_within_may_define_words_of_its_own() -> None:
    plain = {"other": "https://terms.example/other"}

    said = statements(within(plain, {WORD: MEANING}, **{WORD: "A school"}))

    assert [quad.object for quad in said if quad.predicate == f"<{MEANING}>"] == ['"A school"']
    again = {WORD: {"@id": MEANING}}
    assert statements(within(again, {WORD: MEANING}, **{WORD: "A school"})) == statements(
        within(again, again, **{WORD: "A school"})
    )


@pytest.mark.parametrize(
    ("outer", "inner"),
    [
        ({"graduateOf": MEANING}, {WORD: MEANING}),
        ({WORD: "https://terms.example/expelledFrom"}, {WORD: MEANING}),
        ({WORD: {"@id": MEANING, "@type": "@id"}}, {WORD: MEANING}),
        ({"other": "https://terms.example/other"}, {WORD: "https://schema.org/name"}),
    ],
    ids=["another word for it", "another meaning of it", "another type", "a word that is known"],
)
def test_no_word_within_stands_for_another_one_of_the_document(
    outer: dict[str, Any], inner: dict[str, Any]
) -> None:
    with pytest.raises(CredentialFault) as fault:
        statements(within(outer, inner, **{WORD: "A school"}))

    assert fault.value.code == "bad-context"
