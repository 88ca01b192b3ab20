"""Exams before and after the room: offers, booking, the start, and results."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from tauliah.apps.catalogue.queries import programme
from tauliah.apps.itembank.queries import form_items
from tauliah.apps.marking.queries import waiting_in
from tauliah.apps.people.permissions import Permission
from tauliah.apps.record.queries import standing
from tauliah.apps.results.actions import close_overdue_attempts
from tauliah.apps.results.queries import Result, result_of, results_of
from tauliah.apps.results.reporting import waits_for_equating
from tauliah.apps.sittings.actions import book, cancel_booking, start_attempt
from tauliah.apps.sittings.adapted import accommodations_for
from tauliah.apps.sittings.queries import (
    Attempt,
    Booking,
    ExamOffer,
    attempt_of,
    attempts_of,
    blueprint_of,
    booking_obstacle,
    booking_of,
    coming_windows,
    deadline_of_start,
    exam_offers,
    exam_time,
    policy_of,
    start_obstacle,
    window_after,
    window_at,
)  # fmt: skip
from tauliah.apps.sittings.seals import receipt_for
from tauliah.apps.standards.in_force import standard_of
from tauliah.core.exam import TopicScore
from tauliah.core.kernel import LocalText, Refused
from tauliah.core.programme import Course
from tauliah.core.programme.items import ExtendedResponse, SingleChoice
from tauliah.web import safe_browser
from tauliah.web.pages import exam_room
from tauliah.web.pages.exam_room import person_in
from tauliah.web.permissions import requires

ANSWERS_PAGE = "answers"
"""The programme's own page on how answers are kept, where it has one."""
MOST_WEAK_TOPICS = 3
"""How many topics a result names to be studied first."""


@dataclass(frozen=True, slots=True)
class Offer:
    """An exam as the page offers it: its course, what can be done, and an attempt that waits."""

    course: Course
    offer: ExamOffer
    time_has_ended: bool
    passed_by: UUID | None


@dataclass(frozen=True, slots=True)
class Sitting:
    """An exam that was sat: its title, its attempt, and its result where it has one."""

    title: LocalText | None
    attempt: Attempt
    result: Result | None


