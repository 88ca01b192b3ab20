"""What is filled in to record, propose, apply for or correct an entry of a record."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, cast

from django import forms
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from tauliah.apps.record.applications import LONGEST_WORDS
from tauliah.apps.record.evidence import MOST_BYTES, File, file_of
from tauliah.apps.record.facts import (
    EVIDENCE_KINDS,
    HOURS_OF_A_WEEK,
    LONGEST,
    MOST_HOURS,
    Evidence,
    EvidenceKind,
    Facts,
)
from tauliah.apps.record.proposing import LONGEST_REASON
from tauliah.apps.record.recording import experience_facts
from tauliah.apps.record.words import EVIDENCE_TITLES
from tauliah.core.kernel import EntryKind, LocalText, Refused
from tauliah.core.programme import Programme
from tauliah.web.day_fields import day_field
from tauliah.web.telling import said

Choices = list[tuple[str, str]]


def _line(label: Any, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=LONGEST,
        error_messages={"required": gettext_lazy("Fill this in: the entry must speak for itself.")},
    )


def _hours(label: Any, help_text: Any, *, most: int) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        help_text=help_text,
        min_value=1,
        max_value=most,
        error_messages={
            "required": gettext_lazy("Give the hours as a whole number."),
            "invalid": gettext_lazy("Give the hours as a whole number."),
        },
    )


def _choice(label: Any, help_text: Any = "") -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label,
        help_text=help_text,
        error_messages={
            "required": gettext_lazy("Choose one of the list."),
            "invalid_choice": gettext_lazy("Choose one of the list."),
        },
    )


class FactsForm(forms.Form):
    """A form that gives the facts of one entry; `programme` fills the lists of its codes."""

    def __init__(self, programme: Programme, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.programme = programme
        for name, choices in self.choices().items():
            field = cast("forms.ChoiceField", self.fields[name])
            field.choices = [("", _("Choose")), *choices]

    def choices(self) -> Mapping[str, Choices]:
        """The lists of the fields that are chosen from one."""
        return {}

    def facts(self) -> Facts:
        """The facts as the entry holds them, once the form is valid."""
        return {}

    @staticmethod
    def filled(facts: Mapping[str, Any]) -> dict[str, Any]:
        """What the fields hold for these facts."""
        return dict(facts)


class DesignationFacts(FactsForm):
    """Which designation an entry is about."""

    designation = _choice(gettext_lazy("Designation"))

    def choices(self) -> Mapping[str, Choices]:
        return {"designation": designation_choices(self.programme)}

    def facts(self) -> Facts:
        return {"designation": self.cleaned_data["designation"]}


class HolderFacts(DesignationFacts):
    """Of which designation a holder retires or resumes work: of those with continuing education."""

    def choices(self) -> Mapping[str, Choices]:
        return {"designation": designation_choices(self.programme, only_continuing=True)}


class CourseFacts(FactsForm):
    """Which course an entry is about."""

    course = _choice(gettext_lazy("Course"))

    def choices(self) -> Mapping[str, Choices]:
        return {"course": _courses(self.programme)}

    def facts(self) -> Facts:
        return {"course": self.cleaned_data["course"]}


class CreditFacts(FactsForm):
    """For which exam, or course of another body, credit is given, and for what."""

    exam = _choice(
        gettext_lazy("Exam or course of another body"),
        gettext_lazy("Courses of other bodies count by the equivalences of the programme."),
    )
    source = _line(
        gettext_lazy("What was earned, and where"),
        gettext_lazy("For example: Diploma in Insurance, University of Malaya, 2021."),
    )

    def choices(self) -> Mapping[str, Choices]:
        return {"exam": [*_courses(self.programme), *_other_courses(self.programme)]}

    def facts(self) -> Facts:
        return {"exam": self.cleaned_data["exam"], "source": self.cleaned_data["source"].strip()}


class ExemptionFacts(FactsForm):
    """From which exam, and on which evidence."""

    exam = _choice(gettext_lazy("Exam"))
    kind = _choice(gettext_lazy("Kind of evidence"))
    title = _line(
        gettext_lazy("What it is"), gettext_lazy("For example: Bachelor of Commerce (Insurance).")
    )
    issued_by = _line(
        gettext_lazy("Who issued it"), gettext_lazy("For example: University of Malaya.")
    )
    issued_on = day_field(gettext_lazy("When it was issued"))
    expires = day_field(
        gettext_lazy("Last day on which the exemption counts"),
        gettext_lazy("Leave it empty where it counts for good."),
        required=False,
    )

    def choices(self) -> Mapping[str, Choices]:
        kinds: Choices = [(kind, said(EVIDENCE_TITLES[kind])) for kind in EVIDENCE_KINDS]
        return {"exam": _courses(self.programme), "kind": kinds}

    def evidence(self) -> Evidence:
        """The evidence that is described."""
        given = self.cleaned_data
        return Evidence(
            cast("EvidenceKind", given["kind"]),
            given["title"].strip(),
            given["issued_by"].strip(),
            given["issued_on"],
            given.get("expires"),
        )

    def facts(self) -> Facts:
        return {"exam": self.cleaned_data["exam"], **self.evidence().facts()}

    @staticmethod
    def filled(facts: Mapping[str, Any]) -> dict[str, Any]:
        evidence = Evidence.of(facts)
        if evidence is None:
            return {"exam": facts.get("exam"), "kind": "other", "title": facts.get("evidence")}
        return {
            "exam": facts["exam"],
            "kind": evidence.kind,
            "title": evidence.title,
            "issued_by": evidence.issued_by,
            "issued_on": evidence.issued_on,
            "expires": evidence.expires,
        }


class ExperienceFacts(FactsForm):
    """For whom, from when to when and how much somebody worked."""

    employer = _line(gettext_lazy("Employer"))
    first = day_field(gettext_lazy("First day"))
    last = day_field(
        gettext_lazy("Last day"),
        gettext_lazy("Of work that goes on: today. The rest can be recorded later."),
    )
    hours_a_week = _hours(gettext_lazy("Hours a week"), "", most=HOURS_OF_A_WEEK)

    def facts(self) -> Facts:
        return experience_facts(**self.cleaned_data_of("first", "last", "hours_a_week", "employer"))

    def cleaned_data_of(self, *names: str) -> dict[str, Any]:
        """Some of what was given."""
        return {name: self.cleaned_data[name] for name in names}

    @staticmethod
    def filled(facts: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "employer": facts.get("employer", ""),
            "first": date.fromisoformat(facts["from"]),
            "last": date.fromisoformat(facts["to"]),
            "hours_a_week": facts["hours_a_week"],
        }


class EducationFacts(FactsForm):
    """How many hours were spent on what, for which designation."""

    designation = _choice(gettext_lazy("Designation"))
    title = _line(
        gettext_lazy("What it was"),
        gettext_lazy("For example: Claims handling after floods, two evenings, by the institute."),
    )
    hours = _hours(
        gettext_lazy("Hours"),
        gettext_lazy("Whole hours; minutes are rounded down."),
        most=MOST_HOURS,
    )

    def choices(self) -> Mapping[str, Choices]:
        return {"designation": designation_choices(self.programme, only_continuing=True)}

    def facts(self) -> Facts:
        given = self.cleaned_data
        return {
            "designation": given["designation"],
            "hours": given["hours"],
            "title": given["title"].strip(),
        }


class EthicsFacts(FactsForm):
    """Which version of which code of ethics was accepted."""

    accepted = _choice(gettext_lazy("Code of ethics"))

    def choices(self) -> Mapping[str, Choices]:
        return {
            "accepted": [
                (f"{one.code} {one.version}", said(one.title))
                for one in self.programme.about.ethics
            ]
        }

    def facts(self) -> Facts:
        code, version = self.cleaned_data["accepted"].rsplit(" ", 1)
        return {"code": code, "version": version}

    @staticmethod
    def filled(facts: Mapping[str, Any]) -> dict[str, Any]:
        return {"accepted": f"{facts['code']} {facts['version']}"}


class MembershipFacts(FactsForm):
    """Until when somebody is a member."""

    until = day_field(
        gettext_lazy("Last day of the membership"),
        gettext_lazy("Leave it empty where it has no end yet."),
        required=False,
    )

    def facts(self) -> Facts:
        until = self.cleaned_data.get("until")
        return {"until": until.isoformat()} if until else {}


FORMS_OF_KIND: Mapping[EntryKind, type[FactsForm]] = {
    EntryKind.MATRICULATED: DesignationFacts,
    EntryKind.RETIRED: HolderFacts,
    EntryKind.RESUMED: HolderFacts,
    EntryKind.COURSE_COMPLETED: CourseFacts,
    EntryKind.CLASS_ATTENDED: CourseFacts,
    EntryKind.CREDIT_GRANTED: CreditFacts,
    EntryKind.EXEMPTION_GRANTED: ExemptionFacts,
    EntryKind.ETHICS_ACCEPTED: EthicsFacts,
    EntryKind.EXPERIENCE_RECORDED: ExperienceFacts,
    EntryKind.EDUCATION_RECORDED: EducationFacts,
    EntryKind.MEMBER_JOINED: MembershipFacts,
    EntryKind.MEMBER_LEFT: FactsForm,
}
"""The facts of each kind of entry that may be corrected."""


class OnDay(forms.Form):
    """On which day something happened."""

    on = day_field(
        gettext_lazy("On which day"), gettext_lazy("The last day, where it took several.")
    )


class EarnedOn(forms.Form):
    """On which day something was earned elsewhere."""

    earned_on = day_field(
        gettext_lazy("Day on which it was earned"),
        gettext_lazy("It then counts from that day. Leave it empty to let it count from today."),
        required=False,
    )


class Why(forms.Form):
    """Why something is entered, corrected or declined."""

    reason = forms.CharField(
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 4}),
        label=gettext_lazy("Reason"),
        help_text=gettext_lazy(
            "It is kept and shown to the person. Name the grounds, not private matters."
        ),
        error_messages={
            "required": gettext_lazy("Write the reason: nothing can be changed without one.")
        },
    )


class InOwnWords(forms.Form):
    """What a person adds in own words, and a file that shows it."""

    words = forms.CharField(
        required=False,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 5}),
        label=gettext_lazy("What the registrar should know"),
    )
    file = forms.FileField(
        required=False,
        label=gettext_lazy("Evidence as a file"),
        help_text=gettext_lazy("A PDF, PNG or JPEG of at most 5 MB. Only registrars can open it."),
        widget=forms.FileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg"}),
        error_messages={"empty": gettext_lazy("This file is empty.")},
    )

    def clean_file(self) -> File | None:
        sent = self.cleaned_data.get("file")
        if not sent:
            return None
        # one byte more than is allowed is enough to know
        found = file_of(sent.name, sent.read(MOST_BYTES + 1))
        if isinstance(found, Refused):
            raise forms.ValidationError(said(found.message))
        return found


class ProposeExemption(ExemptionFacts, Why):
    """An exemption as a registrar proposes it."""

    field_order = ("exam", "kind", "title", "issued_by", "issued_on", "expires", "reason")


class ApplyForExemption(ExemptionFacts, InOwnWords):
    """An exemption as a candidate asks for it; until when it counts is not theirs to say."""

    field_order = ("exam", "kind", "title", "issued_by", "issued_on", "words", "file")
    expires = None  # type: ignore[assignment]


class ProposeCredit(CreditFacts, EarnedOn, Why):
    """Credit as a registrar proposes it."""

    field_order = ("exam", "source", "earned_on", "reason")


class RecordEducation(EducationFacts, OnDay):
    """Hours as a registrar records them."""

    field_order = ("designation", "title", "hours", "on")


class RecordAttendance(CourseFacts, OnDay):
    """A course or a class as a registrar records it."""

    field_order = ("course", "on")


class DeclareEducation(EducationFacts, OnDay, InOwnWords):
    """Hours as a holder declares them."""

    field_order = ("designation", "title", "hours", "on", "words", "file")


class DeclareExperience(ExperienceFacts, InOwnWords):
    """Work as a candidate declares it."""

    field_order = ("employer", "first", "last", "hours_a_week", "words", "file")


def designation_choices(programme: Programme, *, only_continuing: bool = False) -> Choices:
    """Designations to choose from: all, or those that ask their holders for hours."""
    return [
        (one.code, f"{said(one.title)} ({one.letters})")
        for one in programme.designations
        if not only_continuing or one.continuing_education != "none"
    ]


def _courses(programme: Programme) -> Choices:
    return _named((one.code, one.title) for one in programme.courses)


def _other_courses(programme: Programme) -> Choices:
    return _named((one.code, one.title) for one in programme.about.other_courses)


def _named(found: Iterable[tuple[str, LocalText]]) -> Choices:
    language = get_language() or "en"
    return [(code, f"{title.in_language(language)} ({code})") for code, title in found]
