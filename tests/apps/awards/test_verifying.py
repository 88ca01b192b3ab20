"""Verification: what a file proves, as of a moment, and what is answered to files that prove nothing."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tauliah.apps.awards.models import Award
from tauliah.apps.awards.queries import status_list, status_lists, verify_credential
from tauliah.apps.awards.trusted import trust_issuer, trusted_issuers
from tauliah.apps.people.queries import User
from tauliah.core.credentials import (
    CheckName,
    Outcome,
    SigningKey,
    Verification,
    blank_status_list,
    did_document,
    sign,
    status_list_credential,
    verification_method,
)

PASSED, FAILED, UNCHECKED = Outcome.PASSED, Outcome.FAILED, Outcome.NOT_CHECKED
OTHER = "did:web:other.example"
OTHER_LIST = "https://other.example/status/1"
OTHER_KEY = SigningKey(b"o" * 32)


def outcomes(answer: Verification) -> list[Outcome]:
    """In the order readable, signature, issuer, expiry, revocation."""
    return [check.outcome for check in answer.checks]


def code(answer: Verification, name: CheckName) -> str:
    return answer.check(name).code


def signed_by_other(document: dict[str, Any], at: datetime) -> dict[str, Any]:
    method = verification_method(OTHER, OTHER_KEY.public)
    return sign(document, OTHER_KEY, verification_method=method, created=at)


def foreign_credential(award: Award, at: datetime) -> bytes:
    """The same award as another body would have issued it."""
    document = json.loads(award.credential)
    del document["proof"]
    document["issuer"]["id"] = OTHER
    document["credentialStatus"] = document["credentialStatus"][0] | {
        "id": f"{OTHER_LIST}#7",
        "statusListCredential": OTHER_LIST,
        "statusListIndex": "7",
    }
    return json.dumps(signed_by_other(document, at)).encode()


def foreign_list(at: datetime, *, revoked: tuple[int, ...] = ()) -> str:
    document = status_list_credential(
        blank_status_list().marking(revoked), address=OTHER_LIST, issuer=OTHER, valid_from=at
    )
    return json.dumps(signed_by_other(document, at))


# Our own


def test_a_credential_of_ours_passes_every_check(award: Award, moment: datetime) -> None:
    answer = verify_credential(award.credential.encode(), at=moment)

    assert answer.valid
    assert outcomes(answer) == [PASSED] * 5


def test_before_it_was_conferred_it_was_not_in_force(award: Award, moment: datetime) -> None:
    answer = verify_credential(award.credential.encode(), at=moment - timedelta(days=1))

    assert not answer.valid
    assert code(answer, CheckName.EXPIRY) == "not-yet-valid"


def test_a_name_that_was_changed_is_noticed(award: Award, moment: datetime) -> None:
    tampered = award.credential.replace("Aisyah binti Rahman", "Nurul Huda")

    answer = verify_credential(tampered.encode(), at=moment)

    assert outcomes(answer) == [PASSED, FAILED, UNCHECKED, UNCHECKED, UNCHECKED]
    assert code(answer, CheckName.SIGNATURE) == "altered"


@pytest.mark.parametrize("member", ["licenseNumber", "achievement"])
def test_whatever_is_changed_in_it_is_noticed(award: Award, moment: datetime, member: str) -> None:
    document = json.loads(award.credential)
    subject = document["credentialSubject"]
    if member == "achievement":
        subject[member]["name"] = "Chartered"
    else:
        subject[member] = "API-2026-000009"

    answer = verify_credential(json.dumps(document).encode(), at=moment)

    assert code(answer, CheckName.SIGNATURE) == "altered"


def test_a_status_that_was_cut_out_is_noticed(award: Award, moment: datetime) -> None:
    document = json.loads(award.credential)
    del document["credentialStatus"]

    answer = verify_credential(json.dumps(document).encode(), at=moment)

    assert code(answer, CheckName.SIGNATURE) == "altered"


def test_a_credential_signed_in_our_name_with_another_key_is_no_credential_of_ours(
    award: Award, moment: datetime, settings: Any
) -> None:
    document = json.loads(award.credential)
    del document["proof"]
    method = verification_method(settings.ISSUER, OTHER_KEY.public)
    forged = sign(document, OTHER_KEY, verification_method=method, created=moment)

    answer = verify_credential(json.dumps(forged).encode(), at=moment)

    assert code(answer, CheckName.SIGNATURE) == "foreign-key"


def test_every_list_is_published_by_its_number(
    award: Award, moment: datetime, settings: Any
) -> None:
    lists = status_lists(at=moment)

    address = f"{settings.ADDRESS}/credentials/status/1"
    assert {name: json.loads(text)["id"] for name, text in lists.items()} == {
        "1-revocation": address,
        "1-suspension": f"{address}/suspension",
    }


def test_before_the_first_award_there_is_no_list(award: Award, moment: datetime) -> None:
    assert status_list(1, at=moment - timedelta(seconds=1)) is None
    assert status_list(2, at=moment) is None


# Other issuers


def test_an_issuer_that_is_not_trusted_is_not_believed(award: Award, moment: datetime) -> None:
    answer = verify_credential(foreign_credential(award, moment), at=moment)

    assert outcomes(answer) == [PASSED, UNCHECKED, FAILED, UNCHECKED, UNCHECKED]
    assert OTHER in answer.check(CheckName.ISSUER).message.ms


def test_an_issuer_that_is_trusted_is_named(award: Award, moment: datetime, tmp_path: Path) -> None:
    trust_issuer(
        tmp_path,
        "other",
        document=did_document(OTHER, [OTHER_KEY.public]),
        status_lists={1: foreign_list(moment)},
    )

    answer = verify_credential(foreign_credential(award, moment), at=moment)

    assert answer.valid
    assert code(answer, CheckName.ISSUER) == "trusted-issuer"


def test_what_a_trusted_issuer_revoked_is_revoked_here(
    award: Award, moment: datetime, tmp_path: Path
) -> None:
    trust_issuer(
        tmp_path,
        "other",
        document=did_document(OTHER, [OTHER_KEY.public]),
        status_lists={1: foreign_list(moment, revoked=(7,))},
    )

    answer = verify_credential(foreign_credential(award, moment), at=moment)

    assert code(answer, CheckName.REVOCATION) == "revoked"


def test_without_its_status_list_a_foreign_credential_is_not_valid(
    award: Award, moment: datetime, tmp_path: Path
) -> None:
    document = did_document(OTHER, [OTHER_KEY.public])
    trust_issuer(tmp_path, "other", document=document, status_lists={})

    answer = verify_credential(foreign_credential(award, moment), at=moment)

    assert not answer.valid
    assert (answer.failed, code(answer, CheckName.REVOCATION)) == ((), "no-status-list")


def test_a_trusted_issuer_cannot_speak_in_our_name(
    award: Award, moment: datetime, tmp_path: Path, settings: Any
) -> None:
    document = did_document(settings.ISSUER, [OTHER_KEY.public])
    trust_issuer(tmp_path, "impostor", document=document, status_lists={})
    forged = json.loads(award.credential)
    del forged["proof"]
    method = verification_method(settings.ISSUER, OTHER_KEY.public)
    forged = sign(forged, OTHER_KEY, verification_method=method, created=moment)

    answer = verify_credential(json.dumps(forged).encode(), at=moment)

    assert code(answer, CheckName.SIGNATURE) == "foreign-key"


@pytest.mark.parametrize("text", ["{", "[]"])
def test_a_folder_of_issuers_that_is_broken_is_named(tmp_path: Path, text: str) -> None:
    file = tmp_path / "issuers" / "other" / "did.json"
    file.parent.mkdir(parents=True)
    file.write_text(text)

    with pytest.raises(ValueError, match=r"did\.json: "):
        trusted_issuers(tmp_path)


# Files that are no credentials


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", "not-json"),
        (b"Dear Sir or Madam", "not-json"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "broken-picture"),
        (b"<html>", "broken-picture"),
        (b"%PDF-1.7", "no-attachment"),
        (b'{"issuer": "did:web:cut.exam', "not-json"),
        (b"[1, 2, 3]", "not-an-object"),
        (b"{}", "no-issuer"),
        (b'{"issuer": "x", "issuer": "y"}', "duplicate-member"),
        (b'{"a":' * 5000, "too-deep"),
        (b"{" + b" " * 5_000_000 + b"}", "too-large"),
    ],
)
def test_a_file_that_is_no_credential_is_answered_and_nothing_else_is_checked(
    published: Any, moment: datetime, data: bytes, expected: str
) -> None:
    answer = verify_credential(data, at=moment)

    assert code(answer, CheckName.READABLE) == expected
    assert outcomes(answer) == [FAILED, *[UNCHECKED] * 4]
    assert answer.document is None


def test_every_answer_is_in_both_languages(
    award: Award, conferred: Callable[..., Award], nurul: User, moment: datetime
) -> None:
    tampered = award.credential.replace("Aisyah", "Nurul")
    files = [award.credential.encode(), tampered.encode(), b"x", foreign_credential(award, moment)]

    messages = [
        check.message for data in files for check in verify_credential(data, at=moment).checks
    ]

    assert all(message.en != message.ms for message in messages)
