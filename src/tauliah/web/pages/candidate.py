"""What a candidate sees of the own programme: the way so far, what is left, record and awards."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from tauliah.apps.awards.actions import confer
from tauliah.apps.awards.queries import awards_of
from tauliah.apps.catalogue.queries import local_day, programme, programme_of
from tauliah.apps.people.permissions import Permission
from tauliah.apps.people.queries import User
from tauliah.apps.reading.queries import last_reading
from tauliah.apps.record.actions import accept_ethics
from tauliah.apps.record.actions import matriculate as enter_for
from tauliah.apps.record.queries import (
    audits_of,
    faults_of,
    in_order,
    joint_audit,
    standing,
    told_entries_of,
    unknown_entries_of,
)
from tauliah.apps.results.queries import results_of
from tauliah.apps.sittings.queries import exam_offers, running_attempt
from tauliah.apps.study.planning import plan_of
from tauliah.apps.study.queries import progress_in, progress_in_open_courses
from tauliah.core.audit import Audit, claimable, credit_accounts
from tauliah.core.credentials import CredentialFault, EvidenceFacts
from tauliah.core.kernel import Refused
from tauliah.core.programme import Designation
from tauliah.web.audit_view import audit_line, has_courses_in_preparation, shared_exams
from tauliah.web.clock import now
from tauliah.web.markdown import render_markdown
from tauliah.web.next_step import next_step
from tauliah.web.pages.papers import SignedTranscript
from tauliah.web.permissions import PersonRequest, requires
from tauliah.web.plan_pieces import planned_today
from tauliah.web.telling import active_language, refuse, said, trail

RESULTS_AT_HOME = 3


class AcceptEthics(forms.Form):
    """The explicit word of a person who has read a code."""

    version = forms.CharField(widget=forms.HiddenInput)
    accepts = forms.BooleanField(
        label=gettext_lazy("I have read this code, I understand it, and I will keep it."),
        error_messages={"required": gettext_lazy("Tick the box to accept the code.")},
    )


class ClaimAward(forms.Form):
    """What a holder decides when a designation is claimed."""

    name = forms.ChoiceField(
        label=gettext_lazy("Your name"),
        widget=forms.RadioSelect,
        # neither is chosen beforehand: showing a name is the holder's own word
        choices=[
            ("shown", gettext_lazy("Show my name in the credential and to anyone who checks it")),
            (
                "kept",
                gettext_lazy(
                    "Keep my name back; the number alone shows that the award is in force"
                ),
            ),
        ],
        error_messages={"required": gettext_lazy("Choose whether your name is shown.")},
    )
    scores = forms.BooleanField(
        required=False, label=gettext_lazy("Say in the credential how many points I reached")
    )
    work = forms.CharField(
        required=False,
        max_length=120,
        label=gettext_lazy("A piece of work that I want to show with it"),
        help_text=gettext_lazy(
            "Such as a paper or a project. It stands in the signed credential for good; we do not judge it."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    work_address = forms.URLField(
        required=False,
        max_length=300,
        assume_scheme="https",
        label=gettext_lazy("Where it can be seen"),
        widget=forms.URLInput(attrs={"autocomplete": "off", "placeholder": "https://"}),
    )

    def clean(self) -> dict[str, Any]:
        """An address alone says nothing."""
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("work_address") and not cleaned.get("work"):
            self.add_error("work", _("Say what is to be seen at this address."))
        return cleaned

    @property
    def evidence(self) -> EvidenceFacts | None:
        """The piece of work; None where there is none."""
        work = self.cleaned_data.get("work")
        if not work:
            return None
        return EvidenceFacts(name=work, url=self.cleaned_data.get("work_address", ""))


@requires(Permission.RECORD_READ_OWN)
@require_safe
def home(request: PersonRequest) -> HttpResponse:
    """Where the person stands, and the one thing to do next."""
    person, at = request.user, now()
    joint = joint_audit(person, at=at)
    audits = in_order(joint.audits)
    published = programme()
    started = running_attempt(person)
    offers = exam_offers(person, at=at)
    progress = progress_in_open_courses(person)
    titles = {course.code: course.title for course in published.courses}
    entered = [audit for audit in audits if audit.matriculated]
    context = {
        "step": next_step(
            audits,
            claimable=claimable(joint),
            started=started,
            offers=offers,
            progress={one.course.code: one for one in progress},
            at=at,
        ),
        "entered": [(audit, audit_line(audit, published, others=audits)) for audit in entered],
        "running": started if started and at < started.deadline else None,
        "booked": [(offer, titles[offer.course]) for offer in offers if offer.booking],
        "results": [(one, titles.get(one.course)) for one in results_of(person)[:RESULTS_AT_HOME]],
        "plan": planned_today(plan_of(person, at=at)),
        "progress": [one for one in progress if one.lessons_read or one.tried],
        "reading": last_reading(person, language=active_language()),
        "awards": _awards(person),
        "may_choose_another": len(entered) < len(audits),
    }
    return render(request, "candidate/home.html", context)


@requires(Permission.MATRICULATE)
@require_safe
def matriculate(request: PersonRequest) -> HttpResponse:
    """The designations that can be entered for, and what of each is met already."""
    published, audits = programme(), audits_of(request.user, at=now())
    choices = [
        (
            audit,
            audit_line(audit, published, others=audits),
            published.page(f"designations/{audit.designation.code.lower()}"),
        )
        for audit in _by_level(audits)
        if not audit.matriculated
    ]
    context = {"choices": choices, "breadcrumbs": trail()}
    return render(request, "candidate/matriculate.html", context)


@requires(Permission.MATRICULATE)
def matriculate_confirm(request: PersonRequest, code: str) -> HttpResponse:
    """One designation before the person enters for it, and the entering itself."""
    person, at = request.user, now()
    if request.method == "POST":
        outcome = enter_for(person, code.upper(), actor=person, at=at)
        if isinstance(outcome, Refused):
            return refuse(request, outcome, "matriculate")
        title = said(programme().designation(code.upper()).title)
        messages.success(request, _("You are matriculated for %(title)s.") % {"title": title})
        return redirect("candidate-home")
    joint = joint_audit(person, at=at)
    audits = in_order(joint.audits)
    audit = _audit_or_404(audits, code)
    if audit.matriculated:
        return redirect("candidate-pathways", code)
    published = programme()
    is_member = joint.person.standing.member_on(local_day(at))
    fees = published.about.fees
    context = {
        "audit": audit,
        "line": audit_line(audit, published, others=audits),
        "about": published.about,
        "matriculation_fee": published.matriculation_fee(member=is_member),
        "exam_fee": fees.members.exam if is_member and fees.members else fees.exam,
        "pays_as_member": is_member and fees.members is not None,
        "breadcrumbs": trail((_("Choose a designation"), reverse("matriculate"))),
    }
    return render(request, "candidate/matriculate-confirm.html", context)


@requires(Permission.RECORD_READ_OWN)
@require_safe
def pathways(request: PersonRequest, code: str) -> HttpResponse:
    """All ways to one designation side by side, with what is met and what is missing on each."""
    published, joint = programme(), joint_audit(request.user, at=now())
    audits = in_order(joint.audits)
    audit = _audit_or_404(audits, code)
    line = audit_line(audit, published, others=audits)
    context = {
        "audit": audit,
        "line": line,
        "in_preparation": has_courses_in_preparation(line),
        "shared": shared_exams(audit, published, others=audits),
        "may_claim": audit.designation.code in claimable(joint),
        "others": [other for other in audits if other != audit],
        "breadcrumbs": trail(),
    }
    return render(request, "candidate/pathways.html", context)


@requires(Permission.RECORD_READ_OWN)
@require_safe
def record(request: PersonRequest) -> HttpResponse:
    """Every entry of the person's own record, in plain words."""
    person = request.user
    is_whole = not faults_of(person)
    context = {
        "lines": told_entries_of(person)[::-1],
        "is_whole": is_whole,
        "accounts": credit_accounts(joint_audit(person, at=now())) if is_whole else (),
        "unknown": unknown_entries_of(person) if is_whole else (),
        "own_id": str(person.pk),
        "has_transcript": bool(standing(person).exams_passed),
        "signed_transcript": SignedTranscript(auto_id="signed-%s"),
        "breadcrumbs": trail(),
    }
    return render(request, "candidate/record.html", context)


