"""The configuration of Safe Exam Browser to download, and the proof that its pages are told."""

from __future__ import annotations

from typing import Annotated

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from tauliah.apps.people.permissions import Permission
from tauliah.core.exam.safe_browser import exam_settings, settings_file
from tauliah.web.permissions import requires
from tauliah.web.safe_browser import prove, start_address


class Proof(BaseModel):
    """What a page sends that Safe Exam Browser has told its key for that page."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    address: Annotated[str, Field(max_length=2_000)]
    proof: Annotated[str, Field(max_length=64)]


@requires(Permission.SIT)
@require_safe
def configuration(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """The configuration under which exams of this house are sat."""
    file = settings_file(exam_settings(start_address(get_language() or "en")))
    return HttpResponse(
        file,
        content_type="application/seb",
        headers={"Content-Disposition": 'attachment; filename="exam.seb"'},
    )


@requires(Permission.SIT)
@require_POST
def proof(request: HttpRequest) -> JsonResponse:
    """Whether the proof that a page was told holds; it then counts for this log-in."""
    try:
        said = Proof.model_validate_json(request.body)
    except ValidationError:
        return JsonResponse({"holds": False}, status=400)
    holds = prove(request, address=said.address, proof=said.proof)
    return JsonResponse({"holds": holds}, status=200 if holds else 403)


urlpatterns = [
    path("exams/safe-browser/exam.seb", configuration, name="safe-browser-file"),
    path("exams/safe-browser/proof/", proof, name="safe-browser-proof"),
]
