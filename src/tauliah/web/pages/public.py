"""What anyone may read: the programme, its designations, courses, glossary and pages."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Literal

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tauliah.apps.catalogue.queries import local_day, programme
from tauliah.apps.people.permissions import Permission
from tauliah.apps.sittings.queries import window_at
from tauliah.apps.standards.in_force import courses_with_standard, standard_of
from tauliah.core.exam import next_window
from tauliah.core.programme import Course, Programme, RuleVersion, leaves, pathways
from tauliah.web import structured_data
from tauliah.web.clock import now
from tauliah.web.glossary import by_letter, matching
from tauliah.web.markdown import render_markdown
from tauliah.web.permissions import requires
from tauliah.web.requirements import shown

read = requires(Permission.PUBLIC_READ)


@read
def front(request: HttpRequest) -> HttpResponse:
    """The programme as the institute presents it."""
    whole, at = programme(), now()
    context = {
        "programme": whole,
        "about": whole.about,
        "featured": featured_designation(whole, at),
        "window": window_at(at),
        "next_window": next_window(whole.about.windows, local_day(at)),
        "open_courses": [course for course in whole.courses if course.is_open],
        "judged": _judged((one.code for one in whole.courses if one.is_open), at),
        "structured_data": structured_data.organisation(whole),
    }
    return render(request, "public/front.html", context)


def _judged(courses: Iterable[str], at: datetime) -> Literal["none", "some", "all"]:
    """Of how many of these exams an adopted cut score decides, and not the programme's percentage."""
    wanted, standing = set(courses), courses_with_standard(at=at)
    if not wanted & standing:
        return "none"
    return "all" if wanted <= standing else "some"


def _exams_of(rules: RuleVersion | None) -> set[str]:
    """The courses whose exams the rules of a designation name."""
    return (
        {code for leaf in leaves(rules.requires) for code in _course_of(leaf)} if rules else set()
    )


@read
def designations(request: HttpRequest) -> HttpResponse:
    """All designations, from the entry to the chartered level."""
    whole = programme()
    listed = [(one, whole.page(f"designations/{one.code.lower()}")) for one in whole.designations]
    order = {"entry": 0, "associate": 1, "chartered": 2}
    listed.sort(key=lambda pair: order[pair[0].level])
    context = {"listed": listed, "breadcrumbs": []}
    return render(request, "public/designations.html", context)


@read
def designation(request: HttpRequest, code: str) -> HttpResponse:
    """One designation: its page, and what it asks for on this day."""
    whole, at = programme(), now()
    found = next((one for one in whole.designations if one.code.lower() == code), None)
    if found is None:
        raise Http404
    rules = found.rules_on(local_day(at))
    page = whole.page(f"designations/{code}")
    context = {
        "about": whole.about,
        "designation": found,
        "page": page,
        "body": render_markdown(page.in_language(_language()).body),
        "rules": rules,
        "judged": _judged(_exams_of(rules), at),
        "requirements": shown(rules.requires, whole, language=_language()) if rules else None,
        "structured_data": structured_data.credential(whole, found, language=_language()),
        "breadcrumbs": [_crumb(_("Designations"), "designations")],
    }
    return render(request, "public/designation.html", context)


@read
def courses(request: HttpRequest) -> HttpResponse:
    """All courses, those first that are open."""
    whole = programme()
    listed = [
        (course, whole.page(course.page))
        for course in sorted(whole.courses, key=lambda course: not course.is_open)
    ]
    return render(request, "public/courses.html", {"listed": listed, "breadcrumbs": []})


@read
def course(request: HttpRequest, code: str) -> HttpResponse:
    """One course: its page, outcomes, blueprint, lessons and classroom sessions."""
    whole = programme()
    found = next((one for one in whole.courses if one.code.lower() == code), None)
    if found is None:
        raise Http404
    page = whole.page(found.page)
    context = {
        "about": whole.about,
        "course": found,
        "has_standard": standard_of(found.code, at=now()) is not None,
        "exam_fee": whole.exam_fee(found.code),
        "member_fee": whole.exam_fee(found.code, member=True),
        "page": page,
        "body": render_markdown(page.in_language(_language()).body),
        "lessons": whole.lessons_of(found.code),
        "most_items": max(row.items for row in found.blueprint),
        "counts_towards": designations_that_ask_for(whole, found, now()),
        "structured_data": structured_data.course(whole, found, language=_language()),
        "breadcrumbs": [_crumb(_("Courses"), "courses")],
    }
    return render(request, "public/course.html", context)


