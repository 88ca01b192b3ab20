"""What a program sends as JSON, read once: one object, each member once, and not too large."""

from __future__ import annotations

import json
from collections.abc import Collection
from typing import Any

from django.http import HttpRequest, HttpResponse

from tauliah.core.kernel import LocalText
from tauliah.web.limits import body_bytes
from tauliah.web.problems import problem


class BodyFault(Exception):
    """A body that is not read; carries the answer."""

    def __init__(self, answer: HttpResponse) -> None:
        super().__init__(answer.status_code)
        self.answer = answer


def read_object(request: HttpRequest, *, most: int, known: Collection[str]) -> dict[str, Any]:
    """The JSON object in the body, with known members only; BodyFault carries what to answer."""
    kind = request.content_type or ""
    if kind != "application/json" and not kind.endswith("+json"):
        raise _fault(
            415,
            "not-json",
            en="Send JSON: Content-Type: application/json.",
            ms="Hantar JSON: Content-Type: application/json.",
        )
    body = b"" if body_bytes(request) > most else request.read(most + 1)
    if not body or len(body) > most:
        is_large = body_bytes(request) > most or bool(body)
        raise _fault(
            413 if is_large else 400,
            "too-large" if is_large else "not-json",
            en=f"The body is one JSON object of at most {most:,} bytes.",
            ms=f"Badan permintaan ialah satu objek JSON, paling banyak {most:,} bait.",
        )
    try:
        value = json.loads(body.decode("utf-8-sig"), object_pairs_hook=_members)
    except (ValueError, RecursionError):
        raise _not_an_object() from None
    if not isinstance(value, dict):
        raise _not_an_object()
    unknown = sorted(value.keys() - set(known))
    if unknown:
        raise unknown_member(unknown[0], known)
    return value


def unknown_member(name: str, known: Collection[str]) -> BodyFault:
    """A member that is not understood here; to leave it out in silence could mean something else."""
    listed = ", ".join(sorted(known))
    return _fault(
        400,
        "unknown-member",
        en=f"{name[:80]}: not understood here; known are {listed}.",
        ms=f"{name[:80]}: tidak difahami di sini; yang diketahui ialah {listed}.",
    )


def unfit_member(name: str, *, en: str, ms: str) -> BodyFault:
    """A member whose value is not what it must be."""
    return _fault(400, "unfit-member", en=f"{name}: {en}", ms=f"{name}: {ms}")


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        raise ValueError("a member twice")
    return members


def _not_an_object() -> BodyFault:
    return _fault(
        400,
        "not-an-object",
        en="The body is not one JSON object in which each member stands once.",
        ms="Badan permintaan bukan satu objek JSON yang setiap ahlinya muncul sekali sahaja.",
    )


def _fault(status: int, code: str, *, en: str, ms: str) -> BodyFault:
    return BodyFault(problem(status, code, LocalText(en=en, ms=ms)))
