"""The only writer of releases."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from tauliah.apps.catalogue.models import Release, ReleaseFile
from tauliah.apps.itembank.actions import import_items
from tauliah.apps.people.actions import write_audit_entry
from tauliah.apps.people.permissions import Actor, Permission, name_of, require
from tauliah.core.audit import load_tried_programme
from tauliah.core.kernel import Problem, Refused
from tauliah.core.programme import Loaded


@dataclass(frozen=True, slots=True)
class Published:
    """The release that now holds the content; `is_new` is False where it held it before."""

    number: int
    digest: str
    is_new: bool


def publish(
    files: Mapping[str, bytes], *, actor: Actor, at: datetime
) -> Published | Refused | tuple[Problem, ...]:
    """Freeze the files as a release, or say everything that is wrong with them.

    The same content as the newest release is no new release.
    """
    require(actor, Permission.RELEASE_PUBLISH)
    loaded = load_tried_programme(files)
    if isinstance(loaded, tuple):
        return loaded
    return publish_loaded(loaded, files=files, actor=actor, at=at)


def publish_loaded(
    loaded: Loaded, *, files: Mapping[str, bytes], actor: Actor, at: datetime
) -> Published | Refused:
    """Freeze the files that this programme was loaded from, as `publish` does."""
    require(actor, Permission.RELEASE_PUBLISH)
    with transaction.atomic():
        newest = Release.objects.order_by("-number").defer("document").first()
        if newest is not None and newest.digest == loaded.digest:
            return Published(newest.number, newest.digest, is_new=False)
        number = newest.number + 1 if newest else 1
        refused = import_items(loaded.items, release=number, at=at)
        if refused:
            return refused
        release = Release.objects.create(
            number=number,
            digest=loaded.digest,
            published_at=at,
            published_by=name_of(actor),
            document=loaded.programme.model_dump_json(by_alias=True),
        )
        ReleaseFile.objects.bulk_create(
            ReleaseFile(release=release, path=path, content=content)
            for path, content in sorted(files.items())
        )
        write_audit_entry(
            actor,
            "release.published",
            subject=f"release:{number}",
            at=at,
            details={"digest": loaded.digest},
        )
    return Published(number, loaded.digest, is_new=True)
