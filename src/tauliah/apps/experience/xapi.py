"""Statements of the Experience API 1.0.3: who did what with which activity, as plain data.

Verbs and types of activities are those of ADL's vocabulary. A statement has no name, no e-mail
address, no answer and no mark in it: the person is an account of this house under an id that is made
for the store alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid5

from tauliah.core.kernel import LocalText

VERSION = "1.0.3"
_HOUSE = UUID("6c1d0a52-5b0f-5d8e-9c67-0d4c3a4f7b11")
"""The namespace of our statements' ids (RFC 9562, version 5)."""

_VERB = "http://adlnet.gov/expapi/verbs/"
_TYPE = "http://adlnet.gov/expapi/activities/"
_VERBS: Mapping[str, LocalText] = {
    "completed": LocalText(en="completed", ms="menyelesaikan"),
    "answered": LocalText(en="answered", ms="menjawab"),
    "passed": LocalText(en="passed", ms="lulus"),
    "failed": LocalText(en="failed", ms="gagal"),
    "attended": LocalText(en="attended", ms="menghadiri"),
    "voided": LocalText(en="voided", ms="membatalkan"),
}


@dataclass(frozen=True, slots=True)
class Activity:
    """Something that is learnt or passed: the way to it under the house's address, type and title."""

    way: str
    type: str
    title: LocalText


def course(code: str, title: LocalText) -> Activity:
    """A course of the programme."""
    return Activity(f"courses/{code}", "course", title)


def lesson(code: str, slug: str, title: LocalText) -> Activity:
    """A lesson of a course."""
    return Activity(f"courses/{code}/lessons/{slug}", "lesson", title)


def unit(code: str, kind: str, name: str) -> Activity:
    """A card or a practice item: named by its code, and not by its words."""
    return Activity(f"courses/{code}/{kind}s/{name}", "question", LocalText(en=name, ms=name))


def exam(code: str, title: LocalText) -> Activity:
    """The exam of a course."""
    return Activity(f"courses/{code}/exam", "assessment", title)


def classroom(code: str, title: LocalText) -> Activity:
    """The class of a course."""
    return Activity(f"courses/{code}/class", "meeting", title)


def statement_id(account: UUID, source: str) -> UUID:
    """The id of the statement about one event, the same each time; another for another account."""
    return uuid5(_HOUSE, f"{account}/{source}")


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who speaks: the house's address, and the person's account at the store."""

    address: str
    account: UUID

    def statement(
        self,
        source: str,
        verb: str,
        about: Activity,
        *,
        of: Activity,
        at: datetime,
        success: bool | None = None,
        language: str = "",
    ) -> dict[str, Any]:
        """A statement about an event; `of` is the course that the activity belongs to."""
        said = self._said(source, verb, at=at)
        said["object"] = self._activity(about)
        context: dict[str, Any] = {
            "platform": "Tauliah",
            "contextActivities": {"parent": [self._activity(of)]},
        }
        if language:
            context["language"] = language
        said["context"] = context
        result: dict[str, bool] = {}
        if success is not None:
            result["success"] = success
        if verb in ("completed", "passed", "failed"):
            result["completion"] = True
        if result:
            said["result"] = result
        return said

    def voiding(self, source: str, voided: UUID, *, at: datetime) -> dict[str, Any]:
        """That an earlier statement does not hold."""
        said = self._said(source, "voided", at=at)
        said["object"] = {"objectType": "StatementRef", "id": str(voided)}
        return said

    def _said(self, source: str, verb: str, *, at: datetime) -> dict[str, Any]:
        return {
            "id": str(statement_id(self.account, source)),
            "actor": {
                "objectType": "Agent",
                "account": {"homePage": self.address, "name": str(self.account)},
            },
            "verb": {"id": f"{_VERB}{verb}", "display": _map(_VERBS[verb])},
            "timestamp": at.astimezone(UTC).isoformat(timespec="milliseconds"),
        }

    def _activity(self, one: Activity) -> dict[str, Any]:
        return {
            "objectType": "Activity",
            "id": f"{self.address}/activities/{one.way}",
            "definition": {"type": f"{_TYPE}{one.type}", "name": _map(one.title)},
        }


def _map(text: LocalText) -> dict[str, str]:
    return {"en": text.en, "ms": text.ms}
