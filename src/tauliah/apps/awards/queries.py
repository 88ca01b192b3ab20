"""What may be read of awards, and the check that anyone may make."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings

from tauliah.apps.awards.issuing import TEMPLATES
from tauliah.apps.awards.keys import issuer_document
from tauliah.apps.awards.models import Award, StatusList
from tauliah.apps.awards.trusted import trusted_issuers
from tauliah.apps.catalogue.queries import programme_of
from tauliah.apps.people.queries import User
from tauliah.core.credentials import Verification, verify
from tauliah.core.programme import Designation


@dataclass(frozen=True, slots=True)
class PublicAward:
    """What anyone may know of an award; `holder` is empty where the holder keeps the name back."""

    number: str
    holder: str
    designation: Designation
    conferred_at: datetime
    is_in_force: bool
    revoked_at: datetime | None


def awards_of(person: User) -> list[Award]:
    """A person's awards, newest first."""
    return list(Award.objects.filter(person=person).order_by("-conferred_at"))


def award_of(person: User, number: str) -> Award | None:
    """One award, if it is that person's."""
    return Award.objects.filter(person=person, number=number.strip().upper()).first()


def award(number: str) -> Award | None:
    """The award of that number, if there is one."""
    return Award.objects.filter(number=number.strip().upper()).first()


def public_award(number: str) -> PublicAward | None:
    """What anyone may know of the award of that number, if there is one."""
    found = award(number)
    if found is None:
        return None
    return PublicAward(
        number=found.number,
        holder=found.holder_name if found.is_name_public else "",
        designation=programme_of(found.release).designation(found.designation),
        conferred_at=found.conferred_at,
        is_in_force=not found.is_revoked,
        revoked_at=found.revoked_at,
    )


def status_list(number: int, *, at: datetime) -> str | None:
    """The status list of that number as last published at a moment, as signed JSON."""
    published = StatusList.objects.filter(number=number, published_at__lte=at)
    newest = published.order_by("-published_at", "-id")
    return newest.values_list("document", flat=True).first()


def status_lists(*, at: datetime) -> dict[int, str]:
    """Every status list as last published at a moment, as signed JSON by number."""
    published = StatusList.objects.filter(published_at__lte=at)
    numbers = published.order_by("number").values_list("number", flat=True).distinct()
    return {number: status_list(number, at=at) or "" for number in numbers}


def verify_credential(data: bytes, *, at: datetime) -> Verification:
    """Check a credential file against this body's keys and lists, and those it trusts.

    The file is a credential as JSON, or a PNG or SVG picture into which one is baked.
    """
    own_lists = {
        document["id"]: document for document in map(json.loads, status_lists(at=at).values())
    }
    return _verify(data, at=at, own={settings.ISSUER: issuer_document()}, own_lists=own_lists)


def verify_foreign_credential(data: bytes, *, at: datetime) -> Verification:
    """Check a credential file against trusted issuers alone, where no house is set up yet."""
    return _verify(data, at=at, own={}, own_lists={})


def _verify(
    data: bytes,
    *,
    at: datetime,
    own: Mapping[str, Mapping[str, Any]],
    own_lists: Mapping[str, Mapping[str, Any]],
) -> Verification:
    trusted = trusted_issuers(settings.DATA)
    return verify(
        data,
        issuers={**trusted.documents, **own},
        status_lists={**trusted.status_lists, **own_lists},
        at=at,
        own_issuers=frozenset(own),
        templates=TEMPLATES,
    )
