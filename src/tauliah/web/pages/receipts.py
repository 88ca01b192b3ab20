"""Receipts of sealed exams: the candidate's own page, PDF and file, and the check for anyone."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from tauliah.apps.catalogue.queries import programme
from tauliah.apps.people.permissions import Permission
from tauliah.apps.sittings.documents import receipt_pdf
from tauliah.apps.sittings.seals import check_number, check_receipt, receipt_document, receipt_for
from tauliah.web.clock import now
from tauliah.web.limits import is_too_often
from tauliah.web.permissions import PersonRequest, requires

LARGEST_RECEIPT_BYTES = 10_000
MOST_CHECKS_A_MINUTE = 30
_LANGUAGES = tuple(code for code, _ in settings.LANGUAGES)


@requires(Permission.RESULTS_READ_OWN)
@require_safe
@never_cache
def receipt(request: PersonRequest, attempt: UUID) -> HttpResponse:
    """The receipt of the candidate's own exam."""
    found = receipt_for(request.user, attempt)
    if found is None:
        raise Http404
    titles = {course.code: course.title for course in programme().courses}
    course = found.attempt.booking.course
    context = {
        "receipt": found,
        "attempt": found.attempt,
        "title": titles.get(course, course),
        "breadcrumbs": [{"label": _("Exams"), "url": reverse("exams")}],
    }
    return render(request, "exam/receipt.html", context)


@requires(Permission.RESULTS_READ_OWN)
@require_safe
def receipt_as_pdf(request: PersonRequest, attempt: UUID, language: str) -> HttpResponse:
    """The receipt on paper."""
    found = receipt_for(request.user, attempt)
    if found is None or language not in _LANGUAGES:
        raise Http404
    name = f"{found.number}.{language}.pdf"
    return _download(receipt_pdf(found, language), "application/pdf", name)


@requires(Permission.RESULTS_READ_OWN)
@require_safe
def receipt_as_file(request: PersonRequest, attempt: UUID) -> HttpResponse:
    """The receipt as the file that can be checked letter by letter."""
    found = receipt_for(request.user, attempt)
    if found is None:
        raise Http404
    text = json.dumps(receipt_document(found), ensure_ascii=False, indent=2) + "\n"
    return _download(text.encode(), "application/json", f"{found.number}.json")


@requires(Permission.PUBLIC_VERIFY)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def receipts(request: HttpRequest) -> HttpResponse:
    """Whether a receipt is genuine: by number and digest, or by its file."""
    number, digest = request.GET.get("number", ""), request.GET.get("digest", "")
    context: dict[str, Any] = {"number": number[:20], "digest": digest[:80], "breadcrumbs": []}
    wants_check = request.method == "POST" or (number and digest)
    if not wants_check:
        return render(request, "exam/receipts.html", context)
    if is_too_often(request, "receipt", most=MOST_CHECKS_A_MINUTE, at=now()):
        return render(request, "429.html", context, status=429)
    if request.method == "POST":
        file = request.FILES.get("file")
        is_small = file is not None and file.size is not None and file.size <= LARGEST_RECEIPT_BYTES
        check = check_receipt(file.read() if file is not None and is_small else b"")
    else:
        check = check_number(number, digest)
    if check.receipt is not None:
        context["sealed_at"] = datetime.fromisoformat(check.receipt.facts["sealed_at"])
    context["check"] = check
    return render(request, "exam/receipts.html", context)


def _download(content: bytes, media_type: str, name: str) -> HttpResponse:
    disposition = content_disposition_header(as_attachment=True, filename=name)
    return HttpResponse(
        content,
        content_type=media_type,
        headers={"Content-Disposition": disposition, "Cache-Control": "private, no-store"},
    )


_OWN = "exams/attempts/<uuid:attempt>/receipt"
urlpatterns = [
    path(f"{_OWN}/", receipt, name="exam-receipt"),
    path(f"{_OWN}.json", receipt_as_file, name="exam-receipt-file"),
    path(f"{_OWN}.<slug:language>.pdf", receipt_as_pdf, name="exam-receipt-pdf"),
    path("receipts/", receipts, name="receipts"),
]
