"""What an invigilator and a granting officer fill in."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tauliah.apps.people.accommodations import Grant
from tauliah.core.exam import MOST_MINUTES
from tauliah.core.exam.accommodations import (
    LONGEST_PAUSE_MINUTES,
    MOST_EXTRA_PERCENT,
    MOST_PAUSES,
)

_WHY = gettext_lazy("Write the reason: nothing can be changed without one.")


class IncidentForm(forms.Form):
    """What is done to a running attempt, by how much, and why."""

    act = forms.ChoiceField(
        label=gettext_lazy("What is to be done"),
        choices=[
            ("pause", gettext_lazy("Pause: the clock stands still")),
            ("resume", gettext_lazy("Resume: the clock runs on")),
            ("extend", gettext_lazy("Extend by minutes")),
            ("void", gettext_lazy("Void: the sitting counts for nothing")),
        ],
    )
    minutes = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=MOST_MINUTES,
        label=gettext_lazy("Minutes"),
        help_text=gettext_lazy("Only to extend."),
    )
    reason = forms.CharField(
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy(
            "It stands in the chain of the attempt for ever. Say what happened, not private matters."
        ),
        error_messages={"required": _WHY},
    )

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean() or {}
        if cleaned.get("act") == "extend" and not cleaned.get("minutes"):
            self.add_error("minutes", _("Say by how many minutes."))
        return cleaned


class EmergencyForm(forms.Form):
    """An emergency file and why it is taken."""

    file = forms.FileField(
        label=gettext_lazy("The candidate's emergency file"),
        widget=forms.ClearableFileInput(attrs={"accept": "application/json,.json"}),
    )
    reason = forms.CharField(
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("Say what failed, from when to when, and who gave you the file."),
        error_messages={"required": _WHY},
    )


class GrantForm(forms.Form):
    """What is adapted for a candidate, why, and until when."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What is granted"),
        choices=[
            ("extra-time", gettext_lazy("Extra time")),
            ("pauses", gettext_lazy("Pauses")),
            ("large-print", gettext_lazy("Large print")),
            ("reader-friendly", gettext_lazy("Text that is easier to read")),
            ("separate-room", gettext_lazy("Separate room")),
        ],
    )
    percent = forms.IntegerField(
        required=False, min_value=1, max_value=MOST_EXTRA_PERCENT,
        label=gettext_lazy("Extra time in percent"),
        help_text=gettext_lazy("Only for extra time: 25 makes 65 minutes 81 minutes and 15 seconds."),
    )  # fmt: skip
    times = forms.IntegerField(
        required=False, min_value=1, max_value=MOST_PAUSES,
        label=gettext_lazy("Number of pauses"), help_text=gettext_lazy("Only for pauses."),
    )  # fmt: skip
    minutes = forms.IntegerField(
        required=False, min_value=1, max_value=LONGEST_PAUSE_MINUTES,
        label=gettext_lazy("Minutes of each pause"), help_text=gettext_lazy("Only for pauses."),
    )  # fmt: skip
    valid_until = forms.DateField(
        required=False,
        label=gettext_lazy("Valid until"),
        help_text=gettext_lazy("The last day; empty where it has no end."),
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    reason = forms.CharField(
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("Name the document it rests on. Only registrars can read it."),
        error_messages={"required": _WHY},
    )

    def grant(self) -> Grant:
        """What the form asks for."""
        said = self.cleaned_data
        return Grant(
            kind=said["kind"],
            reason=said["reason"],
            percent=said["percent"] or 0,
            times=said["times"] or 0,
            minutes=said["minutes"] or 0,
            valid_until=said["valid_until"],
        )
