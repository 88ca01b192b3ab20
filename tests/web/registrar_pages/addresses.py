"""Where the registrar's pages are."""

from __future__ import annotations

from typing import Any


def candidates(*, language: str = "en") -> str:
    """The list of candidates."""
    return f"/{language}/registrar/candidates/"


def of(person: Any, part: str = "", *, language: str = "en") -> str:
    """A page about one candidate: the audit, or `record/`, `results/`, `awards/`, `credit/`."""
    return f"{candidates(language=language)}{person.pk}/{part}"


def turn(award: Any, act: str, *, language: str = "en") -> str:
    """The page that revokes or reinstates an award."""
    return f"/{language}/registrar/awards/{award.number}/{act}/"
