"""What an earlier calibration found, for a later one to be held against."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from tauliah.apps.analyses.asking import MODELS
from tauliah.apps.analyses.models import RunOutcome
from tauliah.core.psychometrics import NotEstimable
from tauliah.core.psychometrics.calibrated import Model
from tauliah.core.psychometrics.runs import Earlier


def earlier_items(course: str, id: str) -> tuple[Model, dict[UUID, Earlier]]:
    """The model of a made calibration of a course, and its items by version.

    Those without an estimate, with a discrimination not above 0 or without an error are left out.
    Raises NotEstimable where there is no such calibration, or none of a model of right and wrong.
    """
    found = RunOutcome.objects.filter(
        run=UUID(id), run__kind="calibration", run__course=course, state="made"
    ).first()
    results, responses = (found.results or {}, found.responses or {}) if found else ({}, {})
    if results.get("model") not in MODELS or not results["has_converged"]:
        raise NotEstimable(
            "no-earlier",
            en="The earlier calibration is not to be used: it must be a made one of this course, by the "
            "1PL, 2PL or 3PL, and have settled.",
            ms="Penentukuran terdahulu itu tidak boleh digunakan: ia mesti penentukuran kursus ini yang "
            "selesai, mengikut 1PL, 2PL atau 3PL, dan telah menumpu.",
        )
    versions = responses["versions"]
    return cast("Model", results["model"]), {
        UUID(versions[one["item"]]): Earlier(one["a"], one["b"], one["c"], one["b_error"])
        for one in results["items"]
        if one["a"] is not None and one["a"] > 0
        if one["b"] is not None and one["b_error"] is not None
    }