@read
def glossary(request: HttpRequest) -> HttpResponse:
    """All terms by their first letter; of a search, those that match it."""
    search = request.GET.get("q", "").strip()[:80]
    found = matching(programme().glossary, search, language=_language())
    context = {
        "groups": by_letter(found, language=_language()),
        "count": len(found),
        "q": search,
        "breadcrumbs": [],
    }
    return render(request, "public/glossary.html", context)


@read
def glossary_term(request: HttpRequest, slug: str) -> HttpResponse:
    """One term, explained."""
    whole = programme()
    term = next((one for one in whole.glossary if one.slug == slug), None)
    if term is None:
        raise Http404
    context = {
        "page": term,
        "body": render_markdown(term.in_language(_language()).body),
        "see_also": [whole.term(slug) for slug in term.see_also],
        "structured_data": structured_data.term(whole, term, language=_language()),
        "breadcrumbs": [_crumb(_("Glossary"), "glossary")],
    }
    return render(request, "public/term.html", context)


@read
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """One of the programme's own pages."""
    return _page(request, f"pages/{slug}")


@read
def ethics(request: HttpRequest) -> HttpResponse:
    """The code of conduct in the version in force."""
    whole = programme()
    today = local_day(now())
    in_force = [code for code in whole.about.ethics if code.in_force_from <= today]
    if not in_force:
        raise Http404
    newest = max(in_force, key=lambda code: code.in_force_from)
    return _page(request, f"ethics/{newest.code}-{newest.version}")


def _page(request: HttpRequest, slug: str) -> HttpResponse:
    try:
        found = programme().page(slug)
    except KeyError as missing:
        raise Http404 from missing
    body = render_markdown(found.in_language(_language()).body)
    context = {"page": found, "body": body, "breadcrumbs": []}
    return render(request, "public/page.html", context)


def featured_designation(whole: Programme, at: datetime) -> dict[str, Any] | None:
    """The designation with the most pathways to choose from, and how its rules read."""
    day = local_day(at)
    in_force = [(one, rules) for one in whole.designations if (rules := one.rules_on(day))]
    if not in_force:
        return None
    chosen, rules = max(in_force, key=lambda pair: len(list(pathways(pair[1].requires))))
    return {
        "designation": chosen,
        "page": whole.page(f"designations/{chosen.code.lower()}"),
        "pathways": [shown(way, whole, language=_language()) for way in pathways(rules.requires)],
    }


def designations_that_ask_for(whole: Programme, wanted: Course, at: datetime) -> list[Any]:
    """The designations whose rules on that day name a course or its exam."""
    day = local_day(at)
    return [
        one
        for one in whole.designations
        if (rules := one.rules_on(day))
        and wanted.code in {code for leaf in leaves(rules.requires) for code in _course_of(leaf)}
    ]


def _course_of(leaf: Any) -> list[str]:
    return [value for key, value in leaf.model_dump().items() if key in {"exam", "course"}]


def _language() -> str:
    return get_language() or "en"


def _crumb(label: str, url_name: str) -> dict[str, str]:
    return {"label": label, "url": reverse(url_name)}


urlpatterns = [
    path("", front, name="front"),
    path("designations/", designations, name="designations"),
    path("designations/<slug:code>/", designation, name="designation"),
    path("courses/", courses, name="courses"),
    path("courses/<slug:code>/", course, name="course"),
    path("glossary/", glossary, name="glossary"),
    path("glossary/<slug:slug>/", glossary_term, name="glossary-term"),
    path("pages/<slug:slug>/", page, name="page"),
    path("ethics/", ethics, name="ethics"),
]