@requires(Permission.ETHICS_ACCEPT)
def ethics(request: PersonRequest, code: str) -> HttpResponse:
    """A code of ethics in the version in force, the course on it, and its acceptance."""
    person, at = request.user, now()
    in_force = programme().ethics_on(code, local_day(at))
    if in_force is None:
        raise Http404
    form = AcceptEthics(request.POST or None, initial={"version": in_force.version})
    if request.method == "POST" and form.is_valid():
        version = form.cleaned_data["version"]
        outcome = accept_ethics(person, code, version=version, actor=person, at=at)
        if isinstance(outcome, Refused):
            return refuse(request, outcome, "candidate-ethics", code)
        title = said(in_force.title)
        messages.success(request, _("You have accepted the %(title)s.") % {"title": title})
        return redirect("candidate-home")
    held = standing(person)
    page = programme().page(f"ethics/{in_force.code}-{in_force.version}")
    taught = programme().course_on(code)
    context = {
        "code": in_force,
        "progress": progress_in(person, taught.code) if taught else None,
        "page": page,
        "body": render_markdown(page.in_language(active_language()).body),
        "accepted": held.acceptance_of(code, in_force.version),
        "accepted_before": held.ethics_accepted.get(code),
        "form": form,
        "breadcrumbs": trail(),
    }
    return render(request, "candidate/ethics.html", context, status=400 if form.errors else 200)


