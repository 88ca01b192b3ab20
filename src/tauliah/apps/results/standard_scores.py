"""Scores of candidates on one set of items: what studies and classification at a cut look at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from tauliah.apps.itembank.queries import names_of_forms
from tauliah.apps.people.queries import User
from tauliah.apps.results.equating_forms import short_name
from tauliah.apps.results.item_statistics import courses_with_results
from tauliah.apps.results.models import ScoringRun
from tauliah.apps.results.sat_forms import ScoredVersions
from tauliah.apps.sittings.queries import Sitting, sittings_of
from tauliah.apps.standards.in_force import standard_of, versions_of
from tauliah.apps.standards.opening import ScoresOfCandidates, open_study_of_scores
from tauliah.core.exam.study_methods import FEWEST_SCORES, ScoreMethod
from tauliah.core.kernel import LocalText, Refused


@dataclass(frozen=True, slots=True)
class Reference:
    """A set of items on which candidates have scores: a form that they sat, or that of a standard to
    which the forms of some were equated (`is_equated`).
    """

    course: str
    content: str
    versions: tuple[UUID, ...]
    candidates: int
    is_equated: bool

    @property
    def items(self) -> int:
        """How many they are."""
        return len(self.versions)

    @property
    def name(self) -> str:
        """The beginning of its name, as the list of forms has it."""
        return short_name(self.content)


@dataclass(frozen=True, slots=True)
class ScoresOn:
    """The points of each candidate on a set of items; `are_own` where all of them sat it as a form.

    `results` are all candidates with a result, those with no score on these items among them.
    """

    points: Mapping[UUID, Decimal]
    are_own: bool
    results: int


@dataclass(frozen=True, slots=True)
class _Scored:
    """The first result of each candidate, on the own form and, where there was a standard, on its."""

    sitting: Sitting
    points: Decimal
    reference: str
    equated: Decimal


def references(course: str, *, at: datetime) -> tuple[Reference, ...]:
    """Every set of items on which enough candidates of a course have scores, the most first."""
    scored = _scored(course)
    names = names_of_forms({one.sitting.form for one in scored})
    sets = ScoredVersions({name: form for form, name in names.items()})
    people: dict[str, set[UUID]] = defaultdict(set)
    for one in scored:
        people[names[one.sitting.form]].add(one.sitting.person)
    own = {content: len(known) for content, known in people.items()}
    found = standard_of(course, at=at)
    if found is not None:
        standard = found.standard.form
        people[standard].update(one.sitting.person for one in scored if one.reference == standard)
    enough = {
        content: len(known)
        for content, known in sorted(people.items(), key=lambda one: (-len(one[1]), one[0]))
        if len(known) >= FEWEST_SCORES
    }
    sets.read(content for content in enough if content in sets)
    of_standard = tuple(versions_of(found.study)) if found else ()
    return tuple(
        Reference(
            course=course,
            content=content,
            versions=sets.get(content, of_standard),
            candidates=candidates,
            is_equated=candidates > own.get(content, 0),
        )
        for content, candidates in enough.items()
    )


def references_of_courses(*, at: datetime) -> tuple[Reference, ...]:
    """Those of every course with results."""
    return tuple(one for course in courses_with_results() for one in references(course, at=at))


def scores_on(course: str, content: str, window: str = "") -> ScoresOn:
    """The points of each candidate on these items, from the first result: of who sat them as a form, and
    of whose form was equated to them.
    """
    scored = [one for one in _scored(course) if not window or one.sitting.window == window]
    names = names_of_forms({one.sitting.form for one in scored})
    found: dict[UUID, Decimal] = {}
    are_own = True
    for one in scored:
        if names[one.sitting.form] == content:
            found[one.sitting.person] = one.points
        elif one.reference == content:
            found[one.sitting.person] = max(one.equated, Decimal(0))
            are_own = False
    return ScoresOn(found, are_own, len(scored))


def results_of(course: str) -> int:
    """How many sittings of a course have a result."""
    return ScoringRun.objects.filter(course=course, number=1).count()


def open_study_on(
    officer: User, course: str, content: str, method: ScoreMethod, *, border: str, at: datetime
) -> UUID | Refused:
    """Open a study by scores on a set of items that `references` lists, as they are now."""
    known = {one.content: one for one in references(course, at=at)}
    chosen = known.get(content) or next(
        (one for one in known.values() if content and one.name == content), None
    )
    if chosen is None:
        return _NO_SUCH_SCORES
    scores = ScoresOfCandidates(
        versions=chosen.versions,
        points=scores_on(course, chosen.content).points,
        source=_told(chosen),
    )
    return open_study_of_scores(officer, course, method, scores=scores, border=border, at=at)


def _told(chosen: Reference) -> LocalText:
    en, ms = f"{chosen.course}, form {chosen.name}", f"{chosen.course}, set soalan {chosen.name}"
    if chosen.is_equated:
        en, ms = f"{en} and forms equated to it", f"{ms} dan set yang disamakan dengannya"
    return LocalText(
        en=f"{en}, {chosen.candidates} candidates", ms=f"{ms}, {chosen.candidates} orang calon"
    )


def _scored(course: str) -> list[_Scored]:
    """The newest run of the first scored sitting of each person."""
    rows = ScoringRun.objects.filter(course=course)
    runs = {run.attempt: run for run in rows.defer("topics").order_by("number")}
    firsts: dict[UUID, Sitting] = {}
    for one in sittings_of(rows.values_list("attempt", flat=True).distinct()):
        firsts.setdefault(one.person, one)
    return [_one(sitting, runs[sitting.attempt]) for sitting in firsts.values()]


def _one(sitting: Sitting, run: ScoringRun) -> _Scored:
    points = Decimal(run.correct) if run.points is None else run.points
    told = run.reported or {}
    return _Scored(sitting, points, told.get("reference", ""), Decimal(told.get("equated", "0")))


_NO_SUCH_SCORES = Refused(
    "no-such-scores",
    LocalText(
        en=f"Choose a form on which at least {FEWEST_SCORES} candidates of the course have a score.",
        ms=f"Pilih set soalan yang sekurang-kurangnya {FEWEST_SCORES} orang calon kursus ini "
        "mempunyai skornya.",
    ),
)
