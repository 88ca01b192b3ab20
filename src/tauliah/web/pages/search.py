"""The search over lessons and glossary."""

from __future__ import annotations

from threading import Lock
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import override
from django.views.decorators.http import require_safe

from tauliah.apps.catalogue.queries import programme
from tauliah.apps.people.permissions import Permission
from tauliah.apps.reading.indexing import is_anything_indexed, is_index_current, refresh_index
from tauliah.apps.reading.searching import (
    LONGEST_SEARCH,
    RESULTS_PER_PAGE,
    Found,
    Result,
    Scope,
    count_in,
    search,
)
from tauliah.core.kernel import LANGUAGES
from tauliah.core.programme import TaughtCourse
from tauliah.web.beside import begin_beside
from tauliah.web.clock import now
from tauliah.web.limits import is_too_often
from tauliah.web.paging import pages_of
from tauliah.web.permissions import permissions_in, requires
from tauliah.web.telling import active_language

MOST_A_MINUTE = 60
"""Searches of one address in a minute."""

MOST_PAGES = 50

_being_made = Lock()


@requires(Permission.PUBLIC_READ)
@require_safe
def search_page(request: HttpRequest) -> HttpResponse:
    """What is found in glossary and, for who may read them, lessons, in the language of the page."""
    asked = " ".join(request.GET.get("q", "").replace("\0", " ").split())[:LONGEST_SEARCH]
    course = _course(request.GET.get("course", ""))
    may_study = Permission.STUDY in permissions_in(request)
    context: dict[str, Any] = {
        "q": asked,
        "course": course if may_study else None,
        "may_study": may_study,
        "is_ready": not asked or _is_ready(),
        "breadcrumbs": [],
    }
    status = 200
    if asked and is_too_often(request, "search", most=MOST_A_MINUTE, at=now()):
        context["is_too_often"], status = True, 429
    elif asked and context["is_ready"]:
        context |= _answered(request, asked, context)
    return render(request, "public/search.html", context, status=status)


def _answered(request: HttpRequest, asked: str, context: dict[str, Any]) -> dict[str, Any]:
    course: TaughtCourse | None = context["course"]
    language = active_language()
    scope = Scope(language, context["may_study"], course.code if course else "")
    number = request.GET.get("page", "")
    page = min(int(number), MOST_PAGES) if number.isdecimal() and len(number) < 4 else 1
    found = search(asked, scope, page=page)
    if not found.results and found.count and page > 1:
        page = 1
        found = search(asked, scope)
    # of its pages, only this one is fetched
    shown = range(min(found.count, MOST_PAGES * RESULTS_PER_PAGE))
    paginator = Paginator(shown, RESULTS_PER_PAGE)
    return {
        "found": found,
        "results": [_shown(one) for one in found.results],
        "elsewhere": _elsewhere(asked, scope),
        "everywhere": _everywhere(asked, scope, found),
        **pages_of(paginator.get_page(page), q=asked, course=course.code if course else ""),
    }


def _shown(result: Result) -> dict[str, Any]:
    """A result with its address, and the name of the course that it belongs to."""
    passage = result.passage
    if passage.kind == "term":
        url, course = reverse("glossary-term", args=[passage.slug]), None
    else:
        url = reverse("lesson", args=[passage.course.lower(), passage.slug])
        course = _course(passage.course)
    place = f"#{passage.section}" if passage.section else ""
    return {
        "url": url + place,
        "title": result.title,
        "heading": result.heading,
        "text": result.text,
        "course": course,
    }


def _elsewhere(asked: str, scope: Scope) -> dict[str, Any] | None:
    """How much is found in the other language, and where; None where nothing is."""
    other = next(one for one in LANGUAGES if one != scope.language)
    count = count_in(asked, Scope(other, scope.with_lessons, scope.course))
    if not count:
        return None
    with override(other):
        url = reverse("search")
    return {"count": count, "url": url, "language": other}


def _everywhere(asked: str, scope: Scope, found: Found) -> int:
    """How much is found beyond the course that the search was restricted to."""
    if not scope.course:
        return 0
    # where no passage of the course has every word, all that have them stand elsewhere
    here = found.count if found.has_every else 0
    return count_in(asked, Scope(scope.language, scope.with_lessons)) - here


def _course(code: str) -> TaughtCourse | None:
    try:
        return programme().taught(code.upper())
    except KeyError:
        return None


def _is_ready() -> bool:
    """Whether there is something to look in; what is out of date is made anew beside the pages."""
    if is_index_current():
        return True
    if _being_made.acquire(blocking=False):

        def make() -> None:
            try:
                refresh_index(at=now())
            finally:
                _being_made.release()

        begin_beside(make, failed=lambda: None, what="the search was not made ready")
    return is_anything_indexed()


urlpatterns = [path("search/", search_page, name="search")]
