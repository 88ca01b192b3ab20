"""A person's own notes and highlights on a course: all of them, one to change, a file of them."""

from __future__ import annotations

from itertools import groupby
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tauliah.apps.people.permissions import Permission
from tauliah.apps.reading.actions import change_note, delete_note, take_back_note
from tauliah.apps.reading.queries import (
    PlacedNote,
    count_notes,
    deleted_note,
    note_of,
    notes_in,
)
from tauliah.core.kernel import Refused
from tauliah.core.programme import TaughtCourse
from tauliah.web.clock import now
from tauliah.web.lesson_text import tone_name
from tauliah.web.note_files import KINDS, notes_as_markdown, notes_as_text
from tauliah.web.pages.study import course_or_404, course_trail
from tauliah.web.paging import pages_of
from tauliah.web.permissions import PersonRequest, requires
from tauliah.web.reading_forms import NoteForm
from tauliah.web.telling import refuse, said

NOTES_PER_PAGE = 50
LONGEST_SEARCH = 80


@requires(Permission.NOTES_KEEP)
@require_safe
def notes(request: PersonRequest, code: str) -> HttpResponse:
    """All notes on a course, lesson by lesson; of a search, those that hold its words."""
    found = course_or_404(code)
    search = request.GET.get("q", "").strip()[:LONGEST_SEARCH]
    own = notes_in(request.user, found.code, search=search)
    page = Paginator(own, NOTES_PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "course": found,
        "lessons": [
            (lesson, [(one, tone_name(one.note.tone), _lesson_url(one)) for one in of_lesson])
            for lesson, of_lesson in groupby(page.object_list, key=lambda one: one.lesson)
        ],
        "count": len(own),
        "has_any": bool(own) or count_notes(request.user, found.code) > 0,
        "deleted": deleted_note(request.user, request.GET.get("deleted", "")),
        "q": search,
        "breadcrumbs": course_trail(found),
        **pages_of(page, q=search),
    }
    return render(request, "study/notes.html", context)


@requires(Permission.NOTES_KEEP)
@require_http_methods(["GET", "HEAD", "POST"])
def note(request: PersonRequest, code: str, id: UUID) -> HttpResponse:
    """One note, to change what it says or its highlight."""
    found, own = _note_or_404(request, code, id)
    initial = {"text": own.note.text, "tone": own.note.tone}
    form = NoteForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        outcome = change_note(request.user, id, **form.cleaned_data, at=now())
        if not isinstance(outcome, Refused):
            messages.success(request, _("Your note is changed."))
            return redirect(_back(request, own))
        form.add_error("text", said(outcome.message))
    context = {
        "course": found,
        "own": own,
        "form": form,
        "back": "lesson" if _data(request).get("back") == "lesson" else "",
        "breadcrumbs": [
            *course_trail(found),
            {"label": _("My notes"), "url": reverse("notes", args=[code])},
        ],
    }
    return render(request, "study/note.html", context, status=400 if form.errors else 200)


@requires(Permission.NOTES_KEEP)
@require_POST
def delete(request: PersonRequest, code: str, id: UUID) -> HttpResponse:
    """Delete a note; the page that follows offers to take that back."""
    _found, own = _note_or_404(request, code, id)
    outcome = delete_note(request.user, id, at=now())
    if isinstance(outcome, Refused):
        return refuse(request, outcome, "notes", code)
    return redirect(_back(request, own, deleted=id))


@requires(Permission.NOTES_KEEP)
@require_POST
def take_back(request: PersonRequest, code: str, id: UUID) -> HttpResponse:
    """Have a note again that was deleted."""
    course_or_404(code)
    outcome = take_back_note(request.user, id)
    if isinstance(outcome, Refused):
        return refuse(request, outcome, "notes", code)
    messages.success(request, _("Your note is back."))
    own = note_of(request.user, id)
    return redirect(_back(request, own) if own else reverse("notes", args=[code]))


@requires(Permission.NOTES_KEEP)
@require_safe
def notes_file(request: PersonRequest, code: str) -> HttpResponse:
    """All notes on a course as a file, plain text or Markdown."""
    found = course_or_404(code)
    kind = request.GET.get("as", "md")
    if kind not in KINDS:
        raise Http404
    own = notes_in(request.user, found.code)
    write = notes_as_markdown if kind == "md" else notes_as_text
    response = HttpResponse(write(found, own), content_type=f"{KINDS[kind]}; charset=utf-8")
    name = f"{found.code.lower()}-notes.{kind}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _note_or_404(request: PersonRequest, code: str, id: UUID) -> tuple[TaughtCourse, PlacedNote]:
    found, own = course_or_404(code), note_of(request.user, id)
    if own is None or own.note.course != found.code:
        raise Http404
    return found, own


def _lesson_url(own: PlacedNote) -> str:
    """Where the lesson of a note is read in the language in which it was noted on."""
    if own.lesson is None:
        return ""
    with override(own.note.language):
        return reverse("lesson", args=[own.note.course.lower(), own.lesson.slug])


def _back(request: PersonRequest, own: PlacedNote, *, deleted: UUID | None = None) -> str:
    """Where one came from: the lesson of the note, or the list of all."""
    code = own.note.course.lower()
    asked = f"?{urlencode({'deleted': deleted})}" if deleted else ""
    if _data(request).get("back") == "lesson" and own.lesson is not None:
        place = "#your-notes" if deleted else f"#n-{own.note.pk}"
        return _lesson_url(own) + asked + place
    return reverse("notes", args=[code]) + asked + ("" if deleted else f"#n-{own.note.pk}")


def _data(request: PersonRequest) -> Any:
    return request.POST if request.method == "POST" else request.GET


urlpatterns = [
    path("study/<slug:code>/notes/", notes, name="notes"),
    path("study/<slug:code>/notes/file/", notes_file, name="notes-file"),
    path("study/<slug:code>/notes/<uuid:id>/", note, name="note"),
    path("study/<slug:code>/notes/<uuid:id>/delete/", delete, name="note-delete"),
    path("study/<slug:code>/notes/<uuid:id>/take-back/", take_back, name="note-take-back"),
]
