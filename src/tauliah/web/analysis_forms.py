"""What a psychometrician fills in: which runs a list shows, which analysis is made, and how."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tauliah.apps.analyses.asking import (
    EQUATING_MODELS,
    KIND_NAMES,
    LANGUAGE_NAMES,
    LINK_NAMES,
    MODELS,
    Asked,
    asked,
)
from tauliah.apps.analyses.queries import STATE_NAMES
from tauliah.core.kernel import LocalText, Refused
from tauliah.core.psychometrics.runs import FormOfTable
from tauliah.web.telling import said

ALL = "all"
"""Stands for all windows in an address, where nothing cannot."""


class WantedRuns(forms.Form):
    """Which runs a list shows."""

    kind = forms.ChoiceField(required=False, label=gettext_lazy("Kind"))
    course = forms.ChoiceField(required=False, label=gettext_lazy("Course"))
    window = forms.CharField(required=False, label=gettext_lazy("Window"), max_length=10)
    state = forms.ChoiceField(required=False, label=gettext_lazy("State"))

    def __init__(self, courses: Iterable[str], *args: Any) -> None:
        super().__init__(*args)
        for name, choices in (
            ("kind", _named(KIND_NAMES)),
            ("course", [(code, code) for code in courses]),
            ("state", _named(STATE_NAMES)),
        ):
            self.fields[name].choices = [("", _("All")), *choices]  # type: ignore[attr-defined]


class ChosenAnalysis(forms.Form):
    """Which analysis, and of which exam: its course and window in one."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"))
    exam = forms.ChoiceField(label=gettext_lazy("Exam"))

    def __init__(self, exams: Iterable[tuple[str, str]], *args: Any) -> None:
        super().__init__(*args)
        self.fields["kind"].choices = _named(KIND_NAMES)  # type: ignore[attr-defined]
        self.fields["exam"].choices = list(exams)  # type: ignore[attr-defined]


class AnalysisSettings(forms.Form):
    """How one kind of analysis is made; an item analysis asks for nothing."""

    def __init__(self, kind: str, found: Iterable[FormOfTable], *args: Any) -> None:
        super().__init__(*args)
        self._kind = kind
        self.fields.update(_FIELDS[kind](found))

    def asked(self, course: str, window: str) -> Asked | Refused:
        """What was asked; refused where the settings do not go together."""
        return asked(self._kind, course, window, settings=self.cleaned_data)


def exam_name(course: str, window: str) -> str:
    """Course and window as an address has them."""
    return f"{course.lower()}/{window or ALL}"


def exam_in(name: str) -> tuple[str, str]:
    """Course and window of such a name."""
    course, _slash, window = name.partition("/")
    return course.upper(), "" if window == ALL else window


def _named(names: Mapping[str, LocalText]) -> list[tuple[str, str]]:
    return [(code, said(name)) for code, name in names.items()]


def _nothing(found: Iterable[FormOfTable]) -> dict[str, forms.Field]:  # noqa: ARG001 - as below
    return {}


def _of_calibration(found: Iterable[FormOfTable]) -> dict[str, forms.Field]:  # noqa: ARG001 - as below
    return {
        "model": forms.ChoiceField(
            label=_("Model"),
            choices=[(model, model) for model in MODELS],
            initial="2PL",
            help_text=_(
                "1PL from 100 responses to each item, 2PL from 250, 3PL from 1,000; items with "
                "fewer are left out and named."
            ),
        ),
        "has_priors": forms.BooleanField(
            required=False,
            label=_("With weak priors"),
            help_text=_(
                "They keep estimates of items with few responses within bounds. The 3PL always has "
                "priors of its own."
            ),
        ),
    }


def _of_languages(found: Iterable[FormOfTable]) -> dict[str, forms.Field]:  # noqa: ARG001 - as below
    return {
        "focal": forms.ChoiceField(
            label=_("Language looked at"),
            choices=_named(LANGUAGE_NAMES),
            initial="ms",
            help_text=_("Candidates in this language are compared with all others."),
        )
    }


def _of_equating(found: Iterable[FormOfTable]) -> dict[str, forms.Field]:
    choices = [
        (
            one.name,
            _("{name}: {persons} candidates, {items} items").format(
                name=one.name, persons=one.persons, items=one.items
            ),
        )
        for one in found
    ]
    return {
        "base": forms.ChoiceField(
            label=_("Base form"),
            choices=choices,
            help_text=_("Scores are expressed on this form."),
        ),
        "new": forms.ChoiceField(
            label=_("New form"),
            choices=choices,
            initial=choices[1][0] if len(choices) > 1 else "",
            help_text=_("The form whose scores are equated."),
        ),
        "model": forms.ChoiceField(
            label=_("Model"), choices=[(model, model) for model in EQUATING_MODELS], initial="2PL"
        ),
        "method": forms.ChoiceField(label=_("Linked by"), choices=_named(LINK_NAMES)),
    }


_FIELDS = {
    "items": _nothing,
    "calibration": _of_calibration,
    "languages": _of_languages,
    "equating": _of_equating,
}
