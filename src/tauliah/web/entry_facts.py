"""The facts of an entry as a list of names and values, for who has to judge them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from tauliah.apps.catalogue.queries import programme
from tauliah.apps.record.words import EVIDENCE_TITLES
from tauliah.core.kernel import EntryKind, spoken_day
from tauliah.web.telling import said

_NAMES: Mapping[str, Promise] = {
    "exam": _("Exam"),
    "course": _("Course"),
    "designation": _("Designation"),
    "source": _("What was earned, and where"),
    "evidence_kind": _("Kind of evidence"),
    "evidence_title": _("What it is"),
    "issued_by": _("Issued by"),
    "issued_on": _("Issued on"),
    "expires": _("Counts until"),
    "employer": _("Employer"),
    "from": _("First day"),
    "to": _("Last day"),
    "hours_a_week": _("Hours a week"),
    "title": _("What it was"),
    "hours": _("Hours"),
    "on": _("Day"),
}
_DAYS = ("issued_on", "expires", "from", "to", "on")


def shown_facts(kind: EntryKind, facts: Mapping[str, Any]) -> list[tuple[Promise, str]]:
    """Each fact that has a name for people; a correction is told in sentences instead."""
    if kind is EntryKind.CORRECTED:
        return []
    return [(name, _shown(key, facts[key])) for key, name in _NAMES.items() if key in facts]


def _shown(key: str, value: Any) -> str:
    if key in _DAYS:
        return said(spoken_day(date.fromisoformat(value)))
    if key == "evidence_kind":
        return said(EVIDENCE_TITLES[value])
    if key in ("exam", "course"):
        return f"{said(programme().title_of(value))} ({value})"
    return str(value)
