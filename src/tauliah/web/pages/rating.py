"""Where judges work: the studies on whose panel they are, the own sheet, and one item with its rating."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from tauliah.apps.itembank.queries import BankItem
from tauliah.apps.people.permissions import Permission
from tauliah.apps.standards.judging import bookmark_page, method_to_judge
from tauliah.apps.standards.queries import studies_to_judge
from tauliah.apps.standards.rating import (
    ItemToRate,
    Sheet,
    hand_in,
    rate_item,
    read_item,
    sheet_of,
)
from tauliah.core.exam import shuffled
from tauliah.core.exam.answers import names_of
from tauliah.core.exam.standard_setting import STUDY_STATE_NAMES
from tauliah.core.exam.study_methods import METHOD_NAMES
from tauliah.core.kernel import Refused
from tauliah.core.programme.items import Match, Order, item_text
from tauliah.web.bank_desk import laid_out
from tauliah.web.clock import now
from tauliah.web.items import AskedItem, asked_item, picture_response
from tauliah.web.pages.judging import judges_page
from tauliah.web.permissions import PersonRequest, requires
from tauliah.web.standard_forms import GivenRating
from tauliah.web.telling import refuse


@requires(Permission.STANDARD_RATE)
@require_safe
@never_cache
def home(request: PersonRequest) -> HttpResponse:
    """The studies of this judge, and which of them wait."""
    context = {
        "lines": [
            (line, STUDY_STATE_NAMES[line.state], METHOD_NAMES[line.method], waits)
            for line, waits in studies_to_judge(request.user)
        ],
        "breadcrumbs": [],
    }
    return render(request, "standards/rating-home.html", context)


@requires(Permission.STANDARD_RATE)
@require_safe
@never_cache
def sheet(request: PersonRequest, id: UUID) -> HttpResponse:
    """The own page of a study: what is said, what is not, and handing it in."""
    method = method_to_judge(request.user, id)
    if method is None:
        raise Http404
    if method != "angoff":
        return judges_page(request, id, method)
    context = {"sheet": _sheet_or_404(request, id), "breadcrumbs": _way()}
    return render(request, "standards/sheet.html", context)


@requires(Permission.STANDARD_RATE)
@never_cache
def item(request: PersonRequest, id: UUID, position: int) -> HttpResponse:
    """One item as candidates see it; posting to it rates it and goes on to the next."""
    form = None
    if request.method == "POST":
        form = GivenRating("", request.POST)
        if form.is_valid():
            percent = form.cleaned_data["percent"]
            refused = rate_item(request.user, id, position, percent=percent, at=now())
            if refused:
                return refuse(request, refused, "rating-sheet", str(id))
            return _on(request, _sheet_or_404(request, id), position)
    found = read_item(request.user, id, position, at=now())
    if found is None:
        raise Http404
    if isinstance(found, Refused):
        return refuse(request, found, "rating-sheet", str(id))
    return _item_page(request, found, form)


@requires(Permission.STANDARD_RATE)
@require_safe
def picture(request: PersonRequest, id: UUID, position: int) -> HttpResponse:
    """The picture of an item that can be rated now. Reading it is kept, as that of the item is."""
    found = read_item(request.user, id, position, at=now())
    if found is None or isinstance(found, Refused):
        raise Http404
    return picture_response(found.item.picture)


@requires(Permission.STANDARD_RATE)
@require_POST
def hand_in_round(request: PersonRequest, id: UUID) -> HttpResponse:
    """Hand in the own ratings of the open round."""
    refused = hand_in(request.user, id, at=now())
    if refused:
        return refuse(request, refused, "rating-sheet", str(id))
    messages.success(request, _("You have handed in. Thank you."))
    return redirect("rating-sheet", id)


def _item_page(request: PersonRequest, found: ItemToRate, form: GivenRating | None) -> HttpResponse:
    place = found.row.item.position
    question = (
        _("Of 100 just competent candidates, how many are right?")
        if found.row.item.points == 1
        else _("How many per cent of the points does a just competent candidate reach?")
    )
    shown = GivenRating(question, initial={"percent": found.row.percent})
    if form is not None:
        shown = GivenRating(question, request.POST)
    placed = None
    if found.sheet.method == "bookmark":
        placed = bookmark_page(request.user, found.sheet.study)
    content = item_text(found.item.text)
    texts, facts = laid_out(content, content)
    context: dict[str, Any] = {
        "found": found,
        "sheet": found.sheet,
        "row": found.row,
        "item": _asked(found.sheet.study, place, found.item),
        "form": shown,
        "placed": placed,
        "texts": texts,
        "facts": facts,
        "previous": place - 1 if place > 1 else None,
        "following": place + 1 if place < len(found.sheet.rows) else None,
        "breadcrumbs": _way((_("Your sheet"), reverse("rating-sheet", args=[found.sheet.study]))),
    }
    return render(request, "standards/item.html", context, status=409 if form else 200)


def _on(request: PersonRequest, rated: Sheet, position: int) -> HttpResponse:
    """To the next item of the sheet, or back to it after the last."""
    messages.success(request, _("Your rating of item {number} is kept.").format(number=position))
    if position < len(rated.rows):
        return redirect("rating-item", rated.study, position + 1)
    return redirect("rating-sheet", rated.study)


def _asked(study: UUID, position: int, found: BankItem) -> AskedItem:
    """The item with its controls; what would stand in its right order as written is shuffled."""
    order = names_of(found.text)
    if isinstance(found.text, Order | Match):
        order = shuffled(order, seed=found.code)
    return asked_item(
        found, order=order, picture_url=reverse("rating-picture", args=[study, position])
    )


def _sheet_or_404(request: PersonRequest, id: UUID) -> Sheet:
    found = sheet_of(request.user, id)
    if found is None:
        raise Http404
    return found


def _way(*steps: tuple[str, str]) -> list[dict[str, str]]:
    desk = (_("Rating of items"), reverse("rating"))
    return [{"label": label, "url": url} for label, url in (desk, *steps)]


_SHEET = "rating/<uuid:id>/"
urlpatterns = [
    path("rating/", home, name="rating"),
    path(_SHEET, sheet, name="rating-sheet"),
    path(f"{_SHEET}hand-in/", hand_in_round, name="rating-hand-in"),
    path(f"{_SHEET}<int:position>/", item, name="rating-item"),
    path(f"{_SHEET}<int:position>/picture/", picture, name="rating-picture"),
]
