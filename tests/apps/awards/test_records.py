"""Aisyah's award as a token, and her transcript as a credential that anyone can check."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from tauliah.apps.awards.actions import confer, revoke
from tauliah.apps.awards.documents.records import record_credential
from tauliah.apps.awards.issuing import signed_token
from tauliah.apps.awards.models import Award
from tauliah.apps.awards.queries import verify_credential
from tauliah.apps.awards.trusted import issuer_faults, trust_issuer
from tauliah.apps.people.permissions import SYSTEM
from tauliah.apps.people.queries import User
from tauliah.apps.record.actions import accept_ethics, append_entry, matriculate
from tauliah.cli.checking import app
from tauliah.core.credentials import CheckName, Outcome
from tauliah.core.kernel import EntryKind, Refused


def record(person: User, at: datetime, **choices: Any) -> dict[str, Any]:
    chosen: dict[str, Any] = {"language": "en", "says_name": False, "says_scores": False} | choices
    made = record_credential(person, at=at, **chosen)
    assert isinstance(made, str)
    parsed: dict[str, Any] = json.loads(made)
    return parsed


# Tokens


def test_an_award_as_a_token_is_verified_and_says_the_same(award: Award, moment: datetime) -> None:
    token = signed_token(award.credential, at=award.conferred_at)
    answer = verify_credential(token.encode(), at=moment)

    assert answer.valid
    said = json.loads(award.credential)
    del said["proof"]
    assert answer.document == said
    assert signed_token(award.credential, at=award.conferred_at) == token


def test_a_revoked_award_is_revoked_as_a_token_too(
    award: Award, moment: datetime, farid: User
) -> None:
    token = signed_token(award.credential, at=award.conferred_at)
    later = moment + timedelta(days=1)
    done = revoke(award.number, reason="Found out", actor=farid, at=later)
    assert not isinstance(done, Refused)

    answer = verify_credential(token.encode(), at=later)

    assert [check.code for check in answer.failed] == ["revoked"]


# Transcripts


def test_a_transcript_holds_and_so_does_the_award_in_it(
    award: Award, aisyah: User, moment: datetime
) -> None:
    made = record(aisyah, moment)
    answer = verify_credential(json.dumps(made).encode(), at=moment)

    assert answer.valid
    assert answer.check(CheckName.CONTAINED).outcome is Outcome.PASSED
    course, awarded = made["credentialSubject"]["verifiableCredential"]
    assert awarded == json.loads(award.credential)
    achievement = course["credentialSubject"]["achievement"]
    assert achievement["humanCode"] == "PIN"
    assert achievement["criteria"]["narrative"].startswith("Credit granted on ")


def test_a_transcript_is_in_the_language_asked_for(
    award: Award, aisyah: User, moment: datetime
) -> None:
    made = record(aisyah, moment, language="ms")

    assert made["name"] == "Transkrip"
    first = made["credentialSubject"]["verifiableCredential"][0]
    narrative = first["credentialSubject"]["achievement"]["criteria"]["narrative"]
    assert narrative.startswith("Kredit diberikan pada ")


def test_a_name_is_said_only_by_choice(award: Award, aisyah: User, moment: datetime) -> None:
    silent, named = (record(aisyah, moment, says_name=name) for name in (False, True))
    own = [one["credentialSubject"]["identifier"] for one in (silent, named)]

    assert aisyah.full_name not in json.dumps(own[0])
    assert aisyah.full_name in json.dumps(own[1])
    assert aisyah.email not in json.dumps(named)


def pass_exam(person: User, at: datetime, **facts: Any) -> None:
    scored = {"exam": "PIN", "attempt": "A-1", "passed": True, "correct": 61, "items": 75} | facts
    append_entry(person, EntryKind.EXAM_RESULT, facts=scored, actor=SYSTEM, at=at)


def test_a_score_is_said_only_by_choice(published: Any, aisyah: User, moment: datetime) -> None:
    matriculate(aisyah, "API", actor=aisyah, at=moment)
    pass_exam(aisyah, moment)

    for is_said, expected in ((False, None), (True, "61")):
        made = record(aisyah, moment, says_scores=is_said)
        subject = made["credentialSubject"]["verifiableCredential"][0]["credentialSubject"]
        (description,) = subject["achievement"]["resultDescription"]
        assert subject["result"][0].get("value") == expected
        assert description.get("valueMax") == ("75" if is_said else None)
        assert subject["achievement"]["criteria"]["narrative"].startswith("Passed on ")


def test_an_exam_is_a_part_of_the_designation_that_it_counted_for(
    published: Any, aisyah: User, moment: datetime
) -> None:
    matriculate(aisyah, "API", actor=aisyah, at=moment)
    pass_exam(aisyah, moment, points="60.5", of=75)
    accept_ethics(aisyah, "ethics", version="2026", actor=aisyah, at=moment)
    award = confer(aisyah, "API", actor=aisyah, at=moment, language="en", show_name=False)
    assert not isinstance(award, Refused), award

    made = record(aisyah, moment, says_scores=True)

    course, awarded = made["credentialSubject"]["verifiableCredential"]
    assert course["credentialSubject"]["result"][0]["value"] == "60.5"
    assert made["credentialSubject"]["association"] == [
        {
            "type": "Association",
            "associationType": "isPartOf",
            "sourceId": course["credentialSubject"]["achievement"]["id"],
            "targetId": awarded["credentialSubject"]["achievement"]["id"],
        }
    ]


def test_an_award_that_was_revoked_is_left_out(
    award: Award, aisyah: User, farid: User, moment: datetime
) -> None:
    revoke(award.number, reason="Found out", actor=farid, at=moment)

    made = record(aisyah, moment)

    assert len(made["credentialSubject"]["verifiableCredential"]) == 1
    assert "association" not in made["credentialSubject"]


def test_the_same_line_has_the_same_name_in_every_transcript(
    award: Award, aisyah: User, moment: datetime
) -> None:
    first, second = (record(aisyah, moment) for _ in range(2))
    lines = [one["credentialSubject"]["verifiableCredential"][0]["id"] for one in (first, second)]

    assert lines[0] == lines[1]
    assert first["id"] != second["id"]


def test_without_a_line_there_is_nothing_to_certify(
    published: Any, aisyah: User, moment: datetime
) -> None:
    made = record_credential(aisyah, "en", at=moment, says_name=False, says_scores=False)

    assert isinstance(made, Refused)
    assert made.code == "nothing-yet"


# Schemas of trusted issuers


def test_a_schema_in_the_folder_of_an_issuer_must_have_an_address(tmp_path: Path) -> None:
    trust_issuer(tmp_path, "other", document={"id": "did:web:other.example"}, status_lists={})
    (tmp_path / "issuers" / "other" / "schema-badge.json").write_text('{"type": "object"}')

    assert any("schema-badge.json: has no id" in fault for fault in issuer_faults(tmp_path))


# The command line


def test_the_command_writes_an_award_in_both_forms(
    award: Award, moment: datetime, tmp_path: Path
) -> None:
    runner = CliRunner()
    as_json = runner.invoke(app, ["issue", award.number])
    file = tmp_path / "award.jwt"
    as_token = runner.invoke(app, ["issue", award.number, "--form", "jwt", "--out", str(file)])

    assert as_json.exit_code == as_token.exit_code == 0
    assert as_json.output == award.credential
    assert verify_credential(file.read_bytes(), at=moment).valid
    checked = runner.invoke(app, ["verify", str(file)])
    assert checked.exit_code == 0, checked.output
    assert "The credential is valid." in checked.output
    again = runner.invoke(app, ["issue", award.number, "--out", str(file)])
    assert again.exit_code == 2
    assert "exists" in again.output
    assert runner.invoke(app, ["issue", award.number, "--form", "xml"]).exit_code == 2
    assert runner.invoke(app, ["issue", "API-2026-999999"]).exit_code != 0


def test_the_command_writes_a_transcript(award: Award, aisyah: User, tmp_path: Path) -> None:
    file = tmp_path / "transcript.json"
    arguments = ["transcript", aisyah.candidate_number, "--with-name", "--out", str(file)]

    done = CliRunner().invoke(app, arguments)

    assert done.exit_code == 0, done.output
    made = json.loads(file.read_text(encoding="utf-8"))
    assert made["type"] == ["VerifiableCredential", "ClrCredential"]
    refused = CliRunner().invoke(app, ["transcript", aisyah.candidate_number, "--language", "fr"])
    assert refused.exit_code == 2
