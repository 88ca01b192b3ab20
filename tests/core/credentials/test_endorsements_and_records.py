"""Credentials within credentials: another body speaks for ours, and a transcript gathers a record."""

from __future__ import annotations

import copy
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tauliah.core.credentials import (
    AchievementFacts,
    CheckName,
    CourseFacts,
    EndorsementFacts,
    ExamFacts,
    IssuerFacts,
    Outcome,
    ScoreFacts,
    StatusPlace,
    Templates,
    TranscriptFacts,
    Verification,
    achievement_credential,
    canonical_nquads,
    did_document,
    endorsement_credential,
    sign,
    statements,
    transcript_credential,
    verification_method,
)
from tauliah.core.credentials.shapes import parts_of
from tauliah.core.credentials.templates import compile_template
from tauliah.core.kernel import LocalText
from tests.core.credentials.conftest import AWARDED, LIST_ADDRESS, PLACE, Body

SINCE = datetime(2020, 1, 1, tzinfo=UTC)


@pytest.fixture
def council() -> Body:
    return Body(host="council.example", seed=bytes([4] * 32))


@pytest.fixture
def endorsement_facts(institute: Body, council: Body) -> EndorsementFacts:
    return EndorsementFacts(
        credential_id="urn:uuid:0198c7a0-0000-7000-8000-0000000000e1",
        language="en",
        issuer=IssuerFacts(did=council.did, name=LocalText(en="Council", ms="Majlis")),
        endorsed=institute.did,
        comment=LocalText(
            en="Recognised as an awarding body.", ms="Diiktiraf sebagai badan penganugerah."
        ),
        name=LocalText(en="Recognition", ms="Pengiktirafan"),
        since=SINCE,
    )


@pytest.fixture
def endorsement(council: Body, endorsement_facts: EndorsementFacts) -> dict[str, Any]:
    return council.signs(endorsement_credential(endorsement_facts))


def endorsed(facts: AchievementFacts, *endorsements: dict[str, Any]) -> AchievementFacts:
    return replace(facts, issuer=replace(facts.issuer, endorsements=endorsements))


def documents(*bodies: Body) -> dict[str, Any]:
    return {body.did: did_document(body.did, [body.key.public]) for body in bodies}


def contained(answer: Verification) -> str:
    """The code of the check of the credentials within, once all other checks passed."""
    assert all(check.outcome is Outcome.PASSED for check in answer.checks[:5]), answer.checks
    return answer.check(CheckName.CONTAINED).code


# Endorsements


def test_an_endorsement_is_as_open_badges_says(
    endorsement_facts: EndorsementFacts, institute: Body
) -> None:
    """Open Badges 3.0, B.1.8 EndorsementCredential and B.1.9 EndorsementSubject."""
    until = replace(
        endorsement_facts,
        until=datetime(2030, 1, 1, tzinfo=UTC),
        status=StatusPlace(list_address=LIST_ADDRESS, index=5),
    )
    document = endorsement_credential(until)

    assert document["type"] == ["VerifiableCredential", "EndorsementCredential"]
    assert document["credentialSubject"] == {
        "id": institute.did,
        "type": ["EndorsementSubject"],
        "endorsementComment": "Recognised as an awarding body.",
    }
    assert document["issuer"]["name"] == "Council"
    assert document["validUntil"] == "2030-01-01T00:00:00Z"
    assert document["credentialStatus"]["statusListIndex"] == "5"
    assert endorsement_credential(replace(until, language="ms"))["name"] == "Pengiktirafan"


def test_an_endorsement_can_be_checked_alone(council: Body, endorsement: dict[str, Any]) -> None:
    assert council.verifies(endorsement, status_lists={}).valid


def test_an_endorsed_body_carries_what_another_said_of_it(
    institute: Body, council: Body, facts: AchievementFacts, endorsement: dict[str, Any]
) -> None:
    credential = institute.signs(achievement_credential(endorsed(facts, endorsement)))

    answer = institute.verifies(credential, issuers=documents(institute, council))

    assert answer.valid
    assert contained(answer) == "passed"
    assert credential["issuer"]["endorsement"] == [endorsement]


