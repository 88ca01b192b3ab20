"""The vocabularies are the published ones, and no other is ever read."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import pytest

from tauliah.core.credentials import CredentialFault, document_loader
from tauliah.core.credentials.contexts import EXAMPLES_2, LEARNER_RECORD_2, PINNED, known_context


@pytest.mark.parametrize("url", PINNED)
def test_each_vocabulary_is_the_one_that_was_pinned(url: str) -> None:
    is_protected = document_loader(url)["document"]["@context"].get("@protected", False)

    assert is_protected is (url not in (LEARNER_RECORD_2, EXAMPLES_2))


def test_the_readme_names_each_vocabulary_and_its_digest() -> None:
    readme = files("tauliah.core.credentials.contexts").joinpath("README.md").read_text("utf-8")

    for url, (name, digest) in PINNED.items():
        assert url in readme
        assert name in readme
        assert digest in readme


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/context",
        "https://www.w3.org/ns/credentials/v2/",
        "http://www.w3.org/ns/credentials/v2",
        "file:///etc/passwd",
        "",
    ],
)
def test_a_vocabulary_that_is_not_kept_here_is_refused_without_asking_anyone(url: str) -> None:
    with pytest.raises(CredentialFault) as refusal:
        document_loader(url)

    assert refusal.value.code == "unknown-context"


def test_an_altered_vocabulary_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    url = next(iter(PINNED))
    name, _ = PINNED[url]
    monkeypatch.setattr("tauliah.core.credentials.contexts.PINNED", {url: (name, "0" * 64)})
    known_context.cache_clear()

    with pytest.raises(RuntimeError, match="not the vocabulary that was pinned"):
        known_context(url)


def test_no_two_members_that_may_be_written_mean_the_same() -> None:
    """Else a member could be renamed and the signature would still fit."""
    scope: dict[str, str] = {}
    for url in PINNED:
        scope |= _lower_case_terms(known_context(url)["@context"], scope)


def _lower_case_terms(definitions: dict[str, Any], outer: dict[str, str]) -> dict[str, str]:
    inner = dict(outer)
    for term, definition in definitions.items():
        if term[0].islower():
            inner[term] = definition if isinstance(definition, str) else definition["@id"]
    meanings = list(inner.values())
    assert len(set(meanings)) == len(meanings), inner
    for definition in definitions.values():
        if isinstance(definition, dict) and isinstance(definition.get("@context"), dict):
            _lower_case_terms(definition["@context"], inner)
    return inner
