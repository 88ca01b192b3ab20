"""Opening of studies by the other methods: of calibrated items in a booklet, or of candidates' scores."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction

from tauliah.apps.itembank.queries import BankItem, versions
from tauliah.apps.people.actions import write_audit_entry
from tauliah.apps.people.permissions import Permission, require
from tauliah.apps.people.queries import User
from tauliah.apps.standards.actions import SHORTEST_BORDER, keep_study
from tauliah.apps.standards.models import Study, StudyCandidate
from tauliah.apps.standards.refusals import no_border, not_for_a_booklet, too_few_calibrated
from tauliah.core.exam.standard_setting import FEWEST_ITEMS, LONGEST_BORDER
from tauliah.core.exam.study_methods import (
    SCORE_METHODS,
    ScoreMethod,
    scores_refusal,
    whole_points,
)
from tauliah.core.kernel import LocalText, Refused
from tauliah.core.psychometrics import items, ordered_booklet
from tauliah.core.psychometrics.bookmark import RESPONSE_PROBABILITY

CANDIDATES_AT_ONCE = 500
Parameters = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class ScoresOfCandidates:
    """Points of candidates on one set of scored item versions, each candidate once.

    `source` says where they are from, for whoever reads the study later.
    """

    versions: tuple[UUID, ...]
    points: Mapping[UUID, Decimal]
    source: LocalText


@transaction.atomic
def open_bookmark_study(
    officer: User,
    course: str,
    *,
    parameters: Mapping[UUID, Parameters],
    source: LocalText,
    border: str,
    at: datetime,
) -> UUID | Refused:
    """A Bookmark study of these item versions, with a, b and c of each as a calibration gave them.

    The booklet goes from the easiest item to the hardest at a response probability of two thirds, and
    stays so. Items of several points are left out: a calibration knows only all of them or not. So are
    items without a discrimination above 0, and those that are guessed so often that no ability has them
    right just two times in three.
    """
    require(officer, Permission.STANDARDS_MANAGE)
    if not SHORTEST_BORDER <= len(border.strip()) <= LONGEST_BORDER:
        return no_border()
    known = versions(parameters)
    able = {
        version: told
        for version, told in sorted(parameters.items())
        if version in known and known[version].text.is_plain and _has_a_place(told)
    }
    if len(able) < FEWEST_ITEMS:
        return too_few_calibrated()
    told = list(able.values())
    booklet = ordered_booklet(
        items([a for a, _, _ in told], [b for _, b, _ in told], floor=[c for _, _, c in told])
    )
    pages = [list(able)[place] for place in booklet.order.tolist()]
    basis = {
        "source": _told(source),
        "probability": RESPONSE_PROBABILITY,
        "parameters": [list(able[version]) for version in pages],
    }
    return _opened(
        officer, course, "bookmark", [known[one] for one in pages], basis, border=border, at=at
    ).pk


@transaction.atomic
def open_study_of_scores(
    officer: User,
    course: str,
    method: ScoreMethod,
    *,
    scores: ScoresOfCandidates,
    border: str,
    at: datetime,
) -> UUID | Refused:
    """A study by a method that looks at candidates: Hofstee, borderline group or contrasting groups.

    The scores are those of this moment and stay so. Refused where too few candidates have one.
    """
    require(officer, Permission.STANDARDS_MANAGE)
    if method not in SCORE_METHODS:
        raise ValueError(f"expected one of {SCORE_METHODS}, got {method}")
    if not SHORTEST_BORDER <= len(border.strip()) <= LONGEST_BORDER:
        return no_border()
    refused = scores_refusal(len(scores.points))
    if refused:
        return refused
    known = versions(scores.versions)
    rated = sorted((known[one] for one in scores.versions), key=lambda item: item.code)
    if len(rated) < FEWEST_ITEMS:
        return not_for_a_booklet()
    basis: dict[str, object] = {"source": _told(scores.source), "persons": len(scores.points)}
    if method == "hofstee":
        counts = [0] * (sum(item.text.worth for item in rated) + 1)
        for points in scores.points.values():
            counts[min(whole_points(points), len(counts) - 1)] += 1
        basis["distribution"] = counts
    study = _opened(officer, course, method, rated, basis, border=border, at=at)
    if method != "hofstee":
        StudyCandidate.objects.bulk_create(
            [
                StudyCandidate(study=study, person_id=person, points=points)
                for person, points in sorted(scores.points.items())
            ],
            batch_size=CANDIDATES_AT_ONCE,
        )
    return study.pk


def _opened(
    officer: User,
    course: str,
    method: str,
    rated: Sequence[BankItem],
    basis: Mapping[str, object],
    *,
    border: str,
    at: datetime,
) -> Study:
    study = keep_study(officer, course, rated, method=method, basis=basis, border=border, at=at)
    details = {
        "course": course,
        "method": method,
        "items": len(rated),
        "content": study.content,
        "source": basis["source"],
    }
    write_audit_entry(officer, "study.opened", subject=f"study:{study.pk}", at=at, details=details)
    return study


def _told(source: LocalText) -> dict[str, str]:
    return {"en": source.en, "ms": source.ms}


def _has_a_place(told: Parameters) -> bool:
    a, _, c = told
    return a > 0 and c < RESPONSE_PROBABILITY