@dataclass(frozen=True, slots=True)
class Topic:
    """One topic of a result under its title."""

    title: LocalText | str
    score: TopicScore

    @property
    def percent(self) -> int:
        """Points in a hundred, rounded down like the whole score."""
        return int(self.score.points * 100 // self.score.of)


@dataclass(frozen=True, slots=True)
class Kinds:
    """What the scored items of a form are like, as far as it may be told before the start."""

    is_one_best_answer: bool
    is_by_points: bool
    has_responses: bool


@requires(Permission.BOOK)
@require_safe
def exams(request: HttpRequest) -> HttpResponse:
    """Which exams can be booked now, the own bookings and sittings, and the rules in words."""
    return _exams(request)


@requires(Permission.BOOK)
@require_POST
def book_exam(request: HttpRequest) -> HttpResponse:
    """Take a place in the window that the page was shown with."""
    person, at = person_in(request), exam_time()
    # an exam whose time has ended may have been passed
    close_overdue_attempts(at=at, person=person)
    course, window = request.POST.get("course", ""), request.POST.get("window", "")
    booking = book(person, course, window=window, at=at)
    if isinstance(booking, Refused):
        return _exams(request, refused=booking, status=409)
    messages.success(request, _("Your exam is booked. Start it when you are ready."))
    return redirect("exams")


@requires(Permission.BOOK)
@require_POST
def cancel(request: HttpRequest, booking: UUID) -> HttpResponse:
    """Give a place back."""
    found = booking_of(person_in(request), booking)
    if found is None:
        raise Http404
    refused = cancel_booking(person_in(request), found, at=exam_time())
    if refused:
        return _exams(request, refused=refused, status=409)
    messages.success(request, _("Your booking is cancelled. It counts towards no limit."))
    return redirect("exams")


@requires(Permission.SIT)
@never_cache
def start(request: HttpRequest, booking: UUID) -> HttpResponse:
    """What to know before the clock runs; posting to it starts the clock."""
    found = booking_of(person_in(request), booking)
    if found is None:
        raise Http404
    refused = start_obstacle(found, at=exam_time())
    if not refused and policy_of(found).safe_exam_browser and not safe_browser.is_proven(request):
        return safe_browser.refused(request)
    if request.method == "POST":
        outcome = start_attempt(
            person_in(request), found.pk, at=exam_time(), language=get_language() or ""
        )
        if not isinstance(outcome, Refused):
            return redirect("exam-attempt", outcome.pk)
        refused = outcome
    elif found.state == "started":
        return redirect("exam-attempt", found.attempt.pk)
    at = exam_time()
    granted = accommodations_for(person_in(request), at=at)
    ends = deadline_of_start(found, extra_time_percent=granted.extra_time_percent, at=at)
    context = {
        "booking": found,
        "course": programme().course(found.course),
        "policy": policy_of(found),
        "has_standard": standard_of(found.course, at=at) is not None,
        "waits_for_equating": waits_for_equating(found, started_at=at),
        "kinds": _kinds(found),
        "length": _spoken_length(int((ends - at).total_seconds())),
        "answers_page": _answers_page(),
        "granted": granted,
        "refused": refused,
        "breadcrumbs": [_crumb(_("Exams"), "exams")],
    }
    return render(request, "exam/start.html", context, status=409 if refused else 200)


@requires(Permission.RESULTS_READ_OWN)
@require_safe
@never_cache
def result(request: HttpRequest, attempt: UUID) -> HttpResponse:
    """Passed or not, the score, the breakdown by topic, and what comes next."""
    found = attempt_of(person_in(request), attempt)
    if found is None:
        raise Http404
    if found.submitted_at is None:
        return redirect("exam-attempt", attempt)
    scored = result_of(person_in(request), attempt)
    course = found.booking.course
    context: dict[str, Any] = {
        "attempt": found,
        "receipt": receipt_for(person_in(request), attempt),
        "title": _titles().get(course, course),
        "course": course,
        "about": programme().about,
        "breadcrumbs": [_crumb(_("Exams"), "exams")],
    }
    if found.sealed_as == "voided":
        return render(request, "exam/voided.html", context)
    if scored is None:
        context["waiting"] = waiting_in(attempt)
        context["waits_for_equating"] = waits_for_equating(
            found.booking, started_at=found.started_at
        )
        return render(request, "exam/unscored.html", context)
    titles = blueprint_of(found)
    topics = [Topic(titles.get(one.topic, one.topic), one) for one in scored.topics]
    pass_mark = policy_of(found.booking).pass_mark_percent
    at = exam_time()
    window = window_at(at) or window_after(at)
    context |= {
        "result": scored,
        "topics": topics,
        "weak": _where_most_is_to_gain(topics, pass_mark_percent=pass_mark),
        "window": window,
        "obstacle": booking_obstacle(person_in(request), course, window=window.code, at=at),
    }
    return render(request, "exam/result.html", context)


def _kinds(booking: Booking) -> Kinds:
    items = [item.text for item in form_items(booking.form) if not item.is_pilot]
    return Kinds(
        is_one_best_answer=all(isinstance(item, SingleChoice) for item in items),
        is_by_points=not all(item.is_plain for item in items),
        has_responses=any(isinstance(item, ExtendedResponse) for item in items),
    )


def _spoken_length(seconds: int) -> str:
    """A length of time in words, to the second: the time of an exam with extra time has odd ones."""
    minutes, odd = divmod(seconds, 60)
    if odd:
        return _("%(minutes)s minutes and %(seconds)s seconds") % {
            "minutes": minutes,
            "seconds": odd,
        }
    return ngettext("%(minutes)s minute", "%(minutes)s minutes", minutes) % {"minutes": minutes}


def _where_most_is_to_gain(topics: list[Topic], *, pass_mark_percent: int) -> list[Topic]:
    weak = [topic for topic in topics if topic.percent < pass_mark_percent]
    weak.sort(key=lambda topic: topic.score.points - topic.score.of)
    return weak[:MOST_WEAK_TOPICS]


def _exams(
    request: HttpRequest, *, refused: Refused | None = None, status: int = 200
) -> HttpResponse:
    person, at, published = person_in(request), exam_time(), programme()
    results = {one.attempt: one for one in results_of(person)}
    passed = {one.course: one.attempt for one in results.values() if one.passed}
    titles = _titles()
    offers = [
        Offer(
            course=published.course(offer.course),
            offer=offer,
            time_has_ended=bool(offer.running and exam_room.time_has_ended(offer.running, at)),
            passed_by=passed.get(offer.course),
        )
        for offer in exam_offers(person, at=at)
    ]
    context: dict[str, Any] = {
        "refused": refused,
        "about": published.about,
        "window": window_at(at),
        "coming": coming_windows(at),
        "offers": offers,
        "is_matriculated": bool(standing(person).matriculated),
        "in_preparation": [course for course in published.courses if not course.is_open],
        "sittings": [
            Sitting(titles.get(one.booking.course), one, results.get(one.pk))
            for one in attempts_of(person)
            if one.submitted_at is not None
        ],
        "breadcrumbs": [],
    }
    return render(request, "exam/exams.html", context, status=status)


def _titles() -> dict[str, LocalText]:
    return {course.code: course.title for course in programme().courses}


def _crumb(label: str, url_name: str) -> dict[str, str]:
    return {"label": label, "url": reverse(url_name)}


def _answers_page() -> str:
    slugs = {page.slug for page in programme().pages}
    return ANSWERS_PAGE if f"pages/{ANSWERS_PAGE}" in slugs else ""


urlpatterns = [
    path("exams/", exams, name="exams"),
    path("exams/book/", book_exam, name="exam-book"),
    path("exams/bookings/<uuid:booking>/start/", start, name="exam-start"),
    path("exams/bookings/<uuid:booking>/cancel/", cancel, name="exam-cancel"),
    path("exams/attempts/<uuid:attempt>/result/", result, name="exam-result"),
    *exam_room.urlpatterns,
]
