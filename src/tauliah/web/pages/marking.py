"""Where markers work: the responses that wait for them, and one response with its rubric."""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from tauliah.apps.marking.actions import read_response
from tauliah.apps.marking.queries import ResponseToMark, marked_by, queue_of
from tauliah.apps.people.permissions import Permission
from tauliah.apps.results.actions import mark_response
from tauliah.core.exam.answers import LONGEST_COMMENT
from tauliah.core.kernel import Refused
from tauliah.web.clock import now
from tauliah.web.permissions import PersonRequest, requires
from tauliah.web.telling import refuse


@requires(Permission.RESPONSE_MARK)
@require_safe
@never_cache
def queue(request: PersonRequest) -> HttpResponse:
    """The responses that this person can mark, those that wait longest first."""
    context = {
        "responses": queue_of(request.user),
        "marked": marked_by(request.user),
        "breadcrumbs": [],
    }
    return render(request, "marking/queue.html", context)


@requires(Permission.RESPONSE_MARK)
@never_cache
def response(request: PersonRequest, id: UUID) -> HttpResponse:
    """One response with its rubric; posting to it gives the mark."""
    found = read_response(request.user, id, at=now())
    if found is None:
        raise Http404
    if request.method != "POST":
        return _page(request, found)
    points, comment = _points_sent(found, request.POST), request.POST.get("comment", "")
    refused = mark_response(request.user, id, points=points, comment=comment, at=now())
    if refused and refused.code in ("not-a-mark", "no-comment"):
        return _page(request, found, refused=refused, given=points, comment=comment, status=409)
    if refused:
        return refuse(request, refused, "marking")
    messages.success(request, _("Your mark is kept."))
    return redirect("marking")


def _page(
    request: PersonRequest,
    found: ResponseToMark,
    *,
    refused: Refused | None = None,
    given: dict[str, int] | None = None,
    comment: str = "",
    status: int = 200,
) -> HttpResponse:
    criteria: list[dict[str, Any]] = [
        {
            "criterion": criterion,
            "choices": range(criterion.points + 1),
            "given": (given or {}).get(criterion.id),
            "earlier": [one.points[criterion.id] for one in found.earlier],
        }
        for criterion in found.item.rubric.criteria
    ]
    context = {
        "response": found,
        "criteria": criteria,
        "comment": comment,
        "longest": LONGEST_COMMENT,
        "refused": refused,
        "breadcrumbs": [{"label": _("Marking"), "url": reverse("marking")}],
    }
    return render(request, "marking/response.html", context, status=status)


def _points_sent(found: ResponseToMark, posted: QueryDict) -> dict[str, int]:
    """The points of each criterion that were given as a whole number of few digits."""
    sent = {one.id: posted.get(f"points-{one.id}", "") for one in found.item.rubric.criteria}
    return {id: int(text) for id, text in sent.items() if re.fullmatch("[0-9]{1,3}", text)}


urlpatterns = [
    path("marking/", queue, name="marking"),
    path("marking/<uuid:id>/", response, name="marking-response"),
]
