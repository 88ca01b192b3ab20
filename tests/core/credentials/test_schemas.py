"""Our credentials are built as the schemas of the standards ask, and so is what others say of theirs."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from tauliah.core.credentials import (
    AchievementFacts,
    AlignmentFacts,
    CheckName,
    CourseFacts,
    EndorsementFacts,
    EvidenceFacts,
    ExamFacts,
    IssuerFacts,
    Outcome,
    ScoreFacts,
    TranscriptFacts,
    achievement_credential,
    endorsement_credential,
    transcript_credential,
)
from tauliah.core.credentials.json_schema import UnknownSchemaError, first_misfit
from tauliah.core.kernel import LANGUAGES, LocalText
from tests.core.credentials.conftest import AWARDED, Body
from tests.core.credentials.schemas import DEFINITIONS, schema_of

SCHEMA = (
    "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"
)


@pytest.fixture
def endorsement(institute: Body) -> dict[str, Any]:
    council = Body(host="council.example", seed=bytes([4] * 32))
    return council.signs(
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


@pytest.fixture
def full(facts: AchievementFacts, endorsement: dict[str, Any]) -> AchievementFacts:
    """Every fact that a credential may state."""
    first, second = facts.exams
    score = ScoreFacts(points="61", least="0", most="75", required="50")
    return replace(
        facts,
        issuer=replace(facts.issuer, endorsements=(endorsement,)),
        exams=(replace(first, score=score), second),
        alignments=(
            AlignmentFacts(
                url="https://institute.example/case/items/PUM-1",
                name=LocalText(en="Explains underwriting", ms="Menerangkan pengunderaitan"),
                code="PUM-1",
                framework="Outcomes of the institute",
            ),
        ),
        evidence=(
            EvidenceFacts(
                name="Project",
                narrative="A review of a home policy.",
                url="https://portfolio.example/aisyah",
                genre="Essay",
            ),
        ),
        valid_until=datetime(2031, 3, 1, tzinfo=UTC),
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_credential_with_every_fact_fits_the_schema_of_open_badges(
    institute: Body, full: AchievementFacts, language: Any
) -> None:
    signed = institute.signs(achievement_credential(replace(full, language=language)))

    assert first_misfit(signed, schema_of("AchievementCredential")) is None
    assert institute.verifies(signed).valid


def test_what_a_full_credential_says(full: AchievementFacts) -> None:
    document = achievement_credential(full)
    subject = document["credentialSubject"]

    assert subject["result"][0]["value"] == "61"
    assert "value" not in subject["result"][1]
    assert [one["resultType"] for one in subject["achievement"]["resultDescription"]] == [
        "RawScore",
        "Status",
    ]
    assert subject["achievement"]["resultDescription"][0]["requiredValue"] == "50"
    assert subject["achievement"]["alignment"] == [
        {
            "type": ["Alignment"],
            "targetName": "Explains underwriting",
            "targetUrl": "https://institute.example/case/items/PUM-1",
            "targetType": "CFItem",
            "targetCode": "PUM-1",
            "targetFramework": "Outcomes of the institute",
        }
    ]
    assert document["evidence"] == [
        {
            "type": ["Evidence"],
            "id": "https://portfolio.example/aisyah",
            "name": "Project",
            "narrative": "A review of a home policy.",
            "genre": "Essay",
        }
    ]


def test_evidence_and_scores_are_said_only_where_they_were_chosen(facts: AchievementFacts) -> None:
    text = json.dumps(achievement_credential(facts))

    assert '"evidence"' not in text
    assert '"value"' not in text
    assert '"alignment"' not in text


def test_an_endorsement_fits_its_schema(endorsement: dict[str, Any]) -> None:
    assert first_misfit(endorsement, schema_of("EndorsementCredential")) is None


def test_a_transcript_fits_the_schema_of_learner_records(
    institute: Body, full: AchievementFacts
) -> None:
    record = transcript_credential(
        TranscriptFacts(
            credential_id="urn:uuid:0198c7a0-0000-7000-8000-0000000000c1",
            language="ms",
            issuer=full.issuer,
            holder=full.holder,
            title=LocalText(en="Transcript", ms="Transkrip"),
            as_of=AWARDED,
            courses=(
                CourseFacts(
                    credential_id="urn:uuid:0198c7a0-0000-7000-8000-0000000000c2",
                    achievement_id="https://institute.example/ms/courses/pum",
                    exam=ExamFacts(code="PUM", title=LocalText(en="U", ms="P")),
                    description=LocalText(en="d", ms="d"),
                    outcome=LocalText(en="Passed.", ms="Lulus."),
                    done_at=AWARDED,
                    designations=("https://institute.example/ms/designations/api",),
                ),
            ),
            awards=(institute.signs(achievement_credential(full)),),
        )
    )

    assert first_misfit(institute.signs(record), schema_of("ClrCredential")) is None


def required_places(value: Any, schema: dict[str, Any]) -> Iterator[tuple[Any, str]]:
    """Every object of the document with each member that the schema requires of it."""
    if "$ref" in schema:
        schema = DEFINITIONS[schema["$ref"].rpartition("/")[2]]
    for one in schema.get("anyOf", []):
        if "$ref" in one and isinstance(value, dict):
            yield from required_places(value, one)
    if isinstance(value, list) and "items" in schema:
        for item in value:
            yield from required_places(item, schema["items"])
    if isinstance(value, dict):
        for name in schema.get("required", []):
            yield value, name
        for name, inner in schema.get("properties", {}).items():
            if name in value:
                yield from required_places(value[name], inner)


def test_the_schema_notices_each_required_member_that_is_missing(
    institute: Body, full: AchievementFacts
) -> None:
    signed = institute.signs(achievement_credential(full))
    schema = schema_of("AchievementCredential")
    count = sum(1 for _ in required_places(signed, schema))

    for number in range(count):
        changed = copy.deepcopy(signed)
        holder, name = list(required_places(changed, schema))[number]
        del holder[name]
        assert first_misfit(changed, schema) is not None, name
    assert count > 40


# The schema that a credential names


def named(
    institute: Body, facts: AchievementFacts, kind: str = "1EdTechJsonSchemaValidator2019"
) -> dict[str, Any]:
    document = achievement_credential(facts) | {"credentialSchema": [{"id": SCHEMA, "type": kind}]}
    return institute.signs(document)


@pytest.mark.parametrize("kind", ["1EdTechJsonSchemaValidator2019", "JsonSchema"])
def test_a_credential_is_held_to_the_schema_that_it_names(
    institute: Body, facts: AchievementFacts, kind: str
) -> None:
    files = {SCHEMA: json.dumps(schema_of("AchievementCredential")).encode()}
    others = {SCHEMA: json.dumps(schema_of("ClrCredential")).encode()}
    kinds: dict[str, Any] = {"own_issuers": frozenset()}
    if kind.startswith("1EdTech"):
        document = achievement_credential(facts) | {
            "credentialSchema": [{"id": SCHEMA, "type": "https://terms.example/Schema"}]
        }
        answer = institute.verifies(institute.signs(document), resources=files, **kinds)
        assert answer.check(CheckName.RELATED).outcome is Outcome.NOT_CHECKED
        return
    signed = named(institute, facts, kind)

    assert institute.verifies(signed, resources=files).valid
    assert institute.verifies(signed, resources=files).check(CheckName.RELATED).code == "passed"
    answer = institute.verifies(signed, resources=others)
    assert [check.code for check in answer.failed] == ["misfit"]
    assert "at type" in answer.failed[0].message.en or "@context" in answer.failed[0].message.en
    answer = institute.verifies(signed)
    assert answer.valid
    assert answer.check(CheckName.RELATED).outcome is Outcome.NOT_CHECKED


@pytest.mark.parametrize(
    "schema",
    [
        b"not JSON",
        b"[]",
        b'{"required": 5}',
        b'{"unevaluatedProperties": false}',
        b'{"$ref": "https://elsewhere.example/schema"}',
        b'{"$ref": "#"}',
        b'{"$ref": "#/$defs/None"}',
        b'{"type": "cake"}',
        b'{"properties": {"id": {"pattern": "(a*)*b"}}}',
        b'{"properties": {"id": {"pattern": "("}}}',
        b'{"items": [{}]}',
    ],
    ids=range(11),
)
def test_a_schema_that_cannot_be_judged_is_said_and_takes_nothing(
    institute: Body, facts: AchievementFacts, schema: bytes
) -> None:
    answer = institute.verifies(named(institute, facts, "JsonSchema"), resources={SCHEMA: schema})

    assert answer.valid
    assert answer.check(CheckName.RELATED).outcome is Outcome.NOT_CHECKED


# The words of JSON Schema


@pytest.mark.parametrize(
    ("schema", "fit", "unfit"),
    [
        (True, [1, "a", None], []),
        (False, [], [1, "a", None]),
        ({"type": "integer"}, [0, -5], [True, "1", None]),
        ({"type": ["string", "null"]}, ["", None], [0, False]),
        ({"enum": [1, "a", [1]]}, [1, "a", [1]], [True, "b", [2]]),
        ({"const": {"a": 1, "b": 2}}, [{"b": 2, "a": 1}], [{"a": 1}, {"a": True, "b": 2}]),
        ({"minLength": 2, "maxLength": 3}, ["ab", "abc", 5], ["a", "abcd"]),
        ({"minItems": 1, "maxItems": 2}, [[1], [1, 2], "x"], [[], [1, 2, 3]]),
        ({"minProperties": 1, "maxProperties": 1}, [{"a": 1}], [{}, {"a": 1, "b": 1}]),
        ({"minimum": 1, "maximum": 3}, [1, 3, "0"], [0, 4]),
        ({"uniqueItems": True}, [[1, 2], [1, True]], [[1, 1], [{"a": 1}, {"a": 1}]]),
        ({"uniqueItems": False}, [[1, 1]], []),
        ({"pattern": "^a.c$"}, ["abc", 5], ["ab", "xabc"]),
        ({"required": ["a"]}, [{"a": None}, "x"], [{}, {"b": 1}]),
        ({"properties": {"a": {"type": "string"}}}, [{"a": ""}, {}, 1], [{"a": 1}]),
        ({"properties": {"a": True}, "additionalProperties": False}, [{"a": 1}, 1], [{"b": 1}]),
        ({"additionalProperties": {"type": "string"}}, [{"a": "b"}], [{"a": 1}]),
        ({"items": {"type": "string"}}, [["a"], [], "x"], [["a", 1]]),
        ({"contains": {"const": 1}}, [[2, 1], "x"], [[], [2]]),
        ({"allOf": [{"minimum": 1}, {"maximum": 2}]}, [1, 2], [0, 3]),
        ({"anyOf": [{"type": "string"}, {"minimum": 1}]}, ["a", 1], [0]),
        ({"oneOf": [{"type": "integer"}, {"minimum": 1}]}, [0], [1]),
        ({"not": {"type": "string"}}, [1], ["a"]),
        ({"format": "uri"}, ["urn:a", 5], ["a b", "relative"]),
        ({"format": "date-time"}, ["2026-01-01T00:00:00Z"], ["2026-01-01", ""]),
        ({"format": "colour"}, ["anything"], []),
        (
            {"$ref": "#/$defs/a~1b", "$defs": {"a/b": {"type": "string"}}, "title": "x"},
            ["a"],
            [1],
        ),
    ],
    ids=range(27),
)
def test_a_word_of_json_schema_means_what_the_specification_says(
    schema: Any, fit: list[Any], unfit: list[Any]
) -> None:
    for value in fit:
        assert first_misfit(value, schema) is None, value
    for value in unfit:
        assert first_misfit(value, schema) is not None, value


def test_the_place_of_a_misfit_is_told() -> None:
    schema = {"properties": {"a": {"items": {"required": ["b"]}}}}

    assert first_misfit({"a": [{"b": 1}, {}]}, schema) == "a[1].b"
    assert first_misfit(1, {"type": "string"}) == "."


def test_a_schema_without_end_is_not_followed() -> None:
    endless = {"anyOf": [{"$ref": "#"}, {"$ref": "#"}]}

    with pytest.raises((UnknownSchemaError, RecursionError)):
        first_misfit({}, endless)
