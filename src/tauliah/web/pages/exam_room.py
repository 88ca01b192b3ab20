"""The exam room: the running attempt, its saves, its clock, and its submission."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, cast
from uuid import UUID

from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from tauliah.apps.catalogue.queries import programme
from tauliah.apps.people.permissions import Permission
from tauliah.apps.people.queries import User
from tauliah.apps.results.actions import submit_and_score
from tauliah.apps.sittings.actions import Saved, flag_item, save_answer, save_sheet
from tauliah.apps.sittings.queries import (
    Attempt,
    Seat,
    attempt_of,
    last_link,
    policy_of,
    seats_of,
    seconds_left,
)
from tauliah.core.kernel import LocalText, Refused
from tauliah.web.clock import now
from tauliah.web.permissions import requires

STATUS = {
    "not-found": 404,
    "stale": 409,
    "submitted": 410,
    "deadline-passed": 410,
    "not-on-this-form": 422,
}
"""The answer to a refused save; each other refusal is 409."""
LARGEST_SAVE_BYTES = 2_000
LETTERS = "ABCDEF"
WARN_SOON_SECONDS = 600
WARN_LAST_SECONDS = 120

Sequence = Annotated[int, Field(ge=1, le=2_147_483_647)]
ItemCode = Annotated[str, Field(max_length=40)]


class _Save(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    item: ItemCode
    client_sequence: Sequence


class AnswerSave(_Save):
    """What the browser sends when an answer is given or cleared."""

    option: Annotated[str, Field(max_length=1)] | None


class FlagSave(_Save):
    """What the browser sends when a flag is set or taken away."""

    flagged: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """An option as it is shown: the letter of its place, its own id, and its text."""

    letter: str
    option: str
    text: LocalText


@dataclass(frozen=True, slots=True)
class Place:
    """A question as it leaves the server while the exam runs: without key and explanations."""

    position: int
    code: str
    stem: LocalText
    choices: tuple[Choice, ...]
    answer: str | None
    is_flagged: bool


SAVE: TypeAdapter[AnswerSave | FlagSave] = TypeAdapter(AnswerSave | FlagSave)


@requires(Permission.SIT)
@require_safe
@never_cache
def attempt(request: HttpRequest, attempt: UUID) -> HttpResponse:
    """The running exam, or where to go when it no longer runs."""
    found = _attempt_or_404(request, attempt)
    if found.submitted_at is not None:
        return redirect("exam-result", attempt)
    if time_has_ended(found, now()):
        return _ended(request, found)
    places = [_place(seat) for seat in seats_of(found)]
    most = max((len(place.choices) for place in places), default=0)
    context = {
        "room": _room(found, now()),
        "places": places,
        "most_choices": most,
        "last_letter": LETTERS[min(most, LETTERS.index("F")) - 1],
    }
    return render(request, "exam/attempt.html", context)


@requires(Permission.SIT)
@require_POST
def save(request: HttpRequest, attempt: UUID) -> JsonResponse:
    """Save one answer or flag; 200 only after it is kept."""
    if len(request.body) > LARGEST_SAVE_BYTES:
        return _problem(413, "too-large", _("This is larger than any answer. Nothing was changed."))
    try:
        wanted = SAVE.validate_json(request.body)
    except ValidationError:
        return _problem(400, "malformed", _("This is not an answer. Nothing was changed."))
    try:
        saved = _keep(request, attempt, wanted)
    except (OperationalError, InterfaceError):
        message = _("The server cannot save just now. The answer will be sent again.")
        answer = _problem(503, "try-again", message)
        answer["Retry-After"] = "2"
        return answer
    if isinstance(saved, Refused):
        return _problem(STATUS.get(saved.code, 409), saved.code, _said(saved.message))
    return JsonResponse(
        {
            "saved_sequence": saved.sequence,
            "server_time": saved.server_time.isoformat(),
            "seconds_left": saved.seconds_left,
            "digest": saved.digest,
        }
    )


@requires(Permission.SIT)
@require_safe
@never_cache
def clock(request: HttpRequest, attempt: UUID) -> JsonResponse:
    """The server's clock for this attempt, and how far its saves are."""
    found = attempt_of(person_in(request), attempt)
    if found is None:
        return _problem(404, "not-found", _("There is no such exam of yours."))
    at = now()
    return JsonResponse(
        {
            "saved_sequence": found.client_sequence,
            "server_time": at.isoformat(),
            "seconds_left": seconds_left(found, at=at),
            "submitted": found.submitted_at is not None,
        }
    )


@requires(Permission.SIT)
@require_POST
def sheet(request: HttpRequest, attempt: UUID) -> HttpResponse:
    """Save all answers and flags of the page at once, for browsers without scripts."""
    found = _attempt_or_404(request, attempt)
    codes = [seat.item.code for seat in seats_of(found)]
    flagged = set(request.POST.getlist("flag"))
    sequence = request.POST.get("client_sequence", "")
    refused = save_sheet(
        person_in(request),
        attempt,
        answers={code: request.POST.get(f"answer-{code}") or None for code in codes},
        flags={code: code in flagged for code in codes},
        client_sequence=int(sequence) if sequence.isdecimal() and len(sequence) < 10 else 0,
        at=now(),
    )
    if refused:
        context = {"refused": refused, "attempt": found}
        return render(request, "exam/refused.html", context, status=STATUS.get(refused.code, 409))
    return redirect("exam-submit" if "review" in request.POST else "exam-attempt", attempt)


