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
from tauliah.apps.awards.statuses import fixed_time_after
from tauliah.apps.catalogue.queries import local_day
from tauliah.apps.people.permissions import Permission
from tauliah.core.kernel import digest
from tauliah.web.clock import now
from tauliah.web.permissions import requires

_LANGUAGES = tuple(code for code, _ in settings.LANGUAGES)


@requires(Permission.PUBLIC_READ)
@require_safe
def did_document(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """The issuer's public keys, where did:web looks for them."""
    return _open_to_all(JsonResponse(issuer_document(), json_dumps_params={"indent": 2}))


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
    response = HttpResponse(document, content_type="application/vc")
    etag = quote_etag(digest(document.encode()))
    response.headers["ETag"] = etag
    unchanged = get_conditional_response(request, etag=etag, response=response)
    left = (fixed_time_after(at) - at).total_seconds()
    return _open_to_all(unchanged or response, seconds=ceil(left))


@requires(Permission.PUBLIC_READ)
@require_safe
def credential_address(request: HttpRequest, number: str) -> HttpResponse:
    """The permanent name of a credential: the page of its award, or the public facts as JSON.

    Never the credential itself, which is its holder's to give out.
    """
    found = public_award(number)
    wanted = request.get_preferred_type(["text/html", "application/json"])
    if wanted == "application/json":
        response: HttpResponse = _facts(found)
    elif found is None:
        raise Http404
    else:
        response = HttpResponseRedirect(reverse("verify-award", args=[found.number]))
        response.status_code = 303
    patch_vary_headers(response, ["Accept", "Accept-Language"])
    return response


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
