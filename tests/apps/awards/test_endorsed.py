"""Other bodies speak for this one: their endorsements travel with every credential, if they last."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tauliah.apps.awards.endorsed import endorsements_in
from tauliah.apps.awards.models import Award
from tauliah.apps.awards.queries import verify_credential
from tauliah.apps.awards.trusted import trust_issuer
from tauliah.apps.people.queries import User
from tauliah.core.credentials import (
    CheckName,
    EndorsementFacts,
    IssuerFacts,
    Outcome,
    SigningKey,
    did_document,
    endorsement_credential,
    sign,
    sign_token,
    verification_method,
)
from tauliah.core.credentials.multibase import encode_base58
from tauliah.core.credentials.proofs import hash_data
from tauliah.core.kernel import LocalText

COUNCIL = "did:web:council.example"
KEY = SigningKey(bytes([5] * 32))
Endorse = Callable[..., Path]


@pytest.fixture
def endorse(settings: Any, moment: datetime) -> Endorse:
    """The council of all bodies, which is trusted here, signs an endorsement into the folder."""
    trust_issuer(
        settings.DATA,
        "council",
        document=did_document(COUNCIL, [KEY.public]),
        status_lists={},
    )

    def write(name: str = "council.json", *, key: SigningKey = KEY, **changes: Any) -> Path:
        facts: dict[str, Any] = {
            "credential_id": "urn:uuid:0198c7a0-0000-7000-8000-0000000000e1",
            "language": "en",
            "issuer": IssuerFacts(did=COUNCIL, name=LocalText(en="Council", ms="Majlis")),
            "endorsed": settings.ISSUER,
            "comment": LocalText(en="Recognised since 1990.", ms="Diiktiraf sejak 1990."),
            "name": LocalText(en="Recognition", ms="Pengiktirafan"),
            "since": moment - timedelta(days=9),
        }
        signed = sign(
            endorsement_credential(EndorsementFacts(**facts | changes)),
            key,
            verification_method=verification_method(COUNCIL, KEY.public),
            created=moment - timedelta(days=9),
        )
        folder = settings.DATA / "endorsements"
        folder.mkdir(exist_ok=True)
        (folder / name).write_text(json.dumps(signed), encoding="utf-8")
        return folder / name

    return write


def test_a_credential_carries_what_the_council_says_of_the_body(
    endorse: Endorse, conferred: Callable[..., Award], aisyah: User, moment: datetime
) -> None:
    file = endorse()

    award = conferred(aisyah)

    said = json.loads(award.credential)
    assert said["issuer"]["endorsement"] == [json.loads(file.read_text(encoding="utf-8"))]
    answer = verify_credential(award.credential.encode(), at=moment)
    assert answer.valid
    assert answer.check(CheckName.CONTAINED).outcome is Outcome.PASSED


def test_one_that_ends_is_of_another_or_is_forged_stays_behind_and_is_told_of(
    endorse: Endorse, settings: Any, moment: datetime
) -> None:
    """Else a credential would seem to end with it."""
    endorse("a-ends.json", until=moment + timedelta(days=400))
    endorse("b-another.json", endorsed="did:web:other.example")
    endorse("c-forged.json", key=SigningKey(bytes([6] * 32)))
    (settings.DATA / "endorsements" / "d-empty.json").write_text("", encoding="utf-8")

    found = endorsements_in(settings.DATA, issuer=settings.ISSUER, at=moment)

    assert found.documents == ()
    told = {file.name: why.code for file, why in found.left_out}
    assert told["a-ends.json"] == "may-end"
    assert told["b-another.json"] == "no-endorsement"
    assert told["c-forged.json"] == "altered"
    assert "d-empty.json" in told
    assert all(why.message.en != why.message.ms for _, why in found.left_out)


def test_one_whose_signature_ends_or_stands_outside_of_it_stays_behind(
    endorse: Endorse, settings: Any, moment: datetime
) -> None:
    """Every check passes today, but it could not travel, or would fail one day with all that carry it."""
    file = endorse()
    signed = json.loads(file.read_text(encoding="utf-8"))
    unsigned = {name: value for name, value in signed.items() if name != "proof"}
    options = {name: value for name, value in signed["proof"].items() if name != "proofValue"}
    options["expires"] = (moment + timedelta(days=400)).isoformat(timespec="seconds")
    proof = {**options, "proofValue": encode_base58(KEY.sign(hash_data(unsigned, options)))}
    file.write_text(json.dumps({**unsigned, "proof": proof}), encoding="utf-8")
    token = sign_token(
        unsigned, KEY, verification_method=options["verificationMethod"], created=moment
    )
    (settings.DATA / "endorsements" / "token.json").write_text(token, encoding="ascii")

    found = endorsements_in(settings.DATA, issuer=settings.ISSUER, at=moment)

    assert found.documents == ()
    assert [why.code for _, why in found.left_out] == ["may-end", "proof-outside"]


def test_the_command_that_checks_the_settings_names_what_stays_behind(
    endorse: Endorse, settings: Any, moment: datetime
) -> None:
    from tauliah.cli.site import _endorsement_faults

    assert _endorsement_faults(settings.DATA) == []
    endorse("lasts.json")
    file = endorse("ends.json", until=moment + timedelta(days=40_000))

    (told,) = _endorsement_faults(settings.DATA)

    assert told.startswith(f"{file}: It has an end")


def test_without_such_a_folder_nothing_is_said(settings: Any, moment: datetime) -> None:
    assert endorsements_in(settings.DATA, issuer=settings.ISSUER, at=moment).documents == ()
