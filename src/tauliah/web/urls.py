"""Every page's address under the prefix of its language, and the few that have none."""

from __future__ import annotations

from tauliah.web.pages import (
    account,
    candidate,
    exam,
    issuer,
    papers,
    planning,
    public,
    registrar,
    study,
    verification,
)  # fmt: skip

_PAGES = (public, study, exam, candidate, papers, registrar, planning, verification, account)

urlpatterns = [pattern for page in _PAGES for pattern in page.urlpatterns]
unprefixed_urlpatterns = issuer.unprefixed_urlpatterns
