"""Every page's address under the prefix of its language, and the few that have none."""

from __future__ import annotations

from tauliah.web.pages import (
    account,
    applications,
    bank,
    bank_texts,
    bank_writing,
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
    register,
    registrar,
    registrar_accommodations,
    registrar_corrections,
    registrar_entries,
    registrar_health,
    registrar_waiting,
    safe_browser,
    staff_lists,
    study,
    verification,
    ways,
)  # fmt: skip

_PAGES = (
    public, study, exam, safe_browser, marking, bank, bank_texts, bank_writing, receipts, invigilation, emergency, registrar_accommodations, candidate, ways, papers, applications, letters, registrar,
    registrar_health, registrar_entries, registrar_corrections, registrar_waiting, planning, staff_lists, register, verification, account,
)  # fmt: skip

urlpatterns = [pattern for page in _PAGES for pattern in page.urlpatterns]
unprefixed_urlpatterns = [
    # the names of credentials come last: any word may be one
    *staff_lists.unprefixed_urlpatterns,
    *issuer.unprefixed_urlpatterns,
]
