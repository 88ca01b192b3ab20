"""Where the navigations lead, and which permission makes each entry appear."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from tauliah.apps.people.permissions import Permission

_PUBLIC = Permission.PUBLIC_READ


@dataclass(frozen=True, slots=True)
class Destination:
    """An entry: in which navigation, its words, the route, and the permission it asks for.

    `counts_waiting`: whether it says how much waits for who reads it.
    """

    place: str
    label: Any
    url_name: str
    permission: Permission
    arguments: tuple[str, ...] = ()
    counts_waiting: bool = False


DESTINATIONS: tuple[Destination, ...] = (
    Destination("main", _("Designations"), "designations", _PUBLIC),
    Destination("main", _("Courses"), "courses", _PUBLIC),
    Destination("main", _("Glossary"), "glossary", _PUBLIC),
    Destination("main", _("Search"), "search", _PUBLIC),
    Destination("main", _("About"), "page", _PUBLIC, ("about",)),
    Destination("main", _("Verify a holder"), "verify", Permission.PUBLIC_VERIFY),
    Destination("role", _("My programme"), "candidate-home", Permission.RECORD_READ_OWN),
    Destination("role", _("My way"), "candidate-way", Permission.RECORD_READ_OWN),
    Destination("role", _("My plan"), "study-plan", Permission.PLAN_STUDY),
    Destination("role", _("Study"), "study-home", Permission.STUDY),
    Destination("role", _("Exams"), "exams", Permission.BOOK),
    Destination("role", _("Classes"), "my-classes", Permission.CLASS_BOOK),
    Destination("role", _("My record"), "candidate-record", Permission.RECORD_READ_OWN),
    Destination("role", _("My awards"), "candidate-awards", Permission.AWARD_READ_OWN),
    Destination("role", _("Candidates"), "registrar-candidates", Permission.CANDIDATES_READ),
    Destination(
        "role", _("Waiting"), "registrar-waiting", Permission.PROPOSAL_DECIDE, counts_waiting=True
    ),
    Destination("role", _("Classes"), "registrar-classes", Permission.CLASSES_MANAGE),
    Destination("role", _("Releases"), "registrar-releases", Permission.RECORDS_READ),
    Destination("role", _("Audit trail"), "registrar-audit-trail", Permission.RECORDS_READ),
    Destination("role", _("Record check"), "registrar-record-check", Permission.RECORDS_READ),
    Destination("role", _("Invigilation"), "invigilation", Permission.ROOM_WATCH),
    Destination("role", _("Marking"), "marking", Permission.RESPONSE_MARK),
    Destination("role", _("Item bank"), "bank", Permission.BANK_READ),
    Destination("role", _("Cut scores"), "standards", Permission.STANDARDS_READ),
    Destination("role", _("Rating of items"), "rating", Permission.STANDARD_RATE),
    Destination("role", _("Analyses"), "analyses", Permission.ANALYSIS_READ),
    Destination("role", _("My account"), "account", Permission.ACCOUNT_MANAGE),
    Destination("footer", _("Register of holders"), "register", Permission.PUBLIC_VERIFY),
    Destination("footer", _("How exams work"), "page", _PUBLIC, ("exams",)),
    Destination("footer", _("Code of conduct"), "ethics", _PUBLIC),
    Destination("footer", _("Privacy"), "page", _PUBLIC, ("privacy",)),
    Destination("footer", _("About the programme"), "page", _PUBLIC, ("about",)),
)


def destinations(place: str) -> tuple[Destination, ...]:
    """The entries of one navigation (`main`, `role` or `footer`), in their order."""
    return tuple(one for one in DESTINATIONS if one.place == place)
