"""Planning a release: a registrar uploads the folder, sees what it would change, and publishes."""

from __future__ import annotations

import csv
from uuid import UUID

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from tauliah.apps.catalogue.actions import Published
from tauliah.apps.catalogue.queries import NothingPublished, programme
from tauliah.apps.itembank.proposed_blueprints import (
    ProposedBlueprint,
    meeting,
    open_proposals,
    proposals_in,
)
from tauliah.apps.people.permissions import Permission
from tauliah.apps.record.actions import publish_release
from tauliah.apps.record.effects import Plan, effect_of, effect_rows
from tauliah.core.audit import load_tried_programme
from tauliah.core.kernel import Problem, Refused
from tauliah.web import long_plans, proposals
from tauliah.web.archives import MOST_BYTES, files_in, too_large
from tauliah.web.clock import now
from tauliah.web.limits import is_too_large, is_too_often
from tauliah.web.paging import pages_of
from tauliah.web.permissions import PersonRequest, requires
from tauliah.web.proposals import Proposal
from tauliah.web.telling import said

UPLOADS_A_MINUTE = 10
PEOPLE_PER_PAGE = 50
PROBLEMS_SHOWN = 200


class FolderForm(forms.Form):
    """The folder of a programme as a ZIP file."""

    folder = forms.FileField(
        label=gettext_lazy("Programme folder as a ZIP file"),
        help_text=gettext_lazy(
            "The whole folder with programme.yaml in it, at most 4 MB. Nothing is published by it."
        ),
        widget=forms.FileInput(attrs={"accept": ".zip,application/zip"}),
        error_messages={
            "required": gettext_lazy("Choose the ZIP file first."),
            "empty": gettext_lazy("This file is empty."),
        },
    )


class AcceptLosses(forms.Form):
    """That a registrar knows how many people lose."""

    accepted = forms.BooleanField(
        error_messages={"required": gettext_lazy("Tick the box, or publish nothing.")}
    )

    def __init__(self, losing: int, data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.fields["accepted"].label = _(
            "I have read who loses, and publish although people lose: %(losing)d"
        ) % {"losing": losing}


@requires(Permission.RELEASE_PUBLISH)
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: PersonRequest) -> HttpResponse:
    """The way in: a folder leads to its plan, or to everything that is wrong with it."""
    if request.method != "POST":
        return _upload_page(request, FolderForm())
    at = now()
    if is_too_often(request, "plan", most=UPLOADS_A_MINUTE, at=at):
        return _upload_page(
            request,
            FolderForm(),
            refusal=_("Too many plans in one minute. Wait a minute, then try again."),
            status=429,
        )
    if is_too_large(request, most=MOST_BYTES):
        return _upload_page(request, FolderForm(), refusal=said(too_large().message), status=413)
    form = FolderForm(request.POST, request.FILES)
    if not form.is_valid():
        return _upload_page(request, form, status=400)
    archive = form.cleaned_data["folder"].read()
    files = files_in(archive)
    if isinstance(files, Refused):
        return _upload_page(request, FolderForm(), refusal=said(files.message), status=400)
    if long_plans.is_long():
        loaded = load_tried_programme(files)
        if isinstance(loaded, tuple):
            return _upload_page(request, FolderForm(), problems=loaded, status=400)
        begun = long_plans.begin(loaded, archive, by=request.user, at=at)
        return redirect("registrar-plan-made", begun)
    plan = effect_of(files, at=at)
    if isinstance(plan, tuple):
        return _upload_page(request, FolderForm(), problems=plan, status=400)
    id = proposals.keep(Proposal(archive, plan), by=request.user)
    return redirect("registrar-plan-made", id)


@requires(Permission.RELEASE_PUBLISH)
@require_http_methods(["GET", "HEAD", "POST"])
def made(request: PersonRequest, id: UUID) -> HttpResponse:
    """One plan: what differs, who gains and loses, and the button that publishes it."""
    proposal = proposals.kept(id, by=request.user)
    if proposal is None:
        return _not_made(request, id)
    if request.method == "POST":
        return _publish(request, id, proposal)
    refused = proposals.under_way(id, by=request.user)
    if refused is not None and isinstance(refused.outcome, Refused):
        messages.warning(request, said(refused.outcome.message))
    return _plan_page(request, id, proposal.plan, AcceptLosses(proposal.plan.losing))


