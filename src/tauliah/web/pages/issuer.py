"""What machines read of this issuer: its keys, its status lists, the names of its credentials."""

from __future__ import annotations

from datetime import datetime
from math import ceil

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import URLPattern, path, reverse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import quote_etag
from django.utils.translation import override
from django.views.decorators.http import require_safe

from tauliah.apps.awards.issuer import issuer_document
from tauliah.apps.awards.queries import PublicAward, public_award, status_list
from tauliah.apps.awards.register import credential_given_out
from tauliah.apps.awards.statuses import fixed_time_after
from tauliah.apps.catalogue.queries import local_day
from tauliah.apps.people.permissions import Permission
from tauliah.core.kernel import LocalText, digest
from tauliah.web.clock import now
from tauliah.web.limits import is_too_often
from tauliah.web.media_types import (
    CREDENTIAL,
    DID_DOCUMENT,
    HTML,
    kind_of_credential,
    preferred,
)
from tauliah.web.permissions import requires
from tauliah.web.problems import problem

READINGS_A_MINUTE = 600
"""Of credentials by their addresses: as many as programs may ask of the VC-API."""

_TOO_OFTEN = LocalText(
    en="So many credentials were read from your address within a minute that you are asked to wait for one.",
    ms="Terlalu banyak kredensial dibaca daripada alamat anda dalam seminit; sila tunggu seminit.",
)
_LANGUAGES = tuple(code for code, _ in settings.LANGUAGES)


@requires(Permission.PUBLIC_READ)
@require_safe
def did_document(request: HttpRequest) -> HttpResponse:
    """The issuer's public keys, where did:web looks for them."""
    kind = preferred(request, ["application/json", *DID_DOCUMENT]) or "application/json"
    response = JsonResponse(issuer_document(), content_type=kind, json_dumps_params={"indent": 2})
    patch_vary_headers(response, ["Accept"])
    return _open_to_all(response)


@requires(Permission.PUBLIC_READ)
@require_safe
def published_status_list(
    request: HttpRequest, number: int, purpose: str = "revocation"
) -> HttpResponse:
    """The signed status list of that number as last published; good until the next fixed time."""
    at = now()
    document = status_list(number, at=at, purpose=purpose)
    if document is None:
        raise Http404
    response = HttpResponse(document, content_type=kind_of_credential(request))
    patch_vary_headers(response, ["Accept"])
    etag = quote_etag(digest(document.encode()))
    response.headers["ETag"] = etag
    unchanged = get_conditional_response(request, etag=etag, response=response)
    left = (fixed_time_after(at) - at).total_seconds()
    return _open_to_all(unchanged or response, seconds=ceil(left))


@requires(Permission.PUBLIC_READ)
@require_safe
def credential_address(request: HttpRequest, number: str) -> HttpResponse:
    """The permanent name of a credential: its page for people, for programs what its holder allows.

    The signed credential itself where the holder agreed that it is given out here; else, for plain
    JSON, what anyone may know of the award. Without that agreement it is its holder's to give out.
    """
    if is_too_often(request, "credential", most=READINGS_A_MINUTE, at=now()):
        refused = problem(429, "too-often", _TOO_OFTEN)
        refused.headers["Retry-After"] = "60"
        return refused
    wanted = preferred(request, [HTML, *CREDENTIAL])
    response = _for_a_program(number, wanted) if wanted in CREDENTIAL else _for_people(number)
    patch_vary_headers(response, ["Accept", "Accept-Language"])
    return response


def _for_people(number: str) -> HttpResponse:
    found = public_award(number)
    if found is None:
        raise Http404
    response = HttpResponseRedirect(reverse("verify-award", args=[found.number]))
    response.status_code = 303
    return response


def _for_a_program(number: str, kind: str) -> HttpResponse:
    credential = credential_given_out(number)
    if credential is not None:
        # asked for anew each time: a withdrawal takes effect at once
        return _open_to_all(HttpResponse(credential, content_type=kind), seconds=0)
    found = public_award(number)
    if found is not None and kind != "application/json":
        return _open_to_all(problem(403, "kept-back", _KEPT_BACK), seconds=0)
    return _facts(found)


_KEPT_BACK = LocalText(
    en="The holder gives this credential out in person. Ask for the file, or for application/json: "
    "it says whether the award is in force.",
    ms="Pemegang memberikan kredensial ini sendiri. Minta failnya, atau minta application/json: "
    "ia menyatakan sama ada anugerah itu berkuat kuasa.",
)


def _facts(award: PublicAward | None) -> HttpResponse:
    if award is None:
        problem = {"type": "about:blank", "status": 404, "title": "No award has this number."}
        return JsonResponse(problem, status=404, content_type="application/problem+json")
    pages = {}
    for language in _LANGUAGES:
        with override(language):
            pages[language] = settings.ADDRESS + reverse("verify-award", args=[award.number])
    facts = {
        "number": award.number,
        "status": award.state,
        "designation": {
            "letters": award.designation.letters,
            "title": {"en": award.designation.title.en, "ms": award.designation.title.ms},
        },
        "holder": award.holder or None,
        "conferred_on": _day(award.conferred_at),
        "revoked_on": _day(award.since) if award.since and award.is_revoked else None,
        "suspended_on": _day(award.since) if award.since and not award.is_revoked else None,
        "pages": pages,
    }
    response = JsonResponse(facts, json_dumps_params={"ensure_ascii": False, "indent": 2})
    return _open_to_all(response, seconds=0)


def _day(moment: datetime) -> str:
    return local_day(moment).isoformat()


def _open_to_all(response: HttpResponse, *, seconds: int = 300) -> HttpResponse:
    """For verifiers of any site, who may keep it for a while."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cache-Control"] = f"public, max-age={seconds}" if seconds else "no-cache"
    return response


urlpatterns: list[URLPattern] = []
unprefixed_urlpatterns = [
    path(".well-known/did.json", did_document, name="did-document"),
    path("credentials/status/<int:number>", published_status_list, name="status-list"),
    path(
        "credentials/status/<int:number>/suspension",
        published_status_list,
        {"purpose": "suspension"},
        name="suspension-list",
    ),
    path("credentials/<slug:number>", credential_address, name="credential"),
]
