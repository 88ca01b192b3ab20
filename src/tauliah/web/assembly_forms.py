"""What a committee fills in to ask for forms."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tauliah.apps.itembank.assembly.asked import (
    ANY_LEVEL,
    MOST_FORMS,
    MOST_ITEMS,
    Asked,
    Between,
    Height,
    between,
)
from tauliah.apps.itembank.assembly.pools import cell_called
from tauliah.core.programme import Course
from tauliah.core.programme.items import LEVELS
from tauliah.web.telling import said

HEIGHTS = 3
"""Abilities at which information can be asked for."""
_WORDS = {"en": "words_en", "ms": "words_ms"}


class RangeField(forms.Field):
    """How many: a number, or from and to, one of which may be left open."""

    widget = forms.TextInput

    def __init__(self, **more: Any) -> None:
        super().__init__(**more)
        self.widget.attrs |= {"maxlength": "11", "autocomplete": "off"}

    def to_python(self, value: Any) -> Any:
        """The range that is meant; None where nothing is asked."""
        if not (value or "").strip():
            return None
        found = between(value)
        if found is None:
            raise forms.ValidationError(_("Write a number such as 3, or from and to, such as 2-4."))
        return found

    def prepare_value(self, value: Any) -> Any:
        """A range as it is written."""
        return str(value) if isinstance(value, Between) else value


class AskedForms(forms.Form):
    """A request for forms of a course; `asked` gives it once the form is valid."""

    number = forms.IntegerField(
        min_value=1, max_value=MOST_FORMS, label=gettext_lazy("Number of forms")
    )
    length = forms.IntegerField(
        min_value=1, max_value=MOST_ITEMS, label=gettext_lazy("Items in a form")
    )
    overlap = forms.IntegerField(
        min_value=0,
        max_value=MOST_ITEMS,
        label=gettext_lazy("Items that two forms may share"),
        help_text=gettext_lazy("At most, for any two of these forms."),
    )
    anchors = forms.CharField(
        required=False,
        max_length=20_000,
        label=gettext_lazy("Items that every form has"),
        help_text=gettext_lazy(
            "Ids, where forms are to be equated by them: at least a fifth of the form, spread over "
            "its topics; those of an earlier form link to that."
        ),
        widget=forms.Textarea(attrs={"rows": 2, "spellcheck": "false"}),
    )
    exposure = forms.IntegerField(
        min_value=1,
        max_value=10_000,
        required=False,
        label=gettext_lazy("Forms that an item may be in"),
        help_text=gettext_lazy(
            "At most, over its life: these forms and all that were approved before."
        ),
    )
    key = RangeField(
        required=False,
        label=gettext_lazy("Single choices with each key"),
        help_text=gettext_lazy("From and to, such as 10-14, for every letter."),
    )
    words_en = RangeField(required=False, label=gettext_lazy("Words in English"))
    words_ms = RangeField(required=False, label=gettext_lazy("Words in Malay"))
    aim = forms.ChoiceField(
        required=False,
        label=gettext_lazy("What is best"),
        choices=[
            ("near", gettext_lazy("Forms as near to the target as can be")),
            ("most", gettext_lazy("As much information as can be, in these proportions")),
        ],
    )
    within = forms.IntegerField(
        min_value=1,
        max_value=100,
        required=False,
        label=gettext_lazy("Largest deviation in per cent"),
        help_text=gettext_lazy("A form that is further from the target is of no use."),
    )
    seed = forms.IntegerField(
        min_value=0,
        max_value=1_000_000,
        label=gettext_lazy("Seed"),
        help_text=gettext_lazy("The same request with the same seed gives the same forms."),
    )

    def __init__(self, course: Course, asked: Asked, data: Any = None) -> None:
        super().__init__(data, initial=_initial(asked))
        self.course = course
        for topic, level, title in _cells(course):
            field = RangeField(label=title)
            # the table names it by its row and its column
            field.widget.attrs["aria-label"] = title
            self.fields[_cell(topic, level)] = field
            self.initial[_cell(topic, level)] = asked.cells.get(topic, {}).get(
                level, Between(high=0)
            )
        for number in range(1, HEIGHTS + 1):
            self.fields[f"ability_{number}"] = forms.FloatField(
                required=False, min_value=-6, max_value=6, label=_("Ability in logits")
            )
            self.fields[f"information_{number}"] = forms.FloatField(
                required=False, min_value=0.01, max_value=1_000, label=_("Information")
            )

    @property
    def rows(self) -> Iterator[tuple[Any, list[Any]]]:
        """The topics of the blueprint, each with its fields level by level."""
        for row in self.course.blueprint:
            yield row.title, [self[_cell(row.topic, level)] for level in _levels_of(row)]

    @property
    def heights(self) -> Iterator[tuple[Any, Any]]:
        """The fields of the target, point by point."""
        for number in range(1, HEIGHTS + 1):
            yield self[f"ability_{number}"], self[f"information_{number}"]

    def clean_anchors(self) -> tuple[str, ...]:
        """The ids, whatever stands between them, each once."""
        named = re.split(r"[\s,;]+", self.cleaned_data["anchors"].upper())
        return tuple(dict.fromkeys(code for code in named if code))

    def clean(self) -> None:
        """The cells add up to the length, and each point of a target is whole."""
        data = self.cleaned_data
        wanted = [data.get(_cell(topic, level)) for topic, level, _title in _cells(self.course)]
        known = [one for one in wanted if one is not None]
        if "length" in data and len(known) == len(wanted):
            least = sum(one.low for one in known)
            most = sum(data["length"] if one.high is None else one.high for one in known)
            if not least <= data["length"] <= most:
                told = _("The topics ask for {least} to {most} items. Make both agree.")
                self.add_error("length", told.format(least=least, most=most))
        for number in range(1, HEIGHTS + 1):
            pair = data.get(f"ability_{number}"), data.get(f"information_{number}")
            if None in pair and pair != (None, None):
                self.add_error(
                    f"information_{number}", _("Write both, the ability and the information.")
                )

    def asked(self) -> Asked:
        """The request; call it once the form is valid."""
        data = self.cleaned_data
        cells: dict[str, dict[str, Between]] = {}
        for topic, level, _title in _cells(self.course):
            cells.setdefault(topic, {})[level] = data[_cell(topic, level)]
        target = tuple(
            Height(ability=data[f"ability_{number}"], information=data[f"information_{number}"])
            for number in range(1, HEIGHTS + 1)
            if data.get(f"ability_{number}") is not None
        )
        return Asked(
            course=self.course.code,
            forms=data["number"],
            length=data["length"],
            cells=cells,
            overlap=data["overlap"],
            anchors=data["anchors"],
            exposure=data["exposure"],
            key=data["key"],
            words={language: data[name] for language, name in _WORDS.items() if data[name]},
            target=target,
            aim=data["aim"] or "near",
            within=data["within"] if target else None,
            seed=data["seed"],
        )


def _initial(asked: Asked) -> dict[str, Any]:
    heights = {
        f"{name}_{number}": getattr(one, name)
        for number, one in enumerate(asked.target[:HEIGHTS], start=1)
        for name in ("ability", "information")
    }
    return {
        "number": asked.forms,
        "anchors": " ".join(asked.anchors),
        **{
            name: getattr(asked, name)
            for name in ("length", "overlap", "exposure", "key", "aim", "within", "seed")
        },
        **{name: asked.words.get(language) for language, name in _WORDS.items()},  # type: ignore[call-overload]
        **heights,
    }


def _levels_of(row: Any) -> tuple[str, ...]:
    return LEVELS if row.levels else (ANY_LEVEL,)


def _cells(course: Course) -> Iterator[tuple[str, str, str]]:
    """Topic, level and title of every field of the blueprint."""
    for row in course.blueprint:
        for level in _levels_of(row):
            yield row.topic, level, said(cell_called(row.title, level))


def _cell(topic: str, level: str) -> str:
    return f"cell-{topic}-{level}"
