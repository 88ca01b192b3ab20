"""What may be read of releases."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from tauliah.apps.catalogue.models import Release, ReleaseFile
from tauliah.core.programme import Programme


class NothingPublished(Exception):
    """No release was published yet."""


def releases() -> list[Release]:
    """All releases without their documents, newest first."""
    return list(Release.objects.defer("document").order_by("-number"))


def current_release() -> int:
    """The number of the newest release; NothingPublished where there is none."""
    number = Release.objects.order_by("-number").values_list("number", flat=True).first()
    if number is None:
        raise NothingPublished
    return number


def current_digest() -> str:
    """The digest of the newest release; NothingPublished where there is none."""
    digest = Release.objects.order_by("-number").values_list("digest", flat=True).first()
    if digest is None:
        raise NothingPublished
    return digest


def programme() -> Programme:
    """The programme as last published."""
    newest = Release.objects.order_by("-number").values_list("number", "digest").first()
    if newest is None:
        raise NothingPublished
    return _programme(*newest)


def released_file(path: str) -> bytes:
    """One file of the newest release, letter by letter; KeyError where it has none of that path."""
    found = ReleaseFile.objects.filter(release=current_release(), path=path)
    content = found.values_list("content", flat=True).first()
    if content is None:
        raise KeyError(path)
    return bytes(content)


def programme_of(release: int) -> Programme:
    """The programme of one release."""
    digest = Release.objects.values_list("digest", flat=True).get(number=release)
    return _programme(release, digest)


@lru_cache(maxsize=8)
def _programme(release: int, digest: str) -> Programme:  # noqa: ARG001 - the digest keys the cache
    document = Release.objects.values_list("document", flat=True).get(number=release)
    return Programme.model_validate_json(document)


def zone() -> ZoneInfo:
    """The time zone in which the programme's days begin and end."""
    return ZoneInfo(programme().about.timezone)


def local_day(moment: datetime) -> date:
    """The programme's day at a moment."""
    return moment.astimezone(zone()).date()