def test_an_endorsement_by_a_body_not_known_here_is_not_counted_and_takes_nothing(
    institute: Body, facts: AchievementFacts, endorsement: dict[str, Any]
) -> None:
    credential = institute.signs(achievement_credential(endorsed(facts, endorsement)))

    answer = institute.verifies(credential)

    assert answer.valid
    assert answer.check(CheckName.CONTAINED).outcome is Outcome.NOT_CHECKED


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (
            lambda e: e["credentialSubject"].update(endorsementComment="Outstanding."),
            "changed after",
        ),
        (lambda e: e["credentialSubject"].update(id="did:web:else.example"), "something else"),
        (lambda e: e.pop("proof"), "another issuer"),
        (lambda e: e.update(validUntil="2021-01-01T00:00:00Z"), "changed after"),
        (lambda e: e["issuer"].update(id="not-an-address"), "names no address"),
        (lambda e: e["proof"].update(proofPurpose="authentication"), "another purpose"),
    ],
    ids=range(6),
)
def test_an_endorsement_that_does_not_hold_is_told_with_its_reason(
    institute: Body,
    council: Body,
    facts: AchievementFacts,
    endorsement: dict[str, Any],
    change: Any,
    words: str,
) -> None:
    change(endorsement)
    unsigned = achievement_credential(endorsed(facts, endorsement))
    credential = sign(
        unsigned,
        institute.key,
        verification_method=verification_method(institute.did, institute.key.public),
        created=AWARDED,
        cryptosuite="eddsa-jcs-2022",  # which does not read what it signs as linked data
    )

    answer = institute.verifies(credential, issuers=documents(institute, council))

    assert contained(answer) == "contained-fails"
    message = answer.check(CheckName.CONTAINED).message
    assert words in message.en
    assert message.ms != message.en
    assert not answer.valid


def test_an_endorsement_that_ended_is_told(
    institute: Body, council: Body, facts: AchievementFacts, endorsement_facts: EndorsementFacts
) -> None:
    ended = replace(endorsement_facts, until=AWARDED)
    signed = council.signs(endorsement_credential(ended))
    credential = institute.signs(achievement_credential(endorsed(facts, signed)))

    answer = institute.verifies(credential, issuers=documents(institute, council))

    assert contained(answer) == "contained-fails"
    assert "It expired" in answer.check(CheckName.CONTAINED).message.en


def test_what_an_endorsement_says_is_covered_by_the_signature_around_it(
    institute: Body, council: Body, facts: AchievementFacts, endorsement: dict[str, Any]
) -> None:
    credential = institute.signs(achievement_credential(endorsed(facts, endorsement)))
    comment = credential["issuer"]["endorsement"][0]["credentialSubject"]
    comment["endorsementComment"] = "Outstanding."

    answer = institute.verifies(credential, issuers=documents(institute, council))

    assert [check.code for check in answer.failed] == ["altered"]


def test_an_endorsed_credential_takes_the_fast_path_to_the_same_bytes(
    facts: AchievementFacts, endorsement: dict[str, Any]
) -> None:
    document = achievement_credential(endorsed(facts, endorsement))
    parts = parts_of(document)
    assert parts is not None
    template = compile_template(parts)
    other = parts_of(achievement_credential(endorsed(replace(facts, letters="QWE"), endorsement)))

    assert template is not None
    assert other is not None
    assert template.fill(parts.texts) == canonical_nquads(statements(document))
    filled = template.fill(other.texts)
    assert filled is not None
    assert '"QWE"' in filled


# Transcripts


@pytest.fixture
def transcript(facts: AchievementFacts, credential: dict[str, Any]) -> TranscriptFacts:
    """Aisyah's record: two exams, one with its score, and the designation that she was awarded."""
    designation = credential["credentialSubject"]["achievement"]["id"]
    return TranscriptFacts(
        credential_id="urn:uuid:0198c7a0-0000-7000-8000-0000000000c1",
        language="en",
        issuer=facts.issuer,
        holder=facts.holder,
        title=LocalText(en="Transcript", ms="Transkrip"),
        as_of=datetime(2026, 4, 1, tzinfo=UTC),
        courses=tuple(
            CourseFacts(
                credential_id=f"urn:uuid:0198c7a0-0000-7000-8000-00000000000{number}",
                achievement_id=f"https://institute.example/en/courses/{exam.code.lower()}",
                exam=exam,
                description=LocalText(en=f"The exam {exam.code}.", ms=f"Peperiksaan {exam.code}."),
                outcome=LocalText(en="Passed.", ms="Lulus."),
                done_at=AWARDED - timedelta(days=30 * number),
                designations=(designation,),
            )
            for number, exam in enumerate(
                (
                    ExamFacts(
                        code="PUM",
                        title=LocalText(en="Underwriting and Marketing", ms="Pengunderaitan"),
                        score=ScoreFacts(points="61", least="0", most="75", required="50"),
                    ),
                    ExamFacts(code="PIN", title=LocalText(en="Personal Insurance", ms="Peribadi")),
                ),
                start=1,
            )
        ),
        awards=(credential,),
    )


