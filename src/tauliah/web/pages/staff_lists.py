"""The check of a staff list: its page for employers, and the same for programs."""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack
from typing import IO, Any, BinaryIO

from django import forms
from django.conf import settings
from django.core.paginator import Paginator
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    JsonResponse,
    StreamingHttpResponse,
)
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tauliah.apps.awards.staff_checks import Tally, answers_to
from tauliah.apps.people.permissions import Permission
from tauliah.core.kernel import Refused
from tauliah.core.staff_lists import (
    MOST_BYTES,
    MOST_PEOPLE,
    RESULTS,
    Answer,
    ListFault,
    Result,
    StaffList,
    csv_portions,
    open_staff_list,
    too_many_bytes,
    xlsx_portions,
)
from tauliah.web import staff_checks
from tauliah.web.clock import now
from tauliah.web.limits import is_too_large, is_too_often
from tauliah.web.paging import pages_of
from tauliah.web.permissions import requires

LISTS_A_MINUTE = 6

_PORTION = 65_536
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_TYPES = {"csv": "text/csv; charset=utf-8", "xlsx": _XLSX}


class ListForm(forms.Form):
    """A staff list as a file."""

    file = forms.FileField(
        allow_empty_file=True,
        label=gettext_lazy("Staff list"),
        help_text=gettext_lazy(
            "A table as CSV or XLSX with a column of credential numbers and one of names; at most "
            "100,000 rows and 32 MB. Choose it, or drop it here."
        ),
        widget=forms.FileInput(attrs={"accept": f".csv,.txt,.xlsx,text/csv,{_XLSX}"}),
        error_messages={"required": gettext_lazy("Choose the file first.")},
    )


# Exempt, as the check of a file is: the page needs no cookie, and the key of a check is its token.
@csrf_exempt
@requires(Permission.PUBLIC_VERIFY)
@require_http_methods(["GET", "HEAD", "POST"])
def check_list(request: HttpRequest) -> HttpResponse:
    """The way in: a list leads to the page of its answers."""
    if request.method != "POST":
        return _way_in(request)
    if is_too_often(request, "staff-list", most=LISTS_A_MINUTE, at=now()):
        return _way_in(request, refusal=_too_often(), status=429)
    if is_too_large(request, most=MOST_BYTES):
        return _way_in(request, refusal=_said(too_many_bytes().refused), status=413)
    form = ListForm(request.POST, request.FILES)
    if not form.is_valid():
        return _way_in(request, form=form, status=400)
    key = staff_checks.begin(form.cleaned_data["file"].chunks())
    if key is None:
        return _way_in(request, refusal=_too_many(), status=503)
    return redirect("check-list-answers", key)


@requires(Permission.PUBLIC_VERIFY)
@require_safe
@never_cache
def answers(request: HttpRequest, key: str) -> HttpResponse:
    """How far a check is, then its answers."""
    progress = staff_checks.progress_of(key)
    if progress is None or progress.has_stopped(time.time()):
        staff_checks.forget(key)
        return render(request, "verification/list-gone.html", {"breadcrumbs": _trail()}, status=404)
    context: dict[str, Any] = {"key": key, "progress": progress, "breadcrumbs": _trail()}
    if not progress.is_made:
        return render(request, "verification/list-under-way.html", context)
    if progress.refusal:
        refusal = progress.refusal[get_language() or "en"]
        staff_checks.forget(key)
        return _way_in(request, refusal=refusal, status=400)
    unconfirmed = sum(progress.results.values()) - progress.results[Result.CONFIRMED]
    paginator: Paginator[int] = Paginator(range(unconfirmed), staff_checks.ROWS_PER_PAGE)
    page = paginator.get_page(request.GET.get("page", 1))
    context |= {
        "counts": [
            (result.value, RESULTS[result], progress.results[result.value]) for result in Result
        ],
        "lines": [
            (line, RESULTS[Result(line["result"])], line["reason"][get_language() or "en"])
            for line in staff_checks.page_of_unconfirmed(key, page.number)
        ],
        **pages_of(page),
    }
    return render(request, "verification/list-answers.html", context)


@requires(Permission.PUBLIC_VERIFY)
@require_safe
@never_cache
def download(request: HttpRequest, key: str, form: str) -> HttpResponseBase:  # noqa: ARG001
    """All answers as a table."""
    progress = staff_checks.progress_of(key)
    if progress is None or not progress.results or form not in _TYPES:
        raise Http404
    rows = staff_checks.rows(key, get_language() or "en")
    portions = xlsx_portions(rows) if form == "xlsx" else csv_portions(rows)
    return StreamingHttpResponse(
        portions,
        content_type=_TYPES[form],
        headers={"Content-Disposition": f'attachment; filename="answers.{form}"'},
    )


@csrf_exempt
@requires(Permission.PUBLIC_VERIFY)
@require_POST
def forget(request: HttpRequest, key: str) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """Remove the answers of a check before their hour is over."""
    staff_checks.forget(key)
    return redirect("check-list")


