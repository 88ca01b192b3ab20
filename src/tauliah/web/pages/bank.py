"""The item bank: its list, what waits for whom, one item's file, and what is done with items."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from tauliah.apps.catalogue.queries import programme
from tauliah.apps.catalogue.surroundings import surroundings_of
from tauliah.apps.itembank.overview import (
    Wanted,
    counts_by_state,
    courses_with_items,
    page_of_items,
)
from tauliah.apps.itembank.queues import queues_of
from tauliah.apps.itembank.tending import declare_enemies, end_enmity, entrust_item, export_items
from tauliah.apps.itembank.writing import act_on_item, comment_on_item
from tauliah.apps.people.permissions import Permission
from tauliah.apps.people.queries import people_with, person
from tauliah.apps.results.item_statistics import count_item_figures, courses_with_results
from tauliah.core.exam.item_life import ITEM_ACTS, STATE_NAMES
from tauliah.core.kernel import Refused
from tauliah.web.bank_desk import about_item, file_or_404, number_in, way
from tauliah.web.bank_forms import WantedItems
from tauliah.web.bank_words import DONE, DUTIES, LEVELS, POOLS, TYPES
from tauliah.web.clock import now
from tauliah.web.paging import pages_of
from tauliah.web.permissions import PersonRequest, permissions_in, requires
from tauliah.web.telling import refuse, said


@requires(Permission.BANK_READ)
@require_safe
@never_cache
def items(request: HttpRequest) -> HttpResponse:
    """The items of the bank, without what they say."""
    states = [(state, said(name)) for state, name in STATE_NAMES.items()]
    form = WantedItems(states, courses_with_items(), request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    wanted = Wanted(
        search=asked.get("q", ""),
        **{name: asked.get(name, "") for name in ("state", "course", "pool", "level", "outcome")},
    )
    page = page_of_items(wanted, number=request.GET.get("page", 1))
    counts = counts_by_state()
    query = {name: request.GET.get(name, "") for name in form.fields}
    context = {
        "form": form,
        "lines": [
            (line, STATE_NAMES[line.state], POOLS[line.pool], LEVELS[line.level], TYPES[line.type])
            for line in page
        ],
        "counts": [(state, STATE_NAMES[state], count) for state, count in counts.items() if count],
        "is_empty": not sum(counts.values()),
        "is_filtered": any(query.values()),
        "covered": next(
            (code for code in courses_with_items() if code in programme().course_by_code), ""
        ),
        "courses_with_results": courses_with_results() if _may_manage(request) else (),
        "breadcrumbs": [],
        **pages_of(page, **query),
    }
    return render(request, "bank/items.html", context)


@requires(Permission.BANK_READ)
@require_safe
@never_cache
def queue(request: PersonRequest) -> HttpResponse:
    """What waits for this person, duty by duty, each with pages of its own."""
    pages = {request.GET.get("duty", ""): request.GET.get("page", 1)}
    context = {
        "queues": [
            {
                "duty": one.duty,
                "name": DUTIES[one.duty],
                "lines": [
                    (line, STATE_NAMES[line.state], POOLS[line.pool], at) for line, at in one.lines
                ],
                **pages_of(one.page, duty=one.duty),
            }
            for one in queues_of(request.user, pages=pages)
        ],
        "breadcrumbs": way(),
    }
    return render(request, "bank/queue.html", context)


@requires(Permission.BANK_READ)
@require_safe
@never_cache
def item(request: PersonRequest, item: str) -> HttpResponse:
    """One item's file: where it stands, its versions, what was done and said, its enemies."""
    found = file_or_404(request.user, item)
    published = programme()
    outcomes = {
        one.code: one.text
        for course in published.taught_courses
        if course.code == found.line.course
        for one in course.outcomes
    }
    context = {
        **about_item(found),
        "outcome_text": outcomes.get(found.line.outcome),
        "pool_name": POOLS[found.line.pool],
        "level_name": LEVELS[found.line.level],
        "authors": people_with("item-author") if _may_manage(request) else (),
        "steps": [(step, DONE[step.act], _name(step.to)) for step in reversed(found.steps)],
    }
    return render(request, "bank/item.html", context)


