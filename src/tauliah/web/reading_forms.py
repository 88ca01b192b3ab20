"""What is sent from a lesson: a note or a highlight on a part of it."""

from __future__ import annotations

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy, pgettext_lazy

from tauliah.apps.reading.actions import Selection
from tauliah.apps.reading.bounds import MOST_LETTERS

TONE_CHOICES = (
    ("", pgettext_lazy("highlight", "No highlight")),
    ("key", pgettext_lazy("highlight", "Important")),
    ("question", pgettext_lazy("highlight", "Question")),
    ("example", pgettext_lazy("highlight", "Example")),
)


class NoteForm(forms.Form):
    """A note, a highlight, or both."""

    text = forms.CharField(
        label=gettext_lazy("Your note"),
        required=False,
        # the action counts letters: a browser sends two signs for the end of a line
        widget=forms.Textarea(attrs={"rows": 5, "maxlength": MOST_LETTERS}),
    )
    tone = forms.ChoiceField(
        label=gettext_lazy("Highlight"),
        required=False,
        choices=TONE_CHOICES,
        widget=forms.RadioSelect,
    )


def selection_in(sent: QueryDict, *, language: str, name: str) -> Selection:
    """What was marked in a lesson: the paragraph under `name`, and the words in it if not all."""
    start = sent.get("start", "")
    return Selection(
        language=language,
        paragraph=sent.get(name, ""),
        exact=" ".join(sent.get("exact", "").split()),
        start=int(start) if start.isdecimal() and len(start) < 7 else 0,
    )
