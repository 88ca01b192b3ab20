"""Every page's address under the prefix of its language, and the few that have none."""

from __future__ import annotations

from tauliah.web.pages import (
    account,
    applications,
    candidate,
    emergency,
    exam,
    invigilation,
    issuer,
    letters,
    marking,
    papers,
    planning,
    public,
    receipts,
    registrar,
    registrar_accommodations,
    registrar_corrections,
    registrar_entries,
    registrar_health,
    registrar_waiting,
    safe_browser,
    study,
    verification,
    ways,
)  # fmt: skip

_PAGES = (
    public, study, exam, safe_browser, marking, receipts, invigilation, emergency, registrar_accommodations, candidate, ways, papers, applications, letters, registrar,
    registrar_health, registrar_entries, registrar_corrections, registrar_waiting, planning, verification, account,
)  # fmt: skip

urlpatterns = [pattern for page in _PAGES for pattern in page.urlpatterns]
unprefixed_urlpatterns = issuer.unprefixed_urlpatterns
