"""Where an officer takes the emergency file of a candidate whose network never returned."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import get_language, ngettext
from django.views.decorators.http import require_http_methods

from tauliah.apps.people.permissions import Permission
from tauliah.apps.sittings.actions import take_emergency_file
from tauliah.apps.sittings.emergency import LARGEST_FILE_BYTES
from tauliah.apps.sittings.invigilation import candidate_in_room
from tauliah.apps.sittings.queries import exam_time
from tauliah.core.kernel import Refused
from tauliah.web.invigilation_forms import EmergencyForm
from tauliah.web.permissions import PersonRequest, requires


@requires(Permission.EMERGENCY_FILE_TAKE)
@require_http_methods(["GET", "HEAD", "POST"])
def emergency_file(request: PersonRequest) -> HttpResponse:
    """Choose the file and say why; it is opened, checked against the chain, and taken whole or not."""
    meant = _attempt_in(request)
    is_sent = request.method == "POST"
    form = EmergencyForm(request.POST, request.FILES) if is_sent else EmergencyForm()
    if is_sent and form.is_valid():
        file = form.cleaned_data["file"]
        data = file.read() if file.size <= LARGEST_FILE_BYTES else b""
        taken = take_emergency_file(
            request.user, data, reason=form.cleaned_data["reason"], attempt_id=meant
        )
        if not isinstance(taken, Refused):
            name = taken.attempt.booking.person.full_name
            said = ngettext(
                "One save of %(name)s was taken from the file. It stands in the chain with your name.",
                "%(saves)s saves of %(name)s were taken from the file. "
                "They stand in the chain with your name.",
                taken.saves,
            )
            messages.success(request, said % {"saves": taken.saves, "name": name})
            return redirect("emergency-file")
        form.add_error(None, taken.message.in_language(get_language() or "en"))
    candidate = candidate_in_room(meant, at=exam_time()) if meant else None
    context: dict[str, Any] = {"form": form, "candidate": candidate, "breadcrumbs": []}
    return render(
        request, "invigilation/emergency.html", context, status=400 if form.errors else 200
    )


def _attempt_in(request: HttpRequest) -> UUID | None:
    try:
        return UUID(request.POST.get("attempt") or request.GET.get("attempt") or "")
    except ValueError:
        return None


urlpatterns = [path("emergency-file/", emergency_file, name="emergency-file")]
