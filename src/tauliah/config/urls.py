"""The addresses: pages under /en/ and /ms/, and without a language what machines read."""

from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns
from django.urls import path

from tauliah.web import urls as web
from tauliah.web.pages import discovery, health

handler500 = "tauliah.web.problems.server_error"

urlpatterns = [
    path("", discovery.root, name="root"),
    path("livez", health.livez, name="livez"),
    path("readyz", health.readyz, name="readyz"),
    path("robots.txt", discovery.robots, name="robots"),
    path("sitemap.xml", discovery.sitemap, name="sitemap"),
    *web.unprefixed_urlpatterns,
    *i18n_patterns(*web.urlpatterns, prefix_default_language=True),
]
