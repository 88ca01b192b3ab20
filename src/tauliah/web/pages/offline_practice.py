"""Practice without a network: what is taken along, the page that the browser keeps, what is sent later."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Annotated, Any, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_POST, require_safe
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from tauliah.apps.people.permissions import Permission
from tauliah.apps.study.offline_days import taken_along
from tauliah.apps.study.offline_reviews import (
    MOST_AT_ONCE,
    CardRated,
    ItemAnswered,
    KeptReview,
    Made,
    RatingTakenBack,
    keep_made_offline,
)
from tauliah.core.kernel import LANGUAGES, LocalText, Refused
from tauliah.web.clock import now
from tauliah.web.json_bodies import BodyFault, read_object, unfit_member
from tauliah.web.offline_shell import manifest_in, shell_in, worker_script
from tauliah.web.pages.study import open_course_or_404
from tauliah.web.permissions import PersonRequest, requires
from tauliah.web.person_mark import person_mark
from tauliah.web.practice_pack import practice_pack
from tauliah.web.problems import problem
from tauliah.web.telling import active_language

LARGEST_BATCH_BYTES = 1_000_000
CLOCK_IS_RIGHT = timedelta(minutes=1)
"""A device's clock that differs by no more is taken as it is."""

_WORKER_POLICY = "default-src 'none'; script-src 'self'; connect-src 'self'"
_ANOTHER = LocalText(
    en="Somebody else is logged in on this browser now. Nothing was kept.",
    ms="Orang lain telah log masuk pada pelayar ini. Tiada apa-apa disimpan.",
)
_TOO_MANY = LocalText(
    en=f"Send at most {MOST_AT_ONCE} ratings and answers at once. Nothing was kept.",
    ms=f"Hantar paling banyak {MOST_AT_ONCE} penilaian dan jawapan sekali gus. "
    "Tiada apa-apa disimpan.",
)
_MALFORMED = Refused(
    "malformed",
    LocalText(
        en="This is no rating of a card and no answer to an item. Nothing was changed.",
        ms="Ini bukan penilaian kad dan bukan jawapan item. Tiada apa-apa diubah.",
    ),
)

Code = Annotated[str, Field(max_length=40)]
Seconds = Annotated[float, Field(ge=0, le=1_000_000, allow_inf_nan=False)]


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    id: UUID
    course: Annotated[str, Field(max_length=10)]
    at: AwareDatetime


class CardRow(_Row):
    """A rating of a card as the browser sends it."""

    kind: Literal["card"]
    unit: Code
    rating: int
    seconds: Seconds
    language: Annotated[str, Field(max_length=2)]

    def made(self, at: datetime) -> Made:
        """The same for the action, at a moment by the clock of the site."""
        return CardRated(
            self.id, self.course, self.unit, self.rating, self.seconds, self.language, at
        )


class ItemRow(_Row):
    """An answer to a practice item as the browser sends it."""

    kind: Literal["item"]
    unit: Code
    value: Any
    seconds: Seconds
    language: Annotated[str, Field(max_length=2)]

    def made(self, at: datetime) -> Made:
        """The same for the action, at a moment by the clock of the site."""
        return ItemAnswered(
            self.id, self.course, self.unit, self.value, self.seconds, self.language, at
        )


class UndoRow(_Row):
    """The taking back of a rating, by its id."""

    kind: Literal["undo"]
    review: UUID

    def made(self, at: datetime) -> Made:
        """The same for the action, at a moment by the clock of the site."""
        return RatingTakenBack(self.id, self.course, self.review, at)


ROW: TypeAdapter[CardRow | ItemRow | UndoRow] = TypeAdapter(
    Annotated[CardRow | ItemRow | UndoRow, Field(discriminator="kind")]
)
MOMENT: TypeAdapter[datetime] = TypeAdapter(AwareDatetime)


@requires(Permission.PRACTISE)
@require_safe
@ensure_csrf_cookie
def offline(request: PersonRequest) -> HttpResponse:  # noqa: ARG001 - the same for everybody
    """The page that the browser keeps: it shows what is with the person on this device."""
    answer = HttpResponse(shell_in(active_language()).text)
    answer["Cache-Control"] = "no-cache"
    return answer


