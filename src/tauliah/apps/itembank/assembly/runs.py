"""Assembling beside who asked: a request is kept, worked on, followed, cancelled and answered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db import transaction

from tauliah.apps.itembank.assembly.asked import Asked, asked_from
from tauliah.apps.itembank.assembly.pools import CoursePool, optimised, pool_of, requested
from tauliah.apps.itembank.assembly.told import told_conflicts, told_forms
from tauliah.apps.itembank.models import Assembly
from tauliah.apps.people.actions import write_audit_entry
from tauliah.apps.people.permissions import Permission, require
from tauliah.apps.people.queries import User, names_of
from tauliah.core.kernel import LocalText, Refused
from tauliah.core.programme import Course

if TYPE_CHECKING:
    from tauliah.core.psychometrics.assembly import Progress

ROWS_PER_PAGE = 25
BETWEEN_SIGNS = timedelta(seconds=1)
SILENCE = timedelta(seconds=120)
"""After this time without a sign, an assembly is taken to have stopped with its process.

Longer than the longest question to CP-SAT, which gives no sign while it is asked.
"""


class CancelledError(Exception):
    """Somebody cancelled the assembly that is under way."""


@dataclass(frozen=True, slots=True)
class AssemblyRun:
    """One request: who asked what when, how far it is, and what came of it.

    `done` of `moves` were made. Where `has_stopped`, it is under way no more and was never answered.
    """

    id: UUID
    course: str
    release: int
    asked: Asked
    asked_by: UUID
    name: str
    asked_at: datetime
    state: str
    done: int
    moves: int
    told_at: datetime
    answer: Mapping[str, Any]
    ended_at: datetime | None
    approved: tuple[int, ...]

    def has_stopped(self, at: datetime) -> bool:
        """Whether it will never be answered: its process ended, or it failed."""
        return self.state == "failed" or (self.state == "under-way" and at - self.told_at > SILENCE)


@transaction.atomic
def ask_for_forms(
    officer: User, course: Course, asked: Asked, *, release: int, at: datetime
) -> UUID | Refused:
    """Keep a request for forms of a course; `assemble_forms` then works on it."""
    require(officer, Permission.FORMS_ASSEMBLE)
    refused = _obstacle(course, asked)
    if refused:
        return refused
    run = Assembly.objects.create(
        course=course.code,
        release=release,
        asked=asked.kept(),
        asked_by=officer,
        asked_at=at,
        told_at=at,
    )
    details = {"course": course.code, "forms": asked.forms, "items": asked.length}
    write_audit_entry(
        officer, "forms.asked-for", subject=subject_of(run.pk), at=at, details=details
    )
    return run.pk


def assemble_forms(
    id: UUID,
    course: Course,
    *,
    now: Callable[[], datetime],
    follow: Callable[[int, int], None] | None = None,
) -> None:
    """Work on a request that is kept until it is answered, cancelled, or fails.

    `follow` is told moves made, of so many; what it raises ends the work, which then counts as
    cancelled.
    """
    row = Assembly.objects.get(pk=id)
    if row.state != "under-way":
        return
    told_at = now()

    def going_on(progress: Progress) -> None:
        nonlocal told_at
        if follow is not None:
            follow(progress.moves, progress.of)
        moment = now()
        if moment - told_at >= BETWEEN_SIGNS:
            told_at = moment
            tell(id, progress.moves, progress.of, at=moment)

    try:
        state, answer = _answered(pool_of(course), asked_from(row.asked), going_on)
    except (CancelledError, KeyboardInterrupt):
        _end(id, "cancelled", {}, at=now())
        raise
    except Exception:
        _end(id, "failed", {}, at=now())
        raise
    _end(id, state, answer, at=now())


def tell(id: UUID, done: int, moves: int, *, at: datetime) -> None:
    """A sign of life of an assembly; raises `CancelledError` where it is to end."""
    is_wanted = Assembly.objects.filter(pk=id, state="under-way").update(
        progress={"done": done, "moves": moves}, told_at=at
    )
    if not is_wanted:
        raise CancelledError


@transaction.atomic
def cancel_assembly(officer: User, id: UUID, *, at: datetime) -> Refused | None:
    """End an assembly that is under way; it stops at its next sign of life."""
    require(officer, Permission.FORMS_ASSEMBLE)
    cancelled = Assembly.objects.filter(pk=id, state="under-way").update(
        state="cancelled", ended_at=at
    )
    if not cancelled:
        return Refused(
            "not-under-way",
            LocalText(en="This assembly has ended already.", ms="Penyusunan ini sudah tamat."),
        )
    write_audit_entry(officer, "forms.assembly-cancelled", subject=subject_of(id), at=at)
    return None


def assembly(id: UUID) -> AssemblyRun | None:
    """One request and what came of it; None where there is none."""
    rows = list(Assembly.objects.filter(pk=id).prefetch_related("approved"))
    return _runs(rows)[0] if rows else None


def page_of_assemblies(*, number: int | str = 1) -> Page[AssemblyRun]:
    """One page of all requests, the newest first; the nearest page where there is no such one."""
    found = Assembly.objects.order_by("-asked_at", "-pk").prefetch_related("approved")
    paginator: Paginator[Any] = Paginator(found, ROWS_PER_PAGE)
    page = paginator.get_page(number)
    return Page(_runs(list(page.object_list)), page.number, paginator)


def subject_of(id: UUID) -> str:
    """How the audit trail names an assembly."""
    return f"assembly:{id}"


def _runs(rows: list[Assembly]) -> list[AssemblyRun]:
    names = names_of({str(row.asked_by_id) for row in rows})
    return [
        AssemblyRun(
            id=row.pk,
            course=row.course,
            release=row.release,
            asked=asked_from(row.asked),
            asked_by=row.asked_by_id,
            name=names[str(row.asked_by_id)],
            asked_at=row.asked_at,
            state=row.state,
            done=row.progress.get("done", 0),
            moves=row.progress.get("moves", 0),
            told_at=row.told_at,
            answer=row.answer or {},
            ended_at=row.ended_at,
            approved=tuple(sorted(form.number for form in row.approved.all())),
        )
        for row in rows
    ]


def _obstacle(course: Course, asked: Asked) -> Refused | None:
    unknown = sorted(asked.cells.keys() - {row.topic for row in course.blueprint})
    if unknown:
        return Refused(
            "no-such-topic",
            LocalText(
                en=f"The blueprint of {course.code} has no such topic: {', '.join(unknown)}.",
                ms=f"Pelan peperiksaan {course.code} tiada topik ini: {', '.join(unknown)}.",
            ),
        )
    pool = pool_of(course)
    if not pool.items:
        return Refused(
            "no-items",
            LocalText(
                en=f"{course.code} has no exam items in use that its blueprint asks for.",
                ms=f"{course.code} tiada item peperiksaan yang digunakan dan diminta oleh pelan "
                "peperiksaannya.",
            ),
        )
    if refused := _anchor_obstacle(pool, asked):
        return refused
    if asked.target and not pool.parameters:
        return Refused(
            "not-calibrated",
            LocalText(
                en=f"No item of {course.code} is calibrated, so no information can be asked for. "
                "Leave the target out.",
                ms=f"Tiada item {course.code} yang ditentukur, maka maklumat tidak dapat diminta. "
                "Tinggalkan sasaran.",
            ),
        )
    return None


def _anchor_obstacle(pool: CoursePool, asked: Asked) -> Refused | None:
    """Why items that every form has cannot be asked for."""
    unknown = sorted(set(asked.anchors) - {item.code for item in pool.items})
    if unknown:
        return Refused(
            "no-such-items",
            LocalText(
                en=f"These are no exam items in use of {pool.course.code}: {', '.join(unknown)}.",
                ms=f"Ini bukan item peperiksaan {pool.course.code} yang digunakan: "
                f"{', '.join(unknown)}.",
            ),
        )
    if asked.forms > 1 and len(asked.anchors) > asked.overlap:
        return Refused(
            "overlap-below-anchors",
            LocalText(
                en=f"Every form has {len(asked.anchors)} items that you named, so any two forms share "
                f"them. Allow at least so many items in common.",
                ms=f"Setiap set soalan mempunyai {len(asked.anchors)} item yang anda namakan, maka "
                "mana-mana dua set berkongsi item itu. Benarkan sekurang-kurangnya sebanyak itu item "
                "yang sama.",
            ),
        )
    return None


def _answered(
    pool: CoursePool, asked: Asked, going_on: Callable[[Progress], None]
) -> tuple[str, dict[str, Any]]:
    from tauliah.core.psychometrics.assembly import Assembled, Impossible, assemble

    items, request = optimised(pool, asked), requested(pool, asked)
    found = assemble(items, request, seed=asked.seed, progress=going_on)
    if isinstance(found, Assembled):
        return "assembled", told_forms(pool, asked, request, found)
    if isinstance(found, Impossible):
        return "impossible", told_conflicts(pool, asked, request, found)
    return "undecided", {"message": found.message.model_dump()}


def _end(id: UUID, state: str, answer: Mapping[str, Any], *, at: datetime) -> None:
    # what was cancelled meanwhile stays cancelled
    Assembly.objects.filter(pk=id, state="under-way").update(
        state=state, answer=dict(answer), ended_at=at, told_at=at
    )