@requires(Permission.BANK_READ)
@require_POST
def act(request: PersonRequest, item: str) -> HttpResponse:
    """Do what the pressed button says, or keep a comment; the item's own rules decide."""
    found = file_or_404(request.user, item)
    code, comment = found.line.code, request.POST.get("comment", "")
    what, number = request.POST.get("act", ""), request.POST.get("version", "")
    refused: Refused | None
    if what in ITEM_ACTS:
        refused = act_on_item(
            request.user,
            code,
            what,
            version=number_in(number),
            comment=comment,
            around=surroundings_of(found.line.course),
            at=now(),
        )
    else:
        refused = comment_on_item(request.user, code, comment, at=now())
    if refused:
        return refuse(request, refused, "bank-item", item.lower())
    done = DONE[what if what in ITEM_ACTS else "comment"]
    messages.success(request, _("Done: {act}.").format(act=done))
    return redirect("bank-item", item.lower())


@requires(Permission.BANK_MANAGE)
@require_POST
def entrust(request: PersonRequest, item: str) -> HttpResponse:
    """Let another author write on an item."""
    author = person(request.POST.get("author", ""))
    if author is None:
        raise Http404
    refused = entrust_item(request.user, item.upper(), author, at=now())
    if refused:
        return refuse(request, refused, "bank-item", item.lower())
    messages.success(request, _("The item is entrusted."))
    return redirect("bank-item", item.lower())


@requires(Permission.BANK_MANAGE)
@require_POST
def enemies(request: PersonRequest, item: str) -> HttpResponse:
    """Declare an enemy of an item, or end that."""
    code, other = item.upper(), request.POST.get("other", "").strip().upper()
    if "end" in request.POST:
        refused = end_enmity(request.user, code, other, at=now())
    else:
        reason = request.POST.get("reason", "")
        refused = declare_enemies(request.user, code, other, reason=reason, at=now())
    if refused:
        return refuse(request, refused, "bank-item", item.lower())
    messages.success(request, _("The enemies of this item are kept."))
    return redirect("bank-item", item.lower())


@requires(Permission.BANK_MANAGE)
@require_POST
def export(request: PersonRequest) -> HttpResponse:
    """The approved items that the programme's text lacks, as files of its folder, in one archive."""
    on_ethics = {course.code for course in programme().ethics_courses}
    files = export_items(request.user, at=now(), on_ethics=on_ethics)
    if not files:
        messages.warning(
            request, _("There is nothing to export: no approved item is missing in the text.")
        )
        return redirect("bank")
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as whole:
        for name, content in sorted(files.items()):
            whole.writestr(zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0)), content)
    response = HttpResponse(archive.getvalue(), content_type="application/zip")
    response["Content-Disposition"] = 'attachment; filename="items.zip"'
    response["Cache-Control"] = "no-store"
    return response


@requires(Permission.BANK_MANAGE)
@require_POST
def figures(request: PersonRequest) -> HttpResponse:
    """Count the figures of a course's items anew."""
    counted = count_item_figures(request.user, request.POST.get("course", ""), at=now())
    told = ngettext(
        "{count} version has figures now.", "{count} versions have figures now.", counted
    )
    messages.success(request, told.format(count=counted))
    return redirect("bank")


def _may_manage(request: HttpRequest) -> bool:
    return Permission.BANK_MANAGE in permissions_in(request)


def _name(state: str) -> Any:
    return next((name for one, name in STATE_NAMES.items() if one == state), "")


_ITEM = "bank/items/<slug:item>/"
urlpatterns = [
    path("bank/", items, name="bank"),
    path("bank/queue/", queue, name="bank-queue"),
    path("bank/export/", export, name="bank-export"),
    path("bank/figures/", figures, name="bank-figures"),
    path(_ITEM, item, name="bank-item"),
    path(f"{_ITEM}act/", act, name="bank-item-act"),
    path(f"{_ITEM}entrust/", entrust, name="bank-item-entrust"),
    path(f"{_ITEM}enemies/", enemies, name="bank-item-enemies"),
]
