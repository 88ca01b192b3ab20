"""What a person asks the pathfinder: designations, hours, days, money, and what to suppose."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tauliah.core.audit import Audit
from tauliah.core.audit.pathfinder import (
    CourseOpenSupposed,
    CreditSupposed,
    ExamSupposed,
    Membership,
    Objective,
    PathwaySupposed,
    Supposing,
    TargetSupposed,
    Wishes,
)
from tauliah.core.programme import Designation, Programme, leaves, pathways
from tauliah.web.day_fields import wished_day_field
from tauliah.web.telling import said

ROWS = 3
"""How many things may be supposed at once."""
HOURS = 6
MOST_HOURS = 80


class WayForm(forms.Form):
    """A question to the pathfinder; it changes nothing, so it is asked by an address."""

    to = forms.MultipleChoiceField(
        label=gettext_lazy("Where to"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose one designation at least.")},
    )
    best = forms.ChoiceField(
        label=gettext_lazy("What matters most"),
        choices=[
            ("fastest", gettext_lazy("Be done soonest")),
            ("cheapest", gettext_lazy("Pay least")),
            ("fewest-exams", gettext_lazy("Sit the fewest exams")),
        ],
        widget=forms.RadioSelect,
    )
    hours = forms.IntegerField(
        label=gettext_lazy("Hours of study a week"), min_value=1, max_value=MOST_HOURS
    )
    start = wished_day_field(gettext_lazy("Begin on"), gettext_lazy("Without a day: today."))
    by = wished_day_field(gettext_lazy("Be done by"))
    budget = forms.IntegerField(
        label=gettext_lazy("Spend at most"),
        required=False,
        min_value=0,
        max_value=10_000_000,
    )
    opens = wished_day_field(
        gettext_lazy("Suppose that all courses in preparation open on"),
        gettext_lazy("Without a day: their exams cannot be sat."),
    )
    most = forms.IntegerField(
        label=gettext_lazy("Exams in one window, at most"),
        required=False,
        min_value=1,
        max_value=20,
    )
    works = forms.IntegerField(
        label=gettext_lazy("Hours of work a week in the field"),
        help_text=gettext_lazy("For designations that ask for experience."),
        required=False,
        min_value=0,
        max_value=MOST_HOURS,
    )
    member = forms.ChoiceField(
        label=gettext_lazy("Membership"),
        required=False,
        choices=[
            ("may-join", gettext_lazy("Join where it pays")),
            ("none", gettext_lazy("Not a member")),
            ("member", gettext_lazy("A member")),
        ],
    )

    def __init__(
        self, programme: Programme, audits: tuple[Audit, ...], data: QueryDict | None, *, on: date
    ) -> None:
        self.programme = programme
        self.designations = tuple(audit.designation for audit in audits if not audit.held)
        self.on = on
        self.question = data or self._first_question(audits)
        super().__init__(self.question)
        fields = self.fields
        self.coming = [one for one in programme.courses if one.status == "in-preparation"]
        if not self.coming:
            del fields["opens"]
        cast(forms.MultipleChoiceField, fields["to"]).choices = [
            (one.code, f"{said(one.title)} ({one.letters})") for one in self.designations
        ]
        fields["budget"].help_text = _("In whole %(currency)s.") % {
            "currency": programme.about.currency
        }
        if programme.about.fees.members is None:
            del fields["member"]
        if not any(_asks_for_experience(one) for one in self.designations):
            del fields["works"]
        for one in self.designations:
            named = _pathways(one, on)
            if len(named) > 1:
                fields[f"way-{one.code}"] = forms.ChoiceField(
                    label=_("Pathway to %(letters)s") % {"letters": one.letters},
                    required=False,
                    choices=[("", _("Whichever is best")), *named],
                )
        choices = [("", _("Nothing"))] + [
            (group, list(inside)) for group, inside in self._suppositions() if inside
        ]
        for row in range(1, ROWS + 1):
            fields[f"suppose-{row}"] = forms.ChoiceField(
                label=_("Suppose"), required=False, choices=choices
            )
            fields[f"on-{row}"] = wished_day_field(_("on"), _("Without a day: today."))

    def _first_question(self, audits: tuple[Audit, ...]) -> QueryDict:
        """What is asked when somebody comes to the page: what they are in for, at a steady pace."""
        wanted = [one.designation.code for one in audits if one.matriculated and not one.held]
        question = QueryDict(f"best=fastest&hours={HOURS}", mutable=True)
        question.setlist("to", wanted or [one.code for one in self.designations[:1]])
        return question

    def asked(self, **changes: str) -> str:
        """This question with something changed, as the query of an address."""
        question = self.question.copy()
        for name, value in changes.items():
            question[name] = value
        return question.urlencode()

    def _suppositions(self) -> Iterator[tuple[str, list[tuple[str, str]]]]:
        courses = [(one.code, f"{one.code} {said(one.title)}") for one in self.programme.courses]
        taken = [
            (one.code, f"{one.code} {said(one.title)}")
            for one in self.programme.courses
            if one.status == "open"
        ]
        coming = [(one.code, f"{one.code} {said(one.title)}") for one in self.coming]
        yield _("I pass the exam"), [(f"passed:{code}", title) for code, title in taken]
        yield _("I fail the exam"), [(f"failed:{code}", title) for code, title in taken]
        yield _("I am granted credit for"), [(f"credited:{code}", t) for code, t in courses]
        yield _("This course opens"), [(f"opens:{code}", title) for code, title in coming]
        yield (
            _("I want this designation too"),
            [(f"wanted:{one.code}", said(one.title)) for one in self.designations],
        )
        yield (
            _("I change to the pathway"),
            [
                (f"pathway:{one.code}={slug}", f"{one.letters}: {title}")
                for one in self.designations
                for slug, title in _pathways(one, self.on)
            ],
        )

    def rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The rows of what is supposed: a choice and its day."""
        return [(self[f"suppose-{row}"], self[f"on-{row}"]) for row in range(1, ROWS + 1)]

    def ways(self) -> list[forms.BoundField]:
        """The choice of a pathway, for each designation that has several."""
        return [self[name] for name in self.fields if name.startswith("way-")]

    def more(self) -> list[forms.BoundField]:
        """What most people leave open."""
        names = ("start", "by", "budget", "most", "member", "works", "opens")
        return [self[name] for name in names if name in self.fields]

    def asks_for_more(self) -> bool:
        """Whether anything is asked beyond designations, hours and what matters most."""
        names = (name for name in self.fields if name not in ("to", "best", "hours"))
        return bool(self.errors) or any(self.cleaned_data.get(name) for name in names)

    def wishes(self) -> Wishes:
        """What is wished for, of a form that is valid."""
        said_here = self.cleaned_data
        budget = said_here["budget"]
        ways = {one.code: said_here.get(f"way-{one.code}") for one in self.designations}
        return Wishes(
            targets=tuple(said_here["to"]),
            hours_a_week=said_here["hours"],
            start=said_here["start"],
            done_by=said_here["by"],
            budget=None if budget is None else budget * 100,
            pathways={code: slug for code, slug in ways.items() if slug},
            membership=cast(Membership, said_here.get("member") or "none"),
            exams_in_a_window=said_here["most"],
            works_hours_a_week=said_here.get("works"),
        )

    def objective(self) -> Objective:
        """What matters most."""
        return cast(Objective, self.cleaned_data["best"])

    def supposing(self) -> tuple[Supposing, ...]:
        """What is supposed, row by row."""
        opens = self.cleaned_data.get("opens")
        found: list[Supposing] = (
            [CourseOpenSupposed(one.code, opens) for one in self.coming] if opens else []
        )
        for row in range(1, ROWS + 1):
            kind, _colon, about = self.cleaned_data[f"suppose-{row}"].partition(":")
            if kind:
                day = self.cleaned_data[f"on-{row}"] or self.on
                found.append(_supposition(kind, about, day))
        return tuple(found)


def _supposition(kind: str, about: str, day: date) -> Supposing:
    match kind:
        case "passed" | "failed":
            return ExamSupposed(about, day, passed=kind == "passed")
        case "credited":
            return CreditSupposed(about, day)
        case "opens":
            return CourseOpenSupposed(about, day)
        case "wanted":
            return TargetSupposed(about)
        case _:
            designation, _equals, pathway = about.partition("=")
            return PathwaySupposed(designation, pathway)


def _pathways(designation: Designation, on: date) -> list[tuple[str, str]]:
    rules = designation.rules_on(on)
    return [(one.pathway, said(one.title)) for one in pathways(rules.requires)] if rules else []


def _asks_for_experience(designation: Designation) -> bool:
    return any(
        hasattr(leaf, "experience")
        for version in designation.versions
        for leaf in leaves(version.requires)
    )
