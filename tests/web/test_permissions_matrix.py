"""Who may open which page: every route of the site, for nobody, a candidate and a registrar."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any
from uuid import UUID

import pytest

from tests.services.lengths import soon
from tests.web.programme import open_account

ANYONE, CANDIDATE, REGISTRAR = "anyone", "candidate", "registrar"
INVIGILATOR = "invigilator"
MARKER = "marker"
AUTHOR, OFFICER = "item-author", "bank-officer"
JUDGE = "judge"
REVIEWERS = "content-reviewer", "language-reviewer", "fairness-reviewer"
BANK = AUTHOR, *REVIEWERS, OFFICER
PERSON = CANDIDATE, REGISTRAR, INVIGILATOR, MARKER, *BANK, JUDGE

WHO_MAY: dict[str, tuple[str, ...]] = {
    # machines
    **dict.fromkeys(["root", "livez", "readyz", "robots", "sitemap"], (ANYONE,)),
    **dict.fromkeys(["did-document", "status-list", "suspension-list", "credential"], (ANYONE,)),
    # the interfaces of programs
    **dict.fromkeys(["vc-verify", "vp-verify", "trial-issuer", "trial-status-list"], (ANYONE,)),
    "vc-issue": (REGISTRAR,),
    "vc-status": (REGISTRAR,),
    **dict.fromkeys(["case-documents", "case-CFDocuments", "case-CFPackages"], (ANYONE,)),
    **dict.fromkeys(["case-CFItems", "case-CFItemAssociations", "case-CFItemTypes"], (ANYONE,)),
    **dict.fromkeys(["case-CFAssociations", "case-CFAssociationGroupings"], (ANYONE,)),
    **dict.fromkeys(["case-CFSubjects", "case-CFConcepts", "case-CFLicenses"], (ANYONE,)),
    **dict.fromkeys(["case-CFRubrics", "designation-ctdl"], (ANYONE,)),
    # the public pages
    **dict.fromkeys(["front", "designations", "designation", "courses", "course"], (ANYONE,)),
    **dict.fromkeys(["glossary", "glossary-term", "page", "ethics", "search"], (ANYONE,)),
    **dict.fromkeys(["verify", "verify-award", "verify-offline", "award-qr"], (ANYONE,)),
    **dict.fromkeys(["check-list", "check-list-answers", "check-list-download"], (ANYONE,)),
    **dict.fromkeys(["check-list-forget", "check-list-api"], (ANYONE,)),
    # the register of holders
    **dict.fromkeys(["register", "register-holder", "register-card", "award-card"], (ANYONE,)),
    "own-listing": (CANDIDATE,),
    # the candidate's way
    **dict.fromkeys(["candidate-home", "candidate-pathways", "candidate-record"], (CANDIDATE,)),
    **dict.fromkeys(["matriculate", "matriculate-confirm", "candidate-ethics"], (CANDIDATE,)),
    **dict.fromkeys(["candidate-way", "candidate-way-calendar"], (CANDIDATE,)),
    **dict.fromkeys(["study-plan", "study-plan-begin", "study-plan-choices"], (CANDIDATE,)),
    **dict.fromkeys(["study-plan-way", "study-plan-tick", "study-plan-untick"], (CANDIDATE,)),
    **dict.fromkeys(["study-plan-move", "study-plan-calendar"], (CANDIDATE,)),
    "study-plan-letters": (CANDIDATE,),
    # whoever has the secret of the address
    **dict.fromkeys(["study-feed", "study-letters-end"], (ANYONE,)),
    **dict.fromkeys(["candidate-awards", "award-claim", "award-certificate"], (CANDIDATE,)),
    **dict.fromkeys(["award-credential", "award-badge", "transcript"], (CANDIDATE,)),
    **dict.fromkeys(["award-token", "signed-transcript"], (CANDIDATE,)),
    **dict.fromkeys(["study-home", "study-course", "lesson"], (CANDIDATE,)),
    **dict.fromkeys(["lesson-place", "note-add", "notes", "notes-file"], (CANDIDATE,)),
    **dict.fromkeys(["note", "note-delete", "note-take-back"], (CANDIDATE,)),
    **dict.fromkeys(
        ["practice", "practice-next", "practice-answered", "practice-picture"], (CANDIDATE,)
    ),
    "figure": (CANDIDATE,),
    **dict.fromkeys(["practise-today", "practise-undo", "practise-minutes"], (CANDIDATE,)),
    **dict.fromkeys(["practise-answered", "readiness"], (CANDIDATE,)),
    **dict.fromkeys(["practise-offline", "practise-pack", "practise-reviews"], (CANDIDATE,)),
    # what a browser asks for without a log-in: the same for everybody, and nothing personal
    **dict.fromkeys(["practise-manifest", "practise-worker"], (ANYONE,)),
    **dict.fromkeys(["progress-files", "progress-anki", "progress-tables"], (CANDIDATE,)),
    **dict.fromkeys(["mock-exams", "mock-exam-start", "mock-exam"], (CANDIDATE,)),
    **dict.fromkeys(["mock-exam-review", "mock-exam-submit", "mock-exam-result"], (CANDIDATE,)),
    "mock-exam-picture": (CANDIDATE,),
    **dict.fromkeys(["exams", "exam-book", "exam-start", "exam-cancel"], (CANDIDATE,)),
    **dict.fromkeys(["exam-attempt", "exam-save", "exam-clock", "exam-sheet"], (CANDIDATE,)),
    **dict.fromkeys(["exam-submit", "exam-result", "exam-lease"], (CANDIDATE,)),
    **dict.fromkeys(["exam-take-over", "exam-pause", "exam-receipt", "exam-picture"], (CANDIDATE,)),
    "exam-language": (CANDIDATE,),
    **dict.fromkeys(["classes", "class"], (ANYONE,)),
    **dict.fromkeys(["my-classes", "class-book", "class-accept"], (CANDIDATE,)),
    **dict.fromkeys(["class-give-up", "class-calendar"], (CANDIDATE,)),
    **dict.fromkeys(["registrar-classes", "registrar-class-open"], (REGISTRAR,)),
    **dict.fromkeys(["registrar-class", "registrar-class-seats"], (REGISTRAR,)),
    **dict.fromkeys(["registrar-class-call-off", "registrar-class-take-off"], (REGISTRAR,)),
    **dict.fromkeys(["registrar-class-paper", "registrar-class-attendance"], (REGISTRAR,)),
    **dict.fromkeys(["safe-browser-file", "safe-browser-proof"], (CANDIDATE,)),
    **dict.fromkeys(["exam-receipt-file", "exam-receipt-pdf"], (CANDIDATE,)),
    "receipts": (ANYONE,),
    # the invigilator's room
    **dict.fromkeys(["invigilation", "invigilation-room", "invigilation-state"], (INVIGILATOR,)),
    **dict.fromkeys(["invigilation-paper", "invigilation-attempt"], (INVIGILATOR,)),
    "emergency-file": (REGISTRAR, INVIGILATOR),
    **dict.fromkeys(["candidate-applications", "candidate-apply-exemption"], (CANDIDATE,)),
    **dict.fromkeys(["candidate-declare-education", "candidate-retirement"], (CANDIDATE,)),
    **dict.fromkeys(["candidate-declare-experience", "candidate-letter"], (CANDIDATE,)),
    # the markers' desk
    **dict.fromkeys(["marking", "marking-response"], (MARKER,)),
    # the item bank
    **dict.fromkeys(["bank", "bank-queue", "bank-item", "bank-item-act"], BANK),
    **dict.fromkeys(["bank-item-text", "bank-item-compare"], BANK),
    **dict.fromkeys(["bank-item-new", "bank-item-write", "bank-item-check"], (AUTHOR,)),
    **dict.fromkeys(["bank-item-enemies", "bank-export", "bank-figures"], (OFFICER,)),
    "bank-item-entrust": (OFFICER,),
    "bank-coverage": BANK,
    **dict.fromkeys(["bank-forms", "bank-forms-ask", "bank-assembly"], (OFFICER,)),
    **dict.fromkeys(["bank-assembly-cancel", "bank-assembly-approve"], (OFFICER,)),
    "bank-form-withdraw": (OFFICER,),
    "blueprint-edit": (OFFICER,),
    **dict.fromkeys(["blueprint-proposals", "blueprint-proposal"], (REGISTRAR, OFFICER)),
    **dict.fromkeys(["blueprint-answer", "blueprint-file"], (REGISTRAR, OFFICER)),
    # cut scores: the desk of studies, and the judges' own
    **dict.fromkeys(["standards", "standards-study", "standards-decide"], (REGISTRAR, OFFICER)),
    "standards-forms": (REGISTRAR, OFFICER),
    **dict.fromkeys(["standards-new", "standards-judges", "standards-round"], (OFFICER,)),
    "standards-equate": (OFFICER,),
    **dict.fromkeys(["standards-new-bookmark", "standards-new-scores"], (OFFICER,)),
    **dict.fromkeys(["rating-bookmark", "rating-bounds", "rating-candidates"], (JUDGE,)),
    **dict.fromkeys(["rating", "rating-sheet", "rating-item", "rating-picture"], (JUDGE,)),
    "rating-hand-in": (JUDGE,),
    # the psychometrician's desk
    **dict.fromkeys(["analyses", "analysis-new", "analysis", "analysis-cancel"], (OFFICER,)),
    **dict.fromkeys(["analysis-file", "analysis-go-on", "technical-reports"], (OFFICER,)),
    **dict.fromkeys(["analysis-adopt-parameters", "analysis-adopt-equating"], (OFFICER,)),
    **dict.fromkeys(["technical-report", "technical-report-pdf"], (OFFICER,)),
    # the registrar's desk
    **dict.fromkeys(["registrar-candidates", "registrar-candidate"], (REGISTRAR,)),
    **dict.fromkeys(["registrar-candidate-record", "registrar-candidate-results"], (REGISTRAR,)),
    **dict.fromkeys(["registrar-candidate-way", "registrar-candidate-way-calendar"], (REGISTRAR,)),
    **dict.fromkeys(["registrar-candidate-awards", "registrar-candidate-credit"], (REGISTRAR,)),
    **dict.fromkeys(["registrar-award-revoke", "registrar-award-reinstate"], (REGISTRAR,)),
    "registrar-award-suspend": (REGISTRAR,),
    **dict.fromkeys(["registrar-releases", "registrar-audit-trail"], (REGISTRAR,)),
    "registrar-health": (REGISTRAR,),
    "registrar-record-check": (REGISTRAR,),
    **dict.fromkeys(["registrar-erasures", "registrar-erasure"], (REGISTRAR,)),
    **dict.fromkeys(["registrar-candidate-accommodations"], (REGISTRAR,)),
    "registrar-accommodation-end": (REGISTRAR,),
    **dict.fromkeys(["registrar-plan", "registrar-plan-made"], (REGISTRAR,)),
    "registrar-plan-table": (REGISTRAR,),
    **dict.fromkeys(["registrar-candidate-add", "registrar-candidate-exemption"], (REGISTRAR,)),
    **dict.fromkeys(["registrar-record-experience", "registrar-record-course"], (REGISTRAR,)),
    **dict.fromkeys(["registrar-record-class", "registrar-record-education"], (REGISTRAR,)),
    **dict.fromkeys(["registrar-record-retirement", "registrar-record-return"], (REGISTRAR,)),
    **dict.fromkeys(["registrar-record-joined", "registrar-record-left"], (REGISTRAR,)),
    **dict.fromkeys(["registrar-waiting", "registrar-proposal"], (REGISTRAR,)),
    **dict.fromkeys(["registrar-application", "registrar-application-evidence"], (REGISTRAR,)),
    **dict.fromkeys(["registrar-entry-correct", "registrar-candidate-letter"], (REGISTRAR,)),
    # the way into an account
    **dict.fromkeys(["account_login", "account_logout", "account_signup"], (ANYONE,)),
    **dict.fromkeys(["account_inactive", "account_confirm_email"], (ANYONE,)),
    **dict.fromkeys(["account_email_verification_sent", "account_confirm_login_code"], (ANYONE,)),
    **dict.fromkeys(["account_reset_password", "account_reset_password_done"], (ANYONE,)),
    "account_reset_password_from_key": (ANYONE,),
    "account_reset_password_from_key_done": (ANYONE,),
    **dict.fromkeys(["mfa_authenticate", "mfa_login_webauthn"], (ANYONE,)),
    # one's own account
    **dict.fromkeys(["home", "account", "account-language"], PERSON),
    **dict.fromkeys(["account-data", "account-data-export"], PERSON),
    **dict.fromkeys(["account-erasure-ask", "account-erasure-withdraw"], PERSON),
    "record-store": (CANDIDATE,),
    **dict.fromkeys(["account-tokens", "account-token-give"], (REGISTRAR,)),
    "account-token-revoke": (REGISTRAR,),
    **dict.fromkeys(["account_email", "account_change_password", "account_set_password"], PERSON),
    **dict.fromkeys(["account_reauthenticate", "mfa_reauthenticate"], PERSON),
    **dict.fromkeys(["mfa_reauthenticate_webauthn", "mfa_index"], PERSON),
    **dict.fromkeys(["mfa_activate_totp", "mfa_deactivate_totp"], PERSON),
    **dict.fromkeys(["mfa_view_recovery_codes", "mfa_generate_recovery_codes"], PERSON),
    **dict.fromkeys(["mfa_download_recovery_codes", "mfa_list_webauthn"], PERSON),
    **dict.fromkeys(["mfa_add_webauthn", "mfa_remove_webauthn", "mfa_edit_webauthn"], PERSON),
}

BY_TOKEN = {"vc-issue", "vc-status"}
"""Routes that ask for a token in the header, whoever is logged in."""

SOME_ID = UUID("01890000-0000-7000-8000-000000000000")
EXAMPLES: dict[str, Any] = {
    "code": "api",
    "slug": "insurance",
    "topic": "all-topics",
    "item": "pum-p-sel-01",
    "language": "en",
    "form": "svg",
    "name": "no-such-figure",
    "day": "2026-03-03",
    "course": "pum",
    "window": "2026-1",
    "position": 1,
    "number": "api-2026-000123",
    "key": "some-key",
    "token": SOME_ID,
    "secret": "no-such-secret",
    "identifier": "00000000-0000-5000-8000-000000000000",
    "purpose": "revocation",
    "uidb36": "1",
    "pk": 1,
    **dict.fromkeys(["booking", "attempt", "mock", "id", "accommodation", "person"], SOME_ID),
}


def test_every_route_stands_in_the_table_and_every_entry_is_a_route() -> None:
    assert {pattern.name for pattern in routes()} == set(WHO_MAY)


def test_every_route_names_a_permission() -> None:
    from tauliah.web.permissions import permission_of_route

    unnamed = [p.name for p in routes() if permission_of_route(p.callback, p.name) is None]

    assert not unnamed


def test_the_named_permission_is_had_by_exactly_those_who_may() -> None:
    from tauliah.apps.people.permissions import ANYONE as HAD_BY_ANYONE
    from tauliah.apps.people.permissions import BY_ROLE
    from tauliah.web.permissions import permission_of_route

    def who_has(permission: Any) -> tuple[str, ...]:
        if permission in HAD_BY_ANYONE:
            return (ANYONE,)
        return tuple(role for role in PERSON if permission in BY_ROLE[role])

    named = {p.name: who_has(permission_of_route(p.callback, p.name)) for p in routes()}

    assert named == WHO_MAY


def test_a_visitor_without_an_account_is_sent_to_the_log_in(
    client: Any, published: Any, signing_key: None
) -> None:
    sent = {name for name in WHO_MAY if is_sent_to_log_in(client.get(address(name)))}

    assert sent == {name for name, who in WHO_MAY.items() if who != (ANYONE,)} - BY_TOKEN


def test_a_candidate_is_refused_what_is_the_registrars(
    client: Any, aisyah: Any, signing_key: None
) -> None:
    assert refused(client, aisyah) == of_others(CANDIDATE)


def test_a_registrar_is_refused_what_is_the_candidates(
    client: Any, farid: Any, signing_key: None
) -> None:
    assert refused(client, farid) == of_others(REGISTRAR)


def test_an_invigilator_is_refused_what_is_not_the_rooms(
    client: Any, devi: Any, signing_key: None
) -> None:
    assert refused(client, devi) == of_others(INVIGILATOR)


@pytest.mark.parametrize("role", soon((AUTHOR, OFFICER, *REVIEWERS), first=2))
def test_who_works_in_the_bank_is_refused_what_is_not_the_banks(
    client: Any, published: Any, signing_key: None, role: str
) -> None:
    # whose item it is decides the page itself
    own = {"bank-item-write"}

    assert refused(client, open_account("Mei Ling", role=role)) - own == of_others(role) - own


def test_no_session_opens_what_asks_for_a_token(client: Any, farid: Any, signing_key: None) -> None:
    nobody = {client.post(address(name)).status_code for name in BY_TOKEN}
    client.force_login(farid)

    assert nobody == {401}
    assert {client.post(address(name)).status_code for name in BY_TOKEN} == {401}


def test_a_posted_change_is_refused_like_a_page(client: Any, farid: Any) -> None:
    client.force_login(farid)

    assert client.post(address("exam-book"), {"course": "PUM"}).status_code == 403


def test_after_the_log_in_one_returns_to_the_page_that_one_asked_for(
    client: Any, published: Any
) -> None:
    response = client.get("/ms/my/record/")

    assert response.headers["Location"] == "/ms/accounts/login/?next=/ms/my/record/"


def test_what_was_posted_before_the_log_in_is_not_returned_to(client: Any, published: Any) -> None:
    response = client.post("/en/exams/book/", {"course": "PUM"})

    assert response.headers["Location"] == "/en/accounts/login/?next=/en/home/"


def test_a_reader_of_data_is_answered_with_a_problem(client: Any, farid: Any) -> None:
    address_of_clock = address("exam-clock")
    unknown = client.get(address_of_clock, headers={"accept": "application/json"})
    client.force_login(farid)
    refused = client.get(address_of_clock, headers={"accept": "application/json"})

    assert (unknown.status_code, refused.status_code) == (401, 403)
    assert unknown.headers["Content-Type"] == "application/problem+json"
    assert unknown.json()["title"] == "Log in first."


def test_a_view_without_a_permission_is_open_to_nobody(rf: Any, farid: Any) -> None:
    from django.core.exceptions import PermissionDenied
    from django.http import HttpResponse

    from tauliah.web.permissions import PermissionMiddleware

    request = rf.get("/en/forgotten/")
    request.user, request.resolver_match = farid, None
    middleware = PermissionMiddleware(lambda _: HttpResponse())

    with pytest.raises(PermissionDenied):
        middleware.process_view(request, lambda _: HttpResponse("open"), (), {})


def routes() -> Iterator[Any]:
    from django.urls import get_resolver

    def walk(resolver: Any) -> Iterator[Any]:
        for pattern in resolver.url_patterns:
            if hasattr(pattern, "url_patterns"):
                yield from walk(pattern)
            else:
                yield pattern

    return walk(get_resolver())


@cache
def address(name: str) -> str:
    from django.urls import NoReverseMatch, reverse
    from django.utils.translation import override

    pattern = next(pattern for pattern in routes() if pattern.name == name)
    arguments = {key: EXAMPLES[key] for key in pattern.pattern.regex.groupindex}
    if name in ("status-list", "suspension-list", "trial-status-list", "registrar-entry-correct"):
        arguments["number"] = 1
    with override("en"):
        try:
            return reverse(name, kwargs=arguments)
        except NoReverseMatch:  # the key stands in a pattern above it
            return reverse(name, kwargs={"pk": 1})


def of_others(role: str) -> set[str]:
    """The routes of other roles alone."""
    others = {name for name, who in WHO_MAY.items() if role not in who and who != (ANYONE,)}
    return others - BY_TOKEN


def refused(client: Any, person: Any) -> set[str]:
    """The routes that this person, once logged in, is told are not for this account."""
    found = set()
    for name in WHO_MAY:
        client.force_login(person)
        response = client.get(address(name))
        assert not is_sent_to_log_in(response), name
        if response.status_code == 403:
            found.add(name)
    return found


def is_sent_to_log_in(response: Any) -> bool:
    return response.status_code == 302 and "/accounts/login/?" in response.headers["Location"]
