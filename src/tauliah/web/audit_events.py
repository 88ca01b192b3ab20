"""The events of the audit trail in words."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

TITLES: dict[str, Promise] = {
    "accommodation.ended": _("Accommodation ended"),
    "accommodation.granted": _("Accommodation granted"),
    "account.created": _("Account made"),
    "account.email-confirmed": _("E-mail address confirmed"),
    "account.language-chosen": _("Language chosen"),
    "attempt.extended": _("Exam extended"),
    "attempt.paused": _("Exam paused"),
    "attempt.rescued": _("Answers taken from an emergency file"),
    "attempt.resumed": _("Exam resumed"),
    "application.confirmed": _("Application confirmed"),
    "application.declined": _("Application declined"),
    "application.made": _("Application made"),
    "attempt.started": _("Exam started"),
    "attempt.submitted": _("Exam handed in"),
    "attempt.voided": _("Exam voided"),
    "booking.cancelled": _("Booking cancelled"),
    "booking.made": _("Exam booked"),
    "lesson.read": _("Lesson read"),
    "practice.answered": _("Practice item answered"),
    "proposal.approved": _("Proposal approved"),
    "proposal.declined": _("Proposal declined"),
    "proposal.made": _("Proposal made"),
    "record.class-attended": _("Class attended"),
    "record.conferred": _("Designation conferred"),
    "record.corrected": _("Entry corrected"),
    "record.course-completed": _("Course completed"),
    "record.credit-granted": _("Credit granted"),
    "record.education-recorded": _("Continuing education recorded"),
    "record.ethics-accepted": _("Ethics accepted"),
    "record.exam-result": _("Exam result recorded"),
    "record.exemption-granted": _("Exemption granted"),
    "record.experience-recorded": _("Experience recorded"),
    "record.matriculated": _("Matriculated"),
    "record.member-joined": _("Member joined"),
    "record.member-left": _("Member left"),
    "record.reinstated": _("Designation reinstated"),
    "record.resumed": _("Returned from retirement"),
    "record.retired": _("Retired"),
    "record.revoked": _("Designation revoked"),
    "record.sitting-voided": _("Sitting voided in the record"),
    "release.losses-accepted": _("Losses by a release accepted"),
    "release.published": _("Programme published"),
    "response.marked": _("Response marked"),
}


def event_title(event: str) -> Promise | str:
    """An event in words; one that has none yet stands for itself."""
    return TITLES.get(event, event)
