"""The read-only service of 1EdTech CASE 1.1: the outcomes of the programme, for other systems."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_safe

from tauliah.apps.people.permissions import Permission
from tauliah.web.case_framework import Data, Framework, framework_now, is_identifier
from tauliah.web.permissions import requires

MOST_AT_ONCE = 100
"""Documents of one page where `limit` says nothing: the standard's own default."""

_FILTER = re.compile(r"\s*(\w+)\s*(=|!=|>=|<=|>|<|~)\s*'([^']*)'\s*", re.ASCII)
_NONE_KEPT = ("CFSubjects", "CFConcepts", "CFLicenses", "CFAssociationGroupings", "CFRubrics")


class SelectionFault(Exception):
    """A query that is not understood: the parameter, and the standard's word for it."""

    def __init__(self, name: str, code: str, description: str) -> None:
        super().__init__(description)
        self.answer = status_info(400, description, name, code)


def status_info(status: int, description: str, name: str, code: str) -> JsonResponse:
    """What went wrong, as imsx_StatusInfo."""
    field = {"imsx_codeMinorFieldName": name, "imsx_codeMinorFieldValue": code}
    body = {
        "imsx_codeMajor": "failure",
        "imsx_severity": "error",
        "imsx_description": description,
        "imsx_codeMinor": {"imsx_codeMinorField": [field]},
    }
    return _open_to_all(JsonResponse(body, status=status))


@requires(Permission.PUBLIC_READ)
@require_safe
def documents(request: HttpRequest) -> HttpResponse:
    """All documents, by pages: `limit`, `offset`, `sort`, `orderBy`, `filter`, `fields`."""
    try:
        found = _selected(request, list(framework_now().documents.values()))
        limit, offset = _number(request, "limit", MOST_AT_ONCE, 1), _number(request, "offset", 0, 0)
        shown = [_narrowed(request, one) for one in found[offset : offset + limit]]
    except SelectionFault as fault:
        return fault.answer
    response = JsonResponse({"CFDocuments": shown})
    response.headers["X-Total-Count"] = str(len(found))
    links = _links(request, total=len(found), limit=limit, offset=offset)
    if links:
        response.headers["Link"] = links
    return _open_to_all(response)


@requires(Permission.PUBLIC_READ)
@require_safe
def one(request: HttpRequest, kind: str, identifier: str) -> HttpResponse:  # noqa: ARG001
    """One thing by its identifier, in the form that the standard gives its kind."""
    if not is_identifier(identifier):
        return status_info(404, f"{identifier[:80]}: not a UUID.", "sourcedId", "invaliduuid")
    found = _found(framework_now(), kind, identifier)
    if found is None:
        description = f"{kind}: nothing here has the identifier {identifier}."
        return status_info(404, description, "sourcedId", "unknownobject")
    return _open_to_all(JsonResponse(found))


def _found(whole: Framework, kind: str, identifier: str) -> Data | None:
    if kind == "CFPackages":
        return whole.package(identifier)
    if kind == "CFItemAssociations":
        item = whole.items.get(identifier)
        if item is None:
            return None
        return {"CFItem": item, "CFAssociations": whole.associations_of(identifier)}
    if kind == "CFItemTypes":
        found = whole.item_types.get(identifier)
        return {"CFItemTypes": [found]} if found else None
    kept: Mapping[str, Mapping[str, Data]] = {
        "CFDocuments": whole.documents,
        "CFItems": whole.items,
        "CFAssociations": whole.associations,
    }
    return kept.get(kind, {}).get(identifier)


