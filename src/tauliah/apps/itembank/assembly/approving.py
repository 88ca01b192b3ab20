"""Freezing assembled forms by a second person, and taking an approved form out of use."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, Max

from tauliah.apps.itembank.assembly.asked import blueprint_of, keeps_blueprint
from tauliah.apps.itembank.assembly.runs import subject_of
from tauliah.apps.itembank.models import (
    ApprovedForm,
    Assembly,
    Form,
    FormItem,
    FormWithdrawal,
    ItemVersion,
)
from tauliah.apps.itembank.queries import enemies_in
from tauliah.apps.people.actions import write_audit_entry
from tauliah.apps.people.permissions import Permission, require
from tauliah.apps.people.queries import User
from tauliah.core.kernel import LocalText, Refused, digest
from tauliah.core.programme import Course

LONGEST_REASON = 400


@transaction.atomic
def approve_forms(
    officer: User, id: UUID, course: Course, *, release: int, at: datetime
) -> tuple[int, ...] | Refused:
    """Freeze the forms of an answered request, for exams from now on; their numbers.

    Refused where the officer asked for them, where they are approved already, and where the items or
    the blueprint have changed since.
    """
    require(officer, Permission.FORMS_APPROVE)
    # approvals of one course wait for each other, so that no number is given twice
    list(Assembly.objects.select_for_update().filter(course=course.code).values_list("pk"))
    run = Assembly.objects.get(pk=id)
    refused = _obstacle(officer, run, course)
    if refused:
        return refused
    before = ApprovedForm.objects.filter(course=run.course).aggregate(Max("number"))["number__max"]
    approved = []
    for number, told in enumerate(_forms(run), start=(before or 0) + 1):
        form = Form.objects.create(
            course=run.course,
            release=release,
            seed=f"{run.pk}/{number}",
            assembled_at=at,
        )
        FormItem.objects.bulk_create(
            FormItem(form=form, position=position, version_id=version, is_pilot=False)
            for position, version in enumerate(told["versions"], start=1)
        )
        approved.append(
            ApprovedForm.objects.create(
                form=form,
                assembly=run,
                course=run.course,
                number=number,
                cells=told["cells"],
                digest=_digest_of(told["versions"]),
                approved_by=officer,
                approved_at=at,
            )
        )
    details = {
        "course": run.course,
        "forms": {str(one.number): one.digest for one in approved},
    }
    write_audit_entry(officer, "forms.approved", subject=subject_of(run.pk), at=at, details=details)
    return tuple(one.number for one in approved)


def approval_obstacle(officer: User, id: UUID, course: Course) -> Refused | None:
    """Why the forms of a request are not approved by this person now; None where they may be."""
    return _obstacle(officer, Assembly.objects.get(pk=id), course)


def _obstacle(officer: User, run: Assembly, course: Course) -> Refused | None:
    if run.state != "assembled":
        return Refused(
            "no-forms",
            LocalText(
                en="This request has no forms to approve.",
                ms="Permintaan ini tiada set soalan untuk diluluskan.",
            ),
        )
    if run.approved.exists():
        return Refused(
            "approved-already",
            LocalText(
                en="These forms are approved already.",
                ms="Set soalan ini sudah diluluskan.",
            ),
        )
    if run.asked_by_id == officer.pk:
        return Refused(
            "own-request",
            LocalText(
                en="You asked for these forms. A second person approves them.",
                ms="Anda yang meminta set soalan ini. Orang kedua meluluskannya.",
            ),
        )
    return _changed(run) or _other_blueprint(run, course) or _had_before(run)


@transaction.atomic
def withdraw_form(officer: User, id: UUID, *, reason: str, at: datetime) -> Refused | None:
    """Take an approved form out of use: no exam takes it any more. Exams that have it keep it."""
    require(officer, Permission.FORMS_APPROVE)
    form = ApprovedForm.objects.select_for_update().get(pk=id)
    if FormWithdrawal.objects.filter(pk=form.pk).exists():
        return Refused(
            "withdrawn-already",
            LocalText(
                en="This form is withdrawn already.", ms="Set soalan ini sudah ditarik balik."
            ),
        )
    if not reason.strip() or len(reason) > LONGEST_REASON:
        return Refused(
            "no-reason",
            LocalText(
                en=f"Say why, in at most {LONGEST_REASON} characters.",
                ms=f"Nyatakan sebabnya, selebih-lebihnya {LONGEST_REASON} aksara.",
            ),
        )
    FormWithdrawal.objects.create(
        form=form, reason=reason.strip(), withdrawn_by=officer, withdrawn_at=at
    )
    details = {"course": form.course, "form": form.number, "reason": reason.strip()}
    write_audit_entry(officer, "form.withdrawn", subject=f"form:{form.pk}", at=at, details=details)
    return None


def _forms(run: Assembly) -> list[dict[str, Any]]:
    """The forms of an answer as `told_forms` wrote them."""
    found: list[dict[str, Any]] = (run.answer or {}).get("forms", [])
    return found


def _digest_of(versions: list[str]) -> str:
    """The digest of a form: over the digests of its versions in their order."""
    digests: dict[Any, str] = dict(
        ItemVersion.objects.filter(pk__in=versions).values_list("pk", "digest")
    )
    return digest([digests[UUID(version)] for version in versions])


def _changed(run: Assembly) -> Refused | None:
    wanted = {UUID(version) for told in _forms(run) for version in told["versions"]}
    used = ItemVersion.objects.filter(pk__in=wanted, item__live=F("pk"))
    changed = wanted - set(used.exclude(item__state="pilot").values_list("pk", flat=True))
    if changed:
        codes = ItemVersion.objects.filter(pk__in=changed).values_list("item__code", flat=True)
        named = ", ".join(sorted(codes))
        return Refused(
            "items-changed",
            LocalText(
                en=f"These items were changed or taken out of use since: {named}. Assemble anew.",
                ms=f"Item ini telah diubah atau tidak digunakan lagi sejak itu: {named}. "
                "Susun semula.",
            ),
        )
    pairs = enemies_in(run.course)
    for told in _forms(run):
        for one, other in pairs:
            if {one, other} <= set(told["codes"]):
                return Refused(
                    "enemies-since",
                    LocalText(
                        en=f"{one} and {other} were declared enemies since. Assemble anew.",
                        ms=f"{one} dan {other} telah diisytiharkan sebagai musuh sejak itu. "
                        "Susun semula.",
                    ),
                )
    return None


def _other_blueprint(run: Assembly, course: Course) -> Refused | None:
    blueprint, levels = blueprint_of(course)
    if all(keeps_blueprint(told["cells"], blueprint, levels) for told in _forms(run)):
        return None
    return Refused(
        "other-blueprint",
        LocalText(
            en=f"These forms do not keep the blueprint of {course.code} in force, which candidates "
            "are told. Change the blueprint in the programme first, or assemble to it.",
            ms=f"Set soalan ini tidak menepati pelan peperiksaan {course.code} yang berkuat kuasa, "
            "yang dimaklumkan kepada calon. Ubah pelan itu dalam program dahulu, atau susun "
            "mengikutnya.",
        ),
    )


def _had_before(run: Assembly) -> Refused | None:
    """A form that was approved before, or even withdrawn, is no new form."""
    digests = [_digest_of(told["versions"]) for told in _forms(run)]
    known = ApprovedForm.objects.filter(course=run.course, digest__in=digests)
    numbers = ", ".join(map(str, known.order_by("number").values_list("number", flat=True)))
    if not numbers:
        return None
    return Refused(
        "had-before",
        LocalText(
            en=f"These items were approved before, as form {numbers}. Assemble with another seed.",
            ms=f"Item ini pernah diluluskan, sebagai set soalan {numbers}. Susun dengan benih lain.",
        ),
    )
