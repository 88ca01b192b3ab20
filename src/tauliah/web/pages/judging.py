"""Where judges work in studies without ratings: the booklet, the bounds, the list of candidates."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from tauliah.apps.people.permissions import Permission
from tauliah.apps.standards.judging import (
    BoundsPage,
    bookmark_page,
    bounds_page,
    candidates_page,
    give_bounds,
    place_bookmark,
    sort_candidates,
)
from tauliah.core.exam.study_methods import METHOD_NAMES, StudyMethod
from tauliah.core.kernel import Refused
from tauliah.web.clock import now
from tauliah.web.paging import pages_of
from tauliah.web.permissions import PersonRequest, requires
from tauliah.web.standard_forms import GivenBoundaries
from tauliah.web.telling import refuse, said

CANDIDATES_PER_PAGE = 25
_GROUP = "group-"


def judges_page(request: PersonRequest, id: UUID, method: StudyMethod) -> HttpResponse:
    """The own page of a judge in a study by a method without ratings."""
    if method == "bookmark":
        return _booklet(request, id)
    if method == "hofstee":
        return _bounds(request, id, None)
    return _candidates(request, id)


@requires(Permission.STANDARD_RATE)
@require_POST
def bookmark(request: PersonRequest, id: UUID) -> HttpResponse:
    """Place the own bookmark at a page of the booklet."""
    page = request.POST.get("page", "")
    if not page.isdecimal():
        raise Http404
    refused = place_bookmark(request.user, id, int(page[:6]), at=now())
    if refused:
        return refuse(request, refused, "rating-sheet", str(id))
    messages.success(request, _("Your bookmark is at page {page}.").format(page=page))
    return redirect("rating-sheet", id)


@requires(Permission.STANDARD_RATE)
@require_POST
def bounds(request: PersonRequest, id: UUID) -> HttpResponse:
    """Give the own bounds of cut scores and failure rates."""
    form = GivenBoundaries(request.POST)
    if form.is_valid():
        refused = give_bounds(request.user, id, form.bounds(), at=now())
        if refused is None:
            messages.success(request, _("Your bounds are kept."))
            return redirect("rating-sheet", id)
        if refused.code != "no-bounds":
            return refuse(request, refused, "rating-sheet", str(id))
        form.add_error(None, said(refused.message))
    return _bounds(request, id, form)


@requires(Permission.STANDARD_RATE)
@require_POST
def candidates(request: PersonRequest, id: UUID) -> HttpResponse:
    """Sort the candidates that a page of the list shows."""
    groups = {
        name.removeprefix(_GROUP): str(group)
        for name, group in request.POST.items()
        if name.startswith(_GROUP)
    }
    kept = sort_candidates(request.user, id, groups, at=now())
    if isinstance(kept, Refused):
        return refuse(request, kept, "rating-sheet", str(id))
    told = ngettext("{count} judgement is kept.", "{count} judgements are kept.", kept)
    messages.success(request, told.format(count=kept))
    page = request.POST.get("page", "")
    onwards = f"?page={page}" if page.isdecimal() else ""
    return redirect(reverse("rating-sheet", args=[id]) + onwards)


def _booklet(request: PersonRequest, id: UUID) -> HttpResponse:
    found = bookmark_page(request.user, id)
    if found is None:
        raise Http404
    context = {"page": found, "behind": len(found.pages) + 1, **_about(found.about.method)}
    return render(request, "standards/booklet.html", {**context, "about": found.about})


def _bounds(request: PersonRequest, id: UUID, form: GivenBoundaries | None) -> HttpResponse:
    found = bounds_page(request.user, id)
    if found is None:
        raise Http404
    shown = form or GivenBoundaries(initial=_initial(found))
    context = {"page": found, "form": shown, "about": found.about, **_about(found.about.method)}
    return render(request, "standards/bounds.html", context, status=409 if form else 200)


def _candidates(request: PersonRequest, id: UUID) -> HttpResponse:
    found = candidates_page(request.user, id)
    if found is None:
        raise Http404
    search = request.GET.get("q", "").strip()[:40]
    listed = [one for one in found.candidates if search.lower() in one[0].lower()]
    page = Paginator(listed, CANDIDATES_PER_PAGE).get_page(request.GET.get("page", 1))
    context = {
        "page": found,
        "rows": [(number, f"{_GROUP}{number}", group) for number, group in page],
        "groups": found.groups.items(),
        "q": search,
        "about": found.about,
        **pages_of(page, q=search),
        **_about(found.about.method),
    }
    return render(request, "standards/candidates.html", context)


def _initial(found: BoundsPage) -> dict[str, int]:
    own = found.own
    if own is None:
        return {}
    return {
        "lowest_cut": own.lowest_cut,
        "highest_cut": own.highest_cut,
        "lowest_fail": own.lowest_fail,
        "highest_fail": own.highest_fail,
    }


def _about(method: StudyMethod) -> dict[str, Any]:
    return {
        "method_name": METHOD_NAMES[method],
        "breadcrumbs": [{"label": _("Rating of items"), "url": reverse("rating")}],
    }


_SHEET = "rating/<uuid:id>/"
urlpatterns = [
    path(f"{_SHEET}bookmark/", bookmark, name="rating-bookmark"),
    path(f"{_SHEET}bounds/", bounds, name="rating-bounds"),
    path(f"{_SHEET}candidates/", candidates, name="rating-candidates"),
]
