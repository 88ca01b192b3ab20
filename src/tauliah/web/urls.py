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
    blueprints,
    candidate,
    case_service,
    classes,
    designation_data,
    emergency,
    exam,
    invigilation,
    issuer,
    judging,
    letters,
    marking,
    mock_exams,
    notes,
    offline_practice,
    own_data,
    own_tokens,
    papers,
    planning,
    practising,
    public,
    rating,
    reading,
    receipts,
    record_store,
    register,
    registrar,
    registrar_accommodations,
    registrar_classes,
    registrar_corrections,
    registrar_entries,
    registrar_erasures,
    registrar_health,
    registrar_waiting,
    safe_browser,
    search,
    staff_lists,
    standard_methods,
    standards,
    study,
    study_plan,
    taking_along,
    technical_reports,
    vc_api,
    verification,
    ways,
)  # fmt: skip

_PAGES = (
    # saves come first: no page is asked for as often
    # what is practised offline comes before the codes of courses
    exam, public, search, offline_practice, study, reading, notes, practising, taking_along, mock_exams, safe_browser, marking, bank, bank_assembly, bank_texts, bank_writing, blueprints, standard_methods, standards, rating, judging, technical_reports, analyses, receipts, invigilation, emergency, registrar_accommodations, candidate, ways, study_plan, papers, applications, letters, classes, registrar_classes, registrar,
    registrar_health, registrar_entries, registrar_corrections, registrar_waiting, planning, staff_lists, register, verification, registrar_erasures, own_data, record_store, own_tokens, account,
)  # fmt: skip

urlpatterns = [pattern for page in _PAGES for pattern in page.urlpatterns]
unprefixed_urlpatterns = [
    # the names of credentials come last: any word may be one
    *staff_lists.unprefixed_urlpatterns,
    *vc_api.unprefixed_urlpatterns,
    *case_service.unprefixed_urlpatterns,
    *designation_data.unprefixed_urlpatterns,
    *study_plan.unprefixed_urlpatterns,
    *offline_practice.unprefixed_urlpatterns,
    *issuer.unprefixed_urlpatterns,
]
