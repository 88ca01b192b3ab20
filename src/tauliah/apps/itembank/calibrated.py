"""Parameters of items beside the versions in use, as a calibration gave them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from math import isfinite
from uuid import UUID

from django.db import transaction
from django.db.models import F

from tauliah.apps.itembank.models import ItemVersion, VersionParameters
from tauliah.apps.people.actions import write_audit_entry
from tauliah.apps.people.permissions import Actor, Permission, require
from tauliah.core.kernel import LocalText, Refused

LONGEST_SOURCE = 200


@dataclass(frozen=True, slots=True)
class BankParameters:
    """The parameters beside a version, and the calibration that they are from."""

    a: float
    b: float
    c: float
    source: str


def parameters_beside(versions: Iterable[UUID]) -> dict[UUID, BankParameters]:
    """The parameters of those versions that have some."""
    rows = VersionParameters.objects.filter(version__in=list(versions))
    names = ("version", "discrimination", "difficulty", "floor", "source")
    return {version: BankParameters(*told) for version, *told in rows.values_list(*names)}


@transaction.atomic
def keep_parameters(
    actor: Actor,
    parameters: Mapping[str, tuple[float, float, float]],
    *,
    source: str,
    at: datetime,
) -> int | Refused:
    """Put a, b and c beside the version in use, or on pilot, of each item; how many were kept.

    P = c + (1 - c) / (1 + exp(-a (theta - b))) with theta in logits, without a constant 1.7.
    Refused as a whole, every item named, where an item is not in use or its values are none.
    """
    require(actor, Permission.BANK_MANAGE)
    source = source.strip()
    if not source or len(source) > LONGEST_SOURCE:
        return Refused(
            "no-source",
            LocalText(
                en=f"Say from which calibration they are, in at most {LONGEST_SOURCE} characters.",
                ms=f"Nyatakan penentukuran asalnya, selebih-lebihnya {LONGEST_SOURCE} aksara.",
            ),
        )
    live = ItemVersion.objects.filter(item__live=F("pk"), item__pool="secure")
    versions = dict(live.filter(item__code__in=list(parameters)).values_list("item__code", "pk"))
    wrong = sorted(code for code, told in parameters.items() if code not in versions or not _is_one(told))  # fmt: skip
    if wrong:
        named = ", ".join(wrong)
        return Refused(
            "no-parameters",
            LocalText(
                en=f"Nothing was kept. These are no exam items in use, or have no a above 0, finite b "
                f"and c from 0 to below 1: {named}.",
                ms="Tiada apa-apa disimpan. Yang berikut bukan item peperiksaan yang digunakan, atau "
                f"tidak mempunyai a melebihi 0, b terhingga dan c dari 0 hingga bawah 1: {named}.",
            ),
        )
    VersionParameters.objects.bulk_create(
        [
            VersionParameters(
                version_id=versions[code],
                discrimination=a,
                difficulty=b,
                floor=c,
                source=source,
                kept_at=at,
            )
            for code, (a, b, c) in parameters.items()
        ],
        update_conflicts=True,
        unique_fields=["version"],
        update_fields=["discrimination", "difficulty", "floor", "source", "kept_at"],
        batch_size=500,
    )
    details = {"versions": len(parameters), "source": source}
    write_audit_entry(actor, "items.parameters-kept", subject="bank", at=at, details=details)
    return len(parameters)


def parameters_in_use(course: str) -> dict[UUID, tuple[float, float, float]]:
    """a, b and c of the versions of a course's exam items that are in use, where they are known."""
    in_use = ItemVersion.objects.filter(
        item__live=F("pk"), item__pool="secure", item__course=course
    ).exclude(item__state="pilot")
    rows = VersionParameters.objects.filter(version__in=in_use)
    return {
        version: (a, b, c)
        for version, a, b, c in rows.values_list("version", "discrimination", "difficulty", "floor")
    }


def _is_one(told: tuple[float, float, float]) -> bool:
    a, b, c = told
    return isfinite(a) and a > 0 and isfinite(b) and 0 <= c < 1
