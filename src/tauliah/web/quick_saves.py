"""The short way of a save that is plainly in order, past what only pages need.

During an exam nearly every request is a save. Half of what one costs is the way through all that
pages need: language, messages, notices of accounts, routes. This door comes before them. It asks what
the long way asks, by the same functions: forgery, log-in, permission, a body of the right form. It
answers only what was saved. Whatever is not plainly in order goes the long way, which refuses it in
its own words; nothing was changed for it here.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth import get_user
from django.core.exceptions import DisallowedHost, RequestDataTooBig
from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.middleware.clickjacking import XFrameOptionsMiddleware
from django.middleware.csrf import CsrfViewMiddleware
from django.middleware.security import SecurityMiddleware
from django.utils.cache import patch_vary_headers
from django.utils.translation import override
from pydantic import ValidationError

from tauliah.apps.people.permissions import Permission, permissions_of
from tauliah.apps.people.queries import User
from tauliah.apps.people.sessions import SessionStore
from tauliah.core.kernel import Refused
from tauliah.web.content_policy import ContentPolicyMiddleware
from tauliah.web.pages.exam_saving import SAVE, is_too_large, keep, said, save
from tauliah.web.problems import try_again

Site = Callable[[HttpRequest], HttpResponse]

_ADDRESS = re.compile(r"/(en|ms)/exams/attempts/([0-9a-f-]{36})/save/", re.ASCII)


class QuickSaves:
    """Answers saves; all else, and every save that is to be refused, is the site's."""

    def __init__(self, site: Site) -> None:
        self.site = site
        self.forgery = CsrfViewMiddleware(site)
        self.finishing: list[Any] = [
            XFrameOptionsMiddleware(site),
            ContentPolicyMiddleware(site),
            SecurityMiddleware(site),
        ]

    def __call__(self, request: HttpRequest) -> HttpResponse:
        found = _ADDRESS.fullmatch(request.path_info) if request.method == "POST" else None
        if found is None:
            return self.site(request)
        language, attempt = found.groups()
        try:
            answer = self._answer(request, attempt)
        except (DatabaseError, InterfaceError):
            # locked, full, away, or made anew by a migration: never a silent yes
            with override(language):
                answer = try_again()
        return self.site(request) if answer is None else self._finished(request, answer, language)

    def _answer(self, request: HttpRequest, attempt: str) -> HttpResponse | None:
        """The reply to a save that was kept; None where the long way is to look at it."""
        if request.content_type != "application/json" or is_too_large(request):
            return None
        if not self._is_from_our_page(request):
            return None
        person = _logged_in(request)
        if person is None or Permission.SIT not in permissions_of(person):
            return None
        try:
            wanted, id = SAVE.validate_json(request.body), UUID(attempt)
        except (ValidationError, ValueError, UnreadablePostError, RequestDataTooBig):
            return None
        saved = keep(person, id, wanted)
        return None if isinstance(saved, Refused) else said(saved)

    def _is_from_our_page(self, request: HttpRequest) -> bool:
        try:
            request.get_host()
        except DisallowedHost:
            return False
        self.forgery.process_request(request)
        return self.forgery.process_view(request, save, (), {}) is None

    def _finished(self, request: HttpRequest, answer: HttpResponse, language: str) -> HttpResponse:
        """The answer with the headers that each answer of the site has."""
        patch_vary_headers(answer, ["Cookie"])
        answer.headers["Content-Language"] = language
        answer.headers["Content-Length"] = str(len(answer.content))
        for one in self.finishing:
            answer = one.process_response(request, answer)
        return answer


def _logged_in(request: HttpRequest) -> User | None:
    """Who is logged in; None for nobody, and where the log-in itself is to be renewed."""
    session = SessionStore(request.COOKIES.get(settings.SESSION_COOKIE_NAME))
    request.session = session
    person = get_user(request)
    return person if isinstance(person, User) and not session.modified else None
