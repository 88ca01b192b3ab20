"""Classes as people find and book them: the list, one class, and one's own seats."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tauliah.apps.classes.actions import accept, book, booking_refusal, give_up
from tauliah.apps.classes.queries import (
    ClassBooking,
    MyClass,
    ScheduledClass,
    calendar_file,
    class_of,
    courses_with_classes,
    my_class,
    my_classes,
    page_of_classes,
    places_of_classes,
    seating_now,
    title_of,
)
from tauliah.apps.people.permissions import Permission
from tauliah.core.kernel import LANGUAGES, Refused
from tauliah.web.class_forms import WhichClasses
from tauliah.web.clock import now
from tauliah.web.paging import pages_of
from tauliah.web.permissions import PersonRequest, permissions_in, requires
from tauliah.web.telling import active_language, refuse


@requires(Permission.PUBLIC_READ)
@require_safe
def classes(request: HttpRequest) -> HttpResponse:
    """The classes that can be booked, by place, course and free seats."""
    form = WhichClasses(courses_with_classes(), places_of_classes(), request.GET)
    asked = form.asked
    at = now()
    page = page_of_classes(
        person=request.user if _may_book(request) else None,  # type: ignore[arg-type]
        at=at,
        course=asked["course"],
        place=asked["place"],
        only_free=bool(asked["free"]),
        number=request.GET.get("page", "1"),
    )
    context = {
        "listed": page.object_list,
        "form": form,
        "is_filtered": any(asked.values()),
        "may_book": _may_book(request),
        "breadcrumbs": [],
        **pages_of(page, **asked),
    }
    return render(request, "classes/list.html", context)


@requires(Permission.PUBLIC_READ)
@require_safe
def one_class(request: HttpRequest, id: UUID) -> HttpResponse:
    """One class: where, when, its rules, and what the reader has in it."""
    return _one(request, class_or_404(id))


@requires(Permission.CLASS_BOOK)
@require_safe
@never_cache
def mine(request: PersonRequest) -> HttpResponse:
    """All that a person has or had in classes."""
    rows = my_classes(request.user, at=now())
    context = {
        "live": [one for one in rows if one.is_live],
        "over": [one for one in rows if not one.is_live],
        "breadcrumbs": [],
    }
    return render(request, "classes/mine.html", context)


@requires(Permission.CLASS_BOOK)
@require_POST
def book_class(request: PersonRequest, id: UUID) -> HttpResponse:
    """Take a seat, or the last place of the waiting list."""
    outcome = book(request.user, id, at=now())
    if isinstance(outcome, Refused):
        return _refused(request, id, outcome)
    if outcome.state == "booked":
        messages.success(request, _("You have a seat in this class."))
    else:
        messages.info(
            request,
            _("All seats are taken: you are on the waiting list. We write when a seat is yours."),
        )
    return redirect("class", id)


@requires(Permission.CLASS_BOOK)
@require_POST
def accept_seat(request: PersonRequest, id: UUID) -> HttpResponse:
    """Take the seat that is kept."""
    outcome = accept(request.user, id, at=now())
    if isinstance(outcome, Refused):
        return _refused(request, id, outcome)
    messages.success(request, _("The seat is yours."))
    return redirect("class", id)


@requires(Permission.CLASS_BOOK)
@require_http_methods(["GET", "HEAD", "POST"])
def give_up_seat(request: PersonRequest, id: UUID) -> HttpResponse:
    """What giving up means, said before it is done; posting to it does it."""
    scheduled = class_or_404(id)
    has = my_class(request.user, scheduled, at=now())
    if request.method == "POST":
        outcome = give_up(request.user, id, at=now())
        if isinstance(outcome, Refused):
            return _refused(request, id, outcome)
        messages.success(request, _done(outcome))
        return redirect("my-classes")
    if has is None or not has.is_live:
        return redirect("class", id)
    context = {
        "mine": has,
        "scheduled": scheduled,
        "is_late": has.state == "booked" and now() > scheduled.free_until,
        "breadcrumbs": _trail(scheduled),
    }
    return render(request, "classes/give-up.html", context)


@requires(Permission.CLASS_BOOK)
@require_safe
def calendar(request: PersonRequest, id: UUID) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """The class for the calendar of a telephone."""
    scheduled = class_or_404(id)
    language = next(one for one in LANGUAGES if one == active_language())
    content = calendar_file(
        scheduled,
        title=title_of(scheduled),
        language=language,
        address=f"{settings.ADDRESS}{reverse('class', args=[id])}",
        at=now(),
    )
    name = f"{scheduled.course.lower()}-{scheduled.starts.isoformat()}.ics"
    return HttpResponse(
        content,
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _one(request: HttpRequest, scheduled: ScheduledClass) -> HttpResponse:
    at = now()
    seating = seating_now(scheduled, at=at)
    has: MyClass | None = None
    obstacle: Refused | None = None
    if _may_book(request):
        person: Any = request.user
        has = my_class(person, scheduled, at=at)
        if not (has and has.is_live):
            obstacle = booking_refusal(person, scheduled)
    context = {
        "scheduled": scheduled,
        "title": title_of(scheduled),
        "seating": seating,
        "is_open": not seating.ended,
        "mine": has,
        "obstacle": obstacle,
        "may_book": _may_book(request),
        "is_late": at > scheduled.free_until,
        "breadcrumbs": [{"label": _("Classes"), "url": reverse("classes")}],
    }
    return render(request, "classes/one.html", context)


def _done(given_up: ClassBooking) -> str:
    if given_up.state == "given-back":
        if given_up.is_late:
            return _("Your seat is given back, and noted as late. Thank you for telling us.")
        return _("Your seat is given back.")
    if given_up.state == "declined":
        return _("You let the seat go. The next person is asked.")
    return _("You have left the waiting list.")


def _refused(request: PersonRequest, id: UUID, refused: Refused) -> HttpResponse:
    if refused.code == "no-such-class":
        raise Http404
    return refuse(request, refused, "class", str(id))


def _may_book(request: HttpRequest) -> bool:
    return Permission.CLASS_BOOK in permissions_in(request)


def class_or_404(id: UUID) -> ScheduledClass:
    """The class of that id."""
    scheduled = class_of(id)
    if scheduled is None:
        raise Http404
    return scheduled


def _trail(scheduled: ScheduledClass) -> list[dict[str, str]]:
    return [
        {"label": _("Classes"), "url": reverse("classes")},
        {"label": scheduled.course, "url": reverse("class", args=[scheduled.pk])},
    ]


urlpatterns = [
    path("classes/", classes, name="classes"),
    path("classes/mine/", mine, name="my-classes"),
    path("classes/<uuid:id>/", one_class, name="class"),
    path("classes/<uuid:id>/book/", book_class, name="class-book"),
    path("classes/<uuid:id>/accept/", accept_seat, name="class-accept"),
    path("classes/<uuid:id>/give-up/", give_up_seat, name="class-give-up"),
    path("classes/<uuid:id>/calendar.ics", calendar, name="class-calendar"),
]