@requires(Permission.RELEASE_PUBLISH)
@require_safe
def table(request: PersonRequest, id: UUID) -> HttpResponse:
    """The effects of one plan on every person, as a table to take away."""
    proposal = proposals.kept(id, by=request.user)
    if proposal is None:
        messages.warning(request, _("This plan is no longer kept. Upload the folder again."))
        return redirect("registrar-plan")
    response = HttpResponse(
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="effects.csv"'},
    )
    csv.writer(response).writerows(effect_rows(proposal.plan))
    return response


def _not_made(request: PersonRequest, id: UUID) -> HttpResponse:
    """How far a plan is that is being made, or that there is none."""
    found = proposals.under_way(id, by=request.user)
    if found is not None and isinstance(found.outcome, Published):
        return _tell_published(request, found.outcome)
    if found is not None and not found.has_stopped(now()):
        context = {"id": id, "made": found, "breadcrumbs": _trail()}
        return render(request, "registrar/plan-under-way.html", context)
    if found is not None and found.is_publishing:
        messages.warning(
            request,
            _(
                "The publishing stopped. Look below whether the release is there, else plan it anew."
            ),
        )
        return redirect("registrar-releases")
    if found is not None:
        messages.warning(request, _("The making of this plan stopped. Upload the folder again."))
    else:
        messages.warning(request, _("This plan is no longer kept. Upload the folder again."))
    return redirect("registrar-plan")


def _publish(request: PersonRequest, id: UUID, proposal: Proposal) -> HttpResponse:
    plan, at = proposal.plan, now()
    form = AcceptLosses(plan.losing, request.POST)
    if plan.losing and not form.is_valid():
        return _plan_page(request, id, plan, form, status=400)
    files = files_in(proposal.archive)
    if isinstance(files, Refused):
        return _upload_page(request, FolderForm(), refusal=said(files.message), status=400)
    if long_plans.is_long():
        long_plans.begin_to_publish(id, proposal, files, by=request.user, at=at)
        return redirect("registrar-plan-made", id)
    outcome = publish_release(files, actor=request.user, at=at, losses_accepted=plan.losing)
    if isinstance(outcome, tuple):
        return _upload_page(request, FolderForm(), problems=outcome, status=400)
    if isinstance(outcome, Refused):
        messages.warning(request, said(outcome.message))
        anew = effect_of(files, at=at)
        if isinstance(anew, Plan):
            proposals.renew(id, Proposal(proposal.archive, anew), by=request.user)
        return redirect("registrar-plan-made", id)
    proposals.forget(id, by=request.user)
    return _tell_published(request, outcome)


def _tell_published(request: PersonRequest, outcome: Published) -> HttpResponse:
    if outcome.is_new:
        messages.success(
            request, _("Release %(number)d is published.") % {"number": outcome.number}
        )
    else:
        messages.info(request, _("The newest release holds this content already."))
    return redirect("registrar-releases")


def _upload_page(
    request: HttpRequest,
    form: FolderForm,
    *,
    refusal: str = "",
    problems: tuple[Problem, ...] = (),
    status: int = 200,
) -> HttpResponse:
    context = {
        "form": form,
        "refusal": refusal,
        "problems": problems[:PROBLEMS_SHOWN],
        "total": len(problems),
        "proposed": (proposed := _proposed()),
        "by_hand": [one for one in proposed if meeting(one, proposed)],
        "breadcrumbs": _trail(),
    }
    return render(request, "registrar/plan.html", context, status=status)


def _plan_page(
    request: HttpRequest, id: UUID, plan: Plan, form: AcceptLosses, *, status: int = 200
) -> HttpResponse:
    page = Paginator(plan.affected, PEOPLE_PER_PAGE).get_page(request.GET.get("page", 1))
    context = {
        "id": id,
        "plan": plan,
        "people": page,
        "form": form,
        "proposed": proposals_in(plan.blueprints, programme()) if plan.release else (),
        **pages_of(page),
        "breadcrumbs": [
            *_trail(),
            {"label": _("Plan a release"), "url": reverse("registrar-plan")},
        ],
    }
    return render(request, "registrar/plan-made.html", context, status=status)


def _proposed() -> tuple[ProposedBlueprint, ...]:
    """The blueprints that wait for a release; none before there is any."""
    try:
        return open_proposals(programme())
    except NothingPublished:
        return ()


def _trail() -> list[dict[str, str]]:
    return [{"label": _("Releases"), "url": reverse("registrar-releases")}]


urlpatterns = [
    path("registrar/plan/", upload, name="registrar-plan"),
    path("registrar/plan/<uuid:id>/", made, name="registrar-plan-made"),
    path("registrar/plan/<uuid:id>/effects.csv", table, name="registrar-plan-table"),
]
