"""What items say: one version in both languages, two versions compared. Each reading is kept."""

from __future__ import annotations

from dataclasses import replace

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from tauliah.apps.catalogue.surroundings import surroundings_of
from tauliah.apps.itembank.writing import ReadVersion, read_text
from tauliah.apps.people.permissions import Permission
from tauliah.core.exam.item_life import REVIEWS
from tauliah.core.kernel import Refused
from tauliah.core.programme.item_flaws import item_flaws
from tauliah.web.bank_desk import (
    Told,
    about_item,
    file_or_404,
    laid_out,
    number_in,
    told_flaw,
    way,
)
from tauliah.web.clock import now
from tauliah.web.permissions import PersonRequest, requires


@requires(Permission.ITEM_TEXT_READ)
@require_safe
@never_cache
def text(request: PersonRequest, item: str) -> HttpResponse:
    """One version of an item, the newest where none is named, with what can be done about it."""
    found = file_or_404(request.user, item)
    number = number_in(request.GET.get("version", "")) or found.line.number
    version = _read(request, found.line.code, number, purpose="read")
    texts, facts = laid_out(version.content, version.content)
    is_judged = number == found.line.number and found.line.state in (*REVIEWS, "draft")
    context = {
        **about_item(found),
        "version": version,
        "is_newest": number == found.line.number,
        "texts": texts,
        "facts": facts,
        "case": version.pooled.case,
        "told": _flaws(version) if is_judged else (),
        "is_judged": is_judged,
    }
    context["breadcrumbs"] = _way(item, found.line.code)
    return render(request, "bank/text.html", context)


@requires(Permission.ITEM_TEXT_READ)
@require_safe
@never_cache
def compare(request: PersonRequest, item: str) -> HttpResponse:
    """Two versions of an item word by word, both languages side by side."""
    found = file_or_404(request.user, item)
    newest = found.line.number
    after = number_in(request.GET.get("to", "")) or newest
    before = number_in(request.GET.get("from", "")) or max(1, after - 1)
    old = _read(request, found.line.code, before, purpose="compare")
    new = _read(request, found.line.code, after, purpose="compare")
    texts, facts = laid_out(old.content, new.content)
    context = {
        **about_item(found),
        "before": old,
        "after": new,
        "numbers": range(1, newest + 1),
        "texts": [row for row in texts if row.text.is_changed],
        "facts": [row for row in facts if row.before != row.after],
        "is_other_topic": old.topic != new.topic,
        "breadcrumbs": _way(item, found.line.code),
    }
    return render(request, "bank/compare.html", context)


def _read(request: PersonRequest, code: str, number: int, *, purpose: str) -> ReadVersion:
    read = read_text(request.user, code, number, purpose=purpose, at=now())
    if read is None:
        raise Http404
    if isinstance(read, Refused):
        raise PermissionDenied(read.code)
    return read


def _flaws(version: ReadVersion) -> list[Told]:
    """What a program finds in a version, for those who judge it."""
    found = item_flaws(version.pooled, surroundings_of(version.pooled.course))
    # there is no form here to which a flaw could lead
    return [replace(told_flaw(flaw, None), field="") for flaw in found]


def _way(item: str, code: str) -> list[dict[str, str]]:
    return way((code, reverse("bank-item", args=[item.lower()])))


_ITEM = "bank/items/<slug:item>/"
urlpatterns = [
    path(f"{_ITEM}text/", text, name="bank-item-text"),
    path(f"{_ITEM}compare/", compare, name="bank-item-compare"),
]
