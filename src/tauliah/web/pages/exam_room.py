"""The exam room: the running attempt, its sheet without scripts, its pauses, and its submission."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import cast
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import get_language, override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from tauliah.apps.catalogue.queries import programme
from tauliah.apps.people.permissions import Permission
from tauliah.apps.people.queries import User
from tauliah.apps.results.actions import submit_and_score
from tauliah.apps.sittings.actions import (
    claim_attempt,
    end_pause,
    save_sheet,
    switch_language,
    take_pause,
)
from tauliah.apps.sittings.adapted import accommodations_for
from tauliah.apps.sittings.emergency import emergency_public_key
from tauliah.apps.sittings.queries import (
    Attempt,
    Seat,
    attempt_of,
    exam_time,
    language_of,
    last_link,
    may_switch_language,
    policy_of,
    seats_of,
    seconds_left,
    seen,
)
from tauliah.core.kernel import Refused
from tauliah.web import safe_browser
from tauliah.web.items import AskedItem, asked_item, picture_response, value_sent
from tauliah.web.pages import exam_saving
from tauliah.web.pages.exam_saving import STATUS, device_in
from tauliah.web.permissions import requires
from tauliah.web.problems import refusal

LETTERS = "ABCDEF"
WITHOUT_RESULT = frozenset({"chain-broken", "voided", "waits-for-equating", "waits-for-markers"})
"""Refusals to score an attempt that is sealed all the same; its page says why."""
WARN_SOON_SECONDS = 600
WARN_LAST_SECONDS = 120
EMERGENCY_AFTER_SECONDS = 60
"""How long saves fail before the candidate is offered an emergency file."""


@dataclass(frozen=True, slots=True)
class Place:
    """A question as it leaves the server while the exam runs: without key and explanations.

    Numbers are spelled already, since fifty questions of a page spell each several times; `before`
    and `after` are empty where there is no such question.
    """

    number: str
    before: str
    after: str
    code: str
    item: AskedItem
    is_answered: bool
    is_flagged: bool


@requires(Permission.SIT)
@require_safe
@never_cache
def attempt(request: HttpRequest, attempt: UUID) -> HttpResponse:
    """The running exam, or where to go when it does not run."""
    found = _attempt_or_404(request, attempt)
    away = (
        _not_running(request, found)
        or _in_its_language(found)
        or _outside_safe_browser(request, found)
    )
    if away:
        return away
    seats = seats_of(found)
    places = [_place(found, seat, of=len(seats)) for seat in seats]
    most = max((len(place.item.choices) for place in places), default=0)
    context = {
        "room": _room(request, found, exam_time()),
        "places": places,
        "total": str(len(places)),
        "switches_language": may_switch_language(found),
        "most_choices": most,
        "last_letter": LETTERS[min(most, LETTERS.index("F")) - 1],
    }
    return render(request, "exam/attempt.html", context)


@requires(Permission.SIT)
@require_safe
def picture(request: HttpRequest, attempt: UUID, item: str) -> HttpResponse:
    """The picture of an item of the running exam; none before its start and after its end."""
    found = _attempt_or_404(request, attempt)
    if _not_running(request, found) or _outside_safe_browser(request, found):
        raise Http404
    items = {seat.item.code.lower(): seat.item for seat in seats_of(found)}
    if item not in items:
        raise Http404
    return picture_response(items[item].picture)


@requires(Permission.SIT)
@require_POST
def sheet(request: HttpRequest, attempt: UUID) -> HttpResponse:
    """Save all answers and flags of the page at once, for browsers without scripts."""
    found = _attempt_or_404(request, attempt)
    lease = _plain_lease(request, found)
    if isinstance(lease, Refused):
        return _refused(request, found, lease)
    items = {seat.item.code: seat.item.text for seat in seats_of(found)}
    language = get_language() or "en"
    flagged = set(request.POST.getlist("flag"))
    sequence = request.POST.get("client_sequence", "")
    refused = save_sheet(
        person_in(request),
        attempt,
        answers={
            code: value_sent(item, request.POST, field=f"answer-{code}", language=language)
            for code, item in items.items()
        },
        flags={code: code in flagged for code in items},
        client_sequence=int(sequence) if sequence.isdecimal() and len(sequence) < 10 else 0,
        lease=lease,
    )
    if refused:
        return _refused(request, found, refused)
    return redirect("exam-submit" if "review" in request.POST else "exam-attempt", attempt)


@requires(Permission.SIT)
@require_POST
def take_over(request: HttpRequest, attempt: UUID) -> HttpResponse:
    """Go on here, in a browser without scripts; the tab that held the attempt is refused from now."""
    found = _attempt_or_404(request, attempt)
    given = claim_attempt(person_in(request), attempt, take_over=True, holder=device_in(request))
    if isinstance(given, Refused):
        return _refused(request, found, given)
    request.session[_lease_name(found)] = given.token
    return redirect("exam-attempt", attempt)


@requires(Permission.SIT)
@require_POST
def language(request: HttpRequest, attempt: UUID) -> HttpResponse:
    """Go on in another language, where the programme allows it; the chain says so."""
    found = _attempt_or_404(request, attempt)
    lease = _plain_lease(request, found)
    wanted = request.POST.get("language", "")
    outcome: Attempt | Refused = (
        lease
        if isinstance(lease, Refused)
        else switch_language(person_in(request), attempt, wanted, lease=lease)
    )
    for_scripts = not request.accepts("text/html")
    if isinstance(outcome, Refused):
        if for_scripts:
            return refusal(outcome, STATUS.get(outcome.code, 409))
        return _refused(request, found, outcome)
    with override(wanted):
        url = reverse("exam-attempt", args=[attempt])
    return JsonResponse({"url": url}) if for_scripts else redirect(url)


@requires(Permission.SIT)
@require_POST
def pause(request: HttpRequest, attempt: UUID) -> HttpResponse:
    """Take one of the granted pauses, or end it early."""
    found = _attempt_or_404(request, attempt)
    lease = _plain_lease(request, found)
    if isinstance(lease, Refused):
        return _refused(request, found, lease)
    act = end_pause if "end" in request.POST else take_pause
    outcome = act(person_in(request), attempt, lease=lease)
    if isinstance(outcome, Refused):
        return _refused(request, found, outcome)
    return redirect("exam-attempt", attempt)


@requires(Permission.SIT)
@never_cache
def submit(request: HttpRequest, attempt: UUID) -> HttpResponse:
    """What is answered, open and flagged before the end; posting to it ends the exam."""
    found = _attempt_or_404(request, attempt)
    if request.method == "POST":
        return _submitted(request, found)
    away = _not_running(request, found)
    if away:
        return away
    seats = seats_of(found)
    context = {
        "room": _room(request, found, exam_time()),
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


def _not_running(request: HttpRequest, attempt: Attempt) -> HttpResponse | None:
    """Where to go instead while no item may be shown; None while the exam runs."""
    at = exam_time()
    if attempt.submitted_at is not None:
        return redirect("exam-result", attempt.pk)
    if time_has_ended(attempt, at):
        return _ended(request, attempt)
    if seen(attempt, lease="", at=at).paused:
        context = {
            "room": _room(request, attempt, at),
            "attempt": attempt,
            "until": attempt.paused_until,
        }
        return render(request, "exam/paused.html", context)
    return None


def _in_its_language(attempt: Attempt) -> HttpResponse | None:
    """Back to the language in which the exam is sat: changing it is an act, and no address."""
    language = language_of(attempt)
    if not language or language == get_language():
        return None
    with override(language):
        return redirect("exam-attempt", attempt.pk)


def _outside_safe_browser(request: HttpRequest, attempt: Attempt) -> HttpResponse | None:
    """What is shown instead of items where the programme asks for Safe Exam Browser.

    Saves are not asked for it: an answer that was given must not be lost over a setting.
    """
    needs = policy_of(attempt.booking).safe_exam_browser
    return safe_browser.refused(request) if needs and not safe_browser.is_proven(request) else None


def _submitted(request: HttpRequest, attempt: Attempt) -> HttpResponse:
    lease = _lease_in(request, attempt)
    result = submit_and_score(person_in(request), attempt.pk, lease=lease)
    for_scripts = not request.accepts("text/html")
    if isinstance(result, Refused) and result.code not in WITHOUT_RESULT:
        if for_scripts:
            return refusal(result, STATUS.get(result.code, 409))
        return _refused(request, attempt, result)
    if for_scripts:
        return JsonResponse({"result": reverse("exam-result", args=[attempt.pk])})
    return redirect("exam-result", attempt.pk)


def _refused(request: HttpRequest, attempt: Attempt, refused: Refused) -> HttpResponse:
    may_take_over = refused.code in ("held-elsewhere", "taken-over")
    context = {"refused": refused, "attempt": attempt, "may_take_over": may_take_over}
    return render(request, "exam/refused.html", context, status=STATUS.get(refused.code, 409))


def _plain_lease(request: HttpRequest, attempt: Attempt) -> str | Refused:
    """The lease of a page without scripts: that of its log-in, claimed where nobody holds one."""
    known = _lease_in(request, attempt)
    if known or attempt.submitted_at is not None:
        return known
    given = claim_attempt(person_in(request), attempt.pk, holder=device_in(request))
    if isinstance(given, Refused):
        return given
    request.session[_lease_name(attempt)] = given.token
    return given.token


def _lease_in(request: HttpRequest, attempt: Attempt) -> str:
    """The lease that a form was sent with, or that the log-in keeps for pages without scripts."""
    sent = request.headers.get("X-Exam-Lease") or request.POST.get("lease") or ""
    return sent[:64] or str(request.session.get(_lease_name(attempt), ""))


def _lease_name(attempt: Attempt) -> str:
    return f"exam-lease-{attempt.pk}"


def _place(attempt: Attempt, seat: Seat, *, of: int) -> Place:
    code, position = seat.item.code, seat.position
    return Place(
        number=str(position),
        before=str(position - 1) if position > 1 else "",
        after=str(position + 1) if position < of else "",
        code=code,
        item=asked_item(
            seat.item,
            value=seat.answer,
            order=seat.options,
            field=f"answer-{code}",
            picture_url=(
                reverse("exam-picture", args=[attempt.pk, code.lower()])
                if seat.item.picture
                else ""
            ),
        ),
        is_answered=seat.answer is not None,
        is_flagged=seat.is_flagged,
    )


def _ended(request: HttpRequest, attempt: Attempt) -> HttpResponse:
    seats = seats_of(attempt)
    context = {
        "room": _room(request, attempt, exam_time()),
        "attempt": attempt,
        "answered_count": sum(seat.answer is not None for seat in seats),
        "seats": seats,
        "has_pilots": any(seat.item.is_pilot for seat in seats),
    }
    return render(request, "exam/ended.html", context)


def _room(request: HttpRequest, attempt: Attempt, at: datetime) -> dict[str, object]:
    """What the bar of the exam room and its scripts need to know."""
    granted = accommodations_for(person_in(request), at=at)
    return {
        "attempt": str(attempt.pk),
        "title": programme().course(attempt.booking.course).title,
        "deadline": attempt.deadline,
        "now": at,
        "seconds_left": seconds_left(attempt, at=at),
        "saved_at": link.server_time if (link := last_link(attempt)) else at,
        "sequence": attempt.client_sequence,
        "head": attempt.head,
        "emergency_key": emergency_public_key(),
        "emergency_after": EMERGENCY_AFTER_SECONDS,
        "soon": WARN_SOON_SECONDS,
        "last": WARN_LAST_SECONDS,
        "granted": granted,
        "pauses_left": max(0, granted.pauses - attempt.pauses),
    }


def _attempt_or_404(request: HttpRequest, id: UUID) -> Attempt:
    found = attempt_of(person_in(request), id)
    if found is None:
        raise Http404
    return found


urlpatterns = [
    path("exams/attempts/<uuid:attempt>/", attempt, name="exam-attempt"),
    *exam_saving.urlpatterns,
    path("exams/attempts/<uuid:attempt>/pictures/<slug:item>/", picture, name="exam-picture"),
    path("exams/attempts/<uuid:attempt>/sheet/", sheet, name="exam-sheet"),
    path("exams/attempts/<uuid:attempt>/take-over/", take_over, name="exam-take-over"),
    path("exams/attempts/<uuid:attempt>/pause/", pause, name="exam-pause"),
    path("exams/attempts/<uuid:attempt>/language/", language, name="exam-language"),
    path("exams/attempts/<uuid:attempt>/submit/", submit, name="exam-submit"),
]
