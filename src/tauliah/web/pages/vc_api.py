"""The VC-API of the W3C Credentials Community Group: verify for anyone, issue and status by token."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from tauliah.apps.awards.programs import Judge, judge, number_in, set_status
from tauliah.apps.people.permissions import SYSTEM, Permission
from tauliah.apps.trials.actions import issue_trial, mark_trial
from tauliah.apps.trials.issuer import is_on, is_open, trial_issuer
from tauliah.apps.trials.queries import trial_status_list, trial_status_lists
from tauliah.core.credentials import CredentialFault
from tauliah.core.credentials.presentations import AUTHENTICATION
from tauliah.core.credentials.reading import MOST_BYTES
from tauliah.core.credentials.status import ENTRY_TYPE
from tauliah.core.kernel import LocalText, Refused
from tauliah.web.clock import now
from tauliah.web.json_bodies import BodyFault, read_object, unfit_member
from tauliah.web.limits import ENVELOPE, is_too_often
from tauliah.web.media_types import kind_of_credential
from tauliah.web.permissions import requires
from tauliah.web.problems import problem, refusal
from tauliah.web.program_verdicts import credential_verdict, presentation_verdict
from tauliah.web.tokens import bearer_in, not_permitted, requires_token
from tauliah.web.vc_requests import (
    STATUS_MEMBERS,
    asked,
    held_against,
    issue_options,
    verify_options,
    wanted_status,
    written,
)

REQUESTS_A_MINUTE = 600

_MOST = MOST_BYTES + ENVELOPE
_TOO_OFTEN = LocalText(
    en="So many requests came from your address within a minute that you are asked to wait for one.",
    ms="Terlalu banyak permintaan datang daripada alamat anda dalam seminit; sila tunggu seminit.",
)
_NO_ISSUER = LocalText(
    en="No issuer of trial credentials is at work here. Designations are conferred by the body itself.",
    ms="Tiada pengeluar kredensial percubaan di sini. Gelaran dianugerahkan oleh badan ini sendiri.",
)
View = TypeVar("View", bound=Callable[..., HttpResponse])


def _for_programs(view: View) -> View:
    """Limits how often one address asks, and answers what is wrong with a body."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if is_too_often(request, "vc-api", most=REQUESTS_A_MINUTE, at=now()):
            response: HttpResponse = problem(429, "too-often", _TOO_OFTEN)
            response.headers["Retry-After"] = "60"
            return response
        try:
            response = view(request, *args, **kwargs)
        except BodyFault as fault:
            response = fault.answer
        response.headers["Cache-Control"] = "no-store"
        return response

    return answer  # type: ignore[return-value]


