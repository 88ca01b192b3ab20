"""Own progress in a course as files to take along, and reviews that come back in from files."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_safe

from tauliah.apps.catalogue.queries import local_day
from tauliah.apps.people.permissions import Permission
from tauliah.apps.study.bringing_back import BroughtBack, Mistakes, bring_back
from tauliah.apps.study.taking_along import anki_package_of, tables_of
from tauliah.core.kernel import LANGUAGES, Refused
from tauliah.core.practice.review_table import MOST_BYTES, MOST_PROBLEMS
from tauliah.core.programme import Course
from tauliah.web.clock import now
from tauliah.web.limits import is_too_large, is_too_often
from tauliah.web.pages.study import course_trail, open_course_or_404
from tauliah.web.permissions import PersonRequest, requires
from tauliah.web.telling import active_language, said

FILES_A_MINUTE = 20
LONGEST_NAME = 60

_LANGUAGES = {"en": ("en",), "ms": ("ms",), "both": LANGUAGES}


class AnkiChoice(forms.Form):
    """In which language the cards are."""

    language = forms.ChoiceField(
        label=gettext_lazy("Language of the cards"),
        choices=[
            ("en", "English"),
            ("ms", "Bahasa Melayu"),
            ("both", gettext_lazy("Both on one card")),
        ],
        widget=forms.RadioSelect,
    )


class ProgressFile(forms.Form):
    """A file with reviews."""

    file = forms.FileField(
        allow_empty_file=True,
        label=gettext_lazy("File with reviews"),
        help_text=gettext_lazy(
            "“reviews.csv”, the ZIP file with the tables, or an Anki package (.apkg) of the deck; at most "
            "8 MB."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,.zip,.apkg,text/csv"}),
        error_messages={"required": gettext_lazy("Choose the file first.")},
    )


@requires(Permission.PRACTISE)
@require_http_methods(["GET", "HEAD", "POST"])
def progress(request: PersonRequest, code: str) -> HttpResponse:
    """What can be taken along; posting a file brings its reviews in."""
    found = open_course_or_404(code)
    if request.method != "POST":
        return _page(request, found)
    if is_too_often(request, "progress", most=FILES_A_MINUTE, at=now()):
        return _too_often(request, found)
    if is_too_large(request, most=MOST_BYTES):
        refusal = _("This file is larger than 8 MB. Nothing was read.")
        return _page(request, found, refusal=refusal, status=413)
    form = ProgressFile(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, found, form=form, status=400)
    file = form.cleaned_data["file"]
    outcome = bring_back(request.user, found, file.read(), name=file.name[:LONGEST_NAME], at=now())
    if isinstance(outcome, Refused):
        return _page(request, found, refusal=said(outcome.message), status=400)
    if isinstance(outcome, Mistakes):
        return _page(request, found, mistakes=outcome, status=400)
    messages.success(request, _told(outcome))
    return redirect("progress-files", found.code.lower())


@requires(Permission.PRACTISE)
@require_safe
def anki(request: PersonRequest, code: str) -> HttpResponse:
    """The cards of a course with one's own progress, as an Anki package."""
    found = open_course_or_404(code)
    form = AnkiChoice(request.GET)
    if not form.is_valid():
        return _page(request, found, choice=form, status=400)
    if is_too_often(request, "progress", most=FILES_A_MINUTE, at=now()):
        return _too_often(request, found)
    languages = _LANGUAGES[form.cleaned_data["language"]]
    package = anki_package_of(request.user, found, languages=languages, at=now())
    return _file(package, f"{_stem(found)}.apkg", "application/octet-stream")


@requires(Permission.PRACTISE)
@require_safe
def tables(request: PersonRequest, code: str) -> HttpResponse:
    """One's own reviews and memory of a course, as CSV in a ZIP file."""
    found = open_course_or_404(code)
    if is_too_often(request, "progress", most=FILES_A_MINUTE, at=now()):
        return _too_often(request, found)
    return _file(tables_of(request.user, found, at=now()), f"{_stem(found)}.zip", "application/zip")


def _file(content: bytes, name: str, media_type: str) -> HttpResponse:
    headers = {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(content, content_type=media_type, headers=headers)


def _stem(found: Course) -> str:
    return f"tauliah-{found.code.lower()}-{local_day(now()):%Y-%m-%d}"


def _told(brought: BroughtBack) -> str:
    """What came in, what was there already, and what was left out."""
    if brought.added:
        words = [
            ngettext("%(number)d review came in.", "%(number)d reviews came in.", brought.added)
            % {"number": brought.added}
        ]
        if brought.there:
            words.append(
                ngettext(
                    "%(number)d was here already.", "%(number)d were here already.", brought.there
                )
                % {"number": brought.there}
            )
    elif brought.unknown and not brought.there:
        words = [_("Nothing was changed.")]
    else:
        words = [_("Every review in the file is here already. Nothing was changed.")]
    if brought.unknown:
        words.append(
            ngettext(
                "%(number)d is of a card or item that this course does not have, and was left out.",
                "%(number)d are of cards or items that this course does not have, and were left out.",
                brought.unknown,
            )
            % {"number": brought.unknown}
        )
    return " ".join(words)


def _too_often(request: PersonRequest, found: Course) -> HttpResponse:
    refusal = _("That was often. Wait a minute, and try again then.")
    response = _page(request, found, refusal=refusal, status=429)
    response.headers["Retry-After"] = "60"
    return response


def _page(
    request: HttpRequest,
    found: Course,
    *,
    form: ProgressFile | None = None,
    choice: AnkiChoice | None = None,
    refusal: str = "",
    mistakes: Mistakes | None = None,
    status: int = 200,
) -> HttpResponse:
    problems = mistakes.problems if mistakes else ()
    told = [one.told_in(active_language()) for one in problems[:MOST_PROBLEMS]]
    context: dict[str, Any] = {
        "course": found,
        "form": form or ProgressFile(),
        "choice": choice or AnkiChoice(initial={"language": active_language()}),
        "refusal": refusal,
        "mistakes": told,
        "more_mistakes": len(problems) - len(told),
        "most_bytes": MOST_BYTES,
        "breadcrumbs": course_trail(found),
    }
    return render(request, "study/progress-files.html", context, status=status)


_HERE = "study/<slug:code>/progress/"
urlpatterns = [
    path(_HERE, progress, name="progress-files"),
    path(f"{_HERE}anki/", anki, name="progress-anki"),
    path(f"{_HERE}tables/", tables, name="progress-tables"),
]
