"""What a person chooses for the plan of study: three things to begin with, all of it afterwards."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tauliah.apps.catalogue.queries import local_day, programme
from tauliah.apps.study.plan_choices import (
    Attended,
    ExamDay,
    PlanWishes,
    classes_ahead,
    fixed_day,
    windows_ahead,
)
from tauliah.core.audit import Audit
from tauliah.core.exam import Window, window_on
from tauliah.core.kernel import spoken_day
from tauliah.core.practice.fitting import LONGEST_DAY
from tauliah.core.practice.study_time import GRAIN
from tauliah.core.programme import Course
from tauliah.web.day_fields import wished_day_field
from tauliah.web.telling import said

WEEKDAYS = (
    gettext_lazy("Monday"),
    gettext_lazy("Tuesday"),
    gettext_lazy("Wednesday"),
    gettext_lazy("Thursday"),
    gettext_lazy("Friday"),
    gettext_lazy("Saturday"),
    gettext_lazy("Sunday"),
)
MOST_HOURS = 80
SPARE_ROWS = 2
USUAL_DAYS = ("0", "1", "2", "3", "4", "5")


class BeginForm(forms.Form):
    """The three things without which there is no plan: where to, how many hours, on which days."""

    targets = forms.MultipleChoiceField(
        label=gettext_lazy("Which letters do you want?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose one designation at least.")},
    )
    hours = forms.IntegerField(
        label=gettext_lazy("How many hours a week can you study?"),
        min_value=1,
        max_value=MOST_HOURS,
        initial=6,
    )
    days = forms.MultipleChoiceField(
        label=gettext_lazy("On which days?"),
        widget=forms.CheckboxSelectMultiple,
        initial=USUAL_DAYS,
        error_messages={"required": gettext_lazy("Choose one day of the week at least.")},
    )

    def __init__(self, audits: Iterable[Audit], data: Any = None) -> None:
        super().__init__(data)
        open_to = [one for one in audits if not one.held]
        cast(forms.MultipleChoiceField, self.fields["targets"]).choices = [
            (one.designation.code, f"{said(one.designation.title)} ({one.designation.letters})")
            for one in open_to
        ]
        self.fields["targets"].initial = [
            one.designation.code for one in open_to if one.matriculated
        ]
        cast(forms.MultipleChoiceField, self.fields["days"]).choices = [
            (str(number), name) for number, name in enumerate(WEEKDAYS)
        ]

    def wishes(self) -> PlanWishes:
        """What is wished for, of a form that is valid: the hours are the same on each day."""
        days = {int(one) for one in self.cleaned_data["days"]}
        share = 60 * self.cleaned_data["hours"] / len(days)
        minutes = max(GRAIN, round(share / GRAIN) * GRAIN)
        return PlanWishes(
            targets=tuple(self.cleaned_data["targets"]),
            week=tuple(minutes if number in days else 0 for number in range(7)),
        )


class PlanForm(forms.Form):
    """All that can be chosen: minutes by weekday, days off, exam days, classes."""

    def __init__(
        self, wishes: PlanWishes, courses: Iterable[Course], *, today: date, data: Any = None
    ) -> None:
        super().__init__(data)
        self.kept, self.today = wishes, today
        self.courses = tuple(courses)
        self.published = programme()
        self.windows = windows_ahead(self.published, today)
        for number, name in enumerate(WEEKDAYS):
            self.fields[f"minutes-{number}"] = forms.IntegerField(
                label=name,
                min_value=0,
                max_value=LONGEST_DAY,
                initial=wishes.week[number],
                widget=forms.NumberInput(attrs={"step": GRAIN, "inputmode": "numeric"}),
            )
        off = [span for span in wishes.days_off if span[1] >= today]
        self.rows = len(off) + SPARE_ROWS
        for row in range(self.rows):
            first, last = wished_day_field(_("First day")), wished_day_field(_("Last day"))
            if row < len(off):
                first.initial, last.initial = off[row]
            self.fields[f"off-first-{row}"], self.fields[f"off-last-{row}"] = first, last
        days = {one.exam: one.day for one in wishes.exams if one.day > today}
        for course in self.courses:
            self._add_exam(course, days.get(course.code))
        self._classes = {
            f"{one.course}/{one.starts}/{one.ends}": (one, place)
            for one, place in classes_ahead((one.code for one in self.courses), today=today)
        }
        if self._classes:
            self.fields["classes"] = forms.MultipleChoiceField(
                label=_("Classes that you attend"),
                required=False,
                widget=forms.CheckboxSelectMultiple,
                choices=[
                    (key, _class_words(one, said(place)))
                    for key, (one, place) in self._classes.items()
                ],
                initial=[f"{one.course}/{one.starts}/{one.ends}" for one in wishes.classes],
            )

    def _add_exam(self, course: Course, day: date | None) -> None:
        window = window_on(self.published.about.windows, day) if day else None
        self.fields[f"window-{course.code}"] = forms.ChoiceField(
            label=f"{said(course.title)} ({course.code})",
            required=False,
            choices=[("", _("Not in my plan")), *((one.code, _span(one)) for one in self.windows)],
            initial=window.code if window else "",
        )
        field = wished_day_field(_("Day of the exam"))
        field.initial = day
        self.fields[f"day-{course.code}"] = field

    def weekdays(self) -> list[forms.BoundField]:
        """The minutes of each weekday."""
        return [self[f"minutes-{number}"] for number in range(7)]

    def spans_off(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The rows of days off: first and last."""
        return [(self[f"off-first-{row}"], self[f"off-last-{row}"]) for row in range(self.rows)]

    def exams(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """For each exam its window and its day."""
        return [(self[f"window-{one.code}"], self[f"day-{one.code}"]) for one in self.courses]

    def classes(self) -> forms.BoundField | None:
        """The runs of classes, where there are any."""
        return self["classes"] if "classes" in self.fields else None

    def clean(self) -> dict[str, Any]:
        """Each exam's day within its window, and no span of days off without a last day."""
        data = super().clean() or {}
        for row in range(self.rows):
            first, last = data.get(f"off-first-{row}"), data.get(f"off-last-{row}")
            if first and last and last < first:
                self.add_error(f"off-last-{row}", _("The last day is before the first."))
        known = {one.code: one for one in self.windows}
        for course in self.courses:
            window = known.get(data.get(f"window-{course.code}") or "")
            if window is not None:
                self._clean_day(course.code, window, data)
        return data

    def _clean_day(self, code: str, window: Window, data: dict[str, Any]) -> None:
        name = f"day-{code}"
        day, paper = data.get(name), fixed_day(self.published, window, code)
        if paper is not None:
            data[name] = local_day(paper.starts)
        elif name in self.errors:
            return
        elif day is None:
            data[name] = window.closes
        elif not window.is_open(day):
            self.add_error(name, _("This day is not in the window that you chose."))
        if data.get(name) and data[name] <= self.today:
            self.add_error(name, _("Choose a day after today."))

    def wishes(self) -> PlanWishes:
        """What is wished for, of a form that is valid."""
        data = self.cleaned_data
        serves = {one.exam: one.serves for one in self.kept.exams}
        spans = []
        for row in range(self.rows):
            first, last = data[f"off-first-{row}"], data[f"off-last-{row}"]
            if first or last:
                # one day alone is a span of one day
                spans.append((first or last, last or first))
        attended = [self._classes[key][0] for key in data.get("classes", ())]
        return PlanWishes(
            targets=self.kept.targets,
            week=tuple(data[f"minutes-{number}"] for number in range(7)),
            days_off=tuple(spans),
            exams=tuple(
                ExamDay(one.code, data[f"day-{one.code}"], serves.get(one.code, ()))
                for one in self.courses
                if data[f"window-{one.code}"]
            ),
            classes=tuple(attended),
        )


def courses_to_plan(passed: Iterable[str], wishes: PlanWishes) -> list[Course]:
    """The courses whose exam may be planned: open ones and those of the plan, if not passed."""
    done, planned = set(passed), {one.exam for one in wishes.exams}
    found = [one for one in programme().courses if one.is_open or one.code in planned]
    return [one for one in found if one.code not in done]


def _span(window: Window) -> str:
    return f"{said(window.title)}: {said(spoken_day(window.opens))} – {said(spoken_day(window.closes))}"


def _class_words(one: Attended, place: str) -> str:
    first, last = said(spoken_day(one.starts)), said(spoken_day(one.ends))
    return f"{one.course}, {place}: {first} – {last}"
