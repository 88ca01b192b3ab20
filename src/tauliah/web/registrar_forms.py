"""What a registrar fills in: reasons, credits, and which acts of the audit trail to see."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from tauliah.apps.people.queries import User, person_called
from tauliah.core.programme import Course
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


class GrantCredit(Reason):
    """What was earned elsewhere, which exam it stands for, and why."""

    exam = forms.ChoiceField(
        label=gettext_lazy("Exam"),
        help_text=gettext_lazy("Only exams that do not count for this person yet are listed."),
        error_messages={
            "required": gettext_lazy("Choose the exam that the credit stands for."),
            "invalid_choice": gettext_lazy("Choose an exam of the list: this one counts already."),
        },
    )
    source = forms.CharField(
        max_length=200,
        label=gettext_lazy("What was earned, and where"),
        help_text=gettext_lazy("For example: Diploma in Insurance, University of Malaya, 2021."),
        error_messages={"required": gettext_lazy("Name what was earned, where and when.")},
    )
    field_order = ("exam", "source", "reason")

    def __init__(self, exams: tuple[Course, ...], *args: Any) -> None:
        super().__init__(*args)
        language = get_language() or "en"
        choices = [
            (exam.code, f"{exam.title.in_language(language)} ({exam.code})") for exam in exams
        ]
        self.fields["exam"].choices = [("", _("Choose an exam")), *choices]  # type: ignore[attr-defined]
        self.fields["reason"].help_text = _(
            "Say why it counts, such as a comparison of the two syllabuses. It is kept in the "
            "record for ever."
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
