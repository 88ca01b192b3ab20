"""Pictures of items and figures of lessons, sent so that they can do nothing but be looked at."""

from __future__ import annotations

import base64

from django.http import Http404, HttpResponse

from tauliah.core.programme.items import AttachedPicture


def picture_response(picture: AttachedPicture | None) -> HttpResponse:
    """The picture's bytes, in a box of its own; Http404 where an item has none."""
    if picture is None:
        raise Http404
    return drawing_response(base64.b64decode(picture.base64), media_type=picture.media_type)


def drawing_response(content: bytes, *, media_type: str = "image/svg+xml") -> HttpResponse:
    """A drawing's bytes, in a box of its own: it runs and fetches nothing."""
    response = HttpResponse(content, content_type=media_type)
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    response["Cache-Control"] = "private, max-age=3600"
    return response
