"""What judges of studies and markers read: single versions of exam items. Each reading is kept."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction

from tauliah.apps.itembank.life import subject_of
from tauliah.apps.itembank.models import ItemVersion, VersionFigures
from tauliah.apps.itembank.queries import BankItem, versions
from tauliah.apps.people.actions import write_audit_entry
from tauliah.apps.people.permissions import Permission, require
from tauliah.apps.people.queries import User


@transaction.atomic
def read_version_as_judge(judge: User, version: UUID, *, study: UUID, at: datetime) -> BankItem:
    """An item version as its candidates see it, with its key; KeyError where there is none.

    Whether the judge may rate it now is the study's to know. Each reading is an entry of the audit
    trail.
    """
    require(judge, Permission.STANDARD_RATE)
    return _read(judge, version, at=at, purpose="standard-setting", study=str(study))


@transaction.atomic
def read_version_as_marker(
    marker: User, version: UUID, *, response: UUID, at: datetime
) -> BankItem:
    """An item version beside a response to it that is marked; KeyError where there is none.

    Whether the marker may mark that response is marking's to know. Each reading is an entry of the
    audit trail.
    """
    require(marker, Permission.RESPONSE_MARK)
    return _read(marker, version, at=at, purpose="marking", response=str(response))


def _read(person: User, version: UUID, *, at: datetime, **why: str) -> BankItem:
    found = versions([version])[version]
    row = ItemVersion.objects.select_related("item").get(pk=version)
    details = {"version": row.number, "digest": row.digest, **why}
    write_audit_entry(person, "item.read", subject=subject_of(row.item), at=at, details=details)
    return found


def difficulties_of(versions: list[UUID]) -> dict[UUID, float]:
    """The share of candidates who were right, of the versions of which it is known."""
    found = VersionFigures.objects.filter(version__in=versions)
    shares = {row.version_id: row.figures.get("difficulty") for row in found}
    return {version: share for version, share in shares.items() if share is not None}
