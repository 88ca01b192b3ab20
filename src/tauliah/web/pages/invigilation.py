"""The invigilator's pages: the room of a day, live and on paper, and what is done to one attempt."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import condition, require_safe

from tauliah.apps.catalogue.queries import programme, zone
from tauliah.apps.people.permissions import Permission
from tauliah.apps.sittings.actions import (
    extend_attempt,
    pause_attempt,
    resume_attempt,
    void_attempt,
)
from tauliah.apps.sittings.invigilation import (
    candidate_in_room,
    expected_on,
    incidents_of,
    room_on,
    room_version,
    today,
)
from tauliah.apps.sittings.queries import Attempt, exam_time
from tauliah.core.kernel import Refused
from tauliah.web.invigilation_forms import IncidentForm
from tauliah.web.permissions import PersonRequest, requires

ASK_EVERY_SECONDS = 10


@requires(Permission.ROOM_WATCH)
@require_safe
def now_sitting(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """To the room of today."""
    return redirect("invigilation-room", today(exam_time()).isoformat())


@gzip_page
@requires(Permission.ROOM_WATCH)
@require_safe
def room(request: HttpRequest, day: str) -> HttpResponse:
    """Everybody who sits on a day; the page then keeps itself up to date."""
    when, at = _day_or_404(day), exam_time()
    context = {
        "candidates": room_on(when, at=at),
        "expected": len(expected_on(when, at=at)),
        "ask_every": ASK_EVERY_SECONDS,
        **_about(when, at=at),
    }
    return render(request, "invigilation/room.html", context)


def _version(request: HttpRequest, day: str) -> str:  # noqa: ARG001 - Django's signature
    return f'"{room_version(_day_or_404(day))}"'


# gzip is outermost, so that what has not changed is answered before anything is made
@gzip_page
@requires(Permission.ROOM_WATCH)
@require_safe
@cache_control(private=True, no_cache=True)
@condition(etag_func=_version)
def room_state(request: HttpRequest, day: str) -> JsonResponse:  # noqa: ARG001
    """The room in numbers: attempt, state, deadline, last seen, saves, incidents, seconds left."""
    at = exam_time()
    rows = [
        [
            one.attempt.hex,
            one.state,
            int(one.deadline.timestamp()),
            int(one.seen_at.timestamp()),
            one.saves,
            one.incidents,
            one.seconds_left if one.state == "paused" else None,
        ]
        for one in room_on(_day_or_404(day), at=at)
    ]
    return JsonResponse({"now": int(at.timestamp()), "rows": rows})


@gzip_page
@requires(Permission.ROOM_WATCH)
@require_safe
def room_on_paper(request: HttpRequest, day: str) -> HttpResponse:
    """The list of a day to print: who is expected, who sits, what is adapted, and room to sign."""
    when, at = _day_or_404(day), exam_time()
    context = {
        "candidates": room_on(when, at=at),
        "expected": expected_on(when, at=at),
        **_about(when, at=at),
    }
    return render(request, "invigilation/paper.html", context)


@requires(Permission.ROOM_WATCH)
def one_attempt(request: PersonRequest, attempt: UUID) -> HttpResponse:
    """One who sits: what happened so far, and what can be done; an act is confirmed before it is."""
    at = exam_time()
    found = candidate_in_room(attempt, at=at)
    if found is None:
        raise Http404
    form = IncidentForm(request.POST if request.method == "POST" else None)
    is_confirming = request.method == "POST" and form.is_valid()
    if is_confirming and "confirmed" in request.POST:
        outcome = _do(request, attempt, form.cleaned_data)
        if not isinstance(outcome, Refused):
            messages.success(request, _DONE[form.cleaned_data["act"]]())
            return redirect("invigilation-attempt", attempt)
        form.add_error(None, outcome.message.in_language(get_language() or "en"))
        is_confirming = False
    context = {
        "candidate": found,
        "title": _titles().get(found.course, found.course),
        "incidents": incidents_of(attempt),
        "form": form,
        "asked": form.cleaned_data if is_confirming else None,
        "is_open": found.state in ("running", "paused", "over"),
        **_about(today(found.started_at), at=at),
    }
    template = "invigilation/confirm.html" if is_confirming else "invigilation/attempt.html"
    return render(request, template, context, status=400 if form.errors else 200)


def _do(request: PersonRequest, attempt: UUID, said: dict[str, Any]) -> Attempt | Refused:
    act, reason = said["act"], said["reason"]
    if act == "extend":
        return extend_attempt(request.user, attempt, minutes=said["minutes"], reason=reason)
    acts = {"pause": pause_attempt, "resume": resume_attempt, "void": void_attempt}
    return acts[act](request.user, attempt, reason=reason)


_DONE: dict[str, Callable[[], str]] = {
    "pause": lambda: _("The exam is paused. Its clock stands still."),
    "resume": lambda: _("The exam goes on. The time of the pause does not count."),
    "extend": lambda: _("The exam is extended from this moment on."),
    "void": lambda: _("The sitting is voided. The candidate's record says so."),
}


def _about(day: date, *, at: object) -> dict[str, Any]:
    return {
        "day": day,
        "now": at,
        "zone": zone(),
        "breadcrumbs": [
            {
                "label": _("Invigilation"),
                "url": reverse("invigilation-room", args=[day.isoformat()]),
            }
        ],
    }


def _titles() -> dict[str, Any]:
    return {course.code: course.title for course in programme().courses}


def _day_or_404(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Http404 from None


urlpatterns = [
    path("invigilation/", now_sitting, name="invigilation"),
    path("invigilation/<slug:day>/", room, name="invigilation-room"),
    path("invigilation/<slug:day>/state.json", room_state, name="invigilation-state"),
    path("invigilation/<slug:day>/print/", room_on_paper, name="invigilation-paper"),
    path("invigilation/attempts/<uuid:attempt>/", one_attempt, name="invigilation-attempt"),
]