@requires(Permission.AWARD_READ_OWN)
@require_safe
def awards(request: PersonRequest) -> HttpResponse:
    """The designations that may be claimed now, and those conferred."""
    return _awards_page(request)


@requires(Permission.AWARD_CLAIM)
@require_POST
def claim(request: PersonRequest, code: str) -> HttpResponse:
    """Confer a designation whose requirements are met."""
    person = request.user
    form = ClaimAward(request.POST, prefix=code.lower())
    if not form.is_valid() and code.upper() in claimable(joint_audit(person, at=now())):
        return _awards_page(request, unfinished=form)
    try:
        outcome = confer(
            person,
            code.upper(),
            actor=person,
            at=now(),
            language=active_language(),
            show_name=form.cleaned_data.get("name") == "shown",
            show_scores=form.cleaned_data.get("scores", False),
            evidence=form.evidence,
        )
    except CredentialFault as fault:
        form.add_error("work", said(fault.refused.message))
        return _awards_page(request, unfinished=form)
    if isinstance(outcome, Refused):
        return refuse(request, outcome, "candidate-awards")
    messages.success(
        request,
        _("Congratulations: the designation is conferred on you. Its number is %(number)s.")
        % {"number": outcome.number},
    )
    return redirect("candidate-awards")


def _awards_page(request: PersonRequest, *, unfinished: ClaimAward | None = None) -> HttpResponse:
    person = request.user
    forms_sent = {unfinished.prefix: unfinished} if unfinished else {}
    joint = joint_audit(person, at=now())
    context = {
        "claimable": [
            (audit, forms_sent.get(code.lower()) or ClaimAward(prefix=code.lower()))
            for code, audit in claimable(joint).items()
        ],
        "awards": _awards(person),
        "wanted": [one for one in in_order(joint.audits) if one.matriculated and not one.met],
        "breadcrumbs": trail(),
    }
    return render(request, "candidate/awards.html", context, status=400 if unfinished else 200)


def _awards(person: User) -> list[tuple[Any, Designation]]:
    """A person's awards, each with its designation as it was when it was conferred."""
    return [
        (award, programme_of(award.release).designation(award.designation))
        for award in awards_of(person)
    ]


def _audit_or_404(audits: tuple[Audit, ...], code: str) -> Audit:
    for audit in audits:
        if audit.designation.code == code.upper():
            return audit
    raise Http404


def _by_level(audits: tuple[Audit, ...]) -> list[Audit]:
    order = ("entry", "associate", "chartered")
    return sorted(audits, key=lambda audit: order.index(audit.designation.level))


urlpatterns = [
    path("my/", home, name="candidate-home"),
    path("my/matriculate/", matriculate, name="matriculate"),
    path("my/matriculate/<slug:code>/", matriculate_confirm, name="matriculate-confirm"),
    path("my/pathways/<slug:code>/", pathways, name="candidate-pathways"),
    path("my/record/", record, name="candidate-record"),
    path("my/ethics/<slug:code>/", ethics, name="candidate-ethics"),
    path("my/awards/", awards, name="candidate-awards"),
    path("my/awards/<slug:code>/claim/", claim, name="award-claim"),
]
