"""Where authors write: a new item, another version of an own one, and its flaws while it is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from tauliah.apps.catalogue.queries import programme, released_file
from tauliah.apps.catalogue.surroundings import surroundings_of
from tauliah.apps.itembank.writing import read_text, write_item
from tauliah.apps.people.permissions import Permission
from tauliah.core.kernel import LANGUAGES, Problem, Refused
from tauliah.core.programme import Pool, PooledItem
from tauliah.core.programme.item_files import item_of, item_yaml, read_item
from tauliah.core.programme.item_flaws import item_flaws
from tauliah.core.programme.items import Hotspot, ItemType, item_text
from tauliah.core.programme.pictures import attached
from tauliah.web.bank_desk import Told, file_or_404, laid_out, number_in, told_flaw, way
from tauliah.web.bank_forms import FORMS, NewItem, TextForm, WrittenItem, field_of, initial_of
from tauliah.web.bank_words import part_name
from tauliah.web.clock import now
from tauliah.web.permissions import PersonRequest, requires
from tauliah.web.telling import said

_OTHER: dict[str, str] = {"en": "ms", "ms": "en"}
_NO_ID = "NOT-YET-0"


@dataclass(frozen=True, slots=True)
class Place:
    """Where an item belongs and how it is written; `code` is empty while it has no id."""

    course: str
    pool: Pool
    way: str
    code: str = ""


@requires(Permission.ITEM_WRITE)
@never_cache
def new(request: PersonRequest) -> HttpResponse:
    """Choose where a new item belongs; then write it."""
    published = programme()
    form = NewItem(published, request.GET if "course" in request.GET else None)
    if not form.is_valid():
        context = {"form": form, "breadcrumbs": way()}
        return render(request, "bank/new.html", context, status=400 if form.is_bound else 200)
    place = Place(**form.cleaned_data)
    return _write(request, place, initial=None, read=0)


@requires(Permission.ITEM_WRITE)
@never_cache
def rewrite(request: PersonRequest, item: str) -> HttpResponse:
    """Write another version of an own item."""
    found = file_or_404(request.user, item)
    if not found.may_write:
        raise PermissionDenied("not-the-writer")
    line = found.line
    version = read_text(request.user, line.code, purpose="write", at=now())
    if version is None:
        raise Http404
    if isinstance(version, Refused):
        raise PermissionDenied(version.code)
    pooled = version.pooled
    begun = initial_of(pooled.item) if line.type in FORMS else None
    is_text = begun is None or "text" in request.GET
    initial = {"text": item_yaml(pooled.item)} if is_text else dict(begun or {})
    initial |= {"topic": pooled.topic, "sources": "\n".join(version.sources)}
    way = "text" if is_text else line.type
    place = Place(line.course, pooled.pool, way, line.code)
    return _write(request, place, initial=initial, read=version.number)


@requires(Permission.ITEM_WRITE)
@require_POST
def check(request: PersonRequest) -> HttpResponse:
    """The flaws of what was written so far, as a part of a page."""
    chosen = NewItem(programme(), request.POST)
    if not chosen.is_valid():
        raise Http404
    # the id of an item that has one is shown, and not sent
    code = request.POST.get("code", "")
    place = Place(**chosen.cleaned_data, code=code)
    form = _form(place, request, initial={"id": code} if code else None)
    if form.is_valid():
        told = _flaws(place, form)[1]
    else:
        told = [*_flaws_so_far(place, form), *_unfinished(form)]
    return render(request, "bank/flaws.html", {"told": told, "is_checked": True})


def _write(
    request: PersonRequest, place: Place, *, initial: dict[str, Any] | None, read: int
) -> HttpResponse:
    """The form, what is wrong with it, and its keeping; `read` is the version that it shows.

    A form that was sent says itself from which version it was written.
    """
    form = _form(place, request, initial=initial)
    told: Sequence[Told] = ()
    is_sent = request.method == "POST"
    read = number_in(request.POST.get("read", "")) if is_sent else read
    meanwhile: dict[str, Any] = {}
    if is_sent and form.is_valid():
        pooled, told = _flaws(place, form)
        if pooled and "keep" in request.POST:
            kept = write_item(
                request.user, pooled, sources=form.cleaned_data["sources"], read=read, at=now()
            )
            if not isinstance(kept, Refused):
                _tell(request, is_new=kept.is_new, flaws=len(told))
                return redirect("bank-item", kept.code.lower())
            form.add_error(None, said(kept.message))
            if kept.code == "written-meanwhile":
                meanwhile = _both(request, pooled)
    text = form.data.get("text", "") if is_sent and isinstance(form, TextForm) else ""
    context = {
        "form": form,
        "place": place,
        "told": told,
        "is_checked": is_sent and form.is_valid(),
        "lines": _faulty_lines(text, told),
        "pairs": _pairs(form),
        "read": read,
        "breadcrumbs": way(),
        **meanwhile,
    }
    return render(request, "bank/write.html", context, status=400 if form.errors else 200)


def _both(request: PersonRequest, mine: PooledItem) -> dict[str, Any]:
    """What was kept meanwhile beside what is in the form, which is then written from it."""
    theirs = read_text(request.user, mine.item.id, purpose="compare", at=now())
    if theirs is None or isinstance(theirs, Refused):
        return {}
    texts, facts = laid_out(theirs.content, item_text(mine.item))
    return {
        "theirs": theirs,
        "read": theirs.number,
        "other_texts": [row for row in texts if row.text.is_changed],
        "other_facts": [row for row in facts if row.before != row.after],
        "other_topic": (theirs.topic, mine.topic) if theirs.topic != mine.topic else None,
    }


def _tell(request: PersonRequest, *, is_new: bool, flaws: int) -> None:
    if not is_new:
        messages.info(request, _("Nothing was changed: the newest version says the same."))
    elif flaws:
        messages.warning(
            request, _("The version is kept. It still has flaws; see them when you write on.")
        )
    else:
        messages.success(request, _("The version is kept. Submit it when it is ready."))


def _form(
    place: Place, request: PersonRequest, *, initial: dict[str, Any] | None
) -> WrittenItem | TextForm:
    data = request.POST if request.method == "POST" else None
    more = {"initial": initial} if initial else {}
    return FORMS[place.way](programme(), place.course, place.code, data, **more)


def _flaws(place: Place, form: WrittenItem | TextForm) -> tuple[PooledItem | None, list[Told]]:
    """The item as it was written, where it is one, and everything that is wrong with it."""
    is_text = isinstance(form, TextForm)
    if isinstance(form, TextForm):
        # a browser sends other line ends than a folder has
        read = read_item(form.cleaned_data["text"].replace("\r\n", "\n"), file="item.yaml")
    else:
        read = item_of(form.content(), file="item.yaml")
    if isinstance(read, tuple):
        return None, [_problem(one, is_text=is_text) for one in read]
    if place.code and read.item.id != place.code:
        message = _("The id of an item stays: {code}.").format(code=place.code)
        return None, [Told(part_name("id"), "text", 0, message, is_refused=True)]
    pooled = PooledItem(
        course=place.course,
        pool=place.pool,
        topic=form.cleaned_data["topic"],
        item=read.item,
        picture=_picture(place, read.item),
    )
    flaws = item_flaws(pooled, surroundings_of(place.course))
    return pooled, [told_flaw(flaw, read.reading if is_text else None) for flaw in flaws]


def _picture(place: Place, item: ItemType) -> Any:
    """The picture of a released course that an item names."""
    if not isinstance(item, Hotspot):
        return None
    folder = programme().taught(place.course).page.removesuffix("/course")
    file = f"{folder}/pictures/{item.picture.file}"
    try:
        return attached(file, released_file(file))
    except KeyError:
        return None


def _problem(one: Problem, *, is_text: bool) -> Told:
    steps = tuple(one.path.split(".")) if one.path else ()
    return Told(
        part=part_name(one.path),
        field="text" if is_text else field_of(steps),
        line=one.line if is_text else 0,
        message=said(one.message),
        is_refused=True,
    )


def _unfinished(form: WrittenItem | TextForm) -> list[Told]:
    """What has still to be filled in."""
    return [
        Told(str(form[name].label), name, 0, str(errors[0]), is_refused=True)
        for name, errors in form.errors.items()
        if name in form.fields
    ]


def _flaws_so_far(place: Place, form: WrittenItem | TextForm) -> list[Told]:
    """The flaws in a language that is written in full, while the other one is not yet."""
    missing = {name for name in form.errors if name != "id"}
    by_language = {one: {name for name in missing if name.endswith(f"_{one}")} for one in LANGUAGES}
    written = [one for one in LANGUAGES if not by_language[one]]
    if isinstance(form, TextForm) or missing != set().union(*by_language.values()):
        return []
    sent = {name: str(form.data[name]) for name in form.data}
    for language, names in by_language.items():
        for name in names:
            # what is not written yet says for the time being nearly what the other language says
            other = sent.get(f"{name.removesuffix(language)}{_OTHER[language]}", "")
            sent[name] = f"{other} …"
    whole = FORMS[place.way](
        programme(), place.course, place.code, {**sent, "id": place.code or _NO_ID}
    )
    if not whole.is_valid():
        return []
    endings = tuple(f"_{language}" for language in written)
    return [one for one in _flaws(replace(place, code=""), whole)[1] if one.field.endswith(endings)]


def _faulty_lines(text: str, told: Sequence[Told]) -> list[tuple[int, str, list[Told]]]:
    """The lines of a text that something is wrong with, each with what it is."""
    lines = text.splitlines()
    wrong = sorted({one.line for one in told if 0 < one.line <= len(lines)})
    return [(line, lines[line - 1], [one for one in told if one.line == line]) for line in wrong]


def _pairs(form: WrittenItem | TextForm) -> list[list[Any]]:
    """The fields in their order, those of both languages side by side."""
    pairs: list[list[Any]] = []
    for field in form:
        if field.name.endswith("_ms"):
            pairs[-1].append(field)
        else:
            pairs.append([field])
    return pairs


urlpatterns = [
    path("bank/new/", new, name="bank-item-new"),
    path("bank/check/", check, name="bank-item-check"),
    path("bank/items/<slug:item>/write/", rewrite, name="bank-item-write"),
]
