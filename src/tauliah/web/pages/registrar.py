"""What a registrar sees and does: candidates, their records and awards, releases, the audit trail."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tauliah.apps.awards.actions import reinstate, revoke, suspend
from tauliah.apps.awards.queries import award, awards_of
from tauliah.apps.catalogue.queries import programme, programme_of, releases, zone
from tauliah.apps.itembank.queries import pool_sizes
from tauliah.apps.people.permissions import Permission
from tauliah.apps.people.queries import (
    User,
    audit_events,
    audit_trail,
    names_of,
    page_of_candidates,
)
from tauliah.apps.record.queries import (
    ToldEntry,
    count_records,
    faults_of,
    in_order,
    joint_audit,
    progress_of,
    told_entries_of,
    unknown_entries_of,
    verify_records,
)
from tauliah.apps.record.words import fault_sentence
from tauliah.apps.results.queries import results_of
from tauliah.core.audit import Finding, credit_accounts
from tauliah.core.kernel import LocalText, Refused
from tauliah.web.audit_events import event_title
from tauliah.web.clock import now
from tauliah.web.desk import about, candidate_or_404
from tauliah.web.paging import pages_of
from tauliah.web.permissions import requires
from tauliah.web.registrar_forms import Reason, WhichActs

FAULTS_SHOWN = 200


@requires(Permission.CANDIDATES_READ)
@require_safe
def candidates(request: HttpRequest) -> HttpResponse:
    """All candidates with what they are in for, what is left to them and what they hold."""
    search = request.GET.get("q", "").strip()
    page = page_of_candidates(search, number=request.GET.get("page", 1))
    progress = progress_of(page, at=now())
    context = {
        "q": search,
        "rows": [(person, progress[person.pk]) for person in page],
        "breadcrumbs": [],
        **pages_of(page, q=search),
    }
    return render(request, "registrar/candidates.html", context)


@requires(Permission.RECORDS_READ)
@require_safe
def candidate_audit(request: HttpRequest, id: UUID) -> HttpResponse:
    """What counts for one person and what is missing, for every designation."""
    person = candidate_or_404(id)
    # a record that is not whole is no ground to decide on
    joint = None if faults_of(person) else joint_audit(person, at=now())
    audits = in_order(joint.audits) if joint else ()
    context = {
        "audits": [(audit, _outermost(audit.finding)) for audit in audits],
        "accounts": credit_accounts(joint) if joint else (),
        "unknown": unknown_entries_of(person) if audits else (),
        **about(person),
    }
    return render(request, "registrar/candidate-audit.html", context)


@requires(Permission.RECORDS_READ)
@require_safe
def candidate_record(request: HttpRequest, id: UUID) -> HttpResponse:
    """The chain of one person, entry by entry, checked while the page is made."""
    person = candidate_or_404(id)
    faults = [(fault, fault_sentence(fault)) for fault in faults_of(person)]
    unknown = () if faults else unknown_entries_of(person)
    context = {
        "lines": told_entries_of(person),
        "faults": faults,
        "unknown": unknown,
        "unknown_numbers": {one.entry.number for one in unknown},
        "checked_at": now(),
        "zone": zone(),
        **about(person),
    }
    return render(request, "registrar/candidate-record.html", context)


@requires(Permission.RECORDS_READ)
@require_safe
def candidate_results(request: HttpRequest, id: UUID) -> HttpResponse:
    """The exams that one person has sat, with what was right by topic."""
    person, published = candidate_or_404(id), programme()
    courses = {course.code: course for course in published.courses}
    results = [(result, courses.get(result.course)) for result in results_of(person)]
    context = {"results": results, "zone": zone(), **about(person)}
    return render(request, "registrar/candidate-results.html", context)


@requires(Permission.RECORDS_READ)
@require_safe
def candidate_awards(request: HttpRequest, id: UUID) -> HttpResponse:
    """What was conferred on one person, and what has happened to it since."""
    person = candidate_or_404(id)
    told = told_entries_of(person)
    awards = [
        (one, programme_of(one.release).designation(one.designation), _history(told, one.number))
        for one in awards_of(person)
    ]
    context = {"awards": awards, "zone": zone(), **about(person)}
    return render(request, "registrar/candidate-awards.html", context)


@requires(Permission.AWARD_REVOKE)
def award_revoke(request: HttpRequest, number: str) -> HttpResponse:
    """Revoke an award: the reason, then a look at what will happen, then the act."""
    done = _("The award is revoked. Whoever verifies it is told so from now on.")
    return _turn(request, number, revoke, to="revoked", done=done)


@requires(Permission.AWARD_REVOKE)
def award_suspend(request: HttpRequest, number: str) -> HttpResponse:
    """Suspend an award for a time, in the same steps."""
    done = _("The award is suspended. Whoever verifies it is told so from now on.")
    return _turn(request, number, suspend, to="suspended", done=done)


@requires(Permission.AWARD_REVOKE)
def award_reinstate(request: HttpRequest, number: str) -> HttpResponse:
    """Put a revoked or suspended award back in force, in the same steps."""
    done = _("The award is in force again. Whoever verifies it is told so from now on.")
    return _turn(request, number, reinstate, to="in-force", done=done)


@requires(Permission.RECORDS_READ)
@require_safe
def release_list(request: HttpRequest) -> HttpResponse:
    """Every release, and the state of the programme by the newest one."""
    published, sizes, found = programme(), pool_sizes(), releases()
    names = names_of({release.published_by for release in found})
    context = {
        "releases": [(one, names.get(one.published_by, "")) for one in found],
        "programme": published,
        "courses": [
            (course, len(published.lessons_of(course.code)), sizes.get((course.code, "secure"), 0),
             sizes.get((course.code, "practice"), 0))
            for course in published.courses
        ],
        "zone": zone(),
        "breadcrumbs": [],
    }  # fmt: skip
    return render(request, "registrar/releases.html", context)


@requires(Permission.RECORDS_READ)
@require_safe
def trail(request: HttpRequest) -> HttpResponse:
    """Every act that changed something, newest first."""
    form = WhichActs(audit_events(), request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    page = audit_trail(
        by_or_about=wanted.get("person"),
        event=wanted.get("event", ""),
        number=request.GET.get("page", 1),
    )
    asked = {name: request.GET.get(name, "") for name in form.fields}
    context = {
        "form": form,
        "acts": [
            # not left to the template: facts may have a name that a dict has too, such as items
            (act, event_title(act.event), sorted(act.details.items()))
            for act in page
            if form.is_valid()
        ],
        "is_filtered": any(asked.values()),
        "zone": zone(),
        "breadcrumbs": [],
        **pages_of(page, **asked),
    }
    return render(request, "registrar/audit-trail.html", context)


@requires(Permission.RECORDS_READ)
@require_safe
def record_check(request: HttpRequest) -> HttpResponse:
    """Every chain checked while the page is made."""
    faults = list(verify_records())
    names = names_of({fault.person for fault in faults})
    people, entries = count_records()
    context = {
        "faults": [
            (fault, names.get(fault.person, ""), fault_sentence(fault))
            for fault in faults[:FAULTS_SHOWN]
        ],
        "total": len(faults),
        "people": people,
        "entries": entries,
        "checked_at": now(),
        "zone": zone(),
        "breadcrumbs": [],
    }
    return render(request, "registrar/record-check.html", context)


def _turn(
    request: HttpRequest, number: str, act: Callable[..., Any], *, to: str, done: str
) -> HttpResponse:
    found = award(number)
    if found is None:
        raise Http404
    if found.state == to or (found.is_revoked and to == "suspended"):
        return redirect("registrar-candidate-awards", found.person_id)
    form = Reason(request.POST if request.method == "POST" else None)
    is_confirming = request.method == "POST" and form.is_valid()
    if is_confirming and "confirmed" in request.POST:
        reason = form.cleaned_data["reason"]
        outcome = act(found.number, reason=reason, actor=_registrar(request), at=now())
        if isinstance(outcome, Refused):
            messages.warning(request, _in_language(outcome.message))
        else:
            messages.success(request, done)
        return redirect("registrar-candidate-awards", found.person_id)
    context = {
        "award": found,
        "designation": programme_of(found.release).designation(found.designation),
        "form": form,
        "reason": form.cleaned_data["reason"] if is_confirming else "",
        "to": to,
        **about(found.person),
    }
    template = "registrar/award-confirm.html" if is_confirming else "registrar/award-reason.html"
    return render(request, template, context, status=400 if form.errors else 200)


def _registrar(request: HttpRequest) -> User:
    """The account behind a request: the door lets nobody else in."""
    return cast("User", request.user)


def _outermost(finding: Finding) -> tuple[Finding, ...]:
    """What a designation asks for, one by one where all of it is asked for."""
    return finding.parts if finding.kind == "all" else (finding,)


def _history(told: tuple[ToldEntry, ...], number: str) -> list[ToldEntry]:
    """What the record says of one credential."""
    sound = (one for one in told if not one.is_altered)
    return [one for one in sound if one.entry.facts.get("credential") == number]


def _in_language(text: LocalText) -> str:
    return text.in_language(get_language() or "en")


_CANDIDATE = "registrar/candidates/<uuid:id>/"
urlpatterns = [
    path("registrar/candidates/", candidates, name="registrar-candidates"),
    path(_CANDIDATE, candidate_audit, name="registrar-candidate"),
    path(f"{_CANDIDATE}record/", candidate_record, name="registrar-candidate-record"),
    path(f"{_CANDIDATE}results/", candidate_results, name="registrar-candidate-results"),
    path(f"{_CANDIDATE}awards/", candidate_awards, name="registrar-candidate-awards"),
    path("registrar/awards/<slug:number>/revoke/", award_revoke, name="registrar-award-revoke"),
    path("registrar/awards/<slug:number>/suspend/", award_suspend, name="registrar-award-suspend"),
    path(
        "registrar/awards/<slug:number>/reinstate/",
        award_reinstate,
        name="registrar-award-reinstate",
    ),
    path("registrar/releases/", release_list, name="registrar-releases"),
    path("registrar/audit-trail/", trail, name="registrar-audit-trail"),
    path("registrar/record-check/", record_check, name="registrar-record-check"),
]
