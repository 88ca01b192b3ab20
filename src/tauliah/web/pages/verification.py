"""What anyone may check: an award by its number, a credential by its file."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from tauliah.apps.awards.documents import qr_svg
from tauliah.apps.awards.issuing import check_address
from tauliah.apps.awards.queries import (
    PublicAward,
    check_code,
    public_award,
    verify_credential,
)
from tauliah.apps.catalogue.queries import local_day, programme
from tauliah.apps.people.permissions import Permission
from tauliah.core.credentials import CheckedCode, CheckName, Outcome, Verification, is_about_email
from tauliah.core.credentials.attachments import is_pdf
from tauliah.core.credentials.certificate_codes import LONGEST_READ
from tauliah.core.credentials.reading import MOST_BYTES
from tauliah.core.staff_lists import numbers_in
from tauliah.web import verdicts
from tauliah.web.clock import now
from tauliah.web.limits import body_bytes, is_too_large, is_too_often
from tauliah.web.offline_page import offline_page
from tauliah.web.permissions import requires

UPLOADS_A_MINUTE = 30
NUMBERS_A_MINUTE = 120
"""Enough for a whole office behind one address that scans certificates, and too few to read them all."""

OFFLINE_PAGES_A_MINUTE = 10
_ACCEPTED = (
    ".json,application/json,application/vc,.png,image/png,.svg,image/svg+xml,.pdf,application/pdf"
)


class NumberForm(forms.Form):
    """A credential number as people write it, or the address of its page."""

    number = forms.CharField(
        # the text of the code on a certificate holds the address, too
        max_length=LONGEST_READ,
        label=gettext_lazy("Credential number"),
        help_text=gettext_lazy("It stands on the certificate, such as API-2026-000123."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def clean_number(self) -> str:
        found = numbers_in(self.cleaned_data["number"])
        if not found:
            raise forms.ValidationError(
                _("This is no credential number. A number reads like API-2026-000123.")
            )
        return found[0]


class FileForm(forms.Form):
    """A credential as a file or in a badge, and the e-mail address of the person who is said to hold it."""

    file = forms.FileField(
        allow_empty_file=True,
        label=gettext_lazy("Credential file"),
        help_text=gettext_lazy(
            "The signed credential as a JSON file, a certificate as PDF, or a badge as a PNG or SVG "
            "picture; at most 1 MB. Choose it, or drop it here."
        ),
        widget=forms.FileInput(attrs={"accept": _ACCEPTED}),
        error_messages={"required": gettext_lazy("Choose the file first.")},
    )
    email = forms.EmailField(
        required=False,
        label=gettext_lazy("E-mail address of the holder"),
        help_text=gettext_lazy(
            "If you give it, you are told whether the credential was issued to it. It is not kept."
        ),
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )


class CodeForm(forms.Form):
    """The text of the code on a certificate, and the name that stands beside it."""

    code = forms.CharField(
        max_length=LONGEST_READ,
        label=gettext_lazy("Text of the code"),
        help_text=gettext_lazy("All that the phone reads: an address, and what follows behind #."),
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": gettext_lazy("Paste the text of the code first.")},
    )
    name = forms.CharField(
        required=False,
        max_length=200,
        label=gettext_lazy("Name on the certificate"),
        help_text=gettext_lazy(
            "If you give it, you are told whether the code was made for it. It is not kept."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


# Exempt because nothing changes: so that the page needs no cookie, and a check no token.
@csrf_exempt
@requires(Permission.PUBLIC_VERIFY)
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """The way in: a number leads to the page of its award; a file or a code is checked at once."""
    if request.method == "POST":
        return _check_sent(request)
    if "number" not in request.GET:
        return _verify_page(request)
    form = NumberForm(request.GET)
    if form.is_valid():
        return redirect("verify-award", form.cleaned_data["number"])
    return _verify_page(request, number_form=form, status=400)


def _verify_page(
    request: HttpRequest,
    *,
    number_form: NumberForm | None = None,
    file_form: FileForm | None = None,
    code_form: CodeForm | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "number_form": number_form or NumberForm(),
        "file_form": file_form or FileForm(),
        "code_form": code_form or CodeForm(),
        "most_bytes": MOST_BYTES,
        "own_address": settings.ADDRESS,
        "breadcrumbs": [],
    }
    return render(request, "verification/verify.html", context, status=status)


def _check_sent(request: HttpRequest) -> HttpResponse:
    at = now()
    if is_too_often(request, "verify", most=UPLOADS_A_MINUTE, at=at):
        return _too_often(request, of="files")
    if is_too_large(request, most=MOST_BYTES):
        context = {"megabytes": body_bytes(request) / 1_000_000, "breadcrumbs": _trail()}
        return render(request, "verification/too-large.html", context, status=413)
    act = _check_code if "code" in request.POST else _check_file
    return act(request, at)


def _too_often(request: HttpRequest, *, of: str) -> HttpResponse:
    """429: what came too often, `files`, `numbers` or `pages`, and that a minute helps."""
    context = {"of": of, "breadcrumbs": []}
    response = render(request, "verification/too-often.html", context, status=429)
    response.headers["Retry-After"] = "60"
    return response


def _check_code(request: HttpRequest, at: datetime) -> HttpResponse:
    form = CodeForm(request.POST)
    if not form.is_valid():
        return _verify_page(request, code_form=form, status=400)
    checked = check_code(form.cleaned_data["code"], at=at)
    facts, name = checked.facts, form.cleaned_data["name"]
    is_of_name = not name or facts is None or facts.is_of(name)
    context = {
        "at": at,
        "is_code": True,
        "verdict": verdicts.verdict_of_code(checked.answer, is_of_name=is_of_name),
        "checks": [*verdicts.shown_checks(checked.answer), *_name(checked, name)],
        "is_readable": checked.answer.issuer != "",
        "statement": verdicts.statement_of_code(facts) if facts else None,
        "award": public_award(facts.number) if facts else None,
        "breadcrumbs": _trail(),
    }
    return render(request, "verification/result.html", context)


def _name(checked: CheckedCode, name: str) -> list[verdicts.ShownCheck]:
    """Whether the code was made for the name that was given, if one was."""
    if not name:
        return []
    if checked.facts is None:
        outcome = Outcome.NOT_CHECKED
        message = _("Not checked, because the signature does not hold.")
    elif checked.facts.is_of(name):
        outcome = Outcome.PASSED
        message = _("The code was made for this name.")
    else:
        outcome = Outcome.FAILED
        message = _("The code was made for another name. Is it written as on the certificate?")
    return [verdicts.shown_check(_("Name on the certificate"), outcome, message)]


def _check_file(request: HttpRequest, at: datetime) -> HttpResponse:
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return _verify_page(request, file_form=form, status=400)
    data = form.cleaned_data["file"].read()
    checked = verify_credential(data, at=at)
    context = {
        "at": at,
        "verdict": verdicts.verdict_of(checked),
        "checks": [*verdicts.shown_checks(checked), *_person(checked, form.cleaned_data["email"])],
        "is_readable": checked.document is not None,
        "is_pdf": is_pdf(data),
        "breadcrumbs": _trail(),
        **_said(checked),
    }
    return render(request, "verification/result.html", context)


def _said(checked: Verification) -> dict[str, Any]:
    """What the file says and the award it is about, where its signature holds."""
    if checked.document is None or not verdicts.is_signed(checked):
        return {}
    contained_holds = any(
        check.name is CheckName.CONTAINED and check.outcome is Outcome.PASSED
        for check in checked.checks
    )
    statement = verdicts.statement_of(checked.document, contained_holds=contained_holds)
    is_own = checked.issuer == settings.ISSUER
    award = public_award(statement.number) if is_own and statement.number else None
    return {"statement": statement, "award": award}


def _person(checked: Verification, email: str) -> list[verdicts.ShownCheck]:
    """Whether the credential was issued to the e-mail address that was given, if one was."""
    if not email:
        return []
    if checked.document is None or not verdicts.is_signed(checked):
        outcome = Outcome.NOT_CHECKED
        message = _("Not checked, because the signature does not hold.")
    elif is_about_email(checked.document, email):
        outcome = Outcome.PASSED
        message = _("It was issued to the e-mail address that you gave.")
    else:
        outcome = Outcome.FAILED
        message = _("It was not issued to the e-mail address that you gave.")
    return [verdicts.shown_check(_("Holder"), outcome, message)]


@requires(Permission.PUBLIC_VERIFY)
@require_safe
@cache_control(no_cache=True)
def verify_award(request: HttpRequest, number: str) -> HttpResponse:
    """What anyone may know of one award, and whether it is in force now."""
    if is_too_often(request, "award", most=NUMBERS_A_MINUTE, at=now()):
        return _too_often(request, of="numbers")
    found = public_award(number)
    if found is None:
        context = {"number": number, "form": NumberForm(), "breadcrumbs": _trail()}
        return render(request, "verification/unknown.html", context, status=404)
    if number != found.number:
        return redirect("verify-award", found.number)
    context = {
        "award": found,
        "at": now(),
        "structured_data": _structured(found) if found.is_in_force else None,
        "breadcrumbs": _trail(),
    }
    return render(request, "verification/award.html", context)


@requires(Permission.PUBLIC_VERIFY)
@require_safe
def award_qr(request: HttpRequest, number: str) -> HttpResponse:  # noqa: ARG001 - Django's signature
    """The address of an award's page as a QR code."""
    found = public_award(number)
    if found is None:
        raise Http404
    picture = qr_svg(check_address(found.number, get_language() or "en"))
    return HttpResponse(picture, content_type="image/svg+xml")