def _of_any_site(view: View) -> View:
    """Lets pages of other sites ask too, as they may where nothing is changed."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        # a browser asks first whether it may send JSON
        is_first = request.method == "OPTIONS"
        response = HttpResponse(status=204) if is_first else view(request, *args, **kwargs)
        response.headers["Access-Control-Allow-Origin"] = "*"
        if is_first:
            response.headers["Access-Control-Allow-Methods"] = "POST"
            response.headers["Access-Control-Allow-Headers"] = "Content-Type"
            response.headers["Access-Control-Max-Age"] = "86400"
        return response

    return answer  # type: ignore[return-value]


@csrf_exempt
@requires(Permission.PUBLIC_VERIFY)
@require_http_methods(["POST", "OPTIONS"])
@_of_any_site
@_for_programs
def verify_credential(request: HttpRequest) -> HttpResponse:
    """Whether one credential holds: 200 where it does, else 400 with each reason."""
    body = read_object(request, most=_MOST, known={"verifiableCredential", "options"})
    options = verify_options(body)
    answer = _judge().credential(written(body, "verifiableCredential"))
    verdict = credential_verdict(
        held_against(answer, options), asked(options, hears_strangers=is_on())
    )
    return JsonResponse(verdict, status=200 if verdict["verified"] else 400)


@csrf_exempt
@requires(Permission.PUBLIC_VERIFY)
@require_http_methods(["POST", "OPTIONS"])
@_of_any_site
@_for_programs
def verify_presentation(request: HttpRequest) -> HttpResponse:
    """Whether a presentation and each credential in it holds: 200 or 400."""
    body = read_object(request, most=_MOST, known={"verifiablePresentation", "options"})
    options = verify_options(body)
    if options.get("expectedProofPurpose", AUTHENTICATION) != AUTHENTICATION:
        raise unfit_member(
            "options.expectedProofPurpose",
            en="a presentation is signed for authentication.",
            ms="persembahan ditandatangani untuk authentication.",
        )
    presented = _judge().presentation(
        written(body, "verifiablePresentation"),
        challenge=options.get("challenge", ""),
        domain=options.get("domain", ""),
    )
    verdict = presentation_verdict(presented, asked(options, hears_strangers=is_on()))
    return JsonResponse(verdict, status=200 if verdict["verified"] else 400)


@csrf_exempt
@requires_token(Permission.TRIAL_ISSUE, unless=is_open)
@require_POST
@_for_programs
def issue_credential(request: HttpRequest) -> HttpResponse:
    """A trial credential: 201 with what was asked for, signed; 400 for what may not be signed."""
    if not is_on():
        return problem(404, "no-trial-issuer", _NO_ISSUER)
    body = read_object(request, most=_MOST, known={"credential", "options"})
    credential = body.get("credential")
    if not isinstance(credential, dict):
        raise unfit_member("credential", en="expected an object.", ms="objek diperlukan.")
    options = issue_options(body)
    bearer = bearer_in(request)
    try:
        signed = issue_trial(
            credential,
            options,
            actor=bearer.person if bearer else SYSTEM,
            token=str(bearer.token.pk) if bearer else "",
            at=now(),
        )
    except CredentialFault as fault:
        return refusal(fault.refused, 400)
    return JsonResponse({"verifiableCredential": signed}, status=201)


@csrf_exempt
@requires_token(Permission.AWARD_REVOKE, Permission.TRIAL_ISSUE, unless=is_open)
@require_POST
@_for_programs
def credential_status(request: HttpRequest) -> HttpResponse:
    """Mark the status of a credential or take the mark away: an award of the house, or a trial."""
    body = read_object(request, most=_MOST, known=STATUS_MEMBERS)
    identifier, reason = body.get("credentialId"), body.get("reason", "")
    purpose, is_marked = wanted_status(body)
    if not isinstance(identifier, str) or not identifier:
        raise unfit_member(
            "credentialId",
            en="expected the identifier of the credential.",
            ms="pengecam kredensial diperlukan.",
        )
    if not isinstance(reason, str):
        raise unfit_member("reason", en="expected a text.", ms="teks diperlukan.")
    bearer, number = bearer_in(request), number_in(identifier)
    outcome: object
    if number is not None:
        if bearer is None or Permission.AWARD_REVOKE not in bearer.permissions:
            return not_permitted()
        outcome = set_status(
            number,
            purpose,
            is_marked=is_marked,
            reason=reason,
            person=bearer.person,
            token=str(bearer.token.pk),
            at=now(),
        )
    elif not is_on():
        return problem(404, "no-trial-issuer", _NO_ISSUER)
    elif bearer is not None and Permission.TRIAL_ISSUE not in bearer.permissions:
        return not_permitted()
    else:
        outcome = mark_trial(
            identifier,
            purpose,
            is_marked=is_marked,
            actor=bearer.person if bearer else SYSTEM,
            token=str(bearer.token.pk) if bearer else "",
            at=now(),
        )
    if isinstance(outcome, Refused):
        codes = {"no-such-credential": 404, "no-reason": 400}
        return refusal(outcome, codes.get(outcome.code, 409))
    status = {"type": ENTRY_TYPE, "statusPurpose": purpose}
    return JsonResponse(
        {"credentialId": identifier, "credentialStatus": status, "status": is_marked}
    )


@requires(Permission.PUBLIC_READ)
@require_safe
@vary_on_headers("Accept")
@_of_any_site
@_for_programs
def trial_list(request: HttpRequest, number: int, purpose: str) -> HttpResponse:
    """The status list of trial credentials, as it is at this moment."""
    document = trial_status_list(number, purpose, at=now()) if is_on() else None
    if document is None:
        raise Http404
    return JsonResponse(document, content_type=kind_of_credential(request))


@requires(Permission.PUBLIC_READ)
@require_safe
@_of_any_site
@_for_programs
def trial_issuer_facts(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Under which identifier trial credentials are issued, and whether a token is asked for."""
    if not is_on():
        raise Http404
    return JsonResponse({"id": trial_issuer(), "needsToken": not is_open()})


def _judge() -> Judge:
    at = now()
    return judge(at=at, status_lists=trial_status_lists(at=at) if is_on() else {})


urlpatterns: list[URLPattern] = []
unprefixed_urlpatterns: list[URLPattern] = [
    path("credentials/issue", issue_credential, name="vc-issue"),
    path("credentials/status", credential_status, name="vc-status"),
    path("credentials/verify", verify_credential, name="vc-verify"),
    path("presentations/verify", verify_presentation, name="vp-verify"),
    path("trials/issuer", trial_issuer_facts, name="trial-issuer"),
    path("trials/status/<int:number>/<slug:purpose>", trial_list, name="trial-status-list"),
]
