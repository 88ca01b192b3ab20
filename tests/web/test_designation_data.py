"""What machines read of a designation: CTDL beside the page, schema.org in it."""

from __future__ import annotations

import json
import re
from typing import Any
from uuid import UUID

import pytest
from django.test import Client

from tauliah.core.programme import (
    AllOf,
    AnyOf,
    DesignationHeld,
    ExamPassed,
    RuleVersion,
)
from tests.web.programme import MOMENT

pytestmark = pytest.mark.usefixtures("published")


def test_the_page_of_a_designation_leads_to_its_graph(client: Client) -> None:
    page = client.get("/en/designations/api/").content.decode()

    (found,) = re.findall(
        r'<link rel="alternate" type="application/ld\+json" href="([^"]+)">', page
    )
    response = client.get(found)
    assert response.headers["Content-Type"] == "application/ld+json"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert not response.cookies
    assert json.loads(response.content)["@id"] == f"http://localhost:8000{found}"


def test_the_page_says_the_same_in_the_words_of_schema_org(client: Client) -> None:
    page = client.get("/ms/designations/api/").content.decode()

    (block,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page)
    said = json.loads(block)
    assert (said["@type"], said["identifier"]) == ("EducationalOccupationalCredential", "API")
    assert said["subjectOf"]["contentUrl"].endswith("/designations/api.jsonld")


def test_a_designation_is_told_in_both_languages_with_what_ctdl_asks_for(client: Client) -> None:
    whole = json.loads(client.get("/designations/api.jsonld").content)

    designation, body, *_ = whole["@graph"]
    assert whole["@context"] == "https://credreg.net/ctdl/schema/context/json"
    assert designation["@type"] == "ceterms:Certification"
    assert designation["ceterms:name"]["en"] == "Associate in Personal Insurance"
    assert designation["ceterms:name"].keys() == {"en", "ms"}
    assert designation["ceterms:subjectWebpage"] == "http://localhost:8000/en/designations/api/"
    assert designation["ceterms:ownedBy"] == [body["@id"]]
    assert body["@type"] == "ceterms:CredentialOrganization"
    duration = designation["ceterms:estimatedDuration"][0]
    assert re.fullmatch(r"P\d+M", duration["ceterms:minimumDuration"])
    assert {one["ceterms:currency"] for one in designation["ceterms:estimatedCost"]} == {"MYR"}
    assert designation["ceterms:requires"][0]["ceterms:description"].keys() == {"en", "ms"}


def test_every_designation_has_a_graph_whose_links_lead_into_it(client: Client) -> None:
    from tauliah.apps.catalogue.queries import programme

    graphs = {
        one.code: json.loads(client.get(f"/designations/{one.code.lower()}.jsonld").content)
        for one in programme().designations
    }

    ctids = [node["ceterms:ctid"] for graph in graphs.values() for node in graph["@graph"]]
    assert all(UUID(ctid.removeprefix("ce-")).version == 5 for ctid in ctids)
    for graph in graphs.values():
        known = {node["@id"] for node in graph["@graph"]}
        named = {
            address
            for profile in profiles(graph)
            for member in ("ceterms:targetAssessment", "ceterms:targetLearningOpportunity")
            for address in profile.get(member, [])
        }
        assert named <= known
        outcomes = {
            one["ceterms:targetNode"]
            for node in graph["@graph"]
            for one in (*node.get("ceterms:teaches", ()), *node.get("ceterms:assesses", ()))
        }
        for address in sorted(outcomes)[:1]:
            path = address.removeprefix("http://localhost:8000")
            assert client.get(path).json()["CFItemType"] == "Outcome"


def test_what_everybody_needs_stands_apart_from_what_is_to_be_chosen() -> None:
    asked = AllOf(
        all=(
            ExamPassed(exam="PUM"),
            AnyOf(any=(ExamPassed(exam="PPM"), AllOf(all=(ExamPassed(exam="PLI"),)))),
            DesignationHeld(designation="AINS"),
        )
    )

    condition = requires(asked)

    assert exams(condition) == ["pum"]
    assert condition["ceterms:targetCredential"] == [
        "http://localhost:8000/designations/ains.jsonld"
    ]
    assert [exams(one) for one in condition["ceterms:alternativeCondition"]] == [["ppm"], ["pli"]]


def test_two_choices_at_once_are_left_to_the_words() -> None:
    one, other = (
        AnyOf(any=(ExamPassed(exam=first), ExamPassed(exam=second)))
        for first, second in (("PUM", "PPM"), ("PLI", "PIN"))
    )

    condition = requires(AllOf(all=(one, other)))

    assert "ceterms:alternativeCondition" not in condition
    assert "ceterms:targetAssessment" not in condition
    assert condition["ceterms:description"]["en"]


def test_there_is_no_graph_of_what_is_no_designation(client: Client) -> None:
    assert client.get("/designations/xyz.jsonld").status_code == 404


def requires(asked: Any) -> dict[str, Any]:
    from tauliah.apps.catalogue.queries import local_day, programme
    from tauliah.web.case_framework import framework_now
    from tauliah.web.ctdl import designation_graph

    whole = programme()
    rules = whole.designation("API").versions[0]
    version = RuleVersion.model_construct(
        from_date=rules.from_date, source=rules.source, applies_to=None, requires=asked
    )
    changed = whole.designation("API").model_copy(update={"versions": (version,)})
    graph = designation_graph(whole, changed, framework_now(), day=local_day(MOMENT))
    condition: dict[str, Any] = graph["@graph"][0]["ceterms:requires"][0]
    return condition


def exams(condition: dict[str, Any]) -> list[str]:
    return [
        address.removesuffix("/#exam").rpartition("/")[2]
        for address in condition["ceterms:targetAssessment"]
    ]


def profiles(value: Any) -> list[dict[str, Any]]:
    """Every condition in a graph, however deep."""
    if isinstance(value, list):
        return [found for item in value for found in profiles(item)]
    if not isinstance(value, dict):
        return []
    own = [value] if value.get("@type") == "ceterms:ConditionProfile" else []
    return own + [found for item in value.values() for found in profiles(item)]
