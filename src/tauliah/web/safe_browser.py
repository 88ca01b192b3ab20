"""Whether a request comes from Safe Exam Browser under the settings of this house."""

from __future__ import annotations

import hmac
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import override

from tauliah.core.exam.safe_browser import config_key, exam_settings, request_hash
from tauliah.core.kernel import LANGUAGES

HEADER = "X-SafeExamBrowser-ConfigKeyHash"
_PROVEN = "safe-exam-browser"


def start_address(language: str) -> str:
    """Where Safe Exam Browser begins: the exams of the house in a language."""
    with override(language):
        return f"{settings.ADDRESS.rstrip('/')}{reverse('exams')}"


def is_proven(request: HttpRequest) -> bool:
    """Whether this request carries the proof, or the page of this log-in gave it before.

    Newer engines send no header; their pages are told the proof by a script instead.
    """
    sent = request.headers.get(HEADER, "")
    if sent:
        return _holds(request.build_absolute_uri(), sent)
    return bool(request.session.get(_PROVEN))


def prove(request: HttpRequest, *, address: str, proof: str) -> bool:
    """Take the proof that a page of this house was told for its own address."""
    here, there = urlsplit(request.build_absolute_uri()), urlsplit(address)
    is_ours = (there.scheme, there.netloc) == (here.scheme, here.netloc)
    if not is_ours or not _holds(address, proof):
        return False
    request.session[_PROVEN] = True
    return True


def refused(request: HttpRequest) -> HttpResponse:
    """The page that says what to do instead."""
    return render(request, "exam/safe-browser.html", {"breadcrumbs": []}, status=403)


def _holds(address: str, proof: str) -> bool:
    keys = [config_key(exam_settings(start_address(language))) for language in LANGUAGES]
    return any(
        hmac.compare_digest(request_hash(address, key).encode(), proof.lower().encode())
        for key in keys
    )
