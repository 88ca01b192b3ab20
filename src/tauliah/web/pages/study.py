"""Where a candidate studies: courses, lessons and practice."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tauliah.apps.catalogue.queries import local_day, programme, released_file
from tauliah.apps.itembank.queries import BankItem
from tauliah.apps.people.permissions import Permission
from tauliah.apps.people.queries import User
from tauliah.apps.reading.queries import count_notes, last_reading, readings_in
from tauliah.apps.record.queries import audits_of, standing
from tauliah.apps.sittings.queries import ExamOffer, exam_offers
from tauliah.apps.standards.in_force import standard_of
from tauliah.apps.study.actions import answer_practice_item
from tauliah.apps.study.queries import (
    CourseProgress,
    last_practice_answer,
    next_practice_item,
    practice_item,
    progress_in,
    progress_in_ethics_courses,
    progress_in_open_courses,
)  # fmt: skip
from tauliah.core.exam import shuffled
from tauliah.core.exam.answers import names_of
from tauliah.core.kernel import Refused
from tauliah.core.programme import Course, EthicsCourse, TaughtCourse, Topic
from tauliah.core.programme.items import Match, Order
from tauliah.web.clock import now
from tauliah.web.items import (
    AskedItem,
    asked_item,
    drawing_response,
    judged_item,
    picture_response,
    value_sent,
)
from tauliah.web.markdown import render_markdown
from tauliah.web.permissions import PersonRequest, requires
from tauliah.web.telling import active_language, refuse, said, trail

ALL_TOPICS = "all-topics"
"""Stands in an address where a topic would, for practice across the whole course."""


@requires(Permission.STUDY)
@require_safe
def home(request: PersonRequest) -> HttpResponse:
    """The courses that are open, with progress, those on ethics, and those in preparation."""
    person = request.user
    wanted = _courses_wanted(person)
    progress = progress_in_open_courses(person)
    context = {
        "progress": sorted(progress, key=lambda one: wanted.get(one.course.code, len(wanted))),
        "on_ethics": progress_in_ethics_courses(person),
        "passed": standing(person).exams_passed,
        "in_preparation": [course for course in programme().courses if not course.is_open],
        "reading": last_reading(person, language=active_language()),
        "breadcrumbs": trail(),
    }
    return render(request, "study/home.html", context)


@requires(Permission.STUDY)
@require_safe
def course(request: PersonRequest, code: str) -> HttpResponse:
    """One course: lessons, practice by topic, the blueprint, and the way to its exam.

    Of a course on ethics: the way to the code instead, for it has no exam.
    """
    found = course_or_404(code)
    if isinstance(found, EthicsCourse):
        return _ethics_course(request, found)
    person = request.user
    progress = progress_in(person, found.code)
    context = {
        "course": found,
        "page": programme().page(found.page),
        "about": programme().about,
        "has_standard": standard_of(found.code, at=now()) is not None,
        "progress": progress,
        "topics": list(zip(found.topics, progress.practice, strict=True)),
        **_reading(person, progress),
        "passed": standing(person).exams_passed.get(found.code),
        "offer": _offer(person, found),
        "breadcrumbs": trail((_("Study"), reverse("study-home"))),
    }
    return render(request, "study/course.html", context)


def _ethics_course(request: PersonRequest, found: EthicsCourse) -> HttpResponse:
    progress, page = progress_in(request.user, found.code), programme().page(found.page)
    in_force = programme().ethics_on(found.ethics, local_day(now()))
    held = standing(request.user)
    context = {
        "course": found,
        "page": page,
        "body": render_markdown(page.in_language(active_language()).body),
        "progress": progress,
        "topics": list(zip(found.topics, progress.practice, strict=True)),
        **_reading(request.user, progress),
        "code": in_force,
        "accepted": held.acceptance_of(found.ethics, in_force.version) if in_force else None,
        "breadcrumbs": trail((_("Study"), reverse("study-home"))),
    }
    return render(request, "study/ethics-course.html", context)


def _reading(person: User, progress: CourseProgress) -> dict[str, Any]:
    """The lessons of a course with where each was left, the one to go on with, and how many notes."""
    readings = readings_in(person, progress.course.code, language=active_language())
    begun = [one for one in readings.values() if not one.is_at_the_end]
    return {
        "lessons": [(lesson, readings.get(lesson.slug)) for lesson in progress.lessons],
        "reading": begun[0] if begun else None,
        "notes": count_notes(person, progress.course.code),
    }


@requires(Permission.PRACTISE)
@require_safe
def figure(request: PersonRequest, code: str, name: str) -> HttpResponse:  # noqa: ARG001
    """A figure of a course's lessons, in the language of the page."""
    try:
        found = programme().figure(course_or_404(code).code, name)
    except KeyError as missing:
        raise Http404 from missing
    return drawing_response(released_file(found.files.in_language(active_language())))


@requires(Permission.PRACTISE)
@require_safe
def practice(request: PersonRequest, code: str) -> HttpResponse:
    """The choice of a topic to practise."""
    found = course_or_404(code)
    progress = progress_in(request.user, found.code)
    context = {
        "course": found,
        "progress": progress,
        "topics": list(zip(found.topics, progress.practice, strict=True)),
        "all_topics": ALL_TOPICS,
        "breadcrumbs": course_trail(found),
    }
    return render(request, "study/practice.html", context)