@csrf_exempt
@requires(Permission.PUBLIC_VERIFY)
@require_POST
def check_list_for_programs(request: HttpRequest) -> HttpResponseBase:
    """The list is the body, or `file` of a form; nothing of it is kept beyond the reply."""
    if is_too_often(request, "staff-list", most=LISTS_A_MINUTE, at=now()):
        return _come_back(429, "too-many-lists", _too_often())
    if is_too_large(request, most=MOST_BYTES):
        return _refusal(too_many_bytes().refused, status=413)
    try:
        with tempfile.TemporaryFile() as sent:
            for portion in _body(request):
                sent.write(portion)
            with staff_checks.turn() as is_ours:
                if not is_ours:
                    return _come_back(503, "too-many-at-once", _too_many())
                told = _told(sent)
    except ListFault as fault:
        return _refusal(fault.refused, status=400)
    return FileResponse(
        told, content_type="application/json", headers={"Cache-Control": "no-store"}
    )


def _body(request: HttpRequest) -> Iterator[bytes]:
    if request.content_type == "multipart/form-data":
        sent = request.FILES.get("file")
        if sent is not None:
            yield from sent.chunks()
        return
    read = 0
    while portion := request.read(_PORTION):
        read += len(portion)
        if read > MOST_BYTES:
            raise too_many_bytes()
        yield portion


def _told(sent: BinaryIO) -> IO[bytes]:
    """The reply in a file: whoever reads it slowly keeps nobody from a turn."""
    with ExitStack() as files, tempfile.TemporaryFile() as scratch:
        told = files.enter_context(tempfile.TemporaryFile())
        staff = open_staff_list(sent, scratch)
        told.writelines(portion.encode() for portion in _reply(staff))
        told.seek(0)
        files.pop_all()
    return told


def _reply(staff: StaffList) -> Iterator[str]:
    tally = Tally()
    yield '{"answers": ['
    for answer in answers_to(staff.lines()):
        separator = ",\n" if tally.lines else "\n"
        tally.add(answer)
        yield separator + json.dumps(_facts(answer), ensure_ascii=False)
    counts = {"results": dict(tally.results), "codes": dict(tally.codes)}
    yield f'\n], "rows": {tally.lines}, "counts": {json.dumps(counts)}}}\n'


def _facts(answer: Answer) -> dict[str, Any]:
    found = answer.registered
    return {
        "row": answer.line.row,
        "number": answer.line.number,
        "name": answer.line.name,
        "result": answer.result.value,
        "code": answer.code,
        "reason": {"en": answer.reason.en, "ms": answer.reason.ms},
        "award": found
        and {
            "number": found.number,
            "holder": answer.holder or None,
            "letters": found.letters,
            "conferred_on": found.conferred_on.isoformat(),
            "status": found.state,
            "since": found.since and found.since.isoformat(),
        },
    }


def _refusal(refused: Refused, *, status: int) -> JsonResponse:
    return _problem(status, refused.code, refused.message.en, ms=refused.message.ms)


def _come_back(status: int, code: str, title: str) -> JsonResponse:
    problem = _problem(status, code, title)
    problem.headers["Retry-After"] = "60"
    return problem


def _problem(status: int, code: str, title: str, **also: str) -> JsonResponse:
    body = {"type": "about:blank", "status": status, "code": code, "title": title, **also}
    return JsonResponse(body, status=status, content_type="application/problem+json")


def _way_in(
    request: HttpRequest, *, form: ListForm | None = None, refusal: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "form": form or ListForm(),
        "refusal": refusal,
        "most_bytes": MOST_BYTES,
        "most_people": MOST_PEOPLE,
        "api_address": settings.ADDRESS + reverse("check-list-api"),
        "breadcrumbs": _trail()[:1],
    }
    response = render(request, "verification/list.html", context, status=status)
    if status in (429, 503):
        response.headers["Retry-After"] = "60"
    return response


def _said(refused: Refused) -> str:
    return refused.message.in_language(get_language() or "en")


def _too_often() -> str:
    return _(
        "So many lists came from your address within a minute that we ask you to wait for one."
    )


def _too_many() -> str:
    return _("Many lists are being checked at this moment. Send yours again in some minutes.")


def _trail() -> list[dict[str, str]]:
    return [
        {"label": _("Verify a credential"), "url": reverse("verify")},
        {"label": _("Check a staff list"), "url": reverse("check-list")},
    ]


_CHECK = "verify/list/<slug:key>/"
urlpatterns: list[URLPattern] = [
    path("verify/list/", check_list, name="check-list"),
    path(_CHECK, answers, name="check-list-answers"),
    path(f"{_CHECK}forget/", forget, name="check-list-forget"),
    path(f"{_CHECK}answers.<slug:form>", download, name="check-list-download"),
]
unprefixed_urlpatterns: list[URLPattern] = [
    path("credentials/check-list", check_list_for_programs, name="check-list-api"),
]
