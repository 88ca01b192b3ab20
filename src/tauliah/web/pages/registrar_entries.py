"""Where a registrar adds to a record: alone, or by a proposal that a second person decides."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from tauliah.apps.catalogue.queries import programme
from tauliah.apps.people.permissions import Permission
from tauliah.apps.people.queries import User
from tauliah.apps.record.proposing import propose_credit, propose_exemption
from tauliah.apps.record.recording import (
    record_class_attended,
    record_course_completed,
    record_education,
    record_experience,
    record_member_joined,
    record_member_left,
    resume,
    retire,
)
from tauliah.apps.record.waiting import ToldApplication, application_told
from tauliah.core.kernel import EntryKind
from tauliah.core.programme import Programme
from tauliah.web.clock import now
from tauliah.web.desk import about, candidate_or_404, is_done
from tauliah.web.granting_forms import (
    ExemptionFacts,
    ExperienceFacts,
    FactsForm,
    HolderFacts,
    MembershipFacts,
    ProposeCredit,
    ProposeExemption,
    RecordAttendance,
    RecordEducation,
)
from tauliah.web.permissions import PersonRequest, requires


@dataclass(frozen=True, slots=True)
class Act:
    """Something that a registrar records alone: its words, its form, and what is done with it."""

    name: str
    title: Promise
    lead: Promise
    button: Promise
    permission: Permission
    form: type[FactsForm]
    do: Callable[[User, dict[str, Any], PersonRequest], object]
    only_continuing: bool = False

    @property
    def url_name(self) -> str:
        """The route of its page."""
        return f"registrar-record-{self.name}"


def _by(action: Callable[..., Any], *first: str) -> Callable[..., object]:
    """Calls an action with what a form gives, the named ones first."""

    def do(person: User, given: dict[str, Any], request: PersonRequest) -> object:
        named = {name: value for name, value in given.items() if name not in first}
        return action(
            person, *(given[name] for name in first), **named, actor=request.user, at=now()
        )

    return do


ACTS: tuple[Act, ...] = (
    Act(
        "experience",
        gettext_lazy("Work experience"),
        gettext_lazy("From when to when somebody worked, for whom, and how many hours a week."),
        gettext_lazy("Record the work"),
        Permission.EXPERIENCE_RECORD,
        ExperienceFacts,
        _by(record_experience),
    ),
    Act(
        "course",
        gettext_lazy("Course completed"),
        gettext_lazy("A course that was completed without its exam."),
        gettext_lazy("Record the course"),
        Permission.ATTENDANCE_RECORD,
        RecordAttendance,
        _by(record_course_completed, "course"),
    ),
    Act(
        "class",
        gettext_lazy("Class attended"),
        gettext_lazy("The classroom sessions of a course, all of them attended."),
        gettext_lazy("Record the class"),
        Permission.ATTENDANCE_RECORD,
        RecordAttendance,
        _by(record_class_attended, "course"),
    ),
    Act(
        "education",
        gettext_lazy("Continuing education"),
        gettext_lazy("Hours that a holder has spent to stay in good standing."),
        gettext_lazy("Record the hours"),
        Permission.EDUCATION_RECORD,
        RecordEducation,
        _by(record_education, "designation"),
        only_continuing=True,
    ),
    Act(
        "retirement",
        gettext_lazy("Holder retires"),
        gettext_lazy("The letters are kept as retired, and no hours are shown from now on."),
        gettext_lazy("Record the retirement"),
        Permission.RETIREMENT_RECORD,
        HolderFacts,
        _by(retire, "designation"),
        only_continuing=True,
    ),
    Act(
        "return",
        gettext_lazy("Holder works again"),
        gettext_lazy("A retired holder resumes work: a new period of hours begins today."),
        gettext_lazy("Record the return"),
        Permission.RETIREMENT_RECORD,
        HolderFacts,
        _by(resume, "designation"),
        only_continuing=True,
    ),
    Act(
        "joined",
        gettext_lazy("Member joins"),
        gettext_lazy("The person is a member of the body from today on."),
        gettext_lazy("Record the membership"),
        Permission.MEMBERSHIP_RECORD,
        MembershipFacts,
        _by(record_member_joined),
    ),
    Act(
        "left",
        gettext_lazy("Member leaves"),
        gettext_lazy("The membership ends today."),
        gettext_lazy("Record the end"),
        Permission.MEMBERSHIP_RECORD,
        FactsForm,
        _by(record_member_left),
    ),
)


@requires(Permission.RECORDS_READ)
@require_safe
def add(request: PersonRequest, id: UUID) -> HttpResponse:
    """All that can be added to a record, and what each of it takes."""
    person, published = candidate_or_404(id), programme()
    context = {
        "acts": [one for one in ACTS if not one.only_continuing or _asks_for_hours(published)],
        "is_own": person.pk == request.user.pk,
        **about(person),
    }
    return render(request, "registrar/add.html", context)


@requires(Permission.EXEMPTION_PROPOSE)
@require_http_methods(["GET", "HEAD", "POST"])
def exemption(request: PersonRequest, id: UUID) -> HttpResponse:
    """Propose an exemption, from what the person has applied for where it answers that."""
    person, published = candidate_or_404(id), programme()
    answered = _answered(person, request.POST or request.GET)
    initial = ExemptionFacts.filled(answered.application.facts) if answered else {}
    form = ProposeExemption(published, request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        outcome = propose_exemption(
            person,
            form.cleaned_data["exam"],
            evidence=form.evidence(),
            reason=form.cleaned_data["reason"],
            actor=request.user,
            at=now(),
            application=answered.application.pk if answered else None,
        )
        if is_done(outcome, form):
            return _proposed(request, person)
    return _form_page(request, "registrar/propose-exemption.html", person, form, answered=answered)


@requires(Permission.CREDIT_GRANT)
@require_http_methods(["GET", "HEAD", "POST"])
def credit(request: PersonRequest, id: UUID) -> HttpResponse:
    """Propose credit for what was earned elsewhere."""
    person = candidate_or_404(id)
    form = ProposeCredit(programme(), request.POST or None)
    if request.method == "POST" and form.is_valid():
        outcome = propose_credit(person, **form.cleaned_data, actor=request.user, at=now())
        if is_done(outcome, form):
            return _proposed(request, person)
    return _form_page(request, "registrar/propose-credit.html", person, form)


def _view_of(act: Act) -> Callable[..., HttpResponse]:
    @requires(act.permission)
    @require_http_methods(["GET", "HEAD", "POST"])
    def record(request: PersonRequest, id: UUID) -> HttpResponse:
        person, published = candidate_or_404(id), programme()
        form = act.form(published, request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            outcome = act.do(person, form.cleaned_data, request)
            if is_done(outcome, form):
                messages.success(request, _("It is recorded and counts from now on."))
                return redirect("registrar-candidate-record", person.pk)
        has_none = act.only_continuing and not _asks_for_hours(published)
        return _form_page(
            request, "registrar/record-act.html", person, form, act=act, has_none=has_none
        )

    return record


def _answered(person: User, given: Any) -> ToldApplication | None:
    """The application for an exemption that a proposal answers, if one is named."""
    try:
        found = application_told(UUID(given.get("application", "")))
    except ValueError:
        return None
    if found is None or found.application.person_id != person.pk or found.state != "waiting":
        return None
    return found if found.application.kind == EntryKind.EXEMPTION_GRANTED else None


def _asks_for_hours(published: Programme) -> bool:
    return any(one.continuing_education != "none" for one in published.designations)


def _proposed(request: HttpRequest, person: User) -> HttpResponse:
    messages.success(
        request, _("It is proposed. It enters the record once a second registrar approves it.")
    )
    return redirect("registrar-candidate-add", person.pk)


def _form_page(
    request: PersonRequest, template: str, person: User, form: Form, **more: Any
) -> HttpResponse:
    context = {
        "form": form,
        "is_own": person.pk == request.user.pk,
        **more,
        **about(person, (person.full_name, reverse("registrar-candidate-add", args=[person.pk]))),
    }
    return render(request, template, context, status=400 if form.errors else 200)


_CANDIDATE = "registrar/candidates/<uuid:id>/"
urlpatterns = [
    path(f"{_CANDIDATE}add/", add, name="registrar-candidate-add"),
    path(f"{_CANDIDATE}add/exemption/", exemption, name="registrar-candidate-exemption"),
    path(f"{_CANDIDATE}credit/", credit, name="registrar-candidate-credit"),
    *(path(f"{_CANDIDATE}add/{act.name}/", _view_of(act), name=act.url_name) for act in ACTS),
]
