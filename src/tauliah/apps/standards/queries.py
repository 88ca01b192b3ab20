"""What may be read of studies: their list, one with its panel and rounds, what waits for a judge."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal, cast
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db.models import Count, QuerySet

from tauliah.apps.itembank.queries import current_items
from tauliah.apps.people.queries import User, names_of
from tauliah.apps.standards.models import HandedIn, Judge, Rating, Round, Study, StudyItem
from tauliah.apps.standards.said import said_until
from tauliah.core.exam.standard_setting import Panel, StudyState
from tauliah.core.exam.study_methods import StudyMethod

ROWS_PER_PAGE = 25


@dataclass(frozen=True, slots=True)
class StudyLine:
    """A study in a list."""

    id: UUID
    course: str
    method: StudyMethod
    state: StudyState
    items: int
    points: int
    judges: int
    rounds: int
    opened_at: datetime
    opener: str
    cut: Decimal | None


@dataclass(frozen=True, slots=True)
class JudgeLine:
    """A judge of a study, whether the newest round is handed in, and how much is said by now: items
    rated, candidates sorted, or 1 for a bookmark or bounds.
    """

    id: UUID
    person: str
    name: str
    has_handed_in: bool
    rated: int


@dataclass(frozen=True, slots=True)
class RoundLine:
    """A round of a study: what judges are shown in it, and when it was opened and closed."""

    number: int
    shows_ratings: bool
    shows_difficulties: bool
    opened_at: datetime
    closed_at: datetime | None
    handed_in: int


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """What was decided about a study, by whom and why; no cut where it ended without one."""

    cut: Decimal | None
    error: Decimal
    reason: str
    holds_from: datetime | None
    name: str
    decided_at: datetime


@dataclass(frozen=True, slots=True)
class RatedItem:
    """An item of a study without what it says."""

    position: int
    version: UUID
    code: str
    points: int


@dataclass(frozen=True, slots=True)
class StudyFile:
    """Everything about a study but what judges and items say."""

    line: StudyLine
    panel: Panel
    border: str
    form: UUID | None
    content: str
    basis: Mapping[str, Any]
    items: tuple[RatedItem, ...]
    judges: tuple[JudgeLine, ...]
    rounds: tuple[RoundLine, ...]
    decision: DecisionLine | None


def page_of_studies(*, number: int | str = 1) -> Page[StudyLine]:
    """One page of the studies, newest first; the nearest page where there is no such one."""
    paginator: Paginator[Any] = Paginator(_studies().order_by("-opened_at", "-id"), ROWS_PER_PAGE)
    page = paginator.get_page(number)
    return Page(_lines(page.object_list), page.number, paginator)


def study_file(id: UUID) -> StudyFile | None:
    """Everything about a study but ratings and what items say; None where there is none."""
    study = _studies().filter(pk=id).first()
    if study is None:
        return None
    rounds = list(
        study.rounds.select_related("end").annotate(handed=Count("handed_in")).order_by("number")
    )
    return StudyFile(
        line=_lines([study])[0],
        panel=panel_of(study),
        border=study.border,
        form=study.form,
        content=study.content,
        basis=study.basis,
        items=items_of(study),
        judges=_judges(study, rounds[-1] if rounds else None),
        rounds=tuple(_round(one) for one in rounds),
        decision=_decision(study),
    )


def studies_to_judge(judge: User) -> tuple[tuple[StudyLine, bool], ...]:
    """The studies on whose panel a person is, newest first, each with whether it waits for them."""
    found = list(_studies().filter(judges__person=judge).order_by("-opened_at"))
    waits = []
    for study in found:
        panel = panel_of(study)
        waits.append(panel.state == "rating" and str(judge.pk) not in panel.handed_in)
    return tuple(zip(_lines(found), waits, strict=True))


def panel_of(study: Study) -> Panel:
    """A study as its rules see it."""
    newest = _newest_rounds([study]).get(study.pk)
    handed = HandedIn.objects.filter(round=newest).values_list("judge__person", flat=True)
    return Panel(
        opener=str(study.opened_by_id),
        judges=frozenset(str(one) for one in study.judges.values_list("person", flat=True)),
        points=study.points,
        rounds=newest.number if newest else 0,
        is_open=newest is not None and not hasattr(newest, "end"),
        handed_in=frozenset(str(one) for one in handed) if newest else frozenset(),
        outcome=_outcome(study),
    )


def items_of(study: Study) -> tuple[RatedItem, ...]:
    """The items of a study in their order."""
    rows = study.items.order_by("position")
    return tuple(RatedItem(row.position, row.version, row.code, row.points) for row in rows)


def unrated_in_use(study: StudyFile) -> tuple[int, int]:
    """How many exam items of the course are in use that a study does not rate, and how many there are.

    A form with one of them has no cut by what the judges said: its results wait for an equating.
    """
    rated = {item.version for item in study.items}
    in_use = [item.version for item in current_items(study.line.course, "secure")]
    return sum(version not in rated for version in in_use), len(in_use)


def ratings_until(study: Study, number: int) -> dict[UUID, dict[int, int]]:
    """What each judge (by the row of the panel) says of each item (by position) after a round.

    The newest rating counts: an item that is not rated anew keeps that of an earlier round.
    """
    found: dict[UUID, dict[int, int]] = defaultdict(dict)
    rows = Rating.objects.filter(round__study=study, round__number__lte=number)
    ordered = rows.order_by("round__number", "rated_at", "id")
    for judge, position, percent in ordered.values_list("judge", "item__position", "percent"):
        found[judge][position] = percent
    return dict(found)


def _studies() -> QuerySet[Study]:
    return Study.objects.select_related("opened_by", "decision")


def _newest_rounds(studies: Iterable[Study]) -> dict[UUID, Round]:
    """The newest round of each study that has one, with its end at hand."""
    rows = Round.objects.filter(study__in=list(studies)).select_related("end").order_by("number")
    return {row.study_id: row for row in rows}


def _outcome(study: Study) -> Literal["", "adopted", "ended"]:
    decision = getattr(study, "decision", None)
    if decision is None:
        return ""
    return "ended" if decision.cut is None else "adopted"


def _state(study: Study, newest: Round | None) -> StudyState:
    """Where a study stands, which is told without asking who sits on its panel."""
    return Panel(
        opener=str(study.opened_by_id),
        judges=frozenset(),
        points=study.points,
        rounds=newest.number if newest else 0,
        is_open=newest is not None and not hasattr(newest, "end"),
        outcome=_outcome(study),
    ).state


def _lines(studies: Iterable[Study]) -> list[StudyLine]:
    known = list(studies)
    newest = _newest_rounds(known)
    counts = [_counted(model, known) for model in (StudyItem, Judge, Round)]
    lines = []
    for study in known:
        items, judges, rounds = (one.get(study.pk, 0) for one in counts)
        decision = getattr(study, "decision", None)
        lines.append(
            StudyLine(
                id=study.pk,
                course=study.course,
                method=study.method,  # type: ignore[arg-type]
                state=_state(study, newest.get(study.pk)),
                items=items,
                points=study.points,
                judges=judges,
                rounds=rounds,
                opened_at=study.opened_at,
                opener=study.opened_by.full_name,
                cut=decision.cut if decision else None,
            )
        )
    return lines


def _counted(model: Any, studies: list[Study]) -> Mapping[UUID, int]:
    rows = model.objects.filter(study__in=studies).values_list("study").order_by()
    return dict(cast("Iterable[tuple[UUID, int]]", rows.annotate(Count("pk"))))


def _judges(study: Study, newest: Round | None) -> tuple[JudgeLine, ...]:
    handed = set(HandedIn.objects.filter(round=newest).values_list("judge", flat=True))
    said = _said(study, newest.number) if newest else {}
    rows = study.judges.select_related("person").order_by("person__full_name", "appointed_at")
    return tuple(
        JudgeLine(
            id=row.pk,
            person=str(row.person_id),
            name=row.person.full_name,
            has_handed_in=newest is not None and row.pk in handed,
            rated=said.get(row.pk, 0),
        )
        for row in rows
    )


def _said(study: Study, number: int) -> Mapping[UUID, int]:
    if study.method != "angoff":
        return said_until(study, number)
    return {judge: len(rated) for judge, rated in ratings_until(study, number).items()}


def _round(row: Any) -> RoundLine:
    end = getattr(row, "end", None)
    return RoundLine(
        number=row.number,
        shows_ratings=row.shows_ratings,
        shows_difficulties=row.shows_difficulties,
        opened_at=row.opened_at,
        closed_at=end.closed_at if end else None,
        handed_in=row.handed,
    )


def _decision(study: Study) -> DecisionLine | None:
    found = getattr(study, "decision", None)
    if found is None:
        return None
    by = str(found.decided_by_id)
    return DecisionLine(
        cut=found.cut,
        error=found.error,
        reason=found.reason,
        holds_from=found.holds_from,
        name=names_of({by}).get(by, ""),
        decided_at=found.decided_at,
    )
