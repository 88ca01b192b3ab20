"""The door for programs: a token in the header, never a session, so that no page can be made to knock."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

from django.http import HttpRequest, HttpResponse

from tauliah.apps.access.queries import Bearer, bearer_of
from tauliah.apps.people.permissions import Permission
from tauliah.core.kernel import LocalText
from tauliah.web.clock import now
from tauliah.web.problems import problem

View = TypeVar("View", bound=Callable[..., Any])

_NO_TOKEN = LocalText(
    en="Send a token that is in force: Authorization: Bearer tau_...",
    ms="Hantar token yang sah: Authorization: Bearer tau_...",
)
_NOT_PERMITTED = LocalText(
    en="This token does not permit that.", ms="Token ini tidak membenarkan tindakan itu."
)


def requires_token(
    *permissions: Permission, unless: Callable[[], bool] = lambda: False
) -> Callable[[View], View]:
    """Names what a token must permit, any one of these; the middleware then keeps the door.

    `unless` says when everyone is let in without one.
    """

    def name(view: View) -> View:
        view.permission = permissions[0]  # type: ignore[attr-defined]
        view.door = lambda request: _refusal(request, permissions, unless)  # type: ignore[attr-defined]
        return view

    return name


def bearer_in(request: HttpRequest) -> Bearer | None:
    """Who stands behind the token of a request; looked up once."""
    if not hasattr(request, "bearer"):
        kind, _, text = request.headers.get("Authorization", "").partition(" ")
        found = bearer_of(text.strip(), at=now()) if kind.lower() == "bearer" else None
        request.bearer = found  # type: ignore[attr-defined]
    return cast("Bearer | None", request.bearer)  # type: ignore[attr-defined]


def not_permitted() -> HttpResponse:
    """403: the token is in force, and is for something else."""
    return problem(403, "not-permitted", _NOT_PERMITTED)


def _refusal(
    request: HttpRequest, permissions: tuple[Permission, ...], unless: Callable[[], bool]
) -> HttpResponse | None:
    bearer = bearer_in(request)
    if bearer is None:
        # a token that is no more is told so, also where none is asked for
        if unless() and "Authorization" not in request.headers:
            return None
        answer = problem(401, "no-token", _NO_TOKEN)
        answer.headers["WWW-Authenticate"] = 'Bearer realm="tauliah"'
        return answer
    return None if bearer.permissions & set(permissions) else not_permitted()
