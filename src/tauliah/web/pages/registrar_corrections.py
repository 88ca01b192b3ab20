"""Where a registrar proposes that an entry says something else, after seeing what that changes."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tauliah.apps.catalogue.queries import local_day, programme
from tauliah.apps.people.permissions import Permission
from tauliah.apps.people.queries import User
from tauliah.apps.record.correcting import (
    correction_refusal,
    effect_of_entry,
    entry_as_it_was,
    facts_now,
    kind_refusal,
    told_with,
)
from tauliah.apps.record.facts import Facts
from tauliah.apps.record.proposing import propose_correction
from tauliah.apps.record.queries import entries_of
from tauliah.apps.record.words import kind_title
from tauliah.core.kernel import Entry, EntryKind
from tauliah.web.clock import now
from tauliah.web.desk import about, candidate_or_404, is_done
from tauliah.web.granting_forms import FORMS_OF_KIND, FactsForm, Why
from tauliah.web.permissions import PersonRequest, requires
from tauliah.web.telling import refuse


class Withdraw(Why):
    """Only the reason: an entry that is withdrawn says nothing any more."""

    def corrected(self, entry: Entry) -> Facts | None:  # noqa: ARG002 - as of any correction
        """What the entry says from now on."""
        return None


class Correction(FactsForm, Why):
    """The facts of an entry as they should be, and why; a subclass has those of one kind."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # last, whichever facts come before it
        self.fields["reason"] = self.fields.pop("reason")

    def corrected(self, entry: Entry) -> Facts | None:
        """What the entry says from now on; who approved it is not corrected."""
        kept = {name: entry.facts[name] for name in ("approved_by",) if name in entry.facts}
        return {**self.facts(), **kept}


@requires(Permission.ENTRY_CORRECT)
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: PersonRequest, id: UUID, number: int) -> HttpResponse:
    """What an entry should say, then what that changes, then the proposal."""
    person = candidate_or_404(id)
    chain = entries_of(person)
    refused, entry = kind_refusal(chain, number), entry_as_it_was(chain, number)
    if refused and refused.code != "no-such-entry":
        return refuse(request, refused, "registrar-candidate-record", str(person.pk))
    if entry is None:
        raise Http404
    form = _form(request, entry, facts_now(chain, number))
    if request.method != "POST" or not form.is_valid():
        return _page(
            request, "registrar/correct.html", person=person, chain=chain, entry=entry, form=form
        )
    facts, reason, at = form.corrected(entry), form.cleaned_data["reason"], now()
    if "confirmed" not in request.POST:
        outcome: object = correction_refusal(
            programme(), chain, number, facts=facts, today=local_day(at)
        )
        if is_done(outcome, form):
            return _confirmation(request, person, chain, entry=entry, form=form, at=at)
    else:
        outcome = propose_correction(
            person, number, facts=facts, reason=reason, actor=request.user, at=at
        )
        if is_done(outcome, form):
            messages.success(
                request,
                _("The correction is proposed. It counts once a second registrar approves it."),
            )
            return redirect("registrar-candidate-record", person.pk)
    return _page(
        request, "registrar/correct.html", person=person, chain=chain, entry=entry, form=form
    )


def _confirmation(
    request: PersonRequest,
    person: User,
    chain: tuple[Entry, ...],
    *,
    entry: Entry,
    form: Withdraw | Correction,
    at: datetime,
) -> HttpResponse:
    """Before and after, and which designations it changes, with all that was filled in."""
    facts = form.corrected(entry)
    corrected = {"supersedes": entry.number, "with": facts}
    return _page(
        request,
        "registrar/correct-confirm.html",
        person=person,
        chain=chain,
        entry=entry,
        form=form,
        now=told_with(chain, entry.number, facts),
        effect=effect_of_entry(person, EntryKind.CORRECTED, corrected, at=at),
        reason=form.cleaned_data["reason"],
        given=[one for one in request.POST.items() if one[0] != "csrfmiddlewaretoken"],
    )


def _form(
    request: PersonRequest, entry: Entry, before: Mapping[str, Any] | None
) -> Withdraw | Correction:
    if "withdraw" in request.POST:
        return Withdraw(request.POST)
    shape = FORMS_OF_KIND[entry.kind]
    # a withdrawn entry can be put back: it begins with what it said at first
    initial = shape.filled(before if before is not None else entry.facts)
    of_kind = type("CorrectionOfKind", (shape, Correction), {})
    form: Correction = of_kind(programme(), request.POST or None, initial=initial)
    return form


def _page(
    request: PersonRequest,
    template: str,
    *,
    person: User,
    chain: tuple[Entry, ...],
    entry: Entry,
    form: Withdraw | Correction,
    **more: Any,
) -> HttpResponse:
    record = _("Record"), reverse("registrar-candidate-record", args=[person.pk])
    context = {
        "form": form,
        "entry": entry,
        "kind": kind_title(entry.kind),
        "was": told_with(chain, entry.number, facts_now(chain, entry.number)),
        "is_withdrawal": isinstance(form, Withdraw),
        # of who leaves nothing is said but that
        "has_facts": entry.kind is not EntryKind.MEMBER_LEFT,
        "is_own": person.pk == request.user.pk,
        **more,
        **about(person, record),
    }
    return render(request, template, context, status=400 if form.errors else 200)


urlpatterns = [
    path(
        "registrar/candidates/<uuid:id>/record/<int:number>/correct/",
        correct,
        name="registrar-entry-correct",
    ),
]
