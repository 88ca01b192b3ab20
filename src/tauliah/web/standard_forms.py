"""What is filled in about studies: a new one, who judges, what a round shows, a rating, a decision."""

from __future__ import annotations

import re
from datetime import datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tauliah.apps.people.queries import User
from tauliah.core.exam.standard_setting import LONGEST_BORDER, LONGEST_REASON
from tauliah.core.exam.study_methods import METHOD_NAMES, SCORE_METHODS, Bounds
from tauliah.core.programme import Programme
from tauliah.web.telling import said


def _border() -> forms.CharField:
    return forms.CharField(
        label=gettext_lazy("The just competent candidate"),
        min_length=20,
        max_length=LONGEST_BORDER,
        help_text=gettext_lazy(
            "What a person who only just deserves to pass can do, and cannot do yet. Every judge has "
            "this before them."
        ),
        widget=forms.Textarea(attrs={"rows": 6}),
    )


class NewStudy(forms.Form):
    """Of what a study is, and who the just competent candidate is."""

    course = forms.ChoiceField(label=gettext_lazy("Course"))
    form = forms.UUIDField(
        required=False,
        label=gettext_lazy("Form"),
        help_text=gettext_lazy("The id of a form whose scored items are rated."),
        error_messages={"invalid": gettext_lazy("Copy the whole id of a form.")},
    )
    items = forms.CharField(
        required=False,
        label=gettext_lazy("Items"),
        max_length=40_000,
        help_text=gettext_lazy(
            "Ids of exam items, if only some are rated. With neither a form nor ids, all exam items "
            "of the course that are in use are rated: then every form drawn from them has its cut."
        ),
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
    )
    border = _border()

    def __init__(self, published: Programme, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        courses = [(one.code, f"{one.code} · {said(one.title)}") for one in published.courses]
        self.fields["course"].choices = courses  # type: ignore[attr-defined]

    def clean_items(self) -> list[str]:
        """The ids, whatever stands between them."""
        return [code for code in re.split(r"[\s,;]+", self.cleaned_data["items"]) if code]

    def clean(self) -> None:
        """A form or ids, not both."""
        if self.cleaned_data.get("form") and self.cleaned_data.get("items"):
            self.add_error("items", _("Name a form or items, not both."))


class NewBookmarkStudy(forms.Form):
    """By which calibration a booklet is ordered, and who the just competent candidate is."""

    calibration = forms.ChoiceField(
        label=gettext_lazy("Calibration"),
        help_text=gettext_lazy(
            "The booklet goes from the easiest of these items to the hardest. Parameters and order "
            "are kept as they are now."
        ),
    )
    border = _border()

    def __init__(self, choices: list[tuple[str, str]], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["calibration"].choices = choices  # type: ignore[attr-defined]


class NewStudyOfScores(forms.Form):
    """By which method, on whose scores, and who the just competent candidate is."""

    method = forms.ChoiceField(label=gettext_lazy("Method"), widget=forms.RadioSelect)
    scores = forms.ChoiceField(
        label=gettext_lazy("Scores"),
        help_text=gettext_lazy(
            "The first result of each candidate counts. The scores are kept as they are now."
        ),
    )
    border = _border()

    def __init__(self, choices: list[tuple[str, str]], *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        methods = [(one, said(METHOD_NAMES[one])) for one in SCORE_METHODS]
        self.fields["method"].choices = methods  # type: ignore[attr-defined]
        self.fields["scores"].choices = choices  # type: ignore[attr-defined]


class ChosenJudge(forms.Form):
    """Somebody with the role of a judge who is not on the panel yet."""

    judge = forms.ChoiceField(label=gettext_lazy("Judge"))

    def __init__(self, people: list[User], *args: Any) -> None:
        super().__init__(*args)
        choices = [(str(one.pk), one.full_name) for one in people]
        self.fields["judge"].choices = choices  # type: ignore[attr-defined]


class NextRound(forms.Form):
    """What judges are shown in a round after the first."""

    ratings = forms.BooleanField(
        required=False,
        initial=True,
        label=gettext_lazy("Judges see what the others said in the round before, without names"),
    )
    difficulties = forms.BooleanField(
        required=False,
        initial=True,
        label=gettext_lazy("Judges see how candidates did, where that is known"),
    )


class GivenRating(forms.Form):
    """How likely a just competent candidate is right, in per cent."""

    percent = forms.IntegerField(
        min_value=0,
        max_value=100,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "step": 1}),
        error_messages={
            name: gettext_lazy("Write a whole number from 0 to 100.")
            for name in ("required", "invalid", "min_value", "max_value")
        },
    )

    def __init__(self, question: str, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["percent"].label = question


def _bound(label: Any, highest: int | None = None) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        min_value=0,
        max_value=highest,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "step": 1}),
        error_messages={"invalid": gettext_lazy("Write a whole number.")},
    )


class GivenBoundaries(forms.Form):
    """Which cut scores and which failure rates are just acceptable to a judge."""

    lowest_cut = _bound(gettext_lazy("Lowest acceptable cut score, in points"), 32_000)
    highest_cut = _bound(gettext_lazy("Highest acceptable cut score, in points"), 32_000)
    lowest_fail = _bound(gettext_lazy("Lowest acceptable failure rate, in per cent"), 100)
    highest_fail = _bound(gettext_lazy("Highest acceptable failure rate, in per cent"), 100)

    def bounds(self) -> Bounds:
        """The bounds as the study takes them."""
        return Bounds(**self.cleaned_data)


class Decided(forms.Form):
    """The adopted cut in points, from when it holds, and why."""

    cut = forms.CharField(
        required=False,
        max_length=10,
        label=gettext_lazy("Cut score, in points"),
        help_text=gettext_lazy("Empty only where the study ends without one."),
        widget=forms.TextInput(attrs={"inputmode": "decimal"}),
    )
    holds_from = forms.DateField(
        required=False,
        label=gettext_lazy("Holds for exams that start from"),
        help_text=gettext_lazy("From now on where no day is given; never for exams before that."),
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=LONGEST_REASON,
        help_text=gettext_lazy(
            "Why this cut score, above all where it is not the one of the panel."
        ),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def clean_cut(self) -> Decimal | None:
        """The cut as a number; a comma may stand for the point."""
        text = self.cleaned_data["cut"].strip().replace(",", ".")
        if not text:
            return None
        try:
            cut = Decimal(text)
        except InvalidOperation:
            cut = Decimal("NaN")
        if not cut.is_finite():
            raise forms.ValidationError(_("Write a number such as 33.5."))
        return cut

    def moment(self, zone: ZoneInfo) -> datetime | None:
        """When the day begins from which the cut holds, in the programme's zone."""
        day = self.cleaned_data["holds_from"]
        return datetime.combine(day, time.min, tzinfo=zone) if day else None
