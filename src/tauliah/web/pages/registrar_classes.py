"""The registrar's classes: opened, changed, called off, printed, and their attendance marked."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tauliah.apps.classes.actions import call_off, open_class, set_seats, take_off
from tauliah.apps.classes.attendance import mark_attendance, marking_refusal
from tauliah.apps.classes.opening import openable
from tauliah.apps.classes.queries import (
    RollLine,
    ScheduledClass,
    page_of_all_classes,
    roll_of,
    seat_entries,
    title_of,
)
from tauliah.apps.people.permissions import Permission
from tauliah.core.kernel import Refused
from tauliah.web.class_forms import OpenClass, Seats, WhyClass
from tauliah.web.clock import now
from tauliah.web.desk import candidate_or_404, is_done
from tauliah.web.pages.classes import class_or_404
from tauliah.web.paging import pages_of
from tauliah.web.permissions import PersonRequest, requires
from tauliah.web.telling import said

HERE = ("booked", "attending", "offered", "waiting")


@requires(Permission.CLASSES_MANAGE)
@require_safe
def all_classes(request: PersonRequest) -> HttpResponse:
    """Every class that was ever opened, the latest first."""
    page = page_of_all_classes(at=now(), number=request.GET.get("page", "1"))
    context = {"listed": page.object_list, "breadcrumbs": [], **pages_of(page)}
    return render(request, "registrar/classes.html", context)


@requires(Permission.CLASSES_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def open_one(request: PersonRequest) -> HttpResponse:
    """A new class, on terms that do not change once it is opened."""
    places = openable()
    form = OpenClass(places, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        outcome = open_class(form.wanted, actor=request.user, at=now())
        if not isinstance(outcome, Refused):
            messages.success(request, _("The class is open for booking."))
            return redirect("registrar-class", outcome.pk)
        is_done(outcome, form)
    context = {"form": form, "places": places, "breadcrumbs": _trail()}
    status = 400 if form.errors else 200
    return render(request, "registrar/class-open.html", context, status=status)


@requires(Permission.CLASSES_MANAGE)
@require_safe
def one(request: PersonRequest, id: UUID) -> HttpResponse:
    """One class: who sits, who is asked, who waits, who has gone, and what can be done."""
    scheduled = class_or_404(id)
    return _page(request, scheduled, Seats(initial={"seats": scheduled.seats}))


@requires(Permission.CLASSES_MANAGE)
@require_POST
def seats(request: PersonRequest, id: UUID) -> HttpResponse:
    """More or fewer seats."""
    scheduled = class_or_404(id)
    form = Seats(request.POST)
    if form.is_valid() and is_done(
        set_seats(id, form.cleaned_data["seats"], actor=request.user, at=now()), form
    ):
        messages.success(request, _("The seats are changed."))
        return redirect("registrar-class", id)
    return _page(request, scheduled, form, status=400)


@requires(Permission.CLASSES_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def call_off_class(request: PersonRequest, id: UUID) -> HttpResponse:
    """What calling off means, said before it is done with its reason."""
    scheduled = class_or_404(id)
    form = WhyClass(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if is_done(call_off(id, reason=reason, actor=request.user, at=now()), form):
            messages.success(request, _("The class is called off. All on its list are told."))
            return redirect("registrar-class", id)
    context = {
        "scheduled": scheduled,
        "title": title_of(scheduled),
        "concerned": scheduled.taken + scheduled.waiting,
        "form": form,
        "breadcrumbs": _trail(scheduled),
    }
    status = 400 if form.errors else 200
    return render(request, "registrar/class-call-off.html", context, status=status)


@requires(Permission.CLASSES_MANAGE)
@require_http_methods(["GET", "HEAD", "POST"])
def take_off_class(request: PersonRequest, id: UUID, person: UUID) -> HttpResponse:
    """Take a person off the list, with the reason that they are sent."""
    scheduled, who = class_or_404(id), candidate_or_404(person)
    form = WhyClass(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        if is_done(take_off(who, id, reason=reason, actor=request.user, at=now()), form):
            messages.success(request, _("The person is off the list, and is told why."))
            return redirect("registrar-class", id)
    context = {
        "scheduled": scheduled,
        "title": title_of(scheduled),
        "person": who,
        "form": form,
        "breadcrumbs": _trail(scheduled),
    }
    status = 400 if form.errors else 200
    return render(request, "registrar/class-take-off.html", context, status=status)


@requires(Permission.CLASSES_MANAGE)
@require_safe
def paper(request: PersonRequest, id: UUID) -> HttpResponse:
    """The list of a class to print: who sits, with room to sign."""
    scheduled = class_or_404(id)
    roll = roll_of(scheduled)
    context = {
        "scheduled": scheduled,
        "title": title_of(scheduled),
        "seated": (*roll.get("booked", ()), *roll.get("attending", ())),
        "now": now(),
        "breadcrumbs": _trail(scheduled),
    }
    return render(request, "registrar/class-paper.html", context)


@requires(Permission.ATTENDANCE_RECORD)
@require_http_methods(["GET", "HEAD", "POST"])
def attendance(request: PersonRequest, id: UUID) -> HttpResponse:
    """Who came, for the whole class at once; what is posted enters the records."""
    scheduled = class_or_404(id)
    lines = roll_of(scheduled).get("attending", ())
    refused: Refused | None = None
    if request.method == "POST":
        outcome = mark_attendance(
            id,
            _marked(request, lines),
            reason=request.POST.get("reason", ""),
            actor=request.user,
            at=now(),
        )
        if not isinstance(outcome, Refused):
            messages.success(request, _kept(outcome))
            return redirect("registrar-class-attendance", id)
        refused = outcome
    context = {
        "scheduled": scheduled,
        "title": title_of(scheduled),
        "lines": [(line, _chosen(request, line)) for line in lines],
        "not_yet": marking_refusal(scheduled, at=now()),
        "is_any_marked": any(line.mark and line.mark.attended for line in lines),
        "reason": request.POST.get("reason", ""),
        "refused": refused,
        "breadcrumbs": _trail(scheduled),
    }
    return render(
        request, "registrar/class-attendance.html", context, status=409 if refused else 200
    )


def _marked(request: PersonRequest, lines: tuple[RollLine, ...]) -> dict[UUID, bool]:
    """What was chosen for each; the rest attended, where the box says so."""
    rest_attended = request.POST.get("rest") == "attended"
    chosen = {line.booking.pk: request.POST.get(f"mark-{line.booking.pk}", "") for line in lines}
    return {
        line.booking.pk: chosen[line.booking.pk] != "absent"
        for line in lines
        if chosen[line.booking.pk] in ("attended", "absent")
        or (rest_attended and line.mark is None)
    }


def _chosen(request: PersonRequest, line: RollLine) -> str:
    """What the page shows as chosen: what was just sent, else the newest mark."""
    sent = request.POST.get(f"mark-{line.booking.pk}", "")
    if sent in ("attended", "absent"):
        return sent
    if line.mark is None:
        return ""
    return "attended" if line.mark.attended else "absent"


def _kept(new: int) -> str:
    if not new:
        return _("Nothing was changed: it was marked so already.")
    return ngettext("%(new)s mark is kept.", "%(new)s marks are kept.", new) % {"new": new}


def _page(
    request: PersonRequest, scheduled: ScheduledClass, form: Seats, *, status: int = 200
) -> HttpResponse:
    roll = roll_of(scheduled)
    context: dict[str, Any] = {
        "scheduled": scheduled,
        "title": title_of(scheduled),
        "seated": (*roll.get("booked", ()), *roll.get("attending", ())),
        "offered": roll.get("offered", ()),
        "waiting": roll.get("waiting", ()),
        "gone": [line for state, lines in roll.items() if state not in HERE for line in lines],
        "steps": seat_entries(scheduled),
        "form": form,
        "breadcrumbs": _trail(),
    }
    return render(request, "registrar/class.html", context, status=status)


def _trail(scheduled: ScheduledClass | None = None) -> list[dict[str, str]]:
    steps = [{"label": _("Classes"), "url": reverse("registrar-classes")}]
    if scheduled is not None:
        label = f"{scheduled.course}, {said(scheduled.place)}"
        steps.append({"label": label, "url": reverse("registrar-class", args=[scheduled.pk])})
    return steps


urlpatterns = [
    path("registrar/classes/", all_classes, name="registrar-classes"),
    path("registrar/classes/open/", open_one, name="registrar-class-open"),
    path("registrar/classes/<uuid:id>/", one, name="registrar-class"),
    path("registrar/classes/<uuid:id>/seats/", seats, name="registrar-class-seats"),
    path("registrar/classes/<uuid:id>/call-off/", call_off_class, name="registrar-class-call-off"),
    path(
        "registrar/classes/<uuid:id>/take-off/<uuid:person>/",
        take_off_class,
        name="registrar-class-take-off",
    ),
    path("registrar/classes/<uuid:id>/print/", paper, name="registrar-class-paper"),
    path(
        "registrar/classes/<uuid:id>/attendance/",
        attendance,
        name="registrar-class-attendance",
    ),
]
