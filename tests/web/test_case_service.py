"""The outcomes of the programme as other systems read them: 1EdTech CASE 1.1, read-only."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from django.test import Client

BASE = "/ims/case/v1p1"
HOST = "http://localhost:8000"

# What the OpenAPI description of CASE 1.1 asks for and allows, of the kinds that are given out here
REQUIRED = {
    "CFDocument": {"identifier", "uri", "creator", "title", "lastChangeDateTime", "CFPackageURI"},
    "CFItem": {"identifier", "fullStatement", "CFDocumentURI", "uri", "lastChangeDateTime"},
    "CFAssociation": {
        "identifier", "associationType", "uri", "originNodeURI", "destinationNodeURI",
        "lastChangeDateTime",
    },
    "CFItemType": {
        "identifier", "uri", "title", "description", "hierarchyCode", "lastChangeDateTime",
    },
}  # fmt: skip
ASSOCIATION_TYPES = {
    "isChildOf", "isPeerOf", "isPartOf", "exactMatchOf", "precedes", "isRelatedTo", "replacedBy",
    "exemplar", "hasSkillLevel", "isTranslationOf",
}  # fmt: skip

pytestmark = pytest.mark.usefixtures("published")


def test_a_system_finds_every_outcome_in_both_languages_and_every_link_leads_somewhere(
    client: Client,
) -> None:
    documents = read(client, "CFDocuments")["CFDocuments"]
    packages = [read(client, one["CFPackageURI"]["uri"]) for one in documents]

    assert [one["language"] for one in documents] == ["en", "ms"]
    assert all(one["caseVersion"] == "1.1" for one in documents)
    for document in documents:
        assert REQUIRED["CFDocument"] <= document.keys()
        assert read(client, document["uri"]) == document
    english, malay = packages
    outcomes = {item["humanCodingScheme"]: item["fullStatement"] for item in english["CFItems"]}
    assert outcomes["PUM-4"] == "Assess typical motor and home proposals."
    assert len(english["CFItems"]) == len(malay["CFItems"])
    for package in packages:
        nothing_is_null(package)
        assert "CFPackageURI" not in package["CFDocument"]
        known = {item["identifier"] for item in package["CFItems"]}
        known.add(package["CFDocument"]["identifier"])
        children = [
            one for one in package["CFAssociations"] if one["associationType"] == "isChildOf"
        ]
        # a tree: each item is the child of one thing, in the same document
        assert {one["originNodeURI"]["identifier"] for one in children} == known - {
            package["CFDocument"]["identifier"]
        }
        assert len(children) == len(package["CFItems"])
        assert {one["destinationNodeURI"]["identifier"] for one in children} <= known
        kinds = {one["identifier"] for one in package["CFDefinitions"]["CFItemTypes"]}
        assert {item["CFItemTypeURI"]["identifier"] for item in package["CFItems"]} == kinds
        assert {one["associationType"] for one in package["CFAssociations"]} <= ASSOCIATION_TYPES


def test_single_things_are_answered_as_the_standard_gives_their_kind(client: Client) -> None:
    package = read(client, read(client, "CFDocuments")["CFDocuments"][0]["CFPackageURI"]["uri"])
    item = next(one for one in package["CFItems"] if one["humanCodingScheme"] == "PUM-4")
    association = package["CFAssociations"][0]

    alone = read(client, item["uri"])
    of_item = read(client, f"CFItemAssociations/{item['identifier']}")
    kinds = read(client, item["CFItemTypeURI"]["uri"])["CFItemTypes"]

    assert REQUIRED["CFItem"] <= alone.keys()
    assert {key: value for key, value in alone.items() if key != "CFDocumentURI"} == item
    assert REQUIRED["CFAssociation"] <= read(client, association["uri"]).keys()
    assert of_item["CFItem"] == alone
    ends = ("originNodeURI", "destinationNodeURI")
    assert all(
        item["identifier"] in {one[end]["identifier"] for end in ends}
        for one in of_item["CFAssociations"]
    )
    assert {one["associationType"] for one in of_item["CFAssociations"]} == {
        "isChildOf",
        "isTranslationOf",
    }
    assert [one["title"] for one in kinds] == ["Outcome"]
    assert REQUIRED["CFItemType"] <= kinds[0].keys()


def test_what_stands_in_malay_is_a_translation_of_what_stands_in_english(client: Client) -> None:
    english, malay = (
        read(client, one["CFPackageURI"]["uri"])
        for one in read(client, "CFDocuments")["CFDocuments"]
    )

    said = {item["identifier"]: item for item in (*english["CFItems"], *malay["CFItems"])}
    pairs = [
        (said[one["originNodeURI"]["identifier"]], said[one["destinationNodeURI"]["identifier"]])
        for one in malay["CFAssociations"]
        if one["associationType"] == "isTranslationOf"
    ]
    assert len(pairs) == len(malay["CFItems"])
    assert all(one["humanCodingScheme"] == other["humanCodingScheme"] for one, other in pairs)
    assert all((one["language"], other["language"]) == ("ms", "en") for one, other in pairs)


def test_identifiers_are_uuids_of_version_5_that_stay_from_release_to_release() -> None:
    from dataclasses import replace

    from tauliah.apps.catalogue.queries import programme
    from tauliah.web.case_framework import framework
    from tests.web.programme import MOMENT

    first = framework(source(programme(), MOMENT))
    renamed = programme().model_copy(update={"courses": tuple(reversed(programme().courses))})
    later = framework(replace(source(renamed, MOMENT), release=2, digest="another"))

    everything = {*first.documents, *first.items, *first.associations, *first.item_types}
    assert all(UUID(one).version == 5 for one in everything)
    assert everything == {
        *later.documents, *later.items, *later.associations, *later.item_types
    }  # fmt: skip


def test_another_body_has_other_identifiers() -> None:
    from dataclasses import replace

    from tauliah.apps.catalogue.queries import programme
    from tauliah.web.case_framework import framework
    from tests.web.programme import MOMENT

    ours = source(programme(), MOMENT)
    theirs = replace(ours, issuer="did:web:other.example")

    assert not framework(ours).items.keys() & framework(theirs).items.keys()


def test_a_course_that_must_be_passed_first_precedes_the_other() -> None:
    from tauliah.apps.catalogue.queries import programme
    from tauliah.web.case_framework import framework
    from tests.web.programme import MOMENT

    whole = programme()
    first, then, *rest = whole.courses
    asking = then.model_copy(update={"prerequisites": (first.code,)})
    changed = whole.model_copy(update={"courses": (first, asking, *rest)})

    made = framework(source(changed, MOMENT, digest="with a prerequisite"))

    (found, _) = [one for one in made.associations.values() if one["associationType"] == "precedes"]
    assert found["originNodeURI"]["title"] == first.title.en
    assert found["destinationNodeURI"]["title"] == then.title.en


def test_documents_are_paged_sorted_filtered_and_narrowed(client: Client) -> None:
    first = client.get(f"{BASE}/CFDocuments?limit=1")
    second = client.get(f"{BASE}/CFDocuments?limit=1&offset=1")
    turned = read(client, "CFDocuments?sort=language&orderBy=desc")["CFDocuments"]
    malay = read(client, "CFDocuments?filter=language='ms'")["CFDocuments"]
    both = read(client, "CFDocuments?filter=language='ms' OR language='en'")["CFDocuments"]
    none = read(client, "CFDocuments?filter=language='ms' AND language='en'")["CFDocuments"]
    part = read(client, "CFDocuments?filter=creator~'INSTITUT'")["CFDocuments"]
    narrow = read(client, "CFDocuments?fields=identifier,title")["CFDocuments"]

    assert first.headers["X-Total-Count"] == "2"
    assert f'<{HOST}{BASE}/CFDocuments?limit=1&offset=1>; rel="next"' in first.headers["Link"]
    assert 'rel="prev"' not in first.headers["Link"]
    assert f'<{HOST}{BASE}/CFDocuments?limit=1&offset=0>; rel="prev"' in second.headers["Link"]
    assert [one["language"] for one in turned] == ["ms", "en"]
    assert [one["language"] for one in malay] == ["ms"]
    assert (len(both), len(none), len(part)) == (2, 0, 2)
    assert [set(one) for one in narrow] == [{"identifier", "title"}] * 2
    assert "Link" not in client.get(f"{BASE}/CFDocuments").headers


def test_a_selection_that_is_not_understood_is_said_in_the_standards_words(client: Client) -> None:
    asked = {
        "limit=0": ("limit", "invalid_selection_field"),
        "limit=x": ("limit", "invalid_selection_field"),
        "offset=-1": ("offset", "invalid_selection_field"),
        "sort=moon": ("sort", "invalid_sort_field"),
        "orderBy=up": ("orderBy", "invalid_sort_field"),
        "filter=title": ("filter", "invalid_selection_field"),
        "filter=moon='x'": ("filter", "invalid_selection_field"),
        "fields=moon": ("fields", "invalid_selection_field"),
        "fields=": ("fields", "invalid_selection_field"),
    }

    answers = {query: client.get(f"{BASE}/CFDocuments?{query}") for query in asked}

    assert {query: told(one) for query, one in answers.items()} == {
        query: (400, *words) for query, words in asked.items()
    }


def test_what_there_is_not_is_said_in_the_standards_words(client: Client) -> None:
    unknown = "00000000-0000-5000-8000-000000000000"
    kinds = (
        "CFPackages", "CFDocuments", "CFItems", "CFItemAssociations", "CFAssociations",
        "CFItemTypes", "CFSubjects", "CFConcepts", "CFLicenses", "CFAssociationGroupings",
        "CFRubrics",
    )  # fmt: skip

    missing = {kind: told(client.get(f"{BASE}/{kind}/{unknown}")) for kind in kinds}
    unfit = {kind: told(client.get(f"{BASE}/{kind}/api")) for kind in kinds}

    assert missing == dict.fromkeys(kinds, (404, "sourcedId", "unknownobject"))
    assert unfit == dict.fromkeys(kinds, (404, "sourcedId", "invaliduuid"))


def test_it_may_be_read_by_any_site_without_a_cookie_and_never_written(client: Client) -> None:
    response = client.get(f"{BASE}/CFDocuments")

    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.headers["Cache-Control"] == "public, max-age=300"
    assert not response.cookies
    assert client.post(f"{BASE}/CFDocuments", {}).status_code in (403, 405)


def source(whole: Any, at: Any, *, digest: str = "one") -> Any:
    from tauliah.web.case_framework import Source

    return Source(
        whole,
        release=1,
        digest=digest,
        published_at=at,
        issuer="did:web:institute.example",
        address="https://institute.example",
    )


def read(client: Client, address: str) -> Any:
    path = address.removeprefix(HOST) if address.startswith(HOST) else f"{BASE}/{address}"
    response = client.get(path)
    assert response.status_code == 200, address
    return response.json()


def told(response: Any) -> tuple[int, str, str]:
    body = response.json()
    assert (body["imsx_codeMajor"], body["imsx_severity"]) == ("failure", "error")
    (field,) = body["imsx_codeMinor"]["imsx_codeMinorField"]
    return (
        response.status_code,
        field["imsx_codeMinorFieldName"],
        field["imsx_codeMinorFieldValue"],
    )


def nothing_is_null(value: Any) -> None:
    if isinstance(value, dict):
        assert None not in value.values()
        for item in value.values():
            nothing_is_null(item)
    elif isinstance(value, list):
        for item in value:
            nothing_is_null(item)
