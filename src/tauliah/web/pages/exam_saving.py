"""What the scripts of the exam room ask: the lease of the tab, each save, the clock."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import wraps
from typing import Annotated, Any, TypeVar
from uuid import UUID

from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, JsonResponse
from django.urls import path
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from tauliah.apps.people.permissions import Permission
from tauliah.apps.people.queries import User
from tauliah.apps.sittings.actions import (
    Saved,
    claim_attempt,
    flag_item,
    note_presence,
    save_answer,
)
from tauliah.apps.sittings.queries import Seen, attempt_of, exam_time, seen
from tauliah.core.kernel import LocalText, Refused
from tauliah.web.permissions import PersonRequest, requires
from tauliah.web.problems import problem, refusal, try_again

STATUS = {
    "not-found": 404,
    "malformed": 400,
    "stale": 409,
    "taken-over": 409,
    "held-elsewhere": 409,
    "submitted": 410,
    "deadline-passed": 410,
    "not-on-this-form": 422,
    "too-far-ahead": 422,
    "paused": 423,
}
"""The answer to what is refused; each other refusal is 409."""
LARGEST_SAVE_BYTES = 200_000
"""The largest answer with every letter escaped once."""

Sequence = Annotated[int, Field(ge=1, le=2_147_483_647)]
ItemCode = Annotated[str, Field(max_length=40)]
Token = Annotated[str, Field(max_length=64)]


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class _Save(_Body):
    item: ItemCode
    client_sequence: Sequence
    lease: Annotated[Token, Field(min_length=1)]


class AnswerSave(_Save):
    """What the browser sends when an answer is given or cleared."""

    value: Any


class FlagSave(_Save):
    """What the browser sends when a flag is set or taken away."""

    flagged: bool


class Claim(_Body):
    """What a tab sends that wants to hold the attempt: a token of its own, or none to be given one."""

    lease: Annotated[str, Field(pattern=r"^([A-Za-z0-9_-]{22,64})?$")] = ""
    take_over: bool = False


class Presence(_Body):
    """What a tab sends to say that it is there."""

    lease: Token = ""


SAVE: TypeAdapter[AnswerSave | FlagSave] = TypeAdapter(AnswerSave | FlagSave)
CLAIM: TypeAdapter[Claim] = TypeAdapter(Claim)
PRESENCE: TypeAdapter[Presence] = TypeAdapter(Presence)

_NO_ANSWER = LocalText(
    en="This is not an answer. Nothing was changed.", ms="Ini bukan jawapan. Tiada apa-apa diubah."
)
_TOO_LARGE = LocalText(
    en="This is larger than any answer. Nothing was changed.",
    ms="Ini lebih besar daripada mana-mana jawapan. Tiada apa-apa diubah.",
)
_NOT_JSON = LocalText(
    en="An answer is sent as JSON. Nothing was changed.",
    ms="Jawapan dihantar sebagai JSON. Tiada apa-apa diubah.",
)
_NOT_YOURS = LocalText(
    en="There is no such exam of yours.", ms="Tiada peperiksaan sedemikian milik anda."
)

Body = TypeVar("Body")
View = Callable[..., JsonResponse]


def _reads(adapter: TypeAdapter[Body]) -> Callable[[View], View]:
    """Hands a view the body it asks for; what is no such body, or no database, is a problem."""

    def around(view: View) -> View:
        @wraps(view)
        def read(request: HttpRequest, attempt: UUID) -> JsonResponse:
            if request.content_type != "application/json":
                return problem(415, "not-json", _NOT_JSON)
            if is_too_large(request):
                return problem(413, "too-large", _TOO_LARGE)
            try:
                body = adapter.validate_json(request.body)
            except ValidationError:
                return problem(400, "malformed", _NO_ANSWER)
            try:
                return view(request, attempt, body)
            except (DatabaseError, InterfaceError):
                # locked, full, away, or made anew by a migration: never a silent yes
                return try_again()

        return read

    return around


@requires(Permission.SIT)
@require_POST
@_reads(CLAIM)
def lease(request: PersonRequest, attempt: UUID, wanted: Claim) -> JsonResponse:
    """Give the attempt to this tab; to another than holds it only where the person agrees."""
    given = claim_attempt(
        request.user,
        attempt,
        token=wanted.lease,
        take_over=wanted.take_over,
        holder=device_in(request),
    )
    if isinstance(given, Refused):
        return refusal(given, STATUS.get(given.code, 409))
    return JsonResponse(
        {
            "lease": given.token,
            "lease_number": given.number,
            "saved_sequence": given.sequence,
            "server_time": given.server_time.isoformat(),
            "seconds_left": given.seconds_left,
        }
    )


@requires(Permission.SIT)
@require_POST
@_reads(SAVE)
def save(request: PersonRequest, attempt: UUID, wanted: AnswerSave | FlagSave) -> JsonResponse:
    """Save one answer or flag; 200 only after it is kept."""
    saved = keep(request.user, attempt, wanted)
    return (
        refusal(saved, STATUS.get(saved.code, 409)) if isinstance(saved, Refused) else said(saved)
    )


def said(saved: Saved) -> JsonResponse:
    """What the browser is told of a save that is kept."""
    return JsonResponse(
        {
            "saved_sequence": saved.sequence,
            "server_time": saved.server_time.isoformat(),
            "seconds_left": saved.seconds_left,
            "digest": saved.digest,
        }
    )


@requires(Permission.SIT)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def clock(request: PersonRequest, attempt: UUID) -> JsonResponse:
    """The clock of the database for this attempt, and how far its saves are.

    Posting to it also says that the tab with this lease is there.
    """
    if request.method == "POST":
        return _presence(request, attempt)
    found = attempt_of(request.user, attempt)
    if found is None:
        return problem(404, "not-found", _NOT_YOURS)
    return _told(seen(found, lease="", at=exam_time()))


@_reads(PRESENCE)
def _presence(request: PersonRequest, attempt: UUID, wanted: Presence) -> JsonResponse:
    told = note_presence(request.user, attempt, lease=wanted.lease)
    if isinstance(told, Refused):
        return refusal(told, STATUS.get(told.code, 409))
    return _told(told, holds=told.holds)


def _told(told: Seen, **more: object) -> JsonResponse:
    return JsonResponse(
        {
            "saved_sequence": told.sequence,
            "server_time": told.server_time.isoformat(),
            "seconds_left": told.seconds_left,
            "submitted": told.ended,
            "paused": told.paused,
            **more,
        }
    )


def is_too_large(request: HttpRequest) -> bool:
    """Whether a body is larger than any save, or does not say how large it is."""
    size = request.META.get("CONTENT_LENGTH") or "0"
    return not size.isdecimal() or int(size) > LARGEST_SAVE_BYTES


def device_in(request: HttpRequest) -> str:
    """The browser and system behind a request in words, as far as it says: for people, not proof."""
    text = request.headers.get("User-Agent", "")
    browser = next((name for sign, name in _BROWSERS if sign in text), "")
    system = next((name for sign, name in _SYSTEMS if sign in text), "")
    return ", ".join(re.sub(r"\W", " ", name) for name in (browser, system) if name)


_BROWSERS = (
    ("SEB/", "Safe Exam Browser"), ("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"),
    ("Chrom", "Chrome"), ("Safari/", "Safari"),
)  # fmt: skip
_SYSTEMS = (
    ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"),
    ("Mac OS", "macOS"), ("CrOS", "ChromeOS"), ("Linux", "Linux"),
)  # fmt: skip


def keep(person: User, attempt: UUID, wanted: AnswerSave | FlagSave) -> Saved | Refused:
    """Keep what a person's browser sent; the caller has asked for permission."""
    if isinstance(wanted, FlagSave):
        return flag_item(
            person,
            attempt,
            item=wanted.item,
            flagged=wanted.flagged,
            client_sequence=wanted.client_sequence,
            lease=wanted.lease,
        )
    return save_answer(
        person,
        attempt,
        item=wanted.item,
        value=wanted.value,
        client_sequence=wanted.client_sequence,
        lease=wanted.lease,
    )


urlpatterns = [
    path("exams/attempts/<uuid:attempt>/lease/", lease, name="exam-lease"),
    path("exams/attempts/<uuid:attempt>/save/", save, name="exam-save"),
    path("exams/attempts/<uuid:attempt>/clock/", clock, name="exam-clock"),
]
