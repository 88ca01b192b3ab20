"""The one thing that a candidate should do next."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tauliah.apps.sittings.queries import ExamOffer
from tauliah.apps.study.queries import CourseProgress
from tauliah.core.audit import Audit, Finding
from tauliah.web.telling import active_language, said


@dataclass(frozen=True, slots=True)
class NextStep:
    """What to do, why, and the button that leads there, in the language that is active."""

    heading: str
    text: str
    url: str
    action: str


class Booked(Protocol):
    """A booking, as far as its address needs it."""

    @property
    def pk(self) -> UUID: ...


class Started(Protocol):
    """An attempt that is not handed in."""

    @property
    def pk(self) -> UUID: ...
    @property
    def deadline(self) -> datetime: ...


def next_step(
    audits: Sequence[Audit],
    *,
    claimable: Collection[str],
    started: Started | None,
    offers: Iterable[ExamOffer],
    progress: Mapping[str, CourseProgress],
    at: datetime,
) -> NextStep:
    """A started exam before all; then a claim, a booked exam, study, the code, and patience.

    `claimable` are the codes of what may be conferred now; `progress` has every course that is
    open, by code.
    """
    if started:
        return _go_on_with_exam(started) if at < started.deadline else _see_result(started)
    entered = [audit for audit in audits if audit.matriculated]
    if not entered:
        return _choose_designation()
    wanted = [audit for audit in entered if not audit.held and not audit.revoked]
    for audit in wanted:
        if audit.designation.code in claimable:
            return _claim(audit)
    by_course = {offer.course: offer for offer in offers}
    for offer in by_course.values():
        if offer.booking:
            return _sit(offer.booking, progress[offer.course])
    exams = _open_exams(wanted, progress)
    if exams:
        return _prepare(progress[exams[0].code], by_course[exams[0].code])
    for audit in wanted:
        for leaf in audit.missing:
            if leaf.kind == "ethics":
                return _accept(leaf)
    if wanted:
        return _wait(wanted[0])
    return _nothing_left(audits)


def _open_exams(wanted: Iterable[Audit], progress: Mapping[str, CourseProgress]) -> list[Finding]:
    """Exams to be passed whose course is open: those of the shortest ways first."""
    leaves = [leaf for audit in wanted for leaf in audit.missing]
    leaves += [leaf for audit in wanted for leaf in _leaves_that_help(audit.finding)]
    return [leaf for leaf in leaves if leaf.kind in ("exam", "course") and leaf.code in progress]


def _leaves_that_help(finding: Finding) -> Iterator[Finding]:
    """What is missing on any way; where a choice is made already, its other ways are left out."""
    if finding.met:
        return
    if not finding.parts:
        yield finding
    for part in finding.parts:
        yield from _leaves_that_help(part)


def _go_on_with_exam(started: Started) -> NextStep:
    return NextStep(
        heading=_("Your exam is running"),
        text=_("The clock goes on whether the page is open or not."),
        url=reverse("exam-attempt", args=[started.pk]),
        action=_("Go on with the exam"),
    )


def _see_result(ended: Started) -> NextStep:
    return NextStep(
        heading=_("The time of your exam has ended"),
        text=_("The answers that you had saved are kept. Hand them in to see your result."),
        url=reverse("exam-attempt", args=[ended.pk]),
        action=_("Go to your exam"),
    )


def _choose_designation() -> NextStep:
    return NextStep(
        heading=_("Choose a designation"),
        text=_(
            "Matriculate for the designation that you want to earn. Its exams then open to you."
        ),
        url=reverse("matriculate"),
        action=_("Choose a designation"),
    )


def _claim(audit: Audit) -> NextStep:
    letters = audit.designation.letters
    return NextStep(
        heading=_("You have met every requirement of %(letters)s") % {"letters": letters},
        text=_("Claim your designation and receive the certificate and the signed credential."),
        url=reverse("candidate-awards"),
        action=_("Claim %(letters)s") % {"letters": letters},
    )


def _sit(booking: Booked, progress: CourseProgress) -> NextStep:
    title = said(progress.course.title)
    return NextStep(
        heading=_("Your exam is booked: %(course)s") % {"course": title},
        text=_("It can be sat on any day while its window is open. Start when you feel ready."),
        url=reverse("exam-start", args=[booking.pk]),
        action=_("Go to your exam"),
    )


def _prepare(progress: CourseProgress, offer: ExamOffer) -> NextStep:
    course, lesson = progress.course, progress.next_lesson
    code, title = course.code.lower(), said(course.title)
    if lesson:
        words = lesson.in_language(active_language())
        return NextStep(
            heading=_("Read on: %(lesson)s") % {"lesson": words.title},
            text=_("Lesson %(number)s of %(count)s in %(course)s, about %(minutes)s minutes.")
            % {
                "number": progress.lessons.index(lesson) + 1,
                "count": len(progress.lessons),
                "course": title,
                "minutes": lesson.minutes,
            },
            url=reverse("lesson", args=[code, lesson.slug]),
            action=_("Start reading") if progress.lessons_read == 0 else _("Go on reading"),
        )
    untried = progress.items - progress.tried
    if untried:
        return NextStep(
            heading=_("Practise for the exam: %(course)s") % {"course": title},
            text=ngettext(
                "You have read every lesson. %(count)s practice item is still new to you.",
                "You have read every lesson. %(count)s practice items are still new to you.",
                untried,
            )
            % {"count": untried},
            url=reverse("practice", args=[code]),
            action=_("Practise"),
        )
    if offer.refusal is None:
        return NextStep(
            heading=_("Book the exam: %(course)s") % {"course": title},
            text=_("You have read every lesson and tried every practice item."),
            url=reverse("exams"),
            action=_("Book the exam"),
        )
    return NextStep(
        heading=_("Stay in practice: %(course)s") % {"course": title},
        text=said(offer.refusal.message),
        url=reverse("practice", args=[code]),
        action=_("Practise"),
    )


def _accept(leaf: Finding) -> NextStep:
    return NextStep(
        heading=_("Accept the code: %(code)s") % {"code": said(leaf.title)},
        text=_("Nobody is conferred without it. Read it, then say that you will keep it."),
        url=reverse("candidate-ethics", args=[leaf.code]),
        action=_("Read the code"),
    )


def _wait(audit: Audit) -> NextStep:
    return NextStep(
        heading=_("What is left is in preparation"),
        text=_(
            "You have done all that is open. The courses of the remaining exams are still being "
            "written. What you have earned elsewhere may be credited by the registrar."
        ),
        url=reverse("candidate-pathways", args=[audit.designation.code.lower()]),
        action=_("See what is left for %(letters)s") % {"letters": audit.designation.letters},
    )


def _nothing_left(audits: Sequence[Audit]) -> NextStep:
    revoked = [audit for audit in audits if audit.revoked]
    if revoked:
        return NextStep(
            heading=said(revoked[0].sentence),
            text=_("The reason stands in your record. Only the registrar can reinstate an award."),
            url=reverse("candidate-record"),
            action=_("Read your record"),
        )
    if any(not audit.matriculated for audit in audits):
        return NextStep(
            heading=_("You have finished what you entered for"),
            text=_("Your exams may count towards another designation already."),
            url=reverse("matriculate"),
            action=_("Look at the other designations"),
        )
    return NextStep(
        heading=_("You have finished what you entered for"),
        text=_("Your certificates and credentials are kept for you."),
        url=reverse("candidate-awards"),
        action=_("See your awards"),
    )
