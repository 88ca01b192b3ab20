"""What a holder may take away: the signed credential, the certificate, the badge, the transcript."""

from __future__ import annotations

from typing import cast

from django import forms
from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.http import content_disposition_header
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from tauliah.apps.awards.documents import (
    BADGE_FORMS,
    BadgeForm,
    UnprintableText,
    badge,
    certificate,
    transcript,
)
from tauliah.apps.awards.documents.records import record_credential
from tauliah.apps.awards.issuing import signed_token
from tauliah.apps.awards.queries import award_of
from tauliah.apps.people.permissions import Permission
from tauliah.core.kernel import Refused
from tauliah.web.clock import now
from tauliah.web.permissions import PersonRequest, requires
from tauliah.web.telling import refuse

_LANGUAGES = tuple(code for code, _ in settings.LANGUAGES)
_PICTURE_TYPES = {"svg": "image/svg+xml", "png": "image/png"}


class SignedTranscript(forms.Form):
    """What a person chooses to say in a transcript that programs read."""

    name = forms.BooleanField(required=False, label=gettext_lazy("With my name"))
    scores = forms.BooleanField(required=False, label=gettext_lazy("With my scores"))


@requires(Permission.AWARD_READ_OWN)
@require_safe
def award_credential(request: PersonRequest, number: str) -> HttpResponse:
    """The holder's credential, letter by letter as it was signed."""
    award = award_of(request.user, number)
    if award is None:
        raise Http404
    # application/vc: the media type of W3C Verifiable Credentials 2.0 as registered with IANA
    return _download(award.credential.encode(), "application/vc", f"{award.number}.json")


@requires(Permission.AWARD_READ_OWN)
@require_safe
def award_token(request: PersonRequest, number: str) -> HttpResponse:
    """The holder's credential once more, for programs that read tokens: it says the same."""
    award = award_of(request.user, number)
    if award is None or not award.credential:
        raise Http404
    token = signed_token(award.credential, at=award.conferred_at)
    # application/vc+jwt: W3C Securing Verifiable Credentials using JOSE and COSE, section 6.1
    return _download(token.encode(), "application/vc+jwt", f"{award.number}.jwt")


@requires(Permission.AWARD_READ_OWN)
@require_safe
def award_certificate(request: PersonRequest, number: str, language: str) -> HttpResponse:
    """The holder's certificate; none is made of an award that was revoked."""
    award = award_of(request.user, number)
    if award is None or language not in _LANGUAGES:
        raise Http404
    if not award.is_in_force:
        context = {"award": award, "breadcrumbs": []}
        return render(request, "verification/no-certificate.html", context, status=410)
    try:
        document = certificate(award, language)
    except UnprintableText:
        return render(request, "verification/unprintable.html", {"breadcrumbs": []}, status=422)
    return _download(document, "application/pdf", f"{award.number}.{language}.pdf")


@requires(Permission.AWARD_READ_OWN)
@require_safe
def award_badge(request: PersonRequest, number: str, form: str) -> HttpResponse:
    """The holder's badge with the credential baked in; none is made of an award that was revoked."""
    award = award_of(request.user, number)
    if award is None or form not in BADGE_FORMS:
        raise Http404
    if not award.is_in_force:
        context = {"award": award, "breadcrumbs": []}
        return render(request, "verification/no-certificate.html", context, status=410)
    picture = badge(award, cast("BadgeForm", form))
    return _download(picture, _PICTURE_TYPES[form], f"{award.number}.{form}")


@requires(Permission.AWARD_READ_OWN)
@require_safe
def own_transcript(request: PersonRequest, language: str) -> HttpResponse:
    """The person's own transcript as it stands now."""
    if language not in _LANGUAGES:
        raise Http404
    try:
        document = transcript(request.user, language, at=now())
    except UnprintableText:
        return render(request, "verification/unprintable.html", {"breadcrumbs": []}, status=422)
    name = f"transcript-{request.user.candidate_number}.{language}.pdf"
    return _download(document, "application/pdf", name)


@requires(Permission.AWARD_READ_OWN)
@require_safe
def own_signed_transcript(request: PersonRequest, language: str) -> HttpResponse:
    """The person's own transcript, signed for programs; name and scores stand in it by choice."""
    if language not in _LANGUAGES:
        raise Http404
    chosen = SignedTranscript(request.GET)
    chosen.is_valid()
    made = record_credential(
        request.user,
        language,
        at=now(),
        says_name=chosen.cleaned_data["name"],
        says_scores=chosen.cleaned_data["scores"],
    )
    if isinstance(made, Refused):
        return refuse(request, made, "candidate-record")
    name = f"transcript-{request.user.candidate_number}.{language}.json"
    return _download(made.encode(), "application/vc", name)


def _download(content: bytes, media_type: str, name: str) -> HttpResponse:
    disposition = content_disposition_header(as_attachment=True, filename=name)
    return HttpResponse(
        content,
        content_type=media_type,
        headers={"Content-Disposition": disposition, "Cache-Control": "private, no-store"},
    )


urlpatterns = [
    path("my/awards/<slug:number>/credential.json", award_credential, name="award-credential"),
    path(
        "my/awards/<slug:number>/certificate.<slug:language>.pdf",
        award_certificate,
        name="award-certificate",
    ),
    path("my/awards/<slug:number>/badge.<slug:form>", award_badge, name="award-badge"),
    path("my/awards/<slug:number>/credential.jwt", award_token, name="award-token"),
    path("my/transcript.<slug:language>.pdf", own_transcript, name="transcript"),
    path("my/transcript.<slug:language>.json", own_signed_transcript, name="signed-transcript"),
]