def _selected(request: HttpRequest, found: list[Data]) -> list[Data]:
    """What `filter` lets through, in the order of `sort`."""
    known = {name for one in found for name, value in one.items() if isinstance(value, str)}
    wanted = request.GET.get("filter")
    if wanted:
        found = [one for one in found if _passes(one, wanted, known)]
    order, sort = request.GET.get("orderBy", "asc"), request.GET.get("sort")
    if order not in ("asc", "desc"):
        raise SelectionFault("orderBy", "invalid_sort_field", "orderBy is asc or desc.")
    if sort is None:
        return found
    if sort not in known:
        raise SelectionFault("sort", "invalid_sort_field", f"{sort[:80]}: no such field.")
    return sorted(found, key=lambda one: one.get(sort, ""), reverse=order == "desc")


def _passes(one: Data, wanted: str, known: set[str]) -> bool:
    """One comparison, or two of them with AND or OR between."""
    first, joint, second = re.fullmatch(r"(.*?)(?: (AND|OR) (.*))?", wanted, re.DOTALL).groups()  # type: ignore[union-attr]
    if joint is None:
        return _holds(one, first, known)
    both = (_holds(one, first, known), _holds(one, second, known))
    return all(both) if joint == "AND" else any(both)


def _holds(one: Data, comparison: str, known: set[str]) -> bool:
    read = _FILTER.fullmatch(comparison)
    if read is None or read[1] not in known:
        raise SelectionFault(
            "filter",
            "invalid_selection_field",
            "A filter reads field='value', with = != > >= < <= or ~ (contains).",
        )
    value, asked = str(one.get(read[1], "")), read[3]
    match read[2]:
        case "=":
            return value == asked
        case "!=":
            return value != asked
        case ">":
            return value > asked
        case ">=":
            return value >= asked
        case "<":
            return value < asked
        case "<=":
            return value <= asked
        case _:
            return asked.casefold() in value.casefold()


def _narrowed(request: HttpRequest, one: Data) -> Data:
    """The fields that were asked for, and what says which document it is."""
    asked = request.GET.get("fields")
    if asked is None:
        return one
    names = {name.strip() for name in asked.split(",")}
    if not names <= one.keys():
        raise SelectionFault(
            "fields", "invalid_selection_field", f"{asked[:80]}: not all of these are fields."
        )
    return {name: value for name, value in one.items() if name in names}


def _number(request: HttpRequest, name: str, otherwise: int, least: int) -> int:
    text = request.GET.get(name)
    if text is None:
        return otherwise
    if not text.isascii() or not text.isdecimal() or len(text) > 9 or int(text) < least:
        description = f"{name} is a whole number, at least {least}."
        raise SelectionFault(name, "invalid_selection_field", description)
    return int(text)


def _links(request: HttpRequest, *, total: int, limit: int, offset: int) -> str:
    """The pages around this one (RFC 8288); nothing where all stands on one."""
    if total <= limit and offset == 0:
        return ""
    last = (total - 1) // limit * limit if total else 0
    pages = {"first": 0, "last": last}
    if offset + limit < total:
        pages["next"] = offset + limit
    if offset > 0:
        pages["prev"] = max(0, offset - limit)
    address = settings.ADDRESS + reverse("case-documents")
    kept: dict[str, Any] = {name: value for name, value in request.GET.items() if name != "offset"}
    kept["limit"] = limit
    return ", ".join(
        f'<{address}?{urlencode({**kept, "offset": start})}>; rel="{relation}"'
        for relation, start in pages.items()
    )


def _open_to_all(response: JsonResponse) -> JsonResponse:
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Access-Control-Expose-Headers"] = "Link, X-Total-Count"
    response.headers["Cache-Control"] = "public, max-age=300"
    return response


_KINDS = (
    "CFPackages", "CFDocuments", "CFItems", "CFItemAssociations", "CFAssociations", "CFItemTypes",
    *_NONE_KEPT,
)  # fmt: skip
urlpatterns: list[URLPattern] = []
unprefixed_urlpatterns: list[URLPattern] = [
    path("ims/case/v1p1/CFDocuments", documents, name="case-documents"),
    *(
        path(f"ims/case/v1p1/{kind}/<str:identifier>", one, {"kind": kind}, name=f"case-{kind}")
        for kind in _KINDS
    ),
]
