"""Every page's address under the prefix of its language, and the few that have none."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.urls import include, path

_PAGES = ("public", "study", "exam", "candidate", "registrar", "verification")


def _modules() -> list[Any]:
    names = [f"tauliah.web.pages.{name}" for name in _PAGES]
    return [import_module(name) for name in names if find_spec(name)]


urlpatterns = [
    *(pattern for module in _modules() for pattern in module.urlpatterns),
    path("", include("tauliah.web.accounts_urls")),
]
unprefixed_urlpatterns = [
    pattern for module in _modules() for pattern in getattr(module, "unprefixed_urlpatterns", [])
]