@requires(Permission.PRACTISE)
def practice_next(request: PersonRequest, code: str, topic: str) -> HttpResponse:
    """The next practice item of a topic; posting an option judges it."""
    found = course_or_404(code)
    row = _topic_or_404(found, topic)
    person = request.user
    if request.method == "POST":
        code_of_item = request.POST.get("item", "")
        value = practice_value_sent(request, found, code_of_item)
        if value is None:
            messages.warning(request, _("Give an answer first."))
            return redirect("practice-next", code, topic)
        outcome = answer_practice_item(person, found.code, code_of_item, value=value, at=now())
        if isinstance(outcome, Refused):
            return refuse(request, outcome, "practice-next", code, topic)
        return redirect("practice-answered", code, topic, code_of_item)
    item = next_practice_item(person, found.code, row.topic if row else "")
    context = {
        "item": asked_to_practise(found, item) if item else None,
        **_practice_context(person, found, row, topic),
    }
    return render(request, "study/practice-item.html", context)


@requires(Permission.PRACTISE)
@require_safe
def practice_answered(request: PersonRequest, code: str, topic: str, item: str) -> HttpResponse:
    """The last answer to a practice item, judged, with the explanation of every option."""
    found = course_or_404(code)
    row = _topic_or_404(found, topic)
    answered = practice_item(found.code, item)
    if answered is None:
        raise Http404
    person = request.user
    chosen = last_practice_answer(person, found.code, item)
    if chosen is None:
        return redirect("practice-next", code, topic)
    lessons = [
        one for one in programme().lessons_of(found.code) if one.slug == answered.text.lesson
    ]
    context = {
        "item": asked_to_practise(found, answered, value=chosen),
        "judged": judged_item(answered, chosen),
        "lesson": lessons[0] if lessons else None,
        **_practice_context(person, found, row, topic),
    }
    return render(request, "study/practice-answered.html", context)


@requires(Permission.PRACTISE)
@require_safe
def practice_picture(request: PersonRequest, code: str, item: str) -> HttpResponse:  # noqa: ARG001
    """The picture of a practice item."""
    found = practice_item(course_or_404(code).code, item.upper())
    return picture_response(found.picture if found else None)


def asked_to_practise(found: TaughtCourse, item: BankItem, *, value: object = None) -> AskedItem:
    """A practice item; what would stand in its right order as written is shuffled by its code."""
    url = reverse("practice-picture", args=[found.code.lower(), item.code.lower()])
    order = names_of(item.text)
    if isinstance(item.text, Order | Match):
        order = shuffled(order, seed=item.code)
    return asked_item(item, value=value, order=order, picture_url=url)


def practice_value_sent(request: PersonRequest, found: TaughtCourse, code: str) -> Any:
    """What a form says of a practice item; None where nothing was answered."""
    item = practice_item(found.code, code)
    if item is None:
        return ""  # what there is not cannot be answered, which the action says
    return value_sent(item.text, request.POST, field="answer", language=active_language())


def _courses_wanted(person: User) -> dict[str, int]:
    """The courses still asked for by what a person has entered for: code -> place in the rules."""
    entered = [audit for audit in audits_of(person, at=now()) if audit.matriculated]
    leaves = [leaf for audit in entered for leaf in audit.finding.all_findings()]
    codes = [leaf.code for leaf in leaves if leaf.kind in ("exam", "course") and not leaf.met]
    return {code: place for place, code in enumerate(dict.fromkeys(codes))}


def _practice_context(
    person: User, found: TaughtCourse, row: Topic | None, topic: str
) -> dict[str, Any]:
    progress = progress_in(person, found.code)
    counted = [one for one in progress.practice if row is None or one.topic == row.topic]
    practice_crumb = {
        "label": _("Practice"),
        "url": reverse("practice", args=[found.code.lower()]),
    }
    return {
        "course": found,
        "row": row,
        "topic": topic,
        "items": sum(one.items for one in counted),
        "tried": sum(one.tried for one in counted),
        "right": sum(one.right for one in counted),
        "breadcrumbs": [*course_trail(found), practice_crumb],
    }


def course_or_404(code: str) -> TaughtCourse:
    """A course that is taught, by its code in an address."""
    try:
        return programme().taught(code.upper())
    except KeyError as missing:
        raise Http404 from missing


def open_course_or_404(code: str) -> Course:
    """A course with an exam that is open for study, by its code in an address."""
    found = programme().course_by_code.get(code.upper())
    if found is None or not found.is_open:
        raise Http404
    return found


def topic_of(found: TaughtCourse, topic: str) -> Topic | None:
    """The topic of that name; None where the course has none."""
    return next((one for one in found.topics if one.topic == topic), None)


def _topic_or_404(found: TaughtCourse, topic: str) -> Topic | None:
    """The topic of that name; None stands for all topics."""
    row = topic_of(found, topic)
    if row is None and topic != ALL_TOPICS:
        raise Http404
    return row


def _offer(person: User, found: Course) -> ExamOffer | None:
    offers = exam_offers(person, at=now())
    return next((offer for offer in offers if offer.course == found.code), None)


def course_trail(found: TaughtCourse) -> list[dict[str, str]]:
    """The breadcrumbs of what belongs to a course."""
    return trail(
        (_("Study"), reverse("study-home")),
        (said(found.title), reverse("study-course", args=[found.code.lower()])),
    )


urlpatterns = [
    path("study/", home, name="study-home"),
    path("study/<slug:code>/", course, name="study-course"),
    path("study/<slug:code>/figures/<slug:name>/", figure, name="figure"),
    path("study/<slug:code>/practice/", practice, name="practice"),
    path("study/<slug:code>/pictures/<slug:item>/", practice_picture, name="practice-picture"),
    path("study/<slug:code>/practice/<slug:topic>/", practice_next, name="practice-next"),
    path(
        "study/<slug:code>/practice/<slug:topic>/<slug:item>/",
        practice_answered,
        name="practice-answered",
    ),
]
