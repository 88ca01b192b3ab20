"""The health of the programme in force, for registrars: what is taught, what is asked, what is thin."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tauliah.apps.catalogue.queries import programme
from tauliah.apps.experience.queries import store_health
from tauliah.apps.itembank.queries import pooled_items
from tauliah.apps.people.permissions import Permission
from tauliah.core.programme.health import health
from tauliah.web.permissions import requires


@requires(Permission.RECORDS_READ)
@require_safe
def programme_health(request: HttpRequest) -> HttpResponse:
    """Every course of the newest release: outcomes by lessons and items, topics, what is thin."""
    found = health(programme(), pooled_items())
    context = {
        "courses": [one for one in found if one.is_written],
        "unwritten": [one.course for one in found if not one.is_written],
        "store": store_health(),
        "breadcrumbs": [{"label": _("Releases"), "url": reverse("registrar-releases")}],
    }
    return render(request, "registrar/health.html", context)


urlpatterns = [path("registrar/releases/health/", programme_health, name="registrar-health")]
