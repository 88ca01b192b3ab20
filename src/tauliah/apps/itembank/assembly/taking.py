"""Which approved form an exam takes, and how the approved forms of the bank stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet

from tauliah.apps.itembank.assembly.asked import blueprint_of, keeps_blueprint
from tauliah.apps.itembank.models import ApprovedForm, Form, FormItem, ItemEnemy
from tauliah.apps.people.queries import names_of
from tauliah.core.exam import shuffled
from tauliah.core.programme import Course

ROWS_PER_PAGE = 25


@dataclass(frozen=True, slots=True)
class ApprovedLine:
    """An approved form in a list: how often it was taken, and why no exam takes it, if none does.

    `state` is "used", "withdrawn", "changed" where an item of it was changed or left, "enemies" where
    two of its items became enemies, and "other-blueprint" where that in force asks for other items.
    """

    id: UUID
    course: str
    number: int
    digest: str
    assembly: UUID
    name: str
    approved_at: datetime
    taken: int
    state: str
    reason: str


def form_to_take(
    course: str,
    *,
    blueprint: Mapping[str, int],
    levels: Mapping[str, Mapping[Any, int]],
    sat: Collection[UUID],
    seed: str,
) -> UUID | None:
    """The approved form for an exam: of those sat least often by this person, that least taken.

    None where no approved form is of use now. `sat` are the forms of the person's earlier exams.
    Between equals the seed decides.
    """
    rows = _of_use(ApprovedForm.objects.filter(course=course))
    fitting = [
        pk for pk, cells in rows.values_list("pk", "cells")
        if keeps_blueprint(cells, blueprint, levels)
    ]  # fmt: skip
    if not fitting:
        return None
    before = Counter(
        Form.objects.filter(pk__in=list(sat), approved__in=fitting).values_list(
            "approved", flat=True
        )
    )
    taken = _taken(fitting)
    order = shuffled(map(str, fitting), seed=f"{seed}/approved")
    return min(map(UUID, order), key=lambda pk: (before[pk], taken.get(pk, 0)))


def page_of_approved(courses: Collection[Course], *, number: int | str = 1) -> Page[ApprovedLine]:
    """One page of all approved forms, by course, the newest first.

    `courses` are those in force, whose blueprints decide which forms are of use.
    """
    found = ApprovedForm.objects.order_by("course", "-number").select_related("withdrawal")
    found = found.annotate(has_changed=Exists(_left()), has_enemies=Exists(_enemies()))
    paginator: Paginator[Any] = Paginator(found, ROWS_PER_PAGE)
    page = paginator.get_page(number)
    return Page(_lines(list(page.object_list), courses), page.number, paginator)


def is_approved(id: UUID) -> bool:
    """Whether there is an approved form of that id."""
    return ApprovedForm.objects.filter(pk=id).exists()


def forms_of_use(courses: Collection[Course]) -> dict[str, int]:
    """How many approved forms exams of each course can take now; `courses` are those in force."""
    blueprints = {course.code: blueprint_of(course) for course in courses}
    rows = _of_use(ApprovedForm.objects.filter(course__in=list(blueprints)))
    return Counter(
        course
        for course, cells in rows.values_list("course", "cells")
        if keeps_blueprint(cells, *blueprints[course])
    )


def _of_use(rows: QuerySet[ApprovedForm]) -> QuerySet[ApprovedForm]:
    """Those that are not withdrawn, whose items are all used as they are in it and no enemies."""
    return rows.filter(~Exists(_left()), ~Exists(_enemies()), withdrawal=None)


def _left() -> QuerySet[FormItem]:
    places = FormItem.objects.filter(form=OuterRef("pk"))
    is_as_it_was = Q(version__item__live=F("version")) & ~Q(version__item__state="pilot")
    return places.exclude(is_as_it_was)


def _enemies() -> QuerySet[ItemEnemy]:
    return ItemEnemy.objects.filter(
        one__versions__formitem__form=OuterRef("pk"), other__versions__formitem__form=OuterRef("pk")
    )


def _taken(forms: Collection[UUID]) -> dict[UUID, int]:
    rows = Form.objects.filter(approved__in=list(forms)).values_list("approved")
    return dict(rows.annotate(Count("pk")).order_by())


def _lines(rows: list[ApprovedForm], courses: Collection[Course]) -> list[ApprovedLine]:
    names = names_of({str(row.approved_by_id) for row in rows})
    taken = _taken([row.pk for row in rows])
    return [
        ApprovedLine(
            id=row.pk,
            course=row.course,
            number=row.number,
            digest=row.digest,
            assembly=row.assembly_id,
            name=names[str(row.approved_by_id)],
            approved_at=row.approved_at,
            taken=taken.get(row.pk, 0),
            state=_state(row, courses),
            reason=row.withdrawal.reason if hasattr(row, "withdrawal") else "",
        )
        for row in rows
    ]


def _state(row: Any, courses: Collection[Course]) -> str:
    if hasattr(row, "withdrawal"):
        return "withdrawn"
    if row.has_changed:
        return "changed"
    if row.has_enemies:
        return "enemies"
    course = next((one for one in courses if one.code == row.course), None)
    if course is None or not keeps_blueprint(row.cells, *blueprint_of(course)):
        return "other-blueprint"
    return "used"
