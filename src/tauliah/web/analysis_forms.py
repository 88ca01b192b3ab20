"""What a psychometrician fills in: which runs a list shows, which analysis is made, and how."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tauliah.apps.analyses.adopting import LONGEST_REASON
from tauliah.apps.analyses.asking import (
    EQUATING_MODELS,
    GROUP_NAMES,
    KIND_NAMES,
    LANGUAGE_NAMES,
    LARGEST_SEED,
    LINK_NAMES,
    MODEL_NAMES,
    MODELS,
    REPLICATIONS,
    Asked,
    asked,
)
from tauliah.apps.analyses.queries import STATE_NAMES, EarlierCalibration
from tauliah.apps.catalogue.queries import local_day
from tauliah.core.kernel import LocalText, Refused, spoken_day
from tauliah.core.psychometrics.runs import FormOfTable
from tauliah.web.telling import said

MOST_FORMS = 50
"""Forms that are offered for an equating, those of most candidates: where everybody has a form of their
own there are thousands, and none can be equated.
"""
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


@dataclass(frozen=True, slots=True)
class Choices:
    """What there is to choose from: the forms that candidates had, and earlier calibrations."""

    forms: tuple[FormOfTable, ...]
    earlier: tuple[EarlierCalibration, ...] = ()


class AnalysisSettings(forms.Form):
    """How one kind of analysis is made; an item analysis asks for nothing."""

    def __init__(self, kind: str, found: Choices, *args: Any) -> None:
        super().__init__(*args)
        self._kind = kind
        self.fields.update(_FIELDS[kind](found))

    def asked(self, course: str, window: str) -> Asked | Refused:
        """What was asked; refused where the settings do not go together."""
        return asked(self._kind, course, window, settings=self.cleaned_data)


class AdoptedParameters(forms.Form):
    """Why the parameters of a calibration are to count."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=LONGEST_REASON,
        help_text=gettext_lazy("Why this analysis is to count; it stays with it for good."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AdoptedEquating(AdoptedParameters):
    """By which scores a form is equated, and why."""

    field_order = ("by", "reason")
    by = forms.ChoiceField(
        label=gettext_lazy("Worth by"),
        choices=[
            ("irt-true-score", gettext_lazy("true scores of calibrated items")),
            ("irt-observed-score", gettext_lazy("observed scores of calibrated items")),
        ],
    )


def exam_name(course: str, window: str) -> str:
    """Course and window as an address has them."""
    return f"{course.lower()}/{window or ALL}"


def exam_in(name: str) -> tuple[str, str]:
    """Course and window of such a name."""
    course, _slash, window = name.partition("/")
    return course.upper(), "" if window == ALL else window


def _named(names: Mapping[str, LocalText]) -> list[tuple[str, str]]:
    return [(code, said(name)) for code, name in names.items()]


def _nothing(found: Choices) -> dict[str, forms.Field]:  # noqa: ARG001 - as below
    return {}


def _priors() -> forms.Field:
    return forms.BooleanField(
        required=False,
        label=_("With weak priors"),
        help_text=_(
            "They keep estimates of items with few responses within bounds. The 3PL always has "
            "priors of its own."
        ),
    )


def _of_calibration(found: Choices) -> dict[str, forms.Field]:  # noqa: ARG001 - as below
    return {
        "model": forms.ChoiceField(
            label=_("Model"),
            choices=_named(MODEL_NAMES),
            initial="2PL",
            help_text=_(
                "1PL from 100 responses to each item, 2PL from 250, 3PL from 1,000; the last two "
                "are for answers that may be worth some of the points, from 250. Items with fewer "
                "are left out and named."
            ),
        ),
        "has_priors": _priors(),
        "grouped_by": forms.ChoiceField(
            required=False,
            label=_("Candidates as"),
            choices=_named(GROUP_NAMES),
            help_text=_(
                "Groups, of 100 candidates at least, each have a mean and a spread of their own; the "
                "largest has mean 0 and standard deviation 1."
            ),
        ),
        "is_anchored": forms.BooleanField(
            required=False,
            label=_("Hold the items that have parameters in the bank"),
            help_text=_(
                "Pilot items then come onto the scale of the bank. Held are items that count in "
                "these exams; they must be a fifth of them at least."
            ),
        ),
    }


def _of_persons(found: Choices) -> dict[str, forms.Field]:  # noqa: ARG001 - as below
    return {
        "model": forms.ChoiceField(
            label=_("Model"), choices=[(model, model) for model in MODELS], initial="2PL"
        ),
        "has_priors": _priors(),
    }


def _of_drift(found: Choices) -> dict[str, forms.Field]:
    choices = [
        (
            str(one.id),
            _("{window}, {settings}: {persons} candidates, {day}").format(
                window=one.window or _("all windows"),
                settings=said(one.settings),
                persons=one.persons,
                day=said(spoken_day(local_day(one.made_at))),
            ),
        )
        for one in found.earlier
    ]
    return {
        "earlier": forms.ChoiceField(
            label=_("Earlier calibration"),
            choices=choices,
            help_text=_("Its items are the anchors; these responses are calibrated by its model."),
        )
    }


def _of_languages(found: Choices) -> dict[str, forms.Field]:  # noqa: ARG001 - as below
    return {
        "focal": forms.ChoiceField(
            label=_("Language looked at"),
            choices=_named(LANGUAGE_NAMES),
            initial="ms",
            help_text=_("Candidates in this language are compared with all others."),
        )
    }


def _of_equating(found: Choices) -> dict[str, forms.Field]:
    choices = [
        (
            one.name,
            _("{name}: {persons} candidates, {items} items").format(
                name=one.name, persons=one.persons, items=one.items
            ),
        )
        for one in found.forms[:MOST_FORMS]
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
        "replications": forms.TypedChoiceField(
            label=_("Replications for standard errors"),
            coerce=int,
            choices=[(count, str(count) if count else _("none")) for count in REPLICATIONS],
            initial=200,
            help_text=_(
                "So often the items are drawn anew within their errors, linked and equated. Without, a "
                "cut cannot reach a form through this analysis."
            ),
        ),
        "seed": forms.IntegerField(
            required=False,
            min_value=0,
            max_value=LARGEST_SEED,
            label=_("Seed"),
            help_text=_("The same seed draws the same; empty, the names of the forms give it."),
        ),
    }


_FIELDS = {
    "items": _nothing,
    "calibration": _of_calibration,
    "languages": _of_languages,
    "equating": _of_equating,
    "drift": _of_drift,
    "persons": _of_persons,
}
