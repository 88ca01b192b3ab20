"""A lesson as it is read: its text with the reader's own marks, where it was left, a note on it."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tauliah.apps.catalogue.queries import programme
from tauliah.apps.people.permissions import Permission
from tauliah.apps.reading.actions import Selection, keep_place, make_note
from tauliah.apps.reading.queries import deleted_note, notes_on, reading_of
from tauliah.apps.reading.texts import paragraph_called
from tauliah.apps.study.actions import mark_lesson_read
from tauliah.apps.study.queries import progress_in
from tauliah.core.kernel import Refused
from tauliah.core.programme import Lesson, TaughtCourse
from tauliah.web.clock import now
from tauliah.web.lesson_text import tone_name, with_notes
from tauliah.web.markdown import ShownFigure, render_markdown
from tauliah.web.pages.study import course_or_404, course_trail, topic_of
from tauliah.web.permissions import PersonRequest, requires
from tauliah.web.reading_forms import NoteForm, selection_in
from tauliah.web.telling import active_language, refuse, said


@requires(Permission.STUDY)
@require_http_methods(["GET", "HEAD", "POST"])
def lesson(request: PersonRequest, code: str, slug: str) -> HttpResponse:
    """One lesson; posting to it marks it as read and goes on to the next."""
    found, lessons, position = _lesson_or_404(code, slug)
    following = lessons[position + 1] if position + 1 < len(lessons) else None
    if request.method == "POST":
        refused = mark_lesson_read(request.user, found.code, slug, at=now())
        if refused:
            return refuse(request, refused, "study-course", code)
        if following:
            return redirect("lesson", code, following.slug)
        messages.success(request, _("That was the last lesson of this course. Practise now."))
        return redirect("study-course", code)
    asked = selection_in(request.GET, language=active_language(), name="note")
    return _lesson_page(request, found, lessons, position, asked=asked)


@requires(Permission.STUDY)
@require_POST
def place(request: PersonRequest, code: str, slug: str) -> HttpResponse:
    """Remember where the reader is; what a page that is still open sends now and then."""
    found, _lessons, _position = _lesson_or_404(code, slug)
    refused = keep_place(
        request.user,
        found.code,
        slug,
        language=active_language(),
        paragraph=request.POST.get("paragraph", ""),
        seen=request.POST.get("seen", ""),
        at=now(),
    )
    # the text has changed under the page: it need not send any more
    return HttpResponse(status=409 if refused else 204)


@requires(Permission.NOTES_KEEP)
@require_POST
def note_add(request: PersonRequest, code: str, slug: str) -> HttpResponse:
    """Make a note or a highlight on a part of a lesson."""
    found, lessons, position = _lesson_or_404(code, slug)
    form = NoteForm(request.POST)
    asked = selection_in(request.POST, language=active_language(), name="paragraph")
    if not form.is_valid():
        return _lesson_page(request, found, lessons, position, asked=asked, form=form)
    outcome = make_note(request.user, found.code, slug, asked, **form.cleaned_data, at=now())
    if isinstance(outcome, Refused):
        if outcome.code == "no-such-place":
            return refuse(request, outcome, "lesson", code, slug)
        form.add_error("text", said(outcome.message))
        return _lesson_page(request, found, lessons, position, asked=asked, form=form)
    return redirect(f"{reverse('lesson', args=[code, slug])}#m-{outcome.pk}")


def _lesson_page(
    request: PersonRequest,
    found: TaughtCourse,
    lessons: tuple[Lesson, ...],
    position: int,
    *,
    asked: Selection,
    form: NoteForm | None = None,
) -> HttpResponse:
    person, current, language = request.user, lessons[position], active_language()
    own = notes_on(person, found.code, current.slug, language=language)
    body = render_markdown(
        current.in_language(language).body,
        figures=_figures_of(found),
        annotate=with_notes(own, note_url=_note_url),
    )
    left = reading_of(person, found.code, current.slug, language=language)
    context = {
        "course": found,
        "lesson": current,
        "words": current.in_language(language),
        "body": body,
        "cards": programme().cards_of(found.code, current.slug),
        "terms": [programme().term(term) for term in current.key_terms],
        "topic": topic_of(found, current.topic),
        "number": position + 1,
        "previous": lessons[position - 1] if position else None,
        "following": lessons[position + 1] if position + 1 < len(lessons) else None,
        "progress": progress_in(person, found.code),
        "left": left,
        "notes": [(one, tone_name(one.note.tone)) for one in own],
        "asked": _asked(current, asked),
        "form": form or NoteForm(initial={"tone": ""}),
        "deleted": deleted_note(person, request.GET.get("deleted", "")),
        "breadcrumbs": course_trail(found),
    }
    status = 400 if form is not None else 200
    return render(request, "study/lesson.html", context, status=status)


def _asked(current: Lesson, asked: Selection) -> dict[str, Any] | None:
    """The part of the lesson that a note is to be made on; None where it has no such part."""
    paragraph = paragraph_called(current, asked.language, asked.paragraph)
    if paragraph is None or asked.exact not in paragraph.text:
        return None
    return {
        "paragraph": paragraph.name,
        "exact": asked.exact,
        "start": asked.start,
        "quote": asked.exact or paragraph.text,
    }


def _note_url(paragraph: str) -> str:
    return f"?{urlencode({'note': paragraph})}#new-note"


def _lesson_or_404(code: str, slug: str) -> tuple[TaughtCourse, tuple[Lesson, ...], int]:
    """A course, its lessons, and which of them is meant."""
    found = course_or_404(code)
    lessons = programme().lessons_of(found.code)
    position = next((at for at, one in enumerate(lessons) if one.slug == slug), None)
    if position is None:
        raise Http404
    return found, lessons, position


def _figures_of(found: TaughtCourse) -> dict[str, ShownFigure]:
    """The figures of a course by name; the address changes with the drawing, so it can be kept."""
    return {
        one.name: ShownFigure(
            url=reverse("figure", args=[found.code.lower(), one.name])
            + f"?{one.digests.in_language(active_language())[-12:]}",
            width=one.width,
            height=one.height,
        )
        for one in programme().figures
        if one.course == found.code
    }


urlpatterns = [
    path("study/<slug:code>/lessons/<slug:slug>/", lesson, name="lesson"),
    path("study/<slug:code>/lessons/<slug:slug>/place/", place, name="lesson-place"),
    path("study/<slug:code>/lessons/<slug:slug>/note/", note_add, name="note-add"),
]
