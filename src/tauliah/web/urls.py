"""Every page's address under the prefix of its language, and the few that have none."""

from __future__ import annotations

from tauliah.web.pages import (
    account,
    analyses,
    applications,
    bank,
    bank_assembly,
    bank_texts,
    bank_writing,
    candidate,
    case_service,
    designation_data,
    emergency,
    exam,
    invigilation,
    issuer,
    letters,
    marking,
    own_data,
    papers,
    planning,
    practising,
    public,
    rating,
    receipts,
    register,
    registrar,
    registrar_accommodations,
    registrar_corrections,
    registrar_entries,
    registrar_erasures,
    registrar_health,
    registrar_waiting,
    safe_browser,
    staff_lists,
    standards,
    study,
    technical_reports,
    vc_api,
    verification,
    ways,
)  # fmt: skip

_PAGES = (
    # saves come first: no page is asked for as often
    exam, public, study, practising, safe_browser, marking, bank, bank_assembly, bank_texts, bank_writing, standards, rating, technical_reports, analyses, receipts, invigilation, emergency, registrar_accommodations, candidate, ways, papers, applications, letters, registrar,
    registrar_health, registrar_entries, registrar_corrections, registrar_waiting, planning, staff_lists, register, verification, registrar_erasures, own_data, account,
)  # fmt: skip

urlpatterns = [pattern for page in _PAGES for pattern in page.urlpatterns]
unprefixed_urlpatterns = [
    # the names of credentials come last: any word may be one
    *staff_lists.unprefixed_urlpatterns,
    *vc_api.unprefixed_urlpatterns,
    *case_service.unprefixed_urlpatterns,
    *designation_data.unprefixed_urlpatterns,
    *issuer.unprefixed_urlpatterns,
]