@requires(Permission.PRACTISE)
@require_safe
@ensure_csrf_cookie
def pack(request: PersonRequest, code: str) -> JsonResponse:
    """The cards and practice items of the next days, to be kept by the browser of this person."""
    along = taken_along(request.user, open_course_or_404(code), at=now())
    answer = JsonResponse(practice_pack(along, mark=person_mark(request.user)))
    answer["Cache-Control"] = "private, no-store"
    return answer


@requires(Permission.PRACTISE)
@require_POST
def reviews(request: PersonRequest) -> HttpResponse:
    """Keep what was rated, answered and taken back without a network, each with its own result.

    An empty list is answered, too: by it a page learns that it is connected, and for whom.
    """
    at = now()
    try:
        body = read_object(
            request, most=LARGEST_BATCH_BYTES, known=("person", "sent_at", "reviews")
        )
        ahead = _ahead(body.get("sent_at"), at)
        rows = body.get("reviews")
        if not isinstance(rows, list):
            raise unfit_member(
                "reviews", en="A list of ratings is expected.", ms="Senarai penilaian dijangka."
            )
    except BodyFault as fault:
        return fault.answer
    if body.get("person") != person_mark(request.user):
        return problem(409, "another-person", _ANOTHER)
    if len(rows) > MOST_AT_ONCE:
        return problem(413, "too-many", _TOO_MANY)
    read = [_made(row, ahead) for row in rows]
    made = [one for one in read if not isinstance(one, Refused)]
    outcomes = iter(keep_made_offline(request.user, made, at=at))
    results = [
        _told(row, one if isinstance(one, Refused) else next(outcomes))
        for row, one in zip(rows, read, strict=True)
    ]
    answer = JsonResponse({"results": results, "server_time": at.isoformat()})
    answer["Cache-Control"] = "private, no-store"
    return answer


@requires(Permission.PUBLIC_READ)
@require_safe
def manifest(request: HttpRequest) -> JsonResponse:  # noqa: ARG001 - the same for everybody
    """The web app manifest of the page, so that a telephone can keep it among its apps."""
    answer = JsonResponse(manifest_in(active_language()), content_type="application/manifest+json")
    answer["Cache-Control"] = "no-cache"
    return answer


@requires(Permission.PUBLIC_READ)
@require_safe
def worker(request: HttpRequest) -> HttpResponse:  # noqa: ARG001 - the same for everybody
    """The service worker. It may stand before the pages of study in each language, and asks for no more."""
    answer = HttpResponse(worker_script(), content_type="text/javascript; charset=utf-8")
    answer["Cache-Control"] = "no-cache"
    answer["Service-Worker-Allowed"] = "/"
    answer["Content-Security-Policy"] = _WORKER_POLICY
    return answer


def _ahead(sent_at: object, at: datetime) -> timedelta:
    """How far the clock of the device is ahead of ours, by the moment at which it sent this."""
    try:
        ahead = MOMENT.validate_json(json.dumps(sent_at)) - at
    except (ValidationError, OverflowError):
        raise unfit_member(
            "sent_at",
            en="The moment of sending is expected, with its zone, such as 2026-03-03T10:00:00+08:00.",
            ms="Masa penghantaran dijangka, dengan zonnya, seperti 2026-03-03T10:00:00+08:00.",
        ) from None
    return ahead if abs(ahead) > CLOCK_IS_RIGHT else timedelta()


def _made(row: object, ahead: timedelta) -> Made | Refused:
    try:
        found = ROW.validate_json(json.dumps(row), strict=True)
        return found.made(found.at - ahead)
    except (ValidationError, OverflowError):
        return _MALFORMED


def _told(row: object, outcome: KeptReview | Refused) -> dict[str, Any]:
    id = row.get("id") if isinstance(row, dict) else None
    told: dict[str, Any] = {"id": id if isinstance(id, str) else None}
    if isinstance(outcome, KeptReview):
        return told | {"state": "kept" if outcome.is_new else "already-kept"}
    messages = {language: outcome.message.in_language(language) for language in LANGUAGES}
    return told | {"state": "refused", "code": outcome.code, "messages": messages}


urlpatterns = [
    path("study/offline/", offline, name="practise-offline"),
    path("study/offline/reviews/", reviews, name="practise-reviews"),
    path("study/offline/app.webmanifest", manifest, name="practise-manifest"),
    path("study/<slug:code>/pack/", pack, name="practise-pack"),
]
unprefixed_urlpatterns = [path("practice/worker.js", worker, name="practise-worker")]