def test_a_transcript_is_a_learner_record_with_a_credential_for_each_line(
    transcript: TranscriptFacts, credential: dict[str, Any]
) -> None:
    """CLR 2.0, B.1.1 ClrCredential, B.1.3 ClrSubject, B.1.4 Association."""
    document = transcript_credential(transcript)
    subject = document["credentialSubject"]

    assert document["@context"][1] == "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json"
    assert document["type"] == ["VerifiableCredential", "ClrCredential"]
    assert subject["type"] == ["ClrSubject"]
    *courses, award = subject["verifiableCredential"]
    assert award == credential
    assert [one["credentialSubject"]["achievement"]["humanCode"] for one in courses] == [
        "PUM",
        "PIN",
    ]
    assert [one["credentialSubject"]["result"][0].get("value") for one in courses] == ["61", None]
    assert [one["validFrom"] for one in courses] == ["2026-01-30T04:00:00Z", "2025-12-31T04:00:00Z"]
    known = {
        one["credentialSubject"]["achievement"]["id"] for one in subject["verifiableCredential"]
    }
    for association in subject["association"]:
        assert association["type"] == "Association"
        assert association["associationType"] == "isPartOf"
        assert {association["sourceId"], association["targetId"]} <= known


def test_a_signed_transcript_holds_and_the_award_in_it_is_checked_by_itself(
    institute: Body, transcript: TranscriptFacts
) -> None:
    signed = institute.signs(transcript_credential(transcript))

    answer = institute.verifies(signed)
    assert answer.valid
    assert contained(answer) == "passed"

    institute.revoked.append(PLACE)
    answer = institute.verifies(signed)
    assert contained(answer) == "contained-fails"
    assert "The issuer revoked it." in answer.check(CheckName.CONTAINED).message.en


def test_nothing_in_a_transcript_can_be_changed(
    institute: Body, transcript: TranscriptFacts
) -> None:
    signed = institute.signs(transcript_credential(transcript))
    for change in (
        lambda s: s["verifiableCredential"].pop(0),
        lambda s: s["verifiableCredential"][0]["credentialSubject"]["result"][0].update(value="75"),
        lambda s: s["association"].pop(),
        lambda s: s["verifiableCredential"][2].update(name="Another"),
        lambda s: s["verifiableCredential"][2].pop("proof"),
        lambda s: s["identifier"].pop(),
    ):
        changed = copy.deepcopy(signed)
        change(changed["credentialSubject"])
        assert [check.code for check in institute.verifies(changed).failed] == ["altered"]


def test_a_transcript_speaks_the_language_asked_for(transcript: TranscriptFacts) -> None:
    malay = transcript_credential(replace(transcript, language="ms"))

    assert malay["name"] == "Transkrip"
    assert malay["issuer"]["name"] == "Institut Insurans"
    first = malay["credentialSubject"]["verifiableCredential"][0]
    assert first["credentialSubject"]["achievement"]["criteria"] == {"narrative": "Lulus."}


def test_a_transcript_names_nobody_without_consent(transcript: TranscriptFacts) -> None:
    silent = replace(transcript, holder=replace(transcript.holder, name=""), awards=())

    text = json.dumps(transcript_credential(silent)).lower()

    for word in ("aisyah", "rahman", "c-000042", "example.org"):
        assert word not in text


def test_an_empty_record_makes_no_transcript(transcript: TranscriptFacts) -> None:
    with pytest.raises(ValueError, match="at least one line"):
        replace(transcript, courses=(), awards=())


def test_a_long_record_is_signed_and_checked(institute: Body, transcript: TranscriptFacts) -> None:
    course = transcript.courses[0]
    many = replace(
        transcript,
        courses=tuple(
            replace(
                course,
                credential_id=f"urn:uuid:0198c7a0-0000-7000-8000-000000001{number:03}",
                achievement_id=f"https://institute.example/en/courses/x{number}",
            )
            for number in range(40)
        ),
    )
    templates = Templates()

    signed = institute.signs(transcript_credential(many))

    assert institute.verifies(signed, templates=templates).valid
    assert institute.verifies(signed, templates=templates).valid