@requires(Permission.SIT)
@never_cache
def submit(request: HttpRequest, attempt: UUID) -> HttpResponse:
    """What is answered, open and flagged before the end; posting to it ends the exam."""
    found = _attempt_or_404(request, attempt)
    if request.method == "POST":
        return _submitted(request, found)
    if found.submitted_at is not None:
        return redirect("exam-result", attempt)
    if time_has_ended(found, now()):
        return _ended(request, found)
    seats = seats_of(found)
    context = {
        "room": _room(found, now()),
        "seats": seats,
        "unanswered": [seat for seat in seats if seat.answer is None],
        "flagged": [seat for seat in seats if seat.is_flagged],
        "answered_count": sum(seat.answer is not None for seat in seats),
    }
    return render(request, "exam/review.html", context)


def person_in(request: HttpRequest) -> User:
    """The person behind a request whose permission nobody has without an account."""
    return cast("User", request.user)


def time_has_ended(attempt: Attempt, at: datetime) -> bool:
    """Whether an attempt that is not submitted has no time left."""
    return attempt.submitted_at is None and seconds_left(attempt, at=at) == 0


def _keep(request: HttpRequest, attempt: UUID, wanted: AnswerSave | FlagSave) -> Saved | Refused:
    if isinstance(wanted, FlagSave):
        return flag_item(
            person_in(request),
            attempt,
            item=wanted.item,
            flagged=wanted.flagged,
            client_sequence=wanted.client_sequence,
            at=now(),
        )
    return save_answer(
        person_in(request),
        attempt,
        item=wanted.item,
        option=wanted.option,
        client_sequence=wanted.client_sequence,
        at=now(),
    )


def _submitted(request: HttpRequest, attempt: Attempt) -> HttpResponse:
    result = submit_and_score(person_in(request), attempt.pk, at=now())
    for_scripts = not request.accepts("text/html")
    if isinstance(result, Refused) and result.code != "chain-broken":
        status = STATUS.get(result.code, 409)
        if for_scripts:
            return _problem(status, result.code, _said(result.message))
        context = {"refused": result, "attempt": attempt}
        return render(request, "exam/refused.html", context, status=status)
    if for_scripts:
        return JsonResponse({"result": reverse("exam-result", args=[attempt.pk])})
    return redirect("exam-result", attempt.pk)


def _place(seat: Seat) -> Place:
    text = seat.item.text
    return Place(
        position=seat.position,
        code=seat.item.code,
        stem=text.stem,
        choices=tuple(
            Choice(letter, option, text.options[option].text)
            for letter, option in zip(LETTERS, seat.options, strict=False)
        ),
        answer=seat.answer,
        is_flagged=seat.is_flagged,
    )


def _ended(request: HttpRequest, attempt: Attempt) -> HttpResponse:
    answered = sum(seat.answer is not None for seat in seats_of(attempt))
    context = {
        "attempt": attempt,
        "title": programme().course(attempt.booking.course).title,
        "answered_count": answered,
        "policy": policy_of(attempt.booking),
        "breadcrumbs": [{"label": _("Exams"), "url": reverse("exams")}],
    }
    return render(request, "exam/ended.html", context)


def _room(attempt: Attempt, at: datetime) -> dict[str, object]:
    """What the bar of the exam room and its scripts need to know."""
    return {
        "attempt": str(attempt.pk),
        "title": programme().course(attempt.booking.course).title,
        "deadline": attempt.deadline,
        "now": at,
        "seconds_left": seconds_left(attempt, at=at),
        "saved_at": link.server_time if (link := last_link(attempt)) else at,
        "sequence": attempt.client_sequence,
        "soon": WARN_SOON_SECONDS,
        "last": WARN_LAST_SECONDS,
    }


def _attempt_or_404(request: HttpRequest, id: UUID) -> Attempt:
    found = attempt_of(person_in(request), id)
    if found is None:
        raise Http404
    return found


def _problem(status: int, code: str, sentence: str) -> JsonResponse:
    body = {"type": "about:blank", "status": status, "title": sentence, "code": code}
    return JsonResponse(body, status=status, content_type="application/problem+json")


def _said(message: LocalText) -> str:
    return message.in_language(get_language() or "en")


urlpatterns = [
    path("exams/attempts/<uuid:attempt>/", attempt, name="exam-attempt"),
    path("exams/attempts/<uuid:attempt>/save/", save, name="exam-save"),
    path("exams/attempts/<uuid:attempt>/clock/", clock, name="exam-clock"),
    path("exams/attempts/<uuid:attempt>/sheet/", sheet, name="exam-sheet"),
    path("exams/attempts/<uuid:attempt>/submit/", submit, name="exam-submit"),
]
