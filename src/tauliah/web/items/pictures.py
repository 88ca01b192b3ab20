"""The picture of an item, sent so that it can do nothing but be looked at."""

from __future__ import annotations

import base64

from django.http import Http404, HttpResponse

from tauliah.core.programme.items import AttachedPicture


def picture_response(picture: AttachedPicture | None) -> HttpResponse:
    """The picture's bytes, in a box of its own; Http404 where an item has none."""
    if picture is None:
        raise Http404
    response = HttpResponse(base64.b64decode(picture.base64), content_type=picture.media_type)
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    response["Cache-Control"] = "private, max-age=3600"
    return response
