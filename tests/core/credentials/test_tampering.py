"""Whatever is changed in a signed credential, it is no longer valid."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tauliah.core.credentials import AchievementFacts, achievement_credential
from tests.core.credentials.conftest import Body

Place = tuple[str | int, ...]

UNUSUAL = [
    "",
    " ",
    ".",
    "/",
    "@none",
    "@type",
    "true",
    "1",
    "_:b0",
    "urn:x:",
    "did:web:stranger.example",
    "https://schema.org/name",
    "VerifiableCredential",
    "Criteria",
    "\ud83c",
    "\x00",
]


def places(value: object, at: Place = ()) -> Iterator[Place]:
    """Every place in the document, of members, items and what they hold."""
    if at:
        yield at
    if isinstance(value, dict):
        for name, item in value.items():
            yield from places(item, (*at, name))
    if isinstance(value, list):
        for number, item in enumerate(value):
            yield from places(item, (*at, number))


def held(document: Any, place: Place) -> Any:
    for step in place:
        document = document[step]
    return document


def spoiled(document: dict[str, Any], place: Place, value: object) -> dict[str, Any]:
    result = copy.deepcopy(document)
    held(result, place[:-1])[place[-1]] = value
    return result


def near(text: str) -> st.SearchStrategy[str]:
    """Texts that differ from this one by little."""
    variants = {
        text + " ",
        " " + text,
        text + "/.",
        text + "/../x",
        text + "\u200b",
        text[:-1],
        text.upper(),
        text.lower(),
        text.replace(":", ":/./", 1),
        text.replace("/", "//", 1),
        text.replace("/", "/./", 1),
        text.replace("-", "\u2010"),
        text.replace("Z", "+00:00"),
        text.replace("Z", ".0Z"),
        text.replace("z", "u", 1),
    }
    return st.sampled_from(sorted(variants - {text}))


@pytest.fixture
def leaves(credential: dict[str, Any]) -> list[Place]:
    found = [p for p in places(credential) if not isinstance(held(credential, p), dict | list)]
    assert len(found) > 50
    return found


ACROSS = settings(
    deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@given(st.data())
@ACROSS
def test_no_leaf_can_be_changed(
    institute: Body, credential: dict[str, Any], leaves: list[Place], data: st.DataObject
) -> None:
    place = data.draw(st.sampled_from(leaves))
    old = held(credential, place)
    other = (
        st.text(max_size=9) | st.sampled_from(UNUSUAL) | st.integers() | st.booleans() | st.none()
    )
    if isinstance(old, str):
        other |= near(old)
    new = data.draw(other.filter(lambda value: (value, type(value)) != (old, type(old))))

    answer = institute.verifies(spoiled(credential, place, new))

    assert not answer.valid
    assert answer.failed


def test_no_leaf_can_be_turned_into_the_other_kind_or_left_out(
    institute: Body, credential: dict[str, Any], leaves: list[Place]
) -> None:
    for place in leaves:
        old = held(credential, place)
        swapped = str(old).lower() if isinstance(old, bool) else [old, "x"]
        shortened = copy.deepcopy(credential)
        del held(shortened, place[:-1])[place[-1]]

        assert not institute.verifies(spoiled(credential, place, swapped)).valid, place
        assert not institute.verifies(shortened).valid, place


def test_no_part_can_be_left_out_or_doubled(institute: Body, credential: dict[str, Any]) -> None:
    for place in places(credential):
        container = held(credential, place[:-1])
        shortened = copy.deepcopy(credential)
        del held(shortened, place[:-1])[place[-1]]
        assert not institute.verifies(shortened).valid, place

        if isinstance(container, list) and isinstance(held(credential, place), dict):
            if "id" in held(credential, place):
                continue  # saying the same of the same thing twice says nothing new
            doubled = [*container, held(credential, place)]
            assert not institute.verifies(spoiled(credential, place[:-1], doubled)).valid, place


def test_no_member_can_be_added_or_renamed(institute: Body, credential: dict[str, Any]) -> None:
    for place in [(), *places(credential)]:
        part = held(credential, place)
        if not isinstance(part, dict):
            continue
        for name, value in [
            ("name", "Kumar"),
            ("note", "unsigned"),
            ("type", "Person"),
            ("image", "https://example.org/a.png"),
            ("id", "urn:uuid:2"),
            ("@type", "https://example.org/T"),
            ("https://schema.org/name", "Kumar"),
        ]:
            if part.get(name) != value:
                changed = copy.deepcopy(credential)
                held(changed, place)[name] = value
                assert not institute.verifies(changed).valid, (place, name)
        for name in part:
            for other in (name.capitalize(), name + " ", f"x{name}", f"@{name}"):
                if name not in {"@context", other}:
                    changed = copy.deepcopy(credential)
                    target = held(changed, place)
                    target[other] = target.pop(name)
                    assert not institute.verifies(changed).valid, (place, other)


def test_parts_of_two_credentials_cannot_be_put_together(
    institute: Body, facts: AchievementFacts, credential: dict[str, Any]
) -> None:
    other = institute.signs(achievement_credential(facts) | {"name": "Another designation"})

    for member in ("name", "proof"):
        assert not institute.verifies(credential | {member: other[member]}).valid
    assert institute.verifies(other).valid


def test_a_proof_of_another_program_does_not_survive_a_change(institute: Body) -> None:
    theirs = json.loads(
        (Path(__file__).parent / "vectors" / "signed-by-digitalbazaar.json").read_text("utf-8")
    )
    issuers = {theirs["issuer"]["id"]: {"id": theirs["issuer"]["id"]}}

    assert not institute.verifies(theirs, issuers=issuers).valid
