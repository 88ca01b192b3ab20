"""What a program is answered that asked for something it cannot have: RFC 9457, in both languages."""

from __future__ import annotations

import sys

from django.db import DatabaseError, InterfaceError
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.utils.translation import get_language
from django.views.defaults import server_error as plain_server_error

from tauliah.apps.people.permissions import Permission
from tauliah.core.kernel import LANGUAGES, LocalText, Refused
from tauliah.web.permissions import requires

UNAVAILABLE = LocalText(
    en="The server cannot save just now. The answer will be sent again.",
    ms="Pelayan tidak dapat menyimpan sekarang. Jawapan akan dihantar semula.",
)
SECONDS_TO_WAIT = 2


def problem(status: int, code: str, message: LocalText, **more: object) -> JsonResponse:
    """A problem: `title` in the language of the page, `messages` in every language of the house."""
    body = {
        "type": "about:blank",
        "status": status,
        "title": message.in_language(get_language() or "en"),
        "code": code,
        "messages": {language: message.in_language(language) for language in LANGUAGES},
        **more,
    }
    return JsonResponse(body, status=status, content_type="application/problem+json")


def refusal(refused: Refused, status: int, **more: object) -> JsonResponse:
    """A refusal as a problem."""
    return problem(status, refused.code, refused.message, **more)


def try_again() -> JsonResponse:
    """The database is locked, full or away: nothing was kept, and the same may be sent again."""
    answer = problem(503, "try-again", UNAVAILABLE)
    answer["Retry-After"] = str(SECONDS_TO_WAIT)
    return answer


@requires(Permission.PUBLIC_READ)
def server_error(request: HttpRequest) -> HttpResponseBase:
    """What is answered where nothing else could be: a reader of data learns whether to try again."""
    is_database_away = isinstance(sys.exc_info()[1], DatabaseError | InterfaceError)
    if request.accepts("text/html"):
        page: HttpResponse = plain_server_error(
            request, "busy.html" if is_database_away else "500.html"
        )
        if is_database_away:
            page.status_code = 503
            page["Retry-After"] = str(SECONDS_TO_WAIT)
        return page
    return try_again() if is_database_away else problem(500, "server-error", UNAVAILABLE)
