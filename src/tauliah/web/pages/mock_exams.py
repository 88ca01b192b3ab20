"""Mock exams: what they are and how earlier ones went, the questions, the review, the result."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tauliah.apps.catalogue.queries import programme
from tauliah.apps.mock_exams.actions import save_sheet, start_mock, submit_mock
from tauliah.apps.mock_exams.drawing import drawn_for
from tauliah.apps.mock_exams.queries import (
    EndedMock,
    MockExam,
    MockSeat,
    asked_item,
    ended_mocks,
    mock_of,
    result_of,
    running_mock,
    seats_of,
    seconds_left,
)
from tauliah.apps.people.permissions import Permission
from tauliah.apps.sittings.adapted import accommodations_for
from tauliah.apps.standards.in_force import standard_of
from tauliah.core.exam import TopicScore
from tauliah.core.kernel import LocalText, Refused
from tauliah.core.programme import Course
from tauliah.web.clock import now
from tauliah.web.items import picture_response
from tauliah.web.mock_pieces import (
    asked_place,
    judged_place,
    minutes_taken,
    on_page,
    page_of,
    picture_of_mocks,
    sheet_sent,
    shown,
)
from tauliah.web.pages.study import course_trail, open_course_or_404
from tauliah.web.permissions import PersonRequest, requires
from tauliah.web.problems import refusal
from tauliah.web.telling import active_language, refuse

MOST_WEAK_TOPICS = 3


@requires(Permission.PRACTISE)
@require_safe
@never_cache
def home(request: PersonRequest, code: str) -> HttpResponse:
    """What a mock exam is, the one that runs, and how those before went."""
    found, at = open_course_or_404(code), now()
    earlier = ended_mocks(request.user, found.code)
    running = running_mock(request.user, found.code)
    context = {
        "course": found,
        "policy": programme().about.exam_policy,
        # how many items a form has does not hang on which ones they are
        "next": drawn_for(request.user, found, seed=found.code),
        "running": running,
        "minutes_left": -(-seconds_left(running, at=at) // 60) if running else 0,
        "granted": accommodations_for(request.user, at=at),
        **_compared(found, earlier),
        "breadcrumbs": course_trail(found),
    }
    return render(request, "mock/home.html", context)


@requires(Permission.PRACTISE)
@require_POST
def start(request: PersonRequest, code: str) -> HttpResponse:
    """Start a mock exam, or go on with the one that runs."""
    found = open_course_or_404(code)
    mock = start_mock(request.user, found.code, at=now())
    if isinstance(mock, Refused):
        return refuse(request, mock, "mock-exams", code)
    return redirect("mock-exam", code, mock.pk)


@requires(Permission.PRACTISE)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def sit(request: PersonRequest, code: str, mock: UUID) -> HttpResponse:
    """Ten questions at a time; posting keeps what was written on the page."""
    found, kept = _mock_or_404(request, code, mock)
    if request.method == "POST":
        return _saved(request, code, kept)
    away = _not_running(request, found, kept)
    if away:
        return away
    seats = seats_of(kept)
    pages = page_of(len(seats))
    page = min(max(_number(request.GET.get("page", "")), 1), pages)
    here = on_page(seats, page)
    context = {
        **_frame(request, found, kept),
        "places": [asked_place(seat, _picture_url(found, kept)) for seat in here],
        "seats": seats,
        "page": page,
        "pages": pages,
        "before": here[0].position - 1,
        "after": here[-1].position + 1 if page < pages else 0,
    }
    return render(request, "mock/sit.html", context)


@requires(Permission.PRACTISE)
@require_safe
@never_cache
def review(request: PersonRequest, code: str, mock: UUID) -> HttpResponse:
    """What has no answer and what is flagged, before the mock exam is submitted."""
    found, kept = _mock_or_404(request, code, mock)
    away = _not_running(request, found, kept)
    if away:
        return away
    seats = seats_of(kept)
    context = {
        **_frame(request, found, kept),
        "seats": seats,
        "answered": sum(seat.is_answered for seat in seats),
        "unanswered": [(seat, page_of(seat.position)) for seat in seats if not seat.is_answered],
        "flagged": [(seat, page_of(seat.position)) for seat in seats if seat.is_flagged],
    }
    return render(request, "mock/review.html", context)


@requires(Permission.PRACTISE)
@require_POST
def submit(request: PersonRequest, code: str, mock: UUID) -> HttpResponse:
    """End the mock exam and go to its result."""
    _mock_or_404(request, code, mock)
    outcome = submit_mock(request.user, mock, language=active_language(), at=now())
    if isinstance(outcome, Refused):
        return refuse(request, outcome, "mock-exams", code)
    return redirect("mock-exam-result", code, mock)


@requires(Permission.PRACTISE)
@require_safe
@never_cache
def result(request: PersonRequest, code: str, mock: UUID) -> HttpResponse:
    """The score with its error, topics, each question with the reasons, and those before beside it."""
    found, kept = _mock_or_404(request, code, mock)
    if kept.ended_at is None:
        return redirect("mock-exam", code, mock)
    came = result_of(kept)
    pages = page_of(len(came.seats))
    page = min(max(_number(request.GET.get("page", "")), 1), pages)
    lessons = programme().lessons_of(found.code)
    topics = _topics(found, came.score.topics)
    context = {
        "course": found,
        "mock": kept,
        "result": came,
        "ended": came.ended,
        "minutes": minutes_taken(came.ended),
        "topics": topics,
        "weak": _where_most_is_to_gain(topics, kept.pass_mark_percent),
        "navigator": [(seat, page_of(seat.position), _outcome(seat)) for seat in came.seats],
        "places": [
            judged_place(seat, lessons, _picture_url(found, kept))
            for seat in on_page(came.seats, page)
        ],
        "page": page,
        "pages": pages,
        **_compared(found, ended_mocks(request.user, found.code), this=came.ended),
        "breadcrumbs": _trail(found),
    }
    return render(request, "mock/result.html", context)


@requires(Permission.PRACTISE)
@require_safe
def picture(request: PersonRequest, code: str, mock: UUID, item: str) -> HttpResponse:
    """The picture of a question of an own mock exam."""
    _, kept = _mock_or_404(request, code, mock)
    asked = asked_item(kept, item)
    return picture_response(asked.picture if asked else None)


def _saved(request: PersonRequest, code: str, mock: MockExam) -> HttpResponse:
    at, is_quiet = now(), not request.accepts("text/html")
    sheet = sheet_sent(seats_of(mock), request.POST, language=active_language())
    outcome = save_sheet(request.user, mock.pk, sheet, at=at)
    if isinstance(outcome, Refused):
        if is_quiet:
            return refusal(outcome, 409)
        return refuse(request, outcome, "mock-exam", code, str(mock.pk))
    if is_quiet:
        stands = {
            str(seat.position): shown(seat)
            for seat in seats_of(mock)
            if f"shown-{seat.position}" in request.POST
        }
        return JsonResponse({"seconds_left": seconds_left(outcome, at=at), "shown": stands})
    to = request.POST.get("to", "")
    if to == "review":
        return redirect("mock-exam-review", code, mock.pk)
    address = reverse("mock-exam", args=[code, mock.pk])
    if to == "save":
        messages.success(request, _("Saved."))
        return redirect(f"{address}?page={max(_number(request.POST.get('page', '')), 1)}")
    position = max(_number(to), 1)
    return redirect(f"{address}?page={page_of(position)}#q{position}")


def _not_running(request: PersonRequest, found: Course, mock: MockExam) -> HttpResponse | None:
    """Where to go with a mock exam that has ended, or whose time is over and that waits to be ended."""
    if mock.ended_at is not None:
        return redirect("mock-exam-result", found.code.lower(), mock.pk)
    if seconds_left(mock, at=now()) == 0:
        context = {"course": found, "mock": mock, "breadcrumbs": _trail(found)}
        return render(request, "mock/over.html", context)
    return None


def _frame(request: PersonRequest, found: Course, mock: MockExam) -> dict[str, Any]:
    at = now()
    return {
        "course": found,
        "mock": mock,
        "seconds_left": seconds_left(mock, at=at),
        "granted": accommodations_for(request.user, at=at),
        "breadcrumbs": _trail(found),
    }


def _compared(
    found: Course, mocks: tuple[EndedMock, ...], *, this: EndedMock | None = None
) -> dict[str, Any]:
    """The mock exams of a course side by side, as a picture and as rows, the newest first."""
    has_standard = standard_of(found.code, at=now()) is not None
    percent = programme().about.exam_policy.pass_mark_percent
    numbered = [(number, one, one.mock.pk) for number, one in enumerate(mocks, start=1)]
    return {
        "has_standard": has_standard,
        "picture": picture_of_mocks(mocks, this=this, mark=None if has_standard else percent)
        if mocks
        else None,
        "mocks": numbered[::-1],
        "mark_percent": percent,
    }


def _topics(found: Course, scores: tuple[TopicScore, ...]) -> list[dict[str, Any]]:
    by_topic = {one.topic: one for one in scores}
    return [
        {
            "topic": row.topic,
            "title": row.title,
            "score": by_topic[row.topic],
            "percent": int(by_topic[row.topic].points * 100 // by_topic[row.topic].of),
        }
        for row in found.blueprint
        if row.topic in by_topic
    ]


def _where_most_is_to_gain(topics: list[dict[str, Any]], percent: int) -> list[dict[str, Any]]:
    weak = [one for one in topics if one["percent"] < percent]
    weak.sort(key=lambda one: one["score"].points - one["score"].of)
    return weak[:MOST_WEAK_TOPICS]


def _outcome(seat: MockSeat) -> tuple[str, LocalText]:
    """How a question came out: the class of its sign, and in words."""
    if not seat.is_answered:
        return "open", LocalText(en="not answered", ms="tidak dijawab")
    score = seat.score
    if score.points is None:
        return "open", LocalText(en="not scored", ms="tanpa markah")
    if score.is_right:
        return "right", LocalText(en="right", ms="betul")
    if score.points:
        return "partly", LocalText(en="partly right", ms="sebahagiannya betul")
    return "wrong", LocalText(en="not right", ms="tidak betul")


def _picture_url(found: Course, mock: MockExam) -> Callable[[str], str]:
    def url(item: str) -> str:
        return reverse("mock-exam-picture", args=[found.code.lower(), mock.pk, item.lower()])

    return url


def _mock_or_404(request: PersonRequest, code: str, id: UUID) -> tuple[Course, MockExam]:
    found = open_course_or_404(code)
    mock = mock_of(request.user, found.code, id)
    if mock is None:
        raise Http404
    return found, mock


def _trail(found: Course) -> list[dict[str, str]]:
    here = {"label": _("Mock exams"), "url": reverse("mock-exams", args=[found.code.lower()])}
    return [*course_trail(found), here]


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 5 else 0


urlpatterns = [
    path("study/<slug:code>/mock/", home, name="mock-exams"),
    path("study/<slug:code>/mock/start/", start, name="mock-exam-start"),
    path("study/<slug:code>/mock/<uuid:mock>/", sit, name="mock-exam"),
    path("study/<slug:code>/mock/<uuid:mock>/review/", review, name="mock-exam-review"),
    path("study/<slug:code>/mock/<uuid:mock>/submit/", submit, name="mock-exam-submit"),
    path("study/<slug:code>/mock/<uuid:mock>/result/", result, name="mock-exam-result"),
    path(
        "study/<slug:code>/mock/<uuid:mock>/pictures/<slug:item>/",
        picture,
        name="mock-exam-picture",
    ),
]
