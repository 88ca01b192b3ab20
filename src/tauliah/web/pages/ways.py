"""The way to designations: a plan on the calendar, what-if, and the plan as an iCalendar file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tauliah.apps.catalogue.queries import local_day, programme
from tauliah.apps.people.permissions import Permission
from tauliah.apps.people.queries import User, candidate
from tauliah.apps.record.queries import audits_of, faults_of
from tauliah.apps.study.ways import Ways, way_of, ways_of
from tauliah.core.audit.pathfinder import Milestone, NoPlan, Plan, Step, calendar_of
from tauliah.web.clock import now
from tauliah.web.limits import is_too_often
from tauliah.web.permissions import PersonRequest, requires
from tauliah.web.telling import active_language, trail
from tauliah.web.way_form import WayForm
from tauliah.web.way_picture import picture_of

QUESTIONS_A_MINUTE = 20
"""Each may cost the server some seconds of work."""


@dataclass(frozen=True, slots=True)
class Stop:
    """One point of the way as it is listed: a step or a designation reached."""

    day: date
    step: Step | None = None
    milestone: Milestone | None = None


@requires(Permission.RECORD_READ_OWN)
@require_safe
def my_way(request: PersonRequest) -> HttpResponse:
    """A person's own way, as the address asks for it."""
    context = {"breadcrumbs": trail(), "calendar": reverse("candidate-way-calendar")}
    return _way_page(request, request.user, "candidate/way.html", context)


@requires(Permission.RECORD_READ_OWN)
@require_safe
def my_calendar(request: PersonRequest) -> HttpResponse:
    """The same plan for the calendar of a telephone."""
    return _calendar(request, request.user)


@requires(Permission.RECORDS_READ)
@require_safe
def way_of_candidate(request: PersonRequest, id: UUID) -> HttpResponse:
    """The way of a candidate who asks the registrar for it."""
    person = _candidate_or_404(id)
    context = {
        "person": person,
        "breadcrumbs": [{"label": _("Candidates"), "url": reverse("registrar-candidates")}],
        "calendar": reverse("registrar-candidate-way-calendar", args=[id]),
    }
    return _way_page(request, person, "registrar/candidate-way.html", context)


@requires(Permission.RECORDS_READ)
@require_safe
def calendar_of_candidate(request: PersonRequest, id: UUID) -> HttpResponse:
    """The plan of a candidate as a calendar."""
    return _calendar(request, _candidate_or_404(id))


def _way_page(
    request: PersonRequest, person: User, template: str, context: dict[str, Any]
) -> HttpResponse:
    at, published = now(), programme()
    if faults_of(person):
        return render(request, template, {**context, "not_whole": True})
    form = _form(request, person)
    context |= {"form": form, "about": published.about, "query": form.asked()}
    if not form.designations or not form.is_valid():
        status = 400 if form.designations else 200
        return render(request, template, context, status=status)
    if is_too_often(request, "way", most=QUESTIONS_A_MINUTE, at=at):
        return render(request, template, {**context, "too_often": True}, status=429)
    found = ways_of(
        person, form.wishes(), objective=form.objective(), supposing=form.supposing(), at=at
    )
    context |= _answer(form, found)
    if isinstance(found.answer, Plan):
        context["picture"] = picture_of(found.answer, published)
    return render(request, template, context)


def _answer(form: WayForm, found: Ways) -> dict[str, Any]:
    """What a template shows of an answer."""
    context: dict[str, Any] = {"comparison": found.comparison}
    if isinstance(found.answer, NoPlan):
        return {**context, "no_plan": found.answer, "opened": _opened(form, found.answer)}
    others = [(one, form.asked(best=one.objective)) for one in found.others]
    return {**context, "plan": found.answer, "stops": list(_stops(found.answer)), "others": others}


def _stops(plan: Plan) -> Iterator[Stop]:
    """Steps and designations in the order of their days; a designation follows its last step."""
    steps = [Stop(step.day, step=step) for step in plan.steps]
    reached = [Stop(one.day, milestone=one) for one in plan.milestones]
    yield from sorted((*steps, *reached), key=lambda stop: (stop.day, stop.milestone is not None))


def _opened(form: WayForm, answer: NoPlan) -> str:
    """The address of the question that supposes courses in preparation open, where that helps."""
    if all(one.code != "in-preparation" for one in answer.conflicts):
        return ""
    return form.asked(opens=form.on.isoformat())


def _calendar(request: PersonRequest, person: User) -> HttpResponse:
    at, form = now(), _form(request, person)
    if faults_of(person) or not form.designations or not form.is_valid():
        raise Http404
    if is_too_often(request, "way", most=QUESTIONS_A_MINUTE, at=at):
        return HttpResponse(_("Too many questions in one minute. Wait a minute."), status=429)
    found = way_of(
        person, form.wishes(), objective=form.objective(), supposing=form.supposing(), at=at
    )
    if isinstance(found, NoPlan):
        raise Http404
    made = calendar_of(
        found,
        programme(),
        language="ms" if active_language() == "ms" else "en",
        made_at=at,
        owner=person.candidate_number,
    )
    return HttpResponse(
        made,
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="plan.ics"'},
    )


def _form(request: PersonRequest, person: User) -> WayForm:
    at = now()
    data = request.GET if request.GET.get("hours") is not None else None
    return WayForm(programme(), audits_of(person, at=at), data, on=local_day(at))


def _candidate_or_404(id: UUID) -> User:
    person = candidate(id)
    if person is None:
        raise Http404
    return person


_CANDIDATE = "registrar/candidates/<uuid:id>/way/"
urlpatterns = [
    path("my/way/", my_way, name="candidate-way"),
    path("my/way/calendar.ics", my_calendar, name="candidate-way-calendar"),
    path(_CANDIDATE, way_of_candidate, name="registrar-candidate-way"),
    path(
        f"{_CANDIDATE}calendar.ics", calendar_of_candidate, name="registrar-candidate-way-calendar"
    ),
]
