"""What a committee fills in to propose other numbers for the exam of a course."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tauliah.apps.itembank.proposing_blueprints import LONGEST_WORDS
from tauliah.core.programme import Course
from tauliah.core.programme.asked_blueprint import AskedBlueprint, AskedRow
from tauliah.core.programme.items import LEVELS, Level
from tauliah.web.bank_words import LEVELS as LEVEL_WORDS
from tauliah.web.telling import said

MOST_ITEMS = 500
MOST_MINUTES = 600
MOST_PILOTS = 50
MOST_FORMS = 4


@dataclass(frozen=True, slots=True)
class TopicFields:
    """A topic with the field of its number of items and those of its levels."""

    topic: str
    title: Any
    items: Any
    levels: tuple[tuple[Level, Any], ...]


class AskedNumbers(forms.Form):
    """The numbers of a course's exam; `asked` gives them once the form is valid."""

    items = forms.IntegerField(
        min_value=1, max_value=MOST_ITEMS, label=gettext_lazy("Items in an exam")
    )
    minutes = forms.IntegerField(min_value=1, max_value=MOST_MINUTES, label=gettext_lazy("Minutes"))
    pilot_items = forms.IntegerField(
        min_value=0,
        max_value=MOST_PILOTS,
        label=gettext_lazy("Items on pilot in an exam"),
        help_text=gettext_lazy("They ride along and are not scored."),
    )
    number = forms.IntegerField(
        min_value=1,
        max_value=MOST_FORMS,
        label=gettext_lazy("Forms without an item in common"),
        help_text=gettext_lazy("So many must the exam items fill before a release is published."),
    )
    reason = forms.CharField(
        max_length=LONGEST_WORDS,
        label=gettext_lazy("Why"),
        help_text=gettext_lazy("Registrars and other officers read it beside the numbers."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, course: Course, begun: AskedBlueprint, data: Any = None) -> None:
        super().__init__(data, initial=_initial(begun), use_required_attribute=False)
        # numbers can be looked at without a reason
        self.fields["reason"].required = data is None or "propose" in data
        self.course = course
        for row in course.blueprint:
            self._number(
                _items(row.topic), _("{topic}: items").format(topic=said(row.title)), least=1
            )
            for level in LEVELS:
                label = _("{topic}: {level}").format(
                    topic=said(row.title), level=LEVEL_WORDS[level]
                )
                self._number(_level(row.topic, level), label, least=0)

    def _number(self, name: str, label: str, *, least: int) -> None:
        field = forms.IntegerField(
            min_value=least, max_value=MOST_ITEMS, required=least > 0, label=label
        )
        # the table names it by its row and its column
        field.widget.attrs |= {"aria-label": label, "aria-describedby": f"beside-{name}"}
        self.fields[name] = field

    @property
    def topics(self) -> Iterator[TopicFields]:
        """The topics of the blueprint with their fields."""
        for row in self.course.blueprint:
            levels = tuple((level, self[_level(row.topic, level)]) for level in LEVELS)
            yield TopicFields(row.topic, row.title, self[_items(row.topic)], levels)

    def asked(self) -> AskedBlueprint:
        """The numbers; call it once the form is valid."""
        data = self.cleaned_data
        rows = tuple(
            AskedRow(
                row.topic,
                data[_items(row.topic)],
                {
                    level: data[_level(row.topic, level)]
                    for level in LEVELS
                    if data[_level(row.topic, level)]
                },
            )
            for row in self.course.blueprint
        )
        policy = {name: data[name] for name in ("items", "minutes", "pilot_items")}
        return AskedBlueprint(course=self.course.code, forms=data["number"], rows=rows, **policy)


def _initial(begun: AskedBlueprint) -> dict[str, Any]:
    initial: dict[str, Any] = {**begun.policy, "number": begun.forms}
    for row in begun.rows:
        initial[_items(row.topic)] = row.items
        initial |= {_level(row.topic, level): count for level, count in row.levels.items()}
    return initial


def _items(topic: str) -> str:
    return f"items-{topic}"


def _level(topic: str, level: str) -> str:
    return f"level-{topic}-{level}"
