"""Requests for forms and approved forms in words."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

ASSEMBLY_STATES: Mapping[str, Promise] = {
    "under-way": gettext_lazy("Under way"),
    "assembled": gettext_lazy("To be approved"),
    "approved": gettext_lazy("Approved"),
    "impossible": gettext_lazy("No such forms"),
    "undecided": gettext_lazy("Not decided"),
    "cancelled": gettext_lazy("Cancelled"),
    "failed": gettext_lazy("Stopped"),
}
FORM_STATES: Mapping[str, Promise] = {
    "used": gettext_lazy("In use"),
    "withdrawn": gettext_lazy("Withdrawn"),
    "changed": gettext_lazy("An item has changed"),
    "enemies": gettext_lazy("Two of its items are enemies now"),
    "other-blueprint": gettext_lazy("Another blueprint is in force"),
}
