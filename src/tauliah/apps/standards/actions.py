"""The only writers of studies: opened, given a panel, rated in rounds, and decided by a second person."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from tauliah.apps.catalogue.queries import programme
from tauliah.apps.itembank.queries import BankItem, current_items, form_course, form_items
from tauliah.apps.people.actions import write_audit_entry
from tauliah.apps.people.permissions import Permission, permissions_of, require
from tauliah.apps.people.queries import User
from tauliah.apps.standards.models import Decision, Judge, Round, RoundEnd, Study, StudyItem
from tauliah.apps.standards.outcomes import panel_cut
from tauliah.apps.standards.queries import panel_of
from tauliah.apps.standards.refusals import (
    no_border,
    no_judge,
    no_such_course,
    no_such_form,
    no_such_study,
    too_few_items,
    unknown_items,
)
from tauliah.apps.standards.rounds import last_closed
from tauliah.core.exam.reported_scores import form_digest
from tauliah.core.exam.standard_setting import (
    FEWEST_ITEMS,
    LONGEST_BORDER,
    close_refusal,
    decision_refusal,
    panel_refusal,
    round_refusal,
)
from tauliah.core.exam.study_methods import no_figures
from tauliah.core.kernel import Refused

SHORTEST_BORDER = 20


@transaction.atomic
def open_study(
    officer: User,
    course: str,
    *,
    border: str,
    form: UUID | None = None,
    codes: Collection[str] = (),
    at: datetime,
) -> UUID | Refused:
    """A new modified Angoff study of a form's scored items, of items that are named, or of all in use.

    The versions are those of this moment and stay so.
    """
    require(officer, Permission.STANDARDS_MANAGE)
    if course not in {one.code for one in programme().courses}:
        return no_such_course(course)
    if not SHORTEST_BORDER <= len(border.strip()) <= LONGEST_BORDER:
        return no_border()
    items = _of_form(course, form) if form else _in_use(course, codes)
    if isinstance(items, Refused):
        return items
    if len(items) < FEWEST_ITEMS:
        return too_few_items()
    study = keep_study(officer, course, items, form=form, border=border, at=at)
    details = {"course": course, "items": len(items), "content": study.content}
    write_audit_entry(officer, "study.opened", subject=_subject(study), at=at, details=details)
    return study.pk


def keep_study(
    officer: User,
    course: str,
    items: Sequence[BankItem],
    *,
    border: str,
    at: datetime,
    method: str = "angoff",
    basis: Mapping[str, object] | None = None,
    form: UUID | None = None,
) -> Study:
    """The rows of a study whose opening is permitted, with its items in this order."""
    study = Study.objects.create(
        course=course,
        method=method,
        basis=dict(basis or {}),
        form=form,
        content=form_digest(str(item.version) for item in items),
        points=sum(item.text.worth for item in items),
        border=border.strip(),
        opened_by=officer,
        opened_at=at,
    )
    StudyItem.objects.bulk_create(
        StudyItem(
            study=study,
            position=position,
            version=item.version,
            code=item.code,
            points=item.text.worth,
        )
        for position, item in enumerate(items, start=1)
    )
    return study


@transaction.atomic
def appoint_judge(officer: User, id: UUID, person: User, *, at: datetime) -> Refused | None:
    """Put a person on the panel of a study; appointing somebody twice changes nothing."""
    require(officer, Permission.STANDARDS_MANAGE)
    study = locked_study(id)
    if study is None:
        return no_such_study()
    if Permission.STANDARD_RATE not in permissions_of(person):
        return no_judge()
    refused = panel_refusal(panel_of(study), judge=str(person.pk))
    if refused:
        return refused
    _, is_new = Judge.objects.get_or_create(
        study=study, person=person, defaults={"appointed_by": officer.pk, "appointed_at": at}
    )
    if is_new:
        details = {"judge": str(person.pk)}
        write_audit_entry(
            officer, "study.judge-appointed", subject=_subject(study), at=at, details=details
        )
    return None


@transaction.atomic
def open_round(
    officer: User, id: UUID, *, shows_ratings: bool, shows_difficulties: bool, at: datetime
) -> Refused | None:
    """Let the panel rate: the first time, or again after a closed round.

    The first round shows neither the ratings of others, which there are none of, nor difficulties,
    which would anchor the judges to them.
    """
    require(officer, Permission.STANDARDS_MANAGE)
    study = locked_study(id)
    if study is None:
        return no_such_study()
    panel = panel_of(study)
    refused = round_refusal(panel)
    if refused:
        return refused
    is_later = panel.rounds > 0
    opened = Round.objects.create(
        study=study,
        number=panel.rounds + 1,
        shows_ratings=is_later and shows_ratings,
        shows_difficulties=is_later and shows_difficulties,
        opened_by=officer.pk,
        opened_at=at,
    )
    details = {
        "round": opened.number,
        "ratings": opened.shows_ratings,
        "difficulties": opened.shows_difficulties,
    }
    write_audit_entry(
        officer, "study.round-opened", subject=_subject(study), at=at, details=details
    )
    return None


@transaction.atomic
def close_round(officer: User, id: UUID, *, at: datetime) -> Refused | None:
    """End the open round; judges who have not handed it in are left out of it."""
    require(officer, Permission.STANDARDS_MANAGE)
    study = locked_study(id)
    if study is None:
        return no_such_study()
    panel = panel_of(study)
    refused = close_refusal(panel)
    if refused:
        return refused
    ended = study.rounds.get(number=panel.rounds)
    RoundEnd.objects.create(round=ended, closed_by=officer.pk, closed_at=at)
    details = {"round": ended.number, "judges": sorted(panel.handed_in)}
    write_audit_entry(
        officer, "study.round-closed", subject=_subject(study), at=at, details=details
    )
    return None


@transaction.atomic
def decide_study(
    person: User,
    id: UUID,
    *,
    cut: Decimal | None,
    reason: str,
    holds_from: datetime | None = None,
    at: datetime,
) -> Refused | None:
    """Close a study with an adopted cut in points, or without one, for a written reason.

    The cut holds for exams that start from then on: from this moment, or from a later one that is
    given. An earlier one would change what candidates were told when they sat, so it counts as now.
    """
    require(person, Permission.STANDARD_ADOPT)
    study = locked_study(id)
    if study is None:
        return no_such_study()
    refused = decision_refusal(panel_of(study), by=str(person.pk), cut=cut, reason=reason)
    if refused:
        return refused
    number = last_closed(study)
    found = panel_cut(study, number)
    if cut is not None and found.refused:
        return Refused("no-figures", no_figures())
    decision = Decision.objects.create(
        study=study,
        cut=cut,
        error=Decimal(str(round(found.error, 4))),
        reason=reason.strip(),
        holds_from=None if cut is None else max(holds_from or at, at),
        decided_by=person,
        decided_at=at,
    )
    details = {
        "course": study.course,
        "round": number,
        "cut": None if cut is None else str(cut),
        "method": study.method,
        "panel": "" if found.refused else f"{found.cut:.4f}",
        "error": str(decision.error),
        "of": study.points,
    }
    event = "study.ended" if cut is None else "study.cut-adopted"
    write_audit_entry(person, event, subject=_subject(study), at=at, details=details)
    return None


def locked_study(id: UUID) -> Study | None:
    """A study that is this transaction's alone until it ends; None where there is none."""
    return Study.objects.select_for_update().filter(pk=id).first()


def _of_form(course: str, form: UUID) -> Sequence[BankItem] | Refused:
    if form_course(form) != course:
        return no_such_form()
    return [item for item in form_items(form) if not item.is_pilot]


def _in_use(course: str, codes: Collection[str]) -> Sequence[BankItem] | Refused:
    known = {item.code: item for item in current_items(course, "secure")}
    if not codes:
        return list(known.values())
    wanted = list(dict.fromkeys(code.upper() for code in codes))
    missing = [code for code in wanted if code not in known]
    return unknown_items(missing) if missing else [known[code] for code in wanted]


def _subject(study: Study) -> str:
    return f"study:{study.pk}"
