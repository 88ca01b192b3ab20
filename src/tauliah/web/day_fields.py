"""Fields for a day, as browsers show and send it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy


def day_field(label: Any, help_text: Any = "", *, required: bool = True) -> forms.DateField:
    """A day of what was, or is to be kept."""
    return forms.DateField(
        label=label,
        help_text=help_text,
        required=required,
        # what browsers send of a field of this type, in whichever language the page is
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": gettext_lazy("Give the day."),
            "invalid": gettext_lazy("Give the day as year, month and day, such as 2026-03-01."),
        },
    )


def wished_day_field(label: Any, help_text: Any = "") -> forms.DateField:
    """A day of what somebody plans, which may be left open."""
    return forms.DateField(
        required=False,
        label=label,
        help_text=help_text,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": gettext_lazy("Write the day as year-month-day: 2027-03-01.")},
    )
