"""Every field of a credential holding what it may not hold: refused at issuance and at verification."""

from __future__ import annotations

import copy
import json
import socket
import time
import tracemalloc
from collections.abc import Iterator
from itertools import cycle
from typing import Any

import pytest

from tauliah.core.credentials import (
    AchievementFacts,
    CheckName,
    CredentialFault,
    Outcome,
    achievement_credential,
)
from tests.core.credentials.conftest import Body

Path = tuple[str | int, ...]

WORST: dict[str, Any] = {
    "a null byte": "Aisyah\x00",
    "a bell": "\x07",
    "an escape": "\x1b[31m",
    "a delete": "x\x7f",
    "half a surrogate pair": "\ud83c",
    "the other half": "x\udf03y",
    "a fraction": 0.5,
    "not a number": float("nan"),
    "without end": float("inf"),
    "nothing": None,
    "no values": [],
    "a list in a list": [["x"]],
    "a number that is not exact": 2**53,
    "too deep": json.loads('{"a":' * 40 + "1" + "}" * 40),
    "an undefined term": {"distinction": "summa cum laude"},
}


def leaves(value: Any, at: Path = ()) -> Iterator[Path]:
    """The place of each text, figure or truth."""
    if isinstance(value, dict):
        for name, item in value.items():
            yield from leaves(item, (*at, name))
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from leaves(item, (*at, number))
    else:
        yield at


def objects(value: Any, at: Path = ()) -> Iterator[Path]:
    """The place of each object."""
    if isinstance(value, dict):
        yield at
        for name, item in value.items():
            yield from objects(item, (*at, name))
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from objects(item, (*at, number))


def put(document: dict[str, Any], at: Path, value: Any) -> dict[str, Any]:
    changed = copy.deepcopy(document)
    part: Any = changed
    for step in at[:-1]:
        part = part[step]
    part[at[-1]] = value
    return changed


def part_of(document: Any, at: Path) -> Any:
    for step in at:
        document = document[step]
    return document


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever asks the network for anything fails."""

    def refuse(*_: object, **__: object) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


def refused_in_reading_or_signature(institute: Body, data: bytes) -> None:
    answer = institute.verifies(data)
    readable, signature = (
        answer.check(name).outcome for name in (CheckName.READABLE, CheckName.SIGNATURE)
    )
    assert not answer.valid
    assert Outcome.FAILED in (readable, signature) or answer.failed
    assert all(len(check.message.en) < 700 for check in answer.checks)


def refused(institute: Body, signed: dict[str, Any], at: Path, value: Any) -> None:
    """Neither signed nor believed with that value there."""
    document = {name: item for name, item in signed.items() if name != "proof"}
    with pytest.raises(CredentialFault):
        institute.signs(put(document, at, value))
    refused_in_reading_or_signature(institute, json.dumps(put(signed, at, value)).encode())


@pytest.mark.usefixtures("no_network")
def test_each_field_refuses_one_of_them_and_each_is_refused(
    institute: Body, facts: AchievementFacts
) -> None:
    document = achievement_credential(facts)
    signed = institute.signs(document)
    places = list(leaves(document))
    assert len(places) > len(WORST)

    for at, value in zip(places, cycle(WORST.values()), strict=False):
        refused(institute, signed, at, value)


@pytest.mark.slow
@pytest.mark.parametrize("worst", WORST, ids=str)
@pytest.mark.usefixtures("no_network")
def test_no_field_may_hold_it(institute: Body, facts: AchievementFacts, worst: str) -> None:
    document = achievement_credential(facts)
    signed = institute.signs(document)

    for at in leaves(document):
        refused(institute, signed, at, WORST[worst])


@pytest.mark.usefixtures("no_network")
def test_no_object_may_have_a_term_that_nothing_defines(
    institute: Body, facts: AchievementFacts
) -> None:
    document = achievement_credential(facts)
    signed = institute.signs(document)

    for at in objects(document):
        with pytest.raises(CredentialFault):
            institute.signs(put(document, (*at, "distinction"), "summa cum laude"))
        added = put(signed, (*at, "distinction"), "summa cum laude")
        refused_in_reading_or_signature(institute, json.dumps(added).encode())


@pytest.mark.parametrize(
    "named",
    [
        "https://evil.example/context",
        "http://www.w3.org/ns/credentials/v2",
        "file:///etc/passwd",
        {"@vocab": "https://evil.example/#"},
        {"@import": "https://evil.example/context"},
        {"name": "https://evil.example/#name"},
    ],
    ids=str,
)
@pytest.mark.usefixtures("no_network")
def test_another_context_is_refused_and_never_fetched(
    institute: Body, facts: AchievementFacts, named: Any
) -> None:
    document = achievement_credential(facts)
    signed = institute.signs(document)

    for at in objects(document):
        context = [*document["@context"], named] if not at else named
        with pytest.raises(CredentialFault):
            institute.signs(put(document, (*at, "@context"), context))
        changed = put(signed, (*at, "@context"), context)
        refused_in_reading_or_signature(institute, json.dumps(changed).encode())


@pytest.mark.usefixtures("no_network")
def test_no_member_may_stand_twice_in_any_object(institute: Body, facts: AchievementFacts) -> None:
    signed = institute.signs(achievement_credential(facts))

    for at in objects(signed):
        name = next(iter(part_of(signed, at)))
        # the whole object is written anew with its first member in front once more
        marked = json.dumps(put(signed, (*at, "§"), "§") if at else {"§": "§", **signed})
        twice = marked.replace('"\\u00a7": "\\u00a7"', f'"{name}": "x"', 1)
        answer = institute.verifies(twice.encode())
        assert answer.failed[0].code == "duplicate-member", (at, name)


@pytest.mark.parametrize(
    "begins",
    [
        b"\x89PNG\r\n\x1a\n",
        b"<svg xmlns='http://www.w3.org/2000/svg'>",
        b"%PDF-1.7\n",
        b"{",
        b"eyJ",
    ],
)
def test_fifty_megabytes_of_any_kind_are_refused_at_once(institute: Body, begins: bytes) -> None:
    data = begins + bytes(50_000_000)
    tracemalloc.start()
    begun = time.process_time()

    answer = institute.verifies(data)

    seconds = time.process_time() - begun
    memory = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [check.code for check in answer.failed] == ["too-large"]
    assert seconds < 0.5
    assert memory < 1_000_000
