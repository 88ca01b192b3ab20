"""Practise today, towards the exam day, and how ready one is."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tauliah.apps.catalogue.queries import programme
from tauliah.apps.mock_exams.queries import ended_mocks
from tauliah.apps.people.permissions import Permission
from tauliah.apps.study.actions import answer_practice_item
from tauliah.apps.study.practising import MINUTES_OFFERED, Today, today_of
from tauliah.apps.study.queries import last_practice_answer, practice_item, progress_in
from tauliah.apps.study.readying import ready_for
from tauliah.apps.study.reviewing import choose_minutes, review_card, undo_review
from tauliah.core.kernel import LANGUAGES, LocalText, Refused
from tauliah.core.practice import Readiness
from tauliah.core.programme import Course
from tauliah.web.clock import now
from tauliah.web.items import judged_item
from tauliah.web.pages.study import (
    asked_to_practise,
    course_trail,
    open_course_or_404,
    practice_value_sent,
)
from tauliah.web.permissions import PersonRequest, requires
from tauliah.web.telling import active_language, refuse, said

LANGUAGE_NAMES = {"en": "English", "ms": "Bahasa Melayu"}
SELDOM, NEARLY_ALWAYS = 0.05, 0.95


@requires(Permission.PRACTISE)
@require_http_methods(["GET", "HEAD", "POST"])
def today(request: PersonRequest, code: str) -> HttpResponse:
    """What comes next today; posting rates a card or answers an item."""
    found = open_course_or_404(code)
    if request.method == "POST":
        return _rated(request, found) if "card" in request.POST else _answered(request, found)
    due = today_of(request.user, found, at=now())
    context = {
        **_frame(found, due),
        "card": _card(request, due),
        "item": _item(found, due),
        "next_lesson": progress_in(request.user, found.code).next_lesson,
    }
    return render(request, "study/today.html", context)


def _rated(request: PersonRequest, found: Course) -> HttpResponse:
    posted = request.POST
    rating = posted.get("rating", "")
    refused = review_card(
        request.user,
        found.code,
        posted.get("card", ""),
        rating=int(rating) if rating.isdecimal() else 0,
        seconds=_seconds(request),
        language=posted.get("language", ""),
        at=now(),
    )
    if refused:
        return refuse(request, refused, "practise-today", found.code.lower())
    return redirect("practise-today", found.code.lower())


def _answered(request: PersonRequest, found: Course) -> HttpResponse:
    item = request.POST.get("item", "")
    value = practice_value_sent(request, found, item)
    if value is None:
        messages.warning(request, _("Give an answer first."))
        return redirect("practise-today", found.code.lower())
    outcome = answer_practice_item(
        request.user,
        found.code,
        item,
        value=value,
        seconds=_seconds(request),
        language=active_language(),
        at=now(),
    )
    if isinstance(outcome, Refused):
        return refuse(request, outcome, "practise-today", found.code.lower())
    return redirect("practise-answered", found.code.lower(), item)


@requires(Permission.PRACTISE)
@require_safe
def answered(request: PersonRequest, code: str, item: str) -> HttpResponse:
    """The last answer to a practice item, judged, on the way to what comes next today."""
    found = open_course_or_404(code)
    asked = practice_item(found.code, item)
    if asked is None:
        raise Http404
    chosen = last_practice_answer(request.user, found.code, item)
    if chosen is None:
        return redirect("practise-today", found.code.lower())
    lessons = programme().lessons_of(found.code)
    context = {
        **_frame(found, today_of(request.user, found, at=now())),
        "item": asked_to_practise(found, asked, value=chosen),
        "judged": judged_item(asked, chosen),
        "lesson": next((one for one in lessons if one.slug == asked.text.lesson), None),
    }
    return render(request, "study/today-answered.html", context)


@requires(Permission.PRACTISE)
@require_POST
def undo(request: PersonRequest, code: str) -> HttpResponse:
    """Take back the last rating of a card."""
    found = open_course_or_404(code)
    refused = undo_review(request.user, found.code, at=now())
    if refused:
        return refuse(request, refused, "practise-today", found.code.lower())
    messages.success(request, _("The last rating was taken back."))
    return redirect("practise-today", found.code.lower())


@requires(Permission.PRACTISE)
@require_POST
def minutes(request: PersonRequest, code: str) -> HttpResponse:
    """Choose how many minutes a day the course is given."""
    found = open_course_or_404(code)
    asked = request.POST.get("minutes", "")
    number = int(asked) if asked.isdecimal() else 0
    refused = choose_minutes(request.user, found.code, number, at=now())
    if refused:
        return refuse(request, refused, "practise-today", found.code.lower())
    return redirect("practise-today", found.code.lower())


@requires(Permission.PRACTISE)
@require_safe
def ready(request: PersonRequest, code: str) -> HttpResponse:
    """How likely it is to pass, today and on the day, and what would help most."""
    found = open_course_or_404(code)
    state = ready_for(request.user, found, at=now())
    told = [
        (title, _odds(one))
        for title, one in ((_("Today"), state.today), (_("On the day"), state.on_the_day))
        if one is not None
    ]
    context = {
        "course": found,
        "ready": state,
        "told": told,
        "adds": round(state.adds * 100),
        "newest_mock": next(iter(ended_mocks(request.user, found.code)[::-1]), None),
        "breadcrumbs": course_trail(found),
    }
    return render(request, "study/readiness.html", context)


def _odds(one: Readiness) -> dict[str, Any]:
    """A probability in words and as ten dots, of which so many are filled, with its limits."""
    low, high = int(one.low * 10), -int(-one.high * 10 // 1)
    words, filled = _in_ten(one)
    return {
        "words": words,
        "limits": _("between %(low)s and %(high)s in 10") % {"low": low, "high": high},
        "dots": [{"x": 12 + 24 * place, "is_filled": place < filled} for place in range(10)],
        "band": {"x": round(240 * one.low), "width": max(2, round(240 * (one.high - one.low)))},
    }


def _in_ten(one: Readiness) -> tuple[str, int]:
    """The words, and how many dots say the same."""
    if one.probability > NEARLY_ALWAYS:
        return _("more than 9 in 10"), 10
    if one.probability < SELDOM:
        return _("fewer than 1 in 10"), 0
    return _("about %(number)s in 10") % {"number": one.in_ten}, one.in_ten


def _frame(found: Course, due: Today) -> dict[str, Any]:
    return {
        "course": found,
        "today": due,
        "minutes_done": min(due.minutes_done, due.minutes),
        "minutes_offered": sorted({*MINUTES_OFFERED, due.minutes}),
        "aim": _aim_words(due),
        "known": round(due.known * 100),
        "untouched": round(due.untouched * 100),
        "breadcrumbs": course_trail(found),
    }


def _aim_words(due: Today) -> LocalText | str:
    days = due.aim.days
    if days is None:
        return _(
            "You have passed this exam. Practice now keeps what you learnt: only what is about to be "
            "forgotten comes back."
        )
    if due.aim.why == "booked":
        return ngettext(
            "It aims at your exam, %(days)s day from now.",
            "It aims at your exam, %(days)s days from now.",
            days,
        ) % {"days": days}
    return ngettext(
        "You have not booked this exam yet. Until you do, practice aims at the last day of the next "
        "window that leaves four weeks to prepare, %(days)s day from now.",
        "You have not booked this exam yet. Until you do, practice aims at the last day of the next "
        "window that leaves four weeks to prepare, %(days)s days from now.",
        days,
    ) % {"days": days}


def _card(request: PersonRequest, due: Today) -> dict[str, Any] | None:
    """The card that comes next in the language that was asked for, and in which it can be had too."""
    unit = due.next
    if unit is None or unit.card is None:
        return None
    asked = request.GET.get("in", "")
    language = asked if asked in LANGUAGES else active_language()
    other = next(one for one in LANGUAGES if one != language)
    lessons = programme().lessons_of(due.course.code)
    return {
        "code": unit.code,
        "front": unit.card.front.in_language(language),
        "back": unit.card.back.in_language(language),
        "language": language,
        "other": other,
        "other_name": LANGUAGE_NAMES[other],
        "topic": said(due.course.blueprint[unit.topic].title),
        "lesson": next(one for one in lessons if one.slug == unit.lesson),
        "is_new": due.memory is None,
        "leech": due.leech,
    }


def _item(found: Course, due: Today) -> Any:
    unit = due.next
    return asked_to_practise(found, unit.item) if unit and unit.item else None


def _seconds(request: PersonRequest) -> float:
    """How long the page was looked at, as its script measured it; the action bounds it."""
    try:
        return float(request.POST.get("seconds", ""))
    except ValueError:
        return 0.0


urlpatterns = [
    path("study/<slug:code>/today/", today, name="practise-today"),
    path("study/<slug:code>/today/undo/", undo, name="practise-undo"),
    path("study/<slug:code>/today/minutes/", minutes, name="practise-minutes"),
    path("study/<slug:code>/today/answered/<slug:item>/", answered, name="practise-answered"),
    path("study/<slug:code>/readiness/", ready, name="readiness"),
]
