"""The only writer of equatings."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from tauliah.apps.people.actions import write_audit_entry
from tauliah.apps.people.permissions import Actor, Permission, name_of, require
from tauliah.apps.standards.models import Equating
from tauliah.core.exam.reported_scores import FormEquating


@transaction.atomic
def keep_equating(
    actor: Actor, course: str, equating: FormEquating, *, basis: Mapping[str, Any], at: datetime
) -> None:
    """Keep an equating of one form to another; from now on it counts before earlier ones.

    Results that were given stay as they are. `basis` says what it rests on, in plain values.
    """
    require(actor, Permission.STANDARDS_MANAGE)
    kept = Equating.objects.create(
        course=course,
        from_form=equating.from_form,
        to_form=equating.to_form,
        method=equating.method,
        table=[
            [str(value), str(error)]
            for value, error in zip(equating.equated, equating.errors, strict=True)
        ],
        basis=dict(basis),
        made_by=name_of(actor),
        made_at=at,
    )
    details = {
        "course": course,
        "from": equating.from_form,
        "to": equating.to_form,
        "method": equating.method,
        **basis,
    }
    write_audit_entry(actor, "equating.kept", subject=f"equating:{kept.pk}", at=at, details=details)
