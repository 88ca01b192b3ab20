"""Blueprints of exams: the editor with the bank beside it, and what was proposed with it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tauliah.apps.catalogue.queries import current_release, programme
from tauliah.apps.itembank.proposed_blueprints import (
    ProposedBlueprint,
    meeting,
    open_proposals,
    page_of_proposed,
    proposed_blueprint,
    said_of_blueprint,
)
from tauliah.apps.itembank.proposing_blueprints import (
    comment_on_blueprint,
    decline_blueprint,
    propose_blueprint,
    take_back_blueprint,
)
from tauliah.apps.people.permissions import Permission
from tauliah.core.kernel import Refused
from tauliah.core.programme.asked_blueprint import (
    ANYWHERE,
    AskedBlueprint,
    blueprint_of_course,
)
from tauliah.core.programme.blueprint_text import changed_lines, files_with, patch_of
from tauliah.core.programme.editing import NotEditable
from tauliah.web.blueprint_desk import (
    PROPOSAL_STATES,
    beside_cells,
    blueprint_trail,
    faults_of,
    texts_in_force,
    title_of,
    words_of_change,
)
from tauliah.web.blueprint_forms import AskedNumbers
from tauliah.web.clock import now
from tauliah.web.paging import pages_of
from tauliah.web.permissions import PersonRequest, permissions_in, requires
from tauliah.web.telling import refuse, said

_FILES = {"course": "course.yaml", "programme": "programme.yaml"}


@requires(Permission.BLUEPRINT_PROPOSE)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def edit(request: PersonRequest, code: str) -> HttpResponse:
    """The numbers of a course's exam with the bank beside them; looked at, or proposed."""
    published = programme()
    course = published.course_by_code.get(code.upper())
    if course is None:
        raise Http404
    in_force = blueprint_of_course(course, published.about.exam_policy)
    if request.method != "POST":
        begun = _begun(request, in_force)
        return _edit_page(request, AskedNumbers(course, begun), in_force, asked=begun)
    form = AskedNumbers(course, in_force, request.POST)
    if not form.is_valid():
        is_whole = set(form.errors) <= {"reason"}
        asked = form.asked() if is_whole else None
        return _edit_page(request, form, in_force, asked=asked, status=400)
    if "propose" not in request.POST:
        return _edit_page(request, form, in_force, asked=form.asked())
    asked = form.asked()
    kept = propose_blueprint(
        request.user,
        published,
        asked,
        release=current_release(),
        files=texts_in_force(course.code),
        reason=form.cleaned_data["reason"],
        at=now(),
    )
    if isinstance(kept, Refused):
        form.add_error(None, said(kept.message))
        return _edit_page(request, form, in_force, asked=asked, status=400)
    messages.success(
        request, _("The proposal is kept. A registrar sees it where releases are planned.")
    )
    return redirect("blueprint-proposal", kept)


@requires(Permission.BLUEPRINT_JUDGE)
@require_safe
@never_cache
def proposals(request: PersonRequest) -> HttpResponse:
    """All proposed blueprints, the newest first, and how they stand."""
    published = programme()
    page = page_of_proposed(published, number=request.GET.get("page", 1))
    context = {
        "lines": [
            (one, title_of(published, one.course), *PROPOSAL_STATES[one.state]) for one in page
        ],
        "courses": [course for course in published.courses if course.is_open],
        "breadcrumbs": blueprint_trail(request),
        **pages_of(page),
    }
    return render(request, "bank/blueprint-proposals.html", context)


@requires(Permission.BLUEPRINT_JUDGE)
@require_safe
@never_cache
def proposal(request: PersonRequest, id: UUID) -> HttpResponse:
    """One proposal: what it changes in words and in the text, what was said, what can be done."""
    published, found = programme(), _proposal_or_404(id)
    state, tone = PROPOSAL_STATES[found.state]
    is_gone = found.course not in published.course_by_code
    context: dict[str, Any] = {
        "proposal": found,
        "title": title_of(published, found.course),
        "state": state,
        "tone": tone,
        "said": said_of_blueprint(id),
        "words": () if is_gone else words_of_change(found.before, found.asked, published),
        "is_own": found.by == request.user.pk,
        "may_propose": not is_gone and Permission.BLUEPRINT_PROPOSE in permissions_in(request),
        "breadcrumbs": blueprint_trail(
            request, (_("Proposed blueprints"), reverse("blueprint-proposals"))
        ),
    }
    if found.state == "open":
        before, after = _texts(found)
        context |= {
            "lines": changed_lines(before, after),
            "files": [
                name for name, file in _FILES.items() if any(p.endswith(file) for p in after)
            ],
            "is_by_hand": not after,
            "warnings": [one.message for one in faults_of(found.asked, published)],
            "meeting": meeting(found, open_proposals(published)),
        }
    return render(request, "bank/blueprint-proposal.html", context)


