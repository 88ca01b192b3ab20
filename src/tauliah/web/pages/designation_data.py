"""What machines read of a designation: its graph in CTDL."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_safe

from tauliah.apps.catalogue.queries import local_day, programme
from tauliah.apps.people.permissions import Permission
from tauliah.web.case_framework import framework_now
from tauliah.web.clock import now
from tauliah.web.ctdl import designation_graph
from tauliah.web.permissions import requires


@requires(Permission.PUBLIC_READ)
@require_safe
def designation_ctdl(request: HttpRequest, code: str) -> HttpResponse:  # noqa: ARG001
    """One designation as JSON-LD, in both languages."""
    whole = programme()
    found = next((one for one in whole.designations if one.code.lower() == code), None)
    if found is None:
        raise Http404
    graph = designation_graph(whole, found, framework_now(), day=local_day(now()))
    response = JsonResponse(
        graph,
        content_type="application/ld+json",
        json_dumps_params={"ensure_ascii": False, "indent": 2},
    )
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cache-Control"] = "public, max-age=300"
    return response


urlpatterns: list[URLPattern] = []
unprefixed_urlpatterns: list[URLPattern] = [
    path("designations/<slug:code>.jsonld", designation_ctdl, name="designation-ctdl"),
]