def _structured(award: PublicAward) -> dict[str, Any]:
    """An award in force in the words of schema.org."""
    language = get_language() or "en"
    credential = {
        "@type": "EducationalOccupationalCredential",
        "name": award.designation.title.in_language(language),
        "alternateName": award.designation.letters,
        "credentialCategory": "Professional designation",
        "identifier": award.number,
        "dateCreated": local_day(award.conferred_at).isoformat(),
        "inLanguage": language,
        "url": check_address(award.number, language),
    }
    if not award.holder:
        return {"@context": "https://schema.org", **credential}
    return {
        "@context": "https://schema.org",
        "@type": "Person",
        "name": award.holder,
        "honorificSuffix": award.designation.letters,
        "hasCredential": credential,
    }


def _trail() -> list[dict[str, str]]:
    return [{"label": _("Verify a credential"), "url": reverse("verify")}]


@requires(Permission.PUBLIC_VERIFY)
@require_safe
def offline(request: HttpRequest) -> HttpResponse:
    """The page that checks without a network, as a file to keep."""
    at = now()
    if is_too_often(request, "offline", most=OFFLINE_PAGES_A_MINUTE, at=at):
        return _too_often(request, of="pages")
    page = offline_page(body=programme().about.body.name, at=at)
    response = HttpResponse(page, content_type="text/html; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="verify-{at:%Y-%m-%d}.html"'
    patch_cache_control(response, public=True, max_age=3600)
    return response


urlpatterns = [
    path("verify/", verify, name="verify"),
    path("verify/offline.html", offline, name="verify-offline"),
    path("verify/<slug:number>/", verify_award, name="verify-award"),
    path("verify/<slug:number>/qr.svg", award_qr, name="award-qr"),
]
