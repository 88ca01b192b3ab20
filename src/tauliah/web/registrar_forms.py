"""What a registrar fills in: reasons, and which acts of the audit trail to see."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tauliah.apps.people.queries import User, person_called
from tauliah.web.audit_events import event_title


class Reason(forms.Form):
    """Why an award is revoked or reinstated."""

    reason = forms.CharField(
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy(
            "It is kept in the record for ever and shown to the holder. Name the decision and its "
            "date, not private matters."
        ),
        error_messages={
            "required": gettext_lazy("Write the reason: nothing can be changed without one.")
        },
    )


class WhichActs(forms.Form):
    """Of which person and of which event acts are shown."""

    person = forms.CharField(
        required=False, label=gettext_lazy("Candidate number or e-mail address")
    )
    event = forms.ChoiceField(required=False, label=gettext_lazy("Event"))

    def __init__(self, events: tuple[str, ...], *args: Any) -> None:
        super().__init__(*args)
        titles = sorted((str(event_title(event)), event) for event in events)
        choices = [("", _("All events")), *((event, title) for title, event in titles)]
        self.fields["event"].choices = choices  # type: ignore[attr-defined]

    def clean_person(self) -> User | None:
        called = self.cleaned_data["person"]
        found = person_called(called) if called else None
        if called and found is None:
            raise forms.ValidationError(
                _("No account has this number or address. Check it, or search the candidates.")
            )
        return found
