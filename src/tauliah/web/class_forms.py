"""What is filled in about classes: which to list, a new one, its seats, and reasons."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tauliah.apps.classes.actions import LONGEST_REASON
from tauliah.apps.classes.opening import LONGEST_VENUE, MOST_FREE_DAYS, Openable, Wanted
from tauliah.core.classes import MOST_ACCEPT_HOURS, MOST_SEATS
from tauliah.core.kernel import LocalText
from tauliah.web.day_fields import day_field
from tauliah.web.telling import said

_CHOOSE = {
    "required": gettext_lazy("Choose one of the list."),
    "invalid_choice": gettext_lazy("Choose one of the list."),
}


class WhichClasses(forms.Form):
    """Of which course and place classes are shown, and whether only those with a free seat."""

    course = forms.ChoiceField(required=False, label=gettext_lazy("Course"))
    place = forms.ChoiceField(required=False, label=gettext_lazy("Place"))
    free = forms.BooleanField(required=False, label=gettext_lazy("Only with a free seat"))

    def __init__(
        self,
        courses: tuple[tuple[str, LocalText], ...],
        places: tuple[LocalText, ...],
        *args: Any,
    ) -> None:
        super().__init__(*args)
        told = [(code, f"{said(title)} ({code})") for code, title in courses]
        self.fields["course"].choices = [("", _("All courses")), *told]  # type: ignore[attr-defined]
        towns = [(place.en, said(place)) for place in places]
        self.fields["place"].choices = [("", _("All places")), *towns]  # type: ignore[attr-defined]

    @property
    def asked(self) -> dict[str, str]:
        """What was asked for and can be, as the address says it."""
        given = self.cleaned_data if self.is_valid() else {}
        wanted = {name: str(given.get(name) or "") for name in ("course", "place")}
        return wanted | {"free": "on" if given.get("free") else ""}


class OpenClass(forms.Form):
    """A class that is opened for booking."""

    where = forms.ChoiceField(
        label=gettext_lazy("Course and place"),
        help_text=gettext_lazy("As the programme in force names them."),
        error_messages=_CHOOSE,
    )
    venue = forms.CharField(
        label=gettext_lazy("Building and room"),
        help_text=gettext_lazy("Where people go, as one would write it on an envelope."),
        max_length=LONGEST_VENUE,
        error_messages={"required": gettext_lazy("Say where people go.")},
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language of the class"),
        choices=[("en", gettext_lazy("English")), ("ms", gettext_lazy("Malay"))],
        error_messages=_CHOOSE,
    )
    starts = day_field(gettext_lazy("First day"))
    ends = day_field(gettext_lazy("Last day"))
    hours = forms.CharField(
        label=gettext_lazy("Hours of each session"),
        help_text=gettext_lazy("From when to when, such as 09:00-17:00."),
        max_length=11,
        initial="09:00-17:00",
        error_messages={"required": gettext_lazy("Say from when to when, such as 09:00-17:00.")},
    )
    seats = forms.IntegerField(
        label=gettext_lazy("Seats"), min_value=1, max_value=MOST_SEATS, initial=20
    )
    free_days = forms.IntegerField(
        label=gettext_lazy("Days before the class up to which a seat is given back without a note"),
        help_text=gettext_lazy("Later it can still be given back, and is noted as late."),
        min_value=0,
        max_value=MOST_FREE_DAYS,
        initial=7,
    )
    accept_hours = forms.IntegerField(
        label=gettext_lazy("Hours in which an offered seat must be accepted"),
        help_text=gettext_lazy("Then it is offered to the next person of the waiting list."),
        min_value=1,
        max_value=MOST_ACCEPT_HOURS,
        initial=48,
    )

    def __init__(self, places: tuple[Openable, ...], *args: Any) -> None:
        super().__init__(*args)
        self.fields["where"].choices = [  # type: ignore[attr-defined]
            (
                f"{one.course.code}:{one.offer.place.en}",
                f"{one.course.code} · {said(one.offer.place)} · {said(one.course.title)}",
            )
            for one in places
        ]

    @property
    def wanted(self) -> Wanted:
        """The class, from a form that is valid."""
        given = dict(self.cleaned_data)
        course, _colon, place = given.pop("where").partition(":")
        return Wanted(course=course, place=place, **given)


class Seats(forms.Form):
    """How many seats a class has from now on."""

    seats = forms.IntegerField(
        label=gettext_lazy("Seats"),
        min_value=1,
        max_value=MOST_SEATS,
        error_messages={
            "required": gettext_lazy("Give the seats as a whole number."),
            "invalid": gettext_lazy("Give the seats as a whole number."),
        },
    )


class WhyClass(forms.Form):
    """Why a class is called off, or a person taken off its list."""

    reason = forms.CharField(
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 3}),
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy("Those whom it concerns are sent these words."),
        error_messages={
            "required": gettext_lazy("Write the reason: those whom it concerns are told.")
        },
    )