@requires(Permission.BLUEPRINT_JUDGE)
@require_safe
@never_cache
def file(request: PersonRequest, id: UUID, form: str) -> HttpResponse:  # noqa: ARG001
    """A changed file of an open proposal as a whole, or everything that changes as a patch."""
    found = _proposal_or_404(id)
    if found.state != "open":
        raise Http404
    before, after = _texts(found)
    if form == "patch" and after:
        return _download(patch_of(before, after), f"blueprint-{found.course}.patch")
    text = next(
        (text for path, text in after.items() if path.endswith(_FILES.get(form, "/"))), None
    )
    if text is None:
        raise Http404
    return _download(text, _FILES[form])


@requires(Permission.BLUEPRINT_JUDGE)
@require_POST
def answer(request: PersonRequest, id: UUID) -> HttpResponse:
    """Comment on a proposal, decline that of another person, or take an own one back."""
    found = _proposal_or_404(id)
    act, words = request.POST.get("act", ""), request.POST.get("words", "")
    if act == "take-back":
        refused = take_back_blueprint(request.user, found.id, reason=words, at=now())
    elif act == "decline":
        refused = decline_blueprint(request.user, found.id, reason=words, at=now())
    else:
        refused = comment_on_blueprint(request.user, found.id, words, at=now())
    if refused:
        return refuse(request, refused, "blueprint-proposal", str(id))
    done = {
        "take-back": _("The proposal is taken back."),
        "decline": _("The proposal is declined."),
    }
    messages.success(request, done.get(act, _("The comment is kept.")))
    return redirect("blueprint-proposal", id)


def _edit_page(
    request: PersonRequest,
    form: AskedNumbers,
    in_force: AskedBlueprint,
    *,
    asked: AskedBlueprint | None,
    status: int = 200,
) -> HttpResponse:
    """The editor; `asked` is what the form holds, None while one of its numbers is none."""
    published, course = programme(), form.course
    form.fields["reason"].required = True
    beside = beside_cells(course.code, asked or in_force)
    faults = faults_of(asked, published) if asked else ()
    wrong = {one.topic for one in faults if one.topic != ANYWHERE}
    context = {
        "form": form,
        "course": course,
        "courses": [one for one in published.courses if one.is_open],
        "single": [form[name] for name in ("items", "minutes", "pilot_items")],
        "topics": [
            (
                row,
                beside[row.topic][0],
                list(zip(row.levels, beside[row.topic][1], strict=True)),
                row.topic in wrong,
            )
            for row in form.topics
        ],
        "asked": asked,
        "faults": faults,
        "words": words_of_change(in_force, asked, published) if asked else (),
        "waiting": open_proposals(published, course.code),
        "breadcrumbs": blueprint_trail(
            request, (_("Proposed blueprints"), reverse("blueprint-proposals"))
        ),
    }
    return render(request, "bank/blueprint.html", context, status=status)


def _begun(request: PersonRequest, in_force: AskedBlueprint) -> AskedBlueprint:
    """What the editor begins with: the numbers of a proposal that the address names, or in force."""
    try:
        found = proposed_blueprint(UUID(request.GET.get("from", "")), programme())
    except ValueError:
        return in_force
    if found is None or found.course != in_force.course:
        return in_force
    is_same = {row.topic for row in found.asked.rows} == {row.topic for row in in_force.rows}
    return found.asked if is_same else in_force


def _texts(found: ProposedBlueprint) -> tuple[dict[str, str], dict[str, str]]:
    """The texts in force, and those of them that the proposal changes; none where it cannot."""
    before = texts_in_force(found.course)
    try:
        return before, files_with(found.asked, before)
    except NotEditable:
        return before, {}


def _download(text: str, name: str) -> HttpResponse:
    response = HttpResponse(text.encode(), content_type="text/plain; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _proposal_or_404(id: UUID) -> ProposedBlueprint:
    found = proposed_blueprint(id, programme())
    if found is None:
        raise Http404
    return found


_PROPOSAL = "bank/blueprints/proposed/<uuid:id>/"
urlpatterns = [
    path("bank/blueprints/proposed/", proposals, name="blueprint-proposals"),
    path(_PROPOSAL, proposal, name="blueprint-proposal"),
    path(f"{_PROPOSAL}answer/", answer, name="blueprint-answer"),
    path(f"{_PROPOSAL}files/<slug:form>/", file, name="blueprint-file"),
    path("bank/blueprints/<slug:code>/", edit, name="blueprint-edit"),
]
