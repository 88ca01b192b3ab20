"""What authors fill in: a single choice and a number in both languages, or any item as text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tauliah.core.kernel import LANGUAGES
from tauliah.core.programme import Programme
from tauliah.core.programme.items import Numeric, SingleChoice, item_text
from tauliah.web.bank_words import LEVELS, POOLS
from tauliah.web.telling import active_language, said

LETTERS = "abcdef"
FEWEST_OPTIONS = 3
LONGEST_TEXT = 4_000
MOST_SOURCES = 20
_UNIT = "unit"
LANGUAGE_NAMES = {"en": gettext_lazy("English"), "ms": gettext_lazy("Malay")}
WAYS = {
    "single-choice": gettext_lazy("Single choice"),
    "numeric": gettext_lazy("Number"),
    "text": gettext_lazy("Any type, as text"),
}


class WantedItems(forms.Form):
    """Which items a list shows."""

    q = forms.CharField(required=False, label=gettext_lazy("Id, topic, outcome or lesson"))
    state = forms.ChoiceField(required=False, label=gettext_lazy("State"))
    course = forms.ChoiceField(required=False, label=gettext_lazy("Course"))
    pool = forms.ChoiceField(required=False, label=gettext_lazy("Pool"))
    level = forms.ChoiceField(required=False, label=gettext_lazy("Level"))
    outcome = forms.CharField(required=False, label=gettext_lazy("Outcome"))

    def __init__(
        self, states: Iterable[tuple[str, str]], courses: Iterable[str], *args: Any
    ) -> None:
        super().__init__(*args)
        for name, choices in (
            ("state", states),
            ("course", [(code, code) for code in courses]),
            ("pool", POOLS.items()),
            ("level", LEVELS.items()),
        ):
            self.fields[name].choices = [("", _("All")), *choices]  # type: ignore[attr-defined]


class NewItem(forms.Form):
    """Where a new item belongs, and how it is written."""

    course = forms.ChoiceField(label=gettext_lazy("Course"))
    pool = forms.ChoiceField(label=gettext_lazy("Pool"), choices=list(POOLS.items()))
    way = forms.ChoiceField(label=gettext_lazy("Type"), choices=list(WAYS.items()))

    def __init__(self, published: Programme, *args: Any) -> None:
        super().__init__(*args)
        courses = [
            (one.code, f"{one.code} · {said(one.title)}") for one in published.taught_courses
        ]
        self.fields["course"].choices = courses  # type: ignore[attr-defined]
        self._with_exam = {one.code for one in published.courses}

    def clean(self) -> None:
        """Exam items belong to courses that have an exam."""
        chosen = self.cleaned_data
        if chosen.get("pool") == "secure" and chosen.get("course") not in self._with_exam:
            self.add_error("pool", _("This course has no exam. Choose practice."))


class _Sources(forms.Form):
    sources = forms.CharField(
        required=False,
        label=gettext_lazy("Sources"),
        max_length=LONGEST_TEXT,
        help_text=gettext_lazy(
            "Acts, policies, textbooks: one a line. Candidates do not see them."
        ),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean_sources(self) -> list[str]:
        """The sources, a line each, without empty lines."""
        lines = self.cleaned_data["sources"].splitlines()
        named = [line.strip() for line in lines if line.strip()]
        if len(named) > MOST_SOURCES:
            told = _("These are {count} sources: name at most {most}, one a line.")
            raise forms.ValidationError(told.format(count=len(named), most=MOST_SOURCES))
        return named


class WrittenItem(_Sources):
    """What items of both forms have; `content` gives the item's plain values."""

    way = ""

    def __init__(
        self, published: Programme, course: str, code: str, *args: Any, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        taught = published.taught(course)
        own = {
            "id": forms.CharField(
                max_length=40,
                label=_("Id"),
                initial=code,
                disabled=bool(more.get("initial")),
                help_text=_("Capital letters, digits and hyphens. It never goes to another item."),
            ),
            "topic": _choice(_("Topic"), ((row.topic, said(row.title)) for row in taught.topics)),
            "outcome": _choice(
                _("Outcome"),
                ((one.code, f"{one.code} · {said(one.text)}") for one in taught.outcomes),
            ),
            "level": _choice(_("Level"), LEVELS.items()),
            "lesson": _choice(
                _("Lesson"),
                (
                    (one.slug, one.in_language(active_language()).title)
                    for one in published.lessons_of(course)
                ),
            ),
            "points": forms.IntegerField(min_value=1, max_value=100, initial=1, label=_("Points")),
            **_both("stem", _("Question"), rows=3),
            **self.own_fields(),
        }
        self.fields = own | self.fields

    def own_fields(self) -> dict[str, forms.Field]:
        """The fields of this type alone."""
        return {}

    def own_content(self) -> dict[str, Any]:
        """What this type alone has."""
        return {}

    def content(self) -> dict[str, Any]:
        """The item as plain values; call it once the form is valid."""
        data = self.cleaned_data
        points = data["points"]
        return {
            "id": data["id"],
            "outcome": data["outcome"],
            "level": data["level"],
            "lesson": data["lesson"],
            "stem": _text_of(data, "stem"),
            **({"points": points} if points != 1 else {}),
            **self.own_content(),
        }


class SingleChoiceForm(WrittenItem):
    """Three to six options, each with its explanation, and the letter of the key."""

    way = "single-choice"

    def own_fields(self) -> dict[str, forms.Field]:
        fields: dict[str, forms.Field] = {}
        for letter in LETTERS:
            needed = LETTERS.index(letter) < FEWEST_OPTIONS
            option = _("Option {letter}").format(letter=letter)
            why = _("Option {letter}: why it is right or wrong").format(letter=letter)
            fields |= _both(f"option_{letter}", option, rows=1, required=needed)
            fields |= _both(f"why_{letter}", why, rows=2, required=needed)
        key = forms.ChoiceField(
            label=_("Key"),
            choices=[(letter, letter) for letter in LETTERS],
            widget=forms.RadioSelect,
        )
        return fields | {"key": key}

    def clean(self) -> None:
        """An option is written in full or not at all, and the key is one of them."""
        for letter in LETTERS[FEWEST_OPTIONS:]:
            parts = [f"{part}_{letter}_{one}" for part in ("option", "why") for one in LANGUAGES]
            written = [name for name in parts if self.cleaned_data.get(name)]
            if written and len(written) < len(parts):
                for name in set(parts) - set(written):
                    self.add_error(name, _("Write it too, or leave the whole option empty."))
        key = self.cleaned_data.get("key")
        if key and not self.cleaned_data.get(f"option_{key}_en") and not self.errors:
            self.add_error("key", _("Choose an option that is written."))

    def own_content(self) -> dict[str, Any]:
        data = self.cleaned_data
        options = {
            letter: {
                "text": _text_of(data, f"option_{letter}"),
                "explanation": _text_of(data, f"why_{letter}"),
            }
            for letter in LETTERS
            if data.get(f"option_{letter}_en")
        }
        return {"key": data["key"], "options": options}


class NumericForm(WrittenItem):
    """A number with its tolerance, and the one unit in which it is asked, where it has one."""

    way = "numeric"

    def own_fields(self) -> dict[str, forms.Field]:
        tolerances = [("absolute", _("as an amount")), ("percent", _("in per cent"))]
        return {
            "value": forms.CharField(max_length=26, label=_("Value")),
            "tolerance": forms.CharField(max_length=26, label=_("Tolerance"), initial="0"),
            "tolerance_kind": _choice(_("The tolerance is given"), tolerances),
            **_both("unit", _("Unit"), rows=1, required=False),
            **_both("explanation", _("Explanation"), rows=3),
        }

    def own_content(self) -> dict[str, Any]:
        data = self.cleaned_data
        content: dict[str, Any] = {
            "type": "numeric",
            "value": data["value"],
            "tolerance": {data["tolerance_kind"]: data["tolerance"]},
            "explanation": _text_of(data, "explanation"),
        }
        if data["unit_en"] or data["unit_ms"]:
            content["units"] = {_UNIT: {"text": _text_of(data, "unit"), "factor": 1}}
        return content


class TextForm(_Sources):
    """An item of any type as it would stand in the programme's folder."""

    way = "text"

    text = forms.CharField(
        label=gettext_lazy("Text of the item"),
        max_length=40_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 24, "spellcheck": "false", "class": "code"}),
    )

    def __init__(
        self, published: Programme, course: str, _code: str, *args: Any, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        rows = published.taught(course).topics
        topic = _choice(_("Topic"), ((row.topic, said(row.title)) for row in rows))
        self.fields = {"topic": topic} | self.fields


FORMS: Mapping[str, type[WrittenItem | TextForm]] = {
    form.way: form for form in (SingleChoiceForm, NumericForm, TextForm)
}


def initial_of(item: Any) -> dict[str, Any] | None:
    """How the form of an item's type begins; None where the type, or this item, has no form."""
    values: dict[str, Any] = {
        name: getattr(item, name) for name in ("id", "outcome", "level", "lesson")
    }
    values |= _initial("stem", item.stem)
    if item.case:
        return None
    match item:
        case SingleChoice():
            if set(item.options) - set(LETTERS):
                return None
            values |= {"points": item.points, "key": item.key}
            for letter, option in item.options.items():
                values |= _initial(f"option_{letter}", option.text)
                values |= _initial(f"why_{letter}", option.explanation)
            return values
        case Numeric():
            written = item_text(item)
            units = list(item.units.values())
            if list(item.units) not in ([], [_UNIT]):
                return None
            ((kind, tolerance),) = written["tolerance"].items()
            values |= {"points": item.points, "value": written["value"]}
            values |= {"tolerance": tolerance, "tolerance_kind": kind}
            values |= _initial("unit", units[0].text) if units else {}
            return values | _initial("explanation", item.explanation)
        case _:
            return None


def field_of(path: tuple[str | int, ...]) -> str:
    """The field in which a part of an item is written; empty where no field has it."""
    match path:
        case ("options", str(letter), "text", str(language)):
            return f"option_{letter}_{language}"
        case ("options", str(letter), "explanation", str(language)):
            return f"why_{letter}_{language}"
        case ("stem" | "explanation" as part, str(language)):
            return f"{part}_{language}"
        case ("units", _, "text", str(language)):
            return f"unit_{language}"
        case ("options", *_):
            return "option_a_en"
        case (str(part), *_):
            return part
        case _:
            return ""


def _choice(label: str, choices: Iterable[tuple[Any, Any]]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=list(choices))


def _both(name: str, label: str, *, rows: int, required: bool = True) -> dict[str, forms.Field]:
    """A text in each language of the house."""
    return {
        f"{name}_{language}": forms.CharField(
            label=f"{label} ({LANGUAGE_NAMES[language]})",
            max_length=LONGEST_TEXT,
            required=required,
            widget=forms.Textarea(attrs={"rows": rows, "lang": language}),
        )
        for language in LANGUAGES
    }


def _text_of(data: Mapping[str, Any], name: str) -> dict[str, str]:
    # a browser sends other line ends than the programme's text has
    return {
        language: "\n".join(str(data[f"{name}_{language}"]).splitlines()) for language in LANGUAGES
    }


def _initial(name: str, text: Any) -> dict[str, str]:
    return {f"{name}_{language}": text.in_language(language) for language in LANGUAGES}
