"""The door: every view names its permission, and a view that names none is open to nobody."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render, resolve_url
from django.urls import ResolverMatch
from django.utils.translation import gettext as _

from tauliah.apps.catalogue.queries import NothingPublished
from tauliah.apps.people.permissions import ANYONE, Permission, permissions_of

if TYPE_CHECKING:
    from tauliah.apps.people.queries import User

    class PersonRequest(HttpRequest):
        """A request that has passed a permission which nobody has without an account."""

        user: User
else:
    PersonRequest = HttpRequest

View = TypeVar("View", bound=Callable[..., Any])

_ENTER = Permission.ACCOUNT_ENTER
_MANAGE = Permission.ACCOUNT_MANAGE
BY_URL_NAME: dict[str, Permission] = {
    "account_login": _ENTER,
    "account_logout": _ENTER,
    "account_inactive": _ENTER,
    "account_signup": _ENTER,
    "account_email_verification_sent": _ENTER,
    "account_confirm_email": _ENTER,
    "account_confirm_login_code": _ENTER,
    "account_reset_password": _ENTER,
    "account_reset_password_done": _ENTER,
    "account_reset_password_from_key": _ENTER,
    "account_reset_password_from_key_done": _ENTER,
    "account_reauthenticate": _MANAGE,
    "account_email": _MANAGE,
    "account_change_password": _MANAGE,
    "account_set_password": _MANAGE,
    "mfa_authenticate": _ENTER,
    "mfa_login_webauthn": _ENTER,
    "mfa_reauthenticate": _MANAGE,
    "mfa_reauthenticate_webauthn": _MANAGE,
    "mfa_index": _MANAGE,
    "mfa_activate_totp": _MANAGE,
    "mfa_deactivate_totp": _MANAGE,
    "mfa_view_recovery_codes": _MANAGE,
    "mfa_generate_recovery_codes": _MANAGE,
    "mfa_download_recovery_codes": _MANAGE,
    "mfa_list_webauthn": _MANAGE,
    "mfa_add_webauthn": _MANAGE,
    "mfa_remove_webauthn": _MANAGE,
    "mfa_edit_webauthn": _MANAGE,
}
"""Permissions of views that are not ours and cannot name one themselves."""


def requires(permission: Permission) -> Callable[[View], View]:
    """Names the permission that a view asks for; `PermissionMiddleware` then keeps its door."""

    def name(view: View) -> View:
        view.permission = permission  # type: ignore[attr-defined]
        return view

    return name


def permission_of_route(view: Callable[..., Any], url_name: str | None) -> Permission | None:
    """What a route asks for: as its view names it, else as the table does; None when neither."""
    named: Permission | None = getattr(view, "permission", None)
    return named or BY_URL_NAME.get(url_name or "")


def permissions_in(request: HttpRequest) -> frozenset[Permission]:
    """All that the person behind a request may do, looked up once for each request."""
    known: frozenset[Permission] | None = getattr(request, "permissions", None)
    if known is None:
        user = getattr(request, "user", None)
        known = permissions_of(user) if user and user.is_authenticated else ANYONE
        request.permissions = known  # type: ignore[attr-defined]
    return known


class PermissionMiddleware:
    """Lets a request through to its view, or to the log-in, or to a page that says no.

    A reader of data (`Accept: application/json`) is answered 401 or 403 with a problem instead.
    While nothing is published, pages that show the programme answer 503.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        view: Callable[..., Any],
        args: tuple[Any, ...],  # noqa: ARG002 - Django's signature
        kwargs: dict[str, Any],  # noqa: ARG002 - Django's signature
    ) -> HttpResponse | None:
        match: ResolverMatch | None = request.resolver_match
        permission = permission_of_route(view, match.url_name if match else None)
        if permission is None:
            raise PermissionDenied("this route names no permission")
        door: Callable[[HttpRequest], HttpResponse | None] | None = getattr(view, "door", None)
        if door is not None:
            return door(request)
        # what anyone may do asks for no session, so that answers to machines carry no cookie
        if permission in ANYONE or permission in permissions_in(request):
            return None
        is_anonymous = not request.user.is_authenticated
        if not request.accepts("text/html"):
            return _problem(401 if is_anonymous else 403)
        if is_anonymous:
            # What was posted is lost by the log-in, so only a page can be come back to.
            back = request.get_full_path() if request.method == "GET" else resolve_url("home")
            return redirect_to_login(back, resolve_url(settings.LOGIN_URL))
        raise PermissionDenied(permission.value)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, NothingPublished):
            return render(request, "503.html", status=503)
        return None


def _problem(status: int) -> JsonResponse:
    title = _("Log in first.") if status == 401 else _("Your account may not do this.")
    body = {"type": "about:blank", "status": status, "title": title}
    return JsonResponse(body, status=status, content_type="application/problem+json")
